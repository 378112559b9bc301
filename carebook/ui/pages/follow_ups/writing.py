"""The panel in which a follow-up is written: which sheet is open, and the deed that keeps it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal

from carebook import dates
from carebook.actions.change import Change, Outdated
from carebook.actions.follow_ups import (
    begin_follow_up,
    complete_follow_up_end,
    lay_out_follow_up,
    move_visit,
    plan_visit,
    receive_visit_report,
    record_visit,
    save_follow_up_end,
    strike_visit,
    try_visit,
    waive_visit,
)
from carebook.actions.returns import link_return
from carebook.records.follow_ups import RISK_COLOUR_WORDS, FollowUp, FollowUpEnd, VisitOwner, VisitState
from carebook.rules.follow_ups import is_made, name_of
from carebook.store.follow_ups import new_end
from carebook.ui.pages.follow_ups.asking import (
    ATTEMPT_FORM,
    BEGIN_FORM,
    END_FORM,
    MOVE_FORM,
    PLAN_FORM,
    RETURN_FORM,
    VISIT_FORM,
    WAIVE_FORM,
    Due,
    Followed,
    Unfollowed,
)
from carebook.ui.pages.follow_ups.rows import sentence
from carebook.ui.pages.follow_ups.sheets import (
    WaiveSheet,
    attempt_sheet,
    begin_sheet,
    end_sheet,
    move_sheet,
    plan_sheet,
    return_sheet,
    visit_sheet,
)
from carebook.ui.parts import dialogs
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import reason_to_strike
from carebook.ui.parts.writing_panel import WritingPanel
from carebook.words import _


class FollowUpWriting(WritingPanel):
    """``kept(change)`` when something was saved, ``refused(error)`` for what cannot stand beside a field, ``told(sentence)``
    when nothing can be begun.
    """

    kept = Signal(object)
    refused = Signal(object)
    told = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, width=460)
        self._desk = desk
        self._visit: FollowUp | None = None
        self._busy = False

    # what is begun

    def begin(self, word: str, due: Due, found: Followed, visit: FollowUp | None) -> None:
        """Begin what a button asks for (see `PersonCard.wanted`), where who is signed in may do it and it makes sense."""
        ours = visit is not None and visit.owner is VisitOwner.CENTER
        of_person: dict[str, tuple[str, Callable[[], None]]] = {
            "plan": ("plan_visit", lambda: self.write_plan(due, found)),
            "end": ("save_follow_up_end", lambda: self.write_end(due, found)),
            "schedule": ("lay_out_follow_up", lambda: self._lay_out(found)),
            "complete": ("complete_follow_up_end", lambda: self._complete(found)),
            "return": ("link_return", lambda: self.write_return(found)),
        }
        of_visit: dict[str, tuple[str, Callable[[Followed, FollowUp], None]]] = {
            "visit": ("record_visit" if ours else "receive_visit_report", self.write_visit),
            "attempt": ("try_visit", self.write_attempt),
            "move": ("move_visit", lambda _found, one: self.write_move(due, found, one)),
            "waive": ("waive_visit", self.write_waiver),
            "strike": ("strike_visit", self._strike),
        }
        if word in of_person:
            deed, begin = of_person[word]
            if self._desk.may(deed) and (word == "return" or not found.is_over):
                begin()
        elif visit is not None and self._desk.may(of_visit[word][0]):
            if self._makes_sense(word, found, visit):
                of_visit[word][1](found, visit)
            elif word == "visit":
                self.told.emit(_("This visit is not awaited any more. Plan another one to write down what was seen."))

    @staticmethod
    def _makes_sense(word: str, found: Followed, visit: FollowUp) -> bool:
        awaited = visit.state is VisitState.DUE and not found.is_over
        if word == "strike":
            return not found.is_over
        return awaited or (word == "visit" and is_made(visit))

    def _lay_out(self, found: Followed) -> None:
        there = {one.template for one in found.visits}
        offered = [
            one
            for one in self._desk.codes.choices("follow_up_template", self._desk.today())
            if one.code not in there and one.extra.get("steps") and not one.extra.get("part")
        ]
        given = dialogs.ask_reason(
            self,
            _("Lay out another schedule?"),
            [(one.code, one.text) for one in offered],
            text=_("Visits that are there stay; the days of the schedule that have none are added."),
            deed=_("Lay out the visits"),
        )
        if given is not None:
            self._desk.do(lay_out_follow_up, found.path.id, given[0], then=self.kept.emit, failed=self.refused.emit)

    def _complete(self, found: Followed) -> None:
        end = found.end
        sure = end is not None and dialogs.confirm(
            self,
            _("End the follow-up of {name}?").format(name=found.person.full_name),
            _("The paper is frozen, and visits still to come fall away."),
            _("End the follow-up"),
        )
        if sure and end is not None:
            self.complete(end)

    def complete(self, end: FollowUpEnd) -> None:
        """Approve the end of a follow-up."""
        self._desk.do(complete_follow_up_end, end.id, seen=end.version, then=self.kept.emit, failed=self.refused.emit)

    def _strike(self, _found: Followed, visit: FollowUp) -> None:
        if reason := reason_to_strike(self):
            self.strike(visit, reason)

    def strike(self, visit: FollowUp, reason: str) -> None:
        """Take back what was written about a visit."""
        self._desk.do(strike_visit, visit.id, reason=reason, then=self.kept.emit, failed=self.refused.emit)

    def write_visit(self, found: Followed, visit: FollowUp) -> None:
        """The form of a visit, or of the report about another's."""
        self._visit = visit
        title = _("Visit made") if visit.owner is VisitOwner.CENTER else _("Report received about the visit")
        self.open(visit_sheet(self._desk, found, visit), VISIT_FORM, visit.id, title, self._about(found, visit))

    def write_attempt(self, found: Followed, visit: FollowUp) -> None:
        """A try that reached nobody, or a reminder."""
        self._visit = visit
        title = _("Not reached") if visit.owner is VisitOwner.CENTER else _("Reminder of the report")
        self.open(attempt_sheet(self._desk, visit), ATTEMPT_FORM, visit.id, title, self._about(found, visit))

    def write_move(self, due: Due, found: Followed, visit: FollowUp) -> None:
        """Another day or worker."""
        self._visit = visit
        sheet = move_sheet(self._desk, due, found, visit)
        self.open(sheet, MOVE_FORM, visit.id, _("Day and worker of the visit"), self._about(found, visit))

    def write_plan(self, due: Due, found: Followed) -> None:
        """One more visit."""
        sheet = plan_sheet(self._desk, due, found)
        self.open(sheet, PLAN_FORM, found.path.id, _("Plan a visit"), found.person.full_name)

    def write_waiver(self, found: Followed, visit: FollowUp) -> None:
        """Why a visit is not needed."""
        self._visit = visit
        sheet = WaiveSheet(self._desk, found, visit)
        self.open(sheet, WAIVE_FORM, visit.id, _("Visit not needed"), self._about(found, visit))

    def write_end(self, due: Due, found: Followed) -> None:
        """The paper that ends the follow-up."""
        end = found.end or new_end(found.path, self._desk.actor.staff_member_id, self._desk.today())
        sheet = end_sheet(self._desk, due, end)
        line = _("It ends when it is approved; until then nothing changes.")
        self.open(sheet, END_FORM, found.path.id, _("End of the follow-up"), f"{found.person.full_name}. {line}")

    def write_begin(self, due: Due, stay: Unfollowed) -> None:
        """Where somebody went who left without a way home in the book."""
        sheet = begin_sheet(self._desk, due, stay)
        self.open(sheet, BEGIN_FORM, stay.episode.id, _("Begin the follow-up"), stay.person.full_name)

    def write_return(self, found: Followed) -> None:
        """With which stay somebody came back, and why."""
        sheet = return_sheet(self._desk, found)
        self.open(sheet, RETURN_FORM, found.path.id, _("Came back into care"), found.person.full_name)

    def _about(self, found: Followed, visit: FollowUp) -> str:
        """Whom, which visit, and what the last one found."""
        parts = [found.person.full_name, sentence(name_of(visit, found.path.handed_over_on))]
        newest = found.newest
        if newest is not None and newest.id != visit.id and newest.risk is not None and newest.done_on is not None:
            day = dates.written(newest.done_on)
            level = _(RISK_COLOUR_WORDS[newest.risk])
            parts.append(_("last time {day}: {level}").format(day=day, level=level))
            if newest.problems.strip():
                parts.append(newest.problems.strip())
        return " · ".join(parts)

    # keeping it

    def save(self) -> None:
        """Do the deed of the sheet that is open."""
        written = None if self._busy else self.written()
        if written is None:
            return
        self._busy = True
        deeds: Mapping[str, Callable[[Any], None]] = {
            VISIT_FORM: self._save_visit,
            ATTEMPT_FORM: lambda one: self._do(try_visit, one),
            MOVE_FORM: self._save_move,
            PLAN_FORM: lambda one: self._do(plan_visit, one),
            WAIVE_FORM: lambda one: self._do(waive_visit, one.visit_ids, reason=one.reason),
            END_FORM: lambda one: self._do(save_follow_up_end, one, seen=one.version if one.id else None),
            RETURN_FORM: self._save_return,
            BEGIN_FORM: lambda one: self._do(begin_follow_up, one),
        }
        deeds[self.form](written)

    def _save_visit(self, visit: FollowUp) -> None:
        deed = record_visit if visit.owner is VisitOwner.CENTER else receive_visit_report
        self._do(deed, visit, seen=visit.version)

    def _save_move(self, visit: FollowUp) -> None:
        there = self._visit
        assert there is not None
        self._do(
            move_visit,
            replace(visit, waived_because=there.waived_because),
            seen=there.version,
            reason=visit.waived_because,
        )

    def _save_return(self, path: Any) -> None:
        self._do(link_return, path.id, path.next_episode_id, path.return_cause, seen=path.version)

    def _do(self, deed: Callable[..., Change], *values: Any, **more: Any) -> None:
        self._desk.do(deed, *values, then=self._saved, failed=self._failed, **more)

    def _saved(self, change: Change) -> None:
        self._busy = False
        self.close_up()
        self.kept.emit(change)

    def _failed(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        if isinstance(error, Outdated) or not problems:
            self.refused.emit(error)
        else:
            self.show_problems(
                [replace(one, field="waived_because") if one.field == "reason" else one for one in problems]
            )
