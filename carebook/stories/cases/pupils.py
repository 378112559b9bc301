"""The cases of the children who come by day: asked about, assessed and planned in their first weeks."""

from __future__ import annotations

from carebook.records.assessments import AssessmentKind
from carebook.records.care_plans import Agreement
from carebook.stories.cases.telling import Cases
from carebook.stories.cases.versions import Aim, Course, Doing, Version
from carebook.stories.clock import Days
from carebook.stories.therapy.pupils import AUTISTIC, DEAF, came_on


def come_by_day(cases: Cases, days: Days) -> None:
    """Forms 01, 02 and 04 of every child of the class and of early intervention."""
    for key in (*DEAF, *AUTISTIC):
        _case(cases, days, key)


def _case(cases: Cases, days: Days, key: str) -> None:
    deaf, came = key in DEAF, (days.today - came_on(days, key)).days
    cases.intake(
        *(key, "X2", days.office(came - 4, after=days.back(came - 3)), "10:00"),
        informant="mẹ",
        informant_relation="family",
        needs="Học ký hiệu, chơi cùng bạn." if deaf else "Tập nhìn, tập xin, tập chờ.",
        self_care="partial",
        source="Hỏi mẹ; hồ sơ.",
    )
    cases.assess(
        *(key, "X2", days.office(came - 9), "09:00", AssessmentKind.INITIAL, (1, 2 if deaf else 1, 0, 1, 1, 1, 1, 0))
    )
    aim = Aim(
        text="Kể một việc trong ngày bằng ký hiệu" if deaf else "Chơi cùng bạn 10 phút",
        domain="education_work" if deaf else "participation",
        measure="Nhận xét của cô giáo",
        due_on=days.back(-60),
        doings=(Doing(text="Học ở lớp" if deaf else "Can thiệp sớm", often="mỗi tuần", who="G1" if deaf else "G2"),),
    )
    cases.plan(
        key,
        Course(
            who="X2",
            drafted_on=days.office(came - 12),
            version=Version(
                aims=(aim,),
                general="Học vui, đi học đều.",
                permanency="own_family",
                agreement=Agreement.BY_GUARDIAN,
                agreed_by="mẹ",
                review_on=days.back(-20),
            ),
            submitted_on=days.office(came - 12),
            approved_on=days.office(came - 14),
        ),
    )


STORIES = (come_by_day,)
