"""Work in communities: what must be written about an activity, and that its turns, people and guests agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from carebook.dates import written
from carebook.records.services import ActivityGuest, CommunityActivity
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem
from carebook.words import message

EARLIEST = 1990
MOST = 1_000_000  # more people at one activity, or copies, were mistyped
_TEXTS = ("title", "place", "topic", "materials", "partners", "result")
_COUNTS = ("turns", "people", "female", "children", "copies")


def problems_in_activity(
    activity: CommunityActivity, guests: Sequence[ActivityGuest] = (), *, today: date
) -> list[Problem]:
    """Errors of an activity with the clients who were there, beside their fields.

    A lượt is one time somebody was served, a người is one person: there are never more people than turns, and the clients
    named are among them.
    """
    return [*_missing(activity), *_in_days(activity, today), *_in_counts(activity), *_in_guests(activity, guests)]


def _missing(activity: CommunityActivity) -> Iterator[Problem]:
    if not activity.title.strip():
        yield Problem("title", message("Write what the activity was."))
    if not activity.kind:
        yield Problem("kind", message("Choose the kind of activity."))
    if not activity.service:
        yield Problem("service", message("Choose the service."))
    yield from too_long(activity, _TEXTS)


def _in_days(activity: CommunityActivity, today: date) -> Iterator[Problem]:
    first, last = activity.held_on, activity.to_on
    if first is None:
        yield Problem("held_on", message("Write on which day the activity was held."))
    elif first.year < EARLIEST:
        yield Problem("held_on", message("The year {year} cannot be meant. Check it.", year=first.year))
    elif first > today:
        yield Problem("held_on", message("{day} lies in the future.", day=written(first)))
    if last is not None and first is not None and last < first:
        yield Problem(
            "to_on", message("{day} lies before the first day ({first}).", day=written(last), first=written(first))
        )
    elif last is not None and last > today:
        yield Problem("to_on", message("{day} lies in the future.", day=written(last)))


def _in_counts(activity: CommunityActivity) -> Iterator[Problem]:
    wrong = False
    for name in _COUNTS:
        count = getattr(activity, name)
        if count is not None and not 0 <= count <= MOST:
            wrong = True
            yield Problem(name, message("{n} cannot be meant. Check it.", n=count))
    if wrong:
        return
    if activity.people > activity.turns:
        yield Problem(
            "people",
            message("{people} people and only {turns} turns: everybody counts one turn at least.", **_both(activity)),
        )
    for name in ("female", "children"):
        if (count := getattr(activity, name)) > activity.people:
            yield Problem(name, message("{n} of {people} people cannot be.", n=count, people=activity.people))


def _both(activity: CommunityActivity) -> dict[str, int]:
    return {"people": activity.people, "turns": activity.turns}


def _in_guests(activity: CommunityActivity, guests: Sequence[ActivityGuest]) -> Iterator[Problem]:
    if not guests:
        return
    if len({one.episode_id for one in guests}) < len(guests):
        yield Problem("guests", message("Somebody stands twice on the list of clients."))
    if any(not 0 < one.turns <= MOST for one in guests):
        yield Problem("guests", message("Everybody on the list has one turn at least."))
    elif len(guests) > activity.people:
        yield Problem("people", message("{n} clients are named, more than there were people.", n=len(guests)))
    elif (turns := sum(one.turns for one in guests)) > activity.turns:
        yield Problem("turns", message("The clients named make {n} turns alone.", n=turns))
