"""Proof of tasks that very long sentences give, lists asked for in other words, and yes or no in the asked year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assistant.answer import Answer
from assistant.evidence import LONGEST_STATEMENT
from assistant.pipeline import Assistant
from index.ingest import index_folder
from index.store import Store
from tests.fake_embedder import FakeEmbedder, write

WORKS = "; ".join(f"rà soát {n} bến đò ngang trên sông Cái và các nhánh của nó" for n in range(100, 135))
LONG = f"Sở Xây dựng {WORKS}; lập sổ theo dõi phao neo, hoàn thành trước ngày 15/8/2031; {WORKS}."
LETTER = f"""KẾ HOẠCH
Về phao neo và đèn biển

I. NHIỆM VỤ

1. {LONG}

2. Sở Y tế kiểm kê tủ thuốc trên tàu trước ngày 20/9/2031.

3. Sở Y tế đào tạo 40 y sĩ đi biển trong năm 2031.

II. MỤC TIÊU

1. Mục tiêu đến năm 2032

- Tỷ lệ tàu cá có phao neo đạt tối thiểu 40%.

2. Tầm nhìn đến năm 2040

- Tỷ lệ tàu cá có phao neo đạt tối thiểu 90%.

III. NỀN TẢNG THEO DÕI ĐÈN BIỂN

1. Nền tảng theo dõi đèn biển từ xa

- Hệ thống theo dõi đèn biển từ xa.

- Hệ thống theo dõi phao tiêu luồng lạch.

- Hệ thống báo hiệu hỏng hóc về trực ban.
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    home = tmp_path_factory.mktemp("long")
    made = Store(home / "store")
    index_folder(made, write(home / "docs", a=LETTER), FakeEmbedder())
    yield made
    made.close()


@pytest.fixture(scope="module")
def office(store: Store) -> Assistant:
    return Assistant(store, FakeEmbedder(), today=lambda: date(2031, 6, 1))


def proofs(answer: Answer) -> list[str]:
    return [" ".join(citation.quote.split()) for citation in answer.citations]


def test_the_proof_of_a_task_in_a_very_long_sentence_holds_work_day_and_body(office: Assistant, store: Store) -> None:
    assert len(LONG) > 2 * LONGEST_STATEMENT
    answer = office.ask("Sở Xây dựng phải lập sổ theo dõi phao neo xong trước ngày nào?")
    assert "15/8/2031" in answer.answer
    shown = proofs(answer)
    assert any("lập sổ theo dõi phao neo" in quote and "15/8/2031" in quote for quote in shown)
    assert any("Sở Xây dựng" in quote for quote in shown)
    text = store.text("a.txt")
    for citation in answer.citations:
        assert text[citation.start : citation.end] == citation.quote
        assert len(citation.quote) <= LONGEST_STATEMENT + 1


def test_a_task_of_a_short_sentence_is_proved_by_all_of_it(office: Assistant) -> None:
    answer = office.ask("Sở Y tế phải kiểm kê tủ thuốc trên tàu xong khi nào?")
    assert proofs(answer) == ["Sở Y tế kiểm kê tủ thuốc trên tàu trước ngày 20/9/2031."]


def test_each_of_several_things_is_a_list(office: Assistant) -> None:
    answer = office.ask("Sở Y tế phải làm những việc nào, mỗi việc xong khi nào?")
    assert [task["action"].split()[0] for task in answer.tasks] == ["kiểm", "đào"]
    assert "2 nhiệm vụ" in answer.answer


def test_yes_or_no_is_held_against_the_asked_year(office: Assistant) -> None:
    answer = office.ask("Kế hoạch có đặt mục tiêu tỷ lệ tàu cá có phao neo đạt tối thiểu 90% vào năm 2032 không?")
    assert "40%" in answer.answer
    assert "90%" not in answer.answer


def test_all_under_the_heading_that_is_asked_for_is_told(office: Assistant) -> None:
    answer = office.ask("Nền tảng theo dõi đèn biển từ xa gồm những hệ thống nào?")
    for system in ("đèn biển từ xa.", "phao tiêu luồng lạch", "báo hiệu hỏng hóc"):
        assert system in answer.answer
