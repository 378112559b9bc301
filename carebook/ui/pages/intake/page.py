"""The page of form 01: begun from what the book knows, kept while it is written, completed, corrected by a new form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from carebook import dates
from carebook.actions import drafts
from carebook.actions.change import Change, Outdated
from carebook.actions.intake import complete_intake, save_intake
from carebook.actions.people import protected
from carebook.records.intake import FormState, IntakeForm
from carebook.rules.intake import SECTIONS, current, problems_before_completing
from carebook.rules.problem import errors
from carebook.store.drafts import Draft
from carebook.ui.pages.intake.opened import FORM, Opened, opened, reasons_for_new, standing
from carebook.ui.pages.intake.sections import TITLES, Sections
from carebook.ui.parts import dialogs
from carebook.ui.parts.bars import Footer, lead_tab
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import commit_input_method
from carebook.ui.parts.labels import ElidedLabel, key_caps
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.tabs import Tabs
from carebook.words import N_, _, message


class IntakePage(DeskPage):
    """Form 01 of the stay of ``turn_to(episode_id=…)``."""

    mine = frozenset({"casework", "people"})
    keys = (
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+PgDown", N_("next part")),
        KeyHint("Ctrl+PgUp", N_("part before")),
        KeyHint("F2", N_("correct a completed form")),
        KeyHint("Ctrl+P", N_("print")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Gathering information (form 01)"))
        self._episode_id = ""
        self._opened: Opened | None = None
        self._draft_words = ""
        self._carried: Draft | None = None  # what was typed, on its way over to a newer version
        self.form: IntakeForm | None = None
        self.tabs = Tabs([(key, _(words)) for key, words in TITLES.items()], _("Parts of form 01"))
        self.tabs.chosen.connect(self._enter)
        self.sections = Sections(desk)
        self.sections.typed.connect(self._typed)
        self.sections.details_wanted.connect(self._open_details)
        tabs = row(self.tabs, margins=(24, 0, 20, 0))
        self.states = States(box(column(tabs, (self.sections, 1), gap=0)))
        self.standing = ElidedLabel("", "muted")
        self.discard_button = Button(_("Discard draft"), "ghost", "trash-2")
        self.discard_button.clicked.connect(self.discard)
        self.correct_button = Button(_("Correct…"), icon="pencil", key="F2", listens=False)
        self.correct_button.clicked.connect(self.correct)
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.header.add_actions(self.discard_button, self.correct_button, self.print_button)
        self.save_button = Button(_("Save"), "", "save", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        self.complete_button = Button(_("Complete"), "primary", "check")
        self.complete_button.clicked.connect(self.complete)
        ending = (key_caps(("Ctrl+PgDn", _("next part"))), self.save_button, self.complete_button)
        self.foot = Footer(self.standing, None, *ending)
        self.put((self.states, 1), self.foot)
        on_key(self, "Ctrl+PgDown", partial(self.step, 1))
        on_key(self, "Ctrl+PgUp", partial(self.step, -1))
        for key, slot in (("F2", self.correct), ("Ctrl+P", self._print), ("Esc", self._go_back)):
            on_key(self, key, slot)
        self._show_buttons()

    # whose

    def turn_to(self, episode_id: str = "", **_more: object) -> None:
        """Show the form of another stay; what is typed about the one before is kept as its draft."""
        if episode_id == self._episode_id:
            return
        if self.has_unsaved():
            self.keep_draft()
        self._episode_id = episode_id
        self._put_away()
        self.messages.clear()
        self.make_stale()

    def _put_away(self) -> None:
        self._opened, self.form = None, None
        self._show_buttons()

    def refresh(self) -> None:
        """Ask for the stay, its forms and the draft."""
        if not self._episode_id:
            self.states.show_empty(_("Open a record and begin form 01 there."), icon="file-text")
            return
        if self._opened is None:
            self.states.show_loading()
        asked = partial(opened, episode_id=self._episode_id, today=self._desk.today())
        self._desk.ask(self, asked, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Opened | None) -> None:
        if found is None:
            self._put_away()
            self.header.show_line("")
            self.states.show_empty(protected(), icon="lock")
            return
        before, self._opened = self._opened, found
        person = found.known.person
        here = _("here since {day}").format(day=dates.written(found.known.episode.start_on))
        self.header.show_line(" · ".join((person.full_name, person.code, here)), always=True)
        form = current(found.forms)
        if form is None and not self._desk.may("save_intake"):
            self.states.show_empty(_("No form 01 yet."), icon="file-text")
            return
        self.states.show_content()
        shown = form or self._begun(found)
        if before is not None and (self.has_unsaved() or (before.known, self.form) == (found.known, shown)):
            return  # what is typed stays; a newer version is told when it is saved
        self._load(shown)
        draft, self._carried = self._carried or found.draft, None
        if before is None and draft is not None:
            self._restore(draft)
        if before is None and self.isVisible() and (target := self.sections.first(self.tabs.current())) is not None:
            target.setFocus()

    def _begun(self, found: Opened) -> IntakeForm:
        """A new form with what the book knows."""
        return found.begun(self._desk.words, self._desk.actor.staff_member_id, self._desk.today())

    def _load(self, form: IntakeForm) -> None:
        if self._opened is None:
            return
        self.form = form
        self.sections.load(form, self._opened.known, self._opened.here, self._opened.names, frozen=not self._writes())
        self._enter(self.tabs.current())
        self._show_buttons()
        self._look_again()

    def _writes(self) -> bool:
        """Whether the form on show can be written on by who is signed in."""
        form = self.form
        return form is not None and form.state is FormState.IN_PROGRESS and self._desk.may("save_intake")

    def _show_buttons(self) -> None:
        writes, form = self._writes(), self.form
        completed = form is not None and form.state is FormState.COMPLETED
        self.save_button.setVisible(writes)
        self.complete_button.setVisible(writes and self._desk.may("complete_intake"))
        self.correct_button.setVisible(completed and self._desk.may("complete_intake"))
        self.print_button.setVisible(form is not None and bool(form.id) and self._desk.may("print_papers"))
        self.discard_button.hide()

    # parts

    def step(self, by: int) -> None:
        """The part before or after."""
        keys = list(TITLES)
        place = keys.index(self.tabs.current()) + by
        if 0 <= place < len(keys):
            self.go_to(keys[place])

    def go_to(self, key: str) -> None:
        """Show a part, with the focus on its first field."""
        self._show_part(key)
        if (target := self.sections.first(key)) is not None:
            target.setFocus()

    def _enter(self, key: str) -> None:
        commit_input_method()
        if self.form is not None:
            self.sections.show_section(key)
            lead_tab(self.sections.currentWidget(), self.foot)

    # while typing

    def _typed(self) -> None:
        self.discard_button.show()
        self.touched()
        self._look_again()

    def _look_again(self) -> None:
        """Under the form: what it still lacks to be completed, or since when it is completed."""
        if self.form is None or self._opened is None:
            return
        said = standing(self.sections.readable(), self._opened, self._desk.today())
        self.standing.setWhole(" · ".join(filter(None, (self._draft_words, said))))

    # saving

    def save(self) -> None:
        """Keep the form as it stands; what cannot be read stands beside its field."""
        self._save(self._saved)

    def complete(self) -> None:
        """Complete the form: what is lacking stands beside its field; what is typed is saved first."""
        found, record = self._opened, self._record()
        if found is None or record is None:
            return
        problems = problems_before_completing(record, found.known.episode, today=self._desk.today())
        if errors(problems):
            self._show_problems(problems)
        elif not record.id or self.has_unsaved():
            self._save(self._saved_to_complete)
        else:
            self._complete(record)

    def _record(self) -> IntakeForm | None:
        """What is typed as a form; None when something cannot be read, which is shown."""
        if not self._writes():
            return None
        record, wrong = self.sections.record()
        if wrong:
            self._show_part(wrong)
        return record

    def _save(self, then: Callable[[Change], object]) -> None:
        record = self._record()
        if record is None or not self.save_button.isEnabled():
            return
        self._enable(False)
        self._desk.do(save_intake, record, seen=record.version or None, then=then, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._take(change)
        self.say(change.said or _("Saved."), seconds=6)

    def _saved_to_complete(self, change: Change) -> None:
        self._take(change)
        self._complete(change.result)

    def _complete(self, form: IntakeForm) -> None:
        self._enable(False)
        self._desk.do(complete_intake, form.id, seen=form.version, then=self._completed, failed=self._refused)

    def _completed(self, change: Change) -> None:
        self._take(change)
        self.tell_done(change)

    def _take(self, change: Change) -> None:
        """Go on with what the book holds now."""
        self._enable(True)
        self._forget_draft()
        kept: IntakeForm | None = change.result
        if kept is None:
            self._put_away()
            self.make_stale()
        elif kept.state is FormState.COMPLETED:
            self._load(kept)
        else:
            self.form = kept
            self.sections.take_saved(kept)
            self._show_buttons()
            self._look_again()

    def _enable(self, on: bool) -> None:
        self.save_button.setEnabled(on)
        self.complete_button.setEnabled(on)

    def _refused(self, error: BaseException) -> None:
        self._enable(True)
        if isinstance(error, Outdated):
            self.say(error, "warn", action=_("Go on from the newer version"), then=self._take_over)
        else:
            problems = getattr(error, "problems", ())
            if not self._show_problems(problems):
                self.complain(error)

    def _take_over(self) -> None:
        """The newer version with what was typed on top of it, to be looked at and saved."""
        if self.form is not None:
            self._carried = Draft(FORM, self._episode_id, self._content(self.form), self._desk.now())
        self._put_away()
        self.make_stale()

    def _show_problems(self, problems: Any) -> bool:
        key = self.sections.show_problems(problems)
        if key:
            self._show_part(key)
        return bool(key)

    def _show_part(self, key: str) -> None:
        self.tabs.choose(key)
        self._enter(key)

    def undone(self, change: Change) -> None:
        self._put_away()
        super().undone(change)

    # a correction

    def correct(self) -> None:
        """Begin a new form that replaces the completed one, with its reason."""
        if self.form is None or self.correct_button.isHidden():
            return
        reasons = reasons_for_new()
        given = dialogs.ask_reason(
            self, _("Why is a new form needed?"), reasons, words_for="other", deed=_("Begin the new form")
        )
        if given is not None:
            self.begin_correction(given[1] or dict(reasons)[given[0]])

    def begin_correction(self, because: str) -> None:
        """A new form with the content of the completed one; it replaces it when it is completed."""
        if self.form is None:
            return
        new = replace(self.form, id="", version=0, state=FormState.IN_PROGRESS)
        self._load(replace(new, replaces_id=self.form.id, replaced_because=because))
        self.say(_("A new form has begun. The completed one stays until this one is completed."), "info")

    # drafts

    def has_unsaved(self) -> bool:
        begun = self.form is not None and not self.form.id and self.form.replaces_id is not None
        return self._writes() and (begun or self.sections.is_dirty())

    def can_leave(self) -> bool:
        """Always: what is typed is kept as a draft and stands here when one comes back."""
        if self.has_unsaved():
            self.keep_draft()
        return True

    def keep_draft(self) -> None:
        """Keep what is typed, readable or not."""
        if self.form is not None:
            self._desk.do(drafts.keep_draft, FORM, self._episode_id, self._content(self.form), then=self._kept)

    def _content(self, form: IntakeForm) -> dict[str, Any]:
        return {
            "fields": self.sections.draft(),
            "part": self.tabs.current(),
            "replaces": (form.replaces_id or "") if not form.id else "",
            "because": form.replaced_because,
        }

    def _kept(self, _change: Change) -> None:
        self._draft_words = _("Draft kept at {time}").format(time=dates.clock(self._desk.now()))
        self._look_again()

    def _restore(self, draft: Draft) -> None:
        content = draft.content
        if self.form is not None and self.form.id and content.get("replaces") == self.form.id:
            self.begin_correction(str(content.get("because", "")))
        if not self._writes():
            return
        self.sections.restore(content.get("fields", {}))
        self._show_part(str(content.get("part", next(iter(SECTIONS)))))
        self.discard_button.show()
        said = message("The draft kept at {time} is open again.", time=dates.moment(draft.kept_at, self._desk.today()))
        self.say(said, "info", action=_("Discard draft"), then=self.discard)

    def _forget_draft(self) -> None:
        self.discard_button.hide()
        self._draft_words = ""
        self._desk.do(drafts.keep_draft, FORM, self._episode_id, None)

    def discard(self) -> None:
        """Throw away what is typed and its draft."""
        self._forget_draft()
        found = self._opened
        if found is not None:
            self._load(current(found.forms) or self._begun(found))

    # elsewhere

    def _open_details(self) -> None:
        if self._opened is not None:
            self._desk.go("person", person_id=self._opened.known.person.id, tab="details")

    def _print(self) -> None:
        if not self.print_button.isHidden():
            self._desk.go("case_papers", episode_id=self._episode_id, paper="form01")

    def _go_back(self) -> None:
        if self._opened is not None:
            self._desk.go("person", person_id=self._opened.known.person.id, tab="scales")
        else:
            self._desk.go("residents")

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
