"""The commands `chidao backup`, `restore`, `renew` and `doctor`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.options import JsonOption, StoreOption
from assistant.settings import load_settings
from corpus.errors import ChidaoError


def backup(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp sao lưu sẽ được tạo (.zip).")],
    force: Annotated[bool, typer.Option("--force", help="Ghi đè tệp đã có.")] = False,
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Sao lưu kho vào một TỆP; trang hỏi đáp và việc nạp văn bản vẫn chạy."""
    from dataclasses import asdict
    from importlib.metadata import version

    from index.backup import back_up

    made = datetime.now(UTC).isoformat(timespec="seconds")
    contents = back_up(load_settings(store=store).store_folder, file, version=version("chidao"), made=made, force=force)
    if as_json:
        typer.echo(json.dumps({"file": str(file)} | asdict(contents), ensure_ascii=False))
        return
    typer.echo(
        f"Đã sao lưu {contents.documents} văn bản và {contents.edits} ghi nhận vào {file} "
        f"({file.stat().st_size / 1e6:.1f} MB)."
    )


def restore(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp do chidao backup tạo.")], store: StoreOption = None
) -> None:
    """Đưa kho về đúng như trong TỆP sao lưu; trang đang chạy chuyển sang ở câu hỏi kế tiếp."""
    from index.restoring import restore as restore_store

    settings = load_settings(store=store)
    contents = restore_store(settings.store_folder, file)
    typer.echo(
        f"Đã khôi phục {contents.documents} văn bản và {contents.edits} ghi nhận từ bản sao lưu ngày {contents.made} "
        f"vào {settings.store_folder}."
    )


def renew(store: StoreOption = None) -> None:
    """Dựng lại kho từ các thư mục văn bản đã nạp; mọi điều người dùng đã ghi vẫn được giữ."""
    from assistant.opening import indexing, open_embedder, open_store
    from index.restoring import SET_ASIDE
    from index.restoring import renew as renew_store

    settings = load_settings(store=store)
    embedder = open_embedder(settings, lambda *_: None)
    failed = []
    folders = renew_store(settings.store_folder)
    with open_store(settings) as opened:
        for folder in folders:
            try:
                report = indexing(settings, opened, embedder, folder, lambda *_: None)
            except ChidaoError as error:
                failed.append(folder)
                typer.echo(f"chidao: {error}", err=True)
            else:
                typer.echo(f"{folder}: {len(report.new)} văn bản, {len(report.refused)} tệp không đọc được")
    aside = settings.store_folder / SET_ASIDE
    if failed:
        raise ChidaoError(
            f"chưa đọc lại được {len(failed)} thư mục; danh mục cũ giữ ở {aside}; hãy xử lý rồi chạy: chidao index "
            "THƯ_MỤC"
        )
    aside.unlink(missing_ok=True)


def doctor(as_json: JsonOption = False, store: StoreOption = None) -> None:
    """Kiểm tra kho, mô hình và máy; mỗi dòng nói điều gì sai và cần làm gì. Trạng thái thoát 1 nếu có lỗi."""
    from assistant.keeping.finding import Level
    from assistant.keeping.machine_checks import check_machine
    from assistant.keeping.store_checks import check_store, model_named

    settings = load_settings(store=store)
    failed = False
    for findings in (
        check_store(settings.store_folder),
        check_machine(settings, model_named(settings.store_folder)),
    ):
        for finding in findings:
            failed = failed or finding.level is Level.ERROR
            typer.echo(json.dumps(finding.to_json(), ensure_ascii=False) if as_json else finding.line())
    if failed:
        raise typer.Exit(1)
