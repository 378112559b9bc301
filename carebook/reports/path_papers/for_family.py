"""Gathering the dossier for the family: what they need to know, and what stays in the book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from carebook.records.care_plans import Achievement
from carebook.records.follow_ups import FollowUp, VisitState
from carebook.records.handovers import HandedKind, Handover, HandoverItem
from carebook.records.reintegration import CarerTraining, Reintegration, Support
from carebook.reports.case_papers.about import said
from carebook.reports.case_papers.cases import Case
from carebook.reports.forms import measured
from carebook.reports.papers_of_stay import Lacking
from carebook.reports.path_papers.dossier import (
    Chapter,
    FamilyDossier,
    Known,
    Table,
    Value,
    family_dossier,
    machine_file,
    withheld_of,
)
from carebook.reports.path_papers.following import OWNERS
from carebook.reports.path_papers.kinds import HomePaper
from carebook.reports.path_papers.saying import reached_at
from carebook.reports.therapy_papers import Prepared
from carebook.rules.path_papers import SELF, Receiver
from carebook.store import care_plans, path_papers, therapy_plans
from carebook.store.book import Reader
from carebook.words import N_, speaking


@dataclass(frozen=True)
class PreparedDossier(Prepared):
    """The dossier ready to be drawn, with the file for machines that says the same, and who receives it."""

    episode_id: str = ""
    receiver_id: str = ""
    machine: bytes = b""


def gathered_dossier(reader: Reader, case: Case, receiver_id: str) -> PreparedDossier:
    """The dossier of a stay for one of its receivers who may have it; without ``receiver_id``, or when that one may not, for
    the first who may. Somebody always may: the person it is about.
    """
    allowed = [
        one
        for one in path_papers.receivers(reader, case.episode_id)
        if path_papers.why_not(reader, case.episode_id, one, case.today) is None
    ]
    receiver = next((one for one in allowed if one.id == receiver_id), allowed[0])
    paths = reader.records(Reintegration, "episode_id = ?", (case.episode_id,), order="started_on DESC, id DESC")
    path = next(iter(paths), None)
    handovers = reader.records(Handover, "episode_id = ?", (case.episode_id,), order="handed_on DESC, id DESC")
    handover = next(iter(handovers), None)
    with speaking("vi"):
        chapters = (
            _identity(case),
            _stay(case, handover),
            _health(case, handover),
            *_handed(reader, handover),
            _care(reader, case, handover),
            _school(case),
            *(_afterwards(reader, case, path) if path is not None else ()),
        )
        dossier = FamilyDossier(
            about=case.about,
            made_on=case.today,
            receiver=receiver.name,
            relation=_relation(case, receiver),
            reached=(handover.contact if handover is not None else "")
            or reached_at(case.center.facility, hidden=case.is_restricted),
            chapters=chapters,
            withheld=withheld_of(handover.withheld if handover is not None else "", restricted=case.is_restricted),
        )
        machine = machine_file(dossier)
    person = case.file.person
    wanted = (
        (handover, Lacking(N_("No handover minutes yet"), "handovers")),
        (handover is None or handover.guidance, Lacking(N_("Guidance for care"), "handovers")),
        (handover is None or handover.withheld, Lacking(N_("What is withheld from the family, and why"), "handovers")),
    )
    return PreparedDossier(
        HomePaper.FAMILY_DOSSIER,
        person.full_name,
        (person.id,),
        partial(family_dossier, dossier),
        tuple(lack for there, lack in wanted if not there),
        episode_id=case.episode_id,
        receiver_id=receiver.id,
        machine=machine,
    )


def _relation(case: Case, receiver: Receiver) -> str:
    if receiver.id == SELF:
        return "Chính người có hồ sơ"
    return case.about.text("relationship", receiver.relation) if receiver.relation not in ("", "other") else ""


def _identity(case: Case) -> Chapter:
    person, resident = case.file.person, case.about.resident
    cards, certificates = case.file.health_cards, case.file.certificates
    card = cards[-1] if cards else None
    certificate = certificates[-1] if certificates else None
    return Chapter(
        "identity",
        "Người được trao về",
        (
            Known("full_name", "Họ và tên", resident.full_name),
            Known("code", "Mã hồ sơ", resident.code),
            Known("born", "Ngày, tháng, năm sinh", None if _unknown(person.born) else person.born),
            Known("sex", "Giới tính", resident.sex),
            Known("ethnicity", "Dân tộc", resident.ethnicity),
            Known("identity_no", "Số căn cước", resident.id_no),
            Known("birth_registration", "Khai sinh", person.birth_registration),
            Known("health_card", "Thẻ BHYT", card.number if card is not None else None),
            Known("first_hospital", "Nơi khám chữa bệnh ban đầu", card.first_hospital if card is not None else None),
            Known("health_card_to", "Thẻ BHYT có giá trị đến", card.valid_to if card is not None else None),
            Known("disability_certificate", "Giấy xác nhận khuyết tật", certificate.number if certificate else None),
            Known(
                "disability",
                "Khuyết tật",
                "; ".join(
                    filter(
                        None,
                        (
                            case.about.texts("disability_kind", certificate.kinds),
                            case.about.text("disability_degree", certificate.degree),
                        ),
                    )
                )
                if certificate is not None
                else None,
            ),
        ),
    )


def _unknown(born: Value) -> bool:
    return born is None or bool(getattr(born, "is_unknown", False))


def _stay(case: Case, handover: Handover | None) -> Chapter:
    episode = case.stay.episode
    return Chapter(
        "stay",
        "Thời gian ở cơ sở",
        (
            Known("from", "Từ ngày", episode.start_on),
            Known("to", "Đến ngày", episode.end_on or (handover.handed_on if handover is not None else None)),
            Known("category", "Diện", case.about.resident.category),
            Known("decision", "Quyết định dừng trợ giúp", episode.end_decision_no),
        ),
    )


def _health(case: Case, handover: Handover | None) -> Chapter:
    weighed = handover.weight_kg if handover is not None else None
    weight = f"{measured(weighed)} kg" if weighed is not None else None
    return Chapter(
        "health",
        "Sức khỏe",
        (
            Known("allergies", "Dị ứng", ", ".join(case.about.allergies) or "Chưa ghi nhận"),
            Known("state", "Khi bàn giao", " ".join(handover.health.split()) if handover is not None else None),
            Known("weight", "Cân nặng", weight),
            Known("skin", "Da", handover.skin if handover is not None else None),
        ),
    )


def _handed(reader: Reader, handover: Handover | None) -> Iterator[Chapter]:
    """Medicines first, each with its dose; then papers, things, aids and money."""
    if handover is None:
        return
    items = reader.records(HandoverItem, "handover_id = ?", (handover.id,), order="position, id")
    medicines = tuple((one.what, one.dose, one.quantity, one.note) for one in items if one.kind is HandedKind.MEDICINE)
    columns = (("medicine", "Thuốc"), ("dose", "Liều, giờ uống"), ("quantity", "Số lượng"), ("note", "Ghi chú"))
    yield Chapter("medicines", "Thuốc đang dùng", tables=(Table("medicines", columns, medicines),))
    others = tuple(
        (one.what, _KINDS[one.kind], one.quantity, one.amount) for one in items if one.kind is not HandedKind.MEDICINE
    )
    headings = (("what", "Tên"), ("kind", "Loại"), ("quantity", "Số lượng"), ("amount", "Số tiền"))
    yield Chapter("handed", "Giấy tờ, đồ dùng, tiền mang về", tables=(Table("things", headings, others),))


_KINDS = {
    HandedKind.PAPER: "Giấy tờ",
    HandedKind.BELONGING: "Đồ dùng",
    HandedKind.MONEY: "Tiền",
    HandedKind.AID: "Dụng cụ trợ giúp",
}


def _care(reader: Reader, case: Case, handover: Handover | None) -> Chapter:
    plan = care_plans.plan_in_force(reader, case.episode_id)
    therapy = therapy_plans.plan_in_force(reader, case.episode_id)
    helps = plan.helps if plan is not None else ()
    goals = plan.goals if plan is not None else ()
    guidance = handover.guidance if handover is not None else ""
    at_home = therapy.plan.home_programme if therapy is not None else ""
    return Chapter(
        "care",
        "Chăm sóc ở nhà",
        tables=(
            Table(
                "daily_help",
                (("care", "Việc hằng ngày"), ("help", "Mức hỗ trợ"), ("how", "Cách làm")),
                tuple((case.about.text("care_kind", one.kind), said(one.level), one.note) for one in helps),
            ),
            Table(
                "goals",
                (("goal", "Mục tiêu"), ("reached", "Mức đạt")),
                tuple(
                    (one.text, said(one.achievement) if one.achievement is not Achievement.NOT_RATED else "")
                    for one in goals
                ),
            ),
        ),
        advice=tuple(line.strip() for line in f"{guidance}\n{at_home}".splitlines() if line.strip()),
    )


def _school(case: Case) -> Chapter:
    return Chapter(
        "school",
        "Học hành",
        tables=(
            Table(
                "years",
                (("year", "Năm học"), ("school", "Trường"), ("class", "Lớp"), ("result", "Kết quả")),
                tuple(
                    (one.school_year, one.school, one.class_name, case.about.text("school_result", one.result))
                    for one in case.file.school_years
                ),
            ),
        ),
    )


def _afterwards(reader: Reader, case: Case, path: Reintegration) -> Iterator[Chapter]:
    """What was taught and promised, and when somebody comes."""
    trainings = reader.records(CarerTraining, "reintegration_id = ?", (path.id,), order="given_on, id")
    supports = reader.records(Support, "reintegration_id = ?", (path.id,), order="due_on, id")
    yield Chapter(
        "taught",
        "Đã hướng dẫn gia đình",
        tables=(
            Table(
                "trainings",
                (("topic", "Nội dung"), ("on", "Ngày"), ("result", "Đã làm được")),
                tuple((case.about.text("carer_topic", one.topic), one.given_on, one.result) for one in trainings),
            ),
        ),
    )
    yield Chapter(
        "supports",
        "Hỗ trợ sau khi về",
        tables=(
            Table(
                "supports",
                (
                    ("what", "Hỗ trợ"),
                    ("amount", "Số tiền"),
                    ("by", "Của ai"),
                    ("due_on", "Hạn"),
                    ("done_on", "Đã có ngày"),
                ),
                tuple((one.what, one.amount, one.provider, one.due_on, one.done_on) for one in supports),
            ),
        ),
    )
    visits = reader.records(
        FollowUp, "reintegration_id = ? AND state = ?", (path.id, VisitState.DUE.value), order="due_on, id"
    )
    yield Chapter(
        "follow_up",
        "Theo dõi sau khi về",
        tables=(
            Table(
                "visits",
                (("due_on", "Khoảng ngày"), ("by", "Ai đến hoặc gọi")),
                tuple((one.due_on, OWNERS[one.owner]) for one in visits),
            ),
        ),
    )
