"""Hints for the first visit: what a page is for, in a sentence or two, once for each person."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame

from carebook.actions.change import Change
from carebook.actions.choices import keep_choice
from carebook.store.choices import HINTS, own_choice
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import box, column, row
from carebook.words import N_, _

WORDS: dict[str, str] = {
    "receiving": N_("The centers' reports arrive here. Take them in, answer, and see who has not sent yet."),
    "today": N_("What is due and who is here today. Every number opens the people it counts."),
    "overview": N_(
        "The center at a glance: places, movement, what is due, rehabilitation, ways home. Each tile opens."
    ),
    "residents": N_("Everybody in the book. Type a name, with or without marks; Enter opens the record."),
    "person": N_(
        "Everything about one person, in tabs. F2 edits what is shown; old words stay readable in the history."
    ),
    "admission": N_("Admit somebody step by step. Papers still missing can be added later; a bed is enough to begin."),
    "discharge": N_("End a stay with its decision and papers. The record stays and can be taken up again."),
    "papers": N_("The papers of one person, filled in from the record, to be printed or saved."),
    "lists": N_("Bring a list in from Excel. Nothing is written before the preview is accepted."),
    "merging": N_("Two records of one person become one. Nothing is lost; it can be undone."),
    "intake": N_("Form 01: what is gathered about the person and the family. A draft is kept while typing."),
    "assessments": N_("Form 02: needs and strengths by domain. The plan is made from what is found here."),
    "instruments": N_("A scale such as Barthel, item by item. The score is computed, the last one stands beside it."),
    "care_plans": N_("The care plan: goals, who does what by when. It holds once it is approved."),
    "goal_thread": N_("One goal with all that was done for it, from the plan to the daily notes."),
    "conferences": N_("Meetings about a case: who took part, what was decided, who does it."),
    "closures": N_("Form 06: a case is ended when nothing is missing; what is missing stands in a list."),
    "case_papers": N_("Forms 01 to 06 of one case or of many, to be printed at once."),
    "daily_care": N_(
        "Enter the measures and the care of a whole room in one table. Tab goes to the next empty cell, Enter down."
    ),
    "health": N_("Illnesses, wounds, vaccinations and examinations of everybody, by what is due."),
    "incidents": N_("Report an incident as soon as it is seen; what follows is asked step by step."),
    "shifts": N_("The handover sheet fills itself from the shift's entries. Both sides sign."),
    "briefings": N_("The morning's figures and what the night brought, on one sheet."),
    "duty_rosters": N_("Who is on duty when: S, C, Đ; L repeats the week before."),
    "beds": N_("Every ward and bed. Choose somebody, press M, then a free bed."),
    "hospital": N_("Who is away, in hospital or on leave, and when they are due back."),
    "deaths": N_("What must be done after a death, in order, with its papers and dates."),
    "meals": N_("Meals by day and by diet. The count follows who is here."),
    "kitchen": N_("The food checks in three steps, and the samples kept for 24 hours."),
    "supplies": N_("Goods given to residents, with the month's sheet to sign."),
    "staffing": N_("How many staff there are beside the norm for the people cared for."),
    "medication": N_("The rounds of medicines. One key marks a dose given; anything else asks why."),
    "prescriptions": N_("Orders of medicines: new ones, changes, and what ends soon."),
    "stock": N_("Medicines in stock, what runs out, what is out of date; counting and receipts."),
    "rehabilitation": N_("Today's sessions. Record what was done right after each one."),
    "schedules": N_("The week of therapists and rooms. Plan a series; clashes are shown before it is saved."),
    "packages": N_("Packages of sessions: how many are due, done and left."),
    "devices": N_("Wheelchairs, hearing aids and other devices: who has which, when it is due back."),
    "programmes": N_("Groups and packages of one project, evaluated together."),
    "therapy_work": N_("What each therapist did in a period, to be printed for the record."),
    "therapy_plans": N_("The rehabilitation plan: goals that can be measured, therapies, how often."),
    "therapy_progress": N_("How the scores changed since the plan began, as lines and as a table."),
    "groups": N_("Groups and classes: members, sessions, who was there."),
    "classes": N_("One class: timetable, register, individual plans."),
    "social_work": N_("The managed cases of each social worker and what is due in them."),
    "approvals": N_("What waits for approval. Compare with the version before, approve or return with a reason."),
    "progress": N_("The progress report of a period, made from the notes of the cases."),
    "services": N_("Services given to people, inside and outside the center."),
    "hotline": N_("Calls to the hotline. F9 takes a call from anywhere; what is being written is kept."),
    "referrals": N_("Who was referred where, and what came back."),
    "partners": N_("Offices and organisations the center works with."),
    "community": N_("Activities and people helped in communities."),
    "relief": N_("Relief after disasters: campaigns, goods, who received them."),
    "protection": N_("Protected stays. Only who has the right sees names here; each reading is logged."),
    "reintegration": N_("The board of the way home: every person at the stage reached, with what is missing."),
    "home_path": N_("One person's way home, stage by stage, with papers, visits and dates."),
    "tracing": N_("Looking for a family: leads, letters sent, answers."),
    "families": N_("Assessing the family that is to take somebody in."),
    "handovers": N_("The minutes by which somebody is handed over to the family or the commune."),
    "follow_ups": N_("Visits after somebody went home, each with its due date."),
    "contacts": N_("Visits, calls and letters between residents and families."),
    "collaborators": N_("People in the communes who help with visits."),
    "reports": N_("The month's figures, checked against each other, then closed, printed, signed and sent."),
    "statistics": N_("Figures for any period and group. Every number opens its people."),
    "office_lists": N_("Lists of a period for the office, on paper or as a workbook."),
    "outgoing": N_("Letters and invitations with number, date and recipients."),
    "exchange": N_("What goes out and comes in: reports, packages, receipts."),
    "settings": N_("The center, people and rights, lists, backup, signing and look. Each tab is for whom it concerns."),
}
"""What each page of the window is for."""


class HintStrip(QFrame):
    """One hint at a time, above the page; there is none before ``begin``. It takes no keys and covers nothing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._page = ""
        self._seen: set[str] | None = None  # None: none are shown
        self._own: set[str] = set()  # the operations by which the strip itself keeps something
        self._words = label("", tone="text", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        manual = Button(_("See the manual"), "ghost", key="F1", listens=False)
        manual.clicked.connect(self._open_manual)
        never = Button(_("No more hints"), "ghost")
        never.clicked.connect(self._want_none)
        close = Button("", "ghost", "x")
        close.setAccessibleName(_("Close the hint"))
        close.setToolTip(_("Close the hint"))
        close.clicked.connect(self.hide)
        strip = box(
            row(Sign("info", "info"), (self._words, 1), manual, never, close, gap=8, margins=(12, 3, 4, 3)), "message"
        )
        strip.setProperty("tone", "info")
        self.setLayout(column(strip, gap=0, margins=(16, 8, 16, 0)))
        self.hide()

    def begin(self) -> None:
        """Ask what this person has seen; from now on hints are shown if they want them."""
        self._desk.ask(self, _kept, self._know, key=HINTS)
        self._desk.clerk.changed.connect(self._on_changed)

    def turn_to(self, page: str) -> None:
        """Another page is on show: its hint if it was not seen yet, else none."""
        if page != self._page:
            self._page = page
            self._show()

    def text(self) -> str:
        """The hint on show, "" when there is none."""
        return "" if self.isHidden() else self._words.text()

    def _know(self, kept: dict[str, Any]) -> None:
        self._seen = None if kept.get("off") else set(kept.get("seen", ()))
        self._show()

    def _show(self) -> None:
        words = WORDS.get(self._page, "")
        if self._seen is None or self._page in self._seen or not words:
            self.hide()
            return
        self._words.setText(_(words))
        self.setAccessibleName(_(words))
        self.show()
        self._seen.add(self._page)
        self._keep({"seen": sorted(self._seen)})

    def _want_none(self) -> None:
        self._seen = None
        self.hide()
        self._keep({"off": True})

    def _keep(self, content: dict[str, Any]) -> None:
        self._own.add(self._desk.do(keep_choice, HINTS, content, failed=_not_kept))

    def _on_changed(self, change: Change) -> None:
        """Hints were turned off or on in the settings."""
        if "choices" in change.subjects and change.op not in self._own:
            self._desk.ask(self, _kept, partial(self._heard, len(self._own)), key=HINTS)

    def _heard(self, own: int, kept: dict[str, Any]) -> None:
        if own != len(self._own):
            return  # the strip has kept something newer since it asked
        if kept.get("off"):
            self._seen = None
            self.hide()
        elif self._seen is None or not kept.get("seen"):
            self._seen = set(kept.get("seen", ())) | {self._page}

    def _open_manual(self) -> None:
        self._desk.helping.emit("")


def _kept(reader: Any) -> dict[str, Any]:
    return own_choice(reader, HINTS) or {}


def _not_kept(_error: BaseException) -> None:
    """A hint that cannot be kept as seen is shown once more another day."""
