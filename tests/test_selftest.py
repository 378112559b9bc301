"""The program's own test passes, tells every step, and stops at the first one that fails with a sentence."""

from __future__ import annotations

import os
from typing import Any

import pytest

from carebook import selftest
from carebook.actions import opening
from carebook.store import keys
from carebook.words import speaking
from tests.conftest import CHEAP

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch, qapp: object) -> None:
    """Keys that cost little, and the one application of the test run."""
    assert qapp is not None

    def make_book(*args: Any, **given: Any) -> opening.Opened:
        return opening.make_book(*args, **given, cost=CHEAP)

    monkeypatch.setattr(selftest, "make_book", make_book)
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


def test_every_step_is_told() -> None:
    told: list[str] = []
    with speaking("en"):
        steps = selftest.run(told.append)
    assert list(steps) == told
    assert len(steps) == 12
    assert steps[0].startswith("Every part of the program is there")
    assert steps[2] == "A new encrypted book is made."
    assert steps[-1].startswith("The backup is restored and equals the book")


def test_it_stops_at_the_first_failing_step(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: Any, **_given: Any) -> None:
        raise keys.errors.DiskFull

    monkeypatch.setattr(selftest, "back_up_book", full)
    told: list[str] = []
    with speaking("en"), pytest.raises(selftest.SelfTestFailed) as failed:
        selftest.run(told.append)
    assert len(told) == 10
    assert failed.value.message.values["step"].id == "backing the book up"


def test_it_says_nothing_when_nobody_listens() -> None:
    assert len(selftest.run(None)) == 12
