"""What the minutes of a meeting must say, and how what it decided becomes the draft of a goal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from carebook.dates import written
from carebook.records.care_plans import Goal, GoalLife
from carebook.records.conferences import Conference, ConferenceDecision, ConferenceFinding
from carebook.rules.problem import Problem, warning
from carebook.words import message

LONGEST = 10_000
EARLIEST = 1900
FARTHEST = 50  # so many years ahead were mistyped


def problems_in(
    conference: Conference,
    findings: Sequence[ConferenceFinding],
    decisions: Sequence[ConferenceDecision],
    *,
    since: date,
    today: date,
) -> list[Problem]:
    """Errors and warnings of a meeting about a stay that began on ``since``.

    Fields of the meeting bear their own names, a row's "findings.0.finding", "decisions.0.text" (its place, its field).
    """
    found = list(_in_meeting(conference, since, today))
    domains = [finding.domain for finding in findings]
    for place, finding in enumerate(findings):
        if finding.domain in domains[:place]:
            found.append(
                Problem(f"findings.{place}.finding", message("This domain is written twice; keep one of the two."))
            )
        found += [replace(p, field=f"findings.{place}.{p.field}") for p in _too_long("finding", finding.finding)]
    for place, decision in enumerate(decisions):
        found += [
            replace(p, field=f"decisions.{place}.{p.field}") for p in _in_decision(decision, conference.held_on, today)
        ]
    return found


def _in_meeting(conference: Conference, since: date, today: date) -> Iterator[Problem]:
    held = conference.held_on
    if held is None:
        yield Problem("held_on", message("Write on which day the meeting was held."))
    elif held > today:
        yield Problem("held_on", message("The day of the meeting ({day}) lies in the future.", day=written(held)))
    elif held.year < EARLIEST:
        yield Problem("held_on", message("The year {year} cannot be meant. Check it.", year=held.year))
    elif held < since:
        yield warning(
            "held_on",
            message(
                "The meeting ({day}) was held before the stay began ({start}).", day=written(held), start=written(since)
            ),
        )
    if not conference.subject.strip():
        yield Problem("subject", message("Write what the meeting was about."))
    if not conference.present.strip():
        yield warning("present", message("Nobody is written down as present."))
    for name in ("subject", "present", "client_opinion", "family_opinion", "conclusion"):
        yield from _too_long(name, getattr(conference, name))


def _in_decision(decision: ConferenceDecision, held: date | None, today: date) -> Iterator[Problem]:
    if not decision.text.strip():
        yield Problem("text", message("Write what was decided, or take the line away."))
    yield from _too_long("text", decision.text)
    due = decision.due_on
    if due is None:
        return
    if held is not None and due < held:
        yield Problem(
            "due_on", message("Due on {day}, before the meeting ({held}).", day=written(due), held=written(held))
        )
    elif due.year > today.year + FARTHEST:
        yield Problem("due_on", message("The year {year} cannot be meant. Check it.", year=due.year))


def _too_long(name: str, text: str) -> Iterator[Problem]:
    if len(text) > LONGEST:
        yield Problem(name, message("The text is longer than 10,000 letters; was something else pasted?"))


def goal_of(decision: ConferenceDecision, thread: str, position: int) -> Goal:
    """The draft of a goal that a decision asks for: proposed, in its domain, to be reached by its day."""
    return Goal(
        episode_id=decision.episode_id,
        plan_id="",
        thread=thread,
        position=position,
        domain=decision.domain,
        text=decision.text.strip(),
        due_on=decision.due_on,
        life=GoalLife.PROPOSED,
    )
