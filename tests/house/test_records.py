"""Every record: declared in full, labelled in both languages, and the same after a trip through its row."""

from __future__ import annotations

import dataclasses
import typing
import unicodedata
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.records.declaration import Field, Kind, fields
from carebook.records.record import Record, table_of
from carebook.store.rows import from_row, to_row
from tests.every_record import every_record
from tests.house import tree

RECORDS = every_record()
of_every_record = pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)

_days = st.dates(date(1000, 1, 1), date(2999, 12, 31))
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20).map(lambda t: unicodedata.normalize("NFC", t))


def _partial(day: date, length: int, estimated: bool) -> PartialDate:
    return PartialDate(day.isoformat()[:length], estimated and length > 0)


def _moment(moment: datetime) -> datetime:
    """Kept to the millisecond."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


_VALUES: dict[Any, st.SearchStrategy[Any]] = {
    str: _texts,
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    date: _days,
    datetime: st.datetimes(datetime(1000, 1, 2), datetime(2999, 12, 30), timezones=st.just(UTC)).map(_moment),
    time: st.times().map(lambda at: at.replace(second=0, microsecond=0)),
    PartialDate: st.builds(_partial, _days, st.sampled_from([0, 4, 7, 10]), st.booleans()),
}


def _values(field: Field) -> st.SearchStrategy[Any]:
    """What a field may hold, by its declared type."""
    if typing.get_origin(field.type) is tuple:
        found: st.SearchStrategy[Any] = st.lists(_texts, max_size=3).map(tuple)
    elif issubclass(field.type, Enum):
        found = st.sampled_from(field.type)
    else:
        found = _VALUES[field.type]
    return st.none() | found if field.optional else found


@cache
def _any(kind: type[Record]) -> st.SearchStrategy[Record]:
    return st.builds(kind, **{field.name: _values(field) for field in fields(kind)})


def test_there_are_records() -> None:
    assert {"Person", "Episode", "Facility", "StaffMember"} <= {kind.__name__ for kind in RECORDS}


@of_every_record
def test_a_record_is_frozen_and_says_what_it_is(kind: type[Record]) -> None:
    assert dataclasses.is_dataclass(kind)
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert kind.__doc__
    assert not kind.__doc__.startswith(kind.__name__ + "("), "the docstring is the one dataclass makes"


@of_every_record
def test_every_field_is_declared(kind: type[Record]) -> None:
    declared = fields(kind)
    assert [field.name for field in declared] == [field.name for field in dataclasses.fields(kind)]
    assert all(field.fact.label for field in declared)


@of_every_record
def test_a_coded_field_names_its_list(kind: type[Record]) -> None:
    for field in fields(kind):
        if field.fact.kind in (Kind.CODE, Kind.CODES):
            assert field.fact.codes or field.fact.choices, field.name


@pytest.fixture(scope="module")
def catalogue() -> dict[tuple[str, str], str]:
    """Context and English → Vietnamese."""
    words = tree.load("words.py")
    return {words.key(e): words.vietnamese(e) for e in words.entries(words.read(words.PO.read_text("utf-8")))}


@of_every_record
def test_every_label_and_hint_is_said_in_vietnamese(kind: type[Record], catalogue: dict[tuple[str, str], str]) -> None:
    facts = [field.fact for field in fields(kind)]
    said = [(fact.context, fact.label) for fact in facts] + [("", fact.hint) for fact in facts if fact.hint]
    assert not [english for context, english in said if not catalogue.get((context, english))]


@of_every_record
def test_a_default_passes_for_a_value_of_its_field(kind: type[Record]) -> None:
    for field in fields(kind):
        if field.default is dataclasses.MISSING:
            continue
        if field.default is None:
            assert field.optional, field.name
        else:
            assert isinstance(field.default, typing.get_origin(field.type) or field.type), field.name


@of_every_record
@settings(max_examples=10, deadline=None, database=None)
@given(data=st.data())
def test_a_record_is_the_same_after_a_trip_through_its_row(kind: type[Record], data: st.DataObject) -> None:
    assert not hasattr(kind, "__post_init__"), "a record is made from its row without being called"
    record = data.draw(_any(kind))
    row = to_row(record)
    assert all(value is None or isinstance(value, str | int | float | bytes) for value in row.values())
    assert from_row(kind, row) == record


def test_no_two_records_share_a_table() -> None:
    tables = [table_of(kind) for kind in RECORDS]
    assert len(tables) == len(set(tables))
