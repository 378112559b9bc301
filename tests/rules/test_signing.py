"""Whose signature a report still awaits, and when it has them all."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from carebook.records.periods import ReportState, SignedFile, Snapshot
from carebook.records.signing import HEAD, PREPARER, SEAL
from carebook.rules import signing

AT = datetime(2026, 11, 4, tzinfo=UTC)
OPEN, SEALED = (
    Snapshot(
        period="2026-10",
        first_on=date(2026, 10, 1),
        last_on=date(2026, 10, 31),
        cutoff_on=date(2026, 10, 31),
        closed_at=AT,
        closed_by="a",
        content="",
        content_hash="",
        sealed=sealed,
    )
    for sealed in (False, True)
)


def files(*steps: tuple[str, ...]) -> list[SignedFile]:
    """The signed files of a report, the newest first."""
    made = [SignedFile(snapshot_id="s", roles=roles, file_hash="", signed_at=AT) for roles in steps]
    return made[::-1]


BOTH = files((PREPARER,), (PREPARER, HEAD))
ALL = [*files((PREPARER, HEAD, SEAL)), *BOTH]


@pytest.mark.parametrize(
    ("state", "sealed", "signed", "complete"),
    [
        (ReportState.CLOSED, False, [], False),
        (ReportState.PREPARER_SIGNED, False, files((PREPARER,)), False),
        (ReportState.SIGNED, False, BOTH, True),
        (ReportState.SIGNED, True, BOTH, False),
        (ReportState.SIGNED, True, ALL, True),
        (ReportState.SENT, True, ALL, True),
        (ReportState.SIGNED_IN_INK, False, [], True),
        (ReportState.SIGNED_IN_INK, True, [], True),
        (ReportState.SENT, True, [], True),
        (ReportState.SUPERSEDED, False, BOTH, False),
        (ReportState.REOPENED, True, ALL, False),
    ],
)
def test_complete_means_every_signature(
    state: ReportState, sealed: bool, signed: list[SignedFile], complete: bool
) -> None:
    snapshot = replace(SEALED if sealed else OPEN, state=state)
    assert signing.is_complete(snapshot, signed) is complete
    awaits_seal = sealed and signed is BOTH and state is ReportState.SIGNED
    assert signing.awaits_seal(snapshot, signed) is awaits_seal


def test_the_seal_comes_last_and_only_where_it_was_asked_for() -> None:
    assert signing.required(OPEN) == (PREPARER, HEAD)
    assert signing.required(SEALED) == (PREPARER, HEAD, SEAL)
    assert signing.awaited(SEALED, files((PREPARER,))) == (HEAD, SEAL)
    assert signing.awaited(SEALED, []) == (PREPARER, HEAD, SEAL)
    assert signing.awaited(OPEN, BOTH) == ()
