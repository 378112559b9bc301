"""A file that is taken out of the book is written whole, or what bore its name before stays."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from carebook.places import write_whole


def test_a_file_is_written_over_another(tmp_path: Path) -> None:
    path = tmp_path / "báo cáo.pdf"
    write_whole(path, b"before")
    write_whole(path, b"after")
    assert path.read_bytes() == b"after"
    beside = tmp_path / "usual"
    beside.touch()
    assert path.stat().st_mode == beside.stat().st_mode


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "báo cáo.pdf"
    path.write_bytes(b"before")

    def fail(_handle: int) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError):
        write_whole(path, b"after")
    assert [one.name for one in tmp_path.iterdir()] == ["báo cáo.pdf"]
    assert path.read_bytes() == b"before"
