"""Filling one sheet: the running score, saving and completing, what is refused, the draft between saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from PySide6.QtCore import QTimer

from carebook import dates
from carebook.actions import drafts
from carebook.actions.change import Change, Outdated
from carebook.actions.instruments import complete_score, save_score
from carebook.records.instrument_files import Instrument
from carebook.records.instruments import InstrumentScore, ItemAnswer
from carebook.records.intake import FormState
from carebook.rules.instruments import problems_in_answers, problems_in_completed
from carebook.rules.problem import Problem, errors, warnings
from carebook.store.instruments import Sheet
from carebook.ui.pages.instruments.opened import FORM, Opened, draft_key
from carebook.ui.pages.instruments.sheet import SheetPart
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import commit_input_method
from carebook.ui.parts.instruments import finished
from carebook.ui.parts.labels import ElidedLabel
from carebook.ui.parts.page import DeskPage
from carebook.words import _, message, ngettext


class FillingPage(DeskPage):
    """What the page of scales does with the sheet on show. ``again`` asks for everything anew."""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(desk, title)
        self._opened: Opened | None = None
        self._episode_id = self._score_id = ""
        self._sheet: Sheet | None = None  # as the book has it, None for one that is not kept yet
        self._score: InstrumentScore | None = None
        self._instrument: Instrument | None = None
        self._weights: Mapping[str, float] = {}
        self._kept: tuple[Any, Any] = ({}, {})
        self._draft_words = ""
        self._names_missing = False  # once completing was refused, what is missing is told item by item
        self.part = SheetPart(desk.today)
        self.part.typed.connect(self._typed)
        self.standing = ElidedLabel("", "muted")
        self.save_button = Button(_("Save"), "", "save", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        self.complete_button = Button(_("Complete"), "primary", "check", "Ctrl+Enter", listens=False)
        self.complete_button.clicked.connect(self.complete)

    def again(self) -> None:
        """Put the sheet away and ask for everything anew; the sheet with the id known now is shown."""
        self._put_away()
        self._opened = None
        self.make_stale()

    def _put_away(self) -> None:
        self._sheet = self._score = self._instrument = None
        self._draft_words = ""
        self._show_buttons()

    def _show_buttons(self) -> None:
        """Show what can be done with the sheet on show."""
        self.save_button.setVisible(self._writes())
        self.complete_button.setVisible(self._writes() and self._desk.may("complete_score"))

    # the sheet on show

    def _open(self, sheet: Sheet) -> None:
        self._score_id = sheet.score.id
        self._load(sheet.score, sheet.instrument, sheet)
        self._restore()

    def _load(self, score: InstrumentScore, instrument: Instrument, sheet: Sheet | None) -> None:
        """Put a sheet on show: one of the book, or a new one."""
        found = self._opened
        if found is None:
            return
        self._score, self._instrument, self._sheet = score, instrument, sheet
        self._names_missing = False
        items, self._weights = found.asked(instrument, sheet)
        self.part.show_sheet(score, instrument, items, self._weights, found, frozen=not self._writes())
        self.part.items.show_answers(sheet.answers if sheet else {})
        self._kept = self.part.raw()
        self.rename(instrument.title)
        self._show_part()
        self._show_buttons()
        self._look_again()
        if self.isVisible():
            QTimer.singleShot(0, self.part, self.part.focus_first)

    def _show_part(self) -> None:
        """Bring the sheet to the front."""

    def _writes(self) -> bool:
        """Whether the sheet on show can be filled by who is signed in."""
        score = self._score
        if score is None or not self._desk.may("save_score"):
            return False
        return score.state is FormState.IN_PROGRESS and not score.is_withdrawn

    def _show_person(self, more: str) -> None:
        if self._opened is not None:
            person, age = self._opened.person, self._opened.age(self._desk.today())
            words = (person.full_name, str(age.words) if age else "", person.code, more)
            self.header.show_line(" · ".join(filter(None, words)), always=True)

    # while answering

    def _typed(self) -> None:
        self.touched()
        self._show_buttons()
        self._look_again()

    def _look_again(self) -> None:
        """The running score, what is impossible or unusual, what is still missing."""
        found, instrument, score = self._opened, self._instrument, self._score
        if found is None or instrument is None or score is None:
            return
        typed = self.part.head.score(score) if self._writes() else score
        answers = self.part.items.answers()
        day = typed.scored_on or self._desk.today()
        look = problems_in_completed if self._names_missing else problems_in_answers
        problems = look(instrument, answers, weights=self._weights, age_months=found.age_months(day))
        self.part.items.show_problems(problems, patient=True)
        panel = self.part.panel
        panel.show_result(instrument, found.result(instrument, answers, self._weights, day))
        panel.show_warnings([one.message for one in warnings(problems) if not one.field])
        before = found.last_time(typed)
        self.part.items.mark_last(before.answers if before else {})
        completed = self._sheet if score.state is FormState.COMPLETED else None
        panel.show_history(before, completed, finished(found.sheets, score.instrument), self._desk.today())
        self._show_person(_version_words(score, instrument))
        self.standing.setWhole(" · ".join(filter(None, (self._standing(instrument, answers), self._draft_words))))

    def _standing(self, instrument: Instrument, answers: Mapping[str, Any]) -> str:
        score, found = self._score, self._opened
        if score is None or found is None:
            return ""
        if score.is_withdrawn:
            return _("Struck through: {reason}").format(reason=score.withdrawn_because)
        if score.state is FormState.COMPLETED:
            who = found.names.get(score.done_by_id or "", "–")
            day = dates.written(score.scored_on) if score.scored_on else "–"
            return _("Completed. Measured on {day} by {name}.").format(day=day, name=who)
        lacking = {one.field for one in problems_in_completed(instrument, answers, weights=self._weights)}
        numbers = [one.number for one in self.part.items.rows]
        missing = [place for place, one in enumerate(self.part.items.rows) if one.item.code in lacking]
        if not missing:
            return _("All answered. Ctrl+Enter completes.")
        many = ngettext("Still missing: item {items}", "Still missing: items {items}", len(missing))
        return many.format(items=in_runs(numbers, missing))

    # saving

    def save(self) -> None:
        """Ctrl+S: keep what is there, to be filled in later."""
        self._save(self._saved)

    def _readable(self) -> bool:
        """Whether everything typed can be kept; what cannot is told in its place."""
        return not self.part.head.unreadable() and not self.part.items.show_unreadable()

    def _save(self, then: Callable[[Change], object]) -> None:
        score = self._score
        if score is None or not self._writes() or not self.save_button.isEnabled() or not self._readable():
            return
        self._enable(False)
        given = [_answer(code, value) for code, value in self.part.items.answers().items() if value is not None]
        seen = score.version or None
        self._desk.do(save_score, self.part.head.score(score), given, seen=seen, then=then, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._take(change)
        self._tell(change)

    def _tell(self, change: Change) -> None:
        """What was done; an urgent alert stays until it is closed."""
        sheet: Sheet | None = change.result
        if sheet is not None and any(alert.urgent for alert in sheet.result.alerts):
            self.say(change.said or "", "danger")
        elif sheet is not None and sheet.score.state is FormState.COMPLETED:
            self.tell_done(change)
        else:
            self.say(change.said or _("Saved."), seconds=6)

    def _take(self, change: Change) -> None:
        """Go on from what the book holds now; nothing that is typed moves."""
        self._enable(True)
        self._forget_draft()
        sheet: Sheet | None = change.result
        if sheet is None:
            self.again()
            return
        self._score, self._sheet, self._score_id = sheet.score, sheet, sheet.score.id
        self._kept = self.part.raw()
        self._show_buttons()
        self._look_again()

    def complete(self) -> None:
        """Ctrl+Enter: complete; the items that are missing are named, and the first is gone to."""
        if not self._writes() or self._instrument is None or not self._readable():
            return
        problems = errors(problems_in_completed(self._instrument, self.part.items.answers(), weights=self._weights))
        if problems:
            self._show_missing(problems)
        elif self._score is not None and self._score.id and not self.has_unsaved():
            self._complete(self._score)
        else:
            self._save(self._saved_to_complete)

    def _show_missing(self, problems: list[Problem]) -> None:
        self._names_missing = True
        self.part.items.show_problems(problems, patient=False)
        missing = [one for one in self.part.items.rows if one.complaint()]
        many = ngettext(
            "Not completed: item {items} is not answered. Ctrl+S keeps the sheet as it is.",
            "Not completed: items {items} are not answered. Ctrl+S keeps the sheet as it is.",
            len(missing),
        )
        said = [many.format(items=", ".join(one.number for one in missing))] if missing else []
        said += [str(one.message) for one in problems if self.part.items.row(one.field) is None]
        self.say(" ".join(said), "warn")
        if missing:
            self.part.items.focus(missing[0])

    def _saved_to_complete(self, change: Change) -> None:
        self._take(change)
        if self._score is not None and self._score.id:
            self._complete(self._score)

    def _complete(self, score: InstrumentScore) -> None:
        self._enable(False)
        self._desk.do(complete_score, score.id, seen=score.version, then=self._completed, failed=self._refused)

    def _completed(self, change: Change) -> None:
        self._enable(True)
        sheet: Sheet | None = change.result
        if sheet is None:
            self.again()
            return
        self._score_id = sheet.score.id
        self._load(sheet.score, sheet.instrument, sheet)
        self._tell(change)

    def _enable(self, on: bool) -> None:
        self.save_button.setEnabled(on)
        self.complete_button.setEnabled(on)

    def _refused(self, error: BaseException) -> None:
        self._enable(True)
        problems = list(getattr(error, "problems", ()))
        if isinstance(error, Outdated):
            self.say(error, "warn", action=_("Go on from the newer version"), then=self._take_over)
            return
        rest = self.part.head.show_problems(problems)
        self.part.items.show_problems(rest, patient=False)
        if not problems or any(self.part.items.row(one.field) is None for one in rest):
            self.complain(error)

    def _take_over(self) -> None:
        """Show what the book holds; what was typed here is given up."""
        self._forget_draft()
        self.again()

    def undone(self, change: Change) -> None:
        self.again()
        super().undone(change)

    # drafts

    def has_unsaved(self) -> bool:
        return self._writes() and self.part.raw() != self._kept

    def can_leave(self) -> bool:
        """Always: what is answered is kept as a draft and stands here when one comes back."""
        if self.has_unsaved():
            self.keep_draft()
        return True

    def keep_draft(self) -> None:
        """Keep what is answered and typed, readable or not."""
        if self._score is None:
            return
        commit_input_method()
        answers, head = self.part.raw()
        score = self._score
        content = {"answers": answers, "head": head, "version": score.version, "because": score.replaced_because}
        key = draft_key(self._episode_id, score)
        self._desk.do(drafts.keep_draft, FORM, key, content, then=self._draft_kept)

    def _draft_kept(self, _change: Change) -> None:
        self._draft_words = _("Draft kept at {time}").format(time=dates.clock(self._desk.now()))
        self._look_again()

    def _restore(self) -> None:
        """Show the draft of this sheet over it. One of an older version finds out when it is saved."""
        score, found = self._score, self._opened
        draft = found.drafts.get(draft_key(self._episode_id, score)) if found and score else None
        if draft is None or score is None or not self._writes():
            return
        self._score = replace(score, version=draft.content.get("version", score.version))
        self.part.restore(draft.content.get("answers", {}), draft.content.get("head", {}))
        kept = dates.moment(draft.kept_at, self._desk.today())
        said = message("The draft kept at {time} is open again.", time=kept)
        self.say(said, "info", action=_("Discard draft"), then=self.discard)
        self._show_buttons()
        self._look_again()

    def _forget_draft(self) -> None:
        self._draft_words = ""
        if self._score is not None:
            for score in (self._score, replace(self._score, id="")):
                self._desk.do(drafts.keep_draft, FORM, draft_key(self._episode_id, score), None)

    def discard(self) -> None:
        """Throw away what is not saved and its draft."""
        score, instrument, sheet = self._score, self._instrument, self._sheet
        if score is None or instrument is None:
            return
        self._forget_draft()
        if sheet is not None:
            self._load(sheet.score, instrument, sheet)
        elif score.replaces_id:
            self._score_id = score.replaces_id
            self.again()
        else:
            self._load(score, instrument, None)


def in_runs(numbers: Sequence[str], places: Sequence[int]) -> str:
    """The numbers at some places, in their order; three or more that follow each other as one: "1–4, 7, 9"."""
    runs: list[list[int]] = []
    for place in places:
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    said = [
        [f"{numbers[run[0]]}–{numbers[run[-1]]}"] if len(run) > 2 else [numbers[place] for place in run] for run in runs
    ]
    return ", ".join(chain.from_iterable(said))


def _answer(code: str, value: float | str) -> ItemAnswer:
    if isinstance(value, str):
        return ItemAnswer(episode_id="", score_id="", item=code, words=value)
    return ItemAnswer(episode_id="", score_id="", item=code, value=value)


def _version_words(score: InstrumentScore, instrument: Instrument) -> str:
    """Which version the sheet is in, and why it corrects another."""
    version = _("version {n}").format(n=instrument.version)
    if not score.replaces_id:
        return version
    return f"{version} · {_('corrects another sheet: {reason}').format(reason=score.replaced_because)}"
