"""Taking the schedule out of the book as a calendar file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carebook.actions.change import Change, deed, refuse
from carebook.actions.people import visible_stay
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.store import code_lists, staff
from carebook.store.book import Book, in_vietnam
from carebook.store.schedules import GROUP, PlannedSlot
from carebook.store.schedules.weeks import planned_between
from carebook.words import N_, message

_MOST = timedelta(days=366)
_NAMES = "export_list"  # the right to take names out of the book


@dataclass(frozen=True)
class Calendar:
    """A calendar file (iCalendar, UTF-8), its name without anything personal, and how many sessions it holds."""

    file_name: str
    content: bytes
    sessions: int


@deed(N_("Export calendar"), "readings")
def export_calendar(
    book: Book,
    first: date,
    last: date,
    *,
    therapist_id: str = "",
    room_id: str = "",
    episode_id: str = "",
    named: bool = False,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """The sessions of at most a year as a calendar file, narrowed like the week. ``Change.result`` is a `Calendar`.

    Without ``named`` nobody's name is in it. With it the right to export lists and a reason are needed, and restricted people
    come under their alias, whoever asks. Either way the access log tells of it.
    """
    today = in_vietnam(now)
    if last < first or last - first > _MOST:
        raise refuse(message("A calendar file holds 1 to 366 days."), "last")
    if named and not permissions.may(by, _NAMES, today):
        raise refuse(permissions.missing_right("Export list", permissions.DEEDS[_NAMES]), "named")
    if named and not reason.strip():
        raise refuse(message("Say what the names are for."), "reason")
    with book.reading_masked(now) as reader:
        slots = planned_between(
            reader, first, last, therapist_id=therapist_id, room_id=room_id, episode_id=episode_id, now=now
        )
        therapies = {one.code: one.text for one in code_lists.codes(reader, "therapy", last)}
    with book.changing(by.account_id, now, op, "export_calendar", reason=reason) as writer:
        if episode_id:
            visible_stay(writer, episode_id, by, now)
        people = len({slot.person_id for slot in slots if slot.person_id}) if named else 0
        reading = staff.note_reading(writer, "export_calendar", people=people, reason=reason.strip())
    made = Calendar(
        f"lich-{first:%Y-%m-%d}-{last:%Y-%m-%d}.ics", _drawn(slots, therapies, named=named, now=now), len(slots)
    )
    said = message("Calendar file made; sessions: {n}.", n=made.sessions)
    return Change(frozenset({"readings"}), (reading.id,), op, said, undoable=False, result=made)


def _drawn(slots: tuple[PlannedSlot, ...], therapies: Mapping[str, str], *, named: bool, now: datetime) -> bytes:
    from carebook.exchange.calendars import Event, calendar_file  # its library is not needed before

    events = []
    for slot in slots:
        what = slot.title if slot.kind == GROUP else therapies.get(slot.therapy, slot.therapy)
        who = slot.title if slot.kind != GROUP and named else ""
        events.append(
            Event(
                uid=slot.id,
                version=slot.version,
                on=slot.on,
                at=slot.at,
                minutes=slot.minutes,
                title=" – ".join(filter(None, (what, who))),
                place=slot.room_name,
                note=slot.staff_name if named else "",
                cancelled=slot.is_off,
            )
        )
    return calendar_file(events, now=now)
