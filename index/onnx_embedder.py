"""The default embedding model: multilingual-e5-small in int8, run by onnxruntime."""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import ModelError
from corpus.vietnamese import unify_tone_placement
from index.embedder import Vectors
from index.unigram import UnigramTokenizer

NAME = "multilingual-e5-small"
FORMAT = 1  # of the folder; one more when the export changes what it writes
GRAPH_FILE, MANIFEST_FILE = "model.onnx", "chidao-model.json"

QUERY_PROMPT, PASSAGE_PROMPT = "query: ", "passage: "

# 512 tokens of at most 16 characters each cannot reach further, so what is cut off would not have been read.
LONGEST_TEXT = 8_192

_REBUILD = "hãy dựng lại bằng: chidao model build"


def prepare(text: str) -> str:
    """`text` in the one spelling that embedding models are asked with.

    NFC (in NFD the same words come out at a cosine of 0.85), tone marks where the newer habit puts them,
    runs of white space as one space, no NUL, and at most 8,192 characters.

    >>> prepare("Uỷ  ban\\nnhân dân")
    'Ủy ban nhân dân'
    """
    words = " ".join(text.replace("\0", "").split())
    return unify_tone_placement(unicodedata.normalize("NFC", words))[:LONGEST_TEXT]


def model_id_of(manifest: dict[str, Any]) -> str:
    """The id of the model that a manifest is of."""
    return f"{NAME}-int8-{manifest['sha256'][:12]}"


def read_manifest(folder: Path) -> dict[str, Any]:
    """What `folder` says of the model in it, after its graph was compared with the checksum.

    Raises:
        ModelError: there is no such folder, it is of another format, or its graph is not the one it was made with.
    """
    try:
        manifest = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))
        checksum = hashlib.sha256((folder / GRAPH_FILE).read_bytes()).hexdigest()
        if manifest["format"] != FORMAT:
            raise ModelError(f"mô hình trong {folder} thuộc dạng {manifest['format']}, cần {FORMAT}; {_REBUILD}")
        if manifest["sha256"] != checksum:
            raise ModelError(f"{folder / GRAPH_FILE} bị hỏng (sha256 là {checksum}); {_REBUILD}")
    except FileNotFoundError as error:
        raise ModelError(f"không có mô hình nhúng trong {folder}; hãy dựng bằng: chidao model build") from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"không đọc được mô hình trong {folder} ({error}); {_REBUILD}") from error
    return manifest  # type: ignore[no-any-return]


class OnnxEmbedder:
    """Embeds one text a run and several texts side by side, each on a thread of its own.

    Nothing is padded or shared between texts, so a row depends on its text alone; the products are exact in
    32 bits, so that it is the same in each call, each process and on each x86 CPU up to the rounding of the
    layer norms. Calls from several threads are safe. No thread is left running between calls.
    """

    def __init__(self, folder: Path, threads: int | None = None) -> None:
        """Loads the model that `index.model.build_default_model(folder)` made.

        Args:
            folder: the model's folder.
            threads: texts embedded at the same time; as many as the process may use cores, unless given.

        Raises:
            ModelError: the folder is missing, stale or damaged.
        """
        manifest = read_manifest(folder)
        try:
            self._tokenizer = UnigramTokenizer(folder)
            self._session = _open_session(folder / GRAPH_FILE)
        except Exception as error:  # onnxruntime raises its own kinds, of which the base is Exception
            raise ModelError(f"không nạp được mô hình trong {folder} ({error}); {_REBUILD}") from error
        self._dimension = int(manifest["dimension"])
        self._longest = int(manifest["longest"])
        self._model_id = model_id_of(manifest)
        self._threads = threads or len(os.sched_getaffinity(0))

    @property
    def model_id(self) -> str:
        """The name, and the first twelve digits of the graph's sha256."""
        return self._model_id

    @property
    def dimension(self) -> int:
        """384."""
        return self._dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, 384) float32, rows of unit length; of each text the first 512 tokens are read."""
        return self._embed(PASSAGE_PROMPT, texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, 384) float32, rows of unit length; of each text the first 512 tokens are read."""
        return self._embed(QUERY_PROMPT, texts)

    def _embed(self, prompt: str, texts: Sequence[str]) -> Vectors:
        rows = np.empty((len(texts), self._dimension), dtype=np.float32)

        def embed(row: int) -> None:
            ids = np.array(self._tokenizer.encode(prompt + prepare(texts[row]), self._longest), dtype=np.int64)
            rows[row] = self._session.run(None, {"input_ids": ids})[0]

        if len(texts) < 2 or self._threads < 2:
            for row in range(len(texts)):
                embed(row)
        else:
            with ThreadPoolExecutor(min(self._threads, len(texts))) as pool:
                for _ in pool.map(embed, range(len(texts))):
                    pass
        return rows


def _open_session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Measured on two cores: texts side by side, a thread each, come out at 1.7 times the rate of one text after
    # the other on two threads. Threads that do not spin leave an idle session without CPU time.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # The basic optimisations only: the further ones fuse layer norms into a kernel that is slower (export.py).
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.enable_mem_pattern = False  # texts differ in length, and a plan would be kept for every length
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
