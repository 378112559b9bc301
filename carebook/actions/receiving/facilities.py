"""Deeds about the facilities that report to a department."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.records.receiving import ReportingFacility
from carebook.records.staff import Actor
from carebook.rules.duplicates import folded_name
from carebook.rules.receiving import problems_in
from carebook.store.book import Book, new_id
from carebook.store.receiving import BookStore, DepartmentStore
from carebook.words import N_, message

RECEIVING = frozenset({"receiving"})


@deed(N_("Save a facility that reports"), "receiving")
def save_reporting_facility(
    book: Book,
    facility: ReportingFacility,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    store: DepartmentStore | None = None,
    reason: str = "",
) -> Change:
    """Keep a facility that owes its reports, or change one that is there; ``Change.result`` is it.

    Refused without a name, with its days in the wrong order, and when another facility has the name or the number of the book
    already. With ``store`` it is kept there instead of in the book.
    """
    stop_at(problems_in(facility))
    kept = replace(facility, id=facility.id or new_id(), name=facility.name.strip())
    with book.changing(by.account_id, now, op, "save_reporting_facility", reason=reason) as writer:
        there = store or BookStore(writer)
        with there.alone():
            for other in there.facilities():
                if other.id != kept.id and folded_name(other.name) == folded_name(kept.name):
                    raise refuse(message("{facility} is in the list already.", facility=other.name), "name")
                if other.id != kept.id and kept.facility_id and other.facility_id == kept.facility_id:
                    raise refuse(message("{facility} has this number of the book.", facility=other.name), "name")
            there.keep_facility(kept)
        kept = next(one for one in there.facilities() if one.id == kept.id)
    told = message("Saved the facility {facility}.", facility=kept.name)
    return Change(RECEIVING, (kept.id,), op, told, undoable=store is None, result=kept)


@deed(N_("Strike through a facility that reports"), "receiving")
def strike_reporting_facility(
    book: Book,
    facility_id: str,
    *,
    reason: str,
    by: Actor,
    now: datetime,
    op: str = "",
    store: DepartmentStore | None = None,
) -> Change:
    """Strike a facility through; what it sent stays readable and is no longer added up. Refused without a reason."""
    if not reason.strip():
        raise refuse(message("The reason is needed."), "reason")
    with book.changing(by.account_id, now, op, "strike_reporting_facility", reason=reason) as writer:
        there = store or BookStore(writer)
        found = next((one for one in there.facilities() if one.id == facility_id), None)
        if found is None:
            raise refuse(message("There is no such facility in the list."))
        struck = replace(found, withdrawn_at=now, withdrawn_by=by.account_id, withdrawn_because=reason.strip())
        there.keep_facility(struck)
    told = message("Struck through {facility}.", facility=found.name)
    return Change(RECEIVING, (facility_id,), op, told, undoable=store is None)
