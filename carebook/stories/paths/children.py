"""Từ Thị Suối goes to her aunt; an infant at the gate whose family is looked for."""

from __future__ import annotations

from datetime import date, datetime, time

from carebook.actions.contacts import save_contact
from carebook.actions.follow_ups import begin_follow_up, try_visit
from carebook.actions.tracing import save_lead, save_letter
from carebook.records.contacts import Contact
from carebook.records.follow_ups import FollowUpAttempt, RiskColour, VisitOwner
from carebook.records.handovers import HandedKind, HandoverParty
from carebook.records.reintegration import ReadinessAnswer, Reintegration, Stage
from carebook.records.staff import Actor
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.stories.clock import Days
from carebook.stories.decisions import Decisions
from carebook.stories.homes import home
from carebook.stories.named.children import Notice, WayToKin
from carebook.stories.paths.telling import Paths, staff
from carebook.stories.paths.walking import Walk, every_point
from carebook.stories.stage import Stage as Scene

_AUNT, _COMMUNE = "Nịnh Thị Hợi", "xã Lương Minh"
_MET = ReadinessAnswer.MET


def to_the_aunt(paths: Paths, days: Days, decisions: Decisions) -> None:
    """Six months from the first letter to the handover, then the commune's reports, one of which is late."""
    way, walk = WayToKin.of(days), Walk(paths, "suoi", "X2")
    if not paths.is_in_book(way.defined):
        path = Reintegration(episode_id="", destination="substitute_kin", commune=home(_COMMUNE).code)
        paths.of_person("suoi", "X2", way.handed_over, "17:00", begin_follow_up, path, walk.mark)
    else:
        _prepare(walk, days, way)
        _decide(walk, way, decisions)
    if days.back(115) > way.handed_over:
        _afterwards(walk, days)


def _prepare(walk: Walk, days: Days, way: WayToKin) -> None:
    back = days.back
    walk.begin(
        way.defined,
        destination="substitute_kin",
        commune=home(_COMMUNE).code,
        place="Nhà dì ruột, Thôn 2",
        wish="Con muốn ở với dì. Con muốn anh lên thăm.",
        eligibility="Cha mẹ mất vì lũ; dì ruột muốn nhận cháu.",
        target_on=back(120),
    )
    walk.answered(way.defined, {"wish": (_MET, "“Con muốn ở với dì.”"), "cause": (_MET, "Dì có nhà ở vùng an toàn")})
    walk.move(back(266), Stage.TRACING)
    lead = TracingLead(
        episode_id="",
        found_on=back(262),
        source="letter",
        person=_AUNT,
        relation="mothers_sister",
        commune=home(_COMMUNE).code,
        place="Thôn 2",
        contact="0500000551",
        what="Dì viết thư xin nhận nuôi cháu.",
        result="verified",
        result_on=days.office(250),
        verified_by=f"Văn bản xác nhận của UBND {_COMMUNE}",
        proof="commune_letter",
    )
    walk.paths.of_person("suoi", "X2", days.office(250), "10:00", save_lead, lead)
    walk.carer(
        days.office(249),
        full_name=_AUNT,
        relation="mothers_sister",
        born=days.born(34),
        phone="0500000551",
        commune=home(_COMMUNE).code,
        address="Thôn 2",
        wishes="Nhận nuôi cháu, xin giúp làm nhà vệ sinh.",
    )
    walk.move(days.office(248), Stage.FAMILY_ASSESSMENT)
    walk.heard(back(236), "Con muốn ở với dì. Con muốn anh lên thăm.", name="Từ Thị Suối")
    walk.heard(back(236), "Em đi con buồn, nhưng em có nhà. Con học hết lớp 9 đã.", "sibling", "Từ Văn Nguồn")
    facts = {"commune_by": "Phó Chủ tịch UBND xã", "household": "Dì, chồng, hai con gái học lớp 4 và lớp 7"}
    walk.visited(
        back(235),
        (3, 3, 2, 2, 0, 1, 3, 3, 2, 1, 1, 3),
        **facts,
        housing="Nhà gỗ ba gian, chưa có nhà vệ sinh",
        livelihood="Làm nương, chưa có thu nhập đều",
        who_cares="Dì ở nhà cả ngày; chị họ đi học cùng",
        commune="Nhất trí, hỗ trợ sinh kế và làm nhà vệ sinh",
        conclusion="Cần hỗ trợ sinh kế, nhà vệ sinh trước khi đón cháu.",
    )
    walk.move(days.office(230), Stage.PLANNING)
    met = way.conference
    walk.support(met, "livelihood", "2 lợn giống", f"UBND {_COMMUNE}", back(190), 5_000_000)
    walk.support(met, "housing", "Làm nhà vệ sinh", f"UBND {_COMMUNE}", back(172), 8_000_000)
    walk.support(met, "school", "Xe đạp đi học", "Cơ sở", back(165), 1_800_000)
    walk.move(met, Stage.PREPARATION, clock="18:00")
    for ago, kind, course in (
        (205, "visit", "Dì lên thăm, mang ngô luộc; hai dì cháu ngồi với anh trai."),
        (190, "video", "Gọi hình, cháu xem lợn con và chị họ."),
        (176, "outing", "Dì đón ăn trưa, cháu kể chuyện lớp, cười nhiều."),
    ):
        contact = Contact(
            episode_id="",
            held_on=back(ago),
            held_at=time(9, 0),
            kind=kind,
            name=_AUNT,
            relation="mothers_sister",
            course=course,
            reaction="Vui, hỏi bao giờ dì lên nữa.",
            minutes=60,
        )
        walk.paths.of_person("suoi", "X2", back(ago), "17:00", save_contact, contact, staff_member_id=staff("X2"))
        if kind == "video":
            walk.came(back(ago), "livelihood")
    walk.taught(back(176), "rights", "Dì biết xin trợ cấp và đưa cháu đi khám")
    walk.came(back(172), "housing")
    walk.visited(
        back(168),
        (3, 3, 2, 2, 1, 2, 3, 3, 2, 1, 2, 3),
        **facts,
        housing="Đã có nhà vệ sinh, góc học riêng",
        livelihood="Nuôi 2 lợn, bán ngô",
        who_cares="Dì ở nhà cả ngày",
        commune="Nhất trí",
        conclusion="Thuận lợi, không có cờ đỏ.",
    )
    walk.came(back(165), "school")
    walk.answered(back(162), every_point())
    walk.move(back(161), Stage.TRIAL_STAY, clock="19:00")
    walk.tried(
        back(152),
        "Ngủ ngon, theo chị họ đi học, tối thứ ba nhớ anh khóc.",
        "Cháu ngoan, biết giúp cho lợn ăn.",
        days.office(150),
        "GD",
        "Cháu quen nhà, dì chăm được: đi tiếp.",
    )


def _decide(walk: Walk, way: WayToKin, decisions: Decisions) -> None:
    walk.move(way.dossier, Stage.DECISION, clock="06:00")
    walk.paper(way.dossier, "list_14", "14/DS-TTBTXH", "Cơ sở")
    walk.paper(way.dossier, "department_dossier", "62/TTBTXH-CTXH", "Cơ sở")
    walk.paper(way.confirmed, "registration_08", issuer=_AUNT)
    walk.paper(way.confirmed, "verification_11", "8/XM-UBND", f"UBND {_COMMUNE}")
    walk.paper(way.confirmed, "decision_12", "57/QĐ-UBND", f"UBND {_COMMUNE}")
    walk.paper(way.ended, "department_end", "311/QĐ-SYT", "Sở Y tế")
    walk.paper(way.ended, "decision_stop", decisions.written(276), "Cơ sở")
    walk.move(way.ended, Stage.HANDOVER, clock="08:40")
    paper, belonging, money = HandedKind.PAPER, HandedKind.BELONGING, HandedKind.MONEY
    walk.hand_over(
        way.handed_over,
        who="XH",
        number="5/BB-TTBTXH",
        handed_at=time(10, 30),
        place=f"UBND {_COMMUNE}",
        basis=f"Quyết định số {decisions.written(276)}",
        giver="Lâm Thị Thạch Thảo",
        giver_post="Trưởng phòng Công tác xã hội",
        receiver=_AUNT,
        receiver_phone="0500000551",
        receiver_address=f"Thôn 2, {_COMMUNE}",
        receiver_relation="mothers_sister",
        witness="Cán bộ văn hóa – xã hội",
        witness_post=f"UBND {_COMMUNE}",
        health="Khỏe, không dùng thuốc",
        weight_kg=24.5,
        skin="Lành",
        guidance="Ngủ trước 21 giờ; anh trai lên thăm mỗi tháng; đưa đi khám tại trạm khi sốt.",
        rights_and_duties="Dì chăm sóc, cho cháu đi học; UBND xã theo dõi; cơ sở gọi và đến thăm ít nhất 6 tháng.",
        contact="0203 000 0001",
        items=(
            (paper, {"what": "Học bạ", "original": True}),
            (paper, {"what": "Thẻ BHYT", "original": True}),
            (paper, {"what": "Giấy khai sinh", "original": True}),
            (belonging, {"what": "Quần áo, cặp sách", "quantity": "1 ba lô"}),
            (money, {"what": "Tiền hỗ trợ đi đường", "amount": 500_000}),
        ),
        signed={
            HandoverParty.GIVER: "Lâm Thị Thạch Thảo",
            HandoverParty.RECEIVER: _AUNT,
            HandoverParty.COMMUNE: "Cán bộ văn hóa – xã hội",
            HandoverParty.CLIENT: "Từ Thị Suối",
        },
    )


def _afterwards(walk: Walk, days: Days) -> None:
    back, green = days.back, RiskColour.GREEN
    walk.visit(
        back(115), green, seen="Dì, cháu", living="Ngủ cùng chị họ", own_words="Con nhớ anh, con thích cho lợn ăn."
    )
    walk.visit(
        back(93),
        green,
        mode="visit",
        seen="Dì, cháu, cán bộ xã",
        alone=True,
        living="Góc học riêng, nhà sạch",
        self_care="self_care",
        school_work="Đi học 20/20 buổi",
        health="Khỏe",
        allowance=True,
        health_card=True,
        own_words="Con tự tắm, con rửa bát.",
    )
    walk.visit(back(88), green, owner=VisitOwner.COMMUNE, report_no="41/BC-UBND", living="Ở với dì, đi học đều")

    def remind(scene: Scene, by: Actor, now: datetime) -> None:
        visit = walk.nearest(scene, back(31), VisitOwner.COMMUNE)
        letter = FollowUpAttempt(
            episode_id="", follow_up_id=visit.id, tried_on=back(10), mode="report", result="Gửi công văn nhắc UBND xã"
        )
        try_visit(scene.book, letter, by=by, now=now)

    walk.paths.then("suoi", "XH", back(10), "09:00", remind)


def family_of_the_infant(paths: Paths, days: Days, _decisions: Decisions) -> None:
    """The public notice runs; a caller who gives no name; two communes that have not answered yet."""
    at = Notice.of(days)

    def letter(day: date, kind: str, to: str, number: str, clock: str) -> None:
        sent = TracingLetter(episode_id="", kind=kind, addressee=to, number=number, sent_on=day)
        paths.of_person("infant", "X2", day, clock, save_letter, sent)

    letter(at.published, "public_notice", "Đài phát thanh tỉnh", "12/TB-TTBTXH", "15:30")
    letter(at.published, "commune_notice", "UBND xã Thống Nhất", "12/TB-TTBTXH", "16:00")
    lead = TracingLead(
        episode_id="",
        found_on=days.back(22),
        source="hotline",
        relation="grandmother_maternal",
        what="Người gọi tự nhận là bà ngoại, không nói tên.",
        result="open",
    )
    paths.of_person("infant", "X2", days.back(22), "20:30", save_lead, lead)
    letter(days.back(14), "commune_letter", "UBND xã Thống Nhất", "31/CV-TTBTXH", "09:30")
    letter(days.back(14), "commune_letter", "UBND xã Kỳ Thượng", "32/CV-TTBTXH", "09:40")


STORIES = (to_the_aunt, family_of_the_infant)
