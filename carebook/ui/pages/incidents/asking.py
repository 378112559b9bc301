"""What the page of incidents asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.facility import Ward
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.daily_care import cared_for
from carebook.store.drafts import Draft, own_drafts
from carebook.store.incidents import IncidentLine, incidents, open_incidents
from carebook.ui.parts.fields import Choices

OPEN, MONTH = "open", "month"
REPORT, TOLD, REMEDY, DONE, CLOSING = "incident", "incident_told", "incident_remedy", "incident_done", "incident_close"
FORMS = frozenset({REPORT, TOLD, REMEDY, DONE, CLOSING})


@dataclass(frozen=True)
class Incidents:
    """The incidents not handled to the end, those of the month on show, and what a sheet offers to choose from.

    ``stays`` are all people of the center, under the name that the asker may know; ``drafts`` are the asker's own.
    """

    waiting: tuple[IncidentLine, ...]
    month: tuple[IncidentLine, ...]
    stays: Choices
    members: Choices
    wards: Choices
    drafts: tuple[Draft, ...]

    def lines(self, which: str, ward_id: str = "") -> list[IncidentLine]:
        """Those on show, of one ward or of all."""
        among = self.waiting if which == OPEN else self.month
        return [one for one in among if not ward_id or one.incident.ward_id == ward_id]

    def line(self, incident_id: str) -> IncidentLine | None:
        """One of the incidents."""
        return next((one for one in (*self.waiting, *self.month) if one.id == incident_id), None)


def all_incidents(reader: Reader, first: date, last: date, today: date) -> Incidents:
    """Everything the page shows of a month."""
    people = cared_for(reader, today, placement="")
    return Incidents(
        tuple(open_incidents(reader)),
        tuple(incidents(reader, first, last)),
        [(one.episode_id, " · ".join(filter(None, (one.name, one.code, one.room)))) for one in people],
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        [(one.id, one.name) for one in reader.records(Ward, order="position, name")],
        tuple(one for one in own_drafts(reader) if one.form in FORMS),
    )
