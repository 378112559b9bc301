"""Instruments (scales) and their filled sheets: which are in use, every version as it was used, the results of a stay."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from carebook import places
from carebook.dates import age_on, today_in_vietnam
from carebook.records.care_plans import CarePlan, Goal
from carebook.records.episodes import Episode
from carebook.records.instrument_files import Instrument
from carebook.records.instruments import InstrumentFile, InstrumentScore, ItemAnswer
from carebook.records.people import Person
from carebook.rules.instruments import BadInstrument, Score, read_instrument, score_of
from carebook.store.book import Reader, Writer

_NEWEST_FIRST = "coalesce(scored_on, '9999') DESC, id DESC"


@dataclass(frozen=True)
class KnownInstrument:
    """An instrument the book can use: the program's or the center's own; ``retired_on`` since when it is not used."""

    instrument: Instrument
    text: str
    own: bool = False
    retired_on: date | None = None


@dataclass(frozen=True)
class Sheet:
    """One filled sheet in the version it was filled with, and what it came to on its day.

    ``answers`` are by item (for goal attainment by the goal's thread, with ``weights``).
    """

    score: InstrumentScore
    instrument: Instrument
    answers: Mapping[str, float | str | None]
    weights: Mapping[str, float]
    result: Score


# Which instruments there are


@cache
def shipped() -> Mapping[str, KnownInstrument]:
    """The instruments that come with the program, by code; read once."""
    files = sorted(places.resource("instruments").glob("*.toml"))
    texts = {path.stem: path.read_text("utf-8") for path in files}
    return {code: KnownInstrument(read_instrument(text, code), text) for code, text in texts.items()}


def known_instruments(reader: Reader) -> tuple[KnownInstrument, ...]:
    """Every instrument that can be used or was retired, each in its newest version, by title.

    The center's own file goes before the program's of the same code, whichever number it bears: the center chose it. Once it
    is retired the program's counts again.
    """
    reader.asks("casework")
    kept: dict[str, list[InstrumentFile]] = defaultdict(list)
    for row in reader.records(InstrumentFile, order="file_version DESC, id DESC"):
        kept[row.code].append(row)
    found = [_known(code, kept.get(code, ())) for code in {**shipped(), **kept}]
    return tuple(sorted((one for one in found if one), key=lambda one: one.instrument.title))


def _known(code: str, rows: Sequence[InstrumentFile]) -> KnownInstrument | None:
    """The one instrument of a code; ``rows`` are its kept files, the newest version first."""
    own = next((row for row in rows if row.own), None)
    ours = shipped().get(code)
    if own is not None and (own.retired_on is None or ours is None):
        instrument = _read(own.content)
        return KnownInstrument(instrument, own.content, True, own.retired_on) if instrument else None
    if ours is None:
        return None
    theirs = [row for row in rows if not row.own]
    same = next((row for row in theirs if row.file_version == ours.instrument.version), None)
    as_kept = _read(same.content) if same else None
    retired_on = next((row.retired_on for row in theirs if row.retired_on), None)
    if same is None or as_kept is None:
        return replace(ours, retired_on=retired_on)
    return KnownInstrument(as_kept, same.content, False, retired_on)


def catalogue(reader: Reader) -> Mapping[str, Instrument]:
    """The instruments in use, each in its newest version, by code in the order of their titles."""
    known = known_instruments(reader)
    return {one.instrument.code: one.instrument for one in known if one.retired_on is None}


def instrument_of(reader: Reader, code: str, version: int) -> Instrument | None:
    """An instrument in one version: as this book used it, whatever became of it since; otherwise the program's.

    None when neither has it.
    """
    reader.asks("casework")
    rows = reader.records(
        InstrumentFile,
        "code = ? AND file_version = ?",
        (code, version),
        order="withdrawn_at IS NOT NULL, id DESC",
        withdrawn=True,
    )
    if rows and (instrument := _read(rows[0].content)):
        return instrument
    ours = shipped().get(code)
    return ours.instrument if ours and ours.instrument.version == version else None


@lru_cache(maxsize=256)
def _read(text: str) -> Instrument | None:
    """A kept file; None when this program cannot read it."""
    try:
        return read_instrument(text, "")
    except BadInstrument:
        return None


# Sheets


def sheets_of(reader: Reader, episode_id: str, *, withdrawn: bool = False) -> tuple[Sheet, ...]:
    """The sheets of a stay, those without a day first, then the newest; with ``withdrawn`` also struck and replaced ones."""
    reader.asks("casework")
    return _sheets(reader, "episode_id = ?", episode_id, withdrawn=withdrawn)


def sheet(reader: Reader, score_id: str) -> Sheet | None:
    """One sheet, struck through or not; None when there is none or it may not be seen."""
    reader.asks("casework")
    return next(iter(_sheets(reader, "id = ?", score_id, withdrawn=True)), None)


def _sheets(reader: Reader, where: str, id: str, *, withdrawn: bool) -> tuple[Sheet, ...]:
    scores = reader.records(InstrumentScore, where, (id,), order=_NEWEST_FIRST, withdrawn=withdrawn)
    if not scores:
        return ()
    stay = reader.record(Episode, scores[0].episode_id)
    person = reader.record(Person, stay.person_id) if stay else None
    answers: dict[str, list[ItemAnswer]] = defaultdict(list)
    for one in reader.records(ItemAnswer, "episode_id = ?", (scores[0].episode_id,), withdrawn=withdrawn):
        answers[one.score_id].append(one)
    versions: dict[tuple[str, int], Instrument | None] = {}
    found = []
    for score in scores:
        key = (score.instrument, score.file_version)
        if key not in versions:
            versions[key] = instrument_of(reader, *key)
        if (instrument := versions[key]) is not None:
            # What was taken out while the sheet was written is not part of it; what was struck through with it is.
            of_sheet = [one for one in answers[score.id] if one.withdrawn_at == score.withdrawn_at]
            found.append(filled(score, instrument, of_sheet, person))
    return tuple(found)


def filled(
    score: InstrumentScore, instrument: Instrument, answers: Iterable[ItemAnswer], person: Person | None
) -> Sheet:
    """A sheet with what its answers come to at the age and sex of the person on its day."""
    given = list(answers)
    by_item = {one.item: one.words if one.value is None and one.words else one.value for one in given}
    weights = {one.item: one.weight for one in given if one.weight is not None}
    age = age_on(person.born, score.scored_on) if person and score.scored_on else None
    sex = person.sex.value if person and person.sex else None
    result = score_of(instrument, by_item, weights=weights, age_years=age.years if age else None, sex=sex)
    return Sheet(score, instrument, by_item, weights, result)


def titles(reader: Reader, person_id: str) -> dict[str, str]:
    """The short titles of scales for sentences: by their codes, and by the ids of somebody's sheets and of their answers."""
    reader.asks("history")
    known = {code: one.instrument.short_title for code, one in shipped().items()}
    for row in reader.records(InstrumentFile, order="file_version"):
        if instrument := _read(row.content):
            known[row.code] = instrument.short_title
    rows = reader.rows(
        """SELECT s.id, s.instrument FROM found_instrument_score s JOIN episode e ON e.id = s.episode_id
        WHERE e.person_id = :person
        UNION ALL SELECT a.id, s.instrument FROM found_item_answer a JOIN found_instrument_score s ON s.id = a.score_id
        JOIN episode e ON e.id = s.episode_id WHERE e.person_id = :person""",
        {"person": person_id},
    )
    return known | {row["id"]: known.get(row["instrument"], row["instrument"]) for row in rows}


def goals_of_threads(reader: Reader, episode_id: str, day: date | None = None) -> Mapping[str, Goal]:
    """The goals of a stay by thread, as the newest version approved up to ``day`` words them; otherwise as the newest does."""
    reader.asks("casework")
    plans = {plan.id: plan for plan in reader.records(CarePlan, "episode_id = ?", (episode_id,))}
    goals = [goal for goal in reader.records(Goal, "episode_id = ?", (episode_id,)) if goal.plan_id in plans]

    def order(goal: Goal) -> tuple[bool, int]:
        plan = plans[goal.plan_id]
        approved_on = today_in_vietnam(plan.approved_at) if plan.approved_at else None
        return approved_on is not None and day is not None and approved_on <= day, plan.number

    return {goal.thread: goal for goal in sorted(goals, key=order)}


# Writing


def keep_file(writer: Writer, known: KnownInstrument) -> None:
    """Keep the file of an instrument in the book, unless this version is there: the sheets filled with it stay readable."""
    instrument = known.instrument
    if not writer.records(InstrumentFile, "code = ? AND file_version = ?", (instrument.code, instrument.version)):
        writer.add(
            InstrumentFile(
                code=instrument.code,
                file_version=instrument.version,
                title=instrument.title,
                content=known.text,
                own=known.own,
                retired_on=known.retired_on,
            )
        )


def write_sheet(
    writer: Writer, score: InstrumentScore, answers: Iterable[ItemAnswer], *, seen: int | None = None
) -> InstrumentScore:
    """Keep a sheet and its answers, one for each item; those no longer given are struck through.

    A change of the answers counts as a change of the sheet, so that ``seen`` finds it.
    """
    kept = writer.amend(score, seen=seen) if score.id else writer.add(score)
    there = {one.item: one for one in writer.records(ItemAnswer, "score_id = ?", (kept.id,))}
    changed = False
    for one in answers:
        known = there.pop(one.item, None)
        mine = replace(one, id=known.id if known else "", episode_id=kept.episode_id, score_id=kept.id)
        written = writer.amend(mine) if known else writer.add(mine)
        changed = changed or known is None or written.version != known.version
    for gone in there.values():
        writer.withdraw(ItemAnswer, gone.id, "")
        changed = True
    if score.id and changed:
        writer.run("UPDATE instrument_score SET version = version + 1 WHERE id = ?", (kept.id,))
        return replace(kept, version=kept.version + 1)
    return kept


def strike_sheet(writer: Writer, score_id: str, because: str) -> None:
    """Strike a sheet through with its answers."""
    writer.withdraw(InstrumentScore, score_id, because)
    for answer in writer.records(ItemAnswer, "score_id = ?", (score_id,)):
        writer.withdraw(ItemAnswer, answer.id, because)
