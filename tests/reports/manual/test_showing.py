"""What a page looks like on screen and on paper, and how its places are found."""

from __future__ import annotations

import io
from datetime import date

import pypdfium2
import pytest

from carebook.reports.manual import finding
from carebook.reports.manual.booklet import booklet
from carebook.reports.manual.contents import Contents, Group, Target
from carebook.reports.manual.html import Look, html_of
from carebook.reports.manual.pages import Page, Rows, page_in

INK = {
    name: f"#{n:06x}" for n, name in enumerate(("text", "text2", "primary", "rule", "line", "tint", "none_s", "warn"))
}
INK |= {
    "warn_s": "#abcdef",
    "info": "#000111",
    "info_s": "#000222",
    "ok": "#000333",
    "ok_s": "#000444",
    "none": "#000555",
}
WRITTEN = {
    "one": "# Báo cáo tháng\n\nMở **Báo cáo** (**Ctrl+9**) & <xem>.\n\n## Chốt {#close}\n\nSau đó [ký](two.md#sign).\n\n"
    "> [!WARNING]\n> Chốt rồi thì không sửa.\n\n| Phím | Việc |\n|---|---|\n| **F1** | mở |\n\n1. Một\n2. Hai\n",
    "two": "# Ký số\n\n## Ký {#sign}\n\nCắm USB rồi gõ mã PIN.\n\n![Ảnh ký](none.png)\n",
}
CONTENTS = Contents((Group("Báo cáo", ("one",)), Group("Ký", ("two",), frozenset({"director"}))), {})


def _page(name: str) -> Page:
    return page_in(WRITTEN[name], name)


def test_rich_text_wears_the_look_and_escapes_words() -> None:
    made = html_of(_page("one"), Look(INK, 10, lambda _file: 0))
    assert "&amp; &lt;xem&gt;" in made
    assert '<a name="close"></a>' in made
    assert 'href="two#sign"' in made
    assert INK["warn_s"] in made
    assert "&nbsp;Ctrl+9&nbsp;" in made


def test_a_picture_that_is_not_there_is_told_in_words() -> None:
    assert "Ảnh ký" in html_of(_page("two"), Look(INK, 10, lambda _file: 0))
    shown = html_of(_page("two"), Look(INK, 10, lambda _file: 320))
    assert 'src="picture:none.png" width="320"' in shown


def _texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def _made(role: str = "", pages: tuple[str, ...] = ()) -> bytes:
    return booklet(
        role, pages=pages, version="1.2.3", made_on=date(2026, 11, 22), invariant=True, of=CONTENTS, read=_page
    )


def test_the_booklet_has_contents_with_page_numbers_and_a_foot() -> None:
    first, second, third = _texts(_made())
    assert "Báo cáo tháng" in first
    assert "bản 1.2.3" in first
    assert "Chốt rồi thì không sửa." in second
    assert "Cắm USB" in third
    assert all("1.2.3" in page for page in (first, second, third))


def test_a_role_gets_its_part_and_links_out_of_it_are_words() -> None:
    texts = "".join(_texts(_made("nurse")))
    assert "Chốt" in texts
    assert "Cắm USB" not in texts
    assert "Cắm USB" in "".join(_texts(_made("director")))


def test_a_single_page_has_no_cover() -> None:
    (only,) = _texts(_made(pages=("two",)))
    assert "Ký số" in only
    assert "Báo cáo tháng" not in only


def test_the_same_pages_make_the_same_bytes() -> None:
    assert _made() == _made()


def test_no_heading_is_left_at_the_foot_of_a_page() -> None:
    rows = "".join(f"| F{n} | việc {n} |\n" for n in range(1, 7))
    text = "# Phím\n" + "".join(f"\n## Trang {n}\n\n| Phím | Việc |\n|---|---|\n{rows}" for n in range(1, 13))
    one = Contents((Group("Phím", ("keys",)),), {})
    made = booklet(
        pages=("keys",), version="1", made_on=date(2026, 11, 16), of=one, read=lambda name: page_in(text, name)
    )
    pages = _texts(made)
    assert len(pages) > 1
    for page in pages:  # a heading stands with the whole of its short table
        assert page.count("Trang ") == page.count("việc 1") == page.count("việc 6")


def test_a_column_of_keys_is_shown_as_keys() -> None:
    text = "# Phím\n\n| Phím | Việc |\n|---|---|\n| Ctrl+N | thêm |\n| 1–9 | trả lời |\n\n| Việc | Tốt |\n|---|---|\n| In | đẹp |\n"
    tables = [block for block in page_in(text, "keys").blocks if isinstance(block, Rows)]
    keyed = [[cell[0].key for cell in row] for table in tables for row in table.rows]
    assert keyed == [[True, False], [True, False], [False, False]]


@pytest.fixture
def manual(monkeypatch: pytest.MonkeyPatch) -> None:
    sections = tuple(section for name in WRITTEN for section in finding.sections_of(_page(name)))
    monkeypatch.setattr(finding, "_sections", lambda: sections)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("chot", Target("one", "close")),
        ("chốt", Target("one", "close")),
        ("bao cao", Target("one")),
        ("usb pin", Target("two", "sign")),
        ("MA PIN", Target("two", "sign")),
        ("ký số", Target("two")),
    ],
)
@pytest.mark.usefixtures("manual")
def test_places_are_found_with_marks_and_without(typed: str, first: Target) -> None:
    assert finding.find(typed)[0].section.target == first


@pytest.mark.usefixtures("manual")
def test_nothing_is_found_for_nothing_and_among_other_pages() -> None:
    assert finding.find("") == []
    assert finding.find("  ,") == []
    assert finding.find("usb đĩa") == []
    assert finding.find("usb", ["one"]) == []
    assert "Cắm USB" in finding.find("usb")[0].excerpt
