"""The choices over the preview: which version or period, filled in or for the pen, how the center signs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from carebook.records.declaration import Kind
from carebook.reports.case_papers import CasePaper, Version
from carebook.reports.paper.facts import Way
from carebook.reports.path_papers import ListPaper
from carebook.reports.therapy_papers import BY_PERIOD, OF_GROUPS
from carebook.ui.pages.case_papers.drawing import EMPTY, FILLED, NAMED, Paper
from carebook.ui.parts.fields import Choice, DateInput, filter_choice
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Flow, box, row
from carebook.words import _

FROM_TO = "from_to"


def way_choice() -> Choice:
    """How the places of the center's own people are filled."""
    ways = [
        (Way.INK.value, _("Sign on paper")),
        (Way.DIGITAL.value, _("Sign digitally")),
        (Way.EMPTY.value, _("Leave signatures empty")),
    ]
    return filter_choice(_("Signatures"), ways, Way.INK.value)


class PaperChoices(QFrame):
    """What the chosen paper is to be; ``changed`` when another is wanted."""

    changed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.version = filter_choice(_("Version"), [])
        self.content = filter_choice(_("What is on the paper"), _contents(CasePaper.FORM01), FILLED)
        self.way = way_choice()
        self.first, self.last = (DateInput(Kind.DATE, today, future=False) for _n in range(2))
        self.first.name_as(_("From"))
        self.last.name_as(_("To"))
        self._days = box(row(label(_("From"), "small"), self.first, label(_("To"), "small"), self.last, gap=6))
        self._days.hide()
        for choice in (self.version, self.content, self.way):
            choice.activated.connect(self._chosen)
        for day in (self.first, self.last):
            day.left.connect(self._days_left)
        self._kind: Paper = CasePaper.FORM01
        self._days_said = ""
        self._flow = Flow(self.version, self.content, self.way, self._days, gap=6)
        self.setLayout(row((box(self._flow), 1), margins=(24, 4, 4, 2)))

    def add(self, widget: QWidget) -> None:
        """Stand something behind the choices."""
        self._flow.addWidget(widget)

    def offer(self, kind: Paper, versions: tuple[Version, ...], wanted: str = "") -> None:
        """The versions of another paper; ``wanted`` is chosen when it is among them."""
        same = kind is self._kind
        self._kind = kind
        contents = _contents(kind)
        if self.content.code() not in dict(contents):
            self.content.choose(FILLED)
        self.content.offer(contents)
        chosen = wanted or (self.version.code() if same else "")
        listed = [(one.id, one.words) for one in versions]
        if _by_days(kind):
            listed.append((FROM_TO, _("From one day to another")))
        if self.version.code() not in dict(listed):
            self.version.setCurrentIndex(-1)  # the version of another paper is none of this one
        self.version.offer(listed)
        ids = [code for code, _words in listed]
        if ids:
            self.version.choose(chosen if chosen in ids else ids[0])
        self._show()

    def id(self) -> str | None:
        """The version that is wanted, a period by its code or days; None while the days cannot be read."""
        if not _by_days(self._kind) or self.version.code() != FROM_TO:
            return self.version.code()
        days = self.first.read(), self.last.read()
        if not all(isinstance(day, date) for day in days) or days[1] < days[0]:
            return None
        return f"{days[0].isoformat()}..{days[1].isoformat()}"

    def _chosen(self) -> None:
        self._show()
        self.changed.emit()

    def _days_left(self) -> None:
        said = self.id() or ""
        if said != self._days_said:
            self._days_said = said
            self.changed.emit()

    def _show(self) -> None:
        """Only what means something for the chosen paper."""
        filled = self.content.code() == FILLED
        of_many = self._kind in OF_GROUPS or isinstance(self._kind, ListPaper)
        versioned = filled or (self.content.code() == NAMED and of_many)
        self.version.setVisible(versioned and self._kind is not CasePaper.BEDSIDE and self.version.count() > 0)
        self._days.setVisible(filled and _by_days(self._kind) and self.version.code() == FROM_TO)
        self.way.setVisible(self._kind is not CasePaper.BEDSIDE)


def _contents(kind: Paper) -> list[tuple[str, str]]:
    """What can be on a paper. Of the lists only that of relief is signed by hand under names that are printed."""
    named = _("Names, to be signed by hand") if kind is ListPaper.RELIEF else _("Blank, with the name")
    of_list = isinstance(kind, ListPaper) and kind is not ListPaper.RELIEF
    return [(FILLED, _("Filled in")), *([] if of_list else [(NAMED, named)]), (EMPTY, _("Blank, without a name"))]


def _by_days(kind: Paper) -> bool:
    """Whether a paper can be made from any day to any other."""
    return kind is CasePaper.FORM05 or kind in BY_PERIOD


def head_of(*widgets: QWidget) -> QFrame:
    """Choices side by side, wrapped where the width ends."""
    return box(Flow(*widgets, gap=8))
