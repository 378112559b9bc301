"""The cases of two whose names nobody knew at first: the infant at the gate and Cao Văn Bến."""

from __future__ import annotations

from carebook.records.assessments import AssessmentKind
from carebook.records.care_plans import Agreement
from carebook.records.intake import Reliability
from carebook.rules.calendar import add_working_days
from carebook.stories.cases.telling import Cases
from carebook.stories.cases.versions import Aim, Course, Doing, Version
from carebook.stories.clock import Days
from carebook.stories.named.adults import Tracing


def nobody_knows_her_name(cases: Cases, days: Days) -> None:
    """The infant at the gate: form 01 from the minutes, what she needs now, and a first plan while the notice runs."""
    back = days.back
    written = days.office(29, after=back(30))
    cases.intake(
        *("infant", "X2", written, "09:00"),
        informant="Trạm y tế xã Thống Nhất",
        informant_relation="hospital",
        needs="Sữa, hơi ấm; khai sinh; tìm người thân.",
        physical_state="Khoảng 10 ngày tuổi, 2,60 kg, bú được.",
        self_care="total",
        source="Biên bản của trạm y tế, công an, UBND xã.",
    )
    cases.assess(
        *("infant", "X2", days.office(27, after=written), "09:00", AssessmentKind.INITIAL, (3, 0, 0, 3, 0, 0, 1, 2)),
        {
            "health": {"problem": "Sơ sinh, nhẹ cân.", "priority": 1, "services": ("primary_health",)},
            "relations": {"problem": "Không rõ cha mẹ.", "priority": 2},
        },
        client_informs=False,
        informant="Chử Thị Hoa Gạo",
        informant_relation="carer",
    )
    drafted = days.office(24, after=days.office(27, after=written))
    grows = "Nặng 4 kg khi hai tháng tuổi"
    cases.plan(
        "infant",
        Course(
            who="X2",
            drafted_on=drafted,
            version=Version(
                aims=(
                    Aim(
                        text=grows,
                        measure="Cân nặng (kg)",
                        start="2,6",
                        target="4,0",
                        due_on=back(-20),
                        doings=(Doing(text="Sữa 8 cữ, cân mỗi tuần", often="mỗi ngày", who="C3", urgent=True),),
                    ),
                    Aim(
                        text="Tìm được cha mẹ hoặc người thân",
                        domain="relations",
                        measure="Có người nhận, có xác minh",
                        due_on=back(-30),
                        doings=(Doing(text="Thông báo, thư hỏi các xã", often="mỗi tuần", who="X2"),),
                    ),
                ),
                general="Lớn khỏe, có khai sinh, có người thân hoặc gia đình mới.",
                permanency="adoption",
                risks=(("Viêm hô hấp", "vừa", "cao", "Giữ ấm, rửa tay; thở nhanh thì báo bác sĩ."),),
                agreement=Agreement.CANNOT,
                agreed_by="Chử Thị Hoa Gạo, người chăm sóc",
                every_months=1,
                review_on=back(-6),
            ),
            submitted_on=days.office(22, after=drafted),
            approved_on=days.office(21, after=drafted),
        ),
    )
    cases.note("infant", "D4", back(3), "09:00", "Cân 3,45 kg. Bú hết, ợ tốt, ngủ 3 giờ.", kind="health", aim=grows)


def found_again(cases: Cases, days: Days) -> None:
    """Once known by name: assessed, planned, a sister to be found."""
    at = Tracing.of(days)
    drafted = max(days.office(75), at.merged)
    cases.intake(
        *("ben", "X2", days.office(92, after=at.merged), "09:00"),
        informant="Công an phường Mông Dương",
        informant_relation="police",
        needs="Tìm em gái; khám tâm thần; quần áo, giấy tờ.",
        self_care="partial",
        reliability=Reliability.MEDIUM,
        source="Trả lời tra cứu vân tay; hồ sơ đợt trước.",
    )
    cases.score("ben", "D2", days.back(70), "08:00", "barthel", (10, 5, 0, 5, 10, 10, 10, 15, 15, 10))
    cases.assess(
        *("ben", "X2", drafted, "08:30", AssessmentKind.UNSCHEDULED, (2, 0, 0, 3, 1, 2, 2, 0)),
        {"relations": {"problem": "Mẹ mất, em gái ở nước ngoài chưa liên lạc được.", "priority": 1}},
        reason="Đã biết tên, chuyển nhóm",
    )
    version = Version(
        aims=(
            Aim(
                text="Tìm em gái qua Hội Chữ thập đỏ",
                domain="relations",
                measure="Có liên lạc",
                start="chưa",
                target="có",
                due_on=days.back(-60),
                doings=(Doing(text="Gửi phiếu tìm người", often="một lần, hỏi lại mỗi tháng", who="X2"),),
            ),
            Aim(
                text="Tự rửa mặt, thay áo mỗi sáng",
                domain="life_skills",
                measure="Số sáng mỗi tuần",
                start="2",
                target="7",
                due_on=days.back(-60),
                doings=(Doing(text="Nhắc, đứng cạnh", often="mỗi sáng", who="C2"),),
            ),
        ),
        general="Ổn định, tìm lại người thân.",
        permanency="kin",
        risks=(("Bỏ ra ngoài ban đêm", "thấp", "cao", "Trực đêm đi kiểm tra 22:00, 02:00."),),
        agreement=Agreement.PARTLY,
        agreed_by="Cao Văn Bến",
        client_words="Gọi được em thì gọi.",
    )
    cases.plan(
        "ben",
        Course(
            who="X2",
            drafted_on=drafted,
            version=version,
            submitted_on=add_working_days(drafted, 1),
            approved_on=add_working_days(drafted, 3),
        ),
    )
    cases.note(
        "ben",
        "D2",
        days.back(3),
        "16:00",
        "Nghe gọi “bác Bến” thì quay lại, cười.",
        kind="care",
        aim="Tự rửa mặt, thay áo mỗi sáng",
    )


STORIES = (nobody_knows_her_name, found_again)
