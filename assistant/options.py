"""Options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

StoreOption = Annotated[Path | None, typer.Option("--store", help="Thư mục của kho.", show_default=False)]
JsonOption = Annotated[bool, typer.Option("--json", help="In ra JSON, mỗi dòng một mục.")]


def words_option(name: str, about: str, metavar: str) -> Any:
    """An option that takes words; `metavar` stands for them in the help."""
    return typer.Option(name, help=about, metavar=metavar, show_default=False)
