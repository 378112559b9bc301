"""Handing over: everything at once or nothing, refused in words while anything lacks; and a stay that ends another way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from carebook.actions.change import Outdated, Refused
from carebook.actions.contacts import save_contact, strike_contact
from carebook.actions.episodes import discharge_person, restrict_record
from carebook.actions.follow_ups import plan_visit
from carebook.actions.handovers import complete_handover, save_handover, strike_handover
from carebook.actions.reintegration import amend_path, record_path_paper, start_path
from carebook.actions.stays import OnTheWayHome
from carebook.actions.undo import undo_deed
from carebook.records.closures import Closure
from carebook.records.contacts import Contact
from carebook.records.episodes import BedAssignment, Belonging, DossierItem, Episode, PaperState
from carebook.records.follow_ups import FollowUp
from carebook.records.handovers import HandedKind, HandoverItem
from carebook.records.people import Allergy, HealthCard, IdentityPaper, Relative
from carebook.records.reintegration import Outcome, PathPaper, Reintegration, Stage, StageEntry
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.handovers import (
    RIGHTS,
    HandoverFile,
    handover_by_id,
    handover_facts,
    handover_file,
    proposed_handover,
)
from tests.actions.admissions import admit, journal_length, room
from tests.actions.reintegration.walking import TODAY, Way, begin, begin_in

MONEY = Belonging(episode_id="", what="Tiền mặt", amount=500_000)


@pytest.fixture
def way(book: Book, director: Actor, now: datetime) -> Way:
    """A path that has begun."""
    return begin(book, director, now)


def proposed(way: Way) -> HandoverFile:
    with way.book.reading_for(way.by, way.now) as reader:
        found = proposed_handover(reader, way.path.id, TODAY)
    assert found is not None
    return found


def signed(file: HandoverFile) -> HandoverFile:
    """The minutes with health and four signatures."""
    signatures = tuple(replace(one, name=one.name or "Nịnh Văn Lý", signed_on=TODAY) for one in file.signatures)
    return replace(file, handover=replace(file.handover, health="Khỏe, 24 kg"), signatures=signatures)


def kept(way: Way, file: HandoverFile, **given: Any) -> HandoverFile:
    found: HandoverFile = way.do(save_handover, file.handover, file.items, file.signatures, **given).result
    return found


def now_in(way: Way, cls: type[Any]) -> list[Any]:
    with way.book.looking(way.now) as reader:
        return reader.records(cls)


def test_minutes_begin_with_what_the_book_knows_and_nothing_secret(way: Way) -> None:
    mine, stay = {"person_id": way.stay.person_id}, {"episode_id": way.stay.id}
    way.write(
        IdentityPaper(**mine, kind="birth_certificate", number="118/2018"),
        HealthCard(**mine, number="TE1222012345678", valid_to=date(2027, 12, 31)),
        HealthCard(**mine, number="TE1222000000000", valid_to=date(2025, 12, 31)),
        Allergy(**mine, substance="penicillin"),
        DossierItem(**stay, paper="guardianship", state=PaperState.ORIGINAL, number="7"),
        DossierItem(**stay, paper="hiv_confirmation", state=PaperState.ORIGINAL),
        Belonging(**stay, what="Quần áo", quantity=5),
        replace(MONEY, **stay),
        Belonging(**stay, what="Ba lô", returned_on=TODAY),
        PathPaper(**stay, reintegration_id=way.path.id, paper="decision_stop", number="276/QĐ", dated_on=TODAY),
    )
    way.prepare()
    file = proposed(way)
    said = [(one.kind, one.what, one.quantity, one.original, one.amount) for one in file.items]
    assert said == [
        (HandedKind.PAPER, "Giấy khai sinh 118/2018", "", False, None),
        (HandedKind.PAPER, said[1][1], "", False, None),
        (HandedKind.PAPER, "Giấy tờ về giám hộ 7", "", True, None),
        (HandedKind.BELONGING, "Quần áo", "5", False, None),
        (HandedKind.MONEY, "Tiền mặt", "", False, 500_000),
    ]
    assert "TE" in said[1][1]
    handover = file.handover
    assert (handover.receiver, handover.giver, handover.health) == (
        "Nịnh Thị Hợi",
        "Đào Thị Hướng Dương",
        "Dị ứng penicillin",
    )
    assert (handover.basis, handover.rights_and_duties) == (
        "Quyết định dừng trợ giúp số 276/QĐ ngày 22/11/2026",
        RIGHTS,
    )
    assert [one.name for one in file.signatures] == ["Đào Thị Hướng Dương", "Nịnh Thị Hợi", "", "Từ Thị Suối"]


def test_somebody_who_goes_to_live_alone_receives_the_things_themselves(
    book: Book, director: Actor, now: datetime
) -> None:
    alone = begin(book, director, now, destination="independent")
    assert proposed(alone).handover.receiver == "Từ Thị Suối"
    assert (
        proposed(begin_in(book, director, now, admit(book, director, now)[1], destination="transfer")).handover.receiver
        == ""
    )


def test_lines_of_the_minutes_are_kept_changed_and_taken_off(way: Way) -> None:
    file = proposed(way)
    pills = HandoverItem(episode_id="", handover_id="", kind=HandedKind.MEDICINE, what="Olanzapin", dose="1 viên 20:00")
    clothes = HandoverItem(episode_id="", handover_id="", kind=HandedKind.BELONGING, what="Quần áo")
    first = kept(way, replace(file, items=(pills, clothes)))
    second = kept(way, replace(first, items=(replace(first.items[1], quantity="3 bộ"),)), seen=first.handover.version)
    assert [(one.id, one.quantity, one.position) for one in second.items] == [(first.items[1].id, "3 bộ", 0)]
    assert second.handover.version > first.handover.version
    assert kept(way, second).handover.version == second.handover.version
    with pytest.raises(Outdated):
        kept(way, first, seen=first.handover.version)
    with pytest.raises(Outdated):
        kept(way, file)  # there are minutes of this path already
    with pytest.raises(Refused):
        kept(way, replace(second, handover=replace(second.handover, handed_on=date(2027, 1, 1))))


def test_struck_minutes_make_room_for_new_ones(way: Way) -> None:
    first = kept(way, signed(proposed(way)))
    with pytest.raises(Refused):
        way.do(strike_handover, first.id)
    way.do(strike_handover, first.id, reason="Ghi nhầm người")
    with way.book.reading_for(way.by, way.now) as reader:
        assert handover_file(reader, way.path.id) is None
        struck = handover_by_id(reader, first.id)
    assert struck is not None
    assert struck.handover.withdrawn_because == "Ghi nhầm người"
    for deed in (complete_handover, strike_handover):
        with pytest.raises(Refused):
            way.do(deed, first.id, reason="Lần nữa")
    assert kept(way, signed(proposed(way))).id != first.id


def test_a_handover_ends_the_stay_and_begins_the_follow_up_in_one(
    book: Book, director: Actor, way: Way, now: datetime
) -> None:
    mine = {"episode_id": way.stay.id}
    way.write(
        replace(MONEY, **mine),
        Belonging(**mine, what="Búp bê"),
        BedAssignment(**mine, room_id=room(book, director, now).id, from_on=way.stay.start_on),
    )
    way.walk(Stage.HANDOVER)
    file = signed(proposed(way))
    there = kept(way, replace(file, items=tuple(one for one in file.items if one.what == "Tiền mặt")))
    change = way.do(complete_handover, there.id, seen=there.handover.version)
    (stay,) = [one for one in now_in(way, Episode) if one.id == way.stay.id]
    assert (stay.end_on, stay.end_reason, stay.destination) == (TODAY, "family_request", "family")
    assert stay.received_by == "Nịnh Thị Hợi"
    assert now_in(way, BedAssignment)[0].to_on == TODAY
    assert {one.what: one.returned_on for one in now_in(way, Belonging)} == {"Tiền mặt": TODAY, "Búp bê": None}
    path = way.file().path
    assert (path.handed_over_on, path.ended_on) == (TODAY, None)
    assert [one.stage for one in now_in(way, StageEntry) if one.to_on is None] == [Stage.FOLLOW_UP]
    days = [date(2026, 11, 29), date(2026, 12, 22), date(2027, 2, 22), date(2027, 5, 22), date(2027, 11, 22)]
    assert sorted(one.due_on for one in now_in(way, FollowUp)) == days
    (form,) = now_in(way, Closure)
    assert (form.reason, form.closed_on) == ("family_request", TODAY)
    assert "Nịnh Thị Hợi" in form.plan_after
    assert "ngày" in form.course  # a paper is Vietnamese whatever the window speaks
    with pytest.raises(Refused):
        way.do(complete_handover, there.id)
    with pytest.raises(Refused):
        kept(way, change.result)
    with pytest.raises(Refused):
        way.do(strike_handover, there.id, reason="Nhầm")
    undo_deed(way.book, change.op, by=way.by, now=way.now)
    assert [one.end_on for one in now_in(way, Episode)] == [None]
    assert (now_in(way, FollowUp), now_in(way, Closure)) == ([], [])
    assert way.facts().stage is Stage.HANDOVER
    assert way.do(complete_handover, there.id).result.is_completed  # and it can be done again


def test_what_somebody_was_handed_over_on_is_not_undone_under_their_feet(way: Way) -> None:
    way.walk(Stage.DECISION)
    extra = way.do(record_path_paper, way.own(PathPaper, paper="transport", dated_on=TODAY))
    way.to(Stage.HANDOVER)
    over = way.do(complete_handover, kept(way, signed(proposed(way))).id)
    with pytest.raises(Refused) as refused:
        undo_deed(way.book, extra.op, by=way.by, now=way.now)
    assert refused.value.message.id.startswith("Cannot be undone")
    (contact, *_more) = now_in(way, Contact)
    for deed in (
        lambda: way.do(strike_contact, contact.id, reason="Ghi nhầm"),
        lambda: way.do(save_contact, replace(contact, kind="phone")),
    ):
        with pytest.raises(Refused) as rested_on:
            deed()
        assert rested_on.value.message.id == "{name} was handed over on {day}; a contact up to that day stays as it is."
    way.do(save_contact, replace(contact, course="Vui vẻ"))
    on = TODAY + timedelta(days=9)
    seen = FollowUp(episode_id="", reintegration_id=way.path.id, due_on=on, why="Dì xin gặp")
    way.do(plan_visit, seen)
    with pytest.raises(Refused) as followed:  # a visit planned since would hang on a path nobody was handed over on
        undo_deed(way.book, over.op, by=way.by, now=way.now)
    assert followed.value.message.id.startswith("Cannot be undone")
    undo_deed(way.book, way.done[-1], by=way.by, now=way.now)
    undo_deed(way.book, over.op, by=way.by, now=way.now)
    assert now_in(way, FollowUp) == []


def test_minutes_written_afterwards_rest_on_what_was_there_on_their_day(way: Way) -> None:
    way.meet(TODAY)
    file, day_before = proposed(way), TODAY - timedelta(days=1)
    with way.book.looking(way.now) as reader:
        met = {
            day: handover_facts(
                reader, replace(file, handover=replace(file.handover, handed_on=day)), TODAY
            ).path.meetings
            for day in (day_before, TODAY, TODAY + timedelta(days=1), None)
        }
    assert list(met.values()) == [0, 1, 1, 1]


def test_nothing_happens_while_anything_lacks(way: Way, actor_with: Callable[..., Actor]) -> None:
    way.do(amend_path, replace(way.path, destination="substitute_family"))
    early = kept(way, signed(proposed(way)))
    with pytest.raises(Refused) as too_early:
        way.do(complete_handover, early.id)
    assert too_early.value.message.values["n"] == 2  # the stage, the receiver
    way.walk(Stage.HANDOVER)
    way.assess(2, red_flag=True)
    (contact, *_more) = now_in(way, Contact)
    way.do(strike_contact, contact.id, reason="Ghi nhầm người")
    way.write(Relative(person_id=way.stay.person_id, full_name="Nịnh Thị Hợi", no_contact=True))
    unsigned = replace(early.signatures[2], signed_on=None, waived_because="")
    whole = replace(early, handover=replace(early.handover, receiver="Nịnh Thị Hợi"))
    bare = kept(way, replace(whole, signatures=(*early.signatures[:2], unsigned, early.signatures[3])))
    nurse = actor_with(Role.NURSE)
    lines = journal_length(way.book, way.now)
    with pytest.raises(Refused) as lacking:
        way.do(complete_handover, bare.id)
    assert lacking.value.message.values["n"] == 5  # flag, carer, meeting, receiver, signature
    with pytest.raises(Refused):
        way.do(complete_handover, bare.id, by=nurse)
    assert journal_length(way.book, way.now) == lines
    assert [one.end_on for one in now_in(way, Episode)] == [None]
    assert now_in(way, FollowUp) == []


# a stay that ends another way


def leave(way: Way, reason: str, **given: Any) -> Any:
    ends = replace(way.stay, end_on=TODAY, end_reason=reason, **given)
    return way.do(discharge_person, ends)


def test_a_stay_on_its_way_home_is_not_discharged_but_led_to_its_path(way: Way) -> None:
    lines = journal_length(way.book, way.now)
    with pytest.raises(OnTheWayHome) as refused:
        leave(way, "family_request", destination="family")
    assert (refused.value.reintegration_id, refused.value.episode_id) == (way.path.id, way.stay.id)
    assert journal_length(way.book, way.now) == lines
    way.to(Stage.SUSPENDED, "Dì đi viện")
    leave(way, "transfer_out", destination="other_facility")
    path = way.file().path
    assert (path.ended_on, path.outcome) == (TODAY, None)
    assert [(one.stage, one.reason) for one in now_in(way, StageEntry) if one.to_on is None] == [
        (Stage.FAILED, "Chuyển cơ sở khác")
    ]


@pytest.mark.parametrize(("reason", "outcome"), [("died", Outcome.DIED), ("absconded", None)])
def test_death_and_leaving_end_the_way_home_with_the_stay(way: Way, reason: str, outcome: Outcome | None) -> None:
    change = leave(way, reason)
    assert "reintegration" in change.subjects
    path = way.file().path
    assert (path.ended_on, path.outcome, path.handed_over_on) == (TODAY, outcome, None)
    assert [one.stage for one in now_in(way, StageEntry) if one.to_on is None] == [Stage.FAILED]
    undo_deed(way.book, change.op, by=way.by, now=way.now)
    assert way.file().path.ended_on is None


def short(book: Book, by: Actor, now: datetime, path: str) -> Way:
    stay = admit(book, by, now)[1]
    begun = Reintegration(episode_id=stay.id, path=path, started_on=TODAY)
    return Way(book, by, now, stay, start_path(book, begun, by=by, now=now, op=new_id()).result)


def test_a_short_path_closes_with_the_stay_when_its_papers_are_there(
    book: Book, director: Actor, now: datetime
) -> None:
    way = short(book, director, now, "contract_end")
    way.do(record_path_paper, way.own(PathPaper, paper="liquidation", number="3/BB", dated_on=TODAY))
    leave(way, "contract_ended")
    assert way.facts().stage is Stage.CLOSED
    waits = short(book, director, now, "death")
    change = leave(waits, "died", end_decision_no="9/QĐ", end_decision_on=TODAY)
    assert change.said.values["papers"] == "Giấy báo tử, Trích lục khai tử"
    assert (waits.facts().stage, waits.file().path.ended_on) == (Stage.IDENTIFIED, None)
    assert {one.code for one in waits.facts().papers if one.is_settled} == {"decision_stop"}


def test_a_short_path_with_minutes_is_closed_by_them(book: Book, director: Actor, now: datetime) -> None:
    way = short(book, director, now, "returned_residence")
    way.to(Stage.DECISION)
    for paper in ("decision_stop", "transport"):
        way.do(record_path_paper, way.own(PathPaper, paper=paper, number="5", dated_on=TODAY))
    there = kept(way, signed(replace(proposed(way), handover=replace(proposed(way).handover, receiver="Phan Văn Lối"))))
    way.to(Stage.HANDOVER)
    way.do(complete_handover, there.id)
    (stay,) = [one for one in now_in(way, Episode) if one.id == way.stay.id]
    assert (stay.end_reason, stay.received_by, stay.end_decision_no) == ("returned_residence", "Phan Văn Lối", "5")
    assert (way.facts().stage, way.file().path.ended_on, now_in(way, FollowUp)) == (Stage.CLOSED, TODAY, [])


def test_of_a_restricted_stay_nothing_is_told_without_the_right_and_no_place_is_proposed(
    way: Way, actor_with: Callable[..., Actor]
) -> None:
    way.do(restrict_record, way.stay.id, reason="Người tạm lánh")
    worker = actor_with(Role.SOCIAL_WORKER)
    there = kept(way, signed(proposed(way)))
    for deed, what in ((save_handover, (there.handover, (), ())), (complete_handover, (there.id,))):
        with pytest.raises(Refused) as refused:
            way.do(deed, *what, by=worker)
        assert "Suối" not in str(refused.value)
    with way.book.reading_for(worker, way.now) as reader:
        assert proposed_handover(reader, way.path.id, TODAY) is None
        assert handover_file(reader, way.path.id) is None
    assert "Hoa Ban" not in there.handover.contact
    assert there.handover.place == ""
