"""How something due is shown in lists, and where it is ended: lateness, title, why and on what basis, whose it is, the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from carebook import dates
from carebook.records.codes import HolidayRow
from carebook.records.staff import ROLE_WORDS, Role
from carebook.rules import due
from carebook.rules.due import DueItem
from carebook.ui.parts.desk import Desk, Place
from carebook.ui.parts.table import Cell
from carebook.words import _, message

_TABS = {
    **dict.fromkeys(("health_card", "identity_paper", "disability_certificate", "guardianship"), "details"),
    **dict.fromkeys(
        ("intake_form", "initial_assessment", "periodic_assessment", "reassess", "instrument_repeat"), "scales"
    ),
    **dict.fromkeys(
        ("first_plan", "high_need", "plan_approval", "returned_plan", "plan_review", "review_after_event"), "plans"
    ),
    **dict.fromkeys(
        (
            *("session_record", "rehabilitation_approval", "rehabilitation_review", "package_low", "package_end"),
            *("package_reassessment", "device_check", "device_back", "absence_follow_up", "education_review"),
        ),
        "rehab",
    ),
    **dict.fromkeys(
        (
            "follow_up_visit",
            "visit_report",
            "path_paper",
            "red_flag",
            "trial_decision",
            "return_cause",
            "tracing_reply",
        ),
        "home",
    ),
    **dict.fromkeys(
        ("no_note", "health_check", "revisit", "vaccination", "wound_look", "no_stool", "incident_notice", "remedy"),
        "daily",
    ),
    "prescription_end": "medicines",
    "vocational_plan": "plans",
}
_SOON_DAYS = 3
_HOUR, _DAY = 60, 24 * 60  # minutes


def title_of(item: DueItem) -> str:
    """What is to be done."""
    return kind_words(item.kind)


def what_words(item: DueItem) -> str:
    """What is to be done for whom; what is about nobody in particular names itself."""
    return f"{title_of(item)} – {item.for_whom}" if item.person_id is not None else item.for_whom


def kind_words(kind: str) -> str:
    """What a kind of due things asks for."""
    return str(due.title(kind))


def tab_of(item: DueItem) -> str:
    """The tab of the person's page in which it is ended, or at least seen."""
    return _TABS.get(item.kind, "stays")


def place_of(item: DueItem, desk: Desk) -> Place | None:
    """The form that ends it, or the person's record for who may not end it; None when the person may not be seen."""
    if item.masked:
        return None
    if item.page and desk.may(item.action):
        return Place(item.page, dict(item.about))
    if item.person_id is None:
        return None
    if item.action == "discharge" and desk.may("discharge_person"):
        return Place("discharge", {"episode_id": item.episode_id, "person_id": item.person_id})
    return Place("person", {"person_id": item.person_id, "tab": tab_of(item)})


def lateness_cell(item: DueItem, now: datetime, own: Sequence[HolidayRow]) -> Cell:
    """ "Quá hạn 12 ngày", "Còn 3 ngày": red only for the center's own lateness; below, until when it was put off."""
    near = due.days_late(item, dates.today_in_vietnam(now)) >= -_SOON_DAYS
    tone = "danger" if due.is_late(item, now) else "warn" if near else "text2"
    again = ""
    if item.put_off_to is not None:
        again = _("put off to {day}").format(day=dates.short(item.put_off_to, dates.today_in_vietnam(now)))
    return Cell(str(due.lateness_words(item, now, own)), sub=again, tone=tone, small=True, weight=500)


def why_words(item: DueItem) -> str:
    """Why it is due, and on what basis."""
    return f"{item.why} · {item.basis}" if item.basis else str(item.why)


def owner_words(item: DueItem, staff: Mapping[str, str]) -> str:
    """Whose it is: a colleague's name, the posts that may end it, or "" for everybody."""
    if item.owner:
        return staff.get(item.owner, "")
    return ", ".join(_(ROLE_WORDS[role]) for role in Role if role.value in item.roles)


def late_words(minutes: int) -> str:
    """How late a round of the day is: "Trễ 25 phút", "Trễ 3 giờ", "Quá hạn 2 ngày"; "" when it is not."""
    if minutes <= 0:
        return ""
    if minutes < 2 * _HOUR:
        return str(message("{minutes} minutes late", minutes=minutes))
    if minutes < 2 * _DAY:
        return str(message("{hours} hours late", hours=minutes // _HOUR))
    return str(message("{days} days overdue", days=minutes // _DAY))
