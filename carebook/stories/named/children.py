"""A boy who comes by day, a deaf girl of the special class, a brother and sister of whom one goes to kin, an infant at the gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from carebook.records.episodes import AbsenceKind, Placement, ServiceContract
from carebook.records.people import DisabilityCertificate, IdentityPaper, Person, Relative, Sex
from carebook.rules.calendar import add_working_days
from carebook.stories.clock import Days, office_day
from carebook.stories.decisions import Decisions
from carebook.stories.homes import home
from carebook.stories.papers import dossier, promised
from carebook.stories.people import People
from carebook.stories.stage import Arrival, Telling

_BIRTH_PAPER = "birth_certificate"


def comes_by_day(tell: Telling, _people: People, _decisions: Decisions) -> None:
    """Ngô Hải Đăng, four years old, autism; a package of sessions."""
    days, commune = tell.days, home("phường Hà Lầm")
    tell.admit(
        *("dang", "X2", "08:30"),
        Arrival(
            person=Person(
                full_name="Ngô Hải Đăng",
                sex=Sex.MALE,
                born=days.born_back(1552),
                ethnicity="01",
                nationality="Việt Nam",
                home_town=commune.words,
                education="kindergarten",
                birth_registered=True,
                tags=("autism",),
            ),
            category="day_pupil",
            on=days.back(112),
            stay={"route": "voluntary", "source": "family", "placement": Placement.DAY, "ages_settled": ("4",)},
            details=(
                IdentityPaper(
                    person_id="", kind=_BIRTH_PAPER, number=f"999{days.back(1552):%j}/{days.back(1552).year}"
                ),
                commune.address("Khu 3"),
                Relative(
                    person_id="",
                    full_name="Bùi Thị Khơi",
                    relation="mother",
                    phone="0500000331",
                    address=commune.words,
                    emergency=True,
                    payer=True,
                ),
            ),
            papers=dossier("voluntary", days.back(114)),
            contract=ServiceContract(
                episode_id="",
                number="44/HĐ-TTBTXH",
                signed_on=days.back(114),
                from_on=days.back(112),
                to_on=days.back(-252),
                payer="Bùi Thị Khơi",
                payer_phone="0500000331",
                package="Gói 24 buổi can thiệp sớm",
                monthly_fee=None,
            ),
            case_manager="X2",
        ),
    )
    tell.note("dang", "X2", days.back(6), "10:20", "Gọi tên 10 lần nhìn 5. Xếp lượt với bạn được 90 giây thì bỏ.")


def special_class(tell: Telling, people: People, _decisions: Decisions) -> None:
    """Chíu Thị Lụa, deaf; home with her mother every weekend."""
    days, commune = tell.days, home("xã Ba Chẽ")
    tell.admit(
        *("lua", "X2", "08:00"),
        Arrival(
            person=Person(
                full_name="Chíu Thị Lụa",
                sex=Sex.FEMALE,
                born=days.born_back(3870),
                ethnicity="09",
                nationality="Việt Nam",
                home_town=commune.words,
                education="special",
                schooling="Lớp khiếm thính 2",
                birth_registered=True,
                child_group="disabled",
                disability_kinds=("hearing_speech",),
                disability_degree="severe",
                tags=("poor", "ethnic_minority"),
            ),
            category="programme_other",
            on=days.back(430),
            stay={
                "route": "programme",
                "source": "commune",
                "decision_no": "12/QĐ-TTBTXH",
                "decision_on": days.back(430),
                "reason": "Đề án lớp học chuyên biệt cho trẻ khiếm thính.",
            },
            details=(
                IdentityPaper(
                    person_id="", kind=_BIRTH_PAPER, number=f"999{days.back(3870):%j}/{days.back(3870).year}"
                ),
                people.health_card(days.back(-26)),
                DisabilityCertificate(
                    person_id="",
                    number="07/GXN",
                    issued_on=days.back(600),
                    issuer="UBND xã Ba Chẽ",
                    kinds=("hearing_speech",),
                    degree="severe",
                ),
                commune.address("Thôn 5"),
                Relative(
                    person_id="",
                    full_name="Dường Thị Xuân",
                    relation="mother",
                    phone="0500000441",
                    address=commune.words,
                    emergency=True,
                    guardian=True,
                ),
            ),
            bed=("C104", "3"),
            papers=dossier("programme", days.back(430)),
            case_manager="X2",
        ),
    )
    for friday in weekends(tell):
        late = days.today - friday < timedelta(days=16) and days.today - friday > timedelta(days=8)
        tell.leave(
            *("lua", "D4", friday, "16:30", AbsenceKind.LEAVE),
            expected_on=friday + timedelta(days=2),
            place=commune.name,
            taken_by="Dường Thị Xuân",
        )
        back = friday + timedelta(days=3 if late else 2)
        if back < days.today:
            why = "Đường ngập, mẹ gọi báo từ tối Chủ Nhật." if late else ""
            tell.come_back("lua", "D4", back, "08:10" if late else "17:00", why)
    tell.note("lua", "X2", days.back(12), "11:00", "Kể lại phiên chợ bằng 12 ký hiệu, tự sửa 2.")


def weekends(tell: Telling) -> list[date]:
    """The Fridays of the book, up to yesterday."""
    first = tell.opened.date() + timedelta(days=3)
    friday = first + timedelta(days=(4 - first.weekday()) % 7)
    found = []
    while friday < tell.days.today:
        found.append(friday)
        friday += timedelta(days=7)
    return found


@dataclass(frozen=True)
class WayToKin:
    """The office days on which Từ Thị Suối went to her aunt, each not before the one before."""

    defined: date
    conference: date
    dossier: date
    confirmed: date
    ended: date
    handed_over: date

    @classmethod
    def of(cls, days: Days) -> WayToKin:
        """The days as they fall."""
        defined = days.office(270)
        conference = days.office(214, after=defined)
        sent = days.office(146, after=conference)
        confirmed = days.office(128, after=sent)
        ended = days.office(124, after=confirmed)
        by = add_working_days(ended, 5)  # khoản 3 Điều 48 Nghị định 56/2017
        return cls(defined, conference, sent, confirmed, ended, days.office(122, after=ended, by=by))


def one_goes_to_kin(tell: Telling, people: People, decisions: Decisions) -> None:
    """Từ Văn Nguồn stays to finish school, Từ Thị Suối goes to the aunt."""
    days, commune, way = tell.days, home("xã Lương Minh"), WayToKin.of(tell.days)
    aunt = Relative(
        person_id="",
        full_name="Nịnh Thị Hợi",
        relation="mothers_sister",
        phone="0500000551",
        address=commune.words,
        born=days.born(34),
        emergency=True,
    )
    for key, name, sex, born, decision, bed, school, settled in (
        ("nguon", "Từ Văn Nguồn", Sex.MALE, 5770, 118, ("C106", "1"), "Trường THCS Việt Hưng, lớp 9", ("14",)),
        ("suoi", "Từ Thị Suối", Sex.FEMALE, 3050, 119, ("C103", "1"), "Trường Tiểu học Việt Hưng, lớp 3", ("7",)),
    ):
        tell.admit(
            *(key, "X2", "14:00"),
            Arrival(
                person=Person(
                    full_name=name,
                    sex=sex,
                    born=days.born_back(born),
                    ethnicity="18",
                    nationality="Việt Nam",
                    home_town=commune.words,
                    education="lower_secondary" if key == "nguon" else "primary",
                    schooling=school,
                    birth_registered=True,
                    child_group="orphan_both",
                    tags=("ethnic_minority", "disaster"),
                ),
                category="child_orphan_both",
                on=days.back(640),
                stay={
                    "source": "commune",
                    "decision_no": decisions.written(decision),
                    "decision_on": days.back(640),
                    "reason": "Cha mẹ mất vì lũ quét.",
                    "ages_settled": settled,
                },
                details=(
                    IdentityPaper(
                        person_id="", kind=_BIRTH_PAPER, number=f"999{days.back(born):%j}/{days.back(born).year}"
                    ),
                    people.health_card(days.back(-170)),
                    commune.address("Thôn 2"),
                    aunt,
                ),
                bed=bed,
                papers=dossier("special_hardship", days.back(640), more=(_BIRTH_PAPER,)),
                case_manager="X2",
            ),
        )
    tell.note("suoi", "X2", days.back(236), "16:00", "Cháu nói: “Con muốn ở với dì. Con muốn anh lên thăm.”")
    tell.note("nguon", "X2", days.back(236), "16:40", "“Em đi con buồn, nhưng em có nhà. Con học hết lớp 9 đã.”")
    tell.leave(
        *("suoi", "X2", days.back(160), "08:00", AbsenceKind.TRIAL_STAY),
        expected_on=days.back(153),
        place=commune.name,
        taken_by=aunt.full_name,
    )
    tell.come_back(*("suoi", "X2", days.back(153), "16:00"), "Ngủ ngon, theo chị họ đi học, tối thứ ba nhớ anh khóc.")
    tell.amend_stay("suoi", "X2", way.dossier, "09:00", stop_requested_on=way.dossier)
    if way.defined <= tell.opened.date():  # else the handover at the end of her way home ends the stay
        tell.discharge(
            *("suoi", "XH", way.handed_over, "10:30", "substitute_family"),
            destination="relatives",
            end_decision_no=decisions.written(276),
            end_decision_on=way.ended,
            end_note="Bàn giao cho dì ruột, đủ bốn chữ ký; học bạ, thẻ BHYT, quần áo, 500.000 đ (Năm trăm nghìn đồng).",
            received_by=aunt.full_name,
        )
    for month in range(11, 0, -1):
        saturday = days.first_of(month)
        saturday += timedelta(days=(5 - saturday.weekday()) % 7)
        if saturday <= tell.opened.date():
            continue
        tell.leave(
            *("nguon", "D4", saturday, "07:30", AbsenceKind.LEAVE),
            expected_on=saturday + timedelta(days=1),
            place=commune.name,
            taken_by=aunt.full_name,
        )
        tell.come_back("nguon", "D4", saturday + timedelta(days=1), "17:00")


@dataclass(frozen=True)
class Notice:
    """The office days of the infant at the gate: the public notice, and the longer time for the papers."""

    found: date
    published: date
    extended: date
    extended_to: date

    @classmethod
    def of(cls, days: Days) -> Notice:
        """The days as they fall."""
        found = days.back(31)
        published = add_working_days(found, 3)
        by = add_working_days(found, 10)
        return cls(found, published, office_day(days.back(21), after=published, by=by), days.back(-15))


def infant_at_the_gate(tell: Telling, _people: People, decisions: Decisions) -> None:
    """Found in the morning; the notice runs, the papers may come later."""
    days, at = tell.days, Notice.of(tell.days)
    tell.admit(
        *("infant", "X2", "14:00"),
        Arrival(
            person=Person(
                full_name=f"Chưa đặt tên (Nữ, khoảng 10 ngày tuổi, vào {at.found:%d/%m/%Y})",
                unidentified=True,
                sex=Sex.FEMALE,
                born=days.born_back(41),
                nationality="Việt Nam",
                child_group="abandoned",
                birth_registered=False,
                awaiting="adoption",
                tags=("no_papers", "relatives_unknown"),
            ),
            category="emergency_other",
            on=at.found,
            stay={
                "route": "emergency",
                "source": "found",
                "decision_no": decisions.written(369),
                "decision_on": at.found,
                "intake_minutes_no": "12/BB",
                "intake_place": "Cổng trạm y tế, xã Thống Nhất",
                "intake_state": "Bọc khăn hồng, một bình sữa, mẩu giấy không tên.",
                "brought_by": "Trạm y tế, công an, UBND xã Thống Nhất",
            },
            bed=("C101", "2"),
            papers=[
                *dossier("emergency", at.found, without=("authority_request",)),
                promised("authority_request"),
                promised("birth_certificate", note="Chờ hết hạn thông báo."),
            ],
            case_manager="X2",
        ),
    )
    tell.amend_stay("infant", "X2", at.published, "15:00", notice_published_on=at.published)
    tell.amend_stay(
        *("infant", "X2", at.extended, "10:00"), dossier_extended_to=at.extended_to, extension_no="88/SYT-BTXH"
    )
    tell.note(
        "infant", "X2", days.back(22), "20:00", "Đường dây nóng: tự nhận là bà ngoại, không nói tên. Chưa xác minh."
    )
    tell.note("infant", "X2", days.back(14), "09:00", "Gửi thư hỏi hai xã, chưa có trả lời.")


STORIES = (comes_by_day, special_class, one_goes_to_kin, infant_at_the_gate)
