"""The cases of the children: Suối goes to her aunt, Nguồn stays and chooses a trade, Lụa learns signs, Hải Đăng comes by day."""

from __future__ import annotations

from carebook.records.assessments import AssessmentKind
from carebook.records.care_plans import Achievement, Agreement
from carebook.records.closures import ClosureParty
from carebook.records.schooling import Schooling
from carebook.stories.cases.telling import Cases
from carebook.stories.cases.versions import Aim, Course, Doing, Version
from carebook.stories.clock import Days
from carebook.stories.named.children import WayToKin

_AUNT = "Nịnh Thị Hợi"


def to_her_aunt(cases: Cases, days: Days) -> None:
    """v1, then v2 with the way to her aunt; the meeting; form 06 when she has gone."""
    back, way = days.back, WayToKin.of(days)
    home, meet, support = (
        "Về ở với dì trước năm học mới",
        "Hai anh em gặp nhau mỗi tháng",
        "Dì biết xin trợ cấp và khám cho cháu",
    )
    cases.assess(
        *(
            "suoi",
            "X2",
            days.office(268, after=way.defined),
            "09:00",
            AssessmentKind.PERIODIC,
            (1, 1, 0, 2, 1, 1, 2, 0),
        ),
        {
            "relations": {
                "strengths": "Dì ruột viết thư xin đón.",
                "client_opinion": "Con muốn ở với dì. Con muốn anh lên thăm.",
                "priority": 1,
            }
        },
        client_informs=True,
    )
    first = Version(
        aims=(
            Aim(
                text="Ăn ngủ đều, học hết lớp 2",
                domain="education_work",
                measure="Nhận xét của cô giáo",
                due_on=back(150),
                doings=(Doing(text="Kèm bài mỗi tối", often="T2–T6", who="C3"),),
            ),
        ),
        general="Lớn lên an toàn cùng anh trai.",
        permanency="kin",
        risks=(("Nhớ cha mẹ, khóc đêm", "vừa", "vừa", "Nhân viên tâm lý gặp mỗi tuần."),),
        agreed_by="Từ Thị Suối",
    )
    aims = tuple(
        Aim(
            text=text,
            domain=domain,
            measure=measure,
            due_on=back(90),
            doings=(Doing(text=doing, often=often, who="X2", by=by),),
        )
        for text, domain, measure, doing, often, by in (
            (
                home,
                "relations",
                "Quyết định, biên bản bàn giao",
                "Thăm nhà dì, làm hồ sơ gia đình thay thế",
                "hai lần",
                "",
            ),
            (meet, "relations", "Số lần gặp mỗi tháng", "Hẹn thăm, gọi hình", "mỗi tháng", ""),
            (support, "livelihood", "Có quyết định trợ cấp", "Hướng dẫn dì làm đơn ở xã", "một lần", ""),
        )
    )
    second = Version(
        aims=aims,
        why="Có dì ruột nhận chăm sóc",
        general="Về sống với dì, gần trường, gặp anh đều đặn.",
        permanency="substitute_family",
        permanency_note="dì ruột, xã Lương Minh",
        risks=(("Nhà dì xa trường 4 km", "vừa", "cao", "Xe đạp, đi cùng chị họ."),),
        agreed_by="Từ Thị Suối",
        client_words="Con muốn ở với dì. Con muốn anh lên thăm.",
        review_on=days.office(160),
    )
    approved = days.office(208, after=way.conference)
    cases.plan(
        "suoi",
        Course(who="X2", drafted_on=back(330), version=first, submitted_on=back(329), approved_on=back(328)),
        Course(
            who="X2",
            drafted_on=way.conference,
            version=second,
            submitted_on=days.office(212, after=way.conference),
            approved_on=approved,
        ),
    )
    cases.meet(
        *("suoi", "X2", way.conference, "09:00", "Thống nhất việc về ở với dì"),
        present=f"Đào Thị Hướng Dương\nLâm Thị Thạch Thảo\n{_AUNT}\ncán bộ UBND xã Lương Minh",
        client_present=True,
        client_opinion="Con muốn ở với dì. Con muốn anh lên thăm.",
        family_opinion="Dì nhận nuôi, xin hỗ trợ làm nhà vệ sinh.",
        findings={"livelihood": "Cần 2 lợn giống.", "other": "Làm nhà vệ sinh trước khi đón cháu."},
        decisions=(
            ("Cấp 2 lợn giống, làm nhà vệ sinh", "UBND xã Lương Minh"),
            ("Thăm nhà lần hai", "Khúc Văn Trường Trúc"),
        ),
    )
    cases.note(
        "suoi", "X2", back(176), "13:00", "Dì đón ăn trưa, cháu kể chuyện lớp, cười nhiều.", kind="family", aim=home
    )
    cases.review(
        *("suoi", "X2", days.office(152), "15:00"),
        results="Về thử một tuần: ngủ ngon, theo chị họ đi học; tối thứ ba nhớ anh khóc.",
        next_on=back(70),
        connections="Xã nhận theo dõi, trường nhận học.",
    )
    cases.close(
        *("suoi", "X2", way.handed_over, "15:30", "substitute_family"),
        signed={
            ClosureParty.MANAGER: "Khúc Văn Trường Trúc",
            ClosureParty.CLIENT: "Từ Thị Suối",
            ClosureParty.FAMILY: _AUNT,
            ClosureParty.HEAD: "Đào Thị Hướng Dương",
        },
        course="Vào cơ sở sau trận lũ, học hết lớp 2; dì ruột được đánh giá hai lần, về thử một tuần.",
        results="Về ở với dì: đạt. Hai anh em gặp nhau mỗi tháng: đạt. Dì biết xin trợ cấp: đạt.",
        state_at_end="Khỏe, ăn ngủ tốt, vui khi về với dì.",
        plan_after="UBND xã Lương Minh theo dõi ba tháng đầu; cơ sở gọi và đến thăm; anh em gặp nhau mỗi tháng.",
        no_conference_because=f"Đã họp ngày {way.conference:%d/%m/%Y}",
    )


def chooses_a_trade(cases: Cases, days: Days) -> None:
    """Nguồn, nearly sixteen: school, a trade, money of his own."""
    back = days.back
    cases.assess(
        *("nguon", "X2", days.office(210), "10:00", AssessmentKind.PERIODIC, (0, 2, 1, 2, 1, 1, 2, 0)),
        {"relations": {"client_opinion": "Em đi con buồn, nhưng em có nhà. Con học hết lớp 9 đã."}},
    )
    cases.score("nguon", "TL", back(119), "16:00", "who5", (2, 3, 2, 2, 2))
    cases.score("nguon", "TL", back(29), "16:00", "who5", (3, 3, 3, 2, 3))
    exam, trade, alone = "Thi hết lớp 9", "Chọn nghề trước 16 tuổi", "Tự nấu ăn, giữ tiền 200.000 đ mỗi tháng"
    version = Version(
        aims=tuple(
            Aim(
                text=text,
                domain=domain,
                measure=measure,
                due_on=due,
                doings=(Doing(text=doing, often=often, who="X2"),),
            )
            for text, domain, measure, due, doing, often in (
                (exam, "education_work", "Kết quả thi", back(-150), "Kèm toán, văn", "3 buổi mỗi tuần"),
                (trade, "education_work", "Đã chọn nghề", back(-74), "Thăm trường nghề, thử việc điện", "hai lần"),
                (alone, "life_skills", "Số tháng giữ được tiền", back(-150), "Nhóm Tuổi mới lớn", "T7 14:00"),
            )
        ),
        why="Em gái chuẩn bị về với dì",
        general="Học xong lớp 9, có nghề, tự lập.",
        permanency="independent",
        risks=(("Buồn khi em đi, bỏ học", "vừa", "cao", "Gặp em mỗi tháng, nhân viên tâm lý gặp hai tuần một lần."),),
        agreed_by="Từ Văn Nguồn",
        client_words="Con học hết lớp 9 đã.",
        review_on=days.office(115),
    )
    cases.plan(
        "nguon",
        Course(
            who="X2",
            drafted_on=days.office(206),
            version=version,
            submitted_on=days.office(205),
            approved_on=days.office(204),
        ),
    )
    for ago, words in ((115, "Học lực khá, hay gọi em."), (28, "Thăm trường nghề một lần, thích điện dân dụng.")):
        cases.review("nguon", "X2", days.office(ago), "14:00", results=words, next_on=back(ago - 88))
    cases.note(
        "nguon",
        "X2",
        back(45),
        "15:00",
        "Thăm trường nghề: xem xưởng điện, hỏi học phí, xin tờ rơi về.",
        kind="education",
        aim=trade,
    )


def two_hundred_signs(cases: Cases, days: Days) -> None:
    """Lụa: the Washington questions, her signs, and the way back to her village school."""
    back = days.back
    cases.score("lua", "X2", back(350), "09:00", "wg_ss", (1, 4, 1, 1, 1, 3))
    cases.assess("lua", "X2", days.office(300), "09:00", AssessmentKind.PERIODIC, (1, 2, 0, 1, 1, 2, 1, 0))
    signs = "200 ký hiệu; đọc hiểu câu 5 từ"
    version = Version(
        aims=(
            Aim(
                text=signs,
                domain="education_work",
                measure="Số ký hiệu biết dùng",
                start="35",
                target="200",
                due_on=back(-190),
                doings=(Doing(text="Lớp khiếm thính 2", often="T2–T6", who="G1"),),
            ),
            Aim(
                text="Kể được chuyện ở nhà cho bạn",
                domain="participation",
                measure="Số lần mỗi tuần",
                start="0",
                target="3",
                due_on=back(-190),
                doings=(Doing(text="Giờ kể chuyện thứ Hai", often="mỗi tuần", who="G1"),),
            ),
        ),
        general="Giao tiếp bằng ký hiệu, hòa nhập với bạn.",
        permanency="own_family",
        risks=(("Máy trợ thính hỏng", "vừa", "vừa", "Kiểm tra máy hai tháng một lần."),),
        agreement=Agreement.BY_GUARDIAN,
        agreed_by="Dường Thị Xuân",
        every_months=3,
        review_on=days.office(210),
    )
    cases.plan(
        "lua",
        Course(
            who="X2",
            drafted_on=days.office(298),
            version=version,
            submitted_on=days.office(297),
            approved_on=days.office(296),
        ),
    )
    for ago, count in ((210, 96), (120, 121), (35, 148)):
        cases.review(
            "lua",
            "X2",
            days.office(ago),
            "11:00",
            results=f"Biết dùng {count} ký hiệu, chuyên cần 94 %.",
            next_on=back(ago - 90) if ago > 35 else back(-55),
        )
    cases.note(
        "lua",
        "G1",
        back(12),
        "10:40",
        "Kể lại phiên chợ bằng 12 ký hiệu, tự sửa 2. Bạn mới khóc, Lụa ra ngồi cạnh.",
        kind="education",
        aim=signs,
    )
    year = days.today.year if days.today.month >= 9 else days.today.year - 1
    for first, result in ((year - 1, "good"), (year, None)):
        cases.add(
            *("lua", "X2", back(20), "08:00"),
            Schooling(
                person_id="",
                school_year=f"{first}-{first + 1}",
                level="special",
                school="Lớp khiếm thính 2",
                class_name="2",
                special=True,
                result=result,
            ),
        )


def comes_by_day(cases: Cases, days: Days) -> None:
    """Hải Đăng: scores from his mother's paper, three goals and how far they came."""
    back = days.back
    cases.score("dang", "G2", back(111), "14:00", "cars2", (36.5,))
    cases.score("dang", "G2", back(30), "09:00", "cars2", (33.0,))
    cases.intake(
        *("dang", "X2", days.office(110), "10:30"),
        informant="Bùi Thị Khơi",
        informant_relation="family",
        needs="Học can thiệp sớm; mẹ biết dạy con ở nhà.",
        illness="Rối loạn phổ tự kỷ.",
        self_care="partial",
        source="Mẹ kể; phiếu sàng lọc mẹ mang theo.",
    )
    looks, turns, points = "Nhìn người gọi tên 5/10 lần", "Chờ lượt 2 phút", "Chỉ tay xin đồ vật"
    cases.assess(
        "dang",
        "X2",
        days.office(110),
        "09:00",
        AssessmentKind.INITIAL,
        (1, 2, 0, 1, 2, 2, 2, 0),
        client_informs=False,
        informant="Bùi Thị Khơi",
        informant_relation="family",
    )
    version = Version(
        aims=tuple(
            Aim(
                text=text,
                domain="life_skills",
                measure=measure,
                due_on=back(-30),
                weight=weight,
                doings=(Doing(text="Can thiệp sớm", often="T2, T4, T6 09:00", who="G2"),),
            )
            for text, measure, weight in (
                (looks, "Số lần nhìn trong 10 lần gọi", (3, 2)),
                (turns, "Số phút chờ", (2, 2)),
                (points, "Số lần chỉ tay mỗi buổi", (3, 1)),
            )
        ),
        general="Giao tiếp mắt, chờ lượt, xin bằng tay.",
        permanency="own_family",
        risks=(("Nghỉ nhiều buổi liền", "vừa", "vừa", "Gọi mẹ sau hai buổi nghỉ, hướng dẫn tập ở nhà."),),
        agreement=Agreement.BY_GUARDIAN,
        agreed_by="Bùi Thị Khơi",
        review_on=days.office(52),
    )
    cases.plan(
        "dang",
        Course(
            who="X2",
            drafted_on=days.office(109),
            version=version,
            submitted_on=days.office(108),
            approved_on=days.office(107, after=days.office(108)),
        ),
    )
    for ago, levels in ((103, (-2, -2, -2)), (80, (-1, -1, -2)), (50, (-1, -1, -1)), (20, (0, -1, 0))):
        cases.attain("dang", "G2", back(ago), "10:00", dict(zip((looks, turns, points), levels, strict=True)))
    cases.review(
        *("dang", "X2", days.office(52), "15:00"),
        results="Hết gói 1: nhìn 4/10 lần, chờ 60 giây, bắt đầu chỉ tay.",
        next_on=back(-35),
        rated={points: Achievement.PARTLY},
    )
    cases.note(
        "dang",
        "G2",
        back(6),
        "10:20",
        "Gọi tên 10 lần nhìn 5. Xếp lượt với bạn được 90 giây thì bỏ. Chỉ quả bóng, kéo tay cô.",
        kind="education",
        aim=looks,
    )


STORIES = (to_her_aunt, chooses_a_trade, two_hundred_signs, comes_by_day)
