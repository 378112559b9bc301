"""The security checker finds nothing in the rooms that touch files, keys, networks and processes."""

from __future__ import annotations

import subprocess
import sys

from tests.house import tree

ROOMS = ("carebook/store", "carebook/sealing", "carebook/exchange", "carebook/commands", "packaging")


def test_bandit_finds_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bandit", "-q", "-c", "pyproject.toml", "-r", *ROOMS],
        cwd=tree.ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
