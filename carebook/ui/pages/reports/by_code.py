"""A printed page in the hand: by the code at its foot, the very version it belongs to, and what became of that version."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from carebook.dates import today_in_vietnam, written
from carebook.records.enum_words import said
from carebook.records.periods import ReportState, Snapshot
from carebook.reports import copies
from carebook.reports import month as month_report
from carebook.reports.annexes import Annex
from carebook.rules.page_codes import digits_of, in_groups, problem_with
from carebook.store import page_codes, periods
from carebook.store.book import Reader
from carebook.ui.pages.reports.annexes import NamesNoted, no_names
from carebook.ui.pages.reports.gathering import said_period
from carebook.ui.parts import theme
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.states import States
from carebook.words import _, message


@dataclass(frozen=True)
class FoundVersion:
    """A version, the newest one of the same report, the file that was signed or scanned ("" while there is none), its lists."""

    snapshot: Snapshot
    newest: Snapshot
    file_hash: str
    annexes: tuple[Annex, ...] = ()


def found_version(reader: Reader, typed: str) -> FoundVersion | None:
    """The version whose pages bear the code."""
    snapshot = page_codes.version_with(reader, typed)
    if snapshot is None:
        return None
    signed, ink = periods.signed_files(reader, snapshot.id), periods.ink_signature(reader, snapshot.id)
    file = signed[0].file_hash if signed else ink.scan_hash if ink else ""
    newest = periods.newest_snapshot(reader, snapshot.period) or snapshot
    return FoundVersion(snapshot, newest, file, month_report.annexes_of(snapshot))


class VersionDialog(QDialog):
    """A code is typed or scanned; below stands the version as it was printed. ``opened(span, look)`` leads to its report."""

    opened = Signal(str, str)

    def __init__(self, desk: Desk, parent: QWidget | None, code: str = "") -> None:
        super().__init__(parent)
        from carebook.ui.parts.preview import PdfPreview

        self._desk = desk
        self._found: FoundVersion | None = None
        self._names = NamesNoted(desk)
        self.setWindowTitle(_("The version of a page"))
        self.setModal(True)
        self.code = QLineEdit(code)
        self.code.setAccessibleName(_("Code at the foot of the page"))
        self.code.setPlaceholderText(_("Code at the foot of the page, typed or scanned"))
        self.code.setMinimumWidth(theme.worn().scaled(360))
        self.search = Button(_("Find"), "primary", "search")
        self.search.setDefault(True)
        self.search.clicked.connect(self.look)
        self.title, self.about = ElidedLabel("", "h3"), ElidedLabel("", "small")
        self.bar = MessageBar()
        self.preview = PdfPreview()
        self.states = States(self.preview)
        self.report = Button(_("Go to this report"), icon="arrow-right")
        self.report.setAutoDefault(False)
        self.report.clicked.connect(self._open)
        back = Button(_("Go back"))
        back.setAutoDefault(False)
        back.clicked.connect(self.reject)
        head = row((self.code, 1), self.search, gap=8, margins=(16, 14, 16, 8))
        told = row(self.title, (self.about, 1), gap=10, margins=(16, 8, 16, 6))
        foot = row(None, self.report, back, margins=(16, 8, 16, 12))
        bar = row(self.bar, margins=(16, 0, 16, 0))
        self.setLayout(column(head, bar, told, (self.states, 1), foot, gap=0))
        self.resize(900, 720)
        self._show_none(_("The square beside the code can be scanned too."))
        if code:
            self.look()

    def look(self) -> None:
        """Look for the version the code names."""
        typed = self.code.text()
        self.bar.clear()
        if (problem := problem_with(typed)) is not None:
            self._show_none("")
            self.bar.say(problem, "danger")
            self.code.setFocus()
            return
        self._desk.ask(self, partial(found_version, typed=typed), self._show)

    def _show_none(self, sentence: str) -> None:
        self._found = None
        self.title.setWhole("")
        self.about.setWhole("")
        self.report.setEnabled(False)
        self.states.show_empty(sentence)

    def _show(self, found: FoundVersion | None) -> None:
        if found is None:
            self._show_none("")
            self.bar.say(_("No version in this book bears this code. Is the paper of another facility?"), "warn")
            return
        self._found = found
        snapshot = found.snapshot
        self.code.setText(in_groups(digits_of(self.code.text())))
        self.title.setWhole(_("Report of {month}").format(month=said_period(snapshot.period)))
        facts = [said(snapshot.state), _("number {number}").format(number=snapshot.number) if snapshot.number else ""]
        facts.append(written(snapshot.dated_on) if snapshot.dated_on else "")
        self.about.setWhole(" · ".join(filter(None, facts)))
        words, tone = what_became_of(found)
        self.bar.say(words, tone)
        self.report.setEnabled(True)
        if not self._names.may_show(found.annexes):
            self.states.show_empty(no_names())
            return
        self.states.show_loading()
        self._names.note(snapshot, found.annexes, partial(self._draw, found), self._not_drawn)

    def _draw(self, found: FoundVersion) -> None:
        desk, snapshot = self._desk, found.snapshot

        def gather(_reader: Reader) -> copies.Source | bytes:
            with desk.book.reading_masked(desk.now()) as reader:
                file = periods.kept_file(reader, found.file_hash) if found.file_hash else None
                return file or copies.gather(reader, snapshot.period, desk.now(), snapshot_id=snapshot.id)

        def draw(given: copies.Source | bytes) -> tuple[FoundVersion, bytes]:
            return found, given if isinstance(given, bytes) else copies.draw(given).pdf

        desk.clerk.make(gather, draw, self._show_paper, self._not_drawn)

    def _show_paper(self, made: tuple[FoundVersion, bytes]) -> None:
        found, pdf = made
        if found is self._found:
            self.preview.show_pdf(pdf)
            self.states.show_content()

    def _not_drawn(self, _error: BaseException) -> None:
        self.states.show_empty(_("The paper could not be drawn. The figures are safe."), icon="circle-alert")

    def _open(self) -> None:
        if self._found is not None:
            period = self._found.snapshot.period
            self.accept()
            self.opened.emit(period, "paper")


def what_became_of(found: FoundVersion) -> tuple[object, str]:
    """Whether the paper in the hand still counts, in a sentence, and the tone of it."""
    version, newest = found.snapshot.report_version, found.newest
    if newest.id != found.snapshot.id:
        told = message(
            "This paper is version {n}, replaced by version {newer} on {day}.",
            n=version,
            newer=newest.report_version,
            day=written(today_in_vietnam(newest.closed_at)),
        )
        return told, "warn"
    if newest.state is ReportState.REOPENED:
        return message("This paper is version {n}; its period was opened again since.", n=version), "warn"
    return message("This paper is version {n}, the one that counts.", n=version), "ok"


class VersionFinder(QObject):
    """Opens the dialog over a page. ``opened(span, look)`` as of the dialog."""

    opened = Signal(str, str)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self.dialog: VersionDialog | None = None

    def begin(self) -> None:
        """Ask for a code."""
        self.begin_with("")

    def begin_with(self, code: str) -> None:
        """Look for a code that is typed already."""
        self.dialog = VersionDialog(self._desk, self._page, code)
        self.dialog.opened.connect(self.opened)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.open()
