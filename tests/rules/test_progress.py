"""Notes and progress lines: what is kept, what is refused, what a line says, what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.assessments import AssessmentKind
from carebook.records.care_plans import Achievement, Proposal
from carebook.records.episodes import AbsenceKind
from carebook.records.progress import ProgressNote
from carebook.records.staff import Role
from carebook.rules import progress
from carebook.rules.progress import (
    Absent,
    CaseLine,
    Changed,
    Measured,
    PeriodFacts,
    Rated,
    Reviewed,
    drafted_line,
    due,
    report_period,
)
from carebook.words import message
from tests.stay_samples import limits

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
OCTOBER = report_period("2026-10")


def note(**facts: Any) -> ProgressNote:
    return ProgressNote(
        **{"episode_id": "e", "happened_at": NOW, "recorded_at": NOW, "entered_by": "me", "text": "Đi 5 m"} | facts
    )


# text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Đi 5 m \t rồi nghỉ  ", "Đi 5 m rồi nghỉ"),
        ("Một\t12/10\t5 m\r\nHai\r\n\r\n\r\n\r\nBa", "Một 12/10 5 m\nHai\n\nBa"),
        ("Nguye\u0302\u0303n", "Nguyễn"),
        ("vui 🙂👩‍⚕️", "vui 🙂👩‍⚕️"),
        ("hỏng \ud83d đây\x00\x07", "hỏng đây"),
        (" \t\r\n ", ""),
    ],
)
def test_text_as_it_is_kept(typed: str, kept: str) -> None:
    assert progress.tidy_text(typed) == kept


@given(st.text())
def test_kept_text_stays_as_it_is_and_can_be_stored(typed: str) -> None:
    kept = progress.tidy_text(typed)
    assert progress.tidy_text(kept) == kept
    kept.encode("utf-8")
    assert not set(kept) & {"\t", "\r", "\x00"}


# what is wrong with a note


@pytest.mark.parametrize(
    ("facts", "field", "severity"),
    [
        ({"text": ""}, "text", "error"),
        ({"text": "a" * 10_001}, "text", "error"),
        ({"result": "a" * 10_001}, "result", "error"),
        ({"happened_at": NOW + timedelta(minutes=1)}, "happened_at", "error"),
        ({"happened_at": NOW - timedelta(days=400)}, "happened_at", "warning"),
        ({"minutes": 0}, "minutes", "error"),
        ({"minutes": 1441}, "minutes", "error"),
    ],
)
def test_what_is_wrong_with_a_note(facts: dict[str, Any], field: str, severity: str) -> None:
    (found,) = progress.problems_in_note(note(**facts), now=NOW, start_on=date(2026, 1, 5))
    assert (found.field, found.severity) == (field, severity)


def test_ten_thousand_letters_now_and_an_hour_are_right() -> None:
    long = note(text="a" * 10_000, minutes=60)
    assert progress.problems_in_note(long, now=NOW, start_on=date(2026, 1, 5)) == []


def test_the_limit_is_told_in_words() -> None:
    (found,) = progress.problems_in_note(note(text="a" * 12_345), now=NOW, start_on=date(2026, 1, 5))
    assert found.message.values == {"most": "10.000", "n": "12.345"}


@pytest.mark.parametrize(
    ("days", "by", "struck", "may"),
    [
        (0, "me", False, True),
        (7, "me", False, True),
        (8, "me", False, False),
        (0, "you", False, False),
        (0, "me", True, False),
    ],
)
def test_who_may_change_a_note(days: int, by: str, struck: bool, may: bool) -> None:
    kept = note(withdrawn_at=NOW if struck else None)
    today = TODAY + timedelta(days=days)
    assert progress.may_be_amended(kept, by, today=today, limits=limits()) is may


def test_a_note_of_late_evening_counts_from_the_day_in_vietnam() -> None:
    kept = note(recorded_at=datetime(2026, 11, 21, 18, 0, tzinfo=UTC))  # 01:00 on the 22nd
    assert progress.last_day_to_edit(kept, limits()) == date(2026, 11, 29)


@pytest.mark.parametrize(("days", "late"), [(0, False), (7, False), (8, True), (300, True)])
def test_written_late(days: int, late: bool) -> None:
    assert progress.is_written_late(note(happened_at=NOW - timedelta(days=days)), limits()) is late


@pytest.mark.parametrize(
    ("roles", "kind"),
    [
        ({Role.SOCIAL_WORKER}, "casework"),
        ({Role.NURSE}, "health"),
        ({Role.CAREGIVER}, "care"),
        ({Role.CAREGIVER, Role.NURSE}, "health"),
        ({Role.NURSE, Role.HEAD}, "casework"),
        ({Role.THERAPIST}, "rehabilitation"),
        ({Role.PSYCHOLOGIST}, "psychology"),
        ({Role.TEACHER}, "education"),
        (set(), "casework"),
    ],
)
def test_the_usual_kind_of_a_role(roles: set[Role], kind: str) -> None:
    assert progress.default_kind(roles) == kind


# periods


@pytest.mark.parametrize(
    ("code", "first", "last", "words"),
    [
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), message("month {month}/{year}", month="02", year=2026)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31), message("month {month}/{year}", month="12", year=2026)),
        ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30), message("quarter {quarter}/{year}", quarter="III", year=2026)),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30), message("first 6 months of {year}", year=2026)),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31), message("last 6 months of {year}", year=2026)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), message("year {year}", year=2026)),
    ],
)
def test_periods(code: str, first: date, last: date, words: object) -> None:
    period = report_period(code)
    assert (period.first, period.last, period.words, period.code) == (first, last, words, code)


@pytest.mark.parametrize("code", ["", "2026-13", "2026-00", "2026-Q5", "2026-H0", "tháng 10", "2026-10-01", "٢٠٢٦"])
def test_what_is_no_period(code: str) -> None:
    with pytest.raises(ValueError):
        report_period(code)


@given(st.sampled_from(progress.PERIOD_KINDS), st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_day_lies_in_one_period_that_its_code_names(kind: str, day: date) -> None:
    period = progress.period_around(kind, day)
    assert period.holds(day)
    assert report_period(period.code) == period
    before = progress.last_finished(kind, day)
    assert before.last + timedelta(days=1) == period.first
    assert progress.newest_periods(kind, day, 3)[:2] == [period, before]


# the line


def facts(**given_facts: Any) -> PeriodFacts:
    return PeriodFacts(**{"period": OCTOBER} | given_facts)


@pytest.mark.parametrize(
    ("given_facts", "line"),
    [
        ({"plan": 2}, "Không có thay đổi trong tháng; tiếp tục thực hiện kế hoạch bản 2."),
        ({}, "Không có thay đổi trong tháng; chưa có kế hoạch được phê duyệt."),
        (
            {"plan": 2, "notes": (("Chăm sóc", 3),), "contacts": 1},
            "Không có thay đổi trong tháng; 3 lần ghi chép chăm sóc; liên lạc với gia đình 1 lần;"
            " tiếp tục thực hiện kế hoạch bản 2.",
        ),
        (
            {"period": report_period("2026-Q3"), "plan": 1},
            "Không có thay đổi trong quý; tiếp tục thực hiện kế hoạch bản 1.",
        ),
        (
            {
                "notes": (("Công tác xã hội", 8), ("PHCN", 4)),
                "goals": (Rated("Tự đi 10 m bằng khung.", Achievement.ACHIEVED),),
            },
            "Đạt mục tiêu “Tự đi 10 m bằng khung”. 12 lần ghi chép (công tác xã hội 8, PHCN 4).",
        ),
        (
            {"scales": (Measured("Barthel", 55.0, "Phụ thuộc vừa", 45.0, "Phụ thuộc nặng"),)},
            "Barthel 45 → 55 (phụ thuộc nặng → phụ thuộc vừa).",
        ),
        (
            {"scales": (Measured("Barthel", 55.0, "Phụ thuộc nặng", 45.0, "Phụ thuộc nặng"),)},
            "Barthel 45 → 55 (phụ thuộc nặng).",
        ),
        ({"scales": (Measured("MNA", 23.5, "Có nguy cơ"),)}, "MNA 23,5 (có nguy cơ)."),
        ({"scales": (Measured("Norton", None),)}, "Đã đánh giá bằng Norton."),
        (
            {
                "began_on": date(2026, 10, 12),
                "assessments": (
                    (AssessmentKind.UNSCHEDULED, date(2026, 10, 14)),
                    (AssessmentKind.UNSCHEDULED, date(2026, 10, 20)),
                    (AssessmentKind.INITIAL, date(2026, 10, 13)),
                ),
                "plans_approved": (1,),
            },
            "Tiếp nhận ngày 12/10/2026. Đánh giá ban đầu ngày 13/10/2026. Đánh giá đột xuất ngày 14/10/2026 và 20/10/2026."
            " Kế hoạch bản 1 được phê duyệt.",
        ),
        (
            {"reviews": (Reviewed(date(2026, 10, 20), Proposal.ADJUST),), "conferences": (date(2026, 10, 19),)},
            "Rà soát kế hoạch ngày 20/10/2026, đề nghị điều chỉnh. Họp thống nhất ngày 19/10/2026.",
        ),
        (
            {
                "absences": (
                    Absent(AbsenceKind.HOSPITAL, date(2026, 9, 28), date(2026, 10, 5)),
                    Absent(AbsenceKind.LEAVE, date(2026, 10, 10), date(2026, 10, 10)),
                    Absent(AbsenceKind.TRIAL_STAY, date(2026, 10, 30), date(2026, 11, 5)),
                )
            },
            "Nằm viện từ ngày 28/09/2026 đến ngày 05/10/2026. Về phép ngày 10/10/2026. Về thử gia đình từ ngày 30/10/2026.",
        ),
        (
            {"categories": (Changed(date(2026, 10, 2), "Trẻ em", "Người khuyết tật"), Changed(date(2026, 10, 9)))},
            "Chuyển nhóm từ trẻ em sang người khuyết tật ngày 02/10/2026. Chuyển nhóm ngày 09/10/2026.",
        ),
        ({"ended_on": date(2026, 10, 20)}, "Dừng trợ giúp ngày 20/10/2026."),
    ],
)
def test_what_a_line_says(given_facts: dict[str, Any], line: str) -> None:
    assert drafted_line(facts(**given_facts)) == line


def test_a_long_goal_is_shortened_between_words() -> None:
    line = drafted_line(facts(goals=(Rated("Tự đi lại " * 20, Achievement.PARTLY),)))
    assert line.endswith("…”.")
    assert len(line) < 120


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
WORDS = st.text(alphabet="ăâđêôơưÀẠẢ áạảéẹ.", max_size=100)
NAMED = st.text(alphabet="ăâđêôơưÀẠẢ", min_size=1, max_size=20)
CODES = {member.value for enum in (Achievement, Proposal, AbsenceKind, AssessmentKind) for member in enum}
ANYTHING = st.builds(
    PeriodFacts,
    period=st.sampled_from(["2026-10", "2026-Q3", "2026-H1", "2026"]).map(report_period),
    began_on=st.none() | DAYS,
    ended_on=st.none() | DAYS,
    notes=st.lists(st.tuples(NAMED, st.integers(0, 5000)), max_size=4).map(tuple),
    contacts=st.integers(0, 40),
    goals=st.lists(st.builds(Rated, WORDS, st.sampled_from(Achievement)), max_size=3).map(tuple),
    plans_approved=st.lists(st.integers(1, 9), max_size=2).map(tuple),
    assessments=st.lists(st.tuples(st.sampled_from(AssessmentKind), DAYS), max_size=3).map(tuple),
    scales=st.lists(
        st.builds(
            Measured,
            NAMED,
            st.none() | st.floats(-100, 200),
            WORDS,
            st.none() | st.floats(-100, 200),
            WORDS,
        ),
        max_size=3,
    ).map(tuple),
    reviews=st.lists(st.builds(Reviewed, DAYS, st.none() | st.sampled_from(Proposal)), max_size=2).map(tuple),
    conferences=st.lists(DAYS, max_size=3).map(tuple),
    absences=st.lists(st.builds(Absent, st.sampled_from(AbsenceKind), DAYS, st.none() | DAYS), max_size=3).map(tuple),
    categories=st.lists(st.builds(Changed, DAYS, WORDS, WORDS), max_size=2).map(tuple),
    plan=st.none() | st.integers(1, 9),
)


@given(ANYTHING)
def test_a_line_is_never_empty_ends_with_a_period_and_holds_no_code(anything: PeriodFacts) -> None:
    line = drafted_line(anything)
    assert line.endswith(".")
    assert line[0] == line[0].upper()
    assert not any(code in line for code in CODES)
    assert "None" not in line
    assert progress.tidy_line(line) == " ".join(line.split())


# accepting


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("ổn định", "ổn định."), ("Ổn\nđịnh.", "Ổn định."), ("Có tiến bộ…", "Có tiến bộ…"), (" \n", "")],
)
def test_a_line_as_it_is_kept(typed: str, kept: str) -> None:
    assert progress.tidy_line(typed) == kept


@pytest.mark.parametrize(
    ("text", "code", "stay", "fields"),
    [
        ("Ổn định.", "2026-10", (date(2026, 1, 5), None), []),
        ("Ổn định.", "2026-11", (date(2026, 11, 22), None), []),
        ("", "2026-10", (date(2026, 1, 5), None), ["text"]),
        ("a" * 2001, "2026-10", (date(2026, 1, 5), None), ["text"]),
        ("Ổn định.", "2026-12", (date(2026, 1, 5), None), ["period"]),
        ("Ổn định.", "2026-10", (date(2026, 11, 1), None), ["period"]),
        ("Ổn định.", "2026-10", (date(2026, 1, 5), date(2026, 9, 30)), ["period"]),
        ("Ổn định.", "2026-10", (date(2026, 1, 5), date(2026, 10, 1)), []),
    ],
)
def test_what_may_be_accepted(text: str, code: str, stay: tuple[date, date | None], fields: list[str]) -> None:
    found = progress.problems_in_line(text, report_period(code), start_on=stay[0], end_on=stay[1], today=TODAY)
    assert [one.field for one in found] == fields


# due


def cases(count: int, accepted: int, worker: str | None = "s1", period: str = "2026-10") -> list[CaseLine]:
    return [CaseLine(f"p{n}", f"e{n}", worker, period, n < accepted) for n in range(count)]


def test_one_due_thing_for_sixty_people() -> None:
    (item,) = due(cases(60, 42), today=date(2026, 11, 3), limits=limits())
    assert (item.kind, item.action, item.owner) == ("progress_report", "accept_progress_line", "s1")
    assert item.people == tuple(f"p{n}" for n in range(42, 60))
    assert item.due_on == date(2026, 11, 5)
    assert "42/60" in item.for_whom
    assert item.why.values["n"] == 18
    assert item.basis == message("on the basis of {article}", article="điểm a khoản 3 Điều 7 Thông tư 02/2020")


@pytest.mark.parametrize(
    ("given_cases", "today"),
    [
        (cases(60, 60), date(2026, 11, 3)),
        (cases(60, 42), date(2026, 10, 31)),
        (cases(60, 0, worker=None), date(2026, 11, 3)),
        ([], date(2026, 11, 3)),
    ],
    ids=["all accepted", "not over yet", "nobody's cases", "no cases"],
)
def test_nothing_is_due(given_cases: list[CaseLine], today: date) -> None:
    assert due(given_cases, today=today, limits=limits()) == []


def test_a_worker_each() -> None:
    several = cases(3, 1) + [replace(case, worker_id="s2") for case in cases(2, 0)]
    found = due(several, today=date(2026, 11, 3), limits=limits())
    assert {item.owner: len(item.people) for item in found} == {"s1": 2, "s2": 2}


@given(st.lists(st.tuples(st.sampled_from(["s1", "s2", None]), st.sampled_from(["2026-09", "2026-10"]), st.booleans())))
def test_at_most_one_a_worker_and_period(rows: list[tuple[str | None, str, bool]]) -> None:
    lines = [CaseLine(f"p{n}", f"e{n}", *row) for n, row in enumerate(rows)]
    found = due(lines, today=TODAY, limits=limits())
    assert len({(item.owner, item.due_on) for item in found}) == len(found)
    assert sum(len(item.people) for item in found) == sum(1 for worker, _, done in rows if worker and not done)
