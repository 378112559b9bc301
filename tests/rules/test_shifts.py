"""The head-count of a shift, the lines of its sheet, and the sheet as it is frozen."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from carebook.records.codes import Code
from carebook.records.episodes import AbsenceKind
from carebook.records.shifts import HandoverLine, ShiftHandover
from carebook.rules.shifts import (
    Away,
    DraftLine,
    Sheet,
    SheetLine,
    SheetThing,
    Span,
    TrueName,
    began_at,
    brought_up_to_date,
    head_count,
    in_order,
    problems_in_naming,
    things_to_count,
)
from carebook.rules.shifts.lines import UNDONE, WATCH, amount_of
from carebook.rules.shifts.sheet import hash_of
from carebook.words import message
from tests.shift_samples import DAY, at

START, END = at(6), at(14)


def test_who_came_and_went_in_a_shift() -> None:
    spans = [
        Span("stays", at(6, day=DAY - timedelta(days=9))),
        Span("came", at(9)),
        Span("went", at(1, day=DAY - timedelta(days=3)), at(10)),
        Span("passed through", at(8), at(9)),
        Span("gone before", at(1, day=DAY - timedelta(days=3)), START),
        Span("comes later", END + timedelta(minutes=1)),
        Span("at the very end", END),
    ]
    away = [
        Away("stays", AbsenceKind.HOSPITAL, Span("stays", at(10))),
        Away("came", AbsenceKind.TRIAL_STAY, Span("came", at(11), at(12))),
        Away("at the very end", AbsenceKind.MISSING, Span("at the very end", END)),
        Away("went", AbsenceKind.HOSPITAL, Span("went", at(7))),
    ]
    found = head_count(spans, away, START, END)
    assert found.figures == {
        "at_start": 2,
        "came": 2,
        "went": 1,
        "at_end": 3,
        "in_hospital": 1,
        "on_leave": 0,
        "absent": 1,
    }
    assert (found.came_ids, found.went_ids, found.present) == (("at the very end", "came"), ("went",), 1)


moments = st.integers(0, 48).map(lambda hours: at(0) + timedelta(hours=hours))


@given(st.lists(st.tuples(moments, st.one_of(st.none(), moments))))
def test_the_head_count_always_balances(times: list[tuple[datetime, datetime | None]]) -> None:
    spans = [Span(str(n), since, until) for n, (since, until) in enumerate(times)]
    away = [Away(one.episode_id, AbsenceKind.LEAVE, one) for one in spans[::2]]
    found = head_count(spans, away, START, END)
    assert found.at_start + found.came - found.went == found.at_end
    assert found.present + found.in_hospital + found.on_leave + found.absent == found.at_end


def test_from_which_moment_something_counts() -> None:
    assert began_at(DAY) == at(0)
    assert began_at(DAY, at(9)) == at(9)
    assert began_at(DAY, at(9, day=DAY - timedelta(days=1))) == at(0)
    assert began_at(DAY, at(9), time(10, 30)) == at(10, 30)


def test_lines_are_brought_up_to_date() -> None:
    line = HandoverLine(shift_handover_id="", heading=WATCH, text="Sốt", about_table="observation", about_id="1")
    left_out = replace(line, about_id="2", text="Đau", included=False)
    by_hand = HandoverLine(shift_handover_id="", heading=UNDONE, text="Gọi gia đình", position=3)
    undone = replace(by_hand, text="12 người chưa đo", about_table="monitoring_plan", about_id="a")
    done = replace(undone, about_id="b")
    drafted = [
        DraftLine(WATCH, (message("Sốt cao"),), "observation", "1"),
        DraftLine(WATCH, (message("Đau bụng."), message("hết đau")), "observation", "2"),
        DraftLine(WATCH, (message("Ngã"),), "incident", "3", "stay"),
        DraftLine(UNDONE, (message("2 người chưa đo"),), "monitoring_plan", "a"),
    ]
    found = brought_up_to_date([line, left_out, by_hand, undone, done], drafted)
    assert [one.text for one in found] == ["Sốt", "Đau", "Gọi gia đình", "2 người chưa đo", "Ngã"]
    assert found[-1].episode_id == "stay"
    assert not found[1].included
    assert brought_up_to_date(found, drafted) == found
    assert drafted[1].written().text == "Đau bụng; hết đau"
    headings = [Code(list_name="", code=code, text="") for code in (UNDONE, WATCH)]
    assert [one.heading for one in in_order(found, headings)] == [UNDONE] * 2 + [WATCH] * 3


def test_things_of_a_ward() -> None:
    codes = [
        Code(list_name="", code="keys", text=""),
        Code(list_name="", code="lift", text="", details='{"ward": "b"}'),
    ]
    assert [one.code for one in things_to_count(codes, "a")] == ["keys"]
    assert [one.code for one in things_to_count(codes, "b")] == ["keys", "lift"]
    assert [amount_of(value) for value in (28.0, 0.5)] == ["28", "0,5"]


def test_a_frozen_sheet_reads_as_it_was_signed() -> None:
    sheet = Sheet(
        "2026-11-22",
        "Ca sáng",
        "06:00–14:00",
        "Khu A",
        figures={"at_start": 3, "counted": None},
        lines=(SheetLine("Sự cố", "A101 · Trần Thị An", "Ngã", "Theo dõi"),),
        things=(SheetThing("Chìa khóa", "2", "1", "mất"),),
    )
    frozen = sheet.frozen()
    assert Sheet.from_frozen(frozen) == sheet
    assert hash_of(frozen) != hash_of(replace(sheet, ward="Khu B").frozen())


def test_a_true_name_is_found_as_a_whole_and_answered_by_the_alias() -> None:
    known = TrueName(("Trần Thị Kín", "Kín"), "Hoa Sữa")
    for text, found in (
        ("Bà Trần Thị Kín ăn ít.", True),
        ("tran thi kin", True),
        ("TRẦN  THỊ KÍN, theo dõi", True),
        ("Trần Thị Kính ho", False),
        ("Để kín cửa sổ", False),
        ("", False),
    ):
        assert known.stands_in(text) is found, text
    line = HandoverLine(shift_handover_id="", text="Theo dõi", instruction="Gọi con của Trần Thị Kín")
    sheet = ShiftHandover(request="Hỏi trần thị kín")
    problems = problems_in_naming(sheet, [line, replace(line, included=False)], [known])
    assert [(one.field, one.message.values["alias"]) for one in problems] == [
        ("request", "Hoa Sữa"),
        ("lines.0", "Hoa Sữa"),
    ]
    assert problems_in_naming(sheet, [line], []) == []
