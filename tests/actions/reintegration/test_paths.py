"""A path begun, its facts written anew, its stages walked: refused in words while something lacks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.reintegration import (
    amend_path,
    move_path,
    save_carer,
    start_path,
    strike_carer,
    write_stage,
)
from carebook.actions.undo import undo_deed
from carebook.records.episodes import Episode
from carebook.records.reintegration import Carer, Outcome, Reintegration, Stage, StageEntry
from carebook.records.staff import Actor, Role
from carebook.rules.reintegration import lacks
from carebook.store.book import Book, new_id
from carebook.store.reintegration import open_path, paths_of
from tests.actions.admissions import admit, journal_length
from tests.actions.reintegration.walking import STARTED, TODAY, Way, begin, begin_in


@pytest.fixture
def worker(actor_with: Callable[..., Actor]) -> Actor:
    """A social worker."""
    return actor_with(Role.SOCIAL_WORKER, name="Phạm Thu Hà")


def refused(way: Way, stage: Stage, reason: str = "") -> list[str]:
    """What a move is refused with: its sentence, then the things that lack."""
    with pytest.raises(Refused) as found:
        way.to(stage, reason)
    said = found.value.message
    things, listed = said.values.get("things"), []
    while things is not None and things.id == "{first}; {rest}":
        listed.append(things.values["rest"].id)
        things = things.values["first"]
    return [said.id, *((things.id, *reversed(listed)) if things is not None else ())]


def test_a_path_begins_in_its_first_stage_and_there_is_one_for_a_stay(book: Book, worker: Actor, now: datetime) -> None:
    way = begin(book, worker, now)
    file = way.file()
    assert file.path.worker_id == worker.staff_member_id
    assert [(one.stage, one.from_on, one.to_on) for one in file.entries] == [(Stage.IDENTIFIED, STARTED, None)]
    before = journal_length(book, now)
    with pytest.raises(Refused) as twice:
        begin_in(book, worker, now, way.stay)
    assert twice.value.problems[0].field == "path"
    with pytest.raises(Refused) as wrong:
        begin_in(book, worker, now, way.stay, path="strange", destination="moon", started_on=date(2026, 11, 23))
    assert [one.field for one in wrong.value.problems] == ["started_on", "path", "destination"]
    assert journal_length(book, now) == before
    made_up = Reintegration(
        episode_id=way.stay.id, path="death", started_on=STARTED, ended_on=TODAY, outcome=Outcome.STABLE
    )
    way.to(Stage.FAILED, "Dì đổi ý")
    again = start_path(book, made_up, by=worker, now=now).result
    assert (again.ended_on, again.outcome) == (None, None)
    with book.reading_for(worker, now) as reader:
        assert [one.id for one in paths_of(reader, way.stay.id)] == [again.id, way.path.id]
        assert open_path(reader, way.stay.id) == again


def test_beginning_can_be_undone(book: Book, worker: Actor, now: datetime) -> None:
    stay = admit(book, worker, now)[1]
    change = start_path(book, Reintegration(episode_id=stay.id, started_on=STARTED), by=worker, now=now)
    undo_deed(book, change.op, by=worker, now=now)
    with book.reading_for(worker, now) as reader:
        assert open_path(reader, stay.id) is None
    again = start_path(book, Reintegration(episode_id=stay.id, started_on=STARTED), by=worker, now=now)
    way = Way(book, worker, now, stay, again.result)
    carer = way.do(save_carer, way.own(Carer, full_name="Nịnh Thị Hợi"))
    with pytest.raises(Refused) as hanging:  # what was written on the path would hang in the air
        undo_deed(book, again.op, by=worker, now=now)
    assert hanging.value.message.id == "Cannot be undone: {what} was written on it since. Strike that through first."
    assert str(hanging.value.message.values["what"].id) == "carer"
    way.do(strike_carer, carer.result.id, reason="Ghi nhầm")
    taken_back = undo_deed(book, again.op, by=worker, now=now)
    brought_back = undo_deed(book, taken_back.op, by=worker, now=now)
    assert ([one.stage for one in way.file().entries], way.file().carers) == ([Stage.IDENTIFIED], ())
    way.do(save_carer, way.own(Carer, full_name="Nịnh Thị Hợi"))
    with pytest.raises(Refused):  # what brought it back does not go without it either
        undo_deed(book, brought_back.op, by=worker, now=now)


def test_what_is_written_anew_leaves_the_course_of_the_path_alone(book: Book, worker: Actor, now: datetime) -> None:
    way = begin(book, worker, now)
    typed = replace(
        way.path,
        destination="kin",
        started_on=date(2026, 5, 4),
        path="death",
        ended_on=TODAY,
        outcome=Outcome.LOST,
        handed_over_on=TODAY,
    )
    kept = way.do(amend_path, typed, seen=way.path.version).result
    assert (kept.destination, kept.path, kept.ended_on, kept.outcome, kept.handed_over_on) == (
        *("kin", "home"),
        *(None, None, None),
    )
    assert [one.from_on for one in way.file().entries] == [date(2026, 5, 4)]  # the first stage begins with the path
    with pytest.raises(Outdated):
        way.do(amend_path, replace(way.path, wish="Khác"), seen=way.path.version)
    way.to(Stage.FAILED, "Dì đổi ý")
    with pytest.raises(Refused):
        way.do(amend_path, kept)


def test_a_step_is_refused_with_what_lacks_and_leaves_no_trace(book: Book, worker: Actor, now: datetime) -> None:
    way = begin(book, worker, now, wish="")
    before = journal_length(book, now)
    assert refused(way, Stage.TRACING) == [
        "Not moved to {stage} yet: {things}.",
        "the wish of the person is not written down",
        "the check-list “{point}” is not answered",
        "the check-list “{point}” is not answered",
    ]
    assert refused(way, Stage.HANDOVER) == ["From “{here}” no step leads to “{stage}”."]
    assert refused(way, Stage.SUSPENDED) == ["Say why."]
    assert refused(way, Stage.FAMILY_ASSESSMENT) == ["Say why."]
    assert journal_length(book, now) == before


def test_the_whole_way_to_the_handover_and_back(book: Book, worker: Actor, director: Actor, now: datetime) -> None:
    way = begin(book, director, now)
    way.walk(Stage.HANDOVER)
    file = way.file()
    assert [one.stage for one in file.entries] == list(file.facts.stages[:8])
    assert file.lacks == ()
    assert file.facts.stage is Stage.HANDOVER
    assert refused(way, Stage.FOLLOW_UP) == ["From “{here}” no step leads to “{stage}”."]
    assert refused(way, Stage.PREPARATION) == ["Say why."]
    back = way.to(Stage.PREPARATION, "Dì ốm")
    assert back.result.reason == "Dì ốm"
    carer = replace(file.carers[0], chosen=False)
    way.do(save_carer, carer, by=worker)
    way.to(Stage.TRIAL_STAY)
    way.to(Stage.DECISION)
    assert refused(way, Stage.HANDOVER) == ["Not moved to {stage} yet: {things}.", "no carer is chosen"]
    undo = way.to(Stage.SUSPENDED, "Chờ dì khỏe")
    assert way.facts().paused_in is Stage.DECISION
    undo_deed(book, undo.op, by=director, now=now)
    assert way.facts().stage is Stage.DECISION


def test_a_low_band_and_a_red_flag(book: Book, director: Actor, now: datetime) -> None:
    way = begin(book, director, now)
    way.prepare()
    way.to(Stage.TRACING)
    way.to(Stage.FAMILY_ASSESSMENT)
    _, *ratings = way.assess(1, red_flag=True)
    assert refused(way, Stage.PLANNING, "Dì rất muốn") == [
        "Not moved to {stage} yet: {things}.",
        "the red flag “{criterion}” has not been cleared by the director",
    ]
    flag = next(one for one in ratings if one.red_flag)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.amend(replace(flag, cleared_on=TODAY, cleared_by_id=director.staff_member_id))
    assert refused(way, Stage.PLANNING)[1:] == ["the scorecard says “{band}” (going on needs a reason)"]
    assert way.to(Stage.PLANNING, "Dì rất muốn").result.stage is Stage.PLANNING


def test_a_step_may_be_written_down_later_but_not_ahead_nor_before_the_stage_it_leaves(
    book: Book, worker: Actor, now: datetime
) -> None:
    way = begin(book, worker, now)
    way.answer()
    for day in (date(2026, 11, 23), date(2026, 5, 31)):
        with pytest.raises(Refused) as refused:
            way.do(move_path, way.path.id, Stage.TRACING, on=day)
        assert [one.field for one in refused.value.problems] == ["on"]
    way.do(move_path, way.path.id, Stage.TRACING, on=date(2026, 6, 9))
    assert [(one.from_on, one.to_on) for one in way.file().entries] == [
        (STARTED, date(2026, 6, 9)),
        (date(2026, 6, 9), None),
    ]


def test_suspended_failed_and_the_version_on_screen(book: Book, worker: Actor, now: datetime) -> None:
    way = begin(book, worker, now)
    shown = way.file().entries[-1]
    way.to(Stage.SUSPENDED, "Chờ tin của xã")
    with pytest.raises(Outdated):
        way.do(move_path, way.path.id, Stage.FAILED, seen=0, reason="Nhầm")
    with pytest.raises(Refused):
        way.to(Stage.TRACING, "Không phải chỗ cũ")
    way.to(Stage.IDENTIFIED)
    assert way.facts().since_on == shown.from_on
    way.to(Stage.FAILED, "Dì không nhận nữa")
    file = way.file()
    assert (file.path.ended_on, file.entries[-1].reason) == (TODAY, "Dì không nhận nữa")
    with pytest.raises(Refused) as over:
        way.do(save_carer, way.own(Carer, full_name="Chú"))
    assert over.value.message.id == "This way home ended on {day}; it can no longer be changed."


def test_passing_over_tracing_and_the_trial_stay_needs_a_reason(book: Book, director: Actor, now: datetime) -> None:
    way = begin(book, director, now)
    way.prepare()
    assert refused(way, Stage.FAMILY_ASSESSMENT) == ["Say why."]
    way.to(Stage.FAMILY_ASSESSMENT, "Gia đình vẫn qua lại")
    way.to(Stage.PLANNING)
    way.to(Stage.PREPARATION)
    way.to(Stage.DECISION, "Cháu đã ở với dì hai năm")
    assert [one.stage for one in way.file().entries[1:]] == [
        *(Stage.FAMILY_ASSESSMENT, Stage.PLANNING, Stage.PREPARATION, Stage.DECISION)
    ]


def test_a_short_path_is_closed_by_hand_once_the_stay_has_ended(book: Book, director: Actor, now: datetime) -> None:
    way = begin(book, director, now, path="contract_end", destination=None, wish="")
    way.to(Stage.DECISION)
    assert refused(way, Stage.CLOSED) == ["From “{here}” no step leads to “{stage}”."]
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay = writer.record(Episode, way.stay.id)
        assert stay is not None
        writer.amend(replace(stay, end_on=TODAY, end_reason="contract_ended"))
    assert refused(way, Stage.CLOSED) == ["Not moved to {stage} yet: {things}.", "missing paper: {paper}"]
    way.settle_papers()
    way.to(Stage.CLOSED)
    assert way.file().path.ended_on == TODAY


def test_a_stage_never_begins_before_the_one_it_follows(book: Book, director: Actor, now: datetime) -> None:
    way = begin(book, director, now)
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        write_stage(writer, way.path, Stage.FOLLOW_UP, date(2026, 5, 1))
        entries = writer.records(StageEntry, "reintegration_id = ?", (way.path.id,), order="from_on, id")
    assert [(one.from_on, one.to_on) for one in entries] == [(STARTED, STARTED), (STARTED, None)]
    assert lacks(way.facts(), today=TODAY) == ()
