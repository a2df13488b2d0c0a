"""The command `chidao`. Each command imports what it needs itself, so that none waits for another's libraries."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.options import JsonOption, StoreOption, words_option
from assistant.register.commands import tasks
from assistant.register.task_commands import task_app
from assistant.settings import Settings, load_settings, prepare_environment
from corpus.errors import ChidaoError, StoreBusy, StoreError

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from index.ingest import Report
    from index.store import Store

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


@app.command()
def index(
    folder: Annotated[Path | None, typer.Argument(help="Thư mục văn bản.", show_default=False)] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Dựng lại toàn bộ vectơ và chỉ mục từ.")] = False,
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Đưa phần của kho lấy từ THƯ MỤC về đúng như thư mục: văn bản mới, đã đổi, đã mất."""
    from assistant.opening import indexing, open_embedder, open_store
    from index.ingest import rebuild as rebuild_store

    settings = load_settings(store=store)
    if folder is None and not rebuild:
        raise ChidaoError("hãy nêu thư mục: chidao index THƯ_MỤC (hoặc --rebuild để dựng lại kho)")
    with open_store(settings, new=folder is not None) as opened, _progress() as progress:
        _tell_if_new(opened)
        embedder = open_embedder(settings, progress)
        if rebuild:
            rebuild_store(opened, embedder, progress)
        report = indexing(settings, opened, embedder, folder, progress) if folder is not None else None
    if report is not None:
        _print_report(report, as_json=as_json)


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


@app.command()
def text(document: Annotated[str, typer.Argument(help="Tên văn bản.")], store: StoreOption = None) -> None:
    """In nguyên văn một văn bản như kho lưu."""
    from assistant.opening import open_store

    with open_store(load_settings(store=store)) as opened:
        sys.stdout.buffer.write(opened.text(document).encode("utf-8"))
        sys.stdout.buffer.flush()


@app.command()
def documents(as_json: JsonOption = False, store: StoreOption = None) -> None:
    """Liệt kê các văn bản trong kho."""
    from dataclasses import asdict

    from assistant.opening import open_store

    with open_store(load_settings(store=store)) as opened:
        for document in opened.documents():
            if as_json:
                typer.echo(_json({"document": document.name} | asdict(document.facts)))
            else:
                facts = document.facts
                kind = "chính thức" if facts.official else "báo chí"
                parts = (document.name, facts.name, facts.number, facts.date or facts.date_words, kind)
                typer.echo("  ".join(filter(None, parts)))


@app.command()
def chat(
    host: Annotated[str | None, typer.Option("--host", help="Địa chỉ phục vụ.", show_default="127.0.0.1")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Cổng.", show_default="7860")] = None,
    store: StoreOption = None,
) -> None:
    """Nạp văn bản rồi mở trang hỏi đáp trong trình duyệt."""
    from assistant.opening import importing, indexing, open_embedder, open_store

    settings = load_settings(store=store, host=host, port=port)
    with importing():
        from assistant.page.app import serve
        from assistant.pipeline import Assistant
    with open_store(settings, new=True) as opened:
        _tell_if_new(opened)
        with _progress() as progress:
            embedder = open_embedder(settings, progress)
            for folder in settings.corpus_folders:
                try:
                    report = indexing(settings, opened, embedder, folder, progress)
                except ChidaoError as error:
                    if isinstance(error, StoreError) and not isinstance(error, StoreBusy):
                        raise
                    typer.echo(f"chidao: {error}", err=True)  # what the store holds can still be asked
                else:
                    _print_report(report, as_json=False, quiet=True)
        assistant = Assistant(
            opened, embedder, longest_question=settings.longest_question, folders=settings.corpus_folders
        )
        _serve(settings, assistant, serve)


def _serve(settings: Settings, assistant: Assistant, serve: Callable[..., Any]) -> None:
    from assistant.opening import EXAMPLES, warm

    warm(assistant)
    try:
        page = serve(
            assistant,
            host=settings.host,
            port=settings.port,
            examples=EXAMPLES if settings.shipped else (),
            max_question=settings.longest_question,
            frame_ancestors=settings.frame_ancestors,
            wait=False,
            in_browser=_has_screen(),
        )
    except OSError as error:
        raise ChidaoError(
            f"không mở được trang ở {settings.host}:{settings.port}: cổng đang được dùng, hoặc địa chỉ không phải của "
            "máy này; hãy chọn cổng khác (--port) hoặc địa chỉ khác (--host)"
        ) from error
    shown = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104  compared, not bound
    typer.echo(f"Trang hỏi đáp: http://{shown}:{page.server_port} (dừng bằng Ctrl+C)")
    page.block_thread()


def _has_screen() -> bool:
    """True where a browser can show itself."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


@model_app.command()
def build(force: Annotated[bool, typer.Option("--force", help="Dựng lại dù đã có.")] = False) -> None:
    """Dựng mô hình nhúng mặc định từ gói đã cài; không cần mạng."""
    from assistant.opening import build_model

    settings = load_settings()
    with _progress() as progress:
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
                + ", ".join(filter(None, (c["title"], c["number"], c["date"], c["heading"] or c["section"])))
                + f" ({c['document']}, {c['start']}–{c['end']})"
                for c in answer[key]
            ]
    return "\n".join(lines)


def _row(task: dict[str, Any]) -> str:
    due = task["due"]["text"] if task["due"] else "không nêu thời hạn"
    return f"[{task['citation']}] {due} | {'; '.join(task['lead'])} | {task['action']}"


def _tell_if_new(store: Store) -> None:
    """Nobody should find an empty store unawares where the disk with the full one is not there."""
    if store.created:
        typer.echo(f"Tạo kho mới ở {store.folder}", err=True)


def _print_report(report: Report, *, as_json: bool, quiet: bool = False) -> None:
    if as_json:
        typer.echo(_json(report.to_json()))
        return
    counts = (
        ("mới", report.new), ("đã đổi", report.changed), ("không đổi", report.unchanged), ("đã bỏ", report.removed),
        ("không đọc được", list(report.refused)), ("bỏ qua (loại tệp chưa hỗ trợ)", report.skipped),
    )  # fmt: skip
    for part in report.repaired:
        typer.echo(f"Đã sửa kho: {part}, nên đã dựng lại từ danh mục", err=True)
    if not quiet or report.new or report.changed or report.removed:
        told = ", ".join(f"{len(paths)} {what}" for what, paths in counts if paths)
        typer.echo(f"Văn bản: {told or 'không có tệp nào trong thư mục'}")
    for path, reason in report.refused.items():
        typer.echo(f"  {path}: {reason}", err=True)
    for note in report.notes:
        typer.echo(f"  {note}", err=True)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """A bar on standard error for each stage of a long piece of work; none where that is no terminal."""
    from tqdm import tqdm

    bars: dict[str, tqdm[Any]] = {}

    def show(what: str, done: int, total: int) -> None:
        if what not in bars and done < total:
            bars[what] = tqdm(desc=what, total=total, leave=False, disable=None, delay=0.3)
        if what in bars:
            bars[what].update(done - bars[what].n)
            if done >= total:
                bars.pop(what).close()

    try:
        yield show
    finally:
        for bar in bars.values():
            bar.close()


if __name__ == "__main__":
    main()
