"""The sheets of the page of health: what is asked of each kind of entry, and which deeds keep it and strike it through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from carebook.actions import health as deeds
from carebook.actions import wounds
from carebook.actions.change import Change
from carebook.records.health import (
    ChronicCondition,
    Consultation,
    HealthCheck,
    Immunisation,
    Treatment,
    Wound,
    WoundCheck,
)
from carebook.records.record import Record
from carebook.rules.health import (
    problems_in_check,
    problems_in_condition,
    problems_in_consultation,
    problems_in_immunisation,
    problems_in_treatment,
)
from carebook.rules.problem import Problem, warnings
from carebook.rules.wounds import grades_for, problems_in_wound, problems_in_wound_check
from carebook.store.wounds import WoundFile
from carebook.ui.pages.health.asking import FORMS, Health
from carebook.ui.pages.health.wound_sheets import LOOK, LookSheet, NewWoundSheet, WoundSheet, said_day
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.writing_panel import FormSheet, Sheet
from carebook.words import N_, _


@dataclass(frozen=True)
class EntryKind:
    """One kind of entry: its record, what is asked, its deeds, and its words when it is new or written anew."""

    record: type[Record]
    fields: tuple[str, ...]
    save: Callable[..., Change]
    strike: Callable[..., Change]
    new: str
    old: str

    @property
    def whose(self) -> str:
        """The field that tells whose it is."""
        return "person_id" if self.record in (ChronicCondition, Immunisation) else "episode_id"


KINDS: dict[str, EntryKind] = {
    "condition": EntryKind(
        ChronicCondition,
        ("words", "icd", "since", "ended_on", "note"),
        deeds.save_condition,
        deeds.strike_condition,
        N_("Add an illness"),
        N_("Lasting illness"),
    ),
    "immunisation": EntryKind(
        Immunisation,
        ("vaccine", "dose_no", "given_on", "place", "lot", "reaction", "next_on"),
        deeds.save_immunisation,
        deeds.strike_immunisation,
        N_("Record a vaccination"),
        N_("Vaccination"),
    ),
    "check": EntryKind(
        HealthCheck,
        ("kind", "checked_on", "place", "checker", "health_class", "findings", "advice"),
        deeds.record_health_checks,
        deeds.strike_health_check,
        N_("Record a check"),
        N_("Periodic check"),
    ),
    "consultation": EntryKind(
        Consultation,
        (
            *("held_at", "place", "elsewhere", "doctor", "complaint", "findings", "diagnosis", "icd", "treatment"),
            *("advice", "again_on", "follows_id"),
        ),
        deeds.save_consultation,
        deeds.strike_consultation,
        N_("Record an examination"),
        N_("Examination by the doctor"),
    ),
    "treatment": EntryKind(
        Treatment,
        ("kind", "words", "ordered_by", "from_on", "to_on", "wound_id", "ended_because"),
        deeds.save_treatment,
        deeds.strike_treatment,
        N_("Add a treatment"),
        N_("Treatment"),
    ),
    "wound": EntryKind(
        Wound,
        ("kind", "place", "found_on", "came_with", "incident_id", "closed_on", "note"),
        wounds.save_wound,
        wounds.strike_wound,
        N_("Add a wound"),
        N_("Wound"),
    ),
    "look": EntryKind(
        WoundCheck,
        LOOK,
        wounds.check_wound,
        wounds.strike_wound_check,
        N_("Look at the wound"),
        N_("Look at the wound"),
    ),
}


def form_of(kind: str) -> str:
    """The name of drafts of a kind."""
    return FORMS + kind


def new_entry(kind: str, found: Health, desk: Desk, about: str = "") -> Any:
    """An empty entry of today; of the person on show, or of nobody yet. ``about`` is the wound a look is at, the examination a
    re-visit follows.
    """
    today, now = desk.today(), desk.now()
    stay = found.file.stay.id if found.file is not None and found.file.stay is not None else ""
    person = found.file.person.id if found.file is not None else ""
    match kind:
        case "condition":
            return ChronicCondition(person_id=person)
        case "immunisation":
            return Immunisation(person_id=person, given_on=today)
        case "check":
            due = found.due
            return HealthCheck(episode_id=stay, checked_on=today, kind=due.kind if due is not None else "half_yearly")
        case "consultation":
            return Consultation(episode_id=stay, held_at=_minute(now), follows_id=about or None)
        case "treatment":
            return Treatment(episode_id=stay, from_on=today)
        case "look":
            return WoundCheck(
                episode_id=stay, wound_id=about, checked_at=_minute(now), done_by_id=desk.actor.staff_member_id
            )
    return Wound(episode_id=stay, found_on=today)


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def _form(
    kind: str, found: Health, desk: Desk, *, asks_whose: bool, grades: str = "", incident: str | None = None
) -> Form:
    entry = KINDS[kind]
    names = ((entry.whose,) if asks_whose else ()) + entry.fields
    choices: dict[str, Sequence[tuple[str, str]]] = {
        "episode_id": found.stays,
        "person_id": found.people,
        "done_by_id": found.here,
        "follows_id": _before(found, desk),
        "wound_id": _wounds(found, desk),
        "incident_id": _incidents(found, desk, incident),
    }
    for name, list_name in _LISTS.get(kind, {}).items():
        choices[name] = desk.choices(list_name)
    if grades:
        listed = desk.codes.choices("wound_grade", desk.today())
        choices["grade"] = [(one.code, one.text) for one in grades_for(grades, listed)]
    form = Form(
        [section("", entry.record, *(name for name in names if _is_asked(name, kind, found)))],
        desk.today,
        choices=choices,
        labels={"episode_id": _("Resident"), "person_id": _("Resident")},
        columns=1,
    )
    if kind == "consultation":
        form.show_when("elsewhere", lambda shown: shown.value("place") != "center")
    if kind == "treatment" and "ended_because" in form.names():
        form.show_when("ended_because", lambda shown: shown.value("to_on") is not None)
    return form


_LISTS = {
    "immunisation": {"vaccine": "vaccine"},
    "check": {"kind": "health_check_kind", "health_class": "health_class"},
    "consultation": {"place": "consultation_place"},
    "treatment": {"kind": "treatment_kind"},
    "wound": {"kind": "wound_kind", "place": "body_place"},
}


_OF_PERSON = frozenset({"follows_id", "wound_id", "incident_id"})


def _is_asked(name: str, kind: str, found: Health) -> bool:
    """What can only be chosen of a person on show is asked only there."""
    return name not in _OF_PERSON or (found.file is not None and kind in ("consultation", "treatment", "wound"))


def _before(found: Health, desk: Desk) -> list[tuple[str, str]]:
    if found.file is None or found.file.stay is None:
        return []
    mine = [one for one in found.file.consultations if one.episode_id == found.file.stay.id]
    return [(one.id, f"{said_day(desk, one.held_at)} · {one.diagnosis or one.complaint}") for one in mine]


def _wounds(found: Health, desk: Desk) -> list[tuple[str, str]]:
    if found.file is None:
        return []
    return [
        (one.id, f"{desk.words('wound_kind', one.wound.kind)} · {desk.words('body_place', one.wound.place)}")
        for one in found.file.wounds
        if one.wound.closed_on is None
    ]


def _incidents(found: Health, desk: Desk, kept: str | None) -> list[tuple[str, str]]:
    """The incidents of the person on show, the newest first; the one ``kept`` too, when it may not be read."""
    offered = [
        (
            one.id,
            " · ".join(
                filter(None, (said_day(desk, one.happened_at), desk.words("incident_kind", one.kind), one.number))
            ),
        )
        for one in found.incidents
    ]
    hidden = [(kept, _("An incident read by others"))] if kept and kept not in dict(offered) else []
    return offered + hidden


def entry_sheet(kind: str, record: Any, found: Health, desk: Desk) -> Sheet:
    """The sheet of an entry: a new wound is asked with the first look at it, an old look stands with its pictures."""
    asks_whose = found.file is None and not record.id
    if kind == "wound" and record.id:
        file = _file_of(found, record.id)
        return WoundSheet(
            _form("wound", found, desk, asks_whose=False, incident=record.incident_id), record, file, desk
        )
    if kind == "wound":
        blank = _form("wound", found, desk, asks_whose=asks_whose)
        return NewWoundSheet(blank, record, new_entry("look", found, desk), found.here, desk)
    if kind == "look":
        file = _file_of(found, record.wound_id)
        grades = file.wound.kind if file is not None else ""
        person = found.file.person.id if found.file is not None else ""
        return LookSheet(_form("look", found, desk, asks_whose=False, grades=grades), record, file, person, desk)
    return FormSheet(_form(kind, found, desk, asks_whose=asks_whose), record)


def _file_of(found: Health, wound_id: str) -> WoundFile | None:
    files = found.file.wounds if found.file is not None else ()
    return next((one for one in files if one.id == wound_id), None)


def unusual(written: Any, found: Health, today: date, now: datetime) -> list[str]:
    """What is unusual about what was kept; told after it, in sentences."""
    stay = found.stay(getattr(written, "episode_id", ""))
    problems: list[Problem] = []
    if isinstance(written, ChronicCondition):
        problems = problems_in_condition(written, today=today)
    elif isinstance(written, Immunisation):
        before = found.file.immunisations if found.file is not None else ()
        problems = problems_in_immunisation(written, today=today, before=before)
    elif stay is not None and isinstance(written, HealthCheck):
        problems = problems_in_check(written, stay=stay, today=today)
    elif stay is not None and isinstance(written, Consultation):
        problems = problems_in_consultation(written, stay=stay, now=now)
    elif stay is not None and isinstance(written, Treatment):
        problems = problems_in_treatment(written, stay=stay, today=today)
    elif stay is not None and isinstance(written, Wound):
        problems = problems_in_wound(written, stay=stay, today=today)
    elif isinstance(written, WoundCheck) and (file := _file_of(found, written.wound_id)) is not None:
        problems = problems_in_wound_check(written, wound=file.wound, now=now, grades=())
    return [str(one.message) for one in warnings(problems)]
