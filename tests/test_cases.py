"""The shipped cases: that their gold stands in the shipped documents, and that a faulty line is refused."""

import json
import re
import unicodedata
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import corpus
from corpus.errors import ChidaoError
from eval.cases import SHIPPED, Case, read_cases
from eval.matching import fold, spellings

DOCUMENTS = Path(corpus.__file__).with_name("documents")
CASES = read_cases(SHIPPED)
COUNT = re.compile(r"\d+ nhiệm vụ")
"""A fact that the answer counts; no line says it."""
AT_LEAST = {
    "who": 14,
    "what": 12,
    "when": 16,
    "task": 8,
    "list": 10,
    "number": 12,
    "definition": 5,
    "compare": 4,
    "yesno": 5,
    "followup": 4,
    "noisy": 8,
    "abstain": 30,
}
# what is expected of a task whose text names no deadline; the documents cannot hold it
NO_DUE_DATE = "không nêu thời hạn"

LINES = [
    fold(line)
    for path in sorted(DOCUMENTS.glob("*.txt"))
    for line in path.read_text(encoding="utf-8").split("\n")
    if line.strip()
]


def lines_with(piece: str) -> list[str]:
    return [line for line in LINES if fold(piece) in line]


def sentence_around(piece: str, line: str) -> str:
    """The sentence of `line`, or the item "(1) ...;" of it, that holds the folded `piece`."""
    at = line.index(fold(piece))
    ends = [0, *(match.end() for match in re.finditer(r"\.\s|;\s(?=\()", line)), len(line)]
    return next(line[start:end] for start, end in pairwise(ends) if start <= at < end)


def named(case: Case) -> str:
    return case.id


every_case = pytest.mark.parametrize("case", CASES, ids=named)


# --- The file -----------------------------------------------------------------------------------------------


def test_ids_are_unique() -> None:
    assert max(Counter(case.id for case in CASES).values()) == 1


def test_no_question_is_asked_twice() -> None:
    asked = Counter((fold(case.question), case.history) for case in CASES)
    assert max(asked.values()) == 1


def test_every_kind_has_enough_cases() -> None:
    found = Counter(case.cat for case in CASES)
    assert found.keys() == AT_LEAST.keys()
    assert {kind: found[kind] for kind, least in AT_LEAST.items() if found[kind] < least} == {}


def test_half_of_the_follow_ups_are_declined() -> None:
    follow_ups = [case for case in CASES if case.history]
    assert len(follow_ups) >= 8
    assert sum(not case.answerable for case in follow_ups) >= 4


def test_spellings_of_the_office_are_covered() -> None:
    assert sum(case.question.isascii() for case in CASES) >= 10
    assert sum(not unicodedata.is_normalized("NFC", case.question) for case in CASES) >= 2
    for short in ("BTTTT", "Bộ KH&ĐT", "CĐS", "ATTT", "NHNN", "UBND"):
        assert any(re.search(rf"\b{short}\b", case.question) for case in CASES), short


# --- The gold -----------------------------------------------------------------------------------------------


@every_case
def test_what_can_be_answered_has_gold_and_the_rest_has_none(case: Case) -> None:
    assert case.answerable == (case.cat != "abstain")
    assert bool(case.cite) == bool(case.expect) == case.answerable
    assert case.answerable or not case.due


@every_case
def test_every_cited_piece_stands_in_a_document(case: Case) -> None:
    missing = [piece for gold in case.cite for piece in gold if not lines_with(piece)]
    assert missing == []


@every_case
def test_every_expected_fact_stands_in_the_lines_that_are_cited(case: Case) -> None:
    cited = " ".join(line for gold in case.cite for piece in gold for line in lines_with(piece))
    days = {way for gold in case.due for day in gold for way in spellings(day)}
    unproved = [
        fact
        for fact in case.expect
        if NO_DUE_DATE not in fact
        and not COUNT.fullmatch(fact[0])
        and not days.intersection(fact)
        and not any(fold(way) in cited for way in fact)
    ]
    assert unproved == []


@every_case
def test_a_cited_sentence_says_nothing_forbidden(case: Case) -> None:
    sentences = [sentence_around(piece, line) for gold in case.cite for piece in gold for line in lines_with(piece)]
    assert [words for words in case.forbid for sentence in sentences if fold(words) in sentence] == []


@every_case
def test_nothing_is_both_expected_and_forbidden(case: Case) -> None:
    expected = " ".join(fold(way) for fact in case.expect for way in fact)
    assert [words for words in case.forbid if fold(words) in expected] == []


@every_case
def test_nothing_forbidden_is_in_the_question(case: Case) -> None:
    """An answer may say the question again; not what an instruction in it orders."""
    asked = fold(re.sub(r"\[.*?\]", "", case.question))
    assert [words for words in case.forbid if fold(words) in asked] == []


@every_case
def test_a_second_due_day_is_the_last_permitted_one(case: Case) -> None:
    for named_day, *permitted in case.due:
        assert permitted in ([], [named_day - timedelta(days=1)])


@every_case
def test_a_question_is_no_sentence_of_a_document(case: Case) -> None:
    assert lines_with(case.question.rstrip("?. ")) == []


# --- Reading ------------------------------------------------------------------------------------------------

GOOD = {
    "id": "when-01",
    "cat": "when",
    "question": "Bao giờ xong?",
    "expect": [["tháng 8/2024", "31/8/2024"]],
    "cite": ["một chỗ|chỗ khác"],
    "due": ["2024-08-16|2024-08-15"],
    "forbid": [],
    "answerable": True,
    "history": [],
}


def written(folder: Path, *lines: str) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_line_becomes_a_case(tmp_path: Path) -> None:
    path = written(tmp_path, "", json.dumps({**GOOD, "further": 1}), "")
    assert read_cases(path) == [
        Case(
            id="when-01",
            cat="when",
            question="Bao giờ xong?",
            expect=(("tháng 8/2024", "31/8/2024"),),
            cite=(("một chỗ", "chỗ khác"),),
            due=((date(2024, 8, 16), date(2024, 8, 15)),),
            forbid=(),
            answerable=True,
            history=(),
        )
    ]


def test_a_question_in_nfd_stays_as_it_was_typed(tmp_path: Path) -> None:
    typed = unicodedata.normalize("NFD", "Bộ nào chủ trì?")
    [case] = read_cases(written(tmp_path, json.dumps({**GOOD, "question": typed}, ensure_ascii=False)))
    assert case.question == typed


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", 7),
        ("cat", ""),
        ("question", " "),
        ("expect", ["Bộ Công an"]),
        ("expect", [[]]),
        ("expect", [["Bộ Công an", 3]]),
        ("cite", "một chỗ"),
        ("due", ["16/8/2024"]),
        ("due", ["2024-02-30"]),
        ("forbid", [""]),
        ("answerable", "true"),
        ("history", None),
    ],
)
def test_a_wrong_value_is_refused_with_its_line_and_key(tmp_path: Path, key: str, value: object) -> None:
    path = written(tmp_path, json.dumps({**GOOD, "id": "when-00"}), json.dumps({**GOOD, key: value}))
    with pytest.raises(ChidaoError, match=rf"line 2, key '{key}'"):
        read_cases(path)


@pytest.mark.parametrize("key", GOOD)
def test_a_missing_key_is_refused_by_name(tmp_path: Path, key: str) -> None:
    path = written(tmp_path, json.dumps({name: value for name, value in GOOD.items() if name != key}))
    with pytest.raises(ChidaoError, match=rf"line 1, key '{key}': missing"):
        read_cases(path)


def test_an_id_used_twice_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps(GOOD), json.dumps(GOOD))
    with pytest.raises(ChidaoError, match="line 2, key 'id': 'when-01' is not an id that no line above has"):
        read_cases(path)


@pytest.mark.parametrize("line", ["{", "[1]", '"text"'])
def test_a_line_that_is_no_object_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ChidaoError, match=r"line 1: .*one object a line"):
        read_cases(written(tmp_path, line))


def test_a_line_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_bytes(b'{"id": "\xe1\xbb"}')
    with pytest.raises(ChidaoError, match="line 1: not JSON in UTF-8"):
        read_cases(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ChidaoError, match="cannot be read"):
        read_cases(tmp_path / "none.jsonl")
