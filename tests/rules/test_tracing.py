"""What a lead and a letter must say, whose answer is late, and how long a public notice stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.records.codes import HolidayRow, Limit
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.rules.calendar import working_days_between
from carebook.rules.tracing import (
    LetterState,
    Step,
    letter_state,
    notice_clock,
    notice_since,
    problems_in_lead,
    problems_in_letter,
    reply_expected_by,
    starts_the_clock,
    story,
)
from tests import samples

TODAY = date(2026, 11, 22)
STAY = samples.episode("person", start_on=date(2026, 10, 22))
OPEN = {"open", "checking"}
NOTICES = {"public_notice", "commune_notice"}
LEAD = TracingLead(
    episode_id="stay", found_on=date(2026, 10, 31), source="hotline", what="Tự nhận là bà ngoại, không nói tên"
)
LETTER = TracingLetter(
    episode_id="stay", kind="commune_letter", addressee="UBND xã Lương Minh", sent_on=date(2026, 11, 8)
)
NOTICE = Limit(name="public_notice", value=25, unit="working_days", choice="for")


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"found_on": None}, ["found_on"]),
        ({"found_on": date(2026, 11, 23)}, ["found_on"]),
        ({"found_on": date(1026, 11, 1)}, ["found_on"]),
        ({"found_on": date(2026, 10, 1)}, ["found_on"]),  # unusual: before the stay
        ({"what": " "}, ["what"]),
        ({"what": "", "commune": "06832"}, []),
        ({"what": "x" * 20_001}, ["what"]),
        ({"result_on": date(2026, 11, 1)}, ["result_on"]),  # open, and yet known
        ({"result": "not_them"}, ["result_on"]),
        ({"result": "not_them", "result_on": date(2026, 10, 30)}, ["result_on"]),
        ({"result": "not_them", "result_on": date(2026, 11, 30)}, ["result_on"]),
        ({"result": "not_them", "result_on": date(2026, 11, 3)}, []),
        ({"result": "verified", "result_on": date(2026, 11, 3)}, ["proof"]),
        ({"result": "verified", "result_on": date(2026, 11, 3), "proof": "dna"}, []),
        ({"result": "verified", "result_on": date(2026, 11, 3), "verified_by": "CV 12/UBND"}, []),
    ],
)
def test_a_lead_says_who_or_where_and_what_came_of_it(changes: dict[str, object], fields: list[str]) -> None:
    lead = replace(LEAD, **changes)  # type: ignore[arg-type]
    found = problems_in_lead(lead, stay=STAY, today=TODAY, open_results=OPEN)
    assert [one.field for one in found] == fields
    if changes == {"found_on": date(2026, 10, 1)}:
        assert [one.severity for one in found] == ["warning"]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"kind": "", "addressee": ""}, ["kind", "addressee"]),
        ({"sent_on": None}, ["sent_on"]),
        ({"sent_on": date(2026, 12, 1)}, ["sent_on"]),
        ({"reply_due_on": date(2026, 11, 1)}, ["reply_due_on"]),
        ({"reply_due_on": date(2062, 11, 1)}, ["reply_due_on"]),
        ({"replied_on": date(2026, 11, 20)}, ["reply"]),
        ({"reply": "Không có ai"}, ["replied_on"]),
        ({"replied_on": date(2026, 11, 7), "reply": "Có"}, ["replied_on"]),
        ({"replied_on": date(2026, 11, 23), "reply": "Có"}, ["replied_on"]),
        ({"replied_on": date(2026, 11, 20), "reply": "Không có ai"}, []),
    ],
)
def test_a_letter_says_to_whom_and_what_was_answered(changes: dict[str, object], fields: list[str]) -> None:
    found = problems_in_letter(replace(LETTER, **changes), stay=STAY, today=TODAY)  # type: ignore[arg-type]
    assert [one.field for one in found] == fields


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, LetterState.SENT),
        ({"reply_due_on": TODAY}, LetterState.WAITING),
        ({"reply_due_on": date(2026, 11, 21)}, LetterState.OVERDUE),
        ({"reply_due_on": date(2026, 11, 21), "replied_on": TODAY}, LetterState.ANSWERED),
        ({"kind": "public_notice"}, LetterState.PUBLISHED),
    ],
)
def test_where_a_letter_stands(changes: dict[str, object], state: LetterState) -> None:
    assert letter_state(replace(LETTER, **changes), TODAY, NOTICES) is state  # type: ignore[arg-type]


def test_a_reply_is_expected_after_so_many_days() -> None:
    assert reply_expected_by(date(2026, 11, 8), Limit(name="tracing_reply", value=30)) == date(2026, 12, 8)


def test_a_notice_stands_its_working_days_and_is_over_on_the_next() -> None:
    published = date(
        2026, 10, 26
    )  # a Monday; Vietnam's Culture Day, 24/11, is the only day off until the end of November
    at = {day: notice_clock(published, NOTICE, today=day) for day in (date(2026, 11, 20), date(2026, 12, 1))}
    assert (at[date(2026, 11, 20)].stood, at[date(2026, 11, 20)].left) == (19, 6)
    assert at[date(2026, 12, 1)].over_on == date(2026, 12, 2)
    assert (at[date(2026, 12, 1)].left, at[date(2026, 12, 1)].is_over) == (0, False)
    assert notice_clock(published, NOTICE, today=date(2026, 12, 2)).is_over
    within = replace(NOTICE, choice="within")
    assert notice_clock(published, within, today=TODAY).over_on == date(2026, 12, 1)
    closed = HolidayRow(day=date(2026, 11, 12), name="Nghỉ bù bão", working=False)
    assert notice_clock(published, NOTICE, today=TODAY, own=(closed,)).over_on == date(2026, 12, 3)


def test_tet_does_not_count_into_a_notice() -> None:
    before_tet = date(2027, 1, 25)  # Tết Đinh Mùi is on 06/02/2027
    clock = notice_clock(before_tet, NOTICE, today=before_tet)
    assert (clock.over_on - before_tet).days > 36  # 26 working days without a holiday are 36 days
    assert (clock.stood, clock.left) == (0, 25)


@given(st.dates(date(2025, 1, 1), date(2027, 12, 31)), st.integers(0, 90), st.sampled_from(["for", "within"]))
def test_a_clock_never_runs_backwards_and_ends_at_its_days(published: date, later: int, choice: str) -> None:
    limit = replace(NOTICE, choice=choice)
    today = published + timedelta(days=later)
    clock, next_day = (notice_clock(published, limit, today=day) for day in (today, today + timedelta(days=1)))
    assert 0 <= clock.stood <= next_day.stood <= clock.days
    assert clock.is_over == (today >= clock.over_on)
    assert not clock.is_over or clock.left == 0
    assert working_days_between(published, clock.over_on) == (25 if choice == "within" else 26)


@pytest.mark.parametrize(
    ("born", "starts"),
    [
        (PartialDate.from_text("2026-10"), True),
        (None, True),
        (PartialDate.from_text("1968"), False),
        (PartialDate.from_text("2010-11-09"), True),
        (PartialDate.from_text("2010-11-08"), False),
    ],
)
def test_the_clock_of_the_law_is_about_children(born: PartialDate | None, starts: bool) -> None:
    assert starts_the_clock(samples.person(born=born), date(2026, 11, 8), 16) is starts


@pytest.mark.parametrize(
    ("kept", "before", "after", "since"),
    [
        (None, [], [3], 3),
        (3, [3], [3, 5], 3),
        (3, [3, 5], [5], 5),
        (3, [3], [], None),
        (3, [3], [2], 2),
        (4, [], [3], 4),  # written on the stay by hand
        (4, [3], [], 4),
        (None, [], [], None),
    ],
)
def test_the_clock_follows_the_first_notice(
    kept: int | None, before: list[int], after: list[int], since: int | None
) -> None:
    def day(number: int | None) -> date | None:
        return date(2026, 11, number) if number else None

    days = [[date(2026, 11, n) for n in numbers] for numbers in (before, after)]
    assert notice_since(day(kept), *days) == day(since)


def test_the_story_is_told_newest_first() -> None:
    lead = replace(LEAD, id="1", result="not_them", result_on=date(2026, 11, 8))
    letter = replace(LETTER, id="2", replied_on=date(2026, 11, 20), reply="Không có")
    events = story([lead], [letter, replace(LETTER, id="3", sent_on=None)])
    assert [(one.on.day, one.step) for one in events] == [
        (20, Step.LETTER_ANSWERED),
        (8, Step.LEAD_RESULT),
        (8, Step.LETTER_SENT),
        (31, Step.LEAD_FOUND),
    ]
    assert events[0].about is letter
