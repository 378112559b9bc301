"""The page of form 06: begun with what the book knows, completed by hand, closed when nothing stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QBoxLayout

from carebook import dates
from carebook.actions import drafts
from carebook.actions.change import Change, Outdated
from carebook.actions.closures import complete_closure, save_closure
from carebook.actions.people import protected
from carebook.records.closures import Closure, ClosureParty
from carebook.rules.closures import Lack, criteria, places_to_sign, refusal
from carebook.rules.problem import Problem
from carebook.store.drafts import Draft
from carebook.ui.pages.closures.asking import FORM, Closing, closing_of, in_lines
from carebook.ui.pages.closures.standing import Standing, way_to
from carebook.ui.parts import dialogs
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, commit_input_method, section
from carebook.ui.parts.labels import ElidedLabel
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.signatures import Signatures
from carebook.ui.parts.states import States
from carebook.words import N_, _, message

_FILLED = ("course", "results", "plan_after")


class ClosurePage(DeskPage):
    """Form 06 of the stay of ``turn_to(episode_id=…)``."""

    mine = frozenset({"casework", "episodes", "people"})
    keys = (
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+Enter", N_("close the case")),
        KeyHint("Ctrl+P", N_("print form 06")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Closing the case (form 06)"))
        self._episode_id = ""
        self._found: Closing | None = None
        self._shown = False
        self._draft: Draft | None = None
        self._closure = Closure(episode_id="")
        self._base: dict[str, Any] = {}
        self._told: tuple[Closing | None, tuple[Lack, ...]] = (None, ())
        self.form = Form(
            [
                section("", Closure, "reason", "closed_on", "closer_id"),
                section(_("Course and results"), Closure, "course", "results"),
                section(_("At the end and afterwards"), Closure, "state_at_end", "plan_after"),
                section(_("Meeting"), Closure, "conference_id", "no_conference_because"),
            ],
            desk.today,
            choices={"reason": desk.choices("end_reason")},
            labels={"closer_id": _("Case closed by")},
        )
        for name in (*_FILLED, "state_at_end"):
            self.form.editor(name).input.setMaximumWidth(16777215)
            self.form.editor(name).input.target.setFixedHeight(132 if name in ("course", "results") else 84)
        self.form.show_when("no_conference_because", lambda form: not form.value("conference_id"))
        self.form.changed.connect(self._typed)
        self.signatures = Signatures(desk, places_to_sign(()))
        self.signatures.changed.connect(self._typed)
        self.standing_panel = Standing()
        self.standing_panel.wanted.connect(self.lead_to)
        self.standing_panel.stay_wanted.connect(self._open_case)
        middle = scrolling(box(column(self.form, self.signatures, None, gap=8, margins=(24, 4, 20, 16))))
        self._split: QBoxLayout = row((middle, 1), self.standing_panel, gap=0)
        self.states = States(box(self._split))
        self._fill_bars()
        self.setFocusProxy(self.form.editor("reason").input.target)
        on_key(self, "Ctrl+Return", self.close_case)
        on_key(self, "Ctrl+Enter", self.close_case)
        on_key(self, "Ctrl+P", self._print)
        on_key(self, "Esc", self._go_back)

    def _fill_bars(self) -> None:
        self.fill_button = Button(_("Fill in from the record"), icon="file-text")
        self.fill_button.setToolTip(_("Empty parts are filled with what the book knows of the course and the results."))
        self.fill_button.clicked.connect(self.fill_in)
        self.meetings_button = Button(_("Meetings"), icon="users")
        self.meetings_button.clicked.connect(self._open_meetings)
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.header.add_actions(self.fill_button, self.meetings_button, self.print_button)
        self.standing = ElidedLabel("", "muted")
        self.back_button = Button(_("Go back"), icon="chevron-left")
        self.back_button.clicked.connect(self._go_back)
        self.save_button = Button(_("Save"), "", "save", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        self.close_button = Button(_("Close the case"), "primary", "check", "Ctrl+Enter", listens=False)
        self.close_button.clicked.connect(self.close_case)
        buttons = (self.back_button, self.save_button, self.close_button)
        self.put((self.states, 1), Footer(self.standing, None, *buttons))

    # whose

    def turn_to(self, episode_id: str = "", **_more: object) -> None:
        """Show the form of another stay; what was typed about the one before is kept as its draft."""
        if episode_id == self._episode_id:
            return
        if self.has_unsaved():
            self.keep_draft()
        self._episode_id, self._found, self._shown, self._draft = episode_id, None, False, None
        self.messages.clear()
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the stay, its form and what the criteria look at."""
        if not self._episode_id:
            self.states.show_empty(_("Open a record and choose “Form 06” at one of its stays."), icon="file-text")
            return
        if self._found is None:
            self.states.show_loading()
        desk, episode_id = self._desk, self._episode_id
        desk.ask(
            self, lambda reader: closing_of(reader, episode_id, desk.today(), desk.words), self._show, self._not_read
        )

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Closing | None) -> None:
        if found is None:
            self._found, self._shown = None, False
            self.header.show_line("")
            self._show_buttons()
            self.states.show_empty(protected(), icon="lock")
            return
        first = self._found is None
        self._found = found
        person, since = found.person, dates.written(found.episode.start_on)
        here = _("here since {day}").format(day=since)
        if found.episode.end_on is not None:
            here = f"{since} – {dates.written(found.episode.end_on)}"
        self.header.show_line(" · ".join((person.full_name, person.code, here)), always=True)
        if found.file is None and not self._desk.may("save_closure"):
            self._show_buttons()
            self.states.show_empty(_("Form 06 of this stay was not begun yet."), icon="file-text")
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
        """The form as the book keeps it, or as it begins."""
        found = self._found
        if found is None:
            return
        self._closure = found.closure
        named = found.closure.closer_id
        people = [*found.here, *(pair for pair in found.names.items() if pair[0] == named)]
        self.form.editor("closer_id").offer(list(dict.fromkeys(people)))
        self.form.editor("conference_id").offer(found.meetings)
        self.form.load(self._closure)
        self.signatures.load(found.signatures(self._desk.facility.head_name))
        for part in (self.form, self.signatures):
            part.setEnabled(self.writes())
        self._shown = True
        self._base = self._content()
        self.standing.setWhole("" if found.file is not None else _("Form 06 is not saved yet."))
        self._show_buttons()

    def _restore(self, draft: Draft) -> None:
        self.form.restore(draft.content.get("fields", {}))
        self.signatures.restore(draft.content.get("signatures", {}))
        kept = dates.moment(draft.kept_at, self._desk.today())
        said = message("The draft kept at {time} is open again.", time=kept)
        self.say(said, "info", action=_("Discard draft"), then=self.discard)

    def writes(self) -> bool:
        """Whether the form may be written on."""
        found = self._found
        finished = found is None or (found.file is not None and found.file.is_finished)
        return not finished and self._desk.may("save_closure")

    def _show_buttons(self) -> None:
        writes = self._shown and self.writes()
        for button in (self.fill_button, self.save_button):
            button.setVisible(writes)
        self.close_button.setVisible(writes and self._desk.may("complete_closure"))
        there = self._shown and bool(self._closure.id)
        self.print_button.setVisible(there and self._desk.may("print_papers"))
        self.meetings_button.setVisible(self._shown)

    # while typing

    def _typed(self) -> None:
        self.touched()
        self._look_again()

    def lacks(self) -> tuple[Lack, ...]:
        """What stands in the way of closing the case with the form as it stands on the page."""
        if self._found is None:
            return ()
        editors = {name: self.form.editor(name) for name in self.form.names()}
        given = {name: editor.value() for name, editor in editors.items() if editor.problem() is None}
        facts = replace(
            self._found.facts, closure=replace(self._closure, **given), signatures=self.signatures.readable()
        )
        return criteria(facts, self._desk.words)

    def _look_again(self) -> None:
        if self._found is not None and self._shown and self._told != (told := (self._found, self.lacks())):
            self._told = told
            self.standing_panel.show_standing(*told)

    def fill_in(self) -> None:
        """Fill the parts that are empty with what the book knows."""
        found = self._found
        if found is None:
            return
        ready = {name: in_lines(getattr(found.filled, name)) for name in _FILLED}
        empty = [name for name in _FILLED if not self.form.value(name) and ready[name]]
        for name in empty:
            self.form.editor(name).set_value(ready[name])
        if empty:
            self._typed()
        else:
            self.say(_("Every part has its text already. Empty a part to have it filled in again."), "info")

    def lead_to(self, place: str) -> None:
        """Where a lack is put right: a field here, or another page."""
        if self._found is None:
            return
        part, _dot, about = place.partition(".")
        if (way := way_to(part, self._found)) is not None:
            self._desk.go(way.page, **way.about)
        elif part == "signatures":
            self.signatures.focus_on(ClosureParty(about))
        else:
            self.form.editor(part).input.setFocus()

    # saving

    def save(self) -> None:
        """Keep the form as it stands."""
        self._save(self._saved)

    def _save(self, then: Any) -> None:
        if not self._shown or not self.writes() or not self.save_button.isEnabled():
            return
        closure, signatures = self.form.record(self._closure), self.signatures.written()
        if closure is not None and signatures is not None:
            self._enable(False)
            seen = closure.version or None
            self._desk.do(save_closure, closure, signatures, seen=seen, then=then, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._take(change)
        self.tell_done(change)

    def close_case(self) -> None:
        """Close the case: what stands in the way is told; what is typed is saved first; then it is asked once."""
        found = self._found
        if found is None or self.close_button.isHidden() or not self.close_button.isEnabled():
            return
        if lacks := self.lacks():
            self.say(refusal(lacks), "danger")
            return
        title = _("Close the case of {name}?").format(name=found.person.full_name)
        text = _("Form 06 can no longer be changed afterwards, and the plan in force ends.")
        if dialogs.confirm(self, title, text, _("Close the case")):
            self._save(self._saved_to_close)

    def _saved_to_close(self, change: Change) -> None:
        self._take(change)
        if change.result is not None:
            kept = change.result.closure
            self._enable(False)
            self._desk.do(complete_closure, kept.id, seen=kept.version, then=self._closed, failed=self._refused)

    def _closed(self, change: Change) -> None:
        self._take(change)
        self.say(change.said or _("Saved."))

    def _take(self, change: Change) -> None:
        """Go on with what the book holds now."""
        self._enable(True)
        self._forget_draft()
        if self._found is not None and change.result is not None:
            self._found = replace(self._found, file=change.result)
        self._load()
        self._look_again()

    def _enable(self, on: bool) -> None:
        self.save_button.setEnabled(on)
        self.close_button.setEnabled(on)

    def _refused(self, error: BaseException) -> None:
        self._enable(True)
        problems: Sequence[Problem] = getattr(error, "problems", ())
        if isinstance(error, Outdated):
            self.say(error, "warn", action=_("Go on from the newer version"), then=self._take_over)
        elif any(problem.field for problem in problems):
            self.form.show_problems([one for one in problems if one.field in self.form.names()])
            self.signatures.show_problems(problems)
        else:
            self.complain(error)

    def _take_over(self) -> None:
        """The newer form with what was typed on top of it, to be looked at and saved."""
        self.keep_draft()
        self._shown = False
        self.make_stale()

    def undone(self, change: Change) -> None:
        self._shown = False
        super().undone(change)

    # drafts

    def _content(self) -> dict[str, Any]:
        fields = {name: self.form.editor(name).raw() for name in self.form.names()}
        return {"fields": fields, "signatures": self.signatures.draft()}

    def has_unsaved(self) -> bool:
        return self._shown and self.writes() and self._content() != self._base

    def can_leave(self) -> bool:
        """Always: what is typed is kept as a draft and stands here when one comes back."""
        if self.has_unsaved():
            self.keep_draft()
        return True

    def keep_draft(self) -> None:
        """Keep what is typed, readable or not."""
        commit_input_method()
        content = self._content()
        self._draft = Draft(FORM, self._episode_id, content, self._desk.now())
        self._desk.do(drafts.keep_draft, FORM, self._episode_id, content, then=self._kept)

    def _kept(self, _change: Change) -> None:
        self.standing.setWhole(_("Draft kept at {time}").format(time=dates.clock(self._desk.now())))

    def _forget_draft(self) -> None:
        self._draft = None
        self._desk.do(drafts.keep_draft, FORM, self._episode_id, None)

    def discard(self) -> None:
        """Throw away what is typed and its draft."""
        self._forget_draft()
        self._load()
        self._look_again()

    # elsewhere

    def _open_meetings(self) -> None:
        self._desk.go("conferences", episode_id=self._episode_id)

    def _open_case(self, episode_id: str) -> None:
        self._desk.go("closures", episode_id=episode_id)

    def _print(self) -> None:
        if not self.print_button.isHidden():
            self._desk.go("case_papers", episode_id=self._episode_id, paper="form06", id=self._closure.id)

    def _go_back(self) -> None:
        if self._found is not None:
            self._desk.go("person", person_id=self._found.person.id, tab="stays")
        else:
            self._desk.go("residents")

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.standing_panel.move_under(narrow)
        self.standing_panel.setMaximumHeight(180 if narrow else 16777215)
