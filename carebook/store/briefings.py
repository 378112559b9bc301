"""The morning briefing: the facts of the whole center on one page, and the briefings that were held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carebook.dates import clock, local, written
from carebook.money import number
from carebook.records.incidents import SEVERITY_WORDS, IncidentState, Severity
from carebook.records.medication import DoseState
from carebook.records.shifts import MorningBriefing, ShiftState
from carebook.rules.briefings import BriefedShift, BriefingSheet
from carebook.rules.shifts import Duty, HeadCount, Shift
from carebook.rules.shifts.lines import INCIDENTS, ORDERS, UNDONE, WATCH
from carebook.store import code_lists, facility
from carebook.store.book import Reader
from carebook.store.duty_rosters import OnDuty, on_duty
from carebook.store.rows import moment_from, moment_text
from carebook.store.shifts import HandoverRow, ShownLine, handover_file, handovers, head_count_between, shifts_on
from carebook.store.shifts.sheets import staff_names
from carebook.words import Message, message, speaking

_BRIEFED = (WATCH, INCIDENTS, ORDERS, UNDONE)


@dataclass(frozen=True)
class WardFacts:
    """One ward on the morning: its beds, its head-count since the morning before."""

    name: str
    beds: int
    heads: HeadCount


@dataclass(frozen=True)
class WardSheet:
    """What the sheet of one shift says that everybody should hear."""

    shift: str
    row: HandoverRow
    lines: tuple[ShownLine, ...] = ()


@dataclass(frozen=True)
class BriefingFacts:
    """What the book says on a morning about the day and night since ``since``. ``total`` counts also who has no bed.

    ``incidents`` are said without names, ``restricted_incidents`` is how many others there were, for who may read those;
    ``on_duty`` are the shifts of the day with who has them.
    """

    day: date
    since: datetime
    until: datetime
    wards: tuple[WardFacts, ...]
    total: HeadCount
    incidents: tuple[tuple[str, Message], ...]
    restricted_incidents: int
    open_incidents: int
    refused_doses: int
    new_orders: int
    sheets: tuple[WardSheet, ...]
    on_duty: tuple[tuple[Shift, tuple[OnDuty, ...]], ...]
    briefing: MorningBriefing | None

    @property
    def beds(self) -> int:
        """The beds of all wards."""
        return sum(ward.beds for ward in self.wards)

    @property
    def people(self) -> frozenset[str]:
        """The ids of the people whom the lines name."""
        return frozenset(line.person_id for sheet in self.sheets for line in sheet.lines if line.person_id)


def briefing_on(reader: Reader, day: date) -> MorningBriefing | None:
    """The briefing of a day, None while nobody wrote one."""
    reader.asks("shifts")
    found = reader.records(MorningBriefing, "held_on = ?", (day.isoformat(),))
    return found[0] if found else None


def briefings(reader: Reader, first: date, last: date) -> list[MorningBriefing]:
    """The briefings from ``first`` to ``last``, the newest first."""
    reader.asks("shifts")
    days = (first.isoformat(), last.isoformat())
    return reader.records(MorningBriefing, "held_on BETWEEN ? AND ?", days, order="held_on DESC, id")


def briefing_facts(reader: Reader, day: date, now: datetime) -> BriefingFacts:
    """The facts of the briefing of a day: of the last day and night up to the beginning of its first shift, or to ``now``."""
    reader.asks("shifts")
    shifts = shifts_on(reader, day)
    until = min(now, min((shift.begins_at(day) for shift in shifts), default=now))
    since = until - timedelta(days=1)
    told, restricted = _incidents(reader, since, until)
    return BriefingFacts(
        day=day,
        since=since,
        until=until,
        wards=_wards(reader, since, until),
        total=head_count_between(reader, "", since, until),
        incidents=told,
        restricted_incidents=restricted,
        open_incidents=_open_incidents(reader),
        refused_doses=_refused(reader, since, until),
        new_orders=_new_orders(reader, since, until),
        sheets=_sheets(reader, shifts, since, until),
        on_duty=tuple((shift, tuple(on_duty(reader, Duty(day, shift)))) for shift in shifts),
        briefing=briefing_on(reader, day),
    )


def _wards(reader: Reader, since: datetime, until: datetime) -> tuple[WardFacts, ...]:
    beds: Counter[str] = Counter()
    for room in facility.rooms(reader):
        beds[room.ward_id] += room.beds if room.counted else 0
    return tuple(
        WardFacts(ward.name, beds[ward.id], head_count_between(reader, ward.id, since, until))
        for ward in facility.wards(reader)
    )


def _incidents(reader: Reader, since: datetime, until: datetime) -> tuple[tuple[tuple[str, Message], ...], int]:
    """The incidents of the time in one line each, by their ids, and how many restricted ones the reader may read besides."""
    rows = reader.rows(
        """SELECT c.id, c.kind, c.severity, c.happened_at, c.confidential, w.name AS ward FROM counted_incident c
        LEFT JOIN ward w ON w.id = c.ward_id WHERE c.withdrawn_at IS NULL AND c.happened_at >= ? AND c.happened_at < ?
            AND (c.confidential = 0 OR c.id IN (SELECT f.id FROM found_incident f)) ORDER BY c.happened_at, c.id""",
        (moment_text(since), moment_text(until)),
    )
    codes = code_lists.words(reader)
    told = []
    for row in rows:
        if row["confidential"]:
            continue
        said = {
            "kind": codes.text("incident_kind", row["kind"]),
            "severity": Message(SEVERITY_WORDS[Severity(row["severity"])]),
            "time": clock(moment_from(row["happened_at"])),
        }
        at = message("{kind} ({severity}) at {time}", **said)
        told.append((row["id"], message("{ward}: {what}", ward=row["ward"], what=at) if row["ward"] else at))
    return tuple(told), sum(bool(row["confidential"]) for row in rows)


def _open_incidents(reader: Reader) -> int:
    asked = "SELECT count(*) FROM counted_incident WHERE withdrawn_at IS NULL AND confidential = 0 AND state <> ?"
    return int(reader.value(asked, (IncidentState.CLOSED.value,)))


def _refused(reader: Reader, since: datetime, until: datetime) -> int:
    return int(
        reader.value(
            """SELECT count(*) FROM administration WHERE withdrawn_at IS NULL AND state = ? AND duty_on BETWEEN ? AND ?
            AND given_at >= ? AND given_at < ?""",
            (
                DoseState.REFUSED.value,
                (local(since).date() - timedelta(days=1)).isoformat(),
                local(until).date().isoformat(),
                moment_text(since),
                moment_text(until),
            ),
        )
    )


def _new_orders(reader: Reader, since: datetime, until: datetime) -> int:
    return int(
        reader.value(
            "SELECT count(*) FROM prescription WHERE withdrawn_at IS NULL AND from_on BETWEEN ? AND ?",
            ((local(since).date() + timedelta(days=1)).isoformat(), local(until).date().isoformat()),
        )
    )


def _sheets(reader: Reader, shifts: Sequence[Shift], since: datetime, until: datetime) -> tuple[WardSheet, ...]:
    """The sheets of the shifts that ended in the time, the last first: what they say that everybody should hear."""
    days = local(since).date() - timedelta(days=1), local(until).date()
    of_code = {shift.code: shift for shift in shifts}
    found = []
    for row in handovers(reader, *days):
        one = row.handover
        shift = of_code.get(one.shift)
        if one.duty_on is None or shift is None or one.state is ShiftState.REPLACED:
            continue
        if not since < shift.ends_at(one.duty_on) <= until:
            continue
        file = handover_file(reader, one.id)
        lines = file.lines if file is not None else ()
        found.append(
            WardSheet(shift.text, row, tuple(x for x in lines if x.line.included and x.line.heading in _BRIEFED))
        )
    return tuple(found)


def briefing_sheet(reader: Reader, facts: BriefingFacts) -> BriefingSheet:
    """How the briefing of a morning reads on paper, in Vietnamese; as it was frozen when it was.

    ``reader`` should mask restricted people for everybody: the paper is read out.
    """
    one = facts.briefing
    if one is not None and one.frozen:
        return BriefingSheet.from_frozen(one.frozen)
    names = staff_names(reader)
    with speaking("vi"):
        return BriefingSheet(
            day=facts.day.isoformat(),
            hours=f"{_said(facts.since)} – {_said(facts.until)}",
            wards=(
                *(_ward_row(ward.name, ward.beds, ward.heads) for ward in facts.wards),
                _ward_row("", facts.beds, facts.total),
            ),
            figures=(
                ("incidents", number(len(facts.incidents) + facts.restricted_incidents)),
                ("open_incidents", number(facts.open_incidents)),
                ("refused_doses", number(facts.refused_doses)),
                ("new_orders", number(facts.new_orders)),
            ),
            incidents=tuple(str(said) for _id, said in facts.incidents),
            shifts=tuple(_briefed(sheet) for sheet in facts.sheets),
            on_duty=tuple(
                (shift.text, ", ".join(one.member.full_name for one in there)) for shift, there in facts.on_duty
            ),
            led_by=names.get(one.led_by_id or "", "") if one is not None else "",
            present=one.present if one is not None else "",
            conclusion=one.conclusion if one is not None else "",
            tasks=one.tasks if one is not None else "",
        )


def _said(at: datetime) -> str:
    return f"{clock(at)} {written(local(at).date())}"


def _ward_row(name: str, beds: int, heads: HeadCount) -> tuple[str, ...]:
    counts = (*heads.figures.values(), heads.present)
    return (name, number(beds), *(number(count) for count in counts))


def _briefed(sheet: WardSheet) -> BriefedShift:
    lines = tuple(
        " · ".join(filter(None, (shown.room, shown.name, shown.line.text, shown.line.instruction)))
        for shown in sheet.lines
    )
    return BriefedShift(sheet.shift, sheet.row.ward, sheet.row.giver, sheet.row.taker, lines)
