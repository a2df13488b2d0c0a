"""Tables that crawlers leave in plain text, their cells between lines of bars."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.readers.bars import tables_of
from corpus.readers.plain import read
from corpus.reading import Cell, Table

HEAD = ("**TT**", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian")


def barred(*rows: Sequence[str]) -> str:
    """Rows as crawlers write them: a bar before the first cell and behind each."""
    return "".join("|\n" + "".join(f"{cell}\n|\n" if cell else "|\n" for cell in row) for row in rows)


def grid(text: str, table: Table) -> list[list[str]]:
    """The words of each grid place; of a merged cell in each that it covers."""
    rows = max(cell.row + cell.rows for cell in table.cells)
    columns = max(cell.column + cell.columns for cell in table.cells)
    found = [[""] * columns for _ in range(rows)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                found[row][column] = " ".join(cell.span.of(text).split())
    return found


def test_rows_and_columns_are_read() -> None:
    rows = [
        HEAD,
        ("1", "Trồng cây\nven đê", "Sở Xây dựng", "Quý II năm 2031"),
        ("2", "Nạo vét kênh", "Sở Nội vụ", "2032"),
    ]
    text = f"Phụ lục\n\n{barred(*rows)}Nơi nhận:"
    [table] = tables_of(text)
    assert grid(text, table) == [[" ".join(cell.split()) for cell in row] for row in rows]
    assert table.span.of(text) == barred(*rows).rstrip("\n")
    assert [cell.header for cell in table.cells] == [True] * 4 + [False] * 8


def test_empty_cells_keep_their_column() -> None:
    text = barred(
        HEAD, ("", "**I. Đê điều**", "", ""), ("1", "Trồng cây", "", "2031"), ("2", "Nạo vét", "Sở Nội vụ", "")
    )
    [table] = tables_of(text)
    assert grid(text, table)[1:] == [
        ["", "**I. Đê điều**", "", ""],
        ["1", "Trồng cây", "", "2031"],
        ["2", "Nạo vét", "Sở Nội vụ", ""],
    ]


def test_a_row_that_lacks_cells_stands_beside_merged_ones() -> None:
    text = barred(
        HEAD, ("1", "Trồng cây", "Sở Xây dựng", "2031"), ("Sở Nội vụ", "2032"), ("2", "Nạo vét", "Sở Y tế", "2033")
    )
    [table] = tables_of(text)
    assert grid(text, table)[1:] == [
        ["1", "Trồng cây", "Sở Xây dựng", "2031"],
        ["1", "Trồng cây", "Sở Nội vụ", "2032"],
        ["2", "Nạo vét", "Sở Y tế", "2033"],
    ]


def test_a_heading_of_a_group_reaches_over_the_columns() -> None:
    text = barred(HEAD, ("A.", "ĐÊ ĐIỀU"), ("1", "Trồng cây", "Sở Xây dựng", "2031"))
    [table] = tables_of(text)
    assert grid(text, table)[1] == ["A.", "ĐÊ ĐIỀU", "ĐÊ ĐIỀU", "ĐÊ ĐIỀU"]


def test_blank_lines_between_rows_part_nothing() -> None:
    text = barred(HEAD, ("1", "Trồng cây", "Sở Xây dựng", "2031")).replace("|\n|\n", "|\n\n|\n")
    [table] = tables_of(text)
    assert grid(text, table)[1] == ["1", "Trồng cây", "Sở Xây dựng", "2031"]


def test_two_tables_of_a_text_are_two() -> None:
    one = barred(HEAD, ("1", "Trồng cây", "Sở Xây dựng", "2031"))
    two = barred(HEAD, ("1", "Nạo vét", "Sở Nội vụ", "2032"))
    text = f"{one}PHỤ LỤC II\nphân công\n{two}"
    first, second = tables_of(text)
    assert (grid(text, first)[1][1], grid(text, second)[1][1]) == ("Trồng cây", "Nạo vét")


@pytest.mark.parametrize(
    "text",
    [
        barred(("ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ("Số: 12/KH-UBND", "Cần Giờ, ngày 5/6/2031")),
        barred(("Nơi nhận:\n- Như trên;\n- Lưu: VT", "KT. CHỦ TỊCH")),
        barred(("Tên", "Địa chỉ", "Điện thoại"), ("A", "B", "C")),
        "|\n",
        "a | b | c\n",
        "",
    ],
)
def test_what_is_no_table_of_tasks_stays_lines(text: str) -> None:
    assert tables_of(text) == ()


def test_the_stored_text_is_untouched() -> None:
    text = barred(HEAD, ("1", "Trồng cây", "Sở Xây dựng", "2031"))
    reading = read(text.encode())
    assert reading.text == text
    assert len(reading.tables) == 1


def _inside(table: Table, cell: Cell) -> bool:
    return table.span.holds(cell.span)


@given(st.lists(st.sampled_from(["|", "", "1", "TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian", "chữ"]), max_size=60))
def test_any_lines_give_cells_inside_their_table_that_do_not_overlap(lines: list[str]) -> None:
    text = "\n".join(lines)
    for table in tables_of(text):
        assert all(_inside(table, cell) for cell in table.cells)
        taken = [
            (r, c)
            for x in table.cells
            for r in range(x.row, x.row + x.rows)
            for c in range(x.column, x.column + x.columns)
        ]
        assert len(taken) == len(set(taken))


def test_many_bars_are_read_fast() -> None:
    started = time.perf_counter()
    tables_of("|\n" * 100_000)
    tables_of(barred(HEAD, *[("1", "Trồng cây", "Sở Xây dựng", "2031")] * 20_000))
    assert time.perf_counter() - started < 20
