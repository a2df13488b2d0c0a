"""How well the register holds the tasks of the gold: found, by field, and whole records.

A found task tells a gold task of the same document where its action holds most of the gold's words and is not mostly
something else, where its action is a part of the gold's, or where its whole quote holds nearly all of the gold's words
and its action some. Of those that tell it best, the one that agrees most in body and day is compared.

* precision of a field: right values / values read. recall: right values / gold values. F1: their harmonic mean. A body
  is right where its name is the gold's, or one of the two is a part of the other; a day where it is the gold's last day
  (for "before" also the day before it). Read are the values of the tasks compared; of actions all that were read, each
  right where it tells a gold task.
* whole: gold tasks that are found with all leads and the last day right / gold tasks.
* extra: found tasks of these documents that tell no gold task / found tasks of these documents.

Precision, recall and F1 are micro-averages over all values (van Rijsbergen, "Information Retrieval", 1979, chapter 7).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import PurePath
from typing import Any

from eval.gold_tasks import GoldTask
from eval.matching import fold, words_of
from index.record import Record

MOST_HELD, NOT_ELSE = 0.75, 0.25
"""An action tells the gold's: it holds so much of its words, and so much of its own are the gold's."""
PART_HELD, OF_GOLD = 0.4, 0.8
"""The same for an action that is a part of the gold's."""
QUOTE_HELD, SOME_HELD, LONGEST_QUOTE = 0.9, 0.25, 150
"""The same by the quote: it holds so much, the action some, and it has so many words at most."""
CLOSE, TRIED = 0.25, 3
"""Tasks that tell the gold nearly as well as the best one are compared too, so many at most."""
_SHORT = {"ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "tp": "thành phố", "tw": "trung ương"}
_ALL = re.compile(r"^(?:tất cả các|các|những) ")
_LONGER_BY = 12  # words that a name may have around another that is a part of it


@dataclass(frozen=True, slots=True)
class FoundTask:
    """A task as the register or an answer tells it."""

    document: str
    lead: tuple[str, ...]
    coordinating: tuple[str, ...]
    action: str
    end: date | None
    quote: str = ""

    @classmethod
    def of_record(cls, record: Record) -> FoundTask:
        """The task of the catalog."""
        end = record.due.end if record.due is not None else None
        quote = str(record.row.quote)
        return cls(record.document.name, record.lead, record.coordinating, record.action, end, quote)

    @classmethod
    def of_answer(cls, task: Mapping[str, Any]) -> FoundTask:
        """A row of an answer, as the machine interface writes it."""
        end = (task.get("due") or {}).get("end")
        day = date.fromisoformat(end) if end else None
        return cls(task["document"], tuple(task["lead"]), tuple(task["coordinating"]), task["action"], day)


@dataclass(frozen=True, slots=True)
class FieldScore:
    """A field over all gold tasks: precision, recall and F1, and how many values the gold has."""

    precision: float
    recall: float
    f1: float
    gold: int


@dataclass(frozen=True, slots=True)
class TaskScores:
    """What a register is worth against gold tasks (see above); `found`, `who` and `when` are shares of gold tasks.

    Attributes:
        who, when: of the found ones, those with all leads right, and with the last day right.
        fields: "action", "lead", "coordinating", "due".
        missed: the gold tasks that are not right as a whole, each with what is wrong.
    """

    gold: int
    found: float
    who: float
    when: float
    whole: float
    extra: float
    fields: dict[str, FieldScore]
    missed: tuple[tuple[GoldTask, str], ...]


def task_scores(gold: Sequence[GoldTask], found: Iterable[FoundTask]) -> TaskScores:
    """The scores of found tasks against gold ones, over the documents that the gold covers."""
    by_document: dict[str, list[FoundTask]] = {_stem(task.document): [] for task in gold}
    for one in found:
        if _stem(one.document) in by_document:
            by_document[_stem(one.document)].append(one)
    counts = {name: [0, 0, 0] for name in ("lead", "coordinating", "due")}  # right, read, gold
    telling: set[int] = set()
    missed: list[tuple[GoldTask, str]] = []
    hits = who = when = whole = 0
    for task in gold:
        told = sorted(((likeness(task, f), f) for f in by_document[_stem(task.document)]), key=lambda pair: -pair[0])
        told = [(score, f) for score, f in told if score > 0]
        telling.update(id(f) for _, f in told)
        best = _best(task, told)
        _count(counts, task, best)
        if best is None:
            missed.append((task, "không đọc ra"))
            continue
        bodies, day = same_bodies(task.lead, best.lead), same_end(task, best.end)
        hits, who, when, whole = hits + 1, who + bodies, when + day, whole + (bodies and day)
        if not (bodies and day):
            wrong = [f"cơ quan {', '.join(best.lead) or '—'}"] * (not bodies) + [f"ngày {best.end}"] * (not day)
            missed.append((task, "; ".join(wrong)))
    every = [f for tasks in by_document.values() for f in tasks]
    extra = _share(sum(id(f) not in telling for f in every), len(every))
    actions = _field(1.0 - extra if every else 0.0, _share(hits, len(gold)), len(gold))
    return TaskScores(
        gold=len(gold),
        found=_share(hits, len(gold)),
        who=_share(who, hits),
        when=_share(when, hits),
        whole=_share(whole, len(gold)),
        extra=extra,
        fields={"action": actions}
        | {name: _field(_share(n, read), _share(n, of), of) for name, (n, read, of) in counts.items()},
        missed=tuple(missed),
    )


def matches(gold: GoldTask, found: FoundTask) -> bool:
    """True where a found task tells a gold task of the same document."""
    return _stem(gold.document) == _stem(found.document) and likeness(gold, found) > 0


def likeness(gold: GoldTask, found: FoundTask) -> float:
    """How well a found task tells the piece of work: 0 not at all, 1 in the same words."""
    wanted, given = set(words_of(gold.action)), set(words_of(found.action))
    if not wanted or not given:
        return 0.0
    held, own = len(wanted & given) / len(wanted), len(wanted & given) / len(given)
    if held >= MOST_HELD and own >= NOT_ELSE:
        return 0.5 + 0.5 * own
    if held >= PART_HELD and own >= OF_GOLD:
        return 0.4 + 0.4 * held
    quote = words_of(found.quote)
    if held >= SOME_HELD and len(quote) <= LONGEST_QUOTE and len(wanted & set(quote)) >= QUOTE_HELD * len(wanted):
        return 0.3
    return 0.0


def same_body(gold: str, found: str) -> bool:
    """True where two names are one, or the shorter, of two words at least, stands in the other."""
    one, other = _name(gold), _name(found)
    if one == other:
        return bool(one)
    short, long = sorted((one, other), key=len)
    whole = f" {short} " in f" {long} "
    return len(short.split()) > 1 and whole and len(long.split()) <= len(short.split()) + _LONGER_BY


def same_bodies(gold: Sequence[str], found: Sequence[str]) -> bool:
    """True where each gold body has a found one of its own, and one other is found at most."""
    right = _right_bodies(gold, found)
    return bool(gold) and right == len(gold) and len(found) - right <= 1


def same_end(gold: GoldTask, end: date | None) -> bool:
    """True where both name no day, or the same last one."""
    if gold.end is None or end is None:
        return gold.end is end
    return end == gold.end or (gold.relation == "before" and end == gold.end - timedelta(days=1))


def _best(gold: GoldTask, told: Sequence[tuple[float, FoundTask]]) -> FoundTask | None:
    near = [f for score, f in told[:TRIED] if score >= told[0][0] - CLOSE]
    return max(near, key=lambda f: same_bodies(gold.lead, f.lead) + same_end(gold, f.end), default=None)


def _count(counts: Mapping[str, list[int]], gold: GoldTask, found: FoundTask | None) -> None:
    for name in ("lead", "coordinating"):
        wanted: tuple[str, ...] = getattr(gold, name)
        given: tuple[str, ...] = getattr(found, name) if found is not None else ()
        _add(counts[name], _right_bodies(wanted, given), len(given), len(wanted))
    end = found.end if found is not None else None
    _add(counts["due"], int(gold.end is not None and same_end(gold, end)), int(end is not None), int(bool(gold.end)))


def _add(count: list[int], right: int, read: int, gold: int) -> None:
    count[0] += right
    count[1] += read
    count[2] += gold


def _right_bodies(gold: Sequence[str], found: Sequence[str]) -> int:
    left = list(found)
    right = 0
    for name in gold:
        hit = min((f for f in left if same_body(name, f)), key=lambda f: abs(len(f) - len(name)), default=None)
        if hit is not None:
            left.remove(hit)
            right += 1
    return right


def _name(name: str) -> str:
    return " ".join(_SHORT.get(word, word) for word in words_of(_ALL.sub("", fold(name))))


def _field(precision: float, recall: float, gold: int) -> FieldScore:
    return FieldScore(precision, recall, _share(2 * precision * recall, precision + recall), gold)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def _stem(document: str) -> str:
    return PurePath(document).stem
