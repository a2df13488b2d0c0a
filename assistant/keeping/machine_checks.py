"""What `chidao doctor` looks at outside the store's contents: model, disk, memory, programs, permissions, locks."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import portalocker
import psutil  # type: ignore[import-untyped]

from assistant.keeping.finding import Finding, ok, warning, wrong
from assistant.keeping.store_checks import size
from assistant.settings import DEFAULT_MODEL, Settings
from corpus.errors import ChidaoError

LEAST_DISK = 500_000_000
LEAST_MEMORY = 1_500_000_000
"""Bytes that indexing with the default model takes; answering takes half of it."""


def check_machine(settings: Settings, built_with: str) -> Iterator[Finding]:
    """The findings of the machine; `built_with` is the model of the store's vectors, "" where there are none."""
    yield from check_model(settings, built_with)
    yield from check_room(settings.store_folder)
    yield from check_permissions(settings.store_folder)
    yield from check_lock(settings.store_folder)
    yield from check_programs()


def check_model(settings: Settings, built_with: str) -> Iterator[Finding]:
    """Whether the model is there and whole, and the one that made the store's vectors."""
    if settings.model != DEFAULT_MODEL:
        yield ok("model", f"mô hình {settings.model!r} theo cài đặt; vectơ trong kho do {built_with!r} tạo")
        return
    from index.model.build import is_built
    from index.onnx_embedder import model_id_of, read_manifest

    build = "hãy chạy: chidao model build --force"
    if not settings.model_folder.is_dir():
        yield warning("model", f"chưa dựng mô hình ở {settings.model_folder}", "hãy chạy: chidao model build")
        return
    try:
        found = model_id_of(read_manifest(settings.model_folder))
    except ChidaoError as error:
        yield wrong("model", str(error), "")
        return
    if not is_built(settings.model_folder):
        yield wrong("model", f"mô hình ở {settings.model_folder} thiếu tệp hoặc khác bản đã cài", build)
    elif built_with and built_with != found:
        advice = "hãy chạy: chidao index --rebuild"
        yield wrong("model", f"vectơ trong kho do mô hình {built_with!r} tạo, cài đặt nêu {found!r}", advice)
    else:
        yield ok("model", f"mô hình {found}")


def check_room(store: Path) -> Iterator[Finding]:
    """Whether disk and memory are enough for the next run."""
    there = next(path for path in (store, *store.absolute().parents) if path.is_dir())
    free = shutil.disk_usage(there).free
    needed = max(LEAST_DISK, 2 * size(store) if (store / "derived").is_dir() else 0)
    told = f"đĩa còn trống {_size(free)}, một lần nạp cần đến {_size(needed)}"
    if free < needed:
        yield wrong("disk", told, "hãy dọn chỗ trống trước khi nạp")
    else:
        yield ok("disk", told)
    memory = psutil.virtual_memory().available
    told = f"bộ nhớ còn trống {_size(memory)}, một lần nạp cần {_size(LEAST_MEMORY)}"
    if memory < LEAST_MEMORY:
        yield warning("memory", told, "hãy đóng bớt chương trình khác khi nạp")
    else:
        yield ok("memory", told)


def check_permissions(store: Path) -> Iterator[Finding]:
    """Whether the store may be written to."""
    if not store.is_dir():
        return
    closed = [path for path in (store, store / "derived", *store.glob("*.sqlite")) if not os.access(path, os.W_OK)]
    if closed:
        yield wrong("permission", f"không có quyền ghi {closed[0]}", "hãy cấp quyền ghi cho tài khoản đang chạy")
    else:
        yield ok("permission", "có quyền ghi vào kho")


def check_lock(store: Path) -> Iterator[Finding]:
    """Who writes to the store now. A lock goes with the process that holds it, so a file that is left locks nothing."""
    lock = store / "writer.lock"
    if not lock.is_file():
        return
    with lock.open("a") as file:
        try:
            portalocker.lock(file, portalocker.LockFlags.EXCLUSIVE | portalocker.LockFlags.NON_BLOCKING)
        except portalocker.LockException:
            holders = ", ".join(f"{pid} ({name})" for pid, name in _holders(lock)) or "của người dùng khác"
            yield warning("lock", f"kho đang được tiến trình {holders} cập nhật", "hãy đợi lệnh đó xong")
            return
        portalocker.unlock(file)
    yield ok("lock", "không tiến trình nào đang cập nhật kho")


def _holders(lock: Path) -> Iterator[tuple[int, str]]:
    """(id, name) of the other processes that have a file open, as far as this one may see."""
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and any(Path(f.path) == lock.absolute() for f in process.open_files()):
                yield process.pid, process.name()


def check_programs() -> Iterator[Finding]:
    """Whether the programs that old Office files and scans need are installed."""
    if shutil.which("soffice") or shutil.which("libreoffice"):
        yield ok("libreoffice", "có LibreOffice, đọc được tệp DOC, XLS, RTF, ODT")
    else:
        yield warning(
            "libreoffice", "không có LibreOffice, không đọc được tệp DOC, XLS, RTF, ODT", "hãy cài LibreOffice"
        )
    tesseract = shutil.which("tesseract")
    languages = ""
    if tesseract:
        with suppress(OSError, subprocess.SubprocessError):
            languages = subprocess.run(  # noqa: S603  found on the path
                [tesseract, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
            ).stdout
    if "vie" in languages.split():
        yield ok("tesseract", "có tesseract với tiếng Việt, đọc được bản quét")
    else:
        told = "tesseract chưa có tiếng Việt" if tesseract else "không có tesseract"
        yield warning("tesseract", f"{told}, không đọc được bản quét", "hãy cài tesseract-ocr và tesseract-ocr-vie")


def _size(count: int) -> str:
    return f"{count / 1e9:.1f} GB".replace(".", ",") if count >= 1e9 else f"{count / 1e6:.0f} MB"
