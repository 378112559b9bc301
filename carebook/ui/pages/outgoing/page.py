"""The page of letters and invitations: those of a year with the numbers of the office's register, and their papers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.outgoing import save_outgoing, strike_outgoing
from carebook.money import number
from carebook.places import write_whole
from carebook.records.office import OutgoingPaper
from carebook.rules.outgoing import problems_in, same_number
from carebook.rules.problem import Problem
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_drafts
from carebook.store.outgoing import outgoing_papers
from carebook.ui.pages.outgoing.sheet import LetterSheet
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.daily_papers import PaperOut
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import ask_reason
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import Flow, box, row
from carebook.ui.parts.leading_tabs import OfficeTabs
from carebook.ui.parts.ledger import LedgerPage
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import N_, _, message, ngettext, pgettext, speaking

FORM = "outgoing"
_YEARS = 10
_COPIES = ("Như trên", "Lưu: VT")
"""Who gets a copy of a new letter; the words of the paper, which is Vietnamese whatever the window speaks."""


@dataclass(frozen=True)
class Register:
    """The papers of a year, and the asker's drafts."""

    papers: tuple[OutgoingPaper, ...]
    drafts: tuple[Draft, ...]


def register(reader: Reader, year: int) -> Register:
    """Everything the page shows."""
    drafts = tuple(one for one in own_drafts(reader) if one.form == FORM)
    return Register(tuple(outgoing_papers(reader, year)), drafts)


class OutgoingPage(LedgerPage):
    """One year at a time; Enter opens a paper, Ctrl+N begins one, Ctrl+P shows it as it will be printed."""

    mine = frozenset({"periods"})
    keys = (
        KeyHint("Ctrl+N", N_("new letter")),
        KeyHint("Enter", N_("open the letter")),
        KeyHint("Ctrl+P", N_("show it on paper")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Letters and invitations"), OfficeTabs(desk, "outgoing"), width=470)
        self._found: Register | None = None
        this_year = desk.today().year
        years = [(str(year), str(year)) for year in range(this_year, this_year - _YEARS, -1)]
        self.year = filter_choice(_("Year"), years, str(this_year))
        self.year.activated.connect(self._other_year)
        self.kind = filter_choice(_("Kind of paper"), [("", _("All kinds")), *desk.choices("outgoing_kind")])
        self.kind.activated.connect(self._show_chosen)
        self.table = RecordTable(
            [
                Column("number", _("Number and symbol"), self._number_cell, 150, priority=ALWAYS),
                Column("dated_on", pgettext("of a paper", "Date"), self._day_cell, 106, priority=9),
                Column("subject", pgettext("of a letter", "About"), self._subject_cell, 260, 3, ALWAYS),
                Column("to", _("Addressed to"), self._to_cell, 190, 2, 6),
                Column("signer", _("Signer"), lambda one: Cell(one.signer_name or "–", small=True), 140, 1, 4),
            ],
            _("Letters and invitations"),
            row_height=44,
        )
        self.table.opened.connect(self._open)
        self.table.picked.connect(self._show_buttons)
        self.states = States(self.table)
        self.paper = PaperOut(desk, self)
        self.paper.said.connect(self.say)
        self.paper.refused.connect(self.complain)
        self._make_buttons()
        self.lay_out(
            box(row((box(Flow(self.year, self.kind, gap=12)), 1), margins=(8, 0, 4, 0))),
            content=self.states,
            foot=Footer(
                key_caps(("Enter", _("open")), ("Ctrl+P", _("show it on paper"))),
                None,
                self.word_button,
                self.strike_button,
                height=44,
            ),
        )
        self.setFocusProxy(self.table)
        for key, slot in (("Ctrl+N", self.begin_new), ("Ctrl+P", self.show_paper), ("Esc", self._go_back)):
            on_key(self, key, slot)
        self._show_buttons()

    def _make_buttons(self) -> None:
        self.print_button = Button(_("Show on paper"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self.show_paper)
        self.new_button = Button(_("New letter"), "primary", "plus", "Ctrl+N", listens=False)
        self.new_button.clicked.connect(self.begin_new)
        self.header.add_actions(self.print_button, self.new_button)
        self.word_button = Button(_("Save for Word…"), icon="file-text")
        self.word_button.clicked.connect(self.save_for_word)
        self.strike_button = Button(_("Strike through…"))
        self.strike_button.clicked.connect(self._strike)

    # what is shown

    def turn_to(self, new: str = "", **_more: object) -> None:
        """Show the year on show; ``new`` begins a letter."""
        self.make_stale()
        if new:
            self.begin_new()

    def refresh(self) -> None:
        """Ask for the papers of the year."""
        if self._found is None:
            self.states.show_loading()
        self._desk.ask(self, partial(register, year=int(self.year.code())), self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _other_year(self, *_which: object) -> None:
        self._found = None
        self.make_stale()

    def _show(self, found: Register) -> None:
        self._found = found
        self.writing.know(found.drafts)
        self._show_chosen()

    def papers(self) -> list[OutgoingPaper]:
        """The papers as they are listed."""
        kind = self.kind.code()
        return [one for one in self._found.papers if kind in ("", one.kind)] if self._found is not None else []

    def _show_chosen(self, *_which: object) -> None:
        papers = self.papers()
        many = ngettext("{n} letter", "{n} letters", len(papers)).format(n=number(len(papers)))
        self.header.show_line(many)
        self.table.show_records(papers)
        if papers:
            self.states.show_content()
            if self.table.current() is None:
                self.table.pick(papers[0].id)
        else:
            ways = ((_("New letter"), self.begin_new),) if self._desk.may("save_outgoing") else ()
            self.states.show_empty(_("No letters in this year yet."), *ways, icon="send")
        self._show_buttons()

    def _show_buttons(self, *_more: object) -> None:
        there = self._found is not None and self.table.current() is not None
        self.new_button.setVisible(self._desk.may("save_outgoing"))
        self.strike_button.setVisible(self._desk.may("strike_outgoing"))
        for button in (self.print_button, self.word_button, self.strike_button):
            button.setEnabled(there)

    # cells

    def _number_cell(self, paper: OutgoingPaper) -> Cell:
        kind = self._desk.codes.code("outgoing_kind", paper.kind)
        symbol = "-".join(filter(None, (str(kind.extra.get("abbr", "")) if kind else "", self._desk.facility.symbol)))
        twice = same_number(paper, self._found.papers) is not None if self._found is not None else False
        words = f"{paper.number}/{symbol}" if paper.number else _("No number yet")
        return Cell(
            words,
            sub=_("Number given twice") if twice else self._desk.words("outgoing_kind", paper.kind),
            sub_tone="warn" if twice else "text2",
            tone="text" if paper.number else "text2",
            weight=500,
        )

    def _day_cell(self, paper: OutgoingPaper) -> str:
        return dates.written(paper.dated_on) if paper.dated_on is not None else "–"

    def _subject_cell(self, paper: OutgoingPaper) -> Cell:
        when = dates.moment(paper.meeting_at, self._desk.today()) if paper.meeting_at is not None else ""
        return Cell(paper.subject, sub=" · ".join(filter(None, (when, paper.place if when else ""))))

    def _to_cell(self, paper: OutgoingPaper) -> Cell:
        first, *more = paper.addressed_to or ("–",)
        others = ngettext("and {n} other addressee", "and {n} other addressees", len(more))
        said = others.format(n=len(more)) if more else ""
        return Cell(first, sub=said, small=True)

    # writing

    def begin_new(self, *_more: object) -> None:
        """A sheet for a letter of today, signed by the head."""
        if not self._desk.may("save_outgoing"):
            return
        about = self._desk.facility
        paper = OutgoingPaper(
            subject="",
            dated_on=self._desk.today(),
            recipients=_COPIES,
            signer_name=about.head_name,
            signer_post=about.head_post,
        )
        self._write(paper)

    def _open(self, paper: OutgoingPaper) -> None:
        if self._desk.may("save_outgoing"):
            self._write(paper)

    def _write(self, paper: OutgoingPaper) -> None:
        title = _("Letter") if paper.id else _("New letter")
        self.write(LetterSheet(self._desk, paper), FORM, paper.id, title)

    def open_again(self, theirs: Any) -> None:
        self._write(theirs)

    def keep(self, written: Any) -> None:
        self.do(save_outgoing, written, seen=written.version if written.id else None)

    def was_kept(self, change: Change) -> Iterable[Problem]:
        kept: OutgoingPaper | None = change.result
        if kept is None or self._found is None:
            return ()
        if kept.dated_on is not None and str(kept.dated_on.year) != self.year.code():
            self.year.choose(str(kept.dated_on.year))
        return problems_in(kept, self._found.papers, now=self._desk.now())

    def _strike(self, *_more: object) -> None:
        paper = self.table.current()
        if paper is None or not self._desk.may("strike_outgoing"):
            return
        reasons = [
            ("not_sent", _("It was not sent")),
            ("twice", _("Written twice")),
            ("other", _("Another reason")),
        ]
        given = ask_reason(
            self,
            _("Strike through this letter?"),
            reasons,
            text=_("It stays readable in the history, with the reason."),
            words_for="other",
            deed=_("Strike through"),
        )
        if given is not None:
            self.do(strike_outgoing, paper.id, reason=given[1] or dict(reasons)[given[0]])

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()

    # on paper

    def show_paper(self, *_more: object) -> None:
        """The chosen paper as it will be printed."""
        paper = self.table.current()
        if paper is None:
            return
        facility, codes = self._desk.facility, self._desk.codes

        def draw(_made: None) -> bytes:
            from carebook.reports import outgoing
            from carebook.reports.forms import pdf

            return pdf.draw(outgoing.form(paper, facility, codes)).pdf

        self.paper.begin(paper.subject, "van-ban-di", lambda _reader, _by: None, draw)

    def save_for_word(self, *_more: object) -> None:
        """The chosen paper for editing elsewhere."""
        paper = self.table.current()
        if paper is None:
            return
        facility, codes = self._desk.facility, self._desk.codes

        def draw(_made: None) -> bytes:
            from carebook.reports import outgoing
            from carebook.reports.forms import word

            with speaking("vi"):
                return word.write(outgoing.form(paper, facility, codes))

        self._desk.clerk.make(lambda _reader: None, draw, self._save_docx, self.complain)

    def _save_docx(self, content: bytes) -> None:
        name = f"van-ban-di-{self._desk.today():%Y%m%d}.docx"
        path, _chosen = QFileDialog.getSaveFileName(self, _("Save the paper"), name, "*.docx")
        if not path:
            return
        try:
            write_whole(Path(path), content)
        except OSError:
            said = message("“{file}” could not be written. Choose another place.", file=Path(path).name)
            self.say(said, "danger")
            return
        self.say(message("Saved “{file}”.", file=Path(path).name), "ok")
