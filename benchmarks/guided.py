"""Files for one reader by atheris, guided by which ways through the code each goes; run by `benchmarks.fuzz --guided`.

python -m benchmarks.guided READER SECONDS FOLDER
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from random import Random

import atheris  # type: ignore[import-untyped]  # it brings no types

with atheris.instrument_imports(include=["corpus"]):
    from benchmarks.mutations import damaged
    from benchmarks.reading_child import read_and_check
    from benchmarks.seeds import FORMATS
    from corpus.errors import UnreadableDocument


def fuzz_guided() -> None:
    """Fuzzes until the time is over or a file fails, which is kept in the folder; atheris ends the process."""
    name, seconds, folder = sys.argv[1:]
    format_ = FORMATS[name]
    found = Path(tempfile.mkdtemp(prefix="fuzz-"))
    for number, seed in enumerate(format_.seeds()):
        (found / str(number)).write_bytes(seed)

    def read(data: bytes) -> None:
        try:
            read_and_check(format_.suffix, data)
        except UnreadableDocument:
            return

    def change(data: bytes, most: int, seed: int) -> bytes:
        return damaged(Random(seed), [data or b" "], format_.within)[:most]

    options = [
        sys.argv[0], str(found), f"-max_total_time={seconds}", f"-artifact_prefix={folder}{os.sep}{name}-guided-",
        "-timeout=30", "-rss_limit_mb=2048", "-max_len=4000000", "-print_final_stats=1",
    ]  # fmt: skip
    atheris.Setup(options, read, custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    fuzz_guided()
