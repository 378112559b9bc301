"""The work on show as a list on paper, in Vietnamese: every session of the span."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from carebook import dates
from carebook.records import enum_words
from carebook.rules.sessions import said_state
from carebook.rules.therapy_progress import SessionFact
from carebook.store.book import Reader
from carebook.store.therapy_progress import GroupLed, Work
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import Lines, PaperList

_HEADS = ("Ngày", "Giờ", "Họ và tên, nhóm", "Trị liệu", "Số phút", "Kết quả")


def paper_list(work: Work, whose: str, desk: Desk) -> PaperList:
    """What is printed of this work; ``whose`` it is, "" for everybody's."""
    span = f"từ ngày {dates.written(work.first)} đến ngày {dates.written(work.last)}"
    about = f"{whose}, {span}" if whose else span
    people = frozenset(one.person_id for one in work.sessions)
    gather = partial(_lines, work, partial(desk.words, "therapy"))
    return PaperList("pdf", "Việc đã làm", about, _HEADS, len(people), gather, "viec-da-lam", people)


def _lines(work: Work, therapy: Callable[[str], str], _reader: Reader) -> Lines:
    found: list[SessionFact | GroupLed] = sorted((*work.sessions, *work.groups), key=lambda one: (one.on, one.at))
    return [(one.on, dates.hour(one.at), one.name, *_rest(one, therapy)) for one in found]


def _rest(one: SessionFact | GroupLed, therapy: Callable[[str], str]) -> tuple[str, int, str]:
    if isinstance(one, SessionFact):
        return therapy(one.therapy), one.minutes, str(said_state(one.state, one.therapy, late=one.late))
    return "Nhóm", one.minutes, enum_words.said(one.state)
