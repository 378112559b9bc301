"""Relief campaigns: what must be written about one and about what each person received, the sums, when it may be closed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from carebook.dates import written
from carebook.records.services import ReliefCampaign, ReliefItem
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import message

EARLIEST = 1990
OLDEST = 1900
MOST_MONEY = 10**12  # a sum of more đồng for one person was mistyped


@dataclass(frozen=True)
class Given:
    """What a line of a relief list counts, whoever it names."""

    amount: int | None
    received_on: date | None
    signed: bool


@dataclass(frozen=True)
class ReliefSums:
    """A relief list added up: how many stand on it, received, signed; the money listed and handed out, in đồng."""

    people: int = 0
    received: int = 0
    signed: int = 0
    listed_amount: int = 0
    given_amount: int = 0

    @property
    def waiting(self) -> int:
        """How many have not received anything yet."""
        return self.people - self.received


def sums(lines: Iterable[Given]) -> ReliefSums:
    """A relief list added up."""
    found = list(lines)
    there = [one for one in found if one.received_on is not None]
    return ReliefSums(
        len(found),
        len(there),
        sum(one.signed for one in there),
        sum(one.amount or 0 for one in found),
        sum(one.amount or 0 for one in there),
    )


def problems_in_campaign(campaign: ReliefCampaign, *, today: date) -> list[Problem]:
    """Errors of a campaign, beside their fields."""
    return [*_in_campaign(campaign, today), *too_long(campaign, ("name", "event", "basis", "goods", "note"))]


def _in_campaign(campaign: ReliefCampaign, today: date) -> Iterator[Problem]:
    first, last = campaign.from_on, campaign.to_on
    if not campaign.name.strip():
        yield Problem("name", message("Write the name of the campaign."))
    if first is None:
        yield Problem("from_on", message("Write from which day on."))
    elif not EARLIEST <= first.year <= today.year + 1:
        yield Problem("from_on", message("The year {year} cannot be meant. Check it.", year=first.year))
    if last is not None and first is not None and last < first:
        yield Problem(
            "to_on", message("{day} lies before the first day ({first}).", day=written(last), first=written(first))
        )
    yield from _in_money("rate", campaign.rate)


def _in_money(name: str, amount: int | None) -> Iterator[Problem]:
    if amount is not None and amount < 0:
        yield Problem(name, message("A sum of money is not below zero."))
    elif amount is not None and amount > MOST_MONEY:
        yield Problem(name, message("{n} cannot be meant. Check it.", n=amount))


def problems_in_item(item: ReliefItem, *, campaign: ReliefCampaign, today: date) -> list[Problem]:
    """Errors and warnings of a line of the list, beside their fields."""
    texts = ("full_name", "address", "what", "quantity", "signed_by", "note")
    return [*_in_item(item, campaign, today), *too_long(item, texts)]


def _in_item(item: ReliefItem, campaign: ReliefCampaign, today: date) -> Iterator[Problem]:
    if not item.episode_id and not item.full_name.strip():
        yield Problem("full_name", message("Write the name, or choose somebody of the center."))
    if item.birth_year is not None and not OLDEST <= item.birth_year <= today.year:
        yield Problem("birth_year", message("The year {year} cannot be meant. Check it.", year=item.birth_year))
    if not item.what.strip() and not item.amount:
        yield Problem("what", message("Write what was given, or how much money."))
    yield from _in_money("amount", item.amount)
    received = item.received_on
    if received is not None and received > today:
        yield Problem("received_on", message("{day} lies in the future.", day=written(received)))
    elif received is not None and campaign.from_on is not None and received < campaign.from_on:
        before = message(
            "{day} lies before the campaign began ({first}).", day=written(received), first=written(campaign.from_on)
        )
        yield Problem("received_on", before)
    elif received is None and item.signed_by.strip():
        yield Problem("received_on", message("It is signed for: write on which day it was received."))
    elif received is not None and not item.signed_by.strip():
        yield warning("signed_by", message("Received, but nobody has signed for it yet."))


def problems_before_closing(found: ReliefSums) -> list[Problem]:
    """Why a campaign may not be closed yet."""
    if found.waiting:
        said = message("{n} on the list have not received anything: write it, or strike them through.", n=found.waiting)
        return [Problem("", said)]
    return []
