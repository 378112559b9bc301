"""What every page is: its head, its messages, when it refreshes, work that is not saved, and the way back from a deed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLayout, QVBoxLayout, QWidget

from carebook.actions.change import Change
from carebook.ui.parts import dialogs
from carebook.ui.parts.bars import NARROW, MessageBar, PageHeader
from carebook.ui.parts.clerk import Clerk
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import KEYS
from carebook.ui.parts.layouts import column
from carebook.words import _

if TYPE_CHECKING:
    from carebook.store.book import Book
    from carebook.ui.parts.writing_panel import WritingPanel

Panel = TypeVar("Panel", bound="WritingPanel")

DRAFT_AFTER_MS = 1500
SMALLEST = QSize(880, 480)
"""Every page must be usable at this size."""


@dataclass(frozen=True)
class KeyHint:
    """One key of a page and what it does, for the help of the page."""

    key: str
    does: str


class Page(QWidget):
    """One page of the window.

    A page names the subjects it shows in ``mine``; when one of them changes it asks again (``refresh``) if it is seen,
    else when it is seen next. The first showing refreshes too. ``keys`` are told by F1.
    """

    title_changed = Signal(str)
    draft_due = Signal()

    mine: ClassVar[frozenset[str]] = frozenset()
    keys: ClassVar[tuple[KeyHint, ...]] = ()
    notes_reading: ClassVar[bool] = False
    """Whether the page itself leaves the line in the reading log when it shows a restricted record; else the window does."""

    def __init__(self, clerk: Clerk, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clerk = clerk
        self.title = title
        self.header = PageHeader(title)
        self.messages = MessageBar()
        self.body: QVBoxLayout = column(gap=0)
        self._stale = True
        self._narrow = False
        self._written_in: WritingPanel | None = None
        self._draft_timer = QTimer(self, singleShot=True, interval=DRAFT_AFTER_MS)
        self._draft_timer.timeout.connect(self._draft_is_due)
        bar = column(self.messages, margins=(16, 4, 16, 4))
        self.setLayout(column(self.header, bar, (self.body, 1), gap=0))
        clerk.changed.connect(self.on_changed)

    def put(self, *items: QWidget | QLayout | tuple[QWidget | QLayout, int]) -> None:
        """Add contents under the head; (item, stretch) takes a share of the height."""
        for given in items:
            item, stretch = given if isinstance(given, tuple) else (given, 0)
            if isinstance(item, QWidget):
                self.body.addWidget(item, stretch)
            else:
                self.body.addLayout(item, stretch)

    def rename(self, title: str) -> None:
        """Another title, for example the name of a person."""
        self.title = title
        self.header.title.setText(title)
        self.title_changed.emit(title)

    # fresh and stale

    def refresh(self) -> None:
        """Ask for what the page shows; each page says how."""

    def on_changed(self, change: Change) -> None:
        """A deed was done somewhere: refresh now if this page shows its subjects and is seen, else later."""
        if self.mine & frozenset(change.subjects):
            self._stale = True
            if self.isVisible():
                self._refresh_now()

    def is_stale(self) -> bool:
        """Whether something it shows has changed since it asked last."""
        return self._stale

    def make_stale(self) -> None:
        """Refresh when seen next, or now if it is seen: another day, another person, another filter."""
        self._stale = True
        if self.isVisible():
            self._refresh_now()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh_now()

    def _refresh_now(self) -> None:
        self._stale = False
        self.refresh()

    def tab_on_show(self) -> str:
        """The tab on show, for the manual; "" on a page without tabs of its own."""
        return ""

    # what is told

    def say(self, sentence: object, tone: str = "ok", **more: Any) -> None:
        """Say what happened in the bar under the head; see ``MessageBar.say``."""
        self.messages.say(sentence, tone, **more)

    def offer_undo(self, sentence: object, then: Callable[[], object]) -> None:
        """Say what was saved, with "Hoàn tác" for eight seconds."""
        self.messages.offer_undo(sentence, then)

    def complain(self, error: BaseException) -> None:
        """Say why a deed was refused, or that it failed; nothing that was typed is lost. Forms show theirs beside fields."""
        problems = getattr(error, "problems", None)
        if problems:
            self.say(" ".join(str(problem.message) for problem in problems), "danger")
        else:
            self.say(_("This was not done, nothing was written. What was typed is still here."), "danger")

    # work that is not saved

    def writes_in(self, panel: Panel) -> Panel:
        """Let ``panel`` hold what is typed here; returned to be kept: ``self.writing = self.writes_in(WritingPanel(desk))``.

        Its button saves the page, typing in it makes a draft due, and ``has_unsaved``, ``keep_draft`` and ``discard`` ask it.
        """
        self._written_in = panel
        panel.saving.connect(self.save)
        panel.typed.connect(self.touched)
        self.stand_back_for(panel)
        return panel

    def stand_back_for(self, panel: WritingPanel) -> None:
        """While something is written in ``panel``, which has a primary button, that of the head is plain."""
        panel.opened.connect(partial(self.header.stand_back, True))
        panel.shut.connect(partial(self.header.stand_back, False))

    def has_unsaved(self) -> bool:
        """Whether something typed here would be lost."""
        return self._written_in is not None and self._written_in.has_unsaved()

    def touched(self) -> None:
        """Something was typed: the draft is due a second and a half after the last time."""
        self._draft_timer.start()

    def _draft_is_due(self) -> None:
        if self.has_unsaved():
            self.keep_draft()
            self.draft_due.emit()

    def keep_draft(self) -> None:
        """Keep what is typed as a draft; each page with a form of its own, not in ``writes_in``, says how."""
        if self._written_in is not None:
            self._written_in.keep_draft()

    def save(self) -> None:
        """Save, as Ctrl+S does; each page with a form says how."""

    def discard(self) -> None:
        """Throw away what is typed; each page with a form of its own, not in ``writes_in``, says how."""
        if self._written_in is not None:
            self._written_in.close_up()

    def can_leave(self) -> bool:
        """Whether another page may be shown now; asks what to do with changes that are not saved.

        Choosing to save begins saving and stays, because a refusal must be seen.
        """
        if not self.has_unsaved():
            return True
        match dialogs.ask_about_unsaved(self):
            case "keep":
                self.keep_draft()
                return True
            case "discard":
                self.discard()
                return True
            case "save":
                self.save()
        return False

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        """Lay out for a narrow or a wide window; called when it changes. Key hints go first; extend it for side panels."""
        self.header.fold(narrow)
        for caps in self.findChildren(QFrame, KEYS):
            caps.setVisible(not narrow)

    def is_narrow(self) -> bool:
        return self._narrow

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        window = self.window()
        narrow = (window.width() if window is not None else self.width()) < NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self.fold(narrow)


class DeskPage(Page):
    """A page that does deeds at a desk, ``self._desk``: it says what was done, offers the way back, and strikes through.

    What a deed did is told in one line, also straight from the deed; "Hoàn tác" is offered wherever it can be undone::

        self._desk.do(put_off_due, snooze, then=self.tell_done, failed=self.complain)
        self.strike_through(strike_contact, line.id)

    A page that must do more says so before its base does: in ``undone`` when a deed was taken back (forget what was shown),
    in ``struck`` when an entry was struck through (put away the panel it stood in).
    """

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(desk.clerk, title)
        self._desk = desk

    def tell_done(self, change: Change, otherwise: str = "", *, besides: Iterable[object] = ()) -> None:
        """Say what a deed did, in its own words, else in those of ``otherwise``, else "Saved."; undoing it is offered if it can be.

        ``besides`` are sentences told after it, such as what is unusual about what was kept; empty ones fall away.
        """
        said = [str(change.said or otherwise or _("Saved.")), *map(str, besides)]
        sentence = " ".join(filter(None, said))
        if change.undoable:
            self.offer_undo(sentence, partial(self.undo, change.op))
        else:
            self.say(sentence, seconds=8)

    def undo(self, op: str) -> None:
        """Take back the deed whose operation was ``op``."""
        self._desk.do(_undo, op, then=self.undone, failed=self.complain)

    def undone(self, change: Change) -> None:
        """A deed was taken back: ask again for what is shown, and say so."""
        self.make_stale()
        self.say(change.said or _("Undone."), seconds=8)

    def strike_through(
        self,
        deed: Callable[..., Change],
        record_id: str,
        title: str = "",
        text: str | None = None,
        reasons: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Ask why, as ``reason_to_strike`` does, then do the ``deed`` that strikes a record through; see ``struck``."""
        if reason := reason_to_strike(self, title, text, reasons):
            self._desk.do(deed, record_id, reason=reason, then=self.struck, failed=self.complain)

    def struck(self, change: Change) -> None:
        """A record was struck through: say so, with the way back."""
        self.tell_done(change, _("Struck through."))


def _undo(book: Book, undone: str, **given: Any) -> Change:
    """Imported where it is done: it stands on whatever can be undone, which no page needs to begin with."""
    from carebook.actions.undo import undo_deed

    return undo_deed(book, undone, **given)


def reason_to_strike(
    parent: QWidget, title: str = "", text: str | None = None, reasons: Sequence[tuple[str, str]] = ()
) -> str:
    """Ask why an entry is to be struck through; the reason in words, "" when the person went back.

    Without ``reasons``, which are (code, words) with "other" for words of one's own, it was written for the wrong person or
    twice. ``title`` is the question, ``text`` what stays; both have their usual words, and ``text`` "" says nothing.
    """
    asked = reasons or (
        ("person", _("Written for the wrong person")),
        ("twice", _("Written twice")),
        ("other", _("Another reason")),
    )
    given = dialogs.ask_reason(
        parent,
        title or _("Strike through this entry?"),
        asked,
        text=_("It stays readable in the history, with the reason.") if text is None else text,
        words_for="other",
        deed=_("Strike through"),
    )
    return "" if given is None else given[1] or dict(asked)[given[0]]
