"""What the page of the week asks of the book, and how the answer becomes the columns and blocks of a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Literal

from carebook.dates import hour, local
from carebook.records.enum_words import said
from carebook.records.groups import GroupSessionState
from carebook.records.schedules import TherapyRoom
from carebook.records.sessions import SessionState
from carebook.records.staff import StaffMember
from carebook.rules.names import sort_key
from carebook.rules.sessions import said_state
from carebook.store.book import Reader
from carebook.store.code_lists import Codes
from carebook.store.schedules import GROUP, SESSION, Away, PlannedSlot, Week, therapists, therapy_rooms, week
from carebook.ui.pages.schedules.board import Block, Board, BoardColumn, minute_of, time_of
from carebook.ui.parts.fields import Choices
from carebook.words import Message, _, message, ngettext

By = Literal["therapist", "room", "person"]
Span = Literal["week", "day"]
_MARKS: dict[str, tuple[str, str]] = {
    "planned": ("ring", "text2"),
    "done": ("full", "ok"),
    "held": ("full", "ok"),
    "partial": ("half", "ok"),
    "cancelled_resident": ("dash", "text2"),
    "cancelled_staff": ("dash", "text2"),
    "cancelled_other": ("dash", "text2"),
    "not_held": ("dash", "text2"),
    "no_show": ("cross", "warn"),
}
"""The sign and tone of each state; what nobody recorded in time is the ring in danger's colour."""


@dataclass(frozen=True)
class View:
    """What is looked at: the week of one therapist, room or person ("" = everybody), or one day of all of them side by side."""

    by: By = "therapist"
    who: str = ""
    span: Span = "week"
    day: date = date.min

    @property
    def monday(self) -> date:
        return self.day - timedelta(days=self.day.weekday())


@dataclass(frozen=True)
class Found:
    """One week of the whole house, and who and where sessions can be given; ``theirs`` are the slots of the person looked at,
    among them those of their groups."""

    week: Week
    therapists: tuple[StaffMember, ...]
    rooms: tuple[TherapyRoom, ...]
    theirs: frozenset[str] = frozenset()

    @cached_property
    def by_id(self) -> dict[str, PlannedSlot]:
        return {slot.id: slot for slot in self.week.slots}


def ask(reader: Reader, view: View, now: datetime) -> Found:
    """Everything the page shows of the week of a view."""
    theirs = slots_of(reader, view.monday, view.who, now) if view.by == "person" else frozenset()
    return Found(
        week(reader, view.monday, now=now),
        tuple(therapists(reader, view.monday)),
        tuple(therapy_rooms(reader)),
        theirs,
    )


def slots_of(reader: Reader, monday: date, episode_id: str, now: datetime) -> frozenset[str]:
    """The ids of a person's slots of a week, also those of their groups; none without a person."""
    if not episode_id:
        return frozenset()
    return frozenset(slot.id for slot in week(reader, monday, episode_id=episode_id, now=now).slots)


def owner_of(slot: PlannedSlot, by: By) -> str:
    """Whose slot it is, looked at that way; "" for a group among people."""
    return slot.staff_id if by == "therapist" else slot.room_id if by == "room" else slot.episode_id


def is_whose(found: Found, slot: PlannedSlot, view: View) -> bool:
    """Whether the slot belongs to what is looked at; a person's groups belong to the person too."""
    return not view.who or owner_of(slot, view.by) == view.who or (view.by == "person" and slot.id in found.theirs)


def owners(found: Found, by: By) -> Choices:
    """Whom the calendar can be narrowed to: (id, words) in the order of names."""
    named: dict[str, str] = {}
    match by:
        case "therapist":
            named = {one.id: one.full_name for one in found.therapists}
            named |= {slot.staff_id: slot.staff_name for slot in found.week.slots if slot.staff_id}
        case "room":
            named = {room.id: room.name for room in found.rooms}
            named |= {slot.room_id: slot.room_name for slot in found.week.slots if slot.room_id}
        case "person":
            named = {slot.episode_id: slot.title for slot in found.week.slots if slot.episode_id}
    return sorted(named.items(), key=lambda pair: sort_key(pair[1]))


def said_of(slot: PlannedSlot) -> Message | str:
    """The state of a slot in words."""
    if slot.kind == GROUP:
        return message("Not recorded") if slot.late else said(GroupSessionState(slot.state))
    return said_state(SessionState(slot.state), slot.therapy, late=slot.late)


def mark_of(slot: PlannedSlot) -> tuple[str, str]:
    """The sign of its state, and the sign's tone."""
    return ("ring", "danger") if slot.late else _MARKS[slot.state.value]


@dataclass(frozen=True)
class Says:
    """What the words of a board are taken from: the code lists, the present moment, and whether therapies are named."""

    codes: Codes
    now: datetime

    @cached_property
    def _short_weekdays(self) -> tuple[str, ...]:
        found = (self.codes.code("weekday", code) for code in ("MO", "TU", "WE", "TH", "FR", "SA", "SU"))
        return tuple(str(code.extra.get("short", code.text)) if code else "" for code in found)

    def short_weekday(self, day: date) -> str:
        """ "T2"."""
        return self._short_weekdays[day.weekday()]

    def day(self, day: date) -> str:
        """ "T2 16/11"."""
        return f"{self.short_weekday(day)} {day:%d/%m}"

    def minute(self, day: date) -> int | None:
        """The minute it is now, where the day is today."""
        here = local(self.now)
        return minute_of(here.time()) if here.date() == day else None

    def therapy(self, slot: PlannedSlot) -> str:
        return self.codes.text("therapy", slot.therapy) if slot.therapy else ""


def board_of(found: Found, view: View, says: Says, *, may_move: Callable[[PlannedSlot], bool]) -> Board:
    """The calendar of a view: a column a day, or a column an owner on one day."""
    if view.span == "day":
        columns, column_of = _owner_columns(found, view, says), lambda slot: owner_of(slot, view.by)
        shown = [slot for slot in found.week.slots if slot.on == view.day and (view.by != "person" or slot.episode_id)]
    else:
        shown = [slot for slot in found.week.slots if is_whose(found, slot, view)]
        columns, column_of = _day_columns(found, view, says, shown), lambda slot: slot.on.isoformat()
    keys = {column.key for column in columns}
    blocks = [
        _block(found, slot, column_of(slot), view, says, movable=slot.is_open and may_move(slot))
        for slot in shown
        if column_of(slot) in keys
    ]
    return Board(tuple(columns), tuple(blocks))


def _day_columns(found: Found, view: View, says: Says, shown: list[PlannedSlot]) -> list[BoardColumn]:
    used = {slot.on for slot in shown}
    columns = []
    for n in range(7):
        day = found.week.monday + timedelta(days=n)
        if n == 6 and day not in used:
            continue
        leave = leave_words(found, view.who, day, says) if view.by == "therapist" else ""
        away = absence_words(found, view.who, day) if view.by == "person" else ""
        note = " · ".join(part for part in (holiday_on(found, day), leave, away) if part)
        load, over = load_on(found, view, day)
        columns.append(BoardColumn(day.isoformat(), says.day(day), day, "", note, load, over, says.minute(day)))
    return columns


def _owner_columns(found: Found, view: View, says: Says) -> list[BoardColumn]:
    day = view.day
    used = {owner_of(slot, view.by) for slot in found.week.slots if slot.on == day}
    listed = [pair for pair in owners(found, view.by) if pair[0] in used or view.by != "person"]
    columns = []
    for owner, words in listed:
        note = leave_words(found, owner, day, says) if view.by == "therapist" else ""
        note = note or (absence_words(found, owner, day) if view.by == "person" else "")
        load, over = load_on(found, View(view.by, owner, "day", day), day)
        columns.append(BoardColumn(owner, words, day, owner, note, load, over, says.minute(day)))
    return columns


def holiday_on(found: Found, day: date) -> str:
    """The name of a public holiday, "" on any other day."""
    return found.week.holidays.get(day, "")


def leave_words(found: Found, staff_id: str, day: date, says: Says) -> str:
    """The leave of a therapist on a day in words, "" when they are there."""
    leave = found.week.leave(staff_id, day) if staff_id else None
    return says.codes.text("leave_kind", leave.kind) if leave else ""


def absence_words(found: Found, episode_id: str, day: date) -> str:
    """Where a person is on a day when not here, in words."""
    away = next((one for one in found.week.absences if one.episode_id == episode_id and one.covers(day)), None)
    return _where(away) if away else ""


def _where(away: Away) -> str:
    return said(away.kind) if away.kind else _("Left")


def load_on(found: Found, view: View, day: date) -> tuple[str, bool]:
    """How much there is on a day in words, and whether a therapist sees more people alone than the norm."""
    load = found.week.load.get((view.who, day)) if view.by == "therapist" else None
    if load is not None and load.people:
        return _("{n}/{norm} people").format(n=load.people, norm=load.norm), load.is_over
    many = sum(slot.on == day and not slot.is_off and is_whose(found, slot, view) for slot in found.week.slots)
    return (ngettext("{n} session", "{n} sessions", many).format(n=many) if many else ""), False


def _block(found: Found, slot: PlannedSlot, column: str, view: View, says: Says, *, movable: bool) -> Block:
    state, person = str(said_of(slot)), view.by == "person"
    shape, tone = mark_of(slot)
    away = found.week.away(slot) if slot.is_open and slot.kind == SESSION else None
    if away is not None:
        shape, tone = "square", "danger" if slot.late else "warn"
    group = ngettext("{n} person", "{n} people", slot.members).format(n=slot.members) if slot.kind == GROUP else ""
    begins, ends = minute_of(slot.at), time_of((minute_of(slot.at) + slot.minutes) % (24 * 60))
    if away is not None or slot.late or not slot.is_open:
        line = state if away is None else _where(away)
    elif person:
        line = slot.staff_name
    else:
        line = group or (slot.room_name if view.by == "therapist" else slot.staff_name) or says.therapy(slot)
    facts = (
        slot.title,
        says.therapy(slot) or group,
        f"{says.day(slot.on)} {hour(slot.at)}–{hour(ends)}",
        slot.staff_name,
        slot.room_name,
        state,
        _where(away) if away else "",
        _("moved from another day") if slot.moved else "",
    )
    return Block(
        id=slot.id,
        column=column,
        start=begins,
        minutes=slot.minutes,
        title=(says.therapy(slot) if person and slot.kind == SESSION else "") or slot.title,
        is_person=slot.kind == SESSION and not person and not slot.masked,
        line=line,
        shape=shape,
        tone=tone,
        loud=slot.late or away is not None,
        faint=slot.is_off,
        movable=movable,
        said=" · ".join(fact for fact in facts if fact),
    )


def counted(slots: Iterable[PlannedSlot]) -> str:
    """How many sessions in words: all, done, not recorded."""
    slots = list(slots)
    done = sum(s.state in (SessionState.DONE, SessionState.PARTIAL, GroupSessionState.HELD) for s in slots)
    late = sum(s.late for s in slots)
    told = [ngettext("{n} session", "{n} sessions", len(slots)).format(n=len(slots))]
    if done:
        told.append(_("{n} done").format(n=done))
    if late:
        told.append(_("{n} not recorded").format(n=late))
    return " · ".join(told)
