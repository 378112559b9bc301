"""The cases of Hoàng Văn Thạch and Mai Thị Ngần."""

from __future__ import annotations

from datetime import date

from carebook.records.assessments import AssessmentKind
from carebook.records.care_plans import Proposal, ReviewPeriod
from carebook.rules.calendar import add_working_days
from carebook.stories.cases.telling import Cases
from carebook.stories.cases.versions import Aim, Course, Doing, Version
from carebook.stories.clock import Days

REVIEW_LATE = 12  # days: the one review that is overdue


def home_after_illness(cases: Cases, days: Days) -> None:
    """v1; three refused doses and a review; v2; v3 passed by the head of department, waiting for the director."""
    back = days.back
    came = days.office(215)
    cases.intake(
        *("thach", "X2", add_working_days(came, 2), "09:00"),
        informant="Hoàng Thị Chấn",
        informant_relation="family",
        needs="Uống thuốc đều; ngủ được; về với chị gái khi ổn định.",
        illness="Tâm thần phân liệt, tái phát sau khi bỏ thuốc.",
        self_care="partial",
        work_ability="partial",
        source="Giấy ra viện; chị gái kể.",
    )
    cases.score("thach", "D2", back(212), "08:00", "barthel", (10, 5, 0, 10, 10, 10, 10, 15, 15, 10))
    cases.score("thach", "TL", back(212), "09:00", "who5", (1, 2, 1, 2, 1))
    cases.score("thach", "D2", back(122), "08:00", "barthel", (10, 5, 5, 10, 10, 10, 10, 15, 15, 10))
    cases.score("thach", "TL", back(122), "09:00", "who5", (3, 3, 2, 3, 2))
    cases.score("thach", "D2", back(32), "08:00", "barthel", (10, 5, 5, 10, 10, 10, 10, 15, 15, 10))
    cases.score("thach", "TL", back(32), "09:00", "who5", (3, 4, 3, 3, 3))
    cases.assess(
        *("thach", "X2", add_working_days(came, 4), "09:00", AssessmentKind.INITIAL, (3, 1, 1, 2, 1, 2, 3, 0)),
        {
            "health": {"problem": "Bỏ thuốc, tái phát.", "priority": 1, "services": ("primary_health",)},
            "psychology": {"problem": "Ngủ 2–3 giờ, nghe tiếng chửi.", "priority": 2},
            "relations": {"strengths": "Chị gái thương, muốn đón về khi em ổn."},
        },
        summary="Cần thuốc đều, giấc ngủ, việc làm vừa sức.",
    )
    pills, sleep = "Uống đủ thuốc 30 ngày liền", "Ngủ từ 6 giờ mỗi đêm"
    swallow, garden = "Tự uống thuốc 7 ngày liền có người nhìn", "Làm vườn 60 phút không bỏ"
    signs = "Nhận ra 3 dấu hiệu sắp bệnh lại: mất ngủ, bỏ thuốc, nói một mình"

    def aim(
        text: str,
        domain: str,
        measure: str,
        start: str,
        target: str,
        ahead: int,
        *doings: Doing,
        weight: tuple[int, int] | None = None,
    ) -> Aim:
        return Aim(
            text=text,
            domain=domain,
            measure=measure,
            start=start,
            target=target,
            due_on=back(-ahead),
            doings=doings,
            weight=weight,
        )

    risk = (("Bỏ thuốc rồi tái phát", "vừa", "nặng", "Uống trước mặt điều dưỡng; mất ngủ hai đêm thì báo bác sĩ."),)
    night = Doing(text="Ghi giờ ngủ", often="mỗi đêm", who="D3")
    taken = Doing(text="Nhìn uống thuốc", often="mỗi tối", who="D3", urgent=True, service="primary_health")
    beds = Doing(text="Nhóm Vườn rau", often="T3, T5 14:00", who="C2", service="rehab")
    first = Version(
        aims=(
            aim(pills, "health", "Số ngày đủ thuốc", "0", "30", 30, taken),
            aim(sleep, "psychology", "Giờ ngủ", "2–3", "6", 30, night),
        ),
        general="Ổn định bệnh, ngủ được.",
        permanency="kin",
        permanency_note="về với chị gái",
        risks=risk,
        client_words="Tôi muốn về với chị.",
    )
    second = Version(
        aims=(
            aim(
                pills,
                "health",
                "Số ngày đủ thuốc",
                "12",
                "30",
                30,
                Doing(text="Thuốc viên tan trong miệng, uống trước mặt", often="mỗi tối", who="D3", urgent=True),
            ),
            aim(sleep, "psychology", "Giờ ngủ", "4", "6", 30, night),
            aim(swallow, "health", "Số ngày liền", "0", "7", 20, taken, weight=(2, 2)),
            aim(garden, "participation", "Số phút", "20", "60", 20, beds, weight=(2, 1)),
            aim(
                signs,
                "life_skills",
                "Số dấu hiệu kể được",
                "0",
                "3",
                20,
                Doing(text="Trò chuyện về bệnh", often="mỗi tuần", who="TL"),
            ),
        ),
        why="Từ chối thuốc ba lần",
        general="Ổn định bệnh, tập việc, chuẩn bị về nhà.",
        risks=risk,
        review_on=back(100),
    )
    third = Version(
        aims=(
            *second.aims,
            aim(
                "Ở nhà chị 7 ngày, đủ thuốc, ngủ đủ",
                "relations",
                "Số ngày",
                "0",
                "7",
                20,
                Doing(text="Về thử gia đình", often="một tuần", by="chị Hoàng Thị Chấn"),
            ),
        ),
        why="Chuẩn bị về thử gia đình",
        general="Về sống với chị gái, có hỗ trợ của xã.",
        risks=(
            *risk,
            ("Cháu rể to tiếng trở lại", "thấp", "cao", "Xã đến thăm tuần đầu; chị gọi cơ sở bất cứ lúc nào."),
        ),
        review_on=back(-40),
    )
    reviewed = days.office(190)
    cases.plan(
        "thach",
        Course(
            who="X2",
            drafted_on=days.office(207),
            version=first,
            submitted_on=days.office(206),
            approved_on=days.office(205),
        ),
        Course(
            who="X2",
            drafted_on=reviewed,
            version=second,
            submitted_on=add_working_days(reviewed, 1),
            approved_on=add_working_days(reviewed, 3),
        ),
        Course(
            who="X2",
            drafted_on=days.office(3, by=_eve(days)),
            version=third,
            submitted_on=_eve(days),
            approved_on=None,
            passed="XH",
        ),
    )
    cases.assess(
        *("thach", "X2", days.office(189), "09:00", AssessmentKind.UNSCHEDULED, (3, 1, 1, 2, 1, 2, 2, 0)),
        reason="Ba lần từ chối thuốc",
    )
    cases.review(
        *("thach", "X2", reviewed, "09:00", Proposal.ADJUST),
        results="Ba tối từ chối thuốc (“thuốc làm mệt”). Đổi viên tan trong miệng.",
        period=ReviewPeriod.UNSCHEDULED,
        reason="Ba lần từ chối thuốc",
    )
    cases.review(
        "thach",
        "X2",
        days.office(100),
        "10:00",
        results="Đủ thuốc 24/30 ngày, ngủ 5–6 giờ, làm vườn đều.",
        next_on=back(20),
    )
    cases.review(
        "thach",
        "X2",
        days.office(22),
        "10:00",
        results="Đủ thuốc 30/30 ngày, ngủ 6 giờ, nhận ra 2 dấu hiệu.",
        next_on=back(-60),
    )
    for ago, levels in ((180, (-2, -2)), (120, (-1, -1)), (60, (0, -1)), (26, (0, 0))):
        cases.attain("thach", "TL", back(ago), "15:00", dict(zip((swallow, garden), levels, strict=True)))
    cases.note(
        "thach",
        "D2",
        back(12),
        "15:10",
        "Tưới hết hai luống, nhắc bạn nghỉ tay. Không bỏ giữa chừng.",
        kind="rehabilitation",
        aim=garden,
    )
    cases.note(
        "thach", "X2", back(17), "16:00", "Chị gái lên thăm, tập chia thuốc vào hộp 7 ngày.", kind="family", aim=pills
    )
    cases.meet(
        *("thach", "X2", days.office(40), "09:00", "Thống nhất chuẩn bị về thử gia đình"),
        present="Đào Thị Hướng Dương\nQuách Văn Long Não\nKhúc Văn Trường Trúc\nHoàng Thị Chấn",
        client_present=True,
        client_opinion="Tôi về với chị, tôi uống thuốc.",
        findings={"health": "Đủ thuốc gần ba tuần.", "relations": "Cháu rể đã chuyển đi, chị nhận trông."},
        decisions=(
            ("Về thử một tuần", "Khúc Văn Trường Trúc"),
            ("Xã giúp khám và cấp thuốc tại trạm", "Hoàng Thị Chấn"),
        ),
        conclusion="Chuyển sang bước Chuẩn bị.",
    )


def wound(cases: Cases, days: Days) -> None:
    """v3 after the wound and the lost weight, reviewed monthly; the last review is late."""
    back = days.back
    for ago in (140, 50):
        cases.score("ngan", "D2", back(ago), "08:00", "barthel", (5, 0, 0, 0, 5, 0, 0, 0, 0, 0))
    cases.score("ngan", "D2", back(65), "08:30", "ulcer_checklist", (1, 1, 1, 1, 1, 0, 1, 1))
    cases.assess(
        *("ngan", "X2", days.office(57), "09:00", AssessmentKind.UNSCHEDULED, (3, 0, 0, 1, 1, 1, 2, 0)),
        {
            "health": {
                "problem": "Loét cùng cụt độ 3, sụt 5,9 % cân nặng.",
                "priority": 1,
                "services": ("primary_health",),
            },
            "psychology": {"client_opinion": "Chị nhớ mẹ, sợ vết loét không lành."},
        },
        reason="Sụt cân 5,9 % trong 30 ngày, loét độ 3",
    )
    healed = "Vết loét còn dưới 1 cm trước {day}"
    version = Version(
        aims=(
            Aim(
                text=healed.format(day=f"{back(-20):%d/%m}"),
                measure="Chiều dài vết loét (cm)",
                start="3,5",
                target="1,0",
                due_on=back(-20),
                doings=(Doing(text="Thay băng", often="mỗi ngày", who="D2", urgent=True, service="primary_health"),),
            ),
            Aim(
                text="Lấy lại 46 kg",
                measure="Cân nặng (kg)",
                start="43,3",
                target="46,0",
                due_on=back(-30),
                doings=(Doing(text="Ăn bổ sung 2 ly sữa, cân mỗi tuần", often="mỗi ngày", who="DD"),),
            ),
            Aim(
                text="Không loét mới",
                measure="Số vết loét mới",
                start="1",
                target="0",
                due_on=back(-30),
                doings=(Doing(text="Đổi tư thế, ghi giờ", often="mỗi 2 giờ", who="C2"),),
            ),
            Aim(
                text="Gọi hình với mẹ mỗi Chủ Nhật",
                domain="psychology",
                measure="Số lần mỗi tháng",
                start="1",
                target="4",
                due_on=back(-30),
                doings=(Doing(text="Hẹn mẹ, mượn máy", often="Chủ Nhật", who="X2"),),
            ),
        ),
        why="Loét độ 3, sụt cân",
        general="Lành vết loét, lại cân, không loét mới.",
        permanency="stay",
        risks=(("Nhiễm trùng vết loét", "cao", "nặng", "Sốt hoặc mùi hôi thì báo bác sĩ ngay."),),
        helps=dict.fromkeys(("eating", "bathing", "hygiene", "dressing", "toilet", "turning", "transfer"), "3"),
        every_months=1,
        review_on=days.office(42),
    )
    old = Version(
        aims=(
            Aim(
                text="Không loét mới",
                measure="Số vết loét mới",
                target="0",
                start="0",
                due_on=back(60),
                doings=(Doing(text="Đổi tư thế", often="mỗi 2 giờ", who="C2"),),
            ),
        ),
        general="Sạch, không loét, không đau.",
        permanency="stay",
        risks=(("Loét tỳ đè", "cao", "cao", "Xoay trở, đệm nước."),),
    )
    cases.plan(
        "ngan",
        Course(
            who="X2",
            drafted_on=days.office(160),
            version=old,
            submitted_on=days.office(159),
            approved_on=days.office(158),
        ),
        Course(
            who="X2",
            drafted_on=days.office(55),
            version=version,
            submitted_on=days.office(53),
            approved_on=days.office(51),
        ),
    )
    cases.review("ngan", "X2", days.office(75), "10:00", results="Da vùng cùng cụt đỏ nhẹ.", next_on=back(40))
    cases.review(
        *("ngan", "X2", days.office(42), "10:00"),
        results="Vết loét 3,0 × 2,0 cm, mô hạt đỏ; 43,4 kg.",
        period=ReviewPeriod.MONTH,
        next_on=back(REVIEW_LATE),
    )
    cases.note(
        "ngan",
        "D2",
        back(8),
        "16:30",
        "Ăn hết suất, thêm 1 ly sữa. Thay băng: dịch ít, bờ sạch. Kể chuyện mẹ sắp lên, cười nhiều.",
        kind="health",
        aim="Lấy lại 46 kg",
    )
    cases.note(
        "ngan", "C2", back(2), "10:00", "Đổi tư thế đủ cữ, da khô, không đỏ thêm.", kind="care", aim="Không loét mới"
    )


def _eve(days: Days) -> date:
    """The last working day before today."""
    return days.office(1, by=days.back(1))


STORIES = (home_after_illness, wound)
