"""Making and changing a layout: its name and days, its tables, groups of rows, headings, and standing lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from carebook.actions.report_layouts import save_template
from carebook.records.periods import REPORT_KIND_WORDS
from carebook.records.report_layouts import ReportTemplate
from carebook.reports.narrative import NARRATIVE
from carebook.rules.report_layouts import Layout, OwnHeading, layout_of, with_layout
from carebook.ui.pages.settings.layouts.asking import Offers
from carebook.ui.pages.settings.layouts.ordering import OrderedTicks
from carebook.ui.pages.settings.layouts.row_groups import RowGroups
from carebook.ui.parts import theme
from carebook.ui.parts.asking_dialog import AskingDialog
from carebook.ui.parts.buttons import Segments
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, TickList, section
from carebook.ui.parts.fields.typing import LineInput, NoteInput
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.words import _, pgettext

_FIELDS = ("name", "kind", "title", "valid_from", "valid_to", "sealed")


class LayoutDialog(AskingDialog):
    """A layout begins with everything, in the program's order; what is unticked is not printed."""

    def __init__(self, desk: Desk, parent: QWidget, offers: Offers, template: ReportTemplate) -> None:
        title = _("Change the layout") if template.id else _("New layout")
        text = _(
            "A layout chooses, orders and groups what is printed. It changes no number and no hash of the figures."
        )
        super().__init__(parent, title, text)
        self._desk = desk
        self.setMinimumWidth(theme.worn().scaled(760))
        self._base, self._offers = template, offers
        kinds = [(kind.value, _(words)) for kind, words in REPORT_KIND_WORDS.items()]
        self.form = Form(
            [section("", ReportTemplate, *_FIELDS)],
            desk.today,
            choices={"kind": kinds},
            labels={"name": _("Name of the layout")},
            columns=1,
        )
        self.form.load(template)
        layout = layout_of(template)
        self.tables = self._tables_part(layout)
        self.groups = RowGroups(offers.shapes)
        self.groups.show_items(layout.grouping)
        self._own_words = {heading.code: heading.words for heading in layout.headings if heading.words}
        self.headings, self.words = self._headings_part(layout)
        self.addressed_to, self.recipients, self.bases = self._standing_parts(template)
        self.parts = Segments(
            [
                ("about", pgettext("of a layout", "About it")),
                ("tables", _("Tables")),
                ("groups", _("Groups of rows")),
                ("headings", _("Headings")),
                ("standing", _("Standing lines")),
            ],
            "about",
        )
        self._stack = Stack()
        self._places = {
            "about": self._stack.addWidget(box(column(self.form, None))),
            "tables": self._stack.addWidget(box(column(self.tables, None))),
            "groups": self._stack.addWidget(box(column(self.groups, self._not_grouped(), None, gap=6))),
            "headings": self._stack.addWidget(box(column(self.headings, self._words_line(), None, gap=6))),
            "standing": self._stack.addWidget(self._standing()),
        }
        self.parts.chosen.connect(self.turn_to)
        self.contents.addLayout(row(self.parts, None))
        self.contents.addWidget(self._stack)
        self.finish(_("Save the layout"), self.send, self.form.editor("name"))

    def turn_to(self, part: str) -> None:
        """Show one part."""
        self._stack.setCurrentIndex(self._places[part])

    def _show_form(self) -> None:
        self.parts.choose("about")
        self.turn_to("about")

    # parts

    def _tables_part(self, layout: Layout) -> OrderedTicks:
        made = OrderedTicks(_("Tables"), [(shape.code, f"{shape.code} {shape.title}") for shape in self._offers.shapes])
        made.show_chosen(layout.tables or [shape.code for shape in self._offers.shapes])
        return made

    def _headings_part(self, layout: Layout) -> tuple[OrderedTicks, LineInput]:
        made = OrderedTicks(_("Headings"), [(one.code, self._said(one.code)) for one in NARRATIVE], lines=7)
        made.show_chosen([one.code for one in layout.headings] or [one.code for one in NARRATIVE])
        words = LineInput()
        words.name_as(_("Words of the heading"))
        words.touched.connect(self._name_heading)
        made.list.currentRowChanged.connect(self._show_words)
        words.write(self._own_words.get(made.list.current_code(), ""))
        return made, words

    def _words_line(self) -> QWidget:
        told = _("A heading that is not ticked is printed only when something was typed under it.")
        return box(
            column(
                row(label(_("Words of the heading")), (self.words, 1), gap=10), label(told, "small", wrap=True), gap=4
            )
        )

    def _not_grouped(self) -> QWidget:
        told = _("Where small numbers are not told, or no total is made, rows are not grouped.")
        return label(told, "small", wrap=True)

    def _said(self, code: str) -> str:
        heading = next(one for one in NARRATIVE if one.code == code)
        indent = "    " if heading.part else ""
        own = self._own_words.get(code, "")
        return f"{indent}{own} ({heading.words})" if own else f"{indent}{heading.words}"

    def _show_words(self, _place: int = 0) -> None:
        self.words.write(self._own_words.get(self.headings.list.current_code(), ""))

    def _name_heading(self) -> None:
        code = self.headings.list.current_code()
        if code:
            self._own_words[code] = str(self.words.read() or "")
            self.headings.list.rename(code, self._said(code))

    def _standing_parts(self, template: ReportTemplate) -> tuple[NoteInput, NoteInput, TickList]:
        to, copies = NoteInput(2), NoteInput(2)
        to.name_as(_("Addressed to"))
        copies.name_as(_("Recipients"))
        to.set_raw("\n".join(template.addressed_to))
        copies.set_raw("\n".join(template.recipients))
        bases = TickList(self._offers.bases)
        bases.name_as(pgettext("of a paper", "Legal bases"))
        bases.choose(template.legal_bases)
        bases.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return to, copies, bases

    def _standing(self) -> QWidget:
        told = _("One a line. What is left empty is as in the last report of its kind.")
        return box(
            column(
                label(told, "small", wrap=True),
                label(_("Addressed to"), "small"),
                self.addressed_to,
                label(_("Recipients"), "small"),
                self.recipients,
                label(pgettext("of a paper", "Legal bases"), "small"),
                self.bases,
                None,
                gap=3,
            )
        )

    # saving

    def layout_now(self) -> Layout:
        """The layout as it stands there; everything in the program's order is no choice."""
        tables = self.tables.codes()
        usual = tuple(shape.code for shape in self._offers.shapes)
        headings = tuple(OwnHeading(code, self._own_words.get(code, "")) for code in self.headings.codes())
        plain = tuple(OwnHeading(one.code) for one in NARRATIVE)
        return Layout(
            tables=() if tables == usual else tables,
            grouping=self.groups.items(),
            headings=() if headings == plain else headings,
        )

    def send(self) -> None:
        """Keep the layout, when what is typed can be read."""
        kept = self.form.record(self._base)
        if kept is None:
            self._show_form()
            return
        if not self.tables.codes() or not self.headings.codes():
            self.bar.say(_("Tick at least one table and one heading."), "warn")
            return
        layout = replace(self.layout_now(), name=kept.name, title=kept.title)
        made = replace(
            with_layout(kept, layout),
            addressed_to=_lines(self.addressed_to),
            recipients=_lines(self.recipients),
            legal_bases=tuple(self.bases.codes()),
        )
        self.working(_("Saving…"))
        self._desk.do(
            save_template, made, seen=made.version if made.id else None, then=self.finished_well, failed=self.refused
        )

    def refused(self, error: BaseException) -> None:
        """Beside its field what is about one."""
        super().refused(error)
        if problems := getattr(error, "problems", ()):
            self.bar.clear()
            self._show_form()
            self.form.show_problems(problems)


def _lines(note: NoteInput) -> tuple[str, ...]:
    return tuple(line.strip() for line in str(note.read() or "").split("\n") if line.strip())


def copied(template: ReportTemplate, names: Sequence[str]) -> ReportTemplate:
    """A layout to begin another with, under a name that is free."""
    name = _("{name} (copy)").format(name=template.name)
    while name in names:
        name = _("{name} (copy)").format(name=name)
    return ReportTemplate(
        **{
            field: getattr(template, field)
            for field in ("kind", "valid_from", "valid_to", "title", "tables", "grouping", "headings")
        }
        | {field: getattr(template, field) for field in ("addressed_to", "recipients", "legal_bases", "sealed")}
        | {"name": name}
    )
