"""The papers of the case of one stay: which are written, how they look, what they lack; and the way to print for many."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QStackedWidget

from carebook.actions.people import protected
from carebook.reports.case_papers import PAPER_TITLES, CasePaper, Offered
from carebook.reports.paper.facts import Way
from carebook.reports.papers_of_stay import Lacking
from carebook.ui.pages.case_papers import drawing
from carebook.ui.pages.case_papers.batch import BatchPart
from carebook.ui.pages.case_papers.choosing import PaperChoices
from carebook.ui.pages.case_papers.drawing import Asked, Found
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.papers import PaperPage, ShownPaper
from carebook.ui.parts.table import Cell, Column, RecordTable
from carebook.words import N_, _, ngettext


class CasePapersPage(PaperPage):
    """The papers of ``turn_to(episode_id=…)``; ``paper`` and ``id`` name the one shown first; ``batch`` prints for many."""

    mine = frozenset({"casework", "people", "episodes", "facility", "staff"})
    keys = (KeyHint("Ctrl+P", N_("print")), KeyHint("↑↓", N_("another paper")))

    def __init__(self, desk: Desk) -> None:
        columns = [Column("title", _("Paper"), _cell, 220, 1)]
        table = RecordTable(columns, _("Case papers"), heads=False, row_height=44)
        self.choices = PaperChoices(desk.today)
        super().__init__(desk, _("Forms and minutes"), _("Case papers"), table, self.choices)
        self._episode_id = self._wanted = self._wanted_id = ""
        self._offered: dict[str, Offered] = {}
        self._asked: Asked | None = None
        self.choices.changed.connect(self._draw)
        self.batch = BatchPart(desk)
        self.batch.said.connect(self.say)
        self.batch.refused.connect(self.complain)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.states)
        self.stack.addWidget(self.batch)
        self.many_button = Button(_("Print by room, ward…"), "ghost", "users")
        self.many_button.clicked.connect(partial(self.show_batch, True))
        self.many_button.setVisible(desk.may("print_batch"))
        self.stay_button = Button(_("Papers of this stay"), "ghost", "arrow-right")
        self.stay_button.clicked.connect(self._go_to_stay)
        self.side.add_actions(self.stay_button)
        self.choices.add(self.many_button)
        self.put((self.stack, 1))

    # which stay

    def turn_to(
        self,
        episode_id: str = "",
        paper: str = "",
        id: str = "",
        plan_id: str = "",
        batch: bool = False,
        **_more: object,
    ) -> None:
        """Show the papers of another stay, or another of its papers, or print for many."""
        if episode_id != self._episode_id:
            self._forget_shown()
            self._asked = None
        self._episode_id, self._wanted, self._wanted_id = episode_id, paper, id or plan_id
        self.show_batch(batch)

    def show_batch(self, batch: bool) -> None:
        """The papers of many people, or of the one stay."""
        self.stack.setCurrentWidget(self.batch if batch else self.states)
        for button in (self.docx_button, self.pdf_button, self.print_button):
            button.setVisible(not batch)
        self.take_back_button.setVisible(not batch and self._desk.may("attach_file"))
        self.rename(_("Print by room, ward") if batch else _("Forms and minutes"))
        if batch:
            self.header.show_line("")
        self.make_stale()

    def is_batch(self) -> bool:
        """Whether papers of many people are printed here now."""
        return self.stack.currentWidget() is self.batch

    def refresh(self) -> None:
        """Ask which papers of the case are written now, or who is here."""
        if self.is_batch():
            self.batch.refresh()
            return
        if not self._episode_id:
            many = (
                [(_("Print by room, ward…"), partial(self.show_batch, True))] if self._desk.may("print_batch") else []
            )
            self.states.show_empty(_("Open a record and choose “Print papers” there."), *many, icon="printer")
            return
        self.states.show_loading()
        episode_id, today = self._episode_id, self._desk.today()
        self._desk.ask(self, lambda reader: drawing.found(reader, episode_id, today), self._show_found, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show_found(self, found: Found | None) -> None:
        if found is None:
            self._allow(False)
            self.states.show_empty(protected(), icon="lock")
            return
        self._person_id = found.row.person_id
        if not self.is_batch():
            self.header.show_line(found.row.name)
        self._offered = {one.id: one for one in found.offered}
        current = self._wanted or self.table.current_id() or CasePaper.FORM01.value
        self._asked = None
        self.table.show_records(found.offered)
        self.table.fit_rows()
        self.choice.offer([(one.id, _(PAPER_TITLES[one.kind])) for one in found.offered])
        self.states.show_content()
        if not self.table.pick(current):
            self.table.pick(CasePaper.FORM01.value)
        self._wanted = ""
        self._choose_paper()

    # which paper

    def _picked(self, _one: object) -> None:
        self.choice.choose(self.table.current_id())
        if not self._wanted:
            self._choose_paper()

    def _choose_paper(self) -> None:
        offered = self._offered.get(self.table.current_id())
        if offered is not None:
            wanted, self._wanted_id = self._wanted_id, ""
            self.choices.offer(offered.kind, offered.versions, wanted)
            self._draw()

    def _draw(self) -> None:
        offered, version = self._offered.get(self.table.current_id()), self.choices.id()
        if offered is None or version is None:
            return
        asked = Asked(
            self._episode_id, offered.kind, version, self.choices.content.code(), Way(self.choices.way.code() or "ink")
        )
        if asked == self._asked:
            return
        self._asked, today = asked, self._desk.today()
        self._draw_with(lambda reader: drawing.gathered(reader, asked, today), drawing.drawn)

    def _show_paper(self, shown: ShownPaper) -> None:
        name = self.header.line.whole()
        super()._show_paper(shown)
        if not shown.person_name:
            self.header.show_line(name)

    def _not_drawn(self, error: BaseException) -> None:
        self._asked = None
        super()._not_drawn(error)

    def _mend(self, lack: Lacking) -> None:
        match lack.place:
            case "facility":
                self._desk.go("settings")
            case "person" | "stay":
                self._desk.go("person", person_id=self._person_id)
            case place:
                self._desk.go(place, episode_id=self._episode_id)

    def _go_to_stay(self) -> None:
        self._desk.go("papers", episode_id=self._episode_id)

    def print_paper(self) -> None:
        """Print what is shown, of one stay or of many people."""
        if self.is_batch():
            self.batch.begin("print")
        else:
            super().print_paper()

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.batch.fold(narrow)


def _cell(one: Offered) -> Cell:
    """A paper with where it stands: not written, or its newest version and how many there are."""
    title = _(PAPER_TITLES[one.kind])
    if not one.versions:
        return Cell(title, sub=_("Not written yet"), mark=("ring", "none"))
    newest = one.versions[0]
    if one.kind is CasePaper.FORM05:
        return Cell(title, sub=_("By month, quarter or days"), mark=("full", "info"))
    more = len(one.versions) - 1
    words = newest.words
    if more:
        words = f"{words} · {ngettext('{n} more', '{n} more', more).format(n=more)}"
    return Cell(title, sub=words, mark=("full", "ok") if newest.finished else ("half", "warn"))
