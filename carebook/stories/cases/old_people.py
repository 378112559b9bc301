"""The cases of Trần Thị An, who learns to walk again, of the couple Thuận and Miên, and of Tạ Văn Điền's last months."""

from __future__ import annotations

from carebook.records.assessments import AssessmentKind
from carebook.records.care_plans import Agreement, ReviewPeriod
from carebook.records.closures import ClosureParty
from carebook.rules.calendar import add_working_days
from carebook.stories.cases.telling import Cases
from carebook.stories.cases.versions import Aim, Course, Doing, Version
from carebook.stories.clock import Days

_NEAR = (
    ("Cơn đột quỵ trở lại", "vừa", "nặng", "Đo huyết áp hai lần mỗi ngày; méo miệng, yếu tay chân thì gọi 115 ngay."),
)


def walks_again(cases: Cases, days: Days) -> None:
    """v1; the stroke; a band worse; v2 drafted, returned, approved while v1 stays in force; the way back to 55."""
    back = days.back
    cases.score("an", "D1", back(262), "08:10", "barthel", (10, 5, 5, 10, 10, 10, 10, 15, 10, 5))
    cases.assess("an", "X1", back(261), "09:00", AssessmentKind.PERIODIC, (1, 0, 0, 1, 0, 0, 1, 0))
    cases.score("an", "D1", back(148), "09:20", "barthel", (5, 0, 0, 5, 10, 5, 0, 5, 0, 0))
    cases.score("an", "D1", back(148), "10:00", "fall_checklist", (0, 1, 1, 0, 0, 0, 1, 1, 0, 0))
    cases.assess(
        *("an", "X1", days.office(147), "09:00", AssessmentKind.UNSCHEDULED, (3, 0, 0, 1, 2, 2, 2, 0)),
        {
            "health": {
                "situation": "Liệt nửa người P sau đột quỵ, ngồi phải tựa, nói ngọng, nuốt chậm.",
                "problem": "Chưa tự ngồi, chưa đi được; dễ sặc, dễ ngã.",
                "strengths": "Hiểu lời, muốn tập, tay chân T khỏe.",
                "client_opinion": "Bà muốn tự đi ra hiên, không muốn phiền ai.",
                "priority": 1,
                "services": ("rehab", "primary_health"),
            },
            "life_skills": {"problem": "Cần người giúp mặc áo, tắm, đi vệ sinh.", "priority": 2},
            "participation": {"problem": "Không ra khỏi phòng, bỏ buổi thể dục sáng.", "priority": 3},
            "psychology": {"situation": "Buồn, ít nói, hay khóc khi tập.", "problem": "GDS-15 7 điểm."},
            "relations": {"strengths": "Cháu họ gọi điện mỗi tuần."},
        },
        reason="Barthel 90 → 30 sau đột quỵ",
        summary="Cần tập sớm, phòng ngã ban đêm, giữ huyết áp.",
    )
    cases.score("an", "X1", back(146), "15:00", "gds15", tuple("CCKCCKKCCKCCKKK"))
    cases.score("an", "X1", back(146), "15:30", "amt10", (1, 1, 0, 1, 1, 1, 1, 1, 0, 0))
    drafted = days.office(147)
    steps = [add_working_days(drafted, n) for n in (1, 2, 3, 4)]
    walk = "Đi 10 m bằng khung, có người đứng cạnh"
    no_fall = "Không ngã thêm"
    first = Version(
        aims=(
            Aim(
                text="Giữ huyết áp dưới 140/90",
                measure="Số lần đo dưới 140/90",
                start="6/10",
                target="8/10",
                due_on=back(90),
                doings=(Doing(text="Đo huyết áp", often="mỗi sáng", who="D1", service="primary_health"),),
            ),
            Aim(
                text="Đi bộ 200 m mỗi sáng có gậy",
                domain="participation",
                measure="Số mét",
                start="100 m",
                target="200 m",
                due_on=back(90),
                doings=(Doing(text="Đi cùng bà quanh sân", often="mỗi sáng", by="ca sáng khu A"),),
            ),
        ),
        general="Sống khỏe, tự phục vụ tại khu A.",
        permanency="stay",
        risks=_NEAR,
    )
    second = Version(
        aims=(
            Aim(
                text=walk,
                measure="Số mét đi được",
                start="0 m",
                target="10 m",
                due_on=back(-20),
                weight=(3, 2),
                doings=(
                    Doing(
                        text="PHCN: tập đứng, tập đi bằng khung",
                        often="5 buổi mỗi tuần",
                        who="K1",
                        urgent=True,
                        service="rehab",
                    ),
                ),
            ),
            Aim(
                text="Tự mặc áo cài cúc trong 10 phút",
                domain="life_skills",
                measure="Số phút",
                start="không tự làm",
                target="10 phút",
                due_on=back(-20),
                weight=(2, 2),
                doings=(Doing(text="Tập mặc áo sau tắm", often="mỗi ngày", by="ca sáng khu A"),),
            ),
            Aim(
                text=no_fall,
                measure="Số lần ngã",
                start="0",
                target="0",
                due_on=back(-20),
                scale="fall_checklist",
            ),
            Aim(
                text="8/10 lần đo huyết áp dưới 140/90",
                measure="Số lần đo dưới 140/90",
                start="4/10",
                target="8/10",
                due_on=back(-20),
                doings=(
                    Doing(text="Đo huyết áp, đường huyết", often="2 lần mỗi ngày", who="D1", service="primary_health"),
                    Doing(text="Ăn mềm, chế độ đái tháo đường", often="mỗi bữa", who="DD"),
                ),
            ),
            Aim(
                text="Ra hiên ngồi cùng mọi người mỗi chiều",
                domain="psychology",
                measure="Số buổi mỗi tuần",
                start="0",
                target="5",
                due_on=back(-20),
                doings=(Doing(text="Đưa bà ra hiên, bật đài", often="mỗi chiều", by="ca chiều khu A"),),
            ),
        ),
        why="Đột quỵ; Barthel 90 → 30",
        general="Đi lại được bằng khung, không ngã, giữ huyết áp.",
        risks=(
            ("Ngã khi tự dậy ban đêm", "cao", "nặng", "Chuông đầu giường, đèn cảm ứng, dép chống trượt."),
            ("Sặc khi ăn", "vừa", "cao", "Ngồi thẳng khi ăn, ăn mềm, có người ngồi cùng."),
            *_NEAR,
        ),
        helps={
            "eating": "2",
            "bathing": "3",
            "dressing": "2",
            "toilet": "3",
            "transfer": "3",
            "walking": "3",
            "turning": "2",
        },
        agreed_by="Trần Thị An",
        client_words="Bà muốn tự đi ra hiên, không muốn phiền ai.",
        participants="Mạc Thị Hải Đường, Doãn Thị Cẩm Tú, Lưu Văn Kim Giao, bà An, cháu họ Trần Văn Sơn (điện thoại)",
        review_on=back(112),
    )
    night = Doing(text="Dìu đi vệ sinh 22:00 và 02:00", often="mỗi đêm", by="ca đêm khu A")
    cases.plan(
        "an",
        Course(
            who="X1",
            drafted_on=days.office(258),
            version=first,
            submitted_on=days.office(257),
            approved_on=days.office(255),
        ),
        Course(
            who="X1",
            drafted_on=drafted,
            version=second,
            submitted_on=steps[0],
            returned=(steps[1], "PD", "Bổ sung phòng ngã ban đêm, ghi rõ ca nào làm", night, no_fall),
            again_on=steps[2],
            approved_on=steps[3],
        ),
    )
    for ago, levels in ((118, (-2, -2)), (88, (-1, -2)), (58, (0, -1)), (26, (0, 0))):
        cases.attain(
            "an", "K1", back(ago), "09:10", dict(zip((walk, "Tự mặc áo cài cúc trong 10 phút"), levels, strict=True))
        )
    cases.score("an", "D1", back(120), "08:00", "fall_checklist", (1, 1, 1, 0, 0, 0, 1, 1, 1, 0))
    cases.review(
        "an", "X1", days.office(112), "10:00", results="Ngồi vững, đứng bám thanh. Ngã một lần ban đêm, không gãy."
    )
    cases.score("an", "D1", back(58), "08:00", "barthel", (5, 0, 5, 5, 10, 5, 5, 10, 10, 0))
    cases.score("an", "K1", back(58), "09:00", "tug", (38, 38, 2), note="Dùng khung")
    cases.score("an", "K1", back(26), "09:00", "tug", (31, 31, 2), note="Dùng khung")
    cases.score("an", "D1", back(30), "08:00", "fall_checklist", (1, 1, 1, 0, 0, 0, 1, 1, 0, 0))
    cases.review(
        *("an", "X1", days.office(50), "10:00"),
        results="Đi khung 8 m, tự ăn, còn cần người khi tắm. Barthel 55.",
        next_on=back(-40),
        fit="Phù hợp.",
        independence="Tự ăn, tự chuyển giường – ghế khi có người đứng cạnh.",
    )
    cases.note(
        *("an", "K1", back(60), "08:40", "Đứng bám thanh 3 phút, gối P còn khóa."), kind="rehabilitation", aim=walk
    )
    cases.note("an", "D1", back(20), "16:00", "Ngồi hiên nghe đài, góp chuyện với phòng bên.", kind="care")
    cases.note(
        *("an", "K1", back(1), "09:00"),
        "Đi khung 14 m, nghỉ 1 lần, P còn kéo lê mũi chân. Vui, tự đếm bước.",
        kind="rehabilitation",
        aim=walk,
        result="14 m",
    )


def couple(cases: Cases, days: Days) -> None:
    """Together in one room; she must not lose her way."""
    back = days.back
    cases.score("thuan", "D4", back(360), "08:30", "barthel", (10, 5, 5, 10, 10, 10, 10, 15, 15, 10))
    cases.score("thuan", "D4", back(360), "09:00", "iadl8", (1, 0, 0, 1, 0, 1, 1, 1))
    cases.score("thuan", "X1", back(340), "09:00", "who5", (2, 3, 2, 3, 2), note="Nhớ nhà cũ, lo cho bà.")
    cases.score("thuan", "X1", back(160), "09:00", "who5", (3, 4, 3, 3, 4))
    cases.score("thuan", "D4", back(44), "08:30", "barthel", (10, 5, 5, 10, 10, 10, 10, 15, 15, 10))
    cases.score("mien", "X1", back(362), "10:00", "amt10", (1, 1, 0, 1, 1, 1, 1, 0, 0, 0))
    cases.score("mien", "X1", back(182), "10:00", "amt10", (1, 0, 0, 1, 1, 1, 1, 0, 0, 0))
    cases.score("mien", "D4", back(360), "09:30", "barthel", (10, 0, 5, 10, 10, 5, 10, 15, 15, 5))
    cases.score("mien", "D4", back(88), "09:30", "barthel", (10, 0, 0, 5, 10, 5, 5, 15, 15, 5))
    for key, aims in (
        (
            "thuan",
            (
                Aim(
                    text="Ông bà ở cùng phòng, cùng bữa",
                    domain="relations",
                    measure="Cùng phòng, cùng bàn ăn",
                    due_on=back(-330),
                    doings=(Doing(text="Xếp một phòng, một bàn ăn", often="mỗi bữa", by="ca trực khu D"),),
                ),
            ),
        ),
        (
            "mien",
            (
                Aim(
                    text="Bà không đi lạc",
                    measure="Số lần đi lạc",
                    target="0",
                    start="0",
                    due_on=back(-330),
                    doings=(
                        Doing(text="Đi cùng khi ra sân", often="mỗi lần", who="C4", urgent=True),
                        Doing(text="Thẻ tên trong túi áo", often="mỗi ngày", who="C4"),
                    ),
                ),
                Aim(
                    text="Giữ việc bà tự làm: rửa mặt, gấp khăn",
                    domain="life_skills",
                    measure="Việc còn tự làm",
                    start="2",
                    target="2",
                    due_on=back(-330),
                    doings=(Doing(text="Nhắc, không làm thay", often="mỗi sáng", by="ca sáng khu D"),),
                ),
            ),
        ),
    ):
        cases.assess(
            *(key, "X1", days.office(355), "10:00", AssessmentKind.PERIODIC),
            (1, 0, 0, 1, 0, 1, 1, 0) if key == "thuan" else (2, 0, 0, 1, 2, 1, 1, 0),
        )
        version = Version(
            aims=aims,
            general="Ông bà sống cùng nhau, an toàn, vui.",
            permanency="stay",
            risks=(("Đi lạc khi ra cổng", "vừa", "cao", "Báo bảo vệ, đi cùng khi ra sân."),),
            helps={"bathing": "2", "dressing": "1", "walking": "1"}
            if key == "mien"
            else {"bathing": "0", "walking": "0"},
            agreement=Agreement.AGREED if key == "thuan" else Agreement.BY_GUARDIAN,
            agreed_by="Lương Đình Thuận",
            every_months=3,
        )
        cases.plan(
            key,
            Course(
                who="X1",
                drafted_on=back(724),
                version=version,
                submitted_on=back(723),
                approved_on=back(722),
            ),
        )
        for ago in (310, 220, 130, 40):
            cases.review(
                *(key, "X1", days.office(ago), "14:00"),
                results="Ông bà ở cùng phòng, ăn cùng bàn. Con trai thăm cách tuần."
                if ago != 220
                else "Bà ra cổng một lần, bảo vệ gặp ngay; đã đi cùng khi ra sân.",
                next_on=back(ago - 90) if ago > 40 else back(-50),
            )
    cases.note(
        "mien", "X1", back(33), "16:00", "Bà nhận ra ảnh cưới, gọi đúng tên ông, hát được nửa bài.", kind="psychology"
    )


def last_months(cases: Cases, days: Days) -> None:
    """Without pain, warm, with his nephew; the plan ends with him."""
    back = days.back
    cases.score("dien", "D1", back(200), "08:00", "barthel", (10, 0, 0, 5, 5, 5, 5, 10, 5, 0))
    cases.score("dien", "D1", back(95), "08:00", "barthel", (5, 0, 0, 0, 5, 5, 0, 5, 0, 0))
    cases.assess(
        *("dien", "X1", days.office(60), "09:30", AssessmentKind.UNSCHEDULED, (3, 0, 0, 1, 1, 0, 2, 0)),
        {"health": {"problem": "Khó thở khi nằm, đau ngực.", "client_opinion": "Không đi viện nữa, nằm gần cửa sổ."}},
        reason="Chăm sóc cuối đời",
    )
    calm = "Không đau quá 3 điểm"
    version = Version(
        aims=(
            Aim(
                text=calm,
                measure="Điểm đau 0–10 mỗi ca",
                start="5",
                target="3",
                due_on=back(0),
                scale="pain_nrs",
                doings=(Doing(text="Hỏi đau, cho thuốc khi đau", often="mỗi ca", who="D1", urgent=True),),
            ),
            Aim(
                text="Thở dễ, ấm, sạch",
                measure="Nhận xét của điều dưỡng",
                due_on=back(0),
                doings=(Doing(text="Nằm đầu cao, lau người, đổi tư thế", often="mỗi ca", by="ca trực khu A"),),
            ),
            Aim(
                text="Gặp cháu mỗi tuần",
                domain="relations",
                measure="Số lần mỗi tuần",
                start="1 lần mỗi tháng",
                target="1",
                due_on=back(0),
                doings=(Doing(text="Hẹn cháu Tạ Văn Bờ", often="mỗi tuần", who="X1"),),
            ),
        ),
        why="Chăm sóc cuối đời",
        general="Những ngày cuối bình yên, gần cửa sổ.",
        permanency="dignified_end",
        risks=(("Khó thở tăng về đêm", "cao", "nặng", "Gọi bác sĩ trực, không chuyển viện theo ý ông."),),
        client_words="Không đi viện nữa, nằm gần cửa sổ.",
    )
    approved = days.office(58)
    cases.plan(
        "dien",
        Course(
            who="X1", drafted_on=days.office(60), version=version, submitted_on=days.office(59), approved_on=approved
        ),
    )
    for ago, pain in ((57, 5), (50, 2), (36, 3)):
        cases.score("dien", "D1", back(ago), "21:00", "pain_nrs", (pain,))
    for ago in (52, 45, 37, 30):
        cases.note(
            "dien",
            "X1",
            back(ago),
            "15:00",
            "Cháu Bờ lên thăm, ngồi cùng ông cả buổi chiều.",
            kind="family",
            aim="Gặp cháu mỗi tuần",
        )
    cases.review(
        *("dien", "X1", days.office(30), "09:00"),
        results="Đau 2–3 điểm, thở dễ hơn khi nằm đầu cao.",
        period=ReviewPeriod.MONTH,
    )
    _closed(cases, days)


def _closed(cases: Cases, days: Days) -> None:
    died = days.back(23)
    cases.close(
        *("dien", "X1", days.office(20), "10:00", "died"),
        signed={
            ClosureParty.MANAGER: "Mạc Thị Hải Đường",
            ClosureParty.FAMILY: "Tạ Văn Bờ",
            ClosureParty.HEAD: "Đào Thị Hướng Dương",
        },
        waived={ClosureParty.CLIENT: f"đã mất ngày {died:%d/%m/%Y}"},
        course="Chín năm ở khu A; hai tháng cuối chăm sóc tại giường theo ý ông.",
        results="Không đau quá 3 điểm: đạt. Thở dễ, ấm, sạch: đạt. Gặp cháu mỗi tuần: đạt.",
        state_at_end="Mất lúc 03:35, có hai người ngồi cạnh.",
        plan_after="Đã an táng; di vật giao cháu; làm hồ sơ mai táng phí.",
        no_conference_because="Mất tại cơ sở, gia đình thống nhất khi nhận di vật",
    )


STORIES = (walks_again, couple, last_months)
