"""The seal and timestamps from the command line, also from a timer while the service is down."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from carebook.actions.opening import open_book
from carebook.actions.signing import add_ca_root, make_seal_key, make_signing_key
from carebook.store import staff
from tests.commands.conftest import LOGIN, PASSWORD, Typed
from tests.sealing.services import running

MONTH = "2026-10"


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


def prepare(folder: Path, now: datetime, root: bytes) -> None:
    """Keys of the director and of the seal; trust in a public authority."""
    with open_book(folder, LOGIN, PASSWORD, now=now).book as book:
        with book.looking(now) as reader:
            account = staff.account_with_login(reader, LOGIN)
            assert account is not None
            director = staff.actor_of(reader, account.id)
        assert director is not None
        make_signing_key(book, director.staff_member_id, PASSWORD, "trong ket sat 2", by=director, now=now)
        make_seal_key(book, PASSWORD, "trong ket sat 2", by=director, now=now)
        add_ca_root(book, root, by=director, now=now)


def test_a_report_is_sealed_and_stamped(book_folder: Path, tmp_path: Path, typed: Typed, now: datetime) -> None:
    (tmp_path / "ca").mkdir()
    with running(tmp_path / "ca", now) as services:
        prepare(book_folder, now, services.root.der)
        stamp = ("stamp", book_folder, "--tsa", services.stamping)
        assert typed(*stamp, plain=True).out == "Không còn báo cáo nào chờ dấu thời gian.\n"
        assert typed(*stamp, "--timer", plain=True).out == ""
        report = typed("close", book_folder, MONTH, "--seal")["report"]
        assert typed("sign", book_folder, report, "--role", "seal").code == 1
        for role, level in (
            ("preparer", "signer_missing"),
            ("head", "signer_missing"),
            ("seal", "facility_trusted"),
        ):
            assert typed("sign", book_folder, report, "--role", role)["level"] == level
            sent = typed("send", book_folder, "--to", tmp_path / "department")["sent"] if role == "head" else []
            assert sent == []

        services.down = True
        failed = typed(*stamp, "--timer")
        assert (failed.code, failed["stamped"], failed["waiting"]) == (1, [], 1)
        assert "127.0.0.1" in failed["reason"]
        services.down = False
        done = typed(*stamp)
        assert (done.code, done["stamped"], done["waiting"]) == (0, [report], 0)
        assert typed("send", book_folder, "--to", tmp_path / "department").code == 0
    (package,) = (tmp_path / "department").glob("*.pdf")
    assert len(typed("verify", package)["signers"]) == 3
