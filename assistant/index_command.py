"""The command `chidao index`: once, or again at every change of the folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assistant.options import JsonOption, StoreOption
from assistant.reporting import print_report, progress_bars, tell_if_new
from assistant.settings import load_settings
from corpus.errors import ChidaoError


def index(
    folder: Annotated[Path | None, typer.Argument(help="Thư mục văn bản.", show_default=False)] = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Dựng lại toàn bộ vectơ và chỉ mục từ.")] = False,
    retry: Annotated[
        bool, typer.Option("--retry", help="Đọc lại cả các tệp, gói lần trước vượt giới hạn mà chưa đổi.")
    ] = False,
    watch: Annotated[
        bool, typer.Option("--watch", help="Theo dõi thư mục và nạp lại mỗi khi có thay đổi; dừng bằng Ctrl+C.")
    ] = False,
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Đưa phần của kho lấy từ THƯ MỤC về đúng như thư mục: văn bản mới, đã đổi, đã mất.

    Mã thoát là 0 kể cả khi có tệp không đọc được: các tệp ấy được nêu trong báo cáo, kèm lý do.
    """
    from assistant.opening import indexing, open_embedder, open_store
    from index.ingest import rebuild as rebuild_store

    settings = load_settings(store=store)
    if folder is None and (watch or not rebuild):
        raise ChidaoError("hãy nêu thư mục: chidao index THƯ_MỤC (hoặc --rebuild để dựng lại kho)")
    if folder is not None and not folder.is_dir():  # before a store is made
        raise ChidaoError(f"không có thư mục {str(folder)!r}; hãy kiểm tra đường dẫn")
    with open_store(settings, new=folder is not None) as opened, progress_bars() as progress:
        tell_if_new(opened)
        embedder = open_embedder(settings, progress)
        if rebuild:
            rebuild_store(opened, embedder, progress)
        report = None
        if folder is not None and not watch:
            report = indexing(settings, opened, embedder, folder, progress, retry=retry)
    if report is not None:
        print_report(report, as_json=as_json)
    if folder is not None and watch:
        from assistant.watching import watch_folder

        watch_folder(settings, embedder, folder, as_json=as_json, retry=retry)
