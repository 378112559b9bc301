"""The page of the papers of one stay: which there are, what they lack, how they look; printed, saved, taken back edited."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from carebook.actions.people import protected
from carebook.reports import papers_of_stay
from carebook.reports.papers_of_stay import PAPER_TITLES, Gathered, Lacking, StayPaper
from carebook.store import people
from carebook.store.book import Reader
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.papers import PaperPage, ShownPaper
from carebook.ui.parts.table import Cell, Column, RecordTable
from carebook.words import N_, _

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
class Offered:
    """One line of the list."""

    id: str
    title: str


class PapersPage(PaperPage):
    """The papers of ``turn_to(episode_id=…)``; ``paper`` names the one shown first."""

    mine = frozenset({"people", "episodes", "facility"})
    keys = (KeyHint("Ctrl+P", N_("print")), KeyHint("↑↓", N_("another paper")))

    def __init__(self, desk: Desk) -> None:
        columns = [Column("title", _("Paper"), lambda one: Cell(one.title), 220, 1)]
        table = RecordTable(columns, _("Papers"), heads=False)
        super().__init__(desk, _("Papers"), _("Papers of this stay"), table)
        self._episode_id = self._wanted = ""
        self.case_button = Button(_("Case papers"), "ghost", "arrow-right")
        self.case_button.clicked.connect(self._go_to_case)
        self.case_button.setVisible(desk.may_ask("casework"))
        self.side.add_actions(self.case_button)
        self.put((self.states, 1))

    # which stay

    def turn_to(self, episode_id: str = "", paper: str = "") -> None:
        """Show the papers of another stay, or another of its papers."""
        if episode_id != self._episode_id:
            self._forget_shown()
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

    def _draw(self) -> None:
        kind, desk, episode_id = self.current(), self._desk, self._episode_id
        if kind is None:
            return
        by, today = desk.actor, desk.today()
        self._draw_with(lambda reader: papers_of_stay.gather(reader, episode_id, kind, by=by, today=today), draw_pdf)

    def _mend(self, lack: Lacking) -> None:
        match lack.place:
            case "facility":
                self._desk.go("settings")
            case "discharge":
                self._desk.go("discharge", person_id=self._person_id, episode_id=self._episode_id)
            case "hospital" | "deaths":
                self._desk.go(lack.place, episode_id=self._episode_id)
            case _:
                self._desk.go("person", person_id=self._person_id)

    def _go_to_case(self) -> None:
        self._desk.go("case_papers", episode_id=self._episode_id)


def draw_pdf(paper: Gathered) -> ShownPaper:
    """The paper as a PDF; loads the drawing library, so it is called off the window's thread."""
    from carebook.reports.forms import pdf

    return ShownPaper(
        paper=paper,
        pdf=pdf.draw(papers_of_stay.form_of(paper)).pdf,
        title=PAPER_TITLES[paper.kind],
        person_id=paper.person_id,
        person_name=paper.person_name,
        kept_as=_KINDS.get(paper.kind, "admission"),
        docx=partial(draw_docx, paper),
        lacking=paper.lacking,
    )


def draw_docx(paper: Gathered) -> bytes:
    """The paper for editing outside the program."""
    from carebook.reports.forms import word

    return word.write(papers_of_stay.form_of(paper))


def _fitting(reader: Reader, episode_id: str) -> tuple[str, tuple[StayPaper, ...]] | None:
    owner = reader.value("SELECT person_id FROM episode WHERE id = ?", (episode_id,))
    found = people.stays(reader, owner) if owner else ()
    stay = next((one for one in found if one.episode.id == episode_id), None)
    return (owner, papers_of_stay.fitting(stay)) if stay is not None else None
