"""Social work around everybody: visits of families, services, referrals, and how those who went home are followed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from carebook.actions.contacts import save_contact
from carebook.actions.follow_ups import begin_follow_up, receive_visit_report, record_visit
from carebook.actions.services import save_service
from carebook.records.contacts import Contact
from carebook.records.follow_ups import FollowUp, RiskColour, VisitOwner, VisitState
from carebook.records.people import Relative
from carebook.records.reintegration import Reintegration
from carebook.records.services import ServiceRecord
from carebook.records.staff import Actor
from carebook.rules.calendar import is_working_day
from carebook.stories.clock import Days, months_after
from carebook.stories.paths.telling import Paths, staff
from carebook.stories.residents import Resident
from carebook.stories.stage import Stage

_DESTINATIONS = {
    "family": "family",
    "relatives": "kin",
    "substitute_family": "substitute_family",
    "independent": "independent",
}
_DAYS_AFTER, _MONTHS_AFTER = (7, 14, 21, 28), (1, 2, 3, 4, 5, 6, 9, 12)
_AT_HOME = (
    ("Ở nhà với con gái, phòng riêng, sạch.", "Ăn ngủ được, uống thuốc đều."),
    ("Ở với anh trai, giúp việc vườn.", "Khỏe, huyết áp ổn."),
    ("Ở nhà mình, hàng xóm qua lại.", "Đi lại được, tự nấu ăn."),
    ("Ở với cháu, có người trông ban ngày.", "Đau gối, trạm y tế đã khám."),
)
_VISITS = (
    ("visit", "Ngồi nói chuyện ở hiên, mang bánh.", "Vui cả chiều."),
    ("visit", "Cùng ăn trưa, cắt móng tay.", "Hỏi khi nào lại lên."),
    ("call", "Gọi hỏi thăm 10 phút.", "Cười, kể chuyện phòng."),
    ("video", "Gọi hình, thấy cháu nhỏ.", "Nhắc mãi tên cháu."),
    ("visit", "Đưa ra vườn, chụp ảnh.", "Ngủ ngon."),
)
_SERVICES = (
    (
        "counselling",
        "TL",
        "Buồn, ít nói sau khi bạn cùng phòng chuyển đi",
        "Lắng nghe, nhắc lại việc đã làm được",
        "Nói nhiều hơn",
        45,
    ),
    ("advice", "", "Hỏi trợ cấp khi về nhà", "Giải thích thủ tục, đưa mẫu đơn", "Hiểu, sẽ nộp ở xã", 20),
    ("linking", "", "Cần kính mắt", "Kết nối phòng khám từ thiện", "Hẹn đo kính tuần sau", 30),
    ("life_skills", "", "Giữ tiền tiêu vặt", "Tập ghi sổ chi tiêu", "Ghi được ba ngày liền", 40),
    ("counselling", "TL", "Khó ngủ, lo cho con", "Thở chậm, lập giờ ngủ", "Ngủ thêm một giờ", 50),
    (
        "case_management",
        "",
        "Rà soát nhu cầu với gia đình",
        "Gọi gia đình, thống nhất việc tháng tới",
        "Gia đình hẹn lên thăm",
        30,
    ),
)


def tell_contacts(paths: Paths, days: Days, rng: Random, present: Sequence[Resident], first: date) -> None:
    """The visitors' book: on most weekends and some working days relatives of those who have any come or call."""
    with_kin = [(one, kin) for one in present if (kin := kin_of(one)) is not None and one.stay.category != "victim_dv"]
    day = first + timedelta(days=1)
    while day < days.today and with_kin:
        times = rng.choice((1, 2, 3)) if day.weekday() >= 5 else rng.choice((0, 0, 1))
        for _n in range(times):
            one, kin = rng.choice(with_kin)
            if not _is_there(one, day):
                continue
            kind, course, reaction = rng.choice(_VISITS)
            at = time(rng.choice((8, 9, 10, 14, 15, 16)), rng.choice((0, 15, 30, 45)))
            visit = kind == "visit"
            contact = Contact(
                episode_id="",
                held_on=day,
                held_at=at,
                left_at=time(at.hour + 1, at.minute) if visit else None,
                kind=kind,
                name=kin.full_name,
                relation=kin.relation,
                people=rng.choice((1, 1, 2, 3)) if visit else 1,
                minutes=60 if visit else rng.choice((5, 10, 15)),
                course=course,
                reaction=reaction,
                brought="Hoa quả, sữa" if visit and rng.random() < 0.5 else "",
            )
            who = "C4" if one.is_voluntary else one.worker
            paths.of_person(
                one.key, who, day, f"{at.hour + 1:02}:{at.minute:02}", save_contact, contact, staff_member_id=staff(who)
            )
        day += timedelta(days=1)


def tell_services(paths: Paths, days: Days, rng: Random, present: Sequence[Resident], first: date) -> None:
    """About one service a working day."""
    served = [one for one in present if one.stay.category != "victim_dv"]
    day = first + timedelta(days=3)
    while day < days.today:
        if is_working_day(day) and served:
            one = rng.choice(served)
            if _is_there(one, day):
                give(paths, rng, one.key, one.worker, day)
        day += timedelta(days=1)


def give(paths: Paths, rng: Random, key: str, worker: str, day: date, *, channel: str = "in_person") -> None:
    """One service to somebody, by the psychologist or the social worker in charge."""
    service, who, need, content, result, minutes = rng.choice(_SERVICES)
    who = who or worker
    record = ServiceRecord(
        episode_id="",
        given_on=day,
        given_at=time(rng.choice((8, 9, 10, 14, 15)), 30),
        service=service,
        channel=channel,
        need=need,
        content=content,
        technique="listening" if service == "counselling" else None,
        result=result,
        minutes=minutes,
    )
    paths.of_person(key, who, day, "15:30", save_service, record, staff_member_id=staff(who))


def tell_aftercare(paths: Paths, days: Days, rng: Random, gone: Sequence[Resident], first: date) -> None:
    """Everybody who went home, into another family or to live alone since the book began is followed, every visit on time."""
    for one in gone:
        stay = one.stay
        destination = _DESTINATIONS.get(stay.destination)
        if one.is_voluntary or destination is None or stay.end_on is None or stay.end_on < first:
            continue
        if stay.end_reason in ("died", "absconded") or stay.end_on >= days.back(2):
            continue
        path = Reintegration(
            episode_id="", destination=destination, wish="Muốn về nhà.", place=one.invented.person.home_town
        )
        followed_on = stay.end_on + timedelta(days=1)
        paths.of_person(one.key, one.worker, followed_on, "09:00", begin_follow_up, path, f"path {one.key}")
        follow(paths, days, rng, one.key, one.worker, stay.end_on)


def follow(paths: Paths, days: Days, rng: Random, key: str, who: str, left_on: date) -> None:
    """Every visit of ours as it falls due, and every report of a commune three days later, up to yesterday."""
    marks = {left_on + timedelta(days=n) for n in _DAYS_AFTER} | {months_after(left_on, n) for n in _MONTHS_AFTER}
    living, health = rng.choice(_AT_HOME)
    for number, day in enumerate(sorted(marks)):
        for owner, later in ((VisitOwner.CENTER, 0), (VisitOwner.COMMUNE, 3)):
            on = day + timedelta(days=later)
            if on < days.today:
                _close(paths, key, who, day, on, owner, number, (living, health))


def _close(
    paths: Paths, key: str, who: str, due_on: date, on: date, owner: VisitOwner, number: int, told: tuple[str, str]
) -> None:
    def do(stage: Stage, by: Actor, now: datetime) -> None:
        path = paths.kept[f"path {key}"]
        open_ones = stage.reader.records(
            FollowUp,
            "reintegration_id = ? AND due_on = ? AND owner = ? AND state = ?",
            (path.id, due_on.isoformat(), owner.value, VisitState.DUE.value),
        )
        for visit in open_ones:
            ours = owner is VisitOwner.CENTER
            answered = replace(
                visit,
                done_on=on,
                mode="report" if not ours else "visit" if number % 2 else "phone",
                seen="Đối tượng, người chăm sóc",
                report_no="" if ours else f"{20 + number}/BC-UBND",
                living=told[0],
                health=told[1],
                safe=True,
                allowance=True,
                health_card=True,
                risk=RiskColour.GREEN,
            )
            (record_visit if ours else receive_visit_report)(stage.book, answered, by=by, now=now)

    paths.then(key, who, on, "16:00", do)


def _is_there(one: Resident, day: date) -> bool:
    """Whether somebody is known in the book by that day."""
    return one.stay.start_on < day and not one.stay.late


def kin_of(one: Resident) -> Relative | None:
    """The first relative of somebody who may be in contact."""
    return next((d for d in one.invented.details if isinstance(d, Relative) and not d.no_contact), None)
