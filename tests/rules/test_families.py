"""The scorecard of a family: its sum and bands, its red flags, what may not be kept and what must be there before it is frozen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.records.codes import Code
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.rules.families import (
    band_of,
    levels_of,
    may_be_flagged,
    open_red_flags,
    problems_before_completing,
    problems_in_assessment,
    rated,
    total,
)
from carebook.rules.problem import errors
from tests.rules.reintegration.ready import law

TODAY, SINCE = date(2026, 11, 22), date(2026, 6, 1)
CRITERIA, BANDS = law().choices("family_criterion"), law().choices("family_band")
FIRST = (3, 3, 2, 2, 0, 1, 3, 3, 2, 1, 1, 3)
SECOND = (3, 3, 2, 2, 1, 2, 3, 3, 2, 1, 2, 3)
WHOLE = FamilyAssessment(
    episode_id="stay",
    reintegration_id="path",
    visited_on=date(2026, 10, 1),
    visitor_id="x2",
    who_cares="Dì, cả ngày",
    commune_opinion="Nhất trí",
    commune_by="Phó Chủ tịch UBND xã",
    commune_on=date(2026, 10, 2),
)


def rating(criterion: str, score: int | None = 3, **given: Any) -> FamilyRating:
    return FamilyRating(episode_id="stay", family_assessment_id="v", criterion=criterion, score=score, **given)


def card(scores: tuple[int | None, ...]) -> tuple[FamilyRating, ...]:
    return tuple(rating(one.code, score) for one, score in zip(CRITERIA, scores, strict=True))


def test_the_sums_and_bands_of_the_program_equal_those_counted_by_hand() -> None:
    assert (len(CRITERIA), [len(levels_of(one)) for one in CRITERIA]) == (12, [4] * 12)
    assert [one.code for one in CRITERIA if may_be_flagged(one)] == ["safety"]
    for scores, said in (
        (FIRST, (24, "support_first")),
        (SECOND, (27, "favourable")),
        ((0,) * 12, (0, "not_suitable")),
    ):
        found = rated(card(scores), CRITERIA, BANDS)
        assert (found.total, found.band.code if found.band else "") == said
        assert (found.most, found.rated, found.of) == (36, 12, 12)
    edges = {17: "not_suitable", 18: "support_first", 26: "support_first", 27: "favourable", 36: "favourable"}
    for summed, code in edges.items():
        band = band_of(summed, BANDS)
        assert band is not None
        assert band.code == code


def test_a_part_of_a_card_has_no_band_and_an_edited_list_of_bands_counts() -> None:
    part = rated(card((*FIRST[:-1], None)), CRITERIA, BANDS)
    assert (part.total, part.rated, part.band, part.is_whole) == (21, 11, None, False)
    strict = [Code(list_name="family_band", code="only", text="Chỉ một", details='{"from": 30}')]
    assert band_of(29, strict) is None
    assert rated(card(SECOND), CRITERIA, strict).band is None
    assert rated((rating("gone", 3),), CRITERIA, BANDS).rated == 0


@given(st.lists(st.one_of(st.none(), st.integers(0, 3)), min_size=12, max_size=12))
def test_a_band_belongs_to_every_whole_card_and_more_points_never_lower_it(scores: list[int | None]) -> None:
    found = rated(card(tuple(scores)), CRITERIA, BANDS)
    assert found.total == total(card(tuple(scores))) == sum(score or 0 for score in scores)
    assert (found.band is not None) == (None not in scores)
    order = [one.code for one in sorted(BANDS, key=lambda band: band.extra["from"])]
    if found.band is not None and found.total < 36:
        better = band_of(found.total + 1, BANDS)
        assert better is not None
        assert order.index(better.code) >= order.index(found.band.code)


def test_a_red_flag_stands_until_it_is_cleared() -> None:
    flagged = rating("safety", 2, red_flag=True, remark="Cháu rể hay uống rượu")
    cleared = replace(flagged, cleared_on=TODAY, cleared_by_id="gd")
    assert open_red_flags((rating("bond"), flagged)) == (flagged,)
    assert open_red_flags((cleared, rating("safety"))) == ()
    assert rated((*card(SECOND)[:6], flagged, *card(SECOND)[7:]), CRITERIA, BANDS).flags == (flagged,)


IMPOSSIBLE: list[tuple[FamilyAssessment, FamilyRating, str]] = [
    (replace(WHOLE, visited_on=date(2026, 11, 23)), rating("bond"), "visited_on"),
    (replace(WHOLE, commune_on=date(2027, 1, 1)), rating("bond"), "commune_on"),
    (replace(WHOLE, household="x" * 20_001), rating("bond"), "household"),
    (WHOLE, rating("bond", 4), "ratings.bond.score"),
    (WHOLE, rating("bond", -1), "ratings.bond.score"),
    (WHOLE, rating("nothing", 1), "ratings.nothing.score"),
    (WHOLE, rating("bond", 0, red_flag=True), "ratings.bond.red_flag"),
    (WHOLE, rating("bond", 1, remark="x" * 20_001), "ratings.bond.remark"),
]


@pytest.mark.parametrize(("assessment", "one", "field"), IMPOSSIBLE)
def test_what_no_saved_sheet_may_hold(assessment: FamilyAssessment, one: FamilyRating, field: str) -> None:
    found = problems_in_assessment(assessment, (one,), CRITERIA, since=SINCE, today=TODAY)
    assert [problem.field for problem in errors(found)] == [field]


def test_a_visit_before_the_path_began_is_only_asked_about() -> None:
    early = replace(WHOLE, visited_on=date(2026, 5, 1))
    (found,) = problems_in_assessment(early, card(FIRST), CRITERIA, since=SINCE, today=TODAY)
    assert (found.field, found.severity) == ("visited_on", "warning")


def before(assessment: FamilyAssessment, ratings: tuple[FamilyRating, ...]) -> list[tuple[str, str]]:
    found = problems_before_completing(assessment, ratings, CRITERIA, since=SINCE, today=TODAY)
    return [(one.field, one.severity) for one in found]


def test_what_lacks_before_the_sheet_is_frozen() -> None:
    assert before(WHOLE, card(SECOND)) == []
    bare = FamilyAssessment(episode_id="stay", reintegration_id="path")
    assert before(bare, card(SECOND)) == [
        ("visited_on", "error"),
        ("visitor_id", "error"),
        ("who_cares", "error"),
        ("commune_opinion", "warning"),
    ]
    assert before(replace(WHOLE, commune_by=""), card(SECOND)) == [("commune_by", "warning")]
    assert before(WHOLE, (*card(SECOND)[:-2], rating("client", None))) == [
        ("ratings.understanding.score", "error"),
        ("ratings.client.score", "error"),
    ]
    unsafe = (*card(SECOND)[:6], rating("safety", 0), *card(SECOND)[7:])
    assert before(WHOLE, unsafe) == [("ratings.safety.red_flag", "error")]
    unsaid = (*card(SECOND)[:6], rating("safety", 0, red_flag=True), *card(SECOND)[7:])
    assert before(WHOLE, unsaid) == [("ratings.safety.remark", "error")]
    said = (*card(SECOND)[:6], rating("safety", 0, red_flag=True, remark="Cháu rể đánh người"), *card(SECOND)[7:])
    assert before(WHOLE, said) == []
