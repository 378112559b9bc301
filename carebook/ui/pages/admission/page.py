"""The page on which somebody is admitted: six steps, all within reach, a draft from the first key, one saving at the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.actions import drafts
from carebook.actions.change import Change
from carebook.actions.episodes import admit_person, problems_in_admission
from carebook.actions.people import protected, suspected
from carebook.actions.undo import undo_deed
from carebook.records.episodes import Placement
from carebook.rules.duplicates import PersonFacts
from carebook.rules.episodes import Bed
from carebook.rules.problem import Problem
from carebook.store import people
from carebook.store.drafts import Draft, own_draft
from carebook.store.people import PersonFile
from carebook.store.stays import bed_on
from carebook.ui.pages.admission.steps import Step
from carebook.ui.pages.admission.whole import TITLES, Background, Whole, background
from carebook.ui.parts import offers
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import commit_input_method
from carebook.ui.parts.labels import ElidedLabel, key_caps
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.page import KeyHint, Page
from carebook.ui.parts.tabs import Tabs
from carebook.words import N_, _, message, ngettext

FORM = "admission"


class AdmissionPage(Page):
    """Admits somebody new, or somebody who was here before (``turn_to(person_id=…)``)."""

    mine = frozenset({"facility", "episodes"})
    keys = (
        KeyHint("Ctrl+PgDown", N_("next step")),
        KeyHint("Ctrl+PgUp", N_("step before")),
        KeyHint("Ctrl+S", N_("check, then admit")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clerk, _("Admit"))
        self._desk = desk
        self._person_id = ""
        self._background: Background | None = None
        self._unsaved = False
        self._draft_asked = False
        self._admitted: tuple[str, dict[str, Any]] | None = None  # operation and what was typed, for undo
        self.tabs = Tabs([(key, _(words)) for key, words in TITLES.items()], _("Steps of the admission"))
        self.whole = Whole(desk, None)
        self._place = column((self.whole, 1), gap=0)
        self.standing = ElidedLabel("", "muted")
        self.back_button = Button(_("Previous"), icon="chevron-left")
        self.next_button = Button(_("Next"), "primary")
        self.admit_button = Button(_("Admit"), "primary", "check", "Ctrl+S", listens=False)
        self.discard_button = Button(_("Discard draft"), "ghost", "trash-2")
        self.header.add_actions(self.discard_button)
        keys = key_caps(("Ctrl+PgDn", _("next step")))
        foot = Footer(self.standing, None, keys, self.back_button, self.next_button, self.admit_button)
        self.put(row(self.tabs, margins=(24, 0, 20, 0)), (self._place, 1), foot)
        self._begin(self.whole)
        self.tabs.chosen.connect(self._enter)
        self.back_button.clicked.connect(partial(self.step, -1))
        self.next_button.clicked.connect(partial(self.step, 1))
        self.admit_button.clicked.connect(self.save)
        self.discard_button.clicked.connect(self.discard)
        on_key(self, "Ctrl+PgDown", partial(self.step, 1))
        on_key(self, "Ctrl+PgUp", partial(self.step, -1))

    def _begin_again(self) -> None:
        """Fresh steps in place of those there are."""
        old, fresh = self.whole, Whole(self._desk, self._background)
        self._place.replaceWidget(old, fresh)
        old.hide()
        old.deleteLater()
        self._begin(fresh)

    def _begin(self, whole: Whole) -> None:
        """Work with these steps, on which nothing is typed."""
        self.whole = whole
        whole.fold(self.is_narrow())
        whole.typed.connect(self._typed)
        whole.match_wanted.connect(self._ask_matches)
        whole.record_wanted.connect(self._open_record)
        whole.readmitted.connect(self._readmit)
        whole.room_chosen.connect(self._ask_bed)
        whole.step_wanted.connect(self.go_to)
        self._unsaved = False
        self.rename(_("Admit"))
        self.header.show_line("")
        self.discard_button.hide()
        self._show(next(iter(TITLES)))

    # whom

    def turn_to(self, person_id: str = "", placement: str = "") -> None:
        """Admit somebody known again, or with "" somebody new; what is typed about another one is kept as a draft.

        ``placement`` "community" begins with who it is, for help outside the center: without papers, room and bed.
        """
        if placement == Placement.COMMUNITY.value:
            self._begin_in_community(person_id)
            return
        if person_id == self._person_id:
            return
        if self.has_unsaved():
            self.keep_draft()
        self._person_id = person_id
        self._begin_again()
        self._draft_asked = False
        self.make_stale()

    def _begin_in_community(self, person_id: str) -> None:
        if self.has_unsaved():
            self.keep_draft()
        self._person_id = person_id
        self._begin_again()
        self._draft_asked = not person_id  # a draft of another admission stays where it is
        self.whole.begin_in_community()
        self.go_to("person")
        self.make_stale()

    def refresh(self) -> None:
        """Ask for rooms, staff and the numbers of the law; the first time also for the draft and the known person."""
        desk, today, person_id = self._desk, self._desk.today(), self._person_id
        desk.ask(self, partial(background, desk=desk), self._take_background, key="background")
        if self._draft_asked:
            return
        self._draft_asked = True
        if person_id:
            desk.ask(self, lambda reader: people.person_file(reader, person_id, today), self._show_known, key="person")
        else:
            desk.ask(self, lambda reader: own_draft(reader, FORM), self._show_draft, key="draft")

    def _take_background(self, found: Background) -> None:
        self._background = found
        self.whole.take_background(found)
        self._say_standing()

    def _show_known(self, file: PersonFile | None) -> None:
        if file is None:
            self.say(protected(), "warn")
            return
        if file.open_stay is not None:
            self.say(
                message("{name} has an open stay; a person has one stay at a time.", name=file.person.full_name),
                "warn",
                action=_("Open record"),
                then=partial(self._desk.go, "person", person_id=file.person.id),
            )
        self.rename(_("Readmit"))
        self.whole.show_known(file)
        person_id = self._person_id
        self._desk.ask(self, lambda reader: own_draft(reader, FORM, person_id), self._show_draft, key="draft")

    # steps

    def current(self) -> Step:
        """The step that is shown."""
        return self.whole.step(self.tabs.current())

    def step(self, by: int) -> None:
        """The step before or after."""
        keys = list(TITLES)
        place = keys.index(self.tabs.current()) + by
        if 0 <= place < len(keys):
            self.go_to(keys[place])

    def go_to(self, key: str, target: QWidget | None = None) -> None:
        """Show a step, with the focus on what is to be mended there."""
        self._show(key)
        goal = target or self.current().first() or self.admit_button
        goal.setFocus()

    def _show(self, key: str) -> None:
        if self.tabs.current() == key:
            self._enter(key)
        else:
            self.tabs.choose(key)

    def _enter(self, key: str) -> None:
        commit_input_method()
        self.whole.show_step(key)
        last = key == "review"
        self.next_button.setVisible(not last)
        self.admit_button.setVisible(last)
        self.back_button.setEnabled(key != "route")
        if last:
            self._show_review(())
            self._ask_check()
        self._say_standing()

    def _typed(self) -> None:
        self._unsaved = True
        self.discard_button.show()
        self.touched()
        self._say_standing()

    def _say_standing(self) -> None:
        """Under the steps: what this one still lacks; on the tabs: how many papers are there."""
        there, asked = self.whole.papers_there()
        for number, (key, words) in enumerate(TITLES.items(), 1):
            count = f"  {there}/{asked}" if key == "papers" and asked else ""
            self.tabs.rename(key, f"{number}  {_(words)}{count}")
        if self.tabs.current() == "review":
            self._count_errors(len(self.whole.review.errors))
            return
        lacking = [flaw for flaw in self.current().flaws() if flaw.severity == "error"]
        words = ngettext("{n} field left on this step", "{n} fields left on this step", len(lacking))
        named = ", ".join(flaw.about for flaw in lacking[:3])
        said = f"{words.format(n=len(lacking))}: {named}" if lacking else _("This step is complete.")
        self.standing.setWhole(said)

    def _count_errors(self, many: int) -> None:
        words = ngettext("{n} thing to put right", "{n} things to put right", many).format(n=many)
        self.standing.setWhole(words if many else _("Ready to be saved."))

    # who it may be, and which beds are free

    def _ask_matches(self, facts: PersonFacts) -> None:
        """On the writing thread, because the guard looks at the whole book, also at what the asker may not see."""
        book, by, now = self._desk.book, self._desk.actor, self._desk.now()
        self.clerk.do(
            lambda: Change(frozenset(), undoable=False, result=(facts, suspected(book, facts, by=by, now=now))),
            self._show_matches,
        )

    def _show_matches(self, found: Change) -> None:
        facts, told = found.result
        if facts == self.whole.person.match_facts():
            self.whole.person.matches.show_suspected(told)

    def _open_record(self, person_id: str) -> None:
        self._desk.go("person", person_id=person_id)

    def _readmit(self, person_id: str) -> None:
        route = self.whole.route.route()
        self.turn_to(person_id)
        self.whole.route.choose(route)
        self.go_to("person")

    def _ask_bed(self, room_id: str) -> None:
        day = self.whole.episode().start_on
        self._desk.ask(self, lambda reader: bed_on(reader, room_id, day), self._show_bed, key="bed")

    def _show_bed(self, bed: Bed) -> None:
        self.whole.place.show_bed(bed)

    # checking and saving

    def _ask_check(self) -> None:
        book, now, today = self._desk.book, self._desk.now(), self._desk.today()
        admission = replace(self.whole.admission(), details=())  # their problems are known beside their fields

        def check() -> Change:
            with book.looking(now) as writer:
                found = problems_in_admission(admission, writer, today)
            return Change(frozenset(), undoable=False, result=found)

        self.clerk.do(check, self._show_check)

    def _show_check(self, found: Change) -> None:
        if self.tabs.current() == "review":
            self._show_review(found.result)

    def _show_review(self, problems: Sequence[Problem]) -> None:
        self.whole.show_review(problems)
        self._count_errors(len(self.whole.review.errors))

    def save(self) -> None:
        """From any step: check everything; on the last one, admit if nothing stands against it."""
        commit_input_method()
        if self.tabs.current() != "review":
            self.go_to("review")
            return
        if not self.admit_button.isEnabled():
            return
        blocking = [flaw for flaw in self.whole.flaws() if flaw.severity == "error"]
        if blocking:
            words = ngettext("{n} thing to put right", "{n} things to put right", len(blocking))
            self.say(words.format(n=len(blocking)), "danger", seconds=6)
            return
        self.admit_button.setEnabled(False)
        self._desk.do(admit_person, self.whole.admission(), then=self._saved, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self.admit_button.setEnabled(True)
        person_id, episode_id = change.ids if change.ids else ("", "")
        self._admitted = (change.op, self.whole.content())
        secret = bool(change.result is not None and change.result.confidential) and not self._desk.sees_restricted
        self._forget_draft()
        self._person_id = ""
        self._begin_again()
        if person_id and not secret:
            self._desk.go("person", person_id=person_id)
        else:
            self._desk.go("residents")
        print_minutes = partial(self._desk.go, "papers", episode_id=episode_id, paper="reception")
        offers.offer(self, change.said or _("Saved."), self._undo, _("Print intake minutes"), print_minutes)

    def _refused(self, error: BaseException) -> None:
        self.admit_button.setEnabled(True)
        self._show_review(getattr(error, "problems", ()))
        self.complain(error)

    def _undo(self) -> None:
        if self._admitted is not None:
            self._desk.do(undo_deed, self._admitted[0], then=self._undone, failed=self._not_undone)

    def _undone(self, change: Change) -> None:
        """What was typed stands here again, so that it can be put right."""
        content = self._admitted[1] if self._admitted else {}
        self._admitted = None
        self._desk.go("admission")
        self.whole.restore(content)
        self._show("review")
        self._typed()
        self.say(change.said or _("Undone."), "ok", seconds=8)

    def _not_undone(self, error: BaseException) -> None:
        offers.shown_beside(self).complain(error)

    # drafts

    def has_unsaved(self) -> bool:
        return self._unsaved

    def can_leave(self) -> bool:
        """Always: what is typed is kept as a draft and stands here when one comes back."""
        if self.has_unsaved():
            self.keep_draft()
        return True

    def keep_draft(self) -> None:
        """Keep every step as it stands, readable or not."""
        self._unsaved = False
        content = self.whole.content() | {"step": self.tabs.current()}
        self._desk.do(drafts.keep_draft, FORM, self._person_id, content, then=self._kept)

    def _kept(self, _change: Change) -> None:
        self.header.show_line(_("Draft kept at {time}").format(time=dates.clock(self._desk.now())))

    def _show_draft(self, draft: Draft | None) -> None:
        if draft is None or draft.subject_id != self._person_id or self._unsaved:
            return
        self._restore(draft.content)
        kept = dates.moment(draft.kept_at, self._desk.today())
        said = message("The draft kept at {time} is open again.", time=kept)
        self.say(said, "info", action=_("Discard draft"), then=self.discard)

    def _restore(self, content: Mapping[str, Any]) -> None:
        self.whole.restore(content)
        self._unsaved = False
        self.discard_button.show()
        self._show(str(content.get("step", "route")))

    def _forget_draft(self) -> None:
        self._unsaved = False
        self._desk.do(drafts.keep_draft, FORM, self._person_id, None)

    def discard(self) -> None:
        """Throw away what is typed and its draft; for eight seconds it can be had back."""
        content, person_id = self.whole.content() | {"step": self.tabs.current()}, self._person_id
        self._forget_draft()
        self._begin_again()
        if person_id:
            self._draft_asked = False
            self.make_stale()
        self.offer_undo(_("The draft was thrown away."), partial(self._take_back, person_id, content))

    def _take_back(self, person_id: str, content: Mapping[str, Any]) -> None:
        if person_id == self._person_id:
            self._restore(content)
            self._typed()

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        self.whole.fold(narrow)
