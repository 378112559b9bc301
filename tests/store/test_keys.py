"""Key slots: only the right secret opens the right slot, the file names nobody, and a torn file is never left."""

from __future__ import annotations

import errno
import json
import os
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carebook.store import errors, keys
from tests.conftest import CHEAP

BOOK, KEY = "book-1", keys.new_book_key()


def slot(account_id: str = "a1", secret: str = "mật khẩu dài", **given: object) -> keys.Slot:
    return keys.make_slot(BOOK, KEY, account_id, secret, cost=CHEAP, **given)  # type: ignore[arg-type]


def test_the_secret_opens_the_slot_however_its_marks_are_written() -> None:
    made = slot(secret="mật khẩu dài")
    assert keys.open_slot(BOOK, made, unicodedata.normalize("NFD", "mật khẩu dài")) == KEY
    with pytest.raises(errors.WrongPassword):
        keys.open_slot(BOOK, made, "mat khau dai")


@pytest.mark.parametrize("changed", ["account_id", "salt", "public", "private", "sealed", "cost"])
def test_a_slot_put_together_from_two_opens_nothing(changed: str) -> None:
    one, other = slot("a1"), replace(slot("a2"), cost=keys.Cost(2, 8192, 1))
    with pytest.raises(errors.WrongPassword):
        keys.open_slot(BOOK, replace(one, **{changed: getattr(other, changed)}), "mật khẩu dài")


def test_a_slot_of_another_book_opens_nothing() -> None:
    with pytest.raises(errors.WrongPassword):
        keys.open_slot("book-2", slot(), "mật khẩu dài")


def test_a_new_key_is_sealed_without_the_password() -> None:
    new = keys.new_book_key()
    assert keys.open_slot(BOOK, keys.seal_to(BOOK, slot(), new), "mật khẩu dài") == new


def test_the_file_names_nobody(tmp_path: Path) -> None:
    made = slot(names=("huongduong", "Đào Thị Hướng Dương"), initials="ĐTHD", post="Giám đốc")
    keys.write_keys(tmp_path / "k", keys.KeysFile(BOOK, (made,), CHEAP))
    text = (tmp_path / "k").read_text(encoding="utf-8").casefold()
    for part in ("huongduong", "hướng", "\\u01b0\\u1edbng", "dương", KEY.hex(), "mật"):
        assert part not in text


@pytest.mark.parametrize("typed", ["HuongDuong", "  huongduong ", "đào thị  hướng dương", "Đào Thị Hướng Dương"])
def test_a_slot_is_found_as_typed(typed: str) -> None:
    made = slot(names=("huongduong", "Đào Thị Hướng Dương"))
    assert keys.KeysFile(BOOK, (made,)).slot_named(typed) == made


def test_nobody_of_that_name() -> None:
    file = keys.KeysFile(BOOK, (slot(names=("a",)),))
    with pytest.raises(errors.UnknownAccount) as caught:
        file.slot_named("b")
    assert caught.value.message.values == {"name": "b"}
    with pytest.raises(errors.UnknownAccount):
        file.without("a1").slot_of("a1")


def test_a_written_file_reads_the_same(tmp_path: Path) -> None:
    file = keys.KeysFile(BOOK, (slot("a1", names=("x", "y")), slot("a2", one_time=True)), CHEAP)
    keys.write_keys(tmp_path / "k", file)
    assert keys.read_keys(tmp_path / "k") == file
    again = file.with_slot(slot("a1", names=("z",)))
    assert [s.account_id for s in again.slots] == ["a1", "a2"]
    assert again.slot_named("z").account_id == "a1"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (None, errors.NoBook),
        ("", errors.DamagedBook),
        ("{", errors.DamagedBook),
        ('{"format": 1}', errors.DamagedBook),
        ('{"format": 1, "book_id": "b", "cost": {}, "slots": [{"x": 1}]}', errors.DamagedBook),
        (json.dumps({"format": keys.FORMAT + 1}), errors.NewerBook),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, content: str | None, error: type[Exception]) -> None:
    if content is not None:
        (tmp_path / "k").write_text(content)
    with pytest.raises(error):
        keys.read_keys(tmp_path / "k")


@pytest.mark.parametrize(
    ("number", "error"),
    [
        (errno.ENOSPC, errors.DiskFull),
        (errno.EROFS, errors.ReadOnlyFolder),
        (errno.EACCES, errors.ReadOnlyFolder),
        (errno.EIO, errors.FolderGone),
    ],
)
def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, error: type[Exception]
) -> None:
    (tmp_path / "k").write_text("old")

    def fail(_handle: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(error):
        keys.replace_file(tmp_path / "k", b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["k"]
    assert (tmp_path / "k").read_text() == "old"


def test_a_recovery_code_opens_its_slot_however_it_is_typed() -> None:
    code = keys.new_recovery_code()
    groups = code.split("-")
    assert [len(g) for g in groups] == [4] * 8 + [1]
    made = keys.make_slot(BOOK, KEY, keys.RECOVERY, keys.normal_recovery_code(code), cost=CHEAP)
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("0", "O").replace("1", "l")):
        assert keys.open_slot(BOOK, made, keys.normal_recovery_code(typed)) == KEY
    with pytest.raises(errors.WrongRecoveryCode):
        keys.open_slot(BOOK, made, keys.normal_recovery_code(keys.new_recovery_code()))


@given(st.integers(0, 31), st.sampled_from(keys.CROCKFORD))
@settings(max_examples=60, deadline=None)
def test_a_mistyped_recovery_code_is_nearly_always_told_at_once(place: int, letter: str) -> None:
    """The check letter misses one typo in 32; such a code then opens no slot."""
    letters = keys.normal_recovery_code(keys.new_recovery_code())
    typed = letters[:place] + letter + letters[place + 1 :]
    try:
        assert keys.normal_recovery_code(typed) == typed
    except errors.WrongRecoveryCode:
        assert typed != letters


@pytest.mark.parametrize("typed", ["", "ABCD", "x" * 33, "U" * 33, "1" * 34])
def test_no_recovery_code_at_all(typed: str) -> None:
    with pytest.raises(errors.WrongRecoveryCode):
        keys.normal_recovery_code(typed)


def test_one_time_passwords_are_new_each_time() -> None:
    made = {keys.new_one_time_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(p) == 14 for p in made)
