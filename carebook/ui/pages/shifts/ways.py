"""Where a line of a handover leads, how far the sheet is in words, and how it gets onto paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from carebook import dates
from carebook.records.shifts import SHIFT_STATE_WORDS, HandoverLine
from carebook.ui.pages.shifts.asking import Handing
from carebook.ui.parts.daily_papers import PaperOut
from carebook.ui.parts.desk import Desk, Place
from carebook.words import _

_TABS = {
    "observation": "daily",
    "progress_note": "daily",
    "administration": "medicines",
    "prescription": "medicines",
    "episode": "overview",
    "bed_assignment": "overview",
}


def fact_of(line: HandoverLine, persons: Mapping[str, str]) -> Place | None:
    """The page on which the fact of a line stands; None for one written by hand about nobody, and about a protected person.

    ``persons`` gives the person of each stay, "" for one that is protected.
    """
    table, row_id = line.about_table, line.about_id.split("/")[0]
    person = persons.get(line.episode_id or "", "")
    if table == "incident":
        return Place("incidents", {"incident_id": row_id})
    if table == "absence":
        return Place("hospital", {"episode_id": line.episode_id})
    if not line.episode_id and table in ("monitoring_plan", "prescription", "care_entry"):
        return Place("medication" if table == "prescription" else "daily_care")
    return Place("person", {"person_id": person, "tab": _TABS.get(table, "daily")}) if person else None


def print_handover(paper: PaperOut, handover_id: str) -> None:
    """Draw a sheet as it is kept, note it and show it."""

    def gather(reader: Any, by: str) -> Any:
        from carebook.reports.daily_papers import handover

        return handover.gather(reader, handover_id, printed_by=by)

    def draw(made: Any) -> bytes:
        from carebook.reports.daily_papers import handover

        pdf: bytes = handover.draw(made).pdf
        return pdf

    paper.begin(_("Sheet of the shift"), "phieu-giao-ca", gather, draw, lambda made: made.people)


def told_state(found: Handing) -> str:
    """How far the sheet is, and who signed it when."""
    file = found.file
    if file is None:
        return _("Drafted from the book, not saved yet") if found.draft is not None else _("No sheet was written")
    one = file.handover
    told = [_(SHIFT_STATE_WORDS[one.state])]
    for who, at in ((one.giver_id, one.given_at), (one.taker_id, one.taken_at)):
        if who and at is not None:
            told.append(f"{file.names.get(who, '–')} {dates.clock(at)}")
    return " · ".join(told)


def own_ward(desk: Desk) -> str | None:
    """The ward of somebody whose roles all lie in one ward; None for everybody else."""
    wards = {grant.ward_id for grant in desk.actor.grants_on(desk.today())}
    return next(iter(wards)) if len(wards) == 1 else None
