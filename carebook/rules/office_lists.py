"""The lists of a period the office hands in: who came and left, health cards, residence, longevity, children."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.records.codes import Code, Limit
from carebook.records.figures import Period
from carebook.records.stay_facts import StayFacts
from carebook.rules.movement import CodeBook, is_child, present
from carebook.rules.names import sort_key


class ListKind(Enum):
    """Which list; the words of each are those of the code list ``office_list``."""

    ADMISSIONS = "admissions"
    DISCHARGES = "discharges"
    HEALTH_CARDS = "health_cards"
    RESIDENCE = "residence"
    LONGEVITY = "longevity"
    CHILDREN = "children"


class CardChange(Enum):
    """What the social insurance office is asked to do with a card."""

    NEW = "Tăng: đề nghị cấp thẻ"
    RENEW = "Gia hạn"
    END = "Giảm"


@dataclass(frozen=True)
class Entry:
    """One line of a list: the stay, the day it is about, and what it says besides ("Gia hạn", "80 tuổi"); ``why`` follows it."""

    stay: StayFacts
    on: date
    what: str = ""
    why: str = ""


def entries(
    kind: ListKind,
    stays: Sequence[StayFacts],
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    registered: Collection[str] = (),
) -> list[Entry]:
    """The lines of a list; ``registered`` are the ids of the people whose residence at the center is registered.

    Comings and leavings stand in the order of their days, everybody else in the order of the alphabet, the eldest of the
    longevity list first.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    here = present(stays, period.cutoff, book)
    counted = [stay for stay in stays if stay.placement in book.placements]
    match kind:
        case ListKind.ADMISSIONS:
            came = [Entry(stay, stay.start_on) for stay in counted if period.holds(stay.start_on)]
            return sorted(came, key=lambda one: (one.on, _by_name(one)))
        case ListKind.DISCHARGES:
            left = [Entry(stay, stay.end_on) for stay in counted if stay.end_on and period.holds(stay.end_on)]
            return sorted(left, key=lambda one: (one.on, _by_name(one)))
        case ListKind.HEALTH_CARDS:
            return sorted(_card_changes(counted, here, period, book), key=lambda one: (one.what, _by_name(one)))
        case ListKind.RESIDENCE:
            asked = [Entry(stay, stay.start_on) for stay in here if stay.person_id not in registered]
            return sorted(asked, key=_by_name)
        case ListKind.LONGEVITY:
            found = _longevity(here, period.last.year, book)
            return [one for _age, one in sorted(found, key=lambda pair: (-pair[0], _by_name(pair[1])))]
        case ListKind.CHILDREN:
            return sorted(
                [Entry(stay, stay.start_on) for stay in here if is_child(stay, period.cutoff, book)], key=_by_name
            )


def _by_name(entry: Entry) -> tuple[str, str]:
    return sort_key(entry.stay.name), entry.stay.code


def _card_changes(
    counted: Iterable[StayFacts], here: Collection[StayFacts], period: Period, book: CodeBook
) -> Iterable[Entry]:
    """Who is there and has no card, or one that ends by the end of the period; who left in the period with a card."""
    there = {stay.person_id for stay in here}
    for stay in here:
        until = stay.health_card_valid_to
        if until is None:
            yield Entry(stay, stay.start_on, CardChange.NEW.value, f"vào {stay.start_on:%d/%m/%Y}")
        elif until <= period.cutoff:
            yield Entry(stay, until, CardChange.RENEW.value, f"hết hạn {until:%d/%m/%Y}")
    for stay in counted:
        until = stay.health_card_valid_to
        if stay.end_on is None or not period.holds(stay.end_on) or stay.person_id in there or until is None:
            continue
        if until >= stay.end_on:
            why = f"{book.text('end_reason', stay.end_reason)} ngày {stay.end_on:%d/%m/%Y}"
            yield Entry(stay, stay.end_on, CardChange.END.value, why)


def _longevity(here: Iterable[StayFacts], year: int, book: CodeBook) -> Iterable[tuple[int, Entry]]:
    """Who reaches one of the ages in the year, counted by years of birth, with the age."""
    ages = {int(code.code): bool(code.extra.get("every_year")) for code in book.words("longevity_age").values()}
    every = min((age for age, every in ages.items() if every), default=None)
    for stay in here:
        if stay.born is None or stay.born.year is None:
            continue
        age = year - stay.born.year
        if age in ages or (every is not None and age >= every):
            yield age, Entry(stay, date(year, 12, 31), f"{age} tuổi")
