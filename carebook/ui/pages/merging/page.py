"""The page on which two files of one person are joined, and earlier joinings undone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QSizePolicy

from carebook import dates
from carebook.actions import drafts
from carebook.actions.change import Change
from carebook.actions.people import SuspectedPairs, merge_people, open_restricted_record, protected
from carebook.rules.duplicates import Suspicion
from carebook.store import search
from carebook.store.drafts import Draft
from carebook.store.people import PersonFile
from carebook.store.search import Findings
from carebook.ui.pages.merging import asking
from carebook.ui.pages.merging.asking import FORM, Both, First, subject
from carebook.ui.pages.merging.choosing import Candidate, ChoosingStep
from carebook.ui.pages.merging.comparing import ComparingStep
from carebook.ui.pages.merging.joined import JoinedPanel
from carebook.ui.pages.merging.lines import LEFT, RIGHT, Pair
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel
from carebook.ui.parts.layouts import Stack, box, row
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.words import N_, _, message


class MergingPage(DeskPage):
    """Joins the files of ``turn_to(person_id=…, other_id=…)``; either may still be chosen here."""

    mine = frozenset({"people", "episodes"})
    keys = (
        KeyHint("1", N_("keep the value on the left")),
        KeyHint("2", N_("keep the value on the right")),
        KeyHint("3", N_("keep both values")),
        KeyHint("Ctrl+S", N_("join the files")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Merge records"))
        self._ids = ("", "")
        self._first: First | None = None
        self._opened: set[str] = set()  # restricted files whose opening is in the reading log
        self._unsaved = False
        self.choosing = ChoosingStep()
        self.comparing = ComparingStep(desk)
        self._steps = Stack()
        self._steps.addWidget(self.choosing)
        self._steps.addWidget(self.comparing)
        self.states = States(self._steps)
        self.panel = JoinedPanel(desk)
        self.panel.undo_wanted.connect(self.undo)
        self._split: QBoxLayout = row((self.states, 1), self.panel, gap=0)
        self.strip = ElidedLabel("", "name")
        self.open_button = Button(_("Open record"))
        self.open_button.clicked.connect(self._open)
        self.anew_button = Button(_("Choose others"), "link")
        self.anew_button.clicked.connect(self.turn_to)
        self._strip = box(row((self.strip, 1), self.open_button, self.anew_button, margins=(24, 0, 20, 4)))
        self.standing = ElidedLabel("", "muted")
        self.back = Button(_("Go back"), icon="chevron-left", key="Esc", listens=False)
        self.back.clicked.connect(self._go_back)
        self.merge = Button(_("Merge records"), "primary", "check", "Ctrl+S", listens=False)
        self.merge.clicked.connect(self.save)
        self.standing.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        footer = Footer(self.standing, self.back, self.merge)
        self.put(self._strip, (self._split, 1), footer)
        self.choosing.typed.connect(self._search)
        self.choosing.chosen.connect(self._choose)
        self.comparing.changed.connect(self._picked)
        on_key(self, "Esc", self._go_back)
        self.setFocusProxy(self.choosing)
        self._show_step()

    # which files

    def turn_to(self, person_id: str = "", other_id: str = "", **_more: object) -> None:
        """Show two files side by side, or one whose other is still to be chosen, or those who may be one person."""
        person_id = person_id if isinstance(person_id, str) else ""
        if self.has_unsaved():
            self.keep_draft()
        self._ids = (person_id, other_id)
        self._first, self._unsaved = None, False
        self.comparing.pair = None
        self.comparing.reason.blockSignals(True)
        self.comparing.reason.clear()
        self.comparing.reason.blockSignals(False)
        self.comparing.complain("")
        self.choosing.search.clear()
        self.messages.clear()
        self._show_step()
        self.make_stale()

    def refresh(self) -> None:
        """Ask for what the step needs: pairs, candidates, or both files."""
        desk, book, today = self._desk, self._desk.book, self._desk.today()
        by, now = desk.actor, desk.now()
        self.states.show_loading()
        if all(self._ids):
            desk.ask(
                self, partial(asking.both, ids=self._ids, today=today), self._show_both, self._not_read, key="files"
            )
        elif self._ids[0]:
            asked = partial(asking.first, book=book, person_id=self._ids[0], by=by, now=now, today=today)
            desk.ask(self, asked, self._show_first, self._not_read, key="files")
        else:
            asked_pairs = partial(asking.pairs, book=book, by=by, now=now)
            desk.ask(self, asked_pairs, self._show_pairs, self._not_read, key="files")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    # choosing

    def _show_pairs(self, found: SuspectedPairs) -> None:
        self.states.show_content()
        if self.choosing.search.text().strip():
            self._search(self.choosing.search.text())
        else:
            self.choosing.show_pairs(found)

    def _show_first(self, found: First | None) -> None:
        if found is None:
            self._show_protected()
            return
        self._first = found
        self._ids = (found.file.person.id, "")
        self.states.show_content()
        self._show_step()
        self.panel.show_joined(found.joined)
        if self.choosing.search.text().strip():
            self._search(self.choosing.search.text())
        else:
            self.choosing.show_suspected(found.suspected)

    def _show_protected(self) -> None:
        self.states.show_empty(protected(), (_("Choose others"), self.turn_to), icon="lock")

    def _search(self, typed: str) -> None:
        typed = typed.strip()
        if not typed:
            self.make_stale()
            return
        restricted = self._desk.sees_restricted
        self._desk.ask(
            self,
            lambda reader: (typed, search.find_people(reader, typed, restricted=restricted)),
            self._show_found,
            self._not_read,
            key="search",
        )

    def _show_found(self, answer: tuple[str, Findings]) -> None:
        typed, found = answer
        if typed != self.choosing.search.text().strip():
            return
        known = self._first.suspected if self._first is not None else ()
        reasons: dict[str, Suspicion] = {one.suspicion.person_id: one.suspicion for one in known}
        self.states.show_content()
        self.choosing.show_found(typed, found, reasons, self._ids[0])

    def _choose(self, candidate: Candidate) -> None:
        if candidate.other is not None:
            self.turn_to(candidate.person_id, candidate.other.person_id)
        elif self._ids[0]:
            self.turn_to(self._ids[0], candidate.person_id)
        else:
            self.turn_to(candidate.person_id)

    # comparing

    def _show_both(self, found: Both) -> None:
        left, right = found.files
        if left is None or right is None:
            self._show_protected()
            return
        for file in (left, right):
            if file.row is not None and file.row.restricted and file.person.id not in self._opened:
                self._desk.do(
                    open_restricted_record,
                    file.person.id,
                    then=partial(self._opened_one, found),
                    failed=self._not_opened,
                )
                return
        if left.person.id == right.person.id:  # the one was joined to the other meanwhile
            self.turn_to(left.person.id)
            return
        self._ids = (left.person.id, right.person.id)
        before = self.comparing.pair
        stays = before.stays if before is not None else _more_used(left, right)
        pair = Pair(left, right, stays, before.picks if before is not None else {})
        if before is None and found.draft is not None:
            pair = self._restored(pair, found.draft)
        self.comparing.show_pair(pair)
        self.states.show_content()
        self._show_step()
        self._say_standing()
        if before is None:
            self.comparing.table.setFocus()

    def _opened_one(self, found: Both, change: Change) -> None:
        self._opened.update(change.ids)
        self._show_both(found)

    def _not_opened(self, error: BaseException) -> None:
        self._show_protected()
        self.complain(error)

    def _picked(self) -> None:
        self._unsaved = True
        self.touched()
        self._say_standing()

    def _say_standing(self) -> None:
        pair = self.comparing.pair
        if pair is None:
            self.standing.setWhole("")
            return
        errors = [one for one in self.comparing.problems() if one.severity == "error"]
        self.merge.setEnabled(not errors)
        goes, stays = pair.given_file.person, pair.kept_file.person
        said = message(
            "{goes} goes into {stays}. Both histories are kept; it can be undone.", goes=goes.code, stays=stays.code
        )
        self.standing.setWhole(str(said))

    # joining

    def save(self) -> None:
        """Join the two files."""
        pair = self.comparing.pair
        if pair is None or self._steps.currentWidget() is not self.comparing or not self.merge.isEnabled():
            return
        reason = self.comparing.reason.text().strip()
        if not reason:
            self.comparing.complain(_("Say why the files are joined."))
            self.comparing.reason.setFocus()
            return
        stays, goes = pair.kept_file.person, pair.given_file.person
        self.merge.setEnabled(False)
        self._desk.do(
            merge_people,
            stays.id,
            goes.id,
            kept=pair.kept(),
            seen=(stays.version, goes.version),
            reason=reason,
            then=self._merged,
            failed=self._refused,
        )

    def _merged(self, change: Change) -> None:
        self._forget_draft()
        self.turn_to(change.ids[0] if change.ids else "")
        if change.said is not None and change.undoable:
            self.tell_done(change)

    def _refused(self, error: BaseException) -> None:
        self.merge.setEnabled(True)
        self.complain(error)
        self.make_stale()

    # joined before

    def undone(self, _change: Change) -> None:
        self.say(_("Undone: both files stand on their own again."), "ok", seconds=8)

    # drafts

    def has_unsaved(self) -> bool:
        return self._unsaved and self.comparing.pair is not None

    def keep_draft(self) -> None:
        """Keep which file stays, the picks and the reason."""
        if (pair := self.comparing.pair) is None:
            return
        content = {"stays": pair.kept_file.person.id, "picks": _by_id(pair), "reason": self.comparing.reason.text()}
        self._desk.do(drafts.keep_draft, FORM, subject(self._ids), content)

    def _restored(self, pair: Pair, draft: Draft) -> Pair:
        content: dict[str, Any] = draft.content
        self.comparing.reason.setText(content.get("reason", ""))
        self._unsaved = False
        kept = dates.moment(draft.kept_at, self._desk.today())
        said = message("The draft kept at {time} is open again.", time=kept)
        self.say(said, "info", action=_("Discard draft"), then=self.discard)
        sides = {pair.left.person.id: LEFT, pair.right.person.id: RIGHT}
        picks = {name: sides.get(whose, whose) for name, whose in content.get("picks", {}).items()}
        return replace(pair, stays=sides.get(content.get("stays", ""), pair.stays), picks=picks)

    def discard(self) -> None:
        """Throw away the picks and their draft."""
        self._forget_draft()
        self.turn_to(*self._ids)

    def _forget_draft(self) -> None:
        self._unsaved = False
        if all(self._ids):
            self._desk.do(drafts.keep_draft, FORM, subject(self._ids), None)

    # elsewhere

    def _go_back(self) -> None:
        """From the comparison to choosing the other file, from there to where the first file is."""
        if all(self._ids):
            self.turn_to(self._ids[0])
        elif self._ids[0]:
            self._open()
        else:
            self._desk.go("residents")

    def _open(self) -> None:
        if self._ids[0]:
            self._desk.go("person", person_id=self._ids[0])

    def _show_step(self) -> None:
        comparing = self.comparing.pair is not None
        self._steps.setCurrentWidget(self.comparing if comparing else self.choosing)
        self.merge.setVisible(comparing)
        self._strip.setVisible(not comparing and self._first is not None)
        if not comparing:
            self.panel.setVisible(self._first is not None and bool(self._first.joined))
            self.standing.setWhole("")
        else:
            self.panel.hide()
        if self._first is not None:
            person = self._first.file.person
            born = dates.written(person.born) if person.born else ""
            self.strip.setWhole(" · ".join(filter(None, (person.full_name, person.code, born))))

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.panel.move_under(narrow)
        self.panel.setMaximumHeight(190 if narrow else 16777215)


def _more_used(left: PersonFile, right: PersonFile) -> str:
    """Which file should stay: of somebody known, with an open stay, with more stays; else the older one."""

    def use(file: PersonFile) -> tuple[bool, bool, int]:
        return (not file.person.unidentified, file.open_stay is not None, len(file.stays))

    if use(left) == use(right):
        return LEFT if left.person.code <= right.person.code else RIGHT
    return LEFT if use(left) > use(right) else RIGHT


def _by_id(pair: Pair) -> dict[str, str]:
    """The picks by whose value they are, which does not change with the side a file stands on."""
    whose = {LEFT: pair.left.person.id, RIGHT: pair.right.person.id}
    return {name: whose.get(side, side) for name, side in pair.picks.items()}
