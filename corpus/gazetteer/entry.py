"""A table of a TOML file that hands out checked values and refuses the rest by file and entry."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeVar

from corpus.errors import ChidaoError

Value = TypeVar("Value")


class Entry:
    """One table of a TOML file, handing out checked values; what it cannot hand out it refuses by name."""

    def __init__(self, file: str, table: str, values: object) -> None:
        if not isinstance(values, dict):
            raise ChidaoError(f"{file}: [[{table}]] is {values!r}, not a table. Write it as [[{table}]].")
        self._values = dict(values)
        label = self._values.get("id") or self._values.get("short") or self._values.get("name") or "without id"
        self._where = f"{file}: [[{table}]] {label}"
        self._file, self._table = file, table

    def refuse(self, reason: str) -> ChidaoError:
        """The error to raise, naming file and entry."""
        return ChidaoError(f"{self._where}: {reason}. Mend the entry; the head of the file says what each key holds.")

    def text(self, key: str) -> str:
        """The text under `key`, which must be there."""
        value = self.text_or_none(key)
        if value is None:
            raise self.refuse(f"the key {key!r} is missing")
        return value

    def text_or_none(self, key: str) -> str | None:
        """The text under `key`, or None."""
        value = self._values.pop(key, None)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self.refuse(f"{key} is {value!r}, not a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under `key`; empty if there is none."""
        values = self._values.pop(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
            raise self.refuse(f"{key} is {values!r}, not a list of texts")
        return tuple(values)

    def choices(self, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """The list of texts under `key`, each one of `allowed`."""
        values, allowed = self.texts(key), set(allowed)
        for value in values:
            if value not in allowed:
                raise self.refuse(f"{key} holds {value!r}, not one of {', '.join(sorted(allowed))}")
        return values

    def choice(self, key: str, allowed: Iterable[str]) -> str:
        """The text under `key`, which must be there and one of `allowed`."""
        value, allowed = self.text(key), set(allowed)
        if value not in allowed:
            raise self.refuse(f"{key} is {value!r}, not one of {', '.join(sorted(allowed))}")
        return value

    def day(self, key: str) -> date | None:
        """The day under `key`, or None."""
        value = self._values.pop(key, None)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self.refuse(f"{key} is {value!r}, not a day such as 2025-03-01")
        return value

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false as `key` says; it must be there unless there is a default."""
        value = self._values.pop(key, default)
        if not isinstance(value, bool):
            raise self.refuse(f"{key} is {value!r}, neither true nor false")
        return value

    def entries(self, key: str) -> list[Entry]:
        """The tables under `key`; empty if there are none."""
        values = self._values.pop(key, [])
        if not isinstance(values, list):
            raise self.refuse(f"{key} is {values!r}, not a list of tables")
        return [Entry(self._file, f"{self._table}.{key}", value) for value in values]

    def done(self) -> None:
        """Raise if a key was left over: it is misspelt, or no part of such an entry."""
        if self._values:
            raise self.refuse(f"the key {next(iter(self._values))!r} is unknown")


def tables(text: str, file: str, *names: str) -> dict[str, list[Entry]]:
    """The tables of a TOML text by name, for just the `names` given.

    Raises:
        ChidaoError: if the text is not TOML, or holds a table of another name.
    """
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ChidaoError(f"{file} is not TOML: {error}. Mend the file there.") from error
    unknown = sorted(set(parsed) - set(names))
    if unknown:
        raise ChidaoError(f"{file}: {unknown[0]!r} is unknown. Tables here are {', '.join(f'[[{n}]]' for n in names)}.")
    found = {}
    for name in names:
        rows = parsed.get(name, [])
        if not isinstance(rows, list):
            raise ChidaoError(f"{file}: {name!r} is no list of tables. Write each entry under [[{name}]].")
        found[name] = [Entry(file, name, row) for row in rows]
    return found


def made(entries: Iterable[Entry], make: Callable[[Entry], Value]) -> tuple[Value, ...]:
    """A value of each entry, no key of any being left over."""
    values = []
    for entry in entries:
        values.append(make(entry))
        entry.done()
    return tuple(values)
