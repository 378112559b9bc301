"""Belongings: where one stands, what is wrong with an entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from carebook.records.episodes import Belonging, Episode
from carebook.rules.belongings import Keeping, keeping, problems_in_belonging

TODAY = date(2026, 11, 22)
STAY = Episode(id="stay", person_id="person", start_on=date(2026, 1, 5))
RING = Belonging(episode_id="stay", what="Nhẫn vàng", received_on=date(2026, 1, 5), kept_by_center=True, kept_at="Két")


def test_where_a_belonging_stands() -> None:
    assert keeping(RING) is Keeping.KEPT
    assert keeping(replace(RING, kept_by_center=False)) is Keeping.WITH_PERSON
    assert keeping(replace(RING, returned_on=TODAY)) is Keeping.RETURNED


def test_what_is_wrong_with_a_belonging() -> None:
    def fields(thing: Belonging) -> list[tuple[str, str]]:
        return [(one.field, one.severity) for one in problems_in_belonging(thing, stay=STAY, today=TODAY)]

    assert fields(RING) == []
    assert fields(replace(RING, what=" ", quantity=0, amount=-1)) == [
        ("what", "error"),
        ("quantity", "error"),
        ("amount", "error"),
    ]
    assert fields(replace(RING, kept_at="", received_on=date(2025, 1, 1))) == [
        ("kept_at", "warning"),
        ("received_on", "warning"),
    ]
    assert fields(replace(RING, returned_on=date(2026, 1, 1))) == [("returned_on", "error"), ("returned_to", "error")]
    assert fields(replace(RING, returned_to="Con gái")) == [("returned_on", "error")]
    assert fields(replace(RING, returned_on=date(2026, 12, 1), returned_to="Con gái")) == [("returned_on", "error")]
