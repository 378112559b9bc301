"""Things that are due: what, for whom, until when, why, and the deed that ends it; computed, never entered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Protocol

from carebook.dates import lateness, today_in_vietnam
from carebook.records.codes import HolidayRow
from carebook.rules.calendar import working_days_between
from carebook.words import N_, Message, message

# What a clock asks for, by its kind; birthdays share one.
TITLES = {
    "emergency_dossier": N_("Complete the dossier"),
    "missing_paper": N_("Complete the dossier"),
    "emergency_stay": N_("End or extend the emergency care"),
    "public_notice": N_("Settle the public notice"),
    "stop_decision": N_("Decide about ending the stay"),
    "no_contact": N_("Consider ending the stay"),
    "contract_end": N_("Renew the contract"),
    "health_card": N_("Renew the health card"),
    "identity_paper": N_("Renew the identity paper"),
    "disability_certificate": N_("Assess the disability again"),
    "guardianship": N_("Renew the guardianship"),
    "intake_form": N_("Gather information (form 01)"),
    "initial_assessment": N_("Assess the needs (form 02)"),
    "periodic_assessment": N_("Assess the needs again"),
    "reassess": N_("Assess again out of turn"),
    "first_plan": N_("Make the care plan"),
    "high_need": N_("Answer a high need in the plan"),
    "plan_approval": N_("Approve the care plan"),
    "returned_plan": N_("Revise the returned plan"),
    "plan_review": N_("Review the plan"),
    "review_after_event": N_("Review the plan out of turn"),
    "instrument_repeat": N_("Measure a scale again"),
    "no_note": N_("Write a progress note"),
    "progress_report": N_("Monthly progress report"),
    "vocational_plan": N_("Plan the learning of a trade"),
    "employment_first_check": N_("Ask whether the job lasts"),
    "employment_second_check": N_("Ask whether the job lasts"),
    "closure_form": N_("Close the case (form 06)"),
    "session_record": N_("Record sessions"),
    "rehabilitation_approval": N_("Approve the rehabilitation plan"),
    "rehabilitation_review": N_("Assess the rehabilitation again"),
    "group_record": N_("Record sessions of a group"),
    "package_low": N_("Talk about the next package"),
    "package_end": N_("End or renew the package"),
    "package_reassessment": N_("Measure after the package"),
    "device_check": N_("Check a device"),
    "device_back": N_("Take a device back"),
    "absence_follow_up": N_("Ask about an absence"),
    "education_review": N_("Review the education plan"),
    "follow_up_visit": N_("Follow up after going home"),
    "visit_report": N_("Follow-up report of another office"),
    "path_paper": N_("Paper of the decision about going home"),
    "red_flag": N_("Clear a red flag or stop the way home"),
    "trial_decision": N_("Decide after the trial stay"),
    "return_cause": N_("Write down why the person came back"),
    "tracing_reply": N_("Ask again about a letter"),
    "referral_reply": N_("Ask again about a referral"),
    "consent_approval": N_("Approve a consent to share"),
    "contact_ban_end": N_("Renew the ban of contact"),
    "safety_plan_review": N_("Review the safety plan"),
    "call_back": N_("Call back"),
    "health_check": N_("Check the health"),
    "revisit": N_("See the doctor again"),
    "vaccination": N_("Give the next dose of a vaccine"),
    "wound_look": N_("Look at the wound"),
    "no_stool": N_("Ask about stool"),
    "incident_notice": N_("Tell about an incident"),
    "remedy": N_("Carry out a remedy"),
    "leave_return": N_("Ask about a return that is late"),
    "prescription_end": N_("Renew or stop an order"),
    "medicine_expiry": N_("Use or destroy medicines that expire"),
    "medicine_low": N_("Ask for medicines that run low"),
    "supplies": N_("Issue goods"),
    "shift_take": N_("Take over the shift"),
    "shift_sheet": N_("Write and sign the sheet of the shift"),
    "food_sample": N_("Throw away a food sample"),
    "death_step": N_("See to what follows a death"),
    "collaborator_contract": N_("Renew a collaborator's contract"),
    "report": N_("Make the report and sign it"),
}
AGE_TITLE = N_("Settle what the birthday brings")


class Whose(Protocol):
    """Whom something due is about: whatever tells the person, the stay, and who answers for it."""

    @property
    def person_id(self) -> str: ...
    @property
    def episode_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def masked(self) -> bool: ...
    @property
    def ward_id(self) -> str | None: ...
    @property
    def case_manager_id(self) -> str | None: ...


class Urgency(IntEnum):
    """How loudly something not yet late calls."""

    NOTICE = 1
    SOON = 2
    URGENT = 3


@dataclass(frozen=True, kw_only=True)
class DueItem:
    """One thing somebody has to do.

    ``kind`` names the clock, ``action`` the deed that ends it. ``owner`` is a staff member's id, None when it is
    everybody's of the ward. ``for_whom`` is the name (an alias when ``masked``) or the round ("Đo huyết áp khu A");
    a round opens into ``people``. ``due_on`` None means that no date is set yet; ``due_at`` (UTC) is given for things
    of the hour. ``waits_for`` is the office whose duty it is: then it never counts as the center's lateness.

    ``detail`` tells things of one kind and stay apart (which scale, which version). ``roles`` are those whose holders may
    all end it, where no one person owns it. ``page`` and ``about`` name the form that ends it; without a page it is ended
    in the person's record. ``put_off_to`` is the day it was put off to although it still counts.
    """

    kind: str
    action: str
    for_whom: str
    why: Message
    owner: str | None = None
    person_id: str | None = None
    episode_id: str | None = None
    ward_id: str | None = None
    masked: bool = False
    people: tuple[str, ...] = ()
    due_on: date | None = None
    due_at: datetime | None = None
    in_working_days: bool = False
    basis: Message | None = None
    waits_for: Message | None = None
    urgency: Urgency = Urgency.NOTICE
    detail: str = ""
    roles: tuple[str, ...] = ()
    page: str = ""
    about: tuple[tuple[str, str], ...] = ()
    put_off_to: date | None = None

    @property
    def key(self) -> str:
        """By what it is known among the due things of its stay; what is put off is put off by this name."""
        return f"{self.kind}:{self.detail}" if self.detail else self.kind

    @property
    def by_law(self) -> bool:
        """Whether an article asks for it, not only the center's own rule."""
        return self.basis is not None and "article" in self.basis.values


def title(kind: str) -> Message:
    """What a kind of due things asks for."""
    return Message(TITLES.get(kind, AGE_TITLE))


def basis_message(article: str) -> Message:
    """The law behind something due, as "căn cứ …"; without an article it is the center's own rule."""
    return message("on the basis of {article}", article=article) if article else message("by the center's own rule")


def days_late(item: DueItem, today: date) -> int:
    """Calendar days past the date; negative before it, 0 without one."""
    return (today - item.due_on).days if item.due_on else 0


def is_late(item: DueItem, now: datetime) -> bool:
    """Whether the center is late with it; what another office owes never is."""
    return bool(late_among((item,), now))


def late_among(items: Iterable[DueItem], now: datetime) -> list[DueItem]:
    """Those the center is late with, in their order."""
    today = today_in_vietnam(now)
    return [
        item
        for item in items
        if item.waits_for is None
        and (item.due_at < now if item.due_at is not None else item.due_on is not None and item.due_on < today)
    ]


def lateness_words(item: DueItem, now: datetime, own: Iterable[HolidayRow] = ()) -> Message:
    """How late or early it is, in words: "Quá hạn 12 ngày", "Trễ 25 phút", "Còn 3 ngày làm việc", "Chờ UBND xã, …"."""
    today = today_in_vietnam(now)
    late = days_late(item, today)
    if item.waits_for is not None and late > 0:
        return message(
            "Waiting for {office}, {days} days over (not counted for the center)", office=item.waits_for, days=late
        )
    if item.due_at is not None and today_in_vietnam(item.due_at) == today and item.due_at < now:
        minutes = int((now - item.due_at).total_seconds()) // 60
        if minutes == 1:
            return message("{minutes} minute late", minutes=minutes)
        if minutes < 60:
            return message("{minutes} minutes late", minutes=minutes)
        hours = minutes // 60
        return message("{hours} hour late", hours=1) if hours == 1 else message("{hours} hours late", hours=hours)
    if item.in_working_days and item.due_on is not None and item.due_on != today:
        left = working_days_between(today, item.due_on, own)
        if left == 1:
            return message("{days} working day left", days=1)
        if left > 1:
            return message("{days} working days left", days=left)
        if left == -1:
            return message("{days} working day overdue", days=1)
        if left < -1:
            return message("{days} working days overdue", days=-left)
    return lateness(item.due_on, today)


def by_lateness(items: Iterable[DueItem]) -> list[DueItem]:
    """The longest overdue first, then by date; without a date, and what others owe, come last."""
    return sorted(
        items,
        key=lambda item: (
            item.waits_for is not None,
            item.due_on is None,
            item.due_on or date.max,
            item.due_at.timestamp() if item.due_at else 0.0,
            -item.urgency,
            item.for_whom,
            item.kind,
        ),
    )


def in_ward(items: Iterable[DueItem], ward: str) -> list[DueItem]:
    """What is due of the people of a ward ("" all), and what is about nobody in particular."""
    return [item for item in items if not ward or item.ward_id == ward or item.person_id is None]


def union(*boards: Iterable[DueItem]) -> list[DueItem]:
    """Everything due of several subjects, each thing once, sorted by how late."""
    return by_lateness({item: None for board in boards for item in board})
