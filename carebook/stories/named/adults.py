"""A relapse and a return, a wound that heals, a man home within days, and a stranger who gets his name back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.dates import PartialDate
from carebook.records.episodes import Belonging
from carebook.records.people import DisabilityCertificate, IdentityPaper, Person, Relative, Sex
from carebook.rules.calendar import add_working_days
from carebook.stories.clock import Days, months_after
from carebook.stories.decisions import Decisions
from carebook.stories.homes import home
from carebook.stories.papers import dossier, promised
from carebook.stories.people import People
from carebook.stories.stage import Arrival, Telling


def relapse_and_return(tell: Telling, people: People, decisions: Decisions) -> None:
    """Hoàng Văn Thạch: home to his sister, ill again, back."""
    days, commune = tell.days, home("xã Lục Hồn")
    born = days.born(62)
    person = Person(
        full_name="Hoàng Văn Thạch",
        sex=Sex.MALE,
        born=born,
        ethnicity="02",
        nationality="Việt Nam",
        home_town=commune.words,
        marital="single",
        disability_kinds=("mental",),
        disability_degree="extremely_severe",
        tags=("mental_illness", "ethnic_minority"),
    )
    sister = Relative(
        person_id="",
        full_name="Hoàng Thị Chấn",
        relation="elder_sister",
        phone="0500000661",
        address=commune.words,
        born=days.born(66),
        emergency=True,
    )
    tell.admit(
        *("thach", "X2", "09:00"),
        Arrival(
            person=person,
            category="mental_severe",
            on=days.back(1465),
            stay={"source": "commune", "decision_no": "64/QĐ-TTBTXH", "decision_on": days.back(1465)},
            details=(
                IdentityPaper(
                    person_id="", kind="national_id", number=people.numbers.national_id(Sex.MALE, born.year or 0)
                ),
                people.health_card(days.back(-140)),
                DisabilityCertificate(
                    person_id="",
                    number="21/GXN",
                    issued_on=days.back(1500),
                    issuer="UBND xã Lục Hồn",
                    kinds=("mental",),
                    degree="extremely_severe",
                ),
                commune.address("Thôn 6", old_district="huyện Bình Liêu"),
                sister,
            ),
            papers=dossier("special_hardship", days.back(1465), more=("disability_certificate",)),
            case_manager="X2",
        ),
    )
    tell.discharge(
        *("thach", "XH", days.back(402), "10:00", "goal_reached"),
        destination="relatives",
        end_decision_no="41/QĐ-TTBTXH",
        end_decision_on=days.back(402),
        received_by=sister.full_name,
    )
    again = days.office(215)
    tell.admit(
        *("thach", "X2", "09:30"),
        Arrival(
            person=person,
            category="mental_severe",
            on=again,
            stay={
                "source": "hospital",
                "start_kind": "readmission",
                "decision_no": decisions.written(185),
                "decision_on": again,
                "reason": "Bệnh tái phát sau khi về nhà; ra viện tâm thần.",
                "brought_by": "Bệnh viện tâm thần, chị gái",
            },
            bed=("B204", "1"),
            papers=dossier("special_hardship", again, more=("disability_certificate",)),
            case_manager="X2",
            back="thach",
        ),
    )
    tell.note(
        "thach", "X2", days.back(187), "16:00", "Ba lần từ chối thuốc (“thuốc làm mệt”): đổi viên tan trong miệng."
    )
    tell.note("thach", "X2", days.back(62), "15:00", "Thăm nhà chị: cờ đỏ An toàn, cháu rể hay uống rượu, to tiếng.")
    tell.note("thach", "X2", days.office(46), "10:00", "UBND xã xác nhận cháu rể đã chuyển đi.")
    tell.note("thach", "X2", days.back(17), "16:00", "Chị gái lên thăm, tập chia thuốc.")


def wound_that_heals(tell: Telling, people: People, _decisions: Decisions) -> None:
    """Mai Thị Ngần: severe disability, a wound, losing weight."""
    days, commune = tell.days, home("phường Mạo Khê")
    born = days.born(38)
    tell.admit(
        *("ngan", "X2", "09:00"),
        Arrival(
            person=Person(
                full_name="Mai Thị Ngần",
                sex=Sex.FEMALE,
                born=born,
                ethnicity="01",
                nationality="Việt Nam",
                home_town=commune.words,
                marital="single",
                education="upper_secondary",
                disability_kinds=("mobility",),
                disability_degree="extremely_severe",
                note="Liệt tứ chi sau chấn thương cột sống cổ (T91.3).",
            ),
            category="adult_disabled",
            on=days.back(1210),
            stay={"source": "commune", "decision_no": "203/QĐ-TTBTXH", "decision_on": days.back(1210)},
            details=(
                IdentityPaper(
                    person_id="", kind="national_id", number=people.numbers.national_id(Sex.FEMALE, born.year or 0)
                ),
                people.health_card(days.back(-205)),
                DisabilityCertificate(
                    person_id="",
                    number="33/GXN",
                    issued_on=days.back(1300),
                    issuer="UBND phường Mạo Khê",
                    kinds=("mobility",),
                    degree="extremely_severe",
                ),
                commune.address("Khu 7"),
                Relative(
                    person_id="",
                    full_name="Lại Thị Giêng",
                    relation="mother",
                    phone="0500000771",
                    address=commune.words,
                    born=days.born(70),
                    emergency=True,
                ),
            ),
            bed=("B103", "1"),
            papers=dossier("special_hardship", days.back(1210), more=("disability_certificate",)),
            case_manager="X2",
        ),
    )
    tell.note("ngan", "X2", days.back(66), "08:00", "Vùng cùng cụt đỏ, rộp (C2 ghi trên giấy 06:20).")
    tell.note("ngan", "X2", days.back(8), "16:30", "Ăn hết suất, thêm 1 ly sữa. Kể chuyện mẹ sắp lên, cười nhiều.")


def way_home_within_days(days: Days) -> tuple[date, date]:
    """The day Phan Văn Dặm came from the street, and the second working day after it, on which he went home."""
    came = days.back(16)
    return came, add_working_days(came, 2)


def home_within_days(tell: Telling, people: People, decisions: Decisions) -> None:
    """Phan Văn Dặm: taken from the street; his short way home is told with the other paths."""
    days = tell.days
    came, _left = way_home_within_days(days)
    commune = home("xã Tiên Lữ", "33")
    tell.admit(
        *("dam", "X1", "19:30"),
        Arrival(
            person=Person(
                full_name="Phan Văn Dặm",
                sex=Sex.MALE,
                born=PartialDate(str(days.today.year - 58), estimated=True),
                ethnicity="01",
                nationality="Việt Nam",
                home_town=commune.words,
                tags=("no_papers",),
            ),
            category="street_adult",
            on=came,
            stay={
                "route": "emergency",
                "source": "police",
                "decision_no": decisions.written(384),
                "decision_on": came,
                "intake_minutes_no": "14/BB",
                "intake_place": "Phường Hạ Long",
                "intake_state": "Người mệt, chân P xước 4 cm, ăn hai bát cháo. Nhớ tên, nhớ xóm, không có giấy tờ.",
                "brought_by": "Công an và UBND phường Hạ Long",
            },
            details=(
                Relative(
                    person_id="",
                    full_name="Phan Văn Lối",
                    relation="younger_sibling",
                    phone=people.numbers.phone(),
                    address=commune.words,
                    emergency=True,
                ),
            ),
            bed=("B106", "4"),
            papers=dossier("emergency", came),
            case_manager="X1",
            belongings=(
                Belonging(episode_id="", what="ba lô", received_on=came),
                Belonging(episode_id="", what="áo mưa", received_on=came),
                Belonging(episode_id="", what="tiền mặt", amount=42_000, received_on=came),
            ),
        ),
    )
    call = add_working_days(came, 1)
    tell.note("dam", "X1", call, "15:20", "Em trai nghe máy, mừng, nhận đón về. Xã xác nhận bằng văn bản buổi tối.")


@dataclass(frozen=True)
class Tracing:
    """The office days on which Cao Văn Bến got his name back, and his category."""

    came: date
    notice: date
    letters: date
    fingerprints: date
    named: date
    merged: date
    visited: date
    certified: date
    regrouped: date
    stay_ends: date

    @classmethod
    def of(cls, days: Days) -> Tracing:
        """The days as they fall; the change of category never after the three months of emergency care."""
        came = days.back(160)
        notice = days.office(150)
        letters = days.office(140, after=notice)
        fingerprints = days.office(118, after=letters)
        named = max(days.back(97), fingerprints)
        ends = months_after(came, 3)
        merged = days.office(96, after=named, by=ends)
        visited = days.office(94, after=merged, by=ends)
        certified = days.office(88, after=visited, by=ends)
        return cls(
            came,
            notice,
            letters,
            fingerprints,
            named,
            merged,
            visited,
            certified,
            days.office(79, after=certified, by=ends),
            ends,
        )


def name_found_again(tell: Telling, people: People, decisions: Decisions) -> None:
    """A man without a name; the police know him; he lived here years ago as Cao Văn Bến."""
    days, commune, at = tell.days, home("phường Mông Dương"), Tracing.of(tell.days)
    ben = Person(
        code="CB-000187",
        full_name="Cao Văn Bến",
        sex=Sex.MALE,
        born=days.born(57),
        ethnicity="01",
        nationality="Việt Nam",
        home_town=commune.words,
        disability_kinds=("mental",),
        disability_degree="extremely_severe",
        tags=("mental_illness",),
    )
    tell.admit(
        *("ben", "X2", "09:00"),
        Arrival(
            person=ben,
            category="mental_severe",
            on=days.back(2480),
            stay={"source": "commune", "decision_no": "88/QĐ-TTBTXH", "decision_on": days.back(2480)},
            details=(
                IdentityPaper(
                    person_id="",
                    kind="national_id",
                    number=people.numbers.national_id(Sex.MALE, days.today.year - 57),
                ),
                commune.address("Khu 1"),
            ),
            case_manager="X2",
        ),
    )
    tell.discharge(
        *("ben", "XH", days.back(1700), "10:00", "family_request"),
        destination="family",
        end_decision_no="112/QĐ-TTBTXH",
        end_decision_on=days.back(1700),
        received_by="Mẹ",
    )
    tell.admit(
        *("stranger", "X2", "22:15"),
        Arrival(
            person=Person(full_name="", unidentified=True, sex=Sex.MALE, nationality="", tags=("no_papers",)),
            about_age=55,
            category="street_adult",
            on=at.came,
            stay={
                "route": "emergency",
                "source": "police",
                "decision_no": decisions.written(240),
                "decision_on": at.came,
                "intake_minutes_no": "9/BB",
                "intake_place": "Phường Bãi Cháy",
                "intake_state": "Không nói tên, sẹo cũ thái dương T; 47,0 kg.",
                "brought_by": "Công an phường Bãi Cháy",
            },
            bed=("B104", "1"),
            papers=[
                *dossier("emergency", at.came, without=("commune_request", "authority_request")),
                promised("commune_request"),
                promised("authority_request"),
            ],
            case_manager="X2",
        ),
    )
    complete = add_working_days(at.came, 9)
    for paper in dossier("emergency", complete):
        if paper.paper in ("commune_request", "authority_request"):
            tell.paper("stranger", "X2", complete, "10:00", paper)
    for day, text in (
        (at.notice, "Thông báo tìm người thân."),
        (at.letters, "Gửi thư hỏi các xã, phường."),
        (days.back(131), "Một gia đình ở Cẩm Phả xem ảnh: không phải."),
        (at.fingerprints, "Gửi vân tay cho công an."),
        (at.named, "Công an trả lời: Cao Văn Bến, phường Mông Dương."),
    ):
        tell.note("stranger", "X2", day, "10:00", text)
    tell.merge("ben", "stranger", "XH", at.merged, "09:30")
    tell.amend_stay("ben", "XH", at.merged, "10:00", start_kind="readmission")
    tell.note("ben", "X2", at.visited, "15:00", "Mẹ mất, em gái ở nước ngoài không liên lạc được.")
    tell.add(
        *("ben", "X2", at.certified, "10:00"),
        DisabilityCertificate(
            person_id="",
            number="61/GXN",
            issued_on=at.certified,
            issuer="UBND phường Mông Dương",
            kinds=("mental",),
            degree="extremely_severe",
        ),
    )
    tell.add("ben", "X2", at.certified, "10:20", people.health_card(days.back(-110)))
    tell.regroup("ben", "X2", at.regrouped, "09:00", "mental_severe", decisions.written(321))
    tell.move("ben", "D2", at.regrouped, "10:00", "B206", "2")
    tell.note("ben", "X2", days.back(3), "16:00", "Nghe gọi “bác Bến” thì quay lại, cười.")


STORIES = (relapse_and_return, wound_that_heals, home_within_days, name_found_again)
