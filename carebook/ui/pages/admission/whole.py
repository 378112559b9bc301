"""The six steps of an admission as one whole: what they make together, what is wrong with it, its draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from carebook.actions.episodes import Admission
from carebook.records.codes import HolidayRow, Limit
from carebook.records.episodes import Episode
from carebook.records.staff import StaffMember
from carebook.rules import admission as rules
from carebook.rules.dated import limit_on
from carebook.rules.problem import Problem
from carebook.store import code_lists, facility, staff
from carebook.store.book import Reader
from carebook.store.facility import RoomOn
from carebook.store.people import PersonFile
from carebook.ui.pages.admission.papers import PapersStep
from carebook.ui.pages.admission.person import PersonStep
from carebook.ui.pages.admission.place import PlaceStep
from carebook.ui.pages.admission.review import ReviewStep
from carebook.ui.pages.admission.route import RouteStep
from carebook.ui.pages.admission.stay import StayStep
from carebook.ui.pages.admission.steps import Flaw, Step
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import Stack
from carebook.words import N_, _

S = TypeVar("S", bound=Step)

_OUTSIDE = "programme"
TITLES = {
    "route": N_("Form of admission"),
    "person": N_("Who it is"),
    "papers": N_("Papers"),
    "stay": N_("Stay"),
    "place": N_("Room, bed"),
    "review": N_("Check again"),
}


@dataclass(frozen=True)
class Background:
    """What the steps need of the book, asked in one go."""

    limits: Sequence[Limit]
    own: Sequence[HolidayRow]
    rooms: Sequence[RoomOn]
    members: Sequence[StaffMember]


class Whole(Stack):
    """The steps, one shown at a time. ``typed`` comes after every change on any of them.

    The first is there at once, the others are made one by one as soon as the window has nothing else to do, or when they are
    wanted before. Their own signals come from here.
    """

    typed = Signal()
    match_wanted = Signal(object)  # PersonFacts
    record_wanted = Signal(str)  # person id
    readmitted = Signal(str)  # person id
    room_chosen = Signal(str)
    step_wanted = Signal(str, object)

    def __init__(self, desk: Desk, background: Background | None) -> None:
        super().__init__()
        self._desk = desk
        self._background = background
        self._previous: Episode | None = None
        self._narrow = False
        self._making = QTimer(self, singleShot=True, interval=0)
        self._making.timeout.connect(self._make_next)
        self._making.start()
        self.setCurrentWidget(self.route)

    @cached_property
    def route(self) -> RouteStep:
        """The form of admission."""
        made = self._begun(RouteStep(self._desk))
        if self._background is not None:
            made.show_clocks(self._desk.today(), self._background.limits, self._background.own)
        return made

    @cached_property
    def person(self) -> PersonStep:
        """Who it is."""
        made = self._begun(PersonStep(self._desk))
        made.match_wanted.connect(self.match_wanted)
        made.matches.opened.connect(self.record_wanted)
        made.matches.readmitted.connect(self.readmitted)
        return made

    @cached_property
    def papers(self) -> PapersStep:
        """The papers."""
        return self._begun(PapersStep(self._desk))

    @cached_property
    def stay(self) -> StayStep:
        """The stay."""
        made = self._begun(StayStep(self._desk))
        if self._background is not None:
            made.offer_managers(self._background.members)
        return made

    @cached_property
    def place(self) -> PlaceStep:
        """Room, bed and belongings."""
        made = self._begun(PlaceStep(self._desk))
        made.room_chosen.connect(self.room_chosen)
        if self._background is not None:
            made.show_rooms(self._background.rooms)
        return made

    @cached_property
    def review(self) -> ReviewStep:
        """Everything to be checked again."""
        made = self._begun(ReviewStep(self._desk))
        made.wanted.connect(self.step_wanted)
        return made

    def _begun(self, step: S) -> S:
        step.fold(self._narrow)
        self.take_in(step)
        step.changed.connect(self.typed)
        return step

    def _made(self) -> dict[str, Step]:
        return {key: self.step(key) for key in TITLES if key in vars(self)}

    def _is_complete(self) -> bool:
        return len(self._made()) == len(TITLES)

    def _make_next(self) -> None:
        key = next((one for one in TITLES if one not in vars(self)), "")
        if key:
            self.step(key)
            self._making.start()
        else:
            self.bring_together()

    def step(self, key: str) -> Step:
        """One step."""
        found: Step = getattr(self, key)
        return found

    @property
    def steps(self) -> dict[str, Step]:
        """All of them."""
        return {key: self.step(key) for key in TITLES}

    def take_background(self, found: Background) -> None:
        """Rooms, staff and the numbers of the law as the book has them now."""
        self._background = found
        self.route.show_clocks(self._desk.today(), found.limits, found.own)
        if "stay" in vars(self):
            self.stay.offer_managers(found.members)
        if "place" in vars(self):
            self.place.show_rooms(found.rooms)
        if self._is_complete():
            self.bring_together()

    def show_known(self, file: PersonFile) -> None:
        """Somebody who was here before comes back."""
        self.person.show_known(file)
        if file.stays:
            self._previous = file.stays[0].episode
            self.stay.begin_readmission(self._previous)

    def begin_in_community(self) -> None:
        """Somebody helped outside the center: by a programme, until another form is chosen."""
        self.route.choose(_OUTSIDE)
        self.bring_together()
        self.stay.begin_in_community()

    def show_step(self, key: str) -> None:
        """Show a step; it knows of what was typed on the others."""
        step = self.step(key)
        if step is not self.route or self._is_complete():
            self.bring_together()
        step.enter()
        self.setCurrentWidget(step)

    def bring_together(self) -> None:
        """Let the steps know of each other: form, day and category decide which papers and categories are offered."""
        route = self.route.route()
        self.stay.show_route(route)
        found = self._background
        if found is None:
            return
        start_on = self.episode().start_on
        child_age = limit_on(found.limits, "child_age", start_on).value
        category = self.stay.category_code()
        given = rules.circumstances(self.person.person(), category, day=start_on, child_age=child_age)
        self.papers.show_papers(route, given, start_on, found.limits, found.own)

    def fold(self, narrow: bool) -> None:
        """Lay every step out for a narrow or a wide window."""
        self._narrow = narrow
        for step in self._made().values():
            step.fold(narrow)

    # what they make together

    def episode(self) -> Episode:
        """The stay as far as it can be read; a day that cannot be read counts as today."""
        previous = self._previous
        base = Episode(
            person_id=self.person.person_id,
            start_on=self._desk.today(),
            route=self.route.route() or "special_hardship",
            start_kind="readmission" if previous else "new",
            previous_episode_id=previous.id if previous else None,
        )
        return self.stay.episode(base)

    def admission(self) -> Admission:
        """Everything on the steps as far as it can be read."""
        episode = self.episode()
        return Admission(
            person=self.person.person(),
            episode=episode,
            category=self.stay.category(),
            details=self.person.details(),
            bed=self.place.assignment(episode.start_on),
            dossier=self.papers.items(),
            contract=self.stay.service_contract(),
            belongings=self.place.kept(episode.start_on),
            about_age=self.person.about_age(),
        )

    def papers_there(self) -> tuple[int, int]:
        """How many papers are there, of how many that are asked for."""
        return self.papers.count() if "papers" in vars(self) else (0, 0)

    # what is wrong

    def flaws(self) -> list[Flaw]:
        """What the steps themselves find."""
        return [flaw for step in self.steps.values() for flaw in step.flaws()]

    def show_review(self, problems: Sequence[Problem]) -> None:
        """Everything in words, with what the steps and the rules (``problems``) find, each thing once."""
        flaws = self.flaws()
        seen = {flaw.target for flaw in flaws}
        flaws += [flaw for p in problems if (flaw := self._flaw_of(p)).target is None or flaw.target not in seen]
        parts = [(key, _(TITLES[key]), step.facts()) for key, step in self.steps.items() if key != "review"]
        self.review.show_all(parts, flaws)

    def _flaw_of(self, problem: Problem) -> Flaw:
        """Where a rule's problem is mended."""
        sentence, severity = str(problem.message), problem.severity
        if problem.field.startswith("contract"):
            name = problem.field.removeprefix("contract").removeprefix(".") or "number"
            return Flaw("stay", _("Contract"), sentence, severity, self.stay.contract.editor(name).input)
        for key in ("person", "stay", "place"):
            target = self.steps[key].target_of(problem.field)
            if target is not None:
                return Flaw(key, _about(target), sentence, severity, target)
        return Flaw("person", _(TITLES["person"]), sentence, severity)

    # drafts

    def content(self) -> dict[str, Any]:
        """Every step as it stands, readable or not, as JSON can hold it."""
        return {key: draft for key, step in self._made().items() if (draft := step.draft())}

    def restore(self, content: Mapping[str, Any]) -> None:
        """Show what was kept before."""
        for key, step in self.steps.items():
            step.restore(content.get(key, {}))
        self.bring_together()


def _about(target: QWidget) -> str:
    """What an input is about: its accessible name."""
    inner = getattr(target, "target", target)
    return str(inner.accessibleName())


def background(reader: Reader, desk: Desk) -> Background:
    """Asks the book for what the steps need today."""
    today = desk.today()
    return Background(
        code_lists.limits(reader),
        code_lists.holidays(reader),
        facility.rooms_on(reader, today),
        staff.staff_members(reader, today),
    )
