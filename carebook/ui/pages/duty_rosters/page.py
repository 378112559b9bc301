"""Lịch trực: who is on duty in which shift of a month, entered with the keyboard, counted by day, printed on one A4."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from carebook.actions.change import Change
from carebook.actions.drafts import keep_draft
from carebook.actions.duty_rosters import save_duties
from carebook.records.codes import Code
from carebook.records.facility import Ward
from carebook.rules.duty_rosters import Person, letters
from carebook.store import code_lists, facility
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_draft
from carebook.store.duty_rosters import Roster, roster
from carebook.ui.pages.duty_rosters.changes import Changes
from carebook.ui.pages.duty_rosters.grid import RosterGrid
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Pills, on_key
from carebook.ui.parts.daily_papers import PaperOut
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import key_caps, label
from carebook.ui.parts.layouts import row
from carebook.ui.parts.leading_tabs import DailyTabs
from carebook.ui.parts.months import MonthTurner
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.words import N_, _, message, ngettext

FORM = "duty_roster"
USUAL, ALL = "usual", "all"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Month:
    """What the page shows of one month."""

    roster: Roster
    shifts: list[Code]
    wards: list[Ward]
    kept: Draft | None


class DutyRosterPage(DeskPage):
    """The roster of a month, of one ward or of the whole center."""

    mine = frozenset({"shifts", "staff"})
    keys = (
        KeyHint("S C Đ", N_("put the shift in or take it out")),
        KeyHint("Delete", N_("empty the day")),
        KeyHint("T", N_("leads the shift")),
        KeyHint("L", N_("repeat the week before")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+P", N_("print the roster")),
        KeyHint("Alt+←→", N_("the month before or after")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Duty roster"))
        self._found: _Month | None = None
        self._changes = Changes()
        self._busy = False
        self._ward_id = ""
        self.ward = filter_choice(_("Ward"), [("", _("The whole center"))], width=150)
        self.ward.activated.connect(self._turn_ward)
        self.header.add_left(self.ward)
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self.print_roster)
        self.save_button = Button(_("Save"), "primary", "save", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        self.header.add_actions(self.print_button, self.save_button)
        self.months = MonthTurner(desk, self)
        self.months.turned.connect(self._turn_month)
        self.shown = Pills([(USUAL, _("Care and health")), (ALL, _("All staff"))], USUAL)
        self.shown.chosen.connect(self._lay_out)
        self.grid = RosterGrid()
        self.grid.changed.connect(self._changed)
        self.states = States(self.grid)
        self.told = label("", "small")
        self.paper = PaperOut(desk, self)
        self.paper.said.connect(self.say)
        self.paper.refused.connect(self.complain)
        self.tabs = DailyTabs(desk, "duty_rosters")
        self.caps = key_caps(("T", _("leads")), ("L", _("repeat the week before")), ("Delete", _("empty the day")))
        self.put(
            row((self.tabs, 1), margins=(24, 0, 20, 0)),
            row(self.months, None, self.shown, gap=8, margins=(24, 4, 20, 6)),
            (row((self.states, 1), margins=(20, 0, 16, 0)), 1),
            Footer(self.told, None, self.caps),
        )
        self.setFocusProxy(self.grid)
        on_key(self, "Ctrl+P", self.print_roster)

    # which month, whose

    def turn_to(self, ward_id: str = "", day: date | None = None, **_more: object) -> None:
        """Show the month of a day (this one), of a ward ("" = all)."""
        if day is not None:
            self.months.show_month_of(day)
        self._ward_id = ward_id
        self.make_stale()

    def _turn_ward(self, *_more: object) -> None:
        if self.can_leave():
            self._ward_id = self.ward.code()
            self._forget()
        else:
            self.ward.choose(self._ward_id)

    def _turn_month(self) -> None:
        if self._changes.count:
            self.keep_draft()
        self._forget()

    def _forget(self) -> None:
        self._changes, self._found = Changes(), None
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the month; what is being entered stays."""
        if self._found is None:
            self.states.show_loading()
        first, last = self.months.bounds()
        self._desk.ask(self, partial(_month, first=first, last=last, ward_id=self._ward_id), self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: _Month) -> None:
        if self._changes.count:
            return  # what is being entered is not thrown away by what others saved
        self._found = found
        self.ward.offer([("", _("The whole center")), *((one.id, one.name) for one in found.wards)])
        self.ward.choose(self._ward_id)
        duties = [one for one in found.roster.duties if not self._ward_id or one.ward_id in (None, self._ward_id)]
        self._changes = Changes(duties, self._ward_id or None)
        self._lay_out()
        if found.kept is not None and self._writes():
            self.say(
                message("There is a draft of this roster that was not saved."),
                "info",
                action=_("Open the draft"),
                then=self._restore,
            )

    def _lay_out(self, *_more: object) -> None:
        found = self._found
        if found is None:
            return
        people = self._people(found)
        self.grid.show_month(
            people,
            _days(found.roster),
            self._changes,
            letters(found.shifts),
            {code.code: code.text for code in found.shifts},
            self._desk.today(),
            writes=self._writes(),
        )
        self._tell()
        if people:
            self.states.show_content()
        elif found.roster.people:
            self.states.show_empty(
                _(
                    "Nobody stands in this roster yet. Who looks after people is named by the post that counts for the norm."
                ),
                (_("All staff"), partial(self._choose_people, ALL)),
                icon="users",
            )
        else:
            self.states.show_empty(_("The book has no staff yet."), icon="users")

    def _choose_people(self, which: str) -> None:
        self.shown.choose(which)
        self._lay_out()

    def _people(self, found: _Month) -> list[Person]:
        return list(found.roster.people) if self.shown.current() == ALL else found.roster.usual(self._ward_id)

    def _writes(self) -> bool:
        return self._desk.may("save_duties")

    def _changed(self) -> None:
        self._tell()
        self.touched()

    def _tell(self) -> None:
        found = self._found
        shifts = found.shifts if found is not None else []
        meant = [f"{letter} {_words(shifts, code)}" for code, letter in letters(shifts).items()]
        key = [*meant, f"* {_('leads the shift')}"] if meant else []
        count = self._changes.count
        changed = ngettext("{n} change not saved", "{n} changes not saved", count).format(n=count) if count else ""
        self.told.setText(" · ".join(filter(None, (changed, *key))))
        self.save_button.setVisible(self._writes())
        self.save_button.setEnabled(bool(count))

    # saving

    def has_unsaved(self) -> bool:
        return self._changes.count > 0

    def _subject(self) -> str:
        first = self._found.roster.first if self._found is not None else self.months.bounds()[0]
        return f"{first.isoformat()}/{self._ward_id}"

    def keep_draft(self) -> None:
        if self._changes.count:
            self._desk.do(keep_draft, FORM, self._subject(), self._changes.draft())

    def discard(self) -> None:
        self._desk.do(keep_draft, FORM, self._subject(), None)
        self._forget()

    def _restore(self) -> None:
        if self._found is not None and self._found.kept is not None:
            self._changes.restore(self._found.kept.content)
            self._lay_out()

    def save(self) -> None:
        duties, struck = self._changes.to_save()
        if (duties or struck) and not self._busy:
            self._busy = True
            self.grid.rest(True)
            self._desk.do(save_duties, duties, struck, then=self._saved, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._busy = False
        self._desk.do(keep_draft, FORM, self._subject(), None)
        self._changes = Changes()
        self.make_stale()
        self.tell_done(change, besides=[one.message for one in change.result[:3]])

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        self.grid.rest(False)
        self.keep_draft()
        self.complain(error)

    # on paper

    def print_roster(self, *_more: object) -> None:
        """Draw the roster as it is saved."""
        found = self._found
        if found is None:
            return
        if not found.roster.duties:
            self.say(_("The roster of this month is empty; there is nothing to print."), "info", seconds=6)
            return
        month, ward = found.roster.first, self._ward_id

        def gather(reader: Reader, by: str) -> Any:
            from carebook.reports.daily_papers import roster as paper

            return paper.gather(reader, month, ward, printed_by=by)

        def draw(made: Any) -> bytes:
            from carebook.reports.daily_papers import roster as paper

            pdf: bytes = paper.draw(made).pdf
            return pdf

        self.paper.begin(_("Duty roster"), "lich-truc", gather, draw)

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)


def _month(reader: Reader, first: date, last: date, ward_id: str) -> _Month:
    return _Month(
        roster(reader, first, last),
        code_lists.codes(reader, "shift", last),
        facility.wards(reader),
        own_draft(reader, FORM, f"{first.isoformat()}/{ward_id}"),
    )


def _days(found: Roster) -> list[date]:
    return [found.first + _DAY * step for step in range((found.last - found.first).days + 1)]


def _words(shifts: list[Code], code: str) -> str:
    return next((one.text.lower() for one in shifts if one.code == code), code)
