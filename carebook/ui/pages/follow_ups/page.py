"""Theo dõi: every visit that is due after going home, by day, worker or commune; one person's whole follow-up beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QResizeEvent

from carebook.actions.change import Change
from carebook.actions.people import protected
from carebook.records.follow_ups import FollowUp
from carebook.records.reintegration import Reintegration
from carebook.store.book import Reader
from carebook.store.follow_ups import DueVisit
from carebook.ui.pages.follow_ups.asking import (
    Due,
    Followed,
    Unfollowed,
    due,
    followed,
    path_named,
    unfollowed,
)
from carebook.ui.pages.follow_ups.card import PersonCard
from carebook.ui.pages.follow_ups.filters import FilterBar
from carebook.ui.pages.follow_ups.rows import DueTable, on_paper, said_due
from carebook.ui.pages.follow_ups.telling import Telling
from carebook.ui.pages.follow_ups.writing import FollowUpWriting
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.leading_tabs import PathTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.taking_out import TakingOut, may_print_work
from carebook.words import N_, _

ROOM = 1000
"""From this width of the page on, in pixels at base size, the card stands beside the list."""


class FollowUpsPage(DeskPage):
    """``turn_to(visit_id=…)``, ``turn_to(reintegration_id=…)`` or ``turn_to(episode_id=…)`` shows one person's follow-up;
    ``commune=…``, ``worker_id=…`` or ``shown=late|coming|waiting|all`` what is listed; ``ending="1"`` begins the end.
    """

    mine = frozenset({"reintegration", "people", "episodes"})
    keys = (
        KeyHint("Enter", N_("write the visit down")),
        KeyHint("F8", N_("not reached")),
        KeyHint("F2", N_("another day")),
        KeyHint("Ctrl+N", N_("plan a visit")),
        KeyHint("Ctrl+F", N_("find by the code of the sheet")),
        KeyHint("Ctrl+P", N_("print the list")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Follow-up after going home"))
        self._due: Due | None = None
        self._path_id = self._visit_id = self._asked_stay = ""
        self._named_place: Callable[[Reader], tuple[str, str]] | None = None
        self._writes = self._ends = self._settles = self._card_alone = False
        self.tabs = PathTabs(desk, "follow_ups")
        self.filters = FilterBar(desk)
        self.filters.changed.connect(self._show_chosen)
        self.filters.code_typed.connect(self.find_code)
        self._telling = Telling(desk, self)
        self._make_actions()
        self.table = DueTable(desk)
        self.table.picked.connect(self._pick)
        self.table.opened.connect(self._open)
        self.states = States(self.table)
        self.card = PersonCard(desk)
        self.card.wanted.connect(self._wants)
        self.card.table.opened.connect(self._open_own)
        self.writing = self.writes_in(FollowUpWriting(desk))
        self.writing.shut.connect(self._shut)
        self.writing.kept.connect(self._kept)
        self.writing.refused.connect(self._refused)
        self.writing.told.connect(partial(self.say, tone="info"))
        self._beside = box(column((self.states, 1), margins=(16, 0, 16, 8)))
        hints = key_caps(
            ("Enter", _("write the visit down")), ("F8", _("not reached")), ("Ctrl+F", _("code of a sheet"))
        )
        self.foot = Footer(hints, None, height=40)
        self.put(
            row((self.tabs, 1), self.filters.whose, self.filters.code, gap=10, margins=(24, 0, 20, 0)),
            self.filters,
            (row((self._beside, 1), self.card, self.writing, gap=0), 1),
            self.foot,
        )
        self.setFocusProxy(self.table)
        for key, slot in (
            *(("F8", partial(self._wants, "attempt")), ("F2", partial(self._wants, "move"))),
            *(("Ctrl+N", partial(self._wants, "plan")), ("Ctrl+F", self.filters.to_code), ("Esc", self._go_back)),
        ):
            on_key(self, key, slot)

    def _make_actions(self) -> None:
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._take_out)
        self.person_button = Button(_("Visits of this person"), icon="users")
        self.person_button.clicked.connect(self._turn_card)
        self.person_button.hide()
        self.header.add_actions(self.person_button, self.print_button)
        self.print_button.setVisible(may_print_work(self._desk))
        self.taking_out = TakingOut(self._desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)
        if may_print_work(self._desk):
            on_key(self, "Ctrl+P", self._take_out)

    # whom

    def turn_to(
        self,
        visit_id: str = "",
        reintegration_id: str = "",
        episode_id: str = "",
        worker_id: str = "",
        commune: str = "",
        shown: str = "",
        ending: str = "",
        **_more: object,
    ) -> None:
        """Show one person's follow-up, or the visits of a worker or a commune."""
        self._put_away()
        self.messages.clear()
        self._asked_stay = episode_id
        if visit_id or reintegration_id or episode_id:
            self._named_place = partial(
                path_named, visit_id=visit_id, reintegration_id=reintegration_id, episode_id=episode_id
            )
        self._ends = bool(ending)
        self._path_id = self._visit_id = ""
        self._card_alone = False
        self.card.show_nothing()
        self.filters.choose(shown, worker_id=worker_id, commune=commune)
        self.make_stale()

    def _put_away(self) -> None:
        if self.writing.is_open():
            if self.writing.has_unsaved():
                self.writing.keep_draft()
            self.writing.put_away()

    def refresh(self) -> None:
        """Ask for what is due."""
        if self._due is None:
            self.states.show_loading()
        self._desk.ask(self, partial(due, today=self._desk.today()), self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Due) -> None:
        self._due = found
        self.writing.know(found.drafts)
        self.header.show_line(said_due(found, self._desk.today()))
        self.filters.show_due(found)
        if not self.messages.text():
            self._telling.of_returns(found.returns)
        named, self._named_place = self._named_place, None
        if named is not None:
            self._desk.ask(self, named, self._named, key="named")
        else:
            self._show_chosen()
            if self._path_id:
                self._ask_followed()

    def _named(self, found: tuple[str, str]) -> None:
        """Show the follow-up of one person alone, with a visit chosen."""
        path_id, visit_id = found
        if not path_id:
            self._show_chosen()
            question = partial(unfollowed, episode_id=self._asked_stay)
            self._desk.ask(self, question, self._telling.of_unfollowed, key="unfollowed")
            return
        self._path_id, self._visit_id, self._card_alone = path_id, visit_id, True
        self.filters.choose(path_id=path_id)
        self._show_chosen()
        self._ask_followed()

    def begin(self, stay: Unfollowed) -> None:
        """The sheet that begins the follow-up of somebody who left without a way home."""
        if self._due is not None and not self.writing.has_unsaved():
            self.card.hide()
            self.writing.write_begin(self._due, stay)
            self._make_room()

    def listed(self) -> list[DueVisit]:
        """The visits as they are listed."""
        return self.filters.listed(self._due) if self._due is not None else []

    def _show_chosen(self) -> None:
        found = self._due
        if found is None:
            return
        self.filters.count(found)
        self._name_only()
        visits = self.listed()
        self._settles = True  # the list tells of its rows while they are put in
        self.table.show_due(visits, found, self.filters.by.current())
        mine = [one for one in visits if one.reintegration_id == self._path_id]
        chosen = next((one for one in mine if one.id == self._visit_id), mine[0] if mine else None)
        if chosen is None and visits and not self.filters.path_id:
            chosen = visits[0]
        if chosen is not None:
            self.table.pick(chosen.id)
        self._settles = False
        if not visits:
            self._telling.of_nothing(found)
            return
        self.states.show_content()
        self._pick(chosen)

    def _name_only(self) -> None:
        filters, found = self.filters, self.card.found
        commune = self._desk.words("commune", filters.commune) if filters.commune else ""
        person = found.person.full_name if filters.path_id and found is not None else ""
        filters.name_only(commune or person)

    def choose(self, which: str) -> None:
        """List other visits: late, coming, waiting or all."""
        self.filters.choose(which)
        self._show_chosen()

    # one person

    def _pick(self, one: DueVisit | None) -> None:
        if one is None or self._settles:
            return
        if one.masked:
            self._path_id = self._visit_id = ""
            self.card.show_nothing()
        elif (one.reintegration_id, one.id) != (self._path_id, self._visit_id) or self.card.found is None:
            self._path_id, self._visit_id = one.reintegration_id, one.id
            self._ask_followed()

    def _ask_followed(self) -> None:
        question = partial(followed, reintegration_id=self._path_id, today=self._desk.today())
        self._desk.ask(self, question, self._show_followed, key="followed")

    def _show_followed(self, found: Followed | None) -> None:
        if found is None:
            self.card.show_nothing()
            self.say(protected(), "info", icon="lock")
            return
        if found.path.id != self._path_id:
            return
        if self.card.found is None or self.card.found.path.id != found.path.id:
            self._desk.note_reading(found.path.episode_id)
        self.card.show_followed(found, self._visit_id)
        self._name_only()
        self._make_room()
        if self._ends:
            self._ends = False
            self._wants("end")
        elif self._writes:
            self._writes = False
            self._wants("visit")

    def find_code(self, typed: str) -> None:
        """Go to the visit whose sheet bears the code that was typed, and open its form."""
        self._desk.ask(self, partial(path_named, code=typed), partial(self._found_code, typed), key="code")

    def _found_code(self, typed: str, found: tuple[str, str]) -> None:
        if not found[1]:
            said = _("No visit has the code “{code}”. Check the letters; the last one proves the others.")
            self.say(said.format(code=typed), "warn")
            return
        self.filters.code.clear()
        self.messages.clear()
        self._writes = True
        self._named(found)

    # writing

    def _open(self, one: DueVisit) -> None:
        if one.masked:
            self.say(protected(), "info", icon="lock")
        elif self.card.found is not None and self.card.found.path.id == one.reintegration_id:
            self.card.table.pick(one.id)
            self._wants("visit")

    def _open_own(self, _visit: FollowUp) -> None:
        self._wants("visit")

    def _wants(self, word: str) -> None:
        """Begin what a button or key asks for, about the visit chosen on the card."""
        found, due_now = self.card.found, self._due
        if found is not None and due_now is not None and not self.writing.has_unsaved():
            self.card.hide()  # the sheet comes in its place
            self.writing.begin(word, due_now, found, self.card.visit())
            self._make_room()

    def _kept(self, change: Change) -> None:
        if isinstance(change.result, Reintegration):
            self._named_place = partial(path_named, reintegration_id=change.result.id)
        self.make_stale()
        self.tell_done(change)

    def _refused(self, error: BaseException) -> None:
        self.complain(error)
        self.make_stale()

    # saving, leaving

    def save(self) -> None:
        self.writing.save()

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
        else:
            self.table.setFocus()

    def _take_out(self) -> None:
        visits = self.listed()
        if visits:
            self.taking_out.begin(on_paper(visits, self._desk))
        else:
            self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        self.filters.fold(narrow)
        self.foot.setVisible(not narrow)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _shut(self) -> None:
        self._make_room()
        (self.card.table if self._card_alone else self.table).setFocus()

    def _turn_card(self) -> None:
        self._card_alone = not self._card_alone
        self._make_room()

    def _make_room(self) -> None:
        """The list and the card side by side, the sheet in the card's place; one of them alone where there is no room."""
        tight, writes = self.width() < theme.worn().scaled(ROOM), self.writing.is_open()
        there = self.card.found is not None
        alone = tight and there and self._card_alone and not writes
        self.card.stand_alone(alone)
        self.card.setVisible(there and not writes and (alone or not tight))
        self.writing.make_room(self._beside, self.width())
        if alone:
            self._beside.hide()
        self.filters.setVisible(not alone)
        for field in (self.filters.whose, self.filters.code):
            field.setVisible(not alone)
        self.person_button.setVisible(tight and there and not writes)
        self.person_button.setText(_("All visits due") if alone else _("Visits of this person"))
