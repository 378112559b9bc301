"""What a sheet of a scale says, in words and shapes: its total, its band, how it changed, its curve."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from carebook import dates, money
from carebook.records.instrument_files import Band, Instrument, Method, Tone
from carebook.records.intake import FormState
from carebook.rules.instruments import Score, became, unit_of
from carebook.store.instruments import Sheet
from carebook.ui.parts.chart import ChartData, Series
from carebook.ui.parts.strips import said_value
from carebook.words import _, pgettext

NOT_ASSESSED = ("ring", "text2")
_MARKS = {
    Tone.OK: ("full", "ok"),
    Tone.INFO: ("half", "info"),
    Tone.WARN: ("square", "warn"),
    Tone.DANGER: ("cross", "danger"),
}
_EXPECTED_T = 50.0
_MOST_SERIES = 4


def total_words(instrument: Instrument, result: Score) -> str:
    """ "55/100"; "12,4 giây" for a measure, "T 57,8" for the attainment of goals; "–" while nothing counts.

    A scale without a total has the scores of its parts in their order, "12 · 8 · 20".
    """
    scoring = instrument.scoring
    if scoring.method is Method.NONE and any(part.total is not None for part in result.subscores):
        return " · ".join(said_value(part.total) for part in result.subscores)
    if result.total is None:
        return "–"
    number = money.number(result.total, scoring.decimals)
    if scoring.method is Method.GOALS:
        return f"T {number}"
    if unit := unit_of(instrument):
        return f"{number}\u00a0{unit}"
    return f"{number}/{money.number(scoring.high, 0)}" if scoring.high is not None else number


def band_words(result: Score) -> str:
    """The band in words; "Chưa đánh giá" until every item that counts is answered; "" where the scale has no bands."""
    if not result.complete:
        return _("Not assessed")
    if result.band:
        return result.band.words
    return "; ".join(f"{part.subscale.title}: {part.band.words}" for part in result.subscores if part.band)


def worst_band(result: Score) -> Band | None:
    """The band of the total; where there is none, the worst band of a part."""
    bands = [part.band for part in result.subscores if part.band]
    return result.band or max(bands, key=lambda band: band.worse, default=None)


def band_mark(band: Band | None) -> tuple[str, str]:
    """The shape and the tone of a band."""
    return _MARKS[band.tone] if band else NOT_ASSESSED


def result_words(result: Score) -> str:
    """The band in words, and that an answer was alarming, whatever the band."""
    alarming = _("with an alert") if _is_alarming(result) else ""
    return " · ".join(filter(None, (band_words(result), alarming)))


def result_mark(result: Score) -> tuple[str, str]:
    """The shape and the tone of a result: that of danger when an answer was alarming, else that of the band."""
    return _MARKS[Tone.DANGER] if _is_alarming(result) else band_mark(worst_band(result))


def _is_alarming(result: Score) -> bool:
    return any(alert.urgent for alert in result.alerts)


def said(sheet: Sheet) -> str:
    """ "55/100 (phụ thuộc nặng)"; of a sheet in progress only that it is."""
    if sheet.score.state is not FormState.COMPLETED:
        return pgettext("form", "In progress")
    words = result_words(sheet.result)
    total = total_words(sheet.instrument, sheet.result)
    return f"{total} ({words})" if words and total != "–" else words or total


def change_words(now: Sheet, before: Sheet | None) -> tuple[str, tuple[str, str] | None]:
    """ "Tốt hơn", "Không đổi", "Kém hơn" with shape and tone, against the sheet before; "" where nothing can be said."""
    direction = became(now.instrument, before.result, now.result) if before else None
    match direction:
        case 1:
            return pgettext("change", "Worse"), ("cross", "warn")
        case -1:
            return pgettext("change", "Better"), ("full", "ok")
        case 0:
            return pgettext("change", "Same"), ("dash", "text2")
    return "", None


def finished(sheets: Sequence[Sheet], code: str = "") -> list[Sheet]:
    """The finished sheets that count, of one instrument or of all, in the order given (the newest first)."""
    return [
        one
        for one in sheets
        if one.score.state is FormState.COMPLETED
        and not one.score.is_withdrawn
        and one.score.scored_on is not None
        and code in ("", one.score.instrument)
    ]


def chart_data(sheets: Sequence[Sheet], today: date) -> ChartData:
    """The curve of one instrument from its finished sheets, the newest first: one axis, gaps where there is no total."""
    if not sheets:
        return ChartData((), ())
    instrument = sheets[0].instrument
    scoring, unit = instrument.scoring, unit_of(instrument)
    goals = scoring.method is Method.GOALS
    places = tuple(dates.short(one.score.scored_on, today) for one in reversed(sheets) if one.score.scored_on)
    series: tuple[Series, ...] = (Series(instrument.short_title, tuple(one.result.total for one in reversed(sheets))),)
    if scoring.method is Method.NONE:
        series = tuple(_part(sheets, part.code, part.title) for part in instrument.subscales[:_MOST_SERIES])
    return ChartData(
        places,
        series,
        unit=unit,
        goal=_EXPECTED_T if goals else None,
        lowest=scoring.low if not unit or (scoring.low or 0) >= 0 else None,
        highest=scoring.high if not unit else None,
    )


def _part(sheets: Sequence[Sheet], code: str, title: str) -> Series:
    """The scores of one part over the sheets."""
    totals = [{part.subscale.code: part.total for part in one.result.subscores}.get(code) for one in reversed(sheets)]
    return Series(title, tuple(totals))
