"""Cases proposed from the register, for a person to accept: who, when, what, lists, and some to be declined.

They are made of what the rules read, so they cannot show what the rules misread; the person who accepts one has looked
into the document. Until then `eval run` does not take them.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from corpus.errors import ChidaoError
from corpus.gazetteer import load_gazetteer
from corpus.lines import shown
from eval.cases import ACCEPTED, Case
from eval.gold_tasks import GoldTask
from eval.matching import words_of
from index.entry import Entry
from index.identity import identity
from index.register import Register
from index.store import Store

EACH = 8
"""Cases of each kind that are proposed."""
SHORTEST, LONGEST = 40, 170
"""Characters of an action that can be asked about in one sentence."""
LIST_FROM, LIST_TO = 2, 8
"""Tasks of a body in one document that make a list worth asking for."""
PIECE = 14
"""Words of an action that are enough to know its passage by."""


def proposed(store: Store, each: int = EACH, seed: int = 0) -> list[Case]:
    """Cases over the register of a store; the same store and seed give the same ones.

    Raises:
        ChidaoError: the register holds nothing that can be asked about.
    """
    entries = Register(store, date.today()).entries()
    asked = [e for e in entries if len(e.lead) == 1 and SHORTEST <= len(e.action) <= LONGEST]
    if not asked:
        raise ChidaoError(
            f"sổ nhiệm vụ của kho {store.folder} không có gì để hỏi; hãy nạp văn bản: chidao index THƯ_MỤC"
        )
    dice = random.Random(seed)  # noqa: S311  nothing secret hangs on it
    dice.shuffle(asked)
    ways = [_who(asked), _when(asked), _what(asked), _lists(entries), _others_body(asked, entries), _no_amount(asked)]
    return [case for way in ways for case, _ in zip(way, range(each), strict=False)]


def write_proposed(path: Path, cases: Sequence[Case]) -> None:
    """Writes them with nothing accepted: a sheet for ".xlsx", else JSON Lines with an empty "nhận"."""
    if path.suffix.lower() == ".xlsx":
        from eval.template import sheet_of

        path.write_bytes(sheet_of(cases, accepted=""))
        return
    lines = [json.dumps({ACCEPTED: ""} | case.to_json(), ensure_ascii=False) for case in cases]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _who(entries: Sequence[Entry]) -> Iterator[Case]:
    for n, e in enumerate(entries, start=1):
        if identity(e.lead[0]).body:
            yield _case(f"so-ai-{n}", "who", f"Cơ quan nào phải {_asked(e)}?", e, expect=((e.lead[0],),))


def _when(entries: Sequence[Entry]) -> Iterator[Case]:
    for n, e in enumerate(entries, start=1):
        if e.due is not None and e.due.end is not None and not _says_due(e):
            days = (e.due.end,) + ((e.due.end - timedelta(days=1),) if e.due.relation == "before" else ())
            yield _case(
                f"so-khi-{n}",
                "when",
                f"{e.lead[0]} phải {_asked(e)} khi nào?",
                e,
                expect=((shown(e.due.text), *(f"{day:%d/%m/%Y}" for day in days)),),
                due=(days,),
            )


def _what(entries: Sequence[Entry]) -> Iterator[Case]:
    for n, e in enumerate(entries, start=1):
        if e.due is not None and e.due.end is not None:
            question = f"Theo {_named(e)}, {_lead(e)} phải làm xong việc gì {shown(e.due.text)}?"
            yield _case(f"so-viec-{n}", "what", question, e, expect=((_piece(e),),))


def _lists(entries: Sequence[Entry]) -> Iterator[Case]:
    by_body: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for e in entries:
        for name in e.lead:
            by_body[name, e.document].append(e)
    for n, ((name, _), tasks) in enumerate(sorted(by_body.items()), start=1):
        if not (LIST_FROM <= len(tasks) <= LIST_TO and identity(name).body):
            continue
        pieces = tuple((piece,) for piece in dict.fromkeys(map(_piece, tasks)))
        yield Case(
            id=f"so-list-{n}",
            cat="list",
            question=f"{name} được giao những nhiệm vụ gì tại {_named(tasks[0])}?",
            expect=pieces,
            cite=pieces,
            due=(),
            forbid=(),
            answerable=True,
            history=(),
            tasks=tuple(map(_gold, tasks)),
        )


def _others_body(asked: Sequence[Entry], entries: Sequence[Entry]) -> Iterator[Case]:
    """The work of one ministry asked of another that the register does not know."""
    known = {identity(name).body for e in entries for name in (*e.lead, *e.coordinating)}
    text = " ".join(e.quote for e in entries)
    ministries = [b for b in load_gazetteer().bodies if b.kind == "ministry" and b.lives]
    strangers = [b for b in ministries if b.id not in known and b.name not in text]
    mine = [e for e in asked if identity(e.lead[0]).body and e.due is not None and not _says_due(e)]
    for n, e in enumerate(mine if strangers else (), start=1):
        other = strangers[n % len(strangers)].name
        forbid = (shown(e.due.text),) if e.due is not None else ()
        question = f"{other} phải {_asked(e)} khi nào?"
        yield _declined(f"so-khac-{n}", question, "other-body", forbid)


def _no_amount(entries: Sequence[Entry]) -> Iterator[Case]:
    for n, e in enumerate(entries, start=1):
        if not any(word.isdigit() for word in words_of(e.quote)):
            yield _declined(f"so-tien-{n}", f"Kinh phí để {_asked(e)} là bao nhiêu tỷ đồng?", "no-fact", ())


def _case(
    id_: str,
    kind: str,
    question: str,
    entry: Entry,
    *,
    expect: tuple[tuple[str, ...], ...],
    due: tuple[tuple[date, ...], ...] = (),
) -> Case:
    cite = ((_piece(entry),),)
    return Case(id_, kind, question, expect, cite, due, (), True, (), tasks=(_gold(entry),))


def _declined(id_: str, question: str, because: str, forbid: tuple[str, ...]) -> Case:
    return Case(id_, "abstain", question, (), (), (), forbid, False, (), because=because)


def _gold(entry: Entry) -> GoldTask:
    due = entry.due
    told = (shown(due.text), due.relation, due.end) if due is not None else ("", "none", None)
    return GoldTask(entry.document, entry.lead, entry.coordinating, shown(entry.action), *told)


def _asked(entry: Entry) -> str:
    """The action as it stands in a question."""
    action = shown(entry.action).rstrip(" .;,:")
    return action[:1].lower() + action[1:] if action[1:2].islower() else action


def _lead(entry: Entry) -> str:
    """The body in charge as it stands within a sentence: a group begins small."""
    name = entry.lead[0]
    return name[:1].lower() + name[1:] if name.startswith(("Các ", "Những ", "Tất cả ")) else name


def _named(entry: Entry) -> str:
    """What a document is called in a question."""
    return entry.number or f"“{shown(entry.title)}”"


def _piece(entry: Entry) -> str:
    return " ".join(shown(entry.action).split()[:PIECE]).rstrip(" .;,:")


def _says_due(entry: Entry) -> bool:
    return entry.due is not None and shown(entry.due.text) in shown(entry.action)
