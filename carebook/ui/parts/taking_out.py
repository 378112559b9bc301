"""A list of people on its way out of the book: why, the line in the reading log, the drawing, where it is saved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook import dates
from carebook.actions.change import Change
from carebook.places import write_whole
from carebook.reports.grid import Value, numbered
from carebook.store.book import Reader
from carebook.ui.parts import dialogs
from carebook.ui.parts.desk import Desk
from carebook.words import _, message, ngettext, speaking

Kind = Literal["pdf", "xlsx"]
Lines = Sequence[Sequence[Value]]


@dataclass(frozen=True)
class PaperList:
    """What is to be drawn, in Vietnamese: ``lines`` reads one line a person, a cell under each of ``headings``."""

    kind: Kind
    title: str
    about: str
    headings: tuple[str, ...]
    people: int
    lines: Callable[[Reader], Lines]
    file_stem: str
    """The beginning of the proposed file name; the day follows. Names nobody."""
    whose: frozenset[str] | None = None
    """Of a list of the day's work: the ids of the people on it, so that who works with them may print it; else None."""
    under_alias: bool = False
    """Restricted people stand on it under their alias, whoever prints it."""


def may_print_work(desk: Desk) -> bool:
    """Whether lists of the day's work may be printed: by who prints for many people, or takes any list out."""
    return desk.may("print_batch") or desk.may("export_list")


class TakingOut(QObject):
    """One list at a time. ``said(sentence, tone)`` tells the page what happened; ``refused(error)``."""

    said = Signal(object, str)
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page

    def begin(self, wanted: PaperList) -> None:
        """Ask what the list is for; when it is said, note it, draw and save."""
        title = ngettext("Take out the list of {n} person", "Take out the list of {n} people", wanted.people)
        reasons = [
            ("work", _("Work inside the center")),
            ("authority", _("Asked for by the managing agency")),
            ("inspection", _("Inspection")),
            ("other", _("Another reason")),
        ]
        given = dialogs.ask_reason(
            self._page,
            title.format(n=wanted.people),
            reasons,
            text=_("The list holds names. Who took it out, when and why stays in the reading log."),
            words_for="other",
            deed=_("Print") if wanted.kind == "pdf" else _("Export"),
        )
        if given is not None:
            code, words = given
            self.note(wanted, words or dict(reasons)[code])

    def note(self, wanted: PaperList, reason: str) -> None:
        """Leave the line in the reading log, then draw and save."""

        def draw(_change: object) -> None:
            desk = self._desk
            desk.clerk.make(
                lambda reader: _lines(wanted, desk, reader),
                lambda lines: drawn(desk, wanted, lines),
                lambda content: self._save(wanted, content),
                self.refused.emit,
            )

        note_list(self._desk, wanted.title, wanted.people, wanted.whose, reason, draw, self.refused.emit)

    def _save(self, wanted: PaperList, content: bytes) -> None:
        name = f"{wanted.file_stem}-{self._desk.today():%Y%m%d}.{wanted.kind}"
        path, _chosen = QFileDialog.getSaveFileName(self._page, _("Save the list"), name, f"*.{wanted.kind}")
        if not path:
            self.said.emit(message("The list was not saved."), "info")
            return
        try:
            write_whole(Path(path), content)
        except OSError:
            self.said.emit(
                message("“{file}” could not be written. Choose another place.", file=Path(path).name), "danger"
            )
            return
        self.said.emit(message("Saved “{file}”.", file=Path(path).name), "ok")


def note_list(
    desk: Desk,
    title: str,
    people: int,
    whose: Collection[str] | None,
    reason: str,
    then: Callable[[object], object],
    failed: Callable[[BaseException], object],
) -> None:
    """Leave the line in the reading log before a list is drawn or shown. Who may not take lists out of the book prints a
    list of the day's work, which tells ``whose`` it is, as papers of these people; one that names nobody leaves no line.
    """
    if whose is not None and not whose:
        then(None)
    elif whose is None or desk.may("export_list"):
        desk.do(_export_list, people, reason=reason, then=then, failed=failed)
    else:
        desk.do(_print_batch, whose, title, reason=reason, whole=False, then=then, failed=failed)


def _export_list(*given: Any, **named: Any) -> Change:
    from carebook.actions.exports import export_list

    return export_list(*given, **named)


def _print_batch(*given: Any, **named: Any) -> Change:
    from carebook.actions.prints import print_batch  # stands on the papers of every subject

    return print_batch(*given, **named)


def _lines(wanted: PaperList, desk: Desk, reader: Reader) -> Lines:
    with speaking("vi"):
        if not wanted.under_alias:
            return wanted.lines(reader)
        with desk.book.reading_masked(desk.now()) as masked:
            return wanted.lines(masked)


def drawn(desk: Desk, wanted: PaperList, lines: Lines) -> bytes:
    """The list as a PDF or a workbook, in Vietnamese whatever the window speaks. Runs without the book."""
    from carebook.reports import lists, spreadsheet
    from carebook.reports.paper.facts import Letterhead

    facility = desk.facility
    with speaking("vi"):
        listed = numbered(wanted.headings, lines)
        if wanted.kind == "xlsx":
            return spreadsheet.list_workbook(listed, title=wanted.title, facility=facility.name, about=wanted.about)
        head = Letterhead(
            facility.parent_agency, facility.name, facility.symbol, facility.place, is_sample=facility.is_sample
        )
        by = f"{desk.actor.name} in lúc {dates.moment(desk.now(), desk.today())}"
        made = lists.draw(
            lists.PeopleList(
                letterhead=head, title=wanted.title.upper(), about=wanted.about, grid=listed, printed_by=by
            )
        )
        return made.pdf
