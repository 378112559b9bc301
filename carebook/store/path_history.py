"""What ways home and services left behind in a period, counted in the book: everybody counts, nobody is named."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, timedelta

from carebook.dates import local
from carebook.records.figures import Period
from carebook.records.path_history import (
    Activity,
    Call,
    Path,
    ProtectionUse,
    ReferralUse,
    Relief,
    ServiceHistory,
    ServiceUse,
    StageSpan,
    Visit,
)
from carebook.store.book import Reader
from carebook.store.rows import moment_from

_YEARS_BACK = timedelta(days=3 * 366)
_MARK_BACK = timedelta(days=13 * 31)
"""Before the period: longer than from the handover to the last mark at which somebody's stay at home is judged."""


def paths_of_period(reader: Reader, period: Period) -> list[Path]:
    """The paths that figures of a period may count: open or ended in it, handed over so lately that a mark of the follow-up may
    fall in it, with a visit due in it within three years of the handover, or followed by another stay that began in it; each
    with the stages and visits the figures look at (see `Path`).
    """
    reader.asks("figures")
    first, cutoff, marked = (day.isoformat() for day in (period.first, period.cutoff, period.first - _MARK_BACK))
    rows = reader.rows(
        """SELECT r.id, e.person_id, r.episode_id, r.path, r.destination, r.started_on, r.handed_over_on, r.ended_on,
        r.outcome, n.start_on, r.return_cause
        FROM counted_reintegration r JOIN episode e ON e.id = r.episode_id AND e.withdrawn_at IS NULL
        LEFT JOIN episode n ON n.id = r.next_episode_id
        WHERE r.withdrawn_at IS NULL
        AND (r.ended_on IS NULL OR r.ended_on >= :first OR r.handed_over_on >= :marked OR n.start_on >= :first
            OR (r.handed_over_on >= :since AND EXISTS (SELECT 1 FROM counted_follow_up v WHERE v.reintegration_id = r.id
                AND v.withdrawn_at IS NULL AND v.due_on BETWEEN :first AND :cutoff)))
        AND r.started_on <= :cutoff ORDER BY r.started_on, r.id""",
        {
            "first": first,
            "cutoff": cutoff,
            "marked": marked,
            "since": (period.first - _YEARS_BACK).isoformat(),
        },
    )
    mine = json.dumps([r["id"] for r in rows])
    stages: dict[str, list[StageSpan]] = defaultdict(list)
    for path_id, stage, from_on, to_on in reader.rows(
        """SELECT reintegration_id, stage, from_on, to_on FROM counted_stage_entry
        WHERE withdrawn_at IS NULL AND (to_on IS NULL OR to_on >= ?)
        AND reintegration_id IN (SELECT value FROM json_each(?)) ORDER BY from_on, id""",
        (first, mine),
    ):
        stages[path_id].append(StageSpan(stage, date.fromisoformat(from_on), _day(to_on)))
    visits: dict[str, list[Visit]] = defaultdict(list)
    for path_id, due_on, owner, state, done_on, risk in reader.rows(
        """SELECT reintegration_id, due_on, owner, state, done_on, risk FROM counted_follow_up
        WHERE withdrawn_at IS NULL AND (due_on BETWEEN ? AND ? OR done_on >= ?)
        AND reintegration_id IN (SELECT value FROM json_each(?)) ORDER BY due_on, id""",
        (first, cutoff, marked, mine),
    ):
        visits[path_id].append(Visit(date.fromisoformat(due_on), owner, state, _day(done_on), risk or ""))
    found = []
    for path_id, person_id, episode_id, path, destination, started, handed_over, ended, outcome, back, cause in rows:
        found.append(
            Path(
                path_id,
                person_id,
                episode_id,
                path,
                destination or "",
                _day(started),
                _day(handed_over),
                _day(ended),
                outcome or "",
                _day(back),
                cause or "",
                tuple(stages[path_id]),
                tuple(visits[path_id]),
            )
        )
    return found


def service_history(reader: Reader, period: Period) -> ServiceHistory:
    """The services, calls, referrals, work in communities, relief and protection of a period up to its cut-off."""
    reader.asks("figures")
    days = (period.first.isoformat(), period.cutoff.isoformat())
    return ServiceHistory(
        services=tuple(
            ServiceUse(r["episode_id"], r["service"], r["times"])
            for r in reader.rows(
                """SELECT episode_id, service, count(*) AS times FROM counted_service_record
                WHERE withdrawn_at IS NULL AND given_on BETWEEN ? AND ? GROUP BY episode_id, service ORDER BY service, episode_id""",
                days,
            )
        ),
        calls=tuple(_calls(reader, period)),
        referrals=tuple(_referrals(reader, period, days)),
        activities=tuple(
            Activity(
                *(r["title"], date.fromisoformat(r["held_on"]), r["turns"], r["people"], r["female"]),
                kind=r["kind"],
                copies=r["copies"] or 0,
            )
            for r in reader.rows(
                """SELECT title, held_on, turns, people, female, kind, copies FROM community_activity
                WHERE withdrawn_at IS NULL AND held_on BETWEEN ? AND ? ORDER BY held_on, id""",
                days,
            )
        ),
        relief=tuple(
            Relief(r["name"], r["people"], r["amount"])
            for r in reader.rows(
                """SELECT c.name, count(*) AS people, coalesce(sum(i.amount), 0) AS amount FROM counted_relief_item i
                JOIN relief_campaign c ON c.id = i.campaign_id
                WHERE i.withdrawn_at IS NULL AND i.received_on BETWEEN ? AND ? GROUP BY c.id ORDER BY c.name""",
                days,
            )
        ),
        protection=tuple(
            ProtectionUse(r["episode_id"], date.fromisoformat(r["opened_on"]), tuple(json.loads(r["kinds"])))
            for r in reader.rows(
                """SELECT episode_id, opened_on, kinds FROM counted_protection_case
                WHERE withdrawn_at IS NULL AND opened_on BETWEEN ? AND ? ORDER BY opened_on, id""",
                days,
            )
        ),
        confidential=frozenset(
            r["id"] for r in reader.rows("SELECT id FROM episode WHERE confidential = 1 AND withdrawn_at IS NULL")
        ),
    )


def _calls(reader: Reader, period: Period) -> list[Call]:
    """The moments are kept in UTC: a call belongs to its day in Vietnam."""
    around = ((period.first - timedelta(days=1)).isoformat(), (period.cutoff + timedelta(days=2)).isoformat())
    found = []
    for r in reader.rows(
        """SELECT called_at, need, danger, violence_kinds FROM counted_hotline_call
        WHERE withdrawn_at IS NULL AND called_at BETWEEN ? AND ? ORDER BY called_at, id""",
        around,
    ):
        called_on = local(moment_from(r["called_at"])).date()
        if period.holds(called_on):
            found.append(Call(called_on, r["need"], r["danger"], tuple(json.loads(r["violence_kinds"]))))
    return found


def _referrals(reader: Reader, period: Period, days: tuple[str, str]) -> list[ReferralUse]:
    return [
        ReferralUse(
            r["episode_id"],
            bool(r["incoming"]),
            period.holds(_day(r["begun_on"])),
            period.holds(_day(r["served_on"])),
            r["partner"],
        )
        for r in reader.rows(
            """SELECT r.episode_id, r.incoming, CASE r.incoming WHEN 1 THEN r.proposed_on ELSE r.sent_on END AS begun_on,
            r.served_on, p.name AS partner FROM counted_referral r JOIN partner p ON p.id = r.partner_id
            WHERE r.withdrawn_at IS NULL AND (begun_on BETWEEN ?1 AND ?2 OR r.served_on BETWEEN ?1 AND ?2)
            ORDER BY begun_on, r.id""",
            days,
        )
    ]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
