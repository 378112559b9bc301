"""The history of what was measured: with its values, who measured it, and old → new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from carebook import words as speech
from carebook.rules.history import Change, tell

TODAY = date(2026, 11, 22)
AT = datetime(2026, 10, 12, 0, 40, tzinfo=UTC)
NURSE = "Doãn Thị Cẩm Tú"
WORDS = {
    ("measure", "blood_pressure"): "Huyết áp",
    ("measure", "weight"): "Cân nặng",
    ("measure", "consciousness"): "Tri giác",
    ("measure_unit", "blood_pressure"): "mmHg",
    ("measure_unit", "weight"): "kg",
    ("measure_word", "voice"): "Đáp ứng lời gọi (V)",
    ("not_done_reason", "refused"): "Từ chối",
    ("link", "carer"): "Phí Thị Hoa Ban",
    ("link", "nurse"): NURSE,
    ("link", "weighed"): "weight",
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speech.speaking("en"):
        yield


def told(*lines: tuple[str, str, dict[str, Any]], reason: str = "") -> str:
    changes = [
        Change("1", AT, NURSE, deed, reason, "observation", kind, changed, row_id="weighed")
        for deed, kind, changed in lines
    ]
    (one,) = tell(reversed(changes), lambda name, code: WORDS.get((name, code), ""), TODAY)
    return one.text.removeprefix(f"12/10 07:40 {NURSE} ")


def new(**values: Any) -> tuple[str, str, dict[str, Any]]:
    return "record_observations", "I", {name: (None, value) for name, value in values.items()}


@pytest.mark.parametrize(
    ("lines", "reason", "expected"),
    [
        (
            [new(measure="blood_pressure", value=150.0, value_second=90.0, done_by_id="carer")],
            "",
            "writes huyết áp 150/90 mmHg, done by: Phí Thị Hoa Ban",
        ),
        (
            [
                new(measure="weight", value=41.5, done_by_id="nurse"),
                new(measure="consciousness", word="voice", done_by_id="nurse"),
                new(measure="blood_pressure", not_done="refused", done_by_id="nurse"),
            ],
            "",
            "writes cân nặng 41,5 kg, tri giác Đáp ứng lời gọi (V), huyết áp not measured (từ chối)",
        ),
        (
            [("amend_observation", "U", {"value": (41.0, 43.0)})],
            "cân lại",
            "edits cân nặng 41 → 43 kg, reason: cân lại",
        ),
        (
            [("strike_observation", "U", {"withdrawn_at": (None, "2026-10-12T00:40:00.000Z")})],
            "",
            "strikes through: cân nặng",
        ),
        ([new(measure="weight", value=41.0, done_by_id="nurse")] * 10, "", "writes 10 rows: measure"),
    ],
)
def test_what_was_measured_is_told_with_its_values(
    lines: list[tuple[str, str, dict[str, Any]]], reason: str, expected: str
) -> None:
    assert told(*lines, reason=reason) == expected


def test_another_field_is_told_as_fields_are() -> None:
    assert "note" in told(("amend_observation", "U", {"note": ("", "sau khi đi bộ")}))
