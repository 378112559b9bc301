"""What therapy and groups ask for and when: sessions to record, plans to approve and assess again, packages, devices, absences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from carebook.dates import written
from carebook.records.codes import HolidayRow, Limit
from carebook.records.therapy_due import TherapyDue
from carebook.rules.casework import AHEAD
from carebook.rules.casework.work import CaseWork
from carebook.rules.due import DueItem, Urgency, by_lateness
from carebook.words import message

_HOURS_A_DAY = 24


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
            "therapy_plans",
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
    """A package that is used up is to be ended; one whose re-assessment comes is to be assessed again."""
    for one in stay.packages:
        about = (("package_id", one.package_id),)
        if one.left <= 0 and one.last_on is not None:
            yield work.form(
                stay,
                "package_end",
                "end_package",
                message("because the last session of the package was on {date}", date=written(one.last_on)),
                one.last_on + timedelta(days=7),
                "packages",
                detail=one.package_id,
                about=about,
            )
        if one.reassess_on is not None and work.is_near(one.reassess_on):
            yield work.form(
                stay,
                "package_reassessment",
                "save_score",
                message("because the package says {date}", date=written(one.reassess_on)),
                one.reassess_on,
                "instruments",
                detail=one.package_id,
            )


def _devices(stay: TherapyDue, work: TherapyWork) -> Iterator[DueItem]:
    for one in stay.devices:
        for kind, action, day in (
            ("device_check", "amend_loan", one.check_on),
            ("device_back", "return_device", one.due_back_on),
        ):
            if day is not None and work.is_near(day):
                item = work.form(
                    stay,
                    kind,
                    action,
                    message("{device}, agreed for {date}", device=one.device, date=written(day)),
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
                about=(("group_id", one.group_id), ("plan_id", one.plan_id)),
            )
            yield replace(item, owner=one.teacher_id or stay.case_manager_id)
