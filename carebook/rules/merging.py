"""Joining two files of one human being: where they differ, what the joined file says, what stands against it, who may be one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from itertools import combinations
from typing import Any

from carebook.dates import PartialDate, written
from carebook.records.declaration import Field, Kind, fields
from carebook.records.episodes import Episode
from carebook.records.people import IdentityPaper, Person, Sex
from carebook.records.record import Record
from carebook.rules.duplicates import PersonFacts, Suspicion, births_may_agree, suspicion
from carebook.rules.problem import Problem
from carebook.words import message

_OWN = frozenset({*(field.name for field in fields(Record)), "code", "merged_into"})
"""What every file keeps for itself."""
_WITH_THE_NAME = ("sort_name", "unidentified")
"""These go with the name, whichever is kept."""


class Keep(Enum):
    """Whose value of a fact the joined file has; both only where a fact holds several words or lines."""

    STAYS = "stays"
    GOES = "goes"
    BOTH = "both"


@dataclass(frozen=True)
class Difference:
    """A fact that the two files tell differently. ``suggested`` never loses what only one of them knows."""

    field: Field
    stays: Any
    goes: Any
    suggested: Keep

    @property
    def joinable(self) -> bool:
        """Whether both values can be kept side by side."""
        return _joinable(self.field)


@dataclass(frozen=True)
class MergeFile:
    """One of the two files: the person, their stays, and the papers by which they are known."""

    person: Person
    stays: tuple[Episode, ...] = ()
    papers: tuple[IdentityPaper, ...] = ()


@dataclass(frozen=True)
class Merge:
    """What joining two files would do: the person afterwards, and what stands against it or should be looked at."""

    joined: Person
    problems: tuple[Problem, ...] = ()


def differences(stays: Person, goes: Person) -> tuple[Difference, ...]:
    """The declared facts that differ, in their order. What was withheld from the asker in both is no difference."""
    return tuple(
        Difference(field, ours, theirs, _suggested(field, stays, goes))
        for field in fields(Person)
        if field.name not in _OWN and field.name not in _WITH_THE_NAME
        for ours, theirs in [(getattr(stays, field.name), getattr(goes, field.name))]
        if ours != theirs
    )


def joined(stays: Person, goes: Person, kept: Mapping[str, Keep] | None = None) -> Person:
    """The person of the joined file: the file that stays with the chosen values, the suggested ones where none is chosen."""
    chosen = kept or {}
    given = {
        one.field.name: _value(one.field, one.stays, one.goes, chosen.get(one.field.name, one.suggested))
        for one in differences(stays, goes)
    }
    named = goes if given.get("full_name", stays.full_name) != stays.full_name else stays
    return replace(stays, **given, **{name: getattr(named, name) for name in _WITH_THE_NAME})


def merge_of(stays: MergeFile, goes: MergeFile, kept: Mapping[str, Keep] | None = None) -> Merge:
    """The plan of a merge. Errors: the same file, one struck through or joined already, both with an open stay.

    Warnings: stays that overlap (the figures count both), sexes, births or identity numbers that cannot be one person's.
    """
    errors = _errors(stays, goes)
    return Merge(joined(stays.person, goes.person, kept), (*errors, *(() if errors else _warnings(stays, goes))))


def _errors(stays: MergeFile, goes: MergeFile) -> tuple[Problem, ...]:
    if stays.person.id == goes.person.id:
        return (Problem("", message("These are the same file.")),)
    for person in (stays.person, goes.person):
        if person.merged_into:
            return (Problem("", message("{code} was joined to another file already.", code=person.code)),)
        if person.is_withdrawn:
            return (Problem("", message("{code} was struck through; restore it first.", code=person.code)),)
    if all(any(stay.end_on is None for stay in file.stays) for file in (stays, goes)):
        said = message("Both files have an open stay. End or strike through one of them, then join the files.")
        return (Problem("", said),)
    return ()


def _warnings(stays: MergeFile, goes: MergeFile) -> Iterable[Problem]:
    ours, theirs = stays.person, goes.person
    for one in stays.stays:
        for other in goes.stays:
            if _overlap(one, other):
                said = message(
                    "The stays since {one} and since {other} overlap; both are counted.",
                    one=written(one.start_on),
                    other=written(other.start_on),
                )
                yield Problem("", said, "warning")
    if len({ours.sex, theirs.sex} - {None, Sex.OTHER}) > 1:
        yield Problem("sex", message("The sexes differ. Is it one person?"), "warning")
    if not births_may_agree(ours.born, theirs.born):
        yield Problem("born", message("The births cannot be the same. Is it one person?"), "warning")
    numbers = [{paper.number for paper in file.papers if paper.kind == "national_id"} for file in (stays, goes)]
    if all(numbers) and numbers[0].isdisjoint(numbers[1]):
        yield Problem("", message("The national ID numbers differ. Is it one person?"), "warning")


def _overlap(one: Episode, other: Episode) -> bool:
    return one.start_on < (other.end_on or date.max) and other.start_on < (one.end_on or date.max)


def _joinable(field: Field) -> bool:
    return field.fact.kind in (Kind.CODES, Kind.NOTE)


def _is_unknown(value: Any) -> bool:
    return value in (None, "", ()) or (isinstance(value, PartialDate) and value.is_unknown)


def _suggested(field: Field, stays: Person, goes: Person) -> Keep:
    ours, theirs = getattr(stays, field.name), getattr(goes, field.name)
    if _is_unknown(theirs):
        return Keep.STAYS
    if _is_unknown(ours):
        return Keep.GOES
    if _joinable(field):
        return Keep.BOTH
    if field.name == "full_name" and stays.unidentified and not goes.unidentified:
        return Keep.GOES
    if isinstance(ours, PartialDate) and isinstance(theirs, PartialDate) and _says_more(theirs, ours):
        return Keep.GOES
    return Keep.STAYS


def _says_more(one: PartialDate, other: PartialDate) -> bool:
    """Whether a date says the same as another, and more surely or to the month or day."""
    return one.prefix.startswith(other.prefix) and (not one.estimated, len(one.prefix)) > (
        not other.estimated,
        len(other.prefix),
    )


def _value(field: Field, ours: Any, theirs: Any, keep: Keep) -> Any:
    if keep is Keep.BOTH and field.fact.kind is Kind.CODES:
        return tuple(dict.fromkeys((*ours, *theirs)))
    if keep is Keep.BOTH and field.fact.kind is Kind.NOTE:
        return "\n".join(filter(None, (ours, theirs)))
    return theirs if keep is Keep.GOES else ours


# Who may be one person


def suspected_pairs(everybody: Sequence[PersonFacts]) -> list[tuple[PersonFacts, PersonFacts, Suspicion]]:
    """Pairs of files that may be one person's, the certain first.

    Compared are those who share a number, a card, a name without marks or a whole birth date; so twenty thousand people
    are looked through in a moment.
    """
    sharing: dict[tuple[str, str], list[int]] = defaultdict(list)
    for place, one in enumerate(everybody):
        for key in _keys(one):
            sharing[key].append(place)
    pairs = {pair for places in sharing.values() for pair in combinations(places, 2)}
    found = [
        (everybody[one], everybody[other], said)
        for one, other in sorted(pairs)
        if (said := suspicion(everybody[one], everybody[other])) is not None
    ]
    return sorted(found, key=lambda pair: not pair[2].certain)


def _keys(one: PersonFacts) -> set[tuple[str, str]]:
    whole = one.born if one.born is not None and one.born.precision == "day" and not one.born.estimated else None
    return {
        *(("number", number) for number in one.numbers if number),
        *(("card", card) for card in one.health_cards if card),
        *(("name", name) for name in one.folded_names),
        *((("born", whole.text),) if whole else ()),
    }
