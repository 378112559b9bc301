"""B07, rehabilitation: therapies × people, sessions planned and done, goals reached, who got better; devices handed out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from carebook.records.codes import Code, Limit
from carebook.records.figures import TOTAL, Column, Line, Period, Row, RowKind, Table, every_cell
from carebook.records.groups import Presence
from carebook.records.record import filled
from carebook.records.sessions import Course, SessionState
from carebook.records.stay_facts import StayFacts
from carebook.records.therapy_history import TherapyHistory
from carebook.rules.movement import CodeBook, line_of

CODE = "B07"
PEOPLE, PLANNED, AWAY, EXPECTED, DONE, SHARE = "people", "planned", "away", "expected", "done", "share"
GOALS, DEVICES = "goals", "devices"
_DONE = (SessionState.DONE.value, SessionState.PARTIAL.value)
_CAME = (Presence.PRESENT.value, Presence.LATE.value)
_COURSES = {1: Course.BETTER.value, 0: Course.SAME.value, -1: Course.WORSE.value}


class Use(NamedTuple):
    """One stay's sessions of one therapy: planned, of these taken off because the person was away, and done."""

    planned: int = 0
    away: int = 0
    done: int = 0

    def more(self, planned: int, away: int, done: int) -> Use:
        """With so many more."""
        return Use(self.planned + planned, self.away + away, self.done + done)

    @property
    def expected(self) -> int:
        """The denominator of ``rehab_done_rate``: sessions cancelled by staff stay in it."""
        return self.planned - self.away


def uses(history: TherapyHistory, book: CodeBook) -> dict[tuple[str, str], Use]:
    """By stay and therapy: every session planned in the period, recorded or not, single or in a group that counts as a therapy.

    Done are sessions done wholly or partly. Away are those that did not take place because the person was in hospital or
    on leave (reasons of the code lists that say so).
    """
    found: dict[tuple[str, str], Use] = defaultdict(Use)
    away = {code.code for code in book.words("session_reason").values() if code.extra.get("away")}
    for one in history.sessions:
        done = one.times if one.state in _DONE else 0
        gone = one.times if not done and one.state != SessionState.PLANNED.value and one.reason in away else 0
        key = (one.episode_id, one.therapy)
        found[key] = found[key].more(one.times, gone, done)
    therapies = {group.group_id: group.therapy for group in history.groups}
    for coming in history.comings:
        if therapy := therapies.get(coming.group_id, ""):
            done = coming.times if coming.presence in _CAME else 0
            gone = coming.times if not done and coming.reason in away else 0
            key = (coming.episode_id, therapy)
            found[key] = found[key].more(coming.times, gone, done)
    return dict(found)


def courses(history: TherapyHistory) -> dict[tuple[str, str], str]:
    """By stay and therapy: better, same or worse, as most of the compared sessions of the period say."""
    balance: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for one in history.sessions:
        if one.course:
            balance[one.episode_id, one.therapy][one.course] += one.times
    return {key: _COURSES[_sign(said["better"] - said["worse"])] for key, said in balance.items()}


def table(
    stays: Iterable[StayFacts],
    history: TherapyHistory,
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    complete_from: date | None = None,
) -> Table:
    """B07 of a period. The total counts somebody with two therapies once; a goal counts under each therapy of its plan."""
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.cutoff
    by_stay = {stay.episode_id: stay for stay in stays} if known else {}
    lines: list[Line] = []
    everybody: set[str] = set()

    progress = courses(history)
    for (episode_id, therapy), use in uses(history, book).items():
        if (stay := by_stay.get(episode_id)) is None:
            continue
        here = line_of(stay, therapy, (PEOPLE,), book)
        among_all = line_of(stay, TOTAL, (PEOPLE,), book, book.text("therapy", therapy))
        lines.append(here)
        if stay.person_id not in everybody:
            everybody.add(stay.person_id)
            lines.append(among_all)
        counted = [(PLANNED, use.planned), (AWAY, use.away), (EXPECTED, use.expected), (DONE, use.done)]
        if said := progress.get((episode_id, therapy)):
            counted.append((said, 1))
        lines += [
            filled(Line, vars(line), columns=(column,), amount=amount)
            for column, amount in counted
            if amount
            for line in (here, among_all)
        ]
    for goal in history.goals:
        if (stay := by_stay.get(goal.episode_id)) is not None:
            fact = book.word("on_day", date=f"{goal.achieved_on:%d/%m/%Y}")
            lines.extend(line_of(stay, row, (GOALS,), book, fact) for row in (*goal.therapies, TOTAL))
    for given in history.devices:
        if (stay := by_stay.get(given.episode_id)) is not None:
            fact = book.word("on_day", date=f"{given.given_on:%d/%m/%Y}")
            words = book.text("assistive_device", given.device)
            lines.append(line_of(stay, f"device.{given.device}", (DEVICES,), book, fact))
            lines.append(line_of(stay, TOTAL, (DEVICES,), book, words, fact))
    rows = _rows(book, {line.row for line in lines})
    columns = _columns(book)
    return Table(
        code=CODE,
        title=book.text("figure_table", CODE),
        columns=columns,
        rows=rows,
        lines=tuple(lines),
        unknown=frozenset() if known else every_cell(rows, columns),
    )


def _rows(book: CodeBook, used: set[str]) -> tuple[Row, ...]:
    therapies: Mapping[str, Code] = book.words("therapy")
    return (
        Row(TOTAL, book.word("total"), RowKind.PART),
        *(Row(code, therapies[code].text, RowKind.PART) for code in therapies if code in used),
        *(
            Row(f"device.{code.code}", book.word("device_given", device=code.text), RowKind.PART)
            for code in book.words("assistive_device").values()
            if f"device.{code.code}" in used
        ),
    )


def _columns(book: CodeBook) -> tuple[Column, ...]:
    sessions, results = book.word("sessions"), book.word("results")
    return (
        Column(PEOPLE, book.word(PEOPLE)),
        Column(PLANNED, book.word("sessions_planned"), sessions),
        Column(AWAY, book.word("sessions_away"), sessions),
        Column(EXPECTED, book.word("sessions_expected"), sessions),
        Column(DONE, book.word("sessions_done"), sessions),
        Column(SHARE, book.word(SHARE), sessions, share_of=(DONE, EXPECTED)),
        Column(GOALS, book.word("goals_reached")),
        Column(Course.BETTER.value, book.word("better"), results),
        Column(Course.SAME.value, book.word("same"), results),
        Column(Course.WORSE.value, book.word("worse"), results),
        Column(DEVICES, book.word("devices_given")),
    )


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
