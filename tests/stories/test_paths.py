"""The ways home of the sample book: a child to kin, an old man home and back, a woman to a life of her own; and everybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.figures import TOTAL
from carebook.records.follow_ups import FollowUp, RiskColour, VisitOwner, VisitState
from carebook.records.people import Person
from carebook.records.referrals import ReferralState
from carebook.records.reintegration import Outcome, Reintegration, Stage, StageEntry
from carebook.records.services import DangerLevel, HotlineCall
from carebook.reports import month
from carebook.store.book import Reader
from carebook.store.collaborators import collaborators
from carebook.store.partners import partners
from carebook.store.referrals import referrals
from carebook.store.reintegration import paths
from carebook.stories.clock import Days
from carebook.stories.named.children import WayToKin
from tests.stories.conftest import TODAY

DAYS = Days(TODAY)


def paths_of(reader: Reader, name: str) -> list[Reintegration]:
    """The ways home of somebody, the oldest first."""
    (person,) = reader.records(Person, "full_name = ? AND merged_into IS NULL", (name,))
    mine = "episode_id IN (SELECT id FROM episode WHERE person_id = ?)"
    return reader.records(Reintegration, mine, (person.id,), order="started_on, id")


def stages(reader: Reader, path: Reintegration) -> list[Stage]:
    """The stages a path went through, in order."""
    entries = reader.records(StageEntry, "reintegration_id = ?", (path.id,), order="from_on, id")
    return [entry.stage for entry in entries]


def visits(reader: Reader, path: Reintegration, owner: VisitOwner = VisitOwner.CENTER) -> list[FollowUp]:
    """The visits of an owner in the order of their days."""
    return reader.records(FollowUp, "reintegration_id = ? AND owner = ?", (path.id, owner.value), order="due_on, id")


def points(reader: Reader, path: Reintegration) -> list[int]:
    """What the scorecards of a path came to, the oldest first."""
    found = reader.records(FamilyAssessment, "reintegration_id = ?", (path.id,), order="visited_on")
    ratings = [reader.records(FamilyRating, "family_assessment_id = ?", (one.id,)) for one in found]
    return [sum(rating.score or 0 for rating in of_one) for of_one in ratings]


def test_the_girl_walks_every_stage_to_her_aunt(reader: Reader) -> None:
    (path,) = paths_of(reader, "Từ Thị Suối")
    assert stages(reader, path) == [
        *(Stage.IDENTIFIED, Stage.TRACING, Stage.FAMILY_ASSESSMENT, Stage.PLANNING, Stage.PREPARATION),
        *(Stage.TRIAL_STAY, Stage.DECISION, Stage.HANDOVER, Stage.FOLLOW_UP),
    ]
    assert points(reader, path) == [24, 27]
    assert path.handed_over_on == WayToKin.of(DAYS).handed_over
    first, late, *ahead = visits(reader, path, VisitOwner.COMMUNE)
    assert (first.state, first.risk) == (VisitState.RECEIVED, RiskColour.GREEN)
    assert late.state is VisitState.DUE
    assert late.due_on < TODAY < ahead[0].due_on
    assert {one.state for one in visits(reader, path)} == {VisitState.DONE}


def test_the_old_man_relapses_and_comes_back(reader: Reader) -> None:
    first, second = paths_of(reader, "Hoàng Văn Thạch")
    assert (first.outcome, first.return_cause) == (Outcome.RE_ENTERED, "relapse")
    assert first.ended_on == DAYS.office(215)
    made = [one for one in visits(reader, first) if one.state is VisitState.DONE]
    colours = [one.risk for one in sorted(made, key=lambda one: one.done_on or TODAY)]
    assert colours[-4:] == [RiskColour.YELLOW, RiskColour.YELLOW, RiskColour.YELLOW, RiskColour.RED]
    assert colours[:-4] == [RiskColour.GREEN] * 6
    tightened = [one for one in visits(reader, first) if one.after_id]
    assert tightened
    assert all(one.why for one in tightened)
    assert stages(reader, second)[-1] is Stage.PREPARATION
    assert points(reader, second) == [23]
    flags = (
        "red_flag = 1 AND family_assessment_id IN (SELECT id FROM counted_family_assessment WHERE reintegration_id = ?)"
    )
    (flag,) = reader.records(FamilyRating, flags, (second.id,))
    assert flag.cleared_on == DAYS.office(43)


def test_the_woman_lives_on_her_own_and_is_followed(reader: Reader) -> None:
    (path,) = paths_of(reader, "Chị Hoa Sữa")
    assert path.destination == "independent"
    assert Stage.TRIAL_STAY not in stages(reader, path)
    made = [one for one in visits(reader, path) if one.state is VisitState.DONE]
    assert [one.risk for one in made].count(RiskColour.YELLOW) == 1
    (ahead,) = [
        one for one in visits(reader, path) if one.state is VisitState.DUE and one.due_on < TODAY + timedelta(90)
    ]
    assert abs((ahead.due_on - DAYS.back(-37)).days) <= 3


def test_home_within_days_by_a_short_way(reader: Reader) -> None:
    (path,) = paths_of(reader, "Phan Văn Dặm")
    assert stages(reader, path) == [Stage.IDENTIFIED, Stage.DECISION, Stage.HANDOVER, Stage.CLOSED]
    assert visits(reader, path) == []


def test_nothing_of_ours_is_late_and_the_board_is_alive(reader: Reader) -> None:
    cards = paths(reader, TODAY)
    assert {card.late_days for card in cards} == {0}
    assert {card.stage for card in cards} >= {Stage.TRACING, Stage.PREPARATION, Stage.FOLLOW_UP}


def test_services_stand_around_it(reader: Reader) -> None:
    assert {row.state for row in referrals(reader, TODAY)} >= {
        *(ReferralState.ACCEPTED, ReferralState.CLOSED, ReferralState.SERVED),
    }
    assert len(partners(reader, TODAY)) == 24
    assert len({one.collaborator.commune for one in collaborators(reader, TODAY)}) == 41
    calls = reader.records(HotlineCall)
    assert 70 < len(calls) < 160
    assert {call.danger for call in calls} >= {DangerLevel.LOW, DangerLevel.MEDIUM, DangerLevel.URGENT}
    assert 0.15 < sum(call.anonymous for call in calls) / len(calls) < 0.55


@pytest.mark.parametrize(("ago", "rows"), [(4, ("handed_over.substitute_kin",)), (7, ("re_entered.relapse",))])
def test_the_figures_of_those_months_know_them(reader: Reader, ago: int, rows: tuple[str, ...]) -> None:
    table = month.gather(reader, DAYS.month(ago)).table("B09")
    for row in rows:
        assert table.cell(row, TOTAL) == len(table.people(row, TOTAL)) == 1
