"""The page of a family assessment: which visit, the running sum beside it, red flags cleared, the way back to the path."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QBoxLayout

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.families import clear_red_flag, strike_family_assessment
from carebook.actions.people import protected
from carebook.records.families import FamilyRating
from carebook.rules.families import rated
from carebook.ui.pages.families.asking import Opened, opened
from carebook.ui.pages.families.side import FamilySide
from carebook.ui.pages.families.writing import WritingPage
from carebook.ui.parts import dialogs
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, key_caps
from carebook.ui.parts.layouts import box, row
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.states import States
from carebook.words import N_, _, ngettext


class FamilyPage(WritingPage):
    """The assessments of a family: ``turn_to(episode_id=…, reintegration_id="", assessment_id="")``.

    Without an assessment the one in progress is shown, else the newest, else a new one begins.
    """

    notes_reading = True
    mine = frozenset({"reintegration", "people"})
    keys = (
        KeyHint("0 1 2 3", N_("points, go to the next criterion")),
        KeyHint("↑ ↓", N_("other criterion")),
        KeyHint("Tab", N_("remark and red flag")),
        KeyHint("Ctrl+N", N_("new visit")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+Enter", N_("complete")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Family assessment"))
        self._episode_id = self._reintegration_id = self._assessment_id = ""
        self._told: object = None
        self.sheet.pictures.said.connect(self.say)
        self.sheet.pictures.refused.connect(self.complain)
        self.sheet.pictures.attached.connect(self._pictures_changed)
        self.side = FamilySide(desk.words)
        self.side.clearing.connect(self._ask_to_clear)
        self.side.wanted.connect(self.open)
        self._split: QBoxLayout = row((self.sheet, 1), self.side, gap=0)
        self.states = States(box(self._split))
        self.strike_button = Button(_("Strike through…"), "ghost")
        self.strike_button.clicked.connect(self.strike)
        self.print_button = Button(_("Print"), icon="printer")
        self.print_button.clicked.connect(self._print)
        self.new_button = Button(_("New visit"), icon="plus", key="Ctrl+N", listens=False)
        self.new_button.clicked.connect(self.begin)
        self.header.add_actions(self.discard_button, self.strike_button, self.print_button, self.new_button)
        self.standing = ElidedLabel("", "muted")
        self._keys = key_caps(("0–3", _("points")), ("↑↓", _("criterion")), ("⌫", _("take back")))
        self.back_button = Button(_("Go back"), icon="chevron-left")
        self.back_button.clicked.connect(self._go_back)
        buttons = (self.back_button, self.save_button, self.complete_button)
        self.put((self.states, 1), Footer(self.standing, None, self._keys, *buttons))
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            on_key(self, key, self.complete)
        on_key(self, "Ctrl+N", self.begin)
        on_key(self, "Esc", self._go_back)
        self._show_standing()

    # which

    def turn_to(
        self, episode_id: str = "", reintegration_id: str = "", assessment_id: str = "", **_more: object
    ) -> None:
        """Show the assessments of another path; what was typed about the one before is kept as its draft."""
        wanted = (episode_id, reintegration_id, assessment_id)
        if wanted == (self._episode_id, self._reintegration_id, self._assessment_id) and self.has_unsaved():
            return
        if self.has_unsaved():
            self.keep_draft()
        self._episode_id, self._reintegration_id, self._assessment_id = wanted
        self.messages.clear()
        self.again()

    def open(self, assessment_id: str) -> None:
        """Show another visit of the path."""
        self.turn_to(self._episode_id, self._reintegration_id, assessment_id)

    def refresh(self) -> None:
        """Ask for the path, its assessments, the staff and the drafts."""
        if not (self._episode_id or self._reintegration_id or self._assessment_id):
            self.states.show_empty(_("Open a way home and choose the family assessment there."), icon="house")
            return
        if self._opened is None:
            self.states.show_loading()
        asked = partial(
            opened,
            episode_id=self._episode_id,
            reintegration_id=self._reintegration_id,
            assessment_id=self._assessment_id,
            today=self._desk.today(),
        )
        self._desk.ask(self, asked, self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Opened | None) -> None:
        first, self._opened = self._opened is None, found
        if found is None:
            self._file = self._assessment = None
            self._show_standing()
            self.states.show_empty(protected(), icon="lock")
            return
        self._reintegration_id, self._episode_id = found.path.id, found.path.episode_id
        if first:
            self._desk.note_reading(found.path.episode_id)
            self._show_chosen(found)
        else:
            self._show_again(found)

    def _show_again(self, found: Opened) -> None:
        """Something changed in the book: what is typed stays; a newer version is told when it is saved."""
        shown = self._assessment.id if self._assessment else ""
        newer = next((one for one in (found.wanted, *found.files) if one is not None and one.id == shown), None)
        if newer is not None and newer != self._file and not self.has_unsaved():
            self._load(newer.assessment, newer)
        else:
            self._show_standing()

    def _show_chosen(self, found: Opened) -> None:
        file = found.wanted or found.in_progress() or next(iter(found.files), None)
        if file is not None:
            self._assessment_id = file.id
            self._load(file.assessment, file)
        elif found.is_open and self._desk.may("save_family_assessment"):
            self._begin(found)
        else:
            self.states.show_empty(_("The family has not been visited yet."), icon="house")
            return
        self.states.show_content()

    def begin(self) -> None:
        """A new visit; one that is still being written is gone on with instead."""
        found = self._opened
        if found is None or self.new_button.isHidden():
            return
        if (begun := found.in_progress()) is not None:
            self.open(begun.id)
            self.say(_("A visit is still being written; go on with that one."), "info")
        else:
            self._begin(found)

    def _begin(self, found: Opened) -> None:
        self._assessment_id = ""
        self._load(found.begun(self._desk.actor.staff_member_id or None, self._desk.today()), None)
        if self.isVisible():
            QTimer.singleShot(0, self.sheet, self.sheet.take_focus)

    # how far it is

    def _show_standing(self) -> None:
        writes, may, found, file = self.writes(), self._desk.may, self._opened, self._file
        counts = file is not None and not file.assessment.is_withdrawn
        is_open = found is not None and found.is_open
        self.save_button.setVisible(writes)
        self.complete_button.setVisible(writes and may("complete_family_assessment"))
        self.strike_button.setVisible(counts and is_open and may("strike_family_assessment"))
        self.print_button.setVisible(counts and may("print_papers"))
        self.new_button.setVisible(counts and is_open and may("save_family_assessment") and not writes)
        self.discard_button.setVisible(self.has_unsaved())
        self._keys.setVisible(writes and not self.is_narrow())
        self.standing.setWhole(self._says())
        self._show_side()

    def _show_side(self) -> None:
        """Whose sheet it is, what it comes to, its red flags, the other visits."""
        found, assessment, file = self._opened, self._assessment, self._file
        if found is None or assessment is None:
            self.header.show_line("")
            return
        going = found.path.destination
        words = (
            found.person.full_name,
            found.person.code,
            self._desk.words("home_destination", going) if going else "",
            _("visit on {day}").format(day=dates.written(assessment.visited_on)) if assessment.visited_on else "",
        )
        self.header.show_line(" · ".join(filter(None, words)), always=True)
        card = (file or found).card
        ratings = self._ratings()
        may_clear = self._desk.may("clear_red_flag") and bool(file and file.is_completed) and found.is_open
        others = [one for one in found.files if one.id != assessment.id]
        come_to, last = rated(ratings, card.criteria, card.bands), found.last_before(assessment)
        told = (come_to, ratings, last, others, may_clear)
        if told != self._told:
            self._told = told
            self.side.show_card(come_to, ratings, last, others, found.names, may_clear=may_clear)

    def _ratings(self) -> list[FamilyRating]:
        """The scorecard as it stands, over what the book keeps of it."""
        kept = {one.criterion: one for one in self._file.ratings} if self._file else {}
        return [
            replace(kept.get(one.criterion, one), score=one.score, red_flag=one.red_flag, remark=one.remark)
            for one in self.sheet.ratings()
        ]

    def _says(self) -> str:
        file, found = self._file, self._opened
        if file is not None and file.assessment.is_withdrawn:
            return _("Struck through: {reason}").format(reason=file.assessment.withdrawn_because)
        if file is not None and file.is_completed and found is not None:
            who = found.names.get(file.assessment.visitor_id or "", "–")
            day = dates.written(file.assessment.visited_on) if file.assessment.visited_on else "–"
            return _("Completed. Visited on {day} by {name}.").format(day=day, name=who)
        missing, said = self.sheet.missing() if self.writes() else [], ""
        if missing:
            many = ngettext("Still missing: criterion {items}", "Still missing: criteria {items}", len(missing))
            said = many.format(items=", ".join(missing))
        return " · ".join(filter(None, (said, self._draft_words)))

    # red flags, strikes, pictures

    def _ask_to_clear(self, rating: FamilyRating) -> None:
        reasons = [
            ("gone", _("Who was a danger has moved out, as the commune confirms")),
            ("controlled", _("The danger is under control, as the commune confirms")),
            ("not_so", _("It proved not to be so")),
            ("other", _("Other reason")),
        ]
        words = self._desk.words("family_criterion", rating.criterion)
        given = dialogs.ask_reason(
            self,
            _("Clear the red flag “{criterion}”?").format(criterion=words),
            reasons,
            text=_("Who clears it answers for it by name; the way home may go on then."),
            words_for="other",
            deed=_("Clear the red flag"),
        )
        if given is not None:
            self.clear_flag(rating, given[1] or dict(reasons)[given[0]])

    def clear_flag(self, rating: FamilyRating, because: str) -> None:
        """Clear a red flag with its reason."""
        self._desk.do(clear_red_flag, rating.id, because, then=self._cleared, failed=self.complain)

    def _cleared(self, change: Change) -> None:
        self._take(change)
        self.say(change.said or _("Saved."))

    def strike(self) -> None:
        """Strike the assessment through, with its reason."""
        reasons = [
            ("person", _("Written for the wrong person")),
            ("twice", _("Written down twice")),
            ("other", _("Other reason")),
        ]
        if self._file is not None:
            title = _("Strike the assessment through?")
            self.strike_through(strike_family_assessment, self._file.id, title, "", reasons)

    def struck(self, change: Change) -> None:
        self._forget_draft()
        self._assessment_id = ""
        self.again()
        super().struck(change)

    def _pictures_changed(self, change: Change) -> None:
        self.say(change.said or _("Saved."))
        self.make_stale()

    # elsewhere

    def _print(self) -> None:
        self._desk.go("case_papers", episode_id=self._episode_id, paper="family_visit", id=self._assessment_id)

    def _go_back(self) -> None:
        if self._opened is not None:
            self._desk.go("home_path", episode_id=self._episode_id, reintegration_id=self._reintegration_id)
        else:
            self._desk.go("reintegration")

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
        self.side.move_under(narrow)
        self.side.setMaximumHeight(168 if narrow else 16777215)
        self._show_standing()
