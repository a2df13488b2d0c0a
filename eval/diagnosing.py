"""Which stage lost a failed case, with the evidence.

The gold is followed on its way: a piece that no stored text holds was lost by reading; one that stands in a text but in
no passage, by the sections; then comes what the question was understood as (filter), the search (retrieval), the weight
(ranking), the threshold (abstention) and the words (composing). A case is charged to the first stage that lost any of
its gold. What is answered though it should be declined was lost by abstention.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.answer import Answer
from assistant.evidence import PASSAGES, Verdict
from assistant.explaining import VERDICTS, Explanation, Weighed
from eval.cases import Case
from eval.gold import GoldText, Place, overlaps, rank_of
from eval.judging import Fault, Judgement, missing_days, missing_pieces
from eval.matching import fold
from eval.wording import decimal, percent

_SHOWN = 90
"""Characters of a piece that the evidence shows."""
_LIST = "danh sách từ sổ nhiệm vụ"
_SKIPPED = {
    "letterhead": "phần đầu văn bản",
    "recipients": "nơi nhận",
    "signature": "phần ký",
    "furniture": "đầu trang, chân trang",
    "basis": "căn cứ ban hành",
    "addressees": "nơi kính gửi",
}
"""Parts of a document that no answer is made of, but one about the document itself."""
_FILTERS = {VERDICTS[v] for v in (Verdict.BODY, Verdict.PLACE, Verdict.YEAR, Verdict.KIND)}
_ANSWERS, _TOPIC = VERDICTS[Verdict.ANSWERS], VERDICTS[Verdict.TOPIC]
_NAMED = ("cơ quan được hỏi", "địa phương", "văn bản", "khoảng ngày", "tình trạng")
"""What a question was understood to filter by, as `Explanation.understood` calls it."""


class Stage(StrEnum):
    """The stages in the order in which a document and a question meet them; the value is what a machine reads."""

    READING = "reading"
    SECTION = "section"
    RETRIEVAL = "retrieval"
    FILTER = "filter"
    RANKING = "ranking"
    COMPOSING = "composing"
    ABSTENTION = "abstention"


@dataclass(frozen=True, slots=True)
class Finding:
    """The stage that lost a case, and what shows it, in Vietnamese."""

    stage: Stage
    evidence: str


def diagnose(case: Case, judgement: Judgement, way: Explanation, gold: GoldText) -> Finding | None:
    """The stage that a failed case was lost at; None for one that passed."""
    if judgement.passed:
        return None
    if not case.answerable:
        return _not_declined(way, judgement)
    missing = missing_pieces(case, way.answer)
    if found := [_lost(pieces, way, gold) for pieces in missing]:
        return min(found, key=lambda finding: list(Stage).index(finding.stage))
    if way.answer.status == "abstained":  # a case without gold passages
        return Finding(Stage.ABSTENTION, f"từ chối: {way.answer.reason}")
    return _misread(case, way.answer, gold) or Finding(Stage.COMPOSING, _told(judgement.faults))


def misread(finding: Finding, way: Explanation, original: Explanation) -> Finding:
    """The finding of a variant whose original passes: where it was read otherwise, what came behind follows from that.

    Args:
        way, original: of the variant, and of the question as it was written first.
    """
    read, meant = dict(way.understood).get("đọc là", ""), dict(original.understood).get("đọc là", "")
    if fold(read) == fold(meant):
        return finding
    return Finding(Stage.FILTER, f"đọc thành “{read}”, câu gốc là “{meant}”; vì vậy {finding.evidence}")


def _not_declined(way: Explanation, judgement: Judgement) -> Finding:
    if way.answer.status == "abstained":
        return Finding(Stage.COMPOSING, _told(judgement.faults))
    taken = next((w for w in way.weighed if w.taken), None)
    if taken is None:
        return Finding(Stage.ABSTENTION, f"không bị từ chối; cách làm: {way.by}")
    return Finding(
        Stage.ABSTENTION,
        f"không bị từ chối: “{_short(taken.words)}” ({taken.document}) phủ {decimal(taken.coverage)} điều được hỏi"
        + f", thiếu: {' '.join(taken.missing)}" * bool(taken.missing),
    )


def _lost(pieces: Sequence[str], way: Explanation, gold: GoldText) -> Finding:
    """Where a gold passage was lost that is not cited; of its alternatives the one that came furthest tells."""
    places = [place for piece in pieces for place in gold.places(piece)]
    if not places:
        document, share = gold.nearest(pieces[0])
        near = f"gần nhất: {document or '—'}, khớp {percent(share)}"
        return Finding(Stage.READING, f"không văn bản nào trong kho chứa “{_short(pieces[0])}”; {near}")
    shown = [place for place in places if any(p.kind not in _SKIPPED for p in gold.passages(place))]
    if not shown:
        kinds = sorted({_SKIPPED[p.kind] for place in places for p in gold.passages(place)})
        why = f"bị coi là {', '.join(kinds)}" if kinds else "không nằm trong đoạn nào"
        return Finding(Stage.SECTION, f"“{_short(pieces[0])}” có trong {places[0].document} nhưng {why}")
    weighed = [w for w in way.weighed if any(overlaps(place, w.document, w.start, w.end) for place in shown)]
    if way.by == _LIST:
        return _left_out_of_list(pieces[0], shown, way, gold)
    if weighed:
        return _outweighed(pieces[0], weighed, way)
    if excluding := _excluding(shown, way):
        return Finding(Stage.FILTER, excluding)
    ranks = sorted(rank for place in shown for p in gold.passages(place) if (rank := rank_of(p.id, way.ranked)))
    if ranks and ranks[0] <= PASSAGES:
        return Finding(
            Stage.RANKING, f"đoạn có “{_short(pieces[0])}” đứng thứ {ranks[0]} khi tìm nhưng không câu nào được cân"
        )
    if not way.ranked:
        return Finding(Stage.FILTER, f"không tra cứu: câu hỏi được hiểu là {dict(way.understood).get('hỏi', '—')}")
    where = f"đứng thứ {ranks[0]}, chỉ {PASSAGES} đoạn đầu được xem" if ranks else "không được tìm thấy"
    return Finding(Stage.RETRIEVAL, f"đoạn có “{_short(pieces[0])}” ({shown[0].document}) {where}")


def _left_out_of_list(piece: str, shown: Sequence[Place], way: Explanation, gold: GoldText) -> Finding:
    records = [record for place in shown for record in gold.records(place)]
    if not records:
        return Finding(Stage.READING, f"sổ nhiệm vụ không có nhiệm vụ nào đọc từ “{_short(piece)}”")
    record = records[0]
    read = f"chủ trì {', '.join(record.lead) or '—'}, hạn {record.due.text if record.due else 'không nêu'}"
    return Finding(Stage.FILTER, f"danh sách bỏ sót “{_short(record.action)}” ({read}); {_understood(way)}")


def _outweighed(piece: str, weighed: Sequence[Weighed], way: Explanation) -> Finding:
    """The gold was weighed, and is not what the answer stands on."""
    best = max(weighed, key=lambda w: (w.taken, w.verdict == _ANSWERS, w.score))
    told = f"“{_short(best.words)}” (điểm {decimal(best.score)}, phủ {decimal(best.coverage)}): {best.verdict}"
    if best.taken:
        return Finding(Stage.COMPOSING, f"đã chọn {told}, nhưng trích dẫn không chứa “{_short(piece)}”")
    if best.verdict in _FILTERS:
        return Finding(Stage.FILTER, f"{told}; {_understood(way)}")
    if way.answer.status == "abstained":
        lacks = f"; thiếu: {' '.join(best.missing)}" * bool(best.missing)
        return Finding(Stage.ABSTENTION, f"đoạn đúng bị coi là chưa đủ: {told}{lacks}")
    taken = next((w for w in way.weighed if w.taken), None)
    instead = f"; chọn “{_short(taken.words)}” (điểm {decimal(taken.score)})" if taken is not None else f"; {way.by}"
    return Finding(Stage.RANKING, f"{told}{instead}")


def _excluding(shown: Sequence[Place], way: Explanation) -> str:
    """Why the question as understood keeps the gold's documents out, "" where it does not."""
    understood = dict(way.understood)
    documents = {place.document for place in shown}
    named = understood.get("văn bản", "")
    if named and not any(document in named for document in documents):
        return f"câu hỏi được hiểu là hỏi văn bản {named}, đoạn đúng ở {', '.join(sorted(documents))}"
    if way.by == "thể thức của văn bản":
        return f"câu hỏi được hiểu là hỏi thể thức của văn bản; {_understood(way)}"
    return ""


def _misread(case: Case, answer: Answer, gold: GoldText) -> Finding | None:
    """The finding where the register read another day from the cited gold than the gold names."""
    for days in missing_days(case, answer):
        for pieces in case.cite:
            records = [r for piece in pieces for place in gold.places(piece) for r in gold.records(place)]
            ends = {r.due.end if r.due is not None else None for r in records}
            if records and not ends & set(days):
                read = ", ".join(sorted(f"{end:%d/%m/%Y}" if end else "không có ngày" for end in ends))
                return Finding(
                    Stage.READING, f"sổ nhiệm vụ đọc từ “{_short(pieces[0])}” hạn {read}, đúng ra là {days[0]:%d/%m/%Y}"
                )
    return None


def _understood(way: Explanation) -> str:
    told = [f"{label}: {words}" for label, words in way.understood if label in _NAMED]
    return "hiểu là " + ("; ".join(told) if told else f"hỏi {dict(way.understood).get('hỏi', '—')}, không lọc gì")


def _told(faults: Sequence[Fault]) -> str:
    return "; ".join(fault.words for fault in faults)


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rstrip()}…"
