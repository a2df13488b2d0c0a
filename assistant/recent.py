"""What the last questions were read as and answered with: a question that goes on from one does not answer it anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock

from assistant.evidence import Candidate
from assistant.understanding import Understanding
from assistant.understanding.question import MOST_TURNS

MOST = 256
"""Answers that are remembered."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer told.

    Attributes:
        tasks: the ids of the tasks that it speaks of.
        used: the candidates that it stands on.
    """

    tasks: Sequence[str] = ()
    used: Sequence[Candidate] = ()


class Recent:
    """The last questions to one state of the store on one day. Safe to use from several threads.

    Attributes:
        reader: reads them.
        today: the day of asking.
    """

    def __init__(self, reader: Understanding, today: date, most: int = MOST) -> None:
        """Takes what reads the questions, the day of asking, and how many answers are remembered."""
        self.reader = reader
        self.today = today
        self._most = most
        self._told: dict[tuple[str, tuple[str, ...]], Told | None] = {}
        self._lock = Lock()

    def remember(self, asked: str, history: Sequence[str], told: Told | None) -> None:
        """Keeps what a question, asked behind these of before, was answered with; None for a refusal."""
        key = self._key(asked, history)
        with self._lock:
            self._told.pop(key, None)
            self._told[key] = told
            if len(self._told) > self._most:
                del self._told[next(iter(self._told))]

    def told(self, asked: str, history: Sequence[str]) -> Told | None:
        """What a question, asked behind these, was answered with; None for a refusal.

        Raises:
            KeyError: it is not remembered.
        """
        return self._told[self._key(asked, history)]

    @staticmethod
    def _key(asked: str, history: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        return asked, tuple(history[-MOST_TURNS:])
