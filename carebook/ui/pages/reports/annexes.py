"""Lists of people bound into a report: chosen where it is closed, noted before a paper with names is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from carebook.actions.exports import export_list
from carebook.records.periods import Snapshot
from carebook.reports.annexes import OFFERED, Annex
from carebook.rules.office_lists import ListKind
from carebook.ui.pages.reports.gathering import said_period
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields.choosing import Tick
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, row
from carebook.words import _


class AnnexChoice(QWidget):
    """A tick for each list a report can take along, and what that means; only for who may take lists out of the book."""

    def __init__(self, desk: Desk, before: Sequence[Annex]) -> None:
        """What the version ``before`` took along is ticked."""
        super().__init__()
        words = dict(desk.choices("office_list"))
        kept = {annex.kind for annex in before}
        self.may = desk.may("export_list")
        self.ticks = {kind: Tick(words[kind.value]) for kind in OFFERED}
        for kind, tick in self.ticks.items():
            tick.setChecked(self.may and kind.value in kept)
            tick.toggled.connect(self._warn)
        self.warning = label(
            _("The signed file then holds names, wherever it is sent. Restricted people stand under their code only."),
            "small",
            "warn",
            wrap=True,
        )
        head = label(_("Lists bound into the report"), "strong")
        self.setLayout(column(head, row(*self.ticks.values(), None, gap=16), self.warning, gap=4))
        self.setVisible(self.may)
        self._warn()

    def chosen(self) -> tuple[ListKind, ...]:
        """The ticked lists."""
        return tuple(kind for kind, tick in self.ticks.items() if tick.isChecked())

    def _warn(self, _on: bool = False) -> None:
        self.warning.setVisible(bool(self.chosen()))


class NamesNoted:
    """A paper with names is shown only to who may take lists out, and after the line in the reading log: one a version."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._noted: set[str] = set()

    def may_show(self, annexes: Sequence[Annex]) -> bool:
        """Whether a paper with these lists may be shown at all."""
        return not _people(annexes) or self._desk.may("export_list")

    def note(
        self,
        snapshot: Snapshot | None,
        annexes: Sequence[Annex],
        then: Callable[[], object],
        failed: Callable[[BaseException], object],
    ) -> None:
        """Leave the line, unless nobody is named or it is there already, and go on."""
        people = _people(annexes)
        if snapshot is None or not people or snapshot.id in self._noted:
            then()
            return
        shown = snapshot.id

        def go_on(_change: object) -> None:
            self._noted.add(shown)
            then()

        why = _("Lists bound into the report of {month}").format(month=said_period(snapshot.period))
        self._desk.do(export_list, people, reason=why, then=go_on, failed=failed)


def no_names() -> str:
    """What stands in the place of a paper with names that may not be shown."""
    return _("This paper holds lists with names. To see, print or save it takes the right to export lists.")


def _people(annexes: Sequence[Annex]) -> int:
    """How many lines the lists have."""
    return sum(len(annex.lines) for annex in annexes)
