"""The evaluation of one programme on one page: people, sessions, attendance, outcome, money, and what it came to in words."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from carebook import dates, money
from carebook.records.care_plans import Achievement
from carebook.records.enum_words import said
from carebook.records.sessions import Course
from carebook.rules.programmes import PartOfProgramme, ProgrammeReport, Share
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Meter, label, section_head
from carebook.ui.parts.layouts import Flow, box, column, emptied, hairline, row
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _, ngettext

_GOALS = (Achievement.ACHIEVED, Achievement.PARTLY, Achievement.NOT_ACHIEVED, Achievement.NOT_RATED)
_EDGE = (8, 0, 0, 0)
"""How far the words of a table stand from its edge, and so all others."""


def _indented(part: QWidget) -> QHBoxLayout:
    return row((part, 1), margins=_EDGE)


class Evaluation(QFrame):
    """What the book counts of a programme in a span; nothing of it is typed but cost, income and the words."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.title = label("", "h2", wrap=True)
        self.line = label("", "small", wrap=True)
        self._figures = Flow(gap=12)
        self.parts = RecordTable(
            [
                Column("name", _("Group, class"), self._part_cell, 200, 2, ALWAYS),
                Column("people", _("People"), self._people_cell, 96, priority=9, align="right"),
                Column("sessions", _("Sessions held"), self._sessions_cell, 120, priority=8, align="right"),
                Column("came", _("Attendance share"), self._came_cell, 120, priority=7, align="right"),
            ],
            _("Groups and packages of the programme"),
            id_of=lambda part: part.id or "packages",
            row_height=44,
        )
        self.parts.fit_rows()
        self._outcome = column(gap=4)
        self._money = column(gap=4)
        self._words = column(gap=4)
        outcome = column(section_head(_("Outcome of the programme")), hairline(), self._outcome, None, gap=4)
        paid = column(section_head(_("Cost and income")), hairline(), self._money, None, gap=4)
        self._parts_head = box(column(section_head(_("Groups and packages")), hairline(), gap=0))
        whole = column(
            _indented(self.title),
            _indented(self.line),
            _indented(box(self._figures)),
            column(_indented(self._parts_head), self.parts, gap=0),
            row((outcome, 1), (paid, 1), gap=28, margins=_EDGE),
            _indented(box(self._words)),
            None,
            gap=10,
            margins=(16, 10, 20, 16),
        )
        self.setLayout(whole)

    def show_report(self, report: ProgrammeReport, manager: str) -> None:
        """Show the evaluation; ``manager`` is the name of who is in charge, "" for nobody."""
        programme = report.programme
        self.title.setText(programme.name)
        kind = self._desk.words("programme_kind", programme.kind)
        since = dates.written(programme.from_on) if programme.from_on else ""
        until = dates.written(programme.to_on) if programme.to_on else ""
        term = f"{since}–{until}" if until else _("from {day}").format(day=since) if since else ""
        who = _("in charge: {who}").format(who=manager) if manager else ""
        counted = _("counted {first}–{last}").format(first=dates.written(report.first), last=dates.written(report.last))
        self.line.setText(" · ".join(filter(None, (kind, term, programme.basis, who, counted))))
        self._show_figures(report)
        self.parts.show_records(report.parts)
        self._parts_head.setVisible(bool(report.parts))
        self.parts.setVisible(bool(report.parts))
        self._show_outcome(report)
        self._show_money(report)
        self._show_words(report)

    def _show_figures(self, report: ProgrammeReport) -> None:
        emptied(self._figures)
        given, came, reached = report.given, report.attendance, report.reached
        tiles = [
            (money.number(report.enrolled), _("people enrolled"), _("{n} new in this time").format(n=report.new)),
            (money.number(report.done), _("people done"), _("of {n} people").format(n=report.enrolled)),
        ]
        for share, words in (
            (given, _("sessions of packages given")),
            (came, _("came to groups and classes")),
            (reached, _("goals achieved")),
        ):
            if share.whole:
                tiles.append((_share(share), words, _of(share)))
        for figure, words, more in tiles:
            told = column(label(words), label(more, "small"), gap=0)
            self._figures.addWidget(box(row(label(figure, "figure"), told, gap=8, margins=(0, 4, 12, 4))))

    # groups and packages

    def _part_cell(self, part: PartOfProgramme) -> Cell:
        if not part.id:
            return Cell(_("Packages of sessions"), weight=500)
        return Cell(part.name, sub=self._desk.words("group_kind", part.kind), weight=500)

    def _people_cell(self, part: PartOfProgramme) -> Cell:
        return Cell(money.number(part.people), sub=_("{n} ended").format(n=part.ended) if part.ended else "")

    def _sessions_cell(self, part: PartOfProgramme) -> Cell:
        return Cell(
            f"{money.number(part.sessions.part)}/{money.number(part.sessions.whole)}", sub=_share(part.sessions)
        )

    def _came_cell(self, part: PartOfProgramme) -> Cell:
        return Cell(_share(part.attendance), sub=_of(part.attendance)) if part.id else Cell()

    # outcome

    def _show_outcome(self, report: ProgrammeReport) -> None:
        emptied(self._outcome)
        goals = sum(report.goals.get(one, 0) for one in _GOALS)
        if goals:
            self._outcome.addWidget(label(ngettext("{n} goal", "{n} goals", goals).format(n=goals), "strong"))
            for one in _GOALS:
                self._add_share(said(one), Share(report.goals.get(one, 0), goals))
        compared = sum(report.course.values())
        if compared:
            self._outcome.addSpacing(6)
            counted = ngettext(
                "{n} session compared with the one before", "{n} sessions compared with the one before", compared
            )
            self._outcome.addWidget(label(counted.format(n=compared), "strong"))
            for course in Course:
                self._add_share(said(course), Share(report.course.get(course, 0), compared))
        if report.ends:
            self._outcome.addSpacing(6)
            self._outcome.addWidget(label(_("Packages that ended"), "strong"))
            for code, count in sorted(report.ends.items(), key=lambda one: -one[1]):
                self._outcome.addWidget(label(f"{self._desk.words('package_end', code)}: {count}"))
        if not (goals or compared or report.ends):
            self._outcome.addWidget(label(_("Nothing was rated or ended in this time yet."), "muted", wrap=True))

    def _add_share(self, words: str, share: Share) -> None:
        meter = Meter(share.part, share.whole, width=96)
        self._outcome.addWidget(box(row((label(words), 1), label(str(share.part), right=True), meter, gap=8)))

    # money

    def _show_money(self, report: ProgrammeReport) -> None:
        emptied(self._money)
        programme = report.programme
        per_person = programme.cost // report.enrolled if programme.cost is not None and report.enrolled else None
        for words, amount in (
            (_("Cost (typed in)"), programme.cost),
            (_("Income (typed in)"), programme.income),
            (_("Income less cost"), report.balance),
            (_("Cost for each person"), per_person),
            (_("Price of the packages begun"), report.price if report.price else None),
            (_("Paid of it"), report.paid if report.price else None),
        ):
            figure = label("–" if amount is None else money.dong(amount), "strong", right=True)
            self._money.addWidget(box(row((label(words), 1), figure, gap=8)))

    # words

    def _show_words(self, report: ProgrammeReport) -> None:
        emptied(self._words)
        programme = report.programme
        conclusion = self._desk.words("programme_conclusion", programme.conclusion) if programme.conclusion else ""
        for head, text in (
            (_("Purpose"), programme.purpose),
            (_("What works"), programme.strengths),
            (_("What does not"), programme.weaknesses),
            (_("Conclusion"), conclusion),
        ):
            if text:
                self._words.addWidget(_small(head))
                self._words.addWidget(label(text, wrap=True))


def _small(text: str) -> QLabel:
    return label(text, "small_name")


def _share(share: Share) -> str:
    return money.percent(share.part, share.whole)


def _of(share: Share) -> str:
    return f"{money.number(share.part)}/{money.number(share.whole)}"
