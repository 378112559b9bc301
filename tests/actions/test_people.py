"""Deeds about people: facts and papers as they are kept, the guard against doubles, files, joining two records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions import people as deeds
from carebook.actions.change import Outdated, Refused
from carebook.actions.episodes import discharge_person
from carebook.actions.undo import undo_deed
from carebook.dates import PartialDate
from carebook.records.people import Allergy, HealthCard, IdentityPaper, Person, Relative, Sex
from carebook.records.record import Record
from carebook.records.staff import Actor, Reading, Role
from carebook.rules import permissions
from carebook.rules.duplicates import PersonFacts
from carebook.store import search
from carebook.store.book import Book
from tests import samples
from tests.actions.admissions import admit, emergency, journal_length

BORN = PartialDate("1945")


def facts(name: str = "Tran Thi An", **given: object) -> PersonFacts:
    """What somebody types who does not know that she is in the book."""
    return PersonFacts(**({"person_id": "", "names": (name,), "sex": Sex.FEMALE, "born": BORN} | given))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "second", "typed"),
    [
        (samples.alias("", full_name="Bà Ba Sáo"), {"full_name": "Bà Tư Đờn"}, ("ba sao", "tu don")),
        (samples.identity_paper("", number="022145999012"), {"number": "022145999345"}, ("9012", "9345")),
        (samples.health_card("", number="BT2222299998765"), {"number": "BT2222299991234"}, ("8765", "1234")),
    ],
    ids=["alias", "paper", "card"],
)
def test_a_person_is_found_by_every_detail_at_once(
    first: Record, second: dict[str, str], typed: tuple[str, str], book: Book, director: Actor, now: datetime
) -> None:
    person, _stay = admit(book, director, now)

    def found() -> list[bool]:
        with book.reading_for(director, now) as reader:
            return [bool(search.find_people(reader, one, restricted=True).people) for one in typed]

    assert found() == [False, False]
    kept = deeds.add_detail(book, replace(first, person_id=person.id), by=director, now=now).result
    assert found() == [True, False]
    amended = deeds.amend_detail(book, replace(kept, **second), by=director, now=now)
    assert found() == [False, True]
    undo_deed(book, amended.op, by=director, now=now)
    assert found() == [True, False]
    deeds.strike_detail(book, kept, by=director, now=now, reason="nhập nhầm")
    assert found() == [False, False]


def test_texts_are_kept_normal(book: Book, director: Actor, now: datetime) -> None:
    person, _stay = admit(book, director, now)
    typed = replace(person, full_name="  Trâ\u0300n   Thị An ", phone="+84 912 345 678")
    deeds.amend_person(book, typed, by=director, now=now)
    with book.looking(now) as writer:
        kept = writer.record(Person, person.id)
    assert kept is not None
    assert (kept.full_name, kept.phone) == ("Trần Thị An", "0912345678")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"full_name": ""}, "full_name"),
        ({"full_name": "🙂" * 300}, "full_name"),
        ({"sex": None}, "sex"),
        ({"born": PartialDate("2027")}, "born"),
        ({"born": PartialDate("1026")}, "born"),
    ],
)
def test_impossible_facts_leave_no_trace(
    given: dict[str, object], field: str, book: Book, director: Actor, now: datetime
) -> None:
    person, _stay = admit(book, director, now)
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        deeds.amend_person(book, replace(person, **given), by=director, now=now)  # type: ignore[arg-type]
    assert [p.field for p in refused.value.problems] == [field]
    assert journal_length(book, now) == before


def test_a_newer_version_is_told_and_stays(book: Book, director: Actor, now: datetime) -> None:
    person, _stay = admit(book, director, now)
    deeds.amend_person(book, replace(person, home_town="Uông Bí"), by=director, now=now, seen=person.version)
    with pytest.raises(Outdated) as outdated:
        deeds.amend_person(book, replace(person, home_town="Hạ Long"), by=director, now=now, seen=person.version)
    assert isinstance(outdated.value.theirs, Person)
    assert outdated.value.theirs.home_town == "Uông Bí"
    assert outdated.value.message.values["who"] == "Đào Thị Hướng Dương"


def test_hiv_is_neither_seen_nor_wiped_out_without_the_right(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    knowing = actor_with(Role.DOCTOR, name="Tô Văn Bách Tùng", hiv=True)
    person, _stay = admit(book, director, now)
    deeds.amend_person(book, replace(person, hiv=True), by=knowing, now=now)
    deeds.amend_person(book, replace(person, hiv=None, home_town="Uông Bí"), by=director, now=now)
    with book.looking(now) as writer:
        kept = writer.record(Person, person.id)
    assert kept is not None
    assert (kept.hiv, kept.home_town) == (True, "Uông Bí")


# papers, relatives, allergies


@pytest.mark.parametrize(
    ("detail", "kept"),
    [
        (IdentityPaper(person_id="", number="022 145 999 012"), "022145999012"),
        (HealthCard(person_id="", number="bt 2 22 2145999012"), "BT2222145999012"),
    ],
)
def test_numbers_are_kept_plain_and_found(
    detail: Record, kept: str, book: Book, director: Actor, now: datetime
) -> None:
    person, _stay = admit(book, director, now)
    change = deeds.add_detail(book, replace(detail, person_id=person.id), by=director, now=now)  # type: ignore[call-arg]
    assert change.result.number == kept
    with book.reading_for(director, now) as reader:
        assert [p.person_id for p in search.find_people(reader, kept, restricted=True).people] == [person.id]


@pytest.mark.parametrize(
    ("detail", "field"),
    [
        (IdentityPaper(person_id="", number=""), "number"),
        (IdentityPaper(person_id="", number="22145999012"), "number"),
        (HealthCard(person_id="", number="BT222214599901"), "number"),
        (samples.health_card("", valid_to=date(2025, 1, 1)), "valid_to"),
        (Relative(person_id="", full_name="Trần Văn Sơn", phone="123456"), "phone"),
        (Relative(person_id="", full_name="Trần Văn Sơn", no_contact=True, emergency=True), "emergency"),
        (Allergy(person_id="", substance=" "), "substance"),
    ],
)
def test_impossible_details_leave_no_trace(
    detail: Record, field: str, book: Book, director: Actor, now: datetime
) -> None:
    person, _stay = admit(book, director, now)
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        deeds.add_detail(book, replace(detail, person_id=person.id), by=director, now=now)  # type: ignore[call-arg]
    assert field in [p.field for p in refused.value.problems]
    assert journal_length(book, now) == before


def test_a_number_that_does_not_fit_is_kept_with_its_reason(book: Book, director: Actor, now: datetime) -> None:
    person, _stay = admit(book, director, now)
    paper = IdentityPaper(person_id=person.id, number="022045999012", accepted_because="in sai giới tính trên thẻ")
    assert deeds.add_detail(book, paper, by=director, now=now).result.accepted_because


def test_a_detail_is_struck_only_with_a_reason_and_stays_readable(book: Book, director: Actor, now: datetime) -> None:
    person, _stay = admit(book, director, now)
    allergy = deeds.add_detail(book, samples.allergy(person.id), by=director, now=now).result
    with pytest.raises(Refused):
        deeds.strike_detail(book, allergy, by=director, now=now, reason=" ")
    change = deeds.strike_detail(book, allergy, by=director, now=now, reason="ghi nhầm người")
    with book.looking(now) as writer:
        assert writer.records(Allergy) == []
        assert writer.records(Allergy, withdrawn=True)[0].withdrawn_because == "ghi nhầm người"
    undo_deed(book, change.op, by=director, now=now)
    with book.looking(now) as writer:
        assert [one.substance for one in writer.records(Allergy)] == ["penicillin"]


@pytest.mark.parametrize("role", list(Role))
def test_an_allergy_is_written_only_by_who_may(
    role: Role, book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    person, _stay = admit(book, director, now)
    actor = actor_with(role)
    before = journal_length(book, now)
    if role in permissions.DETAIL_ROLES["allergy"] and role in permissions.DEEDS["add_detail"]:
        deeds.add_detail(book, samples.allergy(person.id), by=actor, now=now)
        assert journal_length(book, now) > before
    else:
        with pytest.raises(Refused):
            deeds.add_detail(book, samples.allergy(person.id), by=actor, now=now)
        assert journal_length(book, now) == before


# files


def test_a_file_is_kept_by_its_content_and_marked_when_edited_outside(
    book: Book, director: Actor, now: datetime
) -> None:
    person, _stay = admit(book, director, now)
    given = samples.attachment(person.id, edited_outside=True)
    kept = deeds.attach_file(book, given, b"edited", by=director, now=now).result
    assert (kept.size, kept.edited_outside) == (6, True)
    assert book.blob(kept.content_hash) == b"edited"


@pytest.mark.parametrize("content", [b"", b"0" * (deeds.MOST_BYTES + 1)])
def test_an_empty_or_huge_file_is_refused(content: bytes, book: Book, director: Actor, now: datetime) -> None:
    person, _stay = admit(book, director, now)
    before = journal_length(book, now)
    with pytest.raises(Refused):
        deeds.attach_file(book, samples.attachment(person.id), content, by=director, now=now)
    assert journal_length(book, now) == before


# the guard against doubles


def test_somebody_present_or_former_is_suspected(book: Book, director: Actor, now: datetime) -> None:
    person, episode = admit(book, director, now)
    (here,) = deeds.suspected(book, facts(), by=director, now=now)
    assert (here.name, here.present) == ("Trần Thị An", True)
    assert [m.id for m in here.suspicion.agree] == ["the name, nearly", "the birth year", "the sex"]
    left = replace(episode, end_on=date(2026, 3, 1), end_reason="family_request")
    discharge_person(book, left, by=director, now=now)
    (former,) = deeds.suspected(book, facts(), by=director, now=now)
    assert (former.present, former.told.id) == (False, "Was here before: {name}, {code}.")
    assert deeds.suspected(book, facts("Cao Văn Bến"), by=director, now=now) == []
    assert deeds.suspected(book, facts(person_id=person.id), by=director, now=now) == []


def test_a_protected_match_tells_one_sentence_and_nothing_else(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    admit(book, director, now, episode=emergency(), category="victim_dv", details=(samples.identity_paper(""),))
    worker = actor_with(Role.SOCIAL_WORKER)
    (told,) = deeds.suspected(book, facts(numbers=("022145999012",)), by=worker, now=now)
    assert (told.name, told.code, told.suspicion.person_id, told.suspicion.agree, told.suspicion.differ) == (
        "",
        "",
        "",
        (),
        (),
    )
    assert told.told.values == {}
    (open_to_director,) = deeds.suspected(book, facts(), by=director, now=now)
    assert open_to_director.name == "Trần Thị An"


# joining


def test_joining_moves_stays_and_papers_and_keeps_the_other_name(book: Book, director: Actor, now: datetime) -> None:
    stays, episode = admit(book, director, now)
    discharge_person(book, replace(episode, end_on=date(2026, 3, 1), end_reason="family_request"), by=director, now=now)
    goes, _other = admit(
        book,
        director,
        now,
        person=samples.person(code="", full_name="Trần Thị Ân"),
        episode=samples.episode("", start_on=date(2026, 5, 1)),
        details=(samples.identity_paper(""),),
    )
    deeds.merge_people(book, stays.id, goes.id, by=director, now=now)
    with book.looking(now) as writer:
        assert writer.value("SELECT count(*) FROM episode WHERE person_id = ?", (stays.id,)) == 2
        assert writer.records(IdentityPaper)[0].person_id == stays.id
    with book.reading_for(director, now) as reader:
        assert [p.person_id for p in search.find_people(reader, "Trần Thị Ân", restricted=True).people] == [stays.id]


def test_two_open_stays_are_not_joined(book: Book, director: Actor, now: datetime) -> None:
    one, _stay = admit(book, director, now)
    other, _stay = admit(book, director, now, person=samples.person(code="", full_name="Trần Thị Ân"))
    before = journal_length(book, now)
    with pytest.raises(Refused):
        deeds.merge_people(book, one.id, other.id, by=director, now=now)
    assert journal_length(book, now) == before


# restricted records


def test_opening_a_restricted_record_leaves_a_line(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    person, _stay = admit(book, director, now, episode=emergency(), category="victim_dv")
    with pytest.raises(Refused):
        deeds.open_restricted_record(book, person.id, by=actor_with(Role.NURSE), now=now)
    deeds.open_restricted_record(book, person.id, by=director, now=now, reason="họp ca")
    with book.looking(now) as writer:
        assert [(r.deed, r.person_id, r.reason) for r in writer.records(Reading)] == [
            ("open_restricted_record", person.id, "họp ca")
        ]


def test_who_may_not_open_it_may_not_write_it(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    person, _stay = admit(book, director, now, episode=emergency(), category="victim_dv")
    nurse = actor_with(Role.NURSE)
    before = journal_length(book, now)
    with pytest.raises(Refused) as refused:
        deeds.add_detail(book, samples.allergy(person.id), by=nurse, now=now)
    assert refused.value.message == deeds.protected()
    assert journal_length(book, now) == before
