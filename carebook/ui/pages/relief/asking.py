"""What the page of relief asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_drafts
from carebook.store.relief import CampaignFile, CampaignLine, ReliefLine, campaign_file, campaigns
from carebook.ui.parts.fields import Choices

CAMPAIGN_FORM = "relief_campaign"
LINE_FORM = "relief_item"
MANY_FORM = "relief_items"


@dataclass(frozen=True)
class Relief:
    """Every campaign, and one with its list; ``stays`` are the clients who do not stand on it yet."""

    campaigns: tuple[CampaignLine, ...]
    file: CampaignFile | None
    stays: Choices
    members: Choices
    drafts: tuple[Draft, ...]

    def line(self, item_id: str) -> ReliefLine | None:
        """One line of the list."""
        return next((one for one in self.file.lines if one.id == item_id), None) if self.file else None


def relief(reader: Reader, today: date, campaign_id: str) -> Relief:
    """Everything the page shows of one campaign, of the first in the list with ""."""
    known = campaigns(reader)
    wanted = campaign_id or (known[0].id if known else "")
    file = campaign_file(reader, wanted) if wanted else None
    there = file.stays() if file is not None else frozenset()
    rows = reader.rows(
        """SELECT e.id, p.full_name, p.code, coalesce(r.name, '') AS room FROM found_episode e
        JOIN found_person p ON p.id = e.person_id
        LEFT JOIN bed_assignment b ON b.episode_id = e.id AND b.withdrawn_at IS NULL AND b.to_on IS NULL
        LEFT JOIN room r ON r.id = b.room_id
        WHERE e.end_on IS NULL AND e.withdrawn_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
        GROUP BY e.id ORDER BY r.name, p.full_name, p.code"""
    )
    stays = [
        (row["id"], " · ".join(filter(None, (row["full_name"], row["code"], row["room"]))))
        for row in rows
        if row["id"] not in there
    ]
    return Relief(
        known,
        file,
        stays,
        [(one.id, one.full_name) for one in staff.staff_members(reader, today)],
        tuple(one for one in own_drafts(reader) if one.form in (CAMPAIGN_FORM, LINE_FORM, MANY_FORM)),
    )
