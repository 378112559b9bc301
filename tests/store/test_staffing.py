"""Staff against the norms on a chosen day, counted from the book."""

from __future__ import annotations

from datetime import date, timedelta

from carebook.records.daily_care import CareLevel
from carebook.records.schedules import StaffLeave
from carebook.records.shifts import DutyRoster
from carebook.records.staff import Actor
from carebook.store.book import Book
from carebook.store.staffing import staffing_on
from tests import samples
from tests.shift_samples import DAY, at, world, write


def test_the_norms_of_a_day(book: Book, director: Actor) -> None:
    ward = world(book, director)
    now = at(9)
    carer, away, gone = write(
        book,
        director,
        now,
        samples.staff_member(full_name="Phí Thị Hoa Ban", norm_post="care"),
        samples.staff_member(full_name="Ông Văn Tre Ngà", norm_post="care"),
        samples.staff_member(full_name="La Thị Hoa Ngâu", norm_post="care", left_on=DAY - timedelta(days=1)),
    )
    write(
        book,
        director,
        now,
        StaffLeave(staff_member_id=away.id, from_on=DAY, to_on=DAY + timedelta(days=2)),
        DutyRoster(staff_member_id=carer.id, duty_on=DAY, shift="morning"),
        *(CareLevel(episode_id=stay.id, level="total", from_on=date(2026, 2, 1)) for stay in ward.stays[:2]),
    )
    with book.reading_for(ward.nurse, now) as reader:
        found = staffing_on(reader, DAY)
        before = staffing_on(reader, DAY - timedelta(days=1))
    posts = {post.post: post for post in found.posts}
    care = posts["care"]
    assert {norm.code: norm.clients for norm in care.norms if norm.clients} == {
        "care_elderly": 2,
        "care_elderly_self": 1,
    }
    assert (care.required, care.employed, care.present, care.on_roster, care.lacking) == (2, 2, 1, 1, 1)
    assert (posts["health"].required, posts["health"].employed) == (1, 2)
    assert found.levelless == 1
    assert [one.full_name for one in found.postless] == ["Đào Thị Hướng Dương"]
    assert found.lacking == 1 + sum(
        posts[code].lacking for code in ("director", "social_work", "psychology", "nutrition")
    )
    assert {post.post: post.employed for post in before.posts}["care"] == 3
    assert gone.left_on is not None
