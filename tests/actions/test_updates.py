"""Updating: who may, the backup before anything else, and what is refused leaves all as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from carebook.actions.change import Refused
from carebook.actions.updates import look_into, prepare_update
from carebook.records.staff import Actor, Role
from carebook.rules import permissions
from carebook.store.book import Book
from tests.update_samples import INSTALLER, update_file

KEY = Ed25519PrivateKey.generate()
MAKER = KEY.public_key()


def test_the_book_is_backed_up_and_the_installer_lies_ready(
    book: Book, actor_with: Callable[..., Actor], now: datetime, tmp_path: Path
) -> None:
    file, backups, into = update_file(tmp_path / "a.capnhat", KEY), tmp_path / "backups", tmp_path / "into"
    backups.mkdir()
    into.mkdir()
    (into / "older").touch()
    it = actor_with(Role.IT)
    ready = prepare_update(book, file, backups, pc="debian", into=into, maker=MAKER, by=it, now=now).result
    assert ready.installer.read_bytes() == INSTALLER
    assert [path.name for path in into.iterdir()] == ["carebook_9.1.0_amd64.deb"]
    assert ready.backup.path.parent == backups
    with book.looking(now) as reader:
        noted = {row["deed"]: row["reason"] for row in reader.rows("SELECT deed, reason FROM reading")}
    assert noted["prepare_update"].endswith("→ 9.1.0")
    assert "back_up_book" in noted


def test_a_damaged_installer_is_found_after_the_backup_and_nothing_lies_ready(
    book: Book, director: Actor, now: datetime, tmp_path: Path
) -> None:
    file = update_file(tmp_path / "a.capnhat", KEY, inside=b"other")
    (tmp_path / "backups").mkdir()
    with pytest.raises(Refused) as refused:
        prepare_update(
            book, file, tmp_path / "backups", pc="debian", into=tmp_path / "into", maker=MAKER, by=director, now=now
        )
    assert "installer" in refused.value.problems[0].message.id
    assert not list((tmp_path / "into").iterdir())
    assert list((tmp_path / "backups").iterdir())


@pytest.mark.parametrize("said", [{"version": "0.9.0"}, {"pc": "windows"}, {"books_from": 9999}])
def test_what_does_not_fit_this_pc_is_refused_before_the_backup(
    book: Book, director: Actor, now: datetime, tmp_path: Path, said: dict[str, object]
) -> None:
    file = update_file(tmp_path / "a.capnhat", KEY, **said)
    with pytest.raises(Refused):
        prepare_update(book, file, tmp_path / "b", pc="debian", into=tmp_path / "i", maker=MAKER, by=director, now=now)
    assert not (tmp_path / "b").exists()
    assert not (tmp_path / "i").exists()


def test_the_programs_own_key_refuses_what_others_signed(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        look_into(update_file(tmp_path / "a.capnhat", KEY), pc="debian")
    assert "was not signed by the makers" in refused.value.problems[0].message.id


def test_who_may_update() -> None:
    assert permissions.DEEDS["prepare_update"] == {Role.DIRECTOR, Role.DEPUTY, Role.IT}
