"""Whether what an earlier answer cited still stands, and what the page shows of a conversation that cites it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from assistant.answer import Answer
from assistant.answering.standing import Cited, Standing, standing
from assistant.page import render
from assistant.page.conversation import reopened
from assistant.page.model import Told
from assistant.page.sources import REMOVED, TOLD, UNKNOWN, WITHHELD
from assistant.server.desk import PersonalDesk
from assistant.server.person import Person, Role
from assistant.server.services import open_services
from index.ingest import index_folder
from index.store import Store
from tests.fake_embedder import FakeEmbedder, directive, write
from tests.fakes import ANSWERS, LEVELS, NOTICE, POLICE, REPORT, FakeAsker
from tests.servers import filled_store, settings_in

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


def kept(answer: Answer, stands: dict[str, Standing | None]) -> str:
    """The reply to an answer that was kept, whose documents stand so today."""
    sources = (*answer.citations, *answer.neighbours)
    standing = tuple(stands.get(one.document, Standing.STANDS) for one in sources)
    return render.reply(Told("câu hỏi", answer, "c1", 1, standing))


def visible(html: str) -> str:
    return re.sub(r"<[^>]*>", " ", html)


def test_what_stands_comes_back_as_it_was() -> None:
    for answer in ANSWERS.values():
        assert kept(answer, {}) == render.reply(Told("câu hỏi", answer, "c1", 1))


def test_of_a_removed_document_neither_quote_nor_what_was_said_by_it_comes_back() -> None:
    list_, prose = (kept(answer, {NOTICE: Standing.REMOVED}) for answer in (LIST, ANSWER))
    assert list_.count(REMOVED) == 2
    for words in (LEVELS.quote[:40], POLICE.quote[:40], "hoàn thành phê duyệt hồ sơ", "giám sát, bảo vệ"):
        assert words not in list_
    assert list_.count(WITHHELD) == 2
    assert list_.count('class="cite"') == 2  # its numbers still open the line that says so
    assert "van-ban/" not in list_
    assert WITHHELD in prose
    assert "Thời hạn hoàn thành trước ngày 16" not in prose
    assert "Đến cuối năm 2025, tất cả cán bộ" in visible(prose)  # the other source is there


def test_near_misses_of_a_removed_document_go_without_the_words_of_the_refusal() -> None:
    reply = kept(ANSWERS["bóng đá"], {NOTICE: Standing.REMOVED})
    assert "đội tuyển bóng đá" in reply
    assert WORDS not in visible(reply)
    assert REMOVED in reply


@pytest.mark.parametrize("stand", [Standing.MOVED, Standing.CHANGED])
def test_a_source_that_was_read_again_says_what_became_of_it(stand: Standing) -> None:
    reply = kept(ANSWER, {REPORT: stand})
    assert reply.count(TOLD[stand]) == 1
    assert reply.count("Mở toàn văn") == render.reply(Told("", ANSWER)).count("Mở toàn văn") - 1


def test_what_cannot_be_looked_up_is_not_shown_either() -> None:
    reply = kept(LIST, {NOTICE: None})
    assert reply.count(UNKNOWN) == 4
    assert WORDS not in visible(reply)


def test_a_kept_conversation_is_looked_up_when_it_is_opened(tmp_path: Path) -> None:
    asker, person = FakeAsker(), Person("", "browser:x", Role.READER)
    store = filled_store(tmp_path)
    services = open_services(settings_in(tmp_path), asker, store, None)
    try:
        desk = PersonalDesk(services, person)
        told = desk.ask("nghị quyết", (), "")
        assert desk.conversation(told.conversation)[0].answer == replace(told.answer, question="nghị quyết")
        asker.stands = {NOTICE: Standing.REMOVED}
        (turn,) = reopened(desk, told.conversation)
        assert WITHHELD in turn.reply
        assert reopened(PersonalDesk(services, replace(person, owner="browser:y")), told.conversation) == ()
    finally:
        services.close()
        store.close()
