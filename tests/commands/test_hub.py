"""``carebook to-hub``: what it says, what it answers, and that no password is an argument."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import Typed
from tests.exchange import postgres


def test_a_book_is_copied_and_copied_again(book_folder: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    if reason := postgres.why_not():
        pytest.skip(reason)
    with postgres.cluster() as cluster:
        hub = cluster.make("so")
        first = typed("to-hub", book_folder, hub)
        assert (first.code, first["packages"], first["new"]) == (0, 0, 0)
        assert typed("to-hub", book_folder, hub).code == 0
        monkeypatch.setenv("CAREBOOK_HUB_PASSWORD", "sai-mat-khau-0417")
        refused = typed("to-hub", book_folder, cluster.guarded("so"))
        assert refused.code == 1
        assert refused.told is None
        assert refused.err.strip()
        assert "sai-mat-khau-0417" not in refused.out + refused.err


@pytest.mark.parametrize("address", ["so", "postgresql://canbo:bi-mat-0417@so/carebook"])
def test_what_is_no_address_or_holds_a_password(book_folder: Path, typed: Typed, address: str) -> None:
    answer = typed("to-hub", book_folder, address)
    assert answer.code == 1
    assert "bi-mat-0417" not in answer.out + answer.err
