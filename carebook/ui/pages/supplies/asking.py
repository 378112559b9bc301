"""What the page of goods and belongings asks of the book."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from carebook.store import facility
from carebook.store.belongings import belongings
from carebook.store.book import Reader
from carebook.store.daily_care import CaredFor, cared_for
from carebook.store.drafts import Draft, own_drafts
from carebook.store.supplies import issues, supplies_due
from carebook.ui.parts.fields import Choices

DUE, ISSUED, BELONGINGS, RETURNED = "due", "issued", "belongings", "returned"
LISTS = (DUE, ISSUED, BELONGINGS, RETURNED)
FORMS = "supplies_"
"""What the names of drafts of this page begin with."""


@dataclass(frozen=True)
class View:
    """What is on show: a list, of one ward or of all, and which goods count as due ("" = any)."""

    shown: str = DUE
    ward_id: str = ""
    item: str = ""


@dataclass(frozen=True)
class Goods:
    """Everything on show; ``residents`` are those of the ward, in the order of the beds."""

    view: View
    lines: Mapping[str, list[Any]]
    residents: tuple[CaredFor, ...]
    wards: Choices
    drafts: tuple[Draft, ...]

    def ward(self) -> str:
        """The name of the ward on show; "" for all."""
        return dict(self.wards).get(self.view.ward_id, "")

    def whose(self) -> Choices:
        """Whose belongings may be written, by the stay: those whom the reader may see."""
        return [
            (one.episode_id, " · ".join(filter(None, (one.name, one.code, one.room))))
            for one in self.residents
            if not one.masked
        ]


def goods(reader: Reader, view: View, today: date) -> Goods:
    """Every list, because its number stands on it."""
    first = today.replace(year=today.year - 1, day=1)
    due = supplies_due(reader, today, view.ward_id)
    kept, returned = belongings(reader), belongings(reader, returned=True)
    of_ward = [one for one in kept if not view.ward_id or one.who.ward_id == view.ward_id]
    return Goods(
        view,
        {
            DUE: [line for line in due if any(not view.item or one.item == view.item for one in line.due(today))],
            ISSUED: [*issues(reader, first, today)],
            BELONGINGS: [*of_ward],
            RETURNED: [one for one in returned if not view.ward_id or one.who.ward_id == view.ward_id],
        },
        tuple(cared_for(reader, today, ward_id=view.ward_id)),
        [(one.id, one.name) for one in facility.wards(reader)],
        tuple(one for one in own_drafts(reader) if one.form.startswith(FORMS)),
    )
