"""What stands where contents should be: loading, nothing, not readable; and the bar of work in progress."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from carebook.money import number
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.clerk import Job
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.words import _

LOADING_AFTER_MS = 300
Action = tuple[str, Callable[[], object]]


class States(Stack):
    """Contents, or a sentence in their place: opening, empty, failed."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.content = content
        self._sign = Sign("hourglass", "text2", 24)
        self._words = label("", "muted", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._words.setMaximumWidth(480)
        self._words.setMinimumWidth(280)
        self._buttons: QHBoxLayout = row(gap=8)
        signs = row(None, self._sign, None)
        words = row(None, (self._words, 10), None)
        buttons = row(None, self._buttons, None)
        self._place = box(column(None, signs, 4, words, 8, buttons, None, None, gap=4, margins=24))
        self.addWidget(content)
        self.addWidget(self._place)
        self._opening = False
        self._timer = QTimer(self, singleShot=True, interval=LOADING_AFTER_MS)
        self._timer.timeout.connect(self._show_opening)

    def show_content(self) -> None:
        """The contents are there."""
        self._timer.stop()
        self._turn_to(self.content)

    def show_loading(self) -> None:
        """An answer is on its way; "Đang mở…" comes only if it takes longer than 300 ms."""
        self._timer.start()

    def show_empty(self, sentence: object, *actions: Action, icon: str = "") -> None:
        """There is nothing: one muted sentence and a way to begin."""
        self._say(str(sentence), icon, actions)

    def show_failed(self, retry: Callable[[], object], sentence: object = "") -> None:
        """The contents could not be read."""
        self._say(str(sentence) or _("This part could not be read yet."), "circle-alert", ((_("Retry"), retry),))

    def says(self) -> str:
        """The answer that stands in the place of contents; "" when they are shown or still on their way."""
        return self._words.text() if self.currentWidget() is self._place and not self._opening else ""

    def is_opening(self) -> bool:
        """Whether the answer has been waited for so long that "Đang mở…" is shown."""
        return self._opening and self.currentWidget() is self._place

    def _show_opening(self) -> None:
        self._say(_("Opening…"), "hourglass", ())
        self._opening = True

    def _say(self, sentence: str, icon: str, actions: tuple[Action, ...]) -> None:
        self._timer.stop()
        self._opening = False
        self._words.setText(sentence)
        self._place.setAccessibleName(sentence)
        self._sign.setVisible(bool(icon))
        if icon:
            self._sign.change(icon, "text2")
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for text, then in actions:
            button = Button(text)
            button.clicked.connect(then)
            self._buttons.addWidget(button)
        self._turn_to(self._place)

    def _turn_to(self, shown: QWidget) -> None:
        """Show one side; the cursor stays here when it stood on the other, so that the keys of the page go on working.

        Also while another program is in front: then it is where the cursor comes back to.
        """
        before = self.window().focusWidget()
        stood = before is not None and self.isAncestorOf(before)
        self.setCurrentWidget(shown)
        stands = self.window().focusWidget()  # Qt has put it back where it stood on this side, when it ever did
        if not stood or stands is shown or (stands is not None and shown.isAncestorOf(stands) and stands.isVisible()):
            return
        first = self._buttons.itemAt(0) if shown is self._place else None
        goal = first.widget() if first is not None else None
        (goal or shown).setFocus()


class Progress(QFrame):
    """Work in progress: what is done, how far, and [Dừng]. Shown by ``follow(job, …)``, hidden when the job has ended."""

    stopped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pattern = ""
        self._words = label("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._stop = Button(_("Stop"))
        self._stop.clicked.connect(self._ask_to_stop)
        self._job: Job | None = None
        self.setLayout(row(self._words, self._bar, None, self._stop, gap=12, margins=(0, 4, 0, 4)))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    def follow(self, job: Job, sentence: str) -> None:
        """``sentence`` may hold {done} and {total}: "Importing {done}/{total} rows"; without them the bar only runs."""
        self._job, self._pattern = job, sentence
        self._bar.setAccessibleName(sentence.split("{")[0].strip())
        self._bar.setRange(0, 0)
        self._words.setText(sentence if "{" not in sentence else sentence.split("{")[0].strip() + "…")
        self._stop.setEnabled(True)
        job.progressed.connect(self._show_progress)
        job.ended.connect(self.hide)
        self.show()

    def _show_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._words.setText(self._pattern.format(done=number(done), total=number(total)))

    def _ask_to_stop(self) -> None:
        self._stop.setEnabled(False)
        self._words.setText(_("Stopping…"))
        if self._job is not None:
            self._job.cancel()
        self.stopped.emit()
