"""The command line inside the test's own process: what is typed, the exit code, the JSON, and what stands on stderr."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from carebook import selftest
from carebook.commands.main import run
from carebook.store import keys
from tests.conftest import CHEAP, LOGIN, PASSWORD

SAMPLE = Path(__file__).parents[1] / "exchange" / "samples" / "danh-sach-doi-tuong.xlsx"


@dataclass(frozen=True)
class Answer:
    """What a command answered; ``told`` is the JSON object, or None when stdout holds none."""

    code: int
    told: dict[str, Any] | None
    out: str
    err: str

    def __getitem__(self, name: str) -> Any:
        assert self.told is not None, self.err
        return self.told[name]


Typed = Callable[..., Answer]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], now: datetime) -> Typed:
    """Types a command with ``--json`` (unless ``plain``): the clock stands still, passwords are cheap, nobody is asked."""
    real = keys.Cost
    monkeypatch.setattr(keys, "Cost", lambda *given, **named: real(*given, **named) if given or named else CHEAP)
    monkeypatch.setenv("CAREBOOK_PASSWORD", PASSWORD)
    monkeypatch.delenv("CAREBOOK_KEY_PASSWORD", raising=False)
    for module in (
        "books",
        "checks",
        "damage",
        "exports",
        "hub",
        "opening",
        "outbox",
        "people",
        "periods",
        "receiving",
        "signing",
    ):
        monkeypatch.setattr(f"carebook.commands.{module}.now_utc", lambda: now)

    def type_in(*given: object, plain: bool = False) -> Answer:
        capsys.readouterr()
        code = run([*map(str, given), *([] if plain else ["--json"])], selftest.run)
        out, err = capsys.readouterr()
        told = json.loads(out) if out.startswith("{") else None
        assert "Traceback" not in out + err
        return Answer(code, told, out, err)

    return type_in


@pytest.fixture
def book_with_people(book_folder: Path, typed: Typed) -> Path:
    """The test's book after the sample list was brought in."""
    assert typed("import", book_folder, SAMPLE)["imported"] == 146
    return book_folder


__all__ = ["LOGIN", "PASSWORD", "SAMPLE", "Answer", "Typed"]
