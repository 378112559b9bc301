"""What is due on the first page: whose, of which kind, for whom; one by one, in rounds, or grouped."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout

from carebook.money import number
from carebook.records.staff import Role
from carebook.rules import due
from carebook.rules.due import DueItem
from carebook.rules.search_words import fold
from carebook.ui.pages.today.board import Waiting, in_span, is_mine
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.due_words import kind_words, lateness_cell, owner_words, title_of, what_words, why_words
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import section_head
from carebook.ui.parts.layouts import Flow, box, column, emptied, hairline, row
from carebook.ui.parts.states import States
from carebook.ui.parts.table import ALWAYS, Cell, Column, Group, RecordTable
from carebook.ui.parts.taking_out import may_print_work
from carebook.words import _, ngettext

ROUND = 8
"""From so many due things of one kind on they stand in one line that opens into them."""
_MINE, _PUT_OFF = "mine", "put_off"
_BEGIN_WITH_THEIR_OWN = frozenset({Role.SOCIAL_WORKER, Role.THERAPIST, Role.PSYCHOLOGIST, Role.TEACHER})


@dataclass(frozen=True)
class Round:
    """Many due things of one kind in one line."""

    kind: str
    items: tuple[DueItem, ...]


Line = DueItem | Round


def in_rounds(items: Sequence[DueItem]) -> list[Line]:
    """The items as they are, but many of one kind as a round where its first one stands."""
    counts: dict[str, list[DueItem]] = defaultdict(list)
    for item in items:
        counts[item.kind].append(item)
    lines: list[Line] = []
    told: set[str] = set()
    for item in items:
        if len(counts[item.kind]) < ROUND:
            lines.append(item)
        elif item.kind not in told:
            told.add(item.kind)
            lines.append(Round(item.kind, tuple(counts[item.kind])))
    return lines


def grouped(items: Sequence[DueItem], name_of: Callable[[DueItem], str]) -> list[Group | DueItem]:
    """The items under headings, each heading where its latest item comes."""
    groups: dict[str, list[DueItem]] = defaultdict(list)
    for item in items:
        groups[name_of(item)].append(item)
    rows: list[Group | DueItem] = []
    for name, inside in groups.items():
        rows += [Group(name or "–", number(len(inside))), *inside]
    return rows


class DuePart(QFrame):
    """The list with its filters. ``opened(item)``, ``put_off_wanted(item)``; ``print_wanted`` for the week on paper."""

    opened = Signal(object)
    put_off_wanted = Signal(object)
    print_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._waiting: Waiting | None = None
        self._rooms: Mapping[str, str] = {}
        self._ward = self._span = ""
        self.owner = filter_choice(_("Whose"), [("", _("Everybody's"))], width=theme.worn().scaled(150))
        self.kind = filter_choice(_("What is due"), [("", _("Every kind"))], width=theme.worn().scaled(138))
        self.by = filter_choice(
            _("Order of the list"),
            [("", _("By date")), ("kind", _("By kind")), ("person", _("By person")), ("room", _("By room"))],
            width=theme.worn().scaled(124),
        )
        self.name = QLineEdit()
        self.name.setPlaceholderText(_("Name"))
        self.name.setAccessibleName(_("Only who is called"))
        self.name.setClearButtonEnabled(True)
        self.name.setFixedWidth(theme.worn().scaled(104))
        for choice in (self.owner, self.kind, self.by):
            choice.activated.connect(self._show)
        self.name.textChanged.connect(self._show)
        self.table = RecordTable(
            [
                Column("late", _("Due on"), self._late_cell, 134, priority=ALWAYS),
                Column("what", _("What, for whom"), self._what_cell, 260, 1, ALWAYS),
                Column("owner", _("Owner"), self._owner_cell, 142, priority=4),
            ],
            _("Due"),
            id_of=_id_of,
            row_height=46,
            heads=False,
        )
        self.table.opened.connect(self._open)
        self.states = States(self.table)
        self.states.setMinimumWidth(160)
        self._put_off_link: Button | None = None
        self.table.picked.connect(self._picked)
        self._head: QVBoxLayout = column(gap=0)
        filters = box(Flow(self.owner, self.kind, self.by, self.name, gap=6))
        self.setLayout(
            column(
                row(self._head, margins=(16, 0, 20, 0)),
                row(hairline("rule"), margins=(16, 0, 20, 0)),
                row((filters, 1), margins=(16, 4, 8, 2)),
                (row(self.states, margins=(8, 0, 0, 0)), 1),
                gap=0,
            )
        )
        self._offers_owners = False
        if desk.may("put_off_due"):
            on_key(self.table, "S", self._put_off)

    # what is shown

    def show_waiting(self, waiting: Waiting, ward: str, rooms: Mapping[str, str]) -> None:
        """Show what is due in a ward ("" all); ``rooms`` say where each person lives."""
        self._waiting, self._ward, self._rooms = waiting, ward, rooms
        self._offer()
        self._show()

    def _of_span(self) -> list[DueItem]:
        """What is due in the ward and span, whosesoever."""
        if self._waiting is None:
            return []
        asked = self._waiting.asked
        if self._span == _PUT_OFF:
            return due.in_ward(asked.put_off, self._ward)
        return in_span(due.in_ward(asked.items, self._ward), self._span, self._desk.now(), self._desk.today())

    def items(self) -> list[DueItem]:
        """What is due and passes all filters, the latest first."""
        whose, kind, typed = self.owner.code(), self.kind.code(), fold(self.name.text())
        items = self._of_span()
        if whose == _MINE:
            actor, today = self._desk.actor, self._desk.today()
            items = [item for item in items if is_mine(item, actor, today)]
        elif whose:
            items = [item for item in items if item.owner == whose]
        return [
            item for item in items if (not kind or item.kind == kind) and (not typed or typed in fold(item.for_whom))
        ]

    def _offer(self) -> None:
        """Offer those who own something and the kinds there are; who works with people of their own begins with their own."""
        assert self._waiting is not None
        asked, staff = self._waiting.asked, self._waiting.staff
        owners = sorted(
            {item.owner for item in (*asked.items, *asked.put_off) if item.owner}, key=lambda one: staff.get(one, "")
        )
        others = [(one, staff[one]) for one in owners if one in staff]
        chosen = self.owner.code() if self._offers_owners else _first_view(self._desk)
        self.owner.offer([(_MINE, _("Mine")), ("", _("Everybody's")), *others])
        self.owner.choose(chosen if chosen in {"", _MINE, *owners} else "")
        self._offers_owners = True
        counts: dict[str, int] = defaultdict(int)
        for item in self._of_span():
            counts[item.kind] += 1
        kept = self.kind.code()
        kinds = sorted(((kind, f"{kind_words(kind)} {n}") for kind, n in counts.items()), key=lambda pair: pair[1])
        self.kind.offer([("", _("Every kind")), *kinds])
        self.kind.choose(kept if kept in counts else "")

    def _show(self) -> None:
        if self._waiting is None:
            return
        items = self.items()
        self._show_head(len(items))
        by = self.by.code()
        if by:
            self.table.show_records(grouped(items, self._heading_by(by)))
        elif self.kind.code() or self.name.text() or self._span == _PUT_OFF:
            self.table.show_records(items)
        else:
            self.table.show_records(in_rounds(items))
        if items:
            self.states.show_content()
        elif self._is_narrowed():
            self.states.show_empty(
                _("Nothing due matches the filter."), (_("Clear filter"), self.clear), icon="circle-check"
            )
        else:
            self.states.show_empty(_("Nothing is due."), icon="circle-check")

    def _heading_by(self, by: str) -> Callable[[DueItem], str]:
        match by:
            case "kind":
                return title_of
            case "person":
                return lambda item: item.for_whom
            case _:
                return lambda item: self._rooms.get(item.person_id or "", "")

    def _show_head(self, count: int) -> None:
        emptied(self._head)
        assert self._waiting is not None
        put_off = self._waiting.asked.put_off
        ways = []
        if self._span:
            ways.append((_("Show all"), ""))
        elif put_off:
            ways.append((_("Put off: {n}").format(n=len(put_off)), _PUT_OFF))
        links = []
        for words, span in ways:
            link = Button(words, "link")
            link.clicked.connect(partial(self.show_span, span))
            links.append(link)
        if self._desk.may("put_off_due"):
            self._put_off_link = Button(_("Snooze"), "link", "clock", "S", listens=False)
            self._put_off_link.clicked.connect(self._put_off)
            self._picked(self.table.current())
            links.append(self._put_off_link)
        paper = Button(_("Print the week"), "link", "printer")
        paper.clicked.connect(self.print_wanted)
        paper.setVisible(may_print_work(self._desk))
        titles = {"late": _("Overdue"), "today": _("Due today"), "week": _("Due this week"), _PUT_OFF: _("Put off")}
        head = titles.get(self._span, _("Due"))
        self._head.addWidget(section_head(head, number(count) if count else "", *links, paper))

    def show_span(self, span: str, _checked: bool = False) -> None:
        """Only what is late, due today, due this week, put off; "" everything due."""
        self._span = span
        if self._waiting is not None:
            self._offer()
            self._show()

    def _is_narrowed(self) -> bool:
        return bool(self.owner.code() or self.kind.code() or self.name.text().strip())

    def whose(self) -> str:
        """The staff member whose things alone are shown; "" for everybody's."""
        chosen = self.owner.code()
        return self._desk.actor.staff_member_id if chosen == _MINE else chosen

    def clear(self) -> None:
        """Show what everybody has to do, of every kind."""
        self.owner.choose("")
        self.kind.choose("")
        self.name.clear()
        self._show()

    # cells

    def _late_cell(self, line: Line) -> Cell:
        own = self._waiting.asked.own_days if self._waiting else ()
        item = line.items[0] if isinstance(line, Round) else line
        return lateness_cell(item, self._desk.now(), own)

    def _what_cell(self, line: Line) -> Cell:
        if isinstance(line, Round):
            late = len(due.late_among(line.items, self._desk.now()))
            people = len({item.person_id for item in line.items})
            said = ngettext("{n} person", "{n} people", people).format(n=people)
            more = _("{n} overdue, Enter shows them").format(n=late) if late else _("Enter shows them")
            return Cell(f"{kind_words(line.kind)} – {said}", sub=more, weight=500)
        reason = self._waiting.asked.reasons.get(line, "") if self._waiting and line.put_off_to else ""
        why = f"{why_words(line)} · {reason}" if reason else why_words(line)
        return Cell(what_words(line), sub=why, weight=500)

    def _owner_cell(self, line: Line) -> Cell:
        if isinstance(line, Round) or self._waiting is None or self.owner.code() == _MINE:
            return Cell()
        return Cell(owner_words(line, self._waiting.staff), tone="text2", small=True)

    # pressing

    def _open(self, line: Line) -> None:
        if isinstance(line, Round):
            self.kind.choose(line.kind)
            self._show()
            self.table.setFocus()
        else:
            self.opened.emit(line)

    def _picked(self, line: Line | Group | None) -> None:
        if self._put_off_link is not None:
            self._put_off_link.setEnabled(isinstance(line, DueItem))

    def _put_off(self) -> None:
        line = self.table.current()
        if isinstance(line, DueItem):
            self.put_off_wanted.emit(line)


def _id_of(line: Line) -> str:
    return line.kind if isinstance(line, Round) else f"{line.key} {line.episode_id or line.owner} {line.due_on}"


def _first_view(desk: Desk) -> str:
    roles = desk.actor.roles_on(desk.today())
    return _MINE if roles & _BEGIN_WITH_THEIR_OWN else ""
