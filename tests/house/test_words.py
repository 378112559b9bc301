"""The catalogue is complete, fresh and compiled, and everything said in Vietnamese is said in one voice."""

from __future__ import annotations

import ast

import pytest

from tests.house import tree

words = tree.load("words.py")
CATALOGUE = words.PO.read_text("utf-8")
PLACE_NAMES = {"communes.csv"}  # spelled as in the decision that names them; only the tone marks are ours
NOT_ON_A_BUTTON = {"OK", "Có", "Không", "Đồng ý", "Xác nhận", "Thực hiện"}


def test_the_catalogue_holds_what_the_source_says() -> None:
    fresh = words.catalogue_of(words.strings_of())
    words.translated(fresh, words.read(CATALOGUE))
    assert words.written(fresh) == CATALOGUE, "run: packaging/words.py extract"


def test_nothing_is_missing_and_everything_keeps_the_voice() -> None:
    faults = words.faults_in(words.read(CATALOGUE))
    assert not faults, "\n".join(faults)


def test_the_compiled_catalogue_is_fresh() -> None:
    assert words.MO.read_bytes() == words.compiled(CATALOGUE), "run: packaging/words.py compile"


@pytest.mark.parametrize(
    "path",
    sorted(p for folder in ("codes", "instruments") for p in (tree.RESOURCES / folder).rglob("*") if p.is_file()),
    ids=lambda path: path.name,
)
def test_reference_data_is_spelled_in_one_way(path: tree.Path) -> None:
    faults_of = words.tone_faults if path.name in PLACE_NAMES else words.spelling_faults
    faults = [
        f"{path.name}:{number}: {fault}"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        for fault in faults_of(line)
    ]
    assert not faults, "\n".join(faults)


def test_paper_and_stories_are_spelled_in_one_way() -> None:
    faults = [
        f"{tree.name(path)}:{node.lineno}: {fault}"
        for path in tree.modules()
        if tree.room(path) in ("reports", "stories")
        for node in tree.nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for fault in words.spelling_faults(node.value)
    ]
    assert not faults, "\n".join(faults)


def test_no_button_says_yes_or_ok() -> None:
    said = {words.key(entry): words.vietnamese(entry) for entry in words.entries(words.read(CATALOGUE))}
    found = [
        f"{tree.name(path)}:{node.lineno}: {source.english}"
        for path in tree.modules()
        if tree.room(path) == "ui"
        for node in tree.nodes(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func).lower().endswith("button")
        for source in words.strings_in(ast.unparse(node))
        if said.get((source.context, source.english)) in NOT_ON_A_BUTTON
    ]
    assert not found, "\n".join(found)
