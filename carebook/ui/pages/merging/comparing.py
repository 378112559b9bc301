"""Two files side by side: which one stays, whose value of each differing fact is kept, and why they are joined."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QWidget

from carebook.records.people import IdentityPaper
from carebook.rules.merging import MergeFile, merge_of
from carebook.rules.problem import Problem
from carebook.store.people import PersonFile
from carebook.ui.pages.merging.lines import BOTH, LEFT, RIGHT, Line, Pair, Side, lines_of
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Sign, key_caps, label
from carebook.ui.parts.layouts import box, column, emptied, row
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.words import _

MOST_LETTERS = 500


class ComparingStep(QWidget):
    """``changed`` when something was picked or typed. 1 and 2 keep the value of the left or right file, 3 both."""

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.pair: Pair | None = None
        self._segments: Segments | None = None
        self._kept: QHBoxLayout = row(gap=8)
        self._problems = column(gap=2)
        self.table = self._table("", "")
        self._place = column((self.table, 1), gap=0, margins=(16, 0, 8, 0))
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("Why the files are joined"))
        self.reason.setPlaceholderText(_("for example entered twice, compared with the ID card"))
        self.reason.setMaxLength(MOST_LETTERS)
        self.reason.textChanged.connect(self._typed)
        self.complaint = label("", "small", "danger")
        self.complaint.hide()
        head = row(label(_("File that stays"), "muted"), self._kept, None, gap=10, margins=(24, 6, 20, 4))
        caps = key_caps(("1", _("on the left")), ("2", _("on the right")), ("3", _("both")), ("Space", _("the other")))
        why = row(label(_("Reason") + " *", "muted"), (self.reason, 1), caps, gap=10, margins=(24, 8, 20, 4))
        below = box(column(why, row(self.complaint, margins=(24, 0, 20, 4)), gap=0))
        warned: QFrame = box(self._problems)
        self._problems.setContentsMargins(24, 0, 20, 6)
        self.setLayout(column(head, warned, (box(self._place), 1), below, gap=0))

    def _table(self, left: str, right: str) -> RecordTable:
        made = RecordTable(
            [
                Column("name", _("Fact"), lambda line: Cell(line.name, tone="text2"), 150, 0, ALWAYS),
                Column(LEFT, left, lambda line: _value(line, LEFT), 190, 3, ALWAYS),
                Column(RIGHT, right, lambda line: _value(line, RIGHT), 190, 3, ALWAYS),
                Column("after", _("In the joined file"), _after, 170, 3, 7),
                Column(BOTH, "", _both, 72, 0, 9),
            ],
            _("The two files compared"),
        )
        made.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # the columns keep their width meanwhile
        made.acted.connect(self._pick)
        for key, side in (("1", LEFT), ("2", RIGHT), ("3", BOTH)):
            on_key(made, key, lambda side=side: self._pick_current(side))
        return made

    # what is shown

    def show_pair(self, pair: Pair) -> None:
        """Show two files; the table keeps its place while only picks change."""
        other = self.pair is None or _ids(self.pair) != _ids(pair)
        self.pair = pair
        if other:
            self._show_heads(pair)
        self.table.show_records(lines_of(self._desk, pair))
        if other and (first := next((x for x in lines_of(self._desk, pair) if isinstance(x, Line)), None)):
            self.table.pick(first.id)
        self._show_problems()

    def _show_heads(self, pair: Pair) -> None:
        names = [(LEFT, _named(pair.left)), (RIGHT, _named(pair.right))]
        emptied(self._kept)
        self._segments = Segments(names, pair.stays)
        self._segments.chosen.connect(self._keep_file)
        self._kept.addWidget(self._segments)
        old, self.table = self.table, self._table(names[0][1], names[1][1])
        self._place.replaceWidget(old, self.table)
        old.hide()
        old.deleteLater()

    def problems(self) -> tuple[Problem, ...]:
        """What stands against joining them, and what should be looked at."""
        if self.pair is None:
            return ()
        return merge_of(_merge_file(self.pair.kept_file), _merge_file(self.pair.given_file), self.pair.kept()).problems

    def _show_problems(self) -> None:
        emptied(self._problems)
        for problem in self.problems():
            tone = "danger" if problem.severity == "error" else "warn"
            sign = Sign("circle-alert" if tone == "danger" else "triangle-alert", tone, 14)
            self._problems.addLayout(row(sign, (label(str(problem.message), tone=tone, wrap=True), 1), gap=6))

    # what is picked

    def _keep_file(self, side: Side) -> None:
        if self.pair is not None:
            self.show_pair(replace(self.pair, stays=side))
            self.changed.emit()

    def _pick_current(self, side: Side) -> None:
        if (line := self.table.current()) is not None:
            self._pick(line, side)

    def _pick(self, line: Line, side: Side) -> None:
        if self.pair is None or not line.side or (side == BOTH and not line.joinable):
            return
        picks = {**self.pair.picks, line.id.removeprefix("fact/"): side}
        self.show_pair(replace(self.pair, picks=picks))
        self.changed.emit()

    def _typed(self) -> None:
        self.complain("")
        self.changed.emit()

    def complain(self, sentence: str) -> None:
        """Say under the reason what is wrong with it; "" says nothing."""
        self.complaint.setText(sentence)
        self.complaint.setVisible(bool(sentence))
        self.reason.setProperty("bad", "error" if sentence else "")
        theme.restyle(self.reason)


def _ids(pair: Pair) -> tuple[str, str]:
    return pair.left.person.id, pair.right.person.id


def _named(file: PersonFile) -> str:
    return f"{file.person.full_name} · {file.person.code}"


def _merge_file(file: PersonFile) -> MergeFile:
    papers = tuple(paper for paper in file.papers if isinstance(paper, IdentityPaper))
    return MergeFile(file.person, tuple(stay.episode for stay in file.stays), papers)


def _value(line: Line, side: Side) -> Cell:
    """A value that can be picked carries a mark; the one that is not kept acts."""
    words = line.left if side == LEFT else line.right
    if not line.side:
        return Cell(words)
    kept = line.side in (side, BOTH)
    return Cell(words, mark=("full", "primary") if kept else ("ring", "text2"), acts=not kept)


def _after(line: Line) -> Cell:
    return Cell(line.after, weight=500 if line.side else 400, tone="text" if line.side else "text2")


def _both(line: Line) -> Cell:
    if not line.joinable:
        return Cell()
    return Cell(_("both"), mark=("full", "primary")) if line.side == BOTH else Cell(_("both"), acts=True)
