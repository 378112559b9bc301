"""The list of services, on the screen and on paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from carebook import dates
from carebook.money import number
from carebook.records import enum_words
from carebook.records.episodes import Placement
from carebook.rules.services import asks_for_safety
from carebook.store.book import Reader
from carebook.store.services import ServiceLine, turns_and_people
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import ALWAYS, Cell, Column, RecordTable
from carebook.ui.parts.taking_out import Kind, Lines, PaperList
from carebook.words import _

_HEADS = ("Ngày", "Mã hồ sơ", "Họ và tên", "Nơi", "Dịch vụ", "Hình thức", "Phút", "Nhân viên", "Hẹn tiếp")


class ServiceTable(RecordTable):
    """Services in two lines each; ``show_clients`` leaves the column of clients out where they are one person's."""

    def __init__(self, desk: Desk, name: str, *, show_clients: bool = True) -> None:
        self._desk = desk
        client = [Column("client", _("Name"), self._client_cell, 170, 2, 9)] if show_clients else []
        super().__init__(
            [
                Column("on", _("Day"), self._day_cell, 78, priority=ALWAYS),
                *client,
                Column("service", _("Service"), self._service_cell, 150, 1, ALWAYS),
                Column("need", _("Need or problem"), self._need_cell, 190, 3, 7),
                Column("minutes", _("Minutes"), self._minutes_cell, 76, priority=4, align="right"),
                Column("next", _("Next appointment"), self._next_cell, 110, priority=6),
                Column("by", _("Given by"), lambda one: Cell(one.worker or "–", small=True), 150, 1, 5),
            ],
            name,
            row_height=46,
        )

    def show_records(self, records: Iterable[ServiceLine]) -> None:
        lines = tuple(records)
        super().show_records(lines)
        self.leave_out(*([] if any(one.record.next_on or one.record.next_step for one in lines) else ["next"]))

    def _day_cell(self, line: ServiceLine) -> Cell:
        at = line.record.given_at
        return Cell(self._desk.said_day(line.record.given_on), sub=dates.hour(at) if at else "")

    def _client_cell(self, line: ServiceLine) -> Cell:
        place = enum_words.said(line.placement) if line.placement is not Placement.RESIDENT else ""
        return Cell(line.name, sub=" · ".join(filter(None, (line.code, place))), weight=500)

    def _service_cell(self, line: ServiceLine) -> Cell:
        words = self._desk.words
        grave = asks_for_safety(line.record.danger)
        mark = ("full", "danger") if grave else None
        channel = words("service_channel", line.record.channel)
        told = enum_words.said(line.record.danger) if grave and line.record.danger else ""
        return Cell(words("service", line.record.service), sub=" · ".join(filter(None, (channel, told))), mark=mark)

    def _need_cell(self, line: ServiceLine) -> Cell:
        if line.masked:
            return Cell(_("Masked"), tone="text2", icon="lock")
        one = line.record
        return Cell(one.need.partition("\n")[0], sub=(one.result or one.content).partition("\n")[0])

    def _minutes_cell(self, line: ServiceLine) -> str:
        return "–" if line.record.minutes is None else number(line.record.minutes)

    def _next_cell(self, line: ServiceLine) -> Cell:
        return Cell(self._desk.said_day(line.record.next_on), sub=line.record.next_step)


def on_paper(lines: Sequence[ServiceLine], about: str, desk: Desk, *, kind: Kind = "pdf") -> PaperList:
    """What is printed or exported of these services: who was served how, not what was told."""
    turns, people = turns_and_people(lines)
    said = f"{about} · {number(turns)} lượt, {number(people)} người"
    whose = frozenset(one.person_id for one in lines)
    gather = partial(_lines, tuple(lines), desk)
    return PaperList(kind, "Danh sách dịch vụ công tác xã hội", said, _HEADS, people, gather, "dich-vu", whose)


def _lines(lines: Sequence[ServiceLine], desk: Desk, _reader: Reader) -> Lines:
    return [
        (
            one.record.given_on,
            one.code,
            one.name,
            enum_words.said(one.placement),
            desk.words("service", one.record.service),
            desk.words("service_channel", one.record.channel),
            one.record.minutes,
            one.worker,
            one.record.next_on,
        )
        for one in reversed(lines)
    ]
