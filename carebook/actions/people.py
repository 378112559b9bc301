"""Deeds about a person: their facts, papers, relatives and allergies, files, joining two files, the duplicate guard."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from carebook.actions.change import Change, Refused, deed, refuse
from carebook.records.episodes import Episode
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
from carebook.records.record import Record, table_of
from carebook.records.schooling import Employment, Schooling, VocationalCourse
from carebook.records.staff import Actor, Reading
from carebook.rules import duplicates, identity, names, permissions
from carebook.rules.merging import Keep, MergeFile, merge_of, suspected_pairs
from carebook.rules.people import problems_in, problems_in_detail
from carebook.rules.problem import Problem
from carebook.rules.schooling import school_year_of
from carebook.store import merging, privacy, search
from carebook.store.book import Book, Writer, in_vietnam
from carebook.store.people import STAY_PARTS
from carebook.store.stays import guard_facts
from carebook.words import N_, Message, message

PERSON_DETAILS: tuple[type[Record], ...] = (
    *(Alias, IdentityPaper, HealthCard, DisabilityCertificate, Address, Relative, Allergy),
    *(Schooling, VocationalCourse, Employment),
)
DETAILS = (*PERSON_DETAILS, Attachment, *STAY_PARTS)
MOST_BYTES = 25_000_000
D = TypeVar("D", bound=Record)


def errors_among(problems: list[Problem]) -> list[Problem]:
    """Only those that stand against saving."""
    return [p for p in problems if p.severity == "error"]


def refuse_errors(problems: list[Problem]) -> None:
    """Refuse when a problem is more than a warning."""
    if errors := errors_among(problems):
        raise Refused(errors)


def tidy(person: Person) -> Person:
    """The person as it is kept: names and texts normalised, the phone in its plain form."""
    phone = identity.read_phone(person.phone) if person.phone else None
    return replace(
        person,
        full_name=names.normalise(person.full_name),
        alias=names.normalise(person.alias),
        home_town=names.normalise(person.home_town),
        phone=phone.value if phone and phone.problem is None else person.phone,
    )


def tidy_detail(detail: D) -> D:
    """The detail as it is kept: numbers in their plain form, names normalised."""
    match detail:
        case IdentityPaper(kind="national_id"):
            reading = identity.read_identity_number(detail.number)
            return replace(detail, number=reading.value if reading.problem is None else detail.number.strip())
        case HealthCard():
            reading = identity.read_health_card(detail.number)
            return replace(detail, number=reading.value if reading.problem is None else detail.number.strip())
        case Relative():
            phone = identity.read_phone(detail.phone) if detail.phone else None
            plain = phone.value if phone and phone.problem is None else detail.phone
            return replace(detail, full_name=names.normalise(detail.full_name), phone=plain)
        case Schooling():
            return replace(detail, school_year=school_year_of(detail.school_year) or detail.school_year.strip())
        case Alias():
            return replace(detail, full_name=names.normalise(detail.full_name))
    return detail


@deed(N_("Edit details"), "people")
def amend_person(
    book: Book, person: Person, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Write a person's new facts. `NewerVersion` when somebody changed them after ``seen``."""
    tidied = tidy(person)
    refuse_errors(problems_in(tidied, today=in_vietnam(now)))
    with book.changing(by.account_id, now, op, "amend_person", reason=reason) as writer:
        there = visible_person(writer, person.id, by, now)
        if not permissions.may_see_hiv(by, in_vietnam(now)):
            tidied = replace(tidied, hiv=there.hiv)  # who may not see it cannot wipe it out either
        writer.amend(tidied, seen=seen)
        search.index_person(writer, person.id)
    return Change(
        frozenset({"people"}), (person.id,), op, message("Saved the details of {name}.", name=tidied.full_name)
    )


@deed(N_("Add a paper, relative or allergy"), "people")
def add_detail(book: Book, detail: Record, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Add an alias, paper, card, certificate, address, relative, allergy, contract or belonging."""
    _may_write(by, detail, now)
    tidied = tidy_detail(detail)
    with book.changing(by.account_id, now, op, "add_detail", reason=reason) as writer:
        person = visible_person(writer, _person_of(writer, tidied), by, now)
        refuse_errors(problems_in_detail(tidied, person, today=in_vietnam(now)))
        kept = writer.add(tidied)
        search.index_detail(writer, detail, person.id)
    return Change(frozenset({"people"}), (kept.id, person.id), op, message("Saved."), result=kept)


@deed(N_("Edit a paper, relative or allergy"), "people")
def amend_detail(
    book: Book, detail: Record, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Write a detail's new facts."""
    _may_write(by, detail, now)
    tidied = tidy_detail(detail)
    with book.changing(by.account_id, now, op, "amend_detail", reason=reason) as writer:
        person = visible_person(writer, _person_of(writer, tidied), by, now)
        refuse_errors(problems_in_detail(tidied, person, today=in_vietnam(now)))
        kept = writer.amend(tidied, seen=seen)
        search.index_detail(writer, detail, person.id)
    return Change(frozenset({"people"}), (kept.id, person.id), op, message("Saved."), result=kept)


@deed(N_("Strike through a paper, relative or allergy"), "people")
def strike_detail(book: Book, detail: Record, *, by: Actor, now: datetime, op: str = "", reason: str = "") -> Change:
    """Strike a detail through; it stays readable with its reason."""
    _may_write(by, detail, now)
    if not reason.strip():
        raise refuse(message("Say why it is struck through."), "reason")
    with book.changing(by.account_id, now, op, "strike_detail", reason=reason) as writer:
        person = visible_person(writer, _person_of(writer, detail), by, now)
        writer.withdraw(type(detail), detail.id, reason)
        search.index_detail(writer, detail, person.id)
    return Change(frozenset({"people"}), (detail.id, person.id), op, message("Struck through."))


@deed(N_("Attach a file"), "people")
def attach_file(
    book: Book,
    attachment: Attachment,
    content: bytes,
    *,
    as_photo: bool = False,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Keep a file or photo of a person, encrypted by the hash of its content: the content first, then its row."""
    if not content:
        raise refuse(message("The file is empty."), "title")
    if len(content) > MOST_BYTES:
        raise refuse(message("The file is larger than 25 MB. Scan it at 200 dots per inch, or split it."), "title")
    digest = hashlib.sha256(content).hexdigest()
    book.keep_blob(content, digest)
    with book.changing(by.account_id, now, op, "attach_file", reason=reason) as writer:
        person = visible_person(writer, attachment.person_id, by, now)
        book.keep_blob(content, digest)  # bytes without a row may have been cleared away meanwhile
        kept = writer.add(replace(attachment, content_hash=digest, size=len(content)))
        if as_photo:
            writer.amend(replace(person, photo_id=kept.id))
    return Change(
        frozenset({"people"}), (kept.id, person.id), op, message("Attached {title}.", title=kept.title), result=kept
    )


@deed(N_("Merge records"), "people", "episodes", "casework")
def merge_people(
    book: Book,
    stays_id: str,
    goes_id: str,
    *,
    kept: Mapping[str, Keep] | None = None,
    seen: tuple[int, int] | None = None,
    by: Actor,
    now: datetime,
    op: str = "",
    reason: str = "",
) -> Change:
    """Join two files of one human being: everything moves to ``stays_id``; the name that is not kept stays as an alias.

    ``kept`` chooses whose value of a differing fact is kept, by the fact's name; ``seen`` are the versions of both people
    that were on show (`Outdated` when one is newer). Details that both files have word for word are kept once. Nothing is
    erased: the file that goes keeps its facts and its history, and undoing gives it everything back.
    """
    with book.changing(by.account_id, now, op, "merge_people", reason=reason) as writer:
        stays, goes = visible_person(writer, stays_id, by, now), visible_person(writer, goes_id, by, now)
        chosen = dict(kept or {})
        if not permissions.may_see_hiv(by, in_vietnam(now)):
            chosen.pop("hiv", None)  # who may not see it cannot choose it
        merge = merge_of(_merge_file(writer, stays), _merge_file(writer, goes), chosen)
        refuse_errors(list(merge.problems))
        restricted = search.is_restricted(writer, stays_id) or search.is_restricted(writer, goes_id)
        alias = merge.joined.alias or (f"Hồ sơ bảo mật {stays.code}" if restricted else "")
        person = writer.amend(replace(merge.joined, alias=alias), seen=seen[0] if seen else None)
        writer.amend(replace(goes, merged_into=stays_id), seen=seen[1] if seen else None)
        merging.move_rows(writer, goes_id, stays_id, once=[table_of(cls) for cls in PERSON_DETAILS])
        given_up = goes if person.full_name == stays.full_name else stays
        known = {person.full_name, *(one.full_name for one in writer.records(Alias, "person_id = ?", (stays_id,)))}
        if given_up.full_name not in known:
            writer.add(Alias(person_id=stays_id, full_name=given_up.full_name, why=given_up.code))
        search.index_person(writer, stays_id)
        search.index_person(writer, goes_id)
    return Change(
        frozenset({"people", "episodes", "casework"}),
        (stays_id, goes_id),
        op,
        message("Joined {code} to {name}.", code=goes.code, name=person.full_name),
    )


def _merge_file(writer: Writer, person: Person) -> MergeFile:
    episodes = writer.records(Episode, "person_id = ?", (person.id,))
    return MergeFile(person, tuple(episodes), tuple(writer.records(IdentityPaper, "person_id = ?", (person.id,))))


@deed(N_("Open a restricted record"))
def open_restricted_record(
    book: Book, person_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Leave a line in the reading log before a restricted record is shown; refused without the right."""
    if not permissions.may_open_restricted(by, in_vietnam(now)):
        raise refuse(protected())
    with book.changing(by.account_id, now, op, "open_restricted_record", reason=reason) as writer:
        if privacy.is_hidden(writer, person_id, by, in_vietnam(now)):
            raise refuse(protected())
        writer.add(
            Reading(
                at=now,
                account_id=by.account_id,
                deed="open_restricted_record",
                person_id=person_id,
                people=1,
                reason=reason,
            )
        )
    return Change(frozenset({"readings"}), (person_id,), op, undoable=False)


@dataclass(frozen=True)
class Suspected:
    """A suspicion with what may be shown of the person: "" and () when nothing may be told."""

    suspicion: duplicates.Suspicion
    name: str = ""
    code: str = ""
    withdrawn_because: str = ""
    present: bool = False

    @property
    def told(self) -> Message:
        """The one sentence of a protected match, or who it may be."""
        if self.suspicion.confidential:
            return message("A restricted record matches; ask the director. What was entered is kept in the draft.")
        if self.withdrawn_because:
            return message("This row was struck through ({why}).", why=self.withdrawn_because)
        if self.present:
            return message("May already be in the book: {name}, {code}.", name=self.name, code=self.code)
        return message("Was here before: {name}, {code}.", name=self.name, code=self.code)


def suspected(book: Book, candidate: duplicates.PersonFacts, *, by: Actor, now: datetime) -> list[Suspected]:
    """Who in the book may be the same as ``candidate``, former and struck-through people too; never names the protected."""
    day = in_vietnam(now)
    with book.looking(now) as reader:
        known = guard_facts(reader, restricted=privacy.sees_everybody(reader, by, day))
        found = [s for k in known if k.person_id != candidate.person_id and (s := duplicates.suspicion(candidate, k))]
        told = []
        for one in found:
            if one.confidential:
                told.append(Suspected(replace(one, person_id="")))
                continue
            person = reader.record(Person, one.person_id)
            if person is not None:
                here = reader.value(
                    "SELECT 1 FROM episode WHERE person_id = ? AND end_on IS NULL AND withdrawn_at IS NULL",
                    (person.id,),
                )
                told.append(Suspected(one, person.full_name, person.code, person.withdrawn_because, bool(here)))
        return told


@dataclass(frozen=True)
class Party:
    """One file of a suspected pair, as lists name it."""

    person_id: str
    name: str
    code: str
    present: bool


@dataclass(frozen=True)
class SuspectedPairs:
    """Files that may be one person's, the surest first. ``protected``: there are others, of which nothing may be told."""

    pairs: tuple[tuple[Party, Party, duplicates.Suspicion], ...]
    protected: bool = False


def suspected_in_book(book: Book, *, by: Actor, now: datetime, most: int = 100) -> SuspectedPairs:
    """Which files of the book may be one person's, former people too; never names the protected."""
    with book.looking(now) as reader:
        rows = reader.rows(
            """SELECT id, full_name, code, id IN (SELECT person_id FROM episode WHERE end_on IS NULL
            AND withdrawn_at IS NULL) AS present FROM person WHERE withdrawn_at IS NULL"""
        )
        known = guard_facts(reader, restricted=privacy.sees_everybody(reader, by, in_vietnam(now)))
    parties = {r["id"]: Party(r["id"], r["full_name"], r["code"], bool(r["present"])) for r in rows}
    found = suspected_pairs([one for one in known if one.person_id in parties])
    told = [pair for pair in found if not (pair[0].confidential or pair[1].confidential)]
    pairs = tuple((parties[one.person_id], parties[other.person_id], why) for one, other, why in told[:most])
    return SuspectedPairs(pairs, protected=len(told) < len(found))


def protected() -> Message:
    """The one sentence for every secret: it does not say which."""
    return message("This item is protected. If it is needed for care, ask the director.")


def visible_person(writer: Writer, person_id: str, by: Actor, now: datetime) -> Person:
    """The person inside the transaction; refused as protected when ``by`` may not see them, as out of
    scope, or because the file was joined to another.

    A role given for some wards only reaches the people whose bed is there; who has no bed is everybody's.
    """
    person = writer.record(Person, person_id)
    if person is None:
        raise LookupError(person_id)
    if person.merged_into:
        there = visible_person(writer, person.merged_into, by, now)
        raise refuse(
            message("This file was joined to {name}, {code}. Open that one.", name=there.full_name, code=there.code)
        )
    if privacy.is_hidden(writer, person_id, by, in_vietnam(now)):
        raise refuse(protected())
    refuse_out_of_scope(writer, person_id, by, now)
    return person


def refuse_out_of_scope(writer: Writer, person_id: str, by: Actor, now: datetime) -> None:
    """Refuse when the person's bed stands in a ward that ``by`` may not do this deed in."""
    ward = writer.row(
        """SELECT w.id, w.name FROM episode e JOIN bed_assignment b ON b.episode_id = e.id JOIN room r ON r.id = b.room_id
        JOIN ward w ON w.id = r.ward_id WHERE e.person_id = ? AND e.end_on IS NULL AND e.withdrawn_at IS NULL
        AND b.withdrawn_at IS NULL AND b.to_on IS NULL ORDER BY b.from_on DESC, b.id DESC LIMIT 1""",
        (person_id,),
    )
    if ward is not None and not permissions.may(by, writer.deed, in_vietnam(now), ward_id=ward["id"]):
        raise refuse(
            message("{ward} is outside the scope of this account. Ask the head of that ward.", ward=ward["name"])
        )


def visible_stay(writer: Writer, episode_id: str, by: Actor, now: datetime) -> tuple[Episode, Person]:
    """The stay inside the transaction and its person; refused as protected or out of scope. LookupError: no such stay."""
    episode = writer.record(Episode, episode_id)
    if episode is None:
        raise LookupError(episode_id)
    return episode, visible_person(writer, episode.person_id, by, now)


def cared_stay(writer: Writer, episode_id: str, by: Actor, now: datetime) -> tuple[Episode, str]:
    """The stay and the name ``by`` may be told; refused out of scope, not for restricted people: daily care is theirs too,
    under the alias. LookupError: no such stay."""
    episode = writer.record(Episode, episode_id)
    if episode is None or (person := writer.record(Person, episode.person_id)) is None:
        raise LookupError(episode_id)
    refuse_out_of_scope(writer, person.id, by, now)
    return episode, person.alias if privacy.is_hidden(writer, person.id, by, in_vietnam(now)) else person.full_name


def _person_of(writer: Writer, detail: Record) -> str:
    of_stay = (getattr(detail, "episode_id", ""),)
    return str(
        getattr(detail, "person_id", None) or writer.value("SELECT person_id FROM episode WHERE id = ?", of_stay)
    )


def _may_write(by: Actor, detail: Record, now: datetime) -> None:
    table = table_of(type(detail))
    if not isinstance(detail, DETAILS):
        raise TypeError(table)
    if not permissions.may_write_detail(by, table, in_vietnam(now)):
        raise refuse(permissions.missing_right("Edit a paper, relative or allergy", permissions.DETAIL_ROLES[table]))
