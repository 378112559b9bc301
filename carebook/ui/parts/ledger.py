"""A page of records in a list, with the one that is written beside it: saving, what stands against it, striking, the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLayout, QWidget

from carebook.actions.change import Change, Outdated
from carebook.actions.undo import undo_deed
from carebook.rules.problem import Problem, warnings
from carebook.ui.parts import dialogs, theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.leading_tabs import LeadingTabs
from carebook.ui.parts.page import Page
from carebook.ui.parts.states import States
from carebook.ui.parts.taking_out import TakingOut
from carebook.ui.parts.writing_panel import Sheet, WritingPanel
from carebook.words import _

_LEAST = 180  # the list gives way to the sheet before it gets so narrow, in pixels at base size


class LedgerPage(Page):
    """A page says in ``keep`` which deed keeps what was written, and opens sheets with ``write``."""

    def __init__(self, desk: Desk, title: str, tabs: LeadingTabs, *, width: int = 440) -> None:
        super().__init__(desk.clerk, title)
        self._desk = desk
        self._busy = False
        self.tabs = tabs
        self.writing = WritingPanel(desk, width=width)
        self.stand_back_for(self.writing)
        self.writing.saving.connect(self.save)
        self.writing.typed.connect(self.touched)
        self.writing.shut.connect(self._shut)
        self.taking_out = TakingOut(desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)
        self._beside: QWidget = box(column())

    def lay_out(
        self, *above: QWidget | QLayout, content: States | QWidget, foot: Footer, to_edge: bool = False
    ) -> None:
        """Put the tabs, what stands above the list, the list with the sheet beside it, and the foot.

        ``to_edge`` where ``content`` ends with a panel of its own, which reaches the edge of the sheet.
        """
        margins = (16, 8, 0, 0) if to_edge else (16, 8, 16, 8)
        self._beside = box(column(*above, (content, 1), gap=8, margins=margins))
        self._beside.setMinimumWidth(theme.worn().scaled(_LEAST))
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            (row((self._beside, 1), self.writing, gap=0), 1),
            foot,
        )

    # writing

    def write(self, sheet: Sheet, form: str, subject: str, title: str, line: str = "") -> bool:
        """Open a sheet, with the draft kept under ``form`` and ``subject``; False while another one is not saved."""
        if self.writing.has_unsaved():
            self.say(_("Save what is being written first, or go back from it."), "warn", seconds=8)
            return False
        self._busy = False
        self.writing.open(sheet, form, subject, title, line)
        self._make_room()
        sheet.take_focus()  # again: only now it is seen
        return True

    def save(self) -> None:
        """Keep what is written, whichever sheet it is."""
        if self._busy or not self.writing.is_open():
            return
        written = self.writing.written()
        if written is not None:
            self._busy = True
            self.keep(written)

    def keep(self, written: Any) -> None:
        """Do the deed that keeps what was written on the sheet ``writing.form``; each page says how, with ``do``."""
        raise NotImplementedError

    def do(self, deed: Callable[..., Change], *values: Any, **given: Any) -> None:
        """Do a deed; afterwards the sheet closes and the way back is offered, or what stands against it is shown there."""
        self._desk.do(deed, *values, then=self._saved, failed=self._refused, **given)

    def was_kept(self, change: Change) -> Iterable[Problem]:
        """Something was kept: a page may choose it in the list, and gives what its rules say about it; warnings are told."""
        raise NotImplementedError

    def _saved(self, change: Change) -> None:
        self._busy = False
        if self.writing.is_open():
            self.writing.close_up()
        told = warnings(self.was_kept(change))
        said = [str(change.said or _("Saved.")), *(str(one.message) for one in told)]
        self.make_stale()
        self.tell(" ".join(said), change)

    def tell(self, sentence: str, change: Change) -> None:
        """Say what was done, with the way to take it back; a page may offer what comes next."""
        if change.undoable:
            self.offer_undo(sentence, partial(self._undo, change.op))
        else:
            self.say(sentence, seconds=8)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        if isinstance(error, Outdated):
            then = partial(self._take_over, error.theirs)
            self.say(error, "warn", action=_("Go on from the newer version"), then=then)
        elif problems and self.writing.is_open():
            self.writing.show_problems(problems)
        else:
            self.complain(error)

    def open_again(self, theirs: Any) -> None:
        """Open a sheet on what the book holds now of a record."""
        raise NotImplementedError

    def _take_over(self, theirs: Any) -> None:
        """The newer version with what was typed on top of it, to be looked at and saved."""
        if (sheet := self.writing.sheet) is not None:
            typed = sheet.draft()
            self.writing.put_away()
            self.open_again(theirs)
            if (newer := self.writing.sheet) is not None:
                newer.restore(typed)

    def _undo(self, op: str) -> None:
        self._desk.do(undo_deed, op, then=self._undone, failed=self.complain)

    def _undone(self, change: Change) -> None:
        self.make_stale()
        self.say(change.said or _("Undone."), seconds=8)

    def strike_through(self, deed: Callable[..., Change], record_id: str) -> None:
        """Ask why, then strike an entry through."""
        reasons = [
            ("person", _("Written for the wrong person")),
            ("twice", _("Written twice")),
            ("other", _("Another reason")),
        ]
        text = _("It stays readable in the history, with the reason.")
        title = _("Strike through this entry?")
        given = dialogs.ask_reason(self, title, reasons, text=text, words_for="other", deed=_("Strike through"))
        if given is not None:
            self.do(deed, record_id, reason=given[1] or dict(reasons)[given[0]])

    # what is not saved

    def has_unsaved(self) -> bool:
        return self.writing.has_unsaved()

    def keep_draft(self) -> None:
        self.writing.keep_draft()

    def discard(self) -> None:
        self.writing.close_up()

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _shut(self) -> None:
        self._make_room()
        if (resting := self.focusProxy()) is not None:
            resting.setFocus()

    def _make_room(self) -> None:
        self.writing.make_room(self._beside, self.width())
