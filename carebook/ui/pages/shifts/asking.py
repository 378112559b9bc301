"""What the page of the handover asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from carebook.records.codes import Code
from carebook.records.facility import Ward
from carebook.records.shifts import HandoverCount, ShiftHandover, ShiftState
from carebook.rules.shifts import Duty, Shift, TrueName, duty_after, duty_at, things_to_count
from carebook.store import code_lists, facility
from carebook.store.book import Reader, in_vietnam
from carebook.store.daily_care import cared_for
from carebook.store.drafts import Draft as KeptDraft
from carebook.store.drafts import own_draft
from carebook.store.duty_rosters import OnDuty, on_duty
from carebook.store.shifts import (
    Draft,
    HandoverFile,
    HandoverRow,
    Signer,
    drafted,
    end_of_shift_before,
    handover_file,
    handover_on,
    handovers,
    restricted_names,
    shifts_on,
    signers,
)
from carebook.ui.parts.fields import Choices

FORM = "shift_handover"
SHOWN_DAYS = 14


@dataclass(frozen=True)
class Asked:
    """One thing to count: its key ("ward_keys", or the id of a medicine), its name, what should be there, what stands there."""

    key: str
    name: str
    expected: float
    counted: float | None
    note: str


@dataclass(frozen=True)
class Handing:
    """Everything the page shows of one shift of one ward. ``draft`` is None where the book may not be drafted from, or the sheet is
    signed; ``people`` are the residents a line can be about, ``secret`` the names that must not be written on it.
    """

    wards: tuple[Ward, ...]
    shifts: tuple[Shift, ...]
    duty: Duty
    ward_id: str
    file: HandoverFile | None
    draft: Draft | None
    headings: tuple[Code, ...]
    things: tuple[Code, ...]
    people: Choices
    persons: dict[str, str]
    signers: tuple[Signer, ...]
    on_duty: tuple[OnDuty, ...]
    next_on_duty: tuple[OnDuty, ...]
    end_before: int | None
    kept: KeptDraft | None
    secret: tuple[TrueName, ...] = ()

    @property
    def state(self) -> ShiftState | None:
        """How far the sheet is; None while there is none."""
        return self.file.handover.state if self.file is not None else None

    @property
    def is_open(self) -> bool:
        """Whether the sheet may still be written on."""
        return self.state in (None, ShiftState.DRAFT)

    @property
    def subject(self) -> str:
        """Under what a draft of the sheet is kept."""
        return f"{self.duty.duty_on.isoformat()}/{self.duty.shift.code}/{self.ward_id}"

    def new(self) -> ShiftHandover:
        """An empty sheet of the shift."""
        return ShiftHandover(duty_on=self.duty.duty_on, shift=self.duty.shift.code, ward_id=self.ward_id or None)


def handing(
    reader: Reader,
    now: datetime,
    day: date | None,
    shift: str,
    ward_id: str | None,
    *,
    writes: bool,
    handover_id: str = "",
) -> Handing | None:
    """The sheet of a shift of a ward, drafted anew from the book; the shift that runs without ``day``, the first ward with None.

    None in a center without shifts.
    """
    found = handover_file(reader, handover_id) if handover_id else None
    if found is not None:
        day, shift, ward_id = found.handover.duty_on, found.handover.shift, found.handover.ward_id or ""
    today = in_vietnam(now)
    wards = facility.wards(reader)
    if ward_id is None:
        ward_id = wards[0].id if wards else ""
    shifts = shifts_on(reader, day or today)
    duty = duty_at(now, shifts) if day is None else None
    if duty is None:
        named = next((one for one in shifts if one.code == shift), shifts[0] if shifts else None)
        if named is None:
            return None
        duty = Duty(day or today, named)
    file = found or handover_on(reader, duty, ward_id)
    is_open = file is None or file.handover.state is ShiftState.DRAFT
    residents = cared_for(reader, today, ward_id=ward_id)
    after = duty_after(duty, shifts)
    return Handing(
        wards=tuple(wards),
        shifts=shifts,
        duty=duty,
        ward_id=ward_id,
        file=file,
        draft=drafted(reader, duty, ward_id, now) if writes and is_open and duty.begins_at <= now else None,
        headings=tuple(code_lists.codes(reader, "handover_heading", duty.duty_on)),
        things=tuple(code_lists.codes(reader, "handover_thing", duty.duty_on)),
        people=[(one.episode_id, " · ".join(filter(None, (one.room, one.name)))) for one in residents],
        persons={one.episode_id: "" if one.masked else one.person_id for one in residents},
        signers=tuple(signers(reader, today, ward_id)),
        on_duty=tuple(on_duty(reader, duty, ward_id)),
        next_on_duty=tuple(on_duty(reader, after, ward_id)),
        end_before=end_of_shift_before(reader, duty, ward_id),
        kept=own_draft(reader, FORM, f"{duty.duty_on.isoformat()}/{duty.shift.code}/{ward_id}"),
        secret=restricted_names(reader) if writes and is_open else (),
    )


def recent(reader: Reader, today: date, ward_id: str) -> list[HandoverRow]:
    """The sheets of the last days."""
    return handovers(reader, today - timedelta(days=SHOWN_DAYS), today, ward_id)


def things_of(found: Handing) -> list[Asked]:
    """What is counted on the sheet."""
    texts = {code.code: code.text for code in found.things}
    if found.file is not None:
        return [
            Asked(one.thing, texts.get(one.thing, one.thing), one.expected, one.counted, one.note)
            for one in found.file.counts
        ]
    return [
        Asked(code.code, code.text, int(code.extra.get("expected", 0)), None, "")
        for code in things_to_count(found.things, found.ward_id or None)
    ]


def stock_of(found: Handing) -> list[Asked]:
    """The controlled medicines of the sheet."""
    if found.draft is not None:
        return [
            Asked(
                one.medicine_id,
                one.name,
                one.left,
                one.count.counted if one.count is not None else None,
                one.count.because if one.count is not None else "",
            )
            for one in found.draft.stock
        ]
    if found.file is None:
        return []
    return [
        Asked(one.medicine_id, found.file.medicines.get(one.medicine_id, "–"), one.expected, one.counted, one.because)
        for one in found.file.stock
    ]


def counts_of(found: Handing) -> list[HandoverCount]:
    """The rows of the things, as they are kept or still to be."""
    if found.file is not None:
        return list(found.file.counts)
    return [HandoverCount(shift_handover_id="", thing=one.key, expected=int(one.expected)) for one in things_of(found)]
