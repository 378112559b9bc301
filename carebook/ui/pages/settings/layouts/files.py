"""The file of a layout at the edge of the program: its text read from the disk, and what is wrong with it line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QWidget

from carebook.rules.report_layouts import LONGEST_FILE, BadLayout
from carebook.ui.parts import theme
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column
from carebook.ui.parts.table import ALWAYS, Column, RecordTable
from carebook.words import _, ngettext

_SHOWN_FAULTS = 5
_MOST_BYTES = 4 * LONGEST_FILE


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with a file: its line, and why."""

    line: str
    why: str

    @property
    def id(self) -> str:
        return f"{self.line} {self.why}"


def text_of(path: Path) -> str | Fault:
    """The text of a file, or why it is none; OSError when it cannot be read."""
    if path.stat().st_size > _MOST_BYTES:
        return Fault("1", _("The file is longer than 200,000 letters; is it the right one?"))
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        return Fault(str(line), _("Not written in UTF-8. Save the file again as UTF-8 text."))


def faults_in(error: BaseException) -> list[Fault]:
    """What a refusal says of the file; nothing when it is of another kind."""
    if isinstance(error, BadLayout):
        return [Fault(str(line), str(why)) for line, why in error.problems]
    return [Fault("–", str(problem.message)) for problem in getattr(error, "problems", ())]


class RefusedFile(QWidget):
    """Hidden until a file is refused."""

    def __init__(self) -> None:
        super().__init__()
        self._sentence = label("", "strong", "danger", wrap=True)
        self.faults = RecordTable(
            [
                Column("line", _("Line"), lambda fault: fault.line, 64, 0, ALWAYS, "right"),
                Column("why", _("Why it is refused"), lambda fault: fault.why, 300, 1, ALWAYS),
            ],
            _("What is wrong with the file"),
        )
        self.setLayout(column(self._sentence, self.faults, gap=4, margins=(24, 4, 20, 8)))
        self.hide()

    def show_faults(self, file_name: str, faults: Sequence[Fault]) -> None:
        """Say that a file was not added, and why."""
        many = ngettext(
            "“{file}” was not added, {n} line is wrong. Nothing was changed.",
            "“{file}” was not added, {n} lines are wrong. Nothing was changed.",
            len(faults),
        )
        self._sentence.setText(many.format(file=file_name, n=len(faults)))
        self.faults.show_records(faults)
        self.faults.setFixedHeight(theme.worn().scaled(34 * (1 + min(len(faults), _SHOWN_FAULTS))))
        self.show()
        self.faults.setFocus()
