"""Deeds about scales: a sheet kept while it is filled, completed and frozen, corrected or struck through; the center's own files."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, Refused, deed, refuse, stop_at
from carebook.actions.intake import frozen
from carebook.actions.people import visible_stay
from carebook.records.care_plans import Goal
from carebook.records.episodes import Episode
from carebook.records.instrument_files import Instrument, Method
from carebook.records.instruments import InstrumentFile, InstrumentScore, ItemAnswer
from carebook.records.intake import FormState
from carebook.records.people import Person
from carebook.records.staff import Actor
from carebook.rules.instruments import (
    BadInstrument,
    goals_to_scale,
    line_of,
    problems_before_completing_sheet,
    problems_in_answers,
    problems_in_completed,
    problems_in_sheet,
    problems_in_words,
    read_instrument,
    weight_of,
)
from carebook.rules.problem import Problem
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.care_plans import goals_in_force
from carebook.store.instruments import (
    KnownInstrument,
    Sheet,
    filled,
    instrument_of,
    keep_file,
    known_instruments,
    sheet,
    shipped,
    strike_sheet,
    write_sheet,
)
from carebook.words import N_, Message, message

CASEWORK = frozenset({"casework"})
INSTRUMENTS = frozenset({"casework", "codes"})
LONGEST_FILE = 200_000  # letters; the longest scale with all its items has a tenth of that


# Sheets


@deed(N_("Save the scale"), "casework")
def save_score(
    book: Book,
    score: InstrumentScore,
    answers: Sequence[ItemAnswer],
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep a sheet as it stands, in progress; a new one when it has no id. A completed one is refused.

    ``answers`` are all of them: what was answered before and is missing is taken out. The weights of goals are those of the
    plan in force. A new sheet takes the version of its instrument in use and keeps its file in the book; one that corrects
    another (``replaces_id``) takes that one's version. ``Change.result`` is the kept `Sheet`; an urgent alert is in ``said``.
    """
    with book.changing(by.account_id, now, op, "save_score", reason=reason) as writer:
        given = replace(score, state=FormState.IN_PROGRESS)
        if score.id:
            there, stay, person = _sheet_in_progress(writer, score.id, by, now)
            bound = {"episode_id": stay.id, "instrument": there.instrument, "file_version": there.file_version}
            given = replace(given, replaces_id=there.replaces_id, **bound)  # type: ignore[arg-type]
            instrument = _version_of(writer, given)
        else:
            stay, person = visible_stay(writer, score.episode_id, by, now)
            instrument = _corrected(writer, given) if score.replaces_id else _begun(writer, given)
            given = replace(given, file_version=instrument.version)
        told = [one for one in answers if one.value is not None or one.words.strip()]
        weighed = _weighed(writer, instrument, given, told)
        stop_at(problems_in_sheet(given, stay, today=in_vietnam(now)) + problems_in_words(told))
        stop_at(problems_in_answers(instrument, _by_item(weighed), weights=_weights(weighed)))
        kept = write_sheet(writer, given, weighed, seen=seen)
        result = filled(kept, instrument, weighed, person)
    said = message("Saved {scale} of {name}.", scale=instrument.short_title, name=person.full_name)
    return Change(CASEWORK, (kept.id,), op, _with_alerts(said, result), result=result)


@deed(N_("Complete the scale"), "casework")
def complete_score(
    book: Book, score_id: str, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Complete a sheet: from now on it is frozen, and the one it corrects no longer counts.

    Refused while an item that counts is missing. ``Change.result`` is the `Sheet`; an urgent alert is in ``said``.
    """
    today = in_vietnam(now)
    with book.changing(by.account_id, now, op, "complete_score", reason=reason) as writer:
        score, stay, person = _sheet_in_progress(writer, score_id, by, now)
        there = sheet(writer, score_id)
        if there is None:
            raise LookupError(score_id)
        weights = dict(there.weights)
        if there.instrument.scoring.method is Method.GOALS:
            corrected = sheet(writer, score.replaces_id) if score.replaces_id else None
            asked = corrected.weights if corrected else {g.thread: weight_of(g) for g in _goals(writer, stay.id)}
            weights = {**asked, **weights}
        stop_at(problems_before_completing_sheet(score, stay, today=today))
        stop_at(problems_in_completed(there.instrument, there.answers, weights=weights))
        kept = writer.amend(replace(score, state=FormState.COMPLETED), seen=seen)
        if score.replaces_id:
            strike_sheet(writer, score.replaces_id, score.replaced_because)
    result = replace(there, score=kept)
    said = message("Completed {scale} of {name}.", scale=there.instrument.short_title, name=person.full_name)
    return Change(CASEWORK, (kept.id,), op, _with_alerts(said, result), result=result)


@deed(N_("Strike through the scale"), "casework")
def strike_score(book: Book, score_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a sheet through, finished or not; it stays readable with its reason and no longer counts."""
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_score", reason=reason) as writer:
        score = writer.record(InstrumentScore, score_id)
        if score is None:
            raise LookupError(score_id)
        visible_stay(writer, score.episode_id, by, now)
        if score.is_withdrawn:
            raise refuse(message("This sheet is already struck through."))
        strike_sheet(writer, score_id, reason)
    return Change(CASEWORK, (score_id,), op, message("Struck through."))


def _sheet_in_progress(
    writer: Writer, score_id: str, by: Actor, now: datetime
) -> tuple[InstrumentScore, Episode, Person]:
    """A sheet that can still be written, with its stay and person."""
    score = writer.record(InstrumentScore, score_id)
    if score is None:
        raise LookupError(score_id)
    stay, person = visible_stay(writer, score.episode_id, by, now)
    if score.state is FormState.COMPLETED or score.is_withdrawn:
        raise refuse(frozen())
    return score, stay, person


def _begun(writer: Writer, score: InstrumentScore) -> Instrument:
    """The instrument of a new sheet, in the version in use; its file is kept now."""
    for known in known_instruments(writer):
        if known.instrument.code == score.instrument and known.retired_on is None:
            keep_file(writer, known)
            return known.instrument
    raise refuse(message("This scale is no longer in use here."))


def _corrected(writer: Writer, score: InstrumentScore) -> Instrument:
    """The instrument of a sheet that corrects another: in the version that one was filled with."""
    wrong = writer.record(InstrumentScore, score.replaces_id or "")
    if wrong is None or (wrong.episode_id, wrong.instrument) != (score.episode_id, score.instrument):
        raise LookupError(score.replaces_id)
    if wrong.is_withdrawn or wrong.state is not FormState.COMPLETED:
        raise refuse(message("Only a completed sheet that still counts is corrected by a new one."))
    if writer.records(InstrumentScore, "replaces_id = ?", (wrong.id,)):
        raise refuse(message("A correction of this sheet is already being filled in."))
    return _version_of(writer, wrong)


def _version_of(writer: Writer, score: InstrumentScore) -> Instrument:
    instrument = instrument_of(writer, score.instrument, score.file_version)
    if instrument is None:
        raise LookupError(f"{score.instrument} {score.file_version}")
    return instrument


def _weighed(
    writer: Writer, instrument: Instrument, score: InstrumentScore, answers: Sequence[ItemAnswer]
) -> list[ItemAnswer]:
    """The answers with the weights of their goals: as the sheet has them already, otherwise as the plan in force says.

    Other answers have none. Refused for a goal that neither the plan in force nor the sheet knows.
    """
    if instrument.scoring.method is not Method.GOALS:
        return [replace(one, weight=None) for one in answers]
    weights = {goal.thread: weight_of(goal) for goal in _goals(writer, score.episode_id)}
    for sheet_id in filter(None, (score.replaces_id, score.id)):
        there = writer.records(ItemAnswer, "score_id = ?", (sheet_id,))
        weights |= {one.item: one.weight for one in there if one.weight}
    if strangers := [one.item for one in answers if one.item not in weights]:
        raise Refused([Problem(item, message("This goal is not in the plan in force.")) for item in strangers])
    return [replace(one, weight=weights[one.item]) for one in answers]


def _goals(writer: Writer, episode_id: str) -> Sequence[Goal]:
    return goals_to_scale(goals_in_force(writer, episode_id))


def _by_item(answers: Sequence[ItemAnswer]) -> Mapping[str, float | str | None]:
    return {one.item: one.words if one.value is None else one.value for one in answers}


def _weights(answers: Sequence[ItemAnswer]) -> Mapping[str, float]:
    return {one.item: one.weight for one in answers if one.weight is not None}


def _with_alerts(said: Message, result: Sheet) -> Message:
    for alert in result.result.alerts:
        if alert.urgent:
            said = message("{said} {alert}", said=said, alert=alert.words)
    return said


# The center's own files


@deed(N_("Add an instrument"), "casework", "codes")
def add_instrument(book: Book, text: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Add the center's own instrument, or its next version, from the text of its file.

    Refused with every fault: ``Problem.field`` is the line, counted from 1. A code the book or the program knows (the center
    has, for example, the official wording of a scale) needs a version above the newest; from then on the center's file is
    the one in use. ``Change.result`` is the `Instrument`.
    """
    text = unicodedata.normalize("NFC", text)
    if len(text) > LONGEST_FILE:
        raise refuse(message("The file is longer than 200,000 letters; is it the right one?"), "1")
    try:
        instrument = read_instrument(text, "")
    except BadInstrument as bad:
        raise Refused([Problem(str(line), why) for line, why in bad.problems]) from None
    with book.changing(by.account_id, now, op, "add_instrument", reason=reason) as writer:
        rows = writer.records(InstrumentFile, "code = ?", (instrument.code,), withdrawn=True)
        ours = shipped().get(instrument.code)
        newest = max([row.file_version for row in rows] + ([ours.instrument.version] if ours else []), default=0)
        if instrument.version <= newest:
            known = message(
                "“{code}” is already known in version {newest}. Another wording of it needs a higher version.",
                code=instrument.code,
                newest=newest,
            )
            raise refuse(known, str(line_of(text, "version")))
        for row in rows:
            if row.own and row.retired_on is not None and not row.is_withdrawn:
                writer.amend(replace(row, retired_on=None))
        keep_file(writer, KnownInstrument(instrument, text, own=True))
    said = message("Added the scale “{title}”, version {n}.", title=instrument.title, n=instrument.version)
    return Change(INSTRUMENTS, (instrument.code,), op, said, undoable=False, result=instrument)


@deed(N_("Stop using an instrument"), "casework", "codes")
def retire_instrument(
    book: Book, code: str, *, again: bool = False, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Stop using an instrument from today, or use it ``again``. Its sheets stay as they are and can still be corrected.

    When the center's own file of a code that the program has too is no longer used, the program's is used again.
    """
    with book.changing(by.account_id, now, op, "retire_instrument", reason=reason) as writer:
        known = next((one for one in known_instruments(writer) if one.instrument.code == code), None)
        if known is None:
            raise LookupError(code)
        if (known.retired_on is None) is again:
            return Change(INSTRUMENTS, (code,), op, message("Nothing was changed."), undoable=False)
        keep_file(writer, known)
        for row in writer.records(InstrumentFile, "code = ? AND own = ?", (code, int(known.own))):
            writer.amend(replace(row, retired_on=None if again else in_vietnam(now)))
    title = known.instrument.title
    said = message("“{title}” is no longer used. Its sheets stay readable.", title=title)
    if again:
        said = message("“{title}” is used again.", title=title)
    return Change(INSTRUMENTS, (code,), op, said)
