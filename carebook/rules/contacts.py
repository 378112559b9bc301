"""Contacts with relatives and others: what must be written, who is barred, and how many count as meetings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from carebook.dates import hour, written
from carebook.records.contacts import Contact
from carebook.records.episodes import Episode
from carebook.records.people import Relative
from carebook.records.protection import ContactBan
from carebook.rules.identity import read_identity_number
from carebook.rules.intake import too_long
from carebook.rules.names import tone_normalised
from carebook.rules.problem import Problem, warning
from carebook.words import Message, message

EARLIEST = 1900
MOST_PEOPLE = 200
MOST_MINUTES = 1440
_TEXTS = ("name", "paper_no", "course", "reaction", "brought", "allowed_because")


def problems_in_contact(
    contact: Contact,
    *,
    stay: Episode,
    today: date,
    relatives: Iterable[Relative] = (),
    bans: Iterable[ContactBan] = (),
) -> list[Problem]:
    """Errors and warnings of a contact; whoever is barred is refused unless ``allowed_because`` says why not."""
    return [
        *_in_day(contact, stay, today),
        *_in_times(contact),
        *_in_visitor(contact),
        *_in_permission(contact, relatives, bans),
        *too_long(contact, _TEXTS),
    ]


def _in_day(contact: Contact, stay: Episode, today: date) -> Iterator[Problem]:
    held = contact.held_on
    if held is None:
        yield Problem("held_on", message("Write on which day the contact was."))
    elif held.year < EARLIEST:
        yield Problem("held_on", message("The year {year} cannot be meant. Check it.", year=held.year))
    elif held > today:
        yield Problem("held_on", message("{day} lies in the future.", day=written(held)))
    elif held < stay.start_on:
        said = message("{day} lies before the stay began ({start}).", day=written(held), start=written(stay.start_on))
        yield warning("held_on", said)
    elif stay.end_on is not None and held > stay.end_on:
        yield warning("held_on", message("The stay ended on {day}.", day=written(stay.end_on)))


def _in_times(contact: Contact) -> Iterator[Problem]:
    came, left, minutes = contact.held_at, contact.left_at, contact.minutes
    if left is not None and came is None:
        yield Problem("held_at", message("Write at what time the visitor came."))
    elif left is not None and came is not None and left < came:
        said = message("Left at {left}, before coming at {came}.", left=hour(left), came=hour(came))
        yield Problem("left_at", said)
    if minutes is not None and not 0 < minutes <= MOST_MINUTES:
        yield Problem("minutes", message("Minutes are between 1 and {most}.", most=MOST_MINUTES))


def _in_visitor(contact: Contact) -> Iterator[Problem]:
    if not contact.kind:
        yield Problem("kind", message("Choose the kind of contact."))
    if not contact.name.strip():
        yield Problem("name", message("Write who came, called or wrote."))
    if contact.people is None or not 1 <= contact.people <= MOST_PEOPLE:
        yield Problem("people", message("Visitors are between 1 and {most}.", most=MOST_PEOPLE))
    if contact.paper_no.strip() and (wrong := read_identity_number(contact.paper_no).problem) is not None:
        yield warning("paper_no", wrong)


def _in_permission(contact: Contact, relatives: Iterable[Relative], bans: Iterable[ContactBan]) -> Iterator[Problem]:
    relatives = tuple(relatives)
    barred = reasons_against(contact, relatives, bans)
    if barred and not contact.allowed_because.strip():
        yield Problem("", barred[0])
        yield Problem("allowed_because", message("Write why it was allowed all the same."))
    for one in relatives:
        if one.no_information and _is_about(contact, one.id, one.full_name):
            yield warning("name", message("{name} is not to be given information.", name=one.full_name))


def reasons_against(contact: Contact, relatives: Iterable[Relative], bans: Iterable[ContactBan]) -> tuple[Message, ...]:
    """Why the other person of this contact should not be in touch: a ban in force that day, or a relative marked so.

    They are known by the relative chosen, or by the same name in another spelling of tones.
    """
    day = contact.held_on
    ordered = [
        message(
            "{name} is banned from contact until {day} ({paper}).",
            name=ban.against,
            day=written(ban.to_on) if ban.to_on else "–",
            paper=" · ".join(filter(None, (ban.number, ban.issuer))) or "–",
        )
        for ban in bans
        if day is not None and is_in_force(ban, day) and _is_about(contact, ban.relative_id, ban.against)
    ]
    marked = [
        message("{name} must not be in contact with this person.", name=one.full_name)
        for one in relatives
        if one.no_contact and _is_about(contact, one.id, one.full_name)
    ]
    return (*ordered, *marked)


def barred_names(relatives: Iterable[Relative], bans: Iterable[ContactBan], day: date) -> tuple[str, ...]:
    """The names of everybody who must not be in contact on a day, by a ban or as a relative marked so."""
    marked = [one.full_name for one in relatives if one.no_contact]
    return (*(ban.against for ban in bans if is_in_force(ban, day)), *marked)


def is_one_of(name: str, names: Iterable[str]) -> bool:
    """Whether a name is among others, in whatever spelling of tones."""
    return bool(name.strip()) and tone_normalised(name) in map(tone_normalised, names)


def is_in_force(ban: ContactBan, day: date) -> bool:
    """Whether a ban holds on a day, its first and last included."""
    return (ban.from_on is None or ban.from_on <= day) and (ban.to_on is None or day <= ban.to_on)


def _is_about(contact: Contact, relative_id: str | None, name: str) -> bool:
    if relative_id is not None and contact.relative_id == relative_id:
        return True
    return is_one_of(name, (contact.name,))


def meetings(contacts: Sequence[Contact], kinds: Collection[str]) -> int:
    """How many contacts were meetings; ``kinds`` are those in which people see each other."""
    return sum(one.kind in kinds for one in contacts)
