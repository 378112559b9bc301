"""Questions about progress reports: the cases of a worker in a period, each with its line; which lines still lack."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from carebook.records.progress import ProgressLine
from carebook.rules.progress import CaseLine, ReportPeriod, drafted_line, last_finished
from carebook.store.book import Reader
from carebook.store.progress.facts import HELD, facts_of, held


@dataclass(frozen=True)
class CaseProgress:
    """One case in a progress report.

    ``drafted`` is the proposed line, "" for a restricted person whom the asker may not see (``masked``: the name is an alias).
    ``line`` is what was accepted, None when it was not, or may not be seen; ``accepted`` is true either way.
    """

    episode_id: str
    person_id: str
    name: str
    code: str
    room: str
    start_on: date
    end_on: date | None
    masked: bool
    accepted: bool
    drafted: str
    line: ProgressLine | None
    began: bool
    ended: bool

    @property
    def id(self) -> str:
        return self.episode_id

    @property
    def text(self) -> str:
        """The words of the line: what was accepted, else what is proposed."""
        return self.line.text if self.line else self.drafted


def lines_of_period(reader: Reader, period: ReportPeriod, worker_id: str) -> list[CaseProgress]:
    """The cases of a worker ("": cases of nobody) that touch the period, in the order of names, each with its line."""
    reader.asks("casework")
    values = {"first": period.first.isoformat(), "last": period.last.isoformat(), "worker": worker_id}
    cases = reader.rows(
        f"""SELECT e.id, e.person_id, e.start_on, e.end_on, p.full_name, p.code, p.masked,
            CASE WHEN w.hidden = 1 AND p.masked THEN '' ELSE coalesce(r.name, '') END AS room,
            EXISTS (SELECT 1 FROM counted_progress_line l WHERE l.episode_id = e.id AND l.period = :period
                AND l.withdrawn_at IS NULL) AS accepted
        FROM episode e
        JOIN listed_person p ON p.id = e.person_id
        JOIN search_key k ON k.person_id = p.id
        LEFT JOIN bed_assignment b ON b.id = (SELECT y.id FROM bed_assignment y WHERE y.episode_id = e.id
            AND y.withdrawn_at IS NULL AND y.from_on <= :last ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
        LEFT JOIN room r ON r.id = b.room_id LEFT JOIN ward w ON w.id = r.ward_id
        WHERE e.id IN ({HELD}) AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
        ORDER BY k.sort_key, e.start_on, e.id""",
        {**values, "period": period.code},
    )
    accepted = held(reader, ProgressLine, "period = :period", {**values, "period": period.code})
    lines = {line.episode_id: line for line in accepted}
    facts = facts_of(reader, period, values)
    found = []
    for case in cases:
        start_on = date.fromisoformat(case["start_on"])
        end_on = date.fromisoformat(case["end_on"]) if case["end_on"] else None
        began, ended = period.holds(start_on), period.holds(end_on)
        own = replace(facts[case["id"]], began_on=start_on if began else None, ended_on=end_on if ended else None)
        found.append(
            CaseProgress(
                episode_id=case["id"],
                person_id=case["person_id"],
                name=case["full_name"],
                code=case["code"],
                room=case["room"],
                start_on=start_on,
                end_on=end_on,
                masked=bool(case["masked"]),
                accepted=bool(case["accepted"]),
                drafted="" if case["masked"] else drafted_line(own),
                line=lines.get(case["id"]),
                began=began,
                ended=ended,
            )
        )
    return found


def workers_of_period(reader: Reader, period: ReportPeriod) -> list[tuple[str, str, int]]:
    """Who manages cases that touch the period: (staff member's id, name, number of cases); ("", "", n) for nobody's."""
    reader.asks("casework")
    rows = reader.rows(
        """SELECT coalesce(e.case_manager_id, '') AS worker, coalesce(s.full_name, '') AS name, count(*) AS cases
        FROM episode e JOIN person p ON p.id = e.person_id LEFT JOIN staff_member s ON s.id = e.case_manager_id
        WHERE e.withdrawn_at IS NULL AND e.start_on <= ? AND (e.end_on IS NULL OR e.end_on >= ?)
            AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
        GROUP BY 1, 2""",
        (period.last.isoformat(), period.first.isoformat()),
    )
    return [(row["worker"], row["name"], row["cases"]) for row in rows]


def case_lines(reader: Reader, today: date, *, complete_from: date | None = None) -> list[CaseLine]:
    """Every managed case of the newest finished month with whether its line is accepted, for `rules.progress.due`.

    Nothing when the book did not keep that month yet (``complete_from`` lies after it).
    """
    reader.asks("casework")
    period = last_finished("month", today)
    if complete_from is not None and complete_from > period.last:
        return []
    rows = reader.rows(
        """SELECT e.person_id, e.id, e.case_manager_id, EXISTS (SELECT 1 FROM counted_progress_line l
            WHERE l.episode_id = e.id AND l.period = :period AND l.withdrawn_at IS NULL) AS accepted
        FROM episode e JOIN person p ON p.id = e.person_id
        WHERE e.withdrawn_at IS NULL AND e.case_manager_id IS NOT NULL AND e.start_on <= :last
            AND (e.end_on IS NULL OR e.end_on >= :first) AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
        ORDER BY e.id""",
        {"period": period.code, "first": period.first.isoformat(), "last": period.last.isoformat()},
    )
    return [CaseLine(r["person_id"], r["id"], r["case_manager_id"], period.code, bool(r["accepted"])) for r in rows]
