"""Two files side by side, as lines of a table: facts that differ, papers and people around them, stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from carebook import dates
from carebook.dates import PartialDate
from carebook.records import enum_words
from carebook.records.declaration import Field, Kind
from carebook.records.people import (
    Address,
    Alias,
    Allergy,
    Attachment,
    DisabilityCertificate,
    HealthCard,
    IdentityPaper,
    Person,
    Relative,
)
from carebook.records.record import Record
from carebook.records.schooling import Employment, Schooling, VocationalCourse
from carebook.rules import identity, permissions
from carebook.rules.merging import Difference, Keep, differences, joined
from carebook.store.people import PersonFile, StayFile
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.table import Group
from carebook.words import _, pgettext

LEFT, RIGHT, BOTH = "left", "right", "both"
Side = str
"""Whose value of a fact is kept, by where it stands on the page."""
Picks = Mapping[str, Side]


@dataclass(frozen=True)
class Pair:
    """The two files where they stand, which of them stays, and the values picked by hand."""

    left: PersonFile
    right: PersonFile
    stays: Side
    picks: Picks

    @property
    def kept_file(self) -> PersonFile:
        """The file that stays."""
        return self.left if self.stays == LEFT else self.right

    @property
    def given_file(self) -> PersonFile:
        """The file that goes."""
        return self.right if self.stays == LEFT else self.left

    def kept(self) -> dict[str, Keep]:
        """The picks as the deed takes them."""
        return {name: self._keep(side) for name, side in self.picks.items()}

    def side(self, keep: Keep) -> Side:
        """Where a value stands."""
        if keep is Keep.BOTH:
            return BOTH
        return self.stays if keep is Keep.STAYS else (RIGHT if self.stays == LEFT else LEFT)

    def _keep(self, side: Side) -> Keep:
        if side == BOTH:
            return Keep.BOTH
        return Keep.STAYS if side == self.stays else Keep.GOES


@dataclass(frozen=True)
class Line:
    """One line: what it is, what each file says, what the joined file will say.

    ``side`` is whose value is kept, "" where there is nothing to choose; ``joinable``: both can be.
    """

    id: str
    name: str
    left: str
    right: str
    after: str
    side: Side = ""
    joinable: bool = False


def lines_of(desk: Desk, pair: Pair) -> list[Line | Group]:
    """All lines under their heads; a part in which neither file has anything is left out."""
    facts = list(_facts(desk, pair))
    details = list(_details(desk, pair))
    stays = list(_stays(desk, pair))
    found: list[Line | Group] = []
    for title, lines, note in (
        (_("Facts that differ"), facts, "" if facts else _("none")),
        (_("Papers, relatives, allergies, files, schooling, work"), details, _counted(details)),
        (_("Stays"), stays, _counted(stays)),
    ):
        if lines or title == _("Facts that differ"):
            found += [Group(title, note), *lines]
    return found


def _counted(lines: Sequence[Line]) -> str:
    left, right = (sum(bool(getattr(line, side)) for line in lines) for side in (LEFT, RIGHT))
    return f"{left} + {right} → {len(lines)}"


def _facts(desk: Desk, pair: Pair) -> Iterator[Line]:
    stays, goes = pair.kept_file.person, pair.given_file.person
    after = joined(stays, goes, pair.kept())
    for one in differences(stays, goes):
        if one.field.fact.shown and one.field.fact.kind is not Kind.LINK:
            yield _fact(desk, pair, one, after)


def _fact(desk: Desk, pair: Pair, one: Difference, after: Person) -> Line:
    name = one.field.name
    values = [getattr(file.person, name) for file in (pair.left, pair.right)]
    left, right = (said(desk, one.field, value) for value in values)
    side = pair.picks.get(name) or pair.side(one.suggested)
    result = said(desk, one.field, getattr(after, name))
    return Line(f"fact/{name}", one.field.label, left or "–", right or "–", result or "–", side, one.joinable)


_PARTS: tuple[str, ...] = (
    *("papers", "health_cards", "certificates", "addresses", "relatives", "allergies", "aliases", "attachments"),
    *("school_years", "courses", "jobs"),
)


def _details(desk: Desk, pair: Pair) -> Iterator[Line]:
    for part in _PARTS:
        left: Sequence[Record] = getattr(pair.left, part)
        right = list(getattr(pair.right, part))
        for one in left:
            same = (
                next((other for other in right if _bare(other) == _bare(one)), None) if part != "attachments" else None
            )
            if same is not None:
                right.remove(same)
            name, words = _detail(desk, one)
            after = _("kept once") if same is not None else words
            yield Line(one.id, name, words, words if same is not None else "", after)
        for other in right:
            name, words = _detail(desk, other)
            yield Line(other.id, name, "", words, words)


def _bare(record: Record) -> Record:
    """What a detail says, without whose it is."""
    return replace(record, id="", version=0, person_id="")  # type: ignore[call-arg]


def _detail(desk: Desk, one: Record) -> tuple[str, str]:
    """What a detail is, and what it says."""
    match one:
        case IdentityPaper():
            return desk.words("identity_paper", one.kind), one.number
        case HealthCard():
            until = _("until {day}").format(day=dates.written(one.valid_to)) if one.valid_to else ""
            return _("Health card"), _joined(one.number, until)
        case DisabilityCertificate():
            degree = desk.words("disability_degree", one.degree) if one.degree else ""
            return _("Disability certificate"), _joined(one.number, degree) or "–"
        case Address():
            place = ", ".join(filter(None, (one.village, desk.words("province", one.province or ""))))
            return desk.words("address_kind", one.kind), one.as_written or place
        case Relative():
            relation = desk.words("relationship", one.relation)
            return _("Relative"), _joined(f"{one.full_name} ({relation})", identity.phone_words(one.phone))
        case Allergy():
            return _("Allergy"), _joined(one.substance, one.reaction)
        case Alias():
            return _("Other name"), _joined(one.full_name, one.why)
        case Attachment():
            return _("File"), one.title
        case Schooling():
            level = desk.words("education", one.level) if one.level else ""
            return _("School year"), _joined(one.school_year, level, one.school, one.class_name)
        case VocationalCourse():
            return _("Vocational course"), _joined(one.trade, one.provider, _span(one.from_on, one.to_on))
        case Employment():
            return _("Job"), _joined(one.job, one.employer, _span(one.from_on, one.to_on))
    raise TypeError(type(one).__name__)


def _span(first: date | None, last: date | None) -> str:
    if first is None and last is None:
        return ""
    begun = dates.written(first) if first else ""
    return f"{begun} – {dates.written(last) if last else pgettext('until', 'now')}".strip()


def _stays(desk: Desk, pair: Pair) -> Iterator[Line]:
    sides = [(stay, LEFT) for stay in pair.left.stays] + [(stay, RIGHT) for stay in pair.right.stays]
    for stay, side in sorted(sides, key=lambda one: one[0].episode.start_on, reverse=True):
        words = _stay(desk, stay)
        open_or_ended = pgettext("stay", "open") if stay.episode.end_on is None else pgettext("stay", "ended")
        yield Line(stay.episode.id, open_or_ended, words if side == LEFT else "", words if side == RIGHT else "", words)


def _stay(desk: Desk, stay: StayFile) -> str:
    end = stay.episode.end_on
    span = f"{dates.written(stay.episode.start_on)} – {dates.written(end) if end else pgettext('until', 'now')}"
    return _joined(span, _code(desk, "category", stay.category))


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


# values in words


def said(desk: Desk, field: Field, value: Any) -> str:
    """A value as it is read; "" for nothing."""
    if value in (None, "", ()):
        return ""
    if field.fact.choices is not None:
        return enum_words.said(value)
    match field.fact.kind:
        case Kind.CODE:
            return _code(desk, str(field.fact.codes), value)
        case Kind.CODES:
            return ", ".join(_code(desk, str(field.fact.codes), code) for code in value)
        case Kind.YES:
            return _("Yes") if value else _("No")
        case Kind.PHONE:
            return identity.phone_words(value)
    if isinstance(value, date | PartialDate):
        return dates.written(value)
    return " ".join(str(value).split())


def _code(desk: Desk, list_name: str, code: str) -> str:
    """The words of a code; of a protected one only that it is protected."""
    if not code:
        return ""
    found = desk.codes.code(list_name, code)
    kind = found.extra.get("confidential") if found is not None else ""
    hidden = (kind == "hiv" and not permissions.may_see_hiv(desk.actor, desk.today())) or (
        kind == "violence" and not desk.sees_restricted
    )
    return _("a protected item") if hidden else desk.words(list_name, code)
