"""The sheet on which an incident is reported or written anew: what happened, who was told, the injuries, who else was there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from carebook.records.incidents import BodyMark, Incident, Involved, Notified, Severity
from carebook.rules.incidents import whom_to_tell
from carebook.rules.problem import Problem
from carebook.store.incidents import IncidentFile
from carebook.ui.pages.incidents.asking import Incidents
from carebook.ui.pages.incidents.people import InvolvedRows, heading
from carebook.ui.pages.incidents.rows import severity_words
from carebook.ui.pages.incidents.telling import TellingRows
from carebook.ui.parts.body_map import BodyMap, Injury
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, commit_input_method, section
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column
from carebook.ui.parts.writing_panel import Sheet
from carebook.words import Message, _

_FIRST = ("episode_id", "ward_id", "happened_at", "kind", "severity", "place", "text", "at_once")
_LAST = ("reported_by_id", "confidential")
_LATER = ("cause", "conclusion")
_OF_MARK = ("id", "version", "incident_id", "episode_id", "back", "x", "y", "injury", "note")


@dataclass(frozen=True)
class Written:
    """What stands on the sheet. ``notified`` are those told already, of a new incident."""

    incident: Incident
    involved: tuple[Involved, ...]
    marks: tuple[BodyMark, ...]
    notified: tuple[Notified, ...] = ()


def _severity(one: Severity, desk: Desk) -> str:
    """A degree with what it stands for: "2 Trung bình · Sơ cứu"."""
    row = desk.codes.code("incident_severity", one.value)
    return " · ".join(filter(None, (severity_words(one), row.note.rstrip(".") if row is not None else "")))


class IncidentSheet(Sheet):
    """A new incident, or with ``file`` one that is in the book."""

    def __init__(self, desk: Desk, incident: Incident, found: Incidents, file: IncidentFile | None = None) -> None:
        super().__init__()
        self._desk, self._incident, self._new = desk, incident, not incident.id
        stays = [*found.stays]
        for stay, name in (file.names if file is not None else {}).items():
            if stay not in dict(stays):
                stays.append((stay, name))
        members = [*found.members]
        if incident.reported_by_id and incident.reported_by_id not in dict(members):
            members.append((incident.reported_by_id, file.staff[incident.reported_by_id] if file is not None else "–"))
        choices = {
            "episode_id": stays,
            "ward_id": found.wards,
            "kind": desk.choices("incident_kind"),
            "severity": [(one.value, _severity(one, desk)) for one in Severity],
            "reported_by_id": members,
        }
        labels = {"episode_id": _("Mainly about"), "ward_id": _("Ward")}
        self.form = Form(
            [section("", Incident, *_FIRST)], desk.today, choices=choices, labels=labels, required=("kind",), columns=1
        )
        last = (*_LATER, *_LAST) if not self._new else _LAST
        self.rest = Form([section("", Incident, *last)], desk.today, choices=choices, columns=1)
        self.complaint = label("", "small", "danger", wrap=True)
        self.locked = label(
            _("A restricted incident: only who has the right to it reads it."), "small", "warn", wrap=True
        )
        self.to_write = label("", "small", wrap=True)
        self.told = TellingRows(desk, reasons=False)
        self._told_box = box(column(label(_("Told already"), "strong"), self.told, gap=4))
        self.body = BodyMap(
            [
                Injury(c.code, c.text, str(c.extra.get("key", "")))
                for c in desk.codes.choices("injury_kind", desk.today())
            ]
        )
        self._body_box = box(column(label(_("Injuries"), "strong"), self.body, gap=4))
        self.people = InvolvedRows(stays, members)
        parts = (
            self.complaint,
            self.to_write,
            self.form,
            self.locked,
            self._told_box,
            self._body_box,
            heading(),
            self.people,
            self.rest,
        )
        self.setLayout(column(*parts, gap=10))
        self.complaint.hide()
        self.form.load(incident)
        self.rest.load(incident)
        self.people.load(one.involved for one in file.involved) if file is not None else None
        self.body.show_marks(file.marks if file is not None else (), incident.episode_id or "")
        self.form.show_when("ward_id", lambda form: not form.value("episode_id"))
        self._asked: str | None = None
        self._follow()
        for part in (self.form, self.rest, self.told, self.body, self.people):
            part.changed.connect(self.changed)
            part.changed.connect(self._chain_tabs)
        self.form.changed.connect(self._follow)
        for name in ("episode_id", "kind"):  # what was typed to find a choice is settled when the field is left
            self.form.editor(name).left.connect(self._follow)
        self.rest.changed.connect(self._follow)
        self._chain_tabs()
        self._base = self.draft()

    # what is typed changes what is asked

    def _follow(self) -> None:
        about = self.form.value("episode_id") or ""
        self._body_box.setVisible(bool(about))
        if about != self.body.whose:
            self.body.turn_to(about)
        code = self.form.value("kind")
        kind = self._desk.codes.code("incident_kind", code) if code else None
        asked = kind.note if kind is not None else ""
        self.to_write.setText(asked)
        self.to_write.setVisible(bool(asked))
        by_kind = kind is not None and bool(kind.extra.get("restricted"))
        self.rest.editor("confidential").setVisible(not by_kind)
        self.locked.setVisible(by_kind or bool(self.rest.value("confidential")))
        self._told_box.setVisible(self._new and kind is not None)
        if self._new and code != self._asked:
            self._asked = code
            self.told.ask_of(list(whom_to_tell(kind).items()))

    def _chain_tabs(self) -> None:
        """Tab goes from top to bottom, also through rows that were added since."""
        here, before = self.window(), None
        lasts = (self.told.add_button, self.people.add_button)
        for part in (self.form, self.told, self.body, self.people, self.rest):
            stops = [one for one in part.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
            for stop in sorted((one for one in stops if one.window() is here), key=lambda one: one in lasts):
                if before is not None:
                    QWidget.setTabOrder(before, stop)
                before = stop

    # what stands on it

    def is_dirty(self) -> bool:
        return self.draft() != self._base

    def written(self) -> Any:
        commit_input_method()
        self._say("")
        first = self.form.record(self._incident)
        incident = self.rest.record(first) if first is not None else None
        if incident is None:
            return None
        if incident.episode_id:
            incident = replace(incident, ward_id=None if self._new else self._incident.ward_id)
        told = self.told.notified(incident.happened_at) if self._new else []
        if isinstance(told, Message):
            self._say(str(told))
            self.told.take_focus()
            return None
        marks = self.body.marks() if incident.episode_id else ()
        return Written(incident, self.people.involved(), marks, tuple(told))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        ours, theirs = set(self.form.names()), set(self.rest.names())
        self._say(" ".join(str(one.message) for one in problems if one.field not in ours | theirs))
        if below := [one for one in problems if one.field in theirs]:
            self.rest.show_problems(below)
        if above := [one for one in problems if one.field in ours]:
            self.form.show_problems(above)

    def _say(self, sentence: str) -> None:
        self.complaint.setText(sentence)
        self.complaint.setVisible(bool(sentence))

    def draft(self) -> dict[str, Any]:
        return {
            "form": self.form.draft(),
            "rest": self.rest.draft(),
            "told": self.told.draft(),
            "people": self.people.draft(),
            "marks": [{name: getattr(mark, name) for name in _OF_MARK} for mark in self.body.marks()],
        }

    def restore(self, draft: dict[str, Any]) -> None:
        self.form.restore(draft["form"])
        self.rest.restore(draft["rest"])
        self._follow()
        self.told.restore(draft["told"])
        self.people.restore(draft["people"])
        self.body.show_marks([BodyMark(**one) for one in draft["marks"]], self.form.value("episode_id") or "")

    def take_focus(self) -> None:
        """The cursor into the first thing that is not known yet, of a known incident into what happened."""
        empty = (name for name in ("episode_id", "kind", "place") if self.form.editor(name).is_empty())
        self.form.editor(next(empty, "text") if self._new else "text").input.target.setFocus()
