"""Texts made to be slow: each rule against long runs of its own near misses."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

import pytest

from corpus.fact_reading import facts_of
from corpus.links import links_of
from corpus.passages import passages_of
from corpus.reading import Reading
from corpus.sections import heading_path, sections_of

LENGTH = 200_000
CEILING = 60
"""Seconds. Each text takes one or two; a rule that runs away takes hours."""

NEAR_MISSES = (
    *("(", "a,", "a.", "x. ", "A. ", "(. ", ".” ", "1.", "1.1.1.", "(1)", "(1) ", "I", "XVIII", "[1]", "-", "- ", "+ "),
    *("_", "a__", "__ ", "* ", "** ", "\\", "\\*", "#", "# ", "|", "| ", " ", "\t", ":", ": ", "...", "…", '"', "”."),
    *(
        "Nơi nhận",
        "Ảnh:",
        "Ảnh: ",
        "a Ảnh: ",
        "Theo a.",
        "Theo a/",
        "Nguồn ",
        "Số: ",
        "a, ngày ",
        "a điện:",
        "Phụ lục ",
    ),
    *("V/v ", "TM. ", "(Đã ký) ", "Lò Văn ", "Quyết định số 7/QĐ, ", "Quyết định này bãi bỏ ", "thực hiện ", "trừ "),
    *("THÔNG BÁO ", "CHƯƠNG I ", "Điều 1. ", "Căn cứ ", "./.", "2031-", "ơ", "Ơ ", "e\u0301", "\u200b", "\x0b", "🙂"),
)
NEAR_MISS_LINES = (
    *(
        "",
        " ",
        "|",
        "a",
        "A",
        "aa\n\nbb",
        "**",
        "**a**b\nc",
        "#",
        "# a",
        "-",
        "- a",
        "1. a",
        "a) b",
        "1. A:\na) B:\n- c\n+ d",
    ),
    *(
        "Nơi nhận:",
        "Kính gửi: a\n- b",
        "KT. A\nĂn Ơn",
        "./.",
        "[1]",
        "[1] a",
        "Điều 1.",
        "Phụ lục",
        "THÔNG BÁO",
        "Căn cứ a",
    ),
    *("a: b", "2031", "(1) a; (2) b", "Ảnh: a", "1.1.1. a", "**1. a", "a b\nc d"),
)
OTHERS = {
    "a name that is none": "Nơi nhận:\n- Lưu.\nKT. BỘ TRƯỞNG\n" + "Aăâ" * (LENGTH // 3) + "1",
    "a title without an end": "THÔNG BÁO " + "A " * LENGTH + "\n" + "1. b.\n" * 2_000,
    "a heading without an end": "# " + "a " * (LENGTH // 2) + "\n" + "a.\n" * 2_000,
    "an item without an end": "1. " + "a " * (LENGTH // 2) + ":\n" + "a) b.\n- c.\n" * 2_000,
    "words between two stars": "**a** " + "a" * 100 + "\n" + ("a" * 100 + "\n") * (LENGTH // 100),
}


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    def stop(signum: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"still at it after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def read(text: str) -> None:
    reading = Reading(text)
    with at_most(CEILING):
        sections = sections_of(reading)
        passages = passages_of(reading, "a.txt", sections)
        facts = facts_of(reading, sections)
        links_of(reading, sections, replace(facts, kind="Quyết định", official=True))
    assert max((len(passage.heading) for passage in passages), default=0) < 2_000
    assert len(facts.name) < 10_000


@pytest.mark.parametrize("near_miss", NEAR_MISSES)
def test_a_run_of_near_misses_is_read_in_no_time(near_miss: str) -> None:
    read(near_miss * (LENGTH // len(near_miss)))


@pytest.mark.parametrize("lines", NEAR_MISS_LINES)
def test_as_many_lines_of_near_misses_are_read_too(lines: str) -> None:
    read((lines + "\n") * (LENGTH // 4 // (len(lines) + 1)))


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_what_never_ends_is_read_as_well(text: str) -> None:
    read(text)


def test_marks_nest_as_deep_as_there_are_styles_and_no_deeper() -> None:
    marks = [
        "Phần thứ nhất",
        "Chương I",
        "Mục 1.",
        "Điều 1.",
        "1.",
        "1.1.",
        "1.1.1.",
        "a)",
        "(1)",
        "(i)",
        "(a)",
        "-",
        "+",
    ]
    text = "\n".join(f"{mark} Việc" + ":" * (mark in "a)(1)(i)(a)-") for mark in marks * 500)
    sections = sections_of(Reading(text))
    depth = [0] * len(sections)
    for section in sections:
        depth[section.index] = depth[section.parent] + 1 if section.parent is not None else 0
    assert 5 < max(depth) < 20
    assert len(heading_path(sections[-1], sections)) < 200
