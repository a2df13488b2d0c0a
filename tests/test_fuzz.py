"""A sample of what `python -m benchmarks.fuzz` does at length: damaged files are read or refused and never fall."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import fuzz
from benchmarks.seeds import FORMATS, Format, known_formats
from corpus.archives import ARCHIVES
from corpus.readers import SUFFIXES

FILES, SLOW_FILES = 30, 2


def test_every_suffix_that_is_read_can_be_fuzzed() -> None:
    others = {".markdown", ".htm", ".jpeg", ".tif"}  # by the reader of another suffix
    assert (SUFFIXES | ARCHIVES) - others <= {format_.suffix for format_ in FORMATS.values()}


@pytest.mark.parametrize("name", known_formats())
def test_damaged_files_are_read_or_refused(name: str, tmp_path: Path) -> None:
    format_ = FORMATS[name]
    tally = fuzz.fuzz(name, format_, SLOW_FILES if format_.slow else FILES, keep=tmp_path / "failed")
    if not tally.files:
        pytest.skip(f"what writes {format_.suffix} files is not installed")
    assert tally.failed == {}
    assert tally.read
    assert not (tmp_path / "failed").exists()


def test_a_file_has_a_number_by_which_it_is_made_again() -> None:
    seeds = FORMATS["markdown"].seeds()
    assert fuzz.file_of("markdown", 0, seeds, "text") == seeds[0]
    files = [fuzz.file_of("markdown", number, seeds, "text") for number in range(1, 20)]
    assert files == [fuzz.file_of("markdown", number, seeds, "text") for number in range(1, 20)]
    assert len(set(files)) > 15


def test_what_gives_no_answer_is_told_and_kept_under_its_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = Format(".txt", lambda: [b"Giao S\xe1\xbb\x9f N\xe1\xbb\x99i v\xe1\xbb\xa5."], "text")
    files = iter([b"Giao", b"\x00", b"\xff\xfe", b"x"])
    monkeypatch.setattr(fuzz, "file_of", lambda *_: next(files))
    tally = fuzz.fuzz("plain", text, 4, first=1, keep=tmp_path)
    assert (tally.read, tally.refused, tally.failed) == (2, 2, {})
    long = "Giao Sở Nội vụ báo cáo trước ngày 31/12/2031.\n".encode() * 2000
    monkeypatch.setattr(fuzz, "PATIENCE", -1.0)  # nothing is quick enough
    monkeypatch.setattr(fuzz, "file_of", lambda *_: long)
    tally = fuzz.fuzz("plain", text, 1, first=7, keep=tmp_path)
    assert list(tally.failed) == [7]
    assert "no answer" in tally.failed[7]
    assert (tmp_path / "plain-7.txt").read_bytes() == long
