"""How pages of the manual are read: blocks, keys, notes, anchors, links, and what is refused."""

from __future__ import annotations

import unicodedata

import pytest

from carebook.reports.manual.pages import (
    BadPage,
    Code,
    Heading,
    Listing,
    Note,
    Paragraph,
    Picture,
    Rows,
    Run,
    page_in,
    text_of,
)

WRITTEN = """# Chốt tháng

Bấm **Ctrl+S** rồi **Lưu**, xem [bước sau](other.md#two) và [ở đây](#next). Gõ `carebook check`.

## Bước sau {#next}

1. Một
   - trong
2. Hai

> [!WARNING]
> Không *quay lại* được.

![Bảng số liệu](table.png "Bảng")

| Phím | Việc |
|:---|---:|
| **F1** | hướng dẫn |

```
carebook check SO
```
"""


def test_a_page_is_read_block_by_block() -> None:
    page = page_in(WRITTEN, "close")
    assert page.title == "Chốt tháng"
    title, first, heading, steps, note, picture, table, code = page.blocks
    assert title == Heading(1, (Run("Chốt tháng"),))
    assert isinstance(first, Paragraph)
    assert [(run.text, run.key, run.bold, run.link, run.code) for run in first.runs if run != Run(run.text)] == [
        ("Ctrl+S", True, True, "", False),
        ("Lưu", False, True, "", False),
        ("bước sau", False, False, "other#two", False),
        ("ở đây", False, False, "close#next", False),
        ("carebook check", False, False, "", True),
    ]
    assert heading == Heading(2, (Run("Bước sau"),), "next")
    assert isinstance(steps, Listing)
    assert steps.start == 1
    assert [len(item) for item in steps.items] == [2, 1]
    assert note == Note("warning", (Paragraph((Run("Không "), Run("quay lại", italic=True), Run(" được."))),))
    assert picture == Picture("table.png", "Bảng số liệu", "Bảng")
    assert isinstance(table, Rows)
    assert table.aligns == ("left", "right")
    assert [text_of(cell) for cell in table.rows[0]] == ["F1", "hướng dẫn"]
    assert code == Code("carebook check SO")


@pytest.mark.parametrize(
    ("bold", "key"),
    [
        *(("F1", True), ("F12", True), ("Ctrl+Shift+Tab", True), ("Alt+←", True), ("Enter", True), ("Esc", True)),
        *(("↑↓", True), ("Ctrl+1", True), ("Lưu", False), ("F", False), ("Enter mở", False), ("Hôm nay", False)),
        *(("1", False), ("Ctrl+", False), ("A", False)),
    ],
)
def test_bold_names_of_keys_are_keys(bold: str, key: bool) -> None:
    block = page_in(f"# T\n\nBấm **{bold}** nhé", "x").blocks[1]
    assert isinstance(block, Paragraph)
    assert next(run for run in block.runs if run.bold).key is key


@pytest.mark.parametrize(
    "written",
    ["", "Không có tiêu đề", "## Hai\n", "# T\n\n#### Bốn\n", "# T\n\nchữ ![x](a.png) chữ\n", "# T\n\n---\n"],
)
def test_what_has_no_place_in_the_manual_is_refused(written: str) -> None:
    with pytest.raises(BadPage):
        page_in(written, "x")


def test_letters_are_composed_and_tags_are_only_words() -> None:
    block = page_in("# T\n\n" + unicodedata.normalize("NFD", "Chốt <b>tháng</b>"), "x").blocks[1]
    assert isinstance(block, Paragraph)
    assert text_of(block.runs) == "Chốt <b>tháng</b>"
