"""`python -m benchmarks`: lists the benchmarks, or runs the one that is named with its own options."""

from __future__ import annotations

import ast
import sys
from importlib import import_module
from pathlib import Path

from corpus.errors import ChidaoError

FOLDER = Path(__file__).parent


def commands() -> dict[str, str]:
    """The modules that are commands, by name, each with the first line of its docstring.

    A command is a module of this package with a function `main`; none is imported to find that out.
    """
    found = {}
    for file in sorted(FOLDER.glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        has_main = any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in tree.body)
        if has_main and file.stem != "__main__":
            found[file.stem] = (ast.get_docstring(tree) or "").partition("\n")[0]
    return found


def main() -> int:
    """Runs the command that is named; returns its exit status, 2 for a name that is none."""
    known = commands()
    name, given = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("--help", [])
    if name in ("-h", "--help"):
        print("usage: python -m benchmarks NAME [OPTION ...]      (python -m benchmarks NAME --help for its options)\n")
        width = max(map(len, known))
        print("\n".join(f"  {command:{width}}  {words}" for command, words in known.items()))
        return 0
    if name not in known:
        print(f"benchmarks: {name!r} is none of: {', '.join(known)}", file=sys.stderr)
        return 2
    sys.argv = [f"python -m benchmarks {name}", *given]
    try:
        status: int | None = import_module(f"benchmarks.{name}").main()
    except ChidaoError as error:
        print(f"benchmarks {name}: {error}", file=sys.stderr)
        return 2
    return status or 0


if __name__ == "__main__":
    sys.exit(main())
