"""Letters kept, numbered twice, struck through; and how they stand on paper and for editing."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import docx
import pypdfium2
import pytest

from carebook.actions import episodes
from carebook.actions.change import Refused
from carebook.actions.outgoing import save_outgoing, strike_outgoing
from carebook.actions.undo import undo_deed
from carebook.records.office import OutgoingPaper
from carebook.records.staff import Actor, Role
from carebook.reports import outgoing
from carebook.reports.forms import pdf, word
from carebook.rules.outgoing import problems_in
from carebook.store import code_lists
from carebook.store.book import Book, new_id
from carebook.store.outgoing import outgoing_papers
from tests import samples
from tests.actions.admissions import admission, admit

LETTER = OutgoingPaper(
    subject="Đề nghị cấp thẻ bảo hiểm y tế",
    number="05",
    dated_on=date(2026, 11, 5),
    addressed_to=("Bảo hiểm xã hội tỉnh  Quảng Ninh", " "),
    recipients=("Như trên", "Lưu: VT"),
    body="Kèm theo danh sách.\n\nĐề nghị xem xét.",
    signer_name="Hoàng Thị Lan",
    signer_post="Phó Giám đốc",
    signer_prefix="KT",
)


def _kept(book: Book, actor: Actor, now: datetime, year: int = 2026) -> list[OutgoingPaper]:
    with book.reading_for(actor, now) as reader:
        return outgoing_papers(reader, year)


def test_kept_amended_and_struck_through(book: Book, director: Actor, now: datetime) -> None:
    kept = save_outgoing(book, LETTER, by=director, now=now).result
    assert kept.addressed_to == ("Bảo hiểm xã hội tỉnh Quảng Ninh",)
    later = save_outgoing(book, replace(LETTER, number="12", dated_on=date(2026, 11, 5)), by=director, now=now).result
    draft = save_outgoing(book, replace(LETTER, number="", dated_on=None), by=director, now=now).result
    assert [one.id for one in _kept(book, director, now)] == [draft.id, later.id, kept.id]
    assert [one.id for one in _kept(book, director, now, 2025)] == [draft.id]
    twice = save_outgoing(book, replace(later, number="5"), seen=later.version, by=director, now=now).result
    assert [one.field for one in problems_in(twice, _kept(book, director, now), now=now)] == ["number"]
    gone = strike_outgoing(book, twice.id, reason="chưa gửi", by=director, now=now)
    assert len(_kept(book, director, now)) == 2
    undo_deed(book, gone.op, by=director, now=now)
    assert len(_kept(book, director, now)) == 3


def test_what_is_refused(book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> None:
    kept = save_outgoing(book, LETTER, by=director, now=now).result
    strike_outgoing(book, kept.id, reason="ghi nhầm", by=director, now=now)
    refused: list[tuple[Callable[[], object], str]] = [
        (lambda: save_outgoing(book, replace(LETTER, subject=""), by=director, now=now), "Say what the paper"),
        (lambda: strike_outgoing(book, kept.id, reason=" ", by=director, now=now), "Say why."),
        (lambda: strike_outgoing(book, kept.id, reason="x", by=director, now=now), "This letter was struck"),
        (lambda: save_outgoing(book, LETTER, by=actor_with(Role.NURSE), now=now), "The right"),
    ]
    for deed, words in refused:
        with pytest.raises(Refused) as found:
            deed()
        assert found.value.message.id.startswith(words)


@pytest.mark.parametrize(
    ("paper", "there"),
    [
        (
            LETTER,
            (
                "Số: 05/TTBTXH",
                "V/v đề nghị cấp thẻ bảo hiểm y tế",
                "Kính gửi: Bảo hiểm xã hội tỉnh Quảng Ninh",
                "KT. GIÁM ĐỐC",
                "PHÓ GIÁM ĐỐC",
                "Hoàng Thị Lan",
                "- Như trên;",
                "- Lưu: VT.",
                "Đề nghị xem xét.",
            ),
        ),
        (
            replace(
                LETTER,
                kind="invitation",
                subject="họp cộng tác viên",
                meeting_at=datetime(2026, 11, 27, 1, 0, tzinfo=UTC),
                place="Hội trường",
                signer_prefix="",
                signer_post="",
            ),
            (
                "Số: 05/GM-TTBTXH",
                "GIẤY MỜI",
                "trân trọng kính mời: Bảo hiểm xã hội tỉnh Quảng Ninh",
                "Họp cộng tác viên",
                "08:00, Thứ Sáu, ngày 27/11/2026",
                "Hội trường",
            ),
        ),
        (replace(LETTER, kind="notice", number=""), ("/TB-TTBTXH", "THÔNG BÁO", "Đề nghị cấp thẻ bảo hiểm y tế")),
    ],
)
def test_on_paper_and_for_editing(
    paper: OutgoingPaper, there: tuple[str, ...], book: Book, director: Actor, now: datetime
) -> None:
    with book.reading_for(director, now) as reader:
        codes = code_lists.words(reader)
    form = outgoing.form(replace(paper, addressed_to=("Bảo hiểm xã hội tỉnh Quảng Ninh",)), samples.facility(), codes)
    drawn = pypdfium2.PdfDocument(pdf.draw(form).pdf)
    text = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in drawn).split())
    assert [words for words in there if words not in text] == []
    assert docx.Document(io.BytesIO(word.write(form))).paragraphs


def test_a_decision_number_given_to_another_decision_is_warned_of_and_names_nobody(
    book: Book, director: Actor, now: datetime
) -> None:
    day = date(2026, 1, 5)
    given = {"decision_no": "45/QĐ-TTBTXH", "decision_on": day}
    admit(book, director, now, episode=samples.episode("", **given))

    def warnings(**other: Any) -> list[str]:
        asked = admission(
            person=samples.person(code="", full_name="Lò Văn Mới"),
            episode=samples.episode("", **(given | other)),
        )
        with book.changing(director.account_id, now, new_id(), "test") as writer:
            found = episodes.problems_in_admission(asked, writer, samples.TODAY)
        return [str(one.message) for one in found if (one.field, one.severity) == ("decision_no", "warning")]

    assert warnings() == []  # one decision about two people
    (twice,) = warnings(decision_on=day.replace(day=4))
    assert "45/QĐ-TTBTXH" in twice
    assert "Trần" not in twice
    assert warnings(decision_on=day.replace(day=4), decision_no="45/QĐ-UBND") == []
    assert warnings(decision_on=None) == []
