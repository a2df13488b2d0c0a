"""junit.xml: a run as the CI shows tests."""

from __future__ import annotations

import re
from xml.etree import ElementTree as Xml

from eval.labels import STAGES
from eval.results import Run

_UNSEEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


def junit(run: Run) -> bytes:
    """A suite of the run with a test for each case; the class is its kind, a failure tells faults, stage, evidence."""
    suite = Xml.Element("testsuite", name=_clean(run.name), tests=str(len(run.results)), failures=str(len(run.failed)),
                        errors="0", time=f"{sum(r.answer.seconds for r in run.results):.3f}")  # fmt: skip
    for result in run.results:
        case = Xml.SubElement(
            suite,
            "testcase",
            classname=_clean(f"{run.name}.{result.case.variant or result.case.cat}"),
            name=_clean(f"{result.case.id}: {result.case.question}"),
            time=f"{result.answer.seconds:.3f}",
        )
        if not result.passed:
            told = _clean("; ".join(fault.words for fault in result.judgement.faults))
            failure = Xml.SubElement(case, "failure", message=told, type=result.finding.stage if result.finding else "")
            if result.finding is not None:
                failure.text = _clean(f"{STAGES[result.finding.stage]}: {result.finding.evidence}")
    suites = Xml.Element("testsuites")
    suites.append(suite)
    written: bytes = Xml.tostring(suites, encoding="utf-8", xml_declaration=True)
    return written


def _clean(text: str) -> str:
    return _UNSEEN.sub("�", text)
