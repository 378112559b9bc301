"""How a course of therapy is told: the plan with its approval, the weekly series, levels of goals, packages, devices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from carebook.actions import devices, packages, schedules, sessions, therapy_plans
from carebook.dates import local
from carebook.records.care_plans import Agreement, GoalLife
from carebook.records.devices import DeviceLoan
from carebook.records.packages import Package
from carebook.records.rehabilitation import (
    FunctionRating,
    GoalTerm,
    PlannedTherapy,
    Qualifier,
    RehabilitationGoal,
    RehabilitationPlan,
)
from carebook.records.schedules import SessionSeries, TherapyRoom
from carebook.records.sessions import Session, SessionState
from carebook.records.staff import Actor
from carebook.rules.therapy_plans import GoalStanding, TherapyPlanContent
from carebook.rules.therapy_plans.reviews import achievement_at
from carebook.store import care_plans
from carebook.store import therapy_plans as plans
from carebook.stories.clock import moment, office_day
from carebook.stories.stage import Deed, Stage, Telling

ROOMS = {
    "pt": ("Phòng PHCN 1", 2),
    "speech": ("Phòng ngôn ngữ", 1),
    "early": ("Phòng can thiệp sớm", 1),
    "talk": ("Phòng tham vấn", 1),
    "class": ("Lớp học C", 1),
    "hall": ("Hội trường", 1),
    "yard": ("Sân sau", 2),
}
"""By key: the name of a therapy room, and how many sessions it takes at a time."""
_DAY = timedelta(days=1)
_OPENING = timedelta(hours=5)  # at the opening the cases are typed first


@dataclass(frozen=True, kw_only=True)
class Aim:
    """One goal of a rehabilitation plan: the five levels from −2 to +2, importance and difficulty, its day."""

    text: str
    levels: tuple[str, str, str, str, str]
    importance: int
    difficulty: int
    due_on: date
    measure: str = "Quan sát trong buổi"
    now: str = ""
    to: str = ""
    long: bool = False


@dataclass(frozen=True, kw_only=True)
class Given:
    """One therapy of a plan and its place in the week; ``count`` sessions in all. ``days`` are two-letter weekdays."""

    therapy: str
    technique: str
    who: str
    room: str
    days: tuple[str, ...]
    at: time
    minutes: int
    count: int
    from_on: date
    package: str = ""
    fee: int | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A rehabilitation plan as it is written, submitted and approved."""

    who: str
    on: date
    diagnosis: str
    indication: str
    functions: tuple[tuple[str, Qualifier], ...]
    aims: tuple[Aim, ...]
    therapies: tuple[Given, ...]
    review_on: date
    consent: Agreement = Agreement.AGREED
    consent_by: str = ""
    against: str = "Không có."
    watch: str = ""
    serves: str = ""


@dataclass
class Courses:
    """Tells the deeds of therapy. What was before the book was opened stayed on paper.

    ``packages``, ``groups`` and ``rooms_made`` are found by the stories' own keys.
    """

    tell: Telling
    packages: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    rooms_made: dict[str, str] = field(default_factory=dict)

    @property
    def opened_on(self) -> date:
        """The day the book was opened."""
        return local(self.tell.opened).date()

    def since(self, day: date) -> date:
        """The day, or the first one after the book was opened."""
        return max(day, self.opened_on + 2 * _DAY)

    def at(self, story: str, who: str, day: date, clock: str, do: Deed) -> None:
        """A deed of a story of its own; what a story tells happens in the order in which it is told."""
        if day > self.opened_on:
            self.tell.write(f"therapy {story}", who, moment(day, clock), do)

    def rooms(self) -> None:
        """The rooms, written down when the book is opened."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            for key, (name, places) in ROOMS.items():
                kept = schedules.add_therapy_room(stage.book, TherapyRoom(name=name, places=places), by=by, now=now)
                self.rooms_made[key] = kept.result.id

        self.tell.write("therapy rooms", "XH", self.tell.opened + _OPENING, do)

    def plan(self, key: str, told: Plan, *, clock: str = "10:30") -> None:
        """A plan written and submitted on one day, approved by the doctor on the next, and its sessions laid out."""
        on = self.since(told.on)
        approved_on = office_day(on + _DAY)

        def write(stage: Stage, by: Actor, now: datetime) -> None:
            content = self._content(stage, key, told, on)
            kept = therapy_plans.save_rehabilitation_plan(stage.book, content, by=by, now=now).result
            therapy_plans.submit_rehabilitation_plan(stage.book, kept.id, by=by, now=now + timedelta(minutes=3))

        def approve(stage: Stage, by: Actor, now: datetime) -> None:
            newest = plans.plans_of(stage.reader, stage.folk[key].episode_id)[0].plan
            therapy_plans.approve_rehabilitation_plan(stage.book, newest.id, "Đồng ý.", by=by, now=now)

        self.at(key, told.who, on, clock, write)
        self.at(key, "YT", approved_on, "15:20", approve)
        for given in told.therapies:
            self.series(key, replace(given, from_on=max(given.from_on, approved_on + _DAY)), planned=True)

    def _content(self, stage: Stage, key: str, told: Plan, on: date) -> TherapyPlanContent:
        stay = stage.folk[key].episode_id
        about: dict[str, Any] = {"episode_id": stay, "therapy_plan_id": ""}
        served = {goal.text: goal.thread for goal in care_plans.goals_in_force(stage.reader, stay)}
        return TherapyPlanContent(
            RehabilitationPlan(
                episode_id=stay,
                ordered_by_id=stage.staff("YT"),
                ordered_on=on,
                diagnosis=told.diagnosis,
                indication=told.indication,
                contraindications=told.against,
                precautions=told.watch,
                from_on=on,
                review_on=told.review_on,
                consent=told.consent,
                consent_by=told.consent_by,
                consent_on=on,
            ),
            tuple(
                PlannedTherapy(
                    **about,
                    therapy=one.therapy,
                    technique=one.technique,
                    per_week=len(one.days),
                    sessions=one.count,
                    minutes=one.minutes,
                    therapist_id=stage.staff(one.who),
                    room_id=self.rooms_made[one.room],
                    fee=one.fee,
                )
                for one in told.therapies
            ),
            tuple(
                RehabilitationGoal(
                    **about,
                    term=GoalTerm.LONG if aim.long else GoalTerm.SHORT,
                    text=aim.text,
                    measure=aim.measure,
                    from_value=aim.now,
                    to_value=aim.to,
                    due_on=aim.due_on,
                    importance=aim.importance,
                    difficulty=aim.difficulty,
                    levels=aim.levels,
                    life=GoalLife.ACTIVE,
                    care_thread=served.get(aim.text) or served.get(told.serves),
                )
                for aim in told.aims
            ),
            tuple(FunctionRating(**about, code=code, qualifier=degree) for code, degree in told.functions),
        )

    def series(self, key: str, given: Given, *, planned: bool = False) -> None:
        """The sessions of one therapy, laid out on the day before the first."""
        first = self.since(given.from_on)

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            stay = stage.folk[key].episode_id
            file = plans.plan_in_force(stage.reader, stay) if planned else None
            series = SessionSeries(
                episode_id=stay,
                therapy=given.therapy,
                therapist_id=stage.staff(given.who),
                therapy_plan_id=file.plan.id if file else None,
                package_id=self.packages.get(given.package),
                room_id=self.rooms_made[given.room],
                weekdays=given.days,
                from_on=first,
                count=given.count,
                starts_at=given.at,
                minutes=given.minutes,
            )
            schedules.plan_series(stage.book, series, by=by, now=now)

        self.at(f"{key} {given.therapy} {first}", given.who, first - _DAY, "16:40", do)

    def package(self, key: str, mark: str, who: str, package: Package, *, on: date, clock: str = "09:30") -> None:
        """A package of sessions written down on a day, found again by its mark."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            given = replace(package, episode_id=stage.folk[key].episode_id)
            self.packages[mark] = packages.save_package(stage.book, given, by=by, now=now).result.id

        self.at(f"{key} {mark}", who, self.since(on), clock, do)

    def end_package(self, key: str, mark: str, who: str, day: date, because: str, outcome: str) -> None:
        """A package ends."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            if mark in self.packages:
                packages.end_package(stage.book, self.packages[mark], day, because, outcome, by=by, now=now)

        self.at(f"{key} {mark}", who, day, "11:30", do)

    def levels(self, key: str, who: str, day: date, told: Mapping[str, int], remark: str = "") -> None:
        """Where the goals of the plan in force stand, each by its words."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            stay = stage.folk[key].episode_id
            goals = {goal.text: goal.id for goal in plans.goals_in_force(stage.reader, stay)}
            for text, level in told.items():
                if text in goals:
                    standing = GoalStanding(GoalLife.ACTIVE, achievement_at(level), remark, level)
                    therapy_plans.rate_rehabilitation_goal(stage.book, goals[text], standing, by=by, now=now)

        self.at(f"{key} levels", who, day, "11:00", do)

    def lend(self, key: str, who: str, loan: DeviceLoan) -> None:
        """A device handed out; one handed out before the book was opened is typed on its first day."""
        on = loan.lent_on or self.opened_on

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            given = replace(loan, episode_id=stage.folk[key].episode_id, fitted_by_id=stage.staff(who))
            devices.lend_device(stage.book, given, by=by, now=now)

        self.at(f"{key} devices", who, max(on, self.opened_on + _DAY), "14:00", do)

    def make_up(self, key: str, who: str, day: date, at: time, minutes: int) -> None:
        """A session by hand for the first one that staff cancelled."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            stay = stage.folk[key].episode_id
            missed = stage.reader.records(
                Session,
                "episode_id = ? AND state = ?",
                (stay, SessionState.CANCELLED_STAFF.value),
                order="planned_on",
            )
            if missed:
                lost = missed[0]
                session = replace(
                    lost,
                    id="",
                    series_id=None,
                    occurs_on=None,
                    makes_up_for_id=lost.id,
                    planned_on=day,
                    planned_at=at,
                    minutes=minutes,
                    state=SessionState.PLANNED,
                    reason=None,
                    reason_note="",
                    entered_by=None,
                    recorded_at=None,
                )
                schedules.plan_session(stage.book, session, by=by, now=now)

        self.at(f"{key} made up", who, day - _DAY, "15:00", do)


Outcome = Callable[[Session], Mapping[str, Any]]


def record(stage: Stage, by: Actor, now: datetime, given: Sequence[Session], outcome: Outcome) -> None:
    """Write down what became of planned sessions: those as planned in one tick, the others one by one."""
    ticked: dict[str, int] = {}
    for session in given:
        facts = outcome(session)
        if not facts:
            ticked[session.id] = session.version
        else:
            sessions.record_session(stage.book, replace(session, **facts), (), (), by=by, now=now)
    if ticked:
        sessions.tick_sessions(stage.book, ticked, by=by, now=now)
