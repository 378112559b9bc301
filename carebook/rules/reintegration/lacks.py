"""What must be written down before a way home goes on, in words that lead to the place where it is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce

from dateutil.relativedelta import relativedelta

from carebook.dates import written
from carebook.records.reintegration import STAGE_WORDS, ReadinessAnswer, Stage, TrialDecision
from carebook.rules.due import basis_message
from carebook.rules.reintegration.facts import PathFacts, RedFlag
from carebook.rules.reintegration.stages import ORDER, next_stage, passed_over
from carebook.words import Message, message

NOT_SUITABLE = "not_suitable"
"""The lowest band of the scorecard."""


@dataclass(frozen=True)
class Lack:
    """One thing that stands between a path and its next stage, as a part of a sentence.

    ``page`` and ``about`` are where it is put right: a page by its name and what of it, on the page of the path
    ("home_path") one of wish, destination, readiness, carers, opinions, supports, trainings,
    trials.<begin, end, report or decision>, papers.<code>.
    What is lacking ``by_reason`` may stay so when a reason is given for going on.
    """

    message: Message
    page: str
    about: str = ""
    by_reason: bool = False


def lacks(facts: PathFacts, *, today: date, to: Stage | None = None) -> tuple[Lack, ...]:
    """What lacks before the path may leave its present stage for ``to`` (the next stage unless given), in the order in which
    it is put right; () when nothing does, and in stages that no move leads on from.

    In the stage of handover it is what stands against completing the minutes. A red flag and a carer who must not be in
    contact stop every step from the family assessment on, too few meetings every step from the preparation on, wherever
    they came from.
    """
    if facts.stage not in _OF_STAGE:
        return ()
    if not facts.follows_up:
        return tuple(_papers(facts)) if facts.stage is not Stage.IDENTIFIED else ()
    found = [*_OF_STAGE[facts.stage](facts, today)]
    target = to or next_stage(facts)
    for stage in passed_over(facts, target) if target else ():
        found += _WHEN_PASSED_OVER.get(stage, _nothing)(facts, today)
    found += [lack for lack in _standing(facts) if lack not in found]
    return tuple(found)


def open_red_flags(facts: PathFacts) -> tuple[RedFlag, ...]:
    """The red flags nobody has cleared."""
    return tuple(flag for flag in facts.red_flags if not flag.cleared)


def refusal(to: Stage, found: Sequence[Lack]) -> Message:
    """The sentence with which a move is refused: where to, and what is missing."""
    listed = reduce(lambda first, rest: message("{first}; {rest}", first=first, rest=rest), (x.message for x in found))
    return message("Not moved to {stage} yet: {things}.", stage=message(STAGE_WORDS[to]), things=listed)


def _nothing(_facts: PathFacts, _today: date) -> Iterator[Lack]:
    yield from ()


def _standing(facts: PathFacts) -> Iterator[Lack]:
    """What is looked at again at every step, however far the path has come."""
    place = ORDER.index(facts.stage)
    if place >= ORDER.index(Stage.FAMILY_ASSESSMENT):
        for flag in open_red_flags(facts):
            said = message("the red flag “{criterion}” has not been cleared by the director", criterion=flag.text)
            yield Lack(said, "families", flag.assessment_id)
        if facts.barred_carer:
            said = message("the chosen carer {name} must not be in contact with this person", name=facts.barred_carer)
            yield Lack(said, "home_path", "carers")
    if place >= ORDER.index(Stage.PREPARATION):
        yield from _meetings(facts)


def _identified(facts: PathFacts, _today: date) -> Iterator[Lack]:
    if not facts.has_wish:
        yield Lack(message("the wish of the person is not written down"), "home_path", "wish")
    for point in facts.points:
        if point.stage is Stage.IDENTIFIED and point.code not in facts.answers:
            yield Lack(message("the check-list “{point}” is not answered", point=point.text), "home_path", "readiness")


def _tracing(facts: PathFacts, today: date) -> Iterator[Lack]:
    if not facts.asks_family:
        return
    yield from _open_search(facts, today)
    if not facts.verified_leads and not facts.has_carer:
        yield Lack(message("no lead is verified and no carer is chosen"), "tracing")


def _open_search(facts: PathFacts, today: date) -> Iterator[Lack]:
    if facts.open_leads:
        yield Lack(message("leads not yet verified: {n}", n=facts.open_leads), "tracing")
    if facts.notice_to is not None and today <= facts.notice_to:
        said = message("the public notice runs until {day}", day=written(facts.notice_to))
        yield Lack(said, "tracing")


def _family_assessment(facts: PathFacts, today: date) -> Iterator[Lack]:
    if facts.asks_family:
        yield from _carer(facts)
        yield from _scorecard(facts, today)
    yield from _own_opinion(facts)


def _carer(facts: PathFacts) -> Iterator[Lack]:
    if not facts.has_carer:
        yield Lack(message("no carer is chosen"), "home_path", "carers")


def _scorecard(facts: PathFacts, today: date) -> Iterator[Lack]:
    card = facts.scorecard
    if card is None:
        yield Lack(message("there is no finished family assessment"), "families")
        return
    if card.rated < card.criteria:
        left = card.criteria - card.rated
        yield Lack(message("the scorecard has {n} criteria without points", n=left), "families", card.assessment_id)
    valid_to = card.visited_on + relativedelta(months=facts.visit_valid_months)
    if valid_to < today:
        said = message(
            "the family was visited on {day}, longer ago than {n} months",
            day=written(card.visited_on),
            n=facts.visit_valid_months,
        )
        yield Lack(said, "families")
    if not card.commune_asked:
        yield Lack(message("the commune has not said its opinion"), "families", card.assessment_id)
    if card.band == NOT_SUITABLE:
        said = message("the scorecard says “{band}” (going on needs a reason)", band=card.band_text)
        yield Lack(said, "families", card.assessment_id, by_reason=True)


def _own_opinion(facts: PathFacts) -> Iterator[Lack]:
    if facts.own_opinion and not facts.heard_alone:
        basis = basis_message(facts.opinion_basis)
        said = message("the child's own opinion, heard alone, is not written down ({basis})", basis=basis)
        yield Lack(said, "home_path", "opinions")


def _planning(facts: PathFacts, _today: date) -> Iterator[Lack]:
    if not any(day >= facts.since_on for day in facts.met_on):
        since = written(facts.since_on)
        yield Lack(message("no meeting has been held since {day}", day=since), "conferences")
    if not facts.supports:
        yield Lack(message("the plan names no support"), "home_path", "supports")
    yield from _own_opinion(facts)


def _preparation(facts: PathFacts, _today: date) -> Iterator[Lack]:
    yield from _meetings(facts)
    if facts.asks_family and not facts.trainings:
        yield Lack(message("the carer has had no training"), "home_path", "trainings")
    unanswered = [point for point in facts.points if point.code not in facts.answers]
    if unanswered:
        said = message("points of the check-list without an answer: {n}", n=len(unanswered))
        yield Lack(said, "home_path", "readiness")
    for point in facts.points:
        if facts.answers.get(point.code) is ReadinessAnswer.NOT_YET:
            yield Lack(message("not yet: {point}", point=point.text), "home_path", "readiness")


def _meetings(facts: PathFacts) -> Iterator[Lack]:
    if facts.meetings < facts.meetings_needed:
        said = message(
            "only {n} contacts with the family who takes them in are written down, at least {needed} are needed ({basis})",
            n=facts.meetings,
            needed=facts.meetings_needed,
            basis=basis_message(facts.meetings_basis),
        )
        yield Lack(said, "contacts")


def _trial_stay(facts: PathFacts, _today: date) -> Iterator[Lack]:
    trial = facts.trial
    if trial is None:
        yield Lack(message("no trial stay is written down"), "home_path", "trials.begin")
        return
    if trial.back_on is None:
        yield Lack(message("the trial stay is not over"), "home_path", "trials.end")
        return
    if not trial.told_by_client:
        yield Lack(message("how the person found the trial stay is not written down"), "home_path", "trials.report")
    if facts.asks_family and not trial.told_by_family:
        yield Lack(message("how the family found the trial stay is not written down"), "home_path", "trials.report")
    if trial.decision is None:
        yield Lack(message("nothing is decided after the trial stay"), "home_path", "trials.decision")
    elif trial.decision is not TrialDecision.GO_ON:
        yield Lack(message("the decision after the trial stay is not to go on"), "home_path", "trials.decision")


def _decision(facts: PathFacts, _today: date) -> Iterator[Lack]:
    """What the destination asks for; looked at once more at the handover, because the destination may have been changed."""
    if facts.destination is None:
        yield Lack(message("no destination is chosen"), "home_path", "destination")
    if facts.asks_family:
        yield from _carer(facts)
        if facts.scorecard is None:
            yield Lack(message("there is no finished family assessment"), "families")
    yield from _own_opinion(facts)
    yield from _papers(facts)


def _papers(facts: PathFacts) -> Iterator[Lack]:
    """Papers that are neither there nor left out; those of a later stage are asked for in it, or in the last there is."""
    last = facts.stage is Stage.HANDOVER or Stage.HANDOVER not in facts.stages
    for paper in facts.papers:
        if not paper.is_settled and (last or paper.stage is None):
            yield Lack(message("missing paper: {paper}", paper=paper.text), "home_path", f"papers.{paper.code}")


_OF_STAGE: dict[Stage, Callable[[PathFacts, date], Iterator[Lack]]] = {
    Stage.IDENTIFIED: _identified,
    Stage.TRACING: _tracing,
    Stage.FAMILY_ASSESSMENT: _family_assessment,
    Stage.PLANNING: _planning,
    Stage.PREPARATION: _preparation,
    Stage.TRIAL_STAY: _trial_stay,
    Stage.DECISION: _decision,
    Stage.HANDOVER: _decision,
}
_WHEN_PASSED_OVER: dict[Stage, Callable[[PathFacts, date], Iterator[Lack]]] = {Stage.TRACING: _open_search}
