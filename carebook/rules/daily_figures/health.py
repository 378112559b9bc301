"""B06, health: checks, examinations, hospital, lasting illnesses, malnutrition, vaccination, ulcers, falls, outbreaks, deaths."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from carebook.dates import written
from carebook.records.care_history import CareHistory
from carebook.records.codes import Code, Limit
from carebook.records.figures import Period, Row, RowKind, Table, every_cell
from carebook.records.stay_facts import StayFacts
from carebook.rules.daily_figures.counting import Counting, coded, columns, group_of
from carebook.rules.movement import CodeBook, age_of, present
from carebook.rules.observations import bmi, bmi_band, muac_band

CODE = "B06"
HOSPITAL = "hospital"
_OUTBREAKS = ("communicable_disease", "food_poisoning")


def table(
    stays: Iterable[StayFacts],
    history: CareHistory,
    period: Period,
    codes: Sequence[Code],
    limits: Sequence[Limit],
    *,
    complete_from: date | None = None,
) -> Table:
    """B06's rows × number (lượt, days) and people. Illnesses and malnutrition are those of the people present at the cut-off."""
    book = CodeBook.of(codes, limits, period.cutoff)
    known = complete_from is None or complete_from <= period.cutoff
    mine = list(stays) if known else []
    count = Counting(mine, period, book)
    _examined(history, period, book, count)
    _in_hospital(history, period, book, count)
    for stay in present(mine, period.cutoff, book):
        groups = book.words("chronic_group")
        for icd in history.illnesses.get(stay.person_id, ()):
            count.add(f"illness.{group_of(icd, groups)}", stay.episode_id, icd)
        if words := _starving(stay, history, period, book):
            count.add("malnutrition", stay.episode_id, words)
    for shot in history.vaccinations:
        count.add("vaccination", shot.episode_id, f"{book.text('vaccine', shot.what)} {written(shot.on)}")
    for wound in history.ulcers:
        count.add("ulcer", wound.episode_id, book.word("on_day", date=written(wound.on)))
    for one in history.incidents if known else ():
        words = book.word("on_day", date=written(one.happened_on))
        if one.kind in ("fall", *_OUTBREAKS):
            if one.episode_id:
                count.add(one.kind, one.episode_id, words)
            else:
                count.add_nobody(one.kind, book.text("incident_kind", one.kind), words)
    for death in history.deaths:
        group = group_of(death.icd, book.words("death_cause_group")) if death.icd else ""
        count.add(f"died.{group}", death.episode_id, book.word("on_day", date=written(death.died_on)))
    rows = _rows(book, count.used)
    heads = columns(book)
    return Table(
        code=CODE,
        title=book.text("figure_table", CODE),
        columns=heads,
        rows=tuple(rows),
        lines=tuple(count.lines),
        unknown=frozenset() if known else every_cell(rows, heads),
    )


def _examined(history: CareHistory, period: Period, book: CodeBook, count: Counting) -> None:
    kinds = book.words("health_check_kind")
    for check in history.checks:
        kind = kinds.get(check.what)
        if period.holds(check.on) and kind is not None and kind.extra.get("periodic"):
            count.add("health_check", check.episode_id, f"{kind.text} {written(check.on)}")
    for seen in history.consultations:
        row = "consultation_here" if seen.what == "center" else "consultation_elsewhere"
        count.add(row, seen.episode_id, book.word("on_day", date=written(seen.on)))


def _in_hospital(history: CareHistory, period: Period, book: CodeBook, count: Counting) -> None:
    """Going in counts in the period it happened; the days are those inside the period."""
    for away in history.absences:
        if away.kind != HOSPITAL:
            continue
        after = date.fromordinal(period.cutoff.toordinal() + 1)
        days = (min(away.back_on or after, after) - max(away.from_on, period.first)).days
        words = book.word("away_since", date=written(away.from_on), days=str(days))
        if period.holds(away.from_on):
            count.add("hospital_times", away.episode_id, words)
        count.add("hospital_days", away.episode_id, words, max(0, days))


def _starving(stay: StayFacts, history: CareHistory, period: Period, book: CodeBook) -> str:
    """Why somebody counts as malnourished: the band of the newest body mass index or arm girth; "" when not, or not measured."""
    measured = history.measured.get(stay.episode_id)
    if measured is None:
        return ""
    age = age_of(stay, period.cutoff)
    index = bmi(measured.weight, measured.height)
    bands = (
        bmi_band(index, book.words("bmi_band").values(), age),
        muac_band(measured.arm, book.words("muac_band").values(), age),
    )
    return next((band.text for band in bands if band is not None and band.extra.get("flag")), "")


def _rows(book: CodeBook, used: set[str]) -> list[Row]:
    rows = [
        Row(code, book.word(code), RowKind.PART)
        for code in ("health_check", "consultation_here", "consultation_elsewhere", "hospital_times", "hospital_days")
    ]
    rows += [
        Row(code, f"{book.word('illness')}: {text}", RowKind.PART)
        for code, text in coded(book, "chronic_group", "illness", used)
    ]
    rows += [Row(code, book.word(code), RowKind.PART) for code in ("malnutrition", "vaccination", "ulcer", "fall")]
    rows += [Row(code, book.text("incident_kind", code), RowKind.PART) for code in _OUTBREAKS]
    rows += [
        Row(code, f"{book.word('died')}: {text}", RowKind.PART)
        for code, text in coded(book, "death_cause_group", "died", used)
    ]
    if "died." in used:
        rows.append(Row("died.", book.word("died_unknown"), RowKind.PART))
    return rows
