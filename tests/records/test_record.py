"""What every record has, and objects that are filled instead of called."""

from __future__ import annotations

import dataclasses

from carebook.records.record import Record, filled, table_of


@dataclasses.dataclass(frozen=True)
class HealthLine(Record):
    """A record with a field of its own."""

    text: str = ""
    many: tuple[int, ...] = ()


def test_a_table_is_named_after_its_record() -> None:
    assert table_of(HealthLine) == "health_line"


def test_one_that_is_filled_at_once_is_like_any_other() -> None:
    made = filled(HealthLine, {"id": "1"}, text="a", many=(7,))
    called = HealthLine(id="1", text="a", many=(7,))
    assert made == called != HealthLine(id="1", text="b", many=(7,))
    assert (made.version, repr(made), hash(made)) == (0, repr(called), hash(called))
    assert dataclasses.replace(made, version=3).version == 3
    assert dataclasses.asdict(made) == dataclasses.asdict(called)
    assert not made.is_withdrawn
