"""The lists of a period drawn on paper and filled into workbooks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from carebook.dates import PartialDate
from carebook.records.facility import Facility
from carebook.reports import lists, spreadsheet
from carebook.reports.grid import Value
from carebook.reports.office_lists import about, grid, notes, title
from carebook.reports.paper.facts import Letterhead, Slot
from carebook.reports.paper.page import Drawn
from carebook.store.office_lists import OfficeList


def draw(found: OfficeList, facility: Facility, codes: Collection[str] = (), *, printed_by: str = "") -> Drawn:
    """The list as a PDF with the places of who made it and of the head."""
    head = Letterhead(
        facility.parent_agency, facility.name, facility.symbol, facility.place, is_sample=facility.is_sample
    )
    made = lists.PeopleList(
        letterhead=head,
        title=title(found).replace("Danh sách: ", "DANH SÁCH ").upper(),
        about=about(found),
        grid=grid(found, codes),
        notes=notes(found),
        slots=(Slot("writer", ("NGƯỜI LẬP",)), Slot("head", (facility.head_post.upper(),), facility.head_name)),
        printed_by=printed_by,
    )
    return lists.draw(made)


def workbook(found: OfficeList, facility: Facility, codes: Collection[str] = ()) -> bytes:
    """The same lines as one sheet of an .xlsx."""
    made = grid(found, codes)
    rows = tuple(replace(row, values=tuple(map(_known, row.values))) for row in made.rows)
    return spreadsheet.list_workbook(
        replace(made, rows=rows), title=title(found), facility=facility.name, about=about(found), notes=notes(found)
    )


def _known(value: Value) -> Value:
    """A birth nobody knows stands empty."""
    return None if isinstance(value, PartialDate) and value.is_unknown else value
