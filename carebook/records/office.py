"""What the office writes besides reports: numbered letters, and statistics kept by name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


@dataclass(frozen=True)
class OutgoingPaper(Record):
    """A letter, an invitation or another numbered paper that left the office; its number comes from the office's own register."""

    kind: str = fact(N_("Kind of paper"), codes="outgoing_kind", default="letter")
    subject: str = fact(N_("About"), context="of a letter", required=True)
    number: str = fact(N_("Number"), context="of a paper", default="")
    dated_on: date | None = fact(N_("Date"), context="of a paper", default=None)
    addressed_to: tuple[str, ...] = fact(N_("Addressed to"), Kind.DATA, default=())
    recipients: tuple[str, ...] = fact(N_("Recipients"), Kind.DATA, default=())
    body: str = fact(N_("Text"), Kind.NOTE, context="of a letter", default="")
    meeting_at: datetime | None = fact(N_("Time of the meeting"), default=None)
    place: str = fact(N_("Place"), context="of a meeting", default="")
    signer_name: str = fact(N_("Signer"), Kind.NAME, default="")
    signer_post: str = fact(N_("Post of the signer"), default="")
    signer_prefix: str = fact(N_("Authority of the signer"), codes="sign_capacity", default="")


@dataclass(frozen=True)
class SavedStatistic(Record):
    """A quick statistic kept by name: which rows, columns and filter, as checked JSON; a ``shared`` one is everybody's."""

    name: str = fact(N_("Name"), context="of a list", required=True)
    design: str = fact(N_("Design"), Kind.DATA, shown=False, required=True)
    owner_id: str = fact(N_("Staff member"), Kind.LINK, required=True)
    shared: bool = fact(N_("For everybody"), default=False)
