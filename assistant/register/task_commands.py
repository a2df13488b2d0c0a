"""The commands `chidao task ...`: one task shown, corrected, marked as done, and what persons said of all."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from assistant.options import JsonOption, StoreOption, words_option
from assistant.register.output import json_line, print_lines, width
from assistant.settings import Settings, load_settings
from corpus.errors import ChidaoError
from index.entry import Entry

task_app = typer.Typer(help="Một nhiệm vụ: xem, sửa, đánh dấu đã xong.", no_args_is_help=True)

TaskId = Annotated[str, typer.Argument(metavar="MÃ", help="Mã nhiệm vụ, hoặc vài chữ số đầu đủ để phân biệt.")]


@task_app.command()
def show(task: TaskId, as_json: JsonOption = False, store: StoreOption = None) -> None:
    """Xem một nhiệm vụ, đoạn trích và những gì đã được ghi về nó."""
    from assistant.opening import open_store
    from assistant.register.contract import record
    from assistant.register.history import edit_line, edit_record
    from index.edits import history, orphans
    from index.register import Register

    with open_store(load_settings(store=store)) as opened:
        edits = history(opened, task)
        gone = {edit.number for edit in orphans(opened)}
        register = Register(opened, date.today())
        entry = None if edits and {edit.number for edit in edits} <= gone else register.entry(task)
    if as_json:
        told = [edit_record(edit, gone) for edit in edits]
        typer.echo(json_line((record(entry) if entry else {}) | {"edits": told}))
        return
    if entry is not None:
        _print_entry(entry)
    for edit in edits:
        typer.echo(edit_line(edit, gone))


@task_app.command()
def edits(as_json: JsonOption = False, store: StoreOption = None) -> None:
    """Mọi điều đã được ghi về các nhiệm vụ, kể cả khi đoạn văn không còn."""
    from assistant.opening import open_store
    from assistant.register.history import edit_line_with_task, edit_record
    from index.edits import all_edits, orphans

    with open_store(load_settings(store=store)) as opened:
        said = all_edits(opened)
        gone = {edit.number for edit in orphans(opened)}
    for edit in said:
        typer.echo(json_line(edit_record(edit, gone)) if as_json else edit_line_with_task(edit, gone))
    if not said and not as_json:
        typer.echo("Chưa ai ghi gì về nhiệm vụ nào.")


@task_app.command(name="set")
def set_(
    task: TaskId,
    lead: Annotated[list[str] | None, words_option("--lead", "Cơ quan chủ trì (lặp lại được).", "TÊN")] = None,
    coordinating: Annotated[
        list[str] | None,
        words_option("--coordinating", 'Cơ quan phối hợp (nêu được nhiều lần; "" là không có).', "TÊN"),
    ] = None,
    action: Annotated[str | None, words_option("--action", "Nội dung việc.", "VIỆC")] = None,
    due: Annotated[str | None, words_option("--due", "Lời văn về hạn: trước ngày 5/8/2025.", "HẠN")] = None,
    no_due: Annotated[bool, typer.Option("--no-due", help="Không có thời hạn.")] = False,
    product: Annotated[str | None, words_option("--product", "Sản phẩm.", "SẢN PHẨM")] = None,
    is_task: Annotated[
        bool | None, typer.Option("--a-task/--not-a-task", help="Đúng là / không phải nhiệm vụ.", show_default=False)
    ] = None,
    done: Annotated[
        bool | None, typer.Option("--done/--not-done", help="Đã xong / chưa xong.", show_default=False)
    ] = None,
    undo: Annotated[
        list[str] | None,
        words_option("--undo", "Lấy lại như văn bản: lead, coordinating, action, due, product, task, done.", "TRƯỜNG"),
    ] = None,
    note: Annotated[str, words_option("--note", "Ghi chú.", "LỜI")] = "",
    by: Annotated[str | None, words_option("--by", "Người ghi; mặc định: CHIDAO_USER, tên đăng nhập.", "TÊN")] = None,
    store: StoreOption = None,
) -> None:
    """Sửa một nhiệm vụ hoặc đánh dấu đã xong; mọi lần ghi đều được giữ."""
    from assistant.opening import open_store
    from assistant.register.history import edit_line
    from index.edits import Change, record_edit
    from index.register import Register

    if due is not None and no_due:
        raise ChidaoError("chỉ nêu được một trong --due và --no-due")
    change = Change(
        lead=tuple(lead) if lead else None,
        coordinating=tuple(coordinating) if coordinating else None,
        action=action,
        due="" if no_due else due,
        product=product,
        task=is_task,
        done=done,
        undo=tuple(undo or ()),
    )
    settings = load_settings(store=store, user=by)
    with open_store(settings) as opened:
        edit = record_edit(opened, task, change, who=who_says(settings), note=note)
        entry = Register(opened, date.today()).entry(edit.task)
    typer.echo(f"Đã ghi: {edit_line(edit)}")
    _print_entry(entry)


def who_says(settings: Settings) -> str:
    """Who says it: the setting, else the login name. Raises ChidaoError where neither is known."""
    import getpass

    try:
        return settings.user or getpass.getuser()
    except (OSError, KeyError, ImportError) as error:  # no such user in the system's list
        raise ChidaoError("chưa biết ai ghi; hãy nêu --by TÊN hoặc đặt CHIDAO_USER") from error


def _print_entry(entry: Entry) -> None:
    from assistant.register.tabular import one_entry

    print_lines(one_entry(entry, width()))
