"""The clocks of a stay: what the law lets run from the day of admission, a paper's last day or a birthday."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from dateutil.relativedelta import relativedelta

from carebook.dates import written
from carebook.records.codes import HolidayRow, Limit
from carebook.records.stay_facts import MissingPaper, StayFacts
from carebook.rules.calendar import add_working_days
from carebook.rules.dated import limit_on, on
from carebook.rules.due import DueItem, Urgency, Whose, basis_message, by_lateness
from carebook.words import N_, Message, message

EMERGENCY = "emergency"
_STATE_SUPPORTED = ("special_hardship", "emergency", "administrative")  # the forms with a nurture allowance (Điều 25)


@dataclass(frozen=True)
class AgeStep:
    """A birthday that changes something: the limit that holds its age, what follows, and for whom."""

    limit: str
    why: str
    allowance_only: bool = False


AGE_STEPS = (
    AgeStep(
        "age_allowance_step",
        N_("because {age} years old on {date}: the coefficient of the nurture allowance changes"),
        allowance_only=True,
    ),
    AgeStep("age_school", N_("because {age} years old on {date}: school enrolment")),
    AgeStep("age_own_opinion", N_("because {age} years old on {date}: own opinion and consent have to be asked")),
    AgeStep("age_vocational_guidance", N_("because {age} years old on {date}: vocational guidance")),
    AgeStep("age_identity_card", N_("because {age} years old on {date}: identity card to be made")),
    AgeStep("age_childhood_ends", N_("because {age} years old on {date}: leave or continue study has to be decided")),
    AgeStep("age_case_closing", N_("because {age} years old on {date}: closing the case has to be considered")),
    AgeStep("age_study_ends", N_("because {age} years old on {date}: staying for study ends")),
)


@dataclass(frozen=True)
class Clockwork:
    """What every clock needs besides the stay: today, the dated limits, the center's own days, the book's first day."""

    today: date
    limits: Sequence[Limit]
    own: Sequence[HolidayRow] = ()
    complete_from: date | None = None

    @cached_property
    def _in_force(self) -> Mapping[str, Limit]:
        rows = on(self.limits, self.today)
        return {row.name: limit_on(rows, row.name, self.today) for row in rows}

    def limit(self, name: str) -> Limit:
        """A limit as it stands today; KeyError when the book has none."""
        return self._in_force[name]

    def item(self, stay: Whose, kind: str, action: str, why: Message, due_on: date, **more: Any) -> DueItem:
        """A due item about a stay, owned by its case manager."""
        return DueItem(
            kind=kind,
            action=action,
            why=why,
            due_on=due_on,
            owner=stay.case_manager_id,
            for_whom=stay.name,
            person_id=stay.person_id,
            episode_id=stay.episode_id,
            ward_id=stay.ward_id,
            masked=stay.masked,
            **more,
        )


def birthday(born: date, age: int) -> date:
    """The day an age is reached; whoever was born on 29/02 reaches it on 01/03 of a common year."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def _paper_names(papers: Iterable[MissingPaper]) -> str:
    return ", ".join(paper.text for paper in papers)


def dossier(stay: StayFacts, work: Clockwork) -> Iterator[DueItem]:
    """Papers still missing: of an emergency admission within 10 working days, others when they were promised for."""
    clock = None
    if stay.route == EMERGENCY:
        limit = work.limit("emergency_dossier")
        clock = stay.dossier_extended_to or add_working_days(stay.start_on, limit.value, work.own)
        papers = [paper for paper in stay.missing_papers if paper.due_on is None or paper.due_on <= clock]
        if papers:
            yield work.item(
                stay,
                "emergency_dossier",
                "record_paper",
                message(
                    "because of the emergency admission on {date}; still missing: {papers}",
                    date=written(stay.start_on),
                    papers=_paper_names(papers),
                ),
                clock,
                in_working_days=stay.dossier_extended_to is None,
                basis=basis_message(limit.basis),
                urgency=Urgency.SOON,
            )
    for due_on in sorted({p.due_on for p in stay.missing_papers if p.due_on and (clock is None or p.due_on > clock)}):
        papers = [paper for paper in stay.missing_papers if paper.due_on == due_on]
        why = message("because promised for {date}: {papers}", date=written(due_on), papers=_paper_names(papers))
        yield work.item(stay, "missing_paper", "record_paper", why, due_on, basis=basis_message(""))


def emergency_stay(stay: StayFacts, work: Clockwork) -> Iterator[DueItem]:
    """The 3 months of emergency care: called from day 60 on, louder from days 75 and 85; a longer stay moves all."""
    if stay.route != EMERGENCY:
        return
    limit = work.limit("emergency_stay")
    by_law = stay.start_on + relativedelta(months=limit.value)
    due_on = stay.stay_extended_to or by_law
    moved = due_on - by_law
    urgency = None
    for name, louder in (
        ("emergency_stay_first_warning", Urgency.NOTICE),
        ("emergency_stay_second_warning", Urgency.SOON),
        ("emergency_stay_third_warning", Urgency.URGENT),
    ):
        if work.today >= stay.start_on + timedelta(days=work.limit(name).value) + moved:
            urgency = louder
    if urgency is None:
        return
    if stay.stay_extended_to:
        why = message("because emergency care was extended to {date}", date=written(due_on))
    else:
        why = message(
            "because of emergency care since {date}, at most {months} months",
            date=written(stay.start_on),
            months=limit.value,
        )
    basis = basis_message(limit.basis)
    yield work.item(stay, "emergency_stay", "extend_emergency_stay", why, due_on, basis=basis, urgency=urgency)


def public_notice(stay: StayFacts, work: Clockwork) -> Iterator[DueItem]:
    """The 25 working days of the notice about an abandoned child, counted from publication.

    Read as "for" the notice must have stood all 25 days, and the child's care is decided on the next working day; read
    as "within" it is decided by the 25th.
    """
    if stay.notice_published_on is None or stay.notice_settled:
        return
    limit = work.limit("public_notice")
    days = limit.value if limit.choice == "within" else limit.value + 1
    yield work.item(
        stay,
        "public_notice",
        "settle_public_notice",
        message(
            "because of the public notice since {date}, {days} working days",
            date=written(stay.notice_published_on),
            days=limit.value,
        ),
        add_working_days(stay.notice_published_on, days, work.own),
        in_working_days=True,
        basis=basis_message(limit.basis),
    )


def stop_request(stay: StayFacts, work: Clockwork) -> Iterator[DueItem]:
    """The decision on a request to stop assistance: 7 working days."""
    if stay.stop_requested_on is None:
        return
    limit = work.limit("stop_decision")
    yield work.item(
        stay,
        "stop_decision",
        "discharge",
        message("because ending the stay was asked for on {date}", date=written(stay.stop_requested_on)),
        add_working_days(stay.stop_requested_on, limit.value, work.own),
        in_working_days=True,
        basis=basis_message(limit.basis),
        urgency=Urgency.SOON,
    )


def no_contact(stay: StayFacts, work: Clockwork) -> Iterator[DueItem]:
    """A month without contact with the center: stopping assistance is proposed."""
    if stay.no_contact_since is None:
        return
    limit = work.limit("no_contact")
    due_on = stay.no_contact_since + relativedelta(months=limit.value)
    why = message("because of no contact with the center since {date}", date=written(stay.no_contact_since))
    yield work.item(stay, "no_contact", "discharge", why, due_on, basis=basis_message(limit.basis))


def expiries(stay: StayFacts, work: Clockwork) -> Iterator[DueItem]:
    """Contract, health card, identity paper, disability certificate, guardianship: called some days before the end."""
    for kind, ends_on, notice, action, why in (
        (
            "contract_end",
            stay.contract_to,
            "contract_notice",
            "renew_contract",
            N_("because the service contract ends on {date}"),
        ),
        (
            "health_card",
            stay.health_card_valid_to,
            "health_card_notice",
            "amend_health_card",
            N_("because the health card ends on {date}"),
        ),
        (
            "identity_paper",
            stay.id_paper_valid_to,
            "identity_paper_notice",
            "amend_identity_paper",
            N_("because the identity paper ends on {date}"),
        ),
        (
            "disability_certificate",
            stay.disability_reassess_on,
            "disability_certificate_notice",
            "amend_disability_certificate",
            N_("because the degree of disability has to be assessed again on {date}"),
        ),
        (
            "guardianship",
            stay.guardian_to,
            "guardianship_notice",
            "amend_relative",
            N_("because the guardianship ends on {date}"),
        ),
    ):
        limit = work.limit(notice)
        if ends_on is not None and work.today >= ends_on - timedelta(days=limit.value):
            yield work.item(
                stay, kind, action, message(why, date=written(ends_on)), ends_on, basis=basis_message(limit.basis)
            )


def ages(stay: StayFacts, work: Clockwork) -> Iterator[DueItem]:
    """Birthdays of those who came as children, if they fall into the stay and the book; until somebody settles them.

    A birth known only to the month or year counts as its first day.
    """
    if stay.born is None or stay.born.is_unknown or stay.placement != "resident":
        return
    born = stay.born.earliest
    if birthday(born, work.limit("child_age").value) <= stay.start_on:
        return
    since = max(stay.start_on, work.complete_from or stay.start_on)
    notice = timedelta(days=work.limit("age_notice").value)
    for step in AGE_STEPS:
        limit = work.limit(step.limit)
        reached_on = birthday(born, limit.value)
        if limit.value in stay.ages_settled or not since <= reached_on <= work.today + notice:
            continue
        if step.allowance_only and stay.route not in _STATE_SUPPORTED:
            continue
        why = message(step.why, age=limit.value, date=written(reached_on))
        yield work.item(stay, step.limit, "settle_age", why, reached_on, basis=basis_message(limit.basis))


CLOCKS = (dossier, emergency_stay, public_notice, stop_request, no_contact, expiries, ages)


def due(
    stays: Iterable[StayFacts],
    *,
    today: date,
    limits: Sequence[Limit],
    own: Sequence[HolidayRow] = (),
    complete_from: date | None = None,
) -> list[DueItem]:
    """What the clocks of all open stays ask for, sorted by how late.

    ``complete_from`` is the day the book began: birthdays before it are not called. KeyError when a limit is missing.
    """
    work = Clockwork(today, limits, own, complete_from)
    open_stays = [stay for stay in stays if stay.start_on <= today and (stay.end_on is None or stay.end_on > today)]
    return by_lateness(item for stay in open_stays for clock in CLOCKS for item in clock(stay, work))
