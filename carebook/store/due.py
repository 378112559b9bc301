"""The due board: what the clocks of stays and the forms of cases ask for, without what was put off."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import chain

from carebook.records.case_facts import CaseFacts
from carebook.records.codes import Code, HolidayRow
from carebook.records.due import Snooze
from carebook.records.stay_facts import StayFacts
from carebook.rules import casework, clocks, daily_due, path_due, permissions, progress, therapy_due
from carebook.rules.casework import AHEAD, PutOff
from carebook.rules.due import DueItem, by_lateness
from carebook.store import code_lists, stays
from carebook.store.book import Reader
from carebook.store.casework import case_facts, occurrences, scale_results
from carebook.store.daily_due import daily_due as daily_facts
from carebook.store.path_due import calls_due, contracts_due
from carebook.store.path_due import path_due as path_facts
from carebook.store.progress import case_lines
from carebook.store.report_due import reports_due
from carebook.store.therapy_due import group_sessions_due
from carebook.store.therapy_due import therapy_due as therapy_facts


@dataclass(frozen=True)
class DueBoard:
    """What is due, and what was put off, each sorted by how late; the reasons of the latter that the reader may see.

    ``own_days`` are the center's own days, by which working days are counted.
    """

    items: tuple[DueItem, ...]
    put_off: tuple[DueItem, ...]
    reasons: Mapping[DueItem, str]
    own_days: tuple[HolidayRow, ...]


def due_board(
    reader: Reader,
    today: date,
    *,
    complete_from: date | None = None,
    person_id: str = "",
    facts: Sequence[StayFacts] | None = None,
    now: datetime | None = None,
) -> DueBoard:
    """The whole board, or what is due of one person; ``facts`` are those of the stays where they were asked for already.

    ``complete_from`` is the day the book began; without ``now`` nothing is asked for by the hour.
    Who may not see case management gets the clocks of the stays only.
    """
    own = tuple(code_lists.holidays(reader))
    limits = code_lists.limits(reader)
    if facts is None:
        facts = stays.stay_facts(reader, ended_since=today, people=[person_id] if person_id else None)
    mine = [fact for fact in facts if person_id in ("", fact.person_id)]
    asked = [clocks.due(mine, today=today, limits=limits, own=own, complete_from=complete_from)]
    parts: dict[str, tuple[Callable[[], list[DueItem]], ...]] = {
        "casework": (lambda: _of_cases(reader, today, complete_from, person_id, own),),
        "rehabilitation": (lambda: _of_therapy(reader, today, person_id, own),),
        "reintegration": (lambda: _of_paths(reader, today, person_id, own),),
    }
    if not person_id:
        parts["casework"] += (lambda: _of_progress(reader, today, complete_from),)
        parts["rehabilitation"] += (lambda: _of_groups(reader, today, own),)
        parts["reintegration"] += (lambda: _of_calls_and_contracts(reader, today),)
        parts["periods"] = (lambda: reports_due(reader, today),)
    for question, ways in parts.items():
        if reader.actor is None or permissions.may_ask(reader.actor, question, today):
            for number, ask in enumerate(ways):
                key = ("due", question, number, today, complete_from)
                asked.append(ask() if person_id else reader.remembered(key, ask))
    waiting = daily_facts(reader, today, complete_from=complete_from, person_id=person_id, now=now)
    asked.append(daily_due.due(waiting, today=today, limits=limits))
    everything = by_lateness(chain.from_iterable(asked))
    shown, hidden = casework.apart(everything, _put_off(reader), today)
    return DueBoard(tuple(shown), tuple(hidden), _reasons(reader, [*shown, *hidden]), own)


def _of_cases(
    reader: Reader, today: date, complete_from: date | None, person_id: str, own: Sequence[HolidayRow]
) -> list[DueItem]:
    cases = reader.remembered(("cases", today, person_id), lambda: case_facts(reader, today, person_id=person_id))
    return case_items(reader, cases, today, complete_from=complete_from, own=own)


def _of_progress(reader: Reader, today: date, complete_from: date | None) -> list[DueItem]:
    lines = case_lines(reader, today, complete_from=complete_from)
    reports = progress.due(lines, today=today, limits=code_lists.limits(reader))
    return [replace(item, page="progress", about=(("worker_id", item.owner or ""),)) for item in reports]


def _of_therapy(reader: Reader, today: date, person_id: str, own: Sequence[HolidayRow]) -> list[DueItem]:
    limits, codes = (
        code_lists.limits(reader),
        reader.records(Code, "list_name IN ('rehabilitation_tier', 'assistive_device')"),
    )
    therapy = therapy_facts(reader, today, limits, codes, person_id=person_id)
    return therapy_due.due(therapy, today=today, limits=limits, own=own)


def _of_groups(reader: Reader, today: date, own: Sequence[HolidayRow]) -> list[DueItem]:
    groups = group_sessions_due(reader, today)
    return therapy_due.of_groups(groups, today=today, limits=code_lists.limits(reader), own=own)


def _of_paths(reader: Reader, today: date, person_id: str, own: Sequence[HolidayRow]) -> list[DueItem]:
    ways = path_facts(reader, today, person_id=person_id, visits_until=today + AHEAD)
    return path_due.due(ways, today=today, limits=code_lists.limits(reader), own=own)


def _of_calls_and_contracts(reader: Reader, today: date) -> list[DueItem]:
    contracts = path_due.of_contracts(contracts_due(reader, today), today=today, limits=code_lists.limits(reader))
    return [*path_due.of_calls(calls_due(reader), today=today), *contracts]


def case_items(
    reader: Reader,
    cases: Sequence[CaseFacts],
    today: date,
    *,
    complete_from: date | None = None,
    own: Sequence[HolidayRow] = (),
    ahead: timedelta | None = AHEAD,
) -> list[DueItem]:
    """What these cases ask for, put off or not, sorted by how late; ``ahead`` None: however far away."""
    reader.asks("casework")
    return casework.due(
        cases,
        today=today,
        limits=code_lists.limits(reader),
        own=own,
        consequences=casework.consequences_on(reader.records(Code, "list_name = 'consequence'"), today),
        results=reader.remembered(("scales", tuple(cases)), lambda: scale_results(reader, cases)),
        occurrences=occurrences(reader, cases, today),
        complete_from=complete_from,
        ahead=ahead,
    )


def snooze_of(reader: Reader, item: DueItem) -> Snooze | None:
    """How the thing is put off now; None when it is not, or may not be seen."""
    found = reader.records(
        Snooze,
        "episode_id = ? AND kind = ? AND due_on IS ?",
        (item.episode_id, item.key, item.due_on.isoformat() if item.due_on else None),
    )
    return found[-1] if found else None


def _put_off(reader: Reader) -> list[PutOff]:
    """All that was put off, as everybody counts it."""
    return [
        PutOff(
            row["kind"],
            row["episode_id"],
            date.fromisoformat(row["due_on"]) if row["due_on"] else None,
            date.fromisoformat(row["until_on"]),
        )
        for row in reader.rows(
            "SELECT kind, episode_id, due_on, until_on FROM counted_snooze WHERE withdrawn_at IS NULL ORDER BY id"
        )
    ]


def _reasons(reader: Reader, items: Sequence[DueItem]) -> dict[DueItem, str]:
    told = {item: snooze_of(reader, item) for item in items if item.put_off_to is not None}
    return {item: snooze.reason for item, snooze in told.items() if snooze is not None}
