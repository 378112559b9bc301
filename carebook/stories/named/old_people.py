"""Trần Thị An, who learns to walk again; the couple Thuận and Miên; the last months of Tạ Văn Điền."""

from __future__ import annotations

from carebook.records.episodes import AbsenceKind, Belonging, ServiceContract
from carebook.records.people import Allergy, IdentityPaper, Person, Relative, Sex
from carebook.stories.decisions import Decisions
from carebook.stories.homes import home
from carebook.stories.papers import dossier
from carebook.stories.people import People
from carebook.stories.stage import Arrival, Telling

CONTRACT_ENDED = 5  # days ago: the one contract that is late


def walks_again(tell: Telling, people: People, _decisions: Decisions) -> None:
    """Alone; a stroke; hospital; back into another room."""
    days, commune = tell.days, home("phường Quang Hanh")
    born = days.born(81, 2, 9)
    tell.admit(
        "an",
        "X1",
        "09:00",
        Arrival(
            person=Person(
                code="CB-000412",
                full_name="Trần Thị An",
                sex=Sex.FEMALE,
                born=born,
                ethnicity="01",
                nationality="Việt Nam",
                home_town=commune.words,
                education="primary",
                marital="widowed",
                tags=("poor",),
            ),
            category="elderly_alone_poor",
            on=days.back(2808),
            stay={
                "source": "commune",
                "decision_no": "37/QĐ-TTBTXH",
                "decision_on": days.back(2808),
                "reason": "Chồng mất, không con; hộ nghèo, không còn người phụng dưỡng.",
            },
            details=(
                IdentityPaper(
                    person_id="", kind="national_id", number=people.numbers.national_id(Sex.FEMALE, born.year or 0)
                ),
                people.health_card(days.back(-196)),
                commune.address("Khu 4"),
                Relative(
                    person_id="",
                    full_name="Trần Văn Sơn",
                    relation="distant_grandchild",
                    phone="0500000112",
                    address=commune.words,
                    emergency=True,
                ),
                Allergy(person_id="", substance="penicillin", reaction="mề đay"),
            ),
            bed=("A105", "1"),
            papers=dossier("special_hardship", days.back(2808)),
            case_manager="X1",
        ),
    )
    tell.leave(
        *("an", "D3", days.back(172), "06:10", AbsenceKind.HOSPITAL),
        expected_on=days.back(160),
        place="Bệnh viện Bãi Cháy",
        taken_by="Lò Thị Hoa Trẩu",
        note="Gọi chậm trả lời, méo miệng, tay chân P yếu hẳn. Gọi 115 lúc 05:45, báo BS.",
    )
    tell.come_back(
        *("an", "D1", days.back(151), "10:30"), "Liệt nửa người P, ngồi phải tựa, nói ngọng, nuốt chậm. Ăn mềm."
    )
    tell.move("an", "D1", days.back(151), "11:00", "A203", "2")
    tell.note("an", "X1", days.back(147), "15:00", "Bà muốn tự đi ra hiên, không muốn phiền ai.")
    tell.note("an", "XH", days.back(115), "16:00", "Cửa phòng vệ sinh A203 đã lắp đèn cảm ứng, thay dép chống trượt.")
    tell.note("an", "XH", days.back(1), "10:00", "Đi khung 14 m, nghỉ 1 lần, P còn kéo lê mũi chân. Vui, tự đếm bước.")


def couple(tell: Telling, people: People, _decisions: Decisions) -> None:
    """A couple who pay; their contract ended five days ago."""
    days, commune = tell.days, home("phường Hồng Gai")
    son = Relative(
        person_id="",
        full_name="Lương Quốc Vọng",
        relation="son",
        phone="0500000221",
        address="Hà Nội",
        emergency=True,
        payer=True,
    )
    for key, name, sex, age, bed, fee, package in (
        ("thuan", "Lương Đình Thuận", Sex.MALE, 84, "1", 6_500_000, "Tự phục vụ"),
        ("mien", "Đoàn Thị Miên", Sex.FEMALE, 80, "2", 8_000_000, "Hỗ trợ một phần"),
    ):
        born = days.born(age)
        contract = ServiceContract(
            episode_id="",
            number="18/HĐ-TTBTXH",
            signed_on=days.back(736),
            from_on=days.back(735),
            to_on=days.back(371),
            payer=son.full_name,
            payer_phone=son.phone,
            package=package,
            monthly_fee=fee,
            deposit=10_000_000,
            liquidated_on=days.back(371),
        )
        tell.admit(
            *(key, "X1", "09:30"),
            Arrival(
                person=Person(
                    full_name=name,
                    sex=sex,
                    born=born,
                    ethnicity="01",
                    nationality="Việt Nam",
                    home_town=commune.words,
                    marital="married",
                    tags=("dementia",) if key == "mien" else (),
                ),
                category="voluntary_elderly",
                on=days.back(735),
                stay={"route": "voluntary", "source": "family"},
                details=(
                    IdentityPaper(
                        person_id="", kind="national_id", number=people.numbers.national_id(sex, born.year or 0)
                    ),
                    people.health_card(days.back(-88)),
                    commune.address("Khu 2"),
                    son,
                ),
                bed=("D205", bed),
                papers=dossier("voluntary", days.back(735)),
                contract=contract,
                case_manager="X1",
            ),
        )
        renewed = ServiceContract(
            episode_id="",
            number="31/HĐ-TTBTXH",
            signed_on=days.back(371),
            from_on=days.back(370),
            to_on=days.back(CONTRACT_ENDED),
            payer=son.full_name,
            payer_phone=son.phone,
            package=package,
            monthly_fee=fee,
            deposit=10_000_000,
        )
        tell.add(key, "X1", days.back(371), "10:00", renewed)
        tell.leave(
            *(key, "D4", days.back(81), "09:00", AbsenceKind.LEAVE),
            expected_on=days.back(78),
            place="Hà Nội",
            taken_by=son.full_name,
            note="Về giỗ bố chồng, thuốc 4 ngày.",
        )
        tell.come_back(key, "D4", days.back(78), "17:30")
    tell.note(
        "mien", "X1", days.back(210), "17:15", "16:40 ra cổng tìm chợ, bảo vệ gặp, đưa về 16:55. Đã báo con trai."
    )
    tell.note("mien", "X1", days.back(33), "15:40", "Kỷ niệm 60 năm ngày cưới: bà nhận ra ảnh cưới, gọi đúng tên ông.")
    tell.note("thuan", "X1", days.back(35), "09:10", "Gửi thư cho con trai: hợp đồng sắp hết hạn.")
    tell.note("thuan", "X1", days.back(9), "16:30", "Con trai gọi: hẹn về ký phụ lục cuối tuần, cuối tuần chưa về.")


def last_months(tell: Telling, people: People, decisions: Decisions) -> None:
    """His last months; died in the night, the nephew was told."""
    days, commune = tell.days, home("xã Thống Nhất")
    born = days.born(89)
    tell.admit(
        *("dien", "X1", "08:30"),
        Arrival(
            person=Person(
                full_name="Tạ Văn Điền",
                sex=Sex.MALE,
                born=born,
                ethnicity="01",
                nationality="Việt Nam",
                home_town=commune.words,
                marital="single",
                tags=("poor",),
            ),
            category="elderly_alone_poor",
            on=days.back(3300),
            stay={"source": "commune", "decision_no": "9/QĐ-TTBTXH", "decision_on": days.back(3300)},
            details=(
                IdentityPaper(
                    person_id="", kind="national_id", number=people.numbers.national_id(Sex.MALE, born.year or 0)
                ),
                people.health_card(days.back(-120)),
                commune.address("Thôn 3"),
                Relative(
                    person_id="",
                    full_name="Tạ Văn Bờ",
                    relation="distant_grandchild",
                    phone="0500000881",
                    address=commune.words,
                    emergency=True,
                    note="Gọi bằng bác.",
                ),
            ),
            bed=("A107", "2"),
            papers=dossier("special_hardship", days.back(3300)),
            case_manager="X1",
            belongings=(
                Belonging(episode_id="", what="đồng hồ", received_on=days.back(3300)),
                Belonging(episode_id="", what="huy chương", received_on=days.back(3300)),
                Belonging(episode_id="", what="va li", received_on=days.back(3300)),
            ),
        ),
    )
    care = days.office(60)
    tell.note("dien", "X1", care, "10:00", "Chăm sóc cuối đời. Ông nói: “Không đi viện nữa, nằm gần cửa sổ.”")
    tell.note("dien", "X1", days.back(26), "18:00", "Ăn ba thìa cháo, gọi tên mẹ.")
    tell.discharge(
        *("dien", "XH", days.back(23), "05:30", "died"),
        end_decision_no=decisions.written(377),
        end_decision_on=days.back(23),
        end_note="03:35 tử vong, C5 và D3 ở bên; trạm y tế xác nhận 05:10 (I50.9). Báo cháu 05:30.",
        received_by="Tạ Văn Bờ",
    )
    given_back = days.office(20, after=days.back(21))
    tell.add(
        *("dien", "X1", given_back, "09:00"),
        Belonging(
            episode_id="",
            what="tiền mặt",
            amount=1_250_000,
            received_on=days.back(3300),
            returned_on=given_back,
            note="Giao cháu Tạ Văn Bờ theo biên bản, cùng đồng hồ, huy chương, va li.",
        ),
    )


STORIES = (walks_again, couple, last_months)
