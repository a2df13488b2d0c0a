"""The command of the evaluators: `python -m eval calibrate`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.settings import prepare_environment
from corpus.errors import ChidaoError
from eval.cases import SHIPPED


def main() -> None:
    """Reads the command line and runs what it names; a refusal is one line on standard error and exit status 1."""
    parser = argparse.ArgumentParser(prog="python -m eval", description=__doc__)
    commands = parser.add_subparsers(required=True)
    calibrate = commands.add_parser("calibrate", help="what other thresholds of abstention would do on a case set")
    calibrate.add_argument(
        "cases", nargs="?", type=Path, default=SHIPPED, help="JSON Lines; the shipped cases if left out"
    )
    calibrate.add_argument("--store", type=Path, help="the store to ask; one of the shipped documents if left out")
    given = parser.parse_args()
    prepare_environment()
    from eval.calibration import calibrated

    try:
        for line in calibrated(given.cases, given.store):
            sys.stdout.write(f"{line}\n")
    except ChidaoError as error:
        sys.exit(f"eval: {error}")


if __name__ == "__main__":
    main()
