"""The sheet of one call: four questions that one key answers each, what was told, and a clock that runs from its opening."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from carebook import dates
from carebook.records import enum_words
from carebook.records.declaration import field_of
from carebook.records.services import DangerLevel, HotlineCall
from carebook.rules.hotline import CALL_BACK, call_back_day, minutes_of, restricted_needs
from carebook.rules.problem import Problem
from carebook.rules.services import asks_for_safety
from carebook.ui.pages.hotline.asking import Calls
from carebook.ui.pages.hotline.key_row import KeyRow
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.communes import communes_near
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import FieldEditor, commit_input_method
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import box, column, hairline, row
from carebook.ui.parts.writing_panel import Sheet
from carebook.words import _, message

_REFERRED = "referred"
_NAMES_A_STAY = ("admitted", "case_opened")
_FIELDS = (
    *("called_at", "minutes", "channel", "taken_by_id"),
    *("safety_plan", "partner_id", "call_back_on", "episode_id"),
    *("content", "advice", "about", "commune", "caller_phone", "anonymous", "caller_name", "confidential"),
)


class CallSheet(Sheet):
    """A new call, whose minutes are counted from ``began``, or with None one that was noted before."""

    def __init__(self, desk: Desk, call: HotlineCall, found: Calls, began: datetime | None) -> None:
        super().__init__()
        self._desk, self._call, self._found, self._began = desk, call, found, began
        self._asked_for_safety = False
        day = desk.today()
        self._restricted = restricted_needs(desk.codes.choices("hotline_need", day))
        self.rows = {
            "caller": KeyRow(_("Who called"), desk.choices("caller_kind")),
            "need": KeyRow(_("Need of the caller"), desk.choices("hotline_need")),
            "violence_kinds": KeyRow(_("Kinds of violence"), desk.choices("violence_kind"), several=True),
            "danger": KeyRow(_("Danger"), enum_words.choices(DangerLevel)),
            "outcome": KeyRow(_("Outcome of the call"), desk.choices("call_outcome")),
        }
        self._make_editors()
        self._lay_out()
        self._load()
        for name, asked in self.rows.items():
            asked.answered.connect(partial(self._answered, name))
            asked.stepped.connect(partial(self._step, asked))
        for editor in self.editors.values():
            editor.changed.connect(self._typed)
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tell_time)
        if began is not None:
            self._clock.start()
        self._tell_time()
        self._base = self._raw()

    def _make_editors(self) -> None:
        desk, found = self._desk, self._found
        offered = {
            "channel": desk.choices("service_channel"),
            "taken_by_id": found.members,
            "partner_id": found.partners,
            "episode_id": found.stays,
            "commune": communes_near(desk, found.province, self._call.commune),
        }
        self.editors = {
            name: FieldEditor(field_of(HotlineCall, name), desk.today, choices=offered.get(name, ()))
            for name in _FIELDS
        }

    def _lay_out(self) -> None:
        self.clock = label("", "h1")
        self.clock.setAccessibleName(_("Length of the call"))
        self.since = label("", "muted")
        self.past_button = Button(_("The call is over already"), "link")
        self.past_button.setToolTip(_("To write down a call of before: its day, time and minutes"))
        self.past_button.clicked.connect(self._note_past)
        self._head = box(row(Sign("phone", "primary", 22), self.clock, self.since, None, self.past_button, gap=10))
        self.locked = label("", "small", "warn", wrap=True)
        self.locked.setText(
            _("A restricted call: once it is saved, only who may open restricted records reads it.")
            if self._desk.sees_restricted
            else _(
                "A restricted call: who may open restricted records reads it. You can write on it until the end of tomorrow."
            )
        )
        self.complaint = label("", "small", "danger", wrap=True)
        self.complaint.hide()
        rows = self.rows
        self.setLayout(
            column(
                self._head,
                self.complaint,
                self._fields("called_at", "minutes", "channel", "taken_by_id"),
                *(rows["caller"], rows["need"], self.locked, rows["violence_kinds"], rows["danger"]),
                *(self._fields("safety_plan"), rows["outcome"]),
                self._fields("partner_id", "call_back_on", "episode_id"),
                hairline(),
                self._fields("content", "advice", "about", "commune", "caller_phone"),
                self._fields("anonymous", "caller_name", "confidential"),
                None,
                gap=4,
                margins=(0, 0, 4, 0),
            )
        )
        self._chain_tabs()

    def _fields(self, *names: str) -> QVBoxLayout:
        """Fields one under the other, in line with the questions."""
        return column(*(self.editors[name] for name in names), gap=5, margins=(8, 0, 8, 0))

    def _stops(self) -> list[QWidget]:
        """Where the cursor may stand, from top to bottom."""
        rows, fields = self.rows, self.editors
        return [
            *(fields[name] for name in ("called_at", "minutes", "channel", "taken_by_id")),
            *(rows["caller"], rows["need"], rows["violence_kinds"], rows["danger"], fields["safety_plan"]),
            *(rows["outcome"], fields["partner_id"], fields["call_back_on"], fields["episode_id"]),
            *(fields[name] for name in ("content", "advice", "about", "commune", "caller_phone")),
            *(fields[name] for name in ("anonymous", "caller_name", "confidential")),
        ]

    def _chain_tabs(self) -> None:
        before: QWidget | None = None
        for stop in self._stops():
            here = stop.input.target if isinstance(stop, FieldEditor) else stop
            if before is not None:
                QWidget.setTabOrder(before, here)
            before = here

    # what stands on it

    def _load(self) -> None:
        call = self._call
        for name in ("caller", "need", "outcome"):
            self.rows[name].choose((getattr(call, name),) if call.id else ())
        self.rows["danger"].choose((call.danger.value,) if call.id else ())
        self.rows["violence_kinds"].choose(call.violence_kinds)
        for name, editor in self.editors.items():
            editor.set_value(getattr(call, name))
        self._look_again()

    def _raw(self) -> dict[str, Any]:
        chosen = {name: list(asked.codes()) for name, asked in self.rows.items()}
        return {**chosen, **{name: editor.raw() for name, editor in self.editors.items()}}

    def is_dirty(self) -> bool:
        return self._raw() != self._base

    def draft(self) -> dict[str, Any]:
        commit_input_method()
        typed = {name: raw for name, raw in self._raw().items() if raw != self._base[name]}
        return {**typed, "began": self._began.isoformat() if self._began else ""}

    def restore(self, draft: dict[str, Any]) -> None:
        for name, raw in draft.items():
            if name in self.rows:
                self.rows[name].choose(raw)
            elif name in self.editors:
                self.editors[name].set_raw(raw)
        if self._began is not None and (began := draft.get("began")):
            self._began = datetime.fromisoformat(began)
            self.editors["called_at"].set_value(self._began)
        self._look_again()
        self._tell_time()
        self.changed.emit()

    def take_focus(self) -> None:
        if self._began is None and not self._call.id:
            self.editors["called_at"].setFocus()
        else:
            self.rows["caller"].setFocus()

    # what follows from an answer

    def _answered(self, name: str) -> None:
        if name == "outcome" and self.rows["outcome"].code() == CALL_BACK:
            back = self.editors["call_back_on"]
            if back.is_empty():
                back.set_value(call_back_day(self._called_at(), self._found.call_back_hours))
        self._look_again()
        self.changed.emit()

    def _typed(self) -> None:
        self._look_again()
        self.changed.emit()

    def _step(self, asked: KeyRow, by: int) -> None:
        stops = [stop for stop in self._stops() if not stop.isHidden()]
        place = stops.index(asked) + by
        if 0 <= place < len(stops):
            self._go(stops[place])

    def _go(self, stop: QWidget) -> None:
        """Put the cursor there, where it is seen."""
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        area = next((one for one in _above(self) if isinstance(one, QScrollArea)), None)
        if area is not None:
            # once the question that was left has folded
            QTimer.singleShot(0, stop, partial(area.ensureWidgetVisible, stop, 0, 24))

    def _danger(self) -> DangerLevel | None:
        code = self.rows["danger"].code()
        return DangerLevel(code) if code else None

    def _look_again(self) -> None:
        """Show only what the answers ask for."""
        fields, noted = self.editors, self._began is None
        restricted = self.rows["need"].code() in self._restricted
        outcome = self.rows["outcome"].code()
        for name in ("called_at", "minutes", "channel", "taken_by_id"):
            fields[name].setVisible(noted)
        self._head.setVisible(not noted)
        self.rows["violence_kinds"].setVisible(restricted or bool(self.rows["violence_kinds"].codes()))
        self.locked.setVisible(restricted or bool(fields["confidential"].value()))
        safety = asks_for_safety(self._danger()) or not fields["safety_plan"].is_empty()
        fields["safety_plan"].setVisible(safety)
        fields["partner_id"].setVisible(outcome == _REFERRED or not fields["partner_id"].is_empty())
        fields["call_back_on"].setVisible(outcome == CALL_BACK or not fields["call_back_on"].is_empty())
        fields["episode_id"].setVisible(outcome in _NAMES_A_STAY or not fields["episode_id"].is_empty())
        fields["caller_name"].setVisible(not fields["anonymous"].value() or not fields["caller_name"].is_empty())
        fields["confidential"].setVisible(not restricted)

    # the clock

    def _called_at(self) -> datetime:
        return self._began or self._call.called_at

    def _tell_time(self) -> None:
        if self._began is None:
            self._clock.stop()
            return
        seconds = max(0, int((self._desk.now() - self._began).total_seconds()))
        self.clock.setText(f"{seconds // 60:02}:{seconds % 60:02}")
        self.since.setText(_("since {time}").format(time=dates.clock(self._began)))

    def _note_past(self) -> None:
        """A call of before: its time and length are typed."""
        self._began = None
        self._look_again()
        self.editors["called_at"].setFocus()
        self.changed.emit()

    # saving

    def written(self) -> HotlineCall | None:
        commit_input_method()
        self.complaint.hide()
        stop = self._unanswered()
        if stop is None:
            stop = self._unreadable()
        if stop is not None:
            self._go(stop)
            return None
        if self._wants_safety():
            return None
        chosen: dict[str, Any] = {name: self.rows[name].code() for name in ("caller", "need", "outcome")}
        typed: dict[str, Any] = {name: editor.value() for name, editor in self.editors.items()}
        call = replace(
            self._call,
            **chosen,
            **typed,
            danger=DangerLevel(self.rows["danger"].code()),
            violence_kinds=self.rows["violence_kinds"].codes(),
        )
        if self._began is not None:
            call = replace(call, called_at=self._began, minutes=minutes_of(self._began, self._desk.now()))
        return replace(call, caller_name="") if call.anonymous and not self._call.id else call

    def _unanswered(self) -> QWidget | None:
        """The first question without an answer, each told so."""
        first: QWidget | None = None
        for name in ("caller", "need", "danger", "outcome"):
            asked = self.rows[name]
            asked.complain("" if asked.code() else message("One key is missing here."))
            if first is None and not asked.code():
                first = asked
        return first

    def _unreadable(self) -> QWidget | None:
        """The first field on show that cannot be read, each told why."""
        first: QWidget | None = None
        for editor in self.editors.values():
            problem = None if editor.isHidden() else editor.problem()
            if problem is not None:
                editor.show_error(problem)
                first = first or editor
        return first

    def _wants_safety(self) -> bool:
        """Whether the safety plan is asked for now: once, the second time the call is saved without one."""
        plan = self.editors["safety_plan"]
        if self._asked_for_safety or not asks_for_safety(self._danger()) or not plan.is_empty():
            return False
        self._asked_for_safety = True
        plan.show_warning(_("What was agreed for safety? Saving once more keeps the call without it."))
        self._go(plan)
        return True

    def show_problems(self, problems: Sequence[Problem]) -> None:
        above: list[str] = []
        for one in problems:
            if one.field in self.rows:
                self.rows[one.field].complain(one.message)
            elif one.field in self.editors and not self.editors[one.field].isHidden():
                self.editors[one.field].show_error(one.message)
                self._go(self.editors[one.field])
            else:
                above.append(str(one.message))
        self.complaint.setText(" ".join(above))
        self.complaint.setVisible(bool(above))


def _above(widget: QWidget) -> Iterator[QWidget]:
    """What a widget stands in, from near to far."""
    while (parent := widget.parentWidget()) is not None:
        widget = parent
        yield widget
