"""A ward as the grids need it: rooms, people in their beds, and a plan of daily help in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carebook.records.care_plans import CarePlan, DailyHelp, HelpLevel, PlanInForce, PlanState
from carebook.records.daily_care import CareEntry
from carebook.records.facility import Room, Ward
from carebook.records.staff import Actor
from carebook.rules.shifts import Duty, shifts_of
from carebook.store import code_lists
from carebook.store.book import Book, Writer, new_id
from tests import samples

TODAY = date(2026, 11, 22)
NAMES = ("Trần Thị An", "Lương Đình Thuận", "Đoàn Thị Miên", "Tạ Văn Điền", "Mai Thị Ngần", "Phạm Văn Kháng")
HELP = {"eating": HelpLevel.PARTLY, "bathing": HelpLevel.FULLY}


@dataclass(frozen=True)
class WardOf:
    """A ward, its two rooms and the stays of its people in the order of their beds."""

    ward: Ward
    rooms: tuple[Room, ...]
    stays: tuple[str, ...]


def a_ward(
    book: Book,
    by: Actor,
    now: datetime,
    people: int = 4,
    *,
    name: str = "Khu A",
    restricted: frozenset[int] = frozenset(),
) -> WardOf:
    """A ward of so many people since 05/01/2026, half of them in each of two rooms; those ``restricted`` under an alias."""
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        ward = writer.add(samples.ward(name=name))
        letter = name[-1]
        rooms = [writer.add(samples.room(ward.id, name=f"{letter}10{n}", beds=people)) for n in (1, 2)]
        stays = []
        for n in range(people):
            full = NAMES[n % len(NAMES)] + (f" {n}" if n >= len(NAMES) else "")
            person = writer.add(samples.person(code=f"CB-{letter}{n:04}", full_name=full, alias="Hoa Mai"))
            stay = writer.add(samples.episode(person.id, confidential=n in restricted))
            writer.add(samples.episode_category(stay.id))
            writer.add(samples.bed_assignment(stay.id, rooms[2 * n // people].id, bed=str(n + 1)))
            stays.append(stay.id)
    return WardOf(ward, tuple(rooms), tuple(stays))


def plan_help(
    writer: Writer,
    episode_id: str,
    helps: Mapping[str, HelpLevel] = HELP,
    *,
    number: int = 1,
    since: datetime,
    ended_on: date | None = None,
) -> CarePlan:
    """A plan approved at ``since`` with this help."""
    plan = writer.add(
        CarePlan(episode_id=episode_id, number=number, state=PlanState.APPROVED, approved_at=since, ended_on=ended_on)
    )
    if ended_on is None:
        for old in writer.records(PlanInForce, "episode_id = ?", (episode_id,)):
            writer.withdraw(PlanInForce, old.id, "thay")
        writer.add(PlanInForce(episode_id=episode_id, plan_id=plan.id, since_at=since))
    for kind, level in helps.items():
        writer.add(DailyHelp(episode_id=episode_id, plan_id=plan.id, kind=kind, level=level))
    return plan


def helped(book: Book, by: Actor, now: datetime, stays: tuple[str, ...]) -> None:
    """The same help for all of them, in force since yesterday."""
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        for stay in stays:
            plan_help(writer, stay, since=now - timedelta(days=1))


def duty(book: Book, now: datetime, code: str = "morning", day: date = TODAY) -> Duty:
    """A shift of a day as the code list has it."""
    with book.looking(now) as reader:
        shifts = {one.code: one for one in shifts_of(code_lists.codes(reader, "shift", day))}
    return Duty(day, shifts[code])


def care_entry(episode_id: str, done_by: Actor, **given: object) -> CareEntry:
    """ "As planned" in the morning of today."""
    values = {"episode_id": episode_id, "duty_on": TODAY, "shift": "morning", "done_by_id": done_by.staff_member_id}
    return CareEntry(**values | given)  # type: ignore[arg-type]
