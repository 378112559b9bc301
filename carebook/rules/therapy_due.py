"""What therapy and groups ask for and when: sessions to record, plans to approve and assess again, packages, devices, absences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from carebook.dates import written
from carebook.records.codes import HolidayRow, Limit
from carebook.records.therapy_due import OpenPackage, TherapyDue, UnrecordedGroup
from carebook.rules.casework import AHEAD
from carebook.rules.casework.work import CaseWork
from carebook.rules.due import DueItem, Urgency, basis_message, by_lateness
from carebook.rules.packages import is_low
from carebook.words import N_, Message, message

_HOURS_A_DAY = 24
_AGREED, _LEFT = N_("{device}, agreed for {date}"), N_("{device}, because the stay ended on {date}")
_TALK_AFTER = timedelta(days=7)
"""How long after its last session a used-up package may stay open."""


@dataclass(frozen=True)
class TherapyWork(CaseWork):
    """The clocks' work for therapy."""

    def days_to_record(self) -> timedelta:
        """How long after its day a session may stay without a record; begun days count whole."""
        return timedelta(days=-(-self.limit("session_not_recorded").value // _HOURS_A_DAY))


def due(
    stays: Iterable[TherapyDue],
    *,
    today: date,
    limits: Sequence[Limit],
    own: Sequence[HolidayRow] = (),
    ahead: timedelta | None = AHEAD,
) -> list[DueItem]:
    """What the therapy of all stays asks for, sorted by how late; ``ahead``: how long before its day (None: always)."""
    work = TherapyWork(today, limits, own, None, ahead)
    asks = (_unrecorded, _approval, _review, _packages, _devices, _missed, _pupil_plans)
    return by_lateness(item for stay in stays for ask in asks for item in ask(stay, work))


def of_groups(
    groups: Iterable[UnrecordedGroup], *, today: date, limits: Sequence[Limit], own: Sequence[HolidayRow] = ()
) -> list[DueItem]:
    """One thing for each leader and group with sessions that nobody recorded, sorted by how late."""
    work = TherapyWork(today, limits, own)
    return by_lateness(
        DueItem(
            kind="group_record",
            action="record_group_session",
            for_whom=str(message("Record the sessions of “{group}”", group=one.group)),
            why=message(
                "because {n} sessions are not recorded, since {date}", n=one.count, date=written(one.oldest_on)
            ),
            owner=one.leader_id,
            due_on=one.oldest_on + work.days_to_record(),
            basis=basis_message(""),
            detail=one.group_id,
            page="groups",
            about=(("group_id", one.group_id), ("session_id", one.session_id)),
        )
        for one in groups
    )


def _unrecorded(stay: TherapyDue, work: TherapyWork) -> Iterator[DueItem]:
    """One thing for each therapist who owes records of the stay, however many."""
    for one in stay.unrecorded:
        item = work.form(
            stay,
            "session_record",
            "record_session",
            message("because {n} sessions are not recorded, since {date}", n=one.count, date=written(one.oldest_on)),
            one.oldest_on + work.days_to_record(),
            "rehabilitation",
            detail=one.therapist_id or "",
            about=(("session_id", one.session_id),),
        )
        yield replace(item, owner=one.therapist_id)


def _approval(stay: TherapyDue, work: TherapyWork) -> Iterator[DueItem]:
    for one in stay.waiting:
        item = work.form(
            stay,
            "rehabilitation_approval",
            "approve_rehabilitation_plan",
            message("because version {n} was submitted on {date}", n=one.number, date=written(one.submitted_on)),
            work.after(one.submitted_on, "rehabilitation_approval"),
            "approvals",
            work.limit("rehabilitation_approval"),
            detail=str(one.number),
            about=(("plan_id", one.plan_id),),
            roles=one.roles,
            urgency=Urgency.SOON,
        )
        yield replace(item, owner=None)


def _review(stay: TherapyDue, work: TherapyWork) -> Iterator[DueItem]:
    if (one := stay.review) is not None and work.is_near(one.review_on):
        item = work.form(
            stay,
            "rehabilitation_review",
            "review_rehabilitation_plan",
            message("because the plan says {date}", date=written(one.review_on)),
            one.review_on,
            "therapy_plans",
            about=(("plan_id", one.plan_id),),
        )
        yield replace(item, owner=one.owner_id or stay.case_manager_id)


def _packages(stay: TherapyDue, work: TherapyWork) -> Iterator[DueItem]:
    """The family of a package with few sessions left is to be asked, one used up is to be ended, and what it did measured."""
    for one in stay.packages:
        about = (("package_id", one.package_id),)
        if one.left <= 0 and one.last_on is not None:
            yield work.form(
                stay,
                "package_end",
                "end_package",
                message("because the last session of the package was on {date}", date=written(one.last_on)),
                one.last_on + _TALK_AFTER,
                "packages",
                detail=one.package_id,
                about=about,
            )
        if one.left > 0 and is_low(one.left, work.limit("package_low").value):
            item = work.form(
                stay,
                "package_low",
                "save_package",
                message("because {n} sessions of the package are left", n=one.left),
                work.today,
                "packages",
                detail=one.package_id,
                about=about,
            )
            yield replace(item, due_on=None)
        if one.reassess_on is not None and work.is_near(one.reassess_on) and not _is_measured(one, one.reassess_on):
            yield work.form(
                stay,
                "package_reassessment",
                "save_score",
                message("because the package says {date}", date=written(one.reassess_on)),
                one.reassess_on,
                "instruments",
                detail=one.package_id,
            )


def _is_measured(package: OpenPackage, reassess_on: date) -> bool:
    """Whether a scale was finished since the re-assessment began to be called."""
    return package.measured_on is not None and package.measured_on >= reassess_on - AHEAD


def _devices(stay: TherapyDue, work: TherapyWork) -> Iterator[DueItem]:
    """A device is to be checked and taken back as agreed, or because who had it left."""
    for one in stay.devices:
        asked = [
            ("device_check", "amend_loan", one.check_on, _AGREED),
            ("device_back", "return_device", one.due_back_on, _AGREED),
        ]
        if one.left_on is not None:
            asked = [("device_back", "return_device", one.left_on, _LEFT)]
        for kind, action, day, why in asked:
            if day is not None and work.is_near(day):
                item = work.form(
                    stay,
                    kind,
                    action,
                    Message(why, {"device": one.device, "date": written(day)}),
                    day,
                    "devices",
                    detail=one.loan_id,
                    about=(("loan_id", one.loan_id),),
                )
                yield replace(item, owner=one.owner_id or stay.case_manager_id)


def _missed(stay: TherapyDue, work: TherapyWork) -> Iterator[DueItem]:
    for one in stay.missed:
        item = work.form(
            stay,
            "absence_follow_up",
            "follow_up_absence",
            message("because absent from “{group}” on {date}", group=one.group, date=written(one.missed_on)),
            work.after(one.missed_on, "absence_follow_up"),
            "groups",
            work.limit("absence_follow_up"),
            detail=one.session_id,
            about=(("group_id", one.group_id), ("session_id", one.session_id)),
        )
        yield replace(item, owner=one.leader_id)


def _pupil_plans(stay: TherapyDue, work: TherapyWork) -> Iterator[DueItem]:
    for one in stay.pupil_plans:
        if work.is_near(one.review_on):
            item = work.form(
                stay,
                "education_review",
                "review_education_plan",
                message("because the plan says {date}", date=written(one.review_on)),
                one.review_on,
                "classes",
                detail=one.plan_id,
                about=(("group_id", one.group_id), ("tab", "plans"), ("plan_id", one.plan_id)),
            )
            yield replace(item, owner=one.teacher_id or stay.case_manager_id)
