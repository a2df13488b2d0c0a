"""Whether what an earlier answer cited still stands, and what the page shows of a conversation that cites it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from assistant.answer import Answer, Citation
from assistant.answering.standing import Cited, Standing, standing
from assistant.page import render
from assistant.page.conversation import messages, restored
from assistant.page.model import Turn
from assistant.page.sources import REMOVED, TOLD, UNKNOWN, WITHHELD, standing_today
from corpus.errors import StoreError
from index.ingest import index_folder
from index.store import Store
from tests.fake_embedder import FakeEmbedder, directive, write
from tests.fakes import ANSWERS, LEVELS, NOTICE, POLICE, REPORT, FakeAsker

QUOTE = "1. Bộ Y tế hoàn thành kế hoạch số 1 trước ngày 2 tháng 8 năm 2024."
AT = directive(1).index(QUOTE)


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        (directive(1), Standing.STANDS),
        ("Lời đầu\n\n" + directive(1), Standing.MOVED),
        (directive(1).replace("2 tháng 8", "9 tháng 9"), Standing.CHANGED),
        (None, Standing.REMOVED),
    ],
)
def test_a_citation_stands_moves_changes_or_goes_with_its_document(
    text: str | None, stands: Standing, store: Store, tmp_path: Path
) -> None:
    docs = write(tmp_path / "docs", a=directive(1), b=directive(2))
    index_folder(store, docs, FakeEmbedder())
    (docs / "a.txt").unlink()
    if text is not None:
        write(docs, a=text)
    index_folder(store, docs, FakeEmbedder())
    cited = Cited("a.txt", AT, AT + len(QUOTE), QUOTE)
    other = Cited("b.txt", 0, 7, "CHỈ THỊ")
    with Session(store.engine) as session:
        assert standing(session, [other, cited, other]) == [Standing.STANDS, stands, Standing.STANDS]
        assert standing(session, []) == []


@pytest.mark.parametrize(("start", "end"), [(-5, 2), (0, 0), (9, 3), (10**9, 10**9 + 7), (10**30, 10**31)])
def test_offsets_that_no_text_has_are_no_failure(start: int, end: int, store: Store, tmp_path: Path) -> None:
    index_folder(store, write(tmp_path / "docs", a=directive(1)), FakeEmbedder())
    with Session(store.engine) as session:
        assert standing(session, [Cited("a.txt", start, end, "CHỈ THỊ")]) == [Standing.MOVED]


# On the page.

WORDS = "Các bộ, ngành, địa phương"
ANSWER = ANSWERS["nghị quyết"]
"""Its first sentence cites the notice, its second the report; both stand in one paragraph."""
LIST = ANSWERS["an toàn thông tin"]


def kept(*answers: Answer) -> str:
    turns = [Turn("câu hỏi", render.reply(answer)) for answer in answers]
    said = [message["content"] for message in messages(turns)]
    return json.dumps([["câu hỏi", reply] for reply in said[1::2]])


def visible(html: str) -> str:
    return re.sub(r"<[^>]*>", " ", html)


def packed(html: str) -> str:
    """What the titles of the references hold."""
    found = re.findall(r'class="ref" title="([^"]*)"', html)
    return " ".join(json.dumps(json.loads(base64.urlsafe_b64decode(one)), ensure_ascii=False) for one in found)


def test_what_stands_comes_back_as_it_was() -> None:
    for answer in ANSWERS.values():
        assert standing_today(render.reply(answer), FakeAsker()) == render.reply(answer)


def test_of_a_removed_document_neither_quote_nor_what_was_said_by_it_comes_back() -> None:
    asker = FakeAsker()
    asker.stands = {NOTICE: Standing.REMOVED}
    (list_, prose) = restored(kept(LIST, ANSWER), asker)
    assert list_.reply.count(REMOVED) == 2
    for words in (LEVELS.quote[:40], POLICE.quote[:40], "hoàn thành phê duyệt hồ sơ", "giám sát, bảo vệ"):
        assert words not in visible(list_.reply)
        assert words not in packed(list_.reply)
    assert list_.reply.count(WITHHELD) == 2
    assert list_.reply.count('class="cite"') == 2  # its numbers still open the line that says so
    assert WITHHELD in prose.reply
    assert "Thời hạn hoàn thành trước ngày 16" not in prose.reply
    assert "Đến cuối năm 2025, tất cả cán bộ" in visible(prose.reply)  # the other source is there


def test_near_misses_of_a_removed_document_go_without_the_words_of_the_refusal() -> None:
    asker = FakeAsker()
    asker.stands = {NOTICE: Standing.REMOVED}
    reply = restored(kept(ANSWERS["bóng đá"]), asker)[0].reply
    assert "đội tuyển bóng đá" in reply
    assert WORDS not in visible(reply)
    assert REMOVED in reply


@pytest.mark.parametrize("stand", [Standing.MOVED, Standing.CHANGED])
def test_a_source_that_was_read_again_says_what_became_of_it(stand: Standing) -> None:
    asker = FakeAsker()
    asker.stands = {REPORT: stand}
    reply = restored(kept(ANSWER), asker)[0].reply
    assert reply.count(TOLD[stand]) == 1
    assert reply.replace(f'<p class="removed">{TOLD[stand]}</p>', "") == render.reply(ANSWER)


def test_what_cannot_be_looked_up_is_not_shown_either() -> None:
    class Closed(FakeAsker):
        def standing(self, citations: Sequence[Cited]) -> list[Standing]:
            raise StoreError("kho hỏng")

    reply = restored(kept(LIST), Closed())[0].reply
    assert reply.count(UNKNOWN) == 4
    assert WORDS not in visible(reply)


@pytest.mark.parametrize("title", ["", "====", "x", "WzFd", "e30="])
def test_a_reference_that_the_page_did_not_write_is_not_shown(title: str) -> None:
    reply = re.sub(r'class="ref" title="[^"]*"', f'class="ref" title="{title}"', render.reply(LIST))
    assert UNKNOWN in standing_today(reply, FakeAsker())


def test_an_odd_quote_survives_the_way_through_the_browser() -> None:
    quote = "a\u202e\ue000 <b>\n“𠮷”"
    seen: list[Cited] = []

    class Watching(FakeAsker):
        def standing(self, citations: Sequence[Cited]) -> list[Standing]:
            seen.extend(citations)
            return [Standing.STANDS] * len(seen)

    citation = Citation(1, "á/b.txt", "T", None, "", quote, 3, 3 + len(quote), passage=quote, passage_start=3)
    restored(kept(Answer("", "answered", None, "x [1]", (citation,))), Watching())
    assert seen == [Cited("á/b.txt", 3, 3 + len(quote), quote)]
