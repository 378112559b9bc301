"""The page while something long is done before the book opens: making the sample book, closing with a backup."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from carebook.ui.parts.clerk import Job
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import box, column
from carebook.ui.parts.states import Progress
from carebook.ui.sign_in.frame import BookOnSight, FirstPage, sheet_of


class WaitingPage(FirstPage):
    """What is being done, why it takes a while, how far it is, and [Stop]."""

    place = "waiting"

    def __init__(self, book: BookOnSight | None, now: Callable[[], datetime], title: str, text: str) -> None:
        super().__init__(book, now)
        self.progress = Progress()
        words: tuple[QWidget, ...] = (label(title, "h2"), label(text, "muted", wrap=True))
        inside = column(*words, 12, self.progress, None, gap=8, margins=(32, 28, 32, 20))
        self.put(sheet_of(box(inside), height=200))

    def follow(self, job: Job, sentence: str) -> None:
        """Show how far ``job`` is; see `Progress.follow`."""
        self.progress.follow(job, sentence)
