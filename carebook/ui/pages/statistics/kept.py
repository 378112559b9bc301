"""The statistics kept by name: a chip each, one press shows it; renamed, shared and given up where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QSizePolicy, QWidget

from carebook.records.office import SavedStatistic
from carebook.rules.statistics import problems_in
from carebook.ui.pages.statistics.chips import wide_enough
from carebook.ui.parts.buttons import Pressed
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import Tick
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Flow, box, emptied, row
from carebook.words import _


class KeepDialog(DeedDialog):
    """Asks for the name, and whether everybody sees it; the sentence stands below while the name will not do."""

    def __init__(self, parent: QWidget, kept: SavedStatistic, others: Sequence[SavedStatistic], text: str = "") -> None:
        super().__init__(parent, _("Keep this statistic"), text)
        self._kept, self._others = kept, others
        self.line = QLineEdit(kept.name)
        self.line.setAccessibleName(_("Name of the statistic"))
        self.line.setPlaceholderText(_("for example Elderly people by ward"))
        self.line.selectAll()
        self.shared = Tick(_("Everybody sees it"))
        self.shared.setChecked(kept.shared)
        self.complaint = label("", "small", "danger", wrap=True)
        self.complaint.hide()
        for widget in (self.line, self.complaint, self.shared):
            self.contents.addWidget(widget)
        keep = self.add_button("keep", _("Keep"), "primary")
        keep.clicked.disconnect()
        keep.clicked.connect(self._keep)
        self.add_button("", _("Go back"))
        keep.setDefault(True)
        self.line.setFocus()

    def kept(self) -> SavedStatistic:
        """The statistic as it is to be kept."""
        return replace(self._kept, name=self.line.text(), shared=self.shared.isChecked())

    def _keep(self) -> None:
        problems = problems_in(self.kept(), self._others)
        if not problems:
            self.accept()
            return
        self.complaint.setText(str(problems[0].message))
        self.complaint.show()
        self.line.setProperty("bad", "error")
        self.line.setFocus()


class _Pill(Pressed):
    """One kept statistic: Enter or Space shows it, F2 renames, Delete gives it up, the menu offers both."""

    renamed = Signal()
    deleted = Signal()

    def __init__(self, kept: SavedStatistic, *, own: bool) -> None:
        super().__init__(kept.name.replace("&", "&&"))
        self.kept, self._own = kept, own
        self.setProperty("kind", "pill")
        self.setCheckable(True)
        self.setAccessibleName(_("Kept statistic “{name}”").format(name=kept.name))
        self.setToolTip(_("F2 renames, Delete gives it up") if own else _("Kept for everybody by somebody else"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if own:
            self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            self.customContextMenuRequested.connect(self._offer)

    def sizeHint(self) -> QSize:
        return wide_enough(super().sizeHint(), self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F2 and self._own:
            self.renamed.emit()
        elif event.key() == Qt.Key.Key_Delete and self._own:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)

    def _offer(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Rename…"), self.renamed.emit)
        menu.addAction(_("Give it up"), self.deleted.emit)
        menu.popup(self.mapToGlobal(at))


class KeptStatistics(QFrame):
    """The chips; hidden while nothing is kept. ``applied``, ``renamed`` and ``deleted`` carry a `SavedStatistic`."""

    applied = Signal(object)
    renamed = Signal(object)
    deleted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kept: Sequence[SavedStatistic] = ()
        self._shown = ""
        self._flow = Flow(gap=6)
        self.setLayout(row((box(self._flow), 1), margins=(24, 0, 20, 6)))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def kept(self) -> Sequence[SavedStatistic]:
        """All that are shown."""
        return self._kept

    def show_kept(self, kept: Sequence[SavedStatistic]) -> None:
        """Show these."""
        if kept == self._kept:
            return
        self._kept = kept
        emptied(self._flow)
        for one in kept:
            pill = _Pill(one, own=one.owner_id == self._desk.actor.staff_member_id)
            pill.clicked.connect(partial(self._apply, one))
            pill.renamed.connect(partial(self.renamed.emit, one))
            pill.deleted.connect(partial(self.deleted.emit, one))
            self._flow.addWidget(pill)
        self.setVisible(bool(kept))
        self.mark(self._shown)

    def mark(self, design: str) -> None:
        """Show which kept design stands in the fields."""
        self._shown = design
        for pill in self.findChildren(_Pill):
            pill.setChecked(pill.kept.design == design)

    def _apply(self, kept: SavedStatistic, *_checked: object) -> None:
        self.mark(self._shown)
        self.applied.emit(kept)
