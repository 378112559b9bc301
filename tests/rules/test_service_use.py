"""B10 and the services of B08, against cases counted by hand; small numbers are not told."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

from carebook.records.figures import TOTAL, Period, Table
from carebook.records.path_history import (
    Activity,
    Call,
    ProtectionUse,
    ReferralUse,
    Relief,
    ServiceHistory,
    ServiceUse,
)
from carebook.records.stay_facts import StayFacts
from carebook.reports.figures import grid_of, notes
from carebook.rules import service_use, social_work
from tests.stay_samples import codes, limits, stay

OCTOBER = Period.whole(date(2026, 10, 1), date(2026, 10, 31))
HISTORY = ServiceHistory(
    services=(ServiceUse("e1", "counselling", 3), ServiceUse("e2", "counselling", 1), ServiceUse("e2", "advice", 2)),
    calls=(
        Call(date(2026, 10, 1), "violence", "urgent", ("physical",)),
        *(Call(date(2026, 10, 2), "autism", "low") for _n in range(5)),
    ),
    referrals=(
        ReferralUse("e1", incoming=False, begun=True, served=True, partner="Trung tâm trợ giúp pháp lý"),
        ReferralUse("e2", incoming=True, begun=True, served=False, partner="Trạm y tế"),
    ),
    activities=(Activity("Phòng chống đuối nước", date(2026, 10, 9), 60, 45, 20),),
    relief=(Relief("Bão số 10", 12, 36_000_000),),
    protection=(ProtectionUse("e1", date(2026, 10, 1), ("physical", "economic")),),
    confidential=frozenset({"e1"}),
)


def people() -> list[StayFacts]:
    return [
        stay(1, sex="female", route="emergency", start_on=date(2026, 6, 30), end_on=None),
        stay(2, sex="male", placement="community"),
        stay(3, sex="male", route="emergency", start_on=date(2026, 10, 30), end_on=date(2026, 10, 31)),
    ]


def b10(**more: Any) -> Table:
    return replace(service_use.table(people(), HISTORY, OCTOBER, codes(), limits()), **more)


def test_services_are_counted_by_times_and_people() -> None:
    made = social_work.table(people(), {}, OCTOBER, codes(), limits(), services=HISTORY)

    def row(code: str) -> list[int | None]:
        return [made.cell(code, column.code) for column in made.columns]

    assert row("service.counselling") == [4, 2, 1, 1, 1, 1]
    assert row("service.advice") == [2, 1, 1, 0, 0, 1]
    assert made.cell("service", TOTAL) == 6
    assert [made.cell(code, TOTAL) for code in ("referral_sent", "referral_received", "referral_served")] == [1, 1, 1]
    assert made.cell("community_activity", TOTAL) == 1
    assert row("community_turns") == [60, 45, 25, 20, 0, 60]
    assert [made.cell("relief_people", TOTAL), made.cell("relief_amount", TOTAL)] == [12, 36_000_000]
    assert {line.name for line in made.people("community_turns", TOTAL)} == {"Phòng chống đuối nước"}


def test_who_works_in_the_unit_sees_every_number() -> None:
    made = b10(hidden_below=0)
    told = {row.code: made.cell(row.code, TOTAL) for row in made.rows}
    assert told == {
        "call": 6,
        "call_urgent": 1,
        "call.violence": 1,
        "call.autism": 5,
        "new_case": 1,
        "violence.physical": 1,
        "violence.economic": 1,
        "shelter_people": 2,
        "shelter_days": 31 + 1,
        "restricted_services": 3,
        "over_limit": 1,
    }
    assert [line.person_id for line in made.people("new_case", TOTAL)] == [people()[0].person_id]


def test_small_numbers_are_told_nobody_else() -> None:
    made = b10()
    assert made.hidden_below == 5
    assert made.people("new_case", TOTAL) == ()
    printed = {row.values[0]: row.values[1] for row in grid_of(made).rows}
    assert printed["Ca bạo lực mới"] == "< 5"
    assert printed["Cuộc gọi đường dây nóng"] == 6
    bare = {row["code"]: row["values"][0] for row in made.figures()["rows"]}
    assert (bare["new_case"], bare["call"], bare["over_limit"]) == (None, 6, None)
    assert bare["call.autism"] is None  # 6 calls but 5 would be the one about violence
    autism = made.row("call.autism").label
    assert (printed[autism], made.people("call.autism", TOTAL)) == ("×", ())
    assert "Dấu “×”: không ghi, vì từ số này tính ra được một số nhỏ hơn 5." in notes(made)
    kept = json.loads(json.dumps(made.to_json()))
    assert Table.from_json(kept) == made
