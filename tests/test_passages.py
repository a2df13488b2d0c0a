"""Passages: every word of a text is in exactly one, with an id that stays, whatever the text looks like."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.fact_reading import facts_of
from corpus.lines import join
from corpus.passages import LONGEST_PASSAGE, LONGEST_SENTENCE, Passage, passages_of
from corpus.readers import parse
from corpus.reading import Reading, Span
from corpus.roles import SectionKind
from corpus.sections import Section, sections_of
from corpus.text import stored

DOCUMENTS = Path(__file__).parents[1] / "corpus" / "documents"
UNSEEN = "\u200b\ufeff\xad"

LINES = (
    "THÔNG BÁO",
    "KẾT LUẬN CỦA CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
    "**ỦY BAN NHÂN DÂN**",
    "| **CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM** |",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 12/TB-UBND",
    "Kon Tum, ngày 03 tháng 4 năm 2031",
    "Căn cứ Luật Đê điều;",
    "Kính gửi:",
    "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH điện:",
    "A. VỀ TÌNH HÌNH",
    "II. Về đê điều",
    "Điều 3. Tổ chức thực hiện",
    "1. Về vốn:",
    "1.1. Sở Tài chính rà soát nguồn vốn,",
    "1.1.1 Triển khai ngay",
    "2. 100% số xã có trạm bơm.",
    "a) Sở Y tế chủ trì, phối hợp với các",
    "đ) Công an tỉnh: (1) Rà soát; (2) Báo cáo; (3) Tổng hợp.",
    "(1) Kiểm tra kè;",
    "(i) Kiểm tra cống;",
    "- Giao Ban Quản lý dự án:",
    "* Hạt kiểm lâm",
    "+ Ban hành quy chế trước ngày 5/8.",
    "xã, phường hoàn thành trước ngày",
    "2030 của Chính phủ.",
    "- Thương binh và Xã hội",
    "Nơi nhận:",
    "Lưu: VT.",
    "KT. CHỦ TỊCH",
    "Lò Văn Thí",
    "[1] Theo báo cáo của Sở Y tế.",
    "PHỤ LỤC I",
    "(Kèm theo Thông báo số 12/TB-UBND)",
    "Toàn cảnh hội nghị. Ảnh: Ngọc Ảnh",
    "Nguồn: congbao.vn",
    "# Kế hoạch",
    "___",
    "----",
    "|",
    "",
    "",
    "   ",
    "**",
)
NOISE = st.text(
    st.one_of(
        st.sampled_from('abđẮƯ1269.;:,()[]-+*_|#\\/"”… \t\n\x0b\x1c\x85\u2028\u00a0\u200b\ufeff\xad\u0301🙂'),
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
    ),
    max_size=300,
)
DIRECTIVES = st.lists(st.one_of(st.sampled_from(LINES), st.sampled_from(LINES), NOISE), max_size=40).map("\n".join)
TEXTS = st.one_of(NOISE, DIRECTIVES, DIRECTIVES.map(lambda text: unicodedata.normalize("NFD", text)))


def check(reading: Reading) -> tuple[list[Section], list[Passage]]:
    """The sections and passages of a reading, with what must hold for those of any text."""
    text = reading.text
    sections, passages = sections_of(reading), passages_of(reading, "a.txt")
    for index, section in enumerate(sections):
        assert section.index == index
        assert section.span.start <= section.span.end <= section.end <= len(text)
        if section.parent is not None:
            above = sections[section.parent]
            assert above.index < index
            assert above.span.start <= section.span.start
            assert section.end <= above.end
    assert all(one.span.end <= other.span.start for one, other in pairwise(sections))
    assert_holds_every_word(text, [section.span for section in sections])
    assert all(one.span.end <= other.span.start for one, other in pairwise(passages))
    assert_holds_every_word(text, [passage.span for passage in passages])
    for passage in passages:
        words = passage.span.of(text)
        assert words == words.strip().strip(UNSEEN)
        assert passage.text == join(text, passage.span).text == passage.text.strip()
        assert passage.sentences
        assert all(passage.span.holds(sentence) for sentence in passage.sentences)
        assert all(one.end <= other.start for one, other in pairwise(passage.sentences))
        assert_holds_every_word(text, list(passage.sentences), passage.span)
        assert len(words) <= LONGEST_PASSAGE or all(len(s) <= LONGEST_SENTENCE for s in passage.sentences)
    assert len({passage.id for passage in passages}) == len(passages)
    facts_of(reading, sections)
    return sections, passages


def assert_holds_every_word(text: str, spans: list[Span], within: Span | None = None) -> None:
    start = within.start if within else 0
    left_out = []
    for span in spans:
        left_out.append(text[start : span.start])
        start = span.end
    left_out.append(text[start : within.end if within else None])
    assert not re.search(r"[^\W_]", "\n".join(left_out)), left_out


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_any_text_falls_into_passages_that_hold_every_word(text: str) -> None:
    check(Reading(stored(text)))


@given(
    st.lists(st.lists(st.sampled_from(LINES), min_size=1, max_size=4), max_size=12), st.sampled_from([".md", ".txt"])
)
@settings(max_examples=150, deadline=None)
def test_tables_and_headings_of_a_file_fall_into_passages_too(rows: list[list[str]], suffix: str) -> None:
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    source = f"# Kế hoạch\n\n| STT | Nhiệm vụ |\n|---|---|\n{table}\n\nHết phần bảng.\n\n- a\n  - b\n"
    check(parse(Path("a" + suffix), source.encode()))


@given(DIRECTIVES)
@settings(max_examples=100, deadline=None)
def test_ids_stay_the_same_for_the_same_document_and_no_other_has_them(text: str) -> None:
    reading = Reading(stored(text))
    ids = [passage.id for passage in passages_of(reading, "a.txt")]
    assert ids == [passage.id for passage in passages_of(reading, "a.txt")]
    assert not set(ids) & {passage.id for passage in passages_of(reading, "b.txt")}


def passages(text: str) -> list[Passage]:
    return check(Reading(text))[1]


LONG = "Sở Xây dựng rà soát các công trình cấp nước tập trung đã xuống cấp ở các xã vùng cao. " * 14
DIRECTIVE = f"""CHỈ THỊ
VỀ PHÒNG, CHỐNG HẠN HÁN

Trời khô từ tháng 2.

I. VIỆC GẤP

1. Về cấp nước:
a) {LONG}
b) Kho bạc giải ngân.

2. Sở Y tế: (1) Trực cấp cứu; (2) Dự trữ thuốc.

II. VIỆC LÂU DÀI

1. Sở Nội vụ soạn quy chế./.

Nơi nhận:
- Như trên;
- Lưu: VT."""


def test_a_passage_carries_its_heading_and_what_stands_above_it() -> None:
    found = {passage.section: passage for passage in passages(DIRECTIVE)}
    assert found["I.1.a"].heading == "I.1.a — Về cấp nước"
    assert found["I.1.a"].titles == ("VIỆC GẤP", "Về cấp nước")
    assert found["I.2"].text == "2. Sở Y tế: (1) Trực cấp cứu; (2) Dự trữ thuốc."
    assert [span.of(DIRECTIVE) for span in found["I.2"].sentences] == [
        "2. Sở Y tế:",
        "(1) Trực cấp cứu;",
        "(2) Dự trữ thuốc.",
    ]
    assert found["II.1"].text == "II. VIỆC LÂU DÀI 1. Sở Nội vụ soạn quy chế./."


def test_a_long_item_is_cut_between_sentences() -> None:
    parts = [passage for passage in passages(DIRECTIVE) if passage.section == "I.1.a"]
    assert len(parts) == 2
    assert all(len(part.text) <= LONGEST_PASSAGE and part.text.endswith("vùng cao.") for part in parts)


def test_the_parts_around_the_body_are_passages_of_their_own() -> None:
    found = [(passage.kind.value, passage.text) for passage in passages(DIRECTIVE)]
    assert found[0] == ("title", "CHỈ THỊ VỀ PHÒNG, CHỐNG HẠN HÁN")
    assert found[-1] == ("recipients", "Nơi nhận: - Như trên; - Lưu: VT.")


def test_a_caption_within_a_part_stays_a_caption() -> None:
    text = "1. Sở Y tế trực:\na) Ca ngày;\n\nToàn cảnh ca trực. Ảnh: Thu Cúc\n\nb) Ca đêm."
    assert [passage.text for passage in passages(text) if passage.kind is SectionKind.FURNITURE] == [
        "Toàn cảnh ca trực. Ảnh: Thu Cúc"
    ]


def test_each_row_of_a_table_is_a_passage() -> None:
    source = "# Kế hoạch\n\n| STT | Việc |\n|---|---|\n| 1 | Đào giếng |\n| 2 | Chở nước |\n"
    found = check(parse(Path("a.md"), source.encode()))[1]
    assert [p.text for p in found if p.kind is SectionKind.ROW] == ["STT | Việc", "1 | Đào giếng", "2 | Chở nước"]


def test_a_sentence_without_an_end_is_cut_at_white_space() -> None:
    found = passages("giếng " * 2_000)
    assert all(len(passage.span) <= LONGEST_SENTENCE for passage in found)
    assert all(passage.text.endswith("giếng") for passage in found)


def test_a_change_under_one_heading_leaves_the_ids_under_the_others() -> None:
    before = {passage.heading: passage.id for passage in passages(DIRECTIVE)}
    after = {passage.heading: passage.id for passage in passages(DIRECTIVE.replace("Trực cấp cứu", "Trực ngày đêm"))}
    assert before.keys() == after.keys()
    assert [heading for heading in before if before[heading] != after[heading]] == ["I.2 — VIỆC GẤP"]


@given(st.integers(0, 5), st.text("abcđ .", min_size=1, max_size=200))
@settings(max_examples=60, deadline=None)
def test_whatever_is_written_under_one_heading_the_others_keep_their_ids(changed: int, words: str) -> None:
    headings = ["I. VỐN", "II. ĐẤT", "III. NƯỚC", "IV. RỪNG", "V. ĐƯỜNG", "VI. ĐIỆN"]
    bodies = [f"Sở Tài chính lo {heading.split()[1].lower()} cho các xã." for heading in headings]
    others = [*bodies[:changed], f"X {words}", *bodies[changed + 1 :]]

    def ids(bodies: list[str]) -> set[tuple[str, str]]:
        text = "\n".join(f"{heading}\n{body}" for heading, body in zip(headings, bodies, strict=True))
        return {(p.section, p.id) for p in passages_of(Reading(text), "a.txt")}

    number = headings[changed].split(".")[0]
    assert {(s, i) for s, i in ids(bodies) if s != number} == {(s, i) for s, i in ids(others) if s != number}


def test_the_same_words_twice_have_two_ids() -> None:
    first, second = passages(f"{LONG}\n\n{LONG}")[0::2][:2]
    assert first.span.of(LONG * 2 + "  ")[:50] == second.text[:50]
    assert first.id != second.id


@pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.txt")), ids=lambda path: path.name)
def test_the_shipped_documents_fall_into_passages_that_hold_every_word(path: Path) -> None:
    _, found = check(parse(path, path.read_bytes()))
    assert all(len(passage.text) <= LONGEST_PASSAGE or len(passage.sentences) == 1 for passage in found)
