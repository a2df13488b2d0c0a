"""What the ways of asking are measured by; the same rule for each, whatever pieces it cuts the documents into."""

from __future__ import annotations

import statistics
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from benchmarks.peer_ways import DEPTH, Way
from benchmarks.timing import seconds
from eval.cases import Case
from eval.gold import GoldText, Place
from eval.judging import Check, judged
from eval.matching import COVERED
from eval.metrics.intervals import Figure, mean_with_interval
from eval.metrics.latency import percentiles
from eval.metrics.retrieval import needs_met

BUDGET = 4000
"""Characters of the best pieces, in which the gold is looked for as well."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """How well a way ranks the pieces that show the gold.

    A piece shows a gold span where it holds COVERED of its characters.

    Attributes:
        questions: with a gold span in the documents; the means are over these.
        recall_1, recall_5: gold spans shown by the first piece, by the first five / gold spans of the question.
        recall_budget: the same by the first pieces that together have no more than BUDGET characters.
        mrr: of the first piece that shows a gold span, among five.
        ndcg: nDCG@5 with relevance 0 or 1, against the best order of the way's own pieces.
        piece, five: mean characters of a piece, and of the first five found.
    """

    questions: int
    recall_1: float
    recall_5: float
    recall_budget: float
    mrr: float
    ndcg: float
    pieces: int
    piece: float
    five: float


@dataclass(frozen=True, slots=True)
class Answers:
    """What a way answers; None where no question has such a thing.

    Attributes:
        right: passing all checks of eval.judging / questions that can be answered.
        right_at_length: the same without the check of length (of the answer, its quotes and their number).
        holds: stating every expected fact and day and citing every gold span / the same questions, whatever else is
            said, at any length.
        declines: declined / questions that must be.
        quotes: answers whose quotes are all the stored text / answers with citations.
        follow_ups: passing all checks / follow-up questions that can be answered (which `right` and `holds` leave out).
        read: median characters of an answer, its marks included.
    """

    right: Figure | None
    right_at_length: Figure | None
    holds: Figure | None
    declines: Figure | None
    quotes: Figure | None
    follow_ups: Figure | None
    read: float


def retrieval_of(way: Way, cases: Sequence[Case], gold: GoldText) -> Retrieval:
    """The ranking of a way over the cases that go on from no other and name gold spans."""
    needs: dict[str, list[set[str]]] = {}
    for case in cases:
        places = [[place for piece in pieces for place in gold.places(piece)] for pieces in case.cite]
        if not case.history and (found := [wanted for wanted in places if wanted]):
            needs[case.id] = [shown_by(way.pieces, wanted) for wanted in found]
    ranked = {case.id: list(way.found(case)) for case in cases if case.id in needs}
    sizes = {id_: len(place.span) for id_, place in way.pieces.items()}
    rr, ndcg = _ranking({id_: set().union(*wanted) for id_, wanted in needs.items()}, ranked)

    def recall(first: Mapping[str, Sequence[str]], depth: int) -> float:
        return statistics.fmean(needs_met(wanted, first[id_], depth) for id_, wanted in needs.items())

    return Retrieval(
        questions=len(needs),
        recall_1=recall(ranked, 1),
        recall_5=recall(ranked, DEPTH),
        recall_budget=recall({id_: within(found, sizes, BUDGET) for id_, found in ranked.items()}, len(sizes)),
        mrr=rr,
        ndcg=ndcg,
        pieces=len(sizes),
        piece=statistics.fmean(sizes.values()),
        five=statistics.fmean(sum(sizes[id_] for id_ in found[:DEPTH]) for found in ranked.values()),
    )


def shown_by(pieces: Mapping[str, Place], wanted: Sequence[Place]) -> set[str]:
    """The ids of the pieces that hold COVERED of one of several places."""
    found = set()
    for place in wanted:
        for id_, piece in pieces.items():
            shared = min(piece.span.end, place.span.end) - max(piece.span.start, place.span.start)
            if piece.document == place.document and shared >= COVERED * len(place.span):
                found.add(id_)
    return found


def within(ranked: Sequence[str], sizes: Mapping[str, int], budget: int) -> list[str]:
    """The first pieces that together have no more characters than the budget.

    >>> within(["a", "b", "c"], {"a": 3, "b": 4, "c": 1}, 7)
    ['a', 'b']
    """
    taken: list[str] = []
    for id_ in ranked:
        budget -= sizes[id_]
        if budget < 0:
            break
        taken.append(id_)
    return taken


def answers_of(way: Way, cases: Sequence[Case], gold: GoldText) -> Answers:
    """The answers of a way to every case, judged as `python -m eval run` does."""
    given = [(case, way.answer(case)) for case in cases]
    judgements = [(case, answer, judged(case, answer, gold.text)) for case, answer in given]

    def share(follow_up: bool, answerable: bool, passed_over: Collection[Check] = ()) -> Figure | None:
        return mean_with_interval(
            [
                float(all(fault.check in passed_over for fault in judgement.faults))
                for case, _, judgement in judgements
                if bool(case.history) is follow_up and case.answerable is answerable
            ]
        )

    return Answers(
        right=share(False, True),
        right_at_length=share(False, True, (Check.FOCUS,)),
        holds=share(False, True, (Check.FOCUS, Check.FORBID, Check.MARKS, Check.QUOTES)),
        declines=mean_with_interval([float(a.status == "abstained") for c, a in given if not c.answerable]),
        quotes=mean_with_interval([float(j.checks[Check.QUOTES]) for _, a, j in judgements if a.citations]),
        follow_ups=share(True, True),
        read=statistics.median(len(answer.answer) for _, answer in given),
    )


def waits_of(way: Way, cases: Sequence[Case]) -> dict[str, float]:
    """Percentiles of the milliseconds of an answer, over all cases."""
    return {name: 1000 * s for name, s in percentiles([seconds(partial(way.answer, case)) for case in cases]).items()}


def _ranking(relevant: Mapping[str, Collection[str]], ranked: Mapping[str, Sequence[str]]) -> tuple[float, float]:
    """(MRR@5, nDCG@5) by ir-measures, over all questions; 0 for one of which no piece shows the gold."""
    import ir_measures
    from ir_measures import RR, nDCG

    qrels = [ir_measures.Qrel(q, piece, 1) for q, pieces in relevant.items() for piece in pieces]
    run = [
        ir_measures.ScoredDoc(q, piece, 1.0 / rank)
        for q, found in ranked.items()
        for rank, piece in enumerate(found, 1)
    ]
    measures = [RR @ DEPTH, nDCG @ DEPTH]
    sums = dict.fromkeys(map(str, measures), 0.0)
    for metric in ir_measures.iter_calc(measures, qrels, run):
        sums[str(metric.measure)] += float(metric.value)
    rr, ndcg = (total / len(relevant) for total in sums.values())
    return rr, ndcg
