"""What daily care waits for, asked for the due board; everybody counts, restricted people under their alias."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

from carebook.dates import VIETNAM, today_in_vietnam, written
from carebook.records.daily_due import CareDue
from carebook.records.shifts import ShiftState
from carebook.rules import permissions
from carebook.rules.calendar import months_after
from carebook.rules.daily_due import FIRST
from carebook.rules.dated import limit_on
from carebook.rules.deaths import STEP_WORDS, StepState
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.daily_care import CaredFor, cared_for
from carebook.store.daily_care.holders import Holder, holders
from carebook.store.deaths import deaths_between
from carebook.store.health import checks_due, revisits, vaccinations_due
from carebook.store.hospital import away
from carebook.store.incidents import open_incidents
from carebook.store.kitchen import samples_to_throw
from carebook.store.observations import without_stool
from carebook.store.shifts import sheets_missing
from carebook.store.stock import low_stock
from carebook.store.supplies import supplies_due
from carebook.store.wounds import look_every, open_wounds
from carebook.words import _

_A_DAY = timedelta(days=1)
_YEAR = timedelta(days=366)
_FAR = timedelta(days=60)
_EXPIRY_SEEN = timedelta(days=120)
_HERE = "withdrawn_at IS NULL"
_OF_PEOPLE = ("health", "incidents", "medication", "people", "daily_care")
Asked = Iterator[CareDue]


def daily_due(
    reader: Reader,
    today: date,
    *,
    complete_from: date | None = None,
    person_id: str = "",
    now: datetime | None = None,
) -> list[CareDue]:
    """Everything daily care waits for that the asker may ask for; with ``person_id`` only that person's.

    Who was never checked or given goods before the book began is not asked for earlier than its first day allows. Without
    ``now`` nothing is asked for by the hour.
    """

    def people() -> list[CaredFor]:
        return [one for one in cared_for(reader, today) if person_id in ("", one.person_id)]

    questions: dict[str, tuple[Callable[[], Iterable[CareDue]], ...]] = {
        "health": (
            lambda: _checks(reader, today, complete_from, people()),
            lambda: _revisits(reader),
            lambda: _vaccinations(reader, today, people()),
            lambda: _wounds(reader, today),
        ),
        "incidents": (lambda: _incidents(reader),),
        "medication": (lambda: _orders(reader, today), lambda: _lots(reader, today), lambda: _low(reader, today)),
        "people": (lambda: _returns(reader, today), lambda: _deaths(reader, today)),
        "daily_care": (
            lambda: _stool(reader, today),
            *(() if person_id else (lambda: _goods(reader, today, complete_from, people()),)),
        ),
        "shifts": (lambda: _shifts(reader, today),),
        "kitchen": (lambda: _samples(reader, today),),
    }
    if person_id:
        questions = {name: parts for name, parts in questions.items() if name in _OF_PEOPLE}
    found: list[CareDue] = []
    for question, parts in questions.items():
        if not _may(reader, question, today):
            continue
        for number, part in enumerate(parts):
            key = ("daily due", question, number, today, complete_from)
            found += part() if person_id else reader.remembered(key, partial(_all, part))
    if now is not None and not person_id and _may(reader, "shifts", today):
        found += sheets_missing(reader, now)
    return [one for one in found if one.person_id == person_id] if person_id else found


def _all(part: Callable[[], Iterable[CareDue]]) -> tuple[CareDue, ...]:
    return tuple(part())


def _may(reader: Reader, question: str, today: date) -> bool:
    return reader.actor is None or permissions.may_ask(reader.actor, question, today)


def _of(who: Holder, kind: str, due_on: date | None) -> CareDue:
    return CareDue(
        kind=kind,
        due_on=due_on,
        person_id=who.person_id,
        episode_id=who.episode_id,
        name=who.name,
        masked=who.masked,
        ward_id=who.ward_id or None,
    )


def _checks(reader: Reader, today: date, complete_from: date | None, people: Sequence[CaredFor]) -> Asked:
    months = limit_on(code_lists.limits(reader, "health_check"), "health_check", today).value
    for line in checks_due(reader, today, people=people):
        who, due = line.who, line.due
        begun = max(who.start_on, complete_from or who.start_on)
        due_on = due.due_on if due.last_on is not None else max(due.due_on, months_after(begun, months))
        yield CareDue(
            kind="health_check",
            due_on=due_on,
            person_id=who.person_id,
            episode_id=who.episode_id,
            name=who.name,
            masked=who.masked,
            ward_id=who.ward_id or None,
            since_on=due.last_on or begun,
            what="" if due.last_on is not None else FIRST,
        )


def _revisits(reader: Reader) -> Asked:
    for line in revisits(reader):
        held = line.held
        yield replace(
            _of(line.who, "revisit", held.again_on),
            since_on=today_in_vietnam(held.held_at) if held.held_at is not None else None,
            record_id=held.id,
        )


def _vaccinations(reader: Reader, today: date, people: Sequence[CaredFor]) -> Asked:
    for line in vaccinations_due(reader, today, people=people):
        who = line.who
        yield CareDue(
            kind="vaccination",
            due_on=line.given.next_on,
            person_id=who.person_id,
            episode_id=who.episode_id,
            name=who.name,
            masked=who.masked,
            ward_id=who.ward_id or None,
            what=_word(reader, "vaccine", line.given.vaccine, today),
            record_id=line.id,
        )


def _wounds(reader: Reader, today: date) -> Asked:
    every = look_every(reader, today)
    for line in open_wounds(reader):
        if (look := line.look(every)) is not None:
            yield replace(
                _of(line.who, "wound_look", look.due_on),
                since_on=look.last_on or line.wound.found_on,
                what="" if look.last_on is not None else FIRST,
                record_id=line.id,
            )


def _incidents(reader: Reader) -> Asked:
    """Offices that have to be told by an hour and were not, and remedies that were not done."""
    for line in open_incidents(reader):
        incident = line.incident
        happened_on = today_in_vietnam(incident.happened_at) if incident.happened_at is not None else None
        about = CareDue(
            kind="remedy",
            due_on=None,
            person_id=line.person_id,
            episode_id=incident.episode_id or "",
            name=line.name,
            ward_id=incident.ward_id,
            since_on=happened_on,
            record_id=incident.id,
        )
        for telling in line.tellings:
            if telling.due_at is not None and not telling.is_done:
                yield replace(
                    about,
                    kind="incident_notice",
                    due_on=today_in_vietnam(telling.due_at),
                    due_at=telling.due_at,
                    what=_word(reader, "notified_whom", telling.whom, happened_on or today_in_vietnam(telling.due_at)),
                    basis=telling.basis,
                )
        for remedy in line.open_remedies:
            yield replace(about, due_on=remedy.due_on, owner_id=remedy.owner_id, what=remedy.text)


def _returns(reader: Reader, today: date) -> Asked:
    for line in away(reader, today):
        if line.expected_on is not None and line.back_on is None:
            yield CareDue(
                kind="leave_return",
                due_on=line.expected_on,
                person_id=line.person_id,
                episode_id=line.episode_id,
                name=line.name,
                masked=line.masked,
                since_on=line.from_on,
                record_id=line.id,
            )


def _deaths(reader: Reader, today: date) -> Asked:
    """The steps after a death that have a last day."""
    for line in deaths_between(reader, today - _YEAR, today):
        for step in line.steps:
            if step.state is StepState.OPEN and step.due_on is not None:
                yield CareDue(
                    kind="death_step",
                    due_on=step.due_on,
                    person_id=line.person_id,
                    episode_id=line.episode_id,
                    name=line.name,
                    masked=line.masked,
                    since_on=today_in_vietnam(line.died_at),
                    what=_(STEP_WORDS[step.kind]),
                    record_id=step.id,
                )


def _orders(reader: Reader, today: date) -> Asked:
    """Regular orders that end soon and that no other order of the same medicine follows."""
    rows = reader.rows(
        f"""SELECT p.id, p.episode_id, p.medicine, p.strength, p.to_on FROM prescription p
        JOIN episode e ON e.id = p.episode_id AND e.end_on IS NULL
        WHERE p.{_HERE} AND p.stopped_on IS NULL AND p.as_needed = 0 AND p.to_on BETWEEN :today AND :soon
        AND NOT EXISTS (SELECT 1 FROM prescription n WHERE n.episode_id = p.episode_id AND n.id <> p.id AND n.{_HERE}
            AND n.stopped_on IS NULL AND n.medicine = p.medicine AND (n.to_on IS NULL OR n.to_on > p.to_on))
        ORDER BY p.to_on, p.id""",
        {"today": today.isoformat(), "soon": (today + _FAR).isoformat()},
    )
    whose = holders(reader, [row["episode_id"] for row in rows])
    for row in rows:
        if (who := whose.get(row["episode_id"])) is not None:
            what = " ".join(filter(None, (row["medicine"], row["strength"])))
            due_on = date.fromisoformat(row["to_on"])
            yield replace(_of(who, "prescription_end", due_on), what=what, record_id=row["id"])


def _lots(reader: Reader, today: date) -> Asked:
    """The lots of which something is left and that expire soon, or have."""
    for row in reader.rows(
        f"""SELECT m.id, m.name, m.strength, min(l.expires_on) AS expires_on FROM stock_lot l
        JOIN medicine m ON m.id = l.medicine_id
        WHERE l.{_HERE} AND m.{_HERE} AND l.expires_on <= :seen
        AND (SELECT coalesce(sum(v.amount), 0) FROM stock_move v WHERE v.lot_id = l.id AND v.{_HERE}) > 0
        GROUP BY m.id ORDER BY expires_on, m.id""",
        {"seen": (today + _EXPIRY_SEEN).isoformat()},
    ):
        yield CareDue(
            kind="medicine_expiry",
            due_on=date.fromisoformat(row["expires_on"]),
            what=" ".join(filter(None, (row["name"], row["strength"]))),
            record_id=row["id"],
        )


def _low(reader: Reader, today: date) -> Asked:
    """The medicines of which less can be used than is to be kept: due at once, never on a day before."""
    for one in low_stock(reader, today):
        what = " ".join(filter(None, (one.name, one.strength)))
        yield CareDue(kind="medicine_low", due_on=today, what=what, record_id=one.id)


def _goods(reader: Reader, today: date, complete_from: date | None, people: Sequence[CaredFor]) -> Asked:
    """One thing for everybody whose goods are due: they are given out together."""
    months = limit_on(code_lists.limits(reader, "supplies_every"), "supplies_every", today).value
    earliest = months_after(complete_from, months) if complete_from is not None else date.min
    days = [
        max(item.due_on, date.min if item.last_on is not None else earliest)
        for line in supplies_due(reader, today, people=people)
        for item in line.due(today)[:1]
    ]
    over = [day for day in days if day <= today]
    if over:
        yield CareDue(kind="supplies", due_on=min(over), many=len(over))


def _stool(reader: Reader, today: date) -> Asked:
    """Who is watched and had no stool for too many days."""
    late = without_stool(reader, today)
    whose = holders(reader, late)
    for stay, days in late.items():
        if (who := whose.get(stay)) is not None:
            yield replace(_of(who, "no_stool", today), many=days)


def _shifts(reader: Reader, today: date) -> Asked:
    """Sheets of a shift that one has signed and the other has not: due at once, never on a day before."""
    for row in reader.rows(
        f"""SELECT h.id, h.duty_on, h.shift, h.ward_id, h.given_at, coalesce(w.name, '') AS ward FROM shift_handover h
        LEFT JOIN ward w ON w.id = h.ward_id WHERE h.{_HERE} AND h.state = :given ORDER BY h.duty_on, h.id""",
        {"given": ShiftState.GIVEN.value},
    ):
        day = date.fromisoformat(row["duty_on"])
        shift = _word(reader, "shift", row["shift"], day)
        yield CareDue(
            kind="shift_take",
            due_on=today,
            ward_id=row["ward_id"],
            what=", ".join(filter(None, (shift, row["ward"], written(day)))),
            record_id=row["id"],
        )


def _samples(reader: Reader, today: date) -> Asked:
    """The samples whose time is over by the end of the day."""
    for sample in samples_to_throw(reader, datetime.combine(today, time.max, VIETNAM)):
        taken_on = today_in_vietnam(sample.taken_at) if sample.taken_at is not None else today
        yield CareDue(kind="food_sample", due_on=taken_on + _A_DAY, what=sample.dish, record_id=sample.id)


def _word(reader: Reader, list_name: str, code: str, day: date) -> str:
    """The Vietnamese word of a code on a day."""
    return next((one.text for one in code_lists.codes(reader, list_name, day) if one.code == code), code)
