"""The minutes of an incident: every fact of it on the paper, dotted lines where nothing is written, and whose they never are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO

import docx
import pytest

from carebook.actions.incidents import close_incident, record_notified, report_incident, save_remedy
from carebook.records.incidents import Involved, InvolvedPart, Notified
from carebook.records.staff import Actor, Role
from carebook.reports.daily_papers import incident_minutes
from carebook.store.book import Book
from tests import incident_samples as given
from tests.reports.reading import flat

DAY = date(2026, 11, 22)


def drawn(book: Book, actor: Actor, now: datetime, incident_id: str) -> tuple[incident_minutes.Minutes, str]:
    with book.reading_for(actor, now) as reader:
        minutes = incident_minutes.gather(reader, incident_id, DAY)
    return minutes, flat(incident_minutes.draw(minutes))


def test_the_minutes_hold_everything(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    stay, _secret = given.two_residents(book, director, now)
    nurse = actor_with(Role.NURSE)
    one = report_incident(
        book,
        given.incident(episode_id=stay.id),
        [Involved(incident_id="", outsider="Bà Tư", part=InvolvedPart.WITNESS, injury="thấy từ đầu")],
        [given.mark(stay.id)],
        [given.told("doctor", told_at=given.FELL_AT + timedelta(minutes=10), name="BS Hòa")],
        by=nurse,
        now=now,
    ).result
    lamp = given.remedy(one.id, nurse.staff_member_id)
    save_remedy(book, replace(lamp, done_on=DAY, result="đã lắp"), by=nurse, now=now)
    minutes, text = drawn(book, nurse, now, one.id)
    for words in (
        "BIÊN BẢN",
        "Về việc ngã",
        "Số: 01/2026",
        "02:20 ngày 22/11/2026",
        "Cửa phòng vệ sinh A203, Khu A",
        "Trần Thị An 1",
        "Bà Tư",
        "trượt ở cửa",
        "Thương tích thấy được (số ghi trên hình):",
        "Phía trước",
        "1. Bầm tím",
        "3 cm",
        "Chườm lạnh",
        "22/11/2026 02:30",
        "BS Hòa, điện thoại",
        "Lãnh đạo cơ sở",
        "Lắp đèn cảm ứng",
        "đã lắp",
        "Doãn Thị Cẩm Tú",
        "NGƯỜI CHỨNG KIẾN",
    ):
        assert words in text, words
    assert incident_minutes.file_stem(minutes) == "bien-ban-su-co-01-2026"
    paper = docx.Document(BytesIO(incident_minutes.write(minutes)))
    assert "Về việc ngã" in "\n".join(paragraph.text for paragraph in paper.paragraphs)
    waived = Notified(incident_id="", whom="family", not_needed_because="không còn người thân")
    record_notified(book, one.id, [waived, given.told()], by=nurse, now=now)
    close_incident(book, one.id, cause="đèn hỏng", conclusion="không di chứng", by=director, now=now)
    _minutes, text = drawn(book, nurse, now, one.id)
    for words in ("đèn hỏng", "không di chứng", "Không báo: không còn người thân"):
        assert words in text, words


def test_what_nobody_may_know_is_on_no_paper(
    book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime
) -> None:
    stay, secret = given.two_residents(book, director, now)
    sealed = report_incident(book, given.incident(episode_id=stay.id, kind="neglect"), by=director, now=now).result
    hidden = report_incident(book, given.incident(episode_id=secret.id), by=director, now=now).result
    cut = report_incident(book, given.incident(kind="power_water"), by=director, now=now).result
    nurse = actor_with(Role.NURSE)
    with book.reading_for(nurse, now) as reader:
        for one in (sealed, hidden):
            with pytest.raises(LookupError):
                incident_minutes.gather(reader, one.id, DAY)
    minutes, text = drawn(book, director, now, sealed.id)
    assert "BM-01/2026" in text
    assert incident_minutes.file_stem(minutes) == "bien-ban"
    _minutes, text = drawn(book, nurse, now, cut.id)
    assert "mất điện" in text
    assert "Mã hồ sơ" not in text
