"""Makes the folder of the default model, once, and says whether it is there."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from corpus.errors import ModelError
from index.model.packed import PackedModel, package_version, packed_path, read_packed
from index.onnx_embedder import FORMAT, GRAPH_FILE, MANIFEST_FILE, NAME, read_manifest
from index.unigram import CHARACTERS_FILE, PIECES_FILE, SCORES_FILE


def is_built(folder: Path) -> bool:
    """Whether `folder` holds the model whole, in today's format and from the installed weights."""
    try:
        manifest = read_manifest(folder)
        current = manifest.get("source") == package_version()
    except (ModelError, ModuleNotFoundError):
        return False
    return current and all((folder / name).is_file() for name in (PIECES_FILE, SCORES_FILE, CHARACTERS_FILE))


def build_default_model(folder: Path, progress: Callable[[str], None] | None = None) -> None:
    """Makes the model that `OnnxEmbedder(folder)` runs, in place of what is in `folder`.

    It takes seconds, needs neither PyTorch nor a network, and the folder appears whole or not at all.

    Raises:
        ModelError: the weights are missing, or the folder cannot be written.
    """
    tell = progress or (lambda _line: None)
    tell(f"Đọc trọng số của {NAME}")
    model = read_packed(packed_path())
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as workshop:
            made = Path(workshop) / "new"
            made.mkdir()
            tell("Ghi mô hình int8 và bộ tách từ")
            _write(model, made)
            _put_in_place(made, folder, Path(workshop) / "old")
    except OSError as error:
        raise ModelError(
            f"không ghi được mô hình vào {folder} ({error}); cần 100 MB ở đó, rồi chạy: chidao model build"
        ) from error
    tell(f"Mô hình đã sẵn sàng ở {folder}")


def _write(model: PackedModel, folder: Path) -> None:
    from index.model.export import export  # onnx takes half a second that a command without a build does not need

    export(model, folder / GRAPH_FILE)
    (folder / PIECES_FILE).write_bytes("\n".join(model.pieces).encode())
    np.save(folder / SCORES_FILE, model.scores)
    (folder / CHARACTERS_FILE).write_text(json.dumps(model.characters, ensure_ascii=True), encoding="utf-8")
    manifest = {
        "format": FORMAT,
        "name": NAME,
        "source": package_version(),
        "license": "MIT",
        "dimension": model.shape.hidden,
        "longest": model.shape.positions,
        "sha256": hashlib.sha256((folder / GRAPH_FILE).read_bytes()).hexdigest(),
    }
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def _put_in_place(made: Path, folder: Path, old: Path) -> None:
    """Moves `made` to `folder`; what was there goes to `old`, which the caller removes."""
    try:
        if folder.exists():
            folder.replace(old)
        made.replace(folder)
    except OSError:
        if not is_built(folder):  # another process may have been first
            raise
    shutil.rmtree(old, ignore_errors=True)
