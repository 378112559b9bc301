"""The command that sets the manual on paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from carebook.commands.main import run
from carebook.reports.manual import booklet, contents


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pages are enough to show that it is written."""
    few = contents.Contents((contents.Group("Mới", ("whats-new",)),), {})
    monkeypatch.setattr(booklet, "contents", lambda: few)


def test_it_writes_the_manual(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "new" / "manual.pdf"
    assert run(["manual", str(out), "--role", "nurse"], lambda _say: ()) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert "manual.pdf" in capsys.readouterr().out


def test_an_unknown_role_is_refused(tmp_path: Path) -> None:
    assert run(["manual", str(tmp_path / "x.pdf"), "--role", "king"], lambda _say: ()) == 2


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("")
    assert run(["manual", str(tmp_path / "file" / "manual.pdf")], lambda _say: ()) == 1
    assert "manual.pdf" in capsys.readouterr().err
