"""report.html: a run for persons, in one file that asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from corpus.lines import shown
from eval.diagnosing import Stage
from eval.judging import Check
from eval.labels import CHECKS, FIELDS, FORMS, KINDS, REASONS, SIZES, STAGES, kind_words
from eval.matching import covers, fold
from eval.report.pictures import drop_bars, kind_bars, latency_columns, measure_bars, stage_bars
from eval.results import Result, Run
from eval.wording import decimal, milliseconds, percent

_COLUMNS = ("passed", "facts", "cite_recall", "cite_precision", "first", "day", "nDCG@10")
"""Measures that the table by kind of question shows."""
_HEADS = ("Đạt", "Ý đúng", "Căn cứ được dẫn", "Trích dẫn là căn cứ", "Trích dẫn đầu", "Đúng ngày", "nDCG@10")


def page(run: Run) -> str:
    """The whole page; every word of a document, question or answer is escaped."""
    style, script = _file("report.css"), _file("report.js")
    environment = Environment(autoescape=True, loader=FunctionLoader(_file), undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True)  # fmt: skip
    environment.filters |= {"percent": percent, "decimal": decimal, "ms": milliseconds, "shown": shown}
    columns, left, right = latency_columns(run)
    written = [result for result in run.results if not result.case.variant]
    return environment.get_template("report.html.j2").render(
        run=run,
        written=written,
        passed=sum(result.passed for result in written),
        policy=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; "
        "form-action 'none'",
        style=Markup(style),  # noqa: S704  a file of the project
        script=Markup(script),  # noqa: S704
        measures=measure_bars(run.figures),
        kinds=kind_bars(run.kinds),
        stages=stage_bars(run.results),
        drops=drop_bars(run.drops),
        columns=columns,
        ends=(left, right),
        heads=_HEADS,
        rows=[(kind_words(k), f["passed"].n, [f.get(c) for c in _COLUMNS]) for k, f in run.kinds.items()],
        sizes=SIZES,
        fields=FIELDS,
        reasons=REASONS,
        kind_names={r.case.cat: kind_words(r.case.cat) for r in run.results},
        stage_names={s.value: STAGES[s] for s in Stage if any(r.finding and r.finding.stage is s for r in run.results)},
        form_names={r.case.variant: FORMS.get(r.case.variant, r.case.variant) for r in run.results if r.case.variant},
        check_names={check.value: words for check, words in CHECKS.items()},
        stage_of=lambda result: STAGES[result.finding.stage] if result.finding else "",
        facts_of=_facts,
        pieces_of=_pieces,
        days_of=_days,
        is_gold=_is_gold,
        all_kinds=KINDS,
    )


def _facts(result: Result) -> Sequence[tuple[str, bool]]:
    missing = {fault.gold for fault in result.judgement.faults if fault.check is Check.FACTS}
    return [(" | ".join(ways), _said(result) and ways[0] not in missing) for ways in result.case.expect]


def _pieces(result: Result) -> Sequence[tuple[str, bool]]:
    missing = {fault.gold for fault in result.judgement.faults if fault.check is Check.CITES}
    return [(" | ".join(pieces), _said(result) and pieces[0] not in missing) for pieces in result.case.cite]


def _days(result: Result) -> Sequence[tuple[str, bool]]:
    missing = {fault.gold for fault in result.judgement.faults if fault.check is Check.DUE}
    written = [[f"{day:%d/%m/%Y}" for day in days] for days in result.case.due]
    return [(" hoặc ".join(days), _said(result) and days[0] not in missing) for days in written]


def _said(result: Result) -> bool:
    return result.answer.status == "answered"


def _is_gold(result: Result, quote: str) -> bool:
    return any(fold(piece) in fold(quote) or covers(quote, piece) for gold in result.case.cite for piece in gold)


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _file(name: str) -> str:
    return (files("eval.report") / name).read_text(encoding="utf-8")
