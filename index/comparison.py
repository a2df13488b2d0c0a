"""A folder's files beside what the store holds of them: what is to be read, what stays, what is refused unread."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from corpus.archives import holds_members
from corpus.errors import UnreadableDocument
from corpus.readers import Limits, read_bytes
from index.document_reading import Refusal, ToRead
from index.reading_pool import ReadingPool
from index.report import Report
from index.told import FolderFacts, Told


@dataclass(frozen=True, slots=True)
class Known:
    """A document of the folder that the store has, live or staged; `current` says that today's rules read it."""

    id: int
    name: str
    sha256: str
    current: bool
    saying: str

    def same(self, sha256: str, told: Told) -> bool:
        """True where it is the document of this content, read by today's rules, of which the same is told."""
        return self.current and (self.sha256, self.saying) == (sha256, told.saying)


@dataclass(slots=True)
class Opened:
    """A file that is not simply one document, and what became of it: an archive, a letter, one that met a limit.

    Attributes:
        members: path -> sha256 of each document in it.
        refused: path -> reason; the file itself where not all of it could be read.
        skipped: what no reader takes.
        size: bytes of the file.
    """

    path: str
    sha256: str
    size: int = 0
    members: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Found:
    """A document of the folder that is new or changed.

    Attributes:
        told: what manifest and sidecar say of it.
        within: the file it lay in, or None.
        size: bytes of the folder's file that are done with when it is read; 0 where it lay in another.
    """

    path: str
    sha256: str
    told: Told
    within: Opened | None
    size: int


Work = Iterator[tuple[Found | Opened, ToRead | None]]
"""What is to be read, in order. Without a file: a document that is staged already; or, behind all that lies in it, a
file that was opened."""


class Comparison:
    """Finds what is to be read; what is not is told to the report at once."""

    def __init__(
        self,
        told: FolderFacts,
        corrected: Mapping[str, Mapping[str, Any]],
        known: Mapping[tuple[str, str], Known],
        opened: Mapping[str, Opened],
        name: Callable[[str], str],
        report: Report,
        pool: ReadingPool,
        limits: Limits,
    ) -> None:
        """Takes what stands beside the documents of their facts, what persons said of these by the documents' names,
        the store's documents by path and state, what became of the files that were opened before, and what gives a
        new document its name."""
        self.done = 0
        """Bytes of the files that are done with; whoever takes the work adds the size of each piece when it is read."""
        self._told = told
        self._corrected = corrected
        self._known = known
        self._opened = opened
        self._name = name
        self._report = report
        self._pool = pool
        self._limits = limits
        self._seen: set[str] = set()
        self._below: list[str] = []
        self._holding = {above for path, state in known if state == "live" for above in _with_folders(path)}

    def keep(self, paths: Iterable[str]) -> None:
        """Lets all stay that the store has from below these paths."""
        self._below += (f"{path}/" for path in paths)

    def stays(self, path: str) -> bool:
        """True for a document that the folder holds still, and for one of which that cannot be told."""
        return path in self._seen or path.startswith(tuple(self._below))

    def files(self, files: Sequence[tuple[str, Path]], tell: Callable[[str], None]) -> Work:
        """What is to be read of the folder's files; `tell` is called with the path of each that is looked at."""
        for path, file in files:
            tell(path)
            try:
                data = read_bytes(file, self._limits)
            except UnreadableDocument as error:
                self._refuse_unopened(path, file, error)
                continue
            sha256 = hashlib.sha256(data).hexdigest()
            opened = self._opened.get(path)
            if opened is not None and opened.sha256 == sha256 and self._has_all(opened.members):
                for member, own in opened.members.items():
                    yield from self._document(member, b"", own)  # which the store has: nothing is read
                self._tell(opened)
                self.done += len(data)
            elif holds_members(path):
                yield from self._members(Opened(path, sha256, len(data)), data)
            else:
                work = list(self._document(path, data, sha256))
                self.done += 0 if work else len(data)
                yield from work

    def refuse_read(self, found: Found, refusal: Refusal) -> Opened | None:
        """Refuses a file whose reading failed; returns what to note where it need not be tried again as it is."""
        self._refuse(found.path, refusal.reason)
        if found.within is not None:
            found.within.refused[found.path] = refusal.reason
            del found.within.members[found.path]
        elif refusal.by_limit:
            return Opened(found.path, found.sha256, refused={found.path: refusal.reason})
        return None

    def _members(self, opened: Opened, data: bytes) -> Work:
        """What is to be read of an archive or letter, and behind it the file itself."""
        for member in self._pool.unpack(opened.path, data):
            if isinstance(member, Refusal):  # of all that is left
                opened.refused[opened.path] = member.reason
            elif member.refused:
                opened.refused[member.path] = member.refused
            elif member.data is None:
                opened.skipped.append(member.path)
            else:
                sha256 = opened.members[member.path] = hashlib.sha256(member.data).hexdigest()
                yield from self._document(member.path, member.data, sha256, opened)
        self._tell(opened)
        yield opened, None

    def _document(self, path: str, data: bytes, sha256: str, within: Opened | None = None) -> Work:
        """A document that is to be read, unless the store has it as it is."""
        self._seen.add(path)
        size = len(data) if within is None else 0
        told, distrusted = self._told.of(path, sha256)
        self._report.notes += [each.note for each in distrusted if each.note]
        self._report.refused |= {each.file: each.reason for each in distrusted if each.file}
        live, staged = self._known.get((path, "live")), self._known.get((path, "staged"))
        if live is not None and live.same(sha256, told):
            self._report.unchanged.append(path)
        elif staged is not None and staged.same(sha256, told):
            yield Found(path, sha256, told, within, size), None
        else:
            name = live.name if live is not None else self._name(path)
            archive = within.path if within is not None else ""
            file = ToRead(path, name, data, told, self._corrected.get(name, {}), archive)
            yield Found(path, sha256, told, within, size), file

    def _has_all(self, members: Mapping[str, str]) -> bool:
        """True where the store has each of these documents as it is."""
        return all(
            any(
                known.same(sha256, self._told.of(path, sha256)[0])
                for state in ("live", "staged")
                if (known := self._known.get((path, state))) is not None
            )
            for path, sha256 in members.items()
        )

    def _tell(self, opened: Opened) -> None:
        """Reports what could not be read of a file; where that is the file itself, what was read from it stays."""
        for path, reason in opened.refused.items():
            self._refuse(path, reason)
        if opened.path in opened.refused:
            self.keep([opened.path])
        self._report.skipped += opened.skipped

    def _refuse_unopened(self, path: str, file: Path, error: UnreadableDocument) -> None:
        """Refuses a file that cannot be opened; one that vanished after it was listed counts as removed."""
        vanished = isinstance(error.__cause__, FileNotFoundError) and not file.is_symlink()
        if not vanished:
            self.keep([path])
            self._refuse(path, str(error))
        elif path not in self._holding:
            self._report.refused[path] = str(error)

    def _refuse(self, path: str, reason: str) -> None:
        """Notes why a file was not read; what was read from it before stays."""
        self._seen.add(path)
        kept = "; kho vẫn giữ bản đã đọc trước đó" if path in self._holding else ""
        self._report.refused[path] = reason + kept


def _with_folders(path: str) -> Iterator[str]:
    """A path, and those of all that it lies in."""
    while path:
        yield path
        path = path.rpartition("/")[0]
