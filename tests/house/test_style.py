"""One style, checked by programs: ruff's rules, ruff's layout, mypy's types."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house import tree


@pytest.mark.parametrize(
    "arguments",
    [
        ["ruff", "check", "--cache-dir", str(tree.BUILD / "ruff"), "--quiet", "."],
        ["ruff", "format", "--check", "--cache-dir", str(tree.BUILD / "ruff"), "--quiet", "--diff", "."],
        ["mypy", "--cache-dir", str(tree.BUILD / "mypy"), "--no-error-summary"],
    ],
    ids=["rules", "layout", "types"],
)
def test_nothing_to_complain_about(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=tree.ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
