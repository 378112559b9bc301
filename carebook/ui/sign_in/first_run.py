"""The first run: eight steps from nothing to an open book (seven to a department's), each reachable, what was typed is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel

from carebook import dates
from carebook.actions.opening import Opened
from carebook.records.facility import Facility
from carebook.rules.problem import Problem
from carebook.store import errors, folders
from carebook.ui.parts.buttons import Button, Pressed
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.key_papers import print_paper
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import Stack, box, column, row, scrolling
from carebook.ui.sign_in.first_run_steps import DoneStep, FolderStep, KeyStep, ManagerStep, ProfileStep, StartStep
from carebook.ui.sign_in.frame import FirstPage, sheet_of
from carebook.words import N_, _

START, CENTER, MANAGER, PLACE, KEY, BACKUP, FROM, DONE = range(8)
STEPS = (
    N_("Start"),
    N_("The center"),
    N_("Who keeps the book"),
    N_("Where the book lies"),
    N_("Recovery key"),
    N_("Backup"),
    N_("First day"),
    N_("Done"),
)


class FirstRunPage(FirstPage):
    """``wanted(what)``: another way to begin. ``making(folder, facility, manager, login, password)``: make the book now.
    ``backup_chosen(folder)`` · ``begins_on(date)`` · ``finished(page)``: show that page of the open book.
    """

    place = "first_run"
    wanted = Signal(str)
    making = Signal(Path, object, object, str, str)
    backup_chosen = Signal(Path)
    begins_on = Signal(object)
    finished = Signal(str)

    def __init__(self, now: Callable[[], datetime], folder: Path) -> None:
        super().__init__(None, now)
        self._now = now
        self._opened: Opened | None = None
        self._confirmed = False
        self.start = StartStep()
        self.start.wanted.connect(self._begin)
        self.profile = ProfileStep(self._today)
        self.center = self.profile.form
        self.manager = ManagerStep(self._today)
        self.place_step = FolderStep(
            folder, _("Folder of the book"), _("Choose a folder on this PC…"), unsafe=folders.refuse_unsafe
        )
        self.key = KeyStep(self._print)
        self.backup_step = FolderStep(None, _("Place of backups"), _("Choose where to back up…"), unsafe=None)
        self.first_day = Form([section("", Facility, "records_complete_from")], self._today, columns=1)
        self.first_day.editor("records_complete_from").set_value(self._today().replace(day=1))
        self.done = DoneStep()
        self.done.wanted.connect(self.finished)
        self._pages = Stack()
        self._steps: list[Pressed] = []
        self._marks: list[Sign] = []
        self._titles: list[QLabel] = []
        for content, sentence in (
            (self.start, ""),
            (self.profile, ""),
            (
                self.manager,
                _("Usually the director. This person gives accounts to others; IT sees nobody's record."),
            ),
            (
                self.place_step,
                _("A book is used on one PC. It is encrypted and does not lie on a network drive or USB stick."),
            ),
            (
                self.key,
                _("The key is shown only now. Print it, put it into the safe, then type groups 2 and 7 back."),
            ),
            (
                self.backup_step,
                _(
                    "Choose a USB stick or a second drive. Each time the book is closed, CareBook backs it up"
                    " and opens the backup for a check."
                ),
            ),
            (
                self.first_day,
                _(
                    "From which day is this book complete? Figures before it come from the last report on paper;"
                    " the program does not compute them."
                ),
            ),
            (self.done, ""),
        ):
            title = label(_(STEPS[self._pages.count()]), "h2")
            self._titles.append(title)
            explained = (label(sentence, "muted", wrap=True),) if sentence else ()
            self._pages.addWidget(
                scrolling(box(column(title, *explained, 6, (content, 1), gap=6, margins=(0, 0, 8, 0))))
            )
        rail = column(label(_("First run"), "h3"), 6, gap=2)
        for number, words in enumerate(STEPS):
            step = Pressed(f"{number + 1}  {_(words)}")
            step.setProperty("kind", "rail")
            step.setCheckable(True)
            step.clicked.connect(partial(self.show_step, number))
            mark = Sign("circle", "text2", 14)
            self._steps.append(step)
            self._marks.append(mark)
            rail.addLayout(row(mark, (step, 1), gap=4))
        rail.addStretch(1)
        self._back = Button(_("Previous"))
        self._back.clicked.connect(self._previous)
        self._next = Button(_("Next"), "primary")
        self._next.clicked.connect(self.go_on)
        left = box(column(rail, gap=0, margins=(20, 24, 12, 20)), "panel", width=236)
        left.setProperty("side", "whole_left")
        right = box(
            column(
                (self._pages, 1),
                row(self._back, None, self._next, margins=(0, 0, 8, 0)),
                gap=10,
                margins=(28, 24, 28, 20),
            )
        )
        self.put(sheet_of(left, right, height=500))
        self.profile.chosen.connect(self._turn)
        self.backup_step.chosen.connect(self._offer_next)
        self._show(START)

    def _turn(self, kind: str) -> None:
        """A department's book counts nobody itself: it asks for no first day."""
        is_center = kind == "center"
        words = _("The center") if is_center else _("The department")
        self._titles[CENTER].setText(words)
        self._steps[CENTER].setText(f"{CENTER + 1}  {words}")
        self._steps[DONE].setText(f"{(DONE if is_center else FROM) + 1}  {_(STEPS[DONE])}")
        for part in (self._steps[FROM], self._marks[FROM]):
            part.setVisible(is_center)
        self.done.turn(kind)

    def _today(self) -> date:
        return dates.today_in_vietnam(self._now())

    @property
    def step(self) -> int:
        """The step on show."""
        return self._pages.currentIndex()

    @property
    def is_made(self) -> bool:
        """Whether the book is there already."""
        return self._opened is not None

    @property
    def owes_confirmation(self) -> bool:
        """Whether the recovery code was shown but not typed back yet."""
        return self.is_made and not self._confirmed

    def _begin(self, what: str) -> None:
        if what == "new":
            self._show(CENTER)
        else:
            self.wanted.emit(what)

    def show_step(self, step: int) -> None:
        """Go to a step; the key needs the book, the end needs the key put away."""
        if step >= KEY and not self.is_made:
            self._make()
            return
        if step == DONE and not self._confirmed:
            self._show(KEY)
            self.news.say(_("The recovery key has to be put away first."), "warn")
            return
        self._show(step)

    def _show(self, step: int) -> None:
        self.news.clear()
        self._pages.setCurrentIndex(step)
        reached = self._reached()
        for number, (button, mark) in enumerate(zip(self._steps, self._marks, strict=True)):
            button.setEnabled(not (self.is_made and number < KEY))
            button.setChecked(number == step)
            if number == step:
                mark.change("circle-dot", "primary")
            else:
                mark.change(*(("circle-check", "ok") if reached[number] else ("circle", "text2")))
            button.setAccessibleDescription(_("now") if number == step else _("done") if reached[number] else "")
        self._back.setVisible(START < step < DONE and not (self.is_made and step <= KEY))
        self._next.setVisible(START < step < DONE)
        self._offer_next()
        content = (
            self.start,
            self.profile,
            self.manager,
            self.place_step,
            self.key,
            self.backup_step,
            self.first_day.first(),
        )
        if step < DONE and (first := content[step]) is not None:
            self.setFocusProxy(first)
            first.setFocus()

    def _offer_next(self) -> None:
        """The way on; to go on without a place of backups is there, but not what is advised."""
        without = self.step == BACKUP and self.backup_step.folder is None
        self.backup_step.button.change_kind("primary" if without else "")
        self._next.change_kind("" if without else "primary")
        words = _("Make the book") if self.step == PLACE else _("Later") if without else _("Next")
        self._next.setText(words)

    def _reached(self) -> tuple[bool, ...]:
        begun = bool(self.center.value("name")) or self.is_made
        named = self.is_made or self.manager.is_filled()
        return (
            begun,
            begun,
            named,
            self.is_made,
            self._confirmed,
            self.backup_step.folder is not None,
            self.step > FROM,
            self.step == DONE,
        )

    def _previous(self) -> None:
        self._show(self.step - 1)

    def go_on(self) -> None:
        """Check this step and go to the next."""
        match self.step:
            case step if step == CENTER:
                if self.profile.facility() is not None:
                    self._show(MANAGER)
            case step if step == MANAGER:
                if self.manager.member() is not None:
                    self._show(PLACE)
            case step if step == PLACE:
                self._make()
            case step if step == KEY:
                if self._confirmed or self.key.is_confirmed():
                    self._confirmed = True
                    self.key.forget()
                    self._show(BACKUP)
            case step if step == BACKUP:
                if self.backup_step.folder is not None:
                    self.backup_chosen.emit(self.backup_step.folder)
                self._show(FROM if self.profile.kind.current() == "center" else DONE)
            case step if step == FROM:
                if self.first_day.record(Facility(name="")) is not None:
                    self.begins_on.emit(self.first_day.value("records_complete_from"))

    def show_done(self) -> None:
        """Everything is kept: the last step."""
        self.show_step(DONE)

    # making the book

    def _make(self) -> None:
        self._show(CENTER)
        facility = self.profile.facility()
        if facility is None:
            return
        self._show(MANAGER)
        manager = self.manager.member()
        if manager is None:
            return
        self._show(PLACE)
        if self.place_step.folder is None:
            self.place_step.messages.say(_("Choose a folder on this PC."), "warn")
            return
        self._next.setEnabled(False)
        self.news.say(_("Making the book, its recovery key and the signing key…"), "info", icon="hourglass")
        login, password = self.manager.login.text(), self.manager.password.first.text()
        self.making.emit(self.place_step.folder, facility, manager, login, password)

    def show_made(self, opened: Opened) -> None:
        """The book is there: show its recovery code."""
        self._opened = opened
        self._next.setEnabled(True)
        self.manager.password.first.clear()
        self.manager.password.second.clear()
        self.key.show_code(opened.recovery_code)
        self._show(KEY)

    def refuse(self, error: BaseException) -> None:
        """Say what stands against the book, at the step where it can be mended."""
        self._next.setEnabled(True)
        problems: list[Problem] = list(getattr(error, "problems", ()))
        if isinstance(error, errors.BookError):
            self._show(PLACE)
            self.place_step.messages.say(error.message, "danger")
        elif any(problem.field in self.center.names() for problem in problems):
            self._show(CENTER)
            self.center.show_problems(problems)
        elif problems:
            self._show(MANAGER)
            self.manager.show_problems(problems)
        else:
            self.news.say(_("The book could not be made. Nothing was written."), "danger")

    def _print(self) -> None:
        if self._opened is None:
            return
        name = self.center.value("name") or ""
        printed = print_paper(self, self._opened.recovery_code, name, self._today())
        if printed is None:
            self.key.messages.say(_("This PC has no printer. Copy the key onto paper by hand."), "warn")
