"""What is installed is what is pinned, so that a fresh machine gets what was tested."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _pins() -> dict[str, str]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return {_name(name): version for name, _, version in (line.partition("==") for line in lines)}


def test_every_direct_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = {*project["dependencies"], *project["optional-dependencies"]["dev"]}
    assert {_name(name) for name in direct} <= set(_pins())


def test_what_is_installed_is_what_is_pinned() -> None:
    installed = {_name(d.metadata["Name"]): d.version.partition("+")[0] for d in distributions()}
    assert {name: installed.get(name) for name in _pins()} == _pins()


def test_torch_is_the_tested_release_and_brings_no_cuda() -> None:
    assert _pins()["torch"] == "2.13.0"
    assert not [name for name in _pins() if name.startswith(("nvidia-", "triton"))]
