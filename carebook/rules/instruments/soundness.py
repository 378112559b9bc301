"""Whether an instrument makes sense: codes once, answers that differ, bands that cover the range, nothing out of the blue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from carebook.records.instrument_files import AnswerKind, Band, Instrument, Item, Method, Mode, Norm, Scoring
from carebook.rules.instruments.lines import Path
from carebook.rules.instruments.tables import Faults, said
from carebook.words import message

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_ITEM_CODE = re.compile(r"[a-z0-9_]+")
_NEARLY = 1e-9


def look_for_faults(instrument: Instrument, faults: Faults) -> None:
    """Add what makes no sense to ``faults``."""
    if not _CODE.fullmatch(instrument.code):
        faults.add(
            ("code",),
            message("A code has small letters without marks, digits and “_”: “{code}”.", code=instrument.code),
        )
    _items(instrument, faults)
    _reach(instrument, faults)
    _named_items(instrument, faults)
    _bands(instrument.bands, instrument.scoring, (), faults)
    _norms(instrument.norms, instrument.scoring, faults)
    _no_code_twice((subscale.code for subscale in instrument.subscales), ("subscales",), faults)
    for place, subscale in enumerate(instrument.subscales):
        _bands(subscale.bands, subscale.scoring, ("subscales", place), faults)


def _no_code_twice(codes: Iterable[str], path: Path, faults: Faults) -> None:
    seen: set[str] = set()
    for place, code in enumerate(codes):
        if code in seen:
            faults.add((*path, place, "code"), message("The code “{code}” is there twice.", code=code))
        seen.add(code)


# Items


def _path_of(instrument: Instrument, place: int) -> Path:
    """Where an item stands in the file: the total and the entries of a paper form are items too."""
    if instrument.mode is Mode.ITEMS:
        return ("items", place)
    has_total = instrument.scoring.method is not Method.NONE
    return ("total",) if has_total and place == 0 else ("entries", place - has_total)


def _items(instrument: Instrument, faults: Faults) -> None:
    if not instrument.items:
        faults.add((), message("There is no item to answer."))
    if instrument.scoring.method is Method.GOALS and len(instrument.items) != 1:
        faults.add(("items",), message("Attainment of goals has one item, asked for every goal."))
    seen: set[str] = set()
    for place, item in enumerate(instrument.items):
        path = _path_of(instrument, place)
        if item.code in seen:
            faults.add((*path, "code"), message("The code “{code}” is there twice.", code=item.code))
        seen.add(item.code)
        if not _ITEM_CODE.fullmatch(item.code):
            words = message("A code has small letters without marks, digits and “_”: “{code}”.", code=item.code)
            faults.add((*path, "code"), words)
        _choices(item, (*path, "choices"), faults)
        if item.step is not None and item.step <= 0:
            faults.add((*path, "step"), message("A step is more than 0."))


def _choices(item: Item, path: Path, faults: Faults) -> None:
    if item.kind in (AnswerKind.NUMBER, AnswerKind.TEXT):
        return
    if len(item.choices) < 2 or (item.kind is AnswerKind.YES_NO and len(item.choices) != 2):
        faults.add(path, message("A choice has at least two answers, yes or no has exactly two."))
    values: set[float] = set()
    keys: set[str] = set()
    for place, choice in enumerate(item.choices):
        if choice.value in values:
            faults.add((*path, place), message("The value {value} is there twice.", value=said(choice.value)))
        if choice.key in keys:
            faults.add((*path, place), message("The key “{key}” is there twice.", key=choice.key))
        values.add(choice.value)
        keys.add(choice.key)


def _ends(item: Item) -> tuple[float, float]:
    """The lowest and the highest answer."""
    if item.kind is AnswerKind.NUMBER:
        return item.low or 0.0, item.high or 0.0
    values = [choice.value for choice in item.choices] or [0.0]
    return min(values), max(values)


def _reachable(items: Sequence[Item], scoring: Scoring, *, may_lack: bool) -> tuple[float, float] | None:
    """The lowest and highest total these items can give; None where this is not said by the items.

    ``may_lack``: optional items may be without an answer.
    """
    ends = [_ends(item) for item in items]
    match scoring.method:
        case Method.SUM:
            skipped = [may_lack and item.optional for item in items]
            low = sum(min(end[0], 0) if skip else end[0] for end, skip in zip(ends, skipped, strict=True))
            high = sum(max(end[1], 0) if skip else end[1] for end, skip in zip(ends, skipped, strict=True))
        case Method.MEAN if ends:
            low, high = min(end[0] for end in ends), max(end[1] for end in ends)
        case Method.COUNT:
            return 0.0, float(len(items))
        case _:
            return None
    return low * scoring.factor, high * scoring.factor


def _reach(instrument: Instrument, faults: Faults) -> None:
    counted = [item for item in instrument.items if item.counted]
    by_code = {item.code: item for item in instrument.items}
    parts: list[tuple[list[Item], Scoring, Path]] = [(counted, instrument.scoring, ("scoring", "range"))]
    for place, subscale in enumerate(instrument.subscales):
        items = [by_code[code] for code in subscale.items if code in by_code]
        parts.append((items, subscale.scoring, ("subscales", place, "range")))
    for items, scoring, path in parts:
        found = _reachable(items, scoring, may_lack=path[0] == "scoring")
        if found is None or scoring.low is None or scoring.high is None:
            continue
        if scoring.factor <= 0:
            faults.add((*path[:-1], "factor"), message("A factor is more than 0."))
        elif abs(found[0] - scoring.low) > _NEARLY or abs(found[1] - scoring.high) > _NEARLY:
            reach = message(
                "The answers reach from {low} to {high}, the range says {range_low} to {range_high}.",
                low=said(found[0]),
                high=said(found[1]),
                range_low=said(scoring.low),
                range_high=said(scoring.high),
            )
            faults.add(path, reach)


def _named_items(instrument: Instrument, faults: Faults) -> None:
    """Every item that a part, an alert or a comparison speaks of is there, and is answered with a number."""
    known = {item.code for item in instrument.items if item.kind is not AnswerKind.TEXT}
    named: list[tuple[Path, Sequence[str]]] = []
    named += [(("subscales", place, "items"), part.items) for place, part in enumerate(instrument.subscales)]
    named += [(("alerts", place, "items"), alert.items) for place, alert in enumerate(instrument.alerts)]
    for place, comparison in enumerate(instrument.comparisons):
        named.append((("comparisons", place, "item"), (comparison.item,)))
        named.append((("comparisons", place, "other"), (comparison.other,)))
    for path, codes in named:
        for code in codes:
            if code not in known:
                faults.add(path, message("There is no item “{code}” with numbers.", code=code))


# Bands


def _bands(bands: Sequence[Band], scoring: Scoring, path: Path, faults: Faults) -> None:
    """Each band follows the one before at once, and together they are the range."""
    if not bands:
        return
    path = (*path, "bands")
    _no_code_twice((band.code for band in bands), path, faults)
    if scoring.low is None or scoring.high is None:
        faults.add(path, message("Bands need a total with a range."))
        return
    for place, band in enumerate(bands):
        if band.low > band.high:
            words = message("“{key}”: {low} is more than {high}.", key="from", low=said(band.low), high=said(band.high))
            faults.add((*path, place), words)
    step = 10.0**-scoring.decimals
    for place, (before, band) in enumerate(pairwise(bands), start=1):
        if band.low <= before.high:
            faults.add((*path, place), message("This band begins at {low}, in the band before.", low=said(band.low)))
        elif abs(band.low - before.high - step) > _NEARLY:
            gap = message("Between {high} and {low} there is no band.", high=said(before.high), low=said(band.low))
            faults.add((*path, place), gap)
    for place, end, wanted in ((0, bands[0].low, scoring.low), (len(bands) - 1, bands[-1].high, scoring.high)):
        if abs(end - wanted) > _NEARLY:
            words = message("The range ends at {wanted}, the bands at {end}.", wanted=said(wanted), end=said(end))
            faults.add((*path, place), words)


def _norms(norms: Sequence[Norm], scoring: Scoring, faults: Faults) -> None:
    for place, norm in enumerate(norms):
        path = ("norms", place // 2)  # one line of the file speaks of both sexes
        if norm.bands[0].low > norm.bands[0].high or norm.bands[1].low > norm.bands[1].high:
            limits = (said(scoring.low or 0.0), said(scoring.high or 0.0))
            faults.add(path, message("A norm lies between {low} and {high}.", low=limits[0], high=limits[1]))
    for place, (before, norm) in enumerate(pairwise(norms[::2]), start=1):
        if norm.age_from <= before.age_to:
            faults.add(("norms", place), message("The age {age} is there twice.", age=norm.age_from))
