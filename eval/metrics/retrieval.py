"""How well the search ranks the passages that hold the gold: recall@k, MRR, nDCG@k.

A passage is relevant where it shows a gold piece; relevance is 0 or 1.

* recall@k: relevant passages among the first k / relevant passages.
* MRR: the mean of 1 / rank of the first relevant passage (0 where none is found). Voorhees, TREC-8 (1999).
* nDCG@k: sum over the first k of rel / log2(rank + 1), over the same sum for the best order. Järvelin and
  Kekäläinen, ACM TOIS 20(4), 2002.
* needs@k: gold pieces of which one alternative is shown among the first k / gold pieces. Recall over passages asks for
  every place where a piece stands; an answer needs one.

The first three are computed by ir-measures (MacAvaney et al., ECIR 2022).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

DEPTH = 10
"""How many passages the deepest measure looks at."""
NEEDS = f"needs@{DEPTH}"


def retrieval_scores(
    relevant: Mapping[str, Collection[str]], ranked: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """By question: {"R@5": ..., "R@10": ..., "RR": ..., "nDCG@10": ...}; questions without a relevant passage left out.

    Args:
        relevant: by question, the ids of the passages that hold its gold.
        ranked: by question, the ids of the passages found, best first.

    >>> retrieval_scores({"q": ["b"]}, {"q": ["a", "b"]})["q"]["RR"]
    0.5
    """
    import ir_measures
    from ir_measures import RR, R, nDCG

    qrels = [ir_measures.Qrel(q, passage, 1) for q, passages in relevant.items() for passage in passages]
    run = [
        ir_measures.ScoredDoc(q, passage, 1.0 / rank)
        for q in relevant
        for rank, passage in enumerate(ranked.get(q, ()), start=1)
    ]
    asked = {q for q, passages in relevant.items() if passages}
    measures = [R @ 5, R @ DEPTH, RR, nDCG @ DEPTH]
    scores = {q: {str(measure): 0.0 for measure in measures} for q in asked}
    if qrels and run:
        for metric in ir_measures.iter_calc(measures, qrels, run):
            scores[metric.query_id][str(metric.measure)] = float(metric.value)
    return scores


def needs_met(needs: Sequence[Collection[str]], ranked: Sequence[str], depth: int = DEPTH) -> float:
    """The share of gold pieces that one of the first `depth` passages shows; 1 where there is none.

    >>> needs_met([{"a", "b"}, {"c"}], ["x", "b"])
    0.5
    """
    first = set(ranked[:depth])
    return sum(not first.isdisjoint(need) for need in needs) / len(needs) if needs else 1.0
