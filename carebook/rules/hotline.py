"""Calls to the hotline: what must be written about one, which are restricted, and by when one calls back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from carebook.dates import today_in_vietnam, written
from carebook.records.codes import Code
from carebook.records.services import DangerLevel, HotlineCall
from carebook.rules.identity import read_phone
from carebook.rules.intake import too_long
from carebook.rules.permissions import own_calls_since
from carebook.rules.problem import Problem, warning
from carebook.rules.services import asks_for_safety
from carebook.words import message

EARLIEST = 1990
LONGEST_MINUTES = 5 * 60  # a call of more minutes was mistyped
CALL_BACK = "call_back"
_CLOCKS_DIFFER = timedelta(minutes=5)
_TEXTS = ("about", "content", "advice", "safety_plan", "call_back", "caller_name")


def restricted_needs(needs: Iterable[Code]) -> frozenset[str]:
    """The needs (list ``hotline_need``) that make a call restricted: violence, abuse, trafficking."""
    return frozenset(one.code for one in needs if one.extra.get("restricted"))


def is_restricted(call: HotlineCall, needs: frozenset[str]) -> bool:
    """Whether only who may open restricted records sees a call: by its need, or because it was marked so."""
    return call.confidential or call.need in needs or bool(call.violence_kinds)


def is_own(call: HotlineCall, member_id: str, day: date) -> bool:
    """Whether a staff member took the call, and may still write on it on ``day``."""
    return call.taken_by_id == member_id and today_in_vietnam(call.called_at) >= own_calls_since(day)


def call_back_day(called_at: datetime, hours: int) -> date:
    """By which day one calls back, ``hours`` after the call (limit ``call_back_hours``)."""
    return today_in_vietnam(called_at + timedelta(hours=hours))


def minutes_of(began: datetime, now: datetime) -> int:
    """How long a call lasted, in begun minutes; at least 1."""
    return max(1, -(int((began - now).total_seconds()) // 60))


def waits_for_call(call: HotlineCall) -> bool:
    """Whether somebody was promised a call and has not had it."""
    return call.call_back_on is not None and call.called_back_on is None


def problems_in_call(call: HotlineCall, *, now: datetime) -> list[Problem]:
    """Errors and warnings of a call, beside their fields."""
    return [*_missing(call), *_in_time(call, now), *_in_caller(call), *_in_calling_back(call, now), *_unusual(call)]


def _missing(call: HotlineCall) -> Iterator[Problem]:
    for name, sentence in (
        ("caller", message("Choose who called.")),
        ("need", message("Choose what the caller needs.")),
        ("outcome", message("Choose what came of the call.")),
        ("taken_by_id", message("Choose who took the call.")),
    ):
        if not getattr(call, name):
            yield Problem(name, sentence)
    yield from too_long(call, _TEXTS)


def _in_time(call: HotlineCall, now: datetime) -> Iterator[Problem]:
    day = today_in_vietnam(call.called_at)
    if call.called_at > now + _CLOCKS_DIFFER:
        yield Problem("called_at", message("{day} lies in the future.", day=written(day)))
    elif day.year < EARLIEST:
        yield Problem("called_at", message("The year {year} cannot be meant. Check it.", year=day.year))
    if call.minutes is not None and not 0 < call.minutes <= LONGEST_MINUTES:
        yield Problem("minutes", message("{n} minutes cannot be meant. Check it.", n=call.minutes))


def _in_caller(call: HotlineCall) -> Iterator[Problem]:
    if call.anonymous and call.caller_name.strip():
        yield Problem("caller_name", message("The call is anonymous: leave the name out, or take the tick away."))
    if call.caller_phone.strip():
        said = read_phone(call.caller_phone).problem
        if said is not None:
            yield warning("caller_phone", said)


def _in_calling_back(call: HotlineCall, now: datetime) -> Iterator[Problem]:
    called, again, back = today_in_vietnam(call.called_at), call.call_back_on, call.called_back_on
    if again is None and call.outcome == CALL_BACK:
        yield Problem("call_back_on", message("Write on which day to call back."))
    if again is not None and again < called:
        yield Problem("call_back_on", message("{day} lies before the call.", day=written(again)))
    if again is not None and back is None and not call.caller_phone.strip():
        yield warning("caller_phone", message("Without a telephone number nobody can be called back."))
    if back is not None and back < called:
        yield Problem("called_back_on", message("{day} lies before the call.", day=written(back)))
    elif back is not None and back > today_in_vietnam(now):
        yield Problem("called_back_on", message("{day} lies in the future.", day=written(back)))


def _unusual(call: HotlineCall) -> Iterator[Problem]:
    if asks_for_safety(call.danger) and not call.safety_plan.strip():
        yield warning("safety_plan", message("The danger is high: write what was agreed for safety."))
    if call.danger is DangerLevel.URGENT and call.outcome in ("advised", CALL_BACK):
        yield warning("outcome", message("The danger is urgent, and nobody was sent. Is that so?"))
