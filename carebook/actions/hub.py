"""Copying what a department's book has received to a hub, when several people are to work on it or it outgrows one PC."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from carebook.actions.change import Change, deed
from carebook.records.receiving import ReceivedParcel, ReceivedPerson, ReportingFacility
from carebook.records.staff import Actor
from carebook.store import staff
from carebook.store.book import Book, Reader
from carebook.store.receiving import BookStore
from carebook.words import N_, message

if TYPE_CHECKING:
    from carebook.exchange.hub import Arrival, Hub

_TOGETHER = 100
"""Packages that are read from the book at once."""


@dataclass(frozen=True)
class Copied:
    """How many packages the book holds, and how many of them the hub did not have before."""

    packages: int
    new: int


@deed(N_("Copy what was received to a hub"), "readings")
def copy_to_hub(
    book: Book,
    hub: Hub,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    progress: Callable[[int, int], object] | None = None,
    reason: str = "",
) -> Change:
    """Copy every facility and package with its file, figures and people to an open hub; what the hub has stays as it is.

    A line in the reading log comes first. The book keeps its own; copying again goes on where it was stopped. ``Change.result``
    is `Copied`. ``progress(done, total)`` may raise to stop. Raises `HubFailed`.
    """
    from carebook.exchange.hub import load

    with book.reading_for(by, now) as reader:
        people = len(reader.records(ReceivedPerson))
    with book.changing(by.account_id, now, op, "copy_to_hub", reason=reason) as writer:
        reading = staff.note_reading(writer, "copy_to_hub", people=people, reason=hub.said)
    with book.reading_for(by, now) as reader:
        parcels = BookStore(reader).parcels()[::-1]
        rows = _facilities_of(reader, hub)

        def told(done: int) -> None:
            if progress is not None:
                progress(done, len(parcels))

        new = load(hub, _arrivals(reader, parcels, rows), told)
    said = message(
        "{new} of {count} packages were copied to {hub}; the others were there.",
        new=new,
        count=len(parcels),
        hub=hub.said,
    )
    copied = Copied(len(parcels), new)
    return Change(frozenset({"readings"}), (reading.id,), op, said, undoable=False, result=copied)


def _facilities_of(reader: Reader, hub: Hub) -> Mapping[str, str]:
    """The hub's row of each facility of the book, struck ones too; those it does not know yet are kept there."""
    with hub.alone():
        there = hub.facilities()
        by_number = {one.facility_id: one.id for one in there if one.facility_id}
        ids = {one.id for one in there}
        rows: dict[str, str] = {}
        for facility in reader.records(ReportingFacility, withdrawn=True):
            known = facility.id if facility.id in ids else None
            if known is None and facility.withdrawn_at is None:
                known = by_number.get(facility.facility_id)
            rows[facility.id] = known or facility.id
            if known is None:
                hub.keep_facility(facility)
    return rows


def _arrivals(reader: Reader, parcels: Sequence[ReceivedParcel], rows: Mapping[str, str]) -> Iterator[Arrival]:
    from carebook.exchange.hub import Arrival

    store = BookStore(reader)
    for begin in range(0, len(parcels), _TOGETHER):
        some = parcels[begin : begin + _TOGETHER]
        ids = [one.id for one in some]
        tables, people = store.tables(ids), store.people(ids)
        for one in some:
            whose = rows[one.reporting_facility_id] if one.reporting_facility_id else None
            parcel = replace(one, reporting_facility_id=whose)
            yield Arrival(parcel, tables[one.id], people[one.id], store.content(one.id))
