"""What several papers of the way home share: choices to tick, facts in one line, how the center is reached."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import TypeVar

from carebook.records.facility import Facility
from carebook.reports.case_papers.about import About, said, ticked
from carebook.reports.forms import Look, Prose
from carebook.reports.paper.facts import GAP

E = TypeVar("E", bound=Enum)
YES_NO = {"yes": "Có", "no": "Không"}


def choice(label: str, choices: Mapping[str, str], chosen: str | None) -> Prose:
    """A label with boxes to tick, the chosen one full: "Cách theo dõi:   □ Gọi điện   ■ Đến nhà"."""
    boxes = (words.replace(" ", GAP) for words in ticked(choices, lambda code: code == chosen))
    return Prose(f"{label}:{GAP * 3}" + f" {GAP * 2}".join(boxes), Look.PLAIN)


def yes_or_no(label: str, value: bool | None) -> Prose:
    """A label with "Có" and "Không" to tick."""
    return choice(label, YES_NO, None if value is None else "yes" if value else "no")


def of_enum(label: str, members: type[E], chosen: E | None) -> Prose:
    """A label with the members of an enum to tick."""
    words = {str(member.value): said(member) for member in members}
    return choice(label, words, str(chosen.value) if chosen is not None else None)


def of_list(label: str, about: About, list_name: str, codes: Mapping[str, str], chosen: str | None) -> Prose:
    """A label with the words of a code list to tick; one that is no longer offered is added when it was chosen."""
    more = {} if chosen is None or chosen in codes else {chosen: about.text(list_name, chosen)}
    return choice(label, {**codes, **more}, chosen)


def reached_at(center: Facility | None, *, hidden: bool) -> str:
    """How outsiders reach the center; where it is stays unsaid when ``hidden``. "" for no center, on empty sheets."""
    if center is None:
        return ""
    phones = " hoặc ".join(dict.fromkeys(filter(None, (center.hotline, center.phone))))
    parts = ("" if hidden else center.address, f"điện thoại {phones}" if phones else "", center.email)
    return ", ".join(filter(None, parts))
