"""The facts of one group as a form."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.records.groups import Group
from carebook.rules.groups import CLASS
from carebook.ui.pages.groups.asking import Choosing
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.layouts import box, column, scrolling
from carebook.words import _, message


class GroupForm(QFrame):
    """``typed`` when something was typed; ``discarded`` when its draft is to be forgotten."""

    typed = Signal()
    discarded = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._group = Group()
        self.kept = MessageBar()
        self.form = Form(
            [
                section("", Group, "name", "kind", "leader_id", "room_id", "from_on", "to_on"),
                section(_("What it is for"), Group, "purpose", "criteria"),
                section(_("Size and counting"), Group, "places", "planned_sessions", "therapy", "programme_id", "fee"),
                section(_("School"), Group, "school_year"),
            ],
            desk.today,
            labels={"name": _("Name of the group")},
            choices={"kind": desk.choices("group_kind"), "therapy": desk.choices("therapy")},
        )
        self.form.show_when("school_year", lambda form: form.value("kind") == CLASS)
        self.form.changed.connect(self.typed)
        self.setLayout(column((scrolling(box(column(self.kept, self.form, gap=8, margins=(24, 4, 20, 12)))), 1), gap=0))
        self.setFocusProxy(self.form.editor("name").input)

    def show_group(self, found: Choosing) -> None:
        """Show a group, or an empty form, with the draft of it."""
        self._group = found.group
        for name, choices in (("leader_id", found.staff), ("room_id", found.rooms), ("programme_id", found.programmes)):
            self.form.editor(name).offer(choices)
        self.form.load(found.group)
        self.kept.clear()
        if found.draft is not None:
            self.form.restore(found.draft.content)
            at = dates.moment(found.draft.kept_at, self._desk.today())
            said = message("The draft kept at {time} is open again.", time=at)
            self.kept.say(said, "info", action=_("Discard draft"), then=self.discarded.emit)
        self.form.editor("name").input.setFocus()

    def group(self) -> Group:
        """The group as it was read."""
        return self._group

    def written(self) -> Group | None:
        """The group as the form says; None when a field cannot be read, which is shown."""
        return self.form.record(self._group)

    def revert(self) -> None:
        """Show again what the book holds."""
        self.form.revert()
        self.kept.clear()
