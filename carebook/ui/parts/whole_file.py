"""Taking the whole file of a stay out of the book, as papers or as data: what of it, what for, the line in the reading log,
progress with a stop."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QWidget

from carebook.actions.exports import export_interchange, export_whole_file
from carebook.places import write_whole
from carebook.rules.whole_file import PART_WORDS, FilePart
from carebook.store.book import Reader
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button, Segments
from carebook.ui.parts.clerk import Job, Stopped
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.fields import Choice, Tick
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.states import Progress
from carebook.words import N_, Message, _, message, speaking

REASONS = (
    ("file", N_("The file on paper")),
    ("transfer", N_("Handed over to another center")),
    ("authority", N_("Asked for by the managing agency")),
    ("inspection", N_("Inspection")),
    ("other", N_("Another reason")),
)
_OTHER = "other"
_STEM = "ho-so"  # of the file's name, which names nobody
PAPERS, DATA = "papers", "data"
Gather = Callable[[Reader], Any]
Draw = Callable[[Any], bytes]


class WholeFileDialog(DeedDialog):
    """Papers with which parts, or data, and what for. ``wants_file(parts, kept files, reason, saved)``, else to be seen and
    printed, or ``wants_data(reason)`` when it is said."""

    wants_file = Signal(list, bool, str, bool)
    wants_data = Signal(str)

    def __init__(self, parent: QWidget | None, name: str, *, with_data: bool = True) -> None:
        title = _("Take out the whole file of {name}").format(name=name)
        super().__init__(
            parent, title, _("The file holds names. Who took it out, when and why stays in the reading log.")
        )
        self.form = Segments([(PAPERS, _("Papers (PDF)")), (DATA, _("Data for other programs (FHIR)"))])
        self.form.setVisible(with_data)
        self.form.chosen.connect(self._show_form)
        self.parts = {part: Tick(_(PART_WORDS[part])) for part in FilePart}
        self.kept_files = Tick(_("With the scans, photos and PDF files kept in the record"))
        for tick in (*self.parts.values(), self.kept_files):
            tick.setChecked(True)
            tick.toggled.connect(self._allow)
        self.reason = Choice([(code, _(words)) for code, words in REASONS])
        self.reason.setAccessibleName(_("What it is for"))
        self.reason.activated.connect(self._show_words)
        self.words = QLineEdit()
        self.words.setAccessibleName(_("Reason in words"))
        self.words.setPlaceholderText(_("Reason in words"))
        self.words.textChanged.connect(self._allow)
        self.words.hide()
        self.of_papers = box(
            column(label(_("Parts of the file"), "small"), *self.parts.values(), 4, self.kept_files, gap=6)
        )
        self.of_data = label(
            _(
                "The approved plans, goals, measures, scales and sessions of this stay, for the program of a hospital or"
                " another center. A protected record goes without a name."
            ),
            "muted",
            wrap=True,
        )
        self.of_data.hide()
        self.choices = box(
            column(
                row(self.form, None),
                4,
                self.of_papers,
                self.of_data,
                8,
                label(_("What it is for"), "small"),
                row(self.reason, (self.words, 1), gap=8),
                gap=6,
            )
        )
        self.progress = Progress()
        self.told = label("", tone="danger", wrap=True)
        self.told.hide()
        self.contents.addWidget(self.choices)
        self.contents.addWidget(self.progress)
        self.contents.addWidget(self.told)
        self.see = self.add_button("see", _("See and print"))
        self.take = self.add_button("take", _("Save PDF…"), "primary")
        for button, saved in ((self.see, False), (self.take, True)):
            button.clicked.disconnect()
            button.clicked.connect(partial(self._give, saved))
        self.back = self.add_button("", _("Go back"))

    def _show_form(self, _chosen: str) -> None:
        of_papers = self.form.current() == PAPERS
        self.of_papers.setVisible(of_papers)
        self.of_data.setVisible(not of_papers)
        self.see.setVisible(of_papers)
        self.take.setText(_("Save PDF…") if of_papers else _("Save data…"))
        self._allow()

    def _show_words(self) -> None:
        self.words.setVisible(self.reason.code() == _OTHER)
        if self.words.isVisibleTo(self):
            self.words.setFocus()
        self._allow()

    def chosen(self) -> list[FilePart]:
        """The parts that are ticked."""
        return [part for part, tick in self.parts.items() if tick.isChecked()]

    def said_reason(self) -> str:
        """What the file is for, in Vietnamese since its cover says it; "" while another reason has no words yet."""
        if self.reason.code() == _OTHER:
            return self.words.text().strip()
        with speaking("vi"):
            return _(dict(REASONS)[self.reason.code()])

    def _allow(self) -> None:
        something = self.form.current() == DATA or bool(self.chosen())
        for button in (self.see, self.take):
            button.setEnabled(something and bool(self.said_reason()))

    def _give(self, saved: bool) -> None:
        self.told.hide()
        if self.form.current() == DATA:
            self.wants_data.emit(self.said_reason())
        else:
            self.wants_file.emit(self.chosen(), self.kept_files.isChecked(), self.said_reason(), saved)

    def show_working(self, working: bool) -> None:
        """While the file is made nothing can be chosen; going back then means stopping first."""
        self.choices.setEnabled(not working)
        for button in (self.see, self.take, self.back):
            button.setEnabled(not working)

    def say(self, sentence: str) -> None:
        """What stands against it, under the choices."""
        self.told.setText(sentence)
        self.told.show()

    def reject(self) -> None:
        """Closing the window while the file is made stops the work first."""
        if self.choices.isEnabled():
            super().reject()
        else:
            self.progress.stopped.emit()


class SeenFile(QDialog):
    """A file that was drawn: seen, printed, saved. What leaves of it was noted before it was drawn."""

    def __init__(self, parent: QWidget | None, title: str, pdf: bytes, file_name: str) -> None:
        super().__init__(parent)
        from carebook.ui.parts.preview import PdfPreview

        self._pdf, self._file_name = pdf, file_name
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.bar = MessageBar()
        self.preview = PdfPreview()
        self.preview.setAccessibleName(_("Preview"))
        self.preview.printed.connect(self._printed)
        self.save_button = Button(_("Save PDF…"), icon="save")
        self.save_button.clicked.connect(self._choose_place)
        back = Button(_("Go back"))
        back.clicked.connect(self.reject)
        for button in (self.save_button, back):
            button.setAutoDefault(False)
        head = row(ElidedLabel(title, "h3"), margins=(16, 12, 16, 6))
        foot = row(None, self.save_button, back, gap=8, margins=(16, 8, 16, 12))
        self.setLayout(column(head, row(self.bar, margins=(16, 0, 16, 0)), (self.preview, 1), foot, gap=0))
        self.resize(900, 720)
        self.preview.show_pdf(pdf)

    def _printed(self, done: bool) -> None:
        if done:
            self.bar.say(_("Sent to the printer."), "ok")
        else:
            self.bar.say(_("The paper was not printed."), "warn")

    def _choose_place(self) -> None:
        path, _chosen = QFileDialog.getSaveFileName(self, _("Save the file"), self._file_name, "*.pdf")
        if path:
            self.save(Path(path))

    def save(self, path: Path) -> None:
        """Write the file to ``path``."""
        try:
            write_whole(path, self._pdf)
        except OSError:
            self.bar.say(message("“{file}” could not be written. Choose another place.", file=path.name), "danger")
        else:
            self.bar.say(_saved(path), "ok")


def _saved(path: Path) -> Message:
    return message("Saved “{file}”. Outside the book it is no longer encrypted.", file=path.name)


class WholeFileOut(QObject):
    """The file of one stay at a time. ``said(sentence, tone)`` tells the page what happened."""

    said = Signal(object, str)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._job: Job | None = None
        self.seen: SeenFile | None = None

    def begin(self, episode_id: str, name: str) -> None:
        """Ask what of it and what for; the dialog stays until the file is saved or the person goes back."""
        dialog = WholeFileDialog(self._page, name, with_data=self._desk.may("export_interchange"))
        dialog.wants_file.connect(partial(self._choose_place, dialog, episode_id))
        dialog.wants_data.connect(partial(self._choose_place_for_data, dialog, episode_id))
        dialog.exec()
        if self._job is not None:
            self._job.cancel()
        dialog.deleteLater()

    def _choose_place(
        self,
        dialog: WholeFileDialog,
        episode_id: str,
        parts: list[FilePart],
        kept_files: bool,
        reason: str,
        saved: bool,
    ) -> None:
        path = self._place(dialog, _STEM, "pdf") if saved else None
        if path is not None or not saved:
            self.take_out(dialog, episode_id, parts, kept_files, reason, path)

    def _choose_place_for_data(self, dialog: WholeFileDialog, episode_id: str, reason: str) -> None:
        if (path := self._place(dialog, "fhir", "json")) is not None:
            self.take_out_data(dialog, episode_id, reason, path)

    def _place(self, dialog: WholeFileDialog, stem: str, ending: str) -> Path | None:
        name = self._name(stem, ending)
        path, _chosen = QFileDialog.getSaveFileName(dialog, _("Save the file"), name, f"*.{ending}")
        return Path(path) if path else None

    def _name(self, stem: str, ending: str) -> str:
        """What the file is called: it names nobody."""
        return f"{stem}-{self._desk.today():%Y%m%d}.{ending}"

    def take_out(
        self,
        dialog: WholeFileDialog,
        episode_id: str,
        parts: list[FilePart],
        kept_files: bool,
        reason: str,
        path: Path | None,
    ) -> None:
        """The papers: leave the line in the reading log, then gather, draw and save; without ``path`` show them."""
        job = self._begun(dialog)
        gather, draw = _papers(self._desk, job, episode_id, parts, kept_files, reason)
        done = partial(self._save, dialog, path) if path is not None else partial(self._show, dialog)
        self._desk.do(
            export_whole_file,
            episode_id,
            reason=reason,
            then=lambda _change: self._make(dialog, job, gather, draw, done),
            failed=partial(self._refused, dialog),
        )

    def take_out_data(self, dialog: WholeFileDialog, episode_id: str, reason: str, path: Path) -> None:
        """The data: leave the line in the reading log, then gather, write down and save."""
        job = self._begun(dialog)
        gather, draw = _data(self._desk, episode_id)
        self._desk.do(
            export_interchange,
            "FHIR",
            reason=reason,
            episode_id=episode_id,
            then=lambda _change: self._make(dialog, job, gather, draw, partial(self._save, dialog, path)),
            failed=partial(self._refused, dialog),
        )

    def _begun(self, dialog: WholeFileDialog) -> Job:
        dialog.show_working(True)
        self._job = job = Job(self)
        job.ended.connect(partial(self._ended, dialog, job))
        dialog.progress.stopped.connect(job.cancel)
        return job

    def _refused(self, dialog: WholeFileDialog, error: BaseException) -> None:
        dialog.show_working(False)
        unmade = _("The file could not be made. Nothing was saved.")
        dialog.say(str(error) if getattr(error, "problems", ()) else unmade)

    def _make(
        self, dialog: WholeFileDialog, job: Job, gather: Gather, draw: Draw, done: Callable[[bytes], object]
    ) -> None:
        dialog.progress.follow(job, _("Drawing {done}/{total} papers"))
        self._desk.clerk.make(gather, draw, done, partial(self._refused, dialog), job=job)

    def _ended(self, dialog: WholeFileDialog, job: Job) -> None:
        self._job = None
        if job.is_stopped():
            dialog.show_working(False)
            dialog.say(_("Stopped. Nothing was saved."))

    def _show(self, dialog: WholeFileDialog, made: bytes) -> None:
        dialog.show_working(False)
        dialog.accept()
        self.seen = SeenFile(self._page, dialog.windowTitle(), made, self._name(_STEM, "pdf"))
        self.seen.open()

    def _save(self, dialog: WholeFileDialog, path: Path, made: bytes) -> None:
        try:
            write_whole(path, made)
        except OSError:
            dialog.show_working(False)
            dialog.say(str(message("“{file}” could not be written. Choose another place.", file=path.name)))
            return
        self.said.emit(_saved(path), "ok")
        dialog.show_working(False)
        dialog.accept()


def _papers(
    desk: Desk, job: Job, episode_id: str, parts: list[FilePart], kept_files: bool, reason: str
) -> tuple[Gather, Draw]:
    """How the papers are gathered and drawn, half of the way each; loads the drawing libraries off the window's thread."""
    by, today, content = desk.actor, desk.today(), desk.book.blob

    def gather(reader: Reader) -> Any:
        from carebook.reports import whole_file

        try:
            return whole_file.gather(
                reader,
                episode_id,
                parts,
                by=by,
                today=today,
                reason=reason,
                kept_files=kept_files,
                progress=lambda done, total: job.report(done // 2, total),
                cancelled=job.is_stopped,
            )
        except whole_file.Stopped:
            raise Stopped from None

    def draw(file: Any) -> bytes:
        from carebook.reports import whole_file

        try:
            return whole_file.draw(
                file,
                content,
                progress=lambda done, total: job.report((total + done) // 2, total),
                cancelled=job.is_stopped,
            )
        except whole_file.Stopped:
            raise Stopped from None

    return gather, draw


def _data(desk: Desk, episode_id: str) -> tuple[Gather, Draw]:
    """How the data are gathered and written down."""
    today, now = desk.today(), desk.now()

    def gather(reader: Reader) -> Any:
        from carebook.exchange import fhir

        return fhir.gather(reader, episode_id, today=today, now=now)

    def draw(record: Any) -> bytes:
        from carebook.exchange import fhir

        return fhir.written(record)

    return gather, draw
