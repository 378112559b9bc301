"""Scores: the sums and bands of known sheets, every edge of every band, alerts, part-filled sheets, goals, what changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carebook.records.instrument_files import TOTAL, AnswerKind, Band, Instrument, Item, Method
from carebook.rules.instruments import (
    Score,
    band_change,
    band_of,
    change_counts,
    next_due,
    problems_in_answers,
    problems_in_completed,
    score_of,
)
from carebook.rules.instruments.checks import fault_of
from tests.instrument_samples import FILES, instrument, sheet


def scored(name: str, values: str, **about: Any) -> Score:
    return score_of(instrument(name), sheet(values), **about)


def paper(name: str, total: float) -> Score:
    """A score read from a paper form."""
    return score_of(instrument(name), {TOTAL: total})


@pytest.mark.parametrize(
    ("name", "values", "total", "band"),
    [
        ("barthel", "10,5,5,10,10,10,10,15,10,5", 90, "moderate"),
        ("barthel", "5,0,0,5,10,5,0,5,0,0", 30, "severe"),
        ("barthel", "5,0,5,5,10,5,5,10,10,0", 55, "severe"),
        ("barthel", "10,5,5,10,10,10,10,15,15,10", 100, "independent"),
        ("barthel", "10,0,5,10,10,5,10,15,15,5", 85, "moderate"),
        ("barthel", "10,0,0,5,10,5,5,15,15,5", 70, "moderate"),
        ("barthel", "10,5,0,10,10,10,10,15,15,10", 95, "mild"),
        ("barthel", "5,0,0,0,5,0,0,0,0,0", 10, "total"),
        ("barthel", "10,0,0,5,5,5,5,10,5,0", 45, "severe"),
        ("barthel", "5,0,0,0,5,5,0,5,0,0", 20, "total"),
        ("fall_checklist", "0,1,1,0,0,0,1,1,0,0", 4, "high"),
        ("fall_checklist", "1,1,1,0,0,0,1,1,1,0", 6, "high"),
        ("ulcer_checklist", "1,1,1,1,1,1,1,0", 7, "some"),
        ("amt10", "1,1,0,1,1,1,1,1,0,0", 7, "suspected"),
        ("amt10", "1,1,0,1,1,1,1,0,0,0", 6, "suspected"),
        ("amt10", "1,0,0,1,1,1,1,0,0,0", 5, "suspected"),
        ("iadl8", "1,0,0,1,0,1,1,1", 5, None),
        ("who5", "2,3,2,3,2", 48, "low"),
        ("who5", "3,4,3,3,4", 68, "fair"),
        ("who5", "2,3,2,2,2", 44, "low"),
        ("who5", "3,3,3,2,3", 56, "fair"),
        ("who5", "1,2,1,2,1", 28, "very_low"),
        ("who5", "3,3,2,3,2", 52, "fair"),
        ("who5", "3,4,3,3,3", 64, "fair"),
        ("phq9", "2,3,3,2,1,2,2,1,1", 17, "moderately_severe"),
        ("phq9", "2,2,1,2,1,1,1,1,0", 11, "moderate"),
        ("phq9", "1,1,1,1,0,1,1,0,0", 6, "mild"),
        ("gad7", "2,2,3,2,1,1,3", 14, "moderate"),
        ("gad7", "1,1,1,1,0,1,1", 6, "mild"),
        ("wg_ss", "1,4,1,1,1,3", 2, "disability"),
        ("wg_ss", "2,2,1,1,1,2", 0, "no_disability"),
        ("tug", "38", 38, "at_risk"),
        ("tug", "31", 31, "at_risk"),
        ("tug", "11.8,12", 11.9, "usual"),
        ("tug", "11.9,12", 12, "at_risk"),
        ("balance4", "10,10,9.9,0", 2, "at_risk"),
        ("balance4", "10,10,10,4", 3, "usual"),
        ("pain_nrs", "4", 4, "moderate"),
        ("pain_nrs", "2", 2, "mild"),
    ],
)
def test_known_sheets(name: str, values: str, total: float, band: str | None) -> None:
    score = scored(name, values)
    assert score.complete
    assert (score.total, score.band.code if score.band else None) == (total, band)


def test_the_good_answer_of_the_gds_may_be_no() -> None:
    said = "CCKCCKKCCKCCKKK"
    gds = instrument("gds15")
    values = {
        item.code: next(choice.value for choice in item.choices if choice.key == answer.casefold())
        for item, answer in zip(gds.items, said, strict=True)
    }
    score = score_of(gds, values)
    assert score.total == 7
    assert score.band is not None
    assert score.band.words == "nhẹ"
    assert {choice.words for item in gds.items for choice in item.choices} == {"Có", "Không"}


@pytest.mark.parametrize(
    ("name", "total", "band"),
    [("m_chat_r", 9, "high"), ("cars2", 36.5, "moderate"), ("cars2", 33, "moderate"), ("braden", 9, "very_high")],
)
def test_scores_from_paper(name: str, total: float, band: str) -> None:
    found = paper(name, total).band
    assert found is not None
    assert found.code == band


def test_a_follow_up_interview_has_a_result_of_its_own() -> None:
    score = score_of(instrument("m_chat_r"), {TOTAL: 9, "follow_up": 5, "age_months": 26})
    (follow_up,) = score.subscores
    assert follow_up.band is not None
    assert (follow_up.total, follow_up.band.code) == (5, "positive")
    (without,) = paper("m_chat_r", 9).subscores
    assert (without.total, without.band, without.complete) == (None, None, False)


def test_parts_without_a_total() -> None:
    score = score_of(instrument("dass21"), {"depression": 14, "anxiety": 6, "stress": 34})
    assert (score.total, score.band, score.complete) == (None, None, True)
    assert [part.band.code for part in score.subscores if part.band] == ["moderate", "normal", "extreme"]


# Every edge of every band


def edges() -> list[Any]:
    """Every band of every file, of its norms and of its parts; each with its neighbours and how to ask for it."""
    found = []
    for name in FILES:
        file = instrument(name)
        for band in file.bands:
            found.append(pytest.param(file, file.bands, band, partial(band_of, file), id=f"{name}-{band.code}"))
        for norm in file.norms:
            ask = partial(band_of, file, age_years=norm.age_from, sex=norm.sex)
            for band in norm.bands:
                named = f"{name}-{norm.sex}-{norm.age_from}-{band.code}"
                found.append(pytest.param(file, norm.bands, band, ask, id=named))
    return found


@pytest.mark.parametrize(("file", "bands", "band", "ask"), edges())
def test_a_band_holds_at_its_edges_and_not_beyond(
    file: Instrument, bands: tuple[Band, ...], band: Band, ask: Callable[[float], Band | None]
) -> None:
    """At its lowest and highest total, and one grain beyond either end."""
    grain = 10**-file.scoring.decimals
    assert ask(band.low) == band
    assert ask(band.high) == band
    below, above = round(band.low - grain, 6), round(band.high + grain, 6)
    place = bands.index(band)
    assert ask(below) == (bands[place - 1] if place else None)
    assert ask(above) == (bands[place + 1] if place + 1 < len(bands) else None)


def part_edges() -> list[Any]:
    """Every band of every part of which only the score is entered."""
    return [
        pytest.param(name, part.items[0], part.code, band, id=f"{name}-{part.code}-{band.code}")
        for name in FILES
        for part in instrument(name).subscales
        if len(part.items) == 1
        for band in part.bands
    ]


@pytest.mark.parametrize(("name", "item", "part", "band"), part_edges())
def test_a_band_of_a_part_holds_at_its_edges(name: str, item: str, part: str, band: Band) -> None:
    file = instrument(name)
    asked = next(one for one in file.items if one.code == item)
    for value in (band.low, band.high):
        if fault_of(asked, value) is None:
            score = score_of(file, {item: value})
            assert [one.band for one in score.subscores if one.subscale.code == part] == [band]


@pytest.mark.parametrize("name", FILES)
def test_bands_are_ranked_from_the_best(name: str) -> None:
    file = instrument(name)
    for bands in (file.bands, *(norm.bands for norm in file.norms), *(part.bands for part in file.subscales)):
        ranks = [band.worse for band in bands]
        assert sorted(ranks) == list(range(len(ranks)))
        assert ranks in (sorted(ranks), sorted(ranks, reverse=True))
        order = ["ok", "info", "warn", "danger"]
        loud = [order.index(band.tone.value) for band in sorted(bands, key=lambda band: band.worse)]
        assert loud == sorted(loud), "a worse band never speaks more softly"


# CDC STEADI, 30-Second Chair Stand: below average when fewer than
CDC = [
    *(("male", age, least) for age, least in ((60, 14), (65, 12), (70, 12), (75, 11), (80, 10), (85, 8), (90, 7))),
    *(("female", age, least) for age, least in ((60, 12), (65, 11), (70, 10), (75, 10), (80, 9), (85, 8), (90, 4))),
]


@pytest.mark.parametrize(("sex", "age", "least"), CDC)
def test_chair_stands_are_judged_by_age_and_sex(sex: str, age: int, least: int) -> None:
    for years in (age, age + 4):
        for stands, code in ((0, "below_average"), (least - 1, "below_average"), (least, "average"), (60, "average")):
            band = scored("chair_stand", str(stands), age_years=years, sex=sex).band
            assert band is not None
            assert band.code == code


@pytest.mark.parametrize(
    "about",
    [
        {},
        {"age_years": 80},
        {"sex": "male"},
        {"age_years": 59, "sex": "male"},
        {"age_years": 95, "sex": "female"},
        {"age_years": 80, "sex": "other"},
    ],
)
def test_without_a_norm_there_is_no_band(about: dict[str, Any]) -> None:
    score = scored("chair_stand", "8", **about)
    assert (score.total, score.band, score.complete) == (8, None, True)


# Any answers


def answers_to(item: Item) -> st.SearchStrategy[float | str]:
    """The possible answers of one item."""
    if item.kind is AnswerKind.TEXT:
        return st.text(min_size=1, max_size=5).map(lambda words: f"a{words}")
    if item.kind is not AnswerKind.NUMBER:
        return st.sampled_from([choice.value for choice in item.choices])
    assert item.low is not None
    assert item.high is not None
    low, grain = item.low, item.step or 10**-item.decimals
    count = round((item.high - low) / grain)
    return st.integers(0, count).map(lambda grains: round(low + grains * grain, 6))


def full_sheets(file: Instrument) -> st.SearchStrategy[dict[str, float | str]]:
    """Every item that must be answered, and some of the others."""
    if file.scoring.method is Method.GOALS:
        return st.dictionaries(st.sampled_from("abcdefgh"), answers_to(file.items[0]), min_size=1)
    needed = {item.code: answers_to(item) for item in file.items if not item.optional}
    return st.fixed_dictionaries(needed, optional={i.code: answers_to(i) for i in file.items if i.optional})


full = st.sampled_from(FILES).flatmap(lambda name: st.tuples(st.just(instrument(name)), full_sheets(instrument(name))))


@settings(suppress_health_check=[HealthCheck.too_slow])  # the first draw reads the files of the scales
@given(full)
def test_a_full_sheet_has_a_total_in_range_and_one_band(drawn: tuple[Instrument, dict[str, float | str]]) -> None:
    file, answers = drawn
    assert not [problem for problem in problems_in_completed(file, answers) if problem.severity == "error"]
    score = score_of(file, answers, age_years=72, sex="female")
    assert score.complete
    assert score.answered == score.of
    if file.scoring.method is Method.NONE:
        assert score.total is None
        return
    assert file.scoring.low is not None
    assert file.scoring.high is not None
    assert score.total is not None
    assert file.scoring.low <= score.total <= file.scoring.high
    if file.bands:
        assert [band for band in file.bands if band.low <= score.total <= band.high] == [score.band]
    else:
        assert (score.band is None) == (not file.norms)


@given(full, st.data())
def test_a_part_filled_sheet_never_has_a_band(
    drawn: tuple[Instrument, dict[str, float | str]], data: st.DataObject
) -> None:
    file, answers = drawn
    goals = file.scoring.method is Method.GOALS
    needed = list(answers) if goals else [i.code for i in file.items if i.counted and not i.optional]
    gone = data.draw(st.sets(st.sampled_from(sorted(needed)), min_size=1))
    part = {code: None if code in gone else answer for code, answer in answers.items()}
    score = score_of(file, part, age_years=72, sex="female")
    assert not score.complete
    assert score.band is None
    assert score.answered == score.of - len(gone)
    missing = {problem.field for problem in problems_in_completed(file, part) if problem.severity == "error"}
    assert missing == gone
    assert not [problem for problem in problems_in_answers(file, part) if problem.severity == "error"]


def test_the_running_total_is_the_sum_so_far() -> None:
    assert scored("barthel", "10,5,5") == Score(20, None, 3, 10, False, (), ())
    assert scored("who5", "2,3").total == 20
    assert score_of(instrument("barthel"), {}) == Score(None, None, 0, 10, False, (), ())
    assert score_of(instrument("barthel"), {"1": None, "2": 7, "3": "five", "99": 5}).answered == 0


def test_what_is_not_counted_adds_nothing() -> None:
    with_ten = scored("phq9", "1,1,1,1,0,1,1,0,0,3")
    assert (with_ten.total, with_ten.answered, with_ten.of) == (6, 9, 9)


# Alerts


def test_thoughts_of_death_are_told_at_once_whatever_the_total() -> None:
    (alert,) = score_of(instrument("phq9"), {"9": 1}).alerts
    assert alert.urgent
    assert alert.words.startswith("Câu 9: ")
    assert [scored("phq9", f"0,0,0,0,0,0,0,0,{answer}").alerts for answer in (1, 2, 3)] == [(alert,)] * 3
    assert scored("phq9", "3,3,3,3,3,3,3,3,0").alerts == ()


@pytest.mark.parametrize(
    ("name", "answers", "alerts"),
    [
        ("wg_ss", {"4": 2}, 0),
        ("wg_ss", {"4": 3}, 1),
        ("wg_ss", {"1": 4, "2": 3}, 1),
        ("ulcer_checklist", {"7": 1, "8": 1}, 2),
        ("ulcer_checklist", {"7": 0, "8": 0}, 0),
        ("news2", {TOTAL: 3, "single_three": 1}, 1),
        ("news2", {TOTAL: 3, "single_three": 0}, 0),
    ],
)
def test_alerts(name: str, answers: Mapping[str, float], alerts: int) -> None:
    assert len(score_of(instrument(name), answers).alerts) == alerts


# Over time


@pytest.mark.parametrize(
    ("name", "before", "now", "worse"),
    [
        ("barthel", "10,5,5,10,10,10,10,15,10,5", "5,0,0,5,10,5,0,5,0,0", 1),
        ("barthel", "5,0,0,5,10,5,0,5,0,0", "10,5,5,10,10,10,10,15,15,10", -3),
        ("barthel", "5,0,0,5,10,5,0,5,0,0", "5,0,5,5,10,5,5,10,10,0", 0),
        ("phq9", "1,1,1,1,0,1,1,0,0", "2,3,3,2,1,2,2,1,1", 2),
        ("phq9", "1,1,1,1,0,1,1,0,0", "2,3,3", 0),
    ],
)
def test_by_how_many_bands_it_became_worse(name: str, before: str, now: str, worse: int) -> None:
    assert band_change(instrument(name), scored(name, before), scored(name, now)) == worse


def test_norms_change_bands_too() -> None:
    before = scored("chair_stand", "12", age_years=72, sex="female")
    now = scored("chair_stand", "8", age_years=76, sex="female")
    assert band_change(instrument("chair_stand"), before, now) == 1


def test_bands_of_another_instrument_are_not_compared() -> None:
    assert (
        band_change(instrument("who5"), scored("barthel", "10,5,5,10,10,10,10,15,10,5"), scored("who5", "1,1,1,1,1"))
        == 0
    )


@pytest.mark.parametrize(
    ("name", "before", "now", "counts"),
    [
        ("who5", "2,3,2,3,2", "3,4,3,3,4", True),
        ("who5", "2,3,2,2,2", "2,3,2,3,2", False),
        ("who5", "3,3,3,3,3", "2,3,3,2,2", True),
        ("who5", "2,3,2,3,2", "3,4,3", False),
        ("barthel", "10,5,5,10,10,10,10,15,10,5", "5,0,0,5,10,5,0,5,0,0", False),
    ],
)
def test_a_change_that_means_something(name: str, before: str, now: str, counts: bool) -> None:
    assert change_counts(instrument(name), scored(name, before), scored(name, now)) is counts


@pytest.mark.parametrize(
    ("name", "scored_on", "due"),
    [
        ("barthel", date(2026, 9, 25), date(2026, 12, 25)),
        ("barthel", date(2026, 11, 30), date(2027, 2, 28)),
        ("gds15", date(2026, 8, 31), date(2027, 2, 28)),
        ("gas", date(2026, 1, 31), date(2026, 2, 28)),
        ("m_chat_r", date(2026, 1, 31), None),
    ],
)
def test_when_the_next_is_due(name: str, scored_on: date, due: date | None) -> None:
    assert next_due(instrument(name), scored_on) == due
