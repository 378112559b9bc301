"""Questions of the lists of a period: their lines, what is told of each person, and who stands under the code only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from carebook.records.codes import Code
from carebook.records.figures import Period
from carebook.records.people import Address, HealthCard, IdentityPaper
from carebook.records.periods import Snapshot
from carebook.records.schooling import Schooling
from carebook.rules.movement import CodeBook
from carebook.rules.office_lists import Entry, ListKind, entries
from carebook.store import periods
from carebook.store.book import Reader
from carebook.store.code_lists import Codes
from carebook.store.code_lists import words as all_words
from carebook.store.stays import stay_facts

_ANNEXED = frozenset({ListKind.ADMISSIONS, ListKind.DISCHARGES})
"""Lists that go with the report of their days."""


@dataclass(frozen=True)
class Told:
    """What a list says of a person besides the stay: finished words, "" where the book has none."""

    national_id: str = ""
    card: str = ""
    hospital: str = ""
    card_to: date | None = None
    home: str = ""
    school: str = ""


@dataclass(frozen=True)
class OfficeList:
    """A list as it was asked for. ``under_code`` are the people whose record is restricted: they stand under the code, for
    everybody who asks; ``left_out`` of them are not on the list at all."""

    kind: ListKind
    period: Period
    entries: tuple[Entry, ...]
    book: CodeBook
    told: Mapping[str, Told] = field(default_factory=dict)
    under_code: frozenset[str] = frozenset()
    left_out: int = 0
    annexed_to: str = ""
    """The report of these days that the list goes with: "Báo cáo số 12 ngày 05/11/2026"; "" without a numbered one."""


def office_list(reader: Reader, kind: ListKind, period: Period) -> OfficeList:
    """One list of a period; the same lines for every role."""
    reader.asks("figures")
    codes, limits = periods.figure_codes(reader), periods.limits(reader)
    stays = stay_facts(reader, ended_since=period.first)
    hidden = restricted_people(reader)
    registered = _registered(reader, {stay.person_id: stay.start_on for stay in stays})
    found = entries(kind, stays, period, codes, limits, registered - hidden)
    left_out = 0
    if kind is ListKind.RESIDENCE:  # who is hidden is not registered by a list that goes to the police
        shown = [one for one in found if one.stay.person_id not in hidden]
        found, left_out = shown, len(found) - len(shown)
    if kind not in _ANNEXED:  # a place in the alphabet would tell of a name
        found.sort(key=lambda one: one.stay.person_id in hidden)
    told = _told(reader, kind, period) if found else {}
    book = CodeBook.of(codes, limits, period.cutoff)
    report = _report_of(reader, period) if kind in _ANNEXED else ""
    return OfficeList(kind, period, tuple(found), book, told, hidden, left_out, report)


def restricted_people(reader: Reader) -> frozenset[str]:
    """Whose record is restricted, by id: they stand on lists that leave the center under the code only."""
    reader.asks("figures")
    return frozenset(row["id"] for row in reader.rows("SELECT id FROM listed_person WHERE restricted = 1"))


def _report_of(reader: Reader, period: Period) -> str:
    """The newest numbered report of exactly these days."""
    same = (period.first.isoformat(), period.last.isoformat())
    found = reader.records(
        Snapshot, "first_on = ? AND last_on = ? AND number <> ''", same, order="report_version DESC, id DESC"
    )
    if not found:
        return ""
    day = found[0].dated_on
    return f"Báo cáo số {found[0].number}" + (f" ngày {day:%d/%m/%Y}" if day is not None else "")


def _registered(reader: Reader, since: Mapping[str, date]) -> frozenset[str]:
    """Whose permanent or temporary residence was registered since they came, and has not ended."""
    found = reader.records(Address, "kind IN ('permanent', 'temporary') AND to_on IS NULL AND from_on IS NOT NULL")
    return frozenset(
        one.person_id for one in found if one.from_on and one.from_on >= since.get(one.person_id, date.max)
    )


def _told(reader: Reader, kind: ListKind, period: Period) -> Mapping[str, Told]:
    """What is said besides the stay, read only for the lists that say it."""
    found: dict[str, dict[str, object]] = {}
    if kind in (ListKind.HEALTH_CARDS, ListKind.CHILDREN):
        for card in reader.records(HealthCard, order="coalesce(valid_to, ''), id"):
            about = found.setdefault(card.person_id, {})
            about |= {"card": card.number, "hospital": card.first_hospital, "card_to": card.valid_to}
    if kind in (ListKind.RESIDENCE, ListKind.HEALTH_CARDS):
        for paper in reader.records(IdentityPaper, "kind = 'national_id'", order="coalesce(issued_on, ''), id"):
            found.setdefault(paper.person_id, {})["national_id"] = paper.number
    if kind is ListKind.RESIDENCE:
        words = all_words(reader)
        for home in reader.records(Address, "kind = 'permanent'", order="coalesce(from_on, ''), id"):
            found.setdefault(home.person_id, {})["home"] = _home(home, words)
    if kind is ListKind.CHILDREN:
        where = "(from_on IS NULL OR from_on <= ?) AND (to_on IS NULL OR to_on >= ?)"
        days = (period.cutoff.isoformat(),) * 2
        for year in reader.records(Schooling, where, days, order="school_year, id"):
            school = ", ".join(filter(None, (year.class_name and f"lớp {year.class_name}", year.school)))
            found.setdefault(year.person_id, {})["school"] = school
    return {person: Told(**about) for person, about in found.items()}  # type: ignore[arg-type]


def _home(home: Address, words: Codes) -> str:
    """An address in one line; as it was written when it has no codes."""
    if not home.commune:
        return home.as_written or home.village
    places = (
        home.village,
        words.text("commune", home.commune),
        home.province and words.text("province", home.province),
    )
    return ", ".join(filter(None, places))


def basis(found: OfficeList) -> str:
    """The paper a list rests on; "" when it rests on none of its own."""
    code: Code | None = found.book.words("office_list").get(found.kind.value)
    return str(code.extra.get("basis", "")) if code else ""
