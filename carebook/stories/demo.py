"""The sample book: a year in a center of 150 people, none of them real, written through the deeds staff use themselves."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

from carebook.actions import accounts, backup, drafts, people, undo
from carebook.records.people import Person, Relative
from carebook.records.staff import Actor, Role, RoleGrant
from carebook.rules.calendar import is_working_day
from carebook.store import staff
from carebook.store.keys import Cost
from carebook.stories import named
from carebook.stories.absences import Absences
from carebook.stories.beds import Beds
from carebook.stories.cases import tell_cases
from carebook.stories.center import MEMBERS
from carebook.stories.clock import Days, moment
from carebook.stories.daily import tell_daily
from carebook.stories.decisions import Decisions
from carebook.stories.movement import Planner
from carebook.stories.names import Names
from carebook.stories.opening import PASSWORD, DemoAccount, OpenedCenter, ask_for_trainee, open_center, take_on
from carebook.stories.parcels import Answers
from carebook.stories.paths import arrive_in_community, tell_paths
from carebook.stories.people import People
from carebook.stories.reports import PLACE, SIGNED, Reports
from carebook.stories.residents import Cast, Resident, Residents
from carebook.stories.stage import Stage, Telling
from carebook.stories.therapy import tell_pupils, tell_therapy

Progress = Callable[[int, int], object]
Cancelled = Callable[[], bool]
FEWEST, MOST = 20, 150
BACKUPS = "sao-luu"
"""The folder of its backups, inside the book's own."""
_DRILL_SECONDS = 140
_OPENING_SHARE, _HISTORY_SHARE = 10, 25  # percent of the time


@dataclass(frozen=True)
class DemoBook:
    """A sample book that was made: where it lies, who can sign in, and the one password."""

    folder: Path
    accounts: tuple[DemoAccount, ...]
    password: str


class DemoStopped(Exception):
    """Somebody stopped the making of the sample book; nothing of it is left."""


def make_demo(
    folder: Path,
    *,
    residents: int = 150,
    months: int = 12,
    seed: int = 1,
    today: date,
    cost: Cost | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> DemoBook:
    """Make the sample book in ``folder`` for the day ``today``: the same seed gives the same book but for ids.

    ``residents`` (20 to 150) are there today, the newest ``months`` (at least 2) complete months are in the book. ``progress``
    counts percent. Raises `DemoStopped` when ``cancelled``, ValueError for numbers out of range, else what
    `carebook.actions.opening.make_book` raises.
    """
    if not (FEWEST <= residents <= MOST and 2 <= months <= 36):
        raise ValueError((residents, months))
    report, stop = progress or (lambda _done, _total: None), cancelled or (lambda: False)
    there = folder.exists()
    opened: OpenedCenter | None = None

    def watch(percent: int) -> None:
        report(percent, 100)
        if stop():
            raise DemoStopped

    try:
        making = _Making(
            Days(today), Random(seed), Random(f"therapy {seed}"), Random(f"paths {seed}"), residents, months
        )
        opened = making.open(folder, cost)
        watch(_OPENING_SHARE)
        making.play(opened, folder, watch)
        opened.stage.close()
    except BaseException:
        if opened is not None:
            opened.stage.close()
            shutil.rmtree(folder, ignore_errors=True)
            if there:
                folder.mkdir(parents=True, exist_ok=True)
        raise
    report(100, 100)
    return DemoBook(folder, opened.accounts, PASSWORD)


@dataclass
class _Making:
    days: Days
    rng: Random
    therapy: Random
    paths: Random
    residents: int
    months: int

    @property
    def first(self) -> date:
        """The day the book is complete from."""
        return self.days.first_of(self.months)

    @property
    def opened_on(self) -> date:
        """The working day before, on which the book is opened and filled from the paper files."""
        day = self.first - timedelta(days=1)
        while not is_working_day(day):
            day -= timedelta(days=1)
        return day

    def open(self, folder: Path, cost: Cost | None) -> OpenedCenter:
        return open_center(folder, self.days, self.first, moment(self.opened_on, "08:00"), cost)

    def play(self, opened: OpenedCenter, folder: Path, watch: Callable[[int], None]) -> None:
        stage = opened.stage
        tell = Telling(
            self.days,
            self.rng,
            moment(self.opened_on, "13:00"),
            moment(self.days.today, "00:00") - timedelta(minutes=1),
        )
        crowd = People(self.rng, self.days.today, Names(self.rng))
        decisions = Decisions(self.days)
        named.tell_all(tell, crowd, decisions)
        cast = self._cast(crowd)
        everybody = Residents(cast, tell, decisions)
        history = everybody.tell_history()
        everybody.tell_year()
        tell_pupils(tell, self.therapy)
        arrive_in_community(tell, self.paths)
        tell_cases(tell, self.days, self.rng, cast.present)
        tell_therapy(tell, self.days, self.therapy, cast.present)
        tell_paths(tell, self.days, self.paths, cast.present, cast.gone, decisions)
        tell_daily(tell, days=self.days, seed="daily 1", first=self.first)
        Absences(cast.present, tell, self.first).tell_all(self.months)
        wrong = next((one.key for one in cast.present if one.stay.miswritten), "")
        Reports(tell, self.months, folder / PLACE, wrong).tell_all(opened.recovery_code)
        if self.months >= SIGNED:
            Answers(tell).tell_all()
        self._office(tell, cast.present, folder)
        for n, typed in enumerate(history, start=1):
            typed(stage, stage.actors["XH"], moment(self.opened_on, "10:00") + timedelta(minutes=10 * n))
            watch(_OPENING_SHARE + (_HISTORY_SHARE - _OPENING_SHARE) * n // len(history))
        tell.play(stage, lambda done, total: watch(_HISTORY_SHARE + (99 - _HISTORY_SHARE) * done // total))

    def _cast(self, crowd: People) -> Cast:
        planner = Planner(self.days, self.rng, crowd, self.months)
        plan = planner.plan(self.residents, named.PRESENT, named.came(self.days), named.left(self.days))
        beds = Beds(self.rng)
        for room, bed, first, last in named.beds(self.days):
            beds.take((room, bed), first, last)
        return Cast(plan, crowd, beds, self.first)

    def _office(self, tell: Telling, present: list[Resident], folder: Path) -> None:
        """What an office leaves behind in a year: corrections, an undone edit, a draft, a visitor's account, the backup."""
        days = self.days
        for n, one in enumerate(present[3::11][:3]):
            wrong = Relative(person_id="", full_name="Nguyễn Văn Nhầm", relation="cousin", note="Ghi nhầm hồ sơ.")
            day = days.back(20 + 9 * n)
            if one.stay.category != "victim_dv" and one.stay.start_on < day:
                tell.add(one.key, one.worker, day, "09:00", wrong, mark=f"wrong {n}")
                tell.strike(one.key, one.worker, day, "14:00", f"wrong {n}", "Ghi nhầm sang hồ sơ khác")
        tell.tell("an", "XH", days.back(12), "09:00", _undone_edit)
        tell.tell("draft", "D1", days.back(1), "15:00", _left_draft)
        inspector = next(member for member in MEMBERS if member.first is not None)

        def come(stage: Stage, by: Actor, now: datetime) -> None:
            take_on(stage.book, inspector, days, dict(stage.wards), self.first, by=by, now=now)

        tell.write("visit", "GD", moment(days.back(inspector.first or 0), "08:00"), come)
        tell.write("visit", "IT", moment(days.back(2), "10:00"), ask_for_trainee)
        tell.write("delegation", "GD", moment(days.back(3), "07:45"), self._delegate)
        tell.write("leave", "GD", moment(days.back(17), "16:00"), self._cover_leave)

        def back_up(stage: Stage, by: Actor, now: datetime) -> None:
            (folder / BACKUPS).mkdir(exist_ok=True)
            backup.back_up_book(stage.book, folder / BACKUPS, by=by, now=now)

        def try_restoring(stage: Stage, by: Actor, now: datetime) -> None:
            newest = backup.newest_backup(folder)
            if newest is None:
                raise LookupError(folder)
            clock = count(step=_DRILL_SECONDS).__next__
            backup.drill_restore(stage.book, newest.path, PASSWORD, by=by, now=now, clock=clock)

        tell.write("backup", "VT", moment(days.back(1), "22:05"), back_up)
        tell.write("backup", "GD", moment(days.back(1), "22:10"), try_restoring)

    def _delegate(self, stage: Stage, by: Actor, now: datetime) -> None:
        """The deputy approves in the director's place for a week."""
        grant = RoleGrant(
            account_id=stage.actors["PD"].account_id,
            role=Role.DIRECTOR,
            from_on=self.days.back(3),
            to_on=self.days.back(-4),
        )
        accounts.delegate_role(stage.book, grant, by=by, now=now)

    def _cover_leave(self, stage: Stage, by: Actor, now: datetime) -> None:
        """One social worker takes over the wards of the other, who is on leave for a week."""
        account = stage.actors["X1"].account_id
        for ward in ("Khu B1", "Khu B2", "Khu C"):
            grant = RoleGrant(
                account_id=account,
                role=Role.SOCIAL_WORKER,
                ward_id=stage.wards[ward],
                from_on=self.days.back(16),
                to_on=self.days.back(9),
            )
            accounts.grant_role(stage.book, grant, by=by, now=now)
        with stage.book.looking(now) as reader:
            covering = staff.actor_of(reader, account)
        if covering is None:
            raise LookupError(account)
        stage.actors["X1"] = covering


def _undone_edit(stage: Stage, by: Actor, now: datetime) -> None:
    person = stage.reader.record(Person, stage.folk["an"].person_id)
    if person is None:
        raise LookupError("an")
    change = people.amend_person(stage.book, replace(person, phone="0500000113"), by=by, now=now)
    undo.undo_deed(stage.book, change.op, by=by, now=now + timedelta(minutes=2))


def _left_draft(stage: Stage, by: Actor, now: datetime) -> None:
    person_id = stage.folk["an"].person_id
    drafts.keep_draft(stage.book, "person", person_id, {"note": "Hỏi lại cháu về kính mắt"}, by=by, now=now)
