"""What travels says whose it is, is never read wrongly, and tells of people no more than may go."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.records.periods import ReportKind
from carebook.records.stay_facts import CategorySince, StayFacts
from carebook.rules import parcels
from carebook.rules.parcels import Answer, Basis, NewerParcel, NotAParcel, PersonRow, Resident, row_of

EVERYTHING = frozenset(parcels.FACTS)
CUTOFF = date(2026, 10, 31)


def report(**given: Any) -> dict[str, Any]:
    """The signed data of a report with one table."""
    return {
        "schema": "carebook-report-1",
        "report": {
            "kind": "monthly",
            "version": 2,
            "facility": {"name": "Trung tâm A", "symbol": "TTBTXH", "id": "0190", "root": "ab" * 32},
            "period": {"words": "tháng 10 năm 2026", "first_on": "2026-10-01", "last_on": "2026-10-31"},
            "cutoff_on": "2026-10-25",
        },
        "tables": {
            "B01": {
                "columns": ["opening", "closing", "share"],
                "rows": [{"code": "total", "values": [7, None, 12.5]}],
            }
        },
        "figures_sha256": "ff" * 32,
        "number": "128",
        "dated_on": "2026-11-04",
    } | given


def about(**given: Any) -> dict[str, Any]:
    """The signed data of a report whose head says something else."""
    whole = report()
    return whole | {"report": whole["report"] | given}


def test_a_report_says_whose_it_is_and_holds_its_numbers() -> None:
    parcel = parcels.parcel_of(report())
    assert (parcel.facility_id, parcel.root, parcel.symbol) == ("0190", "ab" * 32, "TTBTXH")
    assert (parcel.kind, parcel.period, parcel.version) == (ReportKind.MONTHLY, "2026-10", 2)
    assert (parcel.number, parcel.dated_on, parcel.cutoff_on) == ("128", date(2026, 11, 4), date(2026, 10, 25))
    (table,) = parcel.tables
    assert (table.code, table.columns) == ("B01", ("opening", "closing", "share"))
    assert table.rows == (("total", (7, None, None)),)
    assert parcel.data_hash == "ff" * 32


def test_reports_closed_before_ids_were_written_down_are_read() -> None:
    parcel = parcels.parcel_of(about(facility={"name": "Trung tâm A", "symbol": "TTBTXH"}))
    assert (parcel.facility_id, parcel.root) == ("", "")


@pytest.mark.parametrize(
    ("kind", "first", "last", "key"),
    [
        ("monthly", "2026-09-16", "2026-10-15", "2026-10"),
        ("quarterly", "2026-10-01", "2026-12-31", "2026-Q4"),
        ("half_yearly", "2026-07-01", "2026-12-31", "2026-H2"),
        ("yearly", "2026-01-01", "2026-12-31", "2026"),
        ("on_demand", "2026-10-01", "2026-10-20", "2026-10-01_2026-10-20"),
    ],
)
def test_the_key_of_every_kind(kind: str, first: str, last: str, key: str) -> None:
    period = {"words": "", "first_on": first, "last_on": last}
    assert parcels.parcel_of(about(kind=kind, period=period)).period == key


@pytest.mark.parametrize(
    "bad",
    [
        {},
        report(schema="carebook-data-1"),
        report(schema="carebook-report-0"),
        report(schema="carebook-report-x"),
        report(schema=1),
        report(tables=None),
        report(figures_sha256=None),
        report(dated_on="4/11/2026"),
        about(version=True),
        about(version=0),
        about(kind="weekly"),
        about(period={"first_on": "2026-10-31", "last_on": "2026-10-01"}),
        about(facility=[]),
        report(tables={"B01": {"columns": ["a"], "rows": [{"code": "total", "values": [1, 2]}]}}),
        report(tables={"B01": {"columns": ["a"], "rows": [{"code": "total", "values": ["1"]}]}}),
        report(tables={"B01": {"columns": ["a"], "rows": [{"code": "total", "values": [True]}]}}),
        report(tables={"B01": {"columns": ["a", "a"], "rows": [{"code": "total", "values": [1, 1]}]}}),
        report(tables={"B01": {"columns": ["a"], "rows": [{"code": "x", "values": [1]}] * 2}}),
    ],
)
def test_what_is_no_report_is_never_read_as_one(bad: dict[str, Any]) -> None:
    with pytest.raises(NotAParcel):
        parcels.parcel_of(bad)


@pytest.mark.parametrize("read", [parcels.parcel_of, parcels.data_package_of, parcels.answer_of])
def test_a_newer_shape_is_told_from_a_wrong_one(read: Any) -> None:
    said = {parcels.parcel_of: "report", parcels.data_package_of: "data", parcels.answer_of: "receipt"}[read]
    with pytest.raises(NewerParcel) as newer:
        read({"schema": f"carebook-{said}-2"})
    with pytest.raises(NotAParcel) as wrong:
        read({"schema": f"carebook-{said}-1"})
    assert "newer version" in newer.value.message.id
    assert "newer version" not in wrong.value.message.id


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(sorted(report())), json_values)
def test_whatever_stands_in_signed_data_only_one_error_comes_out(key: str, value: Any) -> None:
    with suppress(NotAParcel):
        assert parcels.parcel_of(report(**{key: value})).period == "2026-10"


# data packages

people = st.builds(
    PersonRow,
    code=st.text(max_size=6),
    full_name=st.text(max_size=6),
    born=st.sampled_from(["", "1950", "1950-03~"]),
    sex=st.sampled_from(["", "male", "female"]),
    since_on=st.none() | st.dates(),
    until_on=st.none() | st.dates(),
    alias=st.booleans(),
)


@given(st.lists(people, max_size=4))
def test_the_rows_of_a_package_come_back_as_they_went(rows: list[PersonRow]) -> None:
    said = parcels.data_of(rows, report()["report"], "ff" * 32, "Sở Y tế")
    package = parcels.data_package_of(json.loads(json.dumps(said)))
    assert package.people == tuple(rows)
    assert (package.receiver, package.facility_id, package.root) == ("Sở Y tế", "0190", "ab" * 32)
    assert (package.period, package.version, package.data_hash) == ("2026-10", 2, "ff" * 32)


def resident(*, national_id: str = "022045999101", agreed: bool = False, **stay: Any) -> Resident:
    facts = {
        "person_id": "p",
        "episode_id": "e",
        "code": "CB-000001",
        "name": "Trần Thị An",
        "start_on": date(2026, 1, 5),
        "sex": "female",
        "born": PartialDate("1945"),
        "categories": (CategorySince(date(2026, 1, 5), "old"), CategorySince(date(2026, 11, 2), "new")),
        "end_on": date(2026, 11, 3),
    }
    return Resident(StayFacts(**facts | stay), national_id, agreed)


def test_the_chosen_facts_as_they_stood_at_the_cut_off() -> None:
    assert row_of(resident(), EVERYTHING, Basis.LAW, CUTOFF) == PersonRow(
        code="CB-000001",
        full_name="Trần Thị An",
        born="1945",
        sex="female",
        national_id="022045999101",
        category="old",
        since_on=date(2026, 1, 5),
        until_on=None,
    )
    left = row_of(resident(), EVERYTHING, Basis.LAW, date(2026, 11, 30))
    assert (left.category, left.until_on) == ("new", date(2026, 11, 3))


def test_only_what_was_chosen_goes() -> None:
    bare = row_of(resident(), frozenset(), Basis.LAW, CUTOFF)
    assert bare == PersonRow(code="CB-000001", full_name="CB-000001", alias=True)


@pytest.mark.parametrize(
    ("basis", "agreed", "masked", "named"),
    [
        (Basis.LAW, False, False, "Trần Thị An"),
        (Basis.LAW, False, True, None),
        (Basis.CONSENT, True, False, "Trần Thị An"),
        (Basis.CONSENT, False, False, "CB-000001"),
        (Basis.CONSENT, True, True, None),
    ],
)
def test_who_may_not_be_named_goes_without_name_birth_and_number(
    basis: Basis, agreed: bool, masked: bool, named: str | None
) -> None:
    one = resident(agreed=agreed, masked=masked)
    one = replace(one, stay=replace(one.stay, name="Hoa Mười")) if masked else one
    row = row_of(one, EVERYTHING, basis, CUTOFF)
    assert row.full_name == (named or "Hoa Mười")
    kept_back = named != "Trần Thị An"
    assert row.alias is kept_back
    assert bool(row.born) is bool(row.national_id) is not kept_back
    assert (row.sex, row.category) == ("female", "old")


@pytest.mark.parametrize(
    ("basis", "role", "may"),
    [
        (Basis.LAW, "department", True),
        (Basis.LAW, "commune_office", True),
        (Basis.LAW, "request_authority", False),
        (Basis.LAW, "", False),
        (Basis.CONSENT, "request_authority", True),
    ],
)
def test_the_duty_to_report_is_to_managing_agencies(basis: Basis, role: str, may: bool) -> None:
    assert (parcels.problem_with_basis(basis, role) is None) is may


# receipts and names


@pytest.mark.parametrize(("taken", "reason"), [(True, ""), (False, "Số hiệu đã dùng")])
def test_a_receipt_says_what_it_was_made_to_say(taken: bool, reason: str) -> None:
    at = datetime(2026, 11, 6, 2, 30, tzinfo=UTC)
    answer = Answer("ab" * 32, "bao-cao.pdf", at, "Sở Y tế", taken, reason)
    assert parcels.answer_of(json.loads(json.dumps(parcels.receipt_data(answer)))) == answer


def test_a_receipt_without_a_time_zone_is_none() -> None:
    answer = Answer("ab" * 32, "bao-cao.pdf", datetime(2026, 11, 6, 2, 30, tzinfo=UTC), "Sở Y tế")
    for bad in ({"received_at": "2026-11-06T02:30:00"}, {"taken": "yes"}, {"file_sha256": 3}):
        with pytest.raises(NotAParcel):
            parcels.answer_of(parcels.receipt_data(answer) | bad)


def test_the_names_say_what_is_inside() -> None:
    assert parcels.report_name("TTBTXH", "2026-10", 1) == "bao-cao-2026-10-b1_ttbtxh_so-lieu.pdf"
    assert parcels.data_name("Đại Đồng/2", "2026-Q4", 3) == "bao-cao-2026-Q4-b3_daidong2_dong-bo.p7m"
    assert parcels.receipt_name("bao-cao-2026-10-b1_ttbtxh_dong-bo.p7m") == (
        "bao-cao-2026-10-b1_ttbtxh_dong-bo_giay-nhan.pdf"
    )
    assert parcels.is_receipt_name(parcels.receipt_name("a.pdf"))
    assert not parcels.is_receipt_name("a_so-lieu.pdf")
    assert parcels.is_data_name("A.P7M")


@given(st.text(max_size=20), st.integers(1, 99))
def test_a_name_is_ascii_and_one_part_of_a_path(symbol: str, version: int) -> None:
    name = parcels.data_name(symbol, "2026-10", version)
    assert name.isascii()
    assert not set(name) & set('/\\:*?"<>| ')
