"""How much one file may take of the machine."""

from __future__ import annotations

from dataclasses import dataclass, fields

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds that keep one file from taking the machine; the file that meets one is refused, the others go on.

    Attributes:
        bytes: size of the file on disk; 64 MiB holds the text of some 20,000 pages.
        pages: pages of a PDF, of a scan, or of what an office suite prints.
        seconds: wall time of reading it, recognition of scanned pages included.
        unpacked: bytes of all that an archive unpacks to.
        members: files in an archive or letter, those in archives within it included.
        memory: bytes that the process may take that reads it.
    """

    bytes: int = 64 * MIB
    pages: int = 2_000
    seconds: float = 600.0
    unpacked: int = 512 * MIB
    members: int = 2_000
    memory: int = 2048 * MIB

    def __post_init__(self) -> None:
        for field in fields(self):
            if (value := getattr(self, field.name)) <= 0:
                raise ValueError(f"not a limit: {field.name} = {value}")
