"""What a contact must say, who is barred from it, and what counts as a meeting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.contacts import Contact
from carebook.records.people import Relative
from carebook.records.protection import ContactBan
from carebook.rules.contacts import is_in_force, meetings, problems_in_contact, reasons_against
from carebook.rules.problem import errors
from tests import samples

TODAY = date(2026, 11, 22)
STAY = samples.episode("person", start_on=date(2026, 1, 5))
CONTACT = Contact(episode_id="stay", held_on=date(2026, 11, 20), name="Nịnh Thị Hợi", relation="aunt_uncle")
HUSBAND = Relative(id="h", person_id="p", full_name="Hoàng Văn Thủy", no_contact=True)
BAN = ContactBan(
    episode_id="stay",
    kind="court",
    against="Lê Văn Hòa",
    number="12/QĐ-TA",
    from_on=date(2026, 10, 1),
    to_on=date(2026, 11, 20),
)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"held_on": None}, ["held_on"]),
        ({"held_on": date(2026, 11, 23)}, ["held_on"]),
        ({"held_on": date(1026, 11, 23)}, ["held_on"]),
        ({"name": "  "}, ["name"]),
        ({"kind": ""}, ["kind"]),
        ({"people": 0}, ["people"]),
        ({"people": 201}, ["people"]),
        ({"minutes": 0}, ["minutes"]),
        ({"minutes": 2000}, ["minutes"]),
        ({"left_at": time(10, 0)}, ["held_at"]),
        ({"held_at": time(10, 0), "left_at": time(9, 0)}, ["left_at"]),
        ({"held_at": time(9, 0), "left_at": time(9, 0)}, []),
        ({"course": "x" * 20_001}, ["course"]),
    ],
)
def test_what_cannot_be_stands_beside_its_field(changes: dict[str, object], fields: list[str]) -> None:
    found = problems_in_contact(replace(CONTACT, **changes), stay=STAY, today=TODAY)  # type: ignore[arg-type]
    assert [one.field for one in errors(found)] == fields


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"held_on": date(2025, 12, 31)}, "held_on"),
        ({"paper_no": "123"}, "paper_no"),
        ({"held_on": date(2026, 11, 21)}, "held_on"),  # after the end
    ],
)
def test_what_is_unusual_may_be_saved(changes: dict[str, object], field: str) -> None:
    ended = replace(STAY, end_on=date(2026, 11, 20))
    found = problems_in_contact(replace(CONTACT, **changes), stay=ended, today=TODAY)  # type: ignore[arg-type]
    assert [(one.field, one.severity) for one in found] == [(field, "warning")]


@pytest.mark.parametrize(
    ("changes", "barred"),
    [
        ({}, False),
        ({"relative_id": "h"}, True),
        ({"name": "Hoàng Văn Thuỷ"}, True),  # the tone in the other place
        ({"name": "hoàng  văn thủy"}, True),
        ({"name": "Lê Văn Hoà"}, True),
        ({"name": "Lê Văn Hòa", "held_on": date(2026, 11, 21)}, False),  # the ban is over
        ({"name": "Lê Văn Hòa", "held_on": date(2026, 9, 30)}, False),
        ({"name": "Lê Văn Hòa", "held_on": date(2026, 10, 1)}, True),
    ],
)
def test_who_is_barred_needs_a_reason(changes: dict[str, object], barred: bool) -> None:
    contact = replace(CONTACT, **changes)  # type: ignore[arg-type]
    problems = partial(problems_in_contact, stay=STAY, today=TODAY, relatives=[HUSBAND], bans=[BAN])
    assert bool(reasons_against(contact, [HUSBAND], [BAN])) is barred
    found = errors(problems(contact))
    assert [one.field for one in found] == (["", "allowed_because"] if barred else [])
    allowed = replace(contact, allowed_because="Gặp ở công an xã, có cán bộ đi cùng")
    assert errors(problems(allowed)) == []


def test_a_ban_with_a_relative_holds_whatever_name_is_typed() -> None:
    ban = replace(BAN, relative_id="h", against="")
    assert reasons_against(replace(CONTACT, relative_id="h"), [], [ban])
    assert not reasons_against(replace(CONTACT, name=""), [], [ban])


def test_who_is_not_to_be_told_anything_is_warned_about() -> None:
    uncle = Relative(id="u", person_id="p", full_name="Nịnh Thị Hợi", no_information=True)
    found = problems_in_contact(CONTACT, stay=STAY, today=TODAY, relatives=[uncle])
    assert [(one.field, one.severity) for one in found] == [("name", "warning")]


@given(
    day=st.dates(date(2026, 9, 1), date(2026, 12, 31)),
    reason=st.sampled_from(["", "  ", "Công an đi cùng"]),
    known=st.booleans(),
    no_contact=st.booleans(),
)
def test_nobody_who_is_barred_is_written_down_without_a_reason(
    day: date, reason: str, known: bool, no_contact: bool
) -> None:
    him = replace(HUSBAND, full_name="Lê Văn Hòa", no_contact=no_contact)
    contact = replace(
        CONTACT, held_on=day, name="Lê Văn Hoà", relative_id="h" if known else None, allowed_because=reason
    )
    found = errors(problems_in_contact(contact, stay=STAY, today=date(2027, 1, 1), relatives=[him], bans=[BAN]))
    barred = no_contact or is_in_force(BAN, day)
    assert bool(found) == (barred and not reason.strip())


def test_meetings_are_those_in_which_people_see_each_other() -> None:
    made = [replace(CONTACT, kind=kind) for kind in ("visit", "call", "video", "letter")]
    assert meetings(made, {"visit", "video", "outing"}) == 2
