"""Invented people bear no name, number or telephone that could be somebody's."""

from __future__ import annotations

import re
from datetime import date
from random import Random

import pytest

from carebook.records.people import Address, HealthCard, IdentityPaper, Relative, Sex
from carebook.rules.people import problems_in, problems_in_detail
from carebook.stories.center import MEMBERS, WARDS, colleagues, login_of
from carebook.stories.movement import HERE
from carebook.stories.names import FAMOUS, Names
from carebook.stories.people import Invented, People

TODAY = date(2026, 11, 22)
SHORT_NAMES = {one.name.split()[-1] for one in MEMBERS}


@pytest.fixture(scope="module")
def crowd() -> list[Invented]:
    rng = Random(3)
    people = People(rng, TODAY, Names(rng))
    found = []
    for n in range(500):
        category = list(HERE)[n % len(HERE)]
        found.append(people.invent(category, people.sex(category), people.birthday(category, TODAY)))
    return found


def test_numbers_follow_the_patterns(crowd: list[Invented]) -> None:
    details = [detail for one in crowd for detail in one.details]
    papers = [d.number for d in details if isinstance(d, IdentityPaper)]
    assert all(re.fullmatch(r"022[0-3]\d\d999\d{3}|999\d{3}/\d{4}", number) for number in papers)
    national = [number for number in papers if len(number) == 12]
    assert len(set(national)) == len(national)
    phones = [d.phone for d in details if isinstance(d, Relative)]
    assert phones
    assert all(re.fullmatch(r"0500000\d{3}", phone) for phone in phones)
    assert all(re.fullmatch(r"(Thôn|Khu) \d+", d.village) for d in details if isinstance(d, Address))
    card = People(Random(1), TODAY, Names(Random(1))).health_card(TODAY)
    assert isinstance(card, HealthCard)
    assert re.fullmatch(r"BT222999\d{7}", card.number)


def test_names_are_nobody_known(crowd: list[Invented]) -> None:
    names = [one.person.full_name for one in crowd]
    reserved = FAMOUS | {one.name for one in MEMBERS} | {one.name for one in colleagues()}
    assert not set(names) & reserved
    assert len(set(names)) > 450


def test_the_rules_find_nothing_wrong(crowd: list[Invented]) -> None:
    found = [p for one in crowd for p in problems_in(one.person, today=TODAY)]
    found += [p for one in crowd for d in one.details for p in problems_in_detail(d, one.person, today=TODAY)]
    assert found == []


def test_the_shares_of_the_center(crowd: list[Invented]) -> None:
    kinh = sum(one.person.ethnicity == "01" for one in crowd) / len(crowd)
    assert 0.78 < kinh < 0.90
    adults = [one.person.born for one in crowd if one.person.child_group is None]
    exact = sum(born is not None and born.precision == "day" for born in adults) / len(adults)
    assert 0.42 < exact < 0.62


def test_the_same_seed_gives_the_same_people() -> None:
    def made() -> list[Invented]:
        rng = Random(7)
        people = People(rng, TODAY, Names(rng))
        return [people.invent("mental_severe", Sex.MALE, people.birthday("mental_severe", TODAY)) for _ in range(20)]

    assert made() == made()


def test_the_center_is_as_told() -> None:
    assert sum(ward.beds for ward in WARDS if ward.counted) == 192
    assert len(colleagues()) == 38
    logins = [login_of(member) for member in MEMBERS]
    assert len(set(logins)) == len(logins) == 28
    assert all(login.isascii() for login in logins)
