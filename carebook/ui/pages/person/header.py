"""The head of a person's page: face, name, allergies before all other chips, one muted line, tabs; the same on every tab."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QSizePolicy

from carebook import dates
from carebook.records import enum_words
from carebook.records.episodes import AbsenceKind
from carebook.ui.pages.person.said import place_words
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choice
from carebook.ui.parts.labels import Chip, ElidedLabel, Face
from carebook.ui.parts.layouts import box, column, emptied, hairline, row
from carebook.ui.parts.tabs import TabBar
from carebook.words import _

HEIGHT, FOLDED_HEIGHT = 124, 104
MOST_CHIPS = 3
_WORDS_FROM = 1000
"""From this width on, in pixels at base size, every button says its words."""


class Portrait(Face):
    """The photo, or initials while there is none."""

    def __init__(self, pixels: int) -> None:
        super().__init__("", pixels)
        self._photo: QImage | None = None

    def show_photo(self, photo: QImage | None) -> None:
        self._photo = photo
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._photo is None or self._photo.isNull():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()), self.width() * 0.2, self.width() * 0.2)
        painter.setClipPath(frame)
        side = min(self._photo.width(), self._photo.height())
        middle = QRectF((self._photo.width() - side) / 2, (self._photo.height() - side) / 2, side, side)
        painter.drawImage(QRectF(self.rect()), self._photo, middle)
        painter.end()


class PersonHeader(QFrame):
    """``chosen(tab key)``, ``back_wanted``, ``edit_wanted``, ``papers_wanted``."""

    chosen = Signal(str)
    back_wanted = Signal()
    edit_wanted = Signal()
    papers_wanted = Signal()

    def __init__(self, desk: Desk, tabs: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._desk = desk
        self._keys = [key for key, _words in tabs]
        self.back = Button(_("Residents"), "link", "chevron-left")
        self.back.clicked.connect(self.back_wanted)
        self.portrait = Portrait(theme.worn().scaled(44))
        self.name = ElidedLabel("", "h1")
        self.name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.line = ElidedLabel("", "muted")
        self._chips: QHBoxLayout = row(gap=6)
        self.papers = Button(_("Print papers"), icon="printer")
        self.papers.clicked.connect(self.papers_wanted)
        self.edit = Button(_("Edit"), icon="pencil", key="F2", listens=False)
        self.edit.clicked.connect(self.edit_wanted)
        self.tabs = TabBar(_("Parts of the record"))
        for _key, words in tabs:
            self.tabs.addTab(words)
        self.tabs.currentChanged.connect(self._tab_chosen)
        self.list = Choice(list(tabs))
        self.list.setAccessibleName(_("Parts of the record"))
        self.list.currentIndexChanged.connect(self._tab_chosen)
        self.list.hide()
        named: QBoxLayout = row(self.name, self._chips, None, gap=8)
        lines = column(named, self.line, gap=1)
        self._middle = row(self.portrait, (lines, 1), self.papers, self.edit, gap=12)
        self._above = row(self.back, None)
        top = column(self._above, self._middle, gap=2, margins=(24, 6, 20, 0))
        below = box(column(self.tabs, row(self.list, None), gap=0, margins=(22, 0, 20, 0)))
        self._below = below.layout()
        self.setLayout(column(top, None, below, hairline(), gap=0))
        self.setFixedHeight(theme.worn().scaled(HEIGHT))
        on_key(self, "Ctrl+Tab", self._next, whole_window=True)
        on_key(self, "Ctrl+Shift+Tab", self._before, whole_window=True)

    def minimumSizeHint(self) -> QSize:
        return QSize(420, super().minimumSizeHint().height())

    # what is shown

    def show_view(self, view: PersonView) -> None:
        """Name, chips and the muted line."""
        row_, person, desk = view.row, view.file.person, self._desk
        age = dates.age_on(person.born, desk.today())
        manager = view.link(row_.case_manager_id)
        said = (
            str(age.words) if age else "",
            enum_words.said(person.sex) if person.sex else "",
            dates.written(person.born) if person.born else "",
            person.code,
            place_words(row_),
            _("case manager {name}").format(name=manager) if manager else "",
        )
        self.portrait.show_name(person.full_name)
        self.name.setWhole(person.full_name)
        self.line.setWhole(" · ".join(filter(None, said)))
        emptied(self._chips)
        chips = [
            *(
                (_("Allergy: {substances}").format(substances=a.substance), "danger", "triangle-alert")
                for a in view.file.allergies
            ),
            *([(_("Restricted record"), "none", "lock")] if row_.restricted else []),
            *([(_("Identity unknown"), "warn", "circle-alert")] if person.unidentified else []),
            *([(enum_words.said(AbsenceKind(row_.absence)), "warn", "clock")] if row_.absence else []),
        ]
        for words, tone, icon in chips[:MOST_CHIPS]:
            self._chips.addWidget(Chip(words, tone, icon))
        if more := chips[MOST_CHIPS:]:
            rest = Chip(f"+{len(more)}", more[0][1])
            rest.setToolTip(", ".join(words for words, _tone, _icon in more))
            self._chips.addWidget(rest)

    def clear(self) -> None:
        """Nobody yet, or nobody who may be seen."""
        self.portrait.show_photo(None)
        self.portrait.show_name("")
        self.name.setWhole("")
        self.line.setWhole("")
        emptied(self._chips)

    # tabs

    def current(self) -> str:
        return self._keys[self.tabs.currentIndex()]

    def choose(self, key: str) -> None:
        """Show a tab as chosen; tells ``chosen`` when it was another."""
        self.tabs.setCurrentIndex(self._keys.index(key))

    def _tab_chosen(self, place: int) -> None:
        if place < 0:
            return
        self.tabs.setCurrentIndex(place)
        self.list.setCurrentIndex(place)
        if self.sender() is self.tabs:
            self.chosen.emit(self._keys[place])

    def _next(self) -> None:
        if self.isVisible():
            self.tabs.setCurrentIndex((self.tabs.currentIndex() + 1) % self.tabs.count())

    def _before(self) -> None:
        if self.isVisible():
            self.tabs.setCurrentIndex((self.tabs.currentIndex() - 1) % self.tabs.count())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The facts of the line go before the words of a button that its sign says too."""
        super().resizeEvent(event)
        words = _("Print papers") if self.width() >= theme.worn().scaled(_WORDS_FROM) else ""
        if words != self.papers.text():
            self.papers.setText(words)
            self.papers.setAccessibleName(_("Print papers"))
            self.papers.setToolTip("" if words else _("Print papers"))

    def fold(self, narrow: bool) -> None:
        """Narrow: the tabs become a list, the way back stands before the name, and the head is lower."""
        self.tabs.setVisible(not narrow)
        self.list.setVisible(narrow)
        self.portrait.setVisible(not narrow)
        if narrow:
            self._middle.insertWidget(0, self.back)
        else:
            self._above.insertWidget(0, self.back)
        if self._below is not None:
            self._below.setContentsMargins(24 if narrow else 22, 0, 20, 8 if narrow else 0)
        self.setFixedHeight(theme.worn().scaled(FOLDED_HEIGHT if narrow else HEIGHT))
        self.back.setText("" if narrow else _("Residents"))
        self.back.setAccessibleName(_("Residents"))
