"""The papers of a stay, a group or the center: which are written, how they look, what they lack; and printing for many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

from carebook.actions.people import protected
from carebook.actions.prints import export_family_dossier, print_batch
from carebook.places import write_whole
from carebook.reports.case_papers import CasePaper
from carebook.reports.paper.facts import Way
from carebook.reports.papers_of_stay import Lacking
from carebook.reports.path_papers import BY_MONTH, HomePaper, ListPaper, OfferedHome, PreparedDossier, lists_there
from carebook.reports.therapy_papers import BY_PERIOD, OF_STAYS, Prepared, TherapyPaper
from carebook.ui.pages.case_papers import drawing
from carebook.ui.pages.case_papers.batch import BatchPart
from carebook.ui.pages.case_papers.choosing import PaperChoices
from carebook.ui.pages.case_papers.drawing import Asked, Found, FoundGroup, Offer, title_of
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.layouts import Stack, row
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.papers import PaperPage, ShownPaper
from carebook.ui.parts.papers import Way as Format
from carebook.ui.parts.table import Cell, Column, RecordTable
from carebook.ui.parts.whole_file import WholeFileOut
from carebook.words import N_, _, message, ngettext, speaking

_BY_MONTH: frozenset[Enum] = frozenset(
    {CasePaper.FORM05, TherapyPaper.SESSIONS, TherapyPaper.REGISTER, *BY_PERIOD, *BY_MONTH}
)
_CASE, _THERAPY, _HOME, _GROUP, _CENTER = "case", "therapy", "home", "group", "center"
_SETS = {kind.value: _THERAPY for kind in OF_STAYS} | {kind.value: _HOME for kind in HomePaper}
"""The set in which a paper of a stay stands, by its name; of the case where it is not named here."""
_HEADINGS = {
    _CASE: N_("Forms and minutes"),
    _THERAPY: N_("Therapy papers"),
    _HOME: N_("Way home papers"),
    _GROUP: N_("Papers of the group"),
    _CENTER: N_("Lists of the center"),
}
_WRITTEN_AT = {
    ListPaper.LIST_14: "reintegration",
    ListPaper.RELIEF: "relief",
    ListPaper.VISITORS: "contacts",
    ListPaper.COLLABORATORS: "collaborators",
    ListPaper.HOTLINE: "hotline",
}
_ON_THE_PATH = frozenset({"families", "handovers", "follow_ups"})
"""Pages that begin from a way home; what is lacking there is reached from its page."""


class CasePapersPage(PaperPage):
    """The papers of ``turn_to(episode_id=…)`` or of ``turn_to(group_id=…)``; ``paper`` and ``id`` name the one shown first.

    A stay has papers of its case, of rehabilitation and of the way home, which stand there in turn. A list of the center, by
    its name and without a stay, stands among the other lists. ``batch`` prints for many.
    """

    mine = frozenset(
        {"casework", "people", "episodes", "facility", "staff", "rehabilitation", "groups", "reintegration", "services"}
    )
    keys = (KeyHint("Ctrl+P", N_("print")), KeyHint("↑↓", N_("another paper")))

    def __init__(self, desk: Desk) -> None:
        columns = [Column("title", _("Paper"), _cell, 220, 1)]
        table = RecordTable(columns, _("Case papers"), heads=False, row_height=44)
        self.choices = PaperChoices(desk.today)
        self._set = _CASE
        super().__init__(desk, _("Forms and minutes"), _("Case papers"), table, self.choices)
        self._episode_id = self._group_id = self._wanted = self._wanted_id = self._name = ""
        self._offered: dict[str, Offer] = {}
        self._asked: Asked | None = None
        self.choices.changed.connect(self._draw)
        self.batch = BatchPart(desk)
        self.batch.said.connect(self.say)
        self.batch.refused.connect(self.complain)
        self.stack = Stack()
        self.stack.addWidget(self.states)
        self.stack.addWidget(self.batch)
        self.many_button = Button(_("Print by room, ward…"), "ghost", "users")
        self.many_button.clicked.connect(partial(self.show_batch, True))
        self.many_button.setVisible(desk.may("print_batch"))
        self.turn_button = Button("", "ghost", "arrow-right")
        self.turn_button.clicked.connect(self._turn)
        self.home_button = Button(_("Way home papers"), "ghost", "arrow-right")
        self.home_button.clicked.connect(partial(self._turn_to_set, _HOME))
        self.whole_file = WholeFileOut(desk, self)
        self.whole_file.said.connect(self.say)
        self.whole_button = Button(_("Whole file…"), "ghost", "folder-open")
        self.whole_button.clicked.connect(self._take_out_file)
        self.stay_button = Button(_("Papers of this stay"), "ghost", "arrow-right")
        self.stay_button.clicked.connect(self._go_to_stay)
        self.side.add_actions(self.stay_button)
        self.side.add(10, row(self.whole_button, None))
        self.choices.add(self.turn_button)
        self.choices.add(self.home_button)
        self.choices.add(self.many_button)
        self.put((self.stack, 1))

    # which stay

    def turn_to(
        self,
        episode_id: str = "",
        paper: str = "",
        id: str = "",
        plan_id: str = "",
        group_id: str = "",
        session_id: str = "",
        first: date | None = None,
        kind: str = "",
        batch: bool = False,
        **_more: object,
    ) -> None:
        """Show the papers of another stay or group, or another of its papers (``paper`` or ``kind``), a list of the center, or
        print for many.

        The version is named by ``id``, ``plan_id``, ``session_id``, or by the ``first`` day of its month.
        """
        paper = paper or kind
        if (episode_id, group_id) != (self._episode_id, self._group_id):
            self._forget_shown()
            self._asked = None
        self._episode_id, self._group_id = episode_id, group_id
        self._wanted, self._wanted_id = paper, id or plan_id or session_id or (f"{first:%Y-%m}" if first else "")
        of_center = not episode_id and not group_id and paper in {one.value for one in ListPaper}
        self._set = _GROUP if group_id else _CENTER if of_center else _SETS.get(paper, _CASE)
        self.show_batch(batch)

    def _turn(self) -> None:
        """From the papers of the case to those of rehabilitation, and back to those of the case."""
        self._turn_to_set(_THERAPY if self._set == _CASE else _CASE)

    def _turn_to_set(self, which: str) -> None:
        self._set = which
        self._wanted = self._wanted_id = ""
        self._forget_shown()
        self.show_batch(False)

    def show_batch(self, batch: bool) -> None:
        """The papers of many people, or of the one stay."""
        self.stack.setCurrentWidget(self.batch if batch else self.states)
        for button in (self.docx_button, self.pdf_button, self.print_button):
            button.setVisible(not batch)
        of_stay = self._set in (_CASE, _THERAPY, _HOME)
        self.take_back_button.setVisible(not batch and of_stay and self._desk.may("attach_file"))
        self.turn_button.setVisible(of_stay)
        self.turn_button.setText(_("Therapy papers") if self._set == _CASE else _("Forms and minutes"))
        self.home_button.setVisible(of_stay and self._set != _HOME)
        self.many_button.setVisible(self._set == _CASE and self._desk.may("print_batch"))
        self.stay_button.setVisible(of_stay)
        self.whole_button.setVisible(of_stay and bool(self._episode_id) and self._desk.may("export_whole_file"))
        self.back_button.setText(
            {_GROUP: _("Open the group"), _CENTER: _("Open the page of this list")}.get(self._set, _("Open record"))
        )
        self.rename(_("Print by room, ward") if batch else _(_HEADINGS[self._set]))
        self.side.show_title(_("Case papers") if self._set == _CASE else _(_HEADINGS[self._set]))
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
        if self._group_id:
            self.states.show_loading()
            group_id, today = self._group_id, self._desk.today()
            self._desk.ask(
                self, lambda reader: drawing.found_group(reader, group_id, today), self._show_group, self._not_read
            )
            return
        if self._set == _CENTER:
            self.states.show_loading()
            today = self._desk.today()
            self._desk.ask(self, lambda reader: lists_there(reader, today), self._show_lists, self._not_read)
            return
        if not self._episode_id:
            many = [
                (_("Print by room, ward…"), partial(self.show_batch, True)),
                (_("Lists of the center"), partial(self._turn_to_set, _CENTER)),
            ]
            offered = many if self._desk.may("print_batch") else []
            self.states.show_empty(_("Open a record and choose “Print papers” there."), *offered, icon="printer")
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
        self._person_id, self._name = found.row.person_id, found.row.name
        if not self.is_batch():
            self.header.show_line(found.row.name, always=True)
        sets: dict[str, Sequence[Offer]] = {_THERAPY: found.of_therapy, _HOME: found.of_home}
        self._offer(sets.get(self._set, found.offered))

    def _show_lists(self, offered: Sequence[OfferedHome]) -> None:
        self.header.show_line("")
        self._offer(offered)

    def _show_group(self, found: FoundGroup | None) -> None:
        if found is None:
            self._allow(False)
            self.states.show_empty(_("This group is no longer there."), icon="users")
            return
        self.header.show_line(found.name, always=True)
        self._offer(found.offered)

    def _offer(self, offered: Sequence[Offer]) -> None:
        self._offered = {one.id: one for one in offered}
        current = self._wanted or self.table.current_id()
        self._asked = None
        self.table.show_records(offered)
        self.table.fit_rows()
        self.choice.offer([(one.id, _(title_of(one.kind))) for one in offered])
        self.states.show_content()
        if not self.table.pick(current):
            self.table.pick(offered[0].id)
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
            self._episode_id,
            offered.kind,
            version,
            self.choices.content.code(),
            Way(self.choices.way.code() or "ink"),
            self._group_id,
        )
        if asked == self._asked:
            return
        self._asked, today = asked, self._desk.today()
        self._draw_with(lambda reader: drawing.gathered(reader, asked, today), drawing.drawn)

    def _show_paper(self, shown: ShownPaper) -> None:
        name = self.header.line.whole()
        super()._show_paper(shown)
        if not shown.person_name:
            self.header.show_line(name, always=True)

    def _not_drawn(self, error: BaseException) -> None:
        self._asked = None
        super()._not_drawn(error)

    def _allow(self, there: bool) -> None:
        needed = {_GROUP: "print_batch", _CENTER: "print_batch"}.get(self._set, "print_papers")
        if self._is_dossier():
            needed = "export_family_dossier"
        super()._allow(there and self._desk.may(needed))

    def _note(self, then: Callable[[Any], object]) -> None:
        paper = self._shown.paper if self._shown is not None else None
        if isinstance(paper, PreparedDossier):
            self._desk.do(export_family_dossier, paper.episode_id, paper.receiver_id, then=then, failed=self.complain)
            return
        if not isinstance(paper, Prepared) or self._set not in (_GROUP, _CENTER) or not paper.people:
            super()._note(then)
            return
        with speaking("vi"):
            what = ", ".join(filter(None, (_(title_of(paper.kind)), paper.about)))
            reason = _(_HEADINGS[self._set])
        whole = paper.kind is ListPaper.LIST_14  # tells health and family
        self._desk.do(print_batch, paper.people, what, reason=reason, whole=whole, then=then, failed=self.complain)

    def _is_dossier(self) -> bool:
        return self._shown is not None and isinstance(self._shown.paper, PreparedDossier)

    def _save_noted(self, way: Format, path: Path, shown: ShownPaper, change: object) -> None:
        """The dossier for the family leaves as two files: the readable one and beside it the one for machines."""
        if way != "pdf" or not isinstance(shown.paper, PreparedDossier):
            super()._save_noted(way, path, shown, change)
            return
        beside = path.with_suffix(".json")
        try:
            write_whole(path, shown.pdf)
            write_whole(beside, shown.paper.machine)
        except OSError:
            self.say(message("“{file}” could not be written. Choose another place.", file=path.name), "danger")
        else:
            said = message("Saved “{file}” and “{beside}”.", file=path.name, beside=beside.name)
            self.say(said, "ok", seconds=8)

    def _file_name(self, shown: ShownPaper) -> str:
        if isinstance(shown.paper, Prepared):
            return f"{shown.paper.kind.value}-{self._desk.today():%Y%m%d}"
        return super()._file_name(shown)

    def _mend(self, lack: Lacking) -> None:
        if (self._group_id and lack.place == "groups") or self._set == _CENTER:
            self._go_back()
            return
        match lack.place:
            case "facility":
                self._desk.go("settings")
            case "person" | "stay":
                self._desk.go("person", person_id=self._person_id)
            case place if place in _ON_THE_PATH:
                self._desk.go("home_path", episode_id=self._episode_id)
            case place:
                self._desk.go(place, episode_id=self._episode_id)

    def _go_back(self) -> None:
        if self._set == _CENTER:
            self._desk.go(_WRITTEN_AT[ListPaper(self.table.current_id())])
            return
        if not self._group_id:
            super()._go_back()
            return
        session_id = ""
        if self.table.current_id() == TherapyPaper.GROUP_MINUTES.value:
            session_id = self.choices.id() or ""
        self._desk.go("groups", group_id=self._group_id, session_id=session_id)

    def _take_out_file(self) -> None:
        self.whole_file.begin(self._episode_id, self._name)

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


def _cell(one: Offer) -> Cell:
    """A paper with where it stands: not written, or its newest version and how many there are."""
    kind: Enum = one.kind
    title = _(title_of(kind))
    if not one.versions:
        return Cell(title, sub=_("Not written yet"), mark=("ring", "none"))
    newest = one.versions[0]
    if kind in _BY_MONTH:
        by_days = kind is CasePaper.FORM05 or kind in BY_PERIOD
        return Cell(title, sub=_("By month, quarter or days") if by_days else _("By month"), mark=("full", "info"))
    more = len(one.versions) - 1
    words = newest.words
    if more:
        words = f"{words} · {ngettext('{n} more', '{n} more', more).format(n=more)}"
    return Cell(title, sub=words, mark=("full", "ok") if newest.finished else ("half", "warn"))
