"""The bars around a page: its head, the message bar, its foot, the panel at its side."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import KEYS, ElidedLabel, Sign, label
from carebook.ui.parts.layouts import box, column, emptied, hairline, row, scrolling
from carebook.words import _

UNDO_SECONDS = 8
NARROW = 960
"""Below this width of the window, in logical pixels, pages fold."""
_CELL = 8
"""What stands between the edge of a list and its words."""
_BESIDE, _UNDER = (16, 12, 12, 12), (23, 16, 12, 12)
"""The margins of a panel at the side, and under a page, where it begins at the edge of the page's words."""

_ANY_WIDTH = 16_777_215

_ICON_OF_TONE = {
    "ok": "circle-check",
    "warn": "triangle-alert",
    "danger": "circle-alert",
    "info": "info",
    "none": "info",
}


class FactsLabel(ElidedLabel):
    """Facts joined by " · " that go one by one, the last first, where they do not fit; the tip tells all of them.

    With ``stays`` the first one ends in "…" before it goes. Where it was told the room there is, it is as wide as the facts
    it shows, so that what comes after stands close to them.
    """

    def __init__(self, text: str = "", role: str = "", tone: str = "") -> None:
        self.stays = False
        self._room: int | None = None
        super().__init__(text, role, tone)

    def give_room(self, width: int) -> None:
        """Show what fits into so many pixels."""
        self._room = width
        self._fit()

    def sizeHint(self) -> QSize:
        shown = self._whole if self._room is None else self.text()
        return QSize(self.fontMetrics().horizontalAdvance(shown) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def _fit(self) -> None:
        facts = self._whole.split(" · ")
        first, metrics, room = (
            facts[0],
            self.fontMetrics(),
            max(self.width() if self._room is None else self._room - 2, 0),
        )
        while facts and metrics.horizontalAdvance(" · ".join(facts)) > room:
            facts.pop()
        shown = " · ".join(facts)
        if not shown and self.stays:
            shown = metrics.elidedText(first, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class PageHeader(QFrame):
    """Title, one muted line beside it, filters left, actions right with the one primary last."""

    def __init__(self, title: str, line: str = "") -> None:
        super().__init__()
        self.title = label(title, "h1")
        self.line = FactsLabel(line, "muted")
        self.line.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.line.setVisible(bool(line))
        self._primaries: list[Button] = []
        self._left = row(gap=10)
        self._right = row(gap=10)
        self._right.addStrut(theme.worn().scaled(32))  # as high without buttons as with them
        self._whole = row(self.title, self.line, self._left, None, self._right, gap=10, margins=(24, 14, 20, 10))
        self.setLayout(self._whole)

    def show_line(self, text: str, *, always: bool = False) -> None:
        """The muted line: what is shown, how many, as far as it fits; with ``always`` (whose record it is) its beginning at least."""
        self.line.stays = always
        self.line.setWhole(text)
        self.line.setVisible(bool(text))

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            others = self._whole.sizeHint().width() - self.line.sizeHint().width()
            self.line.give_room(self.width() - others)
        return done

    def add_left(self, *widgets: QWidget) -> None:
        """Filters and choices, after the title."""
        for widget in widgets:
            self._left.addWidget(widget)

    def add_actions(self, *buttons: QWidget) -> None:
        """Actions at the right end, the primary last."""
        for button in buttons:
            self._right.addWidget(button)
            if isinstance(button, Button) and button.kind == "primary":
                self._primaries.append(button)

    def stand_back(self, back: bool) -> None:
        """Whether something with a primary of its own is being written: there is one primary on a page."""
        for button in self._primaries:
            button.change_kind("" if back else "primary")

    def fold(self, narrow: bool) -> None:
        """A smaller margin at the right while the window is narrow."""
        self._whole.setContentsMargins(24, 14, 16 if narrow else 20, 10)


class MessageBar(QFrame):
    """What happened, in one sentence on the tint of its meaning, with one action; hidden while there is nothing to say.

    ``tone``: ok, warn, danger, info or none. ``seconds`` takes the bar away again; an undo offer stands for eight.
    """

    acted = Signal()
    gone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("message")
        self._sign = Sign("info")
        self._words = label("", tone="text", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._words.setContentsMargins(0, 4, 0, 4)  # two lines of words stand off the edges too
        self._action = Button("", "ghost")
        self._action.clicked.connect(self._act)
        self._close = Button("", "ghost", "x")
        self._close.setAccessibleName(_("Close the message"))
        self._close.setToolTip(_("Close the message"))
        self._close.clicked.connect(self.clear)
        self._then: Callable[[], object] | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.clear)
        self.setLayout(row(self._sign, (self._words, 1), self._action, self._close, margins=(12, 3, 4, 3)))
        self.setMinimumHeight(theme.worn().scaled(36))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    def say(
        self,
        sentence: object,
        tone: str = "ok",
        *,
        action: str = "",
        then: Callable[[], object] | None = None,
        seconds: float = 0,
        icon: str = "",
    ) -> None:
        """Say ``sentence`` (a str or a Message). ``then`` is called when ``action`` is pressed, before ``acted``."""
        self.clear()  # with what was offered beside the sentence before
        self._words.setText(str(sentence))
        self.setAccessibleName(str(sentence))
        self.setProperty("tone", tone)
        self._sign.change(icon or _ICON_OF_TONE[tone], tone if tone != "none" else "text2")
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._then = then
        theme.restyle(self)
        self.show()
        self._timer.stop()
        if seconds:
            self._timer.start(round(seconds * 1000))

    def offer_undo(self, sentence: object, then: Callable[[], object]) -> None:
        """Say what was saved; for eight seconds "Hoàn tác" takes it back."""
        self.say(sentence, "ok", action=_("Undo"), then=then, seconds=UNDO_SECONDS)

    def text(self) -> str:
        """What is said now, "" when nothing is."""
        return "" if self.isHidden() else self._words.text()

    def clear(self) -> None:
        """Say nothing."""
        self._timer.stop()
        self._then = None
        if not self.isHidden():
            self.hide()
            self.gone.emit()

    def _act(self) -> None:
        then = self._then
        self.clear()
        if then is not None:
            then()
        self.acted.emit()


class Footer(QFrame):
    """The bar at the foot of a page: what is done and missing in words, then keys, then the primary action."""

    def __init__(self, *items: QWidget | QLayout | int | None, height: int = 48) -> None:
        super().__init__()
        self.setObjectName("footer")
        self.setLayout(row(*items, gap=10, margins=(24, 0, 20, 0)))
        self._height = height
        self.setFixedHeight(theme.worn().scaled(height))

    def event(self, event: QEvent) -> bool:
        """Nothing left to say, as where key hints have gone, takes no height."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self.setFixedHeight(theme.worn().scaled(self._height) if self._says_something() else 0)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show, QEvent.Type.Resize):
            self._let_keys_go()
        return super().event(event)

    def _let_keys_go(self) -> None:
        """Key hints go where what is said, or a button, has no room beside them."""
        layout = self.layout()
        if layout is None:
            return
        items = [item for at in range(layout.count()) if (item := layout.itemAt(at)) is not None]
        widgets = [widget for item in items if (widget := item.widget()) is not None]
        shown = [widget for widget in widgets if not widget.isHidden()]
        margins = layout.contentsMargins()
        wide = margins.left() + margins.right() + layout.spacing() * (len(items) - 1)
        wide += sum(widget.sizeHint().width() for widget in shown)
        wide += sum(item.sizeHint().width() for item in items if item.widget() is None)
        tight = wide > self.width()
        for widget in shown:
            if widget.objectName() == KEYS:
                widget.setMaximumWidth(0 if tight else _ANY_WIDTH)

    def _says_something(self) -> bool:
        layout = self.layout()
        items = [layout.itemAt(at) for at in range(layout.count())] if layout is not None else []
        for item in items:
            widget = item.widget() if item is not None else None
            if widget is None:
                if item is not None and item.layout() is not None:
                    return True
            elif not widget.isHidden() and (not isinstance(widget, QLabel) or widget.text()):
                return True
        return False


def lead_tab(content: QWidget | None, foot: QWidget) -> None:
    """Let Tab go from the last field of ``content``, which may have been made later, to the buttons of ``foot``."""
    if content is None:
        return
    last: QWidget | None = None
    widget = content.nextInFocusChain()
    while widget is not None and widget is not content:
        if content.isAncestorOf(widget) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            last = widget
        widget = widget.nextInFocusChain()
    if last is None:
        return
    for button in foot.findChildren(QPushButton):
        QWidget.setTabOrder(last, button)
        last = button


class SidePanel(QFrame):
    """A tinted column at the side: title with a close button, a muted line, contents that scroll, buttons at the foot."""

    closed = Signal()

    def __init__(self, title: str = "", *, width: int = 340, closes: bool = True, side: str = "right") -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setProperty("side", side)
        self._width = width
        self.title = ElidedLabel(title, "h2")
        self.line = label("", "small", wrap=True)
        self.line.hide()
        self.close_button = Button("", "ghost", "x")
        self.close_button.setAccessibleName(_("Close the panel"))
        self.close_button.setToolTip(_("Close the panel"))
        self.close_button.setVisible(closes)
        self.close_button.clicked.connect(self._close)
        self.body: QVBoxLayout = column(gap=0)
        self._foot: QHBoxLayout = row(gap=8)
        self._actions: list[QWidget] = []
        indent = _CELL if side == "left" else 0  # at the left a list stands under the title: both begin at one edge
        self._scroll = scrolling(box(column(self.body, None, gap=0, margins=(0, 0, 6, 0))))
        self._above_foot = hairline()
        self._above_foot.hide()
        self._scroll.verticalScrollBar().rangeChanged.connect(self._part_foot)
        self._whole = column(
            row((self.title, 1), self.close_button, gap=8, margins=(indent, 0, 0, 0)),
            row((self.line, 1), margins=(indent, 0, 0, 0)),
            6,
            (column((self._scroll, 1), self._above_foot, gap=0), 1),
            self._foot,
            gap=4,
            margins=_BESIDE,
        )
        self.setLayout(self._whole)
        self.setFixedWidth(width)

    def show_title(self, title: str, line: str = "") -> None:
        self.title.setWhole(title)
        self.title.setVisible(bool(title) or not self.close_button.isHidden())
        self.line.setText(line)
        self.line.setVisible(bool(line))

    def clear(self) -> None:
        """Empty the contents."""
        emptied(self.body)

    def add(self, *items: QWidget | QLayout | int) -> None:
        """Put items under what is there; a number is space."""
        for item in items:
            if isinstance(item, int):
                self.body.addSpacing(item)
            elif isinstance(item, QWidget):
                self.body.addWidget(item)
            else:
                self.body.addLayout(item)

    def add_actions(self, *buttons: QWidget) -> None:
        """Print, export and the like at the foot."""
        if self._foot.count():
            self._foot.takeAt(self._foot.count() - 1)
        for button in buttons:
            self._foot.addWidget(button)
        self._actions += buttons
        self._foot.addStretch(1)

    def _part_foot(self, _lowest: int, highest: int) -> None:
        """Draw a line between the foot and contents that go on under it."""
        self._above_foot.setVisible(highest > 0 and not all(button.isHidden() for button in self._actions))

    def move_under(self, under: bool) -> None:
        """Stand under the page while it is narrow, at its side otherwise."""
        self.setProperty("side", "under" if under else "right")
        self._whole.setContentsMargins(*(_UNDER if under else _BESIDE))
        if under:
            self.setMinimumWidth(0)
            self.setMaximumWidth(_ANY_WIDTH)
        else:
            self.setFixedWidth(self._width)
        theme.restyle(self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
