"""Whether somebody may already be in the book: which facts agree, which differ, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from carebook.dates import PartialDate
from carebook.records.people import Sex
from carebook.rules.names import tone_normalised
from carebook.rules.search_words import words_in
from carebook.words import Message, message

_NEAR_NAME = 0.85  # of the letters, by optimal string alignment
_ESTIMATE = timedelta(days=3 * 366)  # by which an estimated birth may be off


@dataclass(frozen=True)
class PersonFacts:
    """The few facts by which one person is told from another.

    ``names`` are the name and all former ones; ``numbers`` identity papers and ``health_cards`` as they are kept.
    ``confidential`` marks a record whose facts must not be named to whoever asks.
    """

    person_id: str
    names: tuple[str, ...]
    sex: Sex | None = None
    born: PartialDate | None = None
    numbers: tuple[str, ...] = ()
    health_cards: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    home_town: str = ""
    confidential: bool = False

    @cached_property
    def folded_names(self) -> frozenset[str]:
        """The names without marks, capitals and signs."""
        return frozenset(filter(None, map(folded_name, self.names)))

    @cached_property
    def marked_names(self) -> frozenset[str]:
        """The names in small letters with their marks, wherever the tone stands."""
        return frozenset(filter(None, map(tone_normalised, self.names)))


@dataclass(frozen=True)
class Suspicion:
    """A person in the book who may be the same. ``certain``: the same identity number and a like name.

    Of a confidential record nothing is told: ``agree`` and ``differ`` are empty, and the caller says the one sentence
    kept for everything protected.
    """

    person_id: str
    agree: tuple[Message, ...]
    differ: tuple[Message, ...]
    certain: bool
    confidential: bool = False


def folded_name(name: str) -> str:
    """A name for comparing: without marks, capitals and signs."""
    return " ".join(words_in(name))


def _is_near(ones: Iterable[str], others: Iterable[str]) -> bool:
    """Whether two of the folded names differ by a slip only."""
    from rapidfuzz.distance import OSA  # loaded when somebody is compared, not with the window

    others = tuple(others)
    return any(OSA.normalized_similarity(one, other) >= _NEAR_NAME for one in ones for other in others)


def births_may_agree(one: PartialDate | None, other: PartialDate | None) -> bool:
    """Whether two births can be one: their possible days overlap, an estimate counting three years to either side."""
    if one is None or other is None or one.is_unknown or other.is_unknown:
        return True
    slack = _ESTIMATE if one.estimated or other.estimated else timedelta()
    return one.earliest - slack <= other.latest and other.earliest - slack <= one.latest


def _same_birth_date(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is not None and one == other and one.precision == "day" and not one.estimated


def _compare_birth(one: PartialDate | None, other: PartialDate | None) -> tuple[Message | None, bool]:
    """What of the births can be named, and whether it agrees; None when one is not known."""
    if one is None or other is None or one.is_unknown or other.is_unknown:
        return None, True
    if one.precision == other.precision == "day" and not (one.estimated or other.estimated):
        return message("the birth date"), one == other
    return message("the birth year"), births_may_agree(one, other)


def _overlap(fact: Message, ones: Iterable[str], others: Iterable[str]) -> tuple[Message | None, bool]:
    first, second = set(filter(None, ones)), set(filter(None, others))
    return (fact if first and second else None), bool(first & second)


def _sexes_agree(one: PersonFacts, other: PersonFacts) -> bool:
    return len({one.sex, other.sex} - {None, Sex.OTHER}) < 2


def _may_be(candidate: PersonFacts, known: PersonFacts) -> bool:
    """Whether enough speaks for one person; asked of everybody in the book, so the rarest facts come first."""
    if any(number in known.numbers for number in candidate.numbers if number):
        return True
    if any(card in known.health_cards for card in candidate.health_cards if card):
        return True
    if not candidate.folded_names.isdisjoint(known.folded_names):
        return births_may_agree(candidate.born, known.born) and _sexes_agree(candidate, known)
    return _same_birth_date(candidate.born, known.born) and _is_near(candidate.folded_names, known.folded_names)


def suspicion(candidate: PersonFacts, known: PersonFacts) -> Suspicion | None:
    """Why ``candidate`` may be ``known``, or None when nothing speaks for it.

    Enough is: the same number of a paper or health card; the same name (without marks) and no contradiction in birth and
    sex; or a near name with the same whole birth date.
    """
    if not _may_be(candidate, known):
        return None
    like_name = _is_near(candidate.folded_names, known.folded_names)
    number, number_agrees = _overlap(message("the identity number"), candidate.numbers, known.numbers)
    certain = number_agrees and like_name
    if known.confidential:
        return Suspicion(known.person_id, (), (), certain, confidential=True)
    same_marks = not candidate.marked_names.isdisjoint(known.marked_names)
    name = message("the name, nearly") if like_name and not same_marks else message("the name")
    both_sexes = candidate.sex is not None and known.sex is not None
    compared = [
        (name, like_name),
        _compare_birth(candidate.born, known.born),
        (message("the sex") if both_sexes else None, _sexes_agree(candidate, known)),
        _overlap(message("the home town"), [folded_name(candidate.home_town)], [folded_name(known.home_town)]),
        (number, number_agrees),
        _overlap(message("the health card"), candidate.health_cards, known.health_cards),
        _overlap(message("the telephone"), candidate.phones, known.phones),
    ]
    return Suspicion(
        known.person_id,
        agree=tuple(fact for fact, agrees in compared if fact is not None and agrees),
        differ=tuple(fact for fact, agrees in compared if fact is not None and not agrees),
        certain=certain,
    )


def suspicions(candidate: PersonFacts, existing: Iterable[PersonFacts]) -> list[Suspicion]:
    """Everybody in the book who may be ``candidate``, the surest first; the candidate's own record is passed over."""
    found = (suspicion(candidate, known) for known in existing if known.person_id != candidate.person_id)
    return sorted(
        (one for one in found if one is not None),
        key=lambda one: (not one.certain, len(one.differ) - len(one.agree), one.person_id),
    )


def explained(found: Suspicion) -> str:
    """Which facts agree and which differ, said now: "Giống: họ tên, năm sinh. Khác: số căn cước."."""
    alike = message("Alike: {facts}.", facts=", ".join(map(str, found.agree))) if found.agree else ""
    unlike = message("Different: {facts}.", facts=", ".join(map(str, found.differ))) if found.differ else ""
    return " ".join(str(part) for part in (alike, unlike) if part)
