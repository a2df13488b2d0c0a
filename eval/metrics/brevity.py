"""How much a person must read: characters and words of an answer, and words against the gold.

* chars, words: of the answer's text, without its marks [n].
* surplus: words of the answer / words of the gold facts (of a fact's alternatives the shortest). 1 says the facts
  alone; a sentence around one name is 10 or more, which is not wrong: compare runs by it, not answers.

Only given answers are measured; the length of a refusal says nothing of brevity.
"""

from __future__ import annotations

import re

from assistant.answer import Answer
from eval.cases import Case
from eval.matching import words_of

_MARK = re.compile(r"\s*\[\d+\]")


def brevity_scores(case: Case, answer: Answer) -> dict[str, float]:
    """`chars`, `words` and, where the case has facts, `surplus` of a given answer; nothing of a refusal."""
    if answer.status != "answered":
        return {}
    text = _MARK.sub("", answer.answer)
    words = len(words_of(text))
    scores = {"chars": float(len(text)), "words": float(words)}
    gold = sum(min(len(words_of(way)) for way in ways) for ways in case.expect)
    if gold:
        scores["surplus"] = words / gold
    return scores
