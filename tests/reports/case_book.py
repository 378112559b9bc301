"""A book with one whole believable case for the papers of it, and the ways to draw one."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from carebook.actions.episodes import Admission, admit_person
from carebook.dates import PartialDate
from carebook.records.assessments import Assessment, DomainRating, EligibilityCheck
from carebook.records.care_plans import (
    Achievement,
    Activity,
    Agreement,
    CarePlan,
    DailyHelp,
    Degree,
    Goal,
    GoalLife,
    HelpLevel,
    Owner,
    PlanReview,
    Risk,
)
from carebook.records.closures import Closure, ClosureParty, ClosureSignature
from carebook.records.conferences import Conference
from carebook.records.episodes import Episode
from carebook.records.intake import IntakeForm, Reliability
from carebook.records.people import Sex
from carebook.records.progress import ProgressNote
from carebook.records.record import Record
from carebook.records.staff import Actor, StaffMember
from carebook.reports.case_papers import CasePaper, Gathered, form_of, gather
from carebook.reports.forms import pdf
from carebook.reports.paper.facts import Way
from carebook.store.book import Book, new_id
from tests import case_samples, samples

MET = datetime(2026, 11, 12, 1, 30, tzinfo=UTC)
DIAGNOSIS = "Nhồi máu não, tăng huyết áp độ 2"


def dressed(worker: StaffMember) -> Any:
    """What makes the sample case one that could have happened."""

    def dress(record: Record) -> Record:
        changes: dict[str, Any] = {}
        match record:
            case IntakeForm():
                changes = {
                    "illness": DIAGNOSIS,
                    "needs": "1. Đi lại\n2. Gặp con gái mỗi tháng\n3. Chữa răng",
                    "admission_reason": "Sống một mình, không còn người chăm sóc sau tai biến.",
                    "benefits": "Trợ cấp xã hội hằng tháng 500.000 đ từ tháng 3/2024",
                    "features": "Nghe kém tai trái; nói chậm",
                    "languages": "Tiếng Việt, tiếng Tày",
                    "referred_by": "UBND xã Bình Khê",
                    "profession": "May công nghiệp",
                    "income": 0,
                    "self_care": "partial",
                    "work_ability": "none",
                    "treatment_before": "Điều trị tại Bệnh viện Đa khoa tỉnh 18 ngày, ra viện ổn định.",
                    "physical_state": "Gầy, đi phải có người dìu",
                    "mental_state": "Tỉnh táo",
                    "psychological_state": "Buồn, ít nói, nhớ nhà",
                    "medicines": "Amlodipin 5 mg sáng 1 viên",
                    "blood_group": "O",
                    "household_head": "Trần Thị Lý",
                    "household_head_relation": "daughter",
                    "household_address": "Thôn 3, xã Bình Khê, tỉnh Quảng Ninh",
                    "family_size": 4,
                    "economy": "poor",
                    "family_care": "Con gái đi làm ca, chỉ chăm được buổi tối",
                    "carer_name": "Trần Thị Lý",
                    "carer_born": PartialDate("1972"),
                    "carer_sex": Sex.FEMALE,
                    "carer_phone": "0912 345 678",
                    "reliability": Reliability.HIGH,
                    "collector_id": worker.id,
                    "state_on_arrival": "Quần áo sạch, tỉnh, không vết thương",
                    "belongings": "Một túi quần áo, 480.000 đ, nhẫn bạc",
                }
            case Assessment():
                changes = {
                    "assessor_id": worker.id,
                    "participants": "Điều dưỡng Doãn Thị Cẩm Tú; con gái",
                    "next_on": date(2026, 12, 1),
                }
            case DomainRating():
                changes = {
                    "situation": "Liệt nửa người trái, đi phải dìu",
                    "strengths": "Tay phải khỏe, muốn tự đi",
                    "client_opinion": "Muốn tự đi vệ sinh",
                    "family_opinion": "Mong mẹ đi lại được",
                    "priority": 1,
                    "services": ("rehab",),
                    "services_note": "tập đi hằng ngày",
                }
            case EligibilityCheck():
                changes = {"eligible": True, "checker_id": worker.id}
            case CarePlan():
                changes = {
                    "to_on": date(2026, 12, 31),
                    "review_on": date(2026, 9, 1),
                    "manager_id": worker.id,
                    "participants": "Người quản lý đối tượng, điều dưỡng, con gái, bà An",
                    "permanency": "own_family",
                    "agreement": Agreement.AGREED,
                    "agreed_by": "Trần Thị An",
                    "agreed_on": date(2026, 6, 1),
                    "client_words": "Tôi muốn tự đi được ra vườn.",
                }
            case Goal():
                changes = {
                    "from_value": "2 m",
                    "to_value": "10 m",
                    "due_on": date(2026, 12, 1),
                    "priority": 1,
                    "life": GoalLife.ACTIVE,
                    "achievement": Achievement.PARTLY,
                    "remark": "Đi được 5 m",
                }
            case Activity():
                changes = {
                    "urgent": True,
                    "frequency": "mỗi sáng 30 phút",
                    "from_on": date(2026, 6, 2),
                    "to_on": date(2026, 12, 1),
                    "owner": Owner.STAFF,
                    "staff_member_id": worker.id,
                    "resources": "Khung tập đi",
                    "cost": 1_200_000,
                    "service": "rehab",
                }
            case Risk():
                changes = {"likelihood": Degree.HIGH, "impact": Degree.MEDIUM}
            case DailyHelp():
                changes = {"level": HelpLevel.PARTLY}
            case PlanReview():
                changes = {
                    "done_on": date(2026, 11, 15),
                    "needs_met": Achievement.PARTLY,
                    "independence": "Tự ăn, tự rửa mặt; cần dìu khi đi xa",
                    "fit": "Phù hợp",
                    "connections": "Đã nối với khoa Phục hồi chức năng tuyến tỉnh",
                    "next_on": date(2027, 2, 15),
                    "reviewer_id": worker.id,
                }
            case ProgressNote():
                changes = {
                    "happened_at": MET,
                    "recorded_at": MET,
                    "done_by_id": worker.id,
                    "result": "Đi được 5 m",
                    "reaction": "Vui, muốn tập thêm",
                    "difficulty": "Mệt sau 15 phút",
                    "next_step": "Tăng lên 7 m",
                    "minutes": 30,
                }
            case Conference():
                changes = {
                    "place": "Phòng họp tầng 1",
                    "chair_id": worker.id,
                    "minutes_by_id": worker.id,
                    "present": "Trần Thị Lý (con gái)\nĐiều dưỡng Doãn Thị Cẩm Tú",
                    "client_present": True,
                    "client_opinion": "Muốn về nhà khi đi được",
                    "conclusion": "Tiếp tục tập đi đến hết năm, xem xét hồi gia tháng 12.",
                }
            case Closure():
                changes = {
                    "closed_on": date(2026, 11, 20),
                    "closer_id": worker.id,
                    "results": "Đạt mục tiêu đi 10 m bằng khung.",
                    "state_at_end": "Tự đi bằng khung, huyết áp ổn định.",
                    "plan_after": "UBND xã theo dõi hằng tháng.",
                }
            case ClosureSignature():
                if record.party is ClosureParty.FAMILY:
                    changes = {"name": "Trần Thị Lý"}
        return replace(record, **changes)

    return dress


def whole_case(book: Book, director: Actor, now: datetime, **person: Any) -> Episode:
    """Admit somebody with papers and relatives and give them the whole case; their stay."""
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        worker = writer.add(samples.staff_member(full_name="Mạc Thị Hải Đường", post="Nhân viên công tác xã hội"))
    change = admit_person(
        book,
        Admission(
            samples.person(code="", **person),
            samples.episode("", case_manager_id=worker.id),
            "elderly_alone_poor",
            details=(
                samples.identity_paper(""),
                samples.address(""),
                samples.relative("", full_name="Trần Thị Lý", emergency=True),
                samples.allergy(""),
                samples.health_card(""),
            ),
        ),
        by=director,
        now=now,
    )
    episode: Episode = change.result
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        writer.add(samples.relative(episode.person_id, full_name="Trần Văn Cấm", emergency=True, no_contact=True))
        case_samples.whole_case(writer, episode.person_id, episode.id, dressed(worker))
    return episode


def gathered(
    book: Book, by: Actor, now: datetime, episode_id: str, kind: CasePaper, id: str = "", way: Way = Way.INK
) -> Gathered:
    """One paper as ``by`` gathers it."""
    with book.reading_for(by, now) as reader:
        return gather(reader, episode_id, kind, today=samples.TODAY, id=id, way=way)


def drawn(paper: Gathered) -> bytes:
    """The PDF of a paper."""
    return pdf.draw(form_of(paper), draft=paper.draft).pdf
