"""Everybody without a story, as deeds: who was there, who came and left, contracts, birthdays, absences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from typing import Any

from carebook.actions.episodes import write_admission
from carebook.records.episodes import DossierItem, Episode, ServiceContract
from carebook.records.record import Record
from carebook.records.staff import Actor
from carebook.rules.clocks import birthday
from carebook.store.book import Writer, new_id
from carebook.store.categories import StoredCategories
from carebook.stories.beds import Beds, Place, ward_of
from carebook.stories.clock import office_day
from carebook.stories.decisions import Decisions
from carebook.stories.movement import EMERGENCY, Plan, Stay, contract_years
from carebook.stories.papers import dossier, promised
from carebook.stories.people import Invented, People, is_child_category, namesake
from carebook.stories.stage import Arrival, Folk, Stage, Telling

AGES = (4, 6, 7, 13, 14, 16, 18, 22)
LATE_CARDS = (1, 3, 6)  # days since they ended
SOON_CARDS = (4, 12, 21, 27)  # days until they end
LATE_PAPERS = (2, 5)
NAMESAKES = 4
RESERVED_CODES = frozenset({187, 412})
_FEES = {"Tự phục vụ": 6_500_000, "Hỗ trợ một phần": 8_000_000, "Chăm sóc hoàn toàn": 10_500_000}
_SOURCES = {
    "voluntary_elderly": "family",
    "voluntary_other": "self",
    "victim_dv": "hotline_centre",
    "street_adult": "police",
    "street_child": "found",
    "child_abandoned": "found",
    "mental_severe": "hospital",
}
_AT_ONCE = 60  # people written down in one transaction


@dataclass(frozen=True)
class Resident:
    """Somebody without a story: the key, the stay, the facts, the bed."""

    key: str
    stay: Stay
    invented: Invented
    bed: Place | None = None

    @property
    def is_voluntary(self) -> bool:
        """Whether a contract holds the stay."""
        return self.stay.category.startswith("voluntary")

    @property
    def worker(self) -> str:
        """The key of the social worker in charge."""
        if self.stay.category == "victim_dv":
            return "X3"
        return "X1" if ward_of(self.stay.category) in ("Khu A", "Khu D") else "X2"


@dataclass
class Cast:
    """Everybody of a plan with their facts and beds. ``first`` is the first day of the book."""

    plan: Plan
    people: People
    beds: Beds
    first: date
    present: list[Resident] = field(default_factory=list)
    gone: list[Resident] = field(default_factory=list)
    former: list[Resident] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name, stays in (("present", self.plan.present), ("gone", self.plan.gone), ("former", self.plan.former)):
            getattr(self, name).extend(
                Resident(f"{name} {n}", stay, self._facts(stay)) for n, stay in enumerate(stays, start=1)
            )
        self._house()
        women = [(n, one) for n, one in enumerate(self.former) if one.stay.category == "voluntary_elderly"]
        models = [one for one in self.present if one.stay.category == "voluntary_elderly"]
        for (n, one), model in zip(women[::5][:NAMESAKES], models[::7], strict=False):
            if one.stay.sex is model.stay.sex:
                self.former[n] = replace(one, invented=namesake(one.invented, model.invented.person.full_name))

    @property
    def before_the_book(self) -> list[Resident]:
        """Who is typed from the paper files when the book is opened, in order of coming."""
        known = [*self.former, *(one for one in (*self.present, *self.gone) if one.stay.start_on < self.first)]
        return sorted(known, key=lambda one: (one.stay.earlier or one.stay).start_on)

    def _facts(self, stay: Stay) -> Invented:
        ethnicity = "15" if stay.late else ""
        return self.people.invent(
            stay.category,
            stay.sex,
            stay.birthday,
            name=stay.name,
            ethnicity=ethnicity,
            partner="yes" if stay.couple else "",
        )

    def _house(self) -> None:
        """Give beds to those who lived here in the time of the book, in the order in which they came; couples one room."""
        homes: dict[str, Place | None] = {}
        here = sorted((*self.present, *self.gone), key=lambda r: (r.stay.start_on, r.key))
        for one in here:
            partner = next((r for r in here if r.stay.couple == one.stay.couple and r.key > one.key), None)
            if one.key in homes:
                continue
            if one.stay.couple and partner is not None:
                homes[one.key], homes[partner.key] = self.beds.give_two(one.stay, partner.stay)
            else:
                homes[one.key] = self.beds.give(one.stay)
        for there in (self.present, self.gone):
            there[:] = [replace(one, bed=homes[one.key]) for one in there]


@dataclass
class Residents:
    """Tells the deeds of a `Cast`."""

    cast: Cast
    tell: Telling
    decisions: Decisions

    def arrival(self, one: Resident, *, typed_on: date, more: Sequence[Record] = ()) -> Arrival:
        """What is written down when ``one`` comes (or is typed from the paper files on ``typed_on``)."""
        stay, rng = one.stay, self.tell.rng
        route = "voluntary" if one.is_voluntary else "emergency" if stay.category in EMERGENCY else "special_hardship"
        decision = "" if one.is_voluntary else self._decision(stay.start_on)
        facts: dict[str, Any] = {
            "route": route,
            "source": "other_facility" if stay.start_kind == "transfer_in" else _SOURCES.get(stay.category, "commune"),
            "start_kind": stay.start_kind,
            "decision_no": decision,
            "decision_on": stay.start_on if decision else None,
        }
        if stay.end_on is not None and stay.end_on < self.cast.first:
            facts |= self._ending(one) | {"end_on": stay.end_on}
        extra = ["birth_certificate"] if is_child_category(stay.category) else []
        if one.invented.person.disability_kinds:
            extra.append("disability_certificate")
        lives = stay.end_on is None or stay.end_on >= self.cast.first
        papers: list[DossierItem] = (
            dossier(route, stay.start_on, more=extra if route == "special_hardship" else ()) if lives else []
        )
        contract = None
        if one.is_voluntary and lives:
            package = rng.choices(list(_FEES), [35, 40, 25])[0]
            first, last = contract_years(stay.start_on, max(typed_on, stay.start_on))[-1]
            contract = self._contract(one, package, first, last)
        return Arrival(
            person=one.invented.person,
            category=stay.miswritten or stay.category,
            on=stay.start_on,
            stay=facts,
            details=(*one.invented.details, *more),
            bed=one.bed,
            papers=papers,
            contract=contract,
            case_manager=one.worker if lives else "",
        )

    def tell_history(self) -> list[Callable[[Stage, Actor, datetime], None]]:
        """The deeds that type everybody from before the book, some dozens of people each."""
        typed_on = self.tell.opened.date()
        told = []
        number = 0
        for one in self.cast.before_the_book:
            number += 1
            while number in RESERVED_CODES:
                number += 1
            invented = replace(one.invented, person=replace(one.invented.person, code=f"CB-{number:06d}"))
            one = replace(one, invented=invented)
            arrivals = [self.arrival(one, typed_on=typed_on, more=self._cards.get(one.key, ()))]
            if one.stay.earlier is not None:
                before = replace(one, stay=one.stay.earlier, bed=None)
                arrivals = [self.arrival(before, typed_on=typed_on), replace(arrivals[0], details=())]
            told.append((one.key, arrivals))
        return [_typed(told[n : n + _AT_ONCE]) for n in range(0, len(told), _AT_ONCE)]

    def tell_year(self) -> None:
        """Comings, leavings, contracts and birthdays since the book began."""
        days = self.tell.days
        missing = list(LATE_PAPERS)
        for one in sorted((*self.cast.present, *self.cast.gone), key=lambda r: (r.stay.start_on, r.key)):
            stay = one.stay
            if stay.start_on >= self.cast.first:
                arrival = self.arrival(one, typed_on=stay.start_on, more=self._cards.get(one.key, ()))
                if missing and stay.end_on is None and stay.category == "elderly_alone_poor":
                    late = promised("health_record", days.back(missing.pop()), "Trung tâm y tế hẹn trả.")
                    arrival = replace(arrival, papers=[*arrival.papers, late])
                entered = office_day(days.day_of(1, 6), after=office_day(days.day_of(1, 4))) if stay.late else None
                self._come(one, arrival, entered)
            self._renew(one)
            self._settle_ages(one)
            if stay.end_on is not None:
                self.tell.discharge(
                    *(one.key, one.worker, stay.end_on, "15:00", stay.end_reason),
                    **{name: value for name, value in self._ending(one).items() if name != "end_reason"},
                )

    def _come(self, one: Resident, arrival: Arrival, entered: date | None) -> None:
        if one.stay.earlier is None:
            self.tell.admit(one.key, one.worker, "09:00", arrival, entered_on=entered)
            return
        before = replace(one, stay=one.stay.earlier, bed=None)
        self.tell.admit(one.key, one.worker, "09:00", self.arrival(before, typed_on=self.cast.first))
        self.tell.admit(one.key, one.worker, "09:30", replace(arrival, details=(), back=one.key))

    def _renew(self, one: Resident) -> None:
        """The yearly contract after the one that was written down first."""
        if not one.is_voluntary:
            return
        since = max(self.tell.opened.date(), one.stay.start_on)
        until = one.stay.end_on or self.tell.days.today
        known = contract_years(one.stay.start_on, since)[-1]
        for (_, _), (first, last) in pairwise(contract_years(one.stay.start_on, until)):
            if first > known[0]:
                signed = min(office_day(first - timedelta(days=9)), first)
                contract = self._contract(one, "Hỗ trợ một phần", first, last)
                self.tell.add(one.key, one.worker, signed, "10:00", replace(contract, signed_on=signed))

    def _settle_ages(self, one: Resident) -> None:
        """The birthdays that change something, dealt with on the next working day."""
        born = one.invented.person.born
        if born is None or born.is_unknown or birthday(born.earliest, 16) <= one.stay.start_on:
            return
        since = max(one.stay.start_on, self.cast.first)
        until = one.stay.end_on or self.tell.days.today
        settled: tuple[str, ...] = ()
        for age in AGES:
            day = birthday(born.earliest, age)
            if since <= day < until:
                settled = (*settled, str(age))
                self.tell.amend_stay(one.key, one.worker, min(office_day(day), until), "11:00", ages_settled=settled)

    @cached_property
    def _cards(self) -> dict[str, tuple[Record, ...]]:
        """The health cards of those who live here: most are valid, four ended some days ago, four end soon."""
        found: dict[str, tuple[Record, ...]] = {}
        days, rng = self.tell.days, self.tell.rng
        ended, soon = list(LATE_CARDS), list(SOON_CARDS)
        for n, one in enumerate(self.cast.present):
            if one.stay.category in EMERGENCY or rng.random() > (0.88 if one.is_voluntary else 0.97):
                continue
            ahead = rng.randint(35, 330)
            if one.stay.category == "elderly_alone_poor" and n % 3 == 0:
                ahead = -ended.pop() if ended else soon.pop() if soon else ahead
            found[one.key] = (self.cast.people.health_card(days.back(-ahead)),)
        return found

    def _contract(self, one: Resident, package: str, first: date, last: date) -> ServiceContract:
        kin = next((d for d in one.invented.details if getattr(d, "payer", False)), None)
        return ServiceContract(
            episode_id="",
            number=self.decisions.contract(),
            signed_on=first,
            from_on=first,
            to_on=last,
            payer=getattr(kin, "full_name", one.invented.person.full_name),
            payer_phone=getattr(kin, "phone", ""),
            package=package,
            monthly_fee=_FEES[package],
        )

    def _decision(self, day: date) -> str:
        if self.tell.days.back(365) < day:
            return self.decisions.on(day)
        return self.decisions.written(self.tell.rng.randint(3, 340))

    def _ending(self, one: Resident) -> dict[str, Any]:
        stay = one.stay
        kin = next((d for d in one.invented.details if hasattr(d, "relation")), None)
        to_kin = stay.destination in ("family", "relatives")
        return {
            "end_reason": stay.end_reason,
            "destination": stay.destination or None,
            "end_decision_no": "" if one.is_voluntary or stay.end_on is None else self._decision(stay.end_on),
            "end_decision_on": None if one.is_voluntary else stay.end_on,
            "received_by": getattr(kin, "full_name", "") if to_kin else "",
        }


def _typed(told: Sequence[tuple[str, Sequence[Arrival]]]) -> Callable[[Stage, Actor, datetime], None]:
    """One transaction that writes down the given people from the paper files."""

    def do(stage: Stage, by: Actor, now: datetime) -> None:
        with stage.book.changing(by.account_id, now, new_id(), "admit_person") as writer:
            categories = StoredCategories(writer, writer.now.date())
            for key, arrivals in told:
                stage.folk[key] = _write(stage, writer, categories, arrivals)

    return do


def _write(stage: Stage, writer: Writer, categories: StoredCategories, arrivals: Sequence[Arrival]) -> Folk:
    kept: Episode | None = None
    for arrival in arrivals:
        given = arrival.admission(stage)
        if kept is not None:
            given = replace(
                given,
                person=replace(given.person, id=kept.person_id),
                episode=replace(given.episode, previous_episode_id=kept.id),
            )
        _, kept = write_admission(writer, given, categories)
    if kept is None:
        raise LookupError("nobody came")
    return Folk(kept.person_id, kept.id)
