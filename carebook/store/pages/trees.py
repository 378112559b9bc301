"""SQLite's trees read from single pages: rows and keys as they stand, and which pages could not be followed.

The file format is that of https://www.sqlite.org/fileformat2.html; only what a book has is read (UTF-8, no pointer maps).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from carebook.store.pages.sealed import USABLE, SealedFile

INNER_INDEX, INNER_TABLE, LEAF_INDEX, LEAF_TABLE = 2, 5, 10, 13
_INNER = (INNER_INDEX, INNER_TABLE)
_LENGTHS = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)
Row = tuple[int, tuple[Any, ...]]


class Torn(Exception):
    """A row of which a part lies on a damaged page, or which is no row."""


@dataclass
class Walk:
    """One tree as far as it could be followed.

    ``rows``: (row number, values), the number 0 in an index; only those of the page read last. ``damaged``: pages that do not
    open. ``torn``: numbers of rows that lie partly on damaged pages. ``visited``: all pages that belong to the tree.
    """

    rows: list[Row] = field(default_factory=list)
    damaged: list[int] = field(default_factory=list)
    torn: list[int] = field(default_factory=list)
    visited: set[int] = field(default_factory=set)
    is_rootless: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether nothing of the tree is missing."""
        return not (self.damaged or self.torn or self.is_rootless)

    def follow(self, file: SealedFile, root: int, *, only_pages: bool = False) -> Iterator[Row]:
        """The rows or keys of a tree, from its root on; what cannot be followed is noted. ``only_pages`` reads no values."""
        waiting = [root]
        while waiting:
            number = waiting.pop()
            if number in self.visited:
                continue
            self.visited.add(number)
            page = file.page(number)
            if page is None or kind_of(page, number) not in (*_INNER, LEAF_INDEX, LEAF_TABLE):
                self.damaged.append(number)
                continue
            self.rows = []
            waiting.extend(reversed(_read_page(file, number, page, self, only_pages=only_pages)))
            yield from self.rows


def leaf_rows(file: SealedFile, number: int) -> Walk:
    """The rows of one page of a table, whoever leads to it."""
    found = Walk()
    page = file.page(number)
    found.visited.add(number)
    if page is not None and kind_of(page, number) == LEAF_TABLE:
        _read_page(file, number, page, found)
    return found


def kind_of(page: bytes, number: int) -> int:
    """Which kind of page it is; another number when it is none of a tree."""
    return page[_start(number)]


def _start(number: int) -> int:
    return 100 if number == 1 else 0


def _read_page(file: SealedFile, number: int, page: bytes, found: Walk, *, only_pages: bool = False) -> list[int]:
    """Add the rows of a page to ``found``; gives the pages under it, in order."""
    start = _start(number)
    kind, cells = page[start], int.from_bytes(page[start + 3 : start + 5], "big")
    pointers = start + (12 if kind in _INNER else 8)
    children = []
    for at in range(cells):
        cell = int.from_bytes(page[pointers + 2 * at : pointers + 2 * at + 2], "big")
        row_number = 0
        try:
            if kind in _INNER:
                children.append(int.from_bytes(page[cell : cell + 4], "big"))
                cell += 4
            if kind == INNER_TABLE:
                continue
            size, cell = varint(page, cell)
            if kind == LEAF_TABLE:
                row_number, cell = varint(page, cell)
            content = _payload(file, page, cell, size, table=kind == LEAF_TABLE, found=found)
            if not only_pages:
                found.rows.append((row_number, values_of(content)))
        except (Torn, IndexError, struct.error, UnicodeDecodeError):
            found.torn.append(row_number)
    if kind in _INNER:
        children.append(int.from_bytes(page[start + 8 : start + 12], "big"))
    return children


def _payload(file: SealedFile, page: bytes, at: int, size: int, *, table: bool, found: Walk) -> bytes:
    """The whole content of a cell, with what lies on further pages."""
    most = USABLE - 35 if table else (USABLE - 12) * 64 // 255 - 23
    if size <= most:
        return page[at : at + size]
    least = (USABLE - 12) * 32 // 255 - 23
    here = least + (size - least) % (USABLE - 4)
    here = here if here <= most else least
    parts, left = [page[at : at + here]], size - here
    following = int.from_bytes(page[at + here : at + here + 4], "big")
    torn = False
    while left > 0:
        if not following or following in found.visited:
            raise Torn
        found.visited.add(following)
        more = file.page(following)
        if more is None:
            found.damaged.append(following)
            torn = True
            break
        parts.append(more[4 : 4 + min(left, USABLE - 4)])
        left -= USABLE - 4
        following = int.from_bytes(more[:4], "big")
    if torn:
        raise Torn
    return b"".join(parts)


def values_of(content: bytes) -> tuple[Any, ...]:
    """The values of one row or key in SQLite's record format."""
    head, at = varint(content, 0)
    values: list[Any] = []
    body, size = head, len(content)
    while at < head:
        kind = content[at]
        if kind < 0x80:
            at += 1
        else:
            kind, at = varint(content, at)
        length = _LENGTHS[kind] if kind < len(_LENGTHS) else (kind - 12) // 2
        end = body + length
        if end > size or kind in (10, 11):
            raise Torn
        if kind > 11:
            values.append(content[body:end].decode() if kind % 2 else content[body:end])
        else:
            values.append(_number(kind, content[body:end]))
        body = end
    return tuple(values)


def _number(kind: int, raw: bytes) -> int | float | None:
    if kind == 0:
        return None
    if kind == 7:
        value: float = struct.unpack(">d", raw)[0]
        return value
    return kind - 8 if kind > 7 else int.from_bytes(raw, "big", signed=True)


def varint(data: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where what follows begins."""
    if data[at] < 0x80:
        return data[at], at + 1
    value = 0
    for count in range(9):
        byte = data[at + count]
        if count == 8:
            value = (value << 8) | byte
            return (value - (1 << 64) if value >> 63 else value), at + 9
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at + count + 1
    raise Torn


def free_pages(file: SealedFile) -> set[int]:
    """The pages the file keeps for later, as far as their list can be followed."""
    first = file.page(1)
    found: set[int] = set()
    trunk = int.from_bytes(first[32:36], "big") if first is not None else 0
    while trunk and trunk not in found:
        found.add(trunk)
        page = file.page(trunk)
        if page is None:
            break
        leaves = int.from_bytes(page[4:8], "big")
        found.update(struct.unpack(f">{leaves}I", page[8 : 8 + 4 * leaves]))
        trunk = int.from_bytes(page[:4], "big")
    return found
