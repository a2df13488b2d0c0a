"""An answer that cites a document which another one ended or changed says so, with the words that do it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.pipeline import Assistant
from index.fact_edits import set_facts
from index.ingest import index_folder
from index.onnx_embedder import OnnxEmbedder
from index.store import Store
from tests.fake_embedder import write
from tests.office_papers import decision

OLD = decision(
    "Về trực hè tại các trạm y tế",
    "Giao Sở Y tế lập danh sách trạm trực hè trước ngày 15/6/2029.",
    number="7/QĐ-UBND",
    day="ngày 5 tháng 6 năm 2029",
)
ASKED = "Sở Y tế phải lập danh sách trạm trực hè trước ngày nào?"
REPLACING = "Quyết định này có hiệu lực từ ngày ký và thay thế Quyết định số 7/QĐ-UBND ngày 5/6/2029."
Asking = Callable[..., Assistant]


@pytest.fixture
def over(store: Store, tmp_path: Path, embedder: OnnxEmbedder) -> Asking:
    """Makes the assistant over the old decision and others."""

    def made(**others: str) -> Assistant:
        index_folder(store, write(tmp_path / "docs", old=OLD, **others), embedder)
        return Assistant(store, embedder)

    return made


def last(assistant: Assistant, asked: str = ASKED) -> list[str]:
    """The lines of the answer behind the first."""
    return assistant.ask(asked).answer.split("\n")[1:]


def test_a_replaced_document_is_told_with_the_proof(over: Asking) -> None:
    answer = over(new=decision("Về trực đông", "Trực đông.", REPLACING)).ask(ASKED)
    line = answer.answer.split("\n")[-1]
    told = "Quyết định số 7/QĐ-UBND đã được thay thế bởi Quyết định số 12/QĐ-UBND (ngày 3/4/2031)"
    assert line == f"Lưu ý: {told} [2]"
    assert (answer.citations[1].document, answer.citations[1].quote) == ("new.txt", REPLACING)
    assert answer.to_json()["superseded"] == [
        {
            "document": "old.txt",
            "relation": "replaces",
            "part": "",
            "by": "new.txt",
            "number": "12/QĐ-UBND",
            "date": "2031-04-03",
            "citation": 2,
        }
    ]


def test_what_replaced_the_replacing_document_is_told_too(over: Asking) -> None:
    newest = decision(
        "Về trực", "Trực.", "Bãi bỏ Quyết định số 12/QĐ-UBND ngày 3/4/2031.", number="1/QĐ-UBND", day="ngày 4/5/2032"
    )
    lines = last(over(new=decision("Về trực đông", "Trực đông.", REPLACING), newest=newest))
    assert [line.split(" [")[0] for line in lines] == [
        "Lưu ý: Quyết định số 7/QĐ-UBND đã được thay thế bởi Quyết định số 12/QĐ-UBND (ngày 3/4/2031)",
        "Lưu ý: Quyết định số 12/QĐ-UBND đã bị bãi bỏ bởi Quyết định số 1/QĐ-UBND (ngày 4/5/2032)",
    ]


def test_amendments_are_told_the_newest_first(over: Asking) -> None:
    amending = "Sửa đổi Điều 1 Quyết định số 7/QĐ-UBND ngày 5/6/2029."
    lines = last(
        over(
            a=decision("Về trực", amending, number="2/QĐ-UBND", day="ngày 1/2/2030"),
            b=decision("Về trực", "Bãi bỏ khoản 2 Điều 1 Quyết định số 7/QĐ-UBND.", number="3/QĐ-UBND"),
        )
    )
    assert [line.split(" [")[0] for line in lines] == [
        "Lưu ý: khoản 2 Điều 1 của Quyết định số 7/QĐ-UBND đã bị bãi bỏ bởi Quyết định số 3/QĐ-UBND (ngày 3/4/2031)",
        "Lưu ý: Điều 1 của Quyết định số 7/QĐ-UBND đã được sửa đổi, bổ sung bởi Quyết định số 2/QĐ-UBND "
        "(ngày 1/2/2030)",
    ]


def test_nothing_is_told_where_nothing_was_done(over: Asking) -> None:
    other = decision("Về trực đông", "Nghị định số 5/2030/NĐ-CP thay thế Quyết định số 7/QĐ-UBND ngày 5/6/2029.")
    answer = over(other=other).ask(ASKED)
    assert "Lưu ý" not in answer.answer
    assert answer.superseded == ()


def test_who_signed_is_told_from_the_facts_and_a_correction_says_that_it_is_one(over: Asking, store: Store) -> None:
    assistant = over()
    assert assistant.ask("Ai ký Quyết định số 7/QĐ-UBND?").answer == (
        "Người ký Quyết định 7/QĐ-UBND: Lò Văn Thí, CHỦ TỊCH. [1]"
    )
    set_facts(store, "old.txt", {"signer": "Lò Văn Cầu"}, taken_back=(), who="Hà")
    assert assistant.ask("Ai ký Quyết định số 7/QĐ-UBND?").answer == (
        "Người ký Quyết định 7/QĐ-UBND: Lò Văn Cầu, CHỦ TỊCH (theo thông tin ghi kèm văn bản). [1]"
    )
