"""Above the list: which visits, in which order, whose, of one commune or one person, and the code of a paper sheet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from carebook.money import number
from carebook.store.follow_ups import DueVisit
from carebook.ui.pages.follow_ups.asking import ALL, COMING, COMING_DAYS, LATE, WAITING, Due
from carebook.ui.pages.follow_ups.rows import BY_COMMUNE, BY_DAY, BY_WORKER
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, Pills, Segments
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.layouts import Flow, box, row
from carebook.words import _

SHOWN = (LATE, COMING, WAITING, ALL)
_EVERYBODY = ""


class FilterBar(QFrame):
    """``changed`` when another choice was made, ``code_typed(text)`` when a code was typed and Enter pressed.

    Until somebody chooses, the overdue visits are listed, and where there are none those of the coming days. ``whose`` and the
    field of the ``code`` stand where the page puts them.
    """

    changed = Signal()
    code_typed = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.commune = self.path_id = self._wanted_worker = ""
        self._chosen = False
        self.shown = Pills([(one, "") for one in SHOWN], LATE)
        self.shown.chosen.connect(self._tell)
        self.by = Segments([(BY_DAY, _("By day")), (BY_WORKER, _("By worker")), (BY_COMMUNE, _("By commune"))], BY_DAY)
        self.by.chosen.connect(self._tell)
        self.whose = filter_choice(_("Whose visits"), [(_EVERYBODY, _("Everybody"))], width=theme.worn().scaled(170))
        self.whose.activated.connect(self._tell)
        self.only_button = Button("", "link", "x")
        self.only_button.setToolTip(_("Clear filter"))
        self.only_button.clicked.connect(self.clear)
        self.only_button.hide()
        self.code = QLineEdit()
        self.code.setPlaceholderText(_("Code of the sheet, for example K7M-X2P"))
        self.code.setAccessibleName(_("Code of the sheet"))
        self.code.setMaxLength(12)
        self.code.setFixedWidth(theme.worn().scaled(216))
        self.code.returnPressed.connect(self._tell_code)
        flow = Flow(self.shown, self.by, self.only_button, gap=10)
        self.setLayout(row((box(flow), 1), margins=(24, 6, 20, 6)))

    def _tell(self, *_more: object) -> None:
        self._chosen = True
        self.changed.emit()

    def _tell_code(self) -> None:
        if typed := self.code.text().strip():
            self.code_typed.emit(typed)

    # what is chosen

    def choose(self, which: str = "", *, worker_id: str = "", commune: str = "", path_id: str = "") -> None:
        """Choose what is listed, without ``changed``; one worker's, one commune's or one person's visits whatever their day."""
        self.commune, self.path_id = commune, path_id
        self._wanted_worker = worker_id
        self._chosen = which in SHOWN
        if which in SHOWN:
            self.shown.choose(which)
        elif worker_id or commune or path_id:
            self.shown.choose(ALL)

    def clear(self) -> None:
        """Everybody's visits again, of all communes."""
        self.commune = self.path_id = ""
        self.whose.choose(_EVERYBODY)
        self.changed.emit()

    def is_narrowed(self) -> bool:
        """Whether only one worker's, commune's or person's visits are listed."""
        return bool(self.commune or self.path_id or self.whose.code())

    def listed(self, found: Due) -> list[DueVisit]:
        """The visits of the choice."""
        return self._of(found, self.shown.current())

    def _of(self, found: Due, which: str) -> list[DueVisit]:
        visits = found.of(which, self._desk.today(), self.whose.code())
        return [
            one for one in visits if self.commune in ("", one.commune) and self.path_id in ("", one.reintegration_id)
        ]

    def said_empty(self) -> str:
        """That nothing stands so, by what is listed."""
        says = {
            LATE: _("No visit of ours is overdue any more."),
            COMING: _("No visit of ours is due in the next {days} days.").format(days=COMING_DAYS),
            WAITING: _("No report of a commune or the department is awaited."),
            ALL: _("No visit is awaited any more."),
        }
        return says[self.shown.current()]

    # what there is to choose

    def show_due(self, found: Due) -> None:
        """Count what each choice would list, and offer the workers who have visits; one's own first."""
        current = self._wanted_worker or self.whose.code()
        self._wanted_worker = ""
        names = {one.worker_id: one.worker_name for one in found.visits if one.worker_id}
        mine = self._desk.actor.staff_member_id
        others = sorted(((key or "", name) for key, name in names.items() if key != mine), key=lambda one: one[1])
        first = [(mine, _("My visits"))] if mine in names else []
        offered = [(_EVERYBODY, _("Everybody")), *first, *others]
        self.whose.offer(offered)
        self.whose.choose(current if current in dict(offered) else _EVERYBODY)
        if not self._chosen and self.shown.current() in (LATE, COMING):
            self.shown.choose(LATE if self._of(found, LATE) else COMING)  # nothing overdue: what comes
        self.count(found)

    def count(self, found: Due) -> None:
        """Say how many visits each choice lists."""
        words = {
            LATE: _("Overdue visits"),
            COMING: _("Next {days} days").format(days=COMING_DAYS),
            WAITING: _("Reports awaited"),
            ALL: _("All visits due"),
        }
        for one in SHOWN:
            self.shown.rename(one, f"{words[one]}  {number(len(self._of(found, one)))}")

    def name_only(self, words: str) -> None:
        """Say of which commune or person alone the list is; "" when it is everybody's."""
        self.only_button.setText(words)
        self.only_button.setVisible(bool(words))

    def to_code(self) -> None:
        """Put the cursor where a code is typed."""
        self.code.setFocus()
        self.code.selectAll()

    def fold(self, narrow: bool) -> None:
        """Without the groups while the window is narrow."""
        self.by.setVisible(not narrow)
