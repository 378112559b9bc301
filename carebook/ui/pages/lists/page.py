"""The page of an import: four steps from a spreadsheet to the book, and the one transaction at their end."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QSizePolicy

from carebook import dates
from carebook.actions.change import Change
from carebook.actions.lists import LoadedList, compare, import_list, load_list, reread
from carebook.rules.list_import import Decided, DistinctValue, Layout, to_remember
from carebook.store import facility
from carebook.store.book import Reader
from carebook.ui.pages.lists.beginning import FileStep
from carebook.ui.pages.lists.coding import WordsStep
from carebook.ui.pages.lists.columns import ColumnsStep
from carebook.ui.pages.lists.looked import Looked
from carebook.ui.pages.lists.preview import PreviewStep
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.clerk import Job
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel
from carebook.ui.parts.layouts import Stack, box, hairline, row
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import Progress
from carebook.ui.parts.strips import PathStrip
from carebook.words import N_, Message, _, message

FILE, COLUMNS, WORDS, PREVIEW = range(4)
_STEPS = (N_("File"), N_("Columns"), N_("Words and codes"), N_("Preview"))


class ListsPage(DeskPage):
    """Nothing is written before the last button; ``turn_to(file=…)`` begins with a file."""

    mine = frozenset()
    keys = (
        KeyHint("Ctrl+O", N_("choose a file")),
        KeyHint("Ctrl+PgDown", N_("next step")),
        KeyHint("Ctrl+PgUp", N_("step before")),
        KeyHint("Ctrl+S", N_("enter the people")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Import from Excel"))
        self.setAcceptDrops(True)
        self._looked: Looked | None = None
        self._waiting = 0  # readings under way; what is shown is not yet what was chosen
        self._entered = 0
        self.steps = PathStrip([(_(word), "") for word in _STEPS], FILE, compact=True)
        self.progress = Progress()
        self._stack = Stack()
        self._file = FileStep()
        self._columns = ColumnsStep()
        self._words = WordsStep(desk)
        self._preview = PreviewStep(desk)
        for step in (self._file, self._columns, self._words, self._preview):
            self._stack.addWidget(step)
        self._back = Button(_("Previous"), key="Ctrl+PgUp", listens=False)
        self._next = Button(_("Next"), "primary", key="Ctrl+PgDown", listens=False)
        self._write = Button("", "primary", key="Ctrl+S", listens=False)
        self._sum = ElidedLabel("", "muted")
        self._sum.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.put(
            box(row(self.steps, margins=(24, 4, 20, 4))),
            box(row(self.progress, margins=(24, 0, 20, 0))),
            hairline(),
            (self._stack, 1),
            Footer(self._sum, self._back, self._next, self._write),
        )
        self._file.chosen.connect(self.open_file)
        self._file.list_wanted.connect(self._see_residents)
        self._columns.changed.connect(self._map)
        self._preview.decided.connect(self._say_sum)
        self._preview.letters_decided.connect(self._turn_letters)
        self._back.clicked.connect(partial(self.step, -1))
        self._next.clicked.connect(partial(self.step, 1))
        self._write.clicked.connect(self.save)
        on_key(self, "Ctrl+PgUp", partial(self.step, -1))
        on_key(self, "Ctrl+PgDown", partial(self.step, 1))
        self._show_step(FILE)

    def turn_to(self, file: str = "") -> None:
        """Begin with a file, when one is named."""
        if file:
            self.open_file(file)

    # steps

    def current_step(self) -> int:
        """Which of FILE, COLUMNS, WORDS and PREVIEW is shown."""
        return self._stack.currentIndex()

    def step(self, by: int, _checked: bool = False) -> None:
        """Go to the next step or the one before; beyond the file only when one was read."""
        now, wanted = self.current_step(), self.current_step() + by
        if self._looked is None or not FILE <= wanted <= PREVIEW:
            return
        if now == WORDS and self._words.values() != self._looked.reading.values:
            self._look_again(self._looked.loaded, self._words.values())
        self._show_step(wanted)
        for begun in (self._columns, self._words, self._preview):
            if begun is self._stack.currentWidget():
                begun.begin()

    def _show_step(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        self.steps.show_steps([(_(word), "") for word in _STEPS], step)
        self._back.setVisible(step > FILE)
        self._next.setVisible(step < PREVIEW and self._looked is not None)
        self._write.setVisible(step == PREVIEW)
        if step == FILE:
            self._file.setFocus()

    # reading

    def open_file(self, name: str) -> None:
        """Read a file and show what its columns mean."""
        path, now, book = Path(name), self._desk.now(), self._desk.book
        job = Job(self)
        self.messages.clear()
        self.progress.follow(job, _("Reading the list…"))

        def read(reader: Reader) -> Looked | Message:
            from carebook.exchange.lists import UnreadableList

            try:
                loaded = load_list(book, path, now=now)
            except UnreadableList as unreadable:
                return unreadable.message
            return self._compared(reader, loaded)

        self.clerk.make(read, _same, self._read, self._not_read, job=job)

    def _compared(self, reader: Reader, loaded: LoadedList) -> Looked:
        """Runs off the window's thread."""
        plan = compare(self._desk.book, loaded.reading, by=self._desk.actor, now=self._desk.now())
        begins = facility.facility(reader).records_complete_from is None
        return Looked(loaded, loaded.reading, plan, begins)

    def _read(self, found: Looked | Message) -> None:
        if isinstance(found, Message):
            self.say(found, "danger")
            return
        self._preview.forget()
        self._columns.show_columns(found)
        self._take(found)
        self._show_step(COLUMNS)
        self._columns.begin()

    def _not_read(self, _error: BaseException) -> None:
        self._waiting = 0
        self.say(_("The file could not be read."), "danger")

    def _map(self, layout: Layout) -> None:
        if self._looked is not None:
            self._look_again(self._looked.loaded.with_layout(layout), None)

    def _turn_letters(self, decided: Decided) -> None:
        """Read the sheet again with cells of an old font in Unicode, or as they stand."""
        if self._looked is not None:
            loaded = self._looked.loaded.with_decided(decided)
            self._looked = replace(self._looked, loaded=loaded)  # the next cell may be decided before this is read
            self._look_again(loaded, None)

    def _look_again(self, loaded: LoadedList, values: tuple[DistinctValue, ...] | None) -> None:
        """Read the sheet once more under another mapping, and compare with the book; until then nothing can be written."""
        if self._looked is None:
            return
        now = self._desk.now()
        chosen = values if values is not None else self._looked.reading.values
        self._waiting += 1
        self._write.setEnabled(False)

        def read(reader: Reader) -> Looked:
            reading = reread(loaded, chosen, renew=values is None, today=dates.today_in_vietnam(now))
            return self._compared(reader, loaded.with_reading(reading))

        self.clerk.make(read, _same, self._taken, self._not_read)

    def _taken(self, looked: Looked) -> None:
        self._waiting -= 1
        if self._waiting == 0:  # an earlier mapping is of no interest any more
            self._take(looked)

    def _take(self, looked: Looked) -> None:
        self._looked = looked
        self._words.show_values(looked.reading.values)
        self._preview.show_preview(looked)
        self._say_sum()

    def _say_sum(self) -> None:
        if self._looked is None:
            self._sum.setWhole("")
            return
        plan, counts = self._looked.plan, self._looked.reading.counts
        n = len(plan.new) + len(self._preview.others())
        self._sum.setWhole(str(_summed(self._looked, n)))
        look = counts.to_look_at + counts.refused
        self._sum.setToolTip(str(message("{look} rows to look at", look=look)) if look else "")
        self._write.setText(str(message("Enter {n} people", n=n)))
        self._write.setEnabled(n > 0 and not self._waiting)

    # writing

    def save(self) -> None:
        """Write everybody new, in one transaction; it can be stopped, and undone afterwards."""
        if self._looked is None or self.current_step() != PREVIEW or not self._write.isEnabled():
            return
        job = Job(self)
        self.progress.follow(job, _("Entering {done}/{total} people"))
        self._write.setEnabled(False)
        reading = self._looked.reading
        self._desk.do(
            import_list,
            reading,
            source=self._looked.loaded.name,
            as_new=self._preview.others(),
            complete_from=self._preview.begins_on(),
            choices=to_remember(reading.values),
            progress=job.report,
            cancelled=job.is_stopped,
            then=partial(self.written, job),
            failed=partial(self.refused, job),
        )

    def written(self, job: Job, change: Any) -> None:
        """The people are in the book."""
        job.ended.emit()
        self._entered = change.result.imported
        self._looked = None
        self._preview.forget()
        self._say_sum()
        self._show_step(FILE)
        self._file.offer_list()
        self.tell_done(change)

    def _see_residents(self) -> None:
        self._desk.go("residents")

    def refused(self, job: Job, error: BaseException) -> None:
        """Stopped, or a failure of the world: nothing was written."""
        job.ended.emit()
        self._write.setEnabled(True)
        if job.is_stopped():
            self.say(_("Stopped. Nothing was written to the book."), "info")
        else:
            self.complain(error)

    def undone(self, _change: Change) -> None:
        self.say(message("Undone: the import of {n} people.", n=self._entered))

    # drag and drop

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.open_file(url.toLocalFile())
                return


def _same(found: Any) -> Any:
    return found


def _summed(looked: Looked, entered: int) -> Message:
    """What the list holds, in one sentence for the foot of the page."""
    counts, plan = looked.reading.counts, looked.plan
    if plan.entered_on is not None and not entered:
        return message(
            "This list was entered on {day}; nobody new, {n} cells differ from the book.",
            day=dates.written(plan.entered_on),
            n=len(plan.differences),
        )
    return message(
        "{rows} rows: {new} can be entered, {known} in the book, {repeated} repeated, {look} to look at."
        " Nothing is written yet.",
        rows=counts.rows,
        new=entered,
        known=len(plan.known) + len(plan.new) - entered,
        repeated=counts.duplicates,
        look=counts.to_look_at + counts.refused,
    )
