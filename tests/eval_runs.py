"""A run of three cases with made-up answers, for the tests of reports and comparisons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from assistant.answer import Answer
from eval.cases import Case
from eval.diagnosing import Finding, Stage
from eval.judging import judged
from eval.metrics.abstention import by_reason
from eval.metrics.latency import percentiles
from eval.results import Result, Run
from eval.running import drops_of, figures_of
from tests.fakes import LEVELS, hostile

CASE = Case(
    id="a",
    cat="when",
    question="Hồ sơ cấp độ phải duyệt xong khi nào?",
    expect=(("tháng 9 năm 2024", "30/9/2024"),),
    cite=(("hoàn thành phê duyệt hồ sơ đề xuất cấp độ",),),
    due=((date(2024, 9, 30),),),
    forbid=("tháng 12",),
    answerable=True,
    history=(),
)
RIGHT = Answer("?", "answered", None, "Chậm nhất trong tháng 9 năm 2024. [1]", citations=(LEVELS,), seconds=0.04)
WRONG = replace(RIGHT, answer="Trong năm 2024. [1]", seconds=0.08)
DECLINED = Answer("?", "abstained", "không có", "Không tìm thấy.", because="no-topic", seconds=0.02)
OUTSIDE = replace(CASE, id="b", cat="abstain", question="Giá vàng?", expect=(), cite=(), due=(), answerable=False)


def result(case: Case, answer: Answer) -> Result:
    """A result with the scores that the reports show; a failed one was lost by composing."""
    judgement = judged(case, answer)
    finding = None if judgement.passed else Finding(Stage.COMPOSING, "thiếu ngày trong câu trả lời")
    return Result(case, answer, judgement, {"facts": float(judgement.passed)}, finding)


def made_run(*results: Result) -> Run:
    """A run of such results."""
    written = [r for r in results if not r.case.variant]
    kinds = dict.fromkeys(r.case.cat for r in written)
    return Run(
        name="mẫu.jsonl",
        about={"Văn bản": "1"},
        results=results,
        figures=figures_of(written),
        kinds={kind: figures_of([r for r in written if r.case.cat == kind]) for kind in kinds},
        latency=percentiles([r.answer.seconds for r in results]),
        reasons=by_reason((r.case, r.answer) for r in written),
        drops=drops_of(results),
    )


def hostile_result(payload: str) -> Result:
    """A result with `payload` wherever a document, a question or a case can put words."""
    case = replace(
        CASE, id=payload, cat=payload, question=payload, expect=((payload,),), cite=((payload,),), forbid=(payload,),
        history=(payload,),
    )  # fmt: skip
    judgement = judged(case, hostile(payload))
    return Result(case, hostile(payload), judgement, {}, Finding(Stage.READING, payload))
