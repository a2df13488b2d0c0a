"""The manifest of the shipped documents says nothing that they do not say; a broken one is refused with its place."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest

from corpus.errors import ChidaoError
from corpus.facts import MANIFEST, Facts, read_manifest
from corpus.lines import shown
from corpus.readers import parse

DOCUMENTS = Path(__file__).parents[1] / "corpus" / "documents"
ENTRIES = read_manifest(DOCUMENTS)
REPORT_OF_JULY, REPORT_OF_VOV, NOTICE, REPORT_OF_AUGUST, REPORT_OF_2023 = sorted(ENTRIES)


def test_each_shipped_document_has_an_entry_and_each_entry_a_document() -> None:
    assert set(ENTRIES) == {path.name for path in DOCUMENTS.iterdir() if path.name != MANIFEST}


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_says_what_the_document_says(name: str) -> None:
    facts, sha256 = ENTRIES[name]
    path = DOCUMENTS / name
    assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    text = shown(parse(path, path.read_bytes()).text)
    assert facts.title.casefold() in text.casefold()
    assert facts.date_words in text
    assert facts.number in text
    assert facts.official == (facts.kind != "Bài báo")


def test_no_date_is_more_exact_than_the_document() -> None:
    assert {name: facts.date for name, (facts, _) in ENTRIES.items()} == {
        REPORT_OF_JULY: "2024-07",
        REPORT_OF_VOV: "2025-02-06",
        NOTICE: "2024-07-19",
        REPORT_OF_AUGUST: None,
        REPORT_OF_2023: "2023-07-12",
    }


@pytest.mark.parametrize(
    ("name", "called"),
    [
        (REPORT_OF_JULY, "Bài báo của Chinhphu.vn (tháng 7/2024)"),
        (REPORT_OF_AUGUST, "Bài báo (sáng 8/8)"),
        (REPORT_OF_2023, "Bài báo (ngày 12/7/2023)"),
    ],
)
def test_a_report_without_a_headline_is_called_by_paper_and_date(name: str, called: str) -> None:
    assert ENTRIES[name][0].name == called


def test_the_entries_stand_in_the_order_of_the_files() -> None:
    assert list(tomllib.loads((DOCUMENTS / MANIFEST).read_text("utf-8"))) == sorted(ENTRIES)


def test_a_folder_without_a_manifest_has_no_entries(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}


def test_an_entry_may_say_as_little_as_it_knows(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text('["a.txt"]\nofficial = false\n["b/c.txt"]\n', encoding="utf-8")
    assert read_manifest(tmp_path) == {"a.txt": (Facts(official=False), ""), "b/c.txt": (Facts(), "")}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('["a.txt"]\ntitle = "x', r"không đọc được \(Unterminated string"),
        ('["a.txt"]\n["a.txt"]\n', r"không đọc được \(Cannot declare"),
        ('["a.txt"]\nauthor = "Lò Văn Thí"', r"mục 'a.txt': khóa lạ 'author'; các khóa được dùng: title, number"),
        ('["a.txt"]\ndate = "3/4/2031"', r"mục 'a.txt': date: ngày '3/4/2031' không đúng dạng"),
        ('["a.txt"]\ndate = "2031-02-30"', r"mục 'a.txt': date: ngày '2031-02-30' không đúng dạng"),
        ('["a.txt"]\ndate = 2031-04-03', r"mục 'a.txt': date: giá trị .* hãy ghi chữ trong ngoặc kép"),
        ('["a.txt"]\nofficial = "không"', r"mục 'a.txt': official: giá trị 'không' .* hãy ghi true hoặc false"),
        ('["a.txt"]\ntitle = 5', r"mục 'a.txt': title: giá trị 5"),
        ('["a.txt"]\nsha256 = "abc"', r"mục 'a.txt': sha256: 'abc' không phải"),
        ('"a.txt" = "Chỉ thị"', r"mục 'a.txt': 'Chỉ thị' không phải một bảng"),
    ],
)
def test_a_bad_manifest_is_refused_with_file_entry_and_key(tmp_path: Path, source: str, message: str) -> None:
    (tmp_path / MANIFEST).write_text(source, encoding="utf-8")
    with pytest.raises(ChidaoError, match=message) as error:
        read_manifest(tmp_path)
    assert str(tmp_path / MANIFEST) in str(error.value)


def test_a_manifest_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes('["a.txt"]\ntitle = "Chỉ thị"'.encode("utf-16"))
    with pytest.raises(ChidaoError, match="không đọc được"):
        read_manifest(tmp_path)
