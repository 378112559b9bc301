"""A woman and her daughter in the shelter: restricted, and under an alias only; the book holds no other name of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.dates import PartialDate
from carebook.records.people import Person, Relative, Sex
from carebook.rules.calendar import add_working_days
from carebook.stories.clock import Days, months_after
from carebook.stories.decisions import Decisions
from carebook.stories.papers import dossier, promised
from carebook.stories.people import People
from carebook.stories.stage import Arrival, Telling


@dataclass(frozen=True)
class Shelter:
    """The days with a clock: the papers within ten working days, leaving before the three months are over."""

    came: date
    complete: date
    met: date
    left: date
    papers_due: date
    stay_ends: date

    @classmethod
    def of(cls, days: Days) -> Shelter:
        """The days as they fall."""
        came = days.back(230)
        ends = months_after(came, 3)
        met = days.office(148, by=ends)
        return cls(
            came, add_working_days(came, 8), met, days.office(146, after=met, by=ends), add_working_days(came, 10), ends
        )


def life_of_her_own(tell: Telling, _people: People, decisions: Decisions) -> None:
    """Received at once in the night, helped, gone to live independently on the 84th day."""
    days, at = tell.days, Shelter.of(tell.days)
    for key, name, age, decision, leaving in (
        ("hoa", "Chị Hoa Sữa", 29, 170, 254),
        ("hat", "Bé Hạt Mít", 5, 171, 255),
    ):
        child = key == "hat"
        tell.admit(
            *(key, "X3", "00:40"),
            Arrival(
                person=Person(
                    full_name=name,
                    sex=Sex.FEMALE,
                    born=PartialDate(str(days.today.year - age), estimated=True),
                    nationality="Việt Nam",
                    child_group="violence_harm" if child else None,
                ),
                category="victim_dv",
                on=at.came,
                stay={
                    "route": "emergency",
                    "source": "hotline_centre",
                    "decision_no": decisions.written(decision),
                    "decision_on": at.came,
                    "intake_minutes_no": "7/BB",
                    "intake_state": "Con không thương tích." if child else "Bầm gò má T, xước cổ tay P.",
                    "brought_by": "Công an phường, UBND",
                    "reason": "Bạo lực thể chất, tinh thần, kinh tế.",
                    "ages_settled": ("6",) if child else (),
                },
                details=()
                if child
                else (
                    Relative(
                        person_id="",
                        full_name="Người chồng",
                        relation="husband",
                        no_contact=True,
                        no_information=True,
                        note="Cấm tiếp xúc theo quyết định của Chủ tịch UBND phường, sau đó của Tòa án.",
                    ),
                ),
                bed=("T2", "2" if child else "1"),
                papers=[
                    *dossier("emergency", at.came, without=("commune_request", "authority_request")),
                    promised("commune_request"),
                    promised("authority_request"),
                ],
                case_manager="X3",
            ),
        )
        for paper in dossier("emergency", at.complete):
            if paper.paper in ("commune_request", "authority_request"):
                tell.paper(key, "X3", at.complete, "10:00", paper)
        if child or at.came <= tell.opened.date():  # else her own way home ends the mother's stay
            tell.discharge(
                *(key, "X3", at.left, "09:00", "independent_living"),
                destination="independent",
                end_decision_no=decisions.written(leaving),
                end_decision_on=at.left,
                end_note="Có việc làm, có chỗ gửi con. Chữ ký gia đình bỏ: gia đình là bên gây bạo lực.",
            )
    tell.note("hoa", "X3", days.back(139), "10:00", "Gọi điện theo dõi: Xanh.")
    for ago, clock in ((139, "09:50"), (116, "14:00"), (55, "09:15"), (26, "15:30")):
        tell.open_restricted("hoa", "X3", days.back(ago), clock, "Theo dõi sau khi rời nơi tạm lánh")


STORIES = (life_of_her_own,)
