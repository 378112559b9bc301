"""The page of scales: one is chosen, filled by keyboard, completed; a finished sheet is read in its own form and corrected."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QBoxLayout

from carebook.actions.change import Change
from carebook.actions.instruments import strike_score
from carebook.actions.people import protected
from carebook.records.instruments import InstrumentScore
from carebook.records.intake import FormState
from carebook.ui.pages.instruments.choosing import Choosing, Offer
from carebook.ui.pages.instruments.filling import FillingPage
from carebook.ui.pages.instruments.opened import Opened, draft_key, opened
from carebook.ui.parts import dialogs
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.instruments import finished
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import Stack, box, row
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.states import States
from carebook.words import N_, _


class InstrumentPage(FillingPage):
    """The scales of one stay: ``turn_to(episode_id=…, code="", score_id="")``.

    Without a code one is chosen. With a code its sheet in progress goes on, else a new one begins. With a score that sheet.
    """

    mine = frozenset({"casework", "people"})
    keys = (
        KeyHint("1 2 3 …", N_("answer, go to the next item")),
        KeyHint("↑ ↓", N_("other item")),
        KeyHint("← →", N_("other answer")),
        KeyHint("Backspace", N_("take the answer back")),
        KeyHint("Ctrl+S", N_("save, fill in later")),
        KeyHint("Ctrl+Enter", N_("complete")),
        KeyHint("F2", N_("correct a completed form")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Scales"))
        self._code = ""
        self.choosing = Choosing(desk.today)
        self.choosing.chosen.connect(self._choose)
        self.part.wants_plan.connect(self._open_plan)
        self._stack = Stack()
        self._stack.addWidget(self.choosing)
        self._stack.addWidget(self.part)
        self.states = States(box(row((self._stack, 1), gap=0)))
        self.other_button = Button(_("Other scale"), icon="list")
        self.other_button.clicked.connect(self.choose_again)
        self.discard_button = Button(_("Discard draft"), "ghost", "trash-2")
        self.discard_button.clicked.connect(self.discard)
        self.strike_button = Button(_("Strike through…"), "ghost")
        self.strike_button.clicked.connect(self.strike)
        self.correct_button = Button(_("Correct…"), icon="pencil", key="F2", listens=False)
        self.correct_button.clicked.connect(self.correct)
        self.header.add_actions(self.discard_button, self.strike_button, self.correct_button, self.other_button)
        self._keys = key_caps(("1–9", _("answer")), ("↑↓", _("item")), ("⌫", _("take back")))
        self.put((self.states, 1), Footer(self.standing, None, self._keys, self.save_button, self.complete_button))
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, key, self.complete)
        on_key(self, "F2", self.correct)
        on_key(self, "Esc", self.go_back)
        on_key(self, "Ctrl+F", self.choosing.line.setFocus)
        self._show_buttons()

    # which

    def turn_to(self, episode_id: str = "", code: str = "", score_id: str = "", **_more: object) -> None:
        """Show the scales of another stay, another scale or another sheet; what is typed is kept as a draft before."""
        wanted = (episode_id, code, score_id)
        if wanted == (self._episode_id, self._code, self._score_id) and self.has_unsaved():
            return
        if self.has_unsaved():
            self.keep_draft()
        self._episode_id, self._code, self._score_id = wanted
        self.messages.clear()
        self.again()

    def refresh(self) -> None:
        """Ask for the stay, its sheets, the scales in use and the drafts."""
        if not (self._episode_id or self._score_id):
            self.states.show_empty(_("Open a record and choose a scale there."), icon="activity")
            return
        if self._opened is None:
            self.states.show_loading()
        asked = partial(opened, episode_id=self._episode_id, score_id=self._score_id, today=self._desk.today())
        self._desk.ask(self, asked, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Opened | None) -> None:
        if found is None:
            self._put_away()
            self._opened = None
            self.header.show_line("")
            self.states.show_empty(protected(), icon="lock")
            return
        self._opened, self._episode_id = found, found.episode.id
        self.states.show_content()
        if self._instrument is not None:
            self._show_again(found)
        elif self._score_id and found.wanted is not None:
            self._open(found.wanted)
        elif self._code:
            self._open_code(self._code)
        else:
            self._show_choosing()

    def _show_again(self, found: Opened) -> None:
        """Something changed in the book: what is typed stays; a newer version is told when it is saved."""
        newer = found.wanted
        if not self.has_unsaved() and newer is not None and self._sheet is not None and newer != self._sheet:
            self._load(newer.score, newer.instrument, newer)
        self._look_again()

    def _show_part(self) -> None:
        self._stack.setCurrentWidget(self.part)

    def _show_buttons(self) -> None:
        super()._show_buttons()
        score, may = self._score, self._desk.may
        counts = score is not None and bool(score.id) and not score.is_withdrawn
        completed = counts and score is not None and score.state is FormState.COMPLETED
        self._keys.setVisible(self._writes() and not self.is_narrow())
        self.correct_button.setVisible(completed and may("save_score"))
        self.strike_button.setVisible(counts and may("strike_score"))
        self.discard_button.setVisible(self.has_unsaved())
        self.other_button.setVisible(score is not None)

    # choosing

    def choose_again(self) -> None:
        """Back to the list of scales; what is typed is kept as a draft."""
        self.turn_to(self._episode_id)

    def _show_choosing(self) -> None:
        if self._opened is None:
            return
        self.rename(_("Scales"))
        self._show_person("")
        self.choosing.show_offers(self._opened)
        self.standing.setWhole(" · ".join((self._opened.person.full_name, self.choosing.many_words())))
        self._stack.setCurrentWidget(self.choosing)
        if self.isVisible():
            self.choosing.line.setFocus()

    def _choose(self, offer: Offer) -> None:
        if offer.begun:
            self._open(offer.begun)
        else:
            self._code = offer.instrument.code
            self._open_code(self._code)

    def _open_code(self, code: str) -> None:
        """The sheet of a scale that is being filled; otherwise a new one, or for who only reads the newest finished one."""
        found = self._opened
        if found is None:
            return
        begun = [one for one in found.in_progress(code) if not one.score.replaces_id]
        instrument = found.in_use.get(code)
        may = self._desk.may("save_score")
        if not may:
            begun += finished(found.sheets, code)
        if begun:
            self._open(begun[0])
        elif instrument is None or not may:
            self.choose_again()
            words = (
                _("This scale is no longer in use here.") if instrument is None else _("No sheet of this scale yet.")
            )
            self.say(words, "info")
        else:
            blank = InstrumentScore(
                episode_id=found.episode.id,
                instrument=code,
                file_version=instrument.version,
                scored_on=self._desk.today(),
                done_by_id=self._desk.actor.staff_member_id,
            )
            self._load(blank, instrument, None)
            self._restore()

    # corrections and strikes

    def correct(self) -> None:
        """Begin the sheet that replaces this one, in the same form, with its answers; go on with one that was begun."""
        found, sheet = self._opened, self._sheet
        if found is None or sheet is None or self.correct_button.isHidden():
            return
        begun = next((one for one in found.in_progress() if one.score.replaces_id == sheet.score.id), None)
        typed = found.drafts.get(draft_key(found.episode.id, replace(sheet.score, id="", replaces_id=sheet.score.id)))
        if begun is not None:
            self._open(begun)
        elif typed is not None:
            self.begin_correction(typed.content.get("because", ""))
            self._restore()
        else:
            self._ask_to_correct()

    def _ask_to_correct(self) -> None:
        reasons = [
            ("wrong", _("Something was written down wrongly")),
            ("again", _("Asked or measured again")),
            ("other", _("Other reason")),
        ]
        answer = dialogs.ask_reason(
            self,
            _("Correct the sheet?"),
            reasons,
            text=_("The sheet as it stands stays readable; a new one with its answers takes its place when completed."),
            words_for="other",
            deed=_("Correct"),
        )
        if answer is not None:
            code, words = answer
            self.begin_correction(words or dict(reasons)[code])

    def begin_correction(self, because: str) -> None:
        """A new sheet with the answers of the one on show, to take its place."""
        wrong = self._sheet
        if wrong is None:
            return
        fresh = replace(wrong.score, id="", version=0, state=FormState.IN_PROGRESS)
        score = replace(fresh, replaces_id=wrong.score.id, replaced_because=because)
        self._score_id, self._code = "", score.instrument
        self._load(score, wrong.instrument, replace(wrong, score=score))
        self._sheet, self._kept = None, ({}, {})
        self._typed()

    def strike(self) -> None:
        """Strike the sheet through, with a reason."""
        reasons = [
            ("person", _("Written for the wrong person")),
            ("twice", _("Written twice")),
            ("other", _("Other reason")),
        ]
        if self._score is not None:
            self.strike_through(strike_score, self._score.id, _("Strike through the sheet?"), "", reasons)

    def struck(self, change: Change) -> None:
        self._forget_draft()
        self._put_away()
        self.choose_again()
        super().struck(change)

    # ways out

    def go_back(self) -> None:
        """From a sheet to the list, from the list to the person."""
        if self._instrument is not None:
            self.choose_again()
        elif self._opened is not None:
            self._desk.go("person", person_id=self._opened.person.id, tab="scales")

    def _open_plan(self) -> None:
        self._desk.go("care_plans", episode_id=self._episode_id)

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        direction = QBoxLayout.Direction
        self.part.split.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.part.fold(narrow)
        self._show_buttons()
