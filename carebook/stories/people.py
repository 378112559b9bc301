"""Everybody who has no story of their own: believable facts by category, age and share, from one seed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from carebook.dates import UNKNOWN, PartialDate
from carebook.records.people import (
    Allergy,
    DisabilityCertificate,
    HealthCard,
    IdentityPaper,
    Person,
    Relative,
    Sex,
)
from carebook.records.record import Record
from carebook.stories.homes import Home, any_home, village_in
from carebook.stories.names import KINH, Names, generation_of

# Women's share, and the ages people of a category have: youngest, oldest, most frequent.
_WOMEN = {"elderly_alone_poor": 0.62, "adult_disabled": 0.45, "mental_severe": 0.40, "voluntary_elderly": 0.59}
_AGES = {
    "elderly_alone_poor": (64, 97, 79),
    "adult_disabled": (19, 58, 38),
    "mental_severe": (24, 68, 45),
    "voluntary_elderly": (62, 98, 80),
    "voluntary_other": (35, 60, 50),
    "victim_dv": (24, 46, 32),
    "street_adult": (35, 66, 52),
    "street_child": (9, 14, 12),
}
_CHILD_AGES = (1, 15, 9)
_CHILD_GROUPS = {
    "child_orphan_both": "orphan_both",
    "child_abandoned": "abandoned",
    "child_parent_prison": "no_support",
    "child_mixed": "no_support",
    "child_disabled": "disabled",
    "street_child": "dropout_earning",
}
_DISABILITIES = {
    "adult_disabled": (
        ("mobility",) * 6 + ("intellectual",) * 5 + ("vision", "hearing_speech", "other"),
        "extremely_severe",
    ),
    "mental_severe": (("mental",), "extremely_severe"),
    "child_disabled": (("mobility", "intellectual", "other", "intellectual"), "extremely_severe"),
}
_ALLERGIES = (
    *(("penicillin", "nổi mề đay"), ("tôm, cua", "ngứa, mẩn đỏ"), ("aspirin", "đau bụng"), ("sữa bò", "tiêu chảy")),
    *(("lạc", "sưng môi"), ("phấn hoa", "hắt hơi, chảy nước mắt"), ("iốt", "mẩn đỏ")),
)
_KIN_OF = {
    "old": (("son", Sex.MALE, 28), ("daughter", Sex.FEMALE, 27), ("grandchild", Sex.MALE, 55)),
    "alone": (("distant_grandchild", Sex.MALE, 40), ("neighbour", Sex.FEMALE, 15), ("younger_sibling", Sex.FEMALE, 6)),
    "adult": (("mother", Sex.FEMALE, -26), ("elder_sister", Sex.FEMALE, -5), ("elder_brother", Sex.MALE, -4)),
    "child": (
        ("grandmother_maternal", Sex.FEMALE, -52),
        ("mothers_sister", Sex.FEMALE, -24),
        ("fathers_sister", Sex.FEMALE, -25),
    ),
}
_TOLD_PHONES = frozenset({112, 221, 331, 441, 551, 661, 771, 881})
MEDIAN_STAY_YEARS = {
    "elderly_alone_poor": 4.6,
    "adult_disabled": 7.0,
    "mental_severe": 6.0,
    "voluntary_elderly": 2.1,
    "voluntary_other": 2.1,
    "victim_dv": 0.1,
    "street_adult": 0.05,
    "street_child": 0.05,
}
CHILD_STAY_YEARS = 3.4


def is_child_category(category: str) -> bool:
    """Whether people come under this category as children."""
    return category in _CHILD_GROUPS


@dataclass
class Numbers:
    """Numbers nobody has: national IDs of 022 … 999…, health cards BT 2 22 999…, telephones 0500 000 …."""

    _cards: int = 0
    _phones: int = 0
    _papers: dict[str, int] = field(default_factory=dict)

    def national_id(self, sex: Sex, year: int) -> str:
        """The next national ID of that sex and year of birth."""
        start = f"022{(year // 100 - 19) * 2 + (sex is Sex.FEMALE)}{year % 100:02d}999"
        self._papers[start] = number = self._papers.get(start, 0) + 1
        return f"{start}{number % 1000:03d}"

    def health_card(self) -> str:
        """The next health card."""
        self._cards += 1
        return f"BT222999{self._cards:07d}"

    def phone(self) -> str:
        """The next telephone; they begin again when a thousand are given."""
        self._phones += 1
        while self._phones % 1000 in _TOLD_PHONES:
            self._phones += 1
        return f"0500000{self._phones % 1000:03d}"


@dataclass(frozen=True)
class Invented:
    """A person with what identifies them; the details carry no person yet."""

    person: Person
    details: tuple[Record, ...]


@dataclass
class People:
    """Invents people; the same ``rng`` gives the same people. ``today`` is the day their ages are told for."""

    rng: Random
    today: date
    names: Names
    numbers: Numbers = field(default_factory=Numbers)

    def sex(self, category: str) -> Sex:
        """Woman or man, in the shares of the category."""
        women = 1.0 if category == "victim_dv" else _WOMEN.get(category, 0.5)
        return Sex.FEMALE if self.rng.random() < women else Sex.MALE

    def birthday(self, category: str, on: date) -> date:
        """A birth that gives the category one of its ages on ``on``."""
        youngest, oldest, most = _AGES.get(category, _CHILD_AGES)
        years = self.rng.triangular(youngest, oldest + 1, most)
        return on - timedelta(days=round(years * 365.25) + self.rng.randint(0, 3))

    def invent(
        self,
        category: str,
        sex: Sex,
        birthday: date,
        *,
        name: str = "",
        ethnicity: str = "",
        commune: Home | None = None,
        partner: str = "",
    ) -> Invented:
        """A person of that category; what is not given follows the shares of the center."""
        rng = self.rng
        child = is_child_category(category)
        ethnicity = ethnicity or self.names.ethnicity()
        name = name or self.names.person(sex, birthday.year, ethnicity)
        born = self._born(birthday, child)
        elderly = category in ("elderly_alone_poor", "voluntary_elderly")
        commune = commune or any_home(rng)
        kinds, degree = self._disability(category, elderly)
        person = Person(
            full_name=name,
            sex=sex,
            born=born,
            ethnicity=ethnicity,
            religion=rng.choices(["00", "01", "02"], [88, 9, 3])[0],
            nationality="Việt Nam",
            home_town=commune.words,
            education=self._education(category, birthday),
            schooling=self._school(category, birthday),
            marital="married" if partner else self._marital(category, elderly),
            occupation=rng.choice(("Làm ruộng", "Công nhân mỏ", "Buôn bán nhỏ", "Đi biển", "")) if elderly else "",
            child_group=_CHILD_GROUPS.get(category),
            birth_registered=True if child else None,
            awaiting="adoption" if category == "child_abandoned" and rng.random() < 0.5 else None,
            disability_kinds=kinds,
            disability_degree=degree,
            tags=self._tags(category, elderly),
        )
        details: list[Record] = [
            commune.address(village_in(rng, commune), old_district=commune.old_district if rng.random() < 0.25 else "")
        ]
        details += self._papers(person, birthday, category)
        if kinds and degree:
            issued = self.today - timedelta(days=rng.randint(500, 3500))
            number = f"{rng.randint(1, 400)}/GXN-UBND"
            details.append(
                DisabilityCertificate(
                    person_id="",
                    number=number,
                    issued_on=issued,
                    issuer=f"UBND {commune.name}",
                    kinds=kinds,
                    degree=degree,
                )
            )
        details += self._relatives(person, birthday, category, commune)
        if rng.random() < 0.06:
            substance, reaction = rng.choice(_ALLERGIES)
            details.append(Allergy(person_id="", substance=substance, reaction=reaction))
        return Invented(person, tuple(details))

    def health_card(self, valid_to: date | None, valid_from: date | None = None) -> HealthCard:
        """A health card that ends on a day."""
        return HealthCard(
            person_id="",
            number=self.numbers.health_card(),
            valid_from=valid_from,
            valid_to=valid_to,
            first_hospital="Bệnh viện Bãi Cháy",
            benefit_percent=100,
        )

    def _born(self, birthday: date, child: bool) -> PartialDate:
        exact = PartialDate.of(birthday)
        if child:
            return exact
        kind = self.rng.choices(["day", "month", "year", "about", "unknown"], [52, 3, 38, 5, 2])[0]
        if kind == "unknown" and generation_of(birthday.year) == "old":
            return UNKNOWN
        if kind == "month":
            return PartialDate(exact.prefix[:7])
        return PartialDate(exact.prefix[:4], kind == "about") if kind in ("year", "about") else exact

    def _disability(self, category: str, elderly: bool) -> tuple[tuple[str, ...], str | None]:
        if category in _DISABILITIES:
            kinds, degree = _DISABILITIES[category]
            return (self.rng.choice(kinds),), degree
        if elderly and self.rng.random() < 0.18:
            return (self.rng.choice(("mobility", "mobility", "vision", "hearing_speech")),), "severe"
        return (), None

    def _education(self, category: str, birthday: date) -> str:
        if not is_child_category(category):
            return self.rng.choices(
                ["illiterate", "primary", "lower_secondary", "upper_secondary", "college"], [8, 42, 32, 15, 3]
            )[0]
        age = (self.today - birthday).days // 365
        if category == "child_disabled":
            return "special" if age >= 6 else "not_yet"
        return ("not_yet", "kindergarten", "primary", "lower_secondary")[(age >= 3) + (age >= 6) + (age >= 11)]

    def _school(self, category: str, birthday: date) -> str:
        age = (self.today - birthday).days // 365
        if not is_child_category(category) or category == "child_disabled" or age < 6:
            return ""
        level = "Tiểu học" if age < 11 else "THCS"
        return f"Trường {level} Việt Hưng, lớp {min(age - 5, 9)}"

    def _marital(self, category: str, elderly: bool) -> str | None:
        if is_child_category(category):
            return None
        if elderly:
            return self.rng.choices(["widowed", "single", "married", "unknown"], [64, 20, 12, 4])[0]
        return self.rng.choices(["single", "married", "divorced", "unknown"], [60, 16, 18, 6])[0]

    def _tags(self, category: str, elderly: bool) -> tuple[str, ...]:
        tags = []
        if category == "elderly_alone_poor":
            tags.append("poor")
        if elderly and self.rng.random() < 0.18:
            tags.append("dementia")
        if elderly and self.rng.random() < 0.08:
            tags.append("merit")
        if category == "mental_severe":
            tags.append("mental_illness")
        return tuple(tags)

    def _papers(self, person: Person, birthday: date, category: str) -> list[Record]:
        sex = person.sex or Sex.OTHER
        if (self.today - birthday).days < 14 * 365:
            number = f"999{birthday:%j}/{birthday.year}"
            return [IdentityPaper(person_id="", kind="birth_certificate", number=number, issuer="UBND cấp xã")]
        if person.born is None or person.born.is_unknown or category in ("street_adult", "street_child"):
            return []
        if self.rng.random() < 0.08:
            return []
        return [
            IdentityPaper(
                person_id="",
                kind="national_id",
                number=self.numbers.national_id(sex, birthday.year),
                issued_on=date(2021, 6, 1) + timedelta(days=self.rng.randint(0, 1200)),
                issuer="Cục Cảnh sát QLHC về TTXH",
            )
        ]

    def _relatives(self, person: Person, birthday: date, category: str, commune: Home) -> Sequence[Relative]:
        if category in ("victim_dv", "child_abandoned") or self.rng.random() >= 0.70:
            return ()
        group = "adult"
        if is_child_category(category):
            group = "child"
        elif category == "elderly_alone_poor":
            group = "alone"
        elif category == "voluntary_elderly":
            group = "old"
        relation, sex, younger = self.rng.choice(_KIN_OF[group])
        year = birthday.year + younger + self.rng.randint(-4, 4)
        name = self.names.person(sex, year, person.ethnicity or KINH)
        if relation in ("son", "elder_brother", "elder_sister", "distant_grandchild"):
            name = " ".join([person.full_name.split()[0], *name.split()[1:]])
        return (
            Relative(
                person_id="",
                full_name=name,
                relation=relation,
                phone=self.numbers.phone(),
                address=commune.words,
                born=PartialDate(str(year)),
                emergency=True,
                payer=category == "voluntary_elderly",
            ),
        )


def namesake(one: Invented, name: str) -> Invented:
    """The same invented person under a name somebody else bears too."""
    return replace(one, person=replace(one.person, full_name=name))
