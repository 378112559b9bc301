"""The sheet of a shift: drafted, counted, given and taken over with two signatures, frozen, corrected by a new one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from carebook.actions.change import Refused
from carebook.actions.shifts import give_shift, replace_shift, save_shift, take_shift
from carebook.actions.undo import undo_deed
from carebook.records.facility import Ward
from carebook.records.medication import Medicine, MoveKind, StockCount, StockLot, StockMove
from carebook.records.people import Alias
from carebook.records.shifts import HandoverCount, HandoverLine, ShiftHandover, ShiftState
from carebook.records.staff import Actor, Role
from carebook.rules.shifts import Sheet
from carebook.rules.shifts.sheet import hash_of
from carebook.store import code_lists
from carebook.store.book import Book, new_id
from carebook.store.errors import SlowDown
from carebook.store.shifts import drafted, handover_file
from tests import samples
from tests.shift_samples import DAY, SECRET, World, at, nurse, world, write

END = at(13, 55)


@pytest.fixture
def ward(book: Book, director: Actor) -> World:
    return world(book, director)


def sheet(ward: World, **given: object) -> ShiftHandover:
    facts = {"duty_on": DAY, "shift": "morning", "ward_id": ward.ward.id, "counted": 3}
    return ShiftHandover(**(facts | given))  # type: ignore[arg-type]


def counted(ward: World) -> list[HandoverCount]:
    """Everything of the list, as it should be."""
    with ward.book.looking(END) as reader:
        return [
            HandoverCount(shift_handover_id="", thing=code.code, expected=expected, counted=expected)
            for code in code_lists.codes(reader, "handover_thing", DAY)
            for expected in (int(code.extra["expected"]),)
        ]


def saved(ward: World, *lines: HandoverLine, **given: object) -> ShiftHandover:
    one = sheet(ward, **given)
    kept = save_shift(ward.book, one, lines, counted(ward), by=ward.nurse, now=END).result
    assert isinstance(kept, ShiftHandover)
    return kept


def refusal(error: pytest.ExceptionInfo[Refused]) -> str:
    return error.value.problems[0].field or error.value.message.id


def test_a_shift_is_given_and_taken_over_and_stays_as_it_was_signed(ward: World, director: Actor) -> None:
    book = ward.book
    write(book, ward.nurse, at(9), samples.absence(ward.stays[0].id, from_on=DAY))
    with book.reading_for(ward.nurse, END) as reader:
        draft = drafted(reader, ward.duty(), ward.ward.id, END)
    assert [(line.heading, line.episode_id) for line in draft.lines] == [("absences", ward.stays[0].id)]
    kept = saved(ward, *(one.written() for one in draft.lines), counted=2)
    assert (kept.at_start, kept.at_end, kept.in_hospital, kept.state) == (3, 3, 1, ShiftState.DRAFT)
    given = give_shift(book, kept.id, ward.nurse.account_id, SECRET, by=ward.nurse, now=END)
    assert given.result.giver_id == ward.nurse.staff_member_id
    with pytest.raises(Refused) as same:
        take_shift(book, kept.id, ward.nurse.account_id, SECRET, by=ward.nurse, now=at(14, 5))
    assert refusal(same) == "taker_id"
    taken = take_shift(
        book, kept.id, ward.next_nurse.account_id, SECRET, "Đã nhận đủ", by=ward.nurse, now=at(14, 5)
    ).result
    assert taken.state is ShiftState.TAKEN
    assert hash_of(taken.frozen) == taken.frozen_hash
    frozen = Sheet.from_frozen(taken.frozen)
    assert frozen.giver == "Doãn Thị Cẩm Tú"
    assert frozen.taker == "Kiều Thị Dạ Hương"
    assert frozen.figures["in_hospital"] == 1
    assert frozen.lines[0].who == "A101 · Trần Thị An"
    with pytest.raises(Refused):
        save_shift(book, replace(taken, counted=5), (), by=ward.nurse, now=at(14, 10))
    again = replace_shift(book, kept.id, by=ward.nurse, now=at(14, 20), reason="Ghi nhầm số chìa khóa").result
    with book.reading_for(director, at(14, 30)) as reader:
        old, new = handover_file(reader, kept.id), handover_file(reader, again.id)
    assert old is not None
    assert new is not None
    assert (old.handover.state, new.handover.state) == (ShiftState.REPLACED, ShiftState.DRAFT)
    assert [one.line.text for one in new.lines] == [one.line.text for one in old.lines]
    assert len([one for one in new.counts if one.counted is not None]) == 8


def test_what_stands_against_giving(ward: World, director: Actor) -> None:
    book = ward.book
    one = save_shift(book, sheet(ward, counted=None), (), by=ward.nurse, now=END).result
    with pytest.raises(Refused) as refused:
        give_shift(book, one.id, ward.nurse.account_id, SECRET, by=ward.nurse, now=END)
    assert {problem.field for problem in refused.value.problems} >= {"counted", "counts.ward_keys"}
    keys = [replace(count, counted=1) if count.thing == "ward_keys" else count for count in counted(ward)]
    one = save_shift(book, replace(one, counted=2), (), keys, by=ward.nurse, now=END, seen=one.version).result
    with pytest.raises(Refused) as refused:
        give_shift(book, one.id, ward.nurse.account_id, SECRET, by=ward.nurse, now=END)
    assert [problem.field for problem in refused.value.problems] == ["count_differs_because", "counts.ward_keys"]
    keys[0] = replace(keys[0], note="1 chìa đang sửa")
    why = replace(one, count_differs_because="Một người đang tập ở phòng PHCN")
    one = save_shift(book, why, (), keys, by=ward.nurse, now=END, seen=one.version).result
    # the book learns of somebody new between saving and signing
    write(book, director, END, samples.absence(ward.stays[2].id, from_on=DAY))
    with pytest.raises(Refused) as refused:
        give_shift(book, one.id, ward.nurse.account_id, SECRET, by=ward.nurse, now=at(13, 58))
    assert refusal(refused) == "at_end"
    one = save_shift(book, one, (), keys, by=ward.nurse, now=at(13, 58), seen=one.version).result
    for wrong in range(5):
        with pytest.raises((Refused, SlowDown)) as wrong_secret:
            give_shift(book, one.id, ward.nurse.account_id, f"khong phai {wrong}", by=ward.nurse, now=at(13, 59))
    assert wrong_secret.type in (Refused, SlowDown)
    with pytest.raises(SlowDown):
        give_shift(book, one.id, ward.nurse.account_id, SECRET, by=ward.nurse, now=at(13, 59))
    change = give_shift(
        book, one.id, ward.nurse.account_id, "2468", pin=lambda _who, typed: typed == "2468", by=ward.nurse, now=at(14)
    )
    assert change.result.state is ShiftState.GIVEN
    undo_deed(book, change.op, by=ward.nurse, now=at(14, 1))
    with book.looking(at(14, 1)) as reader:
        there = reader.record(ShiftHandover, one.id)
    assert there is not None
    assert (there.state, there.giver_id) == (ShiftState.DRAFT, None)


def test_lines_are_kept_changed_and_struck_through_in_one_transaction(ward: World) -> None:
    book = ward.book
    hand = HandoverLine(shift_handover_id="", heading="watch", episode_id=ward.stays[1].id, text="Ho nhiều về đêm")
    one = saved(ward, hand, replace(hand, text="Uống ít nước", instruction="Nhắc uống 200 ml mỗi 2 giờ"))
    with book.reading_for(ward.nurse, END) as reader:
        first, second = (shown.line for shown in handover_file(reader, one.id).lines)  # type: ignore[union-attr]
    empty = replace(first, text=" ")
    with pytest.raises(Refused) as refused:
        save_shift(book, one, [empty], by=ward.nurse, now=END)
    assert refusal(refused) == "lines.0"
    save_shift(book, one, [replace(second, included=False)], by=ward.nurse, now=END, seen=one.version)
    with book.reading_for(ward.nurse, END) as reader:
        (left,) = handover_file(reader, one.id).lines  # type: ignore[union-attr]
    assert (left.line.text, left.line.included) == ("Uống ít nước", False)
    with pytest.raises(Refused):  # somebody else began the same sheet
        save_shift(book, sheet(ward), (), by=ward.next_nurse, now=END)
    with pytest.raises(Refused) as early:
        save_shift(book, sheet(ward, duty_on=DAY + timedelta(days=1)), (), by=ward.nurse, now=END)
    assert refusal(early) == "shift"


def test_controlled_medicines_are_counted_by_two(ward: World, director: Actor) -> None:
    book = ward.book
    (drug,) = write(
        book, director, at(7), Medicine(name="Diazepam", substance="diazepam", strength="5 mg", controlled=True)
    )
    (lot,) = write(book, director, at(7), StockLot(medicine_id=drug.id, lot="L1", expires_on=date(2027, 5, 1)))
    write(
        book,
        director,
        at(7),
        StockMove(medicine_id=drug.id, lot_id=lot.id, kind=MoveKind.RECEIVED, moved_on=DAY, amount=20.0),
    )
    one = saved(ward)
    with pytest.raises(Refused) as refused:
        give_shift(book, one.id, ward.nurse.account_id, SECRET, by=ward.nurse, now=END)
    assert refusal(refused) == "stock"
    typed = StockCount(medicine_id=drug.id, counted_on=DAY, shift="morning", expected=99.0, counted=19.0)
    one = save_shift(book, one, (), counted(ward), [typed], by=ward.nurse, now=END).result
    with pytest.raises(Refused) as refused:
        give_shift(book, one.id, ward.nurse.account_id, SECRET, by=ward.nurse, now=END)
    assert refusal(refused) == f"stock.{drug.id}"
    told = replace(typed, because="Vỡ 1 viên, đã lập biên bản")
    one = save_shift(book, one, (), counted(ward), [told], by=ward.nurse, now=END).result
    give_shift(book, one.id, ward.nurse.account_id, SECRET, by=ward.nurse, now=END)
    take_shift(book, one.id, ward.next_nurse.account_id, SECRET, by=ward.nurse, now=at(14, 2))
    with book.looking(END) as reader:
        (count,) = reader.records(StockCount)
    assert (count.expected, count.counted) == (20.0, 19.0)
    assert (count.counter_id, count.witness_id) == (ward.nurse.staff_member_id, ward.next_nurse.staff_member_id)


def test_the_sheet_of_another_ward_is_out_of_scope(ward: World, director: Actor) -> None:
    other = write(ward.book, director, at(7), Ward(name="Khu B", position=2))[0]
    stranger = nurse(ward.book, director, at(7), "Ngọ Thị Bạch Mai", Role.NURSE, ward_id=other.id)
    with pytest.raises(Refused) as refused:
        save_shift(ward.book, sheet(ward), (), by=stranger, now=END)
    assert refused.value.message.id.startswith("{ward} is outside")
    one = saved(ward)
    with pytest.raises(Refused) as unknown:
        give_shift(ward.book, one.id, stranger.account_id, SECRET, by=ward.nurse, now=END)
    assert refusal(unknown) == "account_id"


def test_the_true_name_of_a_restricted_person_is_not_written_by_who_knows_it(ward: World, director: Actor) -> None:
    """Who lacks the right is not refused: a refusal would tell that the name tried is a restricted person's."""
    book = ward.book
    write(book, director, at(6), Alias(person_id=ward.people[0].id, full_name="Trần An Nhiên"))
    with book.changing(director.account_id, at(6), new_id(), "test") as writer:
        writer.amend(replace(ward.stays[0], confidential=True))
    for text in ("Chị Trần Thị An ngủ ít", "hoi tran an nhien"):
        line = HandoverLine(shift_handover_id="", heading="watch", text=text)
        with pytest.raises(Refused) as refused:
            save_shift(book, sheet(ward), [line], by=director, now=END)
        (problem,) = refused.value.problems
        assert (problem.field, problem.message.values) == ("lines.0", {"alias": "Bạn 1"})
    other = HandoverLine(shift_handover_id="", heading="watch", text="Lê Văn Bình ho")
    kept = save_shift(book, sheet(ward), [other], by=director, now=END).result
    assert save_shift(book, kept, [line], by=ward.nurse, now=END, seen=kept.version).result.id == kept.id
