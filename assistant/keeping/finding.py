"""One line of what `chidao doctor` says."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How a thing stands; the value is what a person reads."""

    OK = "ok"
    WARNING = "cảnh báo"
    ERROR = "lỗi"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        check: its name for machines, in English: "catalog", "vectors", ...
        told: how it stands, in words.
        advice: what to do, "" where nothing is to be done.
    """

    level: Level
    check: str
    told: str
    advice: str = ""

    def to_json(self) -> dict[str, Any]:
        """JSON-ready; the level is "ok", "warning" or "error"."""
        return asdict(self) | {"level": self.level.name.lower()}

    def line(self) -> str:
        """For the eye."""
        return f"{self.level.value:<9} {self.told}" + f"; {self.advice}" * bool(self.advice)


def ok(check: str, told: str) -> Finding:
    """A thing that is as it should be."""
    return Finding(Level.OK, check, told)


def warning(check: str, told: str, advice: str) -> Finding:
    """A thing that works, and that somebody should see to."""
    return Finding(Level.WARNING, check, told, advice)


def wrong(check: str, told: str, advice: str) -> Finding:
    """A thing that does not work."""
    return Finding(Level.ERROR, check, told, advice)
