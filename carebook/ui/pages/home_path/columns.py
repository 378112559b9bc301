"""The three columns of the page: the way and what is lacking, the records, what has its day; two or one where it is narrow."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook.records.reintegration import Stage
from carebook.ui.pages.home_path.asking import PathView
from carebook.ui.pages.home_path.course import events_of, laned
from carebook.ui.pages.home_path.lanes import Lanes
from carebook.ui.pages.home_path.lines import PartList
from carebook.ui.pages.home_path.parts import GROUP_OF, MAKERS, Words
from carebook.ui.pages.home_path.steps import Steps
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Pills
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import Stack, box, column, emptied, hairline, row, scrolling
from carebook.ui.parts.timeline import Timeline
from carebook.words import _, pgettext

COURSE, FAMILY, PREPARING, PAPERS, DAYS = "course", "family", "preparing", "papers", "days"
_FIRST = {
    **dict.fromkeys((Stage.IDENTIFIED, Stage.TRACING, Stage.FAMILY_ASSESSMENT), FAMILY),
    **dict.fromkeys((Stage.PLANNING, Stage.PREPARATION, Stage.TRIAL_STAY), PREPARING),
    **dict.fromkeys((Stage.DECISION, Stage.HANDOVER), PAPERS),
}
WIDE, BESIDE, TWO = 1040, 920, 620
"""From these widths of the page on, in pixels at base size: the days stand at the right; a sheet stands beside the records;
the way stands at their left."""
_WAY, _DAYS = 244, 388


class Columns(QFrame):
    """``opened(what)`` a record, ``add_wanted(what)`` a new one, ``wanted(lack)`` the place of something lacking,
    ``forward`` to move on, ``ending`` to end the follow-up."""

    opened = Signal(object)
    add_wanted = Signal(str)
    wanted = Signal(object)
    forward = Signal()
    ending = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._view: PathView | None = None
        self._wide = True
        self.steps = Steps(desk)
        self.steps.wanted.connect(self.wanted)
        self.steps.forward.connect(self.forward)
        self.steps.ending.connect(self.ending)
        self.group = Pills(
            [
                *(
                    (COURSE, pgettext("way home", "Course")),
                    (FAMILY, _("Family")),
                    (PREPARING, pgettext("way home", "Preparing")),
                ),
                *((PAPERS, _("Decision and papers")), (DAYS, _("Days and owners"))),
            ],
            COURSE,
        )
        self.group.chosen.connect(self._show_group)
        self.timeline = Timeline()
        self.parts = PartList()
        self.lanes = Lanes(_("What has its day, and whose it is"))
        for shown in (self.timeline, self.parts, self.lanes):
            shown.opened.connect(self.opened)
        self.parts.add_wanted.connect(self.add_wanted)
        self._days_head = column(gap=0)
        self._days_foot = label("", "small", wrap=True)
        self._way = scrolling(box(column(self.steps, gap=0, margins=(24, 8, 10, 12))))
        self._course = scrolling(box(column(self.timeline, None, gap=0, margins=(16, 0, 16, 12))))
        self._records = scrolling(box(column(self.parts, gap=0, margins=(16, 2, 16, 12))))
        self._below = box(column(gap=0))  # where the days stand while it is narrow
        self._stack = Stack()
        for one in (self._course, self._records, self._below):
            self._stack.addWidget(one)
        self._line = hairline("v")
        middle = box(column(row((self.group, 1), margins=(16, 8, 16, 6)), (self._stack, 1), gap=0))
        self._days = scrolling(
            box(column(self._days_head, self.lanes, 8, self._days_foot, None, gap=0, margins=(16, 8, 16, 12)))
        )
        self._right = box(column((self._days, 1), gap=0), "panel")
        self.setLayout(row(self._way, self._line, (middle, 1), self._right, gap=0))
        self.setFocusProxy(self.group)

    def show_view(self, view: PathView, *, first: bool) -> None:
        """Show a path; the ``first`` time the group that its stage works on."""
        self._view = view
        if view.file is None:
            return
        if first:
            self.group.choose(_FIRST.get(view.file.facts.stage, COURSE))
        self.steps.show_view(view)
        self._show_days(view)
        self._show_group()

    def current(self) -> str:
        """Which group of records is on show."""
        return self.group.current()

    def show_part(self, key: str) -> None:
        """Show the group in which a part stands, scrolled to it."""
        if key not in GROUP_OF:
            return
        self.group.choose(GROUP_OF[key])
        self._show_group()
        head = self.parts.head(key)
        if head is not None:
            self.parts.adjustSize()
            self._records.ensureWidgetVisible(head, 0, 160)

    def _show_group(self, _key: str = "") -> None:
        view = self._view
        if view is None or view.file is None:
            return
        key, words = self.group.current(), Words(view, self._desk)
        shown: QWidget = self._records
        if key == COURSE:
            self.timeline.show_events(events_of(words))
            shown = self._course
        elif key == DAYS:
            shown = self._below
        else:
            self.parts.show_parts(MAKERS[key](words))
        self._stack.setCurrentWidget(shown)
        chosen = next(one for one in self.group.buttons() if one.isChecked())
        self.group.setFocusProxy(chosen)
        if any(one.hasFocus() for one in self.group.buttons()):
            chosen.setFocus()

    def _show_days(self, view: PathView) -> None:
        file = view.file
        assert file is not None
        rows, owners = laned(Words(view, self._desk))
        emptied(self._days_head)
        self._days_head.addWidget(section_head(_("Follow-up") if file.visits else _("Days and owners")))
        self.lanes.show_rows(rows, owners, self._desk.today())
        self.lanes.setVisible(bool(rows))
        if file.visits:
            foot = _("A visit of the commune is closed by its report and is never late for us.")
        elif not file.facts.follows_up:
            foot = _("Nobody is followed after this path.")
        elif rows:
            foot = _("The follow-up is laid out at the handover.")
        else:
            foot = _(
                "Nothing has its day yet. Papers get theirs from the destination, visits are laid out at the handover."
            )
        self._days_foot.setText(foot)

    def arrange(self, width: int, *, writes: bool) -> None:
        """Three columns, two or one by the ``width`` of the page; while somebody ``writes`` the sheet takes the place of the days."""
        scaled = theme.worn().scaled
        self._wide = width >= scaled(WIDE)
        two = width >= scaled(TWO) and (self._wide or not writes)
        self._way.setFixedWidth(scaled(_WAY))
        self._right.setFixedWidth(scaled(_DAYS))
        self._way.setVisible(two)
        self._line.setVisible(two)
        self._right.setVisible(self._wide and not writes)
        self.group.buttons()[-1].setVisible(not self._wide)
        holder = self._right if self._wide else self._below
        if self._days.parentWidget() is not holder:
            layout = holder.layout()
            assert layout is not None
            layout.addWidget(self._days)
        if self._wide and self.group.current() == DAYS:
            self.group.choose(COURSE)
            self._show_group()
