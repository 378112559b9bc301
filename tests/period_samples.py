"""A small book with a closed October in reach: who lives there, who came and went, and the keys to sign with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from carebook.actions import periods, signing
from carebook.dates import PartialDate
from carebook.records.people import Sex
from carebook.records.periods import Snapshot
from carebook.records.staff import Actor
from carebook.store.book import Book, new_id
from tests import samples

MONTH = "2026-10"
BEFORE = datetime(2026, 10, 31, 3, 0, tzinfo=UTC)
"""When the people below were written down: before October was closed."""

KEY_PASSWORD, ROOT_PASSWORD = "khoa ky cua toi 1", "trong ket sat 2"


@dataclass(frozen=True)
class Living:
    """One person of the sample book, with the stay."""

    person_id: str
    episode_id: str
    name: str


def live(book: Book, name: str, *, now: datetime = BEFORE, born: str = "1945", code: str = "", **stay: Any) -> Living:
    """Write down somebody with one stay; ``category`` among the facts of the stay."""
    category = stay.pop("category", "elderly_alone_poor")
    sex = stay.pop("sex", Sex.FEMALE)
    with book.changing("", now, new_id(), "test") as writer:
        count = int(writer.value("SELECT count(*) FROM person"))
        person = writer.add(
            samples.person(
                code=code or f"CB-{count + 1:06}",
                full_name=name,
                born=PartialDate(born),
                sex=sex,
                alias=stay.pop("alias", ""),
            )
        )
        episode = writer.add(samples.episode(person.id, **stay))
        writer.add(samples.episode_category(episode.id, category=category, from_on=episode.start_on))
    return Living(person.id, episode.id, name)


def filled(book: Book) -> dict[str, Living]:
    """Six people: two old residents, one who came and one who went home in October, a child, one restricted."""
    return {
        "an": live(book, "Trần Thị An"),
        "ben": live(book, "Cao Văn Bến", sex=Sex.MALE, born="1950"),
        "xuyen": live(book, "Nguyễn Văn Xuyến", sex=Sex.MALE, born="1955", start_on=date(2026, 10, 5)),
        "loc": live(
            book,
            "Trần Văn Lộc",
            sex=Sex.MALE,
            born="1992",
            end_on=date(2026, 10, 12),
            end_reason="goal_reached",
            destination="family",
        ),
        "nhien": live(book, "Bé An Nhiên", born="2020", category="child_abandoned"),
        "kin": live(
            book,
            "Lò Thị Kín",
            born="1990",
            start_on=date(2026, 10, 22),
            category="victim_dv",
            route="emergency",
            confidential=True,
            alias="Hoa Mười",
        ),
    }


def closed(book: Book, director: Actor, now: datetime, **given: Any) -> Snapshot:
    """October closed; the first version unless ``reason`` says why another."""
    snapshot: Snapshot = periods.close_period(book, MONTH, by=director, now=now, **given).result
    return snapshot


def with_keys(book: Book, director: Actor, preparer: Actor, now: datetime) -> None:
    """A signing key for both, under the same password."""
    for actor in (preparer, director):
        signing.make_signing_key(book, actor.staff_member_id, KEY_PASSWORD, ROOT_PASSWORD, by=actor, now=now)


def signers(director: Actor, preparer: Actor) -> periods.Signers:
    """The preparer of the tables and the director."""
    return periods.Signers(preparer.name, "Nhân viên công tác xã hội", director.name)


def signed(book: Book, director: Actor, preparer: Actor, now: datetime, **given: Any) -> Snapshot:
    """October closed, numbered and signed by both."""
    with_keys(book, director, preparer, now)
    snapshot = closed(book, director, now, signers=signers(director, preparer), **given)
    periods.number_report(book, snapshot.id, "128", date(2026, 11, 4), by=director, now=now)
    signing.sign_as_preparer(book, snapshot.id, KEY_PASSWORD, by=preparer, now=now)
    signing.sign_as_head(book, snapshot.id, KEY_PASSWORD, by=director, now=now)
    return kept(book, snapshot.id, now)


def kept(book: Book, snapshot_id: str, now: datetime) -> Snapshot:
    """The report as the book holds it."""
    with book.looking(now) as reader:
        found = reader.record(Snapshot, snapshot_id)
    assert found is not None
    return found


def values(table: Mapping[str, Any], row: str, column: str) -> Any:
    """One number in the data of a report."""
    place = table["columns"].index(column)
    return next(r["values"][place] for r in table["rows"] if r["code"] == row)
