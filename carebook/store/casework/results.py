"""What the newest sheets of all cases came to."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain
from typing import Any

from carebook.dates import age_on
from carebook.records.case_facts import CaseFacts, ScaleResult, Sheet
from carebook.records.instrument_files import Instrument
from carebook.rules.instruments import next_due, score_of
from carebook.store.book import Reader

Rows = Mapping[str, Sequence[Any]]


def scale_results(reader: Reader, cases: Iterable[CaseFacts]) -> dict[str, tuple[ScaleResult, ...]]:
    """The results of the newest sheets of all cases, by stay, each with the one before it where the two are to be compared.

    What an assessment and a review have answered since is not scored any more: such a result tells only when to measure
    again. A scale no longer in use is not asked for again.
    """
    from carebook.store import instruments

    measured = [case for case in cases if case.sheets]
    if not measured:
        return {}
    open_sheets = {case.episode_id: _unanswered(case) for case in measured}
    answers = _answers(reader, [sheet.score_id for sheets in open_sheets.values() for sheet in sheets])
    in_use = instruments.catalogue(reader)
    versions: dict[tuple[str, int], Instrument | None] = {}

    def version_of(sheet: Sheet) -> Instrument | None:
        key = (sheet.instrument, sheet.file_version)
        if key not in versions:
            versions[key] = instruments.instrument_of(reader, *key)
        return versions[key]

    found: dict[str, tuple[ScaleResult, ...]] = {}
    for case in measured:
        results = []
        told: set[str] = set()
        for sheet in case.sheets:
            instrument, newest = version_of(sheet), in_use.get(sheet.instrument)
            if instrument is not None and sheet in open_sheets[case.episode_id]:
                results.append(_result(case, sheet, instrument, newest, answers[sheet.score_id]))
            elif instrument is not None and sheet.instrument not in told:
                again_on = next_due(newest, sheet.scored_on) if newest else None
                results.append(ScaleResult(sheet.instrument, instrument.short_title, sheet.scored_on, next_on=again_on))
            told.add(sheet.instrument)
        found[case.episode_id] = tuple(results)
    return found


def _unanswered(case: CaseFacts) -> list[Sheet]:
    """The sheets no assessment, and while there is a plan no review of it, has answered; each with the one before it."""
    reviewed = max((day for day in (case.reviewed_on, case.approved_on) if day is not None), default=date.min)
    assessed = case.assessed_on or date.min
    answered = min(assessed, reviewed) if case.plan_id else assessed
    new = {sheet.instrument for sheet in case.sheets if sheet.scored_on > answered}
    return [sheet for sheet in case.sheets if sheet.instrument in new]


def _answers(reader: Reader, score_ids: Sequence[str]) -> Rows:
    """The answers that are numbers, by sheet."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row in reader.rows(
        """SELECT score_id, item, value, weight FROM counted_item_answer
        WHERE withdrawn_at IS NULL AND score_id IN (SELECT value FROM json_each(?))""",
        (json.dumps(score_ids),),
    ):
        found[row["score_id"]].append(row)
    return found


def _result(
    case: CaseFacts, sheet: Sheet, instrument: Instrument, newest: Instrument | None, answers: Sequence[Any]
) -> ScaleResult:
    age = age_on(case.born, sheet.scored_on)
    score = score_of(
        instrument,
        {row["item"]: row["value"] for row in answers if row["value"] is not None},
        weights={row["item"]: row["weight"] for row in answers if row["weight"] is not None},
        age_years=age.years if age else None,
        sex=case.sex or None,
    )
    band, ranks = score.band, newest or instrument
    known = {one.code: one.worse for one in chain(ranks.bands, *(norm.bands for norm in ranks.norms))}
    return ScaleResult(
        instrument=sheet.instrument,
        title=instrument.short_title,
        scored_on=sheet.scored_on,
        band_rank=known.get(band.code) if band else None,
        band_words=band.words if band else "",
        alerts=tuple(alert.words for alert in score.alerts if alert.urgent),
        next_on=next_due(newest, sheet.scored_on) if newest else None,
    )
