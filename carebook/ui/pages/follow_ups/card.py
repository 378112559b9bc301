"""One person beside the list: who takes care of them, every visit with its colour, what stands before the end, the doors."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from carebook import dates
from carebook.records.follow_ups import FOLLOW_UP_END_WORDS, FollowUp, VisitOwner, VisitState
from carebook.records.reintegration import OUTCOME_WORDS, Outcome
from carebook.rules.follow_ups import is_made, name_of, refusal, said_code
from carebook.rules.returns import months_at_home
from carebook.ui.pages.follow_ups.asking import Followed
from carebook.ui.pages.follow_ups.rows import VisitTable, sentence
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import Flow, box, column, emptied, row
from carebook.words import _

WIDTH = 430
MOST_LACKS = 3
"""So many things before the end are said; the card has room for the visits too."""


class PersonCard(QFrame):
    """Hidden without somebody. ``wanted(word)`` when a button asks for a sheet: visit, attempt, move, waive, strike, plan,
    schedule, end, complete, return; the visit is the current one of ``table``.
    """

    wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setProperty("side", "right")
        self._desk = desk
        self._found: Followed | None = None
        self.title = ElidedLabel("", "h2")
        self.facts = label("", "small", wrap=True)
        self.table = VisitTable(desk)
        self.table.picked.connect(self._show_buttons)
        self.code = label("", "small", wrap=True)
        self._end: QVBoxLayout = column(gap=2)
        self._settling = QTimer(self, singleShot=True, interval=0)
        self._settling.timeout.connect(self._keep_in_sight)
        self._make_buttons()
        deeds = Flow(
            self.visit_button, self.attempt_button, self.move_button, self.waive_button, self.strike_button, gap=6
        )
        doors = Flow(
            *(self.path_button, self.plan_button, self.schedule_button, self.end_button, self.sheet_button),
            self.return_button,
            gap=10,
        )
        self.setLayout(
            column(
                self.title,
                self.facts,
                (self.table, 1),
                self.code,
                box(self._end),
                box(deeds),
                box(doors),
                gap=6,
                margins=(16, 12, 12, 10),
            )
        )
        self.setFixedWidth(theme.worn().scaled(WIDTH))
        self.hide()

    def _make_buttons(self) -> None:
        self.visit_button = self._button(_("Write the visit down"), "visit", "pencil", "primary", "Enter")
        self.attempt_button = self._button(_("Not reached"), "attempt", "phone", "", "F8")
        self.move_button = self._button(_("Another day…"), "move", "calendar", "", "F2")
        self.waive_button = self._button(_("Not needed…"), "waive")
        self.strike_button = self._button(_("Strike through…"), "strike")
        self.plan_button = self._button(_("Plan a visit"), "plan", "plus", "link", "Ctrl+N")
        self.schedule_button = self._button(_("Another schedule…"), "schedule", "list", "link")
        self.end_button = self._button(_("End of the follow-up…"), "end", "check", "link")
        self.path_button = Button(_("Way home"), "link", "house")
        self.path_button.clicked.connect(self._open_path)
        self.return_button = Button(_("Readmit"), "link", "undo-2")
        self.return_button.clicked.connect(self._readmit)
        self.sheet_button = Button(_("Print the sheet"), "link", "printer")
        self.sheet_button.clicked.connect(self._print_sheet)

    def _button(self, words: str, wanted: str, icon: str = "", kind: str = "", key: str = "") -> Button:
        made = Button(words, kind, icon, key, listens=False)
        made.clicked.connect(partial(self.wanted.emit, wanted))
        return made

    # what is shown

    @property
    def found(self) -> Followed | None:
        """Whose follow-up is on show."""
        return self._found

    def show_followed(self, found: Followed, visit_id: str = "") -> None:
        """Show the follow-up of one person, with a visit chosen."""
        other = self._found is None or self._found.path.id != found.path.id
        self._found = found
        self.title.setWhole(f"{found.person.full_name} · {found.person.code}")
        self.facts.setText(self._said(found))
        self.table.show_followed(found)
        chosen = found.visit(visit_id) or (self._first(found) if other else None)
        if chosen is not None:
            self.table.pick(chosen.id)
        self._show_end(found)
        self._show_buttons()
        self.show()
        self._settling.start()

    def _keep_in_sight(self) -> None:
        """The chosen visit, once the card has its size."""
        self.table.scrollTo(self.table.currentIndex())

    def stand_alone(self, alone: bool) -> None:
        """Take the whole width of the page, or only that of a card beside the list."""
        width = theme.worn().scaled(WIDTH)
        self.setMinimumWidth(0 if alone else width)
        self.setMaximumWidth(16777215 if alone else width)

    def show_nothing(self) -> None:
        """Nobody, or somebody who may not be seen."""
        self._found = None
        self.hide()

    def visit(self) -> FollowUp | None:
        """The visit that is chosen."""
        return self.table.current() if self._found is not None else None

    @staticmethod
    def _first(found: Followed) -> FollowUp | None:
        awaited = [one for one in found.visits if one.state is VisitState.DUE]
        return awaited[0] if awaited else (found.visits[-1] if found.visits else None)

    def _said(self, found: Followed) -> str:
        path, desk = found.path, self._desk
        parts = []
        if path.handed_over_on is not None:
            parts.append(_("handed over on {day}").format(day=dates.written(path.handed_over_on)))
        if path.destination:
            parts.append(desk.words("home_destination", path.destination))
        if path.commune:
            parts.append(desk.words("commune", path.commune))
        lines = [" · ".join(parts)]
        if found.carer is not None:
            relation = desk.words("relationship", found.carer.relation).lower()
            lines.append(" · ".join(filter(None, (f"{found.carer.full_name} ({relation})", found.carer.phone))))
        if found.helper is not None:
            helper = _("collaborator {name}").format(name=found.helper.full_name)
            lines.append(" · ".join(filter(None, (helper, found.helper.phone))))
        return "\n".join(one[:1].upper() + one[1:] for one in lines if one)

    def _show_end(self, found: Followed) -> None:
        emptied(self._end)
        path, end = found.path, found.end
        if path.ended_on is not None:
            outcome = _(OUTCOME_WORDS[path.outcome]) if path.outcome is not None else "–"
            said = _("Ended on {day}: {outcome}").format(day=dates.written(path.ended_on), outcome=outcome)
            self._end.addWidget(label(said, "strong", wrap=True))
            if path.outcome is Outcome.RE_ENTERED:
                self._end.addLayout(self._return_row(found))
        elif end is not None:
            title = _(FOLLOW_UP_END_WORDS[end.kind])
            if found.lacks:
                self._show_lacks(found)
            else:
                self._end.addLayout(self._complete_row(title))
        elif found.least_on is not None:
            said = _("The follow-up may end from {day} on.").format(day=dates.written(found.least_on))
            self._end.addWidget(label(said, "small", wrap=True))

    def _show_lacks(self, found: Followed) -> None:
        """What stands before the end, and the way to the first of it; the rest is among the visits above."""
        first, more = found.lacks[:MOST_LACKS], len(found.lacks) - MOST_LACKS
        said = str(refusal(first))
        if more > 0:
            said = " ".join((said, _("And {n} more.").format(n=more)))
        self._end.addWidget(label(said, tone="warn", wrap=True))
        visit = found.visit(first[0].about)
        if visit is not None:
            way = Button(sentence(name_of(visit, found.path.handed_over_on)), "link", "arrow-right")
            way.clicked.connect(partial(self.table.pick, visit.id))
            self._end.addLayout(row(way, None))

    def _return_row(self, found: Followed) -> QVBoxLayout:
        path = found.path
        months = months_at_home(path, path.ended_on) if path.ended_on is not None else 0
        said = _("{n} months after the handover").format(n=months)
        cause = self._desk.words("return_cause", path.return_cause) if path.return_cause else ""
        words = label(" · ".join(filter(None, (said, cause))), "small", wrap=True)
        if not self._desk.may("link_return"):
            return column(words)
        button = self._button(_("Write the cause…") if not cause else _("Edit the cause…"), "return", "pencil", "link")
        return column(words, row(button, None), gap=2)

    def _complete_row(self, title: str) -> QVBoxLayout:
        if not self._desk.may("complete_follow_up_end"):
            return column(label(_("{how}: waits for approval.").format(how=title), tone="info", wrap=True))
        button = self._button(_("Approve the end"), "complete", "check")
        return column(label(_("{how}: everything is there.").format(how=title), wrap=True), row(button, None), gap=4)

    def _show_buttons(self, *_more: object) -> None:
        found, visit, may = self._found, self.visit(), self._desk.may
        if found is None:
            return
        over = found.is_over
        awaited = visit is not None and visit.state is VisitState.DUE and not over
        made = visit is not None and is_made(visit)
        ours = visit is not None and visit.owner is VisitOwner.CENTER
        self.visit_button.setText(_("Correct") if made else _("Write the visit down") if ours else _("Report received"))
        self.attempt_button.setText(_("Not reached") if ours else _("Reminded"))
        self.visit_button.setVisible((awaited or made) and may("record_visit" if ours else "receive_visit_report"))
        self.attempt_button.setVisible(awaited and may("try_visit"))
        self.move_button.setVisible(awaited and may("move_visit"))
        self.waive_button.setVisible(awaited and may("waive_visit"))
        self.strike_button.setVisible(visit is not None and may("strike_visit") and self._may_strike(visit, over))
        self.plan_button.setVisible(not over and may("plan_visit"))
        self.schedule_button.setVisible(not over and may("lay_out_follow_up"))
        self.end_button.setVisible(not over and may("save_follow_up_end"))
        self.return_button.setVisible(not over and may("admit_person"))
        self.sheet_button.setVisible(visit is not None and may("print_papers"))
        sheet = said_code(visit.sheet_code) if visit is not None and visit.sheet_code else ""
        self.code.setText(_("Code of the sheet: {code}").format(code=sheet) if sheet else "")
        self.code.setVisible(bool(sheet))

    @staticmethod
    def _may_strike(visit: FollowUp, over: bool) -> bool:
        by_hand = visit.template is None and visit.after_id is None
        return not over and (visit.state is not VisitState.DUE or by_hand)

    # elsewhere

    def _open_path(self) -> None:
        if self._found is not None:
            path = self._found.path
            self._desk.go("home_path", episode_id=path.episode_id, reintegration_id=path.id)

    def _readmit(self) -> None:
        """Who comes back into care is admitted anew; that ends the follow-up."""
        if self._found is not None:
            self._desk.go("admission", person_id=self._found.person.id)

    def _print_sheet(self) -> None:
        visit = self.visit()
        if visit is not None:
            self._desk.go("case_papers", episode_id=visit.episode_id, kind="follow_up_sheet", id=visit.id)
