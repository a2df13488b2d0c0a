"""Answers of one or a few statements: who, when, what, how many, what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.answering.citing import spoken
from assistant.answering.draft import Draft, cited_of
from assistant.answering.wording import source_words, task_words, when_words
from assistant.evidence import Candidate, Gathering, Verdict, judge
from assistant.evidence.fitting import defines, same_period, says_day
from assistant.register.works import last_day
from assistant.understanding import Kind, Question
from assistant.understanding.conditions import case_in
from index.entry import Entry
from index.record import Record
from index.register import entry_on
from index.short_forms import tokens_of
from index.task_index import TaskIndex
from index.tokens import syllables

NEAR_BEST, TASK_NEAR_BEST = 0.92, 0.95
"""A further sentence or task is part of the answer from this share of the best one's score on."""
GIVES_WAY = 0.8
"""A sentence gives way to a task that was read from it and has this share of its score."""
MOST = 3
"""Statements of one answer."""
LESS_THAN_OTHERS = 0.75
"""Where a piece holds less than this share of what another body's piece holds, the work is the other body's."""
FURTHER = 0.9
"""What a further piece must hold of the question, as a share of what the first one does."""
FURTHER_OWN = 0.7
"""The same, for what a further task says itself where somebody is asked for."""
SIBLING = 0.5
"""What a task must hold itself, as a share of what the nearest task of the same sentence does."""
RIGHT_BEHIND = 3
"""Characters between two sentences of a paragraph."""
MOST_DEFINED = 6
"""Statements of an answer to what several things mean."""
HEADED = 0.6
"""Share of the question's weight that a heading must hold for all under it to be the answer."""
LONGEST = 1450
"""Characters of one answer."""
WITH_TASKS = (Kind.WHO, Kind.WHEN, Kind.WHAT, Kind.LIST, Kind.COUNT)


def candidates_for(question: Question, gathering: Gathering) -> list[Candidate]:
    """Sentences and tasks, best first; a sentence that a task was read from gives way to it."""
    if question.kind not in WITH_TASKS or case_in(question.full) is not None:
        return gathering.sentences()
    sentences, tasks = gathering.sentences(), gathering.tasks()
    found = sorted([*tasks, *sentences], key=lambda c: (-c.score, c.record is None, c.document.name, c.span.start))
    kept: list[Candidate] = []
    for candidate in found:
        near = [task for task in tasks if task.score >= GIVES_WAY * candidate.score]
        if candidate.record is not None or not any(_tells(task, candidate) for task in near):
            kept.append(candidate)
    return kept


def _tells(task: Candidate, sentence: Candidate) -> bool:
    """True where a sentence is what a task was read from, and hardly more."""
    if task.document.id != sentence.document.id or not overlap(task, sentence):
        return False
    return len(sentence.span) <= 2.5 * len(task.span)


def chosen(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Those that make the answer, best first; none where none does."""
    taken: list[Candidate] = []
    nearest = own_by_sentence(candidates)
    said: set[str] = set()
    length = 0
    others = 0.0
    for candidate in candidates:
        defining = question.kind is Kind.DEFINITION and defines(question, candidate.words)
        if taken and not defining and candidate.score < _share(taken[0], candidate) * taken[0].score:
            break
        if taken and not defining and candidate.coverage < FURTHER * taken[0].coverage:
            continue
        if taken and question.kind is Kind.WHO and candidate.own < FURTHER_OWN * taken[0].own:
            continue
        verdict = judge(question, candidate)
        if verdict in (Verdict.BODY, Verdict.YEAR):
            others = max(others, candidate.coverage)
        if verdict is not Verdict.ANSWERS:
            continue
        if not taken and candidate.coverage < LESS_THAN_OTHERS * others:
            return []  # what is asked for is another body's, or another year's
        if candidate.record is not None and candidate.own < SIBLING * nearest[sentence_of(candidate)]:
            continue  # another task of the same sentence is the one asked about
        if candidate.record is not None and any(_same_work(candidate.record, t.record) for t in taken):
            continue
        key = " ".join(syllables(candidate.words if candidate.record is None else candidate.record.action))
        if key in said or any(_same_place(candidate, t) for t in taken):
            continue
        if taken and length + len(candidate.words) > LONGEST:
            break
        said.add(key)
        taken.append(candidate)
        length += len(candidate.words)
        if len(taken) == (MOST_DEFINED if defining else MOST):
            break
    return taken


def sentence_of(candidate: Candidate) -> tuple[int, int]:
    """Where the sentence stands that a task was read from."""
    return candidate.document.id, candidate.span.start


def own_by_sentence(candidates: Sequence[Candidate]) -> dict[tuple[int, int], float]:
    """Sentence -> the most that one of its tasks holds itself: what the sentence tells of the others is not theirs."""
    most: dict[tuple[int, int], float] = {}
    for candidate in candidates:
        if candidate.record is not None:
            most[sentence_of(candidate)] = max(candidate.own, most.get(sentence_of(candidate), 0.0))
    return most


def with_further_day(question: Question, taken: Sequence[Candidate], gathering: Gathering) -> list[Candidate]:
    """The tasks chosen; where the day is asked for too and the first has none, with the target right behind it."""
    first = taken[0].record if taken else None
    if first is None or first.due is not None or not question.what.when or question.kind is Kind.WHEN:
        return list(taken)
    for candidate in gathering.tasks():
        record = candidate.record
        if record is None or record.due is None or record.document.id != first.document.id or record.lead != first.lead:
            continue
        if 0 <= record.row.quote_start - first.row.quote_end <= RIGHT_BEHIND:
            return [taken[0], candidate, *(c for c in taken[1:] if c.record is not record)]
    return list(taken)


def with_siblings(question: Question, taken: Sequence[Candidate], gathering: Gathering) -> list[Candidate]:
    """What was chosen; items of one part whose heading names the thing, with the others of that part, in order."""
    first, *others = taken
    if question.kind is not Kind.DEFINITION or not others or not first.heading:
        return list(taken)
    if any(c.record is not None or not _under_one_heading(first, c) for c in taken):
        return list(taken)
    said, weights = tokens_of(first.heading), gathering.weights
    if sum(weight for term, weight in weights.of.items() if term in said) < HEADED * weights.total:
        return list(taken)
    found = list(taken)
    for candidate in gathering.sentences():
        if _under_one_heading(first, candidate) and not any(overlap(candidate, other) for other in found):
            found.append(candidate)
    return sorted(found, key=lambda c: c.span.start)[:MOST_DEFINED]


def _under_one_heading(a: Candidate, b: Candidate) -> bool:
    return a.document.id == b.document.id and a.heading == b.heading


def _share(best: Candidate, candidate: Candidate) -> float:
    if best.record is not None or candidate.record is not None:
        return TASK_NEAR_BEST
    return NEAR_BEST


def say_all(draft: Draft, question: Question, taken: Sequence[Candidate], today: date, tasks: TaskIndex) -> None:
    """Says what was chosen."""
    if question.kind is Kind.WHEN and (dated := [c for c in taken if _has_day(c)]):
        taken = [
            c for c in dated if c.record and c.record.due and same_period(question, c.record.due.text) > 0
        ] or dated
    several = len(taken) > 1
    who = question.kind is Kind.WHO
    cited = ((c.document, [c.span] if c.record is None else cited_of(c.record, with_body=who)) for c in taken)
    draft.citations.read_ahead([(document, span) for document, spans in cited for span in spans])
    for candidate in taken:
        draft.used.append(candidate)
        before = len(draft.lines)
        if candidate.record is not None:
            _say_task(draft, question, candidate, today, tasks)
        else:
            heading = candidate.heading if question.kind is not Kind.NUMBER else ""
            draft.say(spoken(candidate.words, heading), draft.citations.of(candidate))
        if several:
            draft.lines[before] = f"- {draft.lines[before]}"


def _comes_as_often(question: Question, candidate: Candidate) -> bool:
    due = candidate.record.due if candidate.record is not None else None
    return due is not None and same_period(question, due.text) > 0


def _has_day(candidate: Candidate) -> bool:
    return candidate.record.due is not None if candidate.record is not None else says_day(candidate.words)


def _say_task(draft: Draft, question: Question, candidate: Candidate, today: date, tasks: TaskIndex) -> None:
    record = candidate.record
    assert record is not None  # noqa: S101  the caller looked
    entry = entry_on(today, record)
    versions = _versions(entry, today, tasks)
    if versions and (versions[0].date or "") > (entry.date or ""):  # the newest first
        older, entry = entry, versions[0]
        versions = [older, *(v for v in versions[1:] if last_day(v) != last_day(older))][:2]
        record = tasks.record(entry.id) or record
    numbers = draft.cite_task(record, entry, with_body=question.kind is Kind.WHO)
    draft.say(task_words(entry, day_first=question.kind is Kind.WHEN), *numbers)
    for other in versions:
        if (version := tasks.record(other.id)) is not None:
            draft.say(_version_words(entry, other), *draft.cite_task(version, other))


def _versions(entry: Entry, today: date, tasks: TaskIndex) -> list[Entry]:
    """The same work in other documents, where these give it another day; newest first."""
    same = [entry_on(today, r) for r in tasks.same_work(entry.group) if r.key != entry.id]
    moved = [e for e in same if e.document != entry.document and last_day(e) not in (None, last_day(entry))]
    return sorted(moved, key=lambda e: e.date or "", reverse=True)[:2]


def _version_words(entry: Entry, other: Entry) -> str:
    newer = (other.date or "") > (entry.date or "")
    told = "văn bản mới hơn" if newer else "văn bản trước đó"
    return f"- Khác về thời hạn: {source_words(other)} ({told}) nêu {when_words(other.due)}."


def _same_work(a: Record, b: Record | None) -> bool:
    return b is not None and bool(a.row.work) and a.row.work == b.row.work


def overlap(a: Candidate, b: Candidate) -> bool:
    """True where two pieces share a part of a document."""
    return a.document.id == b.document.id and a.span.start < b.span.end and b.span.start < a.span.end


def _same_place(a: Candidate, b: Candidate) -> bool:
    """True where two overlap, unless they are two tasks of one sentence."""
    return overlap(a, b) and (a.record is None or b.record is None)
