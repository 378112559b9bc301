"""Hồi gia: everybody on the way home, stage by stage on a board or as a list; Enter opens the path, Ctrl+→ moves it on."""

from __future__ import annotations

from functools import partial

from carebook.actions.people import protected
from carebook.money import number
from carebook.records.reintegration import Stage
from carebook.store.reintegration import PathCard
from carebook.ui.pages.reintegration.asking import ALL, ENDED, LATE, MINE, Paths, everybody, stays_to_begin
from carebook.ui.pages.reintegration.canvas import BoardCanvas
from carebook.ui.pages.reintegration.cards import PathTable, board_of, on_paper
from carebook.ui.pages.reintegration.starting import StayDialog
from carebook.ui.parts.buttons import Button, Pills, Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices
from carebook.ui.parts.home_path import Moving, Way
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import Stack, row
from carebook.ui.parts.leading_tabs import PathTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.taking_out import Kind, TakingOut, may_print_work
from carebook.words import N_, _, ngettext, pgettext

BOARD, LIST = "board", "list"


class ReintegrationPage(DeskPage):
    """The board of the stages; ``turn_to(which=…, view=…)`` chooses a filter and board or list."""

    mine = frozenset({"reintegration", "people", "episodes", "casework"})
    keys = (
        KeyHint("Ctrl+N", N_("begin a way home")),
        KeyHint("←→ ↑↓", N_("stage, person")),
        KeyHint("Enter", N_("open the way home")),
        KeyHint("Ctrl+→", N_("move on to the next stage")),
        KeyHint("Ctrl+←", N_("choose another stage")),
        KeyHint("Ctrl+L", N_("board or list")),
        KeyHint("Ctrl+P", N_("print the list")),
        KeyHint("Ctrl+Shift+P", N_("export the list to Excel")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Reintegration"))
        self._found: Paths | None = None
        self._stage = self._wanted = ""
        self.tabs = PathTabs(desk, "reintegration")
        self.view = Segments([(BOARD, _("Board")), (LIST, _("List"))], BOARD)
        self.view.chosen.connect(self._show_chosen)
        self.header.add_left(self.view)
        self.which = Pills(
            [
                (ALL, _("All")),
                (MINE, _("Mine")),
                (LATE, pgettext("paths", "Overdue")),
                (ENDED, pgettext("paths", "Ended")),
            ],
            ALL,
        )
        self.which.chosen.connect(self._choose)
        self.board = BoardCanvas(_("Stages of the way home"))
        self.table = PathTable(desk)
        self._stack = Stack()
        self._stack.addWidget(self.board)
        self._stack.addWidget(self.table)
        self.states = States(self._stack)
        self.moving = Moving(desk, self)
        self.moving.moved.connect(self.tell_done)
        self.moving.told.connect(self._tell)
        self.moving.refused.connect(self.complain)
        self._make_actions()
        for shown in (self.board, self.table):
            shown.opened.connect(self._open)
        self.board.forward.connect(partial(self._move, on=True))
        self.board.backward.connect(partial(self._move, on=False))
        self.board.more_wanted.connect(self._show_stage)
        caps = key_caps(("←→", _("stage")), ("↑↓", _("person")), ("Enter", _("open")), ("Ctrl+→", _("move on")))
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row((self.which, 1), caps, margins=(24, 6, 20, 8)),
            (row((self.states, 1), margins=(18, 0, 18, 12)), 1),
        )
        self.setFocusProxy(self._stack)
        for key, slot in (
            ("Ctrl+N", self.begin),
            ("Ctrl+L", self._turn_view),
            ("Ctrl+P", partial(self._take_out, "pdf")),
            ("Ctrl+Shift+P", partial(self._take_out, "xlsx")),
        ):
            on_key(self, key, slot)
        for key, on in (("Ctrl+Right", True), ("Ctrl+Left", False)):
            on_key(self.table, key, partial(self._move_row, on=on))

    def _make_actions(self) -> None:
        desk = self._desk
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(partial(self._take_out, "pdf"))
        self.export_button = Button(_("Excel"), icon="file-spreadsheet")
        self.export_button.setAccessibleName(_("Export the list to Excel"))
        self.export_button.clicked.connect(partial(self._take_out, "xlsx"))
        self.begin_button = Button(_("Begin a way home"), "primary", "plus", "Ctrl+N", listens=False)
        self.begin_button.clicked.connect(self.begin)
        for button in (self.print_button, self.export_button):
            button.setVisible(may_print_work(desk))
        self.begin_button.setVisible(desk.may("start_path"))
        self.header.add_actions(self.print_button, self.export_button, self.begin_button)
        self.taking_out = TakingOut(desk, self)
        self.taking_out.said.connect(self.say)
        self.taking_out.refused.connect(self.complain)

    # which paths

    def turn_to(self, which: str = "", view: str = "", reintegration_id: str = "", **_more: object) -> None:
        """Choose a filter ("all", "mine", "late", "ended"), board or list, and a path on it."""
        if which:
            self.which.choose(which)
        if view:
            self.view.choose(view)
        self._stage, self._wanted = "", reintegration_id
        self.make_stale()

    def refresh(self) -> None:
        """Ask for everybody."""
        if self._found is None:
            self.states.show_loading()
        question = partial(everybody, today=self._desk.today(), mine=self._desk.actor.staff_member_id)
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Paths) -> None:
        self._found = found
        many = ngettext("{n} person on the way home", "{n} people on the way home", len(found.cards))
        self.header.show_line(many.format(n=number(len(found.cards))))
        words = {ALL: _("All"), MINE: _("Mine"), LATE: pgettext("paths", "Overdue"), ENDED: pgettext("paths", "Ended")}
        for which, text in words.items():
            self.which.rename(which, f"{text}  {number(len(found.of(which)))}")
        self._show_chosen()

    def cards(self) -> list[PathCard]:
        """The paths as they are listed."""
        found = self._found.of(self.which.current()) if self._found is not None else []
        return [one for one in found if self._stage in ("", one.stage.value)]

    def _choose(self, _which: str) -> None:
        self._stage = ""
        self._show_chosen()

    def _show_chosen(self, _view: str = "") -> None:
        if self._found is None:
            return
        ended = self.which.current() == ENDED
        if self.view.current() == BOARD:
            self._stage = ""
        listed = ended or self.view.current() == LIST
        cards = self.cards()
        self.view.setEnabled(not ended)
        self._stack.setCurrentWidget(self.table if listed else self.board)
        self._stack.setFocusProxy(self.table if listed else self.board)
        if listed:
            self.table.show_records(cards)
            if not self.table.pick(self._wanted) and cards and self.table.current() is None:
                self.table.pick(cards[0].reintegration_id)
        else:
            self.board.show_board(board_of(cards, self._desk))
            self.board.pick(self._wanted)
        self._wanted = ""
        if cards:
            self.states.show_content()
        else:
            self._show_nobody()

    def _show_nobody(self) -> None:
        assert self._found is not None
        if self.which.current() == ALL:
            ways = ((_("Begin a way home…"), self.begin),) if self._desk.may("start_path") else ()
            self.states.show_empty(
                _("Nobody is on the way home yet. It begins on the tab Way home of each record."), *ways, icon="house"
            )
            return
        sentences = {
            MINE: _("None of the paths is yours."),
            LATE: _("Nothing is overdue on any path."),
            ENDED: _("No path has ended yet."),
        }
        everyone = ((_("Everybody on the way home"), self._show_all),) if self._found.cards else ()
        self.states.show_empty(sentences[self.which.current()], *everyone, icon="circle-check")

    def _show_all(self) -> None:
        self.which.choose(ALL)
        self._show_chosen()

    def _show_stage(self, stage: str) -> None:
        """The list of one stage, from the board."""
        self.view.choose(LIST)
        self._stage = Stage(stage).value
        self._show_chosen()
        self.table.setFocus()

    def _turn_view(self) -> None:
        if self.which.current() != ENDED:
            self.view.choose(LIST if self.view.current() == BOARD else BOARD)
            self._show_chosen()
            self._stack.setFocus()

    # one path

    def _picked(self, one: object) -> PathCard | None:
        """The card meant by its id or as a record, unless it is protected, which is said."""
        card = one if isinstance(one, PathCard) else self._found.card(str(one)) if self._found is not None else None
        if card is not None and card.masked:
            self.say(protected(), "info", icon="lock")
            return None
        return card

    def _open(self, one: object) -> None:
        card = self._picked(one)
        if card is not None:
            self._desk.go("home_path", episode_id=card.episode_id, reintegration_id=card.reintegration_id)

    def _move(self, one: object, *, on: bool) -> None:
        card = self._picked(one)
        if card is None:
            return
        if on:
            self.moving.forward(card.reintegration_id)
        else:
            self.moving.choose(card.reintegration_id)

    def _move_row(self, *, on: bool) -> None:
        card = self.table.current()
        if card is not None:
            self._move(card, on=on)

    def _tell(self, sentence: object, tone: str, way: Way | None) -> None:
        if way is None:
            self.say(sentence, tone)
        else:
            self.say(sentence, tone, action=way.words, then=way.go)

    # a new one

    def begin(self) -> None:
        """Ask whose way home begins, then show its page."""
        if self._desk.may("start_path"):
            self._desk.ask(self, stays_to_begin, self._ask_whose, self.complain, key="stays")

    def _ask_whose(self, stays: Choices) -> None:
        if not stays:
            self.say(_("Everybody with an open stay is on the way home already."), "info", seconds=8)
            return
        dialog = StayDialog(self, stays)
        if dialog.exec() and dialog.who.code():
            self._desk.go("home_path", episode_id=dialog.who.code(), new=True)

    # out of the book

    def _take_out(self, kind: Kind) -> None:
        if not may_print_work(self._desk):
            return
        cards = self.cards()
        if cards:
            self.taking_out.begin(on_paper(cards, self._desk, kind))
        else:
            self.say(_("The list is empty; there is nothing to print."), "info", seconds=6)

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        self.export_button.setVisible(not narrow and may_print_work(self._desk))
