"""What turns text into vectors: the interface that every embedding model is used through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """An embedding model with its own prompts."""

    @property
    def model_id(self) -> str:
        """Names the model and its weights; two embedders with the same id make comparable vectors."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, rows of unit length; a text's row does not depend on its neighbours."""

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """(n, dimension) float32, rows of unit length; a text's row does not depend on its neighbours."""
