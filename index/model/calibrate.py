"""Measures how far each channel of the hidden state reaches, for the int8 export; `python -m index.model.calibrate`.

A few of the 384 channels reach ten times as far as the others, always the same ones, and one scale for all
channels of a token leaves the others few levels. The export divides each channel by a power of two before it
is rounded and multiplies the weights that read it by the same (SmoothQuant, Xiao et al. 2023, section 4, with
its alpha at 0.7); in fp32 nothing changes. Measured on 300-character passages, this takes 1 - cosine to fp32
from 0.0008 to 0.0003.

The exponents are stored in channel_exponents.npy, not measured at each build: another CPU rounds
differently, and the same weights should give the same model everywhere.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

EXPONENTS_FILE = Path(__file__).parent / "channel_exponents.npy"

_ALPHA = 0.7
_PASSAGE_LENGTH, _PASSAGES = 300, 400


def read_exponents() -> NDArray[np.int8]:
    """(layers, 2, hidden): for each layer the exponents of what attention and the feed-forward part read."""
    exponents: NDArray[np.int8] = np.load(EXPONENTS_FILE)
    return exponents


def measure_exponents(texts: Sequence[str]) -> NDArray[np.int8]:
    """The exponents for the channels' largest sizes over `texts`; takes minutes, PyTorch and 2 GB of memory."""
    import torch
    from sentence_transformers import SentenceTransformer

    from index.model.unpack import unpack

    with tempfile.TemporaryDirectory() as workshop:
        unpack(Path(workshop) / "model")
        model: Any = SentenceTransformer(str(Path(workshop) / "model"), device="cpu", local_files_only=True)

    sizes: list[Any] = []
    weights: list[Any] = []
    for layer in model[0].auto_model.encoder.layer:
        attention = layer.attention.self
        for readers in ([attention.query, attention.key, attention.value], [layer.intermediate.dense]):
            sizes.append(torch.zeros(readers[0].in_features))
            weights.append(torch.cat([reader.weight.detach() for reader in readers]).abs().amax(0))

            def note(_module: Any, inputs: tuple[Any], largest: Any = sizes[-1]) -> None:
                torch.maximum(largest, inputs[0].abs().flatten(0, -2).amax(0), out=largest)

            readers[0].register_forward_pre_hook(note)
    model.encode(texts, prompt_name="passage", batch_size=1)

    smooth = torch.stack(sizes).clamp(min=1e-3) ** _ALPHA / torch.stack(weights).clamp(min=1e-4) ** (1 - _ALPHA)
    exponents: NDArray[np.int8] = torch.log2(smooth).round().to(torch.int8).numpy()
    return exponents.reshape(-1, 2, exponents.shape[-1])


def main() -> None:
    """Measures on the shipped documents and stores the exponents beside this module."""
    documents = sorted((Path(__file__).parents[2] / "corpus" / "documents").glob("*.txt"))
    text = " ".join(" ".join(path.read_text(encoding="utf-8") for path in documents).split())
    starts = range(0, len(text) - _PASSAGE_LENGTH, max(_PASSAGE_LENGTH, len(text) // _PASSAGES))
    np.save(EXPONENTS_FILE, measure_exponents([text[start : start + _PASSAGE_LENGTH] for start in starts]))


if __name__ == "__main__":
    main()
