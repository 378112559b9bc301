"""A page of the manual as it is written, in Markdown, and as it is set: headings, paragraphs, lists, tables, notes, pictures."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from carebook.reports.manual.contents import page_file

_ANCHOR = re.compile(r"\s*\{#([a-z0-9][a-z0-9-]*)\}\s*$")
_NOTE = re.compile(r"\[!(NOTE|TIP|WARNING)\]\s*")
_MODIFIED = r"(?:(?:Ctrl|Alt|Shift)\+)+[^\s+]\S{0,11}"
_KEY = re.compile(rf"F\d\d?|Enter|Esc|Tab|Space|Home|End|Insert|Delete|Backspace|Page(?:Up|Down)|[←↑→↓]+|{_MODIFIED}")
_KEYS = "Phím"
"""The head of a column of keys: what stands there is one, whether it is written bold or not."""
_DEEPEST = 3


class BadPage(ValueError):
    """A page is not written as pages of the manual are."""


@dataclass(frozen=True)
class Run:
    """Words of one look; ``key`` is a key of the keyboard, ``link`` a "page#anchor" of the manual, else what was written."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    key: bool = False
    link: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (the title), 2 or 3; with an ``anchor`` it can be linked to."""

    level: int
    runs: Runs
    anchor: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of words."""

    runs: Runs


@dataclass(frozen=True)
class Listing:
    """A list; numbered from ``start`` on, or with dots when that is None. Each item is blocks."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None


@dataclass(frozen=True)
class Rows:
    """A table: the words of its head and of its rows; ``aligns`` is left, center or right for each column."""

    head: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    aligns: tuple[str, ...]


@dataclass(frozen=True)
class Note:
    """What stands apart: ``kind`` is "note", "tip", "warning", or "" for a quotation."""

    kind: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Picture:
    """A picture by the name of its file; ``words`` tell what is seen, ``caption`` stands under it."""

    file: str
    words: str
    caption: str = ""


@dataclass(frozen=True)
class Code:
    """What is typed at a prompt, line by line."""

    text: str


Block = Heading | Paragraph | Listing | Rows | Note | Picture | Code


@dataclass(frozen=True)
class Page:
    """One page: its name, its title and its blocks, the title's heading first."""

    name: str
    title: str
    blocks: tuple[Block, ...]


def text_of(runs: Sequence[Run]) -> str:
    """The words of runs without their looks."""
    return "".join(run.text for run in runs)


def inner(block: Block) -> Iterator[Block]:
    """A block and every block inside it."""
    yield block
    match block:
        case Listing(items=items):
            for item in items:
                for one in item:
                    yield from inner(one)
        case Note(blocks=blocks):
            for one in blocks:
                yield from inner(one)


def blocks_of(page: Page) -> Iterator[Block]:
    """Every block of a page, also those in lists and notes."""
    for block in page.blocks:
        yield from inner(block)


def runs_of(block: Block) -> Iterator[Run]:
    """The runs of one block, not of blocks inside it."""
    match block:
        case Heading(runs=runs) | Paragraph(runs=runs):
            yield from runs
        case Rows(head=head, rows=rows):
            for cells in (head, *rows):
                for cell in cells:
                    yield from cell


def page_in(text: str, name: str) -> Page:
    """The page written in ``text``; `BadPage` when it holds what no page of the manual may hold."""
    reader = _Reader(name, MarkdownIt("commonmark", {"html": False}).enable("table").parse(text))
    blocks = reader.blocks("")
    if not blocks or not isinstance(blocks[0], Heading) or blocks[0].level != 1:
        raise BadPage(f"{name}: the first line is not the title")
    return Page(name, text_of(blocks[0].runs), blocks)


@cache
def page(name: str) -> Page:
    """A page of the program's own manual; FileNotFoundError when there is none of that name."""
    return page_in(page_file(name).read_text("utf-8"), name)


class _Reader:
    """Walks the tokens of one page."""

    def __init__(self, name: str, tokens: Sequence[Token]) -> None:
        self._name = name
        self._tokens = tokens
        self._at = 0

    def _next(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def blocks(self, end: str) -> tuple[Block, ...]:
        """The blocks up to the token ``end``, which is taken; "" is the end of the page."""
        found: list[Block] = []
        while self._at < len(self._tokens):
            token = self._next()
            if token.type == end:
                break
            found.append(self._block(token))
        return tuple(found)

    def _block(self, token: Token) -> Block:
        match token.type:
            case "heading_open":
                return self._heading(int(token.tag[1:]))
            case "paragraph_open":
                return self._paragraph()
            case "bullet_list_open":
                return Listing(self._items("bullet_list_close"))
            case "ordered_list_open":
                return Listing(self._items("ordered_list_close"), int(token.attrGet("start") or 1))
            case "blockquote_open":
                return self._note()
            case "table_open":
                return self._table()
            case "fence" | "code_block":
                return Code(token.content.rstrip("\n"))
        raise BadPage(f"{self._name}: {token.type} has no place in the manual")

    def _inline(self) -> Token:
        inline = self._next()
        self._next()  # the end of what holds it
        return inline

    def _heading(self, level: int) -> Heading:
        if level > _DEEPEST:
            raise BadPage(f"{self._name}: a heading of level {level}")
        runs, anchor = self._runs(self._inline()), ""
        if runs and (found := _ANCHOR.search(runs[-1].text)):
            anchor = found.group(1)
            runs = (*runs[:-1], replace(runs[-1], text=runs[-1].text[: found.start()]))
        return Heading(level, tuple(run for run in runs if run.text), anchor)

    def _paragraph(self) -> Paragraph | Picture:
        inline = self._inline()
        match inline.children:
            case [Token(type="image") as image]:
                return Picture(str(image.attrs["src"]), image.content, str(image.attrs.get("title", "")))
        return Paragraph(self._runs(inline))

    def _items(self, end: str) -> tuple[tuple[Block, ...], ...]:
        found = []
        while self._next().type != end:
            found.append(self.blocks("list_item_close"))
        return tuple(found)

    def _note(self) -> Note:
        blocks = self.blocks("blockquote_close")
        match blocks:
            case [Paragraph(runs=[first, *others]), *rest] if found := _NOTE.match(first.text):
                begun = tuple(run for run in (replace(first, text=first.text[found.end() :]), *others) if run.text)
                begun = (replace(begun[0], text=begun[0].text.lstrip()), *begun[1:]) if begun else ()
                return Note(found.group(1).lower(), ((Paragraph(begun),) if begun else ()) + tuple(rest))
        return Note("", blocks)

    def _table(self) -> Rows:
        aligns: list[str] = []
        lines: list[list[Runs]] = []
        while (token := self._next()).type != "table_close":
            match token.type:
                case "tr_open":
                    lines.append([])
                case "th_open":
                    style = str(token.attrGet("style") or "")
                    aligns.append(style.partition(":")[2] or "left")
                case "inline":
                    lines[-1].append(self._runs(token))
        rows = [[_as_key(one[0]), *one[1:]] if text_of(lines[0][0]) == _KEYS else one for one in lines[1:]]
        return Rows(tuple(lines[0]), tuple(map(tuple, rows)), tuple(aligns))

    def _runs(self, inline: Token) -> Runs:
        found: list[Run] = []
        look = Run("")
        for token in inline.children or ():
            match token.type:
                case "text":
                    found.append(replace(look, text=token.content))
                case "softbreak" | "hardbreak":
                    found.append(replace(look, text=" " if token.type == "softbreak" else "\n"))
                case "code_inline":
                    found.append(replace(look, text=token.content, code=True))
                case "strong_open" | "strong_close":
                    look = replace(look, bold=token.type == "strong_open")
                case "em_open" | "em_close":
                    look = replace(look, italic=token.type == "em_open")
                case "link_open":
                    look = replace(look, link=self._link(str(token.attrs["href"])))
                case "link_close":
                    look = replace(look, link="")
                case _:
                    raise BadPage(f"{self._name}: {token.type} inside “{inline.content}”")
        runs = [replace(run, text=unicodedata.normalize("NFC", run.text)) for run in found if run.text]
        return tuple(replace(run, key=bool(run.bold and _KEY.fullmatch(run.text))) for run in _joined(runs))

    def _link(self, href: str) -> str:
        """ "page.md#anchor" as "page#anchor"; a link inside the page gets its name; anything else stays as it is."""
        file, _sign, anchor = href.partition("#")
        if not file:
            return f"{self._name}#{anchor}"
        if file.endswith(".md") and "/" not in file:
            return file.removesuffix(".md") + (f"#{anchor}" if anchor else "")
        return href


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Neighbours of the same look as one run."""
    found: list[Run] = []
    for run in runs:
        if found and replace(found[-1], text=run.text) == run:
            found[-1] = replace(run, text=found[-1].text + run.text)
        else:
            found.append(run)
    return found


def _as_key(cell: Runs) -> Runs:
    """A cell of keys; one that says more than its keys stays as it is written."""
    return tuple(replace(run, bold=True, key=True) for run in cell) if len(cell) == 1 else cell
