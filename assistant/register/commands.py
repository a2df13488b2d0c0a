"""The command `chidao tasks`: the register looked through, exported, explained."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.options import JsonOption, StoreOption, words_option
from assistant.register.output import json_line, print_lines, width, write_file
from assistant.settings import Settings, load_settings
from corpus.errors import ChidaoError

if TYPE_CHECKING:
    from assistant.register.filters import Filter
    from index.entry import Entry


def tasks(
    assignee: Annotated[str | None, words_option("--assignee", "Cơ quan chủ trì: tên, tên cũ, tên tắt.", "TÊN")] = None,
    due_from: Annotated[str | None, words_option("--due-from", "Hạn từ: 31/12/2024, 12/2024, 2024.", "NGÀY")] = None,
    due_to: Annotated[str | None, words_option("--due-to", "Hạn đến hết ngày, tháng, năm này.", "NGÀY")] = None,
    document: Annotated[str | None, words_option("--document", "Tên, số hiệu hoặc một phần tên.", "VĂN BẢN")] = None,
    text: Annotated[str | None, words_option("--text", "Các từ có trong nhiệm vụ.", "TỪ")] = None,
    status: Annotated[
        list[str] | None,
        words_option("--status", "Trạng thái (lặp lại được): xong, quá hạn, sắp đến hạn, còn hạn, ...", "TRẠNG THÁI"),
    ] = None,
    today: Annotated[str | None, words_option("--today", "Tính trạng thái theo ngày này.", "NGÀY")] = None,
    groups: Annotated[bool, typer.Option("--with-groups", help="Kể cả việc giao chung: các bộ, ngành.")] = False,
    coordinating: Annotated[bool, typer.Option("--with-coordinating", help="Kể cả nơi chỉ phối hợp.")] = False,
    rejected: Annotated[bool, typer.Option("--with-rejected", help="Kể cả mục đã ghi là không phải.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Không rút gọn đoạn trích.")] = False,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="In ra CSV mở được bằng Excel.")] = False,
    xlsx: Annotated[Path | None, words_option("--xlsx", "Ghi ra sổ tính Excel.", "TỆP")] = None,
    ics: Annotated[Path | None, words_option("--ics", "Ghi ra tệp lịch cho Outlook, Google.", "TỆP")] = None,
    explain: Annotated[str | None, words_option("--explain", "Kể từng câu đã được đọc thế nào.", "VĂN BẢN")] = None,
    store: StoreOption = None,
) -> None:
    """Sổ nhiệm vụ: ai phải làm việc gì, hạn khi nào, theo văn bản nào."""
    from assistant.opening import open_store
    from assistant.register.filters import Filter, first_day, last_day, one_day, read_statuses
    from index.register import Register

    if sum((as_json, as_csv, xlsx is not None, ics is not None, explain is not None)) > 1:
        raise ChidaoError("chỉ nêu được một trong --json, --csv, --xlsx, --ics, --explain")
    wanted = Filter(
        assignee=assignee,
        due_from=first_day(due_from) if due_from is not None else None,
        due_to=last_day(due_to) if due_to is not None else None,
        document=document,
        text=text,
        statuses=read_statuses(status or ()),
        groups=groups,
        coordinating=coordinating,
        rejected=rejected,
    )
    day = one_day(today) if today is not None else date.today()
    settings = load_settings(store=store)
    if explain is not None:
        _explain(settings, explain, full=full)
        return
    with open_store(settings) as opened:
        entries = Register(opened, day).entries(**wanted.arguments())
    if as_json:
        _print_records(entries)
    elif as_csv:
        _print_csv(entries)
    elif xlsx is not None:
        _write_workbook(xlsx, entries)
    elif ics is not None:
        _write_calendar(ics, entries)
    else:
        _print_table(entries, wanted, full=full)


def _explain(settings: Settings, document: str, *, full: bool) -> None:
    """Prints what was read from each sentence of the documents that `document` means."""
    from sqlalchemy.orm import Session

    from assistant.opening import open_store
    from assistant.register.explanation import explanation
    from corpus.tasks.reading import read_tasks
    from index.document_lookup import documents_named
    from index.store import live_documents
    from index.stored_reading import stored_reading

    with open_store(settings) as opened, Session(opened.engine) as session:
        found = documents_named(document, live_documents(session))
        stored = [stored_reading(session, one) for one in found]
    for one in stored:
        facts = one.document.facts
        trace = read_tasks(one.reading, one.sections, facts).trace
        typer.echo(f"{one.document.name}: {facts.name}\n")
        for line in explanation(one.reading.text, one.sections, trace, width(), full=full):
            typer.echo(line)


def _print_table(entries: Sequence[Entry], wanted: Filter, *, full: bool) -> None:
    from assistant.register.tabular import table
    from assistant.register.works import works_of

    if entries:
        print_lines(table(works_of(entries), width(), full=full))
    elif looked_for := wanted.in_words():
        typer.echo(f"Không có nhiệm vụ nào khớp: {looked_for}.")
    else:
        typer.echo("Sổ nhiệm vụ trống; hãy nạp văn bản: chidao index THƯ_MỤC")


def _print_records(entries: Iterable[Entry]) -> None:
    from assistant.register.contract import record

    print_lines(json_line(record(entry)) for entry in entries)


def _print_csv(entries: Iterable[Entry]) -> None:
    from assistant.register.comma_separated import comma_separated

    sys.stdout.buffer.write(comma_separated(entries).encode("utf-8"))
    sys.stdout.buffer.flush()


def _write_workbook(file: Path, entries: Sequence[Entry]) -> None:
    from assistant.register.spreadsheet import workbook

    write_file(file, workbook(entries))
    typer.echo(f"Đã ghi {len(entries)} nhiệm vụ vào {file}.")


def _write_calendar(file: Path, entries: Sequence[Entry]) -> None:
    from assistant.register.calendar_file import calendar, dated
    from assistant.register.works import works_of

    works = works_of(entries)
    with_day = dated(works)
    write_file(file, calendar(with_day, datetime.now(UTC)))
    left_out = len(works) - len(with_day)
    without = f"; {left_out} việc không nêu ngày nên không vào lịch" * bool(left_out)
    typer.echo(f"Đã ghi {len(with_day)} việc vào {file}{without}.")
