"""Form 06 (TT 02/2020 khoản 3 Điều 8): what stands between a case and its closing, what the form can already say, reopening."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from dateutil.relativedelta import relativedelta

from carebook.dates import written
from carebook.records.assessments import NEED_WORDS, NeedLevel
from carebook.records.care_plans import (
    ACHIEVEMENT_WORDS,
    PROPOSAL_WORDS,
    Achievement,
    Goal,
    GoalLife,
    PlanReview,
)
from carebook.records.closures import CLOSURE_PARTY_WORDS, Closure, ClosureParty, ClosureSignature
from carebook.records.episodes import Episode
from carebook.rules.problem import Problem
from carebook.words import Message, message

Words = Callable[[str, str], str]
"""(name of a code list, code) → its words."""

WITHOUT_HANDOVER = frozenset({"died", "absconded"})
"""Reasons at which nobody is handed over."""
LONGEST = 10_000
_TEXTS = ("course", "results", "state_at_end", "plan_after", "no_conference_because")


# what no saved form may hold


def problems_in(closure: Closure, signatures: Sequence[ClosureSignature], *, since: date, today: date) -> list[Problem]:
    """What is impossible about a form 06 of a stay that began on ``since``, whether it is finished or not.

    Fields of the form bear their own names, those of a signature "signatures.family.signed_on".
    """
    found = [
        Problem(name, message("The text is longer than 10,000 letters; was something else pasted?"))
        for name in _TEXTS
        if len(getattr(closure, name)) > LONGEST
    ]
    closed = closure.closed_on
    if closed is not None and closed > today:
        found.append(
            Problem("closed_on", message("The day of closing ({day}) lies in the future.", day=written(closed)))
        )
    elif closed is not None and closed < since:
        found.append(
            Problem(
                "closed_on",
                message(
                    "The day of closing ({day}) comes before the day of admission ({start}).",
                    day=written(closed),
                    start=written(since),
                ),
            )
        )
    for one in signatures:
        found += [replace(p, field=f"signatures.{one.party.value}.{p.field}") for p in _in_signature(one, today)]
    return found


def _in_signature(one: ClosureSignature, today: date) -> Iterator[Problem]:
    if one.signed_on is not None and one.waived_because.strip():
        yield Problem("waived_because", message("It is signed or left out with a reason, not both."))
    if one.signed_on is not None and one.signed_on > today:
        yield Problem(
            "signed_on", message("The day of the signature ({day}) lies in the future.", day=written(one.signed_on))
        )


def places_to_sign(
    signatures: Sequence[ClosureSignature], names: Callable[[ClosureParty], str] = lambda _party: ""
) -> tuple[ClosureSignature, ...]:
    """The four places of the form in their order; one that was never written down is empty but for its name."""
    there = {one.party: one for one in signatures}
    return tuple(
        there.get(party) or ClosureSignature(episode_id="", closure_id="", party=party, name=names(party))
        for party in ClosureParty
    )


# what must hold before a case is closed


@dataclass(frozen=True)
class Lack:
    """One thing that stands between a case and its closing, as a part of a sentence.

    ``place`` is where it is put right: a field of form 06 ("reason", "signatures.family"), "discharge", "plans" or
    "goals.<thread>".
    """

    code: str
    message: Message
    place: str


@dataclass(frozen=True)
class ClosureFacts:
    """What the criteria look at: the form, the stay as its discharge left it, the goals of the plan in force, the number
    of a version that awaits approval, and the ids of the meetings that stand in the book.
    """

    closure: Closure
    signatures: Sequence[ClosureSignature]
    episode: Episode
    goals: Sequence[Goal] = ()
    waiting: int | None = None
    conferences: Collection[str] = ()


def criteria(facts: ClosureFacts, words: Words = lambda _list, code: code) -> tuple[Lack, ...]:
    """What is missing before the case may be closed, in the order in which it is put right; () when nothing is."""
    return (*_of_the_stay(facts, words), *_of_the_plan(facts), *_of_the_form(facts), *_of_the_signatures(facts))


def _of_the_stay(facts: ClosureFacts, words: Words) -> Iterator[Lack]:
    closure, episode = facts.closure, facts.episode
    if episode.end_on is None:
        yield Lack("open", message("the end of the stay is not written down"), "discharge")
    if not closure.reason:
        yield Lack("reason", message("there is no reason for ending"), "reason")
    elif episode.end_reason and episode.end_reason != closure.reason:
        differs = message(
            "the reason here is “{here}”, at the discharge “{there}”",
            here=words("end_reason", closure.reason),
            there=words("end_reason", episode.end_reason),
        )
        yield Lack("reason_differs", differs, "reason")
    if closure.closed_on is None:
        yield Lack("closed_on", message("there is no day of closing"), "closed_on")
    reason = episode.end_reason or closure.reason or ""
    handed_over = episode.received_by.strip() or episode.end_decision_no.strip()
    if episode.end_on is not None and reason not in WITHOUT_HANDOVER and not handed_over:
        yield Lack("handover", message("there are no handover minutes"), "handover")


def _of_the_plan(facts: ClosureFacts) -> Iterator[Lack]:
    if facts.waiting is not None:
        yield Lack("waiting", message("plan version {n} still awaits approval", n=facts.waiting), "plans")
    for goal in facts.goals:
        if not is_settled(goal):
            yield Lack("goal", message("the goal “{goal}” is not rated", goal=goal.text), f"goals.{goal.thread}")


def is_settled(goal: Goal) -> bool:
    """Whether it is said what became of a goal: it was rated, or is not followed any more."""
    return goal.achievement is not Achievement.NOT_RATED or goal.life is GoalLife.DROPPED


def _of_the_form(facts: ClosureFacts) -> Iterator[Lack]:
    closure = facts.closure
    met = closure.conference_id is not None and closure.conference_id in facts.conferences
    if not met and not closure.no_conference_because.strip():
        yield Lack("meeting", message("there is no meeting (it is left out with a reason)"), "conference_id")


def _of_the_signatures(facts: ClosureFacts) -> Iterator[Lack]:
    empty = {
        ClosureParty.MANAGER: message("the signature of the case manager is empty (it is left out with a reason)"),
        ClosureParty.CLIENT: message("the signature of the client is empty (it is left out with a reason)"),
        ClosureParty.FAMILY: message("the signature of the family is empty (it is left out with a reason)"),
        ClosureParty.HEAD: message("the signature of the head is empty (it is left out with a reason)"),
    }
    for one in places_to_sign(facts.signatures):
        place = f"signatures.{one.party.value}"
        if one.waived_because.strip() or (one.signed_on is not None and one.name.strip()):
            continue
        if one.signed_on is not None:
            lack = message("the signature “{party}” has no name", party=message(CLOSURE_PARTY_WORDS[one.party]))
            yield Lack("unnamed", lack, place)
        elif one.party in empty:
            yield Lack("unsigned", empty[one.party], place)


def refusal(lacks: Sequence[Lack]) -> Message:
    """The sentence with which closing is refused: how many things are left, and which."""
    listed = reduce(lambda first, rest: message("{first}; {rest}", first=first, rest=rest), (x.message for x in lacks))
    return message("The case cannot be closed yet, {n} left: {things}.", n=len(lacks), things=listed)


# what the form can already say


@dataclass(frozen=True)
class ScaleChange:
    """The first and the last result of a scale, as they are said: "Barthel", "35/100", "55/100"."""

    title: str
    first: str
    first_on: date
    last: str
    last_on: date


@dataclass(frozen=True)
class NeedChange:
    """The level of need in a domain at the first and at the last assessment."""

    domain: str
    first: NeedLevel
    last: NeedLevel


@dataclass(frozen=True)
class Course:
    """What the book holds about a case that comes to its end."""

    episode: Episode
    assessed_on: Sequence[date] = ()
    approved_plans: int = 0
    goals: Sequence[Goal] = ()
    reviews: Sequence[PlanReview] = ()
    met_on: Sequence[date] = ()
    notes: int = 0
    contacts_on: Sequence[date] = ()
    scales: Sequence[ScaleChange] = ()
    needs: Sequence[NeedChange] = ()


@dataclass(frozen=True)
class Prefilled:
    """Lines for the empty parts of form 06, to be read over and completed by the case manager."""

    course: tuple[Message, ...]
    results: tuple[Message, ...]
    plan_after: tuple[Message, ...]


def prefilled(course: Course, words: Words = lambda _list, code: code) -> Prefilled:
    """What the form can say by itself: the course in numbers and days, each goal with what became of it, scale results and
    needs old → new, where the client goes. The state at the end is for somebody who saw the client.
    """
    return Prefilled(tuple(_course(course)), tuple(_results(course, words)), tuple(_plan_after(course.episode, words)))


def _course(course: Course) -> Iterator[Message]:
    episode = course.episode
    start, end = written(episode.start_on), episode.end_on
    if end is None:
        yield message("At the center since {start}.", start=start)
    else:
        days = (end - episode.start_on).days + 1
        yield message("At the center from {start} to {end}, {n} days.", start=start, end=written(end), n=days)
    if episode.reason.strip():
        yield message("Admitted because: {reason}", reason=episode.reason.strip())
    if course.assessed_on:
        last = written(max(course.assessed_on))
        yield message("Assessments of needs: {n}, the last on {day}.", n=len(course.assessed_on), day=last)
    if course.approved_plans:
        yield message("Approved versions of the care plan: {n}.", n=course.approved_plans)
    done = [review for review in course.reviews if review.done_on is not None]
    if done:
        newest = max(done, key=lambda review: review.done_on or date.min)
        proposed = message(PROPOSAL_WORDS[newest.proposal]) if newest.proposal else "–"
        day = written(newest.done_on) if newest.done_on else "–"
        yield message("Reviews: {n}, the last on {day} ({proposal}).", n=len(done), day=day, proposal=proposed)
    if course.met_on:
        yield message("Meetings: {n}, the last on {day}.", n=len(course.met_on), day=written(max(course.met_on)))
    if course.notes:
        yield message("Progress notes: {n}.", n=course.notes)
    if course.contacts_on:
        last = written(max(course.contacts_on))
        yield message("Contacts with the family: {n}, the last on {day}.", n=len(course.contacts_on), day=last)


def _results(course: Course, words: Words) -> Iterator[Message]:
    for place, goal in enumerate(course.goals, 1):
        became = message("not followed any more") if goal.life is GoalLife.DROPPED else None
        rated = became or message(ACHIEVEMENT_WORDS[goal.achievement])
        said = message(
            "{n}. {goal} ({domain}): {result}",
            n=place,
            goal=goal.text,
            domain=words("need_domain", goal.domain),
            result=rated,
        )
        if goal.from_value and goal.to_value:
            said = message("{said}; {first} → {last}", said=said, first=goal.from_value, last=goal.to_value)
        yield message("{said}. {remark}", said=said, remark=goal.remark) if goal.remark.strip() else said
    for scale in course.scales:
        yield message(
            "{title}: {first} ({first_on}) → {last} ({last_on})",
            title=scale.title,
            first=scale.first,
            first_on=written(scale.first_on),
            last=scale.last,
            last_on=written(scale.last_on),
        )
    for need in course.needs:
        yield message(
            "Need in {domain}: {first} → {last}",
            domain=words("need_domain", need.domain),
            first=message(NEED_WORDS[need.first]),
            last=message(NEED_WORDS[need.last]),
        )


def _plan_after(episode: Episode, words: Words) -> Iterator[Message]:
    if episode.destination:
        yield message("Goes to: {destination}.", destination=words("destination", episode.destination))
    if episode.received_by.strip():
        yield message("Received by {name}.", name=episode.received_by.strip())


# coming back


def reopened_after(previous: Closure, start_on: date) -> int | None:
    """How many whole months lie between the closing of a case and the stay that began on ``start_on``; None when it is not
    closed.
    """
    if previous.closed_on is None:
        return None
    passed = relativedelta(start_on, previous.closed_on)
    return max(0, passed.years * 12 + passed.months)
