"""How the figures of stores of several sizes are told; nothing is timed."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from benchmarks.copies import copy_of
from benchmarks.growth import growth_svg
from benchmarks.scale_report import Asked, Built, figures_of, pictures_of, table_of, words_of

MEASURED = [
    (
        Built(passages=size, tasks=size // 2, build_s=size / 100, again_s=3.0, disk_mib=size / 50),
        Asked(
            p50=20.0,
            p95=40.0,
            longest=200.0,
            again=(15.0, 30.0),
            embedding=(5.0, 8.0),
            opened_s=1.0,
            memory_mib=400.0,
            parts_mib={"libraries, model": 300.0, "tasks": 50.0},
        ),
    )
    for size in (1_000, 10_000)
]


def test_the_table_has_a_column_for_each_size_and_a_row_for_each_part_of_memory() -> None:
    head, rule, *rows = table_of(MEASURED)
    assert head.split("|")[2:4] == [" 1,000 ", " 10,000 "]
    assert rule.count("---") == 3
    assert "| question, p50 / p95 / longest (ms) | 20 / 40 / 200 | 20 / 40 / 200 |" in rows
    assert any(row.startswith("| of it tasks |") for row in rows)


def test_each_figure_stands_beside_a_baseline_of_the_same_run() -> None:
    figures = {figure.name: figure for figure in figures_of(MEASURED)}
    assert figures["question, p95, 1,000 passages"].ratio == 5.0
    assert figures["memory, 10,000 passages"].ratio == pytest.approx(400 / 300)
    assert "embedding alone p95 8.0 ms" in words_of(*MEASURED[0])


def test_the_pictures_are_one_svg_with_a_panel_for_each_figure() -> None:
    root = ElementTree.fromstring(pictures_of(MEASURED))
    assert len(root.findall("{http://www.w3.org/2000/svg}g")) == 6
    assert growth_svg([10], {"một <giây>": [0.5]}).count("&lt;giây&gt;") == 1


def test_copies_are_of_other_bodies_days_and_topics_and_the_first_is_the_text_itself() -> None:
    text = "Bộ Công an hoàn thành chuyển đổi số trước ngày 31 tháng 12 năm 2024, Bộ Tài chính phối hợp."
    assert copy_of(text, 0) == text
    copies = {copy_of(text, number) for number in range(1, 100)}
    assert len(copies) == 99
    assert all("tháng 12" in copy for copy in copies)
    assert sum("Bộ Công an" in copy for copy in copies) < 20
    assert sum("chuyển đổi số" in copy for copy in copies) == 9
