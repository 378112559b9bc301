"""Who may do which deed and see which question: the one table of rights."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from carebook.dates import written
from carebook.records.staff import ROLE_WORDS, Actor, Role
from carebook.rules.permissions.deeds import DEEDS
from carebook.rules.permissions.groups import CARE, CASEWORK, EVERYBODY, MANAGERS, SEES_PEOPLE
from carebook.words import Message, _, message

__all__ = [
    "DEEDS",
    "DETAIL_ROLES",
    "EVERYBODY",
    "MANAGERS",
    "QUESTIONS",
    "may",
    "may_approve_own",
    "may_ask",
    "may_open_restricted",
    "may_read_allegations",
    "may_see_hiv",
    "may_write_detail",
    "missing_right",
    "own_calls_since",
    "sees_every_case",
]

# What a detail of a person may be written by, where it is narrower than `add_detail`.
DETAIL_ROLES: dict[str, frozenset[Role]] = {
    "allergy": CASEWORK | {Role.NURSE, Role.DOCTOR},
    "health_card": CASEWORK | {Role.CLERK, Role.NURSE, Role.DOCTOR},
    "identity_paper": CASEWORK | {Role.CLERK},
    "disability_certificate": CASEWORK | {Role.CLERK, Role.DOCTOR},
    "address": CASEWORK | {Role.CLERK},
    "alias": CASEWORK,
    "relative": CASEWORK | {Role.CLERK, Role.NURSE, Role.PSYCHOLOGIST},
    "service_contract": CASEWORK | {Role.CLERK},
    "episode_category": CASEWORK,
    "bed_assignment": CASEWORK | {Role.NURSE},
    "absence": CASEWORK | {Role.NURSE, Role.CAREGIVER, Role.DOCTOR, Role.TEACHER},
    "dossier_item": CASEWORK | {Role.CLERK},
    "attachment": CASEWORK | CARE | {Role.CLERK},
    "belonging": CASEWORK | {Role.CLERK, Role.NURSE, Role.CAREGIVER},
    "schooling": CASEWORK | {Role.TEACHER, Role.CLERK},
    "vocational_course": CASEWORK | {Role.TEACHER, Role.CLERK},
    "employment": CASEWORK | {Role.TEACHER},
}

QUESTIONS: dict[str, frozenset[Role]] = {
    "people": SEES_PEOPLE,
    "restricted": SEES_PEOPLE,
    "figures": SEES_PEOPLE,
    "overview": MANAGERS | {Role.HEAD},
    "casework": SEES_PEOPLE - {Role.ACCOUNTANT},
    "approvals": MANAGERS | {Role.HEAD, Role.DOCTOR},
    "rehabilitation": SEES_PEOPLE,
    "groups": SEES_PEOPLE,
    "reintegration": SEES_PEOPLE - {Role.ACCOUNTANT},
    "services": SEES_PEOPLE - {Role.ACCOUNTANT},
    "daily_care": SEES_PEOPLE - {Role.ACCOUNTANT},
    "health": SEES_PEOPLE - {Role.ACCOUNTANT, Role.CLERK},
    "medication": SEES_PEOPLE - {Role.ACCOUNTANT, Role.CLERK},
    "incidents": SEES_PEOPLE - {Role.ACCOUNTANT},
    "shifts": SEES_PEOPLE - {Role.ACCOUNTANT},
    "meals": SEES_PEOPLE,  # the meals eaten, day by day
    "kitchen": SEES_PEOPLE - {Role.ACCOUNTANT},  # who eats what and why
    "staff": EVERYBODY,
    "accounts": MANAGERS | {Role.HEAD, Role.IT},
    "facility": EVERYBODY,
    "codes": EVERYBODY,
    "history": SEES_PEOPLE,
    "readings": MANAGERS,
    "periods": SEES_PEOPLE,
    "outbox": SEES_PEOPLE,
    "receiving": SEES_PEOPLE,
    "received_people": MANAGERS,
    "kept_apart": MANAGERS,  # rows of a damaged book whose owner is lost
    "own": EVERYBODY,
}


def may(actor: Actor, deed: str, day: date, *, ward_id: str | None = None) -> bool:
    """Whether ``actor`` may do ``deed`` on ``day``; with a ward, only by a grant whose scope covers it. KeyError: no such deed.

    What is being typed is kept even where the clock stands before the first day of every right.
    """
    return _holds(actor, DEEDS[deed], day, ward_id) or (deed == "keep_draft" and begins_later(actor, day))


def begins_later(actor: Actor, day: date) -> bool:
    """Whether all that ``actor`` may do begins after ``day``: nobody signs in so early, unless the PC's clock is behind."""
    begins = [grant.from_on for grant in actor.grants if not grant.is_withdrawn]
    return bool(begins) and all(from_on is not None and from_on > day for from_on in begins)


def may_write_detail(actor: Actor, table: str, day: date) -> bool:
    """Whether ``actor`` may add, amend or strike a detail of that table."""
    return _holds(actor, DETAIL_ROLES.get(table, DEEDS["add_detail"]), day, None)


def may_ask(actor: Actor, question: str, day: date) -> bool:
    """Whether ``actor`` may put a question of that kind. KeyError: no such kind."""
    return _holds(actor, QUESTIONS[question], day, None)


def may_open_restricted(actor: Actor, day: date) -> bool:
    """Whether ``actor`` may see the true names of restricted records: the managers, and who was given it."""
    return any(g.restricted or g.role in MANAGERS for g in actor.grants_on(day))


def sees_every_case(actor: Actor, day: date) -> bool:
    """Whether the lists of who needs to know a restricted stay do not bind ``actor``: the managers."""
    return any(g.role in MANAGERS for g in actor.grants_on(day))


def may_see_hiv(actor: Actor, day: date) -> bool:
    """Whether ``actor`` may see HIV status: only by a grant that says so (Luật phòng, chống HIV/AIDS)."""
    return any(g.hiv for g in actor.grants_on(day))


def may_read_allegations(actor: Actor, day: date) -> bool:
    """Whether ``actor`` may read allegations of abuse by staff: the director, and who was named for it."""
    return any(g.allegations or g.role is Role.DIRECTOR for g in actor.grants_on(day))


def own_calls_since(day: date) -> date:
    """The first day whose restricted calls who took them may still read and write on, on ``day``: the day before, because the
    shift of the night goes over midnight. Later only the right to restricted records opens them.
    """
    return day - timedelta(days=1)


def may_approve_own(actor: Actor, day: date) -> bool:
    """Whether ``actor`` may approve a plan they made themselves: only by a grant that says so."""
    return any(g.self_approval for g in actor.grants_on(day))


def _holds(actor: Actor, roles: frozenset[Role], day: date, ward_id: str | None) -> bool:
    return any(
        g.role in roles and (ward_id is None or g.ward_id is None or g.ward_id == ward_id) for g in actor.grants_on(day)
    )


def too_early(day: date) -> Message:
    """The sentence for who may do nothing yet on ``day`` (`begins_later`)."""
    return message(
        "The clock of this PC stands at {date}, before your rights begin. Set date and time right."
        " What was entered is kept in the draft.",
        date=written(day),
    )


def missing_right(deed_words: str, roles: Iterable[Role]) -> Message:
    """The sentence for a missing right: which right, and who has it. ``deed_words`` is an English source string."""
    who = ", ".join(_(ROLE_WORDS[r]) for r in Role if r in set(roles))
    return message(
        "The right “{deed}” is needed. It belongs to: {who}. What was entered is kept in the draft.",
        deed=Message(deed_words),
        who=who,
    )
