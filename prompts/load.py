"""Reading a prompt file and filling in its variables."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent


class PromptError(Exception):
    """A prompt that does not exist, or that lacks a value."""


def fill(name: str, **values: str | int) -> str:
    """The prompt `name` with its variables filled in; the last line feed of the file is left out.

    Raises:
        PromptError: there is no such prompt, a variable of it has no value, or a value has no variable.
    """
    template = _template(name)
    wanted = set(template.get_identifiers())
    if missing := wanted - set(values):
        raise PromptError(f"prompt {name!r} lacks the values {sorted(missing)}; give them to fill()")
    if unknown := set(values) - wanted:
        raise PromptError(f"prompt {name!r} has no variables {sorted(unknown)}; it has {sorted(wanted)}")
    return template.substitute(values)


@cache
def _template(name: str) -> Template:
    path = FOLDER / f"{name}.txt"
    if not path.is_file():
        known = sorted(p.stem for p in FOLDER.glob("*.txt"))
        raise PromptError(f"there is no prompt {name!r}; there are {known}")
    return Template(path.read_text(encoding="utf-8").removesuffix("\n"))
