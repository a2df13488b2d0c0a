"""Opening what a command works with: the store, the model, the assistant over both."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.settings import DEFAULT_MODEL, Settings
from corpus.errors import StoreError

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from corpus.readers import Limits
    from index.embedder import Embedder
    from index.ingest import Report
    from index.publish import Progress
    from index.store import Store

EXAMPLES = (
    "Bộ Thông tin và Truyền thông phải trình Chiến lược phát triển ngành công nghiệp bán dẫn khi nào?",
    "Thời hạn phê duyệt hồ sơ đề xuất cấp độ an toàn thông tin là khi nào?",
    "Ai chủ trì xây dựng dự án Luật Dữ liệu?",
    "“5 đẩy mạnh” gồm những gì?",
)
"""Questions over the shipped documents, offered on the empty page."""

WARMING = (
    "Bộ nào chủ trì thực hiện nhiệm vụ?",
    "Sở Y tế phải hoàn thành việc này trước ngày nào?",
    "Liệt kê nhiệm vụ có hạn trong năm nay",
    "Công điện ngày 01/02/2020 nêu bao nhiêu việc?",
    "Chỉ thị số 1 có giao việc cho Ủy ban nhân dân cấp tỉnh không?",
    "nhiem vu nao da qua han",
    "“5 rõ” gồm những gì?",
    "Số liệu năm nay so với năm trước ra sao?",
)
"""Questions of the several kinds, whatever the documents."""


@contextmanager
def importing() -> Iterator[None]:
    """Lets the garbage collector rest while libraries are imported: what that makes stays, and looking takes long."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def open_store(settings: Settings, *, new: bool = False) -> Iterator[Store]:
    """The store of the settings, closed at the end; a command that fills it may make a `new` one.

    Raises:
        StoreError: it cannot be opened, or there is none.
    """
    from index.presence import is_there, missing
    from index.store import Store

    if not new and not is_there(settings.store_folder):
        raise StoreError(missing(settings.store_folder))
    store = Store(settings.store_folder)
    try:
        yield store
    finally:
        store.close()


def build_model(settings: Settings, progress: Progress, *, force: bool = False) -> None:
    """Builds the default model where it is missing or stale."""
    from index.model.build import build_default_model, is_built

    if force or not is_built(settings.model_folder):
        progress("Dựng mô hình", 0, 1)
        build_default_model(settings.model_folder)
        progress("Dựng mô hình", 1, 1)


def open_embedder(settings: Settings, progress: Progress | None = None) -> Embedder:
    """The embedding model of the settings; the default one is built first where `progress` is given."""
    if settings.model == DEFAULT_MODEL:
        from index.onnx_embedder import OnnxEmbedder

        if progress is not None:
            build_model(settings, progress)
        return OnnxEmbedder(settings.model_folder)
    from index.st_embedder import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(settings.model, allow_download=settings.allow_download)


def indexing(
    settings: Settings, store: Store, embedder: Embedder, folder: Path, progress: Progress, *, retry: bool = False
) -> Report:
    """Brings a folder's part of the store into line, within the limits of the settings."""
    from index.ingest import index_folder

    limits, workers = limits_of(settings), settings.workers
    return index_folder(store, folder, embedder, limits=limits, workers=workers, retry=retry, progress=progress)


def limits_of(settings: Settings) -> Limits:
    """What one file may take of the machine, by the settings."""
    from corpus.readers import Limits

    return Limits(
        bytes=settings.largest_file,
        pages=settings.most_pages,
        seconds=settings.seconds_per_file,
        unpacked=settings.most_unpacked,
        members=settings.most_members,
        memory=settings.memory_per_file,
    )


@contextmanager
def opened_assistant(settings: Settings) -> Iterator[Assistant]:
    """The assistant over the store of the settings.

    The model is read while the libraries are imported: together they are most of a cold start.
    """
    with importing(), ThreadPoolExecutor(1) as beside:
        reading = beside.submit(open_embedder, settings)
        from assistant.pipeline import Assistant

        embedder = reading.result()
    with open_store(settings) as store:
        yield Assistant(store, embedder, longest_question=settings.longest_question)


def warm(assistant: Assistant) -> None:
    """Asks what `WARMING` holds, so that the first persons do not wait for what is read and made at first use."""
    for question in WARMING:
        assistant.ask(question)
