"""Each metric against figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import log2

import pytest

from assistant.answer import Answer
from eval.gold_tasks import GoldTask
from eval.matching import covers, fold, says_day, spellings
from eval.metrics.abstention import abstention_scores, by_reason
from eval.metrics.answers import answer_scores
from eval.metrics.brevity import brevity_scores
from eval.metrics.citations import citation_scores
from eval.metrics.intervals import mean_with_interval
from eval.metrics.latency import percentiles
from eval.metrics.retrieval import needs_met, retrieval_scores
from eval.metrics.tasks import FoundTask, same_bodies, same_body, same_end, task_scores
from tests.eval_runs import CASE, DECLINED, OUTSIDE, RIGHT
from tests.fakes import DOCUMENTS, LEVELS, POLICE

# --- What is compared ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "piece", "shown"),
    [
        ("a) Bộ Công an **chủ trì,\nphối hợp**", "Bộ Công an chủ trì, phối hợp", True),
        ("Bộ Công an chủ trì", "Bộ Công an chủ trì, báo cáo", True),  # 18 of 27 characters
        ("Bộ Công an", "Bộ Công an chủ trì, báo cáo", False),  # 10 of 27
        ("Uỷ ban nhân dân – tỉnh", "ủy ban nhân dân - tỉnh", True),
        ("", "Bộ Công an", False),
        ("Bộ Công an", "", False),
    ],
)
def test_a_quote_shows_a_piece_that_it_holds_mostly(quote: str, piece: str, shown: bool) -> None:
    assert covers(quote, piece) is shown


@pytest.mark.parametrize(
    ("text", "day", "said"),
    [
        ("trước ngày 05/12/2025", date(2025, 12, 5), True),
        ("ngày 5 tháng 12 năm 2025", date(2025, 12, 5), True),
        ("trong quý III/2025", date(2025, 9, 30), True),
        ("trong quý III/2025", date(2025, 9, 29), False),
        ("trong năm 2025", date(2025, 12, 31), True),
        ("trong năm 2025", date(2025, 12, 30), False),
        ("tháng 09 năm 2024", date(2024, 9, 30), True),
    ],
)
def test_a_day_is_said_by_any_spelling_of_it(text: str, day: date, said: bool) -> None:
    assert says_day(text, day) is said


def test_spellings_are_folded() -> None:
    assert all(fold(way) == way for way in spellings(date(2025, 12, 31)))


# --- Retrieval ----------------------------------------------------------------------------------------------


def test_retrieval_is_what_the_formulas_say() -> None:
    ranked = ["x", "a", "y", "b", *map(str, range(10))]
    scores = retrieval_scores({"q": ["a", "b", "far"]}, {"q": ranked})["q"]
    ideal = 1 + 1 / log2(3) + 1 / log2(4)
    assert scores["R@5"] == pytest.approx(2 / 3)
    assert scores["RR"] == pytest.approx(1 / 2)
    assert scores["nDCG@10"] == pytest.approx((1 / log2(3) + 1 / log2(5)) / ideal)


def test_what_is_not_found_scores_nothing_and_what_has_no_passage_is_left_out() -> None:
    scores = retrieval_scores({"q": ["a"], "r": [], "s": ["b"]}, {"q": [], "r": ["a"], "s": ["b"]})
    assert scores["q"] == {"R@5": 0.0, "R@10": 0.0, "RR": 0.0, "nDCG@10": 0.0}
    assert set(scores) == {"q", "s"}
    assert retrieval_scores({}, {}) == {}


def test_of_a_piece_in_two_documents_one_passage_is_enough() -> None:
    assert needs_met([{"a", "copy of a"}], ["copy of a"]) == 1.0
    assert needs_met([{"a"}, {"b"}], ["x"] * 10 + ["a"]) == 0.0


# --- Answers, citations, abstention, brevity ----------------------------------------------------------------


def stored(document: str) -> str:
    return (DOCUMENTS / document).read_text("utf-8")


def test_facts_days_and_bodies_are_shares_of_the_gold() -> None:
    case = replace(CASE, expect=(("tháng 9 năm 2024",), ("Bộ Y tế",), ("Bộ Công an", "BCA")))
    answer = replace(RIGHT, answer="BCA, chậm nhất trong tháng 9 năm 2024. [1]")
    scores = answer_scores(case, answer)
    assert scores == {"facts": pytest.approx(2 / 3), "day": 1.0, "body": 0.5}
    assert answer_scores(replace(case, cat="list"), answer)["complete"] == pytest.approx(2 / 3)
    assert answer_scores(OUTSIDE, answer) == {}


def test_a_list_with_gold_tasks_is_as_complete_as_its_rows() -> None:
    tasks = tuple(GoldTask("a.txt", ("Bộ Y tế",), (), action) for action in ("rà soát hồ sơ", "trình đề án"))
    row = {"document": "a.txt", "lead": ["Bộ Y tế"], "coordinating": [], "action": "rà soát hồ sơ", "due": None}
    scores = answer_scores(replace(CASE, cat="list", tasks=tasks), replace(RIGHT, tasks=(row,)))
    assert scores["complete"] == 0.5


def test_the_day_before_is_another_day() -> None:
    answer = replace(RIGHT, answer="Ngày 29/9/2024. [1]")
    assert answer_scores(CASE, answer)["day"] == 0.0


def test_citations_are_judged_by_the_gold_they_show() -> None:
    both = replace(RIGHT, citations=(POLICE, LEVELS))
    assert citation_scores(CASE, both, stored) == {
        "cite_precision": 0.5, "cite_recall": 1.0, "first": 0.0, "exact": 1.0,
    }  # fmt: skip
    moved = replace(RIGHT, citations=(replace(LEVELS, start=LEVELS.start + 1),))
    assert citation_scores(CASE, moved, stored)["exact"] == 0.0
    assert citation_scores(CASE, DECLINED, stored) == {"cite_recall": 0.0, "first": 0.0}


def test_abstention_is_a_classifier() -> None:
    assert abstention_scores(CASE, RIGHT) == {"answers": 1.0}
    assert abstention_scores(CASE, DECLINED) == {"answers": 0.0, "declined_right": 0.0}
    assert abstention_scores(OUTSIDE, DECLINED) == {"declines": 1.0, "declined_right": 1.0}
    assert abstention_scores(OUTSIDE, RIGHT) == {"declines": 0.0}
    other = replace(OUTSIDE, because="outside")
    assert abstention_scores(other, DECLINED)["reason"] == 0.0


def test_reasons_are_counted_and_a_wrong_one_is_not_right() -> None:
    wanted = replace(OUTSIDE, because="outside")
    told = by_reason([(OUTSIDE, DECLINED), (wanted, DECLINED), (CASE, DECLINED), (CASE, RIGHT)])
    assert [(r.reason, r.told, r.right, r.gold) for r in told] == [("no-topic", 3, 1, 0), ("outside", 0, 0, 1)]


def test_brevity_counts_words_without_marks_and_against_the_facts() -> None:
    answer = Answer("?", "answered", None, "Tháng 9 năm 2024. [1]")
    case = replace(CASE, expect=(("tháng 9 năm 2024", "30/9/2024"),))
    assert brevity_scores(case, answer) == {"chars": 17.0, "words": 4.0, "surplus": pytest.approx(4 / 3)}
    assert brevity_scores(case, DECLINED) == {}


# --- Latency and intervals ----------------------------------------------------------------------------------


def test_percentiles_lie_between_the_ranks() -> None:
    told = percentiles([i / 100 for i in range(101)])
    assert told == pytest.approx({"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99, "max": 1.0})
    assert percentiles([]) == {}


def test_an_interval_holds_the_mean_is_seeded_and_narrows_with_more_cases() -> None:
    few, many = mean_with_interval([1.0, 0.0] * 10), mean_with_interval([1.0, 0.0] * 200)
    assert few is not None
    assert many is not None
    assert few.low < few.value == 0.5 < few.high
    assert many.high - many.low < few.high - few.low
    assert many.high - many.low == pytest.approx(2 * 1.96 * 0.5 / 20, abs=0.01)  # as the normal distribution has it
    assert few == mean_with_interval([1.0, 0.0] * 10)
    assert mean_with_interval([]) is None


# --- Tasks --------------------------------------------------------------------------------------------------

GOLD = GoldTask("a.txt", ("Bộ Y tế",), ("Bộ Công an",), "trình Chính phủ đề án dùng chung dữ liệu",
                "trước ngày 16/8/2031", "before", date(2031, 8, 16))  # fmt: skip
FOUND = FoundTask("a.txt", ("Bộ Y tế",), ("Bộ Công an",), "trình Chính phủ đề án dùng chung dữ liệu", date(2031, 8, 16))


def test_a_register_that_holds_the_gold_is_right_in_all() -> None:
    scores = task_scores([GOLD], [FOUND])
    assert (scores.found, scores.who, scores.when, scores.whole, scores.extra) == (1, 1, 1, 1, 0)
    assert {field.f1 for field in scores.fields.values()} == {1.0}
    assert scores.missed == ()


def test_fields_are_counted_apart() -> None:
    other = replace(FOUND, lead=("Bộ Y tế", "Sở Nội vụ"), coordinating=(), end=date(2031, 8, 14))
    scores = task_scores([GOLD], [other, replace(FOUND, action="in tờ rơi", document="a.txt")])
    assert scores.whole == 0.0
    assert (scores.fields["lead"].precision, scores.fields["lead"].recall) == (0.5, 1.0)
    assert scores.fields["coordinating"].recall == 0.0
    assert scores.fields["due"].f1 == 0.0
    assert (scores.fields["action"].precision, scores.fields["action"].recall) == (0.5, 1.0)
    assert scores.extra == 0.5
    assert scores.missed == ((GOLD, "ngày 2031-08-14"),)


def test_what_is_not_there_is_missed_and_other_documents_do_not_count() -> None:
    scores = task_scores([GOLD], [replace(FOUND, document="b.txt")])
    assert (scores.found, scores.extra) == (0.0, 0.0)
    assert scores.missed == ((GOLD, "không đọc ra"),)


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ("UBND tỉnh Hà Nam", "Ủy ban nhân dân tỉnh Hà Nam", True),
        ("các bộ, ngành", "bộ, ngành", True),
        ("Bộ Y tế", "Bộ trưởng Bộ Y tế", True),
        ("Sở", "Sở Y tế", False),
        ("Bộ Y tế", "Bộ Công an", False),
    ],
)
def test_a_body_is_the_same_by_its_name_or_a_part_of_it(gold: str, found: str, same: bool) -> None:
    assert same_body(gold, found) is same


def test_one_body_too_many_is_let_pass_two_are_not() -> None:
    assert same_bodies(["Bộ Y tế"], ["Bộ Y tế", "Bộ Công an"])
    assert not same_bodies(["Bộ Y tế"], ["Bộ Y tế", "Bộ Công an", "Bộ Tài chính"])
    assert not same_bodies(["Bộ Y tế", "Bộ Công an"], ["Bộ Y tế"])


def test_before_a_day_names_two() -> None:
    assert same_end(GOLD, date(2031, 8, 15))
    assert not same_end(replace(GOLD, relation="by"), date(2031, 8, 15))
    assert same_end(replace(GOLD, end=None), None)
    assert not same_end(GOLD, None)
