"""The directions of the design: corpus <- index <- assistant <- eval; prompts is a leaf; nothing heavy at import."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS

ROOT = Path(__file__).parents[1]
HEAVY = ("torch", "transformers", "sentence_transformers", "gradio", "llama_index", "chromadb", "underthesea", "onnx")


def test_the_imports_keep_the_directions_of_the_design() -> None:
    # in its own interpreter: it disables the loggers that it finds
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert run.returncode == EXIT_STATUS_SUCCESS, run.stdout


def _modules_after(code: str) -> set[str]:
    """The top-level modules that a fresh interpreter has loaded after `code`."""
    line = f"{code}; import sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(run.stdout.split())


@pytest.mark.parametrize("module", ["corpus.passages", "corpus.readers", "index", "assistant.cli", "assistant.page"])
def test_nothing_heavy_is_loaded_by_importing(module: str) -> None:
    assert _modules_after(f"import {module}").isdisjoint(HEAVY)


def test_asking_waits_for_neither_torch_nor_gradio() -> None:
    loaded = _modules_after("import assistant.pipeline, index.onnx_embedder, index.vectors, index.lexical")
    assert loaded.isdisjoint({"torch", "transformers", "sentence_transformers", "gradio", "underthesea", "onnx"})


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    names = {
        p.stem for folder in ("corpus", "index", "assistant", "prompts", "eval") for p in ROOT.glob(f"{folder}/**/*.py")
    }
    assert names.isdisjoint({"utils", "util", "helpers", "helper", "common", "misc", "manager"})
