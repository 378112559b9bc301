"""Đường hồi gia của một người: where they stand and what is lacking, what was written down, what has its day and whose it is."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.people import protected
from carebook.records.staff import ROLE_WORDS, Role
from carebook.rules.permissions import DEEDS
from carebook.rules.reintegration import Lack
from carebook.ui.pages.home_path.asking import (
    CARER,
    DECISION,
    FORM_OF_PART,
    PAGES,
    PAPER,
    PATH,
    READINESS,
    SUPPORT,
    TRIAL,
    PathView,
    path_view,
)
from carebook.ui.pages.home_path.columns import BESIDE, COURSE, DAYS, FAMILY, PAPERS, PREPARING, Columns
from carebook.ui.pages.home_path.head import Buttons, PathLine
from carebook.ui.pages.home_path.writing import Writing
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.home_path import Moving, Way, place_of
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import hairline, row
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.words import N_, _, ngettext

_KEYS_FROM = 1000
"""From this width of the page on, in pixels at base size, its buttons tell their keys."""
_NEW_OF = {COURSE: CARER, FAMILY: CARER, PREPARING: SUPPORT, PAPERS: PAPER, DAYS: SUPPORT}


class PathPage(DeskPage):
    """One path of ``turn_to(episode_id=…, reintegration_id=…, part=…)``; ``new`` begins one where none is open."""

    mine = frozenset({"reintegration", "people", "episodes", "casework"})
    keys = (
        KeyHint("Ctrl+N", N_("write down another record")),
        KeyHint("Ctrl+→", N_("move on to the next stage")),
        KeyHint("Ctrl+←", N_("choose another stage")),
        KeyHint("F2", N_("edit the way home")),
        KeyHint("Ctrl+D", N_("check-list")),
        KeyHint("Ctrl+P", N_("print papers")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Way home"))
        self._episode_id = self._reintegration_id = self._part = ""
        self._begins = False
        self._view: PathView | None = None
        self.line = PathLine(desk)
        self.columns = Columns(desk)
        self.columns.opened.connect(self._open)
        self.columns.add_wanted.connect(self._add)
        self.columns.wanted.connect(self.lead_to)
        self.columns.forward.connect(self.forward)
        self.columns.ending.connect(self._end)
        self.moving = Moving(desk, self)
        self.moving.moved.connect(self._done)
        self.moving.told.connect(self._tell)
        self.moving.refused.connect(self.complain)
        self.writing = Writing(desk, self)
        self.stand_back_for(self.writing.panel)
        self.writing.saved.connect(self._done)
        self.writing.refused.connect(self.complain)
        self.writes_in(self.writing.panel)
        self.writing.panel.shut.connect(self._shut)
        self.states = States(self.columns)
        self.buttons = Buttons(desk)
        self.buttons.fill(self.header)
        self.other_button = Button("", "link", "history")
        self.other_button.clicked.connect(self._show_other)
        self.other_button.hide()
        caps = key_caps(("Ctrl+→", _("move on")), ("Ctrl+D", _("check-list")), ("Ctrl+N", _("new record")))
        self.foot = Footer(self.other_button, None, caps, height=40)
        self.put(
            row((self.line, 1), margins=(24, 0, 20, 6)),
            hairline(),
            (row((self.states, 1), self.writing.panel, gap=0), 1),
            self.foot,
        )
        self.setFocusProxy(self.columns)
        self._connect()

    def _connect(self) -> None:
        for button, slot in (
            (self.buttons.person, self._open_person),
            (self.buttons.papers, self._print),
            (self.buttons.edit, self.edit),
            (self.buttons.stage, self.choose_stage),
            (self.buttons.forward, self.forward),
        ):
            button.clicked.connect(slot)
        for key, slot in (
            ("Ctrl+N", self.begin_new),
            ("Ctrl+Right", self.forward),
            ("Ctrl+Left", self.choose_stage),
            ("F2", self.edit),
            ("Ctrl+D", partial(self._add, READINESS)),
            ("Ctrl+P", self._print),
            ("Esc", self._back),
        ):
            on_key(self, key, slot)

    # whose

    def turn_to(
        self, episode_id: str = "", reintegration_id: str = "", part: str = "", new: object = "", **_more: object
    ) -> None:
        """Show a path of a stay, the open one unless named; ``part`` leads to a record that is lacking, ``new`` begins a path."""
        if episode_id != self._episode_id or reintegration_id not in ("", self._reintegration_id):
            self.writing.put_away()
            self._view = None
            self.messages.clear()
            self._episode_id, self._reintegration_id = episode_id, reintegration_id
        self._part, self._begins = part, bool(new)
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the path and everything about it."""
        if not self._episode_id:
            way = (_("Everybody on the way home"), partial(self._desk.go, "reintegration"))
            self.states.show_empty(_("Choose somebody on the board of the way home."), way, icon="house")
            return
        if self._view is None:
            self.states.show_loading()
        question = partial(
            path_view,
            episode_id=self._episode_id,
            reintegration_id=self._reintegration_id,
            today=self._desk.today(),
        )
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, view: PathView | None) -> None:
        came_on = self._view is None or view is None or self._view.stage is not view.stage
        self._view = view
        self.buttons.show_view(view)
        self.other_button.setVisible(view is not None and bool(view.others))
        if view is None:
            self.header.show_line("")
            self.line.clear()
            self.states.show_empty(protected(), icon="lock")
            return
        self.writing.know(view)
        age = dates.age_on(view.person.born, self._desk.today())
        told = (view.person.full_name, view.person.code, str(age.words) if age is not None else "")
        self.header.show_line(" · ".join(filter(None, told)), always=True)
        self.line.show_view(view)
        many = len(view.others)
        self.other_button.setText(
            ngettext("{n} other path of this stay", "{n} other paths of this stay", many).format(n=many)
        )
        if view.file is None:
            self._show_nothing(view)
        else:
            self._reintegration_id = view.file.path.id
            self.columns.show_view(view, first=came_on)
            self.states.show_content()
        self._go_on()

    def _show_nothing(self, view: PathView) -> None:
        if view.episode.end_on is None and self._desk.may("start_path"):
            self.states.show_empty(
                _("No way home was begun yet. It begins with the wish of the person and why they can go home."),
                (_("Begin a way home"), self.begin),
                icon="house",
            )
        else:
            self.states.show_empty(_("No way home was begun in this stay."), icon="house")

    def _go_on(self) -> None:
        """What the page was asked to open."""
        part, begins = self._part, self._begins
        self._part, self._begins = "", False
        if begins and not self._is_running():
            self.begin()
        elif part:
            self.show_part(part)

    def _is_running(self) -> bool:
        file = self._view.file if self._view is not None else None
        return file is not None and not file.facts.is_ended

    # what is lacking, moving

    def show_part(self, part: str) -> None:
        """Show the records of a part ("carers", "papers.decision_stop", …) and begin what is lacking there."""
        key, _dot, code = part.partition(".")
        self.columns.show_part(key)
        if key == "trials":
            self._begin_trial(code)
        elif key == "papers":
            self._write(PAPER, code or None)
        elif key == "carers":
            self._choose_carer()
        elif key in FORM_OF_PART:
            self._add(FORM_OF_PART[key])
            self.writing.to_field(key)

    def _choose_carer(self) -> None:
        """The sheet of the chosen carer or of the only one, a new one where nobody is written down; of several one is picked."""
        file = self._view.file if self._view is not None else None
        if file is not None and (file.chosen is not None or len(file.carers) < 2):
            self._write(CARER, file.chosen or next(iter(file.carers), None))

    def _begin_trial(self, what: str) -> None:
        """Of the newest trial stay its report or its decision, whichever is named or comes next; where it is begun and ended
        are the stays.
        """
        trials = self._view.trials if self._view is not None else ()
        if not trials or what in ("begin", "end"):
            self._go_to("stays", None)
            return
        stay, report = trials[0]
        decides = what == "decision" or (not what and report is not None and stay.back_on is not None)
        if decides and not self._desk.may("decide_trial"):
            who = ", ".join(_(ROLE_WORDS[role]) for role in Role if role in DEEDS["decide_trial"])
            self.say(_("Decided after the trial stay by: {who}.").format(who=who), "info", seconds=10)
        else:
            self._write(DECISION if decides else TRIAL, stay)

    def lead_to(self, lack: Lack) -> None:
        """To the place where it is put right: on this page, or another one."""
        view = self._view
        if view is None or view.file is None:
            return
        if lack.page == "home_path":
            self.show_part(lack.about)
            return
        place = place_of(lack, view.episode.id, view.file.path.id)
        self._desk.go(place.page, **dict(place.about))

    def forward(self) -> None:
        """On to the next stage, or to the page that leads on."""
        if self._is_running():
            self.moving.forward(self._reintegration_id)

    def _end(self) -> None:
        """To the paper that ends the follow-up."""
        self._desk.go("follow_ups", episode_id=self._episode_id, reintegration_id=self._reintegration_id, ending="1")

    def choose_stage(self) -> None:
        """Ask for another stage."""
        if self._is_running():
            self.moving.choose(self._reintegration_id)

    def _tell(self, sentence: object, tone: str, way: Way | None) -> None:
        if way is None:
            self.say(sentence, tone, seconds=10)
        else:
            self.say(sentence, tone, action=way.words, then=way.go)

    # writing

    def begin(self) -> None:
        """The sheet of a new path."""
        if self._view is not None and self._desk.may("start_path"):
            self._arrange(writes=True)
            self.writing.begin_path()

    def edit(self) -> None:
        """The facts of the path itself."""
        self._add(PATH)

    def begin_new(self) -> None:
        """Another record of the group on show; a path where there is none."""
        if self._view is not None and self._view.file is None:
            self.begin()
        else:
            self._add(_NEW_OF[self.columns.current()])

    def _add(self, what: str) -> None:
        """A sheet for a new record, or the page on which it is written."""
        file = self._view.file if self._view is not None else None
        if file is None:
            return
        if what in PAGES:
            self._go_to(what, None)
        else:
            self._write(what, file.path if what == PATH else None)

    def _open(self, opens: tuple[str, Any]) -> None:
        """A record by the name of its form, or on the page on which it is written."""
        what, record = opens
        if what in PAGES:
            self._go_to(what, record)
        else:
            self._write(what, record)

    def _write(self, form: str, record: Any) -> None:
        self.messages.clear()
        if self.writing.may_open(form):
            self._arrange(writes=True)  # before the panel comes, or the window would grow to hold both
            self.writing.open(form, record)

    def _go_to(self, page: str, record: Any) -> None:
        view = self._view
        if view is None:
            return
        if page == "stays":
            self._desk.go("person", person_id=view.person.id, tab="stays")
            return
        about = {"episode_id": view.episode.id}
        if page in ("families", "handovers", "follow_ups"):
            about["reintegration_id"] = self._reintegration_id
        if PAGES[page] and record is not None:
            about[PAGES[page]] = record.id
        self._desk.go(page, **about)

    def _done(self, change: Change) -> None:
        self._arrange()
        self.make_stale()
        self.tell_done(change)

    def save(self) -> None:
        self.writing.save()

    # elsewhere

    def _open_person(self) -> None:
        if self._view is not None:
            self._desk.go("person", person_id=self._view.person.id, tab="home")

    def _print(self) -> None:
        if self._view is not None and self._view.file is not None and self._desk.may("print_papers"):
            self._desk.go("case_papers", episode_id=self._view.episode.id)

    def _show_other(self) -> None:
        if self._view is not None and self._view.others:
            self.turn_to(self._episode_id, self._view.others[0].id)

    def _back(self) -> None:
        if self.writing.panel.is_open():
            self.writing.panel.leave()
        else:
            self._desk.go("reintegration", reintegration_id=self._reintegration_id)

    # narrow and wide

    def _shut(self) -> None:
        self._arrange()
        self.columns.setFocus()

    def _arrange(self, *, writes: bool | None = None) -> None:
        writes = self.writing.panel.is_open() if writes is None else writes
        alone = writes and self.width() < theme.worn().scaled(BESIDE)
        self.states.setVisible(not alone)
        self.writing.panel.move_under(alone)
        self.columns.arrange(self.width(), writes=writes)
        contents = self.states.layout()
        assert contents is not None
        contents.invalidate()  # what is not on show does not tell that it has become narrower
        self.states.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self.buttons.fold(self.width() < theme.worn().scaled(_KEYS_FROM))

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.foot.setVisible(not narrow)
