"""An assessment being written: saved as it stands, completed, corrected by a new one, struck through, kept as a draft."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from carebook import dates
from carebook.actions import drafts
from carebook.actions.assessments import complete_assessment, save_assessment, strike_assessment
from carebook.actions.change import Change, Outdated
from carebook.records.intake import FormState
from carebook.rules.assessments import AssessmentFile, problems_before_completing, unanswered_needs
from carebook.rules.problem import errors
from carebook.store.drafts import Draft
from carebook.ui.pages.assessments.criteria import CriteriaPart, reasons_for_new
from carebook.ui.pages.assessments.opened import CRITERIA_FORM, FORM, Opened
from carebook.ui.pages.assessments.sheet import Sheet, label_of
from carebook.ui.pages.assessments.told import CRITERIA, GENERAL, missing_words
from carebook.ui.parts import dialogs
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.needs import unanswered_words
from carebook.ui.parts.page import DeskPage
from carebook.words import _, message


class WritingPage(DeskPage):
    """What the page of assessments does; how it is laid out and walked through is said by the page itself."""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(desk, title)
        self._episode_id = self._assessment_id = self._kind = ""
        self._opened: Opened | None = None
        self.file: AssessmentFile | None = None
        self._current = GENERAL
        self._draft_words = ""
        self._carried: dict[str, Draft] = {}  # what was typed, on its way over to a newer version
        self.sheet = Sheet(desk)
        self.sheet.typed.connect(self._typed)
        self.sheet.plan_wanted.connect(self._open_plan)
        self.criteria = CriteriaPart(desk)
        self.criteria.typed.connect(self._typed)
        self.criteria.done.connect(self._criteria_done)
        self.criteria.failed.connect(self._refused)
        self.save_button = Button(_("Save"), "", "save", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        self.complete_button = Button(_("Complete"), "primary", "check")
        self.complete_button.clicked.connect(self.complete)
        self.correct_button = Button(_("Correct…"), icon="pencil", key="F2", listens=False)
        self.correct_button.clicked.connect(self.correct)

    # what the page itself says

    def go_to(self, key: str) -> None:
        """Show a part, with the focus in it."""
        raise NotImplementedError

    def _show_part(self, key: str) -> None:
        """Show a part."""
        raise NotImplementedError

    def _show_standing(self) -> None:
        """Say how far it is, and which buttons there are."""
        raise NotImplementedError

    # which assessment

    def _chosen(self, found: Opened) -> AssessmentFile | None:
        """The one that was asked for, else the one in progress, else a new one; who may not write reads the newest."""
        if found.wanted is not None or found.in_progress is not None:
            return found.wanted or found.in_progress
        if self._may_begin():
            return found.begun(self._kind, self._desk.actor.staff_member_id, self._desk.today())
        return found.newest

    def _put_away(self) -> None:
        self._opened, self.file, self._draft_words = None, None, ""
        self._show_standing()

    def _may_begin(self) -> bool:
        return self._desk.may("save_assessment")

    def _load(self, file: AssessmentFile) -> None:
        if self._opened is None:
            return
        self.file = file
        self.sheet.load(file, self._opened, frozen=not self._writes())
        self._show_part(self._current)

    def _writes(self) -> bool:
        """Whether the assessment on show can be written on by who is signed in."""
        if self.file is None or not self._may_begin():
            return False
        assessment = self.file.assessment
        return assessment.state is FormState.IN_PROGRESS and not assessment.is_withdrawn

    def _typed(self) -> None:
        self.touched()
        self._show_standing()

    # saving

    def save(self) -> None:
        """Ctrl+S: keep what is typed on the assessment and on form 03."""
        if self.criteria.is_dirty() or (self._current == CRITERIA and self.criteria.writes()):
            self.criteria.save()
        if self._current != CRITERIA or self.sheet.is_dirty():
            self._save(self._saved)

    def _record(self) -> AssessmentFile | None:
        if not self._writes():
            return None
        record, wrong = self.sheet.record()
        if wrong:
            self.go_to(wrong)
        return record

    def _save(self, then: Callable[[Change], object]) -> None:
        record = self._record()
        if record is None or not self.save_button.isEnabled():
            return
        self._enable(False)
        seen = record.assessment.version or None
        self._desk.do(save_assessment, record.assessment, record.ratings, seen=seen, then=then, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._take(change)
        self.say(change.said or _("Saved."), seconds=6)

    def _take(self, change: Change) -> None:
        """Go on from what the book holds now; nothing that is typed moves."""
        self._enable(True)
        self._forget_draft(FORM)
        file: AssessmentFile | None = change.result
        if file is None:
            self._put_away()
            self.make_stale()
            return
        self.file, self._assessment_id = file, file.assessment.id
        self.sheet.take_saved(file)
        self._show_standing()

    def complete(self) -> None:
        """Complete the assessment: what is lacking stands beside its field; needs without an answer are told first."""
        found = self._opened
        if found is None or self._record() is None:
            return
        typed = self.sheet.readable()
        problems = problems_before_completing(
            typed.assessment,
            typed.ratings,
            found.episode,
            today=self._desk.today(),
            domains=self.sheet.domain_codes(),
            goals=found.goals,
        )
        if errors(problems):
            self._refuse(problems)
            return
        missing = [code for code in self.sheet.domain_codes() if typed.level(code) is None]
        needs = unanswered_needs(typed.ratings, found.goals)
        if missing or needs:
            self.sheet.show_problems(problems)
            said = " ".join(filter(None, (missing_words(self._desk, missing), unanswered_words(self._desk, needs))))
            self.say(said, "warn", action=_("Complete all the same"), then=self._complete_all_the_same)
        else:
            self._complete_all_the_same()

    def _complete_all_the_same(self) -> None:
        if self.file is None:
            return
        if not self.file.assessment.id or self.has_unsaved():
            self._save(self._saved_to_complete)
        else:
            self._complete(self.file)

    def _saved_to_complete(self, change: Change) -> None:
        self._take(change)
        if self.file is not None and self.file.assessment.id:
            self._complete(self.file)

    def _complete(self, file: AssessmentFile) -> None:
        self._enable(False)
        self._desk.do(
            complete_assessment,
            file.assessment.id,
            seen=file.assessment.version,
            then=self._completed,
            failed=self._refused,
        )

    def _completed(self, change: Change) -> None:
        self._enable(True)
        if change.result is None:
            self._put_away()
            self.make_stale()
            return
        file, needs = change.result
        self._load(file)
        if needs:
            said = f"{change.said} {unanswered_words(self._desk, needs)}"
            self.say(said, "warn", action=_("Write the goal in the plan"), then=self._open_plan)
        else:
            self.tell_done(change)

    def _criteria_done(self, change: Change) -> None:
        self._forget_draft(CRITERIA_FORM)
        self._show_standing()
        if change.undoable:
            self.tell_done(change)
        else:
            self.say(change.said or _("Saved."), seconds=6)

    def _enable(self, on: bool) -> None:
        self.save_button.setEnabled(on)
        self.complete_button.setEnabled(on)

    def _refused(self, error: BaseException) -> None:
        self._enable(True)
        if isinstance(error, Outdated):
            self.say(error, "warn", action=_("Go on from the newer version"), then=self._take_over)
        elif not self._refuse(getattr(error, "problems", ())):
            self.complain(error)

    def _refuse(self, problems: Any) -> bool:
        """Show problems beside their fields, those without one above; whether there were any."""
        first = self.sheet.show_problems(problems)
        general = [str(one.message) for one in errors(problems) if not one.field]
        if first:
            self._show_part(first)
        named = ", ".join(label_of(one.field) for one in errors(problems) if one.field)
        if general or named:
            self.say(" ".join(general) or _("Look again at: {fields}").format(fields=named), "danger")
        return bool(first or general)

    def _take_over(self) -> None:
        """The newer version with what was typed on top of it, to be looked at and saved."""
        self._carried = {draft.form: draft for draft in self._typed_drafts()}
        self._put_away()
        self.make_stale()

    def undone(self, change: Change) -> None:
        self._take_over()
        super().undone(change)

    # corrections and striking through

    def correct(self) -> None:
        """Begin a new assessment that replaces the completed one, with its reason."""
        if self.file is None or self.correct_button.isHidden():
            return
        reasons = reasons_for_new()
        given = dialogs.ask_reason(
            self, _("Why is a new form needed?"), reasons, words_for="other", deed=_("Begin the new form")
        )
        if given is not None:
            self.begin_correction(given[1] or dict(reasons)[given[0]])

    def begin_correction(self, because: str) -> None:
        """A new assessment with the content of the completed one; it replaces it when it is completed."""
        if self.file is None or self._opened is None:
            return
        if self._opened.in_progress is not None:
            self.say(_("An assessment of this stay is already in progress. Continue that one."), "warn")
            return
        old = self.file.assessment
        new = replace(old, id="", version=0, state=FormState.IN_PROGRESS, replaces_id=old.id, replaced_because=because)
        ratings = tuple(replace(one, id="", version=0, assessment_id="") for one in self.file.ratings)
        self._load(AssessmentFile(new, ratings))
        self.say(_("A new form has begun. The completed one stays until this one is completed."), "info")

    def strike(self) -> None:
        """Strike the assessment through, with its reason."""
        if self.file is None:
            return
        reasons = [
            ("person", _("Written for the wrong person")),
            ("twice", _("Written down twice")),
            ("other", _("Other reason")),
        ]
        there = self.file.assessment.id
        self.strike_through(strike_assessment, there, _("Strike the assessment through?"), "", reasons)

    def struck(self, change: Change) -> None:
        self._forget_draft(FORM)
        self._assessment_id = change.ids[0] if change.ids else ""
        self._put_away()
        self.make_stale()
        super().struck(change)

    # drafts

    def has_unsaved(self) -> bool:
        if self.file is None:
            return False
        return (self._writes() and (self._is_begun() or self.sheet.is_dirty())) or self.criteria.is_dirty()

    def can_leave(self) -> bool:
        """Always: what is typed is kept as a draft and stands here when one comes back."""
        if self.has_unsaved():
            self.keep_draft()
        return True

    def keep_draft(self) -> None:
        """Keep what is typed, readable or not: the assessment and form 03 apart."""
        for draft in self._typed_drafts():
            self._desk.do(drafts.keep_draft, draft.form, self._episode_id, draft.content, then=self._kept)

    def _typed_drafts(self) -> list[Draft]:
        """What is typed and not saved."""
        found = []
        if self.file is not None and self._writes() and (self._is_begun() or self.sheet.is_dirty()):
            assessment = self.file.assessment
            content = self.sheet.draft() | {
                "assessment": assessment.id,
                "replaces": assessment.replaces_id if self._is_begun() else "",
                "because": assessment.replaced_because,
            }
            found.append(Draft(FORM, self._episode_id, content, self._desk.now()))
        if self.criteria.is_dirty():
            found.append(Draft(CRITERIA_FORM, self._episode_id, self.criteria.draft(), self._desk.now()))
        return found

    def _is_begun(self) -> bool:
        """Whether a correction has begun that the book does not hold yet."""
        return self.file is not None and not self.file.assessment.id and self.file.assessment.replaces_id is not None

    def _kept(self, _change: Change) -> None:
        if not self.has_unsaved():
            return
        self._draft_words = _("Draft kept at {time}").format(time=dates.clock(self._desk.now()))
        self._show_standing()

    def _restore(self, found: Opened) -> None:
        """What was typed before stands here again, if it belongs to the assessment on show."""
        carried, self._carried = self._carried, {}
        kept = [
            self._restore_sheet(carried.get(FORM, found.draft)),
            self._restore_criteria(carried.get(CRITERIA_FORM, found.criteria_draft)),
        ]
        again = [draft.kept_at for draft in kept if draft is not None]
        if again:
            said = message("The draft kept at {time} is open again.", time=dates.moment(max(again), self._desk.today()))
            self.say(said, "info", action=_("Discard draft"), then=self.discard)
        self._show_part(self._current)

    def _restore_sheet(self, draft: Draft | None) -> Draft | None:
        if draft is None or self.file is None:
            return None
        content, assessment = draft.content, self.file.assessment
        if content.get("replaces") and content["replaces"] == assessment.id:
            self.begin_correction(str(content.get("because", "")))
        elif content.get("assessment", "") != assessment.id or content.get("replaces") or not self._writes():
            return None
        self.sheet.restore(content)
        return draft

    def _restore_criteria(self, draft: Draft | None) -> Draft | None:
        if draft is None or not self._desk.may("save_eligibility"):
            return None
        self.criteria.restore(draft.content)
        return draft

    def _forget_draft(self, form: str) -> None:
        self._draft_words = ""
        self._desk.do(drafts.keep_draft, form, self._episode_id, None)

    def discard(self) -> None:
        """Throw away what is typed and its drafts."""
        self._forget_draft(FORM)
        self._forget_draft(CRITERIA_FORM)
        found = self._opened
        if found is not None and (file := self._chosen(found)) is not None:
            self.criteria.load(found.check(self._desk.actor.staff_member_id, self._desk.today()), found)
            self._load(file)

    def _open_plan(self) -> None:
        self._desk.go("care_plans", episode_id=self._episode_id)
