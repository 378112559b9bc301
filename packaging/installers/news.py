"""What is new in each version, as people read it in the program and as packages carry it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

from installers import ground

FILE = ground.ROOT / "resources" / "manual" / "vi" / "whats-new.md"


@dataclass(frozen=True)
class Release:
    """One version: its number, its day, and its lines."""

    version: str
    on: date
    lines: tuple[str, ...]


def releases_in(text: str) -> list[Release]:
    """The versions of the paper, newest first. Each begins with ``## Bản 1.0.0 (22/11/2026) {#v1-0-0}``, its lines with ``- ``."""
    found = []
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        head, _, body = part.partition("\n")
        said = re.fullmatch(r"Bản (\d+\.\d+\.\d+) \((\d\d)/(\d\d)/(\d{4})\)(?: \{#[a-z0-9-]+\})?\s*", head)
        if said is None:
            raise ValueError(f"## {head}")
        number, day, month, year = said.groups()
        lines = re.findall(r"^- (.+(?:\n  .+)*)", body, re.MULTILINE)
        found.append(Release(number, date(int(year), int(month), int(day)), tuple(" ".join(x.split()) for x in lines)))
    return found


def releases() -> list[Release]:
    """The versions told in the program's own paper."""
    return releases_in(FILE.read_text("utf-8"))


def notes(version: str) -> str:
    """What one version brings, a line each; empty when the paper does not tell of it."""
    return "\n".join(line for one in releases() if one.version == version for line in one.lines)


def moment() -> int:
    """The newest version's day in seconds since 1970: the date of every file in a package, so that it can be made again."""
    newest = releases()[0].on
    return int(datetime(newest.year, newest.month, newest.day, tzinfo=UTC).timestamp())


def for_debian() -> str:
    """The versions as a Debian changelog."""
    parts = []
    for one in releases():
        at = datetime(one.on.year, one.on.month, one.on.day, tzinfo=UTC)
        plain = [re.sub(r"\*\*|`", "", line) for line in one.lines]
        said = "\n".join(f"  * {line}" for line in plain)
        who = f" -- The CareBook developers <carebook@localhost>  {at:%a, %d %b %Y %H:%M:%S +0000}"
        parts.append(f"carebook ({one.version}) stable; urgency=medium\n\n{said}\n\n{who}\n")
    return "\n".join(parts)
