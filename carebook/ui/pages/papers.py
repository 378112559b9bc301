"""The page of the papers of one stay: which there are, what they lack, how they look; printed, saved, taken back edited."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from carebook.actions.people import attach_file, protected
from carebook.actions.prints import print_papers
from carebook.records.people import Attachment
from carebook.reports import papers_of_stay
from carebook.reports.papers_of_stay import PAPER_TITLES, Gathered, Lacking, StayPaper
from carebook.rules.search_words import fold
from carebook.store import people
from carebook.store.book import Reader
from carebook.ui.parts.bars import SidePanel
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.clerk import Job
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choice
from carebook.ui.parts.labels import ElidedLabel, label, section_head
from carebook.ui.parts.layouts import box, column, emptied, hairline, row
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.preview import PdfPreview
from carebook.ui.parts.states import States
from carebook.ui.parts.table import Cell, Column, RecordTable
from carebook.words import N_, _, message, ngettext, speaking

Way = Literal["print", "pdf", "docx"]
_KINDS = {
    StayPaper.RECEPTION: "minutes",
    StayPaper.HANDOVER: "minutes",
    StayPaper.RELICS: "minutes",
    StayPaper.LIQUIDATION: "contract",
    StayPaper.CONTRACT: "contract",
    StayPaper.ADMISSION: "decision",
    StayPaper.STOP: "decision",
}


@dataclass(frozen=True)
class Drawn:
    """A paper as it is shown, with what it was drawn from."""

    paper: Gathered
    pdf: bytes


@dataclass(frozen=True)
class Offered:
    """One line of the list."""

    id: str
    title: str


class LoggedPreview(PdfPreview):
    """A preview whose own print button asks first, because printing people is written down."""

    print_asked = Signal()

    def _print_asked(self) -> None:
        self.print_asked.emit()


class PapersPage(Page):
    """The papers of ``turn_to(episode_id=…)``; ``paper`` names the one shown first."""

    mine = frozenset({"people", "episodes", "facility"})
    keys = (KeyHint("Ctrl+P", N_("print")), KeyHint("↑↓", N_("another paper")))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Papers"))
        self._desk = desk
        self._episode_id = self._person_id = ""
        self._wanted = ""
        self._shown: Drawn | None = None
        self._job: Job | None = None
        self.table = RecordTable(
            [Column("title", _("Paper"), lambda one: Cell(one.title), 220, 1)], _("Papers"), heads=False
        )
        self.table.picked.connect(self._picked)
        self._lacking = column(gap=2)
        self.side = SidePanel(_("Papers of this stay"), width=284, closes=False, side="left")
        self.side.add(self.table, 10, self._lacking)
        back = Button(_("Open record"), "ghost", "chevron-left")
        back.clicked.connect(self._go_back)
        self.side.add_actions(back)
        self.preview = LoggedPreview()
        self.preview.setAccessibleName(_("Preview"))
        self.preview.print_asked.connect(self.print_paper)
        self.preview.printed.connect(self._printed)
        self.choice = Choice()  # stands for the list while the window is narrow
        self.choice.setAccessibleName(_("Papers of this stay"))
        self.choice.activated.connect(self._chosen_by_name)
        self.lacking_line = ElidedLabel("", "small")
        self._narrow_row = box(row(self.choice, (self.lacking_line, 1), gap=12, margins=(16, 0, 16, 4)))
        self._narrow_row.hide()
        shown = column(self._narrow_row, (row(self.side, (self.preview, 1), gap=0), 1), gap=0)
        self.states = States(box(shown))
        self._make_actions()
        self.put((self.states, 1))

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
        self.take_back_button.setEnabled(there)

    # which stay

    def turn_to(self, episode_id: str = "", paper: str = "") -> None:
        """Show the papers of another stay, or another of its papers."""
        if episode_id != self._episode_id:
            self._shown = None
            self._allow(False)
            self.messages.clear()
        self._episode_id, self._wanted = episode_id, paper
        self.make_stale()

    def refresh(self) -> None:
        """Ask which papers fit the stay as it is now."""
        if not self._episode_id:
            self.states.show_empty(_("Open a record and choose “Print papers” there."), icon="printer")
            return
        self.states.show_loading()
        self._desk.ask(self, partial(_fitting, episode_id=self._episode_id), self._show_list, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show_list(self, found: tuple[str, tuple[StayPaper, ...]] | None) -> None:
        if found is None:
            self._allow(False)
            self.states.show_empty(protected(), icon="lock")
            return
        self._person_id, fitting = found
        current = self._wanted or self.table.current_id() or StayPaper.RECEPTION.value
        self._wanted = ""
        self.table.show_records([Offered(paper.value, _(PAPER_TITLES[paper])) for paper in fitting])
        self.table.fit_rows()
        self.choice.offer([(paper.value, _(PAPER_TITLES[paper])) for paper in fitting])
        self.states.show_content()
        if not self.table.pick(current):
            self.table.pick(fitting[0].value)
        self._draw()

    # which paper

    def current(self) -> StayPaper | None:
        """The paper that is chosen."""
        chosen = self.table.current_id()
        return StayPaper(chosen) if chosen else None

    def _chosen_by_name(self) -> None:
        self.table.pick(self.choice.code())

    def _picked(self, _one: object) -> None:
        self.choice.choose(self.table.current_id())
        if self._shown is None or self.current() is not self._shown.paper.kind:
            self._draw()

    def _draw(self) -> None:
        """Gather and draw on other threads; a paper that is no longer wanted is thrown away."""
        kind, desk, episode_id = self.current(), self._desk, self._episode_id
        if kind is None:
            return
        if self._job is not None:
            self._job.cancel()
        self._job = Job(self)
        self._allow(False)
        by, today = desk.actor, desk.today()
        desk.clerk.make(
            lambda reader: papers_of_stay.gather(reader, episode_id, kind, by=by, today=today),
            draw_pdf,
            self._show_paper,
            self._not_drawn,
            job=self._job,
        )

    def _show_paper(self, drawn: Drawn) -> None:
        self._job = None
        self._shown = drawn
        self.header.show_line(drawn.paper.person_name)
        self.preview.show_pdf(drawn.pdf)
        self._allow(True)
        self._show_lacking(drawn.paper)

    def _not_drawn(self, _error: BaseException) -> None:
        self._job = None
        self.say(_("This paper could not be drawn. Nothing was printed."), "danger")

    def _show_lacking(self, paper: Gathered) -> None:
        emptied(self._lacking)
        count = len(paper.lacking)
        if not count:
            self._lacking.addWidget(label(_("Nothing is missing on this paper."), "muted", wrap=True))
            self.lacking_line.setWhole(_("Nothing is missing on this paper."))
            return
        words = ngettext("{n} fact is missing; it stays as dots", "{n} facts are missing; they stay as dots", count)
        named = ", ".join(_(lack.label) for lack in paper.lacking)
        self.lacking_line.setWhole(f"{words.format(n=count)}: {named}")
        self._lacking.addWidget(section_head(words.format(n=count)))
        self._lacking.addWidget(hairline())
        for lack in paper.lacking:
            link = Button(_(lack.label), "link")
            link.setAccessibleName(_("Fill in: {fact}").format(fact=_(lack.label)))
            link.clicked.connect(partial(self._mend, lack))
            self._lacking.addLayout(row(link, None))

    def _mend(self, lack: Lacking) -> None:
        match lack.place:
            case "facility":
                self._desk.go("settings")
            case "discharge":
                self._desk.go("discharge", person_id=self._person_id, episode_id=self._episode_id)
            case _:
                self._desk.go("person", person_id=self._person_id)

    def _go_back(self) -> None:
        self._desk.go("person", person_id=self._person_id)

    # out of the book: first the line in the reading log, then the paper

    def print_paper(self) -> None:
        """Note the printing, then print what is shown; the printer is chosen in its own dialog."""
        if self._shown is not None and self.print_button.isEnabled():
            self._note(partial(self._print_noted, self._shown))

    def _print_noted(self, shown: Drawn, _change: object) -> None:
        if shown is self._shown:
            self.preview.print_pdf()

    def _printed(self, done: bool) -> None:
        if done:
            self.say(_("Sent to the printer."), seconds=6)
        else:
            self.say(_("The paper was not printed."), "warn")

    def _note(self, then: object) -> None:
        shown = self._shown
        assert shown is not None
        with speaking("vi"):
            what = _(PAPER_TITLES[shown.paper.kind])
        self._desk.do(print_papers, shown.paper.person_id, what, then=then, failed=self.complain)  # type: ignore[arg-type]

    def _choose_place(self, way: Way) -> None:
        if self._shown is None:
            return
        name = f"{file_name(self._shown.paper)}.{way}"
        path, _chosen = QFileDialog.getSaveFileName(self, _("Save the paper"), name, f"*.{way}")
        if path:
            self.save_paper(way, Path(path))

    def save_paper(self, way: Way, path: Path) -> None:
        """Note that the paper leaves the book, then write it to ``path`` as PDF or .docx."""
        if self._shown is not None:
            self._note(partial(self._save_noted, way, path, self._shown))

    def _save_noted(self, way: Way, path: Path, shown: Drawn, _change: object) -> None:
        if way == "pdf":
            self._write(path, shown.pdf)
            return
        paper = shown.paper
        self.clerk.make(lambda _reader: paper, draw_docx, partial(self._write, path), self._not_drawn_docx)

    def _not_drawn_docx(self, _error: BaseException) -> None:
        self.say(_("This paper could not be drawn. Nothing was printed."), "danger")

    def _write(self, path: Path, content: bytes) -> None:
        try:
            path.write_bytes(content)
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
        if shown is None:
            return
        try:
            content = path.read_bytes()
        except OSError:
            self.say(message("“{file}” could not be read.", file=path.name), "danger")
            return
        with speaking("vi"):
            title = _(PAPER_TITLES[shown.paper.kind])
        attachment = Attachment(
            person_id=shown.paper.person_id,
            title=title,
            kind=_KINDS.get(shown.paper.kind, "admission"),
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
        self.take_back_button.setText(_("Take back…") if narrow else _("Take back an edited copy…"))


def draw_pdf(paper: Gathered) -> Drawn:
    """The paper as a PDF; loads the drawing library, so it is called off the window's thread."""
    from carebook.reports.forms import pdf

    return Drawn(paper, pdf.draw(papers_of_stay.form_of(paper)).pdf)


def draw_docx(paper: Gathered) -> bytes:
    """The paper for editing outside the program."""
    from carebook.reports.forms import word

    return word.write(papers_of_stay.form_of(paper))


def file_name(paper: Gathered) -> str:
    """A name for a file that keeps the paper: its kind and whose it is, in plain letters."""
    with speaking("vi"):
        title = _(PAPER_TITLES[paper.kind]).split("(")[0]
    words = fold(f"{title} {paper.person_name}")
    return "-".join("".join(letter if letter.isalnum() else " " for letter in words).split())


def _fitting(reader: Reader, episode_id: str) -> tuple[str, tuple[StayPaper, ...]] | None:
    owner = reader.value("SELECT person_id FROM episode WHERE id = ?", (episode_id,))
    found = people.stays(reader, owner) if owner else ()
    stay = next((one for one in found if one.episode.id == episode_id), None)
    return (owner, papers_of_stay.fitting(stay)) if stay is not None else None
