"""Groups as tests need them: people with open stays, a group with a leader, its members and its sessions."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from carebook.actions.groups import add_members, save_group
from carebook.records.groups import Group, GroupMember, GroupSession
from carebook.records.staff import Actor, StaffMember
from carebook.store.book import Book, new_id
from tests.actions.admissions import admit
from tests.samples import episode, person

DAY = date(2026, 11, 2)  # a Monday; the tests' today is Sunday, 22/11/2026
_NAMES = (
    *("Trần Thị An", "Lương Đình Thuận", "Đoàn Thị Miên", "Ngô Hải Đăng", "Chíu Thị Lụa", "Từ Văn Nguồn"),
    *("Từ Thị Suối", "Mai Thị Ngần", "Phạm Văn Kháng", "Vũ Thị Thơm", "Hoàng Văn Ngọ", "Bùi Thị Nhàn"),
    *("Đỗ Văn Chiến", "Đặng Thị Sửu", "Tô Thị Bưởi", "Mạc Văn Thìn", "Lê Thị Hương", "Nguyễn Văn Dũng"),
    *("Đinh Thị Loan", "Trịnh Văn Hải", "Voòng A Sáng", "Tằng Dảu Phúc", "Nịnh Văn Lộc", "Lục Thị Mây"),
    *("Hoàng Thị Gái", "Nguyễn Thị Hòa", "Phạm Thị Tuyết", "Trần Văn Cường", "Vũ Văn Thành", "Lầu Thị Chứ"),
)


def stays(book: Book, by: Actor, now: datetime, count: int = 3, **given: Any) -> list[str]:
    """So many open stays since 05/01/2026, each of somebody with another name (at most thirty)."""
    people = [person(code="", full_name=name, born=None) for name in _NAMES[:count]]
    return [admit(book, by, now, person=one, episode=episode("", **given))[1].id for one in people]


def group(book: Book, by: Actor, now: datetime, **given: Any) -> Group:
    """A group that meets from 02/11/2026, led by somebody new."""
    leader = write(book, by, now, StaffMember(full_name="Phạm Thu Hà", post="Nhân viên công tác xã hội"))
    values = {"name": "Thể dục dưỡng sinh sáng", "kind": "exercise", "purpose": "Khỏe người", "from_on": DAY}
    kept: Group = save_group(book, Group(**values | {"leader_id": leader.id} | given), by=by, now=now).result
    return kept


def members(book: Book, by: Actor, now: datetime, group: Group, episode_ids: list[str]) -> list[GroupMember]:
    """Those of these stays as members since the group began."""
    return list(add_members(book, group.id, episode_ids, group.from_on, by=by, now=now).result)


def session(book: Book, by: Actor, now: datetime, group: Group, on: date = DAY, **given: Any) -> GroupSession:
    """A planned session of the group at 06:15, without a series."""
    values = {"planned_on": on, "planned_at": time(6, 15), "minutes": 30, "leader_id": group.leader_id}
    kept: GroupSession = write(book, by, now, GroupSession(group_id=group.id, **values | given))
    return kept


def sessions(book: Book, by: Actor, now: datetime, group: Group, count: int) -> list[GroupSession]:
    """So many planned sessions, one a day."""
    return [session(book, by, now, group, DAY + timedelta(days=place)) for place in range(count)]


def write(book: Book, by: Actor, now: datetime, record: Any) -> Any:
    """Write a record straight into the book."""
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        return writer.add(record)
