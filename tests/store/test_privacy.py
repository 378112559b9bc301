"""A planted name reaches nobody without the right, by any table, column, view or index; every figure counts everybody."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from carebook.records.declaration import Kind, Secret, fields
from carebook.records.episodes import Episode
from carebook.records.people import Person
from carebook.records.protection import CaseAccess
from carebook.records.record import Record, table_of
from carebook.records.services import HotlineCall
from carebook.records.staff import Actor, Role
from carebook.store import choices, drafts, errors, periods, privacy, search
from carebook.store.book import Book, Reader, new_id
from tests import case_samples, daily_rows, path_samples, samples, therapy_samples
from tests.every_record import every_record

PLANT = "Xichquy"
CLASSES = {table_of(cls): cls for cls in every_record()}
MAKERS: dict[str, Callable[..., Record]] = {
    "alias": samples.alias,
    "identity_paper": samples.identity_paper,
    "health_card": samples.health_card,
    "disability_certificate": samples.disability_certificate,
    "address": samples.address,
    "relative": samples.relative,
    "attachment": samples.attachment,
    "service_contract": samples.service_contract,
    "belonging": samples.belonging,
    "absence": samples.absence,
    "dossier_item": samples.dossier_item,
}
BY_STAY = {"service_contract", "belonging", "absence", "dossier_item"}
# Texts of a fixed form that the program itself writes: a scale's name, a period, a school year.
FIXED = {
    ("instrument_score", "instrument"),
    ("item_answer", "item"),
    ("progress_line", "period"),
    ("schooling", "school_year"),
    ("education_plan", "school_year"),
    ("snooze", "kind"),
    ("chronic_condition", "icd"),
    ("consultation", "icd"),
    ("death", "icd"),
    ("incident", "number"),
}
HOLDERS = sorted(set(Role), key=lambda role: role.value)


def planted(record: Record) -> Record:
    """The record with the plant in every text that may identify somebody."""
    whole = table_of(type(record)) in privacy.IDENTIFYING
    texts = (Kind.TEXT, Kind.NOTE, Kind.NAME, Kind.PHONE)
    return replace(
        record,
        **{
            field.name: f"{PLANT} {field.name}"
            for field in fields(type(record))
            if field.type is str
            and (field.fact.secret or whole)
            and (field.fact.kind in texts)
            and field.name != "withdrawn_because"
            and (table_of(type(record)), field.name) not in FIXED
        },
    )


@pytest.fixture
def secret_id(book: Book, director: Actor, now: datetime) -> str:
    """A restricted person with the plant everywhere, beside an open one; returns the restricted one's id."""
    with book.changing(director.account_id, now, new_id(), "test", reason="thử") as writer:
        ward = writer.add(samples.ward())
        room = writer.add(samples.room(ward.id))
        for code, restricted in (("CB-000001", False), ("CB-000002", True)):
            person: Any = samples.person(code=code, alias="Hoa Sữa" if restricted else "", hiv=True)
            person = writer.add(planted(person) if restricted else person)
            stay: Any = samples.episode(person.id, confidential=restricted)
            stay = writer.add(planted(stay) if restricted else stay)
            writer.add(samples.episode_category(stay.id))
            writer.add(samples.bed_assignment(stay.id, room.id))
            for table, make in MAKERS.items():
                record = make(stay.id if table in BY_STAY else person.id)
                writer.add(planted(record) if restricted else record)
            dress = planted if restricted else case_samples.as_it_is
            case_samples.whole_case(writer, person.id, stay.id, dress)
            therapy_samples.whole_therapy(writer, stay.id, dress)
            path_samples.whole_path(writer, person.id, stay.id, dress)
            daily_rows.whole_days(writer, person.id, stay.id, ward.id, dress)
            search.index_person(writer, person.id)
    return str(person.id)


def shows_plant(value: Any) -> bool:
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
    return PLANT.casefold() in text.casefold()


def columns_of_everything(book: Book, reader: Reader, now: datetime) -> list[tuple[str, str]]:
    with book.looking(now) as everything:
        tables = [r[0] for r in everything.rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")]
        found = [(t, r[1]) for t in tables for r in everything.rows(f'PRAGMA table_info("{t}")')]
    views = [r[0] for r in reader.rows("SELECT name FROM temp.sqlite_master WHERE type = 'view'")]
    return [*found, *((t, "rowid") for t in tables), *((view, "*") for view in views)]


def test_every_identifying_table_is_planted() -> None:
    assert {*privacy.IDENTIFYING, *privacy.PARTLY_IDENTIFYING} == {
        *(*MAKERS, *case_samples.TABLES, *therapy_samples.TABLES, *path_samples.TABLES, *daily_rows.TABLES),
        *("person", "episode"),
    }


def test_what_is_withheld_is_what_the_records_declare() -> None:
    names = {table: {field.name for field in fields(cls)} for table, cls in CLASSES.items()}
    assert {
        table: "person_id" if "person_id" in names[table] else "episode_id" for table in privacy.IDENTIFYING
    } == privacy.IDENTIFYING
    declared = {
        secret: {
            table: withheld
            for table, cls in CLASSES.items()
            if (withheld := {field.name for field in fields(cls) if field.fact.secret is secret})
        }
        for secret in Secret
    }
    # a line of a handover names nobody: whom it is about is its link, and its words are needed by who takes the shift over
    # a person of another center belongs to nobody of this book: only who sees everybody reads the whole table
    del declared[Secret.IDENTITY]["received_person"]
    assert declared[Secret.IDENTITY] | {"handover_line": set()} == privacy.PARTLY_IDENTIFYING
    assert declared[Secret.HIV] == privacy.ON_HIV


@pytest.mark.usefixtures("secret_id")
def test_no_column_of_any_table_shows_the_plant(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    for role in (Role.NURSE, Role.IT, Role.INSPECTOR, Role.HEAD):
        with book.reading_for(actor_with(role), now) as reader:
            everything = columns_of_everything(book, reader, now)
            assert len(everything) > 400
            for table, column in everything:
                quoted = column if column == "*" else f'"{column}"'
                try:
                    rows = reader.rows(f'SELECT {quoted} FROM "{table}"')
                except errors.NotAllowedToSee:
                    continue
                except Exception as error:
                    if str(error).startswith(("no such column", "no such table")):
                        continue
                    raise
                assert not [row for row in rows if any(shows_plant(value) for value in row)], (role, table, column)


ASIDE = [
    "SELECT full_name FROM main.person",
    "SELECT p.full_name FROM person p JOIN found_person f ON f.id = p.id",
    "SELECT (SELECT full_name FROM person WHERE id = f.id) FROM listed_person f",
    "SELECT id FROM person WHERE full_name LIKE 'X%'",
    "SELECT id FROM person ORDER BY full_name",
    "SELECT group_concat(note) FROM person",
    "SELECT words FROM search_restricted WHERE search_restricted MATCH 'xichquy'",
    "SELECT person_id FROM search_restricted WHERE search_restricted MATCH 'xichquy'",
    "SELECT c0 FROM search_restricted_content",
    "SELECT changes FROM journal",
    "SELECT place FROM absence",
    "SELECT content FROM draft",
    "SELECT * FROM (SELECT full_name FROM main.person) AS found_person",
]


@pytest.mark.usefixtures("secret_id")
def test_ways_around_the_views_are_closed(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    open_ways = []
    with book.reading_for(actor_with(Role.NURSE), now) as reader:
        for sql in ASIDE:
            with contextlib.suppress(errors.NotAllowedToSee):
                open_ways.append((sql, reader.rows(sql)))
    assert open_ways == []


def test_no_question_gives_a_part_of_itself_the_name_of_a_view() -> None:
    """The guard takes a WITH part of a view's name for the view itself."""
    borrowed = re.compile(r"\b(found|listed|counted|own)_\w+\s*(\([^)]*\))?\s+AS\s*\(", re.IGNORECASE)
    sources = (Path(privacy.__file__).parents[1]).rglob("*.py")
    assert not [path.name for path in sources if borrowed.search(path.read_text(encoding="utf-8"))]


def test_a_reader_changes_nothing(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    with book.reading_for(actor_with(Role.NURSE), now) as reader:
        before = reader.value("SELECT count(*) FROM ward")
        for sql in (
            "DELETE FROM ward",
            "CREATE TEMP VIEW found_more AS SELECT * FROM main.person",
            "PRAGMA query_only=OFF",
            "PRAGMA writable_schema=ON",
            "ATTACH ':memory:' AS aside",
        ):
            with pytest.raises(errors.BookError):
                reader.rows(sql)
            assert reader.value("SELECT count(*) FROM ward") == before
            with pytest.raises(errors.BookError):
                reader.rows("DELETE FROM ward")


def listed(book: Book, secret_id: str, member_id: str, director: Actor, now: datetime, **given: Any) -> CaseAccess:
    """Put a staff member on the list of who needs to know the restricted stay."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        (stay,) = writer.records(Episode, "person_id = ?", (secret_id,))
        row = {"staff_member_id": member_id, "from_on": date(2026, 6, 1), "why": "phụ trách ca"} | given
        return writer.add(CaseAccess(episode_id=stay.id, **row))


def test_who_has_the_right_and_needs_to_know_sees_the_name(
    book: Book, secret_id: str, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    worker = actor_with(Role.SOCIAL_WORKER, restricted=True)
    listed(book, secret_id, worker.staff_member_id, director, now)
    for actor in (director, worker):
        with book.reading_for(actor, now) as reader:
            person = reader.record(Person, secret_id)
            assert person is not None
            assert PLANT in person.full_name
            assert reader.value("SELECT count(*) FROM found_absence WHERE place LIKE ?", (f"{PLANT}%",)) == 2


def test_with_a_list_of_who_needs_to_know_the_right_alone_shows_nothing(
    book: Book, secret_id: str, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    worker = actor_with(Role.SOCIAL_WORKER, restricted=True)
    columns = ["SELECT * FROM found_person", "SELECT * FROM listed_person", "SELECT * FROM found_journal"]
    columns += [
        f"SELECT * FROM {privacy.source_of(CLASSES[table])}"
        for table in (*privacy.IDENTIFYING, *privacy.PARTLY_IDENTIFYING)
    ]

    def sees(moment: datetime = now) -> bool:
        with book.reading_for(worker, moment) as reader:
            shown = any(shows_plant(value) for sql in columns for row in reader.rows(sql) for value in row)
            found = search.find_people(reader, PLANT, restricted=True)
            masked = reader.value("SELECT masked FROM listed_person WHERE id = ?", (secret_id,))
            assert (found.people != (), found.nearest, masked) == (shown, "", int(not shown))
        with book.looking(moment) as everything:
            day = moment.date()
            assert privacy.is_hidden(everything, secret_id, worker, day) is not shown
            assert privacy.hidden_people(everything, worker, day) == (frozenset() if shown else {secret_id})
            assert privacy.sees_everybody(everything, worker, day) is shown
            assert not privacy.is_hidden(everything, secret_id, director, day)
        return shown

    assert not sees()  # the list of the planted case names another
    mine = listed(book, secret_id, worker.staff_member_id, director, now, to_on=date(2026, 11, 30))
    assert sees()
    assert not sees(now + timedelta(days=14))  # the list stays a list when its rows have ended
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for row in writer.records(CaseAccess, "id <> ?", (mine.id,)):
            writer.withdraw(CaseAccess, row.id, "ghi nhầm")
    assert sees()
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.withdraw(CaseAccess, mine.id, "không cần danh sách")
    assert sees(now + timedelta(days=14))  # without a list the right is enough


def test_a_restricted_call_is_withheld_with_its_history(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        for confidential in (False, True):
            call: Any = HotlineCall(called_at=now, need="violence", outcome="advised", confidential=confidential)
            writer.add(planted(call) if confidential else call)
    for actor, seen in ((actor_with(Role.NURSE), 1), (director, 2)):
        with book.reading_for(actor, now) as reader:
            assert len(reader.records(HotlineCall)) == seen
            lines = reader.rows("SELECT changes FROM found_journal WHERE tbl = 'hotline_call'")
            assert len(lines) == seen
            assert any(shows_plant(line["changes"]) for line in lines) is (seen == 2)
            assert reader.value("SELECT count(*) FROM counted_hotline_call") == 2


def test_in_lists_the_person_is_masked_elsewhere_dropped(
    book: Book, secret_id: str, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.reading_for(actor_with(Role.NURSE), now) as reader:
        row = reader.row("SELECT full_name, born, masked FROM listed_person WHERE id = ?", (secret_id,))
        assert row is not None
        assert tuple(row) == ("Hoa Sữa", None, 1)
        assert reader.record(Person, secret_id) is None
        for cls in (CLASSES[table] for table in (*privacy.IDENTIFYING, *privacy.PARTLY_IDENTIFYING)):
            key = "id" if cls is Person else "person_id" if "person_id" in {f.name for f in fields(cls)} else ""
            if key:
                assert not reader.records(cls, f"{key} = ?", (secret_id,)), cls
        assert len(reader.rows("SELECT * FROM found_journal WHERE person_id = ?", (secret_id,))) == 0


def test_a_search_finds_the_restricted_only_with_the_right(
    book: Book, secret_id: str, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.reading_for(actor_with(Role.NURSE), now) as reader:
        assert search.find_people(reader, PLANT, restricted=False).people == ()
        assert search.find_people(reader, PLANT[:-1] + "i", restricted=False).nearest == ""
        with pytest.raises(errors.NotAllowedToSee):
            search.find_people(reader, PLANT, restricted=True)
    with book.reading_for(director, now) as reader:
        assert [p.person_id for p in search.find_people(reader, PLANT, restricted=True).people] == [secret_id]


TOTALS = [
    "SELECT count(*) FROM listed_person",
    "SELECT count(*) FROM listed_episode WHERE end_on IS NULL",
    "SELECT count(*) FROM counted_person WHERE sex = 'female'",
    "SELECT count(*) FROM counted_health_card WHERE valid_to >= '2026-11-22'",
    "SELECT count(*) FROM absence WHERE back_on IS NULL",
    "SELECT count(*) FROM episode_category WHERE category = 'elderly_alone_poor'",
    "SELECT count(*) FROM counted_service_contract",
]


@pytest.mark.usefixtures("secret_id")
def test_every_role_sees_the_same_totals(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    for role in HOLDERS:
        with book.reading_for(actor_with(role), now) as reader:
            assert [reader.value(sql) for sql in TOTALS] == [2, 2, 2, 2, 2, 2, 2], role


@pytest.mark.usefixtures("secret_id")
def test_hiv_is_seen_only_by_a_grant_that_says_so(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    with book.reading_for(director, now) as reader:
        assert [p.hiv for p in reader.records(Person)] == [None, None]
        assert not [r for r in reader.rows("SELECT changes FROM found_journal WHERE tbl = 'person'") if '"hiv"' in r[0]]
        with pytest.raises(errors.NotAllowedToSee):
            reader.rows("SELECT hiv FROM person")
    with book.reading_for(actor_with(Role.DOCTOR, hiv=True), now) as reader:
        assert [p.hiv for p in reader.records(Person)] == [True]
        assert [r for r in reader.rows("SELECT changes FROM found_journal WHERE tbl = 'person'") if '"hiv"' in r[0]]


def test_a_draft_is_its_owners(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    owner, other = actor_with(Role.NURSE), actor_with(Role.NURSE, name="Thân Văn Bằng Lăng")
    with book.changing(owner.account_id, now, "", "keep_draft", journaled=False) as writer:
        drafts.put_draft(writer, "note", "", {"text": PLANT})
    with book.reading_for(other, now) as reader:
        assert drafts.own_drafts(reader) == []
    with book.reading_for(owner, now) as reader:
        assert [d.content for d in drafts.own_drafts(reader)] == [{"text": PLANT}]


def test_a_choice_is_its_owners_and_the_centers_is_everybodys(
    book: Book, actor_with: Callable[..., Actor], now: datetime
) -> None:
    owner, other = actor_with(Role.NURSE), actor_with(Role.NURSE, name="Thân Văn Bằng Lăng")
    ours = periods.Identity("mã", "ABCD", "vân tay", "Cơ sở", date(2026, 11, 22))
    with book.changing(owner.account_id, now, "", "keep_choice", journaled=False) as writer:
        choices.put_choice(writer, "filters", [{"name": PLANT}])
        periods.put_identity(writer, ours)
        assert periods.identity(writer) == ours
    with book.reading_for(other, now) as reader:
        assert choices.own_choice(reader, "filters") is None
        assert not [row for row in reader.rows("SELECT content FROM own_choice") if PLANT in row["content"]]
        with pytest.raises(errors.NotAllowedToSee):
            reader.rows("SELECT content FROM choice")
    with book.reading_for(owner, now) as reader:
        assert choices.own_choice(reader, "filters") == [{"name": PLANT}]
    with book.reading_masked(now) as reader:
        assert periods.identity(reader) == ours


def test_it_asks_no_question_about_people(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    with book.reading_for(actor_with(Role.IT), now) as reader:
        for question in ("people", "restricted", "figures", "history", "readings", "periods", "outbox"):
            with pytest.raises(errors.NotAllowedToSee):
                reader.asks(question)
        with pytest.raises(errors.NotAllowedToSee):
            search.find_people(reader, "Trần", restricted=False)
