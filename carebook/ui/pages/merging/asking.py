"""What joining two files asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carebook.actions.people import Suspected, SuspectedPairs, suspected, suspected_in_book
from carebook.records.staff import Actor
from carebook.rules.duplicates import PersonFacts
from carebook.store import merging, people
from carebook.store.book import Book, Reader
from carebook.store.drafts import Draft, own_draft
from carebook.store.merging import JoinedFile
from carebook.store.people import PersonFile

FORM = "merging"


@dataclass(frozen=True)
class First:
    """The file chosen first, who may be the same, and the files joined to it before."""

    file: PersonFile
    suspected: tuple[Suspected, ...]
    joined: tuple[JoinedFile, ...]


@dataclass(frozen=True)
class Both:
    """The two files (None: not to be seen), and the draft of joining them."""

    files: tuple[PersonFile | None, PersonFile | None]
    draft: Draft | None


def pairs(_reader: Reader, book: Book, by: Actor, now: datetime) -> SuspectedPairs:
    """The files of the book that may be one person's."""
    return suspected_in_book(book, by=by, now=now)


def first(reader: Reader, book: Book, person_id: str, by: Actor, now: datetime, today: date) -> First | None:
    """The file chosen first, or the one it was joined to; None when the asker may not see it."""
    file = people.person_file(reader, merging.file_that_stays(reader, person_id), today)
    if file is None:
        return None
    person = file.person
    facts = PersonFacts(
        person.id,
        (person.full_name, *(one.full_name for one in file.aliases)),
        person.sex,
        person.born,
        tuple(one.number for one in file.papers),
        tuple(one.number for one in file.health_cards),
        (person.phone,) if person.phone else (),
        person.home_town,
    )
    joined = merging.joined_files(reader, person.id)
    return First(file, tuple(suspected(book, facts, by=by, now=now)), tuple(joined))


def both(reader: Reader, ids: tuple[str, str], today: date) -> Both:
    """Both files as they are now."""
    return Both(merging.compared_files(reader, ids, today), own_draft(reader, FORM, subject(ids)))


def subject(ids: tuple[str, str]) -> str:
    """What a draft of joining two files is kept under, whichever was chosen first."""
    return "/".join(sorted(ids))
