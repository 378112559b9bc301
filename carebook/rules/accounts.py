"""What holds for staff, accounts, passwords and roles: what may be written, and who may give what to whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from carebook.records.staff import Account, AccountState, Actor, Role, RoleGrant, StaffMember
from carebook.rules.problem import Problem
from carebook.words import message

LONGEST_TEXT = 200


def problems_in_member(member: StaffMember) -> list[Problem]:
    """What is wrong with a staff member as typed."""
    found = []
    if not member.full_name.strip():
        found.append(Problem("full_name", message("The name is needed.")))
    if not member.post.strip():
        found.append(Problem("post", message("The post is needed.")))
    for name in ("full_name", "post", "department"):
        if len(getattr(member, name)) > LONGEST_TEXT:
            found.append(Problem(name, message("At most {most} letters.", most=LONGEST_TEXT)))
    if member.since_on and member.left_on and member.left_on < member.since_on:
        found.append(Problem("left_on", message("The day of leaving is before the first day of work.")))
    return found


def problems_in_login(login: str, *, taken: bool) -> list[Problem]:
    """What is wrong with a new sign-in name; ``taken``: another account has it."""
    if not login.strip():
        return [Problem("login", message("The sign-in name is needed."))]
    if len(login) > LONGEST_TEXT:
        return [Problem("login", message("At most {most} letters.", most=LONGEST_TEXT))]
    if taken:
        return [Problem("login", message("Another account has the sign-in name “{login}”.", login=login))]
    return []


def problems_in_grant(grant: RoleGrant, *, by: Actor, held: Sequence[RoleGrant], day: date) -> list[Problem]:
    """What stands against giving ``grant``; ``held`` are the grants its account has already.

    Nobody gives to oneself a role, a scope or an extra right that one does not hold.
    """
    found = _problems_in_itself(grant)
    if any(_same(grant, other) and _overlap(grant, other) for other in held):
        found.append(Problem("role", message("The account already holds this role on these days.")))
    if grant.account_id == by.account_id:
        own = by.grants_on(day)
        covered = any(g.role is grant.role and g.ward_id in (None, grant.ward_id) for g in own)
        extra = all(
            any(getattr(g, right) for g in own)
            for right in ("restricted", "hiv", "self_approval")
            if getattr(grant, right)
        )
        if not (covered and extra):
            found.append(Problem("role", message("Nobody gives a right to oneself. Another manager gives it.")))
    return found


def problems_in_delegation(grant: RoleGrant, *, by: Actor, day: date) -> list[Problem]:
    """What stands against delegating (ủy quyền): a role held oneself and not by delegation, to another, from a day to a day."""
    found = _problems_in_itself(grant)
    if grant.from_on is None:
        found.append(Problem("from_on", message("A delegation needs its first day.")))
    if grant.to_on is None:
        found.append(Problem("to_on", message("A delegation needs its last day.")))
    elif grant.to_on < day:
        found.append(Problem("to_on", message("The last day is over already.")))
    if grant.account_id == by.account_id:
        found.append(Problem("account_id", message("Nobody delegates to oneself.")))
    own = [g for g in by.grants_on(day) if g.role is grant.role and g.delegated_by is None]
    if not any(g.ward_id in (None, grant.ward_id) for g in own):
        found.append(Problem("role", message("Only a role held oneself can be delegated.")))
    return found


def directors_on(
    day: date, accounts: Iterable[Account], grants: Iterable[RoleGrant], *, without: str = ""
) -> frozenset[str]:
    """The active accounts that are director on ``day`` in their own right; ``without`` is a grant or an account taken away."""
    active = {a.id for a in accounts if a.state is AccountState.ACTIVE and not a.is_withdrawn and a.id != without}
    return frozenset(
        g.account_id
        for g in grants
        if g.role is Role.DIRECTOR
        and g.delegated_by is None
        and not g.is_withdrawn
        and g.id != without
        and (g.from_on is None or g.from_on <= day)
        and (g.to_on is None or day <= g.to_on)
        and g.account_id in active
    )


def initials_of(full_name: str) -> str:
    """The first letters of a name, for the sign-in page: Đào Thị Hướng Dương → ĐTHD."""
    return "".join(word[0] for word in full_name.split()).upper()


def has_key(grants: Iterable[RoleGrant]) -> bool:
    """Whether an account with these roles gets a key to the book: IT alone looks after the files and never opens them."""
    return any(g.role is not Role.IT for g in grants if not g.is_withdrawn)


def _problems_in_itself(grant: RoleGrant) -> list[Problem]:
    found = []
    if grant.from_on and grant.to_on and grant.to_on < grant.from_on:
        found.append(Problem("to_on", message("The last day is before the first day.")))
    if grant.role is Role.IT and (grant.restricted or grant.hiv):
        found.append(Problem("role", message("IT looks after the files and sees no resident.")))
    return found


def _same(one: RoleGrant, other: RoleGrant) -> bool:
    held, wanted = (
        (grant.role, grant.ward_id, grant.restricted, grant.hiv, grant.self_approval) for grant in (one, other)
    )
    return held == wanted


def _overlap(one: RoleGrant, other: RoleGrant) -> bool:
    first = max(one.from_on or date.min, other.from_on or date.min)
    return first <= min(one.to_on or date.max, other.to_on or date.max)
