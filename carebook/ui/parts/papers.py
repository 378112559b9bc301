"""A page of papers about one person: which there are, how they look, what they lack, and their ways out of the book and back."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook.actions.people import attach_file
from carebook.actions.prints import print_papers
from carebook.places import write_whole
from carebook.records.people import Attachment
from carebook.reports.papers_of_stay import Lacking
from carebook.rules.search_words import fold
from carebook.store.book import Reader
from carebook.ui.parts import theme
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.clerk import Job
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choice
from carebook.ui.parts.labels import ElidedLabel, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row
from carebook.ui.parts.page import Page
from carebook.ui.parts.preview import PdfPreview
from carebook.ui.parts.states import States
from carebook.ui.parts.table import RecordTable
from carebook.words import _, message, ngettext, speaking

_SIDE_WIDTH = 320  # pixels at base size
_ROOM = 1000  # from here on the head has room for whose papers they are beside all its buttons
Way = Literal["print", "pdf", "docx"]


@dataclass(frozen=True)
class ShownPaper:
    """A paper as it is shown, with what it was drawn from.

    ``title`` is English; ``person_id`` is empty for an empty sheet about nobody, which may leave the book unnoted. ``kept_as``
    is the kind of file an edited copy becomes; ``docx`` draws it for editing, off the window's thread.
    """

    paper: Any
    pdf: bytes
    title: str
    person_id: str
    person_name: str
    kept_as: str
    docx: Callable[[], bytes]
    lacking: tuple[Lacking, ...] = ()


class LoggedPreview(PdfPreview):
    """A preview whose own print button asks first, because printing people is written down."""

    print_asked = Signal()

    def leave_printing(self) -> None:
        """The page around it has a print button already."""
        self._print.hide()

    def _print_asked(self) -> None:
        self.print_asked.emit()


class PaperPage(Page):
    """What pages of papers share. A page says what it lists, how the chosen paper is gathered and drawn, and where to mend.

    ``over`` stands over the preview: other choices that change the paper.
    """

    def __init__(self, desk: Desk, title: str, heading: str, table: RecordTable, over: QWidget | None = None) -> None:
        super().__init__(desk.clerk, title)
        self._desk = desk
        self._person_id = ""
        self._shown: ShownPaper | None = None
        self._job: Job | None = None
        self.table = table
        self.table.picked.connect(self._picked)
        self._lacking = column(gap=2, margins=(8, 0, 0, 0))
        self.side = SidePanel(heading, width=theme.worn().scaled(_SIDE_WIDTH), closes=False, side="left")
        self.side.add(self.table, 10, self._lacking)
        self.back_button = Button(_("Open record"), "ghost", "chevron-left")
        self.back_button.clicked.connect(self._go_back)
        self.side.add_actions(self.back_button)
        self.preview = LoggedPreview()
        self.preview.setAccessibleName(_("Preview"))
        self.preview.print_asked.connect(self.print_paper)
        self.preview.leave_printing()
        self.preview.printed.connect(self._printed)
        self.choice = Choice()  # stands for the list while the window is narrow
        self.choice.setAccessibleName(heading)
        self.choice.activated.connect(self._chosen_by_name)
        self.lacking_line = ElidedLabel("", "small")
        self._narrow_row = box(row(self.choice, (self.lacking_line, 1), gap=12, margins=(24, 0, 16, 4)))
        self._narrow_row.hide()
        seen = column(*((over,) if over is not None else ()), (self.preview, 1), gap=0)
        shown = column(self._narrow_row, (row(self.side, (box(seen), 1), gap=0), 1), gap=0)
        self.states = States(box(shown))
        self._make_actions()

    def _make_actions(self) -> None:
        self.take_back_button = Button(_("Take back an edited copy…"), icon="upload")
        self.take_back_button.clicked.connect(self._choose_edited)
        self.docx_button = Button(_("Save .docx…"))
        self.docx_button.clicked.connect(partial(self._choose_place, "docx"))
        self.pdf_button = Button(_("Save PDF…"))
        self.pdf_button.clicked.connect(partial(self._choose_place, "pdf"))
        self.print_button = Button(_("Print"), "primary", "printer", "Ctrl+P", listens=False)
        self.print_button.clicked.connect(self.print_paper)
        on_key(self, "Ctrl+P", self.print_paper)
        self.header.add_actions(self.take_back_button, self.docx_button, self.pdf_button, self.print_button)
        self.take_back_button.setVisible(self._desk.may("attach_file"))
        self._allow(False)

    def _allow(self, there: bool) -> None:
        for button in (self.print_button, self.pdf_button, self.docx_button):
            button.setEnabled(there and self._desk.may("print_papers"))
        self.take_back_button.setEnabled(there and self._shown is not None and bool(self._shown.person_id))

    def _forget_shown(self) -> None:
        """What was shown belongs to another stay."""
        self._shown = None
        self._allow(False)
        self.messages.clear()

    # which paper: said by each page

    def _draw(self) -> None:
        """Gather and draw the chosen paper; each page says how, by ``_draw_with``."""
        raise NotImplementedError

    def _mend(self, lack: Lacking) -> None:
        """Go where the lacking fact is written; each page knows its places."""
        raise NotImplementedError

    def _is_shown(self, one_id: str) -> bool:
        """Whether the paper of that line is the one that is shown."""
        return self._shown is not None and self._shown.paper.kind.value == one_id

    def _chosen_by_name(self) -> None:
        self.table.pick(self.choice.code())

    def _picked(self, _one: object) -> None:
        self.choice.choose(self.table.current_id())
        if not self._is_shown(self.table.current_id()):
            self._draw()

    def _draw_with(self, gather: Callable[[Reader], Any], draw: Callable[[Any], ShownPaper]) -> None:
        """Gather and draw on other threads; a paper that is no longer wanted is thrown away."""
        if self._job is not None:
            self._job.cancel()
        self._job = Job(self)
        self._allow(False)
        self._desk.clerk.make(gather, draw, self._show_paper, self._not_drawn, job=self._job)

    def _show_paper(self, shown: ShownPaper) -> None:
        self._job = None
        self._shown = shown
        self.header.show_line(shown.person_name, always=True)
        self.preview.show_pdf(shown.pdf)
        self._allow(True)
        self._show_lacking(shown)

    def _not_drawn(self, _error: BaseException) -> None:
        self._job = None
        self.say(_("This paper could not be drawn. Nothing was printed."), "danger")

    def _show_lacking(self, shown: ShownPaper) -> None:
        emptied(self._lacking)
        count = len(shown.lacking)
        if not count:
            self._lacking.addWidget(label(_("Nothing is missing on this paper."), "muted", wrap=True))
            self.lacking_line.setWhole(_("Nothing is missing on this paper."))
            return
        words = ngettext("{n} fact is missing; it stays as dots", "{n} facts are missing; they stay as dots", count)
        named = ", ".join(_(lack.label) for lack in shown.lacking)
        self.lacking_line.setWhole(f"{words.format(n=count)}: {named}")
        self._lacking.addWidget(section_head(words.format(n=count)))
        self._lacking.addWidget(hairline())
        for lack in shown.lacking:
            link = Button(_(lack.label), "link")
            link.setAccessibleName(_("Fill in: {fact}").format(fact=_(lack.label)))
            link.clicked.connect(partial(self._mend, lack))
            self._lacking.addLayout(row(link, None))

    def _go_back(self) -> None:
        self._desk.go("person", person_id=self._person_id)

    # out of the book: first the line in the reading log, then the paper

    def print_paper(self) -> None:
        """Note the printing, then print what is shown; the printer is chosen in its own dialog."""
        if self._shown is not None and self.print_button.isEnabled():
            self._note(partial(self._print_noted, self._shown))

    def _print_noted(self, shown: ShownPaper, _change: object) -> None:
        if shown is self._shown:
            self.preview.print_pdf()

    def _printed(self, done: bool) -> None:
        if done:
            self.say(_("Sent to the printer."), seconds=6)
        else:
            self.say(_("The paper was not printed."), "warn")

    def _note(self, then: Callable[[Any], object]) -> None:
        shown = self._shown
        assert shown is not None
        if not shown.person_id:
            then(None)
            return
        with speaking("vi"):
            what = _(shown.title)
        self._desk.do(print_papers, shown.person_id, what, then=then, failed=self.complain)

    def _choose_place(self, way: Way) -> None:
        if self._shown is None:
            return
        name = f"{self._file_name(self._shown)}.{way}"
        path, _chosen = QFileDialog.getSaveFileName(self, _("Save the paper"), name, f"*.{way}")
        if path:
            self.save_paper(way, Path(path))

    def _file_name(self, shown: ShownPaper) -> str:
        """What a file that keeps the paper is called; a page may say it otherwise."""
        return file_name(shown)

    def save_paper(self, way: Way, path: Path) -> None:
        """Note that the paper leaves the book, then write it to ``path`` as PDF or .docx."""
        if self._shown is not None:
            self._note(partial(self._save_noted, way, path, self._shown))

    def _save_noted(self, way: Way, path: Path, shown: ShownPaper, _change: object) -> None:
        if way == "pdf":
            self._write(path, shown.pdf)
            return
        self.clerk.make(
            lambda _reader: shown, lambda paper: paper.docx(), partial(self._write, path), self._not_drawn_docx
        )

    def _not_drawn_docx(self, _error: BaseException) -> None:
        self.say(_("This paper could not be drawn. Nothing was printed."), "danger")

    def _write(self, path: Path, content: bytes) -> None:
        try:
            write_whole(path, content)
        except OSError:
            self.say(message("“{file}” could not be written. Choose another place.", file=path.name), "danger")
        else:
            self.say(message("Saved “{file}”.", file=path.name), "ok", seconds=8)

    # and back again

    def _choose_edited(self) -> None:
        kinds = _("Papers ({kinds})").format(kinds="*.docx *.pdf *.jpg *.jpeg *.png")
        path, _chosen = QFileDialog.getOpenFileName(self, _("Take back an edited copy…"), "", kinds)
        if path:
            self.take_back(Path(path))

    def take_back(self, path: Path) -> None:
        """Keep a copy that was edited outside the program with the person's files, marked as such."""
        shown = self._shown
        if shown is None or not shown.person_id:
            return
        try:
            content = path.read_bytes()
        except OSError:
            self.say(message("“{file}” could not be read.", file=path.name), "danger")
            return
        with speaking("vi"):
            title = _(shown.title)
        attachment = Attachment(
            person_id=shown.person_id,
            title=title,
            kind=shown.kept_as,
            file_name=path.name,
            media_type=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
            edited_outside=True,
        )
        self._desk.do(attach_file, attachment, content, then=self._taken_back, failed=self.complain)

    def _taken_back(self, _change: object) -> None:
        self.say(_("The edited copy is kept with the record's files, marked as edited outside the program."), seconds=8)

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.side.setVisible(not narrow)
        self._narrow_row.setVisible(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        short = self.width() < theme.worn().scaled(_ROOM)
        self.take_back_button.setText(_("Take back…") if short else _("Take back an edited copy…"))


def file_name(shown: ShownPaper) -> str:
    """A name for a file that keeps the paper: its kind and whose it is, in plain letters."""
    with speaking("vi"):
        title = _(shown.title).split("(")[0]
    words = fold(f"{title} {shown.person_name}")
    return "-".join("".join(letter if letter.isalnum() else " " for letter in words).split())
