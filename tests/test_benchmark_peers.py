"""What peers are measured by is the same rule for each; llama-index, Chroma and bm25s are real, the model is not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from benchmarks import peer_scores
from benchmarks.peer_ways import Bm25, LlamaIndex, Ours, Way, answer_of, ways_of
from corpus.reading import Span
from eval.cases import Case
from eval.gold import GoldText, Place
from index.ingest import index_folder
from index.store import Store
from tests.fake_embedder import FakeEmbedder

TASK = "Sở Xây dựng nạo vét kênh Bản Mế trước ngày 30 tháng 6 năm 2031."
OTHERS = "\n\n".join(f"{n}. Sở Nội vụ kiểm tra xã thứ {n}, báo cáo kết quả cho Ủy ban nhân dân." for n in range(2, 120))


def case(id_: str, question: str, *, answerable: bool = True, history: tuple[str, ...] = ()) -> Case:
    cite = ((TASK,),) if answerable else ()
    return Case(id_, "who", question, (("Sở Xây dựng",),) if answerable else (), cite, (), (), answerable, history)


CASES = [
    case("right", "Ai nạo vét kênh Bản Mế?"),
    case("no", "Giá vé tàu điện ngầm là bao nhiêu?", answerable=False),
    case("on", "Ai phải làm?", history=("Nạo vét kênh Bản Mế",)),
]


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Way], GoldText]]:
    """All ways over one document."""
    folder = tmp_path_factory.mktemp("peers")
    (folder / "docs").mkdir()
    (folder / "docs" / "a.txt").write_text(f"CHỈ THỊ\nVề việc kênh\n\n1. {TASK}\n\n{OTHERS}\n", encoding="utf-8")
    with closing(Store(folder / "store")) as store:
        index_folder(store, folder / "docs", FakeEmbedder())
        gold = GoldText(store)
        with ways_of(store, gold, FakeEmbedder()) as ways:
            yield ways, gold


def test_a_piece_is_the_stored_text_between_its_offsets(measured: tuple[list[Way], GoldText]) -> None:
    ways, gold = measured
    assert [type(way) for way in ways[:4]] == [Ours, LlamaIndex, LlamaIndex, Bm25]
    for way in ways:
        assert len(way.pieces) > 1
        assert not [p for p in way.pieces.values() if not gold.text(p.document)[p.span.start : p.span.end].strip()]
        answers = peer_scores.answers_of(way, CASES, gold)
        assert answers.quotes is not None
        assert answers.quotes.value == 1.0


def test_words_of_the_question_find_the_gold_in_nodes_and_passages(measured: tuple[list[Way], GoldText]) -> None:
    ways, gold = measured
    for way in (ways[3], ways[4]):
        found = peer_scores.retrieval_of(way, CASES, gold)
        assert (found.questions, found.recall_1, found.mrr) == (1, 1.0, 1.0)


def test_peers_answer_with_what_they_find_and_never_decline(measured: tuple[list[Way], GoldText]) -> None:
    ways, gold = measured
    for way in ways[1:]:
        answers = peer_scores.answers_of(way, CASES, gold)
        assert answers.declines is not None
        assert answers.declines.value == 0.0
    ours = peer_scores.answers_of(ways[0], CASES, gold)
    assert ours.declines is not None
    assert ours.declines.value == 1.0
    answer = ways[1].answer(CASES[0])
    assert all(f"{citation.quote} [{citation.n}]" in answer.answer for citation in answer.citations)
    assert len(ways[2].answer(CASES[0]).citations) == 1


def test_a_piece_shows_the_gold_where_it_holds_most_of_it() -> None:
    gold = [Place("a", Span(100, 200))]
    pieces = {
        "whole": Place("a", Span(0, 300)),
        "most": Place("a", Span(140, 240)),
        "part": Place("a", Span(141, 241)),
        "elsewhere": Place("b", Span(0, 300)),
    }
    assert peer_scores.shown_by(pieces, gold) == {"whole", "most"}


def test_an_answer_of_pieces_cites_each_whole() -> None:
    answer = answer_of(CASES[0], [(Place("a", Span(3, 6)), "abc"), (Place("a", Span(7, 8)), "d")])
    assert answer.answer == "abc [1]\n\nd [2]"
    assert [(c.n, c.document, c.start, c.end, c.quote) for c in answer.citations] == [
        (1, "a", 3, 6, "abc"),
        (2, "a", 7, 8, "d"),
    ]
