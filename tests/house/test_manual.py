"""The manual is whole: every place of the window has its page, every link, anchor and picture leads somewhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from carebook.reports.manual.contents import contents
from carebook.ui.main_window.hints import WORDS
from carebook.ui.main_window.navigation import ENTRIES
from carebook.ui.main_window.places import BEFORE_SIGN_IN
from tests.house import tree

manual = tree.load("manual.py")


def test_nothing_is_wrong_with_the_manual() -> None:
    faults = manual.faults()
    assert not faults, "\n".join(faults)


def test_every_page_of_the_window_has_a_hint_and_none_speaks_of_another() -> None:
    assert set(WORDS) == {entry.page for entry in ENTRIES if entry is not None}


def test_every_page_before_sign_in_says_where_it_is() -> None:
    said = set()
    for path in (tree.PACKAGE / "ui" / "sign_in").glob("*.py"):
        for node in tree.nodes(path):
            match node:
                case ast.Assign(
                    targets=[ast.Name(id="place") | ast.Attribute(attr="place")], value=ast.Constant(value=name)
                ):
                    said.add(name)
    assert said == set(BEFORE_SIGN_IN)


SHARED = {
    *("DeedDialog", "AskingDialog", "ReasonDialog", "ReportDialog", "_Asking"),  # others stand on them
    *("RecordDialog", "PaperDialog", "DaysDialog", "InterchangeDialog"),  # the page below says it
}
"""Dialogs without a page of their own."""


def test_every_dialog_opens_its_page() -> None:
    names = [
        name
        for path in tree.modules()
        if tree.room(path) == "ui"
        for name, bases in _classes(path)
        if _is_dialog(bases)
    ]
    listed = contents().places["dialogs"]
    assert set(listed) <= set(names), set(listed) - set(names)
    assert set(names) - set(listed) <= SHARED, set(names) - set(listed) - SHARED
    assert all(names.count(name) == 1 for name in listed)


def _classes(path: Path) -> Iterator[tuple[str, list[str]]]:
    for node in tree.nodes(path):
        if isinstance(node, ast.ClassDef):
            yield node.name, [ast.unparse(base).rpartition(".")[2] for base in node.bases]


def _is_dialog(bases: list[str]) -> bool:
    return any(base.endswith("Dialog") or base == "_Asking" for base in bases)
