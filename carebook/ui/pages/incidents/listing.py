"""The book of incidents of a month on paper: what everybody may know, without restricted incidents and restricted people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carebook import dates
from carebook.records.incidents import INCIDENT_WORDS, SEVERITY_WORDS
from carebook.reports.grid import Value
from carebook.store.book import Reader
from carebook.store.incidents import IncidentLine, incidents
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.taking_out import PaperList
from carebook.words import _

_HEADS = ("Số", "Lúc xảy ra", "Sự cố", "Mức độ", "Họ và tên", "Mã hồ sơ", "Nơi xảy ra", "Diễn biến", "Tình trạng")


def told_to_everybody(desk: Desk, first: date, last: date, _reader: Reader) -> list[IncidentLine]:
    """The incidents of a time that may stand on paper, whoever prints it, in the order in which they happened."""
    with desk.book.reading_masked(desk.now()) as masked:
        return incidents(masked, first, last)[::-1]


def paper_list(desk: Desk, lines: Sequence[IncidentLine], first: date) -> PaperList:
    """What is printed of these incidents of a month."""
    whose = frozenset(line.person_id for line in lines if line.person_id)
    month = f"tháng {first.month:02}/{first.year}"
    words = desk.words
    return PaperList(
        "pdf",
        "Sổ theo dõi sự cố",
        month,
        _HEADS,
        len(whose),
        lambda _reader: [_printed(line, words("incident_kind", line.incident.kind)) for line in lines],
        "so-su-co",
        whose,
    )


def _printed(line: IncidentLine, kind: str) -> Sequence[Value]:
    one = line.incident
    at = one.happened_at
    return (
        one.number,
        f"{dates.clock(at)} {dates.written(dates.local(at).date())}" if at is not None else "",
        kind,
        f"{one.severity.value} {_(SEVERITY_WORDS[one.severity])}",
        line.name,
        line.code,
        one.place,
        one.text,
        _(INCIDENT_WORDS[one.state]),
    )
