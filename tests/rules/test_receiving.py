"""What arrives at a department: whose it is, which version counts, what is owed, who stands in two facilities."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.records.codes import Limit
from carebook.records.facility import Facility
from carebook.records.people import Sex
from carebook.records.periods import ReportKind
from carebook.records.receiving import ReceivedParcel, ReceivedPerson, ReportingFacility
from carebook.rules import receiving
from carebook.rules.parcels import Parcel
from carebook.rules.receiving import DATA, Standing

AT = datetime(2026, 11, 5, 2, 0, tzinfo=UTC)
LOTUS = ReportingFacility(id="f1", name="Cơ sở Hoa Sen", facility_id="b1", fingerprint="aa")
BAMBOO = ReportingFacility(id="f2", name="Cơ sở Tre Xanh", facility_id="b2", fingerprint="bb")


def row(n: int = 1, **values: Any) -> ReceivedParcel:
    """A taken report of October of the lotus."""
    given: dict[str, Any] = {
        "id": f"p{n}",
        "reporting_facility_id": "f1",
        "period": "2026-10",
        "received_at": AT + timedelta(hours=n),
        "file_name": "bao-cao.pdf",
        "file_hash": f"file{n}",
        "data_hash": "figures",
        "level": "facility_trusted",
    }
    return ReceivedParcel(**(given | values))


def parcel(**values: Any) -> Parcel:
    given: dict[str, Any] = {
        "facility_id": "b1",
        "facility": "Cơ sở Hoa Sen",
        "symbol": "HS",
        "kind": ReportKind.MONTHLY,
        "period": "2026-10",
        "version": 1,
        "number": "05",
        "dated_on": None,
        "cutoff_on": None,
        "data_hash": "figures",
        "tables": (),
        "schema": 1,
    }
    return Parcel(**(given | values))


@pytest.mark.parametrize(
    ("known", "version", "figures", "answer"),
    [
        ([], 1, "figures", Standing.TAKEN),
        ([row()], 1, "figures", Standing.SAME),
        ([row()], 1, "others", Standing.CONFLICT),
        ([row()], 2, "others", Standing.TAKEN),
        ([row()], 2, "figures", Standing.TAKEN),
        ([row(report_version=2)], 1, "others", Standing.OLDER),
        ([row(), row(2, report_version=2, data_hash="others")], 1, "figures", Standing.SAME),
        ([row(refused="…", data_hash="others")], 1, "figures", Standing.TAKEN),
        ([row(period="2026-09", data_hash="others")], 1, "figures", Standing.TAKEN),
        ([row(kind=ReportKind.ON_DEMAND, data_hash="others")], 1, "figures", Standing.TAKEN),
        ([row(parcel_kind=DATA, data_hash="others")], 1, "figures", Standing.TAKEN),
    ],
)
def test_a_report_beside_what_came_before(
    known: list[ReceivedParcel], version: int, figures: str, answer: Standing
) -> None:
    assert receiving.standing(parcel(version=version, data_hash=figures), known) is answer


def test_people_behind_the_same_figures_may_be_told_anew() -> None:
    assert receiving.standing(parcel(), [row(parcel_kind=DATA)], DATA) is Standing.TAKEN
    assert receiving.standing(parcel(data_hash="others"), [row(parcel_kind=DATA)], DATA) is Standing.CONFLICT


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), max_size=8), st.randoms(use_true_random=False))
def test_the_version_that_counts_does_not_depend_on_the_order_of_arrival(
    versions: list[tuple[int, bool]], random: Any
) -> None:
    rows = [
        row(n, report_version=version, refused="…" if refused else "") for n, (version, refused) in enumerate(versions)
    ]
    shuffled = list(rows)
    random.shuffle(shuffled)
    best = receiving.counted(rows)
    assert best == receiving.counted(shuffled)
    taken = [one.report_version for one in rows if not one.refused]
    assert (best.report_version if best else None) == max(taken, default=None)


def test_what_a_kept_package_is_now() -> None:
    first, second = row(), row(2, report_version=2)
    again = row(3, report_version=2, file_hash="stamped")
    other = row(4, report_version=2, data_hash="others", refused="…")
    broken = row(5, refused="…", level="broken", reporting_facility_id=None, period="")
    unknown = row(6, refused="…", level="facility_unknown", reporting_facility_id=None)
    unlisted = row(7, refused="…", level="ca", reporting_facility_id=None)
    rows = [first, second, again, other, broken, unknown, unlisted]
    assert [receiving.standing_of(one, rows) for one in rows] == [
        Standing.OLDER,
        Standing.SAME,
        Standing.TAKEN,
        Standing.CONFLICT,
        Standing.REFUSED,
        Standing.PARKED,
        Standing.PARKED,
    ]
    assert receiving.newest_by_facility(rows) == {"f1": again}


# whose


@pytest.mark.parametrize(
    ("root", "facility_id", "name", "answer"),
    [
        ("aa", "b1", "Cơ sở Hoa Sen", "f1"),
        ("aa", "b9", "Tên mới của cơ sở", "f1"),  # the root decides, names and books may change
        ("aa", "b2", "Cơ sở Tre Xanh", "f1"),
        ("", "b2", "Tên khác", "f2"),  # a public authority's certificate: by the number of the book
        ("cc", "", "CO SO CHUA GUI", "f3"),  # typed by hand, has sent nothing yet
        ("cc", "", "Cơ sở Hoa Sen", None),  # the name alone is no proof where a key is known
        ("", "", "Cơ sở Hoa Sen", None),
        ("cc", "b9", "Cơ sở lạ", None),
    ],
)
def test_whose_a_package_is(root: str, facility_id: str, name: str, answer: str | None) -> None:
    listed = [LOTUS, BAMBOO, ReportingFacility(id="f3", name="Cơ sở chưa gửi")]
    found = receiving.whose(listed, root=root, facility_id=facility_id, name=name)
    assert (found.id if found else None) == answer


def test_another_key_under_a_facilitys_number_is_noticed() -> None:
    assert receiving.under_another_key([LOTUS], root="cc", facility_id="b1") == LOTUS
    assert receiving.under_another_key([LOTUS], root="aa", facility_id="b1") is None
    assert receiving.under_another_key([LOTUS], root="", facility_id="b1") is None
    assert receiving.under_another_key([replace(LOTUS, fingerprint="")], root="cc", facility_id="b1") is None


@pytest.mark.parametrize(
    ("names", "signers", "earlier", "answer"),
    [
        (["CO SO HOA SEN", "NGUYỄN HỮU DŨNG"], ["Nguyễn Hữu Dũng"], [], True),
        (["Sở Tài chính", "NGUYỄN HỮU DŨNG"], ["Nguyễn Hữu Dũng"], [], False),
        ([], ["Nguyễn Hữu Dũng"], [row(signers=("Nguyễn Hữu Dũng",))], True),
        ([], ["Nguyễn Hữu Dũng"], [row(signers=("Nguyễn Hữu Dũng",), refused="…")], False),
        ([], ["Nguyễn Hữu Dũng"], [row(signers=("Nguyễn Hữu Dũng",), reporting_facility_id="f2")], False),
    ],
)
def test_who_signs_under_a_public_authority_must_be_known_to_sign_for_the_facility(
    names: list[str], signers: list[str], earlier: list[ReceivedParcel], answer: bool
) -> None:
    assert receiving.is_vouched(LOTUS, names, signers, earlier) is answer


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, []),
        ({"name": "  "}, ["name"]),
        ({"beds": -1}, ["beds"]),
        ({"from_on": date(2026, 2, 1), "to_on": date(2026, 1, 1)}, ["to_on"]),
    ],
)
def test_what_a_facility_needs(changed: dict[str, Any], fields: list[str]) -> None:
    assert [one.field for one in receiving.problems_in(replace(LOTUS, **changed))] == fields


# owed

DEPARTMENT = Facility(name="Sở Y tế", report_day=5)


def owed(parcels: list[ReceivedParcel], today: date, *, periods: tuple[str, ...] = ("2026-10",)) -> Any:
    return receiving.owed([LOTUS, BAMBOO], parcels, ReportKind.MONTHLY, periods, (), DEPARTMENT, today)


def test_what_is_missing_and_what_came_late() -> None:
    """The report of October is due on 5 November."""
    before = owed([], date(2026, 11, 5))
    assert [(one.due_on, one.missing, one.late) for one in before] == [(date(2026, 11, 5), False, False)] * 2
    after = owed([row(received_at=AT)], date(2026, 11, 6))
    assert [(one.facility.id, one.missing, one.late) for one in after] == [("f1", False, False), ("f2", True, False)]
    late = owed([row(received_at=datetime(2026, 11, 5, 17, 30, tzinfo=UTC))], date(2026, 11, 30))
    assert [(one.missing, one.late) for one in late] == [(False, True), (True, False)]  # 00:30 on the 6th in Vietnam


def test_a_correction_after_the_day_is_not_late_and_counts() -> None:
    first = row(received_at=datetime(2026, 11, 3, tzinfo=UTC))
    second = row(2, report_version=2, received_at=datetime(2026, 11, 20, tzinfo=UTC))
    found = owed([first, second], date(2026, 11, 30))[0]
    assert (found.late, found.parcel) == (False, second)


def test_a_refused_or_another_report_is_not_the_one_owed() -> None:
    others = [row(refused="…"), row(2, parcel_kind=DATA), row(3, period="2026-09"), row(4, reporting_facility_id=None)]
    assert all(one.missing for one in owed(others, date(2026, 11, 6)))


def test_a_facility_owes_only_for_the_days_it_reports() -> None:
    new = replace(LOTUS, from_on=date(2026, 10, 15))
    gone = replace(BAMBOO, to_on=date(2026, 9, 30))
    found = receiving.owed(
        [new, gone], [], ReportKind.MONTHLY, ("2026-09", "2026-10"), (), DEPARTMENT, date(2026, 12, 1)
    )
    assert [(one.facility.id, one.period) for one in found] == [("f1", "2026-10"), ("f2", "2026-09")]


def test_the_half_year_has_the_day_of_the_law() -> None:
    limit = Limit(name="half_year_report", value=0, choice="06-15", basis="khoản 3 Điều 51")
    found = receiving.owed([LOTUS], [], ReportKind.HALF_YEARLY, ("2026-H1",), (limit,), DEPARTMENT, date(2026, 6, 16))
    assert [(one.due_on, one.missing) for one in found] == [(date(2026, 6, 15), True)]


# the same person twice


def person(n: int, name: str, born: str = "", number: str = "", sex: Sex | None = None) -> ReceivedPerson:
    return ReceivedPerson(
        id=f"r{n}",
        received_parcel_id="p",
        full_name=name,
        born=PartialDate(born) if born else None,
        national_id=number,
        sex=sex,
    )


def test_the_same_person_in_two_facilities() -> None:
    there = {
        "f1": [person(1, "Trần Thị An", "1950-03-02", "022145999012"), person(2, "Lê Văn Bình", "1961")],
        "f2": [
            person(3, "Tran Thi An", "1950-03-02", "022145999012"),
            person(4, "Lê Văn Bình", "1990"),
            person(5, "Nguyễn Thị Hoa"),
        ],
    }
    found = receiving.same_people(there)
    assert [(one.facilities, one.people[0].id, one.people[1].id) for one in found] == [(("f1", "f2"), "r1", "r3")]
    assert found[0].why.certain


def test_a_slip_in_the_name_is_found_by_the_birth_date_and_nobody_inside_one_facility() -> None:
    there = {
        "f1": [person(1, "Phạm Thị Hoài", "1980-01-01"), person(2, "Phạm Thị Hoài", "1980-01-01")],
        "f2": [person(3, "Phạm Thị Hoai", "1980-01-01"), person(4, "Phạm Thị Hài", "1980-01-01")],
    }
    pairs = {(one.people[0].id, one.people[1].id) for one in receiving.same_people(there)}
    assert pairs == {("r1", "r3"), ("r1", "r4"), ("r2", "r3"), ("r2", "r4")}


_names = st.sampled_from(["Trần An", "Tran An", "Trần Ân", "Lê Bình", "Lê Bính", "Nguyễn Văn Cường"])
_births = st.sampled_from(["", "1950", "1950-03", "1950-03-02", "1951-03-02"])
_people = st.lists(st.tuples(_names, _births, st.sampled_from(["", "1", "2"])), max_size=6)


@given(_people, _people)
def test_grouping_finds_all_that_comparing_everybody_would(one: Any, other: Any) -> None:
    from carebook.rules.duplicates import PersonFacts, suspicion

    first = [person(n, *facts) for n, facts in enumerate(one)]
    second = [person(100 + n, *facts) for n, facts in enumerate(other)]

    def facts(p: ReceivedPerson) -> PersonFacts:
        return PersonFacts(p.id, (p.full_name,), p.sex, p.born, (p.national_id,) if p.national_id else ())

    slowly = {frozenset((a.id, b.id)) for a in first for b in second if suspicion(facts(a), facts(b))}
    quickly = {frozenset(p.id for p in found.people) for found in receiving.same_people({"f1": first, "f2": second})}
    assert quickly == slowly
