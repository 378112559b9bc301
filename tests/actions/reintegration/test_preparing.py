"""Carers, opinions, the check-list, supports, training, papers and trial stays: kept, corrected, struck through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.people import protected
from carebook.actions.reintegration import (
    amend_path,
    check_readiness,
    decide_trial,
    move_path,
    record_carer_training,
    record_opinion,
    record_path_paper,
    report_trial,
    save_carer,
    save_support,
    start_path,
    strike_carer,
    strike_carer_training,
    strike_opinion,
    strike_path_paper,
    strike_support,
)
from carebook.records.episodes import Absence, AbsenceKind
from carebook.records.reintegration import (
    Carer,
    CarerTraining,
    Opinion,
    PathPaper,
    ReadinessAnswer,
    Stage,
    Support,
    TrialDecision,
    TrialReport,
)
from carebook.records.staff import Actor, Role
from carebook.store.book import Book
from tests.actions.admissions import journal_length
from tests.actions.reintegration.walking import TODAY, Way, begin


@pytest.fixture
def way(book: Book, director: Actor, now: datetime) -> Way:
    """A path in its first stage."""
    return begin(book, director, now)


def fields_refused(deed: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as found:
        deed()
    return [one.field for one in found.value.problems]


def test_one_carer_is_chosen(way: Way) -> None:
    aunt = way.do(save_carer, way.own(Carer, full_name="  Nịnh  Thị Hợi ", phone="0912 345 678", chosen=True)).result
    assert (aunt.full_name, aunt.phone) == ("Nịnh Thị Hợi", "0912345678")
    uncle = way.do(save_carer, way.own(Carer, full_name="Từ Văn Lạch", chosen=True)).result
    assert way.file().chosen == uncle
    assert [one.chosen for one in way.file().carers] == [False, True]
    with pytest.raises(Outdated):
        way.do(save_carer, replace(aunt, note="Ở xa"), seen=aunt.version)
    aunt = way.file().carers[0]
    kept = way.do(save_carer, replace(aunt, note="Ở xa", reintegration_id="elsewhere"), seen=aunt.version).result
    assert (kept.reintegration_id, kept.note) == (way.path.id, "Ở xa")
    assert fields_refused(lambda: way.do(strike_carer, uncle.id)) == ["reason"]
    way.do(strike_carer, uncle.id, reason="Nhầm người")
    assert way.file().chosen is None
    with pytest.raises(Refused):
        way.do(save_carer, replace(uncle, note="Sửa"))
    before = journal_length(way.book, way.now)
    assert fields_refused(lambda: way.do(save_carer, way.own(Carer, full_name=" "))) == ["full_name"]
    assert journal_length(way.book, way.now) == before


def test_opinions_supports_and_training_are_kept_and_struck_through(way: Way) -> None:
    said = way.do(record_opinion, way.own(Opinion, heard_on=TODAY, words="Con muốn ở với dì.")).result
    assert said.heard_by_id == way.by.staff_member_id
    assert not way.facts().heard_alone
    way.do(record_opinion, replace(said, alone=True), seen=said.version)
    assert way.facts().heard_alone
    pigs = way.do(save_support, way.own(Support, kind="livelihood", what="2 lợn giống", amount=4_000_000)).result
    done = way.do(save_support, replace(pigs, done_on=TODAY)).result
    lesson = way.do(record_carer_training, way.own(CarerTraining, given_on=TODAY, minutes=45)).result
    assert lesson.trainer_id == way.by.staff_member_id
    way.do(record_carer_training, replace(lesson, result="Biết chia thuốc"), seen=lesson.version)
    file = way.file()
    assert (file.supports, [one.result for one in file.trainings]) == ((done,), ["Biết chia thuốc"])
    for strike, row in ((strike_opinion, said), (strike_support, pigs), (strike_carer_training, lesson)):
        way.do(strike, row.id, reason="Ghi nhầm người")
    file = way.file()
    assert (file.opinions, file.supports, file.trainings) == ((), (), ())
    for deed, row, where in (
        (record_opinion, way.own(Opinion, words=" "), ["heard_on", "words"]),
        (save_support, way.own(Support, amount=-1), ["what", "amount"]),
        (record_carer_training, way.own(CarerTraining, minutes=0), ["given_on", "minutes"]),
    ):
        assert fields_refused(lambda deed=deed, row=row: way.do(deed, row)) == where  # type: ignore[misc]


def test_the_check_list_keeps_one_answer_for_each_point(way: Way, actor_with: Callable[..., Actor]) -> None:
    nurse = actor_with(Role.NURSE)
    way.do(check_readiness, way.path.id, {"medicines": (ReadinessAnswer.NOT_YET, "mới 10 ngày")}, by=nurse)
    way.do(check_readiness, way.path.id, {"bed": (ReadinessAnswer.MET, "")})
    kept = way.do(
        check_readiness,
        way.path.id,
        {"medicines": (ReadinessAnswer.MET, " 30 ngày "), "bed": (ReadinessAnswer.MET, "")},
    ).result
    assert [one.item for one in kept] == ["medicines"]  # the other says what it said before
    answers = {one.item: one for one in way.file().readiness}
    assert set(answers) == {"medicines", "bed"}
    medicines = answers["medicines"]
    assert (medicines.answer, medicines.note, medicines.checked_on) == (ReadinessAnswer.MET, "30 ngày", TODAY)
    assert medicines.checker_id == way.by.staff_member_id
    strange = {"moon": (ReadinessAnswer.MET, "")}
    assert fields_refused(lambda: way.do(check_readiness, way.path.id, strange)) == ["moon"]


def test_a_paper_is_there_or_not_needed(way: Way) -> None:
    asked = way.do(record_path_paper, way.own(PathPaper, paper="request_09", dated_on=date(2026, 11, 19))).result
    (clock,) = [one for one in way.file().deadlines if one.paper == "decision_stop"]
    assert clock.due_on == date(2026, 12, 1)  # 7 working days; 24/11 is a day off
    again = way.do(record_path_paper, way.own(PathPaper, paper="request_09", dated_on=TODAY)).result
    assert (again.id, [one.id for one in way.file().papers]) == (asked.id, [asked.id])
    with pytest.raises(Outdated):
        way.do(record_path_paper, replace(asked, number="12"), seen=asked.version)
    assert fields_refused(lambda: way.do(record_path_paper, way.own(PathPaper, paper="request_09"))) == ["dated_on"]
    way.do(strike_path_paper, asked.id, reason="Đơn của người khác")
    assert way.file().papers == ()
    left = way.own(PathPaper, paper="request_09", not_needed_because="Cơ sở tự quyết định")
    way.do(record_path_paper, left)
    assert way.facts().papers[0].is_settled


def test_a_trial_stay_is_told_about_then_decided(way: Way, actor_with: Callable[..., Actor]) -> None:
    away = Absence(episode_id=way.stay.id, kind=AbsenceKind.TRIAL_STAY, from_on=date(2026, 11, 2))
    (absence,) = way.write(away)
    told = way.own(TrialReport, absence_id=absence.id, client_report="Ngủ ngon", decision=TrialDecision.GO_ON)
    report = way.do(report_trial, told).result
    assert report.decision is None  # deciding is another's
    assert fields_refused(lambda: way.do(decide_trial, report.id, TrialDecision.GO_ON)) == [
        *("decision", "family_report")
    ]
    with way.book.changing(way.by.account_id, way.now, "back", "test") as writer:
        writer.amend(replace(absence, back_on=date(2026, 11, 9)))
    worker = actor_with(Role.SOCIAL_WORKER)
    way.do(report_trial, replace(told, family_report="Ăn khỏe"), by=worker, seen=report.version)
    with pytest.raises(Refused):
        way.do(decide_trial, report.id, TrialDecision.GO_ON, by=worker)
    with pytest.raises(Outdated):
        way.do(decide_trial, report.id, TrialDecision.GO_ON, seen=report.version)
    again = way.do(decide_trial, report.id, TrialDecision.AGAIN, reason="Mới một tuần").result
    assert (again.decided_on, again.decided_by_id) == (TODAY, way.by.staff_member_id)
    way.do(decide_trial, report.id, TrialDecision.GO_ON)
    way.do(report_trial, replace(told, staff_report="Nhà sạch"))
    (kept,) = way.file().trials
    assert (kept.decision, kept.staff_report) == (TrialDecision.GO_ON, "Nhà sạch")
    other = way.own(TrialReport, absence_id="nowhere", client_report="Ngủ ngon")
    assert fields_refused(lambda: way.do(report_trial, other)) == ["absence_id"]


def test_nothing_is_written_on_a_path_that_has_ended_nor_by_who_has_no_right(
    way: Way, actor_with: Callable[..., Actor]
) -> None:
    nurse = actor_with(Role.NURSE)
    with pytest.raises(Refused):
        way.do(save_support, way.own(Support, what="Xe đạp"), by=nurse)
    support = way.do(save_support, way.own(Support, what="Xe đạp")).result
    way.to(Stage.FAILED, "Dì không nhận nữa")
    before = journal_length(way.book, way.now)
    for deed in (
        lambda: way.do(save_support, replace(support, what="Xe máy")),
        lambda: way.do(strike_support, support.id, reason="Nhầm"),
        lambda: way.do(check_readiness, way.path.id, {"bed": (ReadinessAnswer.MET, "")}),
        lambda: way.do(record_path_paper, way.own(PathPaper, paper="request_09", dated_on=TODAY)),
    ):
        assert fields_refused(deed) == [""]
    assert journal_length(way.book, way.now) == before


def test_a_restricted_stay_is_closed_to_who_has_no_right_whatever_the_deed(
    way: Way, actor_with: Callable[..., Actor]
) -> None:
    aunt = way.do(save_carer, way.own(Carer, full_name="Nịnh Thị Hợi")).result
    with way.book.changing(way.by.account_id, way.now, "restrict", "test") as writer:
        writer.amend(replace(way.stay, confidential=True))
    worker = actor_with(Role.SOCIAL_WORKER)
    before = journal_length(way.book, way.now)
    for deed, given in (
        (save_carer, (replace(aunt, note="Ở xa"),)),
        (strike_carer, (aunt.id,)),
        (record_opinion, (way.own(Opinion, heard_on=TODAY, words="Có"),)),
        (check_readiness, (way.path.id, {"bed": (ReadinessAnswer.MET, "")})),
        (record_path_paper, (way.own(PathPaper, paper="request_09", dated_on=TODAY),)),
        (move_path, (way.path.id, Stage.TRACING)),
        (amend_path, (way.path,)),
        (start_path, (way.path,)),
    ):
        with pytest.raises(Refused) as refused:
            way.do(deed, *given, by=worker, reason="Nhầm")
        assert refused.value.message == protected(), deed
        assert "Suối" not in str(refused.value)
    assert journal_length(way.book, way.now) == before
