"""The page of the handover minutes: begun with what the book knows, completed by hand, closed when nothing stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Any

from PySide6.QtWidgets import QBoxLayout

from carebook import dates
from carebook.actions import drafts
from carebook.actions.change import Change, Outdated
from carebook.actions.handovers import complete_handover, save_handover, strike_handover
from carebook.actions.people import protected
from carebook.rules.handovers import lacks_before_handover, problems_in_handover, refusal
from carebook.rules.problem import Problem
from carebook.rules.reintegration import Lack
from carebook.store.drafts import Draft
from carebook.store.handovers import HandoverFile
from carebook.ui.pages.handovers.asking import FORM, Opened, opened
from carebook.ui.pages.handovers.sheet import HandoverSheet
from carebook.ui.pages.handovers.standing import Standing
from carebook.ui.parts import dialogs
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.home_path import place_of, where_to
from carebook.ui.parts.labels import ElidedLabel
from carebook.ui.parts.layouts import Stack, box, row
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.words import N_, _, message


class HandoverPage(DeskPage):
    """The minutes of the path of ``turn_to(episode_id=…, reintegration_id="")``."""

    notes_reading = True
    mine = frozenset({"reintegration", "episodes", "people"})
    keys = (
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+Enter", N_("hand over")),
        KeyHint("Ctrl+P", N_("print the minutes")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Handover minutes"))
        self._episode_id = self._reintegration_id = ""
        self._opened: Opened | None = None
        self._shown = False
        self._draft: Draft | None = None
        self._base: dict[str, Any] = {}
        self._told: tuple[Opened | None, tuple[Lack, ...]] = (None, ())
        self.panel = Standing()
        self.panel.wanted.connect(self.lead_to)
        self.panel.closing.connect(self._open_form_06)
        self.panel.following.connect(self._open_visits)
        self._place = Stack()
        self._split: QBoxLayout = row((self._place, 1), self.panel, gap=0)
        self.states = States(box(self._split))
        self._fill_bars()
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, key, self.hand_over)
        on_key(self, "Ctrl+P", self._print)
        on_key(self, "Esc", self._go_back)

    @cached_property
    def sheet(self) -> HandoverSheet:
        """The minutes as they are written, made when there are any to show."""
        made = HandoverSheet(self._desk)
        made.changed.connect(self._typed)
        self._place.take_in(made)
        return made

    def _fill_bars(self) -> None:
        self.strike_button = Button(_("Strike through…"), "ghost")
        self.strike_button.clicked.connect(self.strike)
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.header.add_actions(self.strike_button, self.print_button)
        self.standing = ElidedLabel("", "muted")
        back = Button(_("Go back"), icon="chevron-left")
        back.clicked.connect(self._go_back)
        self.save_button = Button(_("Save"), "", "save", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        self.hand_over_button = Button(_("Hand over"), "primary", "handshake", "Ctrl+Enter", listens=False)
        self.hand_over_button.clicked.connect(self.hand_over)
        self.put((self.states, 1), Footer(self.standing, None, back, self.save_button, self.hand_over_button))
        self._show_buttons()

    # whose

    def turn_to(self, episode_id: str = "", reintegration_id: str = "", **_more: object) -> None:
        """Show the minutes of another path; what was typed about the one before is kept as its draft."""
        if (episode_id, reintegration_id) == (self._episode_id, self._reintegration_id):
            return
        if self.has_unsaved():
            self.keep_draft()
        self._episode_id, self._reintegration_id = episode_id, reintegration_id
        self._opened, self._shown, self._draft = None, False, None
        self.messages.clear()
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the path, its minutes and what the rules look at."""
        if not (self._episode_id or self._reintegration_id):
            self.states.show_empty(_("Open a way home and choose the handover there."), icon="handshake")
            return
        if self._opened is None:
            self.states.show_loading()
        asked = partial(
            opened,
            episode_id=self._episode_id,
            reintegration_id=self._reintegration_id,
            today=self._desk.today(),
        )
        self._desk.ask(self, asked, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Opened | None) -> None:
        if found is None:
            self._opened, self._shown = None, False
            self.header.show_line("")
            self._show_buttons()
            self.states.show_empty(protected(), icon="lock")
            return
        first, self._opened = self._opened is None, found
        self._episode_id, self._reintegration_id = found.episode.id, found.path.id
        if first:
            self._desk.note_reading(found.episode.id)
        going = where_to(self._desk, found.path.path, found.path.destination)
        self.header.show_line(" · ".join((found.person.full_name, found.person.code, going)), always=True)
        if found.file is None and not self.writes():
            self._show_buttons()
            self.states.show_empty(_("The handover minutes were not begun yet."), icon="handshake")
            return
        if not self.has_unsaved():
            again = self._shown
            self._load()
            draft = self._draft or (found.draft if first else None)
            if not again and draft is not None and self.writes():
                self._restore(draft)
        self.states.show_content()
        self._look_again()

    def _load(self) -> None:
        """The minutes as the book keeps them, or as they begin."""
        found = self._opened
        if found is None:
            return
        self.sheet.load(found.shown, writes=self.writes())
        self._shown = True
        self._base = self.sheet.raw()
        self.standing.setWhole(
            "" if found.file is not None else _("The minutes are filled in from the book, not saved yet.")
        )
        self._show_buttons()

    def _restore(self, draft: Draft) -> None:
        self.sheet.restore(draft.content)
        said = message("The draft kept at {time} is open again.", time=dates.moment(draft.kept_at, self._desk.today()))
        self.say(said, "info", action=_("Discard draft"), then=self.discard)

    def writes(self) -> bool:
        """Whether the minutes may be written on by who is signed in."""
        found = self._opened
        if found is None or found.path.ended_on is not None or found.path.handed_over_on is not None:
            return False
        return not (found.file is not None and found.file.is_completed) and self._desk.may("save_handover")

    def _show_buttons(self) -> None:
        writes, may = self._shown and self.writes(), self._desk.may
        kept = self._shown and self._opened is not None and self._opened.file is not None
        self.save_button.setVisible(writes)
        self.hand_over_button.setVisible(writes and may("complete_handover"))
        self.strike_button.setVisible(writes and kept and may("strike_handover"))
        self.print_button.setVisible(kept and may("print_papers"))

    # while typing

    def _typed(self) -> None:
        self.touched()
        self._look_again()

    def lacks(self) -> tuple[Lack, ...]:
        """What stands in the way of the handover with the minutes as they stand on the page."""
        if self._opened is None:
            return ()
        return lacks_before_handover(self._opened.facts_with(self.sheet.readable()), today=self._desk.today())

    def _look_again(self) -> None:
        """Tell what is left; only what changed is drawn anew."""
        found, lacks = self._opened, self.lacks()
        if found is None or not self._shown or (found, lacks) == self._told:
            return
        self._told = (found, lacks)
        self.panel.show_standing(found, lacks)

    def lead_to(self, lack: Lack) -> None:
        """Where a lack is put right: a field here, or another page."""
        if lack.page == "handovers":
            self.sheet.focus_on(lack.about)
        else:
            place = place_of(lack, self._episode_id, self._reintegration_id)
            self._desk.go(place.page, **dict(place.about))

    # saving

    def save(self) -> None:
        """Keep the minutes as they stand."""
        self._save(self._saved)

    def _save(self, then: Any) -> None:
        if not self._shown or not self.writes() or not self.save_button.isEnabled():
            return
        file = self.sheet.written()
        if file is None:
            return
        self._enable(False)
        given = (file.handover, file.items, file.signatures)
        seen = file.handover.version or None
        self._desk.do(save_handover, *given, seen=seen, then=then, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._take(change)
        self._show_warnings()
        self.tell_done(change)

    def _show_warnings(self) -> None:
        found = self._opened
        if found is not None and found.file is not None:
            file, since = found.file, found.episode.start_on
            told = problems_in_handover(
                file.handover, file.items, file.signatures, since=since, today=self._desk.today()
            )
            self.sheet.show_warnings(told)

    def hand_over(self) -> None:
        """Hand the person over: what stands in the way is told; what is typed is saved first; then it is asked once."""
        found = self._opened
        if found is None or self.hand_over_button.isHidden() or not self.hand_over_button.isEnabled():
            return
        if lacks := self.lacks():
            self.say(refusal(lacks), "danger")
            return
        title = _("Hand over {name}?").format(name=found.person.full_name)
        text = _("The stay ends on the day of the handover, form 06 is begun, and the follow-up visits are laid out.")
        if dialogs.confirm(self, title, text, _("Hand over")):
            self._save(self._saved_to_hand_over)

    def _saved_to_hand_over(self, change: Change) -> None:
        self._take(change)
        file: HandoverFile | None = change.result
        if file is not None:
            self._enable(False)
            seen = file.handover.version
            self._desk.do(complete_handover, file.id, seen=seen, then=self._handed_over, failed=self._refused)

    def _handed_over(self, change: Change) -> None:
        self._take(change)
        self.tell_done(change)

    def _take(self, change: Change) -> None:
        """Go on with what the book holds now."""
        self._enable(True)
        self._forget_draft()
        if self._opened is not None and change.result is not None:
            self._opened = replace(self._opened, file=change.result, shown=change.result)
        self._load()
        self._look_again()

    def _enable(self, on: bool) -> None:
        self.save_button.setEnabled(on)
        self.hand_over_button.setEnabled(on)

    def _refused(self, error: BaseException) -> None:
        self._enable(True)
        problems: Sequence[Problem] = getattr(error, "problems", ())
        if isinstance(error, Outdated):
            self.say(error, "warn", action=_("Go on from the newer version"), then=self._take_over)
        elif problems and all(self.sheet.has_place(problem) for problem in problems):
            self.sheet.show_problems(problems)
        else:
            self.complain(error)

    def _take_over(self) -> None:
        """The newer minutes with what was typed on top of them, to be looked at and saved."""
        self.keep_draft()
        self._shown = False
        self.make_stale()

    def strike(self) -> None:
        """Strike the minutes through, with a reason; new ones may be begun."""
        reasons = [
            ("person", _("Written for the wrong person")),
            ("twice", _("Written down twice")),
            ("other", _("Other reason")),
        ]
        if self._opened is not None and self._opened.file is not None:
            there = self._opened.file.id
            self.strike_through(strike_handover, there, _("Strike the minutes through?"), "", reasons)

    def struck(self, change: Change) -> None:
        self._again()
        super().struck(change)

    def undone(self, change: Change) -> None:
        self._again()
        super().undone(change)

    def _again(self) -> None:
        self._forget_draft()
        self._opened, self._shown = None, False
        self.make_stale()

    # drafts

    def has_unsaved(self) -> bool:
        return self._shown and self.writes() and self.sheet.raw() != self._base

    def can_leave(self) -> bool:
        """Always: what is typed is kept as a draft and stands here when one comes back."""
        if self.has_unsaved():
            self.keep_draft()
        return True

    def keep_draft(self) -> None:
        """Keep what is typed, readable or not."""
        content = self.sheet.draft()
        self._draft = Draft(FORM, self._reintegration_id, content, self._desk.now())
        self._desk.do(drafts.keep_draft, FORM, self._reintegration_id, content, then=self._kept)

    def _kept(self, _change: Change) -> None:
        self.standing.setWhole(_("Draft kept at {time}").format(time=dates.clock(self._desk.now())))

    def _forget_draft(self) -> None:
        self._draft = None
        self._desk.do(drafts.keep_draft, FORM, self._reintegration_id, None)

    def discard(self) -> None:
        """Throw away what is typed and its draft."""
        self._forget_draft()
        self._load()
        self._look_again()

    # elsewhere

    def _open_form_06(self) -> None:
        self._desk.go("closures", episode_id=self._episode_id)

    def _open_visits(self) -> None:
        self._desk.go("follow_ups", reintegration_id=self._reintegration_id)

    def _print(self) -> None:
        if not self.print_button.isHidden() and self._opened is not None and self._opened.file is not None:
            there = self._opened.file.id
            self._desk.go("case_papers", episode_id=self._episode_id, paper="home_handover", id=there)

    def _go_back(self) -> None:
        if self._opened is not None:
            self._desk.go("home_path", episode_id=self._episode_id, reintegration_id=self._reintegration_id)
        else:
            self._desk.go("reintegration")

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.panel.move_under(narrow)
        self.panel.setMaximumHeight(168 if narrow else 16777215)
