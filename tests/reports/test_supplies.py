"""Papers of goods and belongings, read back with their numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.records.episodes import Belonging
from carebook.records.staff import Actor
from carebook.reports.daily_papers import supplies
from carebook.store.book import Book, new_id
from tests import samples
from tests.health_samples import TODAY, issued
from tests.reports.reading import flat


def test_lists_to_be_signed_and_the_minutes(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        an = writer.add(samples.person(code="CB-000001"))
        stay = writer.add(samples.episode(an.id))
        writer.add(samples.bed_assignment(stay.id, room.id, bed="2"))
        hidden = writer.add(samples.person(code="CB-000002", full_name="Quàng Thị Lún", alias="Hoa Mai"))
        other = writer.add(samples.episode(hidden.id, confidential=True))
        writer.add(issued(stay.id, batch="B1", size="M", signed_by="Đã ký danh sách"))
        writer.add(issued(other.id, batch="B1", quantity=3))
        thing = Belonging(episode_id=stay.id, what="Nhẫn vàng", received_on=date(2026, 1, 5), kept_by_center=True)
        kept = [writer.add(one) for one in (thing, replace(thing, what="Tiền mặt", amount=500_000))]
        writer.add(replace(thing, episode_id=other.id, what="Vòng bạc"))
    with book.reading_masked(now) as reader:
        paper = supplies.signed_list(reader, "B1", printed_by="Lý Mai in")
        told = flat(supplies.draw(paper).pdf)
        for part in ("DANH SÁCH CẤP PHÁT", "Ngày cấp 04/05/2026", "Hoa Mai", "Đã ký danh sách", "2 người nhận"):
            assert part in told
        assert "Lún" not in told
        assert "Cộng Quần áo mùa hè (bộ) 5" in told
        assert paper.people == {an.id, hidden.id}
        with pytest.raises(LookupError):
            supplies.signed_list(reader, "none")
        due = flat(supplies.draw(supplies.due_list(reader, TODAY, ward_id=room.ward_id, ward="Khu A")).pdf)
        assert "Trần Thị An" in due
        assert "Chăn" in due
        assert "Hoa Mai" not in due  # has no bed in that ward
        minutes = flat(supplies.draw(supplies.return_minutes(reader, stay.id, [], TODAY)).pdf)
        for part in ("BIÊN BẢN", "Nhẫn vàng", "Tiền mặt", "500.000", "Năm trăm nghìn đồng", "CB-000001"):
            assert part in minutes
        one = flat(supplies.draw(supplies.return_minutes(reader, stay.id, [kept[0].id], TODAY)).pdf)
        assert "Tiền mặt" not in one
        with pytest.raises(LookupError):
            supplies.return_minutes(reader, other.id, [], TODAY)
