"""The question under a line of the round: why a dose was not given, or who witnessed it; answered by one key or a few words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit

from carebook.rules.doses import OTHER
from carebook.ui.pages.medication.table import RoundTable
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.fields import Choice, Choices
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import Flow, box, column, emptied, row
from carebook.words import _

Answer = tuple[str, str]


class QuestionStrip(QFrame):
    """Stands under the current line of the table and takes the keys until it is answered; Esc goes back to the table."""

    def __init__(self, table: RoundTable) -> None:
        super().__init__(table.viewport())
        self._table = table
        self._keys: dict[str, str] = {}
        self._then: Callable[[Answer], object] | None = None
        self._tells = False
        self._choice: Choice | None = None
        self._line: QLineEdit | None = None
        self.setObjectName("message")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAutoFillBackground(True)
        self._body = column(gap=6)
        self._whole = column(self._body, gap=0, margins=(14, 8, 14, 8))
        self.setLayout(self._whole)
        self.hide()
        table.verticalScrollBar().valueChanged.connect(self._stand)
        table.viewport().installEventFilter(self)
        table.picked.connect(self._walked_on)

    def is_open(self) -> bool:
        """Whether a question stands there."""
        return not self.isHidden()

    def tell(self, sentence: str) -> None:
        """Say why nothing was recorded on the current line; gone with the next step, and the keys stay with the table."""
        self._begin(sentence, "danger", None)
        self._tells = True
        self._show(None)

    def ask_reason(
        self, question: str, reasons: Sequence[tuple[str, str, str]], then: Callable[[Answer], object]
    ) -> None:
        """Ask why: ``reasons`` are (code, key, words); ``then`` gets the code and the words typed for another reason."""
        self._begin(question, "warn", then)
        buttons = []
        for code, key, words in reasons:
            button = Button(words, "ghost", key=key, listens=False)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(partial(self._choose, code))
            buttons.append(button)
        self._keys = {key: code for code, key, _words in reasons}
        self._body.addWidget(box(Flow(*buttons, gap=8)))
        self._show(self)

    def ask_witness(self, question: str, staff: Choices, chosen: str, then: Callable[[Answer], object]) -> None:
        """Ask who witnessed and their password; ``then`` gets the id of the staff member and the password."""
        self._begin(question, "warn", then)
        self._choice = Choice(staff, blank=True)
        self._choice.setAccessibleName(_("Witness"))
        self._choice.choose(chosen)
        self._choice.setMinimumWidth(theme.worn().scaled(220))
        self._line = self._text(_("Own password or PIN of the shift"))
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        confirm = Button(_("Confirm as witness"), key="Enter", listens=False)
        confirm.clicked.connect(self._give_witness)
        self._line.returnPressed.connect(self._give_witness)
        self._body.addLayout(row(self._choice, self._line, confirm, None, gap=8))
        self._show(self._line if chosen else self._choice)

    def _begin(self, question: str, tone: str, then: Callable[[Answer], object] | None) -> None:
        emptied(self._body)
        self._tells = False
        self.setProperty("tone", tone)
        theme.restyle(self)
        self._keys, self._choice, self._line, self._then = {}, None, None, then
        self._body.addLayout(row(Sign("circle-alert", tone), (label(question, "name", tone, wrap=True), 1), gap=8))
        self.setAccessibleName(question)

    def _text(self, words: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(words)
        line.setPlaceholderText(words)
        line.setMinimumWidth(theme.worn().scaled(270))
        line.setMaximumWidth(theme.worn().scaled(420))
        return line

    def _show(self, focus: QFrame | QLineEdit | Choice | None) -> None:
        self.show()
        self._stand()
        if self.geometry().bottom() > self._table.viewport().height():
            self._table.scrollTo(self._table.currentIndex(), RoundTable.ScrollHint.PositionAtTop)
            self._stand()
        self.raise_()
        if focus is not None:
            focus.setFocus()

    def _stand(self) -> None:
        """Under the current line."""
        if not self.is_open():
            return
        view = self._table
        line: QRect = view.visualRect(view.currentIndex())
        left = theme.worn().scaled(66)
        wide = view.viewport().width() - left - 8
        whole = self._whole
        high = whole.heightForWidth(wide) if whole.hasHeightForWidth() else self.sizeHint().height()
        self.setGeometry(left, line.bottom() + 1, wide, high)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._stand()
        return False

    def _walked_on(self, *_line: object) -> None:
        if self._tells:
            self.leave()

    # answering

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.text() in self._keys and self._line is None:
            self._choose(self._keys[event.text()])
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._line is None:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _choose(self, code: str, _checked: bool = False) -> None:
        if code != OTHER:
            self._give((code, ""))
            return
        if self._line is None:
            self._line = self._text(_("Reason in words"))
            self._line.returnPressed.connect(self._give_words)
            self._body.addWidget(self._line)
            self._stand()
        self._line.setFocus()

    def _give_words(self) -> None:
        if self._line is not None and (words := self._line.text().strip()):
            self._give((OTHER, words))

    def _give_witness(self) -> None:
        if self._choice is None or self._line is None:
            return
        if not self._choice.code():
            self._choice.setFocus()
        elif not self._line.text():
            self._line.setFocus()
        else:
            self._give((self._choice.code(), self._line.text()))

    def _give(self, answer: Answer) -> None:
        then, self._then = self._then, None
        self.leave()
        if then is not None:
            then(answer)

    def leave(self) -> None:
        """Go away without an answer."""
        if self.is_open():
            told, self._tells = self._tells, False
            self.hide()
            emptied(self._body)
            if not told:
                self._table.setFocus()
