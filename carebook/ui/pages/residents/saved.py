"""Filters somebody keeps under a name: a chip each, one press shows it, renamed and deleted where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QMenu, QSizePolicy, QWidget

from carebook.actions.choices import keep_choice
from carebook.rules.names import normalise
from carebook.store.choices import own_choice
from carebook.ui.pages.residents.chosen import Chosen
from carebook.ui.parts.buttons import Pressed
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Flow, box, emptied, row
from carebook.words import Message, _, message

CHOICE = "people_filters"
LONGEST = 40
MOST = 24


@dataclass(frozen=True)
class SavedFilter:
    """A name and what it stands for."""

    name: str
    chosen: Chosen


def filters_from(kept: Any) -> list[SavedFilter]:
    """The filters of what the book keeps; what cannot be understood any more is left out."""
    known = {field.name for field in fields(Chosen)}
    found = []
    for one in kept if isinstance(kept, list) else ():
        given = {name: value for name, value in one.get("filter", {}).items() if name in known}
        found.append(SavedFilter(str(one.get("name", "")), Chosen(**given)))
    return found


def filters_to(saved: Sequence[SavedFilter]) -> list[dict[str, Any]]:
    """As the book keeps them."""
    return [{"name": one.name, "filter": asdict(one.chosen)} for one in saved]


def problem_in_name(name: str, others: Sequence[str]) -> Message | None:
    """What is wrong with the name of a filter."""
    if not name:
        return message("A name is needed.")
    if len(name) > LONGEST:
        return message("A name has {most} letters at most.", most=LONGEST)
    if name.casefold() in (other.casefold() for other in others):
        return message("There is a filter of that name already.")
    return None


class NameDialog(DeedDialog):
    """Asks for the name of a filter; the sentence stands below while the name will not do."""

    def __init__(self, parent: QWidget, title: str, text: str, others: Sequence[str], name: str = "") -> None:
        super().__init__(parent, title, text)
        self._others = others
        self.line = QLineEdit(name)
        self.line.setAccessibleName(_("Name of the filter"))
        self.line.setPlaceholderText(_("for example Khu B, women over 80"))
        self.line.selectAll()
        self.complaint = label("", "small", "danger", wrap=True)
        self.complaint.hide()
        self.contents.addWidget(self.line)
        self.contents.addWidget(self.complaint)
        keep = self.add_button("keep", _("Save filter"), "primary")
        keep.clicked.disconnect()
        keep.clicked.connect(self._keep)
        self.add_button("", _("Go back"))
        keep.setDefault(True)
        self.line.setFocus()

    def name(self) -> str:
        """The name as it is kept."""
        return normalise(self.line.text())

    def _keep(self) -> None:
        problem = problem_in_name(self.name(), self._others)
        if problem is None:
            self.accept()
        else:
            self.complaint.setText(str(problem))
            self.complaint.show()
            self.line.setProperty("bad", "error")
            self.line.setFocus()


class _Pill(Pressed):
    """One saved filter: Enter or Space shows it, F2 renames, Delete deletes, the menu offers both."""

    renamed = Signal()
    deleted = Signal()

    def __init__(self, saved: SavedFilter) -> None:
        super().__init__(saved.name.replace("&", "&&"))
        self.saved = saved
        self.setProperty("kind", "pill")
        self.setCheckable(True)
        self.setAccessibleName(_("Saved filter “{name}”").format(name=saved.name))
        self.setToolTip(_("F2 renames, Delete deletes"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._offer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_F2:
                self.renamed.emit()
            case Qt.Key.Key_Delete:
                self.deleted.emit()
            case _:
                super().keyPressEvent(event)

    def _offer(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Rename…"), self.renamed.emit)
        menu.addAction(_("Delete filter"), self.deleted.emit)
        menu.popup(self.mapToGlobal(at))


class SavedFilters(QFrame):
    """The chips of the saved filters; hidden while there is none. ``applied(Chosen)``, ``said(sentence, undo or None)``,
    ``refused(error)``, ``changed`` when other filters are kept than before."""

    applied = Signal(object)
    said = Signal(object, object)
    refused = Signal(object)
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._saved: list[SavedFilter] = []
        self._shown = Chosen()
        self._flow = Flow()
        self.setLayout(row((box(self._flow), 1), margins=(24, 0, 20, 8)))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def refresh(self) -> None:
        """Ask for what is kept."""
        self._desk.ask(self, lambda reader: own_choice(reader, CHOICE), self._show_kept, key="choices")

    def saved(self) -> list[SavedFilter]:
        """The filters that are kept, in the order they were saved."""
        return list(self._saved)

    def current(self) -> SavedFilter | None:
        """The saved filter that is on show, None when the filters stand otherwise."""
        return next((one for one in self._saved if one.chosen == self._shown), None)

    def mark(self, chosen: Chosen) -> None:
        """Show which saved filter stands in the fields."""
        self._shown = chosen
        for pill in self._pills():
            pill.setChecked(pill.saved.chosen == chosen)

    def ask_name(self, chosen: Chosen, words: str) -> None:
        """Save the filters as they stand under a name."""
        if len(self._saved) >= MOST:
            self.said.emit(message("There are {most} saved filters; delete one first.", most=MOST), None)
            return
        dialog = NameDialog(self.window(), _("Save filter"), words, [one.name for one in self._saved])
        if dialog.exec():
            kept = SavedFilter(dialog.name(), chosen)
            self._keep([*self._saved, kept], message("Saved the filter “{name}”.", name=kept.name))

    def ask_new_name(self, saved: SavedFilter) -> None:
        """Give a saved filter another name."""
        others = [one.name for one in self._saved if one != saved]
        dialog = NameDialog(self.window(), _("Rename the filter"), "", others, saved.name)
        if dialog.exec():
            renamed = replace(saved, name=dialog.name())
            changed = [renamed if one == saved else one for one in self._saved]
            self._keep(changed, message("Saved the filter “{name}”.", name=renamed.name))

    def delete(self, saved: SavedFilter) -> None:
        """Forget a saved filter; it can be taken back."""
        before = self._saved
        left = [one for one in before if one != saved]
        back = partial(self._keep, before, message("The filter “{name}” is back.", name=saved.name))
        self._keep(left, message("Deleted the filter “{name}”.", name=saved.name), back)

    def _keep(self, saved: list[SavedFilter], sentence: Message, undo: Any = None) -> None:
        def kept(_change: Any) -> None:
            self.said.emit(sentence, undo)
            self.refresh()

        self._desk.do(keep_choice, CHOICE, filters_to(saved), then=kept, failed=self.refused.emit)

    def _show_kept(self, kept: Any) -> None:
        found = filters_from(kept)
        if found == self._saved:
            return
        self._saved = found
        focused = next((pill.saved.name for pill in self._pills() if pill.hasFocus()), "")
        emptied(self._flow)
        for saved in self._saved:
            pill = _Pill(saved)
            pill.clicked.connect(partial(self._apply, saved))
            pill.renamed.connect(partial(self.ask_new_name, saved))
            pill.deleted.connect(partial(self.delete, saved))
            self._flow.addWidget(pill)
            if saved.name == focused:
                pill.setFocus()
        self.setVisible(bool(self._saved))
        self.mark(self._shown)
        self.changed.emit()

    def _apply(self, saved: SavedFilter, _checked: bool = False) -> None:
        """Show a saved filter; pressed again it stays."""
        self.applied.emit(saved.chosen)
        self.mark(saved.chosen)

    def _pills(self) -> list[_Pill]:
        found = (self._flow.itemAt(at).widget() for at in range(self._flow.count()))  # type: ignore[union-attr]
        return [pill for pill in found if isinstance(pill, _Pill)]
