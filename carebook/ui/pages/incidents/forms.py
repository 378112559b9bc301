"""The short sheets of an incident: a remedy, that it is done, and the closing."""

from __future__ import annotations

from dataclasses import replace

from carebook.records.incidents import Incident, Remedy
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.writing_panel import FormSheet


def remedy_sheet(desk: Desk, remedy: Remedy, members: Choices, *, done: bool) -> FormSheet:
    """What is to be done, by whom, until when; with ``done`` on which day it was and what came of it."""
    names = ("done_on", "result") if done else ("text", "owner_id", "due_on")
    form = Form(
        [section("", Remedy, *names)],
        desk.today,
        choices={"owner_id": members},
        required=names if done else (),
        columns=1,
    )
    return FormSheet(form, replace(remedy, done_on=desk.today()) if done else remedy)


def closing_sheet(desk: Desk, incident: Incident) -> FormSheet:
    """The cause and the conclusion."""
    required = ("cause", "conclusion")
    return FormSheet(Form([section("", Incident, *required)], desk.today, required=required, columns=1), incident)
