"""Stays and shipped reference data for tests of figures and clocks."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from typing import Any

from carebook import places
from carebook.dates import PartialDate
from carebook.records.codes import Code, Limit, Rate
from carebook.records.stay_facts import CategorySince, StayFacts
from carebook.rules.code_files import Reference, codes_from_toml


@cache
def shipped() -> tuple[Reference, ...]:
    """Every record of the shipped files of dated reference data, except the communes."""
    files = sorted(places.resource("codes").glob("*.toml"))
    parsed = (tomllib.loads(file.read_text("utf-8")) for file in files if file.name != "import_words.toml")
    return tuple(record for file in parsed for record in codes_from_toml(file))


def codes() -> list[Code]:
    """The shipped code lists."""
    return [record for record in shipped() if isinstance(record, Code)]


def limits() -> list[Limit]:
    """The shipped limits."""
    return [record for record in shipped() if isinstance(record, Limit)]


def rates() -> list[Rate]:
    """The shipped rates."""
    return [record for record in shipped() if isinstance(record, Rate)]


def stay(number: int = 1, category: str = "elderly_alone_poor", **facts: Any) -> StayFacts:
    """One stay of person ``number``: a woman born 1945, of the Tày, admitted 01/01/2026, unless told otherwise."""
    start_on = facts.setdefault("start_on", date(2026, 1, 1))
    given = {
        "person_id": f"p{number}",
        "episode_id": f"e{number}",
        "code": f"CB-{number:06}",
        "name": f"Trần Thị An {number}",
        "sex": "female",
        "born": PartialDate("1945"),
        "ethnicity": "02",
        "route": "special_hardship",
        "categories": (CategorySince(start_on, category),),
    }
    return StayFacts(**(given | facts))
