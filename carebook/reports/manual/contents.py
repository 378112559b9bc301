"""The manual's contents: its groups in order and by role, and which page opens from which place of the window."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from carebook import places

CENTER = "center"
QUICK_START = "quick-start"
WHATS_NEW = "whats-new"
KINDS = ("entrance", "pages", "settings", "person", "dialogs")
"""The kinds of places a page of the manual opens from: before sign-in, a page of the window, a tab of the settings or of a
person, a dialog by the name of its class."""


@dataclass(frozen=True)
class Target:
    """A page of the manual, and the heading there; "" is its beginning."""

    page: str
    anchor: str = ""

    @classmethod
    def of(cls, written: str) -> Target:
        """ "page" or "page#anchor"."""
        page, _sign, anchor = written.partition("#")
        return cls(page, anchor)

    def __str__(self) -> str:
        return f"{self.page}#{self.anchor}" if self.anchor else self.page


@dataclass(frozen=True)
class Group:
    """Pages that belong together. ``roles`` are whose manual holds them, none is everybody's; ``books`` the kinds of book."""

    title: str
    pages: tuple[str, ...]
    roles: frozenset[str] = frozenset()
    books: frozenset[str] = frozenset({CENTER})

    def is_for(self, role: str) -> bool:
        """Whether the group belongs to the manual of a role."""
        return not self.roles or role in self.roles


@dataclass(frozen=True)
class Contents:
    """The groups in the order of the manual, and for each kind of place the pages that open from there."""

    groups: tuple[Group, ...]
    places: Mapping[str, Mapping[str, str]]

    def target(self, kind: str, name: str) -> Target | None:
        """What opens from a place of one of ``KINDS``; None where nothing is said about it."""
        written = self.places.get(kind, {}).get(name)
        return None if written is None else Target.of(written)

    def pages(self) -> tuple[str, ...]:
        """The names of all pages in the order of the manual."""
        return tuple(page for group in self.groups for page in group.pages)

    def of_role(self, role: str = "") -> tuple[Group, ...]:
        """The groups of a role's manual; all of them without a role."""
        return tuple(group for group in self.groups if not role or group.is_for(role))

    def of_book(self, kind: str) -> tuple[Group, ...]:
        """The groups that speak about one kind of book."""
        return tuple(group for group in self.groups if kind in group.books)


def contents_in(text: str) -> Contents:
    """The contents written as TOML: ``[[group]]`` and a table for each of ``KINDS``; KeyError or TypeError when it is not so."""
    read = tomllib.loads(text)
    groups = tuple(
        Group(
            one["title"],
            tuple(one["pages"]),
            frozenset(one.get("roles", ())),
            frozenset(one.get("books", (CENTER,))),
        )
        for one in read["group"]
    )
    return Contents(groups, {kind: dict(read.get(kind, {})) for kind in KINDS})


@cache
def contents() -> Contents:
    """The contents of the program's own manual."""
    return contents_in((places.resource("manual/vi") / "contents.toml").read_text("utf-8"))


def language_of(name: str) -> str:
    """The language a page is written in: Vietnamese, but for the page for readers of English."""
    return "en" if name == QUICK_START else "vi"


def page_file(name: str) -> Path:
    """The file of a page; FileNotFoundError when there is none."""
    return places.resource(f"manual/{language_of(name)}") / f"{name}.md"


def picture_file(name: str) -> Path | None:
    """The file of a picture, None while there is none."""
    path = places.resource("manual/pictures") / name
    return path if path.is_file() else None
