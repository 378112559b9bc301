"""How a book begins and is opened: whole or not at all, wrong passwords slow down, the recovery code opens."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carebook.actions.change import Refused
from carebook.actions.opening import begin_book, confirm_recovery_code, make_book, open_book, open_by_recovery_code
from carebook.records.staff import Role
from carebook.rules import permissions
from carebook.store import attempts, code_lists, errors, facility, keys, periods, staff
from carebook.store.book import Book
from tests import samples
from tests.conftest import CHEAP, LOGIN, PASSWORD


def make(folder: Path, now: datetime, **given: Any) -> Any:
    return make_book(
        folder,
        **{
            "facility": samples.facility(),
            "manager": samples.staff_member(full_name="Đào Thị Hướng Dương", post="Giám đốc"),
            "login": LOGIN,
            "password": PASSWORD,
            "now": now,
            "cost": CHEAP,
        }
        | given,
    )


def test_a_new_book_has_its_center_its_manager_and_its_codes(tmp_path: Path, now: datetime) -> None:
    opened = make(tmp_path / "so", now, sample=True)
    with opened.book as book, book.reading_for(opened.actor, now) as reader:
        assert facility.facility(reader).is_sample
        assert [m.full_name for m in staff.staff_members(reader)] == ["Đào Thị Hướng Dương"]
        assert opened.actor.roles_on(now.date()) == {Role.DIRECTOR}
        assert permissions.may(opened.actor, "approve_account", now.date())
        assert len(code_lists.words(reader).choices("commune", now.date())) == 3321
        assert book.check_chain().broken_at is None
        assert book.check() == []
    assert confirm_recovery_code(opened.recovery_code, *(opened.recovery_code.split("-")[n] for n in (1, 6)))
    assert not opened.one_time


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"password": "ngan"}, "password"),
        ({"password": "Đào Thị Hướng Dương"}, "password"),
        ({"password": "dao thi huong duong"}, "password"),
        ({"password": "aaaaaaaaaa"}, "password"),
        ({"login": "  "}, "login"),
        ({"facility": samples.facility(name=" ")}, "name"),
        ({"facility": samples.facility(report_day=31)}, "report_day"),
        ({"manager": samples.staff_member(full_name="")}, "full_name"),
        ({"manager": samples.staff_member(post="")}, "post"),
        ({"manager": samples.staff_member(full_name="x" * 10_000)}, "full_name"),
    ],
)
def test_what_is_typed_wrong_makes_no_book(tmp_path: Path, now: datetime, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as caught:
        make(tmp_path / "so", now, **given)
    assert [p.field for p in caught.value.problems] == [field]
    assert not (tmp_path / "so").exists()


def test_a_book_whose_making_fails_leaves_nothing(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_writer: object) -> int:
        raise errors.DiskFull

    with monkeypatch.context() as patched:
        patched.setattr(code_lists, "seed", fail)
        with pytest.raises(errors.DiskFull):
            make(tmp_path / "so", now)
    assert list((tmp_path / "so").iterdir()) == []
    make(tmp_path / "so", now).book.close()


BEGUN: dict[str, Any] = {
    "facility": samples.facility(),
    "manager": samples.staff_member(full_name="Đào Thị Hướng Dương", post="Giám đốc"),
    "login": LOGIN,
    "password": PASSWORD,
}


@pytest.fixture
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.mark.usefixtures("cheap_keys")
def test_a_book_that_is_begun_can_be_signed_in_from_its_first_day(tmp_path: Path, now: datetime) -> None:
    from carebook.sealing.keys import open_p12, open_root

    begun = begin_book(tmp_path / "so", **BEGUN, now=now)
    with begun.book as book, book.looking(now) as reader:
        own = periods.signing_key(reader, begun.actor.staff_member_id)
        root = periods.signing_key(reader, None)
    assert own is not None
    assert root is not None
    assert open_p12(base64.b64decode(own.p12), PASSWORD).name == "Đào Thị Hướng Dương"
    assert open_root(base64.b64decode(root.p12), begun.recovery_code).certificate.is_facility_root


def test_a_book_without_its_signing_key_is_not_left_behind(
    tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("carebook.actions.signing.make_signing_key", fail)
    with pytest.raises(OSError, match="disk full"):
        begin_book(tmp_path / "so", **BEGUN, now=now)
    assert list((tmp_path / "so").glob("*")) == []


def test_the_password_costs_what_it_should(made_once: Path) -> None:
    assert keys.Cost() == keys.Cost(3, 65_536, 2)
    assert keys.read_keys(made_once / "carebook.keys").cost == CHEAP


@pytest.mark.parametrize("name", [LOGIN, LOGIN.upper(), "đào thị hướng dương"])
def test_signing_in_by_either_name(book_folder: Path, now: datetime, name: str) -> None:
    opened = open_book(book_folder, name, PASSWORD, now=now)
    with opened.book:
        assert (opened.actor.name, opened.actor.post, opened.one_time) == ("Đào Thị Hướng Dương", "Giám đốc", False)


def test_nobody_of_that_name(book_folder: Path, now: datetime) -> None:
    with pytest.raises(errors.UnknownAccount):
        open_book(book_folder, "ai đó", PASSWORD, now=now)


def wrong(folder: Path, now: datetime) -> type[Exception]:
    try:
        open_book(folder, LOGIN, "sai mật khẩu", now=now)
    except errors.BookError as error:
        return type(error)
    raise AssertionError


@pytest.fixture
def up(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long the PC has been on, in seconds."""
    seconds = [5000.0]
    monkeypatch.setattr(attempts, "seconds_up", lambda: seconds[0])
    return seconds


def test_five_wrong_passwords_slow_down_and_starting_again_does_not_forget(
    book_folder: Path, now: datetime, up: list[float]
) -> None:
    assert [wrong(book_folder, now) for _ in range(4)] == [errors.WrongPassword] * 4
    with pytest.raises(errors.SlowDown) as caught:
        open_book(book_folder, LOGIN, "sai mật khẩu", now=now)
    assert caught.value.message.values == {"times": 5, "seconds": 30}
    up[0] += 29
    with pytest.raises(errors.SlowDown):
        open_book(book_folder, LOGIN, PASSWORD, now=now)
    up[0] += 2
    assert wrong(book_folder, now) is errors.SlowDown
    with pytest.raises(errors.SlowDown) as caught:
        open_book(book_folder, LOGIN, PASSWORD, now=now)
    assert caught.value.message.values == {"times": 6, "seconds": 60}
    up[0] += 61
    open_book(book_folder, LOGIN, PASSWORD, now=now).book.close()
    assert wrong(book_folder, now) is errors.WrongPassword


@pytest.mark.parametrize("days", [-400, 400])
def test_setting_the_clock_changes_no_wait(book_folder: Path, now: datetime, up: list[float], days: int) -> None:
    for _ in range(5):
        wrong(book_folder, now)
    other = now + timedelta(days=days)
    with pytest.raises(errors.SlowDown) as caught:
        open_book(book_folder, LOGIN, PASSWORD, now=other)
    assert caught.value.message.values["seconds"] == 30
    up[0] += 30
    open_book(book_folder, LOGIN, PASSWORD, now=other).book.close()


def test_the_wait_grows_to_a_quarter_of_an_hour(book_folder: Path, up: list[float]) -> None:
    account_id = keys.read_keys(book_folder / "carebook.keys").slots[0].account_id
    for _ in range(40):
        attempts.note_wrong(book_folder, account_id)
    with pytest.raises(errors.SlowDown) as caught:
        attempts.refuse_hasty(book_folder, account_id)
    assert caught.value.message.values == {"times": 40, "seconds": 900}
    attempts.refuse_hasty(book_folder, "another account")
    up[0] = 60  # switched off and on: what it has been up since counts
    with pytest.raises(errors.SlowDown) as caught:
        attempts.refuse_hasty(book_folder, account_id)
    assert caught.value.message.values == {"times": 40, "seconds": 840}
    up[0] = 900
    attempts.refuse_hasty(book_folder, account_id)


def test_the_count_names_nobody_and_may_be_torn(book_folder: Path, now: datetime) -> None:
    wrong(book_folder, now)
    text = (book_folder / attempts.FILE).read_text()
    assert LOGIN not in text
    (book_folder / attempts.FILE).write_text("{[")
    assert wrong(book_folder, now) is errors.WrongPassword


def test_a_book_that_can_only_be_read_still_counts_nothing(
    book_folder: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise errors.ReadOnlyFolder

    monkeypatch.setattr(attempts, "replace_file", fail)
    assert wrong(book_folder, now) is errors.WrongPassword


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        (lambda g: g, True),
        (lambda g: g.lower(), True),
        (lambda g: f" {g[:2]} {g[2:]} ", True),
        (lambda g: g[::-1] + "X", False),
        (lambda _: "", False),
    ],
)
def test_the_recovery_code_is_typed_back(change: Callable[[str], str], fits: bool) -> None:
    code = "VKTA-RN10-CJ8Q-3NYV-8GJT-6J3H-AG29-7FKH-W"
    assert confirm_recovery_code(code, change("RN10"), change("AG29")) is fits
    assert confirm_recovery_code(code, "RNIO", "AG29")
    assert not confirm_recovery_code(code, "AG29", "RN10")


@pytest.fixture
def code(tmp_path: Path, now: datetime) -> str:
    """The recovery code of a book in ``tmp_path / "so"``."""
    opened = make(tmp_path / "so", now)
    opened.book.close()
    return str(opened.recovery_code)


def test_the_recovery_code_gives_a_new_password(tmp_path: Path, now: datetime, code: str) -> None:
    folder = tmp_path / "so"
    for _ in range(5):
        wrong(folder, now)
    opened = open_by_recovery_code(folder, code.lower(), LOGIN, "mèo mun nhảy rào 9", now=now)
    with opened.book as book, book.reading_for(opened.actor, now) as reader:
        log = staff.readings(reader, samples.TODAY, samples.TODAY)
        assert [r.reading.deed for r in log] == ["open_by_recovery_code"]
    with pytest.raises(errors.WrongPassword):
        open_book(folder, LOGIN, PASSWORD, now=now)
    open_book(folder, "Đào Thị Hướng Dương", "mèo mun nhảy rào 9", now=now).book.close()


@pytest.mark.parametrize(
    ("login", "password", "error"),
    [("ai đó", "mèo mun nhảy rào 9", errors.UnknownAccount), (LOGIN, "ngắn", Refused)],
)
def test_the_recovery_code_for_nobody_or_a_weak_password(
    tmp_path: Path, now: datetime, code: str, login: str, password: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        open_by_recovery_code(tmp_path / "so", code, login, password, now=now)
    open_book(tmp_path / "so", LOGIN, PASSWORD, now=now).book.close()


def test_a_wrong_recovery_code(tmp_path: Path, now: datetime, code: str) -> None:
    for typed in (keys.new_recovery_code(), code[:-1], ""):
        with pytest.raises(errors.WrongRecoveryCode):
            open_by_recovery_code(tmp_path / "so", typed, LOGIN, "mèo mun nhảy rào 9", now=now)


def test_a_book_whose_account_is_gone(book_folder: Path, now: datetime) -> None:
    book, account_id = Book.open(book_folder, LOGIN, PASSWORD)
    with book, book.changing(account_id, now, "op", "test") as writer:
        writer.run("UPDATE account SET state = 'locked'")
    with pytest.raises(errors.UnknownAccount):
        open_book(book_folder, LOGIN, PASSWORD, now=now)
