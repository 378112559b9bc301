"""The lists of a period from the book: the same lines for every role, restricted records under the code, paper and workbook."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pypdfium2
import pytest
import python_calamine

from carebook.records.figures import Period
from carebook.records.people import Address, HealthCard
from carebook.records.periods import Snapshot
from carebook.records.staff import Actor, Role
from carebook.reports import office_lists as reports
from carebook.reports.office_lists import drawing
from carebook.rules.office_lists import ListKind
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from carebook.store.office_lists import OfficeList, office_list
from tests import samples
from tests.actions.admissions import admit

PERIOD = Period.whole(date(2026, 1, 1), date(2026, 1, 31))
SECRET = "Lò Thị Én"


def _shelter(book: Book, director: Actor, now: datetime) -> str:
    person = samples.person(code="", full_name=SECRET, alias="An Bình")
    stay = samples.episode("", route="emergency", confidential=True)
    return admit(book, director, now, person=person, episode=stay, category="victim_dv")[0].code


def _asked(book: Book, actor: Actor, now: datetime, kind: ListKind) -> OfficeList:
    with book.reading_for(actor, now) as reader:
        return office_list(reader, kind, PERIOD)


def test_restricted_records_stand_under_their_code_for_everybody(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    person, _stay = admit(book, director, now)
    code = _shelter(book, director, now)
    for kind in (ListKind.ADMISSIONS, ListKind.HEALTH_CARDS):
        lines = []
        for actor in (director, actor_with(Role.NURSE)):
            found = _asked(book, actor, now, kind)
            lines.append([row.values for row in reports.grid(found).rows])
            printed = drawing.draw(found, samples.facility()).pdf
            text = " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(printed))
            filled = drawing.workbook(found, samples.facility())
            sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(filled)).get_sheet_by_index(0)
            for out in (text, str(sheet.to_python())):
                assert code in out
                assert person.full_name in " ".join(out.split())
                assert SECRET not in out
                assert "An Bình" not in out
                assert "Bạo lực" not in out
        assert sorted(map(str, lines[0])) == sorted(map(str, lines[1]))
        assert len(lines[0]) == 2


def test_who_is_hidden_is_not_on_the_list_for_the_police(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    person, _stay = admit(book, director, now)
    _shelter(book, director, now)
    for actor in (director, actor_with(Role.NURSE)):
        found = _asked(book, actor, now, ListKind.RESIDENCE)
        assert [one.stay.person_id for one in found.entries] == [person.id]
        assert found.left_out == 1
        assert "Không gồm 1 hồ sơ bảo mật." in reports.notes(found)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(Address(person_id=person.id, kind="temporary", from_on=date(2026, 1, 10)))
    assert _asked(book, director, now, ListKind.RESIDENCE).entries == ()


def test_what_is_told_of_a_card(book: Book, director: Actor, now: datetime) -> None:
    person, _stay = admit(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(HealthCard(person_id=person.id, number="BT2222200000001", valid_to=date(2026, 1, 20)))
    found = _asked(book, director, now, ListKind.HEALTH_CARDS)
    (row,) = reports.grid(found, ("code", "card", "what", "why")).rows
    assert row.values == (1, person.code, "BT2222200000001", "Gia hạn", "hết hạn 20/01/2026")


@pytest.mark.parametrize("kind", ListKind)
def test_every_list_has_words_columns_and_a_paper(kind: ListKind, book: Book, director: Actor, now: datetime) -> None:
    admit(book, director, now)
    found = _asked(book, director, now, kind)
    assert reports.title(found) != f"Danh sách: {kind.value}"
    columns = reports.chosen_columns(kind)
    assert len({one.code for one in columns}) == len(columns)
    assert [one.code for one in reports.chosen_columns(kind, ("name", "code"))] == ["code", "name"]
    assert drawing.draw(found, samples.facility()).pdf.startswith(b"%PDF")


def test_who_sees_no_people_sees_no_list(book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    with pytest.raises(NotAllowedToSee):
        _asked(book, actor_with(Role.IT), now, ListKind.ADMISSIONS)


def test_it_says_which_report_it_goes_with(book: Book, director: Actor, now: datetime) -> None:
    report = Snapshot(
        period="2026-01",
        first_on=PERIOD.first,
        last_on=PERIOD.last,
        cutoff_on=PERIOD.last,
        closed_at=now,
        closed_by=director.account_id,
        content="{}",
        content_hash="x",
        number="05",
        dated_on=date(2026, 2, 3),
    )
    assert _asked(book, director, now, ListKind.ADMISSIONS).annexed_to == ""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(replace(report, number="", report_version=1))
        writer.add(replace(report, report_version=2))
    found = _asked(book, director, now, ListKind.ADMISSIONS)
    assert found.annexed_to == "Báo cáo số 05 ngày 03/02/2026"
    assert reports.about(found).endswith("(kèm theo Báo cáo số 05 ngày 03/02/2026)")
    assert _asked(book, director, now, ListKind.CHILDREN).annexed_to == ""
