"""The command `chidao`. Each command imports what it needs itself, so that none waits for another's libraries."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.document_commands import documents, set_
from assistant.index_command import index
from assistant.keeping.commands import backup, doctor, renew, restore
from assistant.options import JsonOption, StoreOption, words_option
from assistant.register.commands import tasks
from assistant.register.task_commands import task_app
from assistant.reporting import print_report, progress_bars
from assistant.settings import load_settings, prepare_environment
from corpus.errors import ChidaoError, StoreBusy, StoreError

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

TABLED = 6
"""Tasks from which on an answer has their table behind it."""

app = typer.Typer(
    name="chidao",
    help="Hỏi đáp văn bản chỉ đạo: ai làm việc gì, khi nào, căn cứ vào đâu.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
model_app = typer.Typer(help="Mô hình nhúng mặc định.", no_args_is_help=True)
app.add_typer(model_app, name="model")
app.add_typer(task_app, name="task")


def main() -> None:
    """Runs a command; a refusal is one line on standard error and exit status 1."""
    prepare_environment()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # what it warns of is a font's, not a reader's concern
    try:
        app()
    except ChidaoError as error:
        typer.echo(f"chidao: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone: nothing is left to say
        sys.exit(1)


app.command()(index)


@app.command()
def forget(folder: Annotated[Path, typer.Argument(help="Thư mục đã nạp.")], store: StoreOption = None) -> None:
    """Bỏ khỏi kho mọi văn bản lấy từ THƯ MỤC."""
    from assistant.opening import open_store
    from index.ingest import forget_folder

    with open_store(load_settings(store=store)) as opened:
        count = forget_folder(opened, folder)
    typer.echo(f"Đã bỏ {count} văn bản của {folder}.")


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="Câu hỏi.", show_default=False)] = None,
    file: Annotated[Path | None, typer.Option("--file", help="Tệp câu hỏi JSON Lines.", show_default=False)] = None,
    after: Annotated[
        list[str] | None, words_option("--after", "Câu đã hỏi trước; nêu lại nếu nhiều câu.", "CÂU")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="In cả đường đi của câu hỏi.")] = False,
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Trả lời một câu hỏi, hoặc mỗi dòng của tệp một câu."""
    from assistant.explaining import readable
    from assistant.opening import opened_assistant

    settings = load_settings(store=store)
    if (question is None) == (file is None):
        raise ChidaoError('hãy nêu một câu hỏi: chidao ask "CÂU HỎI", hoặc một tệp: chidao ask --file TỆP')
    if file is not None and (explain or after):
        raise ChidaoError("--explain và --after đi với một câu hỏi, không đi với --file")
    with opened_assistant(settings) as assistant:
        if file is not None:
            for line in _answers(assistant, file):
                typer.echo(_json(line) if as_json else line.get("answer", line.get("error")))
        elif explain:
            way = assistant.explain(question or "", after or ())
            typer.echo(_json(way.to_json()) if as_json else _readable(way.answer.to_json()) + "\n" + readable(way))
        else:
            answer = assistant.ask(question or "", after or ())
            typer.echo(_json(answer.to_json()) if as_json else _readable(answer.to_json()))


app.command()(tasks)
for command in (backup, restore, renew, doctor):
    app.command()(command)


@app.command()
def text(document: Annotated[str, typer.Argument(help="Tên văn bản.")], store: StoreOption = None) -> None:
    """In nguyên văn một văn bản như kho lưu."""
    from assistant.opening import open_store

    with open_store(load_settings(store=store)) as opened:
        sys.stdout.buffer.write(opened.text(document).encode("utf-8"))
        sys.stdout.buffer.flush()


app.command()(documents)
app.command(name="set")(set_)


@app.command()
def chat(
    host: Annotated[str | None, typer.Option("--host", help="Địa chỉ phục vụ.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Cổng.", show_default="7860")] = None,
    store: StoreOption = None,
) -> None:
    """Nạp văn bản rồi mở trang hỏi đáp trong trình duyệt."""
    from assistant.opening import EXAMPLES, importing, indexing, open_embedder, open_store, warm
    from assistant.server.access import check_access

    settings = load_settings(store=store, host=host, port=port)
    check_access(settings)
    with importing():
        from assistant.pipeline import Assistant
        from assistant.server.app import create_app
        from assistant.server.running import Served
    with open_store(settings) as opened:
        settings.uploads_folder.mkdir(parents=True, exist_ok=True)
        with progress_bars() as progress:
            embedder = open_embedder(settings, progress)
            for folder in settings.page_folders:
                try:
                    report = indexing(settings, opened, embedder, folder, progress)
                except ChidaoError as error:
                    if isinstance(error, StoreError) and not isinstance(error, StoreBusy):
                        raise
                    typer.echo(f"chidao: {error}", err=True)  # what the store holds can still be asked
                else:
                    print_report(report, quiet=True)
        assistant = Assistant(
            opened, embedder, longest_question=settings.longest_question, folders=settings.page_folders
        )
        examples = EXAMPLES if settings.shipped else ()
        served = Served(create_app(settings, assistant, opened, embedder, examples=examples), settings)
        warm(assistant)
        typer.echo(f"Trang hỏi đáp: {served.local_url.rstrip('/')} (dừng bằng Ctrl+C)")
        served.run(in_browser=_has_screen())


def _has_screen() -> bool:
    """True where a browser can show itself."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@model_app.command()
def build(force: Annotated[bool, typer.Option("--force", help="Dựng lại dù đã có.")] = False) -> None:
    """Dựng mô hình nhúng mặc định từ gói đã cài; không cần mạng."""
    from assistant.opening import build_model

    settings = load_settings()
    with progress_bars() as progress:
        build_model(settings, progress, force=force)
    typer.echo(f"Mô hình ở {settings.model_folder}.")


def _answers(assistant: Assistant, file: Path) -> Iterator[dict[str, Any]]:
    """An answer, or the error, for each line of a file of questions."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise ChidaoError(f"không đọc được tệp câu hỏi {str(file)!r}: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        question_id: Any = None
        try:
            entry = json.loads(line)
            question_id = entry.get("id") if isinstance(entry, dict) else None
            question, history = _question_of(entry)
            yield assistant.ask(question, history).to_json(question_id)
        except (json.JSONDecodeError, ChidaoError) as error:
            yield {"id": question_id, "error": f"dòng {number}: {error}"}
        except Exception as error:  # the rest of the batch goes on
            logging.getLogger(__name__).exception("line %d", number)
            yield {"id": question_id, "error": f"dòng {number}: lỗi bên trong ({type(error).__name__}: {error})"}


def _question_of(entry: Any) -> tuple[str, list[str]]:
    """The question and the history of a line; raises ChidaoError where it is of another shape."""
    if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
        raise ChidaoError('cần một đối tượng JSON có khóa "question" là chuỗi')
    history = entry.get("history") or []
    if not isinstance(history, list) or not all(isinstance(turn, str) for turn in history):
        raise ChidaoError('khóa "history" phải là danh sách chuỗi')
    return entry["question"], history


def _readable(answer: dict[str, Any]) -> str:
    lines = [f"Hiểu là: {answer['understood']}", ""] if answer["understood"] else []
    lines.append(answer["answer"])
    if len(answer["tasks"]) >= TABLED:
        lines += ["", "Bảng nhiệm vụ:", *(f"  {row}" for row in map(_row, answer["tasks"]))]
    if answer["reason"]:
        lines.append(f"Lý do: {answer['reason']}.")
    for heading, key in (("Nguồn", "citations"), ("Đoạn gần nhất (không phải câu trả lời)", "neighbours")):
        if answer[key]:
            lines += ["", f"{heading}:"]
            lines += [
                f"  [{c['n']}] "
                + ", ".join(filter(None, (c["title"], c["number"], c["date"], c["heading"] or c["section"], _page(c))))
                + f" ({c['document']}, {c['start']}–{c['end']})"
                for c in answer[key]
            ]
    return "\n".join(lines)


def _page(citation: dict[str, Any]) -> str:
    return f"trang {citation['page']}" if citation["page"] else ""


def _row(task: dict[str, Any]) -> str:
    due = task["due"]["text"] if task["due"] else "không nêu thời hạn"
    return f"[{task['citation']}] {due} | {'; '.join(task['lead'])} | {task['action']}"


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    main()
