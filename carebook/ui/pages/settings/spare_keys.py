"""Spare keys: which printed keys open the book when no password does, since when, who keeps them, and printing new ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from carebook import dates
from carebook.actions.custodians import name_custodians, renew_recovery_key
from carebook.store import custodians, keys
from carebook.store.book import Reader
from carebook.ui.pages.settings.tab import Tab
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.dialogs import DeedDialog
from carebook.ui.parts.key_papers import custodian_paper_of, paper_of, print_papers
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.ui.parts.page import Page
from carebook.words import _, message


class SpareKeysTab(Tab):
    """The recovery key in the safe, and the three papers of which two open the book."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self.recovery = label("", wrap=True)
        self.custodians = label("", wrap=True)
        self.renew = Button(_("Print a new recovery key…"), icon="printer")
        self.renew.clicked.connect(self._renew)
        self.name = Button("", icon="users")
        self.name.clicked.connect(self._name)
        self.name.hide()  # until it is known what it does
        inside = column(
            section_head(_("Recovery key")),
            self.recovery,
            label(
                _("One paper in the safe. Whoever has it opens the book alone. A new one makes the old one worthless."),
                "small",
                wrap=True,
            ),
            4,
            row(self.renew, None),
            20,
            section_head(_("Custodians")),
            self.custodians,
            label(
                _(
                    "Three papers for three people. Any two of them together give a director or deputy director a one-time"
                    " password; one alone opens nothing. New papers make the old ones worthless."
                ),
                "small",
                wrap=True,
            ),
            4,
            row(self.name, None),
            None,
            gap=6,
            margins=(24, 16, 20, 16),
        )
        self.setLayout(column(scrolling(box(inside)), gap=0))

    def refresh(self) -> None:
        def read(reader: Reader) -> custodians.SpareKeys:
            return custodians.spare_keys(reader)

        self.desk.ask(self, read, self._show)

    def _show(self, found: custodians.SpareKeys) -> None:
        day = dates.today_in_vietnam(found.recovery_since) if found.recovery_since else None
        self.recovery.setText(
            str(message("In force since {day}.", day=dates.written(day))) if day else _("There is no recovery key.")
        )
        if found.custodians and found.custodians_since is not None:
            names = ", ".join(f"{one.number} {one.name}" for one in found.custodians)
            said = message(
                "In force since {day}, set {mark}: {names}.",
                day=dates.written(dates.today_in_vietnam(found.custodians_since)),
                mark=found.custodians[0].papers,
                names=names,
            )
            self.custodians.setText(str(said))
        else:
            self.custodians.setText(_("No custodians were named yet."))
        self.name.setText(_("Print new papers…") if found.custodians else _("Name custodians…"))
        self.name.setVisible(self.desk.may("name_custodians"))

    def _renew(self) -> None:
        self._finish(RecoveryDialog(self.desk, self))

    def _name(self) -> None:
        self._finish(CustodiansDialog(self.desk, self))

    def _finish(self, dialog: PaperDialog) -> None:
        change = dialog.outcome()
        if change is not None:
            self.page.say(change.said)
            self.refresh()


class PaperDialog(DeedDialog):
    """Prints a new key, asks for it to be typed back, and only then puts it in force."""

    def __init__(self, desk: Desk, parent: QWidget, title: str, text: str) -> None:
        super().__init__(parent, title, text)
        self.setMinimumWidth(600)
        self.desk = desk
        self.change: Any = None
        self.lines: dict[str, QLineEdit] = {}
        self._wrong = label("", "small", "danger", wrap=True)
        self._wrong.hide()

    def line(self, field: str, name: str, hint: str = "") -> QWidget:
        """A line with its label; what stands against it is said under all of them."""
        made = self.lines[field] = QLineEdit()
        made.setAccessibleName(name)
        made.setPlaceholderText(hint)
        return box(column(label(name, "strong"), made, None, gap=4))

    def finish_layout(self, deed: str) -> None:
        """The printing, the sentence of what is wrong, and the buttons."""
        self.print_button = Button(_("Print…"), icon="printer")
        self.print_button.clicked.connect(self._print)
        self.contents.addWidget(self._wrong)
        self.go = self.add_button("do", deed, "primary")
        self.go.clicked.disconnect()
        self.go.clicked.connect(self._go)
        self.add_button("", _("Go back"))

    def papers(self) -> Sequence[str]:
        """What is printed, as rich text, a page each."""
        raise NotImplementedError

    def do(self) -> None:
        """Put what was printed in force."""
        raise NotImplementedError

    def _print(self) -> None:
        printed = print_papers(self, self.papers())
        if printed is None:
            self.complain(_("This PC has no printer. Write the groups down by hand, each on its own paper."))

    def _go(self) -> None:
        self.go.setEnabled(False)
        self.do()

    def done_with(self, change: Any) -> None:
        """The deed is done."""
        self.change = change
        self.accept()

    def refused(self, error: BaseException) -> None:
        """Say what stands against it; what was typed stays."""
        self.go.setEnabled(True)
        for problem in getattr(error, "problems", ())[:1]:
            self.complain(str(problem.message))
            if problem.field in self.lines:
                self.lines[problem.field].setFocus()

    def complain(self, words: str) -> None:
        """Say it under the lines."""
        self._wrong.setText(words)
        self._wrong.show()

    def outcome(self) -> Any:
        """Ask; the Change of the deed, or None when the person went back. The key stays in no widget afterwards."""
        answered = self.exec()
        self.deleteLater()
        return self.change if answered else None


class RecoveryDialog(PaperDialog):
    """A new recovery key: print it, type two groups back."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            desk,
            parent,
            _("Print a new recovery key"),
            _("It is shown only now. The old one opens the book until this one is put in force."),
        )
        self.code = keys.new_recovery_code()
        shown = label(self.code, "strong", wrap=True)
        shown.setAccessibleName(self.code)
        self.contents.addWidget(shown)
        second, seventh = (
            self.line("second", _("Group 2 of the paper")),
            self.line("seventh", _("Group 7 of the paper")),
        )
        old = self.line("old_code", _("Recovery key so far"), _("only where the center signs with keys of its own"))
        self.finish_layout(_("Put in force"))
        self.contents.insertWidget(1, row_of(self.print_button))
        self.contents.insertWidget(2, box(row((second, 1), (seventh, 1), gap=12)))
        self.contents.insertWidget(3, old)

    def papers(self) -> Sequence[str]:
        return [paper_of(self.code, self.desk.facility.name, self.desk.today())]

    def do(self) -> None:
        typed = {name: line.text() for name, line in self.lines.items()}
        self.desk.do(
            renew_recovery_key,
            self.code,
            typed["second"],
            typed["seventh"],
            old_code=typed["old_code"],
            then=self.done_with,
            failed=self.refused,
        )


class CustodiansDialog(PaperDialog):
    """Three custodians: their names, their papers printed, each typed back."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(
            desk,
            parent,
            _("Papers for three custodians"),
            _("Type the names, print, and type each paper back. The groups are shown only now."),
        )
        self.made = custodians.new_set()
        for number, paper in enumerate(self.made.papers, 1):
            name = self.line(f"name_{number}", str(message("Custodian {number}", number=number)))
            typed = self.line(f"paper_{number}", str(message("Paper {number} typed back", number=number)), paper)
            self.lines[f"paper_{number}"].setPlaceholderText(_("8 groups of 4"))
            shown = label(paper, "small")
            shown.setAccessibleName(paper)
            self.contents.addWidget(box(row((name, 1), (box(column(typed, shown, gap=2)), 2), gap=12)))
        self.finish_layout(_("Put in force"))
        self.contents.insertWidget(0, row_of(self.print_button))

    def names(self) -> list[str]:
        """The three names as typed."""
        return [self.lines[f"name_{number}"].text() for number in (1, 2, 3)]

    def papers(self) -> Sequence[str]:
        center, today = self.desk.facility.name, self.desk.today()
        return [
            custodian_paper_of(paper, number, name, center, today)
            for number, (paper, name) in enumerate(zip(self.made.papers, self.names(), strict=True), 1)
        ]

    def do(self) -> None:
        typed = [self.lines[f"paper_{number}"].text() for number in (1, 2, 3)]
        self.desk.do(name_custodians, self.made, self.names(), typed, then=self.done_with, failed=self.refused)


def row_of(button: Button) -> QWidget:
    """A button at the left of its own line."""
    return box(row(button, None))
