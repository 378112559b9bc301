"""What the page of classes asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from carebook.records.groups import Group
from carebook.rules.classes import ClassRegister
from carebook.rules.dated import limit_on
from carebook.store import code_lists, staff
from carebook.store.book import Reader
from carebook.store.classes import ClassFile, class_file, classes, register
from carebook.store.drafts import Draft, own_drafts
from carebook.ui.parts.fields import Choices

PLAN_FORM = "education_plan"
REVIEW_FORM = "education_review"


@dataclass(frozen=True)
class Shown:
    """One class: its file on the day, its register of a span, how many pupils one teacher may have, who may teach.

    ``groups`` are all classes; ``drafts`` the asker's own of plans and reviews.
    """

    groups: tuple[Group, ...]
    file: ClassFile | None
    register: ClassRegister | None
    norm: int
    teachers: Choices
    drafts: tuple[Draft, ...]


def shown(reader: Reader, group_id: str, first: date, last: date, today: date) -> Shown:
    """Everything the page shows of a class, of the first one when none is named."""
    groups = classes(reader)
    if not any(one.id == group_id for one in groups):
        closed = classes(reader, closed=True)
        groups = groups if not any(one.id == group_id for one in closed) else closed
        group_id = group_id if any(one.id == group_id for one in groups) else groups[0].id if groups else ""
    return Shown(
        groups,
        class_file(reader, group_id, today) if group_id else None,
        register(reader, group_id, first, last) if group_id else None,
        limit_on(code_lists.limits(reader), "teacher_norm", today).value,
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        tuple(one for one in own_drafts(reader) if one.form in (PLAN_FORM, REVIEW_FORM)),
    )


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def week_of(day: date) -> tuple[date, date]:
    """The Monday and the Sunday of the week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)
