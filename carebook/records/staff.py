"""Staff members, their accounts, and the roles an account holds: with a scope, for a time, perhaps delegated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


class Role(Enum):
    """What a person is in the center; `rules/permissions.py` says what each may do."""

    DIRECTOR = "director"
    DEPUTY = "deputy"
    HEAD = "head"
    NURSE = "nurse"
    CAREGIVER = "caregiver"
    DOCTOR = "doctor"
    SOCIAL_WORKER = "social_worker"
    THERAPIST = "therapist"
    PSYCHOLOGIST = "psychologist"
    TEACHER = "teacher"
    NUTRITION = "nutrition"
    CLERK = "clerk"
    ACCOUNTANT = "accountant"
    IT = "it"
    INSPECTOR = "inspector"


ROLE_WORDS: dict[Role, str] = {
    Role.DIRECTOR: N_("Director"),
    Role.DEPUTY: N_("Deputy"),
    Role.HEAD: N_("Head of department"),
    Role.NURSE: N_("Nurse"),
    Role.CAREGIVER: N_("Caregiver"),
    Role.DOCTOR: N_("Doctor"),
    Role.SOCIAL_WORKER: N_("Social worker"),
    Role.THERAPIST: N_("Therapist"),
    Role.PSYCHOLOGIST: N_("Psychologist"),
    Role.TEACHER: N_("Teacher"),
    Role.NUTRITION: N_("Nutrition"),
    Role.CLERK: N_("Clerk"),
    Role.ACCOUNTANT: N_("Accountant"),
    Role.IT: N_("IT"),
    Role.INSPECTOR: N_("Inspector"),
}


class AccountState(Enum):
    """A requested account waits for a manager; a locked one opens nothing for a time, a closed one never again."""

    REQUESTED = "requested"
    ACTIVE = "active"
    LOCKED = "locked"
    CLOSED = "closed"


ACCOUNT_WORDS: dict[AccountState, str] = {
    AccountState.REQUESTED: N_("Requested"),
    AccountState.ACTIVE: N_("Active account"),
    AccountState.LOCKED: N_("Locked"),
    AccountState.CLOSED: N_("Closed account"),
}


@dataclass(frozen=True)
class StaffMember(Record):
    """Somebody who works in the center, with or without an account."""

    full_name: str = fact(N_("Name"), Kind.NAME, required=True)
    post: str = fact(N_("Post"), required=True, default="")
    norm_post: str | None = fact(N_("Counts for the norm as"), codes="staff_post", default=None)
    department: str = fact(N_("Department"), default="")
    phone: str = fact(N_("Telephone"), Kind.PHONE, default="")
    since_on: date | None = fact(N_("Works here since"), default=None)
    left_on: date | None = fact(N_("Left on"), default=None)


@dataclass(frozen=True)
class Account(Record):
    """The right of one staff member to open the book; its secret is a slot of the keys file, never here."""

    staff_member_id: str = fact(N_("Staff member"), Kind.LINK, required=True)
    login: str = fact(N_("Sign-in name"), required=True)
    state: AccountState = fact(N_("State"), default=AccountState.ACTIVE)


@dataclass(frozen=True)
class RoleGrant(Record):
    """One role of an account: in one ward or everywhere, from–to, and by whom it was delegated (ủy quyền)."""

    account_id: str = fact(N_("Account"), Kind.LINK, required=True)
    role: Role = fact(N_("Role"), required=True)
    ward_id: str | None = fact(N_("Scope"), Kind.LINK, default=None)
    from_on: date | None = fact(N_("From"), default=None)
    to_on: date | None = fact(N_("To"), default=None)
    delegated_by: str | None = fact(N_("Delegated by"), Kind.LINK, default=None)
    restricted: bool = fact(N_("May open restricted records"), default=False)
    hiv: bool = fact(N_("May see HIV status"), default=False)
    allegations: bool = fact(N_("May read allegations of abuse"), default=False)
    self_approval: bool = fact(N_("May approve plans of their own"), default=False)


@dataclass(frozen=True)
class Actor:
    """Who is doing something: an account with the roles it holds. ``device`` is the PC's id in this book."""

    account_id: str
    staff_member_id: str
    name: str
    post: str
    grants: tuple[RoleGrant, ...] = ()

    def roles_on(self, day: date) -> frozenset[Role]:
        """The roles held on ``day``."""
        return frozenset(g.role for g in self.grants_on(day))

    def grants_on(self, day: date) -> tuple[RoleGrant, ...]:
        """The grants in force on ``day``."""
        return tuple(
            g
            for g in self.grants
            if not g.is_withdrawn and (g.from_on is None or g.from_on <= day) and (g.to_on is None or day <= g.to_on)
        )


@dataclass(frozen=True)
class Reading(Record):
    """Somebody looked at, printed or exported what is not for everybody; kept for the supervisor."""

    at: datetime = fact(N_("When"), required=True)
    account_id: str = fact(N_("Who"), Kind.LINK, required=True)
    deed: str = fact(N_("What"), required=True)
    person_id: str | None = fact(N_("About"), Kind.LINK, default=None)
    people: int = fact(N_("Number of people"), default=0)
    reason: str = fact(N_("Reason"), default="")
