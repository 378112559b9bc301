"""The narrative of a report: what the figures say by themselves under each heading, and what is typed besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from carebook.reports import copies
from carebook.store.book import Reader
from carebook.ui.pages.reports.gathering import ReportView
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields.typing import NoteInput
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column, emptied, row, scrolling
from carebook.ui.parts.states import States
from carebook.words import _


@dataclass(frozen=True)
class Paragraph:
    """One heading as it is printed, with the sentences that follow from the figures. ``typed_there``: text may follow."""

    code: str
    heading: str
    sentences: tuple[str, ...]
    typed_there: bool


class NarrativeView(QWidget):
    """A field under every heading; ``touched`` when something was typed. Who may not close reads a closed version only."""

    touched = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._fields: dict[str, NoteInput] = {}
        self._kept: dict[str, str] = {}
        self._key = ""
        self._view: ReportView | None = None
        self.line = label("", "small", wrap=True)
        self._place = column(gap=4, margins=(24, 4, 28, 20))
        self.states = States(scrolling(box(column(self._place, None, gap=0))))
        self.setLayout(column(row(self.line, margins=(24, 8, 20, 4)), (self.states, 1), gap=0))

    def show_report(self, view: ReportView) -> None:
        """Ask for the sentences of the report; what is typed and not kept stays."""
        typed = self.typed() if self.is_dirty() and view.key == self._key else dict(view.narrative)
        kept = {code: text for code, text in view.narrative.items() if text}
        fixed = view.snapshot is not None and not self._desk.may("close_period")
        self._key, self._view = view.key, view
        self.line.setText(_line(closed=view.snapshot is not None, fixed=fixed))
        self.states.show_loading()
        desk, key, snapshot, cutoff = self._desk, view.key, view.snapshot, view.figures.period.cutoff

        def gather(_reader: Reader) -> copies.Source:
            with desk.book.reading_masked(desk.now()) as reader:
                found = copies.gather(reader, key, desk.now(), draft=snapshot is None, cutoff=cutoff, late=False)
            return replace(found, snapshot=replace(snapshot, narrative="{}") if snapshot else None)

        def show(paragraphs: list[Paragraph]) -> None:
            self._show(paragraphs, typed, kept, fixed)

        desk.clerk.make(gather, _paragraphs, show, self._not_read)

    def _show(self, paragraphs: list[Paragraph], typed: Mapping[str, str], kept: dict[str, str], fixed: bool) -> None:
        emptied(self._place)
        self._fields.clear()
        self._kept = kept
        for one in paragraphs:
            self._place.addSpacing(8)
            self._place.addWidget(label(one.heading, "h3", wrap=True))
            for sentence in one.sentences:
                self._place.addWidget(label(sentence, wrap=True))
            if not one.typed_there:
                continue
            if fixed:
                if words := typed.get(one.code, ""):
                    self._place.addWidget(label(words, wrap=True))
                elif not one.sentences:
                    self._place.addWidget(label(_("Nothing was written here."), "small"))
                continue
            field = NoteInput(2)
            field.name_as(one.heading)
            field.set_raw(typed.get(one.code, ""))
            field.touched.connect(self.touched)
            self._fields[one.code] = field
            self._place.addWidget(field)
        self.states.show_content()

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self._again)

    def _again(self) -> None:
        if self._view is not None:
            self.show_report(self._view)

    def typed(self) -> dict[str, str]:
        """What is typed, by the codes of the headings; empty ones are left out."""
        return {code: words for code, field in self._fields.items() if (words := field.read() or "")}

    def is_dirty(self) -> bool:
        """Whether something typed is not kept yet."""
        return bool(self._fields) and self.typed() != self._kept

    def mark_kept(self) -> None:
        """What stands there is kept as a draft."""
        self._kept = self.typed()


def _line(*, closed: bool, fixed: bool) -> str:
    """What happens to words typed here."""
    if fixed:
        return _("As it was closed. A new version can say something else.")
    if closed:
        return _("As it was closed. What is changed here is kept as a draft and goes into the next version.")
    return _(
        "Sentences from the figures stand by themselves. What is typed is kept as a draft and closed with the report."
    )


def _paragraphs(source: copies.Source) -> list[Paragraph]:
    """Every heading with its sentences, in the order of the layout, numbered as on paper; those it leaves out come last.

    Loads the drawing library; runs without the book.
    """
    from carebook.reports import narrative as sentences

    found = dict[str, tuple[str, ...]]()
    report = copies.report_of(source)
    for heading, words in sentences.narrative(report):
        found[heading.code] = words
    shown, part, item = [], 0, 0
    parents = {heading.part for heading in sentences.NARRATIVE if heading.part}
    every = [heading.code for heading in sentences.NARRATIVE if heading.code not in parents]
    for heading in sentences.arranged(report.layout.headings, every):
        if heading.part:
            item += 1
            number = f"{item}."
        else:
            part, item = part + 1, 0
            number = f"{_ROMAN[part - 1]}."
        shown.append(
            Paragraph(
                heading.code,
                f"{number} {heading.words}",
                found.get(heading.code, ()),
                heading.code not in parents,
            )
        )
    return shown


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV")
