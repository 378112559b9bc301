"""One page of the manual to read: set in the look that is worn, pictures fitted to the width, words in it found."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageReader,
    QPalette,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFrameFormat,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from carebook.reports.manual.contents import Target, picture_file
from carebook.reports.manual.html import Look, html_of
from carebook.reports.manual.pages import page
from carebook.rules.search_words import SearchedText
from carebook.ui.parts import theme

WIDEST = 780
"""Lines are not longer than so many pixels, where letters have their usual size."""
_SIDE = 24
_PICTURE = "picture"
SMALLEST, LARGEST = 0.8, 2.0
STEP = 0.1


class ManualText(QTextBrowser):
    """``followed(target)``: a link to another page or heading was pressed."""

    followed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("manual")
        self.setOpenLinks(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self._follow)
        self._name, self._scale = "", 1.0
        self._pictures: dict[str, QImage] = {}
        self._findings: list[tuple[int, int]] = []
        self._again = QTimer(self, singleShot=True, interval=60)
        self._again.timeout.connect(self._reset)

    # what is shown

    def show_target(self, target: Target) -> None:
        """Show a page from a heading on, or from its beginning."""
        if target.page != self._name:
            self._name = target.page
            self._findings = []
            self._set()
        self.setAccessibleName(page(target.page).title)
        if target.anchor:
            self.scrollToAnchor(target.anchor)
        else:
            self.verticalScrollBar().setValue(0)

    def name(self) -> str:
        """The page on show."""
        return self._name

    def scale(self) -> float:
        """How large the letters are, 1 is their usual size."""
        return self._scale

    def set_scale(self, scale: float) -> None:
        """Larger or smaller letters; the place that is read stays on show."""
        self._scale = min(max(round(scale, 2), SMALLEST), LARGEST)
        self._reset()

    def _look(self) -> Look:
        worn = theme.worn()
        return Look(worn.tokens, worn.points * self._scale, self._width_of)

    def _set(self) -> None:
        if not self._name:
            return
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Link, theme.colour("primary"))
        self.setPalette(palette)
        font = theme.font(theme.worn().points * self._scale)
        self.document().setDefaultFont(font)
        self.setHtml(html_of(page(self._name), self._look()))
        frame = QTextFrameFormat()
        frame.setLeftMargin(_SIDE)
        frame.setRightMargin(max(_SIDE, self.viewport().width() - _SIDE - self._room()))
        frame.setTopMargin(20)
        frame.setBottomMargin(40)
        self.document().rootFrame().setFrameFormat(frame)
        self._mark()

    def _reset(self) -> None:
        """Set the page anew; what stood at the top of the view stands there again."""
        top = self.cursorForPosition(self.viewport().rect().topLeft()).position()
        at_top = self.verticalScrollBar().value() == 0
        self._set()
        if not at_top:
            cursor = QTextCursor(self.document())
            cursor.setPosition(min(top, self.document().characterCount() - 1))
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + self.cursorRect(cursor).top())

    def _room(self) -> int:
        """How wide the words are, in pixels."""
        return max(
            200, min(self.viewport().width() - 2 * _SIDE, round(WIDEST * self._scale * theme.worn().points / 10))
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._again.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._again.start()

    # pictures

    def _width_of(self, file: str) -> int:
        path = picture_file(file)
        if path is None:
            return 0
        size = QImageReader(str(path)).size()
        return min(size.width(), self._room() - 2)

    def loadResource(self, _kind: int, name: QUrl | str) -> Any:
        """A picture, drawn down smoothly to the width it is shown in."""
        scheme, _sign, file = (name if isinstance(name, str) else name.toString()).partition(":")
        if scheme != _PICTURE:
            return None
        ratio = self.devicePixelRatioF()
        width = round(self._width_of(file) * ratio)
        kept = self._pictures.get(file)
        if kept is None or kept.width() != width:
            path = picture_file(file)
            if path is None:
                return None
            whole = QImage(str(path))
            size = QSize(width, round(whole.height() * width / max(whole.width(), 1)))
            kept = whole.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
            kept.setDevicePixelRatio(ratio)
            self._pictures[file] = kept
        return kept

    # links

    def _follow(self, url: QUrl) -> None:
        self.followed.emit(Target(url.path() or self._name, url.fragment()))

    # finding

    def find_words(self, typed: str) -> int:
        """Mark every place of what was typed, marks left out or not; how many there are."""
        self._findings = SearchedText(self.toPlainText()).places_of(typed) if typed.strip() else []
        self._mark()
        return len(self._findings)

    def show_finding(self, at: int) -> None:
        """Bring one of the places into view."""
        first, letters = self._findings[at]
        cursor = QTextCursor(self.document())
        cursor.setPosition(first)
        cursor.setPosition(first + letters, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _mark(self) -> None:
        look = QTextCharFormat()
        look.setBackground(QColor(theme.colour("warn_s")))
        marked = []
        for first, letters in self._findings:
            one = QTextEdit.ExtraSelection()
            one.cursor = QTextCursor(self.document())
            one.cursor.setPosition(first)
            one.cursor.setPosition(first + letters, QTextCursor.MoveMode.KeepAnchor)
            one.format = look
            marked.append(one)
        self.setExtraSelections(marked)
