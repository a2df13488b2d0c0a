"""The way of a question for whoever looks for a fault: understood, found, weighed, taken, dropped, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from assistant.answer import Answer
from assistant.evidence import PASSAGES, Candidate, Verdict, judge
from assistant.evidence.judging import strictness
from assistant.turn import BY_CHECK, BY_PIECES, Turn
from assistant.understanding import Question, Role
from corpus.lines import shown
from index.retrieval import Hit
from index.store import StoredPassage, passages_by_id

MOST = 12
"""Candidates that are told of."""
WORDS = 160
"""Characters of a piece that are shown."""
VERDICTS = {
    Verdict.ANSWERS: "trả lời được",
    Verdict.TOPIC: "không đủ nói về điều được hỏi",
    Verdict.BODY: "của cơ quan khác",
    Verdict.PLACE: "của địa phương khác",
    Verdict.FIGURE: "thiếu con số được hỏi",
    Verdict.AMOUNT: "không có lượng, ngày được hỏi",
    Verdict.YEAR: "con số của năm khác",
    Verdict.KIND: "loại văn bản khác",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A passage of the search: where, its score, and the two that this was made of."""

    document: str
    section: str
    score: float
    cosine: float
    bm25: float
    words: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence or task that was weighed.

    Attributes:
        kind: "nhiệm vụ" or "câu".
        start, end: half-open offsets into the document's stored text.
        score: what it is ranked by; `coverage`, `own`, `body`, `missing` as in assistant.evidence.Candidate.
        verdict: what it is for the question; `taken` where the answer stands on it.
    """

    kind: str
    document: str
    start: int
    end: int
    score: float
    coverage: float
    own: float
    body: float
    missing: tuple[str, ...]
    verdict: str
    taken: bool
    words: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The way of one question.

    Attributes:
        answer: what came of it.
        understood: what the question asks for, and what it names, in words.
        terms: what an answer should hold, with the weight of each.
        found: the passages of the search, best first.
        weighed: sentences and tasks, best first.
        by: how the answer was made.
        reach: the highest coverage of a piece that would answer, whatever its coverage, over how many times more this
            question needs; None where the answer does not hang on that.
        ranked: the ids of all passages that the search proposed, best first.
    """

    answer: Answer
    understood: tuple[tuple[str, str], ...] = ()
    terms: tuple[tuple[str, float], ...] = ()
    found: tuple[Found, ...] = ()
    weighed: tuple[Weighed, ...] = ()
    by: str = ""
    reach: float | None = None
    ranked: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The answer as the machine interface writes it, and the way under "explanation"."""
        way = {name: value for name, value in asdict(self).items() if name != "answer"}
        way["understood"], way["terms"] = dict(self.understood), dict(self.terms)
        return self.answer.to_json() | {"explanation": way}


def explained(turn: Turn, answer: Answer, most: int = MOST) -> Explanation:
    """The way of the question that a turn has answered last, with so many of the candidates that were weighed."""
    question, gathering = turn.question, turn.gathering
    if question is None or gathering is None:
        return Explanation(answer, tuple(_understood(question)) if question else (), by=turn.way.by)
    weights = gathering.weights
    hits = turn.hits[:PASSAGES]
    passages = passages_by_id(turn.session, [hit.id for hit in hits])
    used = turn.way.draft.used if turn.way.draft is not None else []
    cited = {(c.document, c.start) for c in answer.citations}
    candidates = list(turn.way.candidates)[:most]
    reach = None
    if turn.way.by in (BY_PIECES, BY_CHECK):
        strict = strictness(question)
        would = [c.coverage / strict for c in turn.way.candidates if judge(question, c, enough=0.0) is Verdict.ANSWERS]
        reach = max(would, default=0.0)
    return Explanation(
        answer,
        tuple(_understood(question)),
        tuple((t, round(w / weights.total, 3)) for t, w in sorted(weights.of.items(), key=lambda pair: -pair[1])),
        tuple(_found(hit, passages[hit.id]) for hit in hits if hit.id in passages),
        tuple(_weighed(question, c, taken=c in used or (c.document.name, c.span.start) in cited) for c in candidates),
        turn.way.by,
        reach,
        tuple(hit.id for hit in turn.hits),
    )


def _understood(question: Question) -> Iterator[tuple[str, str]]:
    yield "đọc là", question.full
    yield "hỏi", question.kind.value
    for role, label in ((Role.CHARGED, "cơ quan được hỏi"), (Role.BESIDE, "cơ quan khác")):
        if names := ", ".join(body.name for body in question.bodies if body.role is role):
            yield label, names
    if question.places:
        yield "địa phương", ", ".join(place.name for place in question.places)
    if question.references:
        yield "văn bản", "; ".join(f"{r.words} → {', '.join(r.documents)}" for r in question.references)
    if question.window is not None:
        first, last = question.window.first, question.window.last
        yield "khoảng ngày", f"{question.window.words} ({first or '…'} – {last or '…'})"
    if question.what.statuses:
        yield "tình trạng", ", ".join(question.what.statuses)
    if question.leans:
        yield "dựa vào câu trước", question.stands.full if question.stands is not None else "có"


def _found(hit: Hit, passage: StoredPassage) -> Found:
    words = " ".join(passage.text.split())[:WORDS]
    score, cosine, bm25 = (round(value, 3) for value in (hit.score, hit.cosine, hit.bm25))
    return Found(passage.document.name, passage.section, score, cosine, bm25, words)


def _weighed(question: Question, candidate: Candidate, *, taken: bool) -> Weighed:
    return Weighed(
        kind="nhiệm vụ" if candidate.record is not None else "câu",
        document=candidate.document.name,
        start=candidate.span.start,
        end=candidate.span.end,
        score=round(candidate.score, 3),
        coverage=round(candidate.coverage, 3),
        own=round(candidate.own, 3),
        body=candidate.body,
        missing=candidate.missing,
        verdict=VERDICTS[judge(question, candidate)],
        taken=taken,
        words=shown(candidate.words)[:WORDS],
    )


def readable(explanation: Explanation) -> str:
    """The way of a question in lines for a person."""
    lines = ["", "HIỂU CÂU HỎI"]
    lines += [f"  {label}: {words}" for label, words in explanation.understood]
    if explanation.terms:
        told = ", ".join(f"{term} {weight:.2f}" for term, weight in explanation.terms if " " not in term)
        lines.append(f"  từ cần có (trọng số): {told}")
    lines += ["", f"TÌM ĐOẠN ({len(explanation.found)} đoạn đầu: điểm, cosin, BM25)"]
    lines += [
        f"  {f.score:6.2f} {f.cosine:5.2f} {f.bm25:6.1f}  {f.document} {f.section}: {f.words}"
        for f in explanation.found
    ]
    lines += ["", "CÂN BẰNG CHỨNG (điểm, độ phủ, tự có, cơ quan)"]
    for w in explanation.weighed:
        mark = "✓" if w.taken else "·"
        missing = f"; thiếu: {' '.join(w.missing)}" * bool(w.missing)
        lines.append(
            f"  {mark} {w.score:5.2f} {w.coverage:4.2f} {w.own:4.2f} {w.body:4.2f} {w.kind}, {w.verdict}{missing}"
        )
        lines.append(f"      {w.document} ({w.start}): {w.words}")
    answer = explanation.answer
    why = f": {answer.reason} [{answer.because}]" if answer.reason else ""
    status = "trả lời" if answer.status == "answered" else "không trả lời"
    lines += ["", f"KẾT QUẢ  {status}{why}; cách làm: {explanation.by or 'không tra cứu'}"]
    return "\n".join(lines)
