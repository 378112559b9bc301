"""What social work has beside its people: partners, collaborators by commune, work in communities, relief."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from carebook.actions.collaborators import save_collaborator
from carebook.actions.community import save_activity
from carebook.actions.partners import save_partner
from carebook.actions.relief import close_campaign, save_campaign, save_relief
from carebook.dates import PartialDate
from carebook.records.collaborators import Collaborator
from carebook.records.people import Sex
from carebook.records.referrals import Partner
from carebook.records.services import CommunityActivity, ReliefCampaign, ReliefItem
from carebook.records.staff import Actor
from carebook.rules.calendar import is_working_day
from carebook.stories.clock import Days
from carebook.stories.homes import home, homes_of, village_in
from carebook.stories.names import Names
from carebook.stories.paths.telling import Paths, staff
from carebook.stories.residents import Resident
from carebook.stories.stage import Stage

_PARTNERS = (
    ("Trạm y tế phường Việt Hưng", "health_station", "phường Việt Hưng", "Khám ban đầu, tiêm chủng"),
    ("Trạm y tế xã Lương Minh", "health_station", "xã Lương Minh", "Khám ban đầu, cấp thuốc tâm thần"),
    ("Trạm y tế xã Lục Hồn", "health_station", "xã Lục Hồn", "Cấp thuốc tâm thần, thăm nhà"),
    ("Bệnh viện đa khoa mẫu", "hospital_general", "phường Hồng Gai", "Khám, điều trị nội trú"),
    ("Bệnh viện tâm thần mẫu", "hospital_mental", "phường Mông Dương", "Điều trị nội trú, cấp thuốc ngoại trú"),
    ("Bệnh viện phục hồi chức năng mẫu", "hospital_rehab", "phường Bãi Cháy", "Phục hồi chức năng"),
    ("Phòng công tác xã hội bệnh viện mẫu", "hospital_social_work", "phường Hồng Gai", "Hỗ trợ viện phí, kết nối"),
    ("Trung tâm kiểm soát bệnh tật mẫu", "cdc", "phường Hồng Gai", "Xét nghiệm, dự phòng"),
    ("Trường Tiểu học Việt Hưng", "school", "phường Việt Hưng", "Học tiểu học, chuyển trường"),
    ("Trường THCS Việt Hưng", "school", "phường Việt Hưng", "Học trung học cơ sở"),
    (
        "Trung tâm hỗ trợ phát triển giáo dục hòa nhập mẫu",
        "inclusive_ed_centre",
        "phường Hồng Gai",
        "Đánh giá, dạy hòa nhập",
    ),
    ("Trường cao đẳng nghề mẫu", "vocational_school", "phường Việt Hưng", "Dạy điện, may, nấu ăn"),
    ("Trung tâm dịch vụ việc làm mẫu", "employment_centre", "phường Hồng Gai", "Tư vấn nghề, giới thiệu việc làm"),
    ("Trung tâm trợ giúp pháp lý nhà nước mẫu", "legal_aid_centre", "phường Hồng Gai", "Luật sư, soạn đơn"),
    ("Công an phường Việt Hưng", "police", "phường Việt Hưng", "Bảo vệ, xác minh"),
    ("Tòa án nhân dân khu vực mẫu", "court", "phường Hồng Gai", "Lệnh cấm tiếp xúc, ly hôn"),
    ("Hội Liên hiệp Phụ nữ phường Việt Hưng", "women_union", "phường Việt Hưng", "Vay vốn, địa chỉ tin cậy"),
    ("Hội Chữ thập đỏ tỉnh mẫu", "red_cross", "phường Hồng Gai", "Tìm người thân, cứu trợ"),
    ("Hội Người cao tuổi phường Việt Hưng", "elderly_assoc", "phường Việt Hưng", "Câu lạc bộ, thăm hỏi"),
    ("Hội Bảo trợ người khuyết tật và trẻ mồ côi tỉnh mẫu", "disabled_assoc", "phường Hồng Gai", "Xe lăn, học bổng"),
    ("Cơ sở cai nghiện ma túy mẫu", "drug_treatment", "phường Mạo Khê", "Điều trị, tư vấn"),
    ("UBND xã Lương Minh", "commune_pc", "xã Lương Minh", "Xác nhận, trợ cấp, theo dõi trẻ"),
    ("UBND xã Lục Hồn", "commune_pc", "xã Lục Hồn", "Xác nhận, trợ cấp"),
    ("Trường Mầm non Hoa Mai mẫu", "school", "phường Hạ Long", "Nhận trẻ 3–5 tuổi"),
)
_ACTIVITIES = (
    ("Nói chuyện phòng chống đuối nước", "communication", "communication", "Trẻ em, cha mẹ", 60, 55, 300),
    ("Khám bệnh, cấp thuốc lưu động", "clinic", "primary_health", "Người cao tuổi", 130, 118, None),
    ("Tập huấn cộng tác viên: nhận biết bạo lực", "training", "training_external", "Cộng tác viên", 38, 38, 40),
    ("Truyền thông phòng chống bạo lực gia đình", "communication", "communication", "Phụ nữ", 85, 85, 500),
    ("Tặng quà người khuyết tật", "gifts", "material_aid", "Người khuyết tật", 40, 40, None),
    ("Sàng lọc tự kỷ tại trường mầm non", "survey", "screening", "Trẻ 2–5 tuổi", 96, 92, None),
)
COVERED, OLD_NAMES = 41, 2
_ALLOWANCE = 2_530_000


def tell_center(paths: Paths, days: Days, rng: Random, first: date) -> None:
    """The directory and the collaborators are typed when the book is opened; activities are written down as they happen."""
    _partners(paths, first)
    _collaborators(paths, days, rng, first)
    _activities(paths, days, rng, first)


def tell_relief(paths: Paths, days: Days, rng: Random, present: list[Resident], first: date) -> None:
    """After the storm of the autumn: thirty people of the center, twenty of two communes, everybody signed."""
    given_on = days.office(70)
    if given_on <= first:
        return
    campaign = ReliefCampaign(
        name="Hỗ trợ sau bão",
        event="Bão, mưa lớn",
        basis="Vận động của Hội Chữ thập đỏ",
        from_on=days.back(74),
        to_on=days.back(60),
        rate=300_000,
        goods="10 kg gạo",
    )
    paths.of_center("relief", "XH", days.back(74), "09:00", save_campaign, campaign, "relief", leader_id=staff("XH"))
    names = Names(rng)
    communes = (home("xã Lương Minh"), home("xã Ba Chẽ"))
    chosen = [one for one in present if one.stay.category == "elderly_alone_poor" and one.stay.start_on < days.back(74)]

    def give(stage: Stage) -> list[ReliefItem]:
        campaign_id = paths.kept["relief"].id
        goods = {"campaign_id": campaign_id, "what": "Gạo", "quantity": "10 kg", "amount": 300_000}
        own = [
            ReliefItem(
                **goods,
                episode_id=stage.folk[one.key].episode_id,
                full_name=one.invented.person.full_name,
                received_on=given_on,
                signed_by=one.invented.person.full_name,
            )
            for one in chosen[:30]
        ]
        outside = []
        for number in range(20):
            born, commune = 1940 + number, communes[number % 2]
            name = names.person(Sex.FEMALE if number % 2 else Sex.MALE, born)
            outside.append(
                ReliefItem(
                    **goods,
                    full_name=name,
                    birth_year=born,
                    address=f"Thôn {1 + number % 4}, {commune.name}",
                    received_on=given_on,
                    signed_by=name,
                )
            )
        return [*own, *outside]

    paths.deed("relief", "XH", given_on, "10:00", save_relief, give)
    closed_on = max(days.office(58), given_on)

    def close(stage: Stage, by: Actor, now: datetime) -> None:
        close_campaign(stage.book, paths.kept["relief"].id, closed_on, by=by, now=now)

    paths.then("relief", "XH", closed_on, "16:00", close)


def _partners(paths: Paths, first: date) -> None:
    for number, (name, kind, commune, offers) in enumerate(_PARTNERS):
        partner = Partner(
            name=name,
            kind=kind,
            commune=home(commune).code,
            phone=f"0203000{100 + number}",
            hours="T2–T6, 07:30–16:30",
            offers=offers,
        )
        paths.of_center("partners", "XH", first, "09:00", save_partner, partner, f"partner {name}")


def _collaborators(paths: Paths, days: Days, rng: Random, first: date) -> None:
    names = Names(rng)
    told = (home("xã Lương Minh"), home("xã Lục Hồn"))
    others = [one for one in homes_of() if one not in told]
    rng.shuffle(others)
    for number, commune in enumerate((*told, *others[: COVERED - len(told)])):
        sex = Sex.FEMALE if number % 3 else Sex.MALE
        born = days.today.year - rng.randint(28, 58)
        begun = days.back(rng.randint(400, 900))
        helper = Collaborator(
            full_name=names.person(sex, born),
            born=PartialDate(str(born)),
            phone=f"05000007{number:02}",
            province=commune.province,
            commune=commune.code,
            old_commune=("xã Minh Cầm", "xã Đồng Tâm")[number] if number < OLD_NAMES else "",
            village=village_in(rng, commune),
            contract_no=f"{number + 1:02}/HĐ-CTV",
            from_on=begun,
            to_on=days.back(-rng.randint(60, 320)),
            allowance=_ALLOWANCE,
            training="Kỹ năng thăm hộ, nhận biết nguy cơ",
            trained_on=first - timedelta(days=rng.randint(20, 200)),
        )
        paths.of_center(
            "collaborators", "XH", first, "10:00", save_collaborator, helper, f"collaborator {commune.name}"
        )


def _activities(paths: Paths, days: Days, rng: Random, first: date) -> None:
    day, number = first + timedelta(days=12), 0
    communes = homes_of()
    while day < days.today:
        if is_working_day(day):
            title, kind, service, topic, turns, people, copies = _ACTIVITIES[number % len(_ACTIVITIES)]
            share = rng.uniform(0.8, 1.15)
            seen = max(8, round(people * share))
            commune = rng.choice(communes)
            activity = CommunityActivity(
                held_on=day,
                kind=kind,
                service=service,
                title=f"{title}, {commune.name}",
                commune=commune.code,
                place="Nhà văn hóa",
                topic=topic,
                turns=max(seen, round(turns * share)),
                people=seen,
                female=round(seen * rng.uniform(0.45, 0.7)),
                children=seen if "Trẻ" in topic else 0,
                materials="Tờ rơi" if copies else "",
                copies=copies,
                partners=f"UBND {commune.name}",
                result="Đông người đến, hỏi nhiều về thủ tục.",
            )
            paths.of_center(
                "community", "X1" if number % 2 else "XH", day, "16:00", save_activity, activity, leader_id=staff("XH")
            )
            number += 1
            day += timedelta(days=rng.randint(18, 34))
        else:
            day += timedelta(days=1)
