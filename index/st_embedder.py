"""Any other embedding model: one that sentence-transformers loads, by its name or from a folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from corpus.errors import ModelError
from index.embedder import Vectors
from index.onnx_embedder import prepare

_QUERY_PROMPTS = ("query",)
_PASSAGE_PROMPTS = ("passage", "document", "corpus")
_SAMPLED = 256  # values of each tensor that go into the model's id


class SentenceTransformerEmbedder:
    """Embeds with the prompts that the model itself names "query" and "passage" or "document"; else with none."""

    def __init__(
        self, model: str | Path, *, allow_download: bool = False, device: str | None = None, batch_size: int = 1
    ) -> None:
        """Loads the model; PyTorch takes some seconds.

        Args:
            model: a folder, or a name such as "BAAI/bge-m3" whose files are in the Hugging Face cache.
            allow_download: fetch a model that is not there; otherwise no connection is made.
            device: as PyTorch names it, "cpu" or "cuda"; the fastest there is, unless given.
            batch_size: texts embedded together. With more than one a row may differ in its last digits by
                what stands beside it; on a CPU one at a time is about as fast.

        Raises:
            ModelError: the model is not there or cannot be loaded.
        """
        if not allow_download:
            os.environ["HF_HUB_OFFLINE"] = "1"  # read when huggingface_hub is imported
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._model: Any = SentenceTransformer(str(model), device=device, local_files_only=not allow_download)
        except (OSError, ValueError, RuntimeError, KeyError) as error:
            raise ModelError(
                f"không nạp được mô hình {str(model)!r} ({_first_line(error)}); hãy nêu một thư mục mà "
                "sentence-transformers đọc được, hoặc tải mô hình về trước bằng: hf download TÊN"
            ) from error
        self._batch_size = batch_size
        self._query_prompt = _prompt(self._model.prompts, _QUERY_PROMPTS)
        self._passage_prompt = _prompt(self._model.prompts, _PASSAGE_PROMPTS)
        name = Path(model).name if Path(model).is_dir() else str(model)
        self._model_id = f"{name}-{_fingerprint(self._model, self._query_prompt, self._passage_prompt)}"

    @property
    def model_id(self) -> str:
        """The name, and twelve digits that change with the weights, the pooling, the length or the prompts."""
        return self._model_id

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension())

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, rows of unit length."""
        return self._embed(self._passage_prompt, texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, rows of unit length."""
        return self._embed(self._query_prompt, texts)

    def _embed(self, prompt: str, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        rows = self._model.encode(
            [prepare(text) for text in texts],
            prompt=prompt,
            batch_size=self._batch_size,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(rows, dtype=np.float32)


def _prompt(prompts: Mapping[str, str | None], names: Sequence[str]) -> str:
    """The first of `names` that the model has words for. An empty one is a default of the library."""
    return next((prompt for name in names if (prompt := prompts.get(name))), "")


def _fingerprint(model: Any, *prompts: str) -> str:
    """Twelve hexadecimal digits: the layout of the model, and some values of each tensor."""
    digest = hashlib.sha256()
    for part in (str(model), str(model.max_seq_length), *prompts):
        digest.update(part.encode() + b"\0")
    for name, tensor in model.state_dict().items():
        values = tensor.detach().flatten()
        sample = values[:: max(1, len(values) // _SAMPLED)].float().cpu().numpy()
        digest.update(f"{name}{tuple(tensor.shape)}".encode() + sample.tobytes())
    return digest.hexdigest()[:12]


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")
