"""What Prometheus may know: how much is asked, how long answers take, how large the store is. No words, no persons."""

from __future__ import annotations

import re

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_AREA = re.compile(r"/(api/v1/(?:[a-z-]+)|gradio_api/queue|gradio_api|assets|static|login|logout|widget\.js)(?=[/?]|$)")
KNOWN = frozenset(
    {
        "api/v1/ask",
        "api/v1/tasks",
        "api/v1/documents",
        "api/v1/passage",
        "api/v1/feedback",
        "api/v1/conversations",
        "api/v1/jobs",
        "api/v1/health",
        "api/v1/ready",
        "api/v1/metrics",
        "api/v1/audit",
    }
)


class Metrics:
    """The counters of one server, in a registry of their own."""

    def __init__(self) -> None:
        registry = self.registry = CollectorRegistry()
        self.requests = Counter("chidao_requests", "Requests answered", ("method", "area", "status"), registry=registry)
        self.request_seconds = Histogram(
            "chidao_request_seconds", "Time to the end of an answer", ("area",), buckets=_SECONDS, registry=registry
        )
        self.questions = Counter("chidao_questions", "Questions by what became of them", ("status",), registry=registry)
        self.answer_seconds = Histogram(
            "chidao_answer_seconds", "Time to find an answer", buckets=_SECONDS, registry=registry
        )
        self.feedback = Counter("chidao_feedback", "Verdicts on answers", ("verdict",), registry=registry)
        self.refused = Counter("chidao_refused", "Requests refused by a limit", registry=registry)
        self.jobs = Counter("chidao_jobs", "Documents taken in or removed", ("state",), registry=registry)
        self.documents = Gauge("chidao_documents", "Documents that answers come from", registry=registry)

    def seen(self, method: str, path: str, status: int, seconds: float) -> None:
        """Counts an answer."""
        area = area_of(path)
        self.requests.labels(method if method in _METHODS else "other", area, str(status or 499)).inc()
        self.request_seconds.labels(area).observe(seconds)
        if status == 429:
            self.refused.inc()

    def text(self) -> bytes:
        """All of them in the text format of Prometheus."""
        return generate_latest(self.registry)


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def area_of(path: str) -> str:
    """The part of the server that a path belongs to: few enough for a label.

    >>> [area_of(path) for path in ("/api/v1/documents/a.txt/text", "/api/v1/xyz", "/gradio_api/queue/join", "/", "/x")]
    ['api/v1/documents', 'api/v1', 'gradio_api/queue', 'page', 'other']
    """
    if path == "/":
        return "page"
    found = _AREA.match(path)
    if found is None:
        return "other"
    area = found[1]
    return area if not area.startswith("api/v1/") or area in KNOWN else "api/v1"
