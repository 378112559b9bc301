"""One incident beside the list: what happened, the injuries, who was told and who still has to be, the remedies, what comes next."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from carebook import dates
from carebook.records import enum_words
from carebook.records.incidents import Incident, IncidentState, Notified, Remedy
from carebook.rules.incidents import body_part, is_open
from carebook.store.incidents import IncidentFile
from carebook.ui.pages.incidents.rows import STATE_MARKS, severity_words, state_words, told_words
from carebook.ui.parts import theme
from carebook.ui.parts.body_map import BodyOutline
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, MarkSign, label, section_head
from carebook.ui.parts.layouts import Flow, box, column, emptied, hairline, row, scrolling
from carebook.ui.parts.pictures import PictureOwner, Pictures
from carebook.words import _, pgettext

WIDTH = 430


class IncidentCard(QFrame):
    """Hidden without an incident. ``wanted(word, id)`` when a button asks for something: told, remedy, close, reopen, edit,
    strike, print, person; "rewrite" and "finish" with the id of a remedy.
    """

    wanted = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setProperty("side", "right")
        self._desk = desk
        self.file: IncidentFile | None = None
        self.title = ElidedLabel("", "h2")
        self.line = label("", "small", wrap=True)
        self._state: QVBoxLayout = column(gap=0)
        self._body: QVBoxLayout = column(gap=6)
        self.pictures = Pictures(desk)
        self._make_buttons()
        deeds = box(
            Flow(
                *(self.told_button, self.remedy_button, self.close_button, self.reopen_button, self.edit_button),
                *(self.print_button, self.strike_button),
                gap=6,
            )
        )
        self.setLayout(
            column(
                self.title,
                self.line,
                box(row((box(self._state), 1), margins=(0, 0, 8, 0))),
                (scrolling(box(column(self._body, self.pictures, None, gap=6, margins=(0, 0, 8, 0)))), 1),
                deeds,
                gap=6,
                margins=(16, 12, 12, 10),
            )
        )
        self.spread(False)
        self.hide()

    def spread(self, wanted: bool) -> None:
        """Take the whole width, where there is no room beside the list."""
        wide = theme.worn().scaled(WIDTH)
        self.setMinimumWidth(0 if wanted else wide)
        self.setMaximumWidth(16777215 if wanted else wide)

    def _make_buttons(self) -> None:
        def button(words: str, wanted: str, icon: str = "", kind: str = "", key: str = "") -> Button:
            made = Button(words, kind, icon, key, listens=False)
            made.clicked.connect(partial(self._want, wanted))
            return made

        self.told_button = button(_("Told…"), "told", "phone", "", "F6")
        self.remedy_button = button(_("Remedy…"), "remedy", "plus", "", "F7")
        self.close_button = button(pgettext("an incident", "Close…"), "close", "check", "", "F8")
        self.reopen_button = button(_("Open anew…"), "reopen", "undo-2")
        self.edit_button = button(_("Edit"), "edit", "pencil", "", "F2")
        self.print_button = button(pgettext("of an incident", "Minutes"), "print", "printer", "", "Ctrl+P")
        self.strike_button = button(_("Strike through…"), "strike")

    def _want(self, word: str, *_more: object) -> None:
        self.wanted.emit(word, "")

    # what is shown

    def show_file(self, file: IncidentFile | None) -> None:
        """Show one incident; None: nothing is chosen."""
        self.file = file
        self.setVisible(file is not None)
        emptied(self._body)
        emptied(self._state)
        if file is None:
            return
        desk, one = self._desk, file.incident
        self.title.setWhole(f"{desk.words('incident_kind', one.kind)} · {one.number}")
        at = dates.moment(one.happened_at, desk.today()) if one.happened_at is not None else "–"
        shift = desk.words("shift", one.shift) if one.shift else ""
        where = " · ".join(filter(None, (at, shift, one.place, file.line.ward)))
        self.line.setText(where)
        self._state.addLayout(
            row(
                MarkSign(*STATE_MARKS[one.state]),
                label(state_words(one.state), "name"),
                None,
                self._severity(one),
                gap=8,
            )
        )
        for part in (
            self._about(file),
            self._said(_("What happened, as seen"), one.text),
            self._said(_("Done at once"), one.at_once),
            self._told(file),
            self._remedies(file),
            self._said(pgettext("of an incident", "Cause"), one.cause),
            self._said(pgettext("of an incident", "Conclusion"), one.conclusion),
            self._injuries(file),
            self._written(file),
        ):
            if part is not None:
                self._body.addWidget(part)
        owner = file.line.person_id if is_open(one) else ""
        self.pictures.load(PictureOwner(owner, one.id, f"Ảnh sự cố {one.number}"), file.pictures)
        self.pictures.setVisible(bool(owner or file.pictures))
        self._show_buttons(one)

    def _severity(self, one: Incident) -> QWidget:
        return label(severity_words(one.severity), "small")

    def _show_buttons(self, one: Incident) -> None:
        may, there = self._desk.may, is_open(one)
        self.told_button.setVisible(there and may("record_notified"))
        self.remedy_button.setVisible(there and may("save_remedy"))
        self.close_button.setVisible(there and may("close_incident"))
        self.reopen_button.setVisible(one.state is IncidentState.CLOSED and may("reopen_incident"))
        self.edit_button.setVisible(there and may("amend_incident"))
        self.print_button.setVisible(may("print_papers"))
        self.strike_button.setVisible(may("strike_incident"))

    def _about(self, file: IncidentFile) -> QWidget | None:
        lines = column(gap=2)
        if file.line.person_id:
            name = Button(f"{file.line.name} · {file.line.code}", "link", "arrow-right")
            name.clicked.connect(partial(self._want, "person"))
            lines.addLayout(row(name, None))
        for one in file.involved:
            said = " · ".join(
                filter(None, (one.name, one.code, enum_words.said(one.involved.part), one.involved.injury))
            )
            lines.addWidget(label(said, "small", wrap=True))
        return box(lines) if lines.count() else None

    def _said(self, heading: str, words: str) -> QWidget | None:
        if not words.strip():
            return None
        return box(column(label(heading, "small"), label(words, wrap=True), gap=1))

    def _injuries(self, file: IncidentFile) -> QWidget | None:
        if not file.marks:
            return None
        outline = BodyOutline(())
        outline.only_show()
        outline.show_marks(file.marks)
        lines = column(gap=2)
        for number, mark in enumerate(file.marks, 1):
            kind = self._desk.words("injury_kind", mark.injury)
            said = " · ".join(filter(None, (kind, str(body_part(mark)), mark.note)))
            lines.addWidget(label(f"{number}. {said}", "small", wrap=True))
        return box(column(section_head(_("Injuries"), str(len(file.marks))), outline, lines, gap=2))

    def _told(self, file: IncidentFile) -> QWidget:
        lines = column(gap=4)
        asked = {one.whom for one in file.line.tellings}
        now = self._desk.now()
        for one in file.line.tellings:
            mark = ("full", "ok") if one.is_done else ("full", "danger") if one.is_late(now) else ("ring", "warn")
            row_of = next((n for n in file.notified if n.whom == one.whom and n.told_at == one.told_at), None)
            lines.addWidget(self._telling(mark, one.whom, told_words(one, self._desk), row_of, one.basis))
        for other in file.notified:
            if other.whom not in asked:
                at = dates.moment(other.told_at, self._desk.today()) if other.told_at is not None else ""
                words = _("Told {time}").format(time=at) if at else other.not_needed_because
                lines.addWidget(self._telling(("full", "ok"), other.whom, words, other, ""))
        if not lines.count():
            lines.addWidget(label(_("Nobody has to be told."), "small"))
        return box(column(section_head(_("Told to")), hairline(), lines, gap=4))

    def _telling(self, mark: tuple[str, str], whom: str, words: str, one: Notified | None, basis: str) -> QWidget:
        known = ", ".join(filter(None, (one.name, one.way))) if one is not None else ""
        under = " · ".join(filter(None, (words, known, basis)))
        said = column(label(self._desk.words("notified_whom", whom), "name"), label(under, "small", wrap=True), gap=0)
        return box(row(MarkSign(*mark), (said, 1), gap=8))

    def _remedies(self, file: IncidentFile) -> QWidget | None:
        if not file.remedies:
            return None
        lines = column(gap=6)
        for one in file.remedies:
            lines.addWidget(self._remedy(one, file))
        return box(column(section_head(_("Remedies")), hairline(), lines, gap=4))

    def _remedy(self, one: Remedy, file: IncidentFile) -> QWidget:
        desk, owner = self._desk, file.staff.get(one.owner_id or "", "–")
        if one.done_on is not None:
            words = _("Done on {day}: {result}").format(day=desk.said_day(one.done_on), result=one.result)
        else:
            words = str(dates.lateness(one.due_on, desk.today()))
        late = one.done_on is None and one.due_on is not None and one.due_on < desk.today()
        tone = "danger" if late else ""
        said = column(label(one.text, wrap=True), label(f"{owner} · {words}", "small", tone, wrap=True), gap=0)
        line = row((said, 1), gap=6)
        if one.done_on is None and is_open(file.incident):
            for words, wanted, deed in (
                (_("Done…"), "finish", "finish_remedy"),
                (_("Edit"), "rewrite", "save_remedy"),
            ):
                if desk.may(deed):
                    made = Button(words, "link")
                    made.clicked.connect(partial(self._want_of, wanted, one.id))
                    line.addWidget(made)
        return box(line)

    def _want_of(self, word: str, row_id: str, *_more: object) -> None:
        self.wanted.emit(word, row_id)

    def _written(self, file: IncidentFile) -> QWidget:
        one, desk = file.incident, self._desk
        reported = file.staff.get(one.reported_by_id or "", "–")
        said = [_("Reported by {name}").format(name=reported)]
        if one.recorded_at is not None:
            at = dates.moment(one.recorded_at, desk.today())
            typed = file.entered_by
            said.append(_("entered by {name}, {time}").format(name=typed or "–", time=at))
        if one.closed_on is not None:
            closed = file.staff.get(one.closed_by_id or "", "–")
            said.append(_("closed by {name}, {day}").format(name=closed, day=desk.said_day(one.closed_on)))
        if one.confidential:
            said.append(_("restricted incident"))
        return label(" · ".join(said), "small", wrap=True)
