"""The sheets of shifts: the list, one with everything on it, and how it reads on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from carebook.dates import moment
from carebook.money import number
from carebook.records.facility import Ward
from carebook.records.medication import StockCount
from carebook.records.shifts import HandoverCount, HandoverLine, ShiftHandover, ShiftState
from carebook.records.staff import Account, AccountState, Actor, RoleGrant, StaffMember
from carebook.rules import permissions
from carebook.rules.names import sort_key
from carebook.rules.shifts import Duty, Sheet, SheetLine, SheetThing, Shift, duty_before, shifts_of, things_to_count
from carebook.rules.shifts.lines import amount_of
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.code_lists import Codes
from carebook.store.rows import from_row
from carebook.words import speaking


@dataclass(frozen=True)
class ShownLine:
    """One line of a sheet with whom it is about: the name or alias, the room; ``person_id`` is "" where nobody may be opened."""

    line: HandoverLine
    name: str = ""
    room: str = ""
    person_id: str = ""

    @property
    def id(self) -> str:
        return self.line.id


@dataclass(frozen=True)
class HandoverRow:
    """One sheet in the list of sheets: whose ward, who signed."""

    handover: ShiftHandover
    ward: str
    giver: str
    taker: str

    @property
    def id(self) -> str:
        return self.handover.id


@dataclass(frozen=True)
class HandoverFile:
    """One sheet with everything on it. ``stock`` are the counts of controlled medicines of its day and shift, whoever made
    them; ``medicines`` their names by id. ``replaces`` is the sheet it corrects.
    """

    handover: ShiftHandover
    ward: Ward | None
    lines: tuple[ShownLine, ...]
    counts: tuple[HandoverCount, ...]
    stock: tuple[StockCount, ...]
    medicines: Mapping[str, str]
    names: Mapping[str, str]
    replaces: ShiftHandover | None = None

    @property
    def people(self) -> frozenset[str]:
        """The ids of the people it names."""
        return frozenset(one.person_id for one in self.lines if one.person_id and one.line.included)


@dataclass(frozen=True)
class Signer:
    """Somebody who may sign a sheet on this computer: the account, and the name and post."""

    account_id: str
    staff_member_id: str
    name: str
    post: str


def shifts_on(reader: Reader, day: date) -> tuple[Shift, ...]:
    """The shifts of the center on a day."""
    return shifts_of(code_lists.codes(reader, "shift", day))


def handover_file(reader: Reader, handover_id: str) -> HandoverFile | None:
    """One sheet, or None."""
    reader.asks("shifts")
    found = reader.record(ShiftHandover, handover_id)
    return None if found is None else _file(reader, found)


def handover_on(reader: Reader, duty: Duty, ward_id: str) -> HandoverFile | None:
    """The sheet of a shift of a ward ("" = of the whole center) that holds; None while there is none."""
    reader.asks("shifts")
    found = _of_duty(reader, duty, ward_id)
    return None if found is None else _file(reader, found)


def last_handover(reader: Reader, duty: Duty, ward_id: str) -> HandoverFile | None:
    """The sheet of the shift before: of the ward, else of the whole center; None when nobody wrote one."""
    reader.asks("shifts")
    before = duty_before(duty, shifts_on(reader, duty.duty_on))
    found = _of_duty(reader, before, ward_id) or (_of_duty(reader, before, "") if ward_id else None)
    return None if found is None else _file(reader, found)


def end_of_shift_before(reader: Reader, duty: Duty, ward_id: str) -> int | None:
    """With how many people the signed sheet of the shift before ended; None without one."""
    before = duty_before(duty, shifts_on(reader, duty.duty_on))
    found = _of_duty(reader, before, ward_id)
    return found.at_end if found is not None and found.state is not ShiftState.DRAFT else None


def handovers(reader: Reader, first: date, last: date, ward_id: str = "") -> list[HandoverRow]:
    """The sheets of the days from ``first`` to ``last``, of one ward or of all, the newest first; also replaced ones."""
    reader.asks("shifts")
    order = {shift.code: place for place, shift in enumerate(shifts_on(reader, last))}
    found = reader.records(
        ShiftHandover,
        "duty_on BETWEEN ? AND ? AND (? = '' OR ward_id = ?)",
        (first.isoformat(), last.isoformat(), ward_id, ward_id),
    )
    wards = {one.id: one.name for one in reader.records(Ward, withdrawn=True)}
    names = staff_names(reader)
    found.sort(key=lambda one: (one.duty_on or date.min, order.get(one.shift, 0), one.id), reverse=True)
    return [
        HandoverRow(
            one,
            wards.get(one.ward_id or "", ""),
            names.get(one.giver_id or "", ""),
            names.get(one.taker_id or "", ""),
        )
        for one in found
    ]


def signers(reader: Reader, day: date, ward_id: str) -> list[Signer]:
    """Who may sign the sheet of a ward on a day: active accounts with the right there, in the order of names."""
    reader.asks("shifts")
    members = {one.id: one for one in reader.records(StaffMember)}
    grants: dict[str, list[RoleGrant]] = {}
    for grant in reader.records(RoleGrant):
        grants.setdefault(grant.account_id, []).append(grant)
    found = []
    for account in reader.records(Account, "state = ?", (AccountState.ACTIVE.value,)):
        member = members.get(account.staff_member_id)
        held = tuple(grants.get(account.id, ()))
        if member is None:
            continue
        actor = Actor(account.id, member.id, member.full_name, member.post, held)
        if permissions.may(actor, "give_shift", day, ward_id=ward_id or None):
            found.append(Signer(account.id, member.id, member.full_name, member.post))
    return sorted(found, key=lambda one: (sort_key(one.name), one.account_id))


def staff_names(reader: Reader) -> dict[str, str]:
    """The names of all staff by id, also of who has left."""
    return {one.id: one.full_name for one in reader.records(StaffMember, withdrawn=True)}


def sheet_of(file: HandoverFile, codes: Codes) -> Sheet:
    """How a sheet reads on paper, in Vietnamese: lines that were left out do not stand there.

    A frozen sheet is read as it was signed; ask ``handover.frozen`` first.
    """
    one = file.handover
    day = one.duty_on or date.min
    shift = codes.code("shift", one.shift, day)
    hours = f"{shift.extra.get('from', '')}–{shift.extra.get('to', '')}" if shift is not None else ""
    things = {code.code: code for code in codes.choices("handover_thing", day)}
    with speaking("vi"):
        return Sheet(
            duty_on=day.isoformat(),
            shift=codes.text("shift", one.shift, day),
            hours=hours,
            ward=file.ward.name if file.ward is not None else "",
            giver=file.names.get(one.giver_id or "", ""),
            taker=file.names.get(one.taker_id or "", ""),
            given_at=moment(one.given_at, day) if one.given_at else "",
            taken_at=moment(one.taken_at, day) if one.taken_at else "",
            figures={name: getattr(one, name) for name in _FIGURES},
            count_differs_because=one.count_differs_because,
            lines=tuple(
                SheetLine(codes.text("handover_heading", shown.line.heading), _who(shown), *_words(shown.line))
                for shown in file.lines
                if shown.line.included
            ),
            things=tuple(
                SheetThing(
                    things[count.thing].text if count.thing in things else codes.text("handover_thing", count.thing),
                    number(count.expected),
                    "" if count.counted is None else number(count.counted),
                    count.note,
                )
                for count in file.counts
            ),
            stock=tuple(
                SheetThing(
                    file.medicines.get(count.medicine_id, ""),
                    amount_of(count.expected),
                    "" if count.counted is None else amount_of(count.counted),
                    count.because,
                )
                for count in file.stock
            ),
            situation=one.situation,
            background=one.background,
            judgement=one.judgement,
            request=one.request,
            taker_note=one.taker_note,
            replaces=one.replaced_because if one.replaces_id else "",
        )


_FIGURES = ("at_start", "came", "went", "at_end", "in_hospital", "on_leave", "absent", "counted")


def _who(shown: ShownLine) -> str:
    return " · ".join(filter(None, (shown.room, shown.name)))


def _words(line: HandoverLine) -> tuple[str, str]:
    return line.text, line.instruction


def _of_duty(reader: Reader, duty: Duty, ward_id: str) -> ShiftHandover | None:
    found = reader.records(
        ShiftHandover,
        "duty_on = ? AND shift = ? AND coalesce(ward_id, '') = ? AND state <> ?",
        (duty.duty_on.isoformat(), duty.shift.code, ward_id, ShiftState.REPLACED.value),
    )
    return found[0] if found else None


def _file(reader: Reader, handover: ShiftHandover) -> HandoverFile:
    day = handover.duty_on or date.min
    headings = {code.code: place for place, code in enumerate(code_lists.codes(reader, "handover_heading", day))}
    rows = reader.rows(
        """SELECT l.*, p.full_name AS shown_name, CASE WHEN p.masked THEN '' ELSE p.id END AS shown_id,
            coalesce((SELECT r.name FROM bed_assignment b JOIN room r ON r.id = b.room_id WHERE b.episode_id = l.episode_id
                AND b.withdrawn_at IS NULL AND b.from_on <= ? ORDER BY b.from_on DESC, b.id DESC LIMIT 1), '') AS shown_room
        FROM listed_handover_line l LEFT JOIN episode e ON e.id = l.episode_id LEFT JOIN listed_person p ON p.id = e.person_id
        WHERE l.shift_handover_id = ? AND l.withdrawn_at IS NULL""",
        ((day + timedelta(days=1)).isoformat(), handover.id),
    )
    lines = [_shown(row) for row in rows]
    lines.sort(key=lambda one: (headings.get(one.line.heading, len(headings)), one.line.position, one.line.id))
    stock = reader.records(
        StockCount, "counted_on = ? AND shift = ? AND minutes_no = ''", (day.isoformat(), handover.shift), order="id"
    )
    medicines = {
        row["id"]: " ".join(filter(None, (row["name"], row["strength"])))
        for row in reader.rows("SELECT id, name, strength FROM medicine WHERE controlled = 1")
    }
    return HandoverFile(
        handover,
        reader.record(Ward, handover.ward_id) if handover.ward_id else None,
        tuple(lines),
        _counts(reader, handover),
        tuple(stock),
        medicines,
        staff_names(reader),
        reader.record(ShiftHandover, handover.replaces_id) if handover.replaces_id else None,
    )


def _shown(row: Any) -> ShownLine:
    return ShownLine(from_row(HandoverLine, row), row["shown_name"] or "", row["shown_room"], row["shown_id"] or "")


def _counts(reader: Reader, handover: ShiftHandover) -> tuple[HandoverCount, ...]:
    """What is counted on a sheet, in the order of the list: also what nobody has counted yet, unless the sheet is signed."""
    kept = {one.thing: one for one in reader.records(HandoverCount, "shift_handover_id = ?", (handover.id,))}
    codes = code_lists.codes(reader, "handover_thing", handover.duty_on or date.min)
    wanted = things_to_count(codes, handover.ward_id)
    asked = []
    for code in wanted:
        expected = int(code.extra.get("expected", 0))
        new = HandoverCount(shift_handover_id=handover.id, thing=code.code, expected=expected)
        asked.append(kept.pop(code.code, new))
    if handover.state in (ShiftState.TAKEN, ShiftState.REPLACED):
        asked = [one for one in asked if one.id]
    return (*asked, *kept.values())
