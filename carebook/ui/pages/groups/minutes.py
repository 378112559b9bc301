"""The minutes of one session of a group as a form."""

from __future__ import annotations

from carebook.records.groups import GroupSession
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.words import _

NAMES = ("topic", "activities", "materials", "course", "dynamics", "result", "lessons")
WIDEST = 16777215


def minutes_form(desk: Desk) -> Form:
    """What a session was about, how it went, what it taught; who led it, and in a class the subject."""
    form = Form(
        [
            section("", GroupSession, "topic", "done_by_id", "materials", "subject", "activities"),
            section(_("How it went"), GroupSession, "course", "dynamics", "result", "lessons"),
        ],
        desk.today,
        choices={"subject": desk.choices("lesson_subject")},
        labels={"done_by_id": _("Led by")},
    )
    for name in ("topic", *NAMES):
        form.editor(name).input.setMaximumWidth(WIDEST)
    return form
