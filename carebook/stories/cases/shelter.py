"""The case of Chị Hoa Sữa: an alert at once, two versions, everything reached but one half, the signature of the family waived."""

from __future__ import annotations

from dataclasses import replace

from carebook.records.assessments import AssessmentKind
from carebook.records.care_plans import Achievement
from carebook.records.closures import ClosureParty
from carebook.records.schooling import Employment
from carebook.rules.calendar import add_working_days
from carebook.stories.cases.telling import Cases
from carebook.stories.cases.versions import Aim, Course, Doing, Version
from carebook.stories.clock import Days
from carebook.stories.named.shelter import Shelter


def life_of_her_own(cases: Cases, days: Days) -> None:
    """From the first night to a life of her own."""
    back, at = days.back, Shelter.of(days)
    cases.intake(
        *("hoa", "X3", back(229), "09:00"),
        informant="Chị Hoa Sữa",
        informant_relation="client",
        needs="An toàn; chỗ ngủ yên cho con; giấy tờ.",
        illness="Bầm gò má T, xước cổ tay P.",
        psychological_state="Giật mình khi nghe tiếng cửa.",
        source="Đường dây nóng; biên bản của công an phường.",
    )
    for ago, values in (
        (228, (2, 3, 3, 2, 1, 2, 2, 1, 1)),
        (198, (1, 2, 2, 2, 1, 1, 1, 1, 0)),
        (150, (1, 1, 1, 1, 0, 1, 1, 0, 0)),
    ):
        cases.score("hoa", "TL", back(ago), "10:00", "phq9", values)
    for ago, anxious in ((228, (2, 2, 3, 2, 1, 1, 3)), (150, (1, 1, 1, 1, 0, 1, 1))):
        cases.score("hoa", "TL", back(ago), "10:40", "gad7", anxious)
    cases.assess(
        *("hoa", "X3", days.office(227), "09:00", AssessmentKind.INITIAL, (1, 2, 2, 2, 1, 1, 3, 3)),
        {
            "psychology": {
                "problem": "PHQ-9 17, có ý nghĩ làm đau bản thân.",
                "priority": 1,
                "services": ("counselling",),
            },
            "other": {"problem": "Người chồng đang tìm.", "priority": 1},
        },
    )
    safe, sleep = "An toàn trong 30 ngày", "Chị ngủ được 5 giờ, con hết giật mình"
    work, court, way_out = (
        "Có việc làm và chỗ gửi con trước {day}",
        "Đơn ly hôn, quyền nuôi con",
        "Biết gọi ai, đi đường nào khi bị tìm",
    )
    work = work.format(day=f"{back(150):%d/%m}")

    def aim(text: str, domain: str, measure: str, ago: int, doing: Doing) -> Aim:
        return Aim(text=text, domain=domain, measure=measure, due_on=back(ago), doings=(doing,))

    first = Version(
        aims=(
            aim(
                safe,
                "other",
                "Số ngày không bị tìm thấy",
                198,
                Doing(text="Không ra ngoài một mình, báo công an", often="mỗi ngày", who="X3", urgent=True),
            ),
            aim(
                sleep,
                "psychology",
                "Giờ ngủ",
                180,
                Doing(text="Tham vấn", often="2 buổi mỗi tuần", who="TL", service="counselling"),
            ),
        ),
        general="Mẹ con an toàn, ngủ được.",
        permanency="independent",
        risks=(
            ("Người chồng tìm đến", "cao", "nặng", "Không nói nơi ở; gọi công an phường; cấm tiếp xúc theo lệnh tòa."),
        ),
        agreed_by="Chị Hoa Sữa",
    )
    second = Version(
        aims=(
            *(replace(one, due_on=back(146)) for one in first.aims),
            aim(
                work,
                "education_work",
                "Có việc, con đi mẫu giáo",
                150,
                Doing(text="Dịch vụ việc làm, mầm non", often="một lần", who="X3"),
            ),
            aim(court, "relations", "Đã nộp đơn", 150, Doing(text="Trợ giúp pháp lý", often="4 buổi", who="X3")),
            aim(
                way_out,
                "life_skills",
                "Kể lại được kế hoạch an toàn",
                150,
                Doing(text="Tập kế hoạch an toàn", often="3 buổi", who="TL"),
            ),
        ),
        why="Đã an toàn, chuẩn bị ra sống riêng",
        general="Sống độc lập cùng con.",
        permanency="independent",
        agreed_by="Chị Hoa Sữa",
        review_on=days.office(160),
    )
    drafted = days.office(226)
    cases.plan(
        "hoa",
        Course(
            who="X3",
            drafted_on=drafted,
            version=first,
            submitted_on=drafted,
            approved_on=days.office(225, after=drafted),
        ),
        Course(
            who="X3",
            drafted_on=days.office(184),
            version=second,
            submitted_on=days.office(183),
            approved_on=days.office(182),
        ),
    )
    cases.review("hoa", "X3", days.office(160), "14:00", results="Có việc may, con đi mẫu giáo, ngủ 5 giờ.")
    cases.meet(
        *("hoa", "X3", at.met, "09:00", "Thống nhất ra sống độc lập"),
        present="Đào Thị Hướng Dương\nNghiêm Thị Mộc Miên\nGiáp Thị Tường Vi",
        client_present=True,
        client_opinion="Chị muốn ra ở riêng cùng con.",
        conclusion="Đủ điều kiện sống độc lập, theo dõi 12 tháng.",
    )
    cases.close(
        *("hoa", "X3", add_working_days(at.left, 1), "10:00", "independent_living"),
        signed={
            ClosureParty.MANAGER: "Giáp Thị Tường Vi",
            ClosureParty.CLIENT: "Chị Hoa Sữa",
            ClosureParty.HEAD: "Đào Thị Hướng Dương",
        },
        waived={ClosureParty.FAMILY: "gia đình là bên gây bạo lực"},
        rated={sleep: Achievement.PARTLY},
        course="84 ngày tạm lánh; 11 buổi tham vấn; lệnh cấm tiếp xúc; có việc làm.",
        results="An toàn: đạt. Giấc ngủ: đạt một phần. Việc làm, chỗ gửi con: đạt.",
        state_at_end="PHQ-9 6, GAD-7 6; có việc may công nghiệp.",
        plan_after="Gọi và gặp theo lịch 12 tháng; biết số gọi khẩn cấp.",
        no_conference_because=f"Đã họp ngày {at.met:%d/%m/%Y}",
    )
    cases.add(
        *("hoa", "X3", days.office(60), "09:00"),
        Employment(person_id="", job="May công nghiệp", from_on=back(160), kept_3_months=True, place="xưởng may"),
    )


STORIES = (life_of_her_own,)
