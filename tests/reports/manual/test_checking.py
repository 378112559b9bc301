"""What is found wrong with a manual."""

from __future__ import annotations

import pytest

from carebook.reports.manual.checking import faults_of
from carebook.reports.manual.contents import Target, contents_in
from carebook.reports.manual.pages import page_in

CONTENTS = """
[[group]]
title = "Mọi người"
pages = ["one", "two"]

[[group]]
title = "Tin học"
roles = ["it"]
books = ["center", "department"]
pages = ["three"]

[pages]
today = "one#first"
reports = "two"
"""
PAGES = {
    "one": "# Một\n\n## Đầu {#first}\n\n[hai](two.md) [ba](three.md)",
    "two": "# Hai\n\n![Ảnh](a.png)",
    "three": "# Ba\n",
}
WANTED = {"pages": ("today", "reports")}


def _faults(contents: str = CONTENTS, pictures: tuple[str, ...] = ("a.png",), **changed: str) -> list[str]:
    pages = PAGES | changed
    return faults_of(
        contents_in(contents), lambda name: page_in(pages[name], name), files=pages, pictures=pictures, wanted=WANTED
    )


def test_nothing_is_wrong_with_a_sound_manual() -> None:
    assert _faults() == []


@pytest.mark.parametrize(
    ("told", "changed"),
    [
        ("one: the link four leads nowhere", {"one": "# Một\n\n## Đầu {#first}\n\n[x](four.md)"}),
        ("one: the link two#x leads nowhere", {"one": "# Một\n\n## Đầu {#first}\n\n[x](two.md#x)"}),
        ("one: the link https://a.vn leads nowhere", {"one": "# Một\n\n## Đầu {#first}\n\n[x](https://a.vn)"}),
        ("pages.today: there is no one#first", {"one": "# Một\n"}),
        ("one: two anchors first", {"one": "# Một\n\n## A {#first}\n\n## B {#first}"}),
        ("two: there is no picture b.png", {"two": "# Hai\n\n![Ảnh](a.png)\n\n![Ảnh](b.png)"}),
        ("pictures: a.png is shown nowhere", {"two": "# Hai\n"}),
        ("two: the picture a.png says nothing to who cannot see it", {"two": "# Hai\n\n![](a.png)"}),
        ("contents: four stands in no group", {"four": "# Bốn\n"}),
        ("three: the first line is not the title", {"three": "Ba"}),
    ],
)
def test_each_fault_is_named(told: str, changed: dict[str, str]) -> None:
    assert told in _faults(**changed)


@pytest.mark.parametrize(
    ("told", "before", "after"),
    [
        ("contents: there is no page five", '"three"]', '"three", "five"]'),
        ("contents: one stands there 2 times", '"three"]', '"three", "one"]'),
        ("contents: king is no role", '["it"]', '["king"]'),
        ("pages.reports: no page opens from there", 'reports = "two"', ""),
        ("pages.moon: there is no such place", 'reports = "two"', 'reports = "two"\nmoon = "two"'),
    ],
)
def test_each_fault_of_the_contents_is_named(told: str, before: str, after: str) -> None:
    assert told in _faults(CONTENTS.replace(before, after))


def test_groups_are_those_of_a_role_and_of_a_book() -> None:
    contents = contents_in(CONTENTS)
    assert [group.title for group in contents.of_role("nurse")] == ["Mọi người"]
    assert [group.title for group in contents.of_role("it")] == ["Mọi người", "Tin học"]
    assert [group.title for group in contents.of_book("department")] == ["Tin học"]
    assert contents.target("pages", "today") == Target("one", "first")
    assert str(contents.target("pages", "today")) == "one#first"
    assert contents.target("person", "today") is None
