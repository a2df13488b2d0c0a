"""A run written into a folder."""

from __future__ import annotations

import json
from pathlib import Path

from corpus.errors import ChidaoError
from eval.report.junit import junit
from eval.report.page import page
from eval.results import Run


def write_report(run: Run, folder: Path) -> Path:
    """Writes report.html, report.json and junit.xml; gives the path of the page.

    Raises:
        ChidaoError: the folder cannot be written to.
    """
    whole = json.dumps(run.to_json(), ensure_ascii=False, indent=1)
    contents = {
        "report.html": page(run).encode("utf-8", "replace"),
        "report.json": whole.encode("utf-8", "replace"),
        "junit.xml": junit(run),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
    except OSError as error:
        raise ChidaoError(f"không ghi được vào {folder} ({error.strerror}); hãy nêu thư mục khác sau --out") from error
    return folder / "report.html"
