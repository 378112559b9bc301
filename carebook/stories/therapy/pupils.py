"""The children who come by day: eight for the class of the deaf, three for early intervention."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from carebook.records.episodes import Placement, ServiceContract
from carebook.records.people import IdentityPaper, Person, Relative, Sex
from carebook.stories.clock import Days
from carebook.stories.homes import home
from carebook.stories.names import Names
from carebook.stories.papers import dossier
from carebook.stories.stage import Arrival, Telling

DEAF = tuple(f"deaf {n}" for n in range(1, 9))
AUTISTIC = tuple(f"autistic {n}" for n in range(1, 4))
_HOMES = ("phường Hà Lầm", "phường Hạ Long", "phường Việt Hưng", "phường Bãi Cháy")
_CLASS_SINCE, _THERAPY_SINCE = 78, 100
_CLASS_FEE = 900_000
_DAY = timedelta(days=1)


def arrive(tell: Telling, rng: Random) -> None:
    """Each child with a parent, a contract and the papers of a voluntary admission."""
    names = Names(rng)
    for number, key in enumerate((*DEAF, *AUTISTIC)):
        _arrive(tell, rng, names, number, key)


def came_on(days: Days, key: str) -> date:
    """The day a child came first."""
    return days.office(_CLASS_SINCE if key in DEAF else _THERAPY_SINCE)


def _arrive(tell: Telling, rng: Random, names: Names, number: int, key: str) -> None:
    days, deaf = tell.days, key in DEAF
    commune = home(_HOMES[number % len(_HOMES)])
    on = came_on(days, key)
    years = rng.randint(9, 12) if deaf else rng.randint(4, 5)
    born = days.back(years * 365 + rng.randint(40, 300))
    sex = rng.choice((Sex.MALE, Sex.FEMALE))
    mother = names.person(Sex.FEMALE, born.year - 28)
    tell.admit(
        *(key, "X2", "08:40"),
        Arrival(
            person=Person(
                full_name=names.person(sex, born.year),
                sex=sex,
                born=days.born_back((days.today - born).days),
                ethnicity="01",
                nationality="Việt Nam",
                home_town=commune.words,
                education="special" if deaf else "kindergarten",
                birth_registered=True,
                disability_kinds=("hearing_speech",) if deaf else (),
                disability_degree="severe" if deaf else None,
                tags=() if deaf else ("autism",),
            ),
            category="day_pupil",
            on=on,
            stay={
                "route": "voluntary",
                "source": "family",
                "placement": Placement.DAY,
                "ages_settled": ("4", "6", "7"),
            },
            details=(
                IdentityPaper(person_id="", kind="birth_certificate", number=f"999{number:02}{born:%j}/{born.year}"),
                commune.address("Khu 2"),
                Relative(
                    person_id="",
                    full_name=mother,
                    relation="mother",
                    phone=f"05000009{number:02}",
                    address=commune.words,
                    emergency=True,
                    payer=True,
                ),
            ),
            papers=dossier("voluntary", on - 2 * _DAY),
            contract=ServiceContract(
                episode_id="",
                number=f"{60 + number}/HĐ-TTBTXH",
                signed_on=on - _DAY,
                from_on=on,
                to_on=on + 364 * _DAY,
                payer=mother,
                payer_phone=f"05000009{number:02}",
                package="Lớp khiếm thính 2" if deaf else "Can thiệp sớm",
                monthly_fee=(0 if number % 3 == 0 else _CLASS_FEE) if deaf else None,
            ),
            case_manager="X2",
        ),
    )
