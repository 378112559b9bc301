"""What a handover is drafted from: only what changed in the shift, never what somebody may not read who works in the ward.

Facts that identify are taken from stays that are not restricted; of the others stands what everybody of the ward may know.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from carebook.dates import PartialDate, clock, local, written
from carebook.records.episodes import ABSENCE_WORDS
from carebook.records.incidents import SEVERITY_WORDS, Severity
from carebook.records.medication import DOSE_WORDS, DoseState, Prescription
from carebook.records.monitoring import Observation
from carebook.rules.monitoring import Missing
from carebook.rules.observations import alert_of, limits_for, said_reading, unusual_in
from carebook.rules.shifts import Duty, HeadCount
from carebook.rules.shifts.lines import (
    ABSENCES,
    INCIDENTS,
    MEDICINES,
    NOTES,
    ORDERS,
    UNDONE,
    WATCH,
    DraftLine,
    amount_of,
)
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.code_lists import Codes
from carebook.store.daily_care import care_missing
from carebook.store.doses import dose_rounds_missing
from carebook.store.monitoring import missing, plans_on
from carebook.store.observations import grounds_of, without_stool
from carebook.store.rows import from_row, moment_from, moment_text
from carebook.store.shifts.counting import (
    ToCount,
    absences_between,
    controlled_to_count,
    ending,
    head_count_of,
    people_of,
)
from carebook.words import N_, Message, message

_PAPER_LATE = timedelta(days=31)
_MOST_ROOMS = 5
_MEASURED = ("measure", "measure_word", "child_vitals")


@dataclass(frozen=True)
class Draft:
    """What the book says about a shift: the head-count, the lines, the controlled medicines to count.

    ``until`` is the moment up to which it speaks.
    """

    duty: Duty
    ward_id: str
    until: datetime
    heads: HeadCount
    lines: tuple[DraftLine, ...]
    stock: tuple[ToCount, ...]


@dataclass(frozen=True)
class _Shift:
    """The shift a draft is made of: its two moments, its people, the words of codes."""

    reader: Reader
    ward_id: str
    start: datetime
    end: datetime
    stays: Collection[str]
    codes: Codes

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day it touches."""
        return local(self.start).date(), local(self.end).date()

    @property
    def moments(self) -> dict[str, str]:
        """Its two moments as they are stored, its two days, and its people as a JSON list."""
        first, last = self.days
        return {
            "stays": json.dumps(sorted(self.stays)),
            "start": moment_text(self.start),
            "end": moment_text(self.end),
            "first": first.isoformat(),
            "last": last.isoformat(),
        }

    def of_people(self, sql: str, **more: str) -> list[Any]:
        """The rows of a question that belong to its people."""
        return [row for row in self.reader.rows(sql, self.moments | more) if row["episode_id"] in self.stays]


def drafted(reader: Reader, duty: Duty, ward_id: str, now: datetime) -> Draft:
    """What the handover of a shift of a ward ("" = of the whole center) is drafted from, up to its end or to ``now``."""
    reader.asks("shifts")
    for question in ("daily_care", "medication", "incidents"):
        reader.asks(question)
    until = ending(duty, now)
    heads = head_count_of(reader, duty, ward_id, now)
    stays = people_of(reader, duty, ward_id, now) | set(heads.came_ids) | set(heads.went_ids)
    shift = _Shift(reader, ward_id, duty.begins_at, until, stays, code_lists.words(reader))
    lines = [
        *_alerts(shift),
        *_stools(shift),
        *_incidents(shift),
        *_doses(shift),
        *_orders(shift),
        *_comings_and_goings(shift, heads),
        *_notes(shift),
        *_undone(shift),
        *_care_undone(shift, duty),
    ]
    return Draft(duty, ward_id, until, heads, tuple(lines), controlled_to_count(reader, duty))


def _alerts(shift: _Shift) -> Iterator[DraftLine]:
    """One line for each person and moment at which something outside their limits was measured."""
    day = shift.days[1]
    codes = [one for name in _MEASURED for one in code_lists.codes(shift.reader, name, day)]
    measures = {one.code: one for one in codes if one.list_name == "measure"}
    rows = shift.of_people(
        """SELECT o.*, n.born FROM listed_observation o JOIN episode e ON e.id = o.episode_id
        JOIN counted_person n ON n.id = e.person_id
        WHERE o.duty_on BETWEEN date(:first, '-1 day') AND :last AND o.taken_at >= :start AND o.taken_at < :end
            AND o.withdrawn_at IS NULL AND o.not_done IS NULL ORDER BY o.episode_id, o.taken_at, o.id"""
    )
    plans = _plans(shift)
    for (stay, at), same in groupby(rows, key=lambda row: (row["episode_id"], row["taken_at"])):
        told: list[tuple[str, Message]] = []
        for row in same:
            one, measure = from_row(Observation, row), measures.get(row["measure"])
            if measure is None:
                continue
            born = PartialDate.from_text(row["born"]) if row["born"] else None
            plan = plans.get((stay, one.measure))
            limits = limits_for(measure, born=born, day=day, plan=plan, codes=codes)
            alert = alert_of(one, limits)
            if one.unusual_because or (alert is not None and alert.is_unusual):
                said = {"measure": measure.text, "value": said_reading(one, measure, codes)}
                words = message("{measure} {value}", **said)
                if measure.extra.get("change"):  # a weight tells nothing without the one it is compared with
                    grounds = grounds_of(shift.reader, [stay], day)[stay]
                    words = unusual_in(one, grounds.measured(one)) or words
                told.append((one.id, words))
        if told:
            first = message("{time}: {text}", time=clock(moment_from(at)), text=told[0][1])
            yield DraftLine(WATCH, (first, *(words for _id, words in told[1:])), "observation", told[0][0], stay)


def _stools(shift: _Shift) -> Iterator[DraftLine]:
    """Who is watched and had no stool for too many days."""
    for stay, days in without_stool(shift.reader, shift.days[1]).items():
        if stay in shift.stays:
            said = message("No stool noted for {days} days.", days=days)
            yield DraftLine(WATCH, (said,), "monitoring_plan", f"{stay}/stool", stay)


def _plans(shift: _Shift) -> Mapping[tuple[str, str], Any]:
    return {(plan.episode_id, plan.measure): plan for plan in plans_on(shift.reader, shift.days[1])}


def _incidents(shift: _Shift) -> Iterator[DraftLine]:
    """Incidents that happened or were reported in the shift, without those only some may read."""
    rows = shift.reader.rows(
        """SELECT c.id, c.episode_id, c.kind, c.severity, c.happened_at, c.ward_id, f.text, f.at_once, e.confidential
        FROM counted_incident c LEFT JOIN found_incident f ON f.id = c.id LEFT JOIN episode e ON e.id = c.episode_id
        WHERE c.withdrawn_at IS NULL AND c.confidential = 0 AND ((c.happened_at >= :start AND c.happened_at < :end)
            OR (f.recorded_at >= :start AND f.recorded_at < :end)) ORDER BY c.happened_at, c.id""",
        shift.moments,
    )
    for row in rows:
        if row["episode_id"] not in shift.stays and (row["episode_id"] or shift.ward_id not in ("", row["ward_id"])):
            continue
        said = message(
            "{kind} ({severity}) at {time}",
            kind=shift.codes.text("incident_kind", row["kind"]),
            severity=Message(SEVERITY_WORDS[Severity(row["severity"])]),
            time=clock(moment_from(row["happened_at"])),
        )
        open_words = [] if row["confidential"] else [row["text"], row["at_once"]]
        yield DraftLine(INCIDENTS, (said, *_plain(open_words)), "incident", row["id"], row["episode_id"])


def _doses(shift: _Shift) -> Iterator[DraftLine]:
    """Doses that were not simply given, together by person, round and reason; and what was given as needed."""
    rows = shift.of_people(
        """SELECT a.id, a.episode_id, a.state, a.reason, a.round, a.given_at, o.medicine, o.strength
        FROM administration a JOIN prescription o ON o.id = a.prescription_id
        WHERE a.duty_on BETWEEN date(:first, '-1 day') AND :last AND a.given_at >= :start AND a.given_at < :end
            AND a.withdrawn_at IS NULL AND (a.state <> 'given' OR a.round IS NULL)
        ORDER BY a.episode_id, a.round IS NULL, a.round, a.state, a.reason, a.given_at, a.id"""
    )

    def same_dose(row: Any) -> tuple[Any, ...]:
        return row["episode_id"], row["round"], row["state"], row["reason"], None if row["round"] else row["id"]

    for (stay, round_code, state, reason, _one), same in groupby(rows, key=same_dose):
        doses = list(same)
        medicines = ", ".join(dict.fromkeys(_medicine(row) for row in doses))
        why = (shift.codes.text("dose_reason", reason),) if reason else ()
        if state == DoseState.GIVEN.value:
            said = message("As needed: {medicines} at {time}", medicines=medicines, time=_time(doses[0]["given_at"]))
        else:
            at = shift.codes.text("dose_round", round_code) if round_code else _time(doses[0]["given_at"])
            words = Message(DOSE_WORDS[DoseState(state)])
            said = message("{state}: {medicines}, {round}", state=words, medicines=medicines, round=at)
        yield DraftLine(MEDICINES, (said, *_plain(why)), "administration", doses[0]["id"], stay)


def _orders(shift: _Shift) -> Iterator[DraftLine]:
    """Orders written, changed or stopped in the shift: by when they were entered, because their paper only has a day."""
    rows = shift.of_people(
        """SELECT o.*, (SELECT min(j.at) FROM counted_journal j WHERE j.tbl = 'prescription' AND j.row_id = o.id) AS entered_at,
            (SELECT max(j.at) FROM counted_journal j WHERE j.tbl = 'prescription' AND j.row_id = o.id) AS changed_at
        FROM listed_prescription o WHERE o.episode_id IN (SELECT value FROM json_each(:stays)) AND o.withdrawn_at IS NULL
            AND (o.prescribed_on >= :recent OR o.stopped_on BETWEEN date(:first, '-1 day') AND :last)
        ORDER BY o.episode_id, o.id""",
        recent=(shift.days[0] - _PAPER_LATE).isoformat(),
    )
    orders = [(from_row(Prescription, row), row["entered_at"], row["changed_at"]) for row in rows]
    replaced = {one.replaces_id for one, _entered, _changed in orders if one.replaces_id}
    for one, entered, changed in orders:
        begun = _lies_in(shift, entered)
        if begun:
            pattern = N_("Changed order: {order}") if one.replaces_id else N_("New order: {order}")
        elif one.stopped_on is not None and _lies_in(shift, changed) and one.id not in replaced:
            pattern = N_("Stopped: {order}")
        else:
            continue
        said = Message(pattern, {"order": _order(one, shift.codes)})
        yield DraftLine(ORDERS, (said,), "prescription", one.id if begun else f"{one.id}/stopped", one.episode_id)


def _order(one: Prescription, codes: Codes) -> str:
    """ "Amlodipin 5 mg, 1 viên, uống, 08:00": what is given, how much, how and when."""
    rounds = ", ".join(codes.text("dose_round", round_code) for round_code in one.rounds)
    amount = f"{amount_of(one.dose)} {codes.text('medicine_unit', one.unit)}" if one.dose is not None else ""
    name = " ".join(filter(None, (one.medicine, one.strength)))
    way = codes.text("medicine_way", one.way).lower()
    return ", ".join(filter(None, (name, amount, way, rounds, one.needed_for)))


def _comings_and_goings(shift: _Shift, heads: HeadCount) -> Iterator[DraftLine]:
    """Who came into the ward and who left it for good, who went away for a time and who is back."""
    stays = _stays(shift, {*heads.came_ids, *heads.went_ids})
    for stay in heads.came_ids:
        row = stays[stay]
        came = _new(shift, row)
        said = message("Admitted") if came else message("Moved here")
        yield DraftLine(ABSENCES, (said,), "episode" if came else "bed_assignment", f"{stay}/in", stay)
    for stay in heads.went_ids:
        row = stays[stay]
        if row["end_on"] and row["end_on"] <= shift.days[1].isoformat():
            why = shift.codes.text("end_reason", row["end_reason"] or "")
            said = message("Left for good: {why}", why=why)
        else:
            said = message("Moved to {ward}", ward=row["ward"] or "–")
        yield DraftLine(ABSENCES, (said,), "episode", f"{stay}/out", stay)
    for away in absences_between(shift.reader, shift.start, shift.end, shift.stays):
        words, expected = Message(ABSENCE_WORDS[away.kind]), _expected(shift, away.absence_id)
        if shift.start <= away.span.since < shift.end:
            left = message("Went away: {kind}, {time}", kind=words, time=clock(away.span.since))
            yield DraftLine(ABSENCES, (left, *expected), "absence", away.absence_id, away.episode_id)
        if away.span.until is not None and shift.start <= away.span.until < shift.end:
            back = message("Came back: {kind}, {time}", kind=words, time=clock(away.span.until))
            yield DraftLine(ABSENCES, (back,), "absence", f"{away.absence_id}/back", away.episode_id)


def _stays(shift: _Shift, ids: Iterable[str]) -> Mapping[str, Any]:
    wanted = sorted(ids)
    marks = ", ".join("?" * len(wanted))
    rows = shift.reader.rows(
        f"""SELECT e.id, e.start_on, e.end_on, e.end_reason,
            (SELECT w.name FROM bed_assignment b JOIN room r ON r.id = b.room_id JOIN ward w ON w.id = r.ward_id
                WHERE b.episode_id = e.id AND b.withdrawn_at IS NULL ORDER BY b.from_on DESC, b.id DESC LIMIT 1) AS ward
        FROM episode e WHERE e.id IN ({marks})""",
        wanted,
    )
    return {row["id"]: row for row in rows}


def _new(shift: _Shift, row: Any) -> bool:
    """Whether a stay began with this coming, not before: what was entered late began on the days before."""
    entered = shift.reader.value(
        "SELECT min(at) FROM counted_journal WHERE tbl = 'episode' AND row_id = ?", (row["id"],)
    )
    return bool(row["start_on"] >= shift.days[0].isoformat()) or _lies_in(shift, entered)


def _expected(shift: _Shift, absence_id: str) -> tuple[Message, ...]:
    day = shift.reader.value("SELECT expected_on FROM absence WHERE id = ?", (absence_id,))
    return (message("expected back on {day}", day=written(date.fromisoformat(day))),) if day else ()


def _notes(shift: _Shift) -> Iterator[DraftLine]:
    """The notes somebody wanted told at the handover."""
    rows = shift.of_people(
        """SELECT n.id, n.episode_id, n.text, n.happened_at FROM found_progress_note n JOIN episode e ON e.id = n.episode_id
        WHERE n.episode_id IN (SELECT value FROM json_each(:stays)) AND n.for_handover = 1 AND n.withdrawn_at IS NULL
            AND e.confidential = 0
            AND ((n.happened_at >= :start AND n.happened_at < :end) OR (n.recorded_at >= :start AND n.recorded_at < :end))
        ORDER BY n.happened_at, n.id"""
    )
    for row in rows:
        said = message("{time}: {text}", time=_time(row["happened_at"]), text=_one_line(row["text"]))
        yield DraftLine(NOTES, (said,), "progress_note", row["id"], row["episode_id"])


def _undone(shift: _Shift) -> Iterator[DraftLine]:
    """Rounds of the shift that are not recorded to the end: how many people, in which rooms; names stand in no such line."""
    last = shift.end - timedelta(seconds=1)
    for one in missing(shift.reader, last, shift.ward_id):
        if one.is_done or one.at >= shift.end or (one.every == "day" and one.at < shift.start):
            continue
        said = message("{measure}: {n} people not measured", measure=_measure(shift.codes, one), n=one.of - one.done)
        rooms = _rooms(who.room for who in one.people if not who.away)
        about = f"{one.measure}/{one.round or one.every}/{one.duty_on.isoformat()}/{one.ward_id}"
        yield DraftLine(UNDONE, (said, *rooms), "monitoring_plan", about)
    for left in dose_rounds_missing(shift.reader, last, shift.ward_id):
        if not shift.start <= left.round.moment(left.duty_on) < shift.end:
            continue
        said = message("Medicines of {round}: {n} people not recorded", round=left.round.text, n=left.of - left.done)
        about = f"{left.round.code}/{left.duty_on.isoformat()}/{left.ward_id}"
        yield DraftLine(UNDONE, (said, *_rooms(who.room for who in left.people)), "prescription", about)


def _care_undone(shift: _Shift, duty: Duty) -> Iterator[DraftLine]:
    """The care of the shift that is not written down to the end."""
    for left in care_missing(shift.reader, (duty,), shift.end, shift.ward_id):
        said = message("Care: {n} people not written down", n=left.of - left.done)
        about = f"care/{duty.shift.code}/{duty.duty_on.isoformat()}/{left.ward_id}"
        yield DraftLine(UNDONE, (said, *_rooms(who.room for who in left.people)), "care_entry", about)


def _measure(codes: Codes, one: Missing) -> str:
    words = codes.text("measure", one.measure)
    return f"{words} ({codes.text('care_round', one.round).lower()})" if one.round else words


def _rooms(rooms: Iterable[str]) -> tuple[Message, ...]:
    found = list(dict.fromkeys(filter(None, rooms)))
    shown = ", ".join(found[:_MOST_ROOMS]) + (", …" if len(found) > _MOST_ROOMS else "")
    return (message("rooms {rooms}", rooms=shown),) if found else ()


def _plain(texts: Iterable[str | None]) -> tuple[Message, ...]:
    """Words as they were written; they are nobody's to translate."""
    return tuple(message("{text}", text=_one_line(text)) for text in texts if text and text.strip())


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _medicine(row: Any) -> str:
    return " ".join(filter(None, (row["medicine"], row["strength"])))


def _time(text: str) -> str:
    return clock(moment_from(text))


def _lies_in(shift: _Shift, at: str | None) -> bool:
    return at is not None and shift.start <= moment_from(at) < shift.end
