"""Handing somebody over (biên bản bàn giao): what the minutes may hold, what they lack, the end of the stay that follows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from carebook.dates import age_on, written
from carebook.records.codes import Code
from carebook.records.contacts import Contact
from carebook.records.episodes import Episode
from carebook.records.handovers import (
    HANDOVER_PARTY_WORDS,
    HandedKind,
    Handover,
    HandoverItem,
    HandoverParty,
    HandoverSignature,
)
from carebook.records.people import Relative
from carebook.records.protection import ContactBan
from carebook.records.reintegration import STAGE_WORDS, Outcome, PathPaper, Reintegration, Stage
from carebook.rules.contacts import reasons_against
from carebook.rules.identity import read_identity_number, read_phone
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.rules.reintegration import Lack, PathFacts, lacks
from carebook.words import Message, message

DECISION, REQUEST = "decision_stop", "request_09"
"""Papers of a path (list `path_paper`) that the end of a stay names."""
LEFT, DEATH = "left", "death"
"""Short paths (list `home_path`) on which nobody is handed over to anybody."""
ADULT = 18
LIGHTEST, HEAVIEST = 0.5, 300.0
MOST_COPIES = 20
_TEXTS = ("basis", "health", "skin", "guidance", "rights_and_duties", "contact", "withheld", "receiver_address")


# what no saved minutes may hold


def problems_in_handover(
    handover: Handover,
    items: Sequence[HandoverItem],
    signatures: Sequence[HandoverSignature],
    *,
    since: date,
    today: date,
) -> list[Problem]:
    """What is impossible or unusual about the minutes of a stay that began on ``since``, finished or not.

    Fields of the minutes bear their own names, others are called "items.0.dose" and "signatures.giver.signed_on".
    """
    found = [*_in_day(handover, since, today), *_in_receiver(handover, today), *_in_numbers(handover)]
    found += too_long(handover, _TEXTS)
    for place, item in enumerate(items):
        found += [replace(p, field=f"items.{place}.{p.field}") for p in _in_item(item)]
    for one in signatures:
        found += [replace(p, field=f"signatures.{one.party.value}.{p.field}") for p in _in_signature(one, today)]
    return found


def _in_day(handover: Handover, since: date, today: date) -> Iterator[Problem]:
    day = handover.handed_on
    if day is not None and day > today:
        yield Problem("handed_on", message("{day} lies in the future.", day=written(day)))
    elif day is not None and day < since:
        said = message("{day} lies before the stay began ({start}).", day=written(day), start=written(since))
        yield Problem("handed_on", said)


def _in_receiver(handover: Handover, today: date) -> Iterator[Problem]:
    for name, read in (("receiver_paper", read_identity_number), ("receiver_phone", read_phone)):
        typed = getattr(handover, name).strip()
        if typed and (problem := read(typed).problem) is not None:
            yield warning(name, problem)
    born = handover.receiver_born
    if born is not None and not born.is_unknown and born.earliest > today:
        yield Problem("receiver_born", message("{day} lies in the future.", day=written(born)))
    elif (age := age_on(born, handover.handed_on or today)) is not None and age.years < ADULT:
        yield warning("receiver_born", message("Who receives the person is {age} years old.", age=age.years))


def _in_numbers(handover: Handover) -> Iterator[Problem]:
    if handover.weight_kg is not None and not LIGHTEST <= handover.weight_kg <= HEAVIEST:
        yield Problem("weight_kg", message("A weight lies between 0,5 and 300 kg."))
    if not 1 <= handover.copies <= MOST_COPIES:
        yield Problem("copies", message("Minutes are made in 1 to 20 copies."))


def _in_item(item: HandoverItem) -> Iterator[Problem]:
    if not item.what.strip():
        yield Problem("what", message("Write what is handed over."))
    if item.amount is not None and item.amount <= 0:
        yield Problem("amount", message("An amount is more than 0 đồng."))
    yield from too_long(item, ("what", "dose", "quantity", "note"))


def _in_signature(one: HandoverSignature, today: date) -> Iterator[Problem]:
    if one.signed_on is not None and one.waived_because.strip():
        yield Problem("waived_because", message("It is signed or left out with a reason, not both."))
    if one.signed_on is not None and one.signed_on > today:
        yield Problem("signed_on", message("{day} lies in the future.", day=written(one.signed_on)))


def places_to_sign(
    signatures: Sequence[HandoverSignature], names: dict[HandoverParty, str] | None = None
) -> tuple[HandoverSignature, ...]:
    """The four places of the minutes in their order; one that was never written down is empty but for its name."""
    there, expected = {one.party: one for one in signatures}, names or {}
    return tuple(
        there.get(party) or HandoverSignature(episode_id="", handover_id="", party=party, name=expected.get(party, ""))
        for party in HandoverParty
    )


# what must hold before somebody is handed over


@dataclass(frozen=True)
class HandoverFacts:
    """The minutes as they stand, the path they end, the relatives of the person and the bans of contact of the stay."""

    path: PathFacts
    handover: Handover
    items: Sequence[HandoverItem]
    signatures: Sequence[HandoverSignature]
    relatives: Sequence[Relative] = ()
    bans: Sequence[ContactBan] = ()


def lacks_before_handover(facts: HandoverFacts, *, today: date) -> tuple[Lack, ...]:
    """What stands against completing the minutes, first of the path (red flags, contacts, papers), then of the minutes.

    Lacks of the minutes lead to the page "handovers", about a field as `problems_in_handover` names it; () when nothing does.
    """
    of_path: tuple[Lack, ...]
    if facts.path.stage is Stage.HANDOVER:
        of_path = lacks(facts.path, today=today)
    else:
        here = message(STAGE_WORDS[facts.path.stage])
        of_path = (Lack(message("the way home stands at “{stage}”, not yet at the handover", stage=here), "home_path"),)
    return (*of_path, *_of_minutes(facts, today), *_of_items(facts.items), *_of_signatures(facts.signatures))


def _of_minutes(facts: HandoverFacts, today: date) -> Iterator[Lack]:
    handover = facts.handover
    receiver = Contact(episode_id="", held_on=handover.handed_on or today, name=handover.receiver)
    if handover.handed_on is None:
        yield _here(message("the day of the handover is not written down"), "handed_on")
    if not handover.giver.strip():
        yield _here(message("who hands over is not named"), "giver")
    if not handover.receiver.strip():
        yield _here(message("who receives the person is not named"), "receiver")
    elif reasons_against(receiver, facts.relatives, facts.bans):
        yield _here(message("{name} must not be in contact with the person", name=handover.receiver), "receiver")
    if not handover.health.strip():
        yield _here(message("the health at the handover is not written down"), "health")
    if not handover.rights_and_duties.strip():
        yield _here(message("the rights and duties of each side are not written down"), "rights_and_duties")


def _of_items(items: Sequence[HandoverItem]) -> Iterator[Lack]:
    for place, item in enumerate(items):
        if item.kind is HandedKind.MEDICINE and not item.dose.strip():
            yield _here(message("the medicine “{what}” has no dose", what=item.what), f"items.{place}.dose")
        if item.kind is HandedKind.MONEY and item.amount is None:
            yield _here(message("the money “{what}” has no amount", what=item.what), f"items.{place}.amount")


def _of_signatures(signatures: Sequence[HandoverSignature]) -> Iterator[Lack]:
    for one in places_to_sign(signatures):
        place, party = f"signatures.{one.party.value}.signed_on", message(HANDOVER_PARTY_WORDS[one.party])
        if one.waived_because.strip() or (one.signed_on is not None and one.name.strip()):
            continue
        if one.signed_on is not None:
            yield _here(message("the signature “{party}” has no name", party=party), place)
        else:
            said = message("the signature “{party}” is empty (it is left out with a reason)", party=party)
            yield _here(said, place)


def _here(said: Message, field: str) -> Lack:
    return Lack(said, "handovers", field)


def refusal(found: Sequence[Lack]) -> Message:
    """The sentence with which completing is refused: how many things are left, and which."""
    listed = reduce(lambda first, rest: message("{first}; {rest}", first=first, rest=rest), (x.message for x in found))
    return message("Not handed over yet, {n} left: {things}.", n=len(found), things=listed)


# what follows from the minutes


def stay_after(
    stay: Episode,
    handover: Handover,
    papers: Sequence[PathPaper],
    *,
    path: Code,
    destination: Code | None,
) -> Episode:
    """The stay as the minutes end it: day, reason and destination of the path, who received the person, request and decision.

    ``path`` and ``destination`` are the words of the lists `home_path` and `home_destination`. What stands there already of the
    decision is kept.
    """
    goes_to = destination.extra if destination else {}
    own = path.extra.get("reasons", ())
    reason = stay.end_reason if stay.end_reason in own else next(iter(own), None) or goes_to.get("reason")
    there = {one.paper: one for one in papers}
    decision, request = there.get(DECISION), there.get(REQUEST)
    return replace(
        stay,
        end_on=handover.handed_on,
        end_at=handover.handed_at,
        end_reason=reason or stay.end_reason,
        destination=goes_to.get("destination") or stay.destination,
        received_by=handover.receiver.strip() or stay.received_by,
        end_decision_no=stay.end_decision_no or (decision.number if decision else ""),
        end_decision_on=stay.end_decision_on or (decision.dated_on if decision else None),
        stop_requested_on=stay.stop_requested_on or (request.dated_on if request else None),
    )


# a stay that ends by another way


def needs_handover(facts: PathFacts, end_reason: str | None, paths: Sequence[Code]) -> bool:
    """Whether a discharge must go by the handover of the path: on the way home, unless that is suspended, or the person died
    or left by themselves. ``paths`` is the list `home_path`.
    """
    if not facts.follows_up or facts.is_ended or facts.stage is Stage.SUSPENDED:
        return False
    return end_reason not in (*_reasons(paths, LEFT), *_reasons(paths, DEATH))


def stage_at_discharge(facts: PathFacts, end_reason: str | None, paths: Sequence[Code]) -> Stage | None:
    """Where a path goes when its stay ends without minutes: failed when it led elsewhere, closed when its papers are there;
    None while papers lack, which then stand against nothing but the closing of the path.
    """
    if facts.follows_up or end_reason not in _reasons(paths, facts.path):
        return Stage.FAILED
    return Stage.CLOSED if all(paper.is_settled for paper in facts.papers) else None


def outcome_at_discharge(end_reason: str | None, paths: Sequence[Code]) -> Outcome | None:
    """What became of somebody whose stay ended without minutes, as far as that says it."""
    return Outcome.DIED if end_reason in _reasons(paths, DEATH) else None


def on_the_way(path: Reintegration, facts: PathFacts) -> Message:
    """The sentence with which a discharge is refused."""
    return message(
        "The way home of this stay (since {day}) stands at “{stage}”. Hand over there, or end the way home with a reason first.",
        day=written(path.started_on) if path.started_on else "–",
        stage=message(STAGE_WORDS[facts.stage]),
    )


def _reasons(paths: Sequence[Code], code: str) -> tuple[str, ...]:
    return tuple(reason for path in paths if path.code == code for reason in path.extra.get("reasons", ()))
