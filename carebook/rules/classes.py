"""Classes: the marks of the register and how many lessons a pupil came to, the timetable, and individual education plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import Enum
from math import ceil

from carebook.dates import written
from carebook.records.care_plans import Achievement
from carebook.records.groups import EducationGoal, EducationPlan, GroupSessionState, Presence
from carebook.records.schedules import Frequency, GroupSeries, Weekday
from carebook.rules.problem import Problem, warning
from carebook.rules.schooling import school_year_of
from carebook.words import N_, Message, message

CLASS_KIND = "special_class"
"""The word of the code list ``group_kind`` that makes a group a class."""
LONGEST = 10_000
MOST_GOALS = 40
EARLIEST = 1990
FARTHEST = 10  # so many years ahead were mistyped


# The register


class Mark(Enum):
    """What stands in the register for a pupil on a day, as teachers write it."""

    PRESENT = "x"
    LATE = "M"
    PART = "½"
    EXCUSED = "P"
    ABSENT = "K"
    UNMARKED = "?"
    NO_LESSON = "–"


MARK_WORDS: dict[Mark, str] = {
    Mark.PRESENT: N_("Pupil present"),
    Mark.LATE: N_("Came late"),
    Mark.PART: N_("Part of the day"),
    Mark.EXCUSED: N_("Away with a reason"),
    Mark.ABSENT: N_("Away without a reason"),
    Mark.UNMARKED: N_("Roll not called"),
    Mark.NO_LESSON: N_("No lesson held"),
}
_CAME = (Presence.PRESENT, Presence.LATE)


@dataclass(frozen=True)
class Lesson:
    """One lesson of a class: a session of the group."""

    id: str
    on: date
    at: time
    minutes: int
    state: GroupSessionState
    subject: str | None = None
    topic: str = ""
    reason: str | None = None


@dataclass(frozen=True)
class Pupil:
    """A member of a class. ``masked``: the name is an alias. ``by_day``: a day pupil, who does not live in the center."""

    member_id: str
    episode_id: str
    person_id: str
    name: str
    code: str
    masked: bool
    joined_on: date
    left_on: date | None
    by_day: bool

    def belongs_on(self, day: date) -> bool:
        """Whether the pupil is in the class on a day; the day of leaving counts."""
        return self.joined_on <= day and (self.left_on is None or day <= self.left_on)


@dataclass(frozen=True)
class RegisterLine:
    """One pupil's line: a mark for each day with lessons, and lessons counted, those held while the pupil was in the class
    and the roll was called. ``came`` includes those the pupil came late to.
    """

    pupil: Pupil
    marks: Mapping[date, Mark]
    held: int
    came: int
    late: int
    excused: int
    absent: int


@dataclass(frozen=True)
class ClassRegister:
    """The register of a class from ``first`` to ``last``: its days with lessons, its lessons in order, a line for each pupil."""

    group_id: str
    name: str
    first: date
    last: date
    days: tuple[date, ...]
    lessons: tuple[Lesson, ...]
    lines: tuple[RegisterLine, ...]

    @property
    def held(self) -> int:
        """The lessons that were held."""
        return sum(1 for lesson in self.lessons if lesson.state is GroupSessionState.HELD)

    @property
    def came(self) -> int:
        """How many times a pupil came, all pupils together."""
        return sum(line.came for line in self.lines)

    @property
    def expected(self) -> int:
        """How many times a pupil should have come, all pupils together."""
        return sum(line.held for line in self.lines)

    def lessons_on(self, day: date) -> tuple[Lesson, ...]:
        """The lessons of a day, in the order of their hours."""
        return tuple(lesson for lesson in self.lessons if lesson.on == day)

    def came_on(self, day: date) -> int:
        """How many pupils came on a day, in part or late too."""
        return sum(1 for line in self.lines if line.marks.get(day) in (Mark.PRESENT, Mark.LATE, Mark.PART))


def register_line(pupil: Pupil, lessons: Sequence[Lesson], presence: Mapping[str, Presence]) -> RegisterLine:
    """The line of a pupil; ``presence`` is by the id of the lesson.

    A day before joining or after leaving has no mark. A day of several lessons has one mark: present or late when the pupil
    came to all of them, part of the day when to some, otherwise away: without a reason when any of them was.
    """
    own = [lesson for lesson in lessons if pupil.belongs_on(lesson.on)]
    days = sorted({lesson.on for lesson in own})
    called = [presence[lesson.id] for lesson in own if lesson.state is GroupSessionState.HELD and lesson.id in presence]
    return RegisterLine(
        pupil,
        {day: _mark([lesson for lesson in own if lesson.on == day], presence) for day in days},
        held=len(called),
        came=sum(1 for one in called if one in _CAME),
        late=called.count(Presence.LATE),
        excused=called.count(Presence.EXCUSED),
        absent=called.count(Presence.ABSENT),
    )


def _mark(lessons: Sequence[Lesson], presence: Mapping[str, Presence]) -> Mark:
    held = [lesson for lesson in lessons if lesson.state is GroupSessionState.HELD]
    if not held:
        planned = any(lesson.state is GroupSessionState.PLANNED for lesson in lessons)
        return Mark.UNMARKED if planned else Mark.NO_LESSON
    found = [presence[lesson.id] for lesson in held if lesson.id in presence]
    if not found:
        return Mark.UNMARKED
    came = [one for one in found if one in _CAME]
    if came:
        if len(came) < len(found):
            return Mark.PART
        return Mark.LATE if Presence.LATE in came else Mark.PRESENT
    return Mark.ABSENT if Presence.ABSENT in found else Mark.EXCUSED


def teachers_needed(pupils: int, norm: int) -> int:
    """How many teachers so many pupils need: one for each ``norm`` of them (TT 33/2017 Điều 5, limit ``teacher_norm``)."""
    return ceil(pupils / norm) if norm > 0 else 0


# The timetable


@dataclass(frozen=True)
class Hour:
    """One line of the timetable: an hour of the day, and on which weekdays (values of `Weekday`) which series has a lesson."""

    at: time
    minutes: int
    lessons: Mapping[str, tuple[GroupSeries, ...]]

    @property
    def said(self) -> str:
        """ "07:30–10:30"."""
        end = self.at.hour * 60 + self.at.minute + self.minutes
        return f"{self.at:%H:%M}–{end // 60 % 24:02}:{end % 60:02}"


def timetable(series: Iterable[GroupSeries], day: date) -> tuple[Hour, ...]:
    """The week as the series that run on ``day`` (or begin later) repeat it; those that repeat by the month are left out."""
    running = [
        one
        for one in series
        if one.starts_at is not None
        and (one.until_on is None or day <= one.until_on)
        and one.frequency in (Frequency.WEEKLY, Frequency.DAILY)
    ]
    hours: list[Hour] = []
    for at, minutes in sorted({(one.starts_at, one.minutes) for one in running if one.starts_at is not None}):
        lessons: dict[str, tuple[GroupSeries, ...]] = {}
        for one in running:
            if (one.starts_at, one.minutes) == (at, minutes):
                for weekday in weekdays_of(one):
                    lessons[weekday] = (*lessons.get(weekday, ()), one)
        hours.append(Hour(at, minutes, lessons))
    return tuple(hours)


def weekdays_of(series: GroupSeries) -> tuple[str, ...]:
    """The weekdays of a series, in their order; a daily one has all, a weekly one without any that of its first day."""
    every = [weekday.value for weekday in Weekday]
    if series.frequency is Frequency.DAILY:
        return tuple(every)
    if not series.weekdays and series.from_on is not None:
        return (every[series.from_on.weekday()],)
    return tuple(weekday for weekday in every if weekday in series.weekdays)


# Individual education plans


class PlanStanding(Enum):
    """Where a pupil's education plan stands; computed, never kept."""

    NONE = "none"
    IN_USE = "in_use"
    REVIEW_DUE = "review_due"
    REVIEWED = "reviewed"


STANDING_WORDS: dict[PlanStanding, str] = {
    PlanStanding.NONE: N_("No education plan yet"),
    PlanStanding.IN_USE: N_("Education plan in use"),
    PlanStanding.REVIEW_DUE: N_("Education plan to be reviewed"),
    PlanStanding.REVIEWED: N_("Education plan reviewed"),
}


def standing_of(plan: EducationPlan | None, today: date) -> PlanStanding:
    """Where a plan stands on a day: to be reviewed from its day of review on, until a review on or after that day."""
    if plan is None:
        return PlanStanding.NONE
    due, done = plan.review_on, plan.reviewed_on
    if due is not None and due <= today and (done is None or done < due):
        return PlanStanding.REVIEW_DUE
    return PlanStanding.REVIEWED if done is not None else PlanStanding.IN_USE


def tidy_year(plan: EducationPlan) -> EducationPlan:
    """The plan with its school year written "2026-2027" where it can be read."""
    return replace(plan, school_year=school_year_of(plan.school_year) or plan.school_year.strip())


def problems_in_education_plan(
    plan: EducationPlan, goals: Sequence[EducationGoal], *, joined: date | None, today: date
) -> list[Problem]:
    """Errors and warnings of a plan of a pupil who joined the class on ``joined``.

    Fields of a goal are called "goals.0.text" (its place, its field).
    """
    found = list(_in_plan(plan, joined, today))
    if len(goals) > MOST_GOALS:
        found.append(Problem("", message("A plan has at most {most} goals.", most=MOST_GOALS)))
    if not goals:
        found.append(warning("", message("The plan has no goals yet.")))
    for place, goal in enumerate(goals):
        found += [replace(one, field=f"goals.{place}.{one.field}") for one in _in_goal(goal, plan.made_on, today)]
    return found


def _in_plan(plan: EducationPlan, joined: date | None, today: date) -> Iterator[Problem]:
    if not plan.school_year.strip():
        yield Problem("school_year", message("This must be filled in."))
    elif school_year_of(plan.school_year) is None:
        yield Problem(
            "school_year", message("“{typed}” is no school year. Type it like 2026-2027.", typed=plan.school_year[:40])
        )
    if plan.teacher_id is None:
        yield Problem("teacher_id", message("Choose the teacher."))
    made = plan.made_on
    if made is None:
        yield Problem("made_on", message("Write on which day the plan was made."))
    elif made > today:
        yield Problem("made_on", message("The day lies in the future."))
    elif made.year < EARLIEST:
        yield Problem("made_on", message("The year {year} cannot be meant. Check it.", year=made.year))
    elif joined is not None and made < joined:
        yield warning("made_on", message("The pupil joined the class on {day}.", day=written(joined)))
    yield from _in_review_day(plan, today)
    for name in ("strengths", "needs", "communication", "family_part", "agreed_by"):
        yield from _too_long(name, getattr(plan, name))


def _in_review_day(plan: EducationPlan, today: date) -> Iterator[Problem]:
    due = plan.review_on
    if due is None:
        yield warning("review_on", message("No day of review is set."))
    elif not EARLIEST <= due.year <= today.year + FARTHEST:
        yield Problem("review_on", message("The year {year} cannot be meant. Check it.", year=due.year))
    elif plan.made_on is not None and due < plan.made_on:
        yield Problem("review_on", message("The review lies before the plan was made."))


def _in_goal(goal: EducationGoal, made: date | None, today: date) -> Iterator[Problem]:
    if not goal.text.strip():
        yield Problem("text", message("Write the goal, or take the line away."))
    for name in ("text", "how", "from_value", "to_value", "remark"):
        yield from _too_long(name, getattr(goal, name))
    due = goal.due_on
    if due is None:
        return
    if not EARLIEST <= due.year <= today.year + FARTHEST:
        yield Problem("due_on", message("The year {year} cannot be meant. Check it.", year=due.year))
    elif made is not None and due < made:
        yield Problem("due_on", message("Due on {day}, before the plan was made.", day=written(due)))


def problems_in_review(plan: EducationPlan, goals: Sequence[EducationGoal], *, today: date) -> list[Problem]:
    """Errors and warnings of a review: its day, its results in words, every goal rated, and the next review later."""
    found: list[Problem] = []
    done = plan.reviewed_on
    if done is None:
        found.append(Problem("reviewed_on", message("Write on which day the plan was reviewed.")))
    elif done > today:
        found.append(Problem("reviewed_on", message("The day lies in the future.")))
    elif plan.made_on is not None and done < plan.made_on:
        found.append(Problem("reviewed_on", message("The review lies before the plan was made.")))
    if not plan.results.strip():
        found.append(Problem("results", message("Write what came of it.")))
    found += _too_long("results", plan.results)
    due = plan.review_on
    if due is not None and done is not None and due <= done:
        found.append(warning("review_on", message("Set the day of the next review.")))
    if due is not None and not EARLIEST <= due.year <= today.year + FARTHEST:
        found.append(Problem("review_on", message("The year {year} cannot be meant. Check it.", year=due.year)))
    for place, goal in enumerate(goals):
        if goal.achievement is Achievement.NOT_RATED:
            found.append(warning(f"goals.{place}.achievement", message("This goal was not rated.")))
    return found


def said_norm(pupils: int, teachers: int, norm: int) -> Message:
    """Teachers against the norm: "1 giáo viên · định mức 1 : 9", and how many are missing."""
    missing = teachers_needed(pupils, norm) - teachers
    if missing > 0:
        return message(
            "teachers: {teachers}, norm 1 : {norm}, missing: {missing}", teachers=teachers, norm=norm, missing=missing
        )
    return message("teachers: {teachers}, norm 1 : {norm}", teachers=teachers, norm=norm)


def _too_long(name: str, text: str) -> Iterator[Problem]:
    if len(text) > LONGEST:
        yield Problem(name, message("The text is longer than 10,000 letters; was something else pasted?"))


def said_mark(mark: Mark) -> Message:
    """The sign with its words, for the legend: "P Vắng có lý do"."""
    return message("{sign} {words}", sign=mark.value, words=message(MARK_WORDS[mark]))
