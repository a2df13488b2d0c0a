"""`python -m eval`: a refusal is one line on standard error and exit status 1."""

from __future__ import annotations

import sys

from assistant.settings import prepare_environment
from corpus.errors import ChidaoError
from eval.commands import app


def main() -> None:
    """Reads the command line and runs what it names."""
    prepare_environment()
    try:
        app()
    except ChidaoError as error:
        sys.exit(f"eval: {error}")


if __name__ == "__main__":
    main()
