"""Whether an answer says what it should: facts, completeness of lists, exact day, exact body.

* facts: expected facts that are said / expected facts; of a fact's alternatives one is enough.
* complete: the same for a list, or the gold tasks that its rows tell / gold tasks where a case has them.
* day: due days that a task of the answer ends on, or its text writes / due days of the gold. A day is right or wrong:
  the day before is another day, but for "before", whose gold names both.
* body: expected facts that name a body and are said / expected facts that name a body (the gazetteer tells).

All are recall of the gold; what is said too much is looked at by `forbid`, citation precision and brevity.
"""

from __future__ import annotations

from assistant.answer import Answer
from eval.cases import Case
from eval.judging import missing_days, missing_facts
from eval.metrics.tasks import FoundTask, matches
from index.identity import identity


def answer_scores(case: Case, answer: Answer) -> dict[str, float]:
    """`facts`, `complete`, `day`, `body` of a case that can be answered, each where its gold has such a thing."""
    if not case.answerable:
        return {}
    scores: dict[str, float] = {}
    missing = missing_facts(case, answer)
    if case.expect:
        scores["facts"] = 1.0 - len(missing) / len(case.expect)
    if case.tasks:
        rows = [FoundTask.of_answer(task) for task in answer.tasks]
        scores["complete"] = sum(any(matches(gold, row) for row in rows) for gold in case.tasks) / len(case.tasks)
    elif case.cat == "list" and case.expect:
        scores["complete"] = scores["facts"]
    if case.due:
        scores["day"] = 1.0 - len(missing_days(case, answer)) / len(case.due)
    if bodies := [ways for ways in case.expect if any(_names_body(way) for way in ways)]:
        scores["body"] = sum(ways not in missing for ways in bodies) / len(bodies)
    return scores


def _names_body(fact: str) -> bool:
    return identity(fact).known
