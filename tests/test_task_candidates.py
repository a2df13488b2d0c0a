"""Tasks as candidates: those that are not looked at closely could not have been among the best."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest

from assistant.evidence import Gathering
from assistant.evidence.fitting import fits, fits_at_most
from assistant.evidence.limits import TASKS
from assistant.evidence.search import nothing_found
from assistant.evidence.task_candidates import LOOKED_AT
from assistant.understanding import Understanding
from index.ingest import index_folder
from index.record import load_records
from index.retrieval import best
from index.store import Store
from index.task_index import TaskIndex
from tests.fake_embedder import FakeEmbedder, write

BODIES = ("Bộ Y tế", "Bộ Xây dựng", "Bộ Tài chính", "Bộ Công an", "các bộ, ngành", "Ủy ban nhân dân các tỉnh")
WORKS = ("kiểm kê đèn biển", "rà soát bến xe", "lập hồ sơ hồ chứa", "khám mắt cho ngư dân", "trồng rừng chắn gió")
DAYS = ("trước ngày 15/8/2031", "trong quý IV năm 2031", "hằng năm", "")
ASKED = (
    "Bộ Y tế phải kiểm kê đèn biển trước ngày nào?",
    "Ai chủ trì lập hồ sơ hồ chứa?",
    "Bộ nào phải khám mắt cho ngư dân?",
    "Bộ Công an phải làm gì về bến xe?",
    "Bao giờ phải trồng xong rừng chắn gió?",
    "Báo cáo năm về đèn biển gửi khi nào?",
    "Có bao nhiêu bến xe phải rà soát?",
    "Rừng chắn gió là gì?",
    "Liệt kê nhiệm vụ về đèn biển",
    "Bộ Tài chính có phải khám mắt cho ngư dân không?",
)


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, TaskIndex]]:
    folder = tmp_path_factory.mktemp("tasks")
    lines = [
        f"{n}. Giao {BODIES[n % 6]} {WORKS[n % 5]} số {n}{', bàn với ' + BODIES[n % 4] if n % 7 else ''}, "
        f"hoàn thành {DAYS[n % 4] or 'sớm'}."
        for n in range(1, 2 * LOOKED_AT)
    ]
    write(folder / "docs", a="THÔNG BÁO\n\n" + "\n\n".join(lines) + "\n")
    store = Store(folder / "store")
    index_folder(store, folder / "docs", FakeEmbedder())
    with store.reading() as (session, generation):
        assert generation is not None
        made = TaskIndex(load_records(session), generation.task_words)
    yield store, made
    store.close()


@contextmanager
def gathered(asked: str, tasks: tuple[Store, TaskIndex]) -> Iterator[Gathering]:
    store, index = tasks
    with store.reading() as (_, generation):
        assert generation is not None
        question = Understanding([], str, date(2031, 6, 1)).read(asked)
        yield Gathering(question, nothing_found(), generation.words, index)


@pytest.mark.parametrize("asked", ASKED)
def test_the_best_are_those_of_a_look_at_all(asked: str, tasks: tuple[Store, TaskIndex]) -> None:
    _, index = tasks
    with gathered(asked, tasks) as gathering:
        found = gathering.tasks()
        rows = best(index.found(gathering.weights.searched), LOOKED_AT)
        whole = gathering.weighed.at(rows)
    assert len(index.records) > LOOKED_AT
    assert len(rows) > TASKS
    assert [(c.record, c.score, c.body) for c in found] == [(c.record, c.score, c.body) for c in whole[:TASKS]]
    assert max(fits(gathering.question, c.words, c.record) for c in whole) <= fits_at_most(gathering.question.kind)


@pytest.mark.parametrize("asked", ASKED)
def test_a_word_is_held_where_the_texts_hold_it(asked: str, tasks: tuple[Store, TaskIndex]) -> None:
    with gathered(asked, tasks) as gathering:
        for candidate in gathering.tasks():
            said = set(candidate.held)
            wanted = {*gathering.question.terms, *gathering.weights.searched, "đèn", "khinh khí cầu"}
            assert {token for token in wanted if token in candidate.held} == wanted & said
