"""Texts made to be slow: each regex and each function that reads tasks against long runs of its own near misses.

Nothing is timed: each case takes a moment, and a rule that runs away takes minutes or hours.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from dataclasses import fields

import pytest

import corpus.tasks
from corpus.fact_reading import facts_of
from corpus.reading import Reading, Span
from corpus.sections import sections_of
from corpus.tasks.clauses import clauses_of
from corpus.tasks.deadlines import Issued, find_deadlines
from corpus.tasks.labels import labels_of
from corpus.tasks.orders import read_order
from corpus.tasks.predicates import predicate_at
from corpus.tasks.reading import read_tasks
from corpus.tasks.sentences import LONGEST_SENTENCE
from corpus.tasks.words import Phrases, Words, load_words
from corpus.tasks.zones import zones_of

LENGTH = 40_000

NEAR_MISSES = (
    *("Bộ ", "các ", "các xã, ", "phối hợp ", "phối hợp với ", "a, ", ", và ", "và ", "; ", ": ", ":", ",", ", "),
    *(". ", ".", "(", "()", "(a ) ", ") ", "“", "”", "«", '"', "*", "-", "+", "– ", " ", "\t", "\n", "\xa0", "a"),
    *("ă", "ơ", "Đ ", "A", "1", "1. ", "1.", "12, ", "có 1,", "đạt a b ", "tăng 5 % ", "(i) ", "(1)", "(1). "),
    *("số ", "số 1", "a b c d e ", "theo chức năng, nhiệm vụ ", "chức năng ", "nhiệm vụ, ", "trong phạm vi "),
    *("phụ trách ", "lĩnh vực ", "căn cứ vào ", "chủ trì ", "chủ trì, ", "làm đầu mối, ", "cơ quan ", "cơ quan, "),
    *("cơ quan, đơn vị, ", "đơn vị thực hiện ", "với ", "thời hạn ", "thời gian ", "hoàn thành ", "hoàn thành, "),
    *("sản phẩm ", "dự kiến ", "kết quả đầu ra ", "nội dung ", "thực hiện ", "các nội dung ", "một số "),
    *("một số nhiệm vụ ", "sau ", "trong đó, ", "cụ thể ", "cần ", "cần và ", "phải ", "cũng ", "tiếp tục, "),
    *("đồng thời ", "báo cáo ", ", báo cáo chính phủ ", "tổng hợp, ", "gửi ", "trình ", "trước ", "ngày ", "về "),
    *("về một số ", "những ", "các công tác ", "trên ", "này ", "của ", "giao ", "giao cho ", "được ", "đã "),
)  # fmt: skip


def patterns() -> dict[str, re.Pattern[str]]:
    """Every compiled regex of the modules that read running text; the packages beside them have their own tests."""
    found = {}
    for module in pkgutil.iter_modules(corpus.tasks.__path__):
        if module.ispkg:
            continue
        for name, value in vars(importlib.import_module(f"corpus.tasks.{module.name}")).items():
            if isinstance(value, re.Pattern):
                found[f"{module.name}.{name}"] = value
    return found


PATTERNS = patterns()
LISTS: dict[str, Phrases] = {field.name: getattr(load_words(), field.name) for field in fields(Words)}


def test_the_regexes_are_found() -> None:
    assert len(PATTERNS) > 20


@pytest.mark.parametrize("name", PATTERNS)
def test_a_regex_is_linear(name: str) -> None:
    pattern = PATTERNS[name]
    for near_miss in NEAR_MISSES:
        text = near_miss * (LENGTH // len(near_miss)) + "!"
        pattern.match(text)
        pattern.fullmatch(text)
        for _ in pattern.finditer(text):
            pass


@pytest.mark.parametrize("name", LISTS)
def test_a_list_of_words_is_looked_up_in_linear_time(name: str) -> None:
    longest = max(LISTS[name].phrases, key=len)
    for near_miss in (
        "a",
        "giao",
        "thực hiện ",
        f"{longest}x",
        f"{longest[:-1]} ",
        longest.split()[0] + " ",
        "  ",
        ", ",
    ):
        text = near_miss * (LENGTH // len(near_miss)) + "!"
        for _ in LISTS[name].found(text, 0, len(text)):
            pass
        for start in range(0, LENGTH, 1_000 // len(near_miss) * len(near_miss)):
            LISTS[name].at(text, start)


SENTENCES = (
    *("Bộ ", "Bộ Y tế ", "Sở Y tế, ", "các xã, ", "phối hợp với ", "a, ", ", và ", "(", "(Bộ Y tế; ", "“", "; "),
    *(": ", "1 ", "Bộ Y tế: ", "rà soát; ", "theo chức năng, nhiệm vụ ", "(1) ", "(i) ", "đạt 5% "),
    *("trước ngày 5/5, ", "giao Sở Y tế ", "Để ", "Để rà soát, ", "chủ trì, phối hợp với ", "Thủ tướng yêu cầu "),
    *("Chủ trì: Sở Y tế. ", "Thời hạn: ", "cần ", "về: ", "đồng thời, ", "Sở Y tế rà soát kho. "),
    *("Sở Y tế rà soát trước ngày 5/5. ", "hằng tháng ", "báo cáo Chính phủ, ", "x", " "),
    *("Giao Sở Y tế chủ trì, phối hợp với Sở Nội vụ rà soát kho; ", "Căn cứ a, ", "là Sở Y tế, "),
    *("từ Bộ Y tế, Bộ Công an, "),
)  # fmt: skip


@pytest.mark.parametrize("near_miss", SENTENCES)
def test_each_function_reads_a_run_of_near_misses(near_miss: str) -> None:
    text = near_miss * (LENGTH // len(near_miss))
    clauses_of(text, Span(0, len(text)))
    labels_of(text)
    times = [deadline.due.span for deadline in find_deadlines(text, Issued.of("2031-03-05"))]
    for start in (0, LENGTH // 2):  # no sentence is read any further
        read_order(text, Span(start, start + LONGEST_SENTENCE), times)
        predicate_at(text, start, start + LONGEST_SENTENCE, times)


def read(text: str) -> None:
    reading = Reading(text)
    sections = sections_of(reading)
    assert len(zones_of(sections)) == len(sections)
    read_tasks(reading, sections, facts_of(reading, sections))


@pytest.mark.parametrize("near_miss", SENTENCES)
def test_a_document_of_one_paragraph_of_near_misses_is_read(near_miss: str) -> None:
    read("1. " + near_miss * (2 * LENGTH // len(near_miss)))


@pytest.mark.parametrize("near_miss", SENTENCES)
def test_a_document_of_many_lines_of_near_misses_is_read(near_miss: str) -> None:
    line = "- " + near_miss * (1 + 60 // len(near_miss)) + "\n"
    read("1. Sở Y tế:\n" + line * (2 * LENGTH // len(line)))


OTHERS = {
    "one order again and again": "1. Sở Y tế rà soát kho vật tư phòng lũ trước ngày 5/5.\n" * (2 * LENGTH // 55),
    "orders with one figure": "".join(f"{i}. Sở Y tế rà soát 12 kho ở thôn {'x' * (i % 97)}.\n" for i in range(4_000)),
    "labels without an item": "- Cơ quan chủ trì: Sở Y tế.\n- Thời hạn: 15/5.\n" * (2 * LENGTH // 46),
    "dashes that wait for a label": "1. Việc:\n" + "- Rà soát kho.\n" * 8_000 + "- Chủ trì: Sở Y tế.\n- Hạn: 5/5.",
    "labels behind many dashes": ("- Rà soát kho.\n" * 20 + "- Chủ trì: Sở Y tế.\n") * 600,
    "headings in headings": "I. SỞ Y TẾ\n1. Sở Y tế\na) Sở Y tế:\n- Rà soát kho.\n" * (2 * LENGTH // 55),
    "titles": "CHỈ THỊ\nVề việc trực kho\n\nSở Y tế trực.\n\n" * (2 * LENGTH // 40),
    "lead-ins": "Ủy ban nhân dân tỉnh yêu cầu các xã thực hiện các nhiệm vụ sau:\n\n" * (2 * LENGTH // 70),
    "numbers in a line": "1. Sở Y tế: " + "".join(f"({i}) rà soát kho; " for i in range(1, 8_000)) + "xong trước 5/5.",
    "a list of many bodies": "Giao " + "Sở Y tế, Công an tỉnh; " * 8_000 + "rà soát kho.",
    "a frame without an end": "Để " + "rà soát kho vật tư của các xã, " * 6_000 + "Sở Y tế trực.",
    "days without an end": "Sở Y tế " + "rà soát kho trước ngày 5/5/2031 và " * 5_000 + "trực.",
}  # fmt: skip


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_what_never_ends_is_read_as_well(text: str) -> None:
    read(text)
