"""Printed keys: a new recovery key, and three papers of which any two help a manager in."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carebook.actions import accounts, custodians
from carebook.actions.backup import back_up_book, restore_backup
from carebook.actions.change import Refused
from carebook.actions.opening import open_book, open_by_custodians, open_by_recovery_code
from carebook.actions.signing import make_signing_key
from carebook.records.custodians import Custodian
from carebook.records.staff import Actor, Role
from carebook.rules import permissions
from carebook.sealing import keys as sealing_keys
from carebook.store import attempts, errors, keys, periods
from carebook.store import custodians as store
from carebook.store.book import KEYS, Book
from tests import samples
from tests.conftest import LOGIN, PASSWORD

NAMES = ("Lưu Thị Giữ", "Mạc Văn Cất", "Tạ Thị Trông")
NEW = "mèo mun nhảy rào 9"


@pytest.fixture
def papers(book: Book, director: Actor, now: datetime) -> tuple[str, ...]:
    """The three papers in force."""
    made = store.new_set()
    custodians.name_custodians(book, made, NAMES, made.papers, by=director, now=now)
    return made.papers


def test_any_two_of_three_give_the_secret_and_one_does_not() -> None:
    made = store.new_set()
    assert len(made.papers) == 3
    for one, other in itertools.permutations(made.papers, 2):
        assert store.secret_of(one, other) == (made.mark, made.secret)
    for paper in made.papers:
        assert [len(group) for group in paper.split("-")] == [4] * 8
        assert made.secret not in paper
        assert store.read_paper(paper).content.hex() != made.secret


@given(st.integers(0, 31), st.sampled_from(keys.CROCKFORD))
@settings(max_examples=60, deadline=None)
def test_a_slip_on_a_paper_is_nearly_always_told_at_once(place: int, letter: str) -> None:
    """Two check letters miss one slip in a thousand; such a paper then opens nothing."""
    paper = store.new_set().papers[1]
    letters = paper.replace("-", "")
    typed = letters[:place] + letter + letters[place + 1 :]
    try:
        assert (store.read_paper(typed.lower()) == store.read_paper(paper)) == (typed == letters)
    except errors.WrongCustodianPaper:
        assert typed != letters


def test_what_can_be_wrong_with_two_papers_is_told_apart(book: Book, papers: tuple[str, ...], now: datetime) -> None:
    other = store.new_set().papers
    for first, second, error, values in (
        (papers[0], papers[0], errors.SamePaper, {"share": 1}),
        (papers[0], other[1], errors.TwoSetsOfPapers, {"first": papers[0][:3], "second": other[1][:3]}),
        (papers[0], papers[1][:-1], errors.WrongCustodianPaper, {"number": 2}),
        ("", papers[1], errors.WrongCustodianPaper, {"number": 1}),
    ):
        attempts.forget(book.folder, keys.CUSTODIANS)
        with pytest.raises(error) as caught:
            open_by_custodians(book.folder, first, second, LOGIN, now=now)
        assert caught.value.message.values == values
    with pytest.raises(errors.OldCustodianPapers):
        open_by_custodians(book.folder, other[0], other[1], LOGIN, now=now)


def test_two_custodians_help_a_director_in(book: Book, papers: tuple[str, ...], director: Actor, now: datetime) -> None:
    one_time = open_by_custodians(book.folder, papers[2].lower(), papers[0].replace("-", " "), LOGIN, now=now)
    opened = open_book(book.folder, LOGIN, one_time, now=now)
    opened.book.close()
    assert opened.one_time
    with pytest.raises(errors.WrongPassword):
        open_book(book.folder, LOGIN, PASSWORD, now=now)
    with book.reading_for(director, now) as reader:
        found = store.spare_keys(reader)
    assert [(one.name, one.number, one.papers) for one in found.custodians] == [
        (name, number, papers[0][:3]) for number, name in enumerate(NAMES, 1)
    ]
    assert found.custodians_since == now
    assert found.recovery_since == now


def test_custodians_help_managers_only(book: Book, papers: tuple[str, ...], director: Actor, now: datetime) -> None:
    member = accounts.add_staff_member(book, samples.staff_member(), by=director, now=now).result
    account = accounts.request_account(book, member.id, "camtu", by=director, now=now).result
    accounts.approve_account(book, account.id, [samples.grant()], by=director, now=now)
    with pytest.raises(Refused) as caught:
        open_by_custodians(book.folder, papers[0], papers[1], "camtu", now=now)
    assert caught.value.problems[0].field == "login"
    with pytest.raises(errors.UnknownAccount):
        open_by_custodians(book.folder, papers[0], papers[1], "ai đó", now=now)


def test_a_book_without_custodians(book: Book, now: datetime) -> None:
    with pytest.raises(errors.NoCustodians):
        open_by_custodians(book.folder, "", "", LOGIN, now=now)


def test_newer_papers_make_the_older_worthless(
    book: Book, papers: tuple[str, ...], director: Actor, now: datetime
) -> None:
    newer = store.new_set()
    custodians.name_custodians(book, newer, NAMES[::-1], newer.papers, by=director, now=now, reason="đổi người")
    with pytest.raises(errors.OldCustodianPapers):
        open_by_custodians(book.folder, papers[0], papers[1], LOGIN, now=now)
    open_by_custodians(book.folder, newer.papers[0], newer.papers[1], LOGIN, now=now)
    with book.looking(now) as reader:
        assert [one.name for one in reader.records(Custodian, order="number")] == list(NAMES[::-1])
        assert len(reader.records(Custodian, withdrawn=True)) == 6


def test_two_papers_open_a_backup_of_their_day(
    book: Book, papers: tuple[str, ...], director: Actor, tmp_path: Path, now: datetime
) -> None:
    member = accounts.add_staff_member(book, samples.staff_member(), by=director, now=now).result
    account = accounts.request_account(book, member.id, "camtu", by=director, now=now).result
    accounts.approve_account(book, account.id, [samples.grant()], by=director, now=now)
    made = back_up_book(book, tmp_path, by=director, now=now).result.path
    newer = store.new_set()
    custodians.name_custodians(book, newer, NAMES, newer.papers, by=director, now=now)
    new = tmp_path / "again"

    def restored(first: str, second: str, name: str = LOGIN, password: str = NEW) -> None:
        restore_backup(made, new, name=name, password=password, papers=(first, second), now=now).book.close()

    for first, second, error in (
        (papers[0], papers[0], errors.SamePaper),
        (papers[0], newer.papers[1], errors.TwoSetsOfPapers),
        (papers[0], papers[1][:-1], errors.WrongCustodianPaper),
        (newer.papers[0], newer.papers[1], errors.PapersOfAnotherDay),
    ):
        with pytest.raises(error):
            restored(first, second)
    for name, password, field in (("camtu", NEW, "login"), (LOGIN, "12345678", "password")):
        with pytest.raises(Refused) as caught:
            restored(papers[0], papers[2], name, password)
        assert caught.value.problems[0].field == field
    assert [path.name for path in tmp_path.iterdir()] == [made.name]
    restored(papers[2], papers[0])
    with open_book(new, LOGIN, NEW, now=now).book as found, found.looking(now) as reader:
        assert reader.value("SELECT count(*) FROM reading WHERE deed = 'open_by_custodians'") == 1
    with pytest.raises(errors.WrongPassword):
        open_book(new, LOGIN, PASSWORD, now=now)


def test_a_backup_from_before_the_custodians(book: Book, director: Actor, tmp_path: Path, now: datetime) -> None:
    made = back_up_book(book, tmp_path, by=director, now=now).result.path
    papers = store.new_set().papers
    with pytest.raises(errors.NoCustodians):
        restore_backup(made, tmp_path / "x", name=LOGIN, password=NEW, papers=(papers[0], papers[1]), now=now)


def test_the_keys_file_names_no_custodian(book: Book, papers: tuple[str, ...]) -> None:
    text = (book.folder / KEYS).read_text(encoding="utf-8")
    assert not any(name in text or name.split()[-1] in text for name in NAMES)
    assert papers[0][5:] not in text


@pytest.mark.parametrize(
    ("names", "turn", "field"),
    [
        (("A Văn B", "", "C Văn D"), (0, 1, 2), "name_2"),
        (("A Văn B", "C Văn D", "A  văn B".replace("v", "V")), (0, 1, 2), "name_3"),
        (NAMES, (0, 2, 1), "paper_2"),
    ],
)
def test_a_set_that_is_not_put_in_force(
    book: Book, director: Actor, now: datetime, names: tuple[str, ...], turn: tuple[int, ...], field: str
) -> None:
    made = store.new_set()
    typed = [made.papers[number] for number in turn]
    with pytest.raises(Refused) as caught:
        custodians.name_custodians(book, made, names, typed, by=director, now=now)
    assert caught.value.problems[0].field == field
    assert not keys.read_keys(book.folder / KEYS).has(keys.CUSTODIANS)


def test_a_new_recovery_key_makes_the_old_one_worthless(book: Book, director: Actor, now: datetime) -> None:
    first, second = keys.new_recovery_code(), keys.new_recovery_code()
    for code in (first, second):
        groups = code.split("-")
        custodians.renew_recovery_key(book, code, groups[1].lower(), groups[6], by=director, now=now)
    with pytest.raises(errors.OldRecoveryCode):
        open_by_recovery_code(book.folder, first, LOGIN, NEW, now=now)
    open_by_recovery_code(book.folder, second, LOGIN, NEW, now=now).book.close()


def test_groups_that_are_not_on_the_paper_change_nothing(book: Book, director: Actor, now: datetime) -> None:
    before = (book.folder / KEYS).read_bytes()
    with pytest.raises(Refused):
        custodians.renew_recovery_key(book, keys.new_recovery_code(), "AAAA", "BBBB", by=director, now=now)
    assert (book.folder / KEYS).read_bytes() == before


def test_the_root_of_the_signing_keys_goes_over_to_the_new_recovery_key(
    book: Book, director: Actor, now: datetime
) -> None:
    import base64

    old, new = keys.new_recovery_code(), keys.new_recovery_code()
    make_signing_key(book, director.staff_member_id, PASSWORD, old, by=director, now=now, op="")
    groups = new.split("-")
    with pytest.raises(Refused) as caught:
        custodians.renew_recovery_key(
            book, new, groups[1], groups[6], old_code=keys.new_recovery_code(), by=director, now=now
        )
    assert caught.value.problems[0].field == "old_code"
    without = custodians.renew_recovery_key(book, new, groups[1], groups[6], by=director, now=now)
    assert without.said is not None
    assert "Keep the old paper" in without.said.id
    custodians.renew_recovery_key(book, new, groups[1], groups[6], old_code=old, by=director, now=now)
    with book.looking(now) as reader:
        root = periods.signing_key(reader, None)
    assert root is not None
    sealing_keys.open_root(base64.b64decode(root.p12), new)


def test_both_printed_keys_survive_a_new_book_key(
    book: Book, papers: tuple[str, ...], director: Actor, now: datetime
) -> None:
    code = keys.new_recovery_code()
    groups = code.split("-")
    custodians.renew_recovery_key(book, code, groups[1], groups[6], by=director, now=now)
    member = accounts.add_staff_member(book, samples.staff_member(), by=director, now=now).result
    account = accounts.request_account(book, member.id, "camtu", by=director, now=now).result
    accounts.approve_account(book, account.id, [samples.grant()], by=director, now=now)
    accounts.close_account(book, account.id, by=director, now=now)
    open_by_custodians(book.folder, papers[1], papers[2], LOGIN, now=now)
    open_by_recovery_code(book.folder, code, LOGIN, NEW, now=now).book.close()


def test_wrong_printed_keys_slow_down_too(book: Book, papers: tuple[str, ...], now: datetime) -> None:
    for tried in (
        lambda: open_by_recovery_code(book.folder, "sai", LOGIN, NEW, now=now),
        lambda: open_by_custodians(book.folder, papers[0], papers[0], LOGIN, now=now),
    ):
        for _ in range(4):
            with pytest.raises(errors.WrongRecoveryCode):
                tried()
        for _ in range(2):
            with pytest.raises(errors.SlowDown):
                tried()


DEEDS: dict[str, Callable[[Book, Actor, datetime], object]] = {
    "renew_recovery_key": lambda b, a, n: custodians.renew_recovery_key(b, "x", "y", "z", by=a, now=n),
    "name_custodians": lambda b, a, n: custodians.name_custodians(b, store.new_set(), NAMES, NAMES, by=a, now=n),
}


@pytest.mark.parametrize("deed", DEEDS)
def test_without_the_right_nothing_happens(book: Book, director: Actor, now: datetime, deed: str) -> None:
    lines = book.check_chain().lines
    for role in set(Role) - permissions.DEEDS[deed]:
        actor = replace(director, grants=(samples.grant(director.account_id, role),))
        with pytest.raises(Refused) as caught:
            DEEDS[deed](book, actor, now)
        assert "is needed" in caught.value.message.id
    assert book.check_chain().lines == lines
