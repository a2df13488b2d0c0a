"""A reader behind the interface of `corpus.readers.parse` that does what a text file tells it to do.

The pool's processes take it by `index.reading_pool.READER`.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from pathlib import Path

from corpus.errors import UnreadableDocument
from corpus.readers import Limits, parse
from corpus.reading import Reading

NAME = "tests.hostile_reader:parse_or_misbehave"


def parse_or_misbehave(path: Path, data: bytes, limits: Limits) -> Reading:
    """Reads as usual what does not begin with a "!" and the name of a misdeed."""
    misdeed, _, argument = data.decode("utf-8", "replace").partition("\n")
    if misdeed == "!sleep":
        time.sleep(float(argument))
    elif misdeed == "!sleep in C":  # holds the interpreter, as a library that hangs does
        ctypes.PyDLL(None).sleep(int(argument))
    elif misdeed == "!eat":
        eaten = [bytearray(16 * 1024 * 1024) for _ in range(10_000)]
        raise AssertionError(len(eaten))
    elif misdeed == "!exit":
        os._exit(int(argument))
    elif misdeed == "!crash":
        ctypes.string_at(0)
    elif misdeed == "!call":  # a program that goes on by itself, in a session of its own
        code = f"import os, pathlib, time; pathlib.Path({argument!r}).write_text(str(os.getpid())); time.sleep(60)"
        subprocess.run([sys.executable, "-c", code], check=False, start_new_session=True)
    elif misdeed == "!refuse":
        raise UnreadableDocument("không đọc được")
    elif misdeed == "!leave behind":
        import tempfile

        Path(argument).write_text(tempfile.mkdtemp(), encoding="utf-8")
        time.sleep(60)
    elif misdeed == "!recurse":
        return parse_or_misbehave(path, data, limits)
    return parse(path, data, limits)
