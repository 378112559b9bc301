"""From the rows of one way home, and the dated data of the day, to what its rules look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from carebook.dates import PartialDate, age_on
from carebook.records.codes import Code, HolidayRow, Limit
from carebook.records.conferences import Conference
from carebook.records.contacts import Contact
from carebook.records.episodes import Absence, Episode
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.follow_ups import FollowUp, VisitOwner, VisitState
from carebook.records.intake import FormState
from carebook.records.people import Relative
from carebook.records.protection import ContactBan
from carebook.records.reintegration import (
    Carer,
    CarerTraining,
    Opinion,
    PathPaper,
    ReadinessCheck,
    Reintegration,
    Stage,
    StageEntry,
    Support,
    TrialReport,
)
from carebook.records.tracing import TracingLead
from carebook.rules.calendar import add_working_days
from carebook.rules.contacts import barred_names, is_one_of
from carebook.rules.dated import code_on, codes_on, limit_on
from carebook.rules.families import rated
from carebook.rules.reintegration.facts import Paper, PathFacts, Point, RedFlag, Scorecard, Trial
from carebook.rules.reintegration.stages import ENDS, paused_in, since

LISTS = (
    *("home_path", "home_destination", "path_paper", "readiness_item", "family_criterion", "family_band"),
    *("contact_kind", "lead_result"),
)
"""The code lists the rules of a path are made of."""
VERIFIED = "verified"
CLIENT, COMMUNE = "client", "commune"


@dataclass(frozen=True)
class PathLaw:
    """The dated data of one day: the code lists of `LISTS`, the limits, the center's own days off."""

    today: date
    codes: Sequence[Code]
    limits: Sequence[Limit]
    own: Sequence[HolidayRow] = ()

    @cached_property
    def _by_list(self) -> dict[str, list[Code]]:
        return {name: codes_on(self.codes, name, self.today) for name in LISTS}

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """The points of the readiness check-list."""
        found = ((code, code.extra.get("stage")) for code in self.choices("readiness_item"))
        return tuple(Point(code.code, code.text, Stage(stage) if stage else None) for code, stage in found)

    @cached_property
    def meeting_kinds(self) -> frozenset[str]:
        """The kinds of contact that are face to face."""
        return frozenset(code.code for code in self.choices("contact_kind") if code.extra.get("meeting"))

    @cached_property
    def open_results(self) -> frozenset[str]:
        """The results of a lead that still wait for an answer."""
        return frozenset(code.code for code in self.choices("lead_result") if code.extra.get("open"))

    @cached_property
    def stages(self) -> dict[str, tuple[Stage, ...]]:
        """The stages of every path the list ever had, by its code."""
        paths = {code.code for code in self.codes if code.list_name == "home_path"}
        return {path: tuple(map(Stage, self.extra("home_path", path).get("stages", ()))) for path in paths}

    @cached_property
    def visit_window(self) -> int:
        """How many days around its due day a visit is on time."""
        return self.limit("follow_up_window").value

    def choices(self, list_name: str) -> list[Code]:
        """The words of a list that hold today, in their order."""
        return self._by_list[list_name]

    def code(self, list_name: str, code: str | None) -> Code | None:
        """One word of a list as it stands, or last stood; None when the list never had it."""
        return code_on(self.codes, list_name, code, self.today) if code else None

    def extra(self, list_name: str, code: str | None) -> dict[str, Any]:
        """What else a word carries; empty when the list never had it."""
        found = self.code(list_name, code)
        return dict(found.extra) if found else {}

    def limit(self, name: str) -> Limit:
        """A limit as it stands today; KeyError when the book has none."""
        return limit_on(self.limits, name, self.today)


@dataclass(frozen=True)
class PathRecords:
    """The rows of one way home, each kind in its order, without what was struck through. ``born`` and ``relatives`` are the
    person's, ``bans`` the orders against contact; of the contacts those since the path began are enough.
    """

    path: Reintegration
    episode: Episode
    born: PartialDate | None = None
    entries: tuple[StageEntry, ...] = ()
    carers: tuple[Carer, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    readiness: tuple[ReadinessCheck, ...] = ()
    supports: tuple[Support, ...] = ()
    trainings: tuple[CarerTraining, ...] = ()
    trials: tuple[TrialReport, ...] = ()
    absences: tuple[Absence, ...] = ()
    papers: tuple[PathPaper, ...] = ()
    leads: tuple[TracingLead, ...] = ()
    assessments: tuple[FamilyAssessment, ...] = ()
    ratings: tuple[FamilyRating, ...] = ()
    contacts: tuple[Contact, ...] = ()
    conferences: tuple[Conference, ...] = ()
    visits: tuple[FollowUp, ...] = ()
    relatives: tuple[Relative, ...] = ()
    bans: tuple[ContactBan, ...] = ()


def stages_of(law: PathLaw, path: str) -> tuple[Stage, ...]:
    """The stages a path goes through, by its code."""
    return law.stages.get(path, ())


def facts_of(rows: PathRecords, law: PathLaw) -> PathFacts:
    """What the rules look at; a path without any stage stands at the first of its stages."""
    path, today = rows.path, law.today
    stages = stages_of(law, path.path)
    follows_up = bool(law.extra("home_path", path.path).get("follow_up"))
    entries = rows.entries
    stage = entries[-1].stage if entries else next(iter(stages), Stage.IDENTIFIED)
    began = path.started_on or rows.episode.start_on
    goes_to = law.extra("home_destination", path.destination)
    age = age_on(rows.born, today)
    opinion, childhood = law.limit("age_own_opinion"), law.limit("age_childhood_ends")
    contacts = law.limit(goes_to["contacts_limit"]) if "contacts_limit" in goes_to else None
    asked = goes_to.get("papers", ()) if follows_up else law.extra("home_path", path.path).get("papers", ())
    visits = [one for one in rows.visits if one.state is VisitState.DUE and one.owner is VisitOwner.CENTER]
    return PathFacts(
        reintegration_id=path.id,
        episode_id=path.episode_id,
        path=path.path,
        stages=stages,
        stage=stage,
        since_on=since(entries) if entries else began,
        paused_in=paused_in(entries),
        destination=path.destination,
        asks_family=follows_up and bool(goes_to.get("carer", True)),
        follows_up=follows_up,
        stay_ended=rows.episode.end_on is not None,
        is_ended=path.ended_on is not None or stage in ENDS,
        target_on=path.target_on if path.handed_over_on is None else None,
        next_visit_on=min((one.due_on for one in visits), default=None),
        visit_window=law.visit_window,
        has_wish=bool(path.wish.strip()),
        points=law.points,
        answers={one.item: one.answer for one in rows.readiness},
        open_leads=sum(one.result in law.open_results for one in rows.leads),
        verified_leads=sum(one.result == VERIFIED for one in rows.leads),
        notice_to=_notice_to(rows.episode, law),
        has_carer=any(one.chosen for one in rows.carers),
        barred_carer=_barred_carer(rows, today),
        scorecard=_scorecard(rows, law),
        visit_valid_months=law.limit("home_visit_valid").value,
        red_flags=tuple(_red_flags(rows, law)),
        own_opinion=age is not None and opinion.value <= age.years < childhood.value,
        heard_alone=any(one.of_whom == CLIENT and one.alone for one in rows.opinions),
        opinion_basis=opinion.basis,
        met_on=tuple(one.held_on for one in rows.conferences if one.held_on),
        supports=len(rows.supports),
        meetings=sum(_counts(one, law, began) for one in rows.contacts),
        meetings_needed=contacts.value if contacts else int(goes_to.get("contacts", 0)),
        meetings_basis=contacts.basis if contacts else "",
        trainings=len(rows.trainings),
        trial=_trial(rows, began),
        papers=tuple(_papers(asked, rows, law)),
    )


def _barred_carer(rows: PathRecords, today: date) -> str:
    names = barred_names(rows.relatives, rows.bans, today)
    return next((one.full_name for one in rows.carers if one.chosen and is_one_of(one.full_name, names)), "")


def _notice_to(episode: Episode, law: PathLaw) -> date | None:
    if episode.notice_published_on is None or episode.notice_settled:
        return None
    return add_working_days(episode.notice_published_on, law.limit("public_notice").value, law.own)


def _counts(contact: Contact, law: PathLaw, began: date) -> bool:
    """Whether a contact counts as a meeting with the family: face to face, since the path began, and not against a ban."""
    held = contact.held_on
    if held is None or contact.kind not in law.meeting_kinds or contact.allowed_because.strip():
        return False
    return began <= held <= law.today


def _finished(rows: PathRecords) -> FamilyAssessment | None:
    """The newest finished assessment about the chosen carer, or about nobody by name."""
    chosen = {None, *(one.id for one in rows.carers if one.chosen)}
    done = [
        one
        for one in rows.assessments
        if one.state is FormState.COMPLETED and one.visited_on is not None and one.carer_id in chosen
    ]
    return max(done, key=lambda one: (one.visited_on or date.min, one.id), default=None)


def _scorecard(rows: PathRecords, law: PathLaw) -> Scorecard | None:
    found = _finished(rows)
    if found is None or found.visited_on is None:
        return None
    own = [one for one in rows.ratings if one.family_assessment_id == found.id]
    criteria = codes_on(law.codes, "family_criterion", found.visited_on)
    card = rated(own, criteria, codes_on(law.codes, "family_band", found.visited_on))
    heard = bool(found.commune_opinion.strip()) or any(one.of_whom == COMMUNE for one in rows.opinions)
    band = (card.band.code, card.band.text) if card.band else ("", "")
    return Scorecard(found.id, found.visited_on, card.rated, card.of, *band, commune_asked=heard)


def _red_flags(rows: PathRecords, law: PathLaw) -> Iterable[RedFlag]:
    """Every red flag of every assessment of the path: a later visit does not clear an earlier one by itself."""
    visits = {one.id for one in rows.assessments}
    for one in rows.ratings:
        if one.red_flag and one.family_assessment_id in visits:
            code = law.code("family_criterion", one.criterion)
            text = code.text.split(" (", 1)[0] if code else one.criterion
            cleared = one.cleared_on is not None
            yield RedFlag(one.id, one.family_assessment_id, one.criterion, text, one.remark, cleared)


def _trial(rows: PathRecords, began: date) -> Trial | None:
    stays = [one for one in rows.absences if one.from_on >= began]
    if not stays:
        return None
    newest = max(stays, key=lambda one: (one.from_on, one.id))
    report = next((one for one in reversed(rows.trials) if one.absence_id == newest.id), None)
    if report is None:
        return Trial(newest.id, newest.back_on)
    told = (bool(report.client_report.strip()), bool(report.family_report.strip()))
    return Trial(newest.id, newest.back_on, *told, report.decision)


def _papers(asked: Iterable[str], rows: PathRecords, law: PathLaw) -> Iterable[Paper]:
    there = {one.paper: one for one in rows.papers}
    for name in asked:
        code, found = law.code("path_paper", name), there.get(name)
        extra = dict(code.extra) if code else {}
        stage = extra.get("stage")
        yield Paper(
            name,
            code.text if code else name,
            extra.get("owner", "center"),
            extra.get("after", ""),
            extra.get("limit", ""),
            Stage(stage) if stage else None,
            found.dated_on if found else None,
            bool(found and found.not_needed_because.strip()),
        )
