"""Deeds about the handover of a shift: writing the sheet, giving it, taking it over with two signatures, correcting it by a new one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.records.facility import Ward
from carebook.records.medication import StockCount
from carebook.records.shifts import HandoverCount, HandoverLine, ShiftHandover, ShiftState
from carebook.records.staff import Actor
from carebook.rules import permissions
from carebook.rules.problem import warnings
from carebook.rules.shifts import (
    Duty,
    problems_before_giving,
    problems_before_taking,
    problems_in_naming,
    problems_in_sheet,
)
from carebook.rules.shifts.sheet import hash_of
from carebook.store import attempts, code_lists
from carebook.store.book import Book, Writer, in_vietnam, new_id
from carebook.store.errors import UnknownAccount, WrongPassword
from carebook.store.shifts import (
    Signer,
    ToCount,
    controlled_to_count,
    end_of_shift_before,
    handover_file,
    head_count_of,
    restricted_names,
    sheet_of,
    shifts_on,
    signers,
)
from carebook.words import N_, _, message, speaking

SHIFTS = frozenset({"shifts"})
COUNTED = frozenset({"shifts", "medication"})
Pin = Callable[[str, str], bool | None]
"""Whether what was typed is the PIN of the shift of an account; None where it has none, or something else was typed."""


@deed(N_("Write the sheet of the shift"), "shifts", "medication")
def save_shift(
    book: Book,
    handover: ShiftHandover,
    lines: Sequence[HandoverLine],
    counts: Sequence[HandoverCount] = (),
    stock: Sequence[StockCount] = (),
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Keep the sheet of a shift with all its lines and counts; lines that are not among ``lines`` are struck through.

    The head-count is the book's own, never what was typed. A sheet that was given already waits for the signature again. Refused
    once it was handed over, outside the scope, when somebody else began the sheet of the same shift, and when the writer, who
    may read it, wrote the true name of a restricted person. ``Change.result`` is the kept `ShiftHandover`.
    """
    duty = _duty(book, handover, now)
    with book.reading_for(by, now) as mine:
        stop_at(problems_in_naming(handover, lines, restricted_names(mine)))
    with book.reading_masked(now) as reader:
        heads = head_count_of(reader, duty, handover.ward_id or "", now)
        cupboard = {one.medicine_id: one for one in controlled_to_count(reader, duty)}
    stop_at(problems_in_sheet(handover, lines, counts, stock, duty=duty, now=now))
    with book.changing(by.account_id, now, op, "save_shift", reason=reason) as writer:
        _refuse_out_of_scope(writer, handover.ward_id, by, now)
        there = _standing(writer, handover)
        figures: dict[str, Any] = dict(heads.figures)
        unsigned = replace(
            handover,
            **figures,
            state=ShiftState.DRAFT,
            giver_id=None,
            taker_id=None,
            given_at=None,
            taken_at=None,
            frozen="",
            frozen_hash="",
        )
        kept = writer.amend(unsigned, seen=seen) if there is not None else writer.add(unsigned)
        _keep_lines(writer, kept, lines)
        _keep_counts(writer, kept, counts)
        _keep_stock(writer, duty, stock, cupboard, by)
    return Change(COUNTED, (kept.id,), op, message("Saved the sheet of the shift."), result=kept)


@deed(N_("Give the shift"), "shifts")
def give_shift(
    book: Book,
    handover_id: str,
    account_id: str,
    secret: str,
    *,
    pin: Pin | None = None,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Sign a sheet as who gives the shift: the owner of ``account_id``, proved by the own password or PIN of the shift.

    Refused (`Refused`) while the head-count differs from the book or is not explained, while something is not counted, or when
    the signer lacks the right. Raises `SlowDown` after too many wrong passwords. ``Change.result`` is the kept `ShiftHandover`.
    """
    with book.reading_masked(now) as reader:
        file = handover_file(reader, handover_id)
        if file is None:
            raise LookupError(handover_id)
        one = file.handover
        duty = _duty(book, one, now)
        heads = head_count_of(reader, duty, one.ward_id or "", now)
        before = end_of_shift_before(reader, duty, one.ward_id or "")
        uncounted = [left.name for left in controlled_to_count(reader, duty) if left.count is None]
    if one.state is not ShiftState.DRAFT:
        raise refuse(message("This sheet was given already."))
    problems = problems_before_giving(
        one, file.counts, file.stock, in_book=heads, end_before=before, uncounted=uncounted
    )
    stop_at(problems)
    signer = _signer(book, one, account_id, by, now)
    _prove(book, signer, secret, pin)
    with book.changing(by.account_id, now, op, "give_shift", reason=reason) as writer:
        there = _there(writer, handover_id, by, now)
        given = replace(there, state=ShiftState.GIVEN, giver_id=signer.staff_member_id, given_at=now)
        kept = writer.amend(given, seen=one.version if seen is None else seen)
    unusual = " ".join(str(one.message) for one in warnings(problems))
    said = message("{name} gave the shift. {unusual}", name=signer.name, unusual=unusual)
    plain = message("{name} gave the shift.", name=signer.name)
    return Change(SHIFTS, (kept.id,), op, said if unusual else plain, result=kept)


@deed(N_("Take over the shift"), "shifts")
def take_shift(
    book: Book,
    handover_id: str,
    account_id: str,
    secret: str,
    remark: str = "",
    *,
    pin: Pin | None = None,
    by: Actor,
    now: datetime,
    op: str = "",
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Sign a sheet as who takes the shift over, which freezes it: what stands on it is kept word for word with its hash.

    Refused before it was given, for who gave it, and without the right. Raises `SlowDown`. Cannot be undone: a correction is a
    new sheet. ``Change.result`` is the kept `ShiftHandover`.
    """
    with book.reading_masked(now) as reader:
        file = handover_file(reader, handover_id)
        codes = code_lists.words(reader)
    if file is None:
        raise LookupError(handover_id)
    signer = _signer(book, file.handover, account_id, by, now)
    stop_at(problems_before_taking(file.handover, signer.staff_member_id))
    _prove(book, signer, secret, pin)
    taken = replace(
        file.handover,
        state=ShiftState.TAKEN,
        taker_id=signer.staff_member_id,
        taken_at=now,
        taker_note=remark.strip(),
    )
    frozen = sheet_of(replace(file, handover=taken), codes).frozen()
    with book.changing(by.account_id, now, op, "take_shift", reason=reason) as writer:
        _there(writer, handover_id, by, now)
        version = file.handover.version if seen is None else seen
        kept = writer.amend(replace(taken, frozen=frozen, frozen_hash=hash_of(frozen)), seen=version)
        for count in file.stock:
            if count.witness_id is None and count.counter_id != signer.staff_member_id:
                writer.amend(replace(count, witness_id=signer.staff_member_id))
    said = message("{name} took the shift over.", name=signer.name)
    return Change(COUNTED, (kept.id,), op, said, undoable=False, result=kept)


@deed(N_("Correct a handover by a new sheet"), "shifts")
def replace_shift(book: Book, handover_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Begin a new sheet in place of one that was handed over; the old one stays readable as it was signed.

    ``reason`` is why, and stands on the new sheet. ``Change.result`` is the new `ShiftHandover`, to be signed again.
    """
    if not reason.strip():
        raise refuse(message("Say why the sheet is replaced."), "reason")
    with book.changing(by.account_id, now, op, "replace_shift", reason=reason) as writer:
        there = _there(writer, handover_id, by, now)
        if there.state is not ShiftState.TAKEN:
            raise refuse(message("Only a sheet that was handed over is replaced."))
        writer.amend(replace(there, state=ShiftState.REPLACED))
        kept = writer.add(
            replace(
                there,
                id=new_id(),
                version=0,
                state=ShiftState.DRAFT,
                giver_id=None,
                taker_id=None,
                given_at=None,
                taken_at=None,
                taker_note="",
                frozen="",
                frozen_hash="",
                replaces_id=there.id,
                replaced_because=reason.strip(),
            )
        )
        of_sheet = "shift_handover_id = ?", (there.id,)
        for line in writer.records(HandoverLine, *of_sheet):
            writer.add(replace(line, id="", shift_handover_id=kept.id))
        for count in writer.records(HandoverCount, *of_sheet):
            writer.add(replace(count, id="", shift_handover_id=kept.id))
    said = message("A new sheet takes the place of the old one.")
    return Change(SHIFTS, (kept.id, there.id), op, said, result=kept)


# what stands in the book


def _duty(book: Book, handover: ShiftHandover, now: datetime) -> Duty:
    """The shift of a sheet; refused for one the center does not have."""
    day = handover.duty_on
    if day is None:
        raise refuse(message("Choose the day."), "duty_on")
    with book.looking(now) as reader:
        shift = next((one for one in shifts_on(reader, day) if one.code == handover.shift), None)
    if shift is None:
        raise refuse(message("Choose a day and a shift of the center."), "shift")
    return Duty(day, shift)


def _standing(writer: Writer, handover: ShiftHandover) -> ShiftHandover | None:
    """What the book holds of a sheet; refused when it is signed by both, or another sheet of the shift was begun."""
    there = writer.record(ShiftHandover, handover.id) if handover.id else None
    if there is not None and there.state in (ShiftState.TAKEN, ShiftState.REPLACED):
        raise refuse(message("This sheet was handed over and stays as it is. Replace it by a new one."))
    others = writer.records(
        ShiftHandover,
        "duty_on = ? AND shift = ? AND coalesce(ward_id, '') = ? AND state <> ? AND id <> ?",
        (
            (handover.duty_on or date.min).isoformat(),
            handover.shift,
            handover.ward_id or "",
            ShiftState.REPLACED.value,
            handover.id,
        ),
    )
    if others:
        raise refuse(message("The sheet of this shift was begun before. Open that one."))
    return there


def _there(writer: Writer, handover_id: str, by: Actor, now: datetime) -> ShiftHandover:
    """A sheet that stands, in scope. LookupError: no such sheet."""
    there = writer.record(ShiftHandover, handover_id)
    if there is None:
        raise LookupError(handover_id)
    _refuse_out_of_scope(writer, there.ward_id, by, now)
    return there


def _refuse_out_of_scope(writer: Writer, ward_id: str | None, by: Actor, now: datetime) -> None:
    """Refuse the sheet of a ward that lies outside the roles of ``by``."""
    deed_name = str(writer.value("SELECT deed FROM context"))
    if ward_id and not permissions.may(by, deed_name, in_vietnam(now), ward_id=ward_id):
        ward = writer.record(Ward, ward_id)
        name = ward.name if ward is not None else "–"
        raise refuse(message("{ward} is outside the scope of this account. Ask the head of that ward.", ward=name))


def _keep_lines(writer: Writer, handover: ShiftHandover, lines: Sequence[HandoverLine]) -> None:
    there = {one.id: one for one in writer.records(HandoverLine, "shift_handover_id = ?", (handover.id,))}
    for place, line in enumerate(lines):
        mine = replace(line, shift_handover_id=handover.id, text=line.text.strip(), position=place)
        if line.id in there:
            there.pop(line.id)
            writer.amend(mine)
        else:
            writer.add(replace(mine, id="", version=0))
    with speaking("vi"):
        because = _("no longer on the sheet")
    for gone in there:
        writer.withdraw(HandoverLine, gone, because)


def _keep_counts(writer: Writer, handover: ShiftHandover, counts: Sequence[HandoverCount]) -> None:
    there = {one.thing: one for one in writer.records(HandoverCount, "shift_handover_id = ?", (handover.id,))}
    for count in counts:
        kept = there.get(count.thing)
        if kept is not None:
            writer.amend(replace(kept, expected=count.expected, counted=count.counted, note=count.note.strip()))
        elif count.counted is not None:
            writer.add(replace(count, id="", version=0, shift_handover_id=handover.id, note=count.note.strip()))


def _keep_stock(
    writer: Writer, duty: Duty, stock: Sequence[StockCount], cupboard: dict[str, ToCount], by: Actor
) -> None:
    """Keep the counts of controlled medicines; what the book expected is never what was typed."""
    for count in stock:
        asked = cupboard.get(count.medicine_id)
        if asked is None or count.counted is None:
            continue
        mine = replace(
            asked.count or StockCount(medicine_id=count.medicine_id, counted_on=duty.duty_on, shift=duty.shift.code),
            expected=asked.left,
            counted=count.counted,
            because=count.because.strip(),
        )
        if asked.count is None:
            writer.add(replace(mine, counter_id=by.staff_member_id))
        elif mine != asked.count:
            writer.amend(replace(mine, counter_id=by.staff_member_id, witness_id=None))


# who signs


def _signer(book: Book, handover: ShiftHandover, account_id: str, by: Actor, now: datetime) -> Signer:
    """The owner of an account who may sign the sheet; refused otherwise."""
    with book.reading_for(by, now) as reader:
        found = signers(reader, in_vietnam(now), handover.ward_id or "")
    signer = next((one for one in found if one.account_id == account_id), None)
    if signer is None:
        raise refuse(message("Choose who signs."), "account_id")
    return signer


def _prove(book: Book, signer: Signer, secret: str, pin: Pin | None) -> None:
    """Refuse unless the secret is the signer's own PIN of the shift or password; wrong passwords slow down the next try."""
    if not secret:
        raise refuse(message("{name} signs with the own password or PIN.", name=signer.name), "secret")
    answer = pin(signer.account_id, secret) if pin is not None else None
    if answer is None:
        attempts.refuse_hasty(book.folder, signer.account_id)
        try:
            answer = book.proves(signer.account_id, secret)
        except UnknownAccount:  # no way into the book of their own: nothing they could sign with
            answer = False
        if answer:
            attempts.forget(book.folder, signer.account_id)
        else:
            attempts.note_wrong(book.folder, signer.account_id)
    if not answer:
        raise refuse(WrongPassword().message, "secret")
