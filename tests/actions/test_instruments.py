"""Sheets of scales in the book: kept, completed and frozen, corrected, struck through; own files added, refused, retired."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from carebook.actions.change import Change, Outdated, Refused
from carebook.actions.instruments import (
    add_instrument,
    complete_score,
    retire_instrument,
    save_score,
    strike_score,
)
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import CarePlan, Goal, GoalLife, PlanInForce, PlanState
from carebook.records.episodes import BedAssignment
from carebook.records.instruments import InstrumentFile, InstrumentScore
from carebook.records.intake import FormState
from carebook.records.people import Sex
from carebook.records.staff import Actor, Role
from carebook.store import instruments as store
from carebook.store.book import Book, new_id
from carebook.store.instruments import Sheet, catalogue, instrument_of, sheets_of
from tests import samples
from tests.actions.admissions import admit, emergency, journal_length, room
from tests.instrument_samples import BARTHEL_55, OWN, answers, new_version

TODAY = samples.TODAY
Answers = Mapping[str, float | str]


class Case:
    """One stay in a book, and sheets filled for it by the director."""

    def __init__(self, book: Book, director: Actor, now: datetime, **stay: Any) -> None:
        self.book, self.director, self.now = book, director, now
        self.person, self.episode = admit(book, director, now, **stay)

    def score(self, instrument: str = "barthel", **facts: Any) -> InstrumentScore:
        given: dict[str, Any] = {"scored_on": TODAY, "done_by_id": self.director.staff_member_id, "file_version": 0}
        return InstrumentScore(episode_id=self.episode.id, instrument=instrument, **given | facts)

    def save(self, score: InstrumentScore, given: Answers, by: Actor | None = None, **more: Any) -> Change:
        return save_score(self.book, score, answers(given), by=by or self.director, now=self.now, **more)

    def saved(self, instrument: str, given: Answers, **facts: Any) -> Sheet:
        sheet: Sheet = self.save(self.score(instrument, **facts), given).result
        return sheet

    def complete(self, sheet: Sheet, **more: Any) -> Change:
        return complete_score(self.book, sheet.score.id, by=self.director, now=self.now, **more)

    def completed(self, instrument: str, given: Answers, **facts: Any) -> Sheet:
        sheet: Sheet = self.complete(self.saved(instrument, given, **facts)).result
        return sheet

    def sheets(self, by: Actor | None = None, *, withdrawn: bool = False) -> tuple[Sheet, ...]:
        with self.book.reading_for(by or self.director, self.now) as reader:
            return sheets_of(reader, self.episode.id, withdrawn=withdrawn)

    def files(self) -> list[InstrumentFile]:
        with self.book.looking(self.now) as reader:
            return reader.records(InstrumentFile, order="code, file_version")

    def in_use(self) -> Mapping[str, Any]:
        with self.book.looking(self.now) as reader:
            return catalogue(reader)

    def plan(self, *goals: Goal) -> list[Goal]:
        """A plan in force with these goals."""
        with self.book.changing(self.director.account_id, self.now, new_id(), "test") as writer:
            plan = writer.add(CarePlan(episode_id=self.episode.id, state=PlanState.APPROVED, approved_at=self.now))
            writer.add(PlanInForce(episode_id=self.episode.id, plan_id=plan.id, since_at=self.now))
            return [writer.add(replace(goal, episode_id=self.episode.id, plan_id=plan.id)) for goal in goals]


@pytest.fixture
def case(book: Book, director: Actor, now: datetime) -> Case:
    """The open stay of an old woman."""
    return Case(book, director, now)


def refused(call: Callable[[], object], *fields: str) -> Refused:
    with pytest.raises(Refused) as caught:
        call()
    assert [problem.field for problem in caught.value.problems] == list(fields)
    return caught.value


# A sheet in the book


def test_a_sheet_goes_in_and_comes_out_with_its_score_and_its_file(case: Case) -> None:
    saved = case.saved("barthel", BARTHEL_55, note="Đo tại giường, người mệt", reason="sau ngã")
    (kept,) = case.sheets()
    assert kept == saved
    assert kept.score.state is FormState.IN_PROGRESS
    assert (kept.score.file_version, kept.score.note) == (1, "Đo tại giường, người mệt")
    assert kept.result.total == 55
    assert kept.result.band is not None
    assert kept.result.band.code == "severe"
    assert [(file.code, file.file_version, file.own) for file in case.files()] == [("barthel", 1, False)]


def test_a_sheet_is_resumed_and_answers_are_changed_and_taken_out(case: Case) -> None:
    begun = case.saved("barthel", {"1": 5, "2": 5})
    again: Sheet = case.save(begun.score, {"1": 10, "3": 5}, seen=begun.score.version).result
    (kept,) = case.sheets()
    assert kept.answers == again.answers == {"1": 10, "3": 5}
    assert (kept.result.answered, kept.result.of, kept.result.band) == (2, 10, None)
    assert kept.score.version == again.score.version > begun.score.version


def test_saving_the_same_again_changes_nothing(case: Case, book: Book, now: datetime) -> None:
    begun = case.saved("barthel", BARTHEL_55)
    lines = journal_length(book, now)
    again: Sheet = case.save(begun.score, BARTHEL_55).result
    assert again.score.version == begun.score.version
    assert journal_length(book, now) == lines


def test_two_who_fill_one_sheet_do_not_overwrite_each_other(case: Case) -> None:
    begun = case.saved("barthel", {"1": 5})
    case.save(begun.score, {"1": 10}, seen=begun.score.version)
    with pytest.raises(Outdated):
        case.save(begun.score, {"1": 0}, seen=begun.score.version)
    assert case.sheets()[0].answers == {"1": 10}


def test_bands_that_depend_on_age_and_sex_use_those_of_the_day(book: Book, director: Actor, now: datetime) -> None:
    woman = Case(book, director, now)
    man = Case(book, director, now, person=samples.person(code="", sex=Sex.MALE))
    bands = [one.completed("chair_stand", {"1": 9}).result.band for one in (woman, man)]
    assert [band.code if band else None for band in bands] == ["average", "below_average"]
    assert [one.sheets()[0].result.band for one in (woman, man)] == bands


def test_words_are_kept_as_words(case: Case) -> None:
    kept = case.saved("pain_verbal", {"1": 2, "place": "Đau lưng dưới"})
    assert case.sheets()[0].answers == kept.answers
    assert "Đau lưng dưới" in kept.answers.values()


@pytest.mark.parametrize(
    ("given", "field"),
    [({"1": 7}, "1"), ({"1": -5}, "1"), ({"11": 5}, "11"), ({"1": "nhiều"}, "1"), ({"1": float("inf")}, "1")],
)
def test_an_impossible_value_is_refused_and_leaves_no_trace(
    given: Answers, field: str, case: Case, book: Book, now: datetime
) -> None:
    lines = journal_length(book, now)
    refused(lambda: case.save(case.score(), given), field)
    assert journal_length(book, now) == lines


def test_pasted_books_are_refused(case: Case) -> None:
    refused(lambda: case.save(case.score("pain_verbal"), {"place": "đau " * 6000}), "place")


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date(1026, 1, 1)])
def test_an_impossible_day_is_refused(day: date, case: Case) -> None:
    refused(lambda: case.save(case.score(scored_on=day), {}), "scored_on")


# Completing


def test_a_completed_sheet_is_frozen(case: Case) -> None:
    done = case.completed("barthel", BARTHEL_55)
    assert done.score.state is FormState.COMPLETED
    refused(lambda: case.save(done.score, {"1": 10}), "")
    refused(lambda: case.complete(done), "")
    assert case.sheets()[0].answers == done.answers


def test_what_is_missing_is_named(case: Case) -> None:
    given = {item: value for item, value in BARTHEL_55.items() if item not in ("3", "7")}
    begun = case.saved("barthel", given, done_by_id=None, scored_on=None)
    refused(lambda: case.complete(begun), "scored_on", "done_by_id")
    ready: Sheet = case.save(case.score(), given).result
    refused(lambda: case.complete(ready), "3", "7")


@pytest.mark.parametrize("low", [True, False])
def test_the_ninth_item_of_phq9_alerts_when_saved_and_when_completed(low: bool, case: Case) -> None:
    alone = {"9": 1.0} if low else {str(item): 3.0 for item in range(1, 10)}
    change = case.save(case.score("phq9"), alone)
    assert "Câu 9" in str(change.said)
    assert [alert.urgent for alert in change.result.result.alerts] == [True]
    whole = {str(item): 0.0 for item in range(1, 9)} | alone
    done = case.complete(case.save(change.result.score, whole).result)
    assert "Câu 9" in str(done.said)
    quiet = case.complete(case.saved("phq9", {str(item): 3.0 for item in range(1, 9)} | {"9": 0.0}))
    assert "Câu 9" not in str(quiet.said)


# Corrections and strikes


def test_a_correction_replaces_the_sheet_when_it_is_completed(case: Case) -> None:
    wrong = case.completed("barthel", BARTHEL_55)
    correcting = case.score(replaces_id=wrong.score.id, replaced_because="mục 1 ghi nhầm")
    begun: Sheet = case.save(correcting, BARTHEL_55 | {"1": 10}).result
    assert len(case.sheets()) == 2
    refused(lambda: case.save(correcting, BARTHEL_55), "")
    case.complete(begun)
    (now_counts,) = case.sheets()
    assert now_counts.result.total == 60
    struck = case.sheets(withdrawn=True)[-1]
    assert (struck.score.id, struck.score.withdrawn_because) == (wrong.score.id, "mục 1 ghi nhầm")
    assert struck.answers == wrong.answers
    refused(lambda: case.save(correcting, BARTHEL_55), "")


def test_a_correction_says_why_and_corrects_a_completed_sheet(case: Case) -> None:
    begun = case.saved("barthel", BARTHEL_55)
    refused(lambda: case.save(case.score(replaces_id=begun.score.id, replaced_because="x"), {}), "")
    done: Sheet = case.complete(begun).result
    refused(lambda: case.save(case.score(replaces_id=done.score.id), {}), "replaced_because")


def test_a_sheet_is_struck_through_with_a_reason(case: Case, book: Book, director: Actor, now: datetime) -> None:
    done = case.completed("barthel", BARTHEL_55)
    refused(lambda: strike_score(book, done.score.id, by=director, now=now, reason=" "), "reason")
    change = strike_score(book, done.score.id, by=director, now=now, reason="ghi nhầm người")
    assert case.sheets() == ()
    (struck,) = case.sheets(withdrawn=True)
    assert struck.answers == done.answers
    refused(lambda: strike_score(book, done.score.id, by=director, now=now, reason="lần nữa"), "")
    undo_deed(book, change.op, by=director, now=now)
    assert case.sheets()[0].answers == done.answers


def test_undoing_the_first_sheet_leaves_the_file_readable_for_later_ones(
    case: Case, book: Book, director: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = case.save(case.score(), {"1": 5})
    case.completed("barthel", BARTHEL_55)
    undo_deed(book, first.op, by=director, now=now)
    monkeypatch.setattr(store, "shipped", dict)
    assert [sheet.result.total for sheet in case.sheets()] == [55]


# Who may


def test_somebody_protected_and_somebody_of_another_ward(
    book: Book, director: Actor, now: datetime, actor_with: Callable[..., Actor]
) -> None:
    hidden = Case(book, director, now, episode=emergency(confidential=True))
    there = room(book, director, now)
    bed = BedAssignment(episode_id="", room_id=there.id, bed="1", from_on=date(2026, 1, 5))
    elsewhere = Case(book, director, now, bed=bed)
    nurse = actor_with(Role.NURSE)
    stranger = replace(nurse, grants=tuple(replace(g, ward_id="another") for g in nurse.grants))
    lines = journal_length(book, now)
    refused(lambda: hidden.save(hidden.score(), {"1": 5}, by=nurse), "")
    refused(lambda: elsewhere.save(elsewhere.score(), {"1": 5}, by=stranger), "")
    assert journal_length(book, now) == lines
    done = hidden.completed("barthel", BARTHEL_55)
    assert hidden.sheets(nurse) == ()
    refused(lambda: strike_score(book, done.score.id, by=nurse, now=now, reason="x"), "")
    elsewhere.save(elsewhere.score(), {"1": 5}, by=nurse)
    assert [sheet.answers for sheet in elsewhere.sheets(nurse)] == [{"1": 5}]


# Goals


def test_goals_are_weighed_as_the_plan_in_force_says(case: Case) -> None:
    levels = ("không đi", "đi 2 m", "đi 5 m", "đi 10 m", "đi 20 m")
    walk, eat, _dropped = case.plan(
        Goal(episode_id="", plan_id="", thread=new_id(), text="Đi", importance=3, difficulty=2, levels=levels),
        Goal(episode_id="", plan_id="", thread=new_id(), text="Ăn", levels=levels),
        Goal(episode_id="", plan_id="", thread=new_id(), text="Cũ", levels=levels, life=GoalLife.DROPPED),
    )
    begun = case.saved("gas", {walk.thread: 1})
    assert begun.weights == {walk.thread: 6}
    refused(lambda: case.complete(begun), eat.thread)
    done: Sheet = case.complete(case.save(begun.score, {walk.thread: 1, eat.thread: -1}).result).result
    assert done.weights == {walk.thread: 6, eat.thread: 1}
    assert done.result.total == 57.8
    refused(lambda: case.save(case.score("gas"), {"nobody": 0}), "nobody")


def test_goals_keep_the_weights_they_were_rated_with(case: Case, book: Book, director: Actor, now: datetime) -> None:
    (walk,) = case.plan(Goal(episode_id="", plan_id="", thread=new_id(), text="Đi", importance=3, difficulty=3))
    wrong = case.completed("gas", {walk.thread: 2})
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.amend(replace(walk, importance=1, life=GoalLife.FINISHED))
    correcting = case.score("gas", replaces_id=wrong.score.id, replaced_because="nhầm mức")
    corrected: Sheet = case.complete(case.save(correcting, {walk.thread: 1}).result).result
    assert corrected.weights == {walk.thread: 9}


def test_a_correction_does_not_ask_about_goals_that_came_later(
    case: Case, book: Book, director: Actor, now: datetime
) -> None:
    (walk,) = case.plan(Goal(episode_id="", plan_id="", thread=new_id(), text="Đi"))
    wrong = case.completed("gas", {walk.thread: 2})
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(replace(walk, id="", thread=new_id(), text="Ăn"))
    correcting = case.score("gas", replaces_id=wrong.score.id, replaced_because="nhầm mức")
    corrected: Sheet = case.complete(case.save(correcting, {walk.thread: 1}).result).result
    assert corrected.score.state is FormState.COMPLETED


# Versions and own files


def add(case: Case, text: str, by: Actor | None = None) -> Change:
    return add_instrument(case.book, text, by=by or case.director, now=case.now)


def test_an_old_version_stays_readable_in_its_own_form(case: Case) -> None:
    before = case.completed("barthel", BARTHEL_55)
    add(case, new_version("barthel", 2, "Ăn uống", "Ăn bằng thìa"))
    assert case.in_use()["barthel"].version == 2
    after = case.completed("barthel", BARTHEL_55)
    assert [sheet.instrument.items[0].words for sheet in case.sheets()] == ["Ăn bằng thìa", "Ăn uống"]
    assert [after.score.file_version, before.score.file_version] == [2, 1]
    correcting = case.score(replaces_id=before.score.id, replaced_because="nhầm")
    assert case.save(correcting, BARTHEL_55).result.instrument.version == 1


def test_an_own_file_is_used_and_its_next_version_too(case: Case) -> None:
    assert add(case, OWN).result.code == "sleep_night"
    short = case.completed("sleep_night", {"hours": 4.5, "woke": 6})
    assert short.result.band is not None
    assert short.result.band.words == "ngủ ít"
    add(case, OWN.replace("version = 1", "version = 2").replace("ngủ ít", "ngủ quá ít"))
    assert case.in_use()["sleep_night"].version == 2
    assert case.sheets()[0].result.band == short.result.band


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "1"),
        ("code = ", "1"),
        (OWN.replace('mode = "items"', 'mode = "sheet"'), "8"),
        (OWN.replace("to = 4.9", "to = 4"), "43"),
        (OWN + "x" * 200_000, "1"),
        (new_version("barthel", 1), "2"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_reason(
    text: str, line: str, case: Case, book: Book, now: datetime
) -> None:
    lines = journal_length(book, now)
    with pytest.raises(Refused) as caught:
        add(case, text)
    assert caught.value.problems[0].field == line
    assert caught.value.problems[0].message.id
    assert journal_length(book, now) == lines


def test_a_retired_instrument_takes_no_new_sheet_and_keeps_its_old_ones(
    case: Case, book: Book, director: Actor, now: datetime
) -> None:
    done = case.completed("barthel", BARTHEL_55)
    retire_instrument(book, "barthel", by=director, now=now)
    assert "barthel" not in case.in_use()
    refused(lambda: case.save(case.score(), {"1": 5}), "")
    assert case.sheets() == (done,)
    correcting = case.score(replaces_id=done.score.id, replaced_because="nhầm")
    case.save(correcting, BARTHEL_55)
    retire_instrument(book, "barthel", again=True, by=director, now=now)
    assert "barthel" in case.in_use()


def test_retiring_an_own_wording_brings_back_the_programs(
    case: Case, book: Book, director: Actor, now: datetime
) -> None:
    add(case, new_version("phq9", 2, "Bộ câu hỏi", "Bản chính thức, bộ câu hỏi"))
    assert case.in_use()["phq9"].title.startswith("Bản chính thức")
    retire_instrument(book, "phq9", by=director, now=now)
    assert case.in_use()["phq9"].version == 1
    refused(lambda: add(case, new_version("phq9", 2)), "2")
    add(case, new_version("phq9", 3))
    assert case.in_use()["phq9"].version == 3


def test_only_some_roles_add_and_retire(case: Case, actor_with: Callable[..., Actor]) -> None:
    nurse = actor_with(Role.NURSE)
    refused(lambda: add(case, OWN, nurse), "")
    refused(lambda: retire_instrument(case.book, "barthel", by=nurse, now=case.now), "")
    assert case.files() == []


def test_a_version_nobody_has_is_none(case: Case) -> None:
    with case.book.looking(case.now) as reader:
        assert instrument_of(reader, "barthel", 9) is None
        assert instrument_of(reader, "nothing", 1) is None
