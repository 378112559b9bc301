"""Every place of the window that has a page in the manual: the pages, the tabs of settings and of a person, those before sign-in."""

from __future__ import annotations

from dataclasses import dataclass

from carebook.ui.main_window.navigation import ENTRIES
from carebook.ui.parts.page import KeyHint

BEFORE_SIGN_IN = ("sign_in", "locked", "forgotten", "new_password", "first_run", "restore", "waiting", "damaged")


@dataclass(frozen=True)
class Here:
    """Where one is in the window: (kind, name) of the places, the nearest first; the title of the page, and its keys."""

    places: tuple[tuple[str, str], ...]
    title: str = ""
    keys: tuple[KeyHint, ...] = ()


def manual_places() -> dict[str, tuple[str, ...]]:
    """The places of each kind that must have a page in the manual."""
    from carebook.ui.pages.person.page import TABS as OF_PERSON
    from carebook.ui.pages.settings.entries import TABS as OF_SETTINGS

    return {
        "entrance": BEFORE_SIGN_IN,
        "pages": tuple(entry.page for entry in ENTRIES if entry is not None),
        "settings": tuple(entry.name for entry in OF_SETTINGS),
        "person": tuple(entry.key for entry in OF_PERSON),
    }
