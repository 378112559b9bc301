"""Finding places in the manual by words, with marks or without."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from carebook.reports.manual.contents import Target, contents
from carebook.reports.manual.pages import Code, Heading, Page, Picture, inner, page, runs_of, text_of
from carebook.rules.search_words import SearchedText, words_in

_BEFORE, _AFTER = 16, 90  # letters of an excerpt around what was found


@dataclass(frozen=True)
class Section:
    """What stands between two headings: where it is, the title of its page, its heading and its words."""

    target: Target
    title: str
    heading: str
    words: str


@dataclass(frozen=True)
class Found:
    """A section that holds what was looked for, with words around the first place."""

    section: Section
    excerpt: str


def sections_of(one: Page) -> list[Section]:
    """The sections of a page in order; one without an anchor belongs to the anchor before it."""
    found: list[Section] = []
    anchor, heading = "", ""
    words: list[str] = []
    for block in one.blocks:
        if isinstance(block, Heading) and block.level > 1:
            found.append(Section(Target(one.name, anchor), one.title, heading, " ".join(words)))
            anchor, heading, words = block.anchor or anchor, text_of(block.runs), []
        elif not isinstance(block, Heading):
            words += [said for part in inner(block) if (said := _said(part))]
    return [*found, Section(Target(one.name, anchor), one.title, heading, " ".join(words))]


def _said(block: object) -> str:
    match block:
        case Picture(words=words, caption=caption):
            return caption or words
        case Code(text=text):
            return text
        case Heading():
            return ""
    return " ".join(run.text for run in runs_of(block))  # type: ignore[arg-type]


@cache
def _sections() -> tuple[Section, ...]:
    return tuple(section for name in contents().pages() for section in sections_of(page(name)))


def find(typed: str, pages: Iterable[str] = ()) -> list[Found]:
    """Where the program's own manual holds every word typed (its beginning is enough); titles first, then headings.

    Marks do not matter, except that places with the very words come first. ``pages`` are those to look in, all without.
    """
    wanted, among = words_in(typed), set(pages)
    if not wanted:
        return []
    ranked = []
    for place, section in enumerate(_sections()):
        if among and section.target.page not in among:
            continue
        rank = _rank(section, wanted, typed)
        if rank is not None:
            ranked.append((rank, place, Found(section, _excerpt(section, typed, wanted))))
    return [found for _rank, _place, found in sorted(ranked, key=lambda one: one[:2])]


def _rank(section: Section, wanted: list[str], typed: str) -> tuple[int, bool] | None:
    """How near a section is, smallest first; None when a word is missing."""
    everything = words_in(f"{section.title} {section.heading} {section.words}")
    if not all(any(word.startswith(one) for word in everything) for one in wanted):
        return None
    for nearness, text in enumerate((section.heading or section.title, section.title, section.heading)):
        there = words_in(text)
        if all(any(word.startswith(one) for word in there) for one in wanted):
            return nearness, typed.casefold() not in text.casefold()
    return 3, typed.casefold() not in section.words.casefold()


def _excerpt(section: Section, typed: str, wanted: list[str]) -> str:
    text = SearchedText(section.words)
    places = text.places_of(typed) or next((found for one in wanted if (found := text.places_of(one))), [])
    at, letters = places[0] if places else (0, 0)
    first, last = max(at - _BEFORE, 0), min(at + letters + _AFTER, len(section.words))
    if first:
        first = section.words.find(" ", first, at) + 1 or first
    if last < len(section.words):
        last = max(section.words.rfind(" ", at + letters, last), at + letters)
    return ("… " if first else "") + section.words[first:last].strip() + (" …" if last < len(section.words) else "")
