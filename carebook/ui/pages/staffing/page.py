"""Định mức nhân lực: for a chosen day what the norms ask for, who is there, and who is lacking."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from carebook.money import number
from carebook.rules.staffing import NormLine, PostLine
from carebook.store.book import Reader
from carebook.store.staffing import Staffing, staffing_on
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.daily_papers import PaperOut
from carebook.ui.parts.days import DayTurner
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import key_caps, label
from carebook.ui.parts.layouts import row
from carebook.ui.parts.leading_tabs import DailyTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.table import Cell, FigureColumn, FigureRow, FigureTable
from carebook.words import N_, _, ngettext


class StaffingPage(DeskPage):
    """The norms of one day; today's at first."""

    mine = frozenset({"people", "episodes", "staff", "shifts", "codes", "daily_care"})
    keys = (KeyHint("Alt+←→", N_("the day before or after")), KeyHint("Ctrl+P", N_("print")))

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Staffing"))
        self._found: Staffing | None = None
        self.day = DayTurner(desk, self)
        self.day.turned.connect(self._turn_day)
        self.day.refused.connect(partial(self.say, tone="info", seconds=6))
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self.print_day)
        self.header.add_actions(self.print_button)
        self.table = FigureTable(_("Staffing"))
        self.states = States(self.table)
        self.notes = label("", "small", wrap=True)
        self.roster_button = Button(_("Duty roster"), "link", "calendar")
        self.roster_button.clicked.connect(partial(desk.go, "duty_rosters"))
        self.paper = PaperOut(desk, self)
        self.paper.said.connect(self.say)
        self.paper.refused.connect(self.complain)
        self.tabs = DailyTabs(desk, "staffing")
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row(self.day, None, self.roster_button, margins=(20, 4, 20, 6)),
            (row((self.states, 1), margins=(16, 0, 16, 0)), 1),
            row((self.notes, 1), margins=(24, 4, 20, 6)),
            Footer(None, key_caps(("Alt+←→", _("day")), ("Ctrl+P", _("print")))),
        )
        self.setFocusProxy(self.table)
        on_key(self, "Ctrl+P", self.print_day)

    # which day

    def turn_to(self, day: date | None = None, **_more: object) -> None:
        """Show a day, today without one."""
        self.day.show_day(day or self._desk.today())

    def _turn_day(self) -> None:
        self._found = None
        self.make_stale()

    # what stands there

    def refresh(self) -> None:
        """Ask for the day."""
        if self._found is None:
            self.states.show_loading()
        self._desk.ask(self, partial(staffing_on, day=self.day.day), self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Staffing) -> None:
        if found.day != self.day.day:
            return
        self._found = found
        lacking = found.lacking
        said = ngettext("{n} staff member lacking", "{n} staff members lacking", lacking).format(n=number(lacking))
        self.header.show_line(said if lacking else _("The norms are met"), always=True)
        self.notes.setText(" ".join(self._notes(found)))
        if not found.posts:
            self.states.show_empty(
                _("The lists of posts and norms are empty. They are kept among the code lists."), icon="users"
            )
            return
        self.table.show_figures(
            [
                FigureColumn(_("Post and norm"), width=220, stretch=1, align="left"),
                FigureColumn(_("People cared for"), width=88, priority=7),
                FigureColumn(_("Norm"), width=80, priority=6),
                FigureColumn(_("Required"), width=64),
                FigureColumn(_("Employed"), width=76, priority=5),
                FigureColumn(_("At work"), width=76),
                FigureColumn(_("On the roster"), width=112, priority=4),
                FigureColumn(_("Lacking"), width=64),
            ],
            [one for post in found.posts for one in _rows(post)],
        )
        self.states.show_content()

    def _notes(self, found: Staffing) -> list[str]:
        notes = []
        if found.levelless:
            notes.append(
                ngettext(
                    "{n} person has no care level yet and counts as looking after themselves.",
                    "{n} people have no care level yet and count as looking after themselves.",
                    found.levelless,
                ).format(n=number(found.levelless))
            )
        if found.postless:
            notes.append(
                ngettext(
                    "{n} staff member counts for no post.", "{n} staff members count for no post.", len(found.postless)
                ).format(n=number(len(found.postless)))
            )
        return notes

    # on paper

    def print_day(self, *_more: object) -> None:
        """Draw the norms of the day."""
        day = self.day.day

        def gather(reader: Reader, by: str) -> Any:
            from carebook.reports.daily_papers import staffing as paper

            return paper.gather(reader, day, printed_by=by)

        def draw(made: Any) -> bytes:
            from carebook.reports.daily_papers import staffing as paper

            pdf: bytes = paper.draw(made).pdf
            return pdf

        self.paper.begin(_("Staffing"), "dinh-muc", gather, draw)

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)


def _rows(post: PostLine) -> list[FigureRow]:
    tone = "danger" if post.lacking else "text"
    figures: tuple[Any, ...] = (
        Cell(post.text, weight=600),
        Cell(""),
        Cell(""),
        Cell(number(post.required), weight=600),
        Cell(number(post.employed)),
        Cell(number(post.present), weight=600),
        Cell(number(post.on_roster)),
        Cell(number(post.lacking) if post.lacking else "0", tone=tone, weight=600 if post.lacking else 400),
    )
    asked = [norm for norm in post.norms if norm.required and (len(post.norms) > 1 or norm.per)]
    return [FigureRow(figures, kind="group"), *(_norm_row(norm) for norm in asked)]


def _norm_row(norm: NormLine) -> FigureRow:
    people = "–" if norm.clients is None else number(norm.clients)
    cells = (
        Cell(norm.text),
        Cell(people),
        Cell(norm.ratio),
        Cell(number(norm.required)),
        *(Cell("") for _more in range(4)),
    )
    return FigureRow(cells, indent=1)
