"""What is pressed: buttons with sign and key hint, figures that open their people, pills, segments."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QIcon, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QWidget

from carebook.ui.parts import theme
from carebook.ui.parts.layouts import Flow, column, row

_TONE_OF_KIND = {"primary": "on_primary", "ghost": "primary", "link": "primary", "danger": "danger"}
_WEIGHT_OF_KIND = {"primary": 600, "danger": 600, "ghost": 500, "link": 500}
_PADDING_OF_KIND = {"link": 4, "ghost": 18}
_GAP = 6
_SIGN = 16


class Pressed(QPushButton):
    """A push button that Enter presses as Space does, wherever it stands; Qt does so in dialogs only.

    It never becomes a window of its own: before it stands somewhere, to be visible only means not to be hidden there.
    """

    def setVisible(self, visible: bool) -> None:
        if visible and self.parentWidget() is None:
            self.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
        else:
            super().setVisible(visible)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held:
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)


class Pill(QPushButton):
    """A word that is chosen or not. Chosen it stands in bold letters; it is wide enough for them from the start."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.setProperty("kind", "pill")
        self.setCheckable(True)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return _wide_enough(super().sizeHint(), self.text(), "small")

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Button(Pressed):
    """A push button with a sign and, faintly, the key that does the same.

    ``kind``: "" plain, "primary" (one a page), "danger", "ghost" (in bars), "link" (words that act). ``key`` such as
    "Ctrl+S" is shown; with ``listens`` it also becomes the button's shortcut inside its window.
    """

    def __init__(self, text: str, kind: str = "", icon: str = "", key: str = "", *, listens: bool = True) -> None:
        super().__init__(text)
        self._icon, self._key = icon, key
        self._shown_key = key
        self._kind = kind
        if icon:
            theme.drawing(icon)  # a missing one is found here, not while painting
        self.setProperty("kind", kind)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
        self._listens = bool(key) and listens
        self._take_key()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        super().setText(text)
        self._take_key()
        self.setAccessibleName(text)
        self.updateGeometry()

    @property
    def kind(self) -> str:
        """What it looks like now."""
        return self._kind

    def change_kind(self, kind: str) -> None:
        """Look like another kind: the primary of a page is plain while a sheet with its own stands open."""
        self._kind = kind
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)
        self.updateGeometry()
        self.update()

    def tell_key(self, told: bool) -> None:
        """Whether its key is shown: where there is little room it goes before the words do."""
        self._shown_key = self._key if told else ""
        self.updateGeometry()
        self.update()

    def change_icon(self, icon: str) -> None:
        """Another sign."""
        theme.drawing(icon)
        self._icon = icon
        self.updateGeometry()
        self.update()

    def _take_key(self) -> None:
        """Listen to the key; setting the text lets a shortcut go."""
        if self._listens:
            self.setShortcut(QKeySequence(self._key))

    def _metrics(self) -> tuple[float, float, float]:
        """The widths of sign, words and key hint, each with the gap before the next."""
        words = self.text()
        sign = (_SIGN + (_GAP if words else 0)) if self._icon else 0.0
        weight = _WEIGHT_OF_KIND.get(self._kind, 400)
        hint = QFontMetricsF(theme.font("small")).horizontalAdvance(self._shown_key) + 10 if self._shown_key else 0.0
        return sign, QFontMetricsF(theme.font("base", weight)).horizontalAdvance(words), hint

    def sizeHint(self) -> QSize:
        padding = _PADDING_OF_KIND.get(self._kind, 26 if self.text() else 18)
        return QSize(round(sum(self._metrics()) + padding + 1), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.icon = QIcon()
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        if self._kind == "primary" and self.hasFocus():
            self._part_ring(painter)
        tone = self._tone()
        sign, words, hint = self._metrics()
        text, weight = self.text(), _WEIGHT_OF_KIND.get(self._kind, 400)
        room = self.width() - sign - hint - 2
        if words > room:  # squeezed it ends in "…" as other words do
            text = theme.elided(text, max(0, int(room)), "base", weight, theme.worn().points)
            words = QFontMetricsF(theme.font("base", weight)).horizontalAdvance(text)
        x = (self.width() - sign - words - hint) / 2
        if self._icon:
            theme.paint_icon(painter, self._icon, tone, x, (self.height() - _SIGN) / 2, _SIGN)
        painter.setPen(theme.colour(tone))
        painter.setFont(theme.font("base", weight))
        self._line(painter, x + sign, text)
        if self._shown_key:
            painter.setOpacity(0.85)
            painter.setFont(theme.font("small"))
            self._line(painter, x + sign + words + 10, self._shown_key)
        painter.end()

    def _part_ring(self, painter: QPainter) -> None:
        """A line between the focus ring and the filled ground, which are too near in colour."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("sheet"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 2.5, -2.5, -2.5), 4, 4)

    def _tone(self) -> str:
        """Signs that stand alone are muted, words that act are not."""
        if not self.isEnabled() or (self._kind == "ghost" and not self.text()):
            return "text2"
        return _TONE_OF_KIND.get(self._kind, "text")

    def _line(self, painter: QPainter, x: float, text: str) -> None:
        painter.drawText(QRectF(x, 0, self.width(), self.height()), Qt.AlignmentFlag.AlignVCenter, text)


class FigureButton(Pressed):
    """ "38 có mặt": a number and its word on one baseline, without a box; pressing opens its people."""

    def __init__(self, number: str = "–", word: str = "", tone: str = "text") -> None:
        super().__init__()
        self._word, self._tone = word, tone
        self.setProperty("kind", "figure")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_number(number, tone)

    def show_number(self, number: str, tone: str = "text") -> None:
        self._number, self._tone = number, tone
        self.setAccessibleName(f"{number} {self._word}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        number = QFontMetricsF(theme.font("figure", 600)).horizontalAdvance(self._number)
        word = QFontMetricsF(theme.font()).horizontalAdvance(self._word)
        return QSize(round(number + word + 8 + 8), theme.worn().scaled(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        large = theme.font("figure", 600)
        metrics = QFontMetricsF(large)
        base = (self.height() + metrics.capHeight()) / 2
        painter.setPen(theme.colour(self._tone))
        painter.setFont(large)
        painter.drawText(4, round(base), self._number)
        painter.setPen(theme.colour("text2" if self._tone == "text" else self._tone))
        painter.setFont(theme.font())
        painter.drawText(round(4 + metrics.horizontalAdvance(self._number) + 8), round(base), self._word)
        painter.end()


class _Choice(Pressed):
    """One of some words. Chosen it stands in bold letters; it is wide enough for them from the start."""

    def __init__(self, words: str, kind: str) -> None:
        super().__init__(words)
        self._size = "small" if kind == "pill" else "base"
        self.setProperty("kind", kind)
        self.setCheckable(True)
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return _wide_enough(super().sizeHint(), self.text(), self._size)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def _wide_enough(hint: QSize, words: str, size: str) -> QSize:
    """The size of a button whose words may turn bold."""
    bold = QFontMetricsF(theme.font(size, 600)).horizontalAdvance(words)
    more = bold - QFontMetricsF(theme.font(size)).horizontalAdvance(words)
    return QSize(hint.width() + ceil(max(0.0, more)), hint.height())


class _Chooser(QFrame):
    """Some buttons of which one is chosen; arrows walk, as between radio buttons. One without words yet is not shown."""

    chosen = Signal(str)

    _kind = ""

    def __init__(self, choices: Sequence[tuple[str, str]], current: str | None = None) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._keys: list[str] = []
        for key, text in choices:
            button = _Choice(text, self._kind)
            if not text:
                button.hide()
            self._group.addButton(button, len(self._keys))
            self._keys.append(key)
        self._group.idClicked.connect(self._tell)
        if self._keys:
            self.choose(current if current is not None else self._keys[0])

    def buttons(self) -> list[QPushButton]:
        return [button for button in self._group.buttons() if isinstance(button, QPushButton)]

    def current(self) -> str:
        """The key of the chosen one, "" when there is none."""
        index = self._group.checkedId()
        return self._keys[index] if index >= 0 else ""

    def choose(self, key: str) -> None:
        """Show ``key`` as chosen, without the signal."""
        self._group.button(self._keys.index(key)).setChecked(True)

    def rename(self, key: str, text: str) -> None:
        """Other words on one button, for example with a new count."""
        button = self._group.button(self._keys.index(key))
        comes = bool(text) and not button.text()
        button.setText(text)
        if comes:
            self._show(button)
        button.setAccessibleName(text)

    def _show(self, button: QWidget) -> None:
        """Show one more. Qt would lay everything around it out at once, and anew for the next; so all come with one laying out."""
        if (layout := self.layout()) is not None:
            layout.setEnabled(False)
            button.show()
            layout.setEnabled(True)
            layout.update()

    def _tell(self, index: int) -> None:
        self.chosen.emit(self._keys[index])


class Pills(_Chooser):
    """Filters as pills, wrapped where the width ends: ``Pills([("all", "Tất cả  22"), …])``; ``chosen(key)``."""

    _kind = "pill"

    def __init__(self, choices: Sequence[tuple[str, str]], current: str | None = None) -> None:
        super().__init__(choices, current)
        self.setLayout(Flow(*self.buttons()))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)


class Segments(_Chooser):
    """Two to four views of the same thing, side by side on one ground; ``chosen(key)``."""

    _kind = "segment"

    def __init__(self, choices: Sequence[tuple[str, str]], current: str | None = None) -> None:
        super().__init__(choices, current)
        self.setObjectName("segments")
        self.setLayout(row(*self.buttons(), gap=0, margins=2))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()


class Rail(_Chooser):
    """Many places one under another, at the side of what they show; ``chosen(key)``."""

    _kind = "rail"

    def __init__(self, choices: Sequence[tuple[str, str]], current: str | None = None) -> None:
        super().__init__(choices, current)
        for button in self.buttons():
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setLayout(column(*self.buttons(), None, gap=1))


def on_key(widget: QWidget, key: str, slot: object, *, whole_window: bool = False) -> QShortcut:
    """Call ``slot`` when ``key`` is pressed inside ``widget`` (or anywhere in its window)."""
    shortcut = QShortcut(QKeySequence(key), widget)
    shortcut.setContext(
        Qt.ShortcutContext.WindowShortcut if whole_window else Qt.ShortcutContext.WidgetWithChildrenShortcut
    )
    shortcut.activated.connect(slot)
    return shortcut
