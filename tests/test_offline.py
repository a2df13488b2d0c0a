"""No network at run time: the main job in a network namespace that holds nothing but loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.chromium import CHROMIUM

ROOT = Path(__file__).parents[1]


@cache
def _isolation() -> list[str]:
    """The command that takes the network away, where this machine allows it."""
    for command in (["unshare", "--net"], ["unshare", "--net", "--map-root-user"]):
        try:
            if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
                return command
        except FileNotFoundError:
            break
    return []


def test_index_ask_and_page_work_without_a_network(model_folder: Path, tmp_path: Path) -> None:
    # without a namespace of its own the job still refuses, and notes, what Python code seeks beyond loopback
    run = subprocess.run(
        [*_isolation(), sys.executable, "-m", "tests.offline_job", str(model_folder), str(tmp_path)],
        cwd=ROOT, env=os.environ | {"HOME": str(tmp_path)}, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout.splitlines()[-1])
    assert found["sought"] == []
    assert (found["indexed"], found["status"], found["page"]["status"]) == (5, "answered", 200)
    hosts = {urlsplit(url).hostname for url in found["page"]["requests"] if not url.startswith(("data:", "blob:"))}
    assert hosts <= {"127.0.0.1", "localhost"}
    assert found["page"]["asked"] is (True if CHROMIUM.exists() else None)


def test_the_namespace_really_has_no_way_out() -> None:
    if not _isolation():
        pytest.skip("this machine allows no network namespace; the job's own guard is what remains")
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)"
    run = subprocess.run([*_isolation(), sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "Network is unreachable" in run.stderr
