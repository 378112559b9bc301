"""The papers of a stay carry what the book knows, say what they lack, and never tell who may not be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.episodes import Admission, admit_person, discharge_person
from carebook.dates import PartialDate
from carebook.records.codes import LegalBasis
from carebook.records.episodes import Belonging, DossierItem, Episode, PaperState, ServiceContract
from carebook.records.people import Sex
from carebook.records.staff import Actor, Role
from carebook.reports.forms import pdf, word
from carebook.reports.papers_of_stay import PAPER_TITLES, Gathered, StayPaper, fitting, form_of, gather
from carebook.reports.papers_of_stay.known import basis_words, number_of, title_of
from carebook.store.book import Book
from carebook.store.people import StayFile
from tests import samples
from tests.reports import reading

TODAY = samples.TODAY


def stay(**given: object) -> StayFile:
    """A stay with nothing but itself."""
    episode = samples.episode("p", **given)
    return StayFile(episode, (), (), (), (), (), ())


@pytest.fixture
def admitted(book: Book, director: Actor, now: datetime) -> tuple[str, Episode]:
    """Somebody with papers, relatives and belongings; the person's id and the stay."""
    change = admit_person(
        book,
        Admission(
            samples.person(code=""),
            samples.episode(
                "", brought_by="Trần Văn Sơn", reason="Sống một mình", intake_minutes_no="03/BB", source="commune"
            ),
            "elderly_alone_poor",
            details=(
                samples.identity_paper("", issued_on=date(2021, 5, 10), issuer="Cục Cảnh sát"),
                samples.address(""),
                samples.relative("", relation="distant_grandchild", national_id="022088001234"),
                samples.health_card(""),
            ),
            dossier=(
                DossierItem(episode_id="", paper="declaration_07", state=PaperState.ORIGINAL),
                DossierItem(
                    episode_id="", paper="commune_request", state=PaperState.DUE_LATER, due_on=date(2026, 1, 19)
                ),
                DossierItem(episode_id="", paper="photo", state=PaperState.MISSING),
            ),
            belongings=(samples.belonging(""), Belonging(episode_id="", what="tiền", amount=480_000)),
        ),
        by=director,
        now=now,
    )
    return change.ids[0], change.result


def gathered(book: Book, by: Actor, now: datetime, episode_id: str, kind: StayPaper) -> Gathered:
    """One paper as ``by`` gathers it."""
    with book.reading_for(by, now) as reader:
        return gather(reader, episode_id, kind, by=by, today=TODAY)


@pytest.mark.parametrize(
    ("given", "kinds"),
    [
        ({}, "declaration receipt reception admission request"),
        ({"route": "emergency"}, "declaration receipt reception admission request"),
        ({"route": "programme"}, "receipt reception admission request"),
        ({"route": "voluntary"}, "receipt reception contract request"),
        (
            {"end_on": TODAY, "end_reason": "family_request"},
            "declaration receipt reception admission request stop handover",
        ),
        (
            {"end_on": TODAY, "end_reason": "died"},
            "declaration receipt reception admission stop relics funeral_request",
        ),
        (
            {"route": "voluntary", "end_on": TODAY, "end_reason": "contract_ended"},
            "receipt reception contract request liquidation handover",
        ),
    ],
)
def test_which_papers_fit(given: dict[str, object], kinds: str) -> None:
    assert [paper.value for paper in fitting(stay(**given))] == kinds.split()


def test_every_paper_has_a_title() -> None:
    assert set(PAPER_TITLES) == set(StayPaper)


@pytest.mark.parametrize("kind", list(StayPaper))
def test_every_paper_is_drawn_for_the_page_and_for_editing(
    kind: StayPaper, book: Book, director: Actor, now: datetime, admitted: tuple[str, Episode]
) -> None:
    paper = gathered(book, director, now, admitted[1].id, kind)
    words = reading.flat(pdf.draw(form_of(paper)).pdf)
    assert "Trần Thị An" in words
    assert ("022145999012" in words) is (kind is not StayPaper.RECEIPT)
    assert word.write(form_of(paper)).startswith(b"PK")


def test_the_intake_minutes_hold_what_was_given(
    book: Book, director: Actor, now: datetime, admitted: tuple[str, Episode]
) -> None:
    paper = gathered(book, director, now, admitted[1].id, StayPaper.RECEPTION)
    facts = paper.facts
    assert (facts.giver.name, facts.giver.relation, facts.receiver.name) == (
        "Trần Văn Sơn",
        "Cháu họ",
        "Đào Thị Hướng Dương",
    )
    assert facts.belongings == (("nhẫn bạc", "1", ""),)
    assert facts.money == 480_000
    assert facts.numbering.number == "03"
    assert [lack.label for lack in paper.lacking] == ["State on arrival"]
    words = reading.flat(pdf.draw(form_of(paper)).pdf)
    for told in ("Số: 03/BB-TTBTXH", "480.000 đ (Bốn trăm tám mươi nghìn đồng./.)", "Thôn 3, xã Bình Khê"):
        assert told in words


def test_the_receipt_names_what_may_come_later_but_not_what_is_only_handed_in_if_there_is_one(
    book: Book, director: Actor, now: datetime, admitted: tuple[str, Episode]
) -> None:
    facts = gathered(book, director, now, admitted[1].id, StayPaper.RECEIPT).facts
    assert [(p.name, p.form) for p in facts.received] == [("Tờ khai đề nghị tiếp nhận (Mẫu 07)", "Bản chính")]
    assert [(p.name, p.due_on) for p in facts.lacking] == [("Văn bản đề nghị của UBND cấp xã", date(2026, 1, 19))]


def test_the_decision_to_stop_says_why_and_to_whom(
    book: Book, director: Actor, now: datetime, admitted: tuple[str, Episode]
) -> None:
    left = replace(
        admitted[1],
        end_on=date(2026, 11, 20),
        end_reason="family_request",
        destination="relatives",
        received_by="Trần Văn Sơn",
        end_decision_no="45/QĐ-TTBTXH",
        end_decision_on=date(2026, 11, 19),
    )
    discharge_person(book, left, by=director, now=now)
    paper = gathered(book, director, now, left.id, StayPaper.STOP)
    assert paper.lacking == ()
    words = reading.flat(pdf.draw(form_of(paper)).pdf)
    assert "Số: 45/QĐ-TTBTXH" in words
    assert "gia đình, người giám hộ đề nghị" in words
    assert "họ hàng, Trần Văn Sơn" in words
    handover = gathered(book, director, now, left.id, StayPaper.HANDOVER).facts
    assert handover.receiver.id_no == "022088001234"
    assert [p.name for p in handover.papers] == ["Căn cước (CCCD)", "Thẻ BHYT"]


def test_emergency_care_is_decided_for_three_months(book: Book, director: Actor, now: datetime) -> None:
    episode = samples.episode("", route="emergency", start_on=date(2026, 11, 20))
    change = admit_person(book, Admission(samples.person(code=""), episode, "street_adult"), by=director, now=now)
    paper = gathered(book, director, now, change.ids[1], StayPaper.ADMISSION)
    assert paper.facts.until_on == date(2027, 2, 20)
    assert {lack.label for lack in paper.lacking} >= {"National ID", "Permanent home", "Date of the decision"}


def test_a_contract_is_between_the_center_and_the_payer(book: Book, director: Actor, now: datetime) -> None:
    contract = ServiceContract(
        episode_id="", number="01/HĐ", payer="Trần Văn Sơn", package="Trọn gói", monthly_fee=6_500_000
    )
    episode = samples.episode("", route="voluntary")
    given = Admission(
        samples.person(code=""), episode, "voluntary_elderly", contract=contract, details=(samples.relative(""),)
    )
    change = admit_person(book, given, by=director, now=now)
    facts = gathered(book, director, now, change.ids[1], StayPaper.CONTRACT).facts
    assert (facts.numbering.number, facts.customer.phone, facts.services) == (
        "01",
        "0912345678",
        (("Trọn gói", "", 6_500_000),),
    )


def test_who_may_not_see_a_record_gathers_nothing(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    episode = samples.episode("", route="emergency")
    change = admit_person(book, Admission(samples.person(code=""), episode, "victim_dv"), by=director, now=now)
    with pytest.raises(LookupError):
        gathered(book, actor_with(Role.NURSE), now, change.ids[1], StayPaper.RECEPTION)


def test_a_relative_not_to_be_contacted_is_never_the_carer(book: Book, director: Actor, now: datetime) -> None:
    details = (samples.relative("", no_contact=True, guardian=True), samples.relative("", full_name="Mạc Thị Hải"))
    given = Admission(samples.person(code=""), samples.episode(""), "elderly_alone_poor", details=details)
    change = admit_person(book, given, by=director, now=now)
    assert gathered(book, director, now, change.ids[1], StayPaper.DECLARATION).facts.carer.name == "Mạc Thị Hải"


@pytest.mark.parametrize(
    ("sex", "born", "title"),
    [
        (Sex.FEMALE, "1945", "bà"),
        (Sex.MALE, "1990", "ông"),
        (Sex.FEMALE, "2015", "cháu"),
        (Sex.OTHER, "1990", ""),
        (None, "?", ""),
    ],
)
def test_how_papers_address_people(sex: Sex | None, born: str, title: str) -> None:
    assert title_of(sex, PartialDate.from_text(born), TODAY) == title


@pytest.mark.parametrize(("typed", "number"), [("12/QĐ-TTBTXH", "12"), ("  7 ", "7"), ("", None), ("/QĐ", None)])
def test_the_bare_number(typed: str, number: str | None) -> None:
    assert number_of(typed) == number


def test_a_basis_reads_as_papers_write_it() -> None:
    row = LegalBasis(
        doc_no="20/2021/NĐ-CP",
        title="Nghị định quy định chính sách trợ giúp xã hội",
        issuer="Chính phủ",
        issued_on=date(2021, 3, 15),
    )
    assert basis_words(row) == (
        "Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ quy định chính sách trợ giúp xã hội"
    )
