"""Questions about contacts: those of a stay, the visitors' book of the center, and who must not be in contact."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from carebook.records.contacts import Contact
from carebook.records.episodes import Episode
from carebook.records.people import Person, Relative
from carebook.records.protection import ContactBan
from carebook.rules.contacts import barred_names, is_in_force
from carebook.store import code_lists
from carebook.store.book import Reader


@dataclass(frozen=True)
class ContactLine:
    """One contact in a list, with whom it was. ``masked``: the name is an alias, and who came and what was said is left out."""

    contact: Contact
    person_id: str
    name: str
    code: str
    room: str
    masked: bool

    @property
    def id(self) -> str:
        return self.contact.id


@dataclass(frozen=True)
class Bounds:
    """Whom somebody of a stay may not meet, and the relatives it concerns: what is shown before a contact is written."""

    episode: Episode
    person: Person
    relatives: tuple[Relative, ...]
    bans: tuple[ContactBan, ...]

    def in_force(self, day: date) -> tuple[ContactBan, ...]:
        """The bans that hold on a day."""
        return tuple(ban for ban in self.bans if is_in_force(ban, day))

    def relative(self, relative_id: str | None) -> Relative | None:
        """One of the relatives."""
        return next((one for one in self.relatives if one.id == relative_id), None)


def contacts_of(reader: Reader, episode_id: str, *, withdrawn: bool = False) -> tuple[Contact, ...]:
    """The contacts of a stay, the newest first; with ``withdrawn`` also those struck through."""
    reader.asks("reintegration")
    order = "held_on DESC, held_at DESC, id DESC"
    return tuple(reader.records(Contact, "episode_id = ?", (episode_id,), order=order, withdrawn=withdrawn))


def contact_lines_of(reader: Reader, episode_id: str) -> tuple[ContactLine, ...]:
    """The contacts of a stay as lines of a list, the newest first."""
    return _lines(reader, "c.episode_id = :stay", {"stay": episode_id}, "DESC")


def contact_lines_between(reader: Reader, first: date, last: date) -> tuple[ContactLine, ...]:
    """All contacts from ``first`` to ``last``, in the order in which they were; everybody counts, some under their alias."""
    days = {"first": first.isoformat(), "last": last.isoformat()}
    return _lines(reader, "c.held_on BETWEEN :first AND :last", days, "ASC")


def visitors(reader: Reader, first: date, last: date) -> tuple[ContactLine, ...]:
    """The visitors' book from ``first`` to ``last``: the contacts in which somebody came to the center."""
    coming = visitor_kinds(reader)
    return tuple(line for line in contact_lines_between(reader, first, last) if line.contact.kind in coming)


def last_contact_on(reader: Reader, episode_id: str, *, kinds: Collection[str] | None = None) -> date | None:
    """The day of the last contact of a stay, None without one; ``kinds`` counts only these."""
    reader.asks("reintegration")
    rows = reader.rows(
        "SELECT held_on, kind FROM counted_contact WHERE episode_id = ? AND withdrawn_at IS NULL", (episode_id,)
    )
    return max((_day(row["held_on"]) for row in rows if kinds is None or row["kind"] in kinds), default=None)


def bans_on(reader: Reader, episode_id: str, day: date) -> tuple[ContactBan, ...]:
    """The bans of contact that hold for the person of a stay on a day."""
    reader.asks("reintegration")
    return tuple(ban for ban in bans_of(reader, episode_id) if is_in_force(ban, day))


def bans_of(reader: Reader, episode_id: str) -> tuple[ContactBan, ...]:
    """All bans of contact of the person of a stay, the last to end first: an order holds until its last day, whichever stay
    it was written down in.
    """
    of_person = """episode_id IN (
        SELECT other.id FROM episode this JOIN episode other ON other.person_id = this.person_id WHERE this.id = ?
    )"""
    return tuple(reader.records(ContactBan, of_person, (episode_id,), order="to_on DESC, id DESC"))


def bounds(reader: Reader, episode_id: str) -> Bounds | None:
    """What must be known before a contact of a stay is written; None when the asker may not see it."""
    reader.asks("reintegration")
    episode = reader.record(Episode, episode_id)
    person = reader.record(Person, episode.person_id) if episode is not None else None
    if episode is None or person is None:
        return None
    relatives = reader.records(Relative, "person_id = ?", (person.id,))
    return Bounds(episode, person, tuple(relatives), bans_of(reader, episode_id))


def barred_from(reader: Reader, person_id: str, episode_id: str, day: date) -> tuple[str, ...]:
    """The names of everybody who must not be in contact with a person of a stay on a day."""
    relatives = reader.records(Relative, "person_id = ?", (person_id,))
    return barred_names(relatives, bans_of(reader, episode_id), day)


def meeting_kinds(reader: Reader) -> frozenset[str]:
    """The kinds of contact in which people see each other."""
    return _kinds(reader, "meeting")


def visitor_kinds(reader: Reader) -> frozenset[str]:
    """The kinds of contact in which somebody comes to the center."""
    return _kinds(reader, "visitor")


def _kinds(reader: Reader, mark: str) -> frozenset[str]:
    return frozenset(one.code for one in code_lists.code_history(reader, "contact_kind") if one.extra.get(mark))


def _lines(reader: Reader, where: str, values: dict[str, str], order: str) -> tuple[ContactLine, ...]:
    reader.asks("reintegration")
    rows = reader.rows(
        f"""SELECT c.id, c.episode_id, c.held_on, c.kind, c.people, f.version, f.held_at, f.relative_id, f.name, f.relation,
            f.paper_no, f.left_at, f.minutes, f.course, f.reaction, f.brought, f.staff_member_id, f.allowed_because,
            e.person_id, p.full_name AS person_name, p.code, p.masked, coalesce(r.name, '') AS room
        FROM counted_contact c JOIN episode e ON e.id = c.episode_id JOIN listed_person p ON p.id = e.person_id
        LEFT JOIN found_contact f ON f.id = c.id
        LEFT JOIN bed_assignment b ON b.id = (SELECT y.id FROM bed_assignment y WHERE y.episode_id = c.episode_id
            AND y.withdrawn_at IS NULL AND y.to_on IS NULL ORDER BY y.from_on DESC, y.id DESC LIMIT 1)
        LEFT JOIN room r ON r.id = b.room_id
        WHERE c.withdrawn_at IS NULL AND ({where})
        ORDER BY c.held_on {order}, f.held_at {order}, c.id {order}""",
        values,
    )
    return tuple(_line(row) for row in rows)


def _line(row: Any) -> ContactLine:
    contact = Contact(
        id=row["id"],
        version=row["version"] or 0,
        episode_id=row["episode_id"],
        held_on=_day(row["held_on"]),
        held_at=_time(row["held_at"]),
        kind=row["kind"],
        relative_id=row["relative_id"],
        name=row["name"] or "",
        relation=row["relation"] or "",
        paper_no=row["paper_no"] or "",
        people=row["people"],
        left_at=_time(row["left_at"]),
        minutes=row["minutes"],
        course=row["course"] or "",
        reaction=row["reaction"] or "",
        brought=row["brought"] or "",
        staff_member_id=row["staff_member_id"],
        allowed_because=row["allowed_because"] or "",
    )
    masked = bool(row["masked"])
    room = "" if masked else row["room"]
    return ContactLine(contact, row["person_id"], row["person_name"], row["code"], room, masked)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
