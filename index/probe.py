"""A look into a generation from a process of its own: what is in Chroma's files may end the process that opens them.

    python -m index.probe STORE GENERATION PASSAGES

prints one line of JSON: `{"ids": [...]}`, the passages that words and vectors both hold, or `{"error": "..."}`.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import index

SECONDS = 600


def probe(store: Path, generation: int, passages: int) -> tuple[set[str], str]:
    """(ids of the passages that words and vectors both hold, what is wrong; "" for nothing), by another process."""
    command = [sys.executable, "-m", "index.probe", str(store.absolute()), str(generation), str(passages)]
    root = Path(index.__file__).parents[1]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603  ours
        told = json.loads(done.stdout.strip().split("\n")[-1])
    except subprocess.TimeoutExpired:
        return set(), f"mở thế hệ {generation} quá {SECONDS} giây"
    except ValueError:
        return set(), f"mở thế hệ {generation} làm dừng cả tiến trình (mã {done.returncode})"
    return set(told.get("ids", ())), told.get("error", "")


def main(store: str, generation: str, passages: str) -> None:
    """Prints what `probe` reads."""
    from corpus.errors import StoreError
    from index.generations import Generation

    try:
        with closing(Generation(Path(store), int(generation), "", int(passages))) as opened:
            ids = opened.words.ids
            found = opened.vectors.vectors(ids)
            opened.statistics.mean.sum()
            told: dict[str, object] = {"ids": sorted(found)}
            if len(found) != len(ids):
                told["error"] = f"có {len(found)} vectơ cho {len(ids)} đoạn"
    except StoreError as error:
        told = {"error": str(error)}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
