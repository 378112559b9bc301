"""Fourteen people helped where they live: clients without a bed, each with a case and services."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from carebook.dates import PartialDate
from carebook.records.assessments import AssessmentKind
from carebook.records.episodes import Placement
from carebook.records.people import Person, Relative, Sex
from carebook.stories.cases.telling import Cases
from carebook.stories.cases.versions import Aim, Course, Doing, Version
from carebook.stories.clock import Days
from carebook.stories.homes import home
from carebook.stories.names import Names
from carebook.stories.papers import dossier
from carebook.stories.paths.everybody import give
from carebook.stories.paths.telling import Paths
from carebook.stories.stage import Arrival, Telling

CLIENTS = tuple(f"community {n}" for n in range(1, 15))
_COMMUNES = ("phường Việt Hưng", "phường Hà Lầm", "phường Bãi Cháy", "xã Thống Nhất")
_EARLIEST, _LATEST = 80, 55  # days back they came


def arrive(tell: Telling, rng: Random) -> None:
    """Each by a programme, without a bed."""
    names, days = Names(rng), tell.days
    for number, key in enumerate(CLIENTS):
        sex = Sex.FEMALE if number % 3 else Sex.MALE
        born = days.today.year - rng.randint(24, 79)
        commune = home(_COMMUNES[number % len(_COMMUNES)])
        on = days.office(_days_back(number))
        tell.admit(
            *(key, "X1" if number % 2 else "X2", "09:20"),
            Arrival(
                person=Person(
                    full_name=names.person(sex, born),
                    sex=sex,
                    born=PartialDate(str(born)),
                    ethnicity="01",
                    nationality="Việt Nam",
                    home_town=commune.words,
                    tags=("poor",),
                ),
                category="programme_other",
                on=on,
                stay={
                    "route": "programme",
                    "source": "hotline_centre" if number % 4 == 0 else "commune",
                    "placement": Placement.COMMUNITY,
                    "decision_no": f"{70 + number}/DA-CTXH",
                    "decision_on": on,
                    "reason": "Hỗ trợ tại nhà theo đề án phát triển công tác xã hội.",
                },
                details=(
                    commune.address(f"Khu {1 + number % 6}"),
                    Relative(
                        person_id="",
                        full_name=names.person(Sex.FEMALE, born + 25),
                        relation="daughter",
                        phone=f"05000006{number:02}",
                        address=commune.words,
                        emergency=True,
                    ),
                ),
                papers=dossier("programme", on - timedelta(days=2)),
                case_manager="X1" if number % 2 else "X2",
            ),
        )


def tell_cases_at_home(cases: Cases, paths: Paths, days: Days, rng: Random) -> None:
    """Forms 01, 02 and 04 of each, and services at home or by telephone every second week."""
    for number, key in enumerate(CLIENTS):
        who, came = ("X1" if number % 2 else "X2"), (days.today - days.office(_days_back(number))).days
        cases.intake(
            *(key, who, days.office(came - 3), "10:00"),
            informant="Chính khách hàng",
            informant_relation="client",
            needs="Thủ tục trợ cấp; người nói chuyện.",
            self_care="partial",
            source="Thăm nhà.",
        )
        cases.assess(*(key, who, days.office(came - 6), "09:00", AssessmentKind.INITIAL, (1, 0, 2, 1, 1, 1, 1, 0)))
        aim = Aim(
            text="Nhận được trợ cấp hằng tháng",
            domain="livelihood",
            measure="Có quyết định của xã",
            due_on=days.back(-45),
            doings=(Doing(text="Thăm nhà, hướng dẫn hồ sơ", often="2 tuần một lần", who=who, service="advice"),),
        )
        cases.plan(
            key,
            Course(
                who=who,
                drafted_on=days.office(came - 9),
                version=Version(
                    aims=(aim,),
                    general="Sống yên ổn tại nhà, có người qua lại.",
                    permanency="community",
                    agreed_by="khách hàng",
                    review_on=days.back(-25),
                ),
                submitted_on=days.office(came - 9),
                approved_on=days.office(came - 11),
            ),
        )
        for ago in range(came - 14, 2, -14):
            if days.office(ago) < days.today:
                give(paths, rng, key, who, days.office(ago), channel="home_visit" if ago % 28 else "phone")


def _days_back(number: int) -> int:
    return _EARLIEST - number * (_EARLIEST - _LATEST) // len(CLIENTS)
