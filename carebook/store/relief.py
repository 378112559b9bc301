"""Questions about relief: the campaigns with their sums, and the list of one."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from carebook.dates import PartialDate
from carebook.records.services import ReliefCampaign, ReliefItem
from carebook.rules.names import sort_key
from carebook.rules.relief import Given, ReliefSums, sums
from carebook.store.book import Reader


@dataclass(frozen=True)
class CampaignLine:
    """One campaign in a list."""

    campaign: ReliefCampaign
    leader: str
    sums: ReliefSums

    @property
    def id(self) -> str:
        return self.campaign.id


@dataclass(frozen=True)
class ReliefLine:
    """One line of a relief list: a client of the center (``person_id``) or somebody from outside.

    ``masked``: the name is an alias, and what was typed is left out; ``signed`` is known of everybody.
    """

    item: ReliefItem
    person_id: str
    name: str
    code: str
    birth_year: int | None
    signed: bool
    masked: bool

    @property
    def id(self) -> str:
        return self.item.id


@dataclass(frozen=True)
class CampaignFile:
    """A campaign with its list: clients of the center first, then those from outside, each by name."""

    campaign: ReliefCampaign
    leader: str
    lines: tuple[ReliefLine, ...]
    sums: ReliefSums

    def stays(self) -> frozenset[str]:
        """The stays that stand on the list already."""
        return frozenset(one.item.episode_id for one in self.lines if one.item.episode_id)


def campaigns(reader: Reader) -> tuple[CampaignLine, ...]:
    """Every campaign, those that are open first, then the newest first."""
    reader.asks("services")
    given: dict[str, list[Given]] = defaultdict(list)
    for row in reader.rows("SELECT * FROM counted_relief_item WHERE withdrawn_at IS NULL"):
        given[row["campaign_id"]].append(_given(row))
    staff = {row["id"]: row["full_name"] for row in reader.rows("SELECT id, full_name FROM staff_member")}
    found = reader.records(ReliefCampaign, order="closed_on IS NOT NULL, from_on DESC, id DESC")
    return tuple(CampaignLine(one, staff.get(one.leader_id, ""), sums(given[one.id])) for one in found)


def campaign_file(reader: Reader, campaign_id: str) -> CampaignFile | None:
    """One campaign with its list; None when there is none."""
    reader.asks("services")
    campaign = reader.record(ReliefCampaign, campaign_id)
    if campaign is None or campaign.is_withdrawn:
        return None
    seen = {one.id: one for one in reader.records(ReliefItem, "campaign_id = ?", (campaign_id,))}
    rows = reader.rows(
        """SELECT i.*, e.person_id, p.full_name, p.code, p.born FROM counted_relief_item i
        LEFT JOIN episode e ON e.id = i.episode_id LEFT JOIN listed_person p ON p.id = e.person_id
        WHERE i.withdrawn_at IS NULL AND i.campaign_id = ?""",
        (campaign_id,),
    )
    lines = sorted((_line(row, seen.get(row["id"])) for row in rows), key=_order)
    leader = reader.value("SELECT full_name FROM staff_member WHERE id = ?", (campaign.leader_id,)) or ""
    return CampaignFile(campaign, leader, tuple(lines), sums(_given(row) for row in rows))


def _given(row: Any) -> Given:
    received = row["received_on"]
    return Given(row["amount"], date.fromisoformat(received) if received else None, bool(row["signed"]))


def _line(row: Any, seen: ReliefItem | None) -> ReliefLine:
    received = row["received_on"]
    item = seen or ReliefItem(
        id=row["id"],
        campaign_id=row["campaign_id"],
        episode_id=row["episode_id"],
        amount=row["amount"],
        received_on=date.fromisoformat(received) if received else None,
    )
    born = PartialDate.from_text(row["born"] or "").year if seen else None
    return ReliefLine(
        item,
        row["person_id"] or "",
        row["full_name"] or item.full_name,
        row["code"] or "",
        born or item.birth_year,
        bool(row["signed"]),
        seen is None,
    )


def _order(line: ReliefLine) -> tuple[bool, str, str]:
    return not line.person_id, sort_key(line.name), line.id
