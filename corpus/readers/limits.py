"""How large a file may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one file from taking the machine.

    Attributes:
        bytes: size of the file on disk; 64 MiB holds the text of some 20,000 pages.
    """

    bytes: int = 64 * 1024 * 1024

    def __post_init__(self) -> None:
        if self.bytes < 1:
            raise ValueError(f"not a size in bytes: {self.bytes}")
