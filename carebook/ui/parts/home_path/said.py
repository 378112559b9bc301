"""The stages with their signs, how late, where to, and the place where something that is lacking is put right."""

from __future__ import annotations

from datetime import date, timedelta

from carebook import dates
from carebook.money import number
from carebook.records.enum_words import said
from carebook.records.follow_ups import FollowUp, RiskColour, VisitOwner
from carebook.records.reintegration import Stage
from carebook.rules.follow_ups import days_late, days_waited, name_of
from carebook.rules.reintegration import Lack
from carebook.ui.parts.desk import Desk, Place
from carebook.words import N_, _, ngettext

SOON = timedelta(days=7)
"""So long before its day a date is shown as near."""
RISK_TONES = {RiskColour.GREEN: "ok", RiskColour.YELLOW: "warn", RiskColour.RED: "danger"}
_MARKS = {
    Stage.CLOSED: ("full", "ok"),
    Stage.FOLLOW_UP: ("half", "ok"),
    Stage.SUSPENDED: ("dash", "warn"),
    Stage.FAILED: ("cross", "danger"),
    Stage.RE_ENTERED: ("square", "warn"),
}
_WAYS = {
    ("home_path", "wish"): N_("Write the wish"),
    ("home_path", "destination"): N_("Choose the destination"),
    ("home_path", "readiness"): N_("Go through the check-list"),
    ("home_path", "carers"): N_("Write down the carer"),
    ("home_path", "opinions"): N_("Write down the opinion"),
    ("home_path", "supports"): N_("Write down a support"),
    ("home_path", "trainings"): N_("Note the training"),
    ("home_path", "trials.begin"): N_("Begin a trial stay"),
    ("home_path", "trials.end"): N_("Note the return"),
    ("home_path", "trials.report"): N_("Write down how it went"),
    ("home_path", "trials.decision"): N_("Decide what follows"),
    ("home_path", "papers"): N_("Note the paper"),
    ("families", ""): N_("Open the family assessment"),
    ("tracing", ""): N_("Open the tracing"),
    ("contacts", ""): N_("Note the contact"),
    ("conferences", ""): N_("Record the meeting"),
    ("follow_ups", ""): N_("Write the end of the follow-up"),
    ("follow_ups", "visit"): N_("Open the visit"),
}


def stage_mark(stage: Stage) -> tuple[str, str]:
    """The sign of a stage: (shape, tone)."""
    return _MARKS.get(stage, ("half", "info"))


def how_late(late_days: int, next_on: date | None, today: date) -> tuple[str, str]:
    """How late a path is, or that something comes soon, with its tone; ("", "text2") when neither."""
    if late_days > 0:
        return str(dates.lateness(today - timedelta(days=late_days), today)), "danger"
    if next_on is not None and today <= next_on <= today + SOON:
        return str(dates.lateness(next_on, today)), "warn"
    return "", "text2"


def day_words(days: int) -> str:
    """ "24 ngày"."""
    return ngettext("{n} day", "{n} days", days).format(n=number(days))


def stages_of(desk: Desk, path: str) -> tuple[Stage, ...]:
    """The stages of a kind of path, in their order."""
    code = desk.codes.code("home_path", path)
    return tuple(Stage(one) for one in code.extra.get("stages", ())) if code is not None else ()


def where_to(desk: Desk, path: str, destination: str | None) -> str:
    """Where a path leads: the words of its destination, or of the short path."""
    if path != "home":
        return desk.words("home_path", path)
    return desk.words("home_destination", destination) if destination else _("destination not decided yet")


def step_words(stage: Stage, *, small: bool = False) -> str:
    """A stage in words; ``small`` inside a sentence."""
    words = said(stage)
    return words[:1].lower() + words[1:] if small else words


def visit_words(visit: FollowUp, handed_on: date | None) -> str:
    """How a visit is called: by its distance from the handover, or by what asked for one more."""
    if visit.template is None and visit.why:
        return _("More: {why}").format(why=visit.why)
    words = str(name_of(visit, handed_on))
    return words[:1].upper() + words[1:]


def waiting_words(visit: FollowUp, today: date) -> tuple[str, str]:
    """How late a visit that is due is, with its tone; what another owes is waited for and never late for us."""
    if visit.owner is VisitOwner.CENTER:
        near = visit.due_on <= today + SOON
        tone = "danger" if days_late(visit, today) else "warn" if near else "text2"
        return str(dates.lateness(visit.due_on, today)), tone
    waited = days_waited(visit, today)
    if waited:
        return _("waiting for the report, {n} days past").format(n=number(waited)), "warn"
    return _("a report is awaited"), "text2"


def place_of(lack: Lack, episode_id: str, reintegration_id: str) -> Place:
    """Where what is lacking on a path is put right."""
    about = {"episode_id": episode_id}
    match lack.page:
        case "home_path":
            about |= {"reintegration_id": reintegration_id, "part": lack.about}
        case "families":
            about |= {"reintegration_id": reintegration_id, "assessment_id": lack.about}
        case "follow_ups":
            about |= {"visit_id": lack.about} if lack.about else {"reintegration_id": reintegration_id, "ending": "1"}
        case "contacts":
            about |= {"new": "1"}
        case "tracing":
            about |= {"lead_id": lack.about}
    return Place(lack.page, about)


def way_words(lack: Lack) -> str:
    """What the button says that leads there."""
    about = {"home_path": lack.about, "follow_ups": "visit" if lack.about else ""}.get(lack.page, "")
    words = _WAYS.get((lack.page, about)) or _WAYS.get((lack.page, about.partition(".")[0]))
    return _(words) if words else _("Open")
