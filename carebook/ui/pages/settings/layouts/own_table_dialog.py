"""Making and changing an own table: its code and title, its rows and columns, who is counted in each and what is typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from carebook.actions.report_layouts import save_own_table
from carebook.records.report_layouts import OwnTable
from carebook.rules.own_tables import Design, OwnColumn, OwnRow, next_code
from carebook.rules.statistics import Who
from carebook.ui.pages.settings.layouts.asking import Offers
from carebook.ui.pages.settings.layouts.filtering import OnlyEditor, said_only
from carebook.ui.pages.settings.layouts.ordered_records import OrderedRecords
from carebook.ui.parts import theme
from carebook.ui.parts.asking_dialog import AskingDialog
from carebook.ui.parts.buttons import Segments
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.fields.choosing import Choice, Tick
from carebook.ui.parts.fields.typing import LineInput
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Stack, column, row
from carebook.ui.parts.table import ALWAYS, Column
from carebook.words import _, pgettext

Part = TypeVar("Part", bound=OwnRow | OwnColumn)


class PartDialog(AskingDialog):
    """One row or column; ``read`` after it was accepted."""

    def __init__(self, parent: QWidget, offers: Offers, part: OwnRow | OwnColumn) -> None:
        is_row = isinstance(part, OwnRow)
        super().__init__(parent, pgettext("of a table", "Row") if is_row else pgettext("of a table", "Column"))
        self.setMinimumWidth(theme.worn().scaled(560))
        self._part = part
        self.words = LineInput()
        self.words.name_as(_("Words"))
        self.words.write(part.label)
        words = column(label(_("Words"), "small"), self.words, gap=2)
        self.typed = Tick(_("Nothing is counted here: numbers are typed from a paper"))
        self.typed.setChecked(part.typed)
        self.only = OnlyEditor(offers, part.only)
        if isinstance(part, OwnRow):
            self.of_which = Tick(_("“Of which”: counted besides the other rows, not into the total"))
            self.of_which.setChecked(part.of_which)
            self.contents.addLayout(words)
            self.contents.addWidget(self.of_which)
        else:
            self.group, self.who = LineInput(), Choice(offers.whos)
            self.group.name_as(_("Heading above it"))
            self.group.write(part.group)
            self.who.setAccessibleName(_("Who is counted"))
            self.who.choose(part.who.value)
            above = column(label(_("Heading above it"), "small"), self.group, gap=2)
            self.contents.addLayout(row((words, 1), (above, 1), gap=10))
            self.contents.addLayout(column(label(_("Who is counted"), "small"), self.who, gap=2))
        self.contents.addWidget(self.typed)
        self.contents.addWidget(self.only)
        self.typed.toggled.connect(self._counts)
        self._counts(part.typed)
        self.finish(_("Use it"), self._take, self.words.target)

    def _counts(self, typed: bool) -> None:
        self.only.setVisible(not typed)
        if isinstance(self._part, OwnColumn):
            self.who.setEnabled(not typed)

    def _take(self) -> None:
        if self.words.read():
            self.accept()
        else:
            self.bar.say(_("Write the words of it."), "warn")

    def read(self) -> OwnRow | OwnColumn:
        """The row or column as it stands there."""
        words, typed = str(self.words.read() or ""), self.typed.isChecked()
        only = {} if typed else self.only.only()
        if isinstance(self._part, OwnRow):
            return replace(self._part, label=words, typed=typed, only=only, of_which=self.of_which.isChecked())
        group, who = str(self.group.read() or ""), Who(self.who.code())
        return replace(self._part, label=words, typed=typed, only=only, group=group, who=who)


class PartsList(OrderedRecords[Part]):
    """The rows, or the columns, of an own table; ``new`` makes another, given the codes that are used."""

    def __init__(self, name: str, add: str, offers: Offers, new: Callable[[Sequence[str]], Part]) -> None:
        self._offers, self._new = offers, new
        columns = [
            Column("label", _("Words"), lambda one: _words(one.item), 200, 1, ALWAYS),
            Column("who", _("Who is counted"), lambda one: said_part(one.item, offers), 300, 2, 6),
        ]
        super().__init__(name, add, columns, self._asked, height=170)

    def _asked(self, part: Part | None, others: Sequence[Part]) -> Part | None:
        dialog = PartDialog(self.window(), self._offers, part or self._new([one.code for one in others]))
        return dialog.read() if dialog.exec() else None  # type: ignore[return-value]


def _words(part: OwnRow | OwnColumn) -> str:
    return f"{part.group} › {part.label}" if isinstance(part, OwnColumn) and part.group else part.label


def said_part(part: OwnRow | OwnColumn, offers: Offers) -> str:
    """Who is counted in a row or column, in words."""
    if part.typed:
        return _("typed from a paper")
    told = said_only(part.only, offers)
    if isinstance(part, OwnRow):
        of_which = _("of which, not in the total") if part.of_which else ""
        return " · ".join(filter(None, (told or _("everybody else"), of_which)))
    return " · ".join(filter(None, (dict(offers.whos).get(part.who.value, ""), told)))


class OwnTableDialog(AskingDialog):
    """Each person stands in the first row that fits; the rows make the total."""

    def __init__(self, desk: Desk, parent: QWidget, offers: Offers, own: OwnTable | None) -> None:
        text = _(
            "Each person stands in the first row that fits, so that the rows make the total. Columns are counted each by itself."
        )
        super().__init__(parent, _("Change the own table") if own is not None else _("New own table"), text)
        self._desk = desk
        self.setMinimumWidth(theme.worn().scaled(760))
        self._base = own or OwnTable(code="", title="", design="")
        names = ("code", "title") if own is None else ("title",)
        self.form = Form([section("", OwnTable, *names)], desk.today, columns=2)
        self.form.load(self._base)
        design = Design.from_json(own.design) if own is not None else Design((), ())
        self.rows: PartsList[OwnRow] = PartsList(
            pgettext("of a table", "Rows"), _("New row…"), offers, lambda used: OwnRow(next_code(used, "r"), "")
        )
        self.columns: PartsList[OwnColumn] = PartsList(
            pgettext("of a table", "Columns"),
            _("New column…"),
            offers,
            lambda used: OwnColumn(next_code(used, "c"), ""),
        )
        self.rows.show_items(design.rows)
        self.columns.show_items(design.columns)
        self.parts = Segments(
            [("rows", pgettext("of a table", "Rows")), ("columns", pgettext("of a table", "Columns"))], "rows"
        )
        self._stack = Stack()
        self._places = {"rows": self._stack.addWidget(self.rows), "columns": self._stack.addWidget(self.columns)}
        self.parts.chosen.connect(self.turn_to)
        self.contents.addWidget(self.form)
        self.contents.addLayout(row(self.parts, None))
        self.contents.addWidget(self._stack)
        self.finish(_("Save the table"), self.send, self.form.editor(names[0]))

    def turn_to(self, part: str) -> None:
        """Show the rows or the columns."""
        self._stack.setCurrentIndex(self._places[part])

    def design(self) -> Design:
        """The rows and columns as they stand there."""
        return Design(self.rows.items(), self.columns.items())

    def send(self) -> None:
        """Keep the table, when what is typed can be read."""
        kept = self.form.record(self._base)
        if kept is None:
            return
        design = self.design()
        if not any(not part.of_which for part in design.rows) or not design.columns:
            self.bar.say(_("A table needs a row that is counted into the total, and a column."), "warn")
            return
        made = replace(kept, design=design.to_json())
        self.working(_("Saving…"))
        self._desk.do(
            save_own_table, made, seen=made.version if made.id else None, then=self.finished_well, failed=self.refused
        )

    def refused(self, error: BaseException) -> None:
        """Beside its field what is about one."""
        super().refused(error)
        if problems := getattr(error, "problems", ()):
            self.bar.clear()
            self.form.show_problems(problems)
