"""The papers of being away and of a death read back: one page for the hospital, the permit, the support with its sum in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from carebook.actions.deaths import record_death
from carebook.actions.people import add_detail
from carebook.records.episodes import AbsenceKind, Episode
from carebook.records.hospital import Death
from carebook.records.staff import Actor
from carebook.reports.forms import pdf
from carebook.reports.papers_of_stay import StayPaper, form_of, gather
from carebook.store.book import Book, Writer, new_id
from tests import samples
from tests.actions.admissions import admit
from tests.daily_samples import care_level, observation
from tests.hospital_samples import death, diet, moment, order, transfer
from tests.reports import reading

TODAY = date(2026, 11, 22)


def told(book: Book, by: Actor, now: datetime, stay: Episode, kind: StayPaper) -> list[str]:
    with book.reading_for(by, now) as reader:
        paper = gather(reader, stay.id, kind, by=by, today=TODAY)
    drawn = pdf.draw(form_of(paper)).pdf
    return [reading.flat(drawn, page) for page in range(len(reading.page_sizes(drawn)))]


def in_hospital(writer: Writer, stay: Episode) -> None:
    absence = writer.add(samples.absence(stay.id))
    writer.add(transfer(stay.id, absence_id=absence.id, done_before="Hạ sốt, thở oxy 2 lít/phút", icd="J18.9"))


def test_the_hospital_gets_one_page_with_what_it_needs(book: Book, director: Actor, now: datetime) -> None:
    person, stay = admit(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        in_hospital(writer, stay)
        writer.add(samples.allergy(person.id, reaction="nổi mề đay"))
        writer.add(samples.health_card(person.id))
        writer.add(samples.relative(person.id, relation="grandchild"))
        for name in ("Losartan", "Metformin", "Amlodipin", "Atorvastatin", "Aspirin", "Omeprazol"):
            writer.add(order(stay.id, medicine=name))
        writer.add(care_level(stay.id, level="partial"))
        writer.add(diet(stay.id))
        writer.add(observation(stay.id, taken_at=moment(20, 14, 5)))
        writer.add(observation(stay.id, "temperature", value=39.5, taken_at=moment(20, 14, 10)))
    pages = told(book, director, now, stay, StayPaper.TRANSFER)
    assert len(pages) == 1
    for words in (
        *("GIẤY CHUYỂN ĐI BỆNH VIỆN", "Trần Thị An", "BT2222299999999", "penicillin (nổi mề đay)"),
        *("14:30 ngày 20/11/2026", "Sốt 39,5 °C, thở nhanh", "Hạ sốt, thở oxy", "J18.9"),
        *("Huyết áp 120/80 mmHg (14:05)", "Nhiệt độ 39,5 °C (14:10)", "Omeprazol 50 mg 1 viên (08:00)"),
        *("đúng tuyến", "Phí Thị Hoa Ban", "0912345678"),
    ):
        assert words in pages[0].replace("\u00a0", " ").replace("\u2007", " "), words


def test_the_permit_names_who_takes_along_and_until_when(book: Book, director: Actor, now: datetime) -> None:
    _person, stay = admit(book, director, now)
    leave = samples.absence(
        stay.id,
        kind=AbsenceKind.LEAVE,
        leave_no="7/GP",
        expected_on=date(2026, 11, 27),
        place="Thôn 3, xã Bình Khê",
        taken_by="Trần Văn Sơn",
        taken_by_relation="grandchild",
        taken_by_paper="022145999012",
        medicines="Losartan 50 mg × 7 viên",
    )
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(leave)
    [page] = told(book, director, now, stay, StayPaper.LEAVE)
    for words in ("GIẤY PHÉP", "20/11/2026", "27/11/2026", "Trần Văn Sơn", "Losartan 50 mg × 7 viên", "Bình Khê"):
        assert words in page, words


def test_the_request_for_the_support_says_its_sum_in_words(book: Book, director: Actor, now: datetime) -> None:
    person, stay = admit(book, director, now)
    add_detail(book, samples.belonging(stay.id), by=director, now=now)
    add_detail(book, samples.relative(person.id), by=director, now=now)
    kept: Death = record_death(
        book,
        death(stay.id, notice_no="12/BT", notice_on=date(2026, 11, 20), funeral="burial", heir="Trần Văn Sơn"),
        by=director,
        now=now,
    ).result
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.amend(replace(kept, minutes_no="5/BB", minutes_on=date(2026, 11, 21)))
    words = " ".join(told(book, director, now, stay, StayPaper.FUNERAL)).replace("\u00a0", " ")
    for part in (
        "540.000 đ × 50",
        "27.000.000 đ",
        "Hai mươi bảy triệu đồng",
        "12/BT",
        "03:35 ngày 20/11/2026",
        "I50.9",
    ):
        assert part in words, part
    minutes = " ".join(told(book, director, now, stay, StayPaper.RELICS))
    for part in ("5/BB", "ngày 21 tháng 11 năm 2026", "nhẫn bạc", "Trần Văn Sơn", "0912345678"):
        assert part in minutes, part


def test_without_anything_written_the_papers_are_for_the_pen(book: Book, director: Actor, now: datetime) -> None:
    _person, stay = admit(book, director, now)
    for kind in (StayPaper.TRANSFER, StayPaper.LEAVE, StayPaper.FUNERAL):
        assert "....." in told(book, director, now, stay, kind)[0]
