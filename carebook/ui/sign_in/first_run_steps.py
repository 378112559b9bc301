"""What stands in the steps of the first run: how to begin, the first account, a folder, the recovery code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel

from carebook.actions.opening import confirm_recovery_code
from carebook.records.facility import Facility
from carebook.records.staff import StaffMember
from carebook.rules.problem import Problem
from carebook.store import errors
from carebook.ui.parts.bars import MessageBar
from carebook.ui.parts.buttons import Button, Segments
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.key_papers import LOST
from carebook.ui.parts.labels import ElidedLabel, label
from carebook.ui.parts.layouts import box, column, row
from carebook.ui.parts.passwords import NewPassword, PlainField
from carebook.words import N_, _

_PROFILE = ("name", "parent_agency", "symbol", "address", "place", "phone", "head_name", "head_post")
_SYMBOLS = {"center": "TTBTXH", "department": "SYT"}
"""What the papers of each kind of office are usually marked with."""
_KINDS = (("center", N_("A center's book")), ("department", N_("A department's book")))
_SAID = {
    "center": N_("The name, the parent agency and the address are printed on every paper."),
    "department": N_(
        "For the office that receives the reports of several centers and adds them up. It holds no records of people cared for."
    ),
}
_NAMED = {
    "center": {
        "name": (N_("Name of the center"), ""),
        "head_name": (N_("Head of the center"), ""),
        "parent_agency": (N_("Parent agency"), N_("for example Sở Y tế tỉnh Quảng Ninh")),
        "symbol": (N_("Symbol on papers"), N_("for example TTBTXH")),
    },
    "department": {
        "name": (N_("Name of the department"), ""),
        "head_name": (N_("Head of the department"), ""),
        "parent_agency": (N_("Parent agency"), N_("for example UBND tỉnh Quảng Ninh")),
        "symbol": (N_("Symbol on papers"), N_("for example SYT")),
    },
}


class StartStep(QFrame):
    """How to begin. ``wanted(what)``: "new", "another", "restore", "move", "sample"."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        ways = column(gap=10)
        for what, words, icon, kind in (
            ("new", _("Open a new book"), "plus", "primary"),
            ("another", _("Open a book that is there…"), "folder-open", ""),
            ("restore", _("Restore from backup…"), "hard-drive", ""),
            ("move", _("Move the book from an old PC"), "arrow-right", ""),
            ("sample", _("See the sample book"), "users", ""),
        ):
            way = Button(words, kind, icon)
            way.clicked.connect(partial(self.wanted.emit, what))
            ways.addWidget(way)
            if kind == "primary":
                self.setFocusProxy(way)
        note = label(
            _("The sample book holds people and events that are not real, to practise with."), "muted", wrap=True
        )
        self.setLayout(column(8, ways, 8, note, None, gap=8))


class ProfileStep(QFrame):
    """Whose book it is, and what its papers say about that office. ``chosen(kind)``: "center" or "department"."""

    chosen = Signal(str)

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.kind = Segments([(kind, _(words)) for kind, words in _KINDS], "center")
        self.kind.setAccessibleName(_("Whose book it is"))
        self._said = label("", "muted", wrap=True)
        self.form = Form([section("", Facility, *_PROFILE)], today, columns=1)
        self.form.load(Facility(name=""))
        self.kind.chosen.connect(self._turn)
        self.setLayout(column(row(self.kind, None), self._said, 4, (self.form, 1), gap=6))
        if (first := self.form.first()) is not None:
            self.setFocusProxy(first)
        self._turn("center")

    def _turn(self, kind: str) -> None:
        """What was typed stays; only the names of the fields and the usual symbol change."""
        self._said.setText(_(_SAID[kind]))
        for name, (words, hint) in _NAMED[kind].items():
            self.form.editor(name).rename(_(words), _(hint) if hint else "")
        if self.form.value("symbol") in _SYMBOLS.values():
            self.form.editor("symbol").set_value(_SYMBOLS[kind])
        self.chosen.emit(kind)

    def facility(self) -> Facility | None:
        """The office of the book; None when something is missing, which is said."""
        return self.form.record(Facility(name="", book_kind=self.kind.current()))


class ManagerStep(QFrame):
    """The first account: usually the director's."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self.form = Form([section("", StaffMember, "full_name", "post")], today, columns=1)
        self.form.editor("post").set_value("Giám đốc")
        self.login = PlainField(_("Sign-in name"), _("for example huongduong"))
        self.password = NewPassword(lambda: (str(self.form.value("full_name") or ""), self.login.text()))
        secrets = row((column(self.login, None), 1), (self.password, 1), gap=20)
        self.setLayout(column(self.form, secrets, None, gap=10))
        self.setFocusProxy(self.form.editor("full_name").input)

    def is_filled(self) -> bool:
        """Whether everything asked for was typed, right or not."""
        return all((self.form.value("full_name"), self.login.text(), self.password.second.text()))

    def member(self) -> StaffMember | None:
        """Who it is; None when something is missing, which is said."""
        found = self.form.record(StaffMember(full_name=""))
        if found is None:
            return None
        if not self.login.text():
            self.login.complain(_("The sign-in name is needed."))
            return None
        return found if self.password.password() is not None else None

    def show_problems(self, problems: list[Problem]) -> None:
        """Say each beside its field."""
        self.form.show_problems([problem for problem in problems if problem.field in self.form.names()])
        for problem in problems:
            if problem.field == "login":
                self.login.complain(problem.message)
            elif problem.field == "password":
                self.password.first.complain(problem.message)


class FolderStep(QFrame):
    """A folder to choose, with what stands against it. ``chosen(Path)``."""

    chosen = Signal(Path)

    def __init__(self, folder: Path | None, words: str, button: str, *, unsafe: Callable[[Path], None] | None) -> None:
        super().__init__()
        self.folder = folder
        self._unsafe = unsafe
        self._words = ElidedLabel(str(folder) if folder else _("No folder chosen"), "name")
        self.messages = MessageBar()
        self.button = Button(button, icon="folder-open")
        self.button.clicked.connect(self._choose)
        self.setLayout(column(label(words, "strong"), row((self._words, 1), self.button), self.messages, None, gap=8))
        self.setFocusProxy(self.button)

    def _choose(self) -> None:
        start = str(self.folder.parent) if self.folder else ""
        path = QFileDialog.getExistingDirectory(self, self.button.text(), start)
        if path:
            self.show_folder(Path(path))

    def show_folder(self, folder: Path) -> None:
        """Take a folder; say so when it would damage the book."""
        self.messages.clear()
        self._words.setWhole(str(folder))
        try:
            if self._unsafe is not None:
                self._unsafe(folder)
        except errors.BookError as error:
            self.folder = None
            self.messages.say(error.message, "danger")
        else:
            self.folder = folder
            self.chosen.emit(folder)


class KeyStep(QFrame):
    """The recovery code, shown once: print it, put it away, type two of its groups back."""

    def __init__(self, print_code: Callable[[], object]) -> None:
        super().__init__()
        self._code = ""
        self.groups = QLabel()
        self.groups.setTextFormat(Qt.TextFormat.RichText)
        self.groups.setAccessibleName(_("Recovery key"))
        self.print_button = Button(_("Print the recovery key…"), icon="printer")
        self.print_button.clicked.connect(print_code)
        self.messages = MessageBar()
        self.second = PlainField(_("Group 2"))
        self.seventh = PlainField(_("Group 7"))
        self.second.entered.connect(self.seventh.setFocus)
        self.setLayout(
            column(
                box(row(self.groups, None, margins=(16, 10, 16, 10)), "well"),
                row(self.print_button, None),
                self.messages,
                4,
                row((self.second, 1), (self.seventh, 1), gap=16),
                label(_(LOST), "small", wrap=True),
                None,
                gap=8,
            )
        )
        self.setFocusProxy(self.print_button)

    def show_code(self, code: str) -> None:
        """Show it in numbered groups."""
        self._code = code
        cells = [
            f"<td style='padding:3px 18px 3px 0'><span style='font-size:8pt'>{n}</span> "
            f"<span style='font-family:monospace;font-size:13pt'>{group}</span></td>"
            for n, group in enumerate(code.split("-"), 1)
        ]
        lines = "".join(f"<tr>{''.join(cells[n : n + 3])}</tr>" for n in range(0, len(cells), 3))
        self.groups.setText(f"<table>{lines}</table>")
        self.groups.setAccessibleDescription(code)

    def is_confirmed(self) -> bool:
        """Whether the two groups were typed back as they are; says which to look at otherwise."""
        if confirm_recovery_code(self._code, self.second.text(), self.seventh.text()):
            return True
        self.second.complain(_("Groups 2 and 7 are not as on the paper. Compare letter by letter."))
        return False

    def forget(self) -> None:
        """Show it no more."""
        self._code = ""
        self.groups.setText(_("The recovery key lies in the safe."))
        self.print_button.setEnabled(False)


class DoneStep(QFrame):
    """The book is open: what comes next. ``wanted(page)``."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._said = label("", "muted", wrap=True)
        self._ways: dict[str, list[Button]] = {}
        ways = column(gap=10)
        for kind, page, words, look, icon in (
            ("center", "lists", _("Import the Excel list"), "primary", "file-spreadsheet"),
            ("department", "receiving", _("Enter the centers that report"), "primary", "landmark"),
            ("", "settings", _("Give accounts"), "", "users"),
            ("center", "today", _("Go to Today"), "", "sun"),
        ):
            way = Button(words, look, icon)
            way.clicked.connect(partial(self.wanted.emit, page))
            self._ways.setdefault(kind, []).append(way)
            ways.addWidget(way)
        self.setLayout(column(self._said, 6, ways, None, gap=6))
        self.turn("center")

    def turn(self, kind: str) -> None:
        """Say it for a center or a department."""
        self._said.setText(
            _(
                "The book is open, with a signing key that has the password typed here."
                " Next: import the Excel list, give accounts, print the center's identity code."
            )
            if kind == "center"
            else _(
                "The book is open, with a signing key that has the password typed here."
                " Next: enter the centers that report, give accounts, compare each center's identity code."
            )
        )
        for whose, ways in self._ways.items():
            for way in ways:
                way.setVisible(whose in ("", kind))
