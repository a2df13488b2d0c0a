"""A store whose writer is killed at any moment: what it holds and answers is the state before or the state after.

    python -m benchmarks kills [--kills N] [--passages N] [--seed N]

Real processes, real Chroma, the real catalog and the real assistant; the embedding model is the tests' fake one, for
speed. Ingests, rebuilds and removals are killed by SIGKILL, in each of their stages by turns and anywhere in the run.
After each kill the texts, the numbers of passages, vectors and words, and the answers to some questions must be those
of the state before or of the state after, as a twin of the store has them that nobody kills; then the same job is run
again and must bring the state after. Prints where the kills fell; exit status 1 on any loss.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

from sqlalchemy import func, select, text

from assistant.pipeline import Assistant
from benchmarks.killing import NAMES, Run, do, moment
from corpus.errors import ChidaoError
from index.catalog import DocumentRow, PassageRow
from index.store import Store
from tests.fake_embedder import FakeEmbedder

QUESTIONS = (
    "Bộ Y tế phải hoàn thành việc gì?",
    "Khi nào phải hoàn thành kế hoạch số 7 điểm 3?",
    "Ai kiểm tra việc thực hiện số 12?",
    "Các nhiệm vụ của Bộ Công an?",
    "Chỉ thị về việc số 9 giao những gì?",
    "Giá vé tàu điện ngầm là bao nhiêu?",
)
_DAY = date(2024, 7, 1)
_ITEMS = 25
_BODIES = ("Bộ Y tế", "Bộ Công an", "Bộ Tài chính", "Bộ Xây dựng", "Bộ Nội vụ")


@dataclass(frozen=True, slots=True)
class State:
    """What a store holds and answers; an answer is its JSON without the seconds."""

    texts: Mapping[str, str]
    answers: tuple[str, ...]


@dataclass(slots=True)
class Tally:
    """What came of the kills.

    Attributes:
        fell: (job, stage, "before" or "after") -> how many.
        lost: what was wrong, a line each.
    """

    fell: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)


def directive(number: int, version: int) -> str:
    """A document of `_ITEMS` passages, each changed by the version."""
    items = (
        f"{item}. {_BODIES[(number + item) % len(_BODIES)]} hoàn thành kế hoạch số {number} điểm {item}, "
        f"lần {version}, trước ngày {(number + item) % 28 + 1} tháng 8 năm 2024; "
        f"Ủy ban nhân dân tỉnh thứ {number} kiểm tra việc thực hiện số {number}."
        for item in range(1, _ITEMS + 1)
    )
    return f"CHỈ THỊ\nVề việc số {number}\n\n" + "\n\n".join(items) + "\n"


def bring(folder: Path, documents: int, version: int) -> None:
    """Brings the folder to a version: a tenth of the documents changes, now and then most; some come and go."""
    folder.mkdir(exist_ok=True)
    wanted = {}
    for number in range(version % 3, documents):
        changed = (v for v in range(version + 1) if v % 10 == number % 10 or (v % 8 == 7 and number % 5 < 3))
        wanted[f"d{number:03}.txt"] = directive(number, max(changed, default=0))
    for file in folder.iterdir():
        if file.name not in wanted:
            file.unlink()
    for name, words in wanted.items():
        (folder / name).write_text(words, encoding="utf-8")


def state_of(where: Path) -> State:
    """What a store holds and answers.

    Raises:
        AssertionError: catalog, vectors and words do not hold the same passages, or the catalog is damaged.
    """
    with closing(Store(where)) as store:
        with store.reading() as (session, generation):
            assert generation is not None, "no generation"
            live = session.scalar(
                select(func.count()).select_from(PassageRow).join(DocumentRow).where(DocumentRow.state == "live")
            )
            counts = (live, generation.passages, generation.vectors.count(), len(generation.words.ids))
            assert len(set(counts)) == 1, f"catalog, generation, vectors and words hold {counts} passages"
            checked = session.scalar(text("PRAGMA quick_check"))
            assert checked == "ok", f"catalog: {checked}"
        assistant = Assistant(store, FakeEmbedder(), today=lambda: _DAY)
        answers = []
        for question in QUESTIONS:
            told = assistant.ask(question).to_json()
            told.pop("seconds", None)
            answers.append(json.dumps(told, ensure_ascii=False, sort_keys=True))
        return State({each.name: store.text(each.name) for each in store.documents()}, tuple(answers))


def survive(scratch: Path, kills: int, passages: int, seed: int, tell: bool = False) -> Tally:
    """Kills writers of a store of so many passages in the folder `scratch`, and looks at what is left each time."""
    chance, tally = Random(seed), Tally()
    documents, others = max(3, passages // _ITEMS - 3), 3
    docs, other, store, twin = (scratch / name for name in ("docs", "other", "store", "twin"))
    bring(docs, documents, 0)
    other.mkdir()
    for number in range(others):
        (other / f"o{number}.txt").write_text(directive(900 + number, 0), encoding="utf-8")
    for where in (store, twin):
        for folder in (docs, other):
            do("index", where, folder)
    state, version = state_of(twin), 0
    for number in range(kills):
        job = ("index", "index", "rebuild", "index", "forget")[number % 5]
        if job == "index":
            version += 1
            bring(docs, documents, version)
        folder = other if job == "forget" else docs
        seconds = Run(job, twin, folder).finish()
        before, state = state, state_of(twin)
        stage = Run(job, store, folder).kill(*moment(chance, number, seconds))
        lost = _faults(store, {"before": before, "after": state})
        which = lost.pop()
        tally.fell[job, stage, which] += 1
        with suppress(ChidaoError):  # nothing is left to forget
            do(job, store, folder)
        lost += [f"after the next run: {what}" for what in _faults(store, {"after": state})[:-1]]
        left = sorted(path.name for path in (store / "derived").iterdir() if path.is_dir())
        lost += [f"left behind: {left}"] * (len(left) != 1)
        tally.lost += [f"kill {number}, {job}, {stage}: {what}" for what in lost]
        if tell:
            print(f"{number + 1:3} {job:8} {stage:12} {which:7}", *lost, flush=True)
        if job == "forget":
            for where in (store, twin):
                do("index", where, other)
            state = state_of(twin)
    return tally


def _faults(store: Path, allowed: Mapping[str, State]) -> list[str]:
    """What is wrong with a store's state, and last which of the allowed ones it is by its texts ("lost" for none)."""
    try:
        found = state_of(store)
    except Exception as error:
        return [" ".join(f"{type(error).__name__}: {error}".split()), "lost"]
    for name, state in allowed.items():
        if found.texts == state.texts and (found.answers == state.answers or state is [*allowed.values()][-1]):
            differing = [i for i, (a, b) in enumerate(zip(found.answers, state.answers, strict=True)) if a != b]
            return [*(_differs(i, found, state) for i in differing), name]
    return ["the texts are those of no state", "lost"]


def _differs(question: int, found: State, expected: State) -> str:
    return f"{QUESTIONS[question]} {found.answers[question]} instead of {expected.answers[question]}"


def table(tally: Tally) -> Sequence[str]:
    """Where the kills fell, a line a stage, and what was found behind them."""
    jobs = sorted({job for job, _, _ in tally.fell})
    lines = [f"{'stage':12}" + "".join(f"{job:>9}" for job in jobs) + f"{'before':>9}{'after':>9}"]
    for stage in NAMES:
        by_job = [sum(n for (j, s, _), n in tally.fell.items() if (j, s) == (job, stage)) for job in jobs]
        found = [
            sum(n for (_, s, w), n in tally.fell.items() if (s, w) == (stage, which)) for which in ("before", "after")
        ]
        lines.append(f"{stage:12}" + "".join(f"{n:9}" for n in (*by_job, *found)))
    return lines


def main() -> int:
    """Prints each kill, the table and the verdict; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--passages", type=int, default=2500)
    parser.add_argument("--seed", type=int, default=20240719)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        tally = survive(Path(scratch), args.kills, args.passages, args.seed, tell=True)
    print("\n".join(table(tally)))
    print(f"{args.kills} kills, {args.passages} passages, fake embedding model: {len(tally.lost)} losses")
    return 1 if tally.lost else 0


if __name__ == "__main__":
    sys.exit(main())
