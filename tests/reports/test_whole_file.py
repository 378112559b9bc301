"""A whole file has every paper with the page it says, tells what is lacking, and holds nothing its maker may not see."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from PIL import Image

from carebook.actions.people import attach_file
from carebook.records.episodes import DossierItem, Episode, PaperState
from carebook.records.incidents import Involved
from carebook.records.people import Attachment
from carebook.records.staff import Actor, Role
from carebook.reports import whole_file
from carebook.reports.forms import Form, pdf
from carebook.reports.paper.facts import Letterhead
from carebook.reports.whole_file import Stopped, WholeFile
from carebook.rules.whole_file import FilePart
from carebook.store.book import Book, new_id
from tests import samples
from tests.incident_samples import incident
from tests.reports.case_book import whole_case
from tests.reports.reading import flat, page_sizes

EVERYTHING = tuple(FilePart)


@pytest.fixture
def stay(book: Book, director: Actor, now: datetime) -> Episode:
    return whole_case(book, director, now)


def gathered(book: Book, by: Actor, now: datetime, stay: Episode, **given: object) -> WholeFile:
    with book.reading_for(by, now) as reader:
        asked = {"parts": EVERYTHING, "by": by, "today": samples.TODAY, "reason": "Hồ sơ trên giấy"} | given
        return whole_file.gather(reader, stay.id, **asked)  # type: ignore[arg-type]


def keep(book: Book, by: Actor, now: datetime, stay: Episode, content: bytes, **given: str) -> None:
    attach_file(book, Attachment(person_id=stay.person_id, **given), content, by=by, now=now)  # type: ignore[arg-type]


def picture(kind: str = "JPEG", size: tuple[int, int] = (400, 300), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", size, (200, 30, 30)).save(out, kind, **more)
    return out.getvalue()


def some_pdf() -> bytes:
    letterhead = Letterhead("", "Bệnh viện Đa khoa tỉnh", "BVĐK", "Hạ Long")
    return pdf.draw(Form(letterhead=letterhead, kind="Giấy ra viện", about="Trần Thị An")).pdf


def test_every_paper_stands_on_the_page_the_index_says(
    book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    keep(book, director, now, stay, some_pdf(), title="Giấy ra viện tháng 5", kind="health", file_name="ra-vien.pdf")
    keep(book, director, now, stay, picture(), title="Căn cước mặt trước", kind="identity", file_name="cc.jpg")
    file = gathered(book, director, now, stay)
    made = whole_file.draw(file, book.blob)
    total = len(page_sizes(made))
    pages = [flat(made, n) for n in range(total)]
    assert all(f"· trang {n}/{total}" in told for n, told in enumerate(pages, 1))
    index = next(told for told in pages if "MỤC LỤC HỒ SƠ" in told)
    for told, words in (
        ("Giấy ra viện tháng 5 Hồ sơ sức khỏe", "GIẤY RA VIỆN"),
        ("Căn cước mặt trước Giấy tờ tùy thân", "Căn cước mặt trước"),
    ):
        assert told in index
        found = re.search(rf"{told} (\d+) (\d+)", index)
        assert found is not None
        assert words in pages[int(found[2]) - 1]
    numbers = [int(row[1]) for row in re.findall(r" (\d+) (\d+)(?= \d+ \D|$)", index)]
    assert numbers == sorted(numbers)
    parts = [one.part for one in file.papers]
    assert parts == sorted(parts, key=EVERYTHING.index)


def test_the_cover_says_whose_it_is_and_what_for(book: Book, director: Actor, now: datetime, stay: Episode) -> None:
    cover = flat(whole_file.draw(gathered(book, director, now, stay, parts=(FilePart.PLAN,)), book.blob), 0)
    assert "HỒ SƠ ĐỐI TƯỢNG" in cover
    assert "Lý do lập: Hồ sơ trên giấy" in cover
    assert f"Người lập: {director.name}" in cover
    assert "Không gồm:" in cover


def test_only_the_wanted_parts_are_in_it(book: Book, director: Actor, now: datetime, stay: Episode) -> None:
    keep(book, director, now, stay, picture(), title="Ảnh chân dung", kind="photo", file_name="a.jpg")
    assert {one.part for one in gathered(book, director, now, stay, parts=(FilePart.PLAN,)).papers} == {FilePart.PLAN}
    admission = gathered(book, director, now, stay, parts=(FilePart.ADMISSION,))
    assert "Ảnh chân dung" in {one.title for one in admission.papers}
    without = gathered(book, director, now, stay, parts=(FilePart.ADMISSION,), kept_files=False)
    assert "Ảnh chân dung" not in {one.title for one in without.papers}


def test_what_is_lacking_is_said(book: Book, director: Actor, now: datetime, stay: Episode) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(DossierItem(episode_id=stay.id, paper="public_notice", state=PaperState.MISSING))
        for form in writer.rows("SELECT id FROM eligibility_check"):
            writer.run("UPDATE eligibility_check SET withdrawn_at = '2026-11-01' WHERE id = ?", (form["id"],))
    file = gathered(book, director, now, stay)
    assert any(one.startswith("Chưa lập") for one in file.lacking)
    made = whole_file.draw(file, book.blob)
    check = next(told for n in range(6) if "KIỂM TRA THÀNH PHẦN HỒ SƠ" in (told := flat(made, n)))
    assert f"Đã có {file.completeness.there}/{file.completeness.of} giấy tờ phải có" in check
    assert "Thông báo tìm cha, mẹ, người thân: chưa có." in check


def test_files_that_cannot_be_printed_are_named(book: Book, director: Actor, now: datetime, stay: Episode) -> None:
    keep(book, director, now, stay, b"PK\x03\x04 tables", title="Bảng kê", file_name="bang-ke.xlsx")
    keep(book, director, now, stay, some_pdf()[:700], title="Bản quét hỏng", file_name="hong.pdf")
    keep(book, director, now, stay, b"\x89PNG\r\n\x1a\n nothing", title="Ảnh hỏng", file_name="hong.png")
    file = gathered(book, director, now, stay, parts=(FilePart.OTHER,))
    made = whole_file.draw(file, book.blob)
    index = " ".join(flat(made, n) for n in range(4))
    assert "Bảng kê: tệp không phải ảnh hoặc PDF, hoặc không đọc được; giữ trong sổ." in index
    assert "Bản quét hỏng: không đọc được tệp PDF; giữ trong sổ." in index
    assert "Ảnh hỏng: tệp không phải ảnh hoặc PDF, hoặc không đọc được; giữ trong sổ." in index
    gone = whole_file.draw(file, lambda _hash: None)
    assert "Bảng kê: nội dung tệp không có trong sổ; giữ trong sổ." in " ".join(flat(gone, n) for n in range(4))


def test_a_picture_lies_as_it_was_taken(book: Book, director: Actor, now: datetime, stay: Episode) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6  # taken with the telephone upright
    for n, content in enumerate(
        (picture(size=(600, 200)), picture(size=(600, 200), exif=turned), picture("PNG", (9, 9)))
    ):
        keep(book, director, now, stay, content, title=f"Ảnh {n}", kind="photo", file_name="a.jpg")
    file = gathered(book, director, now, stay, parts=(FilePart.ADMISSION,))
    photos = replace(file, papers=tuple(one for one in file.papers if one.kept is not None))
    assert page_sizes(whole_file.draw(photos, book.blob))[-3:] == [(297, 210), (210, 297), (210, 297)]


def test_it_can_be_stopped_while_gathering_and_while_drawing(
    book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    seen: list[tuple[int, int]] = []
    with pytest.raises(Stopped):
        gathered(book, director, now, stay, cancelled=lambda: len(seen) > 2, progress=lambda *told: seen.append(told))
    assert [done for done, _total in seen] == [0, 1, 2]
    file = gathered(book, director, now, stay)
    with pytest.raises(Stopped):
        whole_file.draw(file, book.blob, cancelled=lambda: True)


def test_who_may_not_see_a_kind_of_papers_finds_it_named(
    book: Book, director: Actor, now: datetime, stay: Episode, actor_with: Callable[..., Actor]
) -> None:
    for n in range(2):
        keep(
            book,
            director,
            now,
            stay,
            picture(size=(9, 9 + n)),
            title=f"Xét nghiệm {n}",
            kind="health",
            file_name="x.jpg",
        )
    file = gathered(book, actor_with(Role.CLERK), now, stay)
    assert [one.title for one in file.left_out] == ["Phiếu theo dõi sức khỏe", "Tệp loại Hồ sơ sức khỏe"]
    titles = {one.title for one in file.papers}
    assert titles.isdisjoint({"Phiếu theo dõi sức khỏe", "Xét nghiệm 0", "Xét nghiệm 1"})
    assert {"Xét nghiệm 0", "Xét nghiệm 1"} <= {one.title for one in gathered(book, director, now, stay).papers}


def test_a_protected_record_has_no_file_for_who_may_not_open_it(
    book: Book, director: Actor, now: datetime, stay: Episode, actor_with: Callable[..., Actor]
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.amend(replace(writer.record(Episode, stay.id), confidential=True))  # type: ignore[type-var]
    clerk = actor_with(Role.CLERK)
    with book.reading_for(clerk, now) as reader, pytest.raises(LookupError):
        whole_file.gather(reader, stay.id, EVERYTHING, by=clerk, today=samples.TODAY, reason="x")
    assert gathered(book, director, now, stay).papers


def test_minutes_that_name_somebody_else_stay_where_they_are(
    book: Book, director: Actor, now: datetime, stay: Episode
) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        other = writer.add(samples.person(code="CB-000777", full_name="Nùng Văn Khế"))
        others = writer.add(samples.episode(other.id))
        alone = writer.add(incident(episode_id=stay.id, number="01/2026", happened_at=now))
        both = writer.add(incident(episode_id=stay.id, number="02/2026", happened_at=now))
        writer.add(Involved(incident_id=both.id, episode_id=others.id))
    keep(book, director, now, stay, picture(), title="Ảnh chỗ ngã", file_name="a.jpg", about_id=alone.id)
    file = gathered(book, director, now, stay, parts=(FilePart.OTHER,))
    assert "Biên bản sự cố 01/2026" in {one.title for one in file.papers}
    assert {one.title for one in file.left_out} == {"Biên bản sự cố 02/2026", "Ảnh chỗ ngã"}
    made = whole_file.draw(file, book.blob)
    assert all("Nùng Văn Khế" not in flat(made, n) for n in range(len(page_sizes(made))))
