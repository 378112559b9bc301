"""The commands about damage: what is broken in words and as JSON, saved data, the bundle."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from carebook.store.book import DATABASE
from tests.commands.conftest import Typed
from tests.damage_samples import flip, key_of, pages_of


def test_a_sound_book(book_with_people: Path, typed: Typed) -> None:
    answer = typed("check", book_with_people)
    assert answer.code == 0
    assert (answer["sound"], answer["damage"], answer["broken_at"], answer["next"]) == (True, [], None, "nothing")
    assert answer["lines"] > 146
    assert len(answer["head"]) == 64


def test_a_damaged_book_is_told_and_its_data_saved(book_with_people: Path, typed: Typed) -> None:
    _file, key = key_of(book_with_people)
    flip(book_with_people, [pages_of(book_with_people, key, "person")[-1]])
    answer = typed("check", book_with_people)
    assert (answer.code, answer["next"]) == (1, "salvage")
    (damage,) = answer["damage"]
    assert damage["fault"] == "pages"
    assert damage["touched"][0][0] == "person"
    assert damage["said"]
    into = book_with_people.parent / "new"
    answer = typed("salvage", book_with_people, into, "--report", into.parent / "cuu.pdf")
    assert (into.parent / "cuu.pdf").read_bytes().startswith(b"%PDF")
    assert (answer.code, answer["whole"], answer["sound"], answer["lost"]) == (0, True, True, [])
    assert typed("check", into).code == 0


def test_a_book_that_does_not_open_is_told(book_with_people: Path, typed: Typed) -> None:
    flip(book_with_people, [1])
    answer = typed("check", book_with_people)
    assert (answer.code, answer["damage"][0]["fault"]) == (1, "first_page")


def test_from_outside_without_a_password(book_folder: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CAREBOOK_PASSWORD")
    answer = typed("check", book_folder)
    assert (answer.code, answer["checked"], answer["damage"]) == (0, "outside", [])
    (book_folder / DATABASE).write_bytes(b"")
    answer = typed("check", book_folder, "--outside")
    assert (answer.code, answer["damage"][0]["fault"]) == (1, "empty")
    assert typed("check", book_folder / "nowhere").code == 1


def test_the_bundle(book_folder: Path, typed: Typed, tmp_path: Path) -> None:
    answer = typed("support", book_folder, tmp_path / "goi.zip")
    assert answer.code == 0
    with zipfile.ZipFile(tmp_path / "goi.zip") as packed:
        assert packed.namelist() == answer["parts"]
