"""What persons leave behind: kept over a restart, seen by its owner alone, gone when deleted."""

from __future__ import annotations

import io
import os
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx as python_docx
import pytest
from sqlalchemy import Engine, text

from assistant.conversations import (
    AuditLog,
    Conversations,
    Feedback,
    Sessions,
    UnknownConversation,
    Verdict,
    open_database,
)
from assistant.conversations.export import docx, markdown
from corpus.errors import ChidaoError, StoreError, StoreMismatch
from tests.fakes import ANSWERS, HOSTILE, hostile

ANSWER = ANSWERS["an toàn thông tin"].to_json()
SECRET = "câu hỏi mà chỉ một người biết 7f3a"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(tmp_path)
    yield engine
    engine.dispose()


@pytest.fixture
def conversations(engine: Engine) -> Conversations:
    return Conversations(engine)


def _on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file())


def test_a_conversation_survives_a_restart_turn_by_turn(tmp_path: Path) -> None:
    engine = open_database(tmp_path)
    kept = Conversations(engine).add("user:a", "Bộ Công an làm gì?", ANSWER)
    again = Conversations(engine).add("user:a", "Khi nào?", ANSWER, kept.conversation)
    engine.dispose()
    engine = open_database(tmp_path)
    found = Conversations(engine).one("user:a", kept.conversation)
    assert (again.conversation, again.number) == (kept.conversation, 2)
    assert found.questions == ("Bộ Công an làm gì?", "Khi nào?")
    assert found.turns[0].answer == ANSWER
    assert found.title == "Bộ Công an làm gì?"
    engine.dispose()


def test_nobody_sees_or_touches_the_conversation_of_another(conversations: Conversations) -> None:
    kept = conversations.add("user:a", SECRET, ANSWER).conversation
    assert conversations.listed("user:b") == []
    for touch in (
        lambda: conversations.one("user:b", kept),
        lambda: conversations.add("user:b", "x", ANSWER, kept),
        lambda: conversations.rename("user:b", kept, "x"),
        lambda: conversations.delete("user:b", kept),
    ):
        with pytest.raises(UnknownConversation):
            touch()
    assert conversations.delete_all("user:b") == 0
    assert conversations.one("user:a", kept).length == 1


def test_the_list_is_newest_first_and_comes_in_pages(conversations: Conversations, engine: Engine) -> None:
    kept = [conversations.add("user:a", f"câu {n}", ANSWER).conversation for n in range(3)]
    with engine.begin() as connection:
        for day, id_ in enumerate(kept):
            moment = f"2031-01-0{day + 1}T00:00:00+00:00"
            connection.execute(text("update conversations set changed=:at where id=:id"), {"at": moment, "id": id_})
    assert [c.id for c in conversations.listed("user:a")] == kept[::-1]
    assert [c.id for c in conversations.listed("user:a", limit=1, offset=1)] == [kept[1]]
    assert [c.length for c in conversations.listed("user:a")] == [1, 1, 1]
    assert all(c.turns == () for c in conversations.listed("user:a"))


def test_what_is_deleted_is_nowhere_in_the_files(conversations: Conversations, tmp_path: Path) -> None:
    kept = conversations.add("user:a", SECRET, ANSWER | {"answer": SECRET}).conversation
    conversations.add("user:a", "câu khác", ANSWER)
    assert SECRET.encode() in _on_disk(tmp_path)
    conversations.delete("user:a", kept)
    assert SECRET.encode() not in _on_disk(tmp_path)
    with pytest.raises(UnknownConversation):
        conversations.one("user:a", kept)
    assert [c.title for c in conversations.listed("user:a")] == ["câu khác"]


def test_a_title_is_one_line_and_never_empty(conversations: Conversations) -> None:
    kept = conversations.add("user:a", "từ " * 100, ANSWER).conversation
    assert len(conversations.one("user:a", kept).title) <= 121
    conversations.rename("user:a", kept, "  Họp\n giao ban ")
    assert conversations.one("user:a", kept).title == "Họp giao ban"
    with pytest.raises(ChidaoError, match="không được để trống"):
        conversations.rename("user:a", kept, " \n")


def test_turns_of_one_conversation_from_many_threads_get_numbers_of_their_own(conversations: Conversations) -> None:
    kept = conversations.add("user:a", "câu 0", ANSWER).conversation
    threads = [
        threading.Thread(target=conversations.add, args=("user:a", f"câu {n}", ANSWER, kept)) for n in range(1, 9)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [turn.number for turn in conversations.one("user:a", kept).turns] == list(range(1, 10))


def test_what_is_too_old_goes_and_the_rest_stays(engine: Engine, tmp_path: Path) -> None:
    conversations, feedback, audit = Conversations(engine), Feedback(engine), AuditLog(engine)
    conversations.add("user:a", SECRET, ANSWER)
    feedback.add("user:a", Verdict.DOWN, SECRET)
    audit.note("question", who="a", question=SECRET)
    ago, ahead = datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1)
    assert (conversations.forget_before(ago), feedback.forget_before(ago), audit.forget_before(ago)) == (0, 0, 0)
    assert (conversations.forget_before(ahead), feedback.forget_before(ahead), audit.forget_before(ahead)) == (1, 1, 1)
    assert SECRET.encode() not in _on_disk(tmp_path)


def test_feedback_is_kept_with_its_reason(engine: Engine) -> None:
    feedback = Feedback(engine)
    feedback.add("user:a", Verdict.UP, "câu 1")
    feedback.add("user:a", Verdict.DOWN, "câu 2", ANSWER, "thiếu một hạn")
    assert feedback.counts() == {Verdict.UP: 1, Verdict.DOWN: 1}
    (worst,) = feedback.listed(verdict=Verdict.DOWN)
    assert (worst.question, worst.reason, worst.answer) == ("câu 2", "thiếu một hạn", ANSWER)


def test_the_log_can_be_kept_without_the_texts_of_questions(engine: Engine) -> None:
    AuditLog(engine, questions=False).note("question", who="a", question=SECRET, documents=["x", "x", "y"])
    (line,) = AuditLog(engine).listed(event="question")
    assert (line.who, line.question, line.documents) == ("a", "", ("x", "y"))


def test_only_its_owner_may_read_the_file(engine: Engine, tmp_path: Path) -> None:
    assert (tmp_path / "conversations.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_database_of_another_version_and_one_that_is_none_are_refused(tmp_path: Path) -> None:
    engine = open_database(tmp_path)
    with engine.begin() as connection:
        connection.execute(text("update meta set value='0'"))
    engine.dispose()
    with pytest.raises(StoreMismatch, match="phiên bản '0'"):
        open_database(tmp_path)
    (tmp_path / "conversations.sqlite").write_bytes(b"no database, but long enough to be looked at" * 50)
    for name in ("conversations.sqlite-wal", "conversations.sqlite-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    with pytest.raises(StoreError, match="khôi phục bản sao lưu"):
        open_database(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="quyền ghi"):
        open_database(tmp_path / "store")


def test_sessions_end_by_logout_age_rest_and_number(engine: Engine) -> None:
    def sessions(longest: float = 1, idle: float = 1) -> Sessions:
        return Sessions(engine, longest=timedelta(hours=longest), idle=timedelta(hours=idle), most=2)

    first, second, third = (sessions().begin("a@x.vn", "A", ["x"]) for _ in range(3))
    held = [sessions().of(secret) for secret in (first, second, third)]
    assert sum(session is not None for session in held) == 2
    assert held[2] is not None
    assert (held[2].user, held[2].groups) == ("a@x.vn", ("x",))
    assert sessions(longest=-1).of(third) is None
    assert sessions(idle=-1).of(third) is None
    sessions().end(third)
    assert sessions().of(third) is None
    assert sessions().of("made up") is None
    sessions(longest=-1).forget_ended()
    assert sessions().of(second) is None


def test_the_file_holds_no_secret_of_a_session(engine: Engine, tmp_path: Path) -> None:
    secret = Sessions(engine, longest=timedelta(1), idle=timedelta(1), most=2).begin("a", "A", [])
    assert secret.encode() not in _on_disk(tmp_path)


def test_an_export_tells_questions_answers_sources_and_what_became_of_them(conversations: Conversations) -> None:
    kept = conversations.add("user:a", "Bộ Công an làm gì?", ANSWER).conversation
    found = conversations.one("user:a", kept)
    told = markdown(found, lambda citation: "đã gỡ khỏi kho" if citation["n"] == 2 else "")
    assert told.startswith("# Bộ Công an làm gì?\n\n## 1. Bộ Công an làm gì?\n")
    assert "- Các bộ, ngành, địa phương hoàn thành phê duyệt" in told
    assert told.count("đã gỡ khỏi kho") == 1
    assert "mục B.II.8.a" in told
    paragraphs = [p.text for p in python_docx.Document(io.BytesIO(docx(found))).paragraphs]
    assert "1. Bộ Công an làm gì?" in paragraphs
    assert any(p.startswith("[1] Thông báo kết luận") and "19/7/2024" in p for p in paragraphs)


@pytest.mark.parametrize("payload", HOSTILE)
def test_an_export_holds_hostile_words_as_words(payload: str, conversations: Conversations) -> None:
    from markdown_it import MarkdownIt

    kept = conversations.add("user:a", payload, hostile(payload).to_json()).conversation
    found = conversations.one("user:a", kept)
    html = MarkdownIt("commonmark", {"html": True}).render(markdown(found))
    tags = {tag.split()[0].strip("/<>") for tag in re.findall(r"</?[a-z][^>]*>", html)}
    assert tags <= {"h1", "h2", "p", "em", "strong", "ol", "ul", "li", "blockquote", "br"}
    docx(found)
