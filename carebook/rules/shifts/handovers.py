"""What stands against a sheet of a shift: its texts, its counts, and who signs it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

from carebook.records.codes import Code
from carebook.records.medication import StockCount
from carebook.records.shifts import HandoverCount, HandoverLine, ShiftHandover, ShiftState
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.rules.shifts.head_count import HeadCount
from carebook.rules.shifts.hours import Duty
from carebook.rules.shifts.lines import amount_of
from carebook.words import message

_TEXTS = ("situation", "background", "judgement", "request", "taker_note", "count_differs_because", "replaced_because")
MOST_COUNTED = 9999


def things_to_count(codes: Iterable[Code], ward_id: str | None) -> list[Code]:
    """What is counted at the handover of a ward: the things without a ward of their own, and the ward's."""
    return [code for code in codes if code.extra.get("ward") in (None, "", ward_id)]


def problems_in_sheet(
    handover: ShiftHandover,
    lines: Sequence[HandoverLine],
    counts: Sequence[HandoverCount],
    stock: Sequence[StockCount],
    *,
    duty: Duty,
    now: datetime,
) -> list[Problem]:
    """Errors that keep a sheet from being saved at all: what it lacks for the signature is no error yet."""
    found = [*too_long(handover, _TEXTS)]
    if now < duty.begins_at:
        found.append(Problem("shift", message("This shift has not begun yet.")))
    if handover.counted is not None and not 0 <= handover.counted <= MOST_COUNTED:
        found.append(Problem("counted", message("A number of people is not below zero.")))
    for place, line in enumerate(lines):
        if not line.text.strip():
            found.append(Problem(f"lines.{place}", message("Write what the next shift must know.")))
        found += [Problem(f"lines.{place}", one.message) for one in too_long(line, ("text", "instruction"))]
    for one in counts:
        if one.counted is not None and not 0 <= one.counted <= MOST_COUNTED:
            found.append(Problem(f"counts.{one.thing}", message("A number of things is not below zero.")))
    for count in stock:
        if count.counted is not None and count.counted < 0:
            found.append(Problem(f"stock.{count.medicine_id}", message("A number of things is not below zero.")))
    return found


def problems_before_giving(
    handover: ShiftHandover,
    counts: Sequence[HandoverCount],
    stock: Sequence[StockCount],
    *,
    in_book: HeadCount,
    end_before: int | None = None,
    uncounted: Collection[str] = (),
) -> list[Problem]:
    """What stands against the signature of who gives: the head-count differs from the book or is not explained, things are
    not counted or not explained, controlled medicines of the cupboard are not counted (``uncounted``: their names).

    A warning when the sheet of the shift before, ``end_before``, ended with another number than this one begins with.
    """
    return [
        *_in_head_count(handover, in_book, end_before),
        *_in_things(counts),
        *_in_stock(stock, uncounted),
    ]


def _in_head_count(handover: ShiftHandover, in_book: HeadCount, end_before: int | None) -> Iterator[Problem]:
    on_sheet = {name: getattr(handover, name) for name in in_book.figures}
    if on_sheet != in_book.figures:
        said = message(
            "The book now has {book} people at the end of the shift, the sheet says {sheet}. Save the sheet again.",
            book=in_book.at_end,
            sheet="–" if handover.at_end is None else handover.at_end,
        )
        yield Problem("at_end", said)
        return
    if handover.counted is None:
        yield Problem("counted", message("Count who is in the rooms."))
    elif handover.counted != in_book.present and not handover.count_differs_because.strip():
        said = message(
            "{counted} counted, {present} must be there. Say why it differs.",
            counted=handover.counted,
            present=in_book.present,
        )
        yield Problem("count_differs_because", said)
    if end_before is not None and end_before != in_book.at_start:
        said = message(
            "The sheet of the shift before ends with {before} people, this shift begins with {start}.",
            before=end_before,
            start=in_book.at_start,
        )
        yield warning("at_start", said)


def _in_things(counts: Sequence[HandoverCount]) -> Iterator[Problem]:
    for one in counts:
        if one.counted is None:
            yield Problem(f"counts.{one.thing}", message("Not counted yet."))
        elif one.counted != one.expected and not one.note.strip():
            said = message("{counted} of {expected}: say why.", counted=one.counted, expected=one.expected)
            yield Problem(f"counts.{one.thing}", said)


def _in_stock(stock: Sequence[StockCount], uncounted: Collection[str]) -> Iterator[Problem]:
    for one in stock:
        if one.counted is not None and one.counted != one.expected and not one.because.strip():
            said = message(
                "{counted} counted, {expected} in the book: say why.",
                counted=amount_of(one.counted),
                expected=amount_of(one.expected),
            )
            yield Problem(f"stock.{one.medicine_id}", said)
    if uncounted:
        said = message("Controlled medicines are not counted yet: {names}.", names=", ".join(sorted(uncounted)))
        yield Problem("stock", said)


def problems_before_taking(handover: ShiftHandover, taker_id: str) -> list[Problem]:
    """What stands against the signature of who takes over: nobody has given it, or it is the same person."""
    if handover.state is not ShiftState.GIVEN:
        return [Problem("", message("Who gives the shift signs first."))]
    if taker_id == handover.giver_id:
        return [Problem("taker_id", message("Who takes over is somebody else than who gives."))]
    return []
