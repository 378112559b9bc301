"""When a follow-up may end: the criteria in words, each with the way to what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

from carebook.dates import written
from carebook.records.codes import Code
from carebook.records.follow_ups import (
    VISIT_OWNER_WORDS,
    FollowUp,
    FollowUpEnd,
    FollowUpEndKind,
    RiskColour,
    VisitOwner,
)
from carebook.records.reintegration import Outcome
from carebook.rules.dated import code_on
from carebook.rules.follow_ups.schedule import TEMPLATES, name_of, step_on
from carebook.rules.follow_ups.visits import is_awaited, is_made
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem
from carebook.rules.reintegration.lacks import Lack
from carebook.words import N_, Message, message

PAGE = "follow_ups"
"""Where what is lacking is put right; ``about`` names the visit, "" the paper of the end itself."""
OUTCOMES: Mapping[FollowUpEndKind, tuple[Outcome, ...]] = {
    FollowUpEndKind.CRITERIA_MET: (Outcome.STABLE, Outcome.STABLE_WITH_SUPPORT, Outcome.MOVED),
    FollowUpEndKind.NOT_NEEDED: (Outcome.STABLE, Outcome.STABLE_WITH_SUPPORT, Outcome.MOVED),
    FollowUpEndKind.LOST_CONTACT: (Outcome.LOST,),
    FollowUpEndKind.DIED: (Outcome.DIED,),
    FollowUpEndKind.CAME_BACK: (Outcome.RE_ENTERED,),
}
"""What may have become of somebody, by how the follow-up ends."""


LEVELS = {RiskColour.YELLOW: N_("level Yellow"), RiskColour.RED: N_("level Red")}
"""The levels that stand against an end, as a sentence says them."""


@dataclass(frozen=True)
class EndFacts:
    """What the criteria look at: the paper that ends the follow-up, the day of the handover, all visits and how often each was
    tried in vain since somebody was last seen (or its owner reminded), by the visit's id; ``least_on`` is the first day on which
    the templates let it end.
    """

    end: FollowUpEnd
    handed_on: date | None
    visits: Sequence[FollowUp] = ()
    attempts: Mapping[str, int] = field(default_factory=dict)
    least_on: date | None = None
    attempts_needed: int = 3
    stable_visits: int = 1


def least_on(templates: Iterable[str], codes: Iterable[Code], handed_on: date) -> date | None:
    """The first day on which a follow-up under these templates may end; None when they ask for no time."""
    known = list(codes)
    rows = (code_on(known, TEMPLATES, template, handed_on) for template in templates)
    return max(
        (step_on(handed_on, str(row.extra["least"])) for row in rows if row and row.extra.get("least")), default=None
    )


def problems_in_end(end: FollowUpEnd, *, handed_on: date | None, today: date) -> list[Problem]:
    """Errors of the paper that ends a follow-up, whether it is finished or not."""
    found = too_long(end, ("reason", "summary"))
    if end.ended_on is not None and end.ended_on > today:
        found.append(Problem("ended_on", message("{day} lies in the future.", day=written(end.ended_on))))
    elif end.ended_on is not None and handed_on is not None and end.ended_on < handed_on:
        said = message(
            "{day} lies before the handover ({handed}).", day=written(end.ended_on), handed=written(handed_on)
        )
        found.append(Problem("ended_on", said))
    if end.kind is FollowUpEndKind.CAME_BACK:
        found.append(Problem("kind", message("Who comes back is admitted anew; that ends the follow-up by itself.")))
    elif end.outcome is not None and end.outcome not in OUTCOMES[end.kind]:
        found.append(Problem("outcome", message("This outcome does not go with how the follow-up ends.")))
    return found


def lacks_before_end(facts: EndFacts) -> tuple[Lack, ...]:
    """What is missing before a follow-up may end, in the order in which it is put right; () when nothing is.

    Died: nothing but the paper itself. Lost contact: enough attempts for a visit that is due, and nothing was heard since. Not
    needed: the newest visit found no risk. Criteria met: the shortest time is over, no visit of ours is open in the past, the
    newest are green, and every report that another owed came or was asked for by letter (TT 02/2020 Điều 10).
    """
    found = list(_of_the_paper(facts.end))
    match facts.end.kind:
        case FollowUpEndKind.LOST_CONTACT:
            found += _of_attempts(facts)
        case FollowUpEndKind.NOT_NEEDED:
            found += _of_risk(facts, least=0)
        case FollowUpEndKind.CRITERIA_MET:
            found += [
                *_of_time(facts),
                *_of_visits(facts),
                *_of_risk(facts, least=facts.stable_visits),
                *_of_reports(facts),
            ]
        case FollowUpEndKind.DIED | FollowUpEndKind.CAME_BACK:
            pass
    return tuple(found)


def _of_the_paper(end: FollowUpEnd) -> Iterator[Lack]:
    if end.ended_on is None:
        yield _lack(message("there is no day of the end"))
    if end.outcome is None:
        yield _lack(message("there is no outcome"))
    if not end.reason.strip():
        yield _lack(message("there is no reason for the end"))


def _of_time(facts: EndFacts) -> Iterator[Lack]:
    ended_on = facts.end.ended_on
    if facts.least_on is not None and ended_on is not None and ended_on < facts.least_on:
        yield _lack(message("it may end from {day} on", day=written(facts.least_on)))


def _of_visits(facts: EndFacts) -> Iterator[Lack]:
    for visit in _open_in_the_past(facts, VisitOwner.CENTER):
        name, day = name_of(visit, facts.handed_on), written(visit.due_on)
        by_day = message("{visit} has not been made", visit=name)
        yield _lack(
            by_day if "day" in name.values else message("{visit} (due {day}) has not been made", visit=name, day=day),
            visit,
        )


def _of_reports(facts: EndFacts) -> Iterator[Lack]:
    for owner in (VisitOwner.COMMUNE, VisitOwner.DEPARTMENT):
        for visit in _open_in_the_past(facts, owner):
            if facts.attempts.get(visit.id, 0) == 0:
                said = message(
                    "the report about {visit} (due {day}, {owner}) has not come and nobody was reminded",
                    visit=name_of(visit, facts.handed_on),
                    day=written(visit.due_on),
                    owner=message(VISIT_OWNER_WORDS[owner]),
                )
                yield _lack(said, visit)


def _of_risk(facts: EndFacts, *, least: int) -> Iterator[Lack]:
    newest = made_last_first(facts.visits)[: max(1, least)]
    for place, visit in enumerate(newest):
        if visit.risk in LEVELS:
            level = message(LEVELS[visit.risk])
            pattern = message("the newest visit found {level}", level=level)
            earlier = message(
                "the visit of {day} found {level}", day=written(visit.done_on or visit.due_on), level=level
            )
            yield _lack(pattern if place == 0 else earlier, visit)
    if len(newest) < least:
        yield _lack(message("there are {n} visits only, {least} are needed", n=len(newest), least=least))


def _of_attempts(facts: EndFacts) -> Iterator[Lack]:
    tried = max((facts.attempts.get(one.id, 0) for one in _open_in_the_past(facts, VisitOwner.CENTER)), default=0)
    if tried < facts.attempts_needed:
        said = message("tried {n} times in vain, {least} are needed", n=tried, least=facts.attempts_needed)
        visit = next(iter(_open_in_the_past(facts, VisitOwner.CENTER)), None)
        yield _lack(said, visit)


def _open_in_the_past(facts: EndFacts, owner: VisitOwner) -> list[FollowUp]:
    until = facts.end.ended_on or date.max
    return [one for one in facts.visits if one.owner is owner and is_awaited(one) and one.due_on <= until]


def made_last_first(visits: Iterable[FollowUp]) -> list[FollowUp]:
    """The visits that were made and the reports that came, the newest first."""
    made = [one for one in visits if is_made(one)]
    return sorted(made, key=lambda one: (one.done_on or one.due_on, one.id), reverse=True)


def _lack(said: Message, visit: FollowUp | None = None) -> Lack:
    return Lack(said, PAGE, visit.id if visit is not None else "")


def refusal(lacks: Sequence[Lack]) -> Message:
    """The sentence with which ending is refused: "Chưa kết thúc theo dõi: lần 6 tháng (hạn 20/11/2026) chưa thực hiện, …"."""
    listed = reduce(
        lambda first, rest: message("{first}, {rest}", first=first, rest=rest), (one.message for one in lacks)
    )
    return message("The follow-up cannot be ended yet: {things}.", things=listed)
