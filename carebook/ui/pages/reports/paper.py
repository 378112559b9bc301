"""The report as it is printed: the draft, the closed version, or the signed file; and its copies on disk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from carebook.places import write_whole
from carebook.records.periods import ReportState
from carebook.reports import copies
from carebook.store import periods
from carebook.store.book import Reader
from carebook.ui.pages.reports.annexes import NamesNoted, no_names
from carebook.ui.pages.reports.gathering import ReportView
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column, row
from carebook.ui.parts.states import States
from carebook.words import _, message

_WITH_NAMES = (".pdf", ".docx")
_KINDS = {"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "json": "JSON"}


@dataclass(frozen=True)
class _Made:
    """The copies of a report; ``pdf`` is the signed file or the scan where there is one. From ``source`` the .docx is written."""

    key: str
    version: int
    pdf: bytes
    xlsx: bytes
    json: bytes
    source: copies.Source


class PaperView(QWidget):
    """Draws when first shown and whenever the report changes. ``said(sentence, tone)`` tells what was saved."""

    said = Signal(object, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        from carebook.ui.parts.preview import PdfPreview

        self._desk = desk
        self._made: _Made | None = None
        self._names = NamesNoted(desk)
        self._wanted: tuple[ReportView, Mapping[str, str]] | None = None
        self.words = label("", "small")
        self.preview = PdfPreview()
        self.states = States(self.preview)
        self.buttons: dict[str, Button] = {}
        for kind, words in (
            ("pdf", _("Save PDF…")),
            ("docx", _("Save Word…")),
            ("xlsx", _("Save Excel…")),
            ("json", _("Save JSON…")),
        ):
            self.buttons[kind] = Button(words, icon="save" if kind == "pdf" else "")
            self.buttons[kind].clicked.connect(partial(self._save, kind))
            self.buttons[kind].setEnabled(False)
        bar = row((self.words, 1), *self.buttons.values(), gap=8, margins=(24, 8, 20, 4))
        self.setLayout(column(bar, (self.states, 1), gap=0))

    def show_report(self, view: ReportView, typed: Mapping[str, str]) -> None:
        """Draw the report; ``typed`` is the narrative of an open one."""
        self._made, self._wanted = None, (view, typed)
        for button in self.buttons.values():
            button.setEnabled(False)
        self.words.setText(" · ".join(filter(None, (_what(view), view.layout.name))))
        annexes = view.annexes if view.snapshot is not None else ()
        if not self._names.may_show(annexes):
            self.states.show_empty(no_names())
            return
        self.states.show_loading()
        self._names.note(view.snapshot, annexes, partial(self._draw, view, typed), self._not_drawn)

    def _draw(self, view: ReportView, typed: Mapping[str, str]) -> None:
        if self._wanted is None or self._wanted[0] is not view:
            return
        desk, key, snapshot, cutoff = self._desk, view.key, view.snapshot, view.figures.period.cutoff
        signed = view.signed[0].file_hash if view.signed else view.ink.scan_hash if view.ink else ""

        def gather(_reader: Reader) -> tuple[copies.Source, bytes | None]:
            with desk.book.reading_masked(desk.now()) as reader:
                source = copies.gather(reader, key, desk.now(), draft=snapshot is None, cutoff=cutoff)
                return replace(source, narrative=typed), periods.kept_file(reader, signed) if signed else None

        def draw(given: tuple[copies.Source, bytes | None]) -> _Made:
            source, file = given
            drawn = copies.draw(source)
            version = snapshot.report_version if snapshot else 0
            return _Made(key, version, file or drawn.pdf, drawn.xlsx, drawn.json, source)

        desk.clerk.make(gather, draw, self._show, self._not_drawn)

    def _show(self, made: _Made) -> None:
        self._made = made
        self.preview.show_pdf(made.pdf)
        self.states.show_content()
        for button in self.buttons.values():
            button.setEnabled(True)

    def _not_drawn(self, _error: BaseException) -> None:
        self.states.show_failed(self._again, _("The paper could not be drawn. The figures are safe."))

    def _again(self) -> None:
        if self._wanted is not None:
            self.show_report(*self._wanted)

    def _save(self, kind: str) -> None:
        made = self._made
        if made is None:
            return
        version = f"b{made.version}" if made.version else "ban-nhap"
        name = f"bao-cao-{made.key}-{version}_so-lieu.{kind}"
        path, _chosen = QFileDialog.getSaveFileName(self, _("Save the report"), name, f"{_KINDS[kind]} (*.{kind})")
        if path:
            self.write(kind, Path(path))

    def write(self, kind: str, path: Path) -> None:
        """Write one copy to ``path`` and say so; the .docx is made only now."""
        made = self._made
        if made is None:
            return
        keep = partial(self._keep, path)
        if kind == "docx":
            source = made.source
            self._desk.clerk.make(lambda _reader: source, copies.docx, keep, partial(self._not_written, path))
        else:
            keep({"pdf": made.pdf, "xlsx": made.xlsx, "json": made.json}[kind])

    def _keep(self, path: Path, content: bytes) -> None:
        try:
            write_whole(path, content)
        except OSError as error:
            self._not_written(path, error)
            return
        names = self._made is not None and bool(self._made.source.annexes) and path.suffix in _WITH_NAMES
        said = (
            message("Saved “{file}”: it holds lists with names.", file=path.name)
            if names
            else message("Saved “{file}”: figures only, no names of people.", file=path.name)
        )
        self.said.emit(said, "ok")

    def _not_written(self, path: Path, _error: BaseException) -> None:
        self.said.emit(message("“{file}” could not be written. Choose another place.", file=path.name), "danger")


def _what(view: ReportView) -> str:
    """Which paper is shown."""
    snapshot = view.snapshot
    if snapshot is None:
        return _("Draft of today's figures; it bears “BẢN NHÁP”.")
    given = {"version": snapshot.report_version}
    if view.ink is not None:
        return _("Version {version}, the scan of the paper signed in ink.").format(**given)
    if snapshot.state is ReportState.PREPARER_SIGNED:
        return _("Version {version}, signed by the preparer.").format(**given)
    if view.signed:
        return _("Version {version}, signed.").format(**given)
    return _("Version {version}, closed, not signed yet.").format(**given)
