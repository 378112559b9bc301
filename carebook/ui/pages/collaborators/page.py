"""Cộng tác viên: everybody who helps by commune, what is written about them beside, and communes that have nobody."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QResizeEvent

from carebook.actions.change import Change, Outdated
from carebook.actions.collaborators import save_collaborator, strike_collaborator
from carebook.money import number
from carebook.records.collaborators import Collaborator
from carebook.rules.collaborators import problems_in_collaborator
from carebook.rules.problem import warnings
from carebook.store.collaborators import BareCommune, CollaboratorLine
from carebook.ui.pages.collaborators.asking import ALL, BARE, BELOW, ENDING, FORM, Helpers, helpers
from carebook.ui.pages.collaborators.rows import BareTable, HelperTable, commune_words, on_paper
from carebook.ui.pages.collaborators.sheet import HelperSheet, province_of
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Pills, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.ui.parts.leading_tabs import PathTabs
from carebook.ui.parts.page import DeskPage, KeyHint, reason_to_strike
from carebook.ui.parts.states import States
from carebook.ui.parts.taking_out import TakingOut
from carebook.ui.parts.writing_panel import WritingPanel
from carebook.words import N_, _, ngettext

_SHOWN = (ALL, ENDING, BELOW, BARE)


class CollaboratorsPage(DeskPage):
    """The collaborators of all communes; ``turn_to(commune=…)`` begins a new one there, ``collaborator_id=…`` opens one."""

    mine = frozenset({"reintegration"})
    keys = (
        KeyHint("Ctrl+N", N_("new collaborator")),
        KeyHint("Enter", N_("open the collaborator")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+P", N_("print the list")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Collaborators"))
        self._found: Helpers | None = None
        self._wanted: tuple[str, str] = ("", "")
        self._busy = False
        self.tabs = PathTabs(desk, "collaborators")
        self.shown = Pills([(one, "") for one in _SHOWN], ALL)
        self.shown.chosen.connect(self._show_chosen)
        self._make_actions()
        self.table = HelperTable(desk)
        self.table.opened.connect(self._open)
        self.table.picked.connect(self._show_buttons)
        self.bare = BareTable(desk)
        self.bare.opened.connect(self._begin_there)
        self._lists = Stack()
        self._lists.addWidget(self.table)
        self._lists.addWidget(self.bare)
        self.states = States(self._lists)
        self.writing = self.writes_in(WritingPanel(desk, width=460))
        self.writing.shut.connect(self._make_room)
        self._beside = box(column((self.states, 1), margins=(16, 0, 16, 8)))
        hints = key_caps(("Enter", _("open")), ("Ctrl+N", _("new collaborator")))
        self.foot = Footer(hints, None, self.strike_button, self.visits_button)
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row(self.shown, None, margins=(24, 6, 20, 6)),
            (row((self._beside, 1), self.writing, gap=0), 1),
            self.foot,
        )
        self.setFocusProxy(self.table)
        for key, slot in (("Ctrl+N", self.begin_new), ("Esc", self._go_back), ("Ctrl+P", self._take_out)):
            on_key(self, key, slot)

    def _make_actions(self) -> None:
        desk = self._desk
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._take_out)
        self.new_button = Button(_("New collaborator"), "primary", "plus", "Ctrl+N", listens=False)
        self.new_button.clicked.connect(self.begin_new)
        self.header.add_actions(self.print_button, self.new_button)
        self.print_button.setVisible(desk.may("export_list"))
        self.new_button.setVisible(desk.may("save_collaborator"))
        self.visits_button = Button(_("Visits in this commune"), icon="house")
        self.visits_button.clicked.connect(self._open_visits)
        self.strike_button = Button(_("Strike through…"))
        self.strike_button.clicked.connect(self._strike)
        self.taking_out = TakingOut(desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)

    # what is shown

    def turn_to(self, collaborator_id: str = "", commune: str = "", **_more: object) -> None:
        """Open one collaborator, or begin a new one in a commune."""
        self._wanted = (collaborator_id, commune)
        self.messages.clear()
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the collaborators."""
        if self._found is None:
            self.states.show_loading()
        self._desk.ask(self, partial(helpers, today=self._desk.today()), self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Helpers) -> None:
        self._found = found
        self.writing.know(found.drafts)
        many = ngettext("{n} collaborator", "{n} collaborators", len(found.lines)).format(n=number(len(found.lines)))
        communes = len({one.collaborator.commune for one in found.lines})
        said = [many, ngettext("{n} commune", "{n} communes", communes).format(n=number(communes))]
        if found.bare:
            bare = ngettext("{n} commune without one", "{n} communes without one", len(found.bare))
            said.append(bare.format(n=number(len(found.bare))))
        self.header.show_line(" · ".join(said))
        words = {
            ALL: _("All collaborators"),
            ENDING: _("Contract ends or ended"),
            BELOW: _("Below the base salary"),
            BARE: _("Communes without a collaborator"),
        }
        for one in _SHOWN:
            self.shown.rename(one, f"{words[one]}  {number(found.count(one))}")
        self._show_chosen()
        (wanted, commune), self._wanted = self._wanted, ("", "")
        named = next((one for one in found.lines if one.id == wanted), None)
        if named is not None:
            self.table.pick(named.id)
            self._open(named)
        elif commune:
            self._write(Collaborator(commune=commune))

    def _show_chosen(self, *_more: object) -> None:
        found, which = self._found, self.shown.current()
        if found is None:
            return
        self._lists.setCurrentWidget(self.bare if which == BARE else self.table)
        shown: list[CollaboratorLine] | list[BareCommune] = list(found.bare) if which == BARE else found.of(which)
        (self.bare if which == BARE else self.table).show_records(shown)
        if shown:
            self.states.show_content()
            if which != BARE and self.table.current() is None:
                self.table.pick(found.of(which)[0].id)
        elif which == ALL:
            ways = ((_("New collaborator"), self.begin_new),) if self._desk.may("save_collaborator") else ()
            sentence = _(
                "No collaborators yet. Written down by commune, they can make visits after somebody goes home."
            )
            self.states.show_empty(sentence, *ways, icon="users")
        else:
            says = {
                ENDING: _("No contract ends soon."),
                BELOW: _("No allowance is below the base salary."),
                BARE: _("Every commune where somebody is followed has a collaborator."),
            }
            self.states.show_empty(says[which], icon="circle-check")
        self._show_buttons()

    def _show_buttons(self, *_more: object) -> None:
        there = self.shown.current() != BARE and self.table.current() is not None and not self.states.says()
        self.strike_button.setVisible(there and self._desk.may("strike_collaborator"))
        self.visits_button.setVisible(there)

    # writing

    def begin_new(self) -> None:
        """A sheet for another collaborator, in the chosen commune where there is none."""
        if self._found is None or not self._desk.may("save_collaborator"):
            return
        bare = self.bare.current() if self.shown.current() == BARE else None
        self._write(Collaborator(commune=bare.commune if bare is not None else None))

    def _begin_there(self, _one: BareCommune) -> None:
        self.begin_new()

    def _open(self, one: CollaboratorLine) -> None:
        if self._desk.may("save_collaborator"):
            self._write(one.collaborator)

    def _write(self, helper: Collaborator) -> None:
        if self.writing.has_unsaved():
            return
        title = _("Collaborator") if helper.id else _("New collaborator")
        line = commune_words(helper.commune, self._desk) if helper.commune else ""
        sheet = HelperSheet(self._desk, replace(helper, province=helper.province or self._usual_province(helper)))
        self.writing.open(sheet, FORM, helper.id or f"new:{helper.commune or ''}", title, line)
        self._make_room()

    def _usual_province(self, helper: Collaborator) -> str | None:
        """The province of the commune, else the one in which most collaborators live."""
        known = self._found.lines if self._found is not None else ()
        lived_in = Counter(one.collaborator.province for one in known if one.collaborator.province)
        usual = lived_in.most_common(1)
        return province_of(helper.commune, self._desk) or (usual[0][0] if usual else None)

    def save(self) -> None:
        """Keep the collaborator, in the province of the commune."""
        helper: Collaborator | None = None if self._busy else self.writing.written()
        if helper is None:
            return
        self._busy = True
        kept = replace(helper, province=province_of(helper.commune, self._desk) or helper.province)
        seen = kept.version if kept.id else None
        self._desk.do(save_collaborator, kept, seen=seen, then=self._saved, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._busy = False
        self.writing.close_up()
        kept: Collaborator = change.result
        said: list[str] = []
        if self._found is not None:
            others = [one.collaborator for one in self._found.lines]
            told = problems_in_collaborator(kept, today=self._desk.today(), base_salary=self._found.base, others=others)
            said += [str(one.message) for one in warnings(told)]
        self.make_stale()
        self.tell_done(change, besides=said)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        if isinstance(error, Outdated) or not problems:
            self.complain(error)
            self.make_stale()
        else:
            self.writing.show_problems(problems)

    def _strike(self) -> None:
        line = self.table.current()
        reasons = [("twice", _("Written twice")), ("other", _("Another reason"))]
        if line is not None and (reason := reason_to_strike(self, reasons=reasons)):
            self.strike(line, reason)

    def strike(self, line: CollaboratorLine, reason: str) -> None:
        """Strike a collaborator through."""
        self._desk.do(strike_collaborator, line.id, reason=reason, then=self.struck, failed=self.complain)

    def struck(self, change: Change) -> None:
        self.make_stale()
        super().struck(change)

    # elsewhere

    def _open_visits(self) -> None:
        line = self.table.current()
        if line is not None and line.collaborator.commune:
            self._desk.go("follow_ups", commune=line.collaborator.commune)

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
        else:
            (self.bare if self.shown.current() == BARE else self.table).setFocus()

    def _take_out(self) -> None:
        found = self._found
        lines = found.of(ALL if self.shown.current() == BARE else self.shown.current()) if found is not None else []
        if not self._desk.may("export_list"):
            return
        if lines:
            self.taking_out.begin(on_paper(lines, self._desk))
        else:
            self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self.writing.make_room(self._beside, self.width())
