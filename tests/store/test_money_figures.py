"""The payments figures count: support for funerals by the day it was paid, packages by the day they began."""

from __future__ import annotations

from datetime import date, datetime

from carebook.records.collaborators import Collaborator
from carebook.records.figures import Period
from carebook.records.hospital import Death
from carebook.records.packages import Package
from carebook.records.staff import Actor
from carebook.rules.money_figures import Payment
from carebook.store.book import Book, new_id
from carebook.store.money_figures import payments
from carebook.store.staffing import staff_history
from tests import period_samples as sample

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))


def test_payments_of_a_period(book: Book, director: Actor, now: datetime) -> None:
    stay = sample.live(book, "Trần Thị An").episode_id
    with book.changing("", now, new_id(), "test") as writer:
        writer.add(
            Death(
                episode_id=stay,
                died_at=now,
                place="Trạm y tế",
                cause="Già yếu",
                support_paid_on=date(2026, 10, 31),
                support_amount=27_000_000,
            )
        )
        for begun, price, paid in ((date(2026, 10, 5), 300, 100), (date(2026, 11, 1), 500, 500)):
            writer.add(Package(episode_id=stay, name="Gói 24 buổi", from_on=begun, price=price, paid=paid))
    with book.reading_for(director, now) as reader:
        found = payments(reader, OCTOBER)
    begun = date(2026, 10, 5)
    assert found == [
        Payment("funeral", stay, date(2026, 10, 31), 27_000_000),
        Payment("fee_due", stay, begun, 300),
        Payment("fee_paid", stay, begun, 100),
        Payment("fee_left", stay, begun, 200),
    ]


def test_the_staff_and_collaborators_of_the_last_day(book: Book, director: Actor, now: datetime) -> None:
    with book.changing("", now, new_id(), "test") as writer:
        for name, to_on, trained_on in (
            ("Lò Thị Dung", None, date(2026, 10, 9)),
            ("Hà Văn Én", date(2026, 10, 30), date(2026, 10, 9)),
            ("Vũ Thị Cúc", date(2026, 10, 31), date(2026, 9, 30)),
        ):
            given = Collaborator(full_name=name, commune="00001", to_on=to_on, trained_on=trained_on)
            writer.add(given)
    with book.reading_for(director, now) as reader:
        found = staff_history(reader, OCTOBER)
    assert (list(found.collaborators), list(found.trained)) == (["Lò Thị Dung", "Vũ Thị Cúc"], ["Lò Thị Dung"])
    assert director.name in {one.name for one in found.employed}
