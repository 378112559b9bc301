"""Words and signs that only show: labels, chips, key caps, state marks, faces, meters."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from carebook.ui.parts import theme
from carebook.ui.parts.layouts import box, column, row

KEYS = "keys"
"""The object name of key caps, which go first when a page folds."""

SHAPES = ("full", "half", "ring", "dash", "cross", "square")
"""State signs, read without their colour: done, partly, planned or waiting, excused, failed, clash or on a USB drive."""

_FIXED = QSizePolicy.Policy.Fixed
_SHRINKING = QSizePolicy.Policy.Maximum


def label(
    text: str = "", role: str = "", tone: str = "", *, wrap: bool = False, width: int | None = None, right: bool = False
) -> QLabel:
    """Words that are shown as they stand (never as rich text).

    ``role``: h1 h2 h3 figure strong name muted small small_name; ``tone``: danger warn ok info primary none text.
    """
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    if tone:
        made.setProperty("tone", tone)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    if wrap:
        made.setWordWrap(True)
        made.setMinimumWidth(40)
        made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        side |= Qt.AlignmentFlag.AlignTop
    else:
        side |= Qt.AlignmentFlag.AlignVCenter
    if width is not None:
        made.setFixedWidth(theme.worn().scaled(width))
    made.setAlignment(side)
    return made


def rich_label(html: str, role: str = "", tone: str = "") -> QLabel:
    """Words with marked parts; whoever calls has escaped everything a person typed (``html.escape``)."""
    made = label("", role, tone, wrap=True)
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setText(html)
    return made


class ElidedLabel(QLabel):
    """One line that gives way: what does not fit ends in "…" and is told in full by its tip."""

    def __init__(self, text: str = "", role: str = "", tone: str = "") -> None:
        super().__init__()
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setWhole(text)

    def setWhole(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def whole(self) -> str:
        """The text as it was given."""
        return self._whole

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 24))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Sign(QWidget):
    """An icon that follows the theme."""

    def __init__(self, name: str, tone: str = "text2", pixels: int = 16) -> None:
        super().__init__()
        theme.drawing(name)  # a missing one is found here, not while painting
        self._name, self._tone, self._pixels = name, tone, pixels
        self.setFixedSize(pixels, pixels)

    def change(self, name: str, tone: str) -> None:
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.paint_icon(painter, self._name, self._tone, 0, 0, self._pixels)
        painter.end()


class Chip(QFrame):
    """A tinted word with a sign, only for what must be seen first (allergy, risk, not closed); never a control."""

    def __init__(self, text: str, tone: str = "none", icon: str = "") -> None:
        super().__init__()
        self.setObjectName("chip")
        self.setProperty("tone", tone)
        self.words = label(text, tone=tone)
        signs = (Sign(icon, tone, 14),) if icon else ()
        self.setLayout(row(*signs, self.words, gap=5, margins=(7, 0, 8, 0)))
        self.setFixedHeight(theme.worn().scaled(22))
        self.setSizePolicy(_SHRINKING, _FIXED)
        self.setAccessibleName(text)


def key_cap(text: str) -> QLabel:
    """A key, drawn as on the keyboard."""
    made = label(text, "key")
    made.setFixedHeight(theme.worn().scaled(18))
    made.setSizePolicy(_SHRINKING, _FIXED)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return made


def key_caps(*pairs: tuple[str, str]) -> QFrame:
    """Keys with what they do, two to four at a time."""
    layout = row(gap=4)
    for index, (key, what) in enumerate(pairs):
        if index:
            layout.addSpacing(8)
        layout.addWidget(key_cap(key))
        layout.addWidget(label(what, "small"))
    return box(layout, KEYS)


def two_lines(first: str, second: str, tone: str = "", role: str = "name") -> QFrame:
    """A name over a small line, kept together."""
    return box(column(None, ElidedLabel(first, role), ElidedLabel(second, "small", tone), None, gap=0))


def section_head(title: str, count: str = "", *right: QWidget) -> QFrame:
    """The head of a section, always 30 pixels high so that neighbours line up."""
    counted = (label(count, "muted"),) if count else ()
    return box(row(label(title, "h3"), *counted, None, *right), height=theme.worn().scaled(30))


def paint_mark(painter: QPainter, place: QRectF, shape: str, tone: str) -> None:
    """Draw one of ``SHAPES`` inside ``place``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink, inner = theme.colour(tone), place.adjusted(1, 1, -1, -1)
    painter.setPen(QPen(ink, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match shape:
        case "full":
            painter.setBrush(ink)
            painter.drawEllipse(inner)
        case "ring":
            painter.drawEllipse(inner)
        case "half":
            painter.drawEllipse(inner)
            painter.setBrush(ink)
            painter.drawPie(inner, 90 * 16, -180 * 16)
        case "square":
            painter.setBrush(ink)
            painter.drawRect(inner)
        case "dash":
            y = inner.center().y()
            painter.drawLine(QPointF(inner.left(), y), QPointF(inner.right(), y))
        case "cross":
            painter.drawLine(inner.topLeft(), inner.bottomRight())
            painter.drawLine(inner.topRight(), inner.bottomLeft())
        case _:
            raise ValueError(shape)


class MarkSign(QWidget):
    """One state sign."""

    def __init__(self, shape: str, tone: str = "text2", pixels: int = 10) -> None:
        super().__init__()
        self._shape, self._tone = shape, tone
        self.setFixedSize(pixels, pixels)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_mark(painter, QRectF(self.rect()), self._shape, self._tone)
        painter.end()


def state(word: str, shape: str = "full", tone: str = "text2") -> QHBoxLayout:
    """The quiet state used in lists: a shape and a word, no box."""
    return row(MarkSign(shape, tone), label(word, tone=tone), gap=6)


def initials(name: str) -> str:
    """The first letters of the first and last word: "Trần Thị An" → "TA"; "?" without a name."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper() or "?"


class Face(QWidget):
    """Initials where there is no photo: square for the people cared for, round for staff."""

    def __init__(self, name: str = "", pixels: int = 40, *, staff: bool = False) -> None:
        super().__init__()
        self._name, self._staff = name, staff
        self.setFixedSize(pixels, pixels)
        self.setAccessibleName(name)

    def show_name(self, name: str) -> None:
        self._name = name
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("soft"))
        radius = self.width() / 2 if self._staff else self.width() * 0.2
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.setPen(theme.colour("primary"))
        painter.setFont(theme.font(self.width() * 0.27, 600))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, initials(self._name))
        painter.end()


class Meter(QWidget):
    """A thin bar for "n of m"; the numbers stand beside it in words, the bar only helps the eye."""

    def __init__(self, done: int = 0, of: int = 0, *, tone: str = "primary", width: int | None = 96) -> None:
        super().__init__()
        self._tone = tone
        self.setFixedHeight(12)
        if width is not None:
            self.setFixedWidth(width)
        self.show_share(done, of)

    def show_share(self, done: int, of: int) -> None:
        self._share = min(1.0, done / of) if of else 0.0
        self.setAccessibleName(f"{done}/{of}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        top = (self.height() - 4) / 2
        self._bar(painter, theme.colour("none_s"), self.width(), top)
        if self._share:
            self._bar(painter, theme.colour(self._tone), max(4.0, self.width() * self._share), top)
        painter.end()

    @staticmethod
    def _bar(painter: QPainter, ink: QColor, width: float, top: float) -> None:
        painter.setBrush(ink)
        painter.drawRoundedRect(QRectF(0, top, width, 4), 2, 2)


class WrappedWords:
    """Words painted over several lines, broken between words or, where one is too long, inside it; laid out once a width.

    ``size`` and ``weight`` as in ``theme.font``; ``through`` puts a line through them.
    """

    def __init__(
        self, text: str, size: str = "base", weight: int = 400, tone: str = "text", *, through: bool = False
    ) -> None:
        self.text = text
        self._look = (size, weight, tone, through)
        self._laid: QTextLayout | None = None
        self._width = -1

    def restyle(self) -> None:
        """Another theme or size is worn."""
        self._laid = None

    def _font(self) -> QFont:
        size, weight, _tone, through = self._look
        if not through:
            return theme.font(size, weight)
        struck = QFont(theme.font(size, weight))
        struck.setStrikeOut(True)
        return struck

    def _lay_out(self, width: int) -> QTextLayout:
        if self._laid is not None and width == self._width:
            return self._laid
        made = QTextLayout(self.text.replace("\n", "\u2028"), self._font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        made.setTextOption(option)
        made.beginLayout()
        y = 0.0
        while (line := made.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, y))
            y += line.height()
        made.endLayout()
        self._laid, self._width = made, width
        return made

    def height(self, width: int) -> float:
        """How high the words are when they may be so wide."""
        made = self._lay_out(width)
        last = made.lineCount() - 1
        return made.lineAt(last).y() + made.lineAt(last).height() if last >= 0 else 0.0

    def draw(self, painter: QPainter, x: float, y: float, width: int) -> float:
        """Paint them from a place on; returns their height."""
        painter.setPen(theme.colour(self._look[2]))
        self._lay_out(width).draw(painter, QPointF(x, y))
        return self.height(width)

    def draw_line(self, painter: QPainter, x: float, y: float, width: int, height: int) -> int:
        """Paint them on one line, cut with "…" to ``width``, in the middle of ``height``; returns how wide they are."""
        font = self._font()
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(self.text, Qt.TextElideMode.ElideRight, width)
        painter.setFont(font)
        painter.setPen(theme.colour(self._look[2]))
        painter.drawText(QRectF(x, y, width, height), Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)


def paint_chip(painter: QPainter | None, text: str, tone: str, icon: str, place: QRect, widest: int) -> int:
    """Paint a chip at the right end of ``place`` (at its left where its width is negative), cut to ``widest`` pixels; returns
    its width. Without a painter it is only measured."""
    font = theme.font("small", 500)
    metrics = QFontMetrics(font)
    beside = 15 + (19 if icon else 0)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(24, widest - beside))
    wide = metrics.horizontalAdvance(shown) + beside
    if painter is None:
        return wide
    high = theme.worn().scaled(22)
    left = place.left() if place.width() < 0 else place.right() + 1 - wide
    top = place.top() + (place.height() - high) / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(theme.ground(tone)))
    painter.drawRoundedRect(QRectF(left, top, wide, high), 4, 4)
    if icon:
        theme.paint_icon(painter, icon, tone, left + 7, top + (high - 14) / 2, 14)
    painter.setPen(theme.colour(tone))
    painter.setFont(font)
    painter.drawText(QRectF(left + beside - 8, top, wide - beside + 9, high), Qt.AlignmentFlag.AlignVCenter, shown)
    return wide
