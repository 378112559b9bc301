"""To whom a report goes follows the dated lists, is frozen at closing, and is printed as it was frozen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from carebook.records.codes import Agency, LegalBasis
from carebook.records.facility import Facility
from carebook.records.periods import ReportKind, Snapshot
from carebook.records.staff import Actor
from carebook.reports import copies
from carebook.reports.addressing import Addressing, addressing_of, basis_words, brought_up, first_choice, offered
from carebook.store.book import Book, new_id
from tests import period_samples as sample
from tests.period_samples import MONTH
from tests.reports import reading

DAY = date(2026, 11, 5)
AGENCIES = (
    Agency(role="department", name="Sở Lao động", valid_to=date(2026, 10, 31)),
    Agency(role="department", name="Sở Y tế", valid_from=date(2026, 11, 1)),
    Agency(role="ministry", name="Bộ Y tế"),
)
OLD = LegalBasis(
    doc_no="10/2017/NĐ-CP",
    title="Nghị định về cơ sở trợ giúp",
    issuer="Chính phủ",
    effective_to=date(2026, 10, 31),
    replaced_by="20/2026/NĐ-CP",
)
NEW = replace(OLD, doc_no="20/2026/NĐ-CP", effective_from=date(2026, 11, 1), effective_to=None, replaced_by="")
GONE = replace(OLD, doc_no="1/2001/TT", title="Thông tư cũ", replaced_by="")
STAYS = LegalBasis(doc_no="103/2017/NĐ-CP", title="Nghị định quy định về cơ sở", issued_on=date(2017, 9, 12))
BASES = (OLD, NEW, GONE, STAYS)


def test_a_line_names_the_document_its_day_and_who_issued_it() -> None:
    assert basis_words(STAYS) == "Căn cứ Nghị định số 103/2017/NĐ-CP ngày 12 tháng 9 năm 2017 quy định về cơ sở"
    assert basis_words(OLD) == "Căn cứ Nghị định số 10/2017/NĐ-CP của Chính phủ về cơ sở trợ giúp"


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (Addressing(), Addressing()),
        (
            Addressing(("Sở Lao động",), ("Sở Lao động", "Bộ Y tế", "Lưu: VT")),
            Addressing(("Sở Y tế",), ("Sở Y tế", "Bộ Y tế", "Lưu: VT")),
        ),
        (Addressing(("Sở Lao động", "Sở Y tế")), Addressing(("Sở Y tế",))),
        (Addressing(("UBND tỉnh",)), Addressing(("UBND tỉnh",))),
        (
            Addressing(legal_bases=(basis_words(OLD), "Theo Công văn số 5", basis_words(GONE), basis_words(STAYS))),
            Addressing(legal_bases=(basis_words(NEW), "Theo Công văn số 5", basis_words(STAYS))),
        ),
    ],
    ids=["nothing", "another name", "both names", "own words", "documents"],
)
def test_an_earlier_choice_is_brought_up_to_the_day(before: Addressing, now: Addressing) -> None:
    assert brought_up(before, AGENCIES, BASES, DAY) == now


def test_documents_that_replace_each_other_end_the_search() -> None:
    one, other = replace(OLD, replaced_by="B"), replace(OLD, doc_no="B", replaced_by=OLD.doc_no)
    assert brought_up(Addressing(legal_bases=(basis_words(one),)), (), (one, other), DAY) == Addressing()


@pytest.mark.parametrize(
    ("parent", "to"),
    [("", "Sở Y tế"), ("Sở Y tế tỉnh Quảng Ninh", "Sở Y tế tỉnh Quảng Ninh"), ("UBND tỉnh Quảng Ninh", "Sở Y tế")],
)
def test_the_first_report_goes_to_the_department_by_its_full_name(parent: str, to: str) -> None:
    found = first_choice(Facility(name="Trung tâm", parent_agency=parent), AGENCIES, BASES, DAY)
    assert found == Addressing((to,), (to, "Lưu: VT, CTXH"), (basis_words(STAYS),))


def test_what_was_chosen_is_frozen_printed_and_offered_again(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    chosen = Addressing(("UBND tỉnh",), ("UBND tỉnh", "Lưu: VT"), ("Căn cứ Quy chế của cơ sở", "Theo Công văn số 5"))
    kept = sample.closed(book, director, now, addressing=chosen)
    assert addressing_of(kept) == chosen
    with book.reading_masked(now) as reader:
        source = copies.gather(reader, MONTH, now)
        assert offered(reader, ReportKind.MONTHLY, DAY).usual == chosen
        assert offered(reader, ReportKind.YEARLY, DAY).usual != chosen
    printed = reading.flat(copies.draw(source).pdf)
    for words in ("Kính gửi: UBND tỉnh", "Căn cứ Quy chế của cơ sở; Theo Công văn số 5.", "- UBND tỉnh; - Lưu: VT."):
        assert words in printed


def test_closing_without_a_choice_freezes_the_usual_one(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    with book.reading_masked(now) as reader:
        found = offered(reader, ReportKind.MONTHLY, DAY)
    assert found.usual.addressed_to
    assert found.usual.recipients[-1] == "Lưu: VT, CTXH"
    assert "103/2017/NĐ-CP" in found.usual.legal_bases[0]
    assert set(found.usual.legal_bases) <= set(found.legal_bases)
    assert addressing_of(sample.closed(book, director, now)) == found.usual


def test_a_version_closed_before_this_could_be_chosen_prints_as_it_did(
    book: Book, director: Actor, now: datetime
) -> None:
    sample.filled(book)
    kept = sample.closed(book, director, now)
    with book.changing("", now + timedelta(seconds=1), new_id(), "test") as writer:
        writer.amend(replace(writer.record(Snapshot, kept.id), addressed_to=(), recipients=(), legal_bases=()))  # type: ignore[type-var]
    with book.reading_masked(now) as reader:
        old = copies.gather(reader, MONTH, now).addressing
    assert old.legal_bases == ()
    assert old.recipients == (*old.addressed_to, "Lưu: VT, CTXH")
