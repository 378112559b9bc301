"""The activities on show as a list on paper, in Vietnamese; it names nobody."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from carebook.money import number
from carebook.store.book import Reader
from carebook.store.community import ActivityLine, reached
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import Kind, Lines, PaperList

_HEADS = (
    "Ngày",
    "Hoạt động",
    "Loại",
    "Xã, phường",
    "Lượt",
    "Người",
    "Nữ",
    "Trẻ em",
    "Tài liệu",
    "Số bản",
    "Phối hợp với",
)


def on_paper(lines: Sequence[ActivityLine], about: str, desk: Desk, *, kind: Kind = "pdf") -> PaperList:
    """What is printed or exported of these activities."""
    told = reached(lines)
    said = f"{about} · {number(told.turns)} lượt, {number(told.people)} người"
    gather = partial(_lines, tuple(lines), desk)
    return PaperList(kind, "Hoạt động tại cộng đồng", said, _HEADS, 0, gather, "cong-dong", frozenset())


def _lines(lines: Sequence[ActivityLine], desk: Desk, _reader: Reader) -> Lines:
    return [
        (
            one.activity.held_on,
            one.activity.title,
            desk.words("community_activity_kind", one.activity.kind),
            desk.words("commune", one.activity.commune) if one.activity.commune else one.activity.place,
            one.activity.turns,
            one.activity.people,
            one.activity.female,
            one.activity.children,
            one.activity.materials,
            one.activity.copies,
            one.activity.partners,
        )
        for one in reversed(lines)
    ]
