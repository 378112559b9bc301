"""Writing one assessment: saved, completed, refused in words, undone; the draft between saves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from carebook import dates
from carebook.actions import drafts
from carebook.actions.change import Change, Outdated
from carebook.actions.families import complete_family_assessment, save_family_assessment
from carebook.records.families import FamilyAssessment
from carebook.rules.families import problems_before_completing
from carebook.rules.problem import Problem, errors, warnings
from carebook.store.drafts import Draft
from carebook.store.families import FamilyFile
from carebook.ui.pages.families.asking import FORM, Opened, draft_key
from carebook.ui.pages.families.sheet import FamilySheet
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import commit_input_method
from carebook.ui.parts.page import DeskPage
from carebook.words import _, message, ngettext


class WritingPage(DeskPage):
    """What the page does with the assessment on show. ``again`` asks for everything anew."""

    def __init__(self, desk: Desk, title: str) -> None:
        super().__init__(desk, title)
        self._opened: Opened | None = None
        self._file: FamilyFile | None = None  # as the book has it; None for one that is not kept yet
        self._assessment: FamilyAssessment | None = None
        self._base: dict[str, Any] = {}
        self._draft_words = ""
        self.sheet = FamilySheet(desk)
        self.sheet.changed.connect(self._typed)
        self.discard_button = Button(_("Discard draft"), "ghost", "trash-2")
        self.discard_button.clicked.connect(self.discard)
        self.save_button = Button(_("Save"), "", "save", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        self.complete_button = Button(_("Complete"), "primary", "check", "Ctrl+Enter", listens=False)
        self.complete_button.clicked.connect(self.complete)

    # what the page itself says

    def again(self) -> None:
        """Put what is on show away and ask for everything anew."""
        self._opened = self._file = self._assessment = None
        self._show_standing()
        self.make_stale()

    def _show_standing(self) -> None:
        """Say how far it is, and which buttons there are."""
        raise NotImplementedError

    # the assessment on show

    def _load(self, assessment: FamilyAssessment, file: FamilyFile | None) -> None:
        """Put an assessment on show: one of the book, or a new one; its draft stands on top of it."""
        if self._opened is None:
            return
        self._assessment, self._file = assessment, file
        self.sheet.load(assessment, file, self._opened, writes=self.writes())
        self._base = self.sheet.raw()
        self._draft_words = ""
        self._restore()
        self._show_standing()

    def writes(self) -> bool:
        """Whether the assessment on show may be written on by who is signed in."""
        found, file = self._opened, self._file
        if self._assessment is None or found is None or not self._desk.may("save_family_assessment"):
            return False
        return found.is_open and (file is None or not (file.is_completed or file.assessment.is_withdrawn))

    def _typed(self) -> None:
        self.touched()
        self._show_standing()

    # saving

    def save(self) -> None:
        """Ctrl+S: keep what is there, to be gone on with later."""
        self._save(self._saved)

    def _record(self) -> FamilyAssessment | None:
        if self._assessment is None or not self.writes():
            return None
        return self.sheet.written(self._assessment)

    def _save(self, then: Any) -> None:
        assessment = self._record()
        if assessment is None or not self.save_button.isEnabled():
            return
        self._enable(False)
        ratings, seen = self.sheet.ratings(), assessment.version or None
        self._desk.do(save_family_assessment, assessment, ratings, seen=seen, then=then, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._take(change)
        self.tell_done(change)

    def complete(self) -> None:
        """Ctrl+Enter: complete the assessment; what is lacking stands beside its field, what is unusual is told first."""
        found, assessment = self._opened, self._record()
        if found is None or assessment is None or self.complete_button.isHidden():
            return
        today = self._desk.today()
        card = (self._file or found).card
        problems = problems_before_completing(
            assessment, self.sheet.ratings(), card.criteria, since=found.path.started_on or today, today=today
        )
        if errors(problems):
            self._show_problems(problems)
        elif told := warnings(problems):
            said = " ".join(str(one.message) for one in told)
            self.say(said, "warn", action=_("Complete all the same"), then=self._complete_all_the_same)
        else:
            self._complete_all_the_same()

    def _complete_all_the_same(self) -> None:
        if self._file is not None and not self.has_unsaved():
            self._complete(self._file)
        else:
            self._save(self._saved_to_complete)

    def _saved_to_complete(self, change: Change) -> None:
        self._take(change)
        if self._file is not None:
            self._complete(self._file)

    def _complete(self, file: FamilyFile) -> None:
        self._enable(False)
        seen = file.assessment.version
        self._desk.do(complete_family_assessment, file.id, seen=seen, then=self._completed, failed=self._refused)

    def _completed(self, change: Change) -> None:
        self._take(change)
        if self._file is not None and self._file.rated.flags:
            self.say(_("A red flag stands: the way home stops until it is cleared."), "danger")
        else:
            self.tell_done(change)

    def _take(self, change: Change) -> None:
        """Go on from what the book holds now; nothing that is typed moves."""
        self._enable(True)
        self._forget_draft()
        file: FamilyFile | None = change.result
        if file is None or self._opened is None:
            self.again()
        elif file.is_completed:
            self._load(file.assessment, file)
        else:
            self._assessment, self._file, self._base = file.assessment, file, self.sheet.raw()
            self.sheet.show_pictures(file.assessment, file, self._opened)
            self._show_standing()

    def _enable(self, on: bool) -> None:
        self.save_button.setEnabled(on)
        self.complete_button.setEnabled(on)

    def _refused(self, error: BaseException) -> None:
        self._enable(True)
        problems: Sequence[Problem] = getattr(error, "problems", ())
        if isinstance(error, Outdated):
            self.say(error, "warn", action=_("Go on from the newer version"), then=self._take_over)
        elif any(problem.field for problem in problems):
            self._show_problems(problems)
        else:
            self.complain(error)

    def _show_problems(self, problems: Sequence[Problem]) -> None:
        many = len(errors(problems))
        self.say(ngettext("{n} thing to look at again.", "{n} things to look at again.", many).format(n=many), "warn")
        self.sheet.show_problems(problems)

    def _take_over(self) -> None:
        """Show what the book holds; what was typed here stands on top of it as a draft."""
        self.keep_draft()
        self.again()

    def undone(self, change: Change) -> None:
        self.again()
        super().undone(change)

    # drafts

    def has_unsaved(self) -> bool:
        return self.writes() and self.sheet.raw() != self._base

    def can_leave(self) -> bool:
        """Always: what is typed is kept as a draft and stands here when one comes back."""
        if self.has_unsaved():
            self.keep_draft()
        return True

    def keep_draft(self) -> None:
        """Keep what is typed, readable or not."""
        if self._assessment is None or self._opened is None:
            return
        commit_input_method()
        key, content = draft_key(self._assessment), self.sheet.raw()
        draft = Draft(FORM, key, content, self._desk.now())
        self._opened = replace(self._opened, drafts={**self._opened.drafts, key: draft})
        self._desk.do(drafts.keep_draft, FORM, key, content, then=self._kept)

    def _kept(self, _change: Change) -> None:
        self._draft_words = _("Draft kept at {time}").format(time=dates.clock(self._desk.now()))
        self._show_standing()

    def _restore(self) -> None:
        """Show the draft of this assessment over it."""
        found, assessment = self._opened, self._assessment
        draft = found.drafts.get(draft_key(assessment)) if found and assessment else None
        if draft is None or not self.writes():
            return
        self.sheet.restore(draft.content)
        said = message("The draft kept at {time} is open again.", time=dates.moment(draft.kept_at, self._desk.today()))
        self.say(said, "info", action=_("Discard draft"), then=self.discard)

    def _forget_draft(self) -> None:
        found, assessment = self._opened, self._assessment
        if found is None or assessment is None:
            return
        keys = {draft_key(assessment), draft_key(replace(assessment, id=""))}
        self._opened = replace(found, drafts={key: one for key, one in found.drafts.items() if key not in keys})
        for key in keys:
            self._desk.do(drafts.keep_draft, FORM, key, None)

    def discard(self) -> None:
        """Throw away what is typed and its draft."""
        self._forget_draft()
        if self._assessment is not None:
            self._load(self._file.assessment if self._file else self._assessment, self._file)
