"""Letters, invitations and other papers that leave the office: what is lacking, and a number given twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from carebook.dates import local, written
from carebook.records.office import OutgoingPaper
from carebook.rules.problem import Problem, warning
from carebook.words import message

INVITATION = "invitation"


def plain_number(typed: str) -> str:
    """A number as it is compared: " 05 " and "5" are one; what follows a slash is the symbol of the kind."""
    number = typed.partition("/")[0].strip()
    return number.lstrip("0") or number


def same_number(paper: OutgoingPaper, others: Iterable[OutgoingPaper]) -> OutgoingPaper | None:
    """Another paper of that kind with that number in the year of its date; numbers begin anew each year."""
    number = plain_number(paper.number)
    if not number or paper.dated_on is None:
        return None
    year = paper.dated_on.year
    return next(
        (
            other
            for other in others
            if other.id != paper.id
            and other.kind == paper.kind
            and other.dated_on is not None
            and other.dated_on.year == year
            and plain_number(other.number) == number
        ),
        None,
    )


def problems_in(paper: OutgoingPaper, others: Iterable[OutgoingPaper], *, now: datetime) -> list[Problem]:
    """What stands against keeping a paper, and as warnings what is unusual; ``others`` are the papers of that year."""
    found = []
    if not paper.subject.strip():
        found.append(Problem("subject", message("Say what the paper is about.")))
    if paper.number.strip() and paper.dated_on is None:
        found.append(Problem("dated_on", message("A numbered paper has a date.")))
    if paper.kind == INVITATION:
        if paper.meeting_at is None:
            found.append(Problem("meeting_at", message("An invitation says when.")))
        if not paper.place.strip():
            found.append(Problem("place", message("An invitation says where.")))
        if paper.meeting_at is not None and paper.dated_on and local(paper.meeting_at).date() < paper.dated_on:
            found.append(Problem("meeting_at", message("The meeting lies before the date of the invitation.")))
    if (twin := same_number(paper, others)) is not None:
        said = message(
            "Number {number} of {year} stands on another paper already: “{subject}”, {day}.",
            number=paper.number.strip(),
            year=_year(paper.dated_on),
            subject=twin.subject,
            day=written(twin.dated_on) if twin.dated_on else "–",
        )
        found.append(warning("number", said))
    if paper.dated_on is not None and paper.dated_on > local(now).date():
        found.append(warning("dated_on", message("The date lies in the future.")))
    return found


def _year(day: date | None) -> str:
    return str(day.year) if day is not None else ""
