"""Where the lines and files of the register's commands go."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer

from corpus.errors import ChidaoError


def print_lines(lines: Iterable[str]) -> None:
    """Prints each line as soon as it is made."""
    for line in lines:
        typer.echo(line)


def json_line(value: dict[str, Any]) -> str:
    """A value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False)


def width() -> int:
    """Columns of the terminal; 80 where there is none. The variable COLUMNS goes before both."""
    return shutil.get_terminal_size().columns


def write_file(file: Path, content: bytes) -> None:
    """Writes a file, over one that is there. Raises ChidaoError where that is not possible."""
    try:
        file.write_bytes(content)
    except OSError as error:
        raise ChidaoError(f"không ghi được tệp {str(file)!r} ({error.strerror}); hãy kiểm tra đường dẫn") from error
