"""Giao ca: the sheet of a shift, drafted from what was entered in it, counted, signed by two and printed on one A4."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.drafts import keep_draft
from carebook.actions.people import protected
from carebook.actions.shifts import replace_shift, save_shift
from carebook.records.shifts import HandoverLine, ShiftHandover, ShiftState
from carebook.rules.shifts import brought_up_to_date, duty_after, duty_before
from carebook.store.shifts import HandoverRow
from carebook.ui.pages.shifts.asking import FORM, Handing, counts_of, handing, stock_of, things_of
from carebook.ui.pages.shifts.counts import CountsPart
from carebook.ui.pages.shifts.lines import LinesPart
from carebook.ui.pages.shifts.listing import SheetList
from carebook.ui.pages.shifts.signing import Signing, reason_to_replace
from carebook.ui.pages.shifts.turner import DutyTurner
from carebook.ui.pages.shifts.ways import fact_of, own_ward, print_handover, told_state
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.daily_papers import PaperOut
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import key_caps
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.leading_tabs import DailyTabs
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.words import N_, _, message

SHEET, LIST = "sheet", "list"
_LEAST, _ROOM = 240, 800  # the lines; the page with the counts beside them, in pixels at base size


class ShiftsPage(DeskPage):
    """The handover of one shift of one ward; ``turn_to(handover_id=…)`` shows one that was signed."""

    mine = frozenset({"shifts", "daily_care", "medication", "incidents", "people", "episodes", "casework"})
    keys = (
        KeyHint("Space", N_("put the line on the sheet or leave it out")),
        KeyHint("Enter", N_("change the line")),
        KeyHint("F3", N_("open where it stands")),
        KeyHint("Ctrl+N", N_("write a line")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("F8", N_("sign")),
        KeyHint("Ctrl+P", N_("print the sheet")),
        KeyHint("Alt+←→", N_("the shift before or after")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Hand over shift"))
        self._when: tuple[Any, str] = (None, "")
        self._ward: str | None = own_ward(desk)
        self._asked_id = ""
        self._found: Handing | None = None
        self._base: dict[str, Any] = {}
        self._busy = False
        self._sheet: ShiftHandover | None = None
        self._make_head()
        self.lines = LinesPart(desk.today)
        self.lines.touched.connect(self.touched)
        self.lines.opened.connect(self._open_fact)
        self.counts = CountsPart(desk.today)
        self.counts.touched.connect(self.touched)
        self.listing = SheetList(desk)
        self.listing.opened.connect(self._open_row)
        self.line_states = States(self.lines)
        self.line_states.setMinimumWidth(theme.worn().scaled(_LEAST))
        self._split: QBoxLayout = row((self.line_states, 1), self.counts, gap=0, margins=(16, 0, 0, 0))
        self.sheet_box = box(column((self._split, 1), gap=0))
        self.listing.hide()
        self.states = States(box(column((self.sheet_box, 1), (self.listing, 1), gap=0)))
        self.tabs = DailyTabs(desk, "shifts")
        self.signing = Signing(desk, self)
        self.signing.signed.connect(self._signed)
        self.signing.refused.connect(self._refused)
        self.paper = PaperOut(desk, self)
        self.paper.said.connect(self.say)
        self.paper.refused.connect(self.complain)
        keys = key_caps(("Space", _("on the sheet")), ("Enter", _("change")))
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row((self.turner, 1), self.briefing_button, self.views, gap=6, margins=(24, 4, 20, 6)),
            (self.states, 1),
            Footer(self.new_button, self.replace_button, None, keys, self.sign_button),
        )
        self.setFocusProxy(self.lines)
        for key, slot in (("Ctrl+N", self.lines.begin_new), ("F8", self.begin_signing), ("Ctrl+P", self.print_sheet)):
            on_key(self, key, slot)

    def _make_head(self) -> None:
        desk = self._desk
        self.ward = filter_choice(_("Ward"), [("", _("The whole center"))], width=150)
        self.ward.activated.connect(self._choose_ward)
        self.header.add_left(self.ward)
        self.turner = DutyTurner(self)
        self.turner.turned.connect(self.turn)
        self.views = Segments([(SHEET, _("This sheet")), (LIST, _("All sheets"))], SHEET)
        self.views.chosen.connect(self._show_view)
        self.briefing_button = Button(_("Morning briefing"), "link", "sun")
        self.briefing_button.clicked.connect(partial(desk.go, "briefings"))
        self.print_button = Button(_("Print the sheet"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self.print_sheet)
        self.save_button = Button(_("Save"), icon="save", key="Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        self.header.add_actions(self.print_button, self.save_button)
        self.new_button = Button(_("Write a line…"), icon="plus", key="Ctrl+N", listens=False)
        self.new_button.clicked.connect(lambda: self.lines.begin_new())
        self.replace_button = Button(_("Correct by a new sheet…"), icon="pencil")
        self.replace_button.clicked.connect(self.begin_replacing)
        self.sign_button = Button(_("Hand over shift"), "primary", "signature", "F8", listens=False)
        self.sign_button.clicked.connect(self.begin_signing)

    # which shift

    def turn_to(
        self, handover_id: str = "", ward_id: str | None = None, day: str = "", shift: str = "", **_more: object
    ) -> None:
        """Show a sheet, or that of the ``shift`` of a ``day``, else of the shift that runs (of a ward)."""
        self._asked_id = handover_id
        self._ward = self._ward if ward_id is None else ward_id
        if not handover_id:
            self._when = (date.fromisoformat(day) if day else None, shift)
        self._forget()

    def turn(self, by: int, *_more: object) -> None:
        """The shift before or after."""
        found = self._found
        if found is not None and self.can_leave():
            other = (duty_after if by > 0 else duty_before)(found.duty, found.shifts)
            self._when, self._asked_id = (other.duty_on, other.shift.code), ""
            self._forget()

    def _choose_ward(self, *_more: object) -> None:
        if self.can_leave():
            self._ward, self._asked_id = self.ward.code(), ""
            self._forget()
        elif self._found is not None:
            self.ward.choose(self._found.ward_id)

    def _forget(self) -> None:
        self._found = None
        self._base = {}
        self.messages.clear()
        self.views.choose(SHEET)
        self._show_view()
        self.make_stale()

    def _show_view(self, *_more: object) -> None:
        listing = self.views.current() == LIST
        self.sheet_box.setVisible(not listing)
        self.listing.setVisible(listing)
        if listing:
            self.listing.ask(self._ward or "")

    def _open_row(self, one: HandoverRow) -> None:
        if self.can_leave():
            self._asked_id = one.id
            self._forget()

    # what stands there

    def refresh(self) -> None:
        """Ask for the sheet; what is being typed stays."""
        if self._found is None:
            self.states.show_loading()
        day, shift = self._when
        which = {"day": day, "shift": shift, "ward_id": self._ward, "handover_id": self._asked_id}
        question = partial(handing, now=self._desk.now(), writes=self._desk.may("save_shift"), **which)
        self._desk.ask(self, question, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Handing | None) -> None:
        if found is None:
            self.states.show_empty(_("The center has no shifts yet. They are kept among the code lists."), icon="clock")
            return
        if self.has_unsaved():
            self._bring_up_to_date(found)
            return
        held = self.window().focusWidget()
        was_here = held is None or self.isAncestorOf(held)
        self._show_sheet(found)
        if was_here and (held is None or not held.isVisibleTo(self) or self.window().focusWidget() is not held):
            # the field that had the keys was built anew: they go to what comes next
            (self.sign_button if self.sign_button.isVisibleTo(self) else self.print_button).setFocus()

    def _bring_up_to_date(self, found: Handing) -> None:
        """What was entered meanwhile is put beside what is being typed, so that nobody signs for less than the book knows."""
        if self._found is not None and found.draft is not None and found.subject == self._found.subject:
            self._found = replace(self._found, draft=found.draft)
            self.lines.bring_up_to_date(found.draft.lines)
            self.counts.show_heads(found.draft.heads, found.end_before)

    def _show_sheet(self, found: Handing) -> None:
        self._found, self._ward = found, found.ward_id
        self._when = (found.duty.duty_on, found.duty.shift.code)
        self.ward.offer([("", _("The whole center")), *((one.id, one.name) for one in found.wards)])
        self.ward.choose(found.ward_id)
        file = found.file
        self._sheet = file.handover if file is not None else found.new()
        lines: list[HandoverLine] = [one.line for one in file.lines] if file is not None else []
        if found.draft is not None:
            lines = brought_up_to_date(lines, found.draft.lines)
        writes = self._writes()
        names = dict(found.people)
        if file is not None:
            names |= {s.line.episode_id or "": " · ".join(filter(None, (s.room, s.name))) for s in file.lines}
        self.lines.show_lines(lines, found.headings, found.people, names, writes=writes, secret=found.secret)
        heads = found.draft.heads if found.draft is not None else None
        self.counts.show_sheet(self._sheet, heads, found.end_before, things_of(found), stock_of(found), writes=writes)
        self._base = self._typed()
        if lines or not writes:
            self.line_states.show_content()
        else:
            self.line_states.show_empty(
                _("Nothing of this shift needs to be handed over yet. What is entered stands here by itself."),
                (_("Write a line…"), self.lines.begin_new),
                icon="circle-check",
            )
        self._show_state(found)
        self.states.show_content()
        if writes and found.kept is not None:
            kept = dates.moment(found.kept.kept_at, self._desk.today())
            said = message("There is a draft kept at {time}.", time=kept)
            self.say(said, "info", action=_("Open the draft"), then=self._restore)

    def _writes(self) -> bool:
        found = self._found
        return found is not None and found.is_open and found.draft is not None and self._desk.may("save_shift")

    def _show_state(self, found: Handing) -> None:
        state, writes, may = found.state, self._writes(), self._desk.may
        self.turner.show_duty(found.duty)
        self.header.show_line(told_state(found), always=True)
        self.new_button.setVisible(writes)
        self.save_button.setVisible(writes)
        given = state is ShiftState.GIVEN
        self.replace_button.setText(_("Write on it again") if given else _("Correct by a new sheet…"))
        self.replace_button.setVisible(
            (given and may("save_shift")) or (state is ShiftState.TAKEN and may("replace_shift"))
        )
        self.print_button.setEnabled(found.file is not None)
        self.sign_button.setText(_("Take over the shift") if given else _("Hand over shift"))
        self.sign_button.setVisible((writes and may("give_shift")) or (given and may("take_shift")))

    def _open_fact(self, line: HandoverLine) -> None:
        """Go where the fact of a line stands."""
        place = fact_of(line, self._found.persons if self._found is not None else {})
        if place is not None:
            self._desk.go(place.page, **place.about)
        elif line.episode_id:
            self.say(protected(), "info", icon="lock")

    # saving

    def _typed(self) -> dict[str, Any]:
        return {"lines": self.lines.draft(), **self.counts.draft()}

    def has_unsaved(self) -> bool:
        return self._writes() and bool(self._base) and self._typed() != self._base

    def keep_draft(self) -> None:
        if self.has_unsaved() and self._found is not None:
            self._desk.do(keep_draft, FORM, self._found.subject, self._typed())

    def discard(self) -> None:
        if self._found is not None:
            self._desk.do(keep_draft, FORM, self._found.subject, None)
        self._base = {}
        self.make_stale()

    def _restore(self) -> None:
        found = self._found
        if found is not None and found.kept is not None:
            self.line_states.show_content()
            self.lines.restore(found.kept.content.get("lines", []))
            self.counts.restore(found.kept.content)

    def save(self) -> None:
        self._save(self._saved)

    def _save(self, then: Callable[[Change], object]) -> None:
        found = self._found
        if found is None or self._sheet is None or self._busy or not self._writes():
            return
        handover = self.counts.written(self._sheet)
        if handover is None:
            return
        self._busy = True
        counts = self.counts.counts(counts_of(found))
        given = (handover, self.lines.lines(), counts, self.counts.stock_counts())
        seen = self._sheet.version or None
        self._desk.do(save_shift, *given, seen=seen, then=then, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._kept(change)
        self.tell_done(change)

    def _kept(self, change: Change) -> None:
        self._busy, self._sheet = False, change.result  # typed on at once, it is saved upon what is kept now
        if self._found is not None:
            self._desk.do(keep_draft, FORM, self._found.subject, None)
        self._base = {}
        self.make_stale()

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        left = self.counts.show_problems(problems)
        if left or not problems:
            self.complain(error)

    # signing

    def begin_signing(self, *_more: object) -> None:
        """Ask for the signature that is next; an open sheet is saved first, so that what is signed is what is seen."""
        found = self._found
        if found is None or not self.sign_button.isVisibleTo(self):
            return
        if found.state is ShiftState.GIVEN:
            self.signing.begin(found, found.file.handover.id if found.file is not None else "", taking=True)
        else:
            self._save(self._saved_to_sign)

    def _saved_to_sign(self, change: Change) -> None:
        found = self._found
        self._kept(change)
        if found is not None:
            self.signing.begin(found, change.result.id, taking=False)

    def _signed(self, change: Change) -> None:
        self._base = {}
        self.make_stale()
        self.tell_done(change)

    def begin_replacing(self, *_more: object) -> None:
        """Ask why a signed sheet is corrected, then begin the new one; one that was only given is taken back to be written on."""
        found = self._found
        if found is None or found.file is None:
            return
        one, lines = found.file.handover, [shown.line for shown in found.file.lines]
        then, failed = self._replaced, self.complain
        if found.state is ShiftState.GIVEN:
            self._desk.do(save_shift, one, lines, found.file.counts, seen=one.version, then=then, failed=failed)
        elif because := reason_to_replace(self):
            self._desk.do(replace_shift, one.id, reason=because, then=then, failed=failed)

    def _replaced(self, change: Change) -> None:
        self._asked_id = change.result.id
        self._found, self._base = None, {}
        self.make_stale()
        self.tell_done(change)

    # on paper

    def print_sheet(self, *_more: object) -> None:
        """Draw the sheet as it is kept; what is typed is saved first."""
        found = self._found
        if found is None or found.file is None:
            self.say(_("Save the sheet before it is printed."), "info", seconds=6)
        elif self.has_unsaved():
            self._save(self._saved_to_print)
        else:
            print_handover(self.paper, found.file.handover.id)

    def _saved_to_print(self, change: Change) -> None:
        self._saved(change)
        print_handover(self.paper, change.result.id)

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """The counts stand beside the lines where there is room for both, else under them."""
        tight = self.width() < theme.worn().scaled(_ROOM)
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.TopToBottom if tight else direction.LeftToRight)
        self.counts.move_under(tight)
        self.briefing_button.setVisible(not tight)
