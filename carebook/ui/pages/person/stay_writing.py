"""How what belongs to a stay is written: category, bed, absence, return, the stay itself, dossier, contract, belongings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from carebook.actions import episodes as deeds
from carebook.actions.people import add_detail, amend_detail
from carebook.records.episodes import (
    Absence,
    BedAssignment,
    Belonging,
    DossierItem,
    Episode,
    EpisodeCategory,
    ServiceContract,
)
from carebook.rules.episodes import problems_in_bed, problems_in_contract
from carebook.rules.problem import Problem
from carebook.store.book import Reader
from carebook.store.people import StayFile
from carebook.store.stays import bed_on
from carebook.ui.pages.person.editor import Writing
from carebook.ui.pages.person.said import choices_of
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import section
from carebook.words import _

_ADMISSION = ("start_on", "start_kind", "placement", "route", "source", "case_manager_id")
_DECISION = ("decision_no", "decision_on", "intake_minutes_no")
_ARRIVAL = ("intake_place", "brought_by", "reason", "intake_state")
_CLOCKS = (
    *("notice_published_on", "notice_settled", "dossier_extended_to", "stay_extended_to", "extension_no"),
    *("stop_requested_on", "no_contact_since", "ages_settled"),
)
_END = ("end_on", "end_reason", "destination", "end_decision_no", "end_decision_on", "received_by", "end_note")


def category_change(desk: Desk, stay: StayFile) -> tuple[Writing, EpisodeCategory]:
    """Another legal category from today on (chuyển nhóm)."""
    writing = Writing(
        form="episode_category",
        title=_("Change category"),
        sections=(section("", EpisodeCategory, "category", "from_on", "decision_no"),),
        deed=deeds.change_category,
        choices=choices_of(desk, EpisodeCategory, "category"),
        note=_("The earlier category stays in the stay's history; the report counts a pair −1, +1."),
    )
    return writing, EpisodeCategory(episode_id=stay.episode.id, category="", from_on=desk.today())


def move(desk: Desk, view: PersonView, stay: StayFile) -> tuple[Writing, BedAssignment]:
    """Another room and bed from today on; a full room is said before."""
    rooms = [
        (
            one.room.id,
            _("{room} · {ward} · {free} of {beds} free").format(
                room=one.room.name, ward=one.ward.name, free=max(one.free, 0), beds=one.room.beds
            ),
        )
        for one in view.rooms
    ]
    writing = Writing(
        form="bed_assignment",
        title=_("Move room"),
        sections=(section("", BedAssignment, "room_id", "bed", "from_on"),),
        deed=deeds.move_bed,
        choices={"room_id": rooms},
        check=partial(_in_bed, stay.episode),
    )
    return writing, BedAssignment(episode_id=stay.episode.id, room_id="", from_on=desk.today())


def _in_bed(episode: Episode, reader: Reader, bed: BedAssignment) -> Sequence[Problem]:
    there = bed_on(reader, bed.room_id, bed.from_on, without=episode.id)
    return problems_in_bed(bed, episode, there)


def absence(desk: Desk, stay: StayFile) -> tuple[Writing, Absence]:
    """Somebody leaves for a time; stay and bed stay theirs."""
    names = ("kind", "from_on", "expected_on", "place", "taken_by", "note")
    writing = Writing(
        form="absence",
        title=_("Record an absence"),
        sections=(section("", Absence, *names),),
        deed=deeds.record_absence,
        choices=choices_of(desk, Absence, "kind"),
    )
    return writing, Absence(episode_id=stay.episode.id, from_on=desk.today())


def correction(desk: Desk, found: Absence) -> tuple[Writing, Absence]:
    """An absence as a whole, to be corrected."""
    names = ("kind", "from_on", "expected_on", "back_on", "place", "taken_by", "note")
    writing = Writing(
        form="absence",
        title=_("Absence"),
        sections=(section("", Absence, *names),),
        deed=deeds.record_return,
        choices=choices_of(desk, Absence, "kind"),
        versioned=True,
        strikes=True,
    )
    return writing, found


def coming_back(desk: Desk, found: Absence) -> tuple[Writing, Absence]:
    """The day somebody came back; today is offered."""
    writing = Writing(
        form="return",
        title=_("Record the return"),
        sections=(section("", Absence, "back_on", "note"),),
        deed=deeds.record_return,
        required=("back_on",),
        versioned=True,
    )
    return writing, replace(found, back_on=desk.today())


def stay_itself(desk: Desk, view: PersonView, stay: StayFile) -> tuple[Writing, Episode]:
    """The facts of the stay."""
    ended = stay.episode.end_on is not None
    names = (*_ADMISSION, *_DECISION, *_ARRIVAL, *_CLOCKS, *(_END if ended else ()), "note")
    writing = Writing(
        form="episode",
        title=_("Stay"),
        sections=(
            section(_("Admission"), Episode, *_ADMISSION),
            section(_("Decision and minutes"), Episode, *_DECISION),
            section(_("On arrival"), Episode, *_ARRIVAL),
            section(_("Deadlines"), Episode, *_CLOCKS),
            *((section(_("End of the stay"), Episode, *_END),) if ended else ()),
            section(_("Other"), Episode, "note"),
        ),
        deed=deeds.amend_episode,
        choices=choices_of(desk, Episode, *names) | {"case_manager_id": list(view.here)},
        versioned=True,
    )
    return writing, stay.episode


def dossier_paper(desk: Desk, stay: StayFile, item: DossierItem | None) -> tuple[Writing, DossierItem]:
    """One paper of the dossier: there, later, or not needed."""
    names = ("paper", "state", "received_on", "due_on", "number", "note")
    writing = Writing(
        form="dossier_item",
        title=_("Paper of the dossier"),
        sections=(section("", DossierItem, *names),),
        deed=deeds.record_dossier_paper,
        choices=choices_of(desk, DossierItem, "paper", "state"),
    )
    return writing, item or DossierItem(episode_id=stay.episode.id, paper="")


def contract(stay: StayFile, found: ServiceContract | None) -> tuple[Writing, ServiceContract]:
    """The contract of a voluntary stay."""
    names = ("number", "signed_on", "from_on", "to_on", "payer", "payer_phone", "package", "monthly_fee", "deposit")
    writing = Writing(
        form="service_contract",
        title=_("Contract"),
        sections=(section("", ServiceContract, *names, "liquidated_on"),),
        deed=amend_detail if found else add_detail,
        check=partial(_in_contract, stay.episode),
        versioned=True,
        strikes=True,
    )
    return writing, found or ServiceContract(episode_id=stay.episode.id)


def _in_contract(episode: Episode, _reader: Reader, found: ServiceContract) -> Sequence[Problem]:
    return problems_in_contract(found, episode)


def belonging(desk: Desk, stay: StayFile, found: Belonging | None) -> tuple[Writing, Belonging]:
    """A thing or sum the person brought."""
    names = ("what", "quantity", "amount", "received_on", "returned_on", "note")
    writing = Writing(
        form="belonging",
        title=_("Belonging"),
        sections=(section("", Belonging, *names),),
        deed=amend_detail if found else add_detail,
        versioned=True,
        strikes=True,
    )
    return writing, found or Belonging(episode_id=stay.episode.id, what="", received_on=desk.today())
