from __future__ import annotations

from dataclasses import replace

import pytest

from carebook.dates import PartialDate
from carebook.records.people import Sex
from carebook.rules.duplicates import PersonFacts, births_may_agree, explained, suspicion, suspicions
from carebook.words import speaking

AN = PersonFacts(
    "an",
    ("Trần Thị An",),
    Sex.FEMALE,
    PartialDate("1945"),
    ("022145999012",),
    ("BT2222145999012",),
    ("0912345678",),
    "Xã Ba Chẽ, Quảng Ninh",
)


def candidate(**changes):
    return replace(AN, person_id="", **changes)


def ids(messages):
    return [m.id for m in messages]


def test_the_same_name_year_and_home_town_with_another_number_is_suspected():
    found = suspicion(candidate(numbers=("022145000001",), health_cards=(), phones=()), AN)
    assert ids(found.agree) == ["the name", "the birth year", "the sex", "the home town"]
    assert ids(found.differ) == ["the identity number"]
    assert not found.certain
    with speaking("en"):
        assert explained(found) == (
            "Alike: the name, the birth year, the sex, the home town. Different: the identity number."
        )


def test_the_same_number_and_name_is_certain():
    found = suspicion(candidate(born=PartialDate("1954")), AN)
    assert found.certain
    assert ids(found.differ) == ["the birth year"]


def test_the_same_number_under_another_name_is_suspected_only():
    found = suspicion(candidate(names=("Lê Văn Bảo",), sex=Sex.MALE), AN)
    assert not found.certain
    assert ids(found.differ) == ["the name", "the sex"]


@pytest.mark.parametrize("name", ["Trần Thị Ân", "TRAN THI AN", "trần  thị an"])
def test_names_are_compared_without_marks(name):
    found = suspicion(PersonFacts("", (name,), born=PartialDate("1945-05")), AN)
    assert ids(found.agree)[0] == ("the name" if name == "trần  thị an" else "the name, nearly")


def test_tone_places_do_not_part_a_name():
    known = PersonFacts("x", ("Đặng Thị Thủy",))
    assert ids(suspicion(PersonFacts("", ("Đặng Thị Thuỷ",)), known).agree) == ["the name"]


def test_a_former_name_counts():
    known = replace(AN, names=("Không rõ (Nữ, vào 12/03/2026)", "Trần Thị An"))
    assert suspicion(candidate(), known).certain


def test_a_near_name_needs_the_same_birth_date():
    known = replace(AN, born=PartialDate("1945-05-02"), numbers=(), health_cards=())
    near = candidate(names=("Trần Thị Anh",), numbers=(), health_cards=())
    assert suspicion(near, known) is None
    found = suspicion(replace(near, born=PartialDate("1945-05-02")), known)
    assert ids(found.agree)[:2] == ["the name, nearly", "the birth date"]


@pytest.mark.parametrize(
    "changes",
    [
        {"names": ("Lê Văn Bảo",)},
        {"born": PartialDate("1950")},
        {"sex": Sex.MALE},
    ],
)
def test_a_contradiction_clears(changes):
    assert suspicion(candidate(**({"numbers": (), "health_cards": ()} | changes)), AN) is None


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("1945", "1945-05", True),
        ("1945-04", "1945-05", False),
        ("1945~", "1948", True),
        ("1945~", "1949-06", False),
        ("?", "1949", True),
    ],
)
def test_births_as_far_as_they_are_known(one, other, agree):
    assert births_may_agree(PartialDate.from_text(one), PartialDate.from_text(other)) is agree
    assert births_may_agree(None, PartialDate.from_text(other))


def test_nothing_is_told_of_a_confidential_record():
    found = suspicion(candidate(), replace(AN, confidential=True))
    assert (found.agree, found.differ, found.confidential, found.certain) == ((), (), True, True)
    assert explained(found) == ""


def test_the_surest_comes_first_and_oneself_never():
    twin = replace(AN, person_id="b", numbers=("022145000001",))
    other = PersonFacts("c", ("Lê Văn Bảo",), Sex.MALE)
    assert [s.person_id for s in suspicions(candidate(), [other, twin, AN])] == ["an", "b"]
    assert [s.person_id for s in suspicions(AN, [AN, twin])] == ["b"]
