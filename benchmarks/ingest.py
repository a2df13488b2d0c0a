"""How long a folder of many documents takes to come in, and to be seen unchanged.

    python -m benchmarks ingest [--unchanged 10000] [--archives 0] [--rounds 3]

Small directives are generated, a tenth of them different in length, and indexed once with an embedding that costs
nothing: no model takes part in what is measured. The baseline of that is llama-index's own way of the same files with
the same vectors into Chroma: `SimpleDirectoryReader`, `SentenceSplitter`, `VectorStoreIndex`, all by their defaults; it
reads no tasks and keeps no catalog. Then the folder is indexed again, unchanged; each round also hashes the same files
and nothing else, which is the least that any way of finding changes by content can cost. `--archives` puts so many ZIPs
of ten of the files each beside them, which llama-index's reader leaves out.
"""

from __future__ import annotations

import argparse
import hashlib
import statistics
import tempfile
import time
import zipfile
from collections.abc import Sequence
from pathlib import Path

import chromadb
import numpy as np
from llama_index.core import SimpleDirectoryReader, StorageContext, VectorStoreIndex
from llama_index.core.node_parser import SentenceSplitter
from llama_index.vector_stores.chroma import ChromaVectorStore

from assistant.settings import prepare_environment
from benchmarks.history import Figure, figure
from benchmarks.peer_ways import OurEmbedding
from benchmarks.recording import add_options, record
from index.embedder import Vectors
from index.folder import list_folder
from index.ingest import index_folder
from index.store import Store

BODIES = ("Bộ Công an", "Bộ Y tế", "Bộ Tài chính", "Bộ Quốc phòng", "Bộ Xây dựng", "Bộ Nội vụ", "Bộ Tư pháp")


class NoEmbedder:
    """Vectors that mean nothing and cost nothing."""

    model_id = "none"
    dimension = 8

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, 8) float32, rows of unit length."""
        rows = np.ones((len(texts), self.dimension), dtype=np.float32)
        return np.asarray(rows / np.sqrt(self.dimension), dtype=np.float32)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, 8) float32, rows of unit length."""
        return self.embed_passages(texts)


def main() -> None:
    """Prints the seconds of the first run, of an unchanged one, and of hashing alone."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--unchanged", type=int, default=10_000, help="documents in the folder")
    parser.add_argument("--archives", type=int, default=0, help="ZIPs of ten documents each beside them")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2, help="processes that read in the first run")
    add_options(parser)
    args = parser.parse_args()
    prepare_environment()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "docs"
        generate(folder, args.unchanged, args.archives)
        figures = measure(Path(scratch) / "store", folder, args.rounds, args.workers)
    settings = {name: getattr(args, name) for name in ("unchanged", "archives", "rounds", "workers")}
    record(args, "ingest", settings, figures, ("sqlalchemy", "chromadb", "llama-index-core"))


def generate(folder: Path, documents: int, archives: int) -> None:
    """Writes the files, a hundred to a sub-folder."""
    for i in range(documents):
        place = folder / f"{i // 100:04}"
        if i % 100 == 0:
            place.mkdir(parents=True)
        (place / f"{i:06}.txt").write_text(directive(i), encoding="utf-8")
    for i in range(archives):
        with zipfile.ZipFile(folder / f"{i:06}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for j in range(10):
                archive.writestr(f"{j}.txt", directive(documents + 10 * i + j))


def directive(number: int) -> str:
    """A directive of one task, or of twenty."""
    items = 20 if number % 10 == 0 else 1
    body = BODIES[number % len(BODIES)]
    return f"CHỈ THỊ\nVề việc số {number}\n\n" + "".join(
        f"{item}. {body} hoàn thành việc thứ {number}.{item} trước ngày {number % 28 + 1} tháng 8 năm 2031.\n\n"
        for item in range(1, items + 1)
    )


def measure(store_folder: Path, folder: Path, rounds: int, workers: int) -> list[Figure]:
    """Times a first run, and unchanged runs beside hashing alone; printed too."""
    files = list_folder(folder).files
    stock = stock_ingest(folder, store_folder.with_name("stock"))
    store = Store(store_folder)
    try:
        first = index_folder(store, folder, NoEmbedder(), workers=workers)
        print(f"{len(files)} files, {len(first.new)} documents; first run {first.seconds:.1f} s, {workers} processes")
        print(f"llama-index's own way of the files: {stock:.1f} s")
        again, alone = [], []
        for _ in range(rounds):
            start = time.perf_counter()
            for _, file in files:
                hashlib.sha256(file.read_bytes()).hexdigest()
            alone.append(time.perf_counter() - start)
            report = index_folder(store, folder, NoEmbedder(), workers=workers)
            if len(report.unchanged) != len(first.new) or report.is_change:
                raise SystemExit(f"not unchanged: {report.new[:3]} {report.changed[:3]} {report.removed[:3]}")
            again.append(report.seconds)
    finally:
        store.close()
    took, hashing = statistics.median(again), statistics.median(alone)
    print(f"unchanged  {took:8.2f} s  ({took / hashing:.1f} times hashing alone; median of {rounds})")
    print(f"hashing    {hashing:8.2f} s")
    first_run = figure("a folder for the first time", [first.seconds], "s", [stock], "llama-index's own way")
    return [first_run, figure("an unchanged folder", again, "s", alone, "hashing its files alone")]


def stock_ingest(folder: Path, scratch: Path) -> float:
    """Seconds that llama-index takes for the text files of a folder, by its defaults, into Chroma."""
    start = time.perf_counter()
    documents = SimpleDirectoryReader(str(folder), recursive=True, required_exts=[".txt"]).load_data()
    collection = chromadb.PersistentClient(str(scratch)).create_collection("stock")
    context = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
    VectorStoreIndex.from_documents(
        documents, storage_context=context, embed_model=OurEmbedding(NoEmbedder()), transformations=[SentenceSplitter()]
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
