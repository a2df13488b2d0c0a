"""Whether an answer's citations prove it: precision, recall, exact quotes, the first citation.

* precision: citations that show a gold passage / citations.
* recall: gold passages that are cited / gold passages; of a gold passage's alternatives one is enough.
* exact: 1 where each quote is the stored text between its offsets, character for character.
* first: 1 where the first citation shows a gold passage.

Precision and recall of citations as in Gao et al., "Enabling Large Language Models to Generate Text with Citations"
(EMNLP 2023), with the gold passages in place of a model that judges entailment.
"""

from __future__ import annotations

from collections.abc import Callable

from assistant.answer import Answer, Citation
from eval.cases import Case
from eval.judging import missing_pieces
from eval.matching import covers


def citation_scores(case: Case, answer: Answer, text_of: Callable[[str], str]) -> dict[str, float]:
    """`cite_precision`, `cite_recall`, `first` of a case that has gold passages; `exact` of any answer with citations.

    Precision is left out where nothing is cited, recall and `first` are 0 there.
    """
    scores: dict[str, float] = {}
    if case.cite:
        shows = [_shows_gold(case, citation) for citation in answer.citations]
        if shows:
            scores["cite_precision"] = sum(shows) / len(shows)
        scores["cite_recall"] = 1.0 - len(missing_pieces(case, answer)) / len(case.cite)
        scores["first"] = float(bool(shows) and shows[0])
    if answer.citations:
        scores["exact"] = float(all(text_of(c.document)[c.start : c.end] == c.quote for c in answer.citations))
    return scores


def _shows_gold(case: Case, citation: Citation) -> bool:
    return any(covers(citation.quote, piece) for gold in case.cite for piece in gold)
