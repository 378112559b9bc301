"""In a real book no sequence of deeds completes a handover with an open red flag, a missing meeting or a missing paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from carebook.actions.change import Refused
from carebook.actions.contacts import strike_contact
from carebook.actions.families import clear_red_flag
from carebook.actions.handovers import complete_handover, save_handover
from carebook.actions.reintegration import amend_path, move_path, save_carer, strike_path_paper
from carebook.actions.undo import undo_deed
from carebook.records.contacts import Contact
from carebook.records.episodes import Episode
from carebook.records.families import FamilyRating
from carebook.records.handovers import Handover, HandoverParty, HandoverSignature
from carebook.records.reintegration import Reintegration, Stage
from carebook.records.staff import Actor
from carebook.rules.reintegration import moves
from carebook.store.book import Book, new_id
from carebook.store.handovers import handover_file
from tests.actions.reintegration.walking import TODAY, Way, begin
from tests.rules.reintegration import ready

Deed = Callable[[Way], object]


def set_out(way: Way, stage: Stage, destination: str) -> None:
    """Put everything in place for a handover to ``destination``, with the path in ``stage``; straight into the book."""
    kept = ready.rows(stage, destination)
    of = {"id": "", "episode_id": way.stay.id}
    with way.book.changing(way.by.account_id, way.now, new_id(), "test") as writer:
        (entry,) = writer.records(type(kept.entries[0]), "reintegration_id = ?", (way.path.id,))
        writer.amend(replace(entry, stage=stage))
        absence = writer.add(replace(kept.absences[0], **of))  # type: ignore[arg-type]
        visit = writer.add(replace(kept.assessments[0], **of, reintegration_id=way.path.id, visitor_id=None))  # type: ignore[arg-type]
        writer.add_many([replace(one, **of, family_assessment_id=visit.id) for one in kept.ratings])  # type: ignore[arg-type]
        writer.add_many([replace(one, **of) for one in kept.contacts])  # type: ignore[arg-type]
        for rows in (kept.carers, kept.opinions, kept.readiness, kept.supports, kept.trainings, kept.papers):
            writer.add_many([replace(one, **of, reintegration_id=way.path.id) for one in rows])  # type: ignore[type-var, arg-type, call-arg]
        told = replace(kept.trials[0], **of, reintegration_id=way.path.id, absence_id=absence.id)  # type: ignore[arg-type]
        writer.add(told)


def tried(deed: Deed) -> Deed:
    """A deed that the book may refuse."""

    def run(way: Way) -> object:
        try:
            return deed(way)
        except Refused:
            return None

    return run


def without_a_meeting(way: Way) -> None:
    for one in way.file().contacts[:1]:
        way.do(strike_contact, one.id, reason="Ghi nhầm")


def flagged(way: Way) -> None:
    if way.file().path.handed_over_on is None:  # nobody visits a family for the scorecard afterwards
        way.assess(red_flag=True)


def clear(way: Way) -> None:
    with way.book.looking(way.now) as reader:
        open_ones = reader.records(
            FamilyRating, "episode_id = ? AND red_flag = 1 AND cleared_on IS NULL", (way.stay.id,)
        )
    for one in open_ones:
        way.do(clear_red_flag, one.id, "Người gây hại đã chuyển đi")


def go_to(destination: str) -> Deed:
    def deed(way: Way) -> None:
        with way.book.looking(way.now) as reader:
            path = reader.record(Reintegration, way.path.id)
        assert path is not None
        way.do(amend_path, replace(path, destination=destination))

    return deed


def on(way: Way) -> None:
    if ahead := moves(way.facts())[:1]:
        way.do(move_path, way.path.id, ahead[0], reason="Không cần")


def back(way: Way) -> None:
    way.do(move_path, way.path.id, Stage.TRIAL_STAY, reason="Xem lại")


def lose_a_paper(way: Way) -> None:
    for one in way.file().papers[:1]:
        way.do(strike_path_paper, one.id, reason="Giấy của người khác")


def choose(yes: bool) -> Deed:
    def deed(way: Way) -> None:
        for one in way.file().carers:
            way.do(save_carer, replace(one, chosen=yes))

    return deed


def hand_over(way: Way) -> None:
    """Write the minutes, complete them, and count again what must be there."""
    with way.book.looking(way.now) as reader:
        there = handover_file(reader, way.path.id)
    minutes = way.own(
        Handover,
        id=there.id if there else "",
        handed_on=TODAY,
        giver="Phạm Thu Hà",
        receiver="Nịnh Thị Hợi",
        health="Khỏe",
        rights_and_duties="Như biên bản mẫu",
    )
    signed = [
        HandoverSignature(episode_id="", handover_id="", party=party, waived_because="Ký sau")
        for party in HandoverParty
    ]
    kept = way.do(save_handover, minutes, (), signed).result
    way.do(complete_handover, kept.id)
    event("handed over")
    still_holds(way)


def counted_again(way: Way) -> None:
    with way.book.looking(way.now) as reader:
        path, stay = reader.record(Reintegration, way.path.id), reader.record(Episode, way.stay.id)
        assert path is not None
        assert stay is not None
        of_stay = (way.stay.id,)
        assert not reader.records(FamilyRating, "episode_id = ? AND red_flag = 1 AND cleared_on IS NULL", of_stay)
        meetings = reader.records(Contact, "episode_id = ? AND kind = 'visit'", of_stay)
        papers = {
            row["paper"]
            for row in reader.rows(
                "SELECT paper FROM path_paper WHERE withdrawn_at IS NULL AND episode_id = ?", of_stay
            )
        }
    if path.destination in ("substitute_family", "substitute_kin"):
        assert len(meetings) >= 2
    assert papers >= set(ready.law().extra("home_destination", path.destination)["papers"])
    assert stay.end_on == path.handed_over_on == TODAY
    file = way.file()
    assert file.entries[-1].stage in (Stage.FOLLOW_UP, Stage.CLOSED)
    assert len(file.visits) > 0


def all_papers(way: Way) -> None:
    way.settle_papers()


def one_more_meeting(way: Way) -> None:
    way.meet(TODAY - timedelta(days=2))


def undo(how_far_back: int) -> Deed:
    return lambda way: way.do(undo_deed, way.done[-how_far_back]) if len(way.done) >= how_far_back else None


def still_holds(way: Way) -> None:
    """Nor does anything done or undone afterwards take away what a handover rested on."""
    with way.book.looking(way.now) as reader:
        path = reader.record(Reintegration, way.path.id)
    if path is not None and path.handed_over_on is not None:
        counted_again(way)


DEEDS: tuple[Deed, ...] = (
    *(without_a_meeting, without_a_meeting, one_more_meeting),
    *(flagged, clear, clear),
    *(go_to("substitute_kin"), go_to("independent"), go_to("family")),
    *(all_papers, all_papers, lose_a_paper),
    *(choose(True), choose(False)),
    *(on, on, back),
    *(undo(n) for n in (1, 2, 3)),
)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stage=st.sampled_from((Stage.DECISION, Stage.HANDOVER)),
    destination=st.sampled_from(("substitute_family", "substitute_kin", "family", "independent")),
    course=st.lists(st.sampled_from(DEEDS), max_size=6),
)
def test_no_sequence_of_deeds_hands_over_what_must_not_be(
    book: Book, director: Actor, now: datetime, stage: Stage, destination: str, course: list[Deed]
) -> None:
    way = begin(book, director, now, destination=destination)
    set_out(way, stage, destination)
    for deed in course:
        tried(deed)(way)
        tried(hand_over)(way)
    tried(on)(way)
    tried(hand_over)(way)
    for far in range(1, 9):
        tried(undo(far))(way)
    still_holds(way)
