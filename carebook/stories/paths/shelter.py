"""The services around Chị Hoa Sữa: the call in the night, what protects her, her way to a life of her own."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from carebook.actions.consents import approve_consent, save_consent
from carebook.actions.follow_ups import begin_follow_up
from carebook.actions.hotline import save_call
from carebook.actions.protection import (
    grant_case_access,
    save_contact_ban,
    save_protection_case,
    save_safety_plan,
)
from carebook.actions.referrals import save_referral
from carebook.actions.services import save_service
from carebook.records.follow_ups import RiskColour
from carebook.records.handovers import HandedKind, HandoverParty
from carebook.records.protection import CaseAccess, ContactBan, ProtectionCase, SafetyPlan
from carebook.records.referrals import Consent, Referral, ReferralState
from carebook.records.reintegration import ReadinessAnswer, Reintegration, Stage
from carebook.records.services import DangerLevel, HotlineCall, ServiceRecord
from carebook.records.staff import Actor
from carebook.stories.clock import Days, moment, months_after
from carebook.stories.decisions import Decisions
from carebook.stories.named.shelter import Shelter
from carebook.stories.paths.adults import move
from carebook.stories.paths.telling import Paths, staff
from carebook.stories.paths.walking import READINESS, Walk
from carebook.stories.stage import Stage as Scene

_ALIAS = "Chị Hoa Sữa"
_WITHHELD = "Nơi ở, trường của con"
_MET, _NONE = ReadinessAnswer.MET, ReadinessAnswer.NOT_APPLICABLE


def life_of_her_own(paths: Paths, days: Days, decisions: Decisions) -> None:
    """From the call at ten to midnight to the last visit at a place of her choice."""
    at, walk = Shelter.of(days), Walk(paths, "hoa", "X3")
    if not paths.is_in_book(at.came):
        path = Reintegration(episode_id="", destination="independent")
        paths.of_person("hoa", "X3", at.left, "17:00", begin_follow_up, path, walk.mark, worker_id=staff("X3"))
        _afterwards(walk, days)
        return
    _protect(paths, days, at)
    _serve(paths, days, at)
    _refer(paths, days)
    _walk(walk, days, at, decisions)
    _afterwards(walk, days)


def _protect(paths: Paths, days: Days, at: Shelter) -> None:
    back = days.back
    call = HotlineCall(
        called_at=moment(back(231), "23:50"),
        minutes=14,
        caller="self",
        anonymous=True,
        need="violence",
        violence_kinds=("physical", "emotional", "economic"),
        about="Nữ, khoảng 29 tuổi, có con gái 5 tuổi",
        content="“Đang ở nhà vệ sinh nhà hàng xóm, ôm con.”",
        danger=DangerLevel.URGENT,
        safety_plan="Ở yên, khóa cửa; công an phường đến đón; giữ máy.",
        advice="Gọi công an phường, cho xe đón.",
        outcome="admitted",
    )
    paths.of_center("hoa", "X3", back(230), "00:10", save_call, call, "call hoa", taken_by_id=staff("X3"))
    for who, why in (("X3", "Phụ trách tạm lánh"), ("TL", "Tham vấn")):
        need = CaseAccess(episode_id="", staff_member_id="", from_on=at.came, why=why)
        paths.of_person("hoa", "GD", at.came, "08:00", grant_case_access, need, staff_member_id=staff(who))
    case = ProtectionCase(
        episode_id="",
        opened_on=at.came,
        kinds=("physical", "emotional", "economic"),
        by_whom="husband",
        danger=DangerLevel.URGENT,
        told="Bị đánh nhiều lần, giữ hết tiền lương; đêm nay dọa giết.",
        reported_on=at.came,
        reported_to="Công an phường, UBND phường",
    )
    paths.of_person(
        *("hoa", "X3", at.came, "09:30", save_protection_case, case),
        worker_id=staff("X3"),
        hotline_call_id=lambda _scene: paths.kept["call hoa"].id,
    )
    plan = SafetyPlan(
        episode_id="",
        made_on=at.came,
        danger=DangerLevel.URGENT,
        signs="Say rượu, kiểm tra điện thoại, đập đồ",
        ways_out="Cửa sau, sang nhà bác tổ trưởng",
        whom_to_call="Công an phường, đường dây nóng",
        code_word="“cho mượn nồi cơm”",
        children="Con biết gọi 111, biết sang nhà bác",
        things="Giấy khai sinh, thẻ BHYT, tiền để dành",
    )
    paths.of_person("hoa", "X3", at.came, "10:30", save_safety_plan, plan, worker_id=staff("X3"))
    for kind, issuer, ago, until in (
        ("commune", "Chủ tịch UBND phường", 229, back(226)),
        ("court", "Tòa án nhân dân", 224, months_after(back(224), 4) - timedelta(days=1)),
    ):
        ban = ContactBan(
            episode_id="",
            kind=kind,
            against="Người chồng",
            issuer=issuer,
            number="3/QĐ-UBND" if kind == "commune" else "11/QĐ-TA",
            from_on=back(ago),
            to_on=until,
        )
        paths.of_person("hoa", "X3", back(ago), "15:00", save_contact_ban, ban)


def _serve(paths: Paths, days: Days, at: Shelter) -> None:
    """Eleven hours of counselling; help with papers; everything free."""
    for number, ago in enumerate(range(228, 150, -7)):
        if number == 11:
            break
        told = ServiceRecord(
            episode_id="",
            given_on=days.back(ago),
            given_at=time(9, 0),
            service="crisis_therapy" if number == 0 else "counselling",
            channel="in_person",
            need="Sợ, mất ngủ" if number < 4 else "Chuẩn bị sống riêng",
            content="Ổn định, thở chậm, kể lại khi sẵn sàng" if number < 4 else "Tập nói không, lập ngân sách",
            technique="crisis" if number == 0 else "cognitive",
            result="Ngủ thêm được" if number < 4 else "Tự tin hơn",
            danger=DangerLevel.URGENT if number == 0 else DangerLevel.MEDIUM,
            safety_plan="Không ở một mình ba đêm đầu" if number == 0 else "",
            minutes=60,
        )
        paths.of_person("hoa", "TL", days.back(ago), "10:15", save_service, told, staff_member_id=staff("TL"))
    sheltered = ServiceRecord(
        episode_id="",
        given_on=at.came,
        service="safe_shelter",
        channel="in_person",
        need="Cần chỗ ở ngay",
        content="Đón trong đêm, phòng riêng, đồ dùng, sữa cho con",
        minutes=120,
    )
    paths.of_person("hoa", "X3", days.back(150), "16:00", save_service, sheltered, staff_member_id=staff("X3"))


def _refer(paths: Paths, days: Days) -> None:
    """Three referrals, each with a consent of its own that the head approved."""
    for partner, service, purpose, steps in (
        (
            "Trung tâm trợ giúp pháp lý nhà nước mẫu",
            "legal_aid",
            "Đơn ly hôn, quyền nuôi con",
            (
                (222, ReferralState.SENT),
                (218, ReferralState.ACCEPTED),
                (190, ReferralState.SERVED),
                (149, ReferralState.CLOSED),
            ),
        ),
        (
            "Trung tâm dịch vụ việc làm mẫu",
            "job_link",
            "Tìm việc may công nghiệp",
            ((185, ReferralState.SENT), (181, ReferralState.ACCEPTED), (160, ReferralState.SERVED)),
        ),
        (
            "Trường Mầm non Hoa Mai mẫu",
            "education",
            "Nhận con học mẫu giáo",
            ((176, ReferralState.SENT), (173, ReferralState.ACCEPTED), (169, ReferralState.SERVED)),
        ),
    ):
        first, mark = steps[0][0], f"hoa {service}"
        consent = Consent(
            episode_id="",
            shared_with=partner,
            purpose=purpose,
            shared="Tên thay thế, việc cần giúp, số điện thoại của cán bộ phụ trách",
            withheld=_WITHHELD,
            given_by=_ALIAS,
            given_on=days.back(first),
        )
        paths.of_person("hoa", "X3", days.back(first), "08:00", save_consent, consent, f"consent {mark}")
        _approve(paths, f"consent {mark}", days.back(first))
        asked = Referral(
            episode_id="", service=service, reason=purpose, proposed_on=days.back(first), letter_no=f"{first}/CG-TTBTXH"
        )
        paths.of_person(
            *("hoa", "X3", days.back(first), "09:50", save_referral, asked, mark),
            partner_id=_kept(paths, f"partner {partner}"),
            consent_id=_kept(paths, f"consent {mark}"),
            worker_id=staff("X3"),
        )
        for ago, state in steps:
            given = {"result": "Đã xong, chị hài lòng."} if state is ReferralState.CLOSED else {}
            move(paths, "hoa", "X3", mark, state, days.back(ago), **given)


def _kept(paths: Paths, mark: str):  # type: ignore[no-untyped-def]
    return lambda _scene: paths.kept[mark].id


def _approve(paths: Paths, mark: str, day: date) -> None:
    def do(scene: Scene, by: Actor, now: datetime) -> None:
        approve_consent(scene.book, paths.kept[mark].id, by=by, now=now)

    paths.then("hoa", "GD", day, "08:30", do)


def _walk(walk: Walk, days: Days, at: Shelter, decisions: Decisions) -> None:
    begun = days.back(160)
    walk.begin(
        begun,
        destination="independent",
        wish="Chị muốn ra ở riêng cùng con.",
        eligibility="Có việc, có chỗ gửi con, biết kế hoạch an toàn.",
    )
    walk.answered(
        begun, {"wish": (_MET, ""), "cause": (_MET, "Lệnh cấm tiếp xúc của tòa; người chồng không biết nơi ở")}
    )
    for stage, why in (
        (Stage.FAMILY_ASSESSMENT, "Gia đình là bên gây bạo lực, không tìm"),
        (Stage.PLANNING, ""),
    ):
        walk.move(days.back(156), stage, why)
    walk.support(
        days.back(155), "work", "Việc may công nghiệp", "Trung tâm dịch vụ việc làm", days.back(155), done=True
    )
    walk.support(days.back(152), "money", "Tiền nhà tháng đầu", "Quỹ tỉnh", days.back(147), 2_000_000, done=True)
    walk.move(at.met, Stage.PREPARATION, clock="13:10")
    without = ("carer", "station", "allowance", "medicines", "trained")
    walk.answered(at.met, {item: (_NONE if item in without else _MET, "") for item in READINESS})
    walk.move(at.left, Stage.DECISION, "Không về thử: không về gia đình", clock="15:00")
    number = decisions.written(254)
    walk.paper(at.left, "decision_stop", number, "Cơ sở")
    walk.move(at.left, Stage.HANDOVER, clock="16:35")
    walk.hand_over(
        at.left,
        clock="18:10",
        number="4/BB-TTBTXH",
        handed_at=time(9, 0),
        place="Tại cơ sở",
        basis=f"Quyết định số {number}",
        giver="Giáp Thị Tường Vi",
        giver_post="Phụ trách tạm lánh",
        receiver=_ALIAS,
        health="Khỏe; con khỏe",
        guidance="Đến khám tâm lý lại sau 1 tháng.",
        rights_and_duties="Được gọi đường dây nóng bất cứ lúc nào; cơ sở theo dõi ít nhất 6 tháng.",
        contact="Đường dây nóng 0203 000 0024",
        withheld="Nơi ở mới không ghi trên giấy tờ, vì an toàn.",
        items=((HandedKind.PAPER, {"what": "Bản sao hồ sơ tham vấn"}),),
        signed={HandoverParty.GIVER: "Giáp Thị Tường Vi", HandoverParty.RECEIVER: _ALIAS, HandoverParty.CLIENT: _ALIAS},
        waived={HandoverParty.COMMUNE: "giữ kín nơi đến"},
    )


def _afterwards(walk: Walk, days: Days) -> None:
    green, seen = RiskColour.GREEN, "Chị, con gái"
    walk.visit(days.back(139), green, seen=seen, living="Phòng trọ có khóa, chủ nhà tốt")
    walk.visit(days.back(116), green, seen=seen, school_work="Đi làm đều, con đi học mẫu giáo")
    walk.visit(
        days.back(55),
        RiskColour.YELLOW,
        seen="Chị",
        problems="Người chồng nhắn qua người quen",
        help_given="Báo công an phường, đổi số, nhắc kế hoạch an toàn",
    )
    walk.visit(days.back(48), green, seen="Chị", problems="Không thấy nhắn nữa")
    walk.visit(days.back(41), green, mode="meeting_place", seen="Chị", alone=True, own_words="Chị ngủ được rồi.")


def more_referrals(paths: Paths, days: Days, keys: list[tuple[str, str]]) -> None:
    """One in each of the states that the stories do not show: proposed, sent, served, failed; ``keys`` are (person, worker)."""
    asked = (
        ("Hội Bảo trợ người khuyết tật và trẻ mồ côi tỉnh mẫu", "linking", "Xin xe lăn", 2, ()),
        ("Bệnh viện phục hồi chức năng mẫu", "rehab", "Đánh giá nẹp chân", 6, ((5, ReferralState.SENT),)),
        (
            "Trường cao đẳng nghề mẫu",
            "vocational",
            "Tham quan nghề điện",
            60,
            ((58, ReferralState.SENT), (52, ReferralState.ACCEPTED), (45, ReferralState.SERVED)),
        ),
        (
            "Hội Liên hiệp Phụ nữ phường Việt Hưng",
            "linking",
            "Vay vốn nhỏ",
            90,
            ((88, ReferralState.SENT), (80, ReferralState.FAILED)),
        ),
    )
    for (partner, service, reason, ago, steps), (key, who) in zip(asked, keys, strict=False):
        day, mark = days.back(ago), f"{key} {service} {ago}"
        if not paths.is_in_book(day):
            continue
        referral = Referral(episode_id="", service=service, reason=reason, proposed_on=day)
        paths.of_person(
            *(key, who, day, "09:00", save_referral, referral, mark),
            partner_id=_kept(paths, f"partner {partner}"),
            worker_id=staff(who),
        )
        for back, state in steps:
            why = {"because": "Hết vốn năm nay."} if state is ReferralState.FAILED else {}
            move(paths, key, who, mark, state, days.back(back), **why)


STORIES = (life_of_her_own,)
