"""Every deed of the journal can be said in words."""

from __future__ import annotations

import pytest

from carebook import words
from carebook.actions import deed_words
from carebook.rules import permissions


@pytest.mark.parametrize("deed", sorted(permissions.DEEDS))
def test_every_deed_has_words(deed: str) -> None:
    with words.speaking("en"):
        said = deed_words.words_of(deed)
    assert said != deed
    assert said[0].isupper()


@pytest.mark.parametrize("deed", ["make_book", "open_by_recovery_code"])
def test_so_has_what_nobody_signed_in_does(deed: str) -> None:
    assert deed_words.words_of(deed) != deed


def test_a_deed_of_another_version_is_named_as_it_stands() -> None:
    assert deed_words.words_of("no_such_deed") == "no_such_deed"
