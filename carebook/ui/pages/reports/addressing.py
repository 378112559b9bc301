"""To whom a report goes and on which law it rests: said in short where a report is closed, chosen and typed in a dialog."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from carebook.records.periods import ReportKind
from carebook.reports.addressing import Addressing, Offered, offered
from carebook.store.book import Reader
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields.choosing import SearchChoice
from carebook.ui.parts.fields.typing import NoteInput
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, row
from carebook.words import _, ngettext, pgettext


class AddressingChoice(QWidget):
    """What the report of a kind is closed with, in one line; "Change…" opens the dialog. Begins with what is usual today."""

    touched = Signal()

    def __init__(self, desk: Desk, kind: ReportKind) -> None:
        super().__init__()
        self._offered: Offered | None = None
        self._chosen: Addressing | None = None
        self._standing = Addressing()
        self.line = label("", wrap=True)
        self.line.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.change = Button(_("Change…"))
        self.change.setAutoDefault(False)
        self.change.setEnabled(False)
        self.change.setAccessibleName(_("Change to whom the report goes and its legal bases"))
        self.change.clicked.connect(self._open)
        self.setLayout(row((self.line, 1), self.change, gap=10))
        day = desk.today()

        def question(reader: Reader) -> Offered:
            return offered(reader, kind, day)

        desk.ask(self, question, self._offer)

    def _offer(self, found: Offered) -> None:
        self._offered = found
        self._chosen = self._chosen or self._standing.or_else(found.usual)
        self.change.setEnabled(True)
        self._say()

    def stand_on(self, standing: Addressing) -> None:
        """Begin with the standing lines of a layout; where it has none, with what is usual."""
        self._standing = standing
        if self._offered is not None:
            self._chosen = standing.or_else(self._offered.usual)
            self._say()

    def chosen(self) -> Addressing | None:
        """What stands there; None while the lists are still being read: the usual one is then closed with."""
        return self._chosen

    def choose(self, addressing: Addressing) -> None:
        """Take what was chosen."""
        self._chosen = addressing
        self._say()
        self.touched.emit()

    def dialog(self) -> AddressingDialog | None:
        """The dialog with what stands there; None while the lists are still being read."""
        if self._offered is None or self._chosen is None:
            return None
        return AddressingDialog(self, self._offered, self._chosen)

    def _open(self) -> None:
        dialog = self.dialog()
        if dialog is not None and dialog.exec():
            self.choose(dialog.read())

    def _say(self) -> None:
        if self._chosen is None:
            return
        to = "; ".join(self._chosen.addressed_to) or pgettext("addressed to", "nobody")
        count = len(self._chosen.legal_bases)
        bases = ngettext("{n} legal basis", "{n} legal bases", count).format(n=count)
        self.line.setText(_("Addressed to: {to} · {bases}").format(to=to, bases=bases))


class LinesInput(QWidget):
    """Lines one can type, put in order and strike out; a list beside them adds one."""

    def __init__(self, caption: str, offered_lines: Sequence[str], add: str, *, lines: int) -> None:
        super().__init__()
        self.note = NoteInput(lines)
        self.note.name_as(caption)
        self.list = SearchChoice([(line, line) for line in offered_lines])
        self.list.setMinimumContentsLength(24)
        self.list.setAccessibleName(add)
        if (typing := self.list.lineEdit()) is not None:
            typing.setPlaceholderText(add)
        self.list.activated.connect(self._add)
        head = label(caption, "strong")
        head.setBuddy(self.note.target)
        self.setLayout(column(head, self.note, self.list, gap=4))

    def _add(self, _place: int = 0) -> None:
        if (line := self.list.code()) and line not in self.read():
            self.write((*self.read(), line))
        self.list.choose("")

    def read(self) -> tuple[str, ...]:
        """The lines that are not empty."""
        return tuple(line.strip() for line in str(self.note.read() or "").split("\n") if line.strip())

    def write(self, lines: Sequence[str]) -> None:
        """Show these lines."""
        self.note.set_raw("\n".join(lines))


class AddressingDialog(DeedDialog):
    """The three lists of lines, each with what the dated lists of today offer."""

    def __init__(self, parent: QWidget | None, found: Offered, chosen: Addressing) -> None:
        title = _("To whom, and on which legal bases")
        text = _(
            "One a line, in the order of the paper; the copies kept here come last. The lists offer what is in force today."
        )
        super().__init__(parent, title, text)
        self.setMinimumWidth(640)
        add = _("Add an authority…")
        self.addressed_to = LinesInput(_("Addressed to"), found.agencies, add, lines=2)
        self.recipients = LinesInput(_("Recipients"), found.agencies, add, lines=3)
        self.legal_bases = LinesInput(
            pgettext("of a paper", "Legal bases"), found.legal_bases, _("Add a document…"), lines=5
        )
        for lines, given in (
            (self.addressed_to, chosen.addressed_to),
            (self.recipients, chosen.recipients),
            (self.legal_bases, chosen.legal_bases),
        ):
            lines.write(given)
            self.contents.addWidget(lines)
        self.add_button("take", _("Use these"), "primary")
        self.add_button("", _("Go back"))
        self.addressed_to.note.target.setFocus()

    def read(self) -> Addressing:
        """What stands in the three lists."""
        return Addressing(self.addressed_to.read(), self.recipients.read(), self.legal_bases.read())
