"""Joining two files: what differs, whose value is suggested, what the joined file says, what stands against it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.dates import PartialDate
from carebook.records.episodes import Episode
from carebook.records.people import Person, Sex
from carebook.rules.duplicates import PersonFacts
from carebook.rules.merging import Keep, MergeFile, differences, joined, merge_of, suspected_pairs
from tests import samples
from tests.conftest import NOW

AN = samples.person(id="1", code="CB-000001", full_name="Trần Thị An", born=PartialDate("1945"))
OTHER = replace(AN, id="2", code="CB-000187")


def stay(person: Person, start: date, end: date | None = None) -> Episode:
    return samples.episode(person.id, start_on=start, end_on=end)


@pytest.mark.parametrize(
    ("field", "ours", "theirs", "suggested", "after"),
    [
        ("home_town", "Đông Triều", "Hạ Long", Keep.STAYS, "Đông Triều"),
        ("home_town", "", "Hạ Long", Keep.GOES, "Hạ Long"),
        ("home_town", "Đông Triều", "", Keep.STAYS, "Đông Triều"),
        ("ethnicity", None, "tay", Keep.GOES, "tay"),
        ("birth_registered", None, False, Keep.GOES, False),
        ("born", PartialDate("1945"), PartialDate("1945-05-09"), Keep.GOES, PartialDate("1945-05-09")),
        ("born", PartialDate("1945-05-09"), PartialDate("1945"), Keep.STAYS, PartialDate("1945-05-09")),
        ("born", PartialDate("1945", True), PartialDate("1945"), Keep.GOES, PartialDate("1945")),
        ("born", PartialDate(""), PartialDate("1950"), Keep.GOES, PartialDate("1950")),
        ("born", PartialDate("1945"), PartialDate("1950-01-01"), Keep.STAYS, PartialDate("1945")),
        ("note", "hay quên", "thích hát", Keep.BOTH, "hay quên\nthích hát"),
        ("disability_kinds", ("vision",), ("motor", "vision"), Keep.BOTH, ("vision", "motor")),
        ("disability_kinds", (), ("motor",), Keep.GOES, ("motor",)),
        ("hiv", None, True, Keep.GOES, True),
        ("photo_id", None, "photo", Keep.GOES, "photo"),
    ],
)
def test_nothing_that_only_one_file_knows_is_lost(
    field: str, ours: Any, theirs: Any, suggested: Keep, after: Any
) -> None:
    one, other = replace(AN, **{field: ours}), replace(OTHER, **{field: theirs})
    (found,) = differences(one, other)
    assert (found.field.name, found.suggested) == (field, suggested)
    assert getattr(joined(one, other), field) == after


def test_a_chosen_value_is_kept() -> None:
    one = replace(AN, home_town="Đông Triều", note="một", sex=Sex.FEMALE)
    other = replace(OTHER, home_town="Hạ Long", note="hai", sex=Sex.MALE)
    kept = joined(one, other, {"home_town": Keep.GOES, "note": Keep.STAYS, "sex": Keep.GOES})
    assert (kept.id, kept.code, kept.home_town, kept.note, kept.sex) == ("1", "CB-000001", "Hạ Long", "một", Sex.MALE)


def test_the_true_name_is_suggested_for_somebody_unknown() -> None:
    unknown = replace(AN, full_name="Không rõ (Nữ, ~80 tuổi, vào 12/03/2026)", unidentified=True)
    known = replace(OTHER, full_name="Cao Thị Bến", sort_name="Bến")
    kept = joined(unknown, known)
    assert (kept.full_name, kept.sort_name, kept.unidentified) == ("Cao Thị Bến", "Bến", False)
    assert joined(known, unknown).unidentified is False
    assert [one.field.name for one in differences(unknown, known)] == ["full_name"]


facts = st.builds(
    lambda **given: replace(AN, **given),
    full_name=st.sampled_from(["Trần Thị An", "Trần Thị Ân"]),
    home_town=st.sampled_from(["", "Hạ Long", "Cẩm Phả"]),
    phone=st.sampled_from(["", "0912345678"]),
    note=st.sampled_from(["", "một", "hai"]),
    tags=st.sampled_from([(), ("a",), ("b", "c")]),
    hiv=st.sampled_from([None, True, False]),
)


@given(facts, facts, st.dictionaries(st.sampled_from(["home_town", "note", "tags", "phone"]), st.sampled_from(Keep)))
def test_every_fact_of_the_joined_file_comes_from_one_of_the_two(
    one: Person, other: Person, kept: dict[str, Keep]
) -> None:
    after = joined(one, replace(other, id="2", code="CB-2"), kept)
    assert (after.id, after.code, after.version) == (one.id, one.code, one.version)
    for name in ("full_name", "home_town", "phone", "hiv"):
        assert getattr(after, name) in (getattr(one, name), getattr(other, name))
    assert set(after.tags) <= {*one.tags, *other.tags}
    assert joined(one, one) == one


# what stands against it


def said(stays: MergeFile, goes: MergeFile) -> list[tuple[str, str]]:
    return [(problem.severity, problem.message.id) for problem in merge_of(stays, goes).problems]


def test_two_files_of_one_person_are_joined_without_a_word() -> None:
    before = MergeFile(OTHER, (stay(OTHER, date(2019, 2, 1), date(2022, 3, 1)),))
    assert said(MergeFile(AN, (stay(AN, date(2026, 1, 5)),), (samples.identity_paper("1"),)), before) == []


@pytest.mark.parametrize(
    ("stays", "goes", "sentence"),
    [
        (MergeFile(AN), MergeFile(AN), "These are the same file."),
        (
            MergeFile(AN),
            MergeFile(replace(OTHER, merged_into="3")),
            "{code} was joined to another file already.",
        ),
        (
            MergeFile(AN),
            MergeFile(replace(OTHER, withdrawn_at=NOW)),
            "{code} was struck through; restore it first.",
        ),
        (
            MergeFile(AN, (stay(AN, date(2026, 1, 5)),)),
            MergeFile(OTHER, (stay(OTHER, date(2026, 2, 5)),)),
            "Both files have an open stay. End or strike through one of them, then join the files.",
        ),
    ],
)
def test_what_is_refused(stays: MergeFile, goes: MergeFile, sentence: str) -> None:
    assert said(stays, goes) == [("error", sentence)]


@pytest.mark.parametrize(
    ("stays", "goes", "sentence"),
    [
        (
            MergeFile(AN, (stay(AN, date(2025, 1, 5)),)),
            MergeFile(OTHER, (stay(OTHER, date(2024, 6, 1), date(2025, 3, 1)),)),
            "The stays since {one} and since {other} overlap; both are counted.",
        ),
        (
            MergeFile(AN),
            MergeFile(replace(OTHER, sex=Sex.MALE)),
            "The sexes differ. Is it one person?",
        ),
        (
            MergeFile(AN),
            MergeFile(replace(OTHER, born=PartialDate("1960"))),
            "The births cannot be the same. Is it one person?",
        ),
        (
            MergeFile(AN, (), (samples.identity_paper("1", number="022145999012"),)),
            MergeFile(OTHER, (), (samples.identity_paper("2", number="022145999111"),)),
            "The national ID numbers differ. Is it one person?",
        ),
    ],
)
def test_what_should_be_looked_at(stays: MergeFile, goes: MergeFile, sentence: str) -> None:
    assert said(stays, goes) == [("warning", sentence)]


def test_a_stay_that_begins_when_the_other_ends_does_not_overlap() -> None:
    first = MergeFile(AN, (stay(AN, date(2025, 1, 5), date(2025, 3, 1)),))
    assert said(first, MergeFile(OTHER, (stay(OTHER, date(2025, 3, 1)),))) == []


# who may be one person


def facts_of(id: str, name: str, **given: Any) -> PersonFacts:
    return PersonFacts(id, (name,), **given)


def test_pairs_that_may_be_one_person_the_certain_first() -> None:
    everybody = [
        facts_of("an", "Trần Thị An", born=PartialDate("1945")),
        facts_of("an2", "Tran Thi An", born=PartialDate("1945-05-09")),
        facts_of("ben", "Cao Văn Bến", numbers=("022145999012",)),
        facts_of("ben2", "Cao Văn Bên", numbers=("022145999012",)),
        facts_of("lan", "Lê Thị Lan", born=PartialDate("1950-02-03")),
        facts_of("lan2", "Lê Thị Lân", born=PartialDate("1950-02-03")),
        facts_of("an3", "Trần Thị An", born=PartialDate("1980")),
    ]
    found = [(one.person_id, other.person_id, why.certain) for one, other, why in suspected_pairs(everybody)]
    assert found == [("ben", "ben2", True), ("an", "an2", False), ("lan", "lan2", False)]
