"""Writes the encoder as an ONNX graph of int8 products, one text a run.

The graph is put together node by node: an exporter would first need the weights in PyTorch, and what makes
this one quick and exact is what an exporter does not know.

* The table of words stays in the 4 bits that it comes in (GatherBlockQuantized): the file has a fifth of its
  size in fp32, and nothing is lost.
* The matrices become int8 by output channel. Activations become uint8 with a scale for each token, not one
  for the whole text as `onnxruntime.quantization.quantize_dynamic` does, and the few channels that reach far
  are drawn in first (calibrate.py).
* A layer norm is written as Add and LayerNormalization: onnxruntime's fused SkipLayerNormalization takes four
  times as long on a CPU. So the graph is run with the basic optimisations only, or it would be fused again.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from index.model.calibrate import read_exponents
from index.model.packed import BLOCK, Blocks, PackedModel

OPSET, IR_VERSION = 21, 10
INPUT, OUTPUT = "input_ids", "embedding"

_CONTRIB = "com.microsoft"
_ZERO_POINT = 128  # activations are symmetric about it

# On a CPU without VNNI, onnxruntime's kernel (vpmaddubsw) adds the products of two neighbouring inputs in 16 bits
# and saturates there. Activations reach 255, so two neighbouring weights may not exceed 128 together:
# 255 x 128 = 32,640 still fits, and every x86 CPU computes the same sums. One less allows for the rounding.
# onnxruntime's own way, reduce_range, keeps each weight under 64 and loses a bit that is seldom needed.
_WEIGHT_LIMIT, _PAIR_LIMIT = 127, 127


def export(model: PackedModel, path: Path) -> None:
    """Writes the graph to `path`: "input_ids", (tokens,) int64 -> "embedding", (hidden,) float32 of unit length.

    The same weights give the same bytes.
    """
    graph = _Graph()
    hidden = graph.encoder(model, read_exponents())
    graph.node("ReduceMean", [hidden, "first axis"], "mean", keepdims=0)
    graph.node("LpNormalization", ["mean"], OUTPUT, axis=-1, p=2)
    onnx.save(
        helper.make_model(
            helper.make_graph(
                graph.nodes,
                "multilingual-e5-small",
                [helper.make_tensor_value_info(INPUT, TensorProto.INT64, ["tokens"])],
                [helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [model.shape.hidden])],
                graph.constants,
            ),
            opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(_CONTRIB, 1)],
            ir_version=IR_VERSION,
            producer_name="chidao",
        ),
        path,
    )


class _Graph:
    """The nodes and constants so far. Methods return the name of the value they add."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.constant("first axis", np.array([0], np.int64))
        self.constant("second axis", np.array([1], np.int64))
        self.constant("unit", np.float32(1))
        self.constant("level", np.float32(1 / 127))
        self.constant("smallest scale", np.float32(1e-8))
        self.constant("zero point", np.uint8(_ZERO_POINT))

    def node(self, operator: str, inputs: Sequence[str], output: str, domain: str = "", **attributes: Any) -> str:
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def constant(self, name: str, value: NDArray[np.generic] | np.generic) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value).reshape(np.shape(value)), name))
        return name

    def encoder(self, model: PackedModel, exponents: NDArray[np.int8]) -> str:
        """(tokens, hidden) float32: the last hidden state."""
        embedded, norm = self.embeddings(model), "emb.ln"
        for layer in range(model.shape.layers):
            embedded, norm = self.layer(model, f"l{layer}", embedded, norm, exponents[layer])
        return self.normalize(model, embedded, norm)

    def embeddings(self, model: PackedModel) -> str:
        """(tokens, hidden) float32, before their layer norm."""
        words = model.matrices["emb.word"]
        self.constants.append(_four_bits("words", words))
        self.node(
            "GatherBlockQuantized",
            ["words", INPUT, self.constant("word scales", words.scales)],
            "word rows",
            _CONTRIB,
            gather_axis=0,
            quantize_axis=1,
            block_size=BLOCK,
        )
        # Every token is of type 0, so the row of that type is added to the table of positions.
        width = model.shape.hidden
        positions = model.vectors["emb.pos"].reshape(-1, width) + model.vectors["emb.type"][:width]
        self.node("Shape", [INPUT], "token count")
        self.node("Slice", [self.constant("positions", positions), "first axis", "token count"], "position rows")
        self.node("Expand", ["zero point", "token count"], "zero points")
        return self.node("Add", ["word rows", "position rows"], "embedded")

    def layer(
        self, model: PackedModel, name: str, values: str, norm: str, exponents: NDArray[np.int8]
    ) -> tuple[str, str]:
        """The layer's sum and the name of its norm, of `values` that `norm` is still to be applied to."""
        weights = {part: model.matrices[f"{name}.{part}.w"].to_fp32() for part in ("q", "k", "v", "ao", "fi", "fo")}
        vectors = model.vectors

        at_once = np.concatenate([weights["q"], weights["k"], weights["v"]])
        to_attention, to_feed_forward = np.exp2(exponents.astype(np.float32))
        bias = np.concatenate([vectors[f"{name}.{part}.b"] for part in ("q", "k", "v")])
        smooth = self.normalize(model, values, norm, to_attention)
        projected = self.product(smooth, at_once * to_attention, f"{name}.qkv")
        self.node("Unsqueeze", [projected, "first axis"], f"{name}.qkv of one text")
        parts = [f"{name}.q", f"{name}.k", f"{name}.v"]
        self.nodes.append(helper.make_node("Split", [f"{name}.qkv of one text"], parts, axis=-1, num_outputs=3))
        self.node(
            "MultiHeadAttention",
            [*parts, self.constant(f"{name}.qkv bias", bias)],
            f"{name}.context of one text",
            _CONTRIB,
            num_heads=model.shape.heads,
        )
        context = self.node("Squeeze", [f"{name}.context of one text", "first axis"], f"{name}.context")
        attended = self.product(context, weights["ao"], f"{name}.ao")
        values, norm = self.add(model, attended, self.normalize(model, values, norm), f"{name}.ao"), f"{name}.aln"

        smooth = self.normalize(model, values, norm, to_feed_forward)
        widened = self.product(smooth, weights["fi"] * to_feed_forward, f"{name}.fi")
        bias_name = self.constant(f"{name}.fi bias", vectors[f"{name}.fi.b"])
        active = self.node("BiasGelu", [widened, bias_name], f"{name}.gelu", _CONTRIB)
        narrowed = self.product(active, weights["fo"], f"{name}.fo")
        return self.add(model, narrowed, self.normalize(model, values, norm), f"{name}.fo"), f"{name}.oln"

    def quantize(self, values: str) -> tuple[str, str]:
        """(tokens, width) uint8 about 128, and (tokens, 1) float32: the scale of each token."""
        self.node("Abs", [values], f"{values} size")
        self.node("ReduceMax", [f"{values} size", "second axis"], f"{values} largest", keepdims=0)
        self.node("Mul", [f"{values} largest", "level"], f"{values} level")
        scale = self.node("Max", [f"{values} level", "smallest scale"], f"{values} scale")
        column = self.node("Unsqueeze", [scale, "second axis"], f"{values} scale column")
        return self.node("QuantizeLinear", [values, scale, "zero points"], f"{values} in 8 bits", axis=0), column

    def product(self, values: str, weights: NDArray[np.float32], name: str) -> str:
        """(tokens, outputs) float32: the values times `weights`, (outputs, inputs), before the bias."""
        quantized, column = self.quantize(values)
        levels, scales = to_int8(weights)
        inputs = [
            quantized,
            self.constant(f"{name} weights", levels.T),
            "unit",
            self.constant(f"{name} scales", scales),
            "zero point",
            self.constant(f"{name} zero points", np.zeros(len(weights), np.int8)),
        ]
        self.node("MatMulIntegerToFloat", inputs, f"{name} by channel", _CONTRIB)
        return self.node("Mul", [f"{name} by channel", column], f"{name} product")

    def add(self, model: PackedModel, product: str, residual: str, name: str) -> str:
        bias = self.constant(f"{name} bias", model.vectors[f"{name}.b"])
        return self.node("Add", [self.node("Add", [product, bias], f"{name} biased"), residual], f"{name} sum")

    def normalize(self, model: PackedModel, values: str, norm: str, divisor: NDArray[np.float32] | None = None) -> str:
        """(tokens, hidden) float32: the layer norm of `values`, each channel divided by its part of `divisor`."""
        name, by = (norm, np.float32(1)) if divisor is None else (f"{norm} drawn in", divisor)
        weight = self.constant(f"{name} weight", model.vectors[f"{norm}.w"] / by)
        bias = self.constant(f"{name} bias", model.vectors[f"{norm}.b"] / by)
        inputs = [values, weight, bias]
        return self.node("LayerNormalization", inputs, f"{name} output", axis=-1, epsilon=model.shape.epsilon)


def to_int8(weights: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """(outputs, inputs) int8 levels and (outputs,) float32 scales; no two neighbours exceed 128 together."""
    sizes = np.abs(weights)
    pairs = sizes[:, 0::2] + sizes[:, 1::2]
    scales = np.maximum(sizes.max(axis=1) / np.float32(_WEIGHT_LIMIT), pairs.max(axis=1) / np.float32(_PAIR_LIMIT))
    return np.rint(weights / scales[:, None]).astype(np.int8), scales


def _four_bits(name: str, blocks: Blocks) -> onnx.TensorProto:
    """An INT4 tensor of the levels; two to a byte, the first in the lower half."""
    nibbles = (blocks.levels & 15).astype(np.uint8)
    packed = nibbles[:, 0::2] | (nibbles[:, 1::2] << 4)
    return onnx.TensorProto(
        name=name, data_type=TensorProto.INT4, dims=list(blocks.levels.shape), raw_data=packed.tobytes()
    )
