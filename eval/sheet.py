"""Cases as a sheet that a person of the office fills in: the template, and reading it with every fault by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from corpus.errors import ChidaoError
from eval.cases import ACCEPTED, Case, accepts
from eval.labels import KINDS, REASONS

SHEET = "Trường hợp"
YES, NO = "có", "không"
LAST_ROW = 2000
"""Rows of the sheet that have drop-downs, and the most that are read."""
SHOWN_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key in a case, its head, its width in characters, what it takes, and whether it must be filled."""

    key: str
    head: str
    width: int
    about: str
    options: tuple[str, ...] = ()
    needed: bool = False


COLUMNS = (
    Column("id", "Mã", 12, "Tên riêng của dòng, không trùng dòng khác. Để trống thì lấy số dòng."),
    Column("cat", "Loại câu hỏi", 16, "Chọn trong danh sách.", tuple(KINDS.values()), needed=True),
    Column("question", "Câu hỏi", 48, "Đúng như người dùng gõ, kể cả không dấu, viết tắt.", needed=True),
    Column("history", "Các câu hỏi trước", 32, "Với câu hỏi nối tiếp: mỗi dòng một câu, câu cũ ở trên."),
    Column("answerable", "Có câu trả lời", 12, "“không” khi văn bản không có câu trả lời, phải từ chối.", (YES, NO),
           needed=True),
    Column("expect", "Ý phải có", 40, "Mỗi dòng một ý; các cách viết được chấp nhận cách nhau bằng dấu |."),
    Column("cite", "Đoạn căn cứ", 48, "Chép nguyên văn một đoạn đủ để nhận ra; mỗi dòng một đoạn, dấu | giữa các đoạn "
           "thay được cho nhau."),
    Column("due", "Thời hạn", 16, "Ngày cuối cùng, viết 31/12/2025; mỗi dòng một ngày, dấu | giữa các ngày đều đúng."),
    Column("forbid", "Không được nói", 32, "Điều mà câu trả lời sai hay nói; mỗi dòng một điều."),
    Column("because", "Lý do từ chối", 30, "Khi phải từ chối; để trống nếu lý do nào cũng được.",
           tuple(REASONS.values())[:4]),
    Column(ACCEPTED, "Nhận", 10, "“có” để dùng dòng này; “không” hoặc để trống thì dòng không được chạy.", (YES, NO),
           needed=True),
)  # fmt: skip
_BY_HEAD = {column.head.lower(): column for column in COLUMNS}
_KINDS = {words: kind for kind, words in KINDS.items()}
_REASONS = {words: reason for reason, words in REASONS.items()}
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class _Wrong(ValueError):
    """What is wrong with a cell, in Vietnamese, without its place."""


def read_sheet(path: Path) -> list[Case]:
    """The accepted cases of a sheet, in its order; rows that hold nothing are passed over.

    Raises:
        ChidaoError: with a line for each fault, named by row and column.
    """
    rows = _rows(path)
    heads = [str(value or "").strip().lower() for value in next(rows, ())]
    missing = [column.head for column in COLUMNS if column.needed and column.head.lower() not in heads]
    if missing:
        raise ChidaoError(
            f"{path}: thiếu cột {', '.join(missing)}; hãy chép bảng vào tệp mẫu: python -m eval template TỆP.xlsx"
        )
    at = {_BY_HEAD[head].key: place for place, head in enumerate(heads) if head in _BY_HEAD}
    cases: dict[str, Case] = {}
    faults: list[str] = []
    for number, row in enumerate(rows, start=2):
        values = {key: row[place] for key, place in at.items() if place < len(row) and row[place] not in (None, "")}
        if not values.keys() - {ACCEPTED} or not accepts(values.get(ACCEPTED)):
            continue
        try:
            case = _case(number, values)
        except _Wrong as wrong:
            faults.append(f"dòng {number}: {wrong}")
            continue
        if case.id in cases:
            faults.append(f"dòng {number}: cột Mã: “{case.id}” đã có ở dòng trên, hãy đặt mã khác")
        cases[case.id] = case
    if faults:
        more = [f"... và {len(faults) - SHOWN_FAULTS} lỗi nữa"] * (len(faults) > SHOWN_FAULTS)
        raise ChidaoError("\n  ".join([f"{path} có {len(faults)} lỗi:", *faults[:SHOWN_FAULTS], *more]))
    return list(cases.values())


def _rows(path: Path) -> Iterator[tuple[Any, ...]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (OSError, BadZipFile, InvalidFileException, KeyError, ValueError) as error:
        raise ChidaoError(f"không mở được sổ tính {path} ({error}); hãy lưu lại dạng .xlsx") from error
    try:
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        yield from sheet.iter_rows(max_row=LAST_ROW, values_only=True)
    finally:
        book.close()


def _case(number: int, values: Mapping[str, Any]) -> Case:
    answerable = _choice(values, "answerable", {YES: True, NO: False})
    expect = tuple(_parted(line) for line in _lines(values, "expect"))
    cite = tuple(_parted(line) for line in _lines(values, "cite"))
    if answerable and not expect and not cite:
        raise _Wrong("cột Ý phải có: trống; câu có câu trả lời cần ít nhất một ý hoặc một đoạn căn cứ")
    if not answerable and (expect or cite):
        raise _Wrong("cột Có câu trả lời: “không”, nhưng cột Ý phải có hoặc Đoạn căn cứ có chữ; hãy sửa một trong hai")
    return Case(
        id=_text(values, "id") if "id" in values else f"dong-{number}",
        cat=_choice(values, "cat", _KINDS),
        question=_text(values, "question"),
        expect=expect,
        cite=cite,
        due=tuple(_days(values.get("due"))),
        forbid=tuple(_lines(values, "forbid")),
        answerable=answerable,
        history=tuple(_lines(values, "history")),
        because=_choice(values, "because", _REASONS) if "because" in values else "",
    )


def _head(key: str) -> str:
    return next(column.head for column in COLUMNS if column.key == key)


def _text(values: Mapping[str, Any], key: str) -> str:
    text = str(values.get(key, "")).strip()
    if not text:
        raise _Wrong(f"cột {_head(key)}: trống, hãy điền")
    return text


def _choice(values: Mapping[str, Any], key: str, options: Mapping[str, Any]) -> Any:
    text = _text(values, key)
    if text.lower() not in options:
        raise _Wrong(f"cột {_head(key)}: “{text}” không có trong danh sách ({'; '.join(options)})")
    return options[text.lower()]


def _lines(values: Mapping[str, Any], key: str) -> list[str]:
    return [line.strip() for line in str(values.get(key, "")).split("\n") if line.strip()]


def _parted(line: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in line.split("|") if part.strip())


def _days(value: object) -> Iterator[tuple[date, ...]]:
    if isinstance(value, datetime):
        yield (value.date(),)
        return
    for line in str(value or "").split("\n"):
        if line.strip():
            yield tuple(_day(part.strip()) for part in line.split("|"))


def _day(words: str) -> date:
    try:
        if match := _DAY.fullmatch(words):
            day, month, year = map(int, match.groups())
            return date(year, month, day)
        return date.fromisoformat(words)
    except ValueError as error:
        raise _Wrong(f"cột Thời hạn: “{words}” không phải ngày; hãy viết như 31/12/2025") from error


def row_of(case: Case, *, accepted: str = YES) -> Sequence[str]:
    """The cells of a case, as `read_sheet` reads them; `accepted` stands in the last."""
    cells = {
        "id": case.id,
        "cat": KINDS.get(case.cat, case.cat),
        "question": case.question,
        "history": "\n".join(case.history),
        "answerable": YES if case.answerable else NO,
        "expect": "\n".join("|".join(ways) for ways in case.expect),
        "cite": "\n".join("|".join(pieces) for pieces in case.cite),
        "due": "\n".join("|".join(f"{day:%d/%m/%Y}" for day in days) for days in case.due),
        "forbid": "\n".join(case.forbid),
        "because": REASONS.get(case.because, ""),
        ACCEPTED: accepted,
    }
    return [cells[column.key] for column in COLUMNS]
