"""What the book knows of every case of a worker in a period: the facts a progress line is drafted from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import pairwise
from typing import Any, TypeVar

from carebook.records.assessments import Assessment
from carebook.records.care_plans import Achievement, CarePlan, Goal, PlanReview
from carebook.records.conferences import Conference
from carebook.records.episodes import Absence, EpisodeCategory
from carebook.records.instruments import InstrumentScore
from carebook.records.intake import FormState
from carebook.records.record import Record
from carebook.rules.progress import Absent, Changed, Measured, PeriodFacts, Rated, ReportPeriod, Reviewed
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.instruments import Sheet, sheets_of
from carebook.store.privacy import source_of
from carebook.store.progress.notes import midnight
from carebook.store.rows import from_row

R = TypeVar("R", bound=Record)
CONTACT = "family"
"""The kind of note that counts as a contact with the family."""

HELD = """SELECT id FROM episode WHERE withdrawn_at IS NULL AND start_on <= :last AND (end_on IS NULL OR end_on >= :first)
    AND coalesce(case_manager_id, '') = :worker"""
"""The stays of a worker (:worker, "" for nobody) that touch the days from :first to :last."""


def held(reader: Reader, cls: type[R], where: str, values: Mapping[str, Any]) -> list[R]:
    """The records of those stays that match and are not withdrawn; what the asker may not see is not among them."""
    rows = reader.rows(
        f"SELECT * FROM {source_of(cls)} WHERE episode_id IN ({HELD}) AND withdrawn_at IS NULL AND ({where}) ORDER BY id",
        values,
    )
    return [from_row(cls, row) for row in rows]


def facts_of(reader: Reader, period: ReportPeriod, values: Mapping[str, Any]) -> dict[str, PeriodFacts]:
    """What happened to each of those stays in the period, by its id; `values` are those of `HELD`."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)

    def gathered(name: str, facts: Iterable[tuple[str, Any]]) -> None:
        apart: dict[str, list[Any]] = defaultdict(list)
        for episode_id, fact in facts:
            apart[episode_id].append(fact)
        for episode_id, several in apart.items():
            found[episode_id][name] = tuple(several)

    def in_period(cls: type[R], column: str, more: str = "1") -> list[R]:
        on = f"{column} BETWEEN :first AND :last AND ({more})"
        return sorted(held(reader, cls, on, values), key=lambda record: getattr(record, column))

    moments = {"since": midnight(period.first), "until": midnight(period.last + timedelta(days=1))}
    _count_notes(reader, period, {**values, **moments}, found)
    rated = {goal.thread: goal for goal in in_period(Goal, "achieved_on", "text <> ''")}
    gathered(
        "goals",
        (
            (goal.episode_id, Rated(goal.text, goal.achievement))
            for goal in rated.values()
            if goal.achievement is not Achievement.NOT_RATED
        ),
    )
    approved = held(reader, CarePlan, "approved_at >= :since AND approved_at < :until", {**values, **moments})
    gathered("plans_approved", ((plan.episode_id, plan.number) for plan in approved))
    done = FormState.COMPLETED.value
    assessed = in_period(Assessment, "assessed_on", f"state = '{done}'")
    gathered("assessments", ((one.episode_id, (one.kind, one.assessed_on)) for one in assessed))
    scored = in_period(InstrumentScore, "scored_on", f"state = '{done}'")
    gathered("scales", _measured(reader, period, {score.episode_id for score in scored}))
    reviews = in_period(PlanReview, "done_on")
    gathered("reviews", ((one.episode_id, Reviewed(one.done_on or period.last, one.proposal)) for one in reviews))
    gathered("conferences", ((one.episode_id, one.held_on) for one in in_period(Conference, "held_on")))
    away = held(reader, Absence, "from_on <= :last AND (back_on IS NULL OR back_on >= :first)", values)
    gathered(
        "absences",
        ((one.episode_id, Absent(one.kind, one.from_on, one.back_on)) for one in sorted(away, key=lambda a: a.from_on)),
    )
    gathered("categories", _changed(reader, period, values))
    for row in reader.rows(
        f"""SELECT f.episode_id, p.number FROM found_plan_in_force f JOIN found_care_plan p ON p.id = f.plan_id
        WHERE f.withdrawn_at IS NULL AND f.episode_id IN ({HELD})""",
        values,
    ):
        found[row["episode_id"]]["plan"] = row["number"]
    return defaultdict(lambda: PeriodFacts(period), {key: PeriodFacts(period, **facts) for key, facts in found.items()})


def _count_notes(
    reader: Reader, period: ReportPeriod, values: Mapping[str, Any], found: dict[str, dict[str, Any]]
) -> None:
    kinds = {code.code: code.text for code in code_lists.codes(reader, "note_kind", period.last)}
    order = list(kinds)
    counted: dict[str, dict[str, int]] = defaultdict(dict)
    for row in reader.rows(
        f"""SELECT episode_id, kind, count(*) AS notes FROM found_progress_note
        WHERE episode_id IN ({HELD}) AND withdrawn_at IS NULL AND corrects_id IS NULL
            AND happened_at >= :since AND happened_at < :until GROUP BY 1, 2""",
        values,
    ):
        counted[row["episode_id"]][row["kind"]] = row["notes"]
    for episode_id, numbers in counted.items():
        known = sorted(
            (kind for kind in numbers if kind != CONTACT), key=lambda k: order.index(k) if k in kinds else len(order)
        )
        found[episode_id]["notes"] = tuple((kinds.get(kind, "khác"), numbers[kind]) for kind in known)
        found[episode_id]["contacts"] = numbers.get(CONTACT, 0)


def _measured(reader: Reader, period: ReportPeriod, episode_ids: Iterable[str]) -> Iterable[tuple[str, Measured]]:
    """The newest result of each scale in the period beside the one before it."""
    for episode_id in sorted(episode_ids):
        scales: dict[str, list[Sheet]] = defaultdict(list)
        for sheet in sheets_of(reader, episode_id):
            score = sheet.score
            if score.state is FormState.COMPLETED and score.scored_on and score.scored_on <= period.last:
                scales[score.instrument].append(sheet)
        for sheets in scales.values():
            now, before = sheets[0], sheets[1] if len(sheets) > 1 else None
            if period.holds(now.score.scored_on):
                total_before, band_before = _result(before)
                yield episode_id, Measured(now.instrument.short_title, *_result(now), total_before, band_before)


def _result(sheet: Sheet | None) -> tuple[float | None, str]:
    """Total and band in words."""
    if sheet is None:
        return None, ""
    return sheet.result.total, sheet.result.band.words if sheet.result.band else ""


def _changed(reader: Reader, period: ReportPeriod, values: Mapping[str, Any]) -> Iterable[tuple[str, Changed]]:
    """Changes of category; the words of a protected one are told on no report."""
    stays: dict[str, list[EpisodeCategory]] = defaultdict(list)
    for one in sorted(held(reader, EpisodeCategory, "1", values), key=lambda c: (c.from_on, c.id)):
        stays[one.episode_id].append(one)
    told = {
        code.code: code.text
        for code in code_lists.codes(reader, "category", period.last)
        if not code.extra.get("confidential")
    }
    for episode_id, rows in stays.items():
        for before, after in pairwise(rows):
            if period.holds(after.from_on):
                words = (told.get(before.category, ""), told.get(after.category, ""))
                yield episode_id, Changed(after.from_on, *(words if all(words) else ("", "")))
