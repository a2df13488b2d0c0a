"""How often a person, an address and a session of the widget may ask: token buckets in memory."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assistant.server.person import Person
from assistant.server_settings import ServerSettings
from corpus.errors import ChidaoError

MOST_KEYS = 100_000
"""Buckets kept of each kind; beyond that those that rested longest go."""
MINUTE, DAY = 60.0, 86_400.0


class TooMany(ChidaoError):
    """Too many requests; `retry_after` is in whole seconds."""

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Buckets:
    """A bucket for each key that holds `most` tokens and is filled up within `seconds`; `most` of 0 sets no limit."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._rate = most / seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """Takes a token; returns 0, or the seconds after which there is one."""
        if not self._most:
            return 0.0
        now = self._clock()
        with self._lock:
            tokens, at = self._buckets.pop(key, (float(self._most), now))
            tokens = min(self._most, tokens + (now - at) * self._rate)
            taken = tokens >= 1
            self._buckets[key] = (tokens - 1 if taken else tokens, now)
            if len(self._buckets) > MOST_KEYS:
                self._buckets.popitem(last=False)
            return 0.0 if taken else (1 - tokens) / self._rate


class Limits:
    """The limits of the settings. Safe to use from several threads; each process counts for itself."""

    def __init__(self, settings: ServerSettings, clock: Callable[[], float] = time.monotonic) -> None:
        self._questions = Buckets(settings.questions_per_minute, MINUTE, clock)
        self._requests = Buckets(settings.requests_per_minute, MINUTE, clock)
        self._addresses = Buckets(settings.address_requests_per_minute, MINUTE, clock)
        self._widget_sessions = Buckets(settings.widget_questions_per_session, DAY, clock)
        self._widget_addresses = Buckets(settings.widget_questions_per_address, DAY, clock)
        self._most_at_once = settings.questions_at_once
        self._asking: dict[str, int] = {}
        self._lock = threading.Lock()

    def address(self, address: str) -> None:
        """Counts a request of an address. Raises TooMany."""
        _refuse(self._addresses.take(address), "địa chỉ này gửi quá nhiều yêu cầu")

    def request(self, person: Person) -> None:
        """Counts a request of a person. Raises TooMany."""
        if person.widget and not person.session:
            return
        _refuse(self._requests.take(person.owner), "bạn gửi quá nhiều yêu cầu")

    @contextmanager
    def question(self, person: Person) -> Iterator[None]:
        """Counts a question of a person, who may have only so many answered at once. Raises TooMany."""
        if person.widget:
            told = "khung hỏi đáp đã dùng hết số câu hỏi trong ngày"
            _refuse(self._widget_addresses.take(person.address), told)
            if not person.session:  # all who sit behind one address would share one person's measure
                yield
                return
            _refuse(self._widget_sessions.take(person.session), told)
        _refuse(self._questions.take(person.owner), "bạn hỏi quá nhanh")
        with self._lock:
            asking = self._asking.get(person.owner, 0)
            if self._most_at_once and asking >= self._most_at_once:
                raise TooMany(f"bạn đang có {asking} câu hỏi chưa trả lời xong; hãy đợi một lát", 1)
            self._asking[person.owner] = asking + 1
        try:
            yield
        finally:
            with self._lock:
                if (left := self._asking.pop(person.owner) - 1) > 0:
                    self._asking[person.owner] = left


def _refuse(wait: float, told: str) -> None:
    if wait:
        seconds = max(1, math.ceil(wait))
        raise TooMany(f"{told}; hãy thử lại sau {wait_words(seconds)}", seconds)


def wait_words(seconds: int) -> str:
    """How long to wait, in the unit that says it best, rounded up.

    >>> wait_words(30), wait_words(91), wait_words(86_400)
    ('30 giây', '2 phút', '24 giờ')
    """
    for longest, unit, name in ((90, 1, "giây"), (5400, 60, "phút")):
        if seconds <= longest:
            return f"{math.ceil(seconds / unit)} {name}"
    return f"{math.ceil(seconds / 3600)} giờ"
