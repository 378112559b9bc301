"""What stands against an update: the kind of PC, the version, the age of the book."""

from __future__ import annotations

from dataclasses import replace

import pytest

from carebook.rules.updates import Update, numbers, stands_against

UPDATE = Update("1.10.0", "windows", "CareBook-1.10.0-setup.exe", 1, "", 5)


@pytest.mark.parametrize(
    ("given", "begins"),
    [
        ({"ours": "1.9.0", "pc": "windows"}, None),
        ({"ours": "1.9.9", "pc": "windows", "schema": 5}, None),
        ({"ours": "1.10.0", "pc": "windows"}, "CareBook {ours} is already"),
        ({"ours": "1.11.0", "pc": "windows"}, "CareBook {ours} is newer"),
        ({"ours": "2.0.0", "pc": "windows"}, "CareBook {ours} is newer"),
        ({"ours": "1.9.0", "pc": "debian"}, "This update is for"),
        ({"ours": "1.9.0", "pc": ""}, "This CareBook runs from its source"),
        ({"ours": "1.9.0", "pc": "windows", "schema": 4}, "CareBook {theirs} cannot read"),
    ],
)
def test_what_stands_against_an_update(given: dict[str, object], begins: str | None) -> None:
    why = stands_against(UPDATE, **given)  # type: ignore[arg-type]
    assert (why is None) == (begins is None)
    assert why is None or why.id.startswith(begins or "")


def test_versions_compare_as_numbers() -> None:
    assert numbers("1.10.0") > numbers("1.9.12")
    with pytest.raises(ValueError):
        numbers("1.0-beta")
    assert stands_against(replace(UPDATE, pc="other"), ours="1.0.0", pc="debian") is not None
