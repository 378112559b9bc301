"""Hoàng Văn Thạch's two ways home, Phan Văn Dặm's short one, and how Cao Văn Bến got his name back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

from carebook.actions.contacts import save_contact
from carebook.actions.episodes import amend_episode
from carebook.actions.families import clear_red_flag
from carebook.actions.follow_ups import begin_follow_up
from carebook.actions.referrals import move_referral, save_referral
from carebook.actions.returns import link_return
from carebook.actions.tracing import save_lead, save_letter
from carebook.records.contacts import Contact
from carebook.records.episodes import Episode
from carebook.records.follow_ups import RiskColour
from carebook.records.handovers import HandedKind, HandoverParty
from carebook.records.referrals import Referral, ReferralState
from carebook.records.reintegration import ReadinessAnswer, Reintegration, Stage
from carebook.records.staff import Actor
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.rules.calendar import add_working_days
from carebook.stories.clock import Days
from carebook.stories.decisions import Decisions
from carebook.stories.homes import home
from carebook.stories.named.adults import Tracing, way_home_within_days
from carebook.stories.paths.telling import Paths, staff
from carebook.stories.paths.walking import READINESS, Walk
from carebook.stories.stage import Stage as Scene

_SISTER, _COMMUNE = "Hoàng Thị Chấn", "xã Lục Hồn"
_MET, _NOT_YET = ReadinessAnswer.MET, ReadinessAnswer.NOT_YET


def relapse_and_return(paths: Paths, days: Days, _decisions: Decisions) -> None:
    """Followed closely after the first stay until he was ill again; then a second way home with a flag that was cleared."""
    if paths.is_in_book(days.office(215)):
        _first_time(paths, days)
    _second_time(Walk(paths, "thach", "X2"), days)


def _first_time(paths: Paths, days: Days) -> None:
    back, walk = days.back, Walk(paths, "thach", "X2")
    path = Reintegration(
        episode_id="", destination="kin", high_risk=True, commune=home(_COMMUNE).code, place="Nhà chị gái, Thôn 6"
    )
    paths.of_person("thach", "X2", back(402), "17:00", begin_follow_up, path, walk.mark, worker_id=staff("X2"))
    for ago in (395, 388, 381, 374, 341, 311):
        walk.visit(
            back(ago),
            RiskColour.GREEN,
            medicines_taken=True,
            seen="Ông Thạch, chị gái",
            health="Uống thuốc đều, ngủ được",
        )
    for ago, words in (
        (280, "Bỏ thuốc 3 ngày, ngủ 2–3 giờ, nói một mình"),
        (273, "Uống lại thuốc nhưng ngủ ít"),
        (266, "Vẫn nói một mình, ăn kém"),
    ):
        walk.visit(
            back(ago),
            RiskColour.YELLOW,
            mode="visit",
            seen="Ông Thạch, chị gái",
            problems=words,
            help_given="Gọi trạm y tế, dặn chị gái giữ thuốc",
        )
    walk.visit(
        back(258),
        RiskColour.RED,
        mode="visit",
        seen="Chị gái, ông Thạch",
        safe=False,
        safety="Chị gái sợ, hàng xóm khóa cửa",
        problems="Đập bát, nghe tiếng chửi, không nhận ra chị",
        help_given="Gọi trạm y tế, đưa đi bệnh viện tâm thần hôm sau",
    )

    def link(scene: Scene, by: Actor, now: datetime) -> None:
        link_return(
            scene.book,
            paths.kept[walk.mark].id,
            scene.folk["thach"].episode_id,
            "relapse",
            by=by,
            now=now,
        )

    paths.then("thach", "X2", days.office(214), "16:30", link)


def _second_time(walk: Walk, days: Days) -> None:
    back, paths = days.back, walk.paths
    walk.begin(
        days.office(75),
        destination="kin",
        commune=home(_COMMUNE).code,
        place="Nhà chị gái, Thôn 6",
        wish="Tôi về với chị, tôi uống thuốc.",
        eligibility="Uống thuốc đều ba tháng, ngủ được, làm vườn không bỏ buổi.",
        high_risk=True,
        target_on=back(-16),
    )
    walk.answered(days.office(75), {"wish": (_MET, "“Tôi về với chị.”"), "cause": (_MET, "Bệnh ổn từ ba tháng")})
    walk.carer(
        days.office(75),
        full_name=_SISTER,
        relation="elder_sister",
        born=days.born(66),
        phone="0500000661",
        commune=home(_COMMUNE).code,
        address="Thôn 6",
        wishes="Nhận em về, xin trạm y tế cấp thuốc tại xã.",
    )
    walk.move(days.office(70), Stage.FAMILY_ASSESSMENT, "Đã biết gia đình, không cần tìm kiếm")
    walk.visited(
        back(62),
        (2, 3, 2, 1, 2, 2, 2, 2, 1, 2, 1, 3),
        "Cháu rể hay uống rượu, to tiếng",
        commune_by="Phó Chủ tịch UBND xã",
        commune="Nhất trí khi cháu rể đã ở riêng",
        household="Chị gái, con gái, con rể, một cháu",
        housing="Nhà xây cấp bốn, có phòng riêng",
        livelihood="Trồng keo, nuôi gà",
        who_cares="Chị gái ở nhà cả ngày",
        risk_of_harm="Cháu rể uống rượu, to tiếng buổi tối",
        conclusion="Cần hỗ trợ trước; có cờ đỏ An toàn.",
    )

    def clear(scene: Scene, by: Actor, now: datetime) -> None:
        there = paths.kept["family thach"]
        flag = next(one for one in there.ratings if one.red_flag)
        why = "UBND xã xác nhận cháu rể đã chuyển ra ở riêng."
        clear_red_flag(scene.book, flag.id, why, by=by, now=now)

    paths.then("thach", "GD", days.office(43), "09:00", clear)
    met = days.office(40)
    walk.move(max(days.office(42), days.office(43)), Stage.PLANNING, clock="17:00")
    walk.support(met, "health", "Khám, cấp thuốc tại trạm y tế xã", f"Trạm y tế {_COMMUNE}", back(-14))
    walk.support(met, "money", "Trợ cấp hằng tháng tại cộng đồng", f"UBND {_COMMUNE}", back(-16), 750_000)
    walk.move(met, Stage.PREPARATION, clock="18:00")
    for ago, kind, course in (
        (28, "call", "Chị gái gọi, hai chị em nói 15 phút; hẹn lên học chia thuốc."),
        (17, "visit", "Chị gái lên, cùng ăn trưa, xem vườn rau."),
    ):
        contact = Contact(
            episode_id="",
            held_on=back(ago),
            held_at=time(9, 30),
            kind=kind,
            name=_SISTER,
            relation="elder_sister",
            course=course,
            reaction="Vui, hỏi ngày về thử.",
        )
        paths.of_person("thach", "X2", back(ago), "15:00", save_contact, contact, staff_member_id=staff("X2"))
    walk.taught(back(17), "medicines", "Chị tự chia thuốc vào hộp 7 ngày, nói đúng 3 dấu hiệu sắp bệnh lại", 90)
    lacking = {
        "medicines": (_NOT_YET, "Trạm y tế xã hẹn cấp từ tháng sau"),
        "allowance": (_NOT_YET, "Đã gửi tờ khai, chờ UBND xã"),
    }
    answered = {item: (_MET, "") for item in READINESS if item not in lacking and item != "services"}
    walk.answered(back(12), {**answered, **lacking, "services": (ReadinessAnswer.NOT_APPLICABLE, "")})


def short_way(paths: Paths, days: Days, decisions: Decisions) -> None:
    """Phan Văn Dặm: decision, minutes, bus; no follow-up is expected."""
    came, left = way_home_within_days(days)
    walk, number = Walk(paths, "dam", "X1"), decisions.on(left)
    walk.begin(
        add_working_days(came, 1),
        path="returned_residence",
        wish="Cho tôi về với em.",
        place="Xã Tiên Lữ, tỉnh Hưng Yên",
    )
    walk.move(left, Stage.DECISION, clock="06:00")
    walk.paper(left, "decision_stop", number, "Cơ sở")
    walk.paper(left, "transport", issuer="Bến xe", note="Vé xe khách 2 lượt")
    walk.move(left, Stage.HANDOVER, clock="09:40")
    walk.hand_over(
        left,
        clock="13:05",
        number="6/BB-TTBTXH",
        handed_at=time(13, 5),
        place="UBND xã Tiên Lữ",
        basis=f"Quyết định số {number}",
        giver="Mạc Thị Hải Đường",
        giver_post="Nhân viên công tác xã hội",
        receiver="Phan Văn Lối",
        receiver_relation="younger_sibling",
        witness="Cán bộ UBND xã",
        witness_post="UBND xã Tiên Lữ",
        health="Khỏe, chân P đã khô",
        rights_and_duties="Gia đình giữ ông ở nhà; xã giúp làm lại giấy tờ.",
        contact="0203 000 0001",
        items=(
            (HandedKind.BELONGING, {"what": "ba lô"}),
            (HandedKind.BELONGING, {"what": "áo mưa"}),
            (HandedKind.MONEY, {"what": "tiền mặt", "amount": 42_000}),
        ),
        signed={
            HandoverParty.GIVER: "Mạc Thị Hải Đường",
            HandoverParty.RECEIVER: "Phan Văn Lối",
            HandoverParty.COMMUNE: "Cán bộ UBND xã",
            HandoverParty.CLIENT: "Phan Văn Dặm",
        },
    )


def name_found_again(paths: Paths, days: Days, _decisions: Decisions) -> None:
    """Letters, a family that looked at the photo, fingerprints; then his sister is looked for."""
    at = Tracing.of(days)

    def letter(
        day: date,
        kind: str,
        to: str,
        number: str,
        replied_on: date | None = None,
        reply: str = "",
        key: str = "stranger",
    ) -> None:
        sent = TracingLetter(
            episode_id="",
            kind=kind,
            addressee=to,
            number=number,
            sent_on=day,
            replied_on=replied_on,
            reply=reply,
        )
        paths.of_person(key, "X2", replied_on or day, "10:00", save_letter, sent)

    def lead(day: date, **facts: object) -> None:
        found = TracingLead(episode_id="", found_on=day, result_on=day, **facts)  # type: ignore[arg-type]
        paths.of_person("stranger", "X2", day, "11:00", save_lead, found)

    if not paths.is_in_book(at.came):
        return
    letter(at.notice, "public_notice", "Báo, đài tỉnh", "9/TB-TTBTXH", at.notice, "Không có ai nhận")
    silent = max(at.letters, days.back(130))
    letter(at.letters, "commune_letter", "UBND phường Bãi Cháy", "21/CV-TTBTXH", silent, "Không biết người này")
    lead(
        max(days.back(131), at.letters),
        source="public",
        what="Một gia đình ở Cẩm Phả xem ảnh: không phải.",
        result="not_them",
    )
    found = "Cao Văn Bến, phường Mông Dương"
    letter(at.fingerprints, "fingerprints", "Công an tỉnh", "27/CV-TTBTXH", at.named, found)
    lead(
        at.named,
        source="police",
        person="Cao Văn Bến",
        place="Phường Mông Dương",
        what="Vân tay khớp với Cao Văn Bến.",
        result="verified",
        proof="fingerprints",
        verified_by="Công an tỉnh",
    )

    def settle(scene: Scene, by: Actor, now: datetime) -> None:
        stay = scene.reader.record(Episode, scene.folk["stranger"].episode_id)
        if stay is None:
            raise LookupError("stranger")
        amend_episode(scene.book, replace(stay, notice_settled=True), by=by, now=now)

    paths.then("stranger", "X2", at.named, "14:00", settle)
    _red_cross(paths, days)


def _red_cross(paths: Paths, days: Days) -> None:
    """His sister abroad: the Red Cross looks for her."""
    sent_on, accepted_on = days.office(70), days.office(52)
    asked = Referral(
        episode_id="",
        service="linking",
        reason="Tìm em gái ở nước ngoài không liên lạc được.",
        proposed_on=sent_on,
        letter_no="39/CV-TTBTXH",
    )
    paths.of_person(
        *("ben", "X2", sent_on, "09:00", save_referral, asked, "ben red cross"),
        partner_id=lambda _scene: paths.kept["partner Hội Chữ thập đỏ tỉnh mẫu"].id,
        worker_id=staff("X2"),
    )
    for state, day in ((ReferralState.SENT, sent_on), (ReferralState.ACCEPTED, accepted_on)):
        move(paths, "ben", "X2", "ben red cross", state, day)


def move(paths: Paths, key: str, who: str, mark: str, state: ReferralState, day: date, **given: object) -> None:
    """A referral goes to its next state."""

    def do(scene: Scene, by: Actor, now: datetime) -> None:
        move_referral(scene.book, paths.kept[mark].id, state, day, by=by, now=now, **given)  # type: ignore[arg-type]

    paths.then(key, who, day, "10:00", do)


STORIES = (relapse_and_return, short_way, name_found_again)
