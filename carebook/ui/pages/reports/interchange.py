"""The figures of a closed report for DHIS2: the mapping file and what is wrong with it, what will be sent, and the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget

from carebook.actions.exports import export_interchange
from carebook.places import write_whole
from carebook.records.figures import Table
from carebook.records.periods import Snapshot
from carebook.rules.periods import said
from carebook.store.book import Reader
from carebook.ui.pages.reports.deeds import ReportDialog
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import row
from carebook.words import N_, Message, _, message, ngettext, speaking

if TYPE_CHECKING:
    from carebook.exchange.dhis2 import DataValues

_LARGEST = 2_000_000  # bytes of a mapping file
_MOST_TOLD = 8  # lines that are wrong, or cells that are missing
_USUAL_REASON = N_("Asked for by the managing agency")


class InterchangeDialog(ReportDialog):
    """Saves the figures as a DHIS2 data value set by a mapping file; a mapping that is wrong is told line by line."""

    def __init__(self, desk: Desk, parent: QWidget | None, snapshot: Snapshot) -> None:
        title = _("Figures of {period} for DHIS2").format(period=said(snapshot.period))
        text = _(
            "The mapping file says which cell of which table goes to which data element of DHIS2. Cells that are hidden for"
            " privacy are never sent."
        )
        super().__init__(desk, parent, title, text)
        self._snapshot = snapshot
        self._tables: tuple[Table, ...] | None = None
        self._mapping = b""
        self._made: DataValues | None = None
        self.file = ElidedLabel(_("no file yet"), "muted")
        choose = Button(_("Choose the mapping file…"), icon="folder-open")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        template = Button(_("Save a mapping file to fill in…"), "link")
        template.setAutoDefault(False)
        template.clicked.connect(self._choose_template)
        self.told = label("", wrap=True)
        self.told.hide()
        with speaking("vi"):
            usual = _(_USUAL_REASON)
        self.reason = QLineEdit(usual)
        self.reason.setAccessibleName(_("What it is for"))
        self.reason.textChanged.connect(self._allow)
        self.contents.addLayout(row(choose, (self.file, 1), gap=10))
        self.contents.addLayout(row(template, None))
        self.contents.addWidget(self.told)
        self.contents.addWidget(label(_("What it is for"), "small"))
        self.contents.addWidget(self.reason)
        self.save = self.deed_button(_("Save the file…"), self._choose_place)
        self.end_buttons(begin=choose)
        self._allow()
        desk.ask(self, self._frozen, self._show_tables, self._not_read)

    def _frozen(self, _reader: Reader) -> tuple[Table, ...]:
        from carebook.reports.month import tables_of

        return tables_of(self._snapshot)

    def _show_tables(self, tables: tuple[Table, ...]) -> None:
        self._tables = tables
        self._look()

    def _not_read(self, _error: BaseException) -> None:
        self.bar.say(_("The figures of this version could not be read."), "danger")

    # the mapping

    def _choose(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Choose the mapping file"), "", "CSV (*.csv *.txt)")
        if path:
            self.take_mapping(Path(path))

    def take_mapping(self, path: Path) -> None:
        """Read a mapping file and say what it comes to."""
        try:
            if path.stat().st_size > _LARGEST:
                raise OSError
            self._mapping = path.read_bytes()
        except OSError:
            self.bar.say(_("“{file}” could not be read.").format(file=path.name), "danger")
            return
        self.file.setWhole(path.name)
        self.bar.clear()
        self._look()

    def _look(self) -> None:
        """What would be sent by the chosen mapping, or what is wrong with it."""
        from carebook.exchange import dhis2

        self._made = None
        if self._mapping and self._tables is not None:
            try:
                mapping = dhis2.read_mapping(self._mapping)
                made = dhis2.data_values(
                    self._tables, self._snapshot.period, mapping, completed_on=self._snapshot.dated_on
                )
            except dhis2.BadMapping as error:
                self._tell([problem.message for problem in error.problems])
            except dhis2.NoPeriod as error:
                self._tell([error.message])
            else:
                self._made = made
                sent = ngettext("{n} value will be sent.", "{n} values will be sent.", made.sent).format(n=made.sent)
                self._tell(made.told, sent)
        self._allow()

    def _tell(self, lines: list[Message] | tuple[Message, ...], first: str = "") -> None:
        told = [*([first] if first else []), *map(str, lines[:_MOST_TOLD])]
        left = len(lines) - _MOST_TOLD
        if left > 0:
            told.append(ngettext("and {n} more", "and {n} more", left).format(n=left))
        self.told.setText("\n".join(told))
        self.told.show()

    def _allow(self) -> None:
        something = self._made is not None and self._made.sent > 0
        self.save.setEnabled(something and bool(self.reason.text().strip()))

    def _choose_template(self) -> None:
        path, _kind = QFileDialog.getSaveFileName(self, _("Save a mapping file to fill in"), "dhis2.csv", "CSV (*.csv)")
        if path:
            self.save_template(Path(path))

    def save_template(self, path: Path) -> None:
        """Write a mapping file with a line for every cell of this report; it holds no figure."""
        from carebook.exchange import dhis2

        if self._tables is not None:
            self._write(path, dhis2.template(self._tables))

    # the file

    def _choose_place(self) -> None:
        name = f"dhis2-{self._snapshot.period}.json"
        path, _kind = QFileDialog.getSaveFileName(self, _("Save the file"), name, "JSON (*.json)")
        if path:
            self.send(Path(path))

    def send(self, path: Path) -> None:
        """Leave the line in the reading log, then write the file."""
        made = self._made
        if made is None:
            return
        self.working(_("Saving…"))

        def write(change: object) -> None:
            self.working()
            if self._write(path, made.written()):
                self.finished_well(change)

        self.desk.do(
            export_interchange,
            f"DHIS2 {self._snapshot.period}",
            reason=self.reason.text(),
            then=write,
            failed=self.refused,
        )

    def _write(self, path: Path, content: bytes) -> bool:
        try:
            write_whole(path, content)
        except OSError:
            self.bar.say(message("“{file}” could not be written. Choose another place.", file=path.name), "danger")
            return False
        self.bar.say(message("Saved “{file}”.", file=path.name), "ok")
        return True
