"""One item of a sheet with its answer: chosen by one key, or typed; what is wrong with it stands under it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from carebook.records.declaration import Kind
from carebook.records.instrument_files import AnswerKind, Item
from carebook.ui.parts import theme
from carebook.ui.parts.answering.choice_button import ChoiceButton
from carebook.ui.parts.fields.typing import Input, LineInput, NumberInput
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import Flow, box, column, row
from carebook.ui.parts.strips import said_value
from carebook.words import Message, _

_SHORT = 60  # up to so many letters an answer stands beside others; longer ones stand under each other
_WORDS_WIDTH = 190


class ItemRow(QFrame):
    """One item with its answer. ``answered`` after a change; ``stepped(by)`` asks for another item; ``left`` when one goes on."""

    answered = Signal()
    stepped = Signal(int)
    left = Signal()

    def __init__(self, item: Item, number: str, note: str) -> None:
        super().__init__()
        self.item = item
        self.number = number
        self._frozen = False
        self._words = label(f"{number}. {item.words}" if number else item.words, wrap=True)
        self._line = label("", "small", wrap=True)
        self._sign = Sign("circle-alert", "danger", 14)
        self._complaint = box(row(self._sign, (self._line, 1), gap=6))
        self._complaint.hide()
        hints = [label(text, "small", wrap=True) for text in (item.hint, note) if text]
        head = box(column(self._words, *hints, None, gap=2))
        head.setFixedWidth(theme.worn().scaled(_WORDS_WIDTH))
        self._answer: QVBoxLayout = column(gap=4)
        self._whole: QHBoxLayout = row(head, (column(self._answer, self._complaint, None, gap=3), 1), gap=14, margins=8)
        self.setLayout(self._whole)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setAccessibleName(self._words.text())

    def value(self) -> float | str | None:
        """The answer as it counts; None while there is none, or it cannot be read."""
        raise NotImplementedError

    def raw(self) -> Any:
        """What stands there, as JSON can hold it."""
        raise NotImplementedError

    def set_raw(self, raw: Any) -> None:
        """Show what ``raw()`` gave before."""
        raise NotImplementedError

    def show_value(self, value: float | str | None) -> None:
        """Show an answer; None for nothing."""
        raise NotImplementedError

    def mark_last(self, value: float | str | None) -> None:
        """Mark what was answered last time."""
        raise NotImplementedError

    def problem(self) -> Message | None:
        """Why what stands there cannot be read."""
        return None

    def is_typing(self) -> bool:
        """Whether somebody is typing into it now, and is not told yet that it is impossible."""
        return False

    def freeze(self, frozen: bool) -> None:
        """Only show, or let answer."""
        self._frozen = frozen

    def complain(self, sentence: object, tone: str = "danger") -> None:
        """Say under the item what is wrong with its answer; "" for nothing."""
        words = str(sentence)
        self._line.setText(words)
        self._line.setProperty("tone", tone)
        self._sign.change("circle-alert" if tone == "danger" else "triangle-alert", tone)
        theme.restyle(self._line)
        self._complaint.setVisible(bool(words))

    def complaint(self) -> str:
        """What is said under the item."""
        return "" if self._complaint.isHidden() else self._line.text()

    def step_by_key(self, event: QKeyEvent) -> bool:
        """Up, Down and Enter go to another item; False for other keys."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held:
            return False
        match event.key():
            case Qt.Key.Key_Up:
                self.stepped.emit(-1)
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.stepped.emit(1)
            case _:
                return False
        return True


class ChoiceRow(ItemRow):
    """Answered by the key of a choice; Left and Right walk through the choices, Backspace takes the answer back."""

    def __init__(self, item: Item, number: str, note: str, *, points: bool) -> None:
        super().__init__(item, number, note)
        long = any(len(choice.words) > _SHORT for choice in item.choices)
        self.buttons = [ChoiceButton(choice, points=points, long=long) for choice in item.choices]
        for button in self.buttons:
            button.clicked.connect(partial(self._pressed, button))
        if long:
            self._answer.addLayout(column(*self.buttons, gap=4))
        else:
            self._answer.addLayout(Flow(*self.buttons))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._describe()

    def chosen(self) -> ChoiceButton | None:
        """The answer that is chosen."""
        return next((button for button in self.buttons if button.isChecked()), None)

    def value(self) -> float | str | None:
        button = self.chosen()
        return button.choice.value if button else None

    def raw(self) -> Any:
        return self.value()

    def set_raw(self, raw: Any) -> None:
        self.show_value(raw)

    def show_value(self, value: float | str | None) -> None:
        for button in self.buttons:
            button.setChecked(button.choice.value == value)
        self._describe()

    def mark_last(self, value: float | str | None) -> None:
        for button in self.buttons:
            button.mark_last(value is not None and button.choice.value == value)

    def freeze(self, frozen: bool) -> None:
        super().freeze(frozen)
        for button in self.buttons:
            button.setEnabled(not frozen)

    def _describe(self) -> None:
        button = self.chosen()
        keys = " · ".join(f"{one.choice.key} {one.choice.words}" for one in self.buttons)
        self.setAccessibleDescription(button.choice.words if button else _("Not answered. {keys}").format(keys=keys))

    def _answer_with(self, button: ChoiceButton | None) -> None:
        for one in self.buttons:
            one.setChecked(one is button)
        self._describe()
        self.complain("")
        self.answered.emit()

    def _pressed(self, button: ChoiceButton) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._answer_with(button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
        if self.step_by_key(event):
            return
        if held or self._frozen:
            super().keyPressEvent(event)
            return
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self._walk(1 if event.key() == Qt.Key.Key_Right else -1)
            case Qt.Key.Key_Backspace | Qt.Key.Key_Delete:
                self._answer_with(None)
            case _:
                self._take(event)

    def _walk(self, by: int) -> None:
        button = self.chosen()
        place = self.buttons.index(button) + by if button else (0 if by > 0 else len(self.buttons) - 1)
        self._answer_with(self.buttons[min(max(place, 0), len(self.buttons) - 1)])

    def _take(self, event: QKeyEvent) -> None:
        key = event.text().casefold()
        button = next((one for one in self.buttons if one.choice.key.casefold() == key), None)
        if button is not None:
            self._answer_with(button)
            self.stepped.emit(1)
        elif key.isalnum():
            keys = " · ".join(one.choice.key for one in self.buttons)
            self.complain(_("“{key}” is the key of no answer here: {keys}.").format(key=event.text(), keys=keys))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()
        self.left.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.setBrush(theme.colour("tint"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
            painter.end()


class TypedRow(ItemRow):
    """Answered by typing: a number, or words."""

    def __init__(self, item: Item, number: str, note: str) -> None:
        super().__init__(item, number, note)
        self._is_number = item.kind is AnswerKind.NUMBER
        self.input: Input = NumberInput(Kind.MEASURE) if self._is_number else LineInput()
        self.input.name_as(" ".join(filter(None, (self.accessibleName(), item.unit))))
        self.input.touched.connect(self._touched)
        self.input.left.connect(self.left)
        self.input.target.installEventFilter(self)
        self._last = label("", "small")
        span = f"{said_value(item.low)}–{said_value(item.high)}" if self._is_number else ""
        around = [label(text, "muted") for text in (item.unit, f"({span})" if span else "") if text]
        self._answer.addLayout(row((self.input, 0 if self._is_number else 1), *around, 8, self._last, None))
        self.setFocusProxy(self.input)

    def value(self) -> float | str | None:
        found = self.input.read()
        return None if isinstance(found, Message) else found

    def raw(self) -> Any:
        return self.input.raw()

    def set_raw(self, raw: Any) -> None:
        self.input.set_raw(raw)

    def show_value(self, value: float | str | None) -> None:
        self.input.write(value)

    def mark_last(self, value: float | str | None) -> None:
        words = value if isinstance(value, str) else "" if value is None else said_value(value)
        self._last.setText(_("last time {value}").format(value=words) if words else "")

    def problem(self) -> Message | None:
        found = self.input.read()
        return found if isinstance(found, Message) else None

    def is_typing(self) -> bool:
        return self.input.target.hasFocus()

    def freeze(self, frozen: bool) -> None:
        super().freeze(frozen)
        self.input.setEnabled(not frozen)

    def complain(self, sentence: object, tone: str = "danger") -> None:
        super().complain(sentence, tone)
        bad = {"danger": "error", "warn": "warning"}.get(tone, "") if str(sentence) else ""
        self.input.target.setProperty("bad", bad)
        theme.restyle(self.input.target)

    def _touched(self) -> None:
        self.complain("")
        self.answered.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and self.step_by_key(event):  # type: ignore[arg-type]
            return True
        return super().eventFilter(watched, event)
