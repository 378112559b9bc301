"""B05, care and keeping: resident days, meals and what they cost, care levels, goods issued, health cards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from carebook.dates import written
from carebook.money import number
from carebook.records.care_history import CareHistory
from carebook.records.codes import Code, Limit
from carebook.records.figures import Period, Row, RowKind, Table, every_cell
from carebook.records.stay_facts import StayFacts
from carebook.rules.daily_figures.counting import Counting, coded, columns, days_there, is_resident
from carebook.rules.movement import CodeBook, is_present

CODE = "B05"
_LEVELS, _AWAY = "care_level", "away"


def table(
    stays: Iterable[StayFacts],
    history: CareHistory,
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    complete_from: date | None = None,
) -> Table:
    """B05's rows × number and people. Days count as `counting.days_there`; levels and cards are those of the cut-off.

    Meals are the portions the kitchen was told, not people; their cost is in đồng and 0 where the menu has no price.
    """
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.cutoff
    mine = [stay for stay in stays if is_resident(stay)] if known else []
    count = Counting(mine, period, book)
    for stay in mine:
        if days := days_there(stay, period):
            count.add("resident_days", stay.episode_id, book.word("days_taken", days=str(days)), days)
        if is_present(stay, period.cutoff):
            level = history.levels.get(stay.episode_id, "")
            count.add(f"{_LEVELS}.{level}", stay.episode_id)
            if stay.health_card_valid_to is not None and stay.health_card_valid_to >= period.cutoff:
                count.add("card_valid", stay.episode_id, book.word("valid_to", date=written(stay.health_card_valid_to)))
    for away in history.absences:
        stay_there = count.stay(away.episode_id)
        if stay_there is not None:
            last = min(away.back_on or date.max, stay_there.end_on or date.max)
            days = (min(last, date.fromordinal(period.cutoff.toordinal() + 1)) - max(away.from_on, period.first)).days
            words = book.word("away_since", date=written(away.from_on), days=str(days))
            count.add(f"{_AWAY}.{away.kind}", away.episode_id, words, max(0, days))
    for meal in history.meals if known else ():
        count.add_nobody(f"meal.{meal.meal}", book.text("meal", meal.meal), amount=meal.portions)
        count.add_nobody("meal_cost", book.text("meal", meal.meal), f"{number(meal.cost)} đ", meal.cost)
    for issued in history.issued:
        words = book.word("pieces", n=str(issued.quantity))
        count.add(f"supply.{issued.item}", issued.episode_id, words, issued.quantity)
    used = count.used
    rows = [Row("resident_days", book.word("resident_days"), RowKind.PART)]
    rows += [
        Row(f"{_AWAY}.{kind}", book.word(f"away_{kind}"), RowKind.PART)
        for kind in ("hospital", "leave", "tet_leave", "trial_stay", "on_duty", "missing")
        if f"{_AWAY}.{kind}" in used
    ]
    rows += [
        Row(code, f"{book.word('portions')}: {text}", RowKind.PART) for code, text in coded(book, "meal", "meal", used)
    ]
    rows.append(Row("meal_cost", book.word("meal_cost"), RowKind.PART))
    rows += [
        Row(f"{_LEVELS}.{level.code}", f"{book.word('at_cutoff')}: {level.text}", RowKind.PART)
        for level in book.words("care_level").values()
    ]
    if f"{_LEVELS}." in used:
        rows.append(Row(f"{_LEVELS}.", book.word("no_care_level"), RowKind.PART))
    rows.append(Row("card_valid", book.word("card_valid"), RowKind.PART))
    rows += [
        Row(code, f"{book.word('issued')}: {text}", RowKind.PART)
        for code, text in coded(book, "supply_item", "supply", used)
    ]
    heads = columns(book)
    return Table(
        code=CODE,
        title=book.text("figure_table", CODE),
        columns=heads,
        rows=tuple(rows),
        lines=tuple(count.lines),
        unknown=frozenset() if known else every_cell(rows, heads),
    )
