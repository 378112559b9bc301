"""What is due with everybody, one visit with what surrounds it, finding it by its sheet's code; what nobody may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.follow_ups import record_visit, try_visit
from carebook.records.collaborators import Collaborator
from carebook.records.episodes import Episode
from carebook.records.follow_ups import FollowUpAttempt, RiskColour, VisitOwner
from carebook.records.reintegration import Carer, Reintegration
from carebook.records.staff import Actor, Role
from carebook.rules.follow_ups import said_code
from carebook.store.book import Book, new_id
from carebook.store.errors import NotAllowedToSee
from carebook.store.follow_ups import due_visits, end_facts, new_end, visit_by_code, visit_file, visits_of
from tests.actions.handed_over import handed_over

TODAY = date(2026, 11, 22)


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker who sees no restricted record."""
    return actor_with(Role.SOCIAL_WORKER, name="Mạc Thị Hải Đường")


def dressed(book: Book, by: Actor, now: datetime, path: Reintegration) -> None:
    """Give a path a chosen carer and a collaborator."""
    with book.changing(by.account_id, now, new_id(), "test") as writer:
        carer = Carer(episode_id=path.episode_id, reintegration_id=path.id, full_name="Hoàng Thị Chấn", chosen=True)
        writer.add(replace(carer, phone="0500 000 661"))
        helper = writer.add(Collaborator(full_name="Chíu Thị Mận", commune="07030"))
        writer.amend(replace(path, collaborator_id=helper.id))


def test_what_is_due_is_told_with_its_lateness_and_the_last_colour(book: Book, worker: Actor, now: datetime) -> None:
    path, visits = handed_over(book, worker, now, commune="07030")
    dressed(book, worker, now, path)
    first = replace(visits[0], done_on=date(2026, 5, 28), mode="phone", seen="chị", risk=RiskColour.GREEN)
    record_visit(book, first, by=worker, now=now)
    attempt = FollowUpAttempt(episode_id="", follow_up_id=visits[1].id, tried_on=TODAY, mode="phone")
    try_visit(book, attempt, by=worker, now=now)
    with book.reading_for(worker, now) as reader:
        due = due_visits(reader, TODAY)
        assert [(one.due_on, one.late_days) for one in due] == [
            (date(2026, 6, 20), 155),
            (date(2026, 8, 20), 94),
            (date(2026, 11, 20), 2),
            (date(2027, 5, 20), 0),
        ]
        one = due[0]
        assert (one.called.values, one.attempts, one.last_risk, one.last_done_on) == (
            {"n": 1},
            1,
            RiskColour.GREEN,
            date(2026, 5, 28),
        )
        assert (one.commune, one.phone, one.worker_name) == ("07030", "0500 000 661", "Mạc Thị Hải Đường")
        assert due_visits(reader, TODAY, worker_id=worker.staff_member_id) == due
        assert due_visits(reader, TODAY, commune="07030") == due
        assert due_visits(reader, TODAY, before=date(2026, 8, 20)) == due[:1]
        assert due_visits(reader, TODAY, worker_id="nobody") == due_visits(reader, TODAY, commune="06838") == []
        found = visit_by_code(reader, said_code(visits[1].sheet_code).lower())
        assert found is not None
        assert found.id == visits[1].id
        assert visit_by_code(reader, "K7M-X2P") is None
        file = visit_file(reader, visits[1].id)
        assert file is not None
        assert (file.before.id, len(file.attempts), len(file.visits)) == (visits[0].id, 1, 5)  # type: ignore[union-attr]
        assert (file.carer.full_name, file.collaborator.full_name) == ("Hoàng Thị Chấn", "Chíu Thị Mận")  # type: ignore[union-attr]
        assert visit_file(reader, "none") is None
        facts = end_facts(reader, new_end(path, None, TODAY), TODAY)
        assert (facts.least_on, facts.attempts, facts.attempts_needed) == (date(2026, 11, 20), {visits[1].id: 1}, 3)


def test_a_restricted_person_counts_under_an_alias_and_tells_nothing_more(
    book: Book, worker: Actor, director: Actor, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    path, visits = handed_over(book, worker, now, commune="07030")
    dressed(book, worker, now, path)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay = writer.record(Episode, path.episode_id)
        assert stay is not None
        writer.amend(replace(stay, confidential=True))
        writer.run("UPDATE person SET alias = 'Chị Hoa Sữa' WHERE id = ?", (stay.person_id,))
    with book.reading_for(worker, now) as reader:
        (one, *_rest) = due = due_visits(reader, TODAY)
        assert len(due) == 5
        assert (one.name, one.masked, one.owner) == ("Chị Hoa Sữa", True, VisitOwner.CENTER)
        assert (one.commune, one.phone, one.sheet_code, one.collaborator_name, one.why) == ("", "", "", "", "")
        assert due_visits(reader, TODAY, commune="07030") == []
        assert visit_file(reader, visits[0].id) is None
        assert visit_by_code(reader, visits[0].sheet_code) is None
        assert visits_of(reader, path.id) == ()
    with book.reading_for(director, now) as reader:
        assert due_visits(reader, TODAY)[0].phone == "0500 000 661"
    accountant = actor_with(Role.ACCOUNTANT, name="Kế toán")
    with book.reading_for(accountant, now) as reader, pytest.raises(NotAllowedToSee):
        due_visits(reader, TODAY)
