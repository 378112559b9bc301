"""From the text of an instrument's file (TOML) to the instrument, with every fault named by its line and its reason.

What a file holds::

    code, version, since, title, short_title, purpose, mode ("items" or "score"), better ("high" or "low", with bands)
    licence, holder, citation, terms, licence_file        whose it is and on which terms
    unvalidated, remark, frame, interval_months, after    the rest is optional
    [ages]            min_years, max_years, min_months, max_months
    [choice_sets]     name = [{ value, words, key }]      answers that several items share
    [[items]]         code, words, kind, choices (array, or the name of a set), range, step, decimals, unit, hint,
                      optional, counted                   mode "items" only
    [total]           words, hint, unit, step             mode "score" only; its range and decimals are those of the scoring
    [[entries]]       as items                            mode "score" only: what else is read from the paper form
    [scoring]         method, factor, at_least, range, decimals, minimal_change
    [[bands]]         from, to, code, words, tone         from the lowest total to the highest, without gap
    [[norms]]         ages, male, female                  then there are two bands without from and to, and the second begins
                                                          at the number of the age and sex
    [[subscales]]     code, title, items, better, bands = [{ … }] and the keys of scoring
    [[alerts]]        items, at_least, words, urgent
    [[comparisons]]   item, range, other, other_range, words
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from carebook.records.instrument_files import (
    TOTAL,
    Alert,
    AnswerKind,
    Band,
    Better,
    Choice,
    Comparison,
    Instrument,
    Item,
    Method,
    Mode,
    Norm,
    Purpose,
    Scoring,
    Subscale,
    Tone,
)
from carebook.rules.instruments.lines import lines_of
from carebook.rules.instruments.soundness import look_for_faults
from carebook.rules.instruments.tables import Faults, Table
from carebook.words import Message, message

_YES_NO = (Choice(1.0, "Có", "c"), Choice(0.0, "Không", "k"))
_DECIMALS = 3  # more than any scale is read to
_SEXES = ("male", "female")
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


class BadInstrument(Exception):
    """A file that is no instrument. ``problems``: the line, counted from 1, and the reason of every fault."""

    def __init__(self, name: str, problems: tuple[tuple[int, Message], ...]) -> None:
        super().__init__(name, problems)
        self.name = name
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(f"{self.name}:{line}: {reason}" for line, reason in self.problems)


def read_instrument(text: str, name: str) -> Instrument:
    """The instrument that ``text`` describes; ``name`` is how people know the file.

    BadInstrument with every fault of shape (syntax, keys, types); when there is none, with every fault of meaning (bands
    with gaps, codes given twice, ranges that the answers do not reach).
    """
    if not text.strip():
        raise BadInstrument(name, ((1, message("The file is empty.")),))
    faults = Faults(lines_of(text))
    instrument = _instrument(Table(_parsed(text, name), (), faults))
    if not faults.found:
        look_for_faults(instrument, faults)
    if faults.found:
        raise BadInstrument(name, faults.found)
    return instrument


def line_of(text: str, key: str) -> int:
    """The line, counted from 1, on which a file says ``key``."""
    return lines_of(text).of((key,))


def _parsed(text: str, name: str) -> Mapping[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        place = _PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (len(text.splitlines()), 1)
        reason = message(
            "Near character {column}: a quote, a bracket or “=” is missing, or a name is there twice.", column=column
        )
        raise BadInstrument(name, ((line, reason),)) from error


def _instrument(file: Table) -> Instrument:
    mode = file.one_of("mode", Mode) or Mode.ITEMS
    better = file.one_of("better", Better, Better.HIGH) if "better" in file else None
    scoring_table = file.table("scoring", required=True)
    scoring = _scoring(scoring_table) if scoring_table else Scoring(Method.NONE)
    if scoring_table:
        scoring_table.close()
    low_age, high_age = _ages(file.table("ages"))
    bands, norms = _bands_and_norms(file, scoring, better)
    instrument = Instrument(
        code=file.text("code"),
        version=file.whole("version", required=True, least=1) or 1,
        since=file.day("since"),
        title=file.text("title"),
        short_title=file.text("short_title"),
        purpose=file.one_of("purpose", Purpose) or Purpose.FUNCTION,
        mode=mode,
        scoring=scoring,
        items=tuple(_items(file, mode, scoring)),
        better=better,
        licence=file.text("licence"),
        holder=file.text("holder"),
        citation=file.text("citation"),
        terms=file.text("terms"),
        licence_file=file.text("licence_file", ""),
        unvalidated=file.flag("unvalidated", False),
        remark=file.text("remark", ""),
        frame=file.text("frame", ""),
        min_age_months=low_age,
        max_age_months=high_age,
        interval_months=file.whole("interval_months", least=1),
        after=file.texts("after"),
        bands=bands,
        norms=norms,
        subscales=tuple(_subscale(table, better) for table in file.tables("subscales")),
        alerts=tuple(map(_alert, file.tables("alerts"))),
        comparisons=tuple(map(_comparison, file.tables("comparisons"))),
    )
    file.close()
    return instrument


def _ages(table: Table | None) -> tuple[int | None, int | None]:
    """The completed months, both included: to 17 years means to the day before the 18th birthday."""
    if table is None:
        return None, None
    low_years, high_years = table.whole("min_years"), table.whole("max_years")
    low = table.whole("min_months") if low_years is None else low_years * 12
    high = table.whole("max_months") if high_years is None else high_years * 12 + 11
    table.close()
    if low is not None and high is not None and low > high:
        table.refuse(message("The lowest age is more than the highest."))
    return low, high


def _scoring(table: Table) -> Scoring:
    method = table.one_of("method", Method) or Method.NONE
    span = table.span("range", required=method is not Method.NONE)
    factor = table.number("factor")
    return Scoring(
        method=method,
        factor=1.0 if factor is None else factor,
        at_least=table.number("at_least", required=method is Method.COUNT),
        low=span[0] if span else None,
        high=span[1] if span else None,
        decimals=table.whole("decimals", most=_DECIMALS) or 0,
        minimal_change=table.number("minimal_change"),
    )


# Items


def _items(file: Table, mode: Mode, scoring: Scoring) -> Iterator[Item]:
    """The items of a sheet, or what is read from a paper form: the total and the entries."""
    sets = {name: tuple(_choices(tables)) for name, tables in file.arrays("choice_sets")}
    if mode is Mode.ITEMS:
        yield from (_item(table, sets) for table in file.tables("items"))
        for key in ("total", "entries"):
            if key in file:
                file.refuse(message("“{key}” is for instruments of which only the score is kept.", key=key), key)
        return
    if "items" in file:
        file.refuse(message("An instrument of which only the score is kept has no items."), "items")
    without_total = scoring.method is Method.NONE
    total = file.table("total", required=not without_total)
    if total:
        yield _total(total, scoring)
    yield from (_item(table, sets, counted=without_total) for table in file.tables("entries"))


def _total(table: Table, scoring: Scoring) -> Item:
    item = Item(
        code=TOTAL,
        words=table.text("words", "Tổng điểm"),
        kind=AnswerKind.NUMBER,
        hint=table.text("hint", ""),
        unit=table.text("unit", ""),
        low=scoring.low,
        high=scoring.high,
        step=table.number("step"),
        decimals=scoring.decimals,
    )
    table.close()
    return item


def _item(table: Table, sets: Mapping[str, tuple[Choice, ...]], *, counted: bool = True) -> Item:
    kind = table.one_of("kind", AnswerKind) or AnswerKind.TEXT
    span = table.span("range", required=True) if kind is AnswerKind.NUMBER else None
    item = Item(
        code=table.text("code"),
        words=table.text("words"),
        kind=kind,
        choices=_choices_of(table, kind, sets),
        hint=table.text("hint", ""),
        optional=table.flag("optional", False),
        counted=table.flag("counted", True) if counted and kind is not AnswerKind.TEXT else False,
        unit=table.text("unit", ""),
        low=span[0] if span else None,
        high=span[1] if span else None,
        step=table.number("step") if kind is AnswerKind.NUMBER else None,
        decimals=table.whole("decimals", most=_DECIMALS) or 0 if kind is AnswerKind.NUMBER else 0,
    )
    table.close()
    return item


def _choices_of(table: Table, kind: AnswerKind, sets: Mapping[str, tuple[Choice, ...]]) -> tuple[Choice, ...]:
    if kind in (AnswerKind.NUMBER, AnswerKind.TEXT):
        return ()
    if "choices" not in table:
        if kind is AnswerKind.CHOICE:
            table.refuse(message("“{key}” is missing.", key="choices"))
        return _YES_NO
    if not table.holds_text("choices"):
        return tuple(_choices(table.tables("choices")))
    name = table.text("choices")
    if name not in sets:
        table.refuse(message("There are no shared choices “{name}”.", name=name), "choices")
    return sets.get(name, ())


def _choices(tables: Iterator[Table]) -> Iterator[Choice]:
    """The choices; without a key of their own they get their value, or where values have two digits their place."""
    read = [(t, t.required_number("value"), t.text("words"), t.text("key", "")) for t in tables]
    single = all(value in range(10) for _, value, _, _ in read)
    for place, (table, value, words, key) in enumerate(read, start=1):
        table.close()
        if len(key) > 1:
            table.refuse(message("“{key}” is one sign.", key="key"), "key")
        yield Choice(value, words, key or str(int(value) if single else place))


# What a score means


def _bands_and_norms(file: Table, scoring: Scoring, better: Better | None) -> tuple[tuple[Band, ...], tuple[Norm, ...]]:
    if "norms" not in file:
        return _bands(file, better), ()
    words = [
        (t.text("code"), t.text("words"), t.one_of("tone", Tone, Tone.INFO) or Tone.INFO, t)
        for t in file.tables("bands")
    ]
    for *_, table in words:
        table.close()
    tables = list(file.tables("norms"))
    if len(words) != 2 or better is None:
        file.refuse(message("With norms there are two bands without from and to, and “better”."), "norms")
        return (), ()
    norms = []
    for table in tables:
        ages = table.span("ages", required=True) or (0.0, 0.0)
        for sex in _SEXES:
            second = table.required_number(sex)
            spans = ((scoring.low or 0.0, second - 10.0**-scoring.decimals), (second, scoring.high or second))
            bands = tuple(
                Band(low, high, code, said, tone, _worse(place, 2, better))
                for place, ((low, high), (code, said, tone, _)) in enumerate(zip(spans, words, strict=True))
            )
            norms.append(Norm(sex, int(ages[0]), int(ages[1]), bands))
        table.close()
    return (), tuple(norms)


def _bands(table: Table, better: Better | None) -> tuple[Band, ...]:
    """The bands, as they stand from the lowest to the highest."""
    tables = list(table.tables("bands"))
    if tables and better is None:
        table.refuse(message("“{key}” is missing.", key="better"))
    bands = []
    for place, band in enumerate(tables):
        bands.append(
            Band(
                low=band.required_number("from"),
                high=band.required_number("to"),
                code=band.text("code"),
                words=band.text("words"),
                tone=band.one_of("tone", Tone) or Tone.INFO,
                worse=_worse(place, len(tables), better or Better.HIGH),
            )
        )
        band.close()
    return tuple(bands)


def _worse(place: int, bands: int, better: Better) -> int:
    return bands - 1 - place if better is Better.HIGH else place


def _subscale(table: Table, better: Better | None) -> Subscale:
    own = table.one_of("better", Better, better) if "better" in table else better
    subscale = Subscale(
        code=table.text("code"),
        title=table.text("title"),
        items=table.texts("items", required=True),
        scoring=_scoring(table),
        bands=_bands(table, own),
    )
    table.close()
    return subscale


def _alert(table: Table) -> Alert:
    alert = Alert(
        items=table.texts("items", required=True),
        at_least=table.required_number("at_least"),
        words=table.text("words"),
        urgent=table.flag("urgent", False),
    )
    table.close()
    return alert


def _comparison(table: Table) -> Comparison:
    low, high = table.span("range", required=True) or (0.0, 0.0)
    other_low, other_high = table.span("other_range", required=True) or (0.0, 0.0)
    comparison = Comparison(
        item=table.text("item"),
        low=low,
        high=high,
        other=table.text("other"),
        other_low=other_low,
        other_high=other_high,
        words=table.text("words"),
    )
    table.close()
    return comparison
