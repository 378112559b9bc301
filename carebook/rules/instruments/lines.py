"""Where things stand in the text of an instrument's file: the line of a table, of a key, of an element of an array."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""The way to a value: keys by name, elements of arrays by number from 0: ``("items", 2, "code")``."""

_HEADING = re.compile(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*=(.*)$""")


def _names(heading: str) -> list[str]:
    return [part.strip().strip("\"'") for part in heading.split(".")]


def _opens_array(rest: str) -> bool:
    """Whether an array begins after a key and goes on below."""
    return rest.strip().startswith("[") and rest.count("[") > rest.count("]")


@dataclass(frozen=True)
class Lines:
    """The lines of one text, counted from 1."""

    places: Mapping[Path, int]

    def of(self, path: Path) -> int:
        """The line of a value, or of the nearest thing around it that has a line of its own; 1 for the whole file."""
        while path:
            if path in self.places:
                return self.places[path]
            path = path[:-1]
        return 1


def lines_of(text: str) -> Lines:
    """Find the lines of tables and keys.

    A key stands first on its line; an element of an array has a line of its own when it begins that line with "{".
    Whatever is written otherwise is found at the line of what is around it.
    """
    places: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    array: Path | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        stripped = line.strip()
        if array is not None:
            if stripped.startswith("{"):
                places[(*array, counts.get(array, 0))] = number
                counts[array] = counts.get(array, 0) + 1
            elif stripped.startswith("]"):
                array = None
        elif heading := _HEADING.match(line):
            table = _table(_names(heading[2]), heading[1] == "[[", counts)
            places.setdefault(table, number)
            if isinstance(table[-1], int):
                places.setdefault(table[:-1], number)
        elif key := _KEY.match(line):
            path = (*table, key[1] or key[2] or key[3])
            places.setdefault(path, number)
            array = path if _opens_array(key[4]) else None
    return Lines(places)


def _table(names: list[str], repeated: bool, counts: dict[Path, int]) -> Path:
    """The way to the table a heading begins; parts that are arrays of tables mean their newest element."""
    path: Path = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path] - 1)
    path = (*path, names[-1])
    if not repeated:
        return path
    counts[path] = counts.get(path, 0) + 1
    return (*path, counts[path] - 1)
