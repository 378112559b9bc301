"""How a story is told: deeds in the order in which they were written down, each done by somebody of the center."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from carebook.actions import episodes, people
from carebook.actions.episodes import Admission
from carebook.dates import written
from carebook.records.episodes import (
    Absence,
    AbsenceKind,
    BedAssignment,
    Belonging,
    DossierItem,
    Episode,
    EpisodeCategory,
    ServiceContract,
)
from carebook.records.people import Person
from carebook.records.record import Record
from carebook.records.staff import Actor
from carebook.store.book import Book, Reader
from carebook.stories.clock import Days, moment

_MINUTE = timedelta(minutes=1)
R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Folk:
    """The ids of somebody of a story: the person and the newest stay."""

    person_id: str
    episode_id: str


@dataclass
class Stage:
    """The book while the stories are played, a reader that sees everything, who acts, and who came so far.

    ``folk``, ``absences`` and ``details`` are found by the stories' own keys.
    """

    book: Book
    reader: Reader
    actors: dict[str, Actor]
    rooms: Mapping[str, str]
    wards: dict[str, str] = field(default_factory=dict)
    folk: dict[str, Folk] = field(default_factory=dict)
    absences: dict[str, str] = field(default_factory=dict)
    details: dict[str, Record] = field(default_factory=dict)

    def close(self) -> None:
        """Close the book and its reader."""
        self.reader.close()
        self.book.close()

    def staff(self, key: str) -> str | None:
        """The staff member of a key; None for ""."""
        return self.actors[key].staff_member_id if key else None


Deed = Callable[[Stage, Actor, datetime], object]


@dataclass(frozen=True)
class Step:
    """One deed: the moment it was written down, the key of who did it, and what it was."""

    at: datetime
    who: str
    do: Deed


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """Somebody comes: the person, the facts of the stay, and what is written down with it. ``back`` is the key of who returns."""

    person: Person
    category: str
    on: date
    stay: Mapping[str, Any] = field(default_factory=dict)
    details: Sequence[Record] = ()
    bed: tuple[str, str] | None = None
    papers: Sequence[DossierItem] = ()
    contract: ServiceContract | None = None
    belongings: Sequence[Belonging] = ()
    case_manager: str = ""
    about_age: int | None = None
    back: str = ""

    def admission(self, stage: Stage) -> Admission:
        """What the deed of admission is given."""
        known = stage.folk[self.back] if self.back else None
        person = replace(self.person, id=known.person_id) if known else self.person
        earlier = known.episode_id if known else None
        return Admission(
            person=person,
            episode=Episode(
                person_id=person.id,
                start_on=self.on,
                case_manager_id=stage.staff(self.case_manager),
                **{"previous_episode_id": earlier, **self.stay},
            ),
            category=self.category,
            details=tuple(self.details),
            bed=BedAssignment(episode_id="", room_id=stage.rooms[self.bed[0]], bed=self.bed[1], from_on=self.on)
            if self.bed
            else None,
            dossier=tuple(self.papers),
            contract=self.contract,
            belongings=tuple(self.belongings),
            about_age=self.about_age,
        )


@dataclass
class Telling:
    """Collects the deeds of all stories. What happened before the book was opened is written down at its opening.

    ``opened`` and ``ended`` are the first and last moment anything is written down.
    """

    days: Days
    rng: Random
    opened: datetime
    ended: datetime
    steps: list[Step] = field(default_factory=list)
    _last: dict[str, datetime] = field(default_factory=dict)
    _came: dict[str, datetime] = field(default_factory=dict)

    def tell(self, key: str, who: str, day: date, clock: str, do: Deed, about: str = "") -> None:
        """A deed of the story ``key``: written down 5 to 240 minutes after it happened, never before the story's last one."""
        at = moment(day, clock) + self.rng.randint(5, 240) * _MINUTE
        self.write(key, who, at, do, about)

    def write(self, key: str, who: str, at: datetime, do: Deed, about: str = "") -> None:
        """A deed written down at a moment of its own, not before the coming of whom it is ``about`` was written down."""
        at = max(at, self.opened, self._last.get(key, self.opened) + _MINUTE)
        at = max(at, self._came.get(about, self.opened) + _MINUTE)
        at = min(at, self.ended)
        self._last[key] = at
        self.steps.append(Step(at, who, do))

    # people

    def admit(self, key: str, who: str, clock: str, arrival: Arrival, *, entered_on: date | None = None) -> None:
        """Somebody comes to the center; ``entered_on`` is the day it was written down when that was later."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            kept = episodes.admit_person(stage.book, arrival.admission(stage), by=by, now=now)
            stage.folk[key] = Folk(kept.ids[0], kept.ids[1])

        self.tell(key, who, entered_on or arrival.on, clock, do)
        self._came.setdefault(key, self._last[key])

    def amend_person(self, key: str, who: str, day: date, clock: str, **facts: Any) -> None:
        """New facts of a person."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            person = _now_in(stage, Person, stage.folk[key].person_id)
            people.amend_person(stage.book, replace(person, **facts), by=by, now=now)

        self.tell(key, who, day, clock, do)

    def add(self, key: str, who: str, day: date, clock: str, detail: Record, *, mark: str = "") -> None:
        """A paper, relative, contract … more; ``mark`` is the key under which a later deed finds it."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            folk = stage.folk[key]
            owner = {"person_id": folk.person_id} if hasattr(detail, "person_id") else {"episode_id": folk.episode_id}
            given: Record = replace(detail, **owner)  # type: ignore[arg-type]
            kept = people.add_detail(stage.book, given, by=by, now=now).result
            if mark:
                stage.details[mark] = kept

        self.tell(key, who, day, clock, do)

    def strike(self, key: str, who: str, day: date, clock: str, mark: str, why: str) -> None:
        """A detail struck through."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            people.strike_detail(stage.book, stage.details[mark], by=by, now=now, reason=why)

        self.tell(key, who, day, clock, do)

    def merge(self, key: str, goes: str, who: str, day: date, clock: str) -> None:
        """Two files of one person joined: ``goes`` becomes a name of ``key``, whose newest stay is then that of ``goes``."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            stays, left = stage.folk[key], stage.folk[goes]
            people.merge_people(stage.book, stays.person_id, left.person_id, by=by, now=now)
            stage.folk[key] = stage.folk[goes] = Folk(stays.person_id, left.episode_id)

        self._last[key] = max(self._last.get(key, self.opened), self._last.get(goes, self.opened))
        self.tell(key, who, day, clock, do)
        self._last[goes] = self._last[key]

    def open_restricted(self, key: str, who: str, day: date, clock: str, why: str) -> None:
        """A restricted record opened, with its line in the reading log."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            people.open_restricted_record(stage.book, stage.folk[key].person_id, by=by, now=now, reason=why)

        self.tell(key, who, day, clock, do)

    # stays

    def amend_stay(self, key: str, who: str, day: date, clock: str, **facts: Any) -> None:
        """New facts of a stay."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            stay = _now_in(stage, Episode, stage.folk[key].episode_id)
            episodes.amend_episode(stage.book, replace(stay, **facts), by=by, now=now)

        self.tell(key, who, day, clock, do)

    def note(self, key: str, who: str, day: date, clock: str, text: str) -> None:
        """A dated line in the note of the stay."""
        line = f"{written(day)}: {text}"

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            stay = _now_in(stage, Episode, stage.folk[key].episode_id)
            note = "\n".join(filter(None, (stay.note, line)))
            episodes.amend_episode(stage.book, replace(stay, note=note), by=by, now=now)

        self.tell(key, who, day, clock, do)

    def regroup(self, key: str, who: str, day: date, clock: str, category: str, decision: str) -> None:
        """A change of category inside the stay."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            row = EpisodeCategory(
                episode_id=stage.folk[key].episode_id, category=category, from_on=day, decision_no=decision
            )
            episodes.change_category(stage.book, row, by=by, now=now)

        self.tell(key, who, day, clock, do)

    def move(self, key: str, who: str, day: date, clock: str, room: str, bed: str) -> None:
        """Another room and bed."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            given = BedAssignment(
                episode_id=stage.folk[key].episode_id, room_id=stage.rooms[room], bed=bed, from_on=day
            )
            episodes.move_bed(stage.book, given, by=by, now=now)

        self.tell(key, who, day, clock, do)

    def leave(self, key: str, who: str, day: date, clock: str, kind: AbsenceKind, **facts: Any) -> None:
        """Away for a time; `come_back` ends it."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            given = Absence(episode_id=stage.folk[key].episode_id, kind=kind, from_on=day, **facts)
            stage.absences[key] = episodes.record_absence(stage.book, given, by=by, now=now).result.id

        self.tell(key, who, day, clock, do)

    def come_back(self, key: str, who: str, day: date, clock: str, note: str = "") -> None:
        """Back from the newest absence."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            away = _now_in(stage, Absence, stage.absences[key])
            kept = replace(away, back_on=day, note=note or away.note)
            episodes.record_return(stage.book, kept, by=by, now=now)

        self.tell(key, who, day, clock, do)

    def paper(self, key: str, who: str, day: date, clock: str, item: DossierItem) -> None:
        """A paper of the dossier."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            given = replace(item, episode_id=stage.folk[key].episode_id)
            episodes.record_dossier_paper(stage.book, given, by=by, now=now)

        self.tell(key, who, day, clock, do)

    def discharge(self, key: str, who: str, day: date, clock: str, reason: str, **facts: Any) -> None:
        """The end of a stay."""

        def do(stage: Stage, by: Actor, now: datetime) -> None:
            stay = _now_in(stage, Episode, stage.folk[key].episode_id)
            ended = replace(stay, end_on=day, end_reason=reason, **facts)
            episodes.discharge_person(stage.book, ended, by=by, now=now)

        self.tell(key, who, day, clock, do)

    def play(self, stage: Stage, watch: Callable[[int, int], None]) -> None:
        """Do every deed in the order in which it was written down; ``watch(done, total)`` is told after each."""
        ordered = sorted(self.steps, key=lambda step: step.at)
        for done, step in enumerate(ordered, start=1):
            step.do(stage, stage.actors[step.who], step.at)
            watch(done, len(ordered))


def _now_in(stage: Stage, cls: type[R], id: str) -> R:
    found = stage.reader.record(cls, id)
    if found is None:
        raise LookupError(id)
    return found
