"""The sheets around what travels: they tell what is inside and name nobody, and each has one place to sign."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from carebook.records.signing import PREPARER
from carebook.reports.paper.facts import Letterhead
from carebook.reports.parcels import Cover, draw_cover, draw_receipt
from carebook.rules.parcels import FACTS, Answer, Basis, PersonRow
from tests.reports.reading import flat
from tests.reports.samples import report

NOW = datetime(2026, 11, 6, 2, 30, tzinfo=UTC)
PEOPLE = (
    PersonRow("CB-000001", "Tên Người Kín", national_id="022045999101"),
    PersonRow("CB-000002", "Hoa", alias=True),
)


def test_the_cover_tells_what_is_inside_and_names_nobody() -> None:
    cover = Cover(
        report(), "Sở Y tế", PEOPLE, {"born", "full_name"}, Basis.CONSENT, "Mạc Thị Hải Đường", "Phó Giám đốc"
    )
    drawn = draw_cover(cover, NOW)
    page = flat(drawn.pdf)
    assert [place.role for place in drawn.places] == [PREPARER]
    for words in (
        "GÓI DỮ LIỆU",
        "Sở Y tế",
        "2, trong đó không ghi tên 1",
        "mã hồ sơ, họ và tên, ngày, tháng, năm sinh",
        "Sự đồng ý của từng người",
        "PHÓ GIÁM ĐỐC",
        "ngày 06 tháng 11 năm 2026",
    ):
        assert words in page
    for secret in ("Tên Người Kín", "022045999101", "CB-000001", "Hoa"):
        assert secret not in page


@pytest.mark.parametrize("basis", Basis)
def test_every_choice_has_its_words_on_paper(basis: Basis) -> None:
    cover = Cover(report(), "Sở Y tế", PEOPLE, FACTS, basis, "Mạc Thị Hải Đường", "")
    page = flat(draw_cover(cover, NOW).pdf)
    assert "NGƯỜI LẬP" in page


@pytest.mark.parametrize(("taken", "reason", "result"), [(True, "", "Đã nhận"), (False, "Trùng số hiệu", "Không nhận")])
def test_a_receipt_says_which_file_came_when_and_how_it_ended(taken: bool, reason: str, result: str) -> None:
    answer = Answer("ab" * 32, "bao-cao-2026-10-b1_ttbtxh_so-lieu.pdf", NOW, "Sở Y tế", taken, reason)
    drawn = draw_receipt(answer, Letterhead("UBND tỉnh", "Sở Y tế", "SYT", "Hạ Long"), "Tô Thị Lan", "Chuyên viên")
    page = flat(drawn.pdf)
    assert [place.role for place in drawn.places] == [PREPARER]
    for words in ("GIẤY NHẬN", answer.file_name, "09:30, ngày 06/11/2026", result, reason, "Tô Thị Lan"):
        assert words in page
    assert "ab" * 16 in page.replace("\n", "").replace(" ", "")
