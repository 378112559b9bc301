"""What happened in daily care to all cases that asks to look at them anew: incidents, losses of weight, refused doses."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import chain

from carebook.dates import VIETNAM, today_in_vietnam
from carebook.records.case_facts import CaseFacts, Occurrence
from carebook.records.codes import Code
from carebook.rules.casework import occurrences as rules
from carebook.rules.dated import codes_on
from carebook.rules.incidents import consequence_of
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.rows import moment_from, moment_text
from carebook.words import Message

Told = tuple[str, str, date, Message | None]

INCIDENT_DAYS = 366
"""For so long an incident is asked after; what nobody answered in that time is not answered by this either."""
REFUSAL_DAYS = 92
WEIGHT_DAYS = 366
_MANY = 20


def occurrences(reader: Reader, cases: Iterable[CaseFacts], today: date) -> dict[str, tuple[Occurrence, ...]]:
    """What happened to each stay that asks for a new look, in the order of days.

    A restricted incident asks it of who may read it only; of restricted people everybody sees that something is asked.
    """
    stays = tuple(case.episode_id for case in cases)
    rows = reader.records(Code, "list_name = 'consequence'")
    words = {row.code: row.text for row in codes_on(rows, "consequence", today)}
    found: dict[str, list[Occurrence]] = defaultdict(list)
    told = (
        reader.remembered(("occurrences", ask.__name__, stays, today), partial(_all, ask, reader, stays, today))
        for ask in (_incidents, _losses, _refusals)
    )
    for stay, kind, day, figures in chain.from_iterable(told):
        if kind in words:
            found[stay].append(Occurrence(kind, words[kind], day, figures))
    return {stay: tuple(sorted(one, key=lambda event: event.happened_on)) for stay, one in found.items()}


def _all(
    ask: Callable[[Reader, Sequence[str], date], Iterator[Told]], reader: Reader, stays: Sequence[str], today: date
) -> tuple[Told, ...]:
    return tuple(ask(reader, stays, today))


def _among(column: str, stays: Sequence[str]) -> str:
    """Whose rows: of many they are found by their day, where all lie together (a plus sign keeps SQLite from going by stay)."""
    return f"{'+' if len(stays) > _MANY else ''}{column} IN (SELECT value FROM json_each(:stays))"


def _incidents(reader: Reader, stays: Sequence[str], today: date) -> Iterator[Told]:
    kinds = {row.code: consequence_of(row) for row in code_lists.code_history(reader, "incident_kind")}
    rows = reader.rows(
        """SELECT i.episode_id, i.kind, i.happened_at FROM counted_incident i
        WHERE i.happened_at >= :since AND i.withdrawn_at IS NULL AND i.kind IN (SELECT value FROM json_each(:kinds))
            AND i.episode_id IN (SELECT value FROM json_each(:stays))
            AND (i.confidential = 0 OR i.id IN (SELECT f.id FROM found_incident f))
        ORDER BY i.happened_at""",
        {
            "since": moment_text(datetime.combine(today - timedelta(days=INCIDENT_DAYS), time(), VIETNAM)),
            "kinds": json.dumps([kind for kind, consequence in kinds.items() if consequence]),
            "stays": json.dumps(stays),
        },
    )
    for row in rows:
        yield row["episode_id"], kinds[row["kind"]], today_in_vietnam(moment_from(row["happened_at"])), None


def _losses(reader: Reader, stays: Sequence[str], today: date) -> Iterator[Told]:
    weighed: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for row in reader.rows(
        f"""SELECT o.episode_id, o.duty_on, o.value FROM observation o WHERE o.measure = 'weight' AND o.taken_at >= :since
        AND {_among("o.episode_id", stays)} AND o.withdrawn_at IS NULL AND o.value IS NOT NULL""",
        {
            "stays": json.dumps(stays),
            "since": moment_text(datetime.combine(today - timedelta(days=WEIGHT_DAYS), time(), VIETNAM)),
        },
    ):
        weighed[row["episode_id"]].append((date.fromisoformat(row["duty_on"]), row["value"]))
    limits = code_lists.limits(reader) if weighed else []
    for stay, weights in weighed.items():
        for loss in rules.losses_of_weight(weights, limits, today):
            yield stay, rules.WEIGHT_LOSS, loss.now_on, rules.in_figures(loss)


def _refusals(reader: Reader, stays: Sequence[str], today: date) -> Iterator[Told]:
    refused: dict[str, list[date]] = defaultdict(list)
    for row in reader.rows(
        f"""SELECT DISTINCT a.episode_id, a.duty_on, a.round FROM administration a WHERE a.state = 'refused'
        AND a.duty_on >= :since AND {_among("a.episode_id", stays)} AND a.withdrawn_at IS NULL""",
        {"stays": json.dumps(stays), "since": (today - timedelta(days=REFUSAL_DAYS)).isoformat()},
    ):
        refused[row["episode_id"]].append(date.fromisoformat(row["duty_on"]))
    limits = code_lists.limits(reader) if refused else []
    for stay, days in refused.items():
        for day, times, within in rules.refusals_too_many(days, limits, today):
            yield stay, rules.REFUSED_DOSES, day, rules.times_refused(times, within)
