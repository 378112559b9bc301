"""The center's profile, wards, rooms and dated values: refused with a sentence, changed from a day on, never overwritten."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from carebook.actions import facility as deeds
from carebook.actions.change import Outdated, Refused
from carebook.records.codes import Agency, Code, HolidayRow, LegalBasis, Limit, Rate
from carebook.records.facility import Room, Ward
from carebook.records.staff import Actor
from carebook.rules import dated, permissions
from carebook.store import code_lists, facility
from carebook.store.book import Book, new_id
from tests import samples

TODAY = samples.TODAY


@pytest.fixture
def ward(book: Book, director: Actor, now: datetime) -> Ward:
    """Khu A."""
    found: Ward = deeds.add_ward(book, samples.ward(name="  Khu   A "), by=director, now=now).result
    return found


@pytest.fixture
def room(book: Book, director: Actor, ward: Ward, now: datetime) -> Room:
    """A101 with four beds, one of them taken."""
    found: Room = deeds.add_room(book, samples.room(ward.id), by=director, now=now).result
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay = writer.add(samples.episode(writer.add(samples.person()).id))
        writer.add(samples.bed_assignment(stay.id, found.id))
    return found


def fields_of(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as caught:
        act()
    return [p.field for p in caught.value.problems]


def test_the_profile_is_amended(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        there = facility.facility(reader)
    change = deeds.amend_facility(book, replace(there, phone="0203123456"), by=director, now=now, seen=1)
    assert change.result.phone == "0203123456"
    assert change.subjects == {"facility"}
    with pytest.raises(Outdated):
        deeds.amend_facility(book, replace(there, phone="1"), by=director, now=now, seen=1)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 10_000}, "name"),
        ({"period_start_day": 0}, "period_start_day"),
        ({"period_start_day": 29}, "period_start_day"),
        ({"report_day": 31}, "report_day"),
    ],
)
def test_a_profile_typed_wrong(book: Book, director: Actor, now: datetime, given: dict[str, Any], field: str) -> None:
    with book.reading_for(director, now) as reader:
        there = facility.facility(reader)
    assert fields_of(lambda: deeds.amend_facility(book, replace(there, **given), by=director, now=now)) == [field]


@pytest.mark.parametrize("name", ["", "   ", "Khu A", "khu a", "x" * 501])
def test_a_ward_needs_a_name_of_its_own(book: Book, director: Actor, ward: Ward, now: datetime, name: str) -> None:
    assert ward.name == "Khu A"
    assert fields_of(lambda: deeds.add_ward(book, samples.ward(name=name), by=director, now=now)) == ["name"]
    other = deeds.add_ward(book, samples.ward(name="Khu B"), by=director, now=now).result
    assert fields_of(lambda: deeds.amend_ward(book, replace(other, name=name), by=director, now=now)) == ["name"]
    deeds.amend_ward(book, replace(ward, hidden=True), by=director, now=now)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"beds": -1}, "beds"),
        ({"beds": 201}, "beds"),
        ({"beds": 0}, "beds"),
        ({"ward_id": "nowhere"}, "ward_id"),
    ],
)
def test_a_room_typed_wrong(
    book: Book, director: Actor, room: Room, now: datetime, given: dict[str, Any], field: str
) -> None:
    assert fields_of(lambda: deeds.amend_room(book, replace(room, **given), by=director, now=now)) == [field]
    deeds.amend_room(book, replace(room, beds=1), by=director, now=now)


def test_rooms_of_two_wards_may_bear_one_name(book: Book, director: Actor, room: Room, now: datetime) -> None:
    other = deeds.add_ward(book, samples.ward(name="Khu B"), by=director, now=now).result
    deeds.add_room(book, samples.room(other.id), by=director, now=now)
    assert fields_of(lambda: deeds.add_room(book, samples.room(room.ward_id), by=director, now=now)) == ["name"]


def code_of(book: Book, director: Actor, now: datetime) -> Code:
    with book.reading_for(director, now) as reader:
        return code_lists.codes(reader, "facility_type", TODAY)[0]


def test_a_changed_word_is_a_new_dated_row(book: Book, director: Actor, now: datetime) -> None:
    there = code_of(book, director, now)
    from_on = date(2027, 1, 1)
    deeds.amend_code(book, replace(there, text="Nhà dưỡng lão"), from_on, by=director, now=now)
    with book.reading_for(director, now) as reader:
        words = code_lists.words(reader)
        history = [c for c in code_lists.code_history(reader, "facility_type") if c.code == there.code]
    assert words.text("facility_type", there.code, from_on - timedelta(days=1)) == there.text
    assert words.text("facility_type", there.code, from_on) == "Nhà dưỡng lão"
    assert [(c.valid_from, c.valid_to) for c in history] == [(None, from_on - timedelta(days=1)), (from_on, None)]


def test_the_same_day_again_corrects_the_row(book: Book, director: Actor, now: datetime) -> None:
    there = code_of(book, director, now)
    first = deeds.amend_code(book, replace(there, text="Nhà duõng lão"), TODAY, by=director, now=now).result
    second = deeds.amend_code(book, replace(first, text="Nhà dưỡng lão"), TODAY, by=director, now=now).result
    assert (second.id, second.version) == (first.id, 2)


def test_a_new_word_and_a_word_twice(book: Book, director: Actor, now: datetime) -> None:
    word = Code(list_name="tag", code="own_word", text="Người dân tộc ít người")
    deeds.amend_code(book, word, TODAY, by=director, now=now)
    for wrong in (word, replace(word, code="")):
        assert fields_of(lambda wrong=wrong: deeds.amend_code(book, wrong, TODAY, by=director, now=now)) == ["code"]
    assert fields_of(lambda: deeds.amend_code(book, replace(word, text=""), TODAY, by=director, now=now)) == ["text"]


@pytest.mark.parametrize(
    ("list_name", "details", "wrong"),
    [
        ("consequence", {"reassess": 0, "review": 366}, []),
        ("consequence", {}, []),
        ("consequence", {"reassess": -1, "plan": 367}, ["reassess", "plan"]),
        ("approval_tier", {"roles": ["head", "director"]}, []),
        ("approval_tier", {"roles": []}, ["roles"]),
        ("approval_tier", {"roles": ["it"]}, ["roles"]),
    ],
)
def test_what_other_rules_read_of_a_word_has_its_limits(
    book: Book, director: Actor, now: datetime, list_name: str, details: dict[str, Any], wrong: list[str]
) -> None:
    word = Code(list_name=list_name, code="new", text="từ mới", details=json.dumps(details))
    if wrong:
        assert fields_of(lambda: deeds.amend_code(book, word, TODAY, by=director, now=now)) == wrong
    else:
        assert deeds.amend_code(book, word, TODAY, by=director, now=now).result.extra == details


def test_a_day_before_the_row_begins_or_after_it_ended(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        old = next(r for r in code_lists.rates(reader) if r.valid_from and r.valid_to)
    assert old.valid_from
    assert old.valid_to
    for day in (old.valid_from - timedelta(days=1), old.valid_to + timedelta(days=1)):
        found = fields_of(
            lambda day=day: deeds.amend_dated_row(book, replace(old, valid_to=None), day, by=director, now=now)
        )
        assert found == ["valid_from"]


def test_a_rate_from_a_day_on(book: Book, director: Actor, now: datetime) -> None:
    with book.reading_for(director, now) as reader:
        there = dated.rate_on(code_lists.rates(reader), "standard", TODAY)
    assert there is not None
    from_on = date(2027, 7, 1)
    deeds.amend_dated_row(book, replace(there, amount=600_000), from_on, by=director, now=now, reason="Nghị định mới")
    with book.reading_for(director, now) as reader:
        rates = code_lists.rates(reader)
    assert dated.rate_on(rates, "standard", TODAY) == replace(there, version=2, valid_to=date(2027, 6, 30))
    after = dated.rate_on(rates, "standard", from_on)
    assert after is not None
    assert after.amount == 600_000


@pytest.mark.parametrize(
    "row",
    [
        Limit(name="own_limit", value=3, unit="days"),
        Rate(name="own_rate", amount=1),
        Agency(role="department", name="Sở Y tế tỉnh Quảng Ninh"),
        LegalBasis(doc_no="1/2027/NĐ-CP", title="Nghị định"),
        HolidayRow(day=date(2027, 2, 6), name="Tết"),
    ],
    ids=lambda row: type(row).__name__,
)
def test_rows_of_the_centers_own(book: Book, director: Actor, now: datetime, row: Any) -> None:
    kept = deeds.amend_dated_row(book, row, TODAY, by=director, now=now).result
    assert (kept.version, bool(kept.id)) == (1, True)
    with book.looking(now) as reader:
        assert reader.record(type(row), kept.id) == kept


def test_a_rate_needs_its_day_and_days_in_order(book: Book, director: Actor, now: datetime) -> None:
    lines = book.check_chain().lines
    with pytest.raises(ValueError, match="from_on"):
        deeds.amend_dated_row(book, Rate(name="x", amount=1), by=director, now=now)
    ends = Rate(name="x", amount=1, valid_to=TODAY - timedelta(days=1))
    assert fields_of(lambda: deeds.amend_dated_row(book, ends, TODAY, by=director, now=now)) == ["valid_to"]
    assert book.check_chain().lines == lines


DEEDS: dict[str, Callable[[Book, Actor, datetime], object]] = {
    "amend_facility": lambda b, a, n: deeds.amend_facility(b, samples.facility(), by=a, now=n),
    "add_ward": lambda b, a, n: deeds.add_ward(b, samples.ward(), by=a, now=n),
    "amend_ward": lambda b, a, n: deeds.amend_ward(b, samples.ward(), by=a, now=n),
    "add_room": lambda b, a, n: deeds.add_room(b, samples.room("x"), by=a, now=n),
    "amend_room": lambda b, a, n: deeds.amend_room(b, samples.room("x"), by=a, now=n),
    "amend_code": lambda b, a, n: deeds.amend_code(b, Code(list_name="x", code="y", text="z"), TODAY, by=a, now=n),
    "amend_dated_row": lambda b, a, n: deeds.amend_dated_row(b, Rate(name="x"), TODAY, by=a, now=n),
}
MISSING = "The right “{deed}” is needed. It belongs to: {who}. What was entered is kept in the draft."


@pytest.mark.parametrize("deed", DEEDS)
def test_without_the_right_nothing_happens(book: Book, director: Actor, now: datetime, deed: str) -> None:
    lines = book.check_chain().lines
    for role in set(permissions.EVERYBODY) - permissions.DEEDS[deed]:
        actor = replace(director, grants=(samples.grant(director.account_id, role),))
        with pytest.raises(Refused) as caught:
            DEEDS[deed](book, actor, now)
        assert caught.value.message.id == MISSING
    assert book.check_chain().lines == lines
