"""What the page of tracing asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.codes import Limit
from carebook.rules.dated import limit_on
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.community import home_province
from carebook.store.drafts import Draft, own_drafts
from carebook.store.tracing import TracingFile, tracing_file

LEAD, LETTER, RESULT, REPLY = "tracing_lead", "tracing_letter", "tracing_result", "tracing_reply"
"""The names under which drafts of the sheets are kept."""


@dataclass(frozen=True)
class Tracing:
    """The search for the family of one stay, with the limits it runs against and the asker's own drafts; ``province`` is
    where most of the center's people come from.
    """

    file: TracingFile
    notice: Limit
    reply: Limit
    province: str
    drafts: tuple[Draft, ...]


def tracing(reader: Reader, episode_id: str, today: date) -> Tracing | None:
    """Everything the page shows; None when the stay may not be seen."""
    file = tracing_file(reader, episode_id, today)
    if file is None:
        return None
    limits = code_lists.limits(reader)
    return Tracing(
        file,
        limit_on(limits, "public_notice", today),
        limit_on(limits, "tracing_reply", today),
        home_province(reader),
        tuple(one for one in own_drafts(reader) if one.form in (LEAD, LETTER, RESULT, REPLY)),
    )
