"""What daily care asks of the due board: checks, re-visits, wounds, incidents, orders that end, stock, shifts, kitchen, deaths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from carebook.dates import written
from carebook.records.codes import Limit
from carebook.records.daily_due import CareDue
from carebook.records.staff import Role
from carebook.rules.casework import AHEAD
from carebook.rules.dated import limit_on
from carebook.rules.due import DueItem, Urgency, basis_message, by_lateness
from carebook.words import N_, Message, message

_NURSES = (Role.NURSE.value, Role.DOCTOR.value, Role.HEAD.value)
_KITCHEN = (Role.NUTRITION.value, Role.NURSE.value)
_MANAGERS = (Role.DIRECTOR.value, Role.DEPUTY.value, Role.HEAD.value)
_CASEWORK = (Role.SOCIAL_WORKER.value, Role.HEAD.value, Role.CLERK.value)
FIRST = "first"
"""In ``what``: there was no earlier time; it runs from the admission, from the day the book began, or from when it was found."""


@dataclass(frozen=True)
class Clock:
    """How one kind is told: the deed and the page that end it, why, and by which limit.

    ``why`` may name ``{since}``, ``{due}`` and ``{what}``; ``at_first`` takes its place where there was no earlier time. Of a
    thing about nobody ``for_whom`` is what the board shows. ``about`` names the argument under which the page finds the row.
    """

    action: str
    page: str
    why: str
    roles: tuple[str, ...] = _NURSES
    at_first: str = ""
    for_whom: str = ""
    about: str = ""
    limit: str = ""
    ahead: timedelta = AHEAD
    urgency: Urgency = Urgency.NOTICE


CLOCKS: Mapping[str, Clock] = {
    "health_check": Clock(
        "record_health_checks",
        "health",
        N_("because the last health check was on {since}"),
        at_first=N_("because no health check was made since {since}"),
        limit="health_check",
    ),
    "revisit": Clock(
        "save_consultation", "health", N_("because a re-visit was asked for on {since}"), about="consultation_id"
    ),
    "vaccination": Clock("save_immunisation", "health", N_("because the next dose of {what} is to follow")),
    "wound_look": Clock(
        "check_wound",
        "person",
        N_("because the wound was last seen on {since}"),
        at_first=N_("because the wound was not looked at since {since}"),
        ahead=timedelta(),
    ),
    "incident_notice": Clock(
        "record_notified",
        "incidents",
        N_("because of the incident on {since}: {what} has not been told"),
        roles=(*_NURSES, *_MANAGERS),
        for_whom=N_("Tell {what} about the incident of {since}"),
        about="incident_id",
        urgency=Urgency.URGENT,
    ),
    "remedy": Clock(
        "finish_remedy",
        "incidents",
        N_("because of an incident: “{what}”"),
        roles=_MANAGERS,
        for_whom=N_("Remedy of an incident: {what}"),
        about="incident_id",
    ),
    "leave_return": Clock(
        "record_return",
        "hospital",
        N_("because the return was expected on {due}"),
        ahead=timedelta(),
        about="absence_id",
    ),
    "prescription_end": Clock(
        "prescribe",
        "prescriptions",
        N_("because {what} is ordered until {due}"),
        limit="prescription_end_notice",
        about="prescription_id",
    ),
    "medicine_expiry": Clock(
        "take_out_stock",
        "stock",
        N_("because a lot of {what} expires on {due}"),
        for_whom=N_("{what}: a lot expires"),
        limit="medicine_expiry_notice",
        about="medicine_id",
    ),
    "no_stool": Clock(
        "record_observations",
        "person",
        N_("because no stool was noted for {many} days"),
        ahead=timedelta(),
    ),
    "supplies": Clock(
        "issue_supplies",
        "supplies",
        N_("because it is time for the goods of {many} people"),
        roles=_CASEWORK,
        for_whom=N_("Issue goods: {many} people"),
        limit="supplies_every",
        ahead=timedelta(),
    ),
    "shift_take": Clock(
        "take_shift",
        "shifts",
        N_("because the sheet was signed by who gives only"),
        for_whom=N_("Take over the shift: {what}"),
        about="handover_id",
        ahead=timedelta(),
    ),
    "shift_sheet": Clock(
        "give_shift",
        "shifts",
        N_("because the shift has ended and its sheet is not signed by who gives"),
        for_whom=N_("Sheet of the shift: {what}"),
        limit="handover_sheet",
        ahead=timedelta(),
        urgency=Urgency.SOON,
    ),
    "medicine_low": Clock(
        "receive_stock",
        "stock",
        N_("because less of {what} is left than is to be kept"),
        for_whom=N_("{what}: runs low"),
        ahead=timedelta(),
        about="medicine_id",
    ),
    "food_sample": Clock(
        "throw_food_sample",
        "kitchen",
        N_("because the sample of {what} has been kept long enough"),
        roles=_KITCHEN,
        for_whom=N_("Throw away the sample: {what}"),
        limit="food_sample",
        ahead=timedelta(),
    ),
    "death_step": Clock(
        "amend_death",
        "deaths",
        N_("because of the death on {since}: {what}"),
        roles=_CASEWORK,
    ),
}


def due(waiting: Iterable[CareDue], *, today: date, limits: Sequence[Limit]) -> list[DueItem]:
    """What the rows ask for, those whose time to be called has come, sorted by how late. KeyError: no such kind."""
    return by_lateness(_item(one, CLOCKS[one.kind], today, limits) for one in waiting if _is_near(one, today, limits))


def _is_near(one: CareDue, today: date, limits: Sequence[Limit]) -> bool:
    clock = CLOCKS[one.kind]
    ahead = clock.ahead
    if one.kind in ("prescription_end", "medicine_expiry"):
        ahead = timedelta(days=limit_on(limits, clock.limit, today).value)
    return one.due_on is None or one.due_on - ahead <= today


def _item(one: CareDue, clock: Clock, today: date, limits: Sequence[Limit]) -> DueItem:
    values = {
        "since": written(one.since_on) if one.since_on else "–",
        "due": written(one.due_on) if one.due_on else "–",
        "what": one.what,
        "many": str(one.many),
    }
    pattern = clock.at_first if clock.at_first and one.what == FIRST else clock.why
    basis = one.basis or (limit_on(limits, clock.limit, today).basis if clock.limit else "")
    about = {"episode_id": one.episode_id} if one.episode_id else {}
    if clock.page == "person":
        about = {"person_id": one.person_id, "tab": "daily"}
    if clock.about and one.record_id:
        about[clock.about] = one.record_id
    about |= dict(one.about)
    return DueItem(
        kind=one.kind,
        action=clock.action,
        for_whom=one.name if one.person_id else str(message(clock.for_whom, **values)),
        why=Message(pattern, {key: value for key, value in values.items() if f"{{{key}}}" in pattern}),
        owner=one.owner_id,
        person_id=one.person_id or None,
        episode_id=one.episode_id or None,
        ward_id=one.ward_id,
        masked=one.masked,
        due_on=one.due_on,
        due_at=one.due_at,
        basis=basis_message(basis),
        detail=one.record_id or "/".join(value for _name, value in one.about),
        roles=() if one.owner_id else clock.roles,
        page=clock.page,
        about=tuple(about.items()),
        urgency=clock.urgency,
    )
