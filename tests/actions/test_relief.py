"""Relief campaigns: the list of residents and outsiders, the sums, closing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.relief import close_campaign, save_campaign, save_relief, strike_relief
from carebook.actions.undo import undo_deed
from carebook.records.services import ReliefCampaign, ReliefItem
from carebook.records.staff import Actor, Role
from carebook.rules.relief import ReliefSums
from carebook.store.book import Book
from carebook.store.relief import campaign_file, campaigns
from tests import samples
from tests.actions.admissions import admit, emergency, journal_length

TODAY = date(2026, 11, 22)
STORM = ReliefCampaign(name="Cứu trợ bão số 3", event="Bão số 3", from_on=date(2026, 9, 8), rate=500_000)


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")


def test_a_list_is_written_signed_for_and_closed(book: Book, director: Actor, worker: Actor, now: datetime) -> None:
    stay = admit(book, director, now)[1]
    hidden = samples.person(code="", full_name="Đinh Thị Mận", alias="Hoa Sữa")
    secret = admit(book, director, now, person=hidden, episode=emergency(confidential=True), category="victim_dv")[1]
    change = save_campaign(book, STORM, by=worker, now=now)
    assert change.subjects == {"services"}
    storm = change.result
    line = ReliefItem(campaign_id=storm.id, amount=500_000)
    outside = replace(line, full_name="Nịnh Thị Hợi", birth_year=1992, what="10 kg gạo")

    def refused(deed: Callable[..., Any], *values: Any, by: Actor = worker, **given: Any) -> list[str]:
        before = journal_length(book, now)
        with pytest.raises(Refused) as stopped:
            deed(book, *values, by=by, now=now, **given)
        assert journal_length(book, now) == before
        return [one.field for one in stopped.value.problems]

    assert refused(save_relief, []) == [""]
    assert refused(save_relief, [outside, replace(line, episode_id=secret.id)]) == [""]
    assert refused(save_relief, [outside, replace(line, full_name="")]) == ["full_name"]
    assert refused(save_relief, [replace(line, episode_id=stay.id)] * 2) == ["episode_id"]
    mine = save_relief(book, [outside, replace(line, episode_id=stay.id)], by=worker, now=now).result
    save_relief(book, [replace(line, episode_id=secret.id, received_on=TODAY, signed_by="Chị")], by=director, now=now)
    with book.reading_for(worker, now) as reader:
        found = campaign_file(reader, storm.id)
        (listed,) = campaigns(reader)
    assert found is not None
    assert listed.sums == found.sums == ReliefSums(3, 1, 1, 1_500_000, 500_000)
    assert [(one.name, one.masked, one.signed) for one in found.lines] == [
        ("Trần Thị An", False, False),
        ("Hoa Sữa", True, True),
        ("Nịnh Thị Hợi", False, False),
    ]
    assert found.lines[1].item.signed_by == ""
    assert [one.birth_year for one in found.lines] == [1945, None, 1992]
    assert found.stays() == {stay.id, secret.id}

    assert refused(close_campaign, storm.id, TODAY, by=director) == [""]
    took = [replace(one, received_on=TODAY, signed_by="Nịnh Thị Hợi") for one in mine]
    save_relief(book, took, by=worker, now=now)
    with pytest.raises(Outdated):
        save_relief(book, took, by=worker, now=now)
    assert refused(close_campaign, storm.id, date(2026, 11, 23), by=director) == ["closed_on"]
    assert refused(close_campaign, storm.id, date(2026, 9, 1), by=director) == ["closed_on"]
    closed = close_campaign(book, storm.id, TODAY, by=director, now=now)
    assert refused(save_relief, [outside]) == [""]
    assert refused(save_campaign, replace(storm, name="Bão số 4")) == [""]
    assert refused(strike_relief, mine[0].id, reason="nhầm") == [""]
    undo_deed(book, closed.op, by=director, now=now)
    assert refused(strike_relief, mine[0].id) == ["reason"]
    strike_relief(book, mine[0].id, by=worker, now=now, reason="viết hai lần")
    with book.reading_for(worker, now) as reader:
        (listed,) = campaigns(reader)
    assert listed.sums.people == 2
