"""The family assessment: kept while it is written, frozen when completed, its red flags cleared by name, struck with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from carebook.actions.change import Change, Outdated, Refused
from carebook.actions.families import (
    clear_red_flag,
    complete_family_assessment,
    save_family_assessment,
    strike_family_assessment,
)
from carebook.actions.people import attach_file
from carebook.actions.undo import undo_deed
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.people import Attachment
from carebook.records.reintegration import Reintegration
from carebook.records.staff import Actor, Role
from carebook.store.book import Book, new_id
from carebook.store.families import FamilyFile, family_file, family_files, scorecard
from tests.actions.admissions import journal_length
from tests.actions.reintegration.walking import TODAY, Way, begin

FIRST = (3, 3, 2, 2, 0, 1, 3, 3, 2, 1, 1, 3)


@pytest.fixture
def way(book: Book, director: Actor, now: datetime) -> Way:
    """A path that has begun."""
    return begin(book, director, now)


def visit(way: Way, **given: Any) -> FamilyAssessment:
    there = {"visited_on": date(2026, 10, 1), "visitor_id": way.by.staff_member_id, "who_cares": "Dì, cả ngày"}
    return FamilyAssessment(**{"episode_id": "", "reintegration_id": way.path.id} | there | given)  # type: ignore[arg-type]


def card(way: Way, scores: tuple[int | None, ...] = FIRST, **at_safety: Any) -> list[FamilyRating]:
    with way.book.looking(way.now) as reader:
        criteria = scorecard(reader, TODAY).criteria
    return [
        FamilyRating(
            episode_id="",
            family_assessment_id="",
            criterion=one.code,
            score=score,
            **(at_safety if one.code == "safety" else {}),
        )
        for one, score in zip(criteria, scores, strict=True)
    ]


def saved(way: Way, assessment: FamilyAssessment, ratings: list[FamilyRating], **given: Any) -> FamilyFile:
    found: FamilyFile = way.do(save_family_assessment, assessment, ratings, **given).result
    return found


def fields(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.field for problem in refused.value.problems]


def test_an_assessment_is_written_in_parts_completed_and_frozen(way: Way) -> None:
    begun = saved(way, visit(way, who_cares=""), card(way, (*FIRST[:-1], None)))
    assert (begun.total, begun.band, begun.rated.rated, begun.is_completed) == (21, "", 11, False)
    with pytest.raises(Refused) as lacking:
        way.do(complete_family_assessment, begun.id)
    assert fields(lacking) == ["ratings.client.score", "who_cares"]
    whole = replace(begun.assessment, who_cares="Dì và bà, ngày đêm")
    again = saved(way, whole, [*begun.ratings[:-1], *card(way)[-1:]], seen=begun.assessment.version)
    assert again.assessment.version > begun.assessment.version
    assert [one.id for one in again.ratings] == [one.id for one in begun.ratings]
    with pytest.raises(Outdated):
        way.do(complete_family_assessment, begun.id, seen=begun.assessment.version)
    done: FamilyFile = way.do(complete_family_assessment, begun.id, seen=again.assessment.version).result
    assert (done.total, done.band, done.is_completed) == (24, "support_first", True)
    for refused in (
        lambda: saved(way, done.assessment, list(done.ratings)),
        lambda: way.do(complete_family_assessment, done.id),
    ):
        with pytest.raises(Refused):
            refused()
    with way.book.reading_for(way.by, way.now) as reader:
        assert family_files(reader, way.path.id) == (done,)
        assert family_file(reader, "nothing") is None


def test_a_change_of_one_rating_is_a_change_of_the_sheet(way: Way) -> None:
    first = saved(way, visit(way), card(way))
    same = saved(way, first.assessment, list(first.ratings))
    assert same.assessment.version == first.assessment.version
    worse = [replace(one, score=1) if one.criterion == "bond" else one for one in first.ratings]
    assert saved(way, first.assessment, worse).assessment.version == first.assessment.version + 1
    with pytest.raises(Outdated):
        saved(way, first.assessment, list(first.ratings), seen=first.assessment.version)


def test_a_red_flag_is_cleared_by_a_named_person_with_a_reason(way: Way, actor_with: Callable[..., Actor]) -> None:
    worker = actor_with(Role.SOCIAL_WORKER)
    flagged = saved(way, visit(way), card(way, red_flag=True, remark="Cháu rể hay uống rượu", cleared_on=TODAY))
    (flag,) = flagged.rated.flags  # what came as cleared is not
    with pytest.raises(Refused):
        way.do(clear_red_flag, flag.id, "Đã chuyển đi")  # not completed yet
    way.do(complete_family_assessment, flagged.id)
    lines = journal_length(way.book, way.now)
    nobody = replace(way.by, staff_member_id="")
    for by, because in ((worker, "Đã chuyển đi"), (way.by, "  "), (nobody, "Đã chuyển đi")):
        with pytest.raises(Refused):
            way.do(clear_red_flag, flag.id, because, by=by)
    with pytest.raises(Refused):
        way.do(strike_family_assessment, flagged.id, reason="Cờ đỏ cản trở")
    assert journal_length(way.book, way.now) == lines
    assert [one.cleared for one in way.facts().red_flags] == [False]
    change: Change = way.do(clear_red_flag, flag.id, "Cháu rể đã chuyển đi, UBND xã xác nhận")
    assert not change.undoable
    cleared = change.result.ratings[6]
    assert (cleared.cleared_on, cleared.cleared_by_id) == (TODAY, way.by.staff_member_id)
    assert [one.cleared for one in way.facts().red_flags] == [True]
    with pytest.raises(Refused):
        way.do(clear_red_flag, flag.id, "Lần nữa")
    with pytest.raises(Refused):
        undo_deed(way.book, change.op, by=way.by, now=way.now)


def test_an_assessment_is_struck_through_with_its_ratings_and_that_is_undone(way: Way) -> None:
    there = saved(way, visit(way), card(way))
    with pytest.raises(Refused) as silent:
        way.do(strike_family_assessment, there.id)
    assert fields(silent) == ["reason"]
    change = way.do(strike_family_assessment, there.id, reason="Ghi nhầm người")
    with way.book.reading_for(way.by, way.now) as reader:
        assert family_files(reader, way.path.id) == ()
        (struck,) = family_files(reader, way.path.id, withdrawn=True)
    assert (struck.assessment.withdrawn_because, len(struck.ratings)) == ("Ghi nhầm người", 12)
    with pytest.raises(Refused):
        way.do(complete_family_assessment, there.id)
    undo_deed(way.book, change.op, by=way.by, now=way.now)
    with way.book.reading_for(way.by, way.now) as reader:
        (back,) = family_files(reader, way.path.id)
    assert back.ratings[0].score == 3


def test_nothing_is_written_on_a_path_that_has_ended_or_after_the_handover(way: Way) -> None:
    for handed_over, ended in ((TODAY, None), (None, TODAY)):
        with way.book.changing(way.by.account_id, way.now, new_id(), "test") as writer:
            path = writer.record(Reintegration, way.path.id)
            assert path is not None
            writer.amend(replace(path, handed_over_on=handed_over, ended_on=ended))
        with pytest.raises(Refused):
            saved(way, visit(way), card(way))


def test_pictures_hang_on_the_assessment_and_the_newest_visit_comes_first(way: Way) -> None:
    old = saved(way, visit(way, visited_on=date(2026, 7, 1)), card(way))
    new = saved(way, visit(way), card(way))
    picture = Attachment(person_id=way.stay.person_id, title="Nhà vệ sinh", kind="photo", about_id=new.id)
    way.do(attach_file, picture, b"picture")
    with way.book.reading_for(way.by, way.now) as reader:
        found = family_files(reader, way.path.id)
    assert [one.id for one in found] == [new.id, old.id]
    assert [len(one.pictures) for one in found] == [1, 0]


def test_what_was_struck_through_or_belongs_elsewhere_is_not_written_anew(
    way: Way, book: Book, director: Actor, now: datetime
) -> None:
    mine = saved(way, visit(way), card(way))
    other = begin(book, director, now)
    moved = replace(mine.assessment, reintegration_id=other.path.id, conclusion="Được")
    kept = saved(way, moved, list(mine.ratings))
    assert (kept.assessment.reintegration_id, kept.assessment.conclusion) == (way.path.id, "Được")
    way.do(strike_family_assessment, mine.id, reason="Ghi nhầm")
    with pytest.raises(Refused) as refused:
        saved(way, replace(kept.assessment, conclusion=""), list(kept.ratings))
    assert refused.value.message.id == "This assessment was struck through ({why})."
