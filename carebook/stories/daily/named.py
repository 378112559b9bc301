"""The daily care of the named people: An after her stroke, Ngần's wound and weight, Điền's last months, the infant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from carebook.actions.deaths import (
    approve_funeral_support,
    ask_funeral_support,
    record_death,
)
from carebook.actions.health import (
    save_condition,
    save_consultation,
    save_immunisation,
)
from carebook.actions.incidents import close_incident, finish_remedy, record_notified, report_incident, save_remedy
from carebook.actions.monitoring import save_monitoring
from carebook.actions.observations import record_observations
from carebook.actions.prescriptions import prescribe
from carebook.actions.wounds import check_wound, save_wound
from carebook.records.assessments import AssessmentKind
from carebook.records.health import ChronicCondition, Consultation, Immunisation, Wound, WoundCheck
from carebook.records.hospital import Death
from carebook.records.incidents import Incident, Notified, Remedy, Severity
from carebook.records.monitoring import MonitoringPlan, Observation
from carebook.records.staff import Actor
from carebook.stories.cases.telling import Cases
from carebook.stories.clock import Days, moment
from carebook.stories.daily.starting import order
from carebook.stories.stage import Stage, Telling

NAMED = ("an", "thuan", "mien", "ngan", "dien", "thach", "infant", "ben", "stranger")
_ILLNESSES: Mapping[str, Sequence[tuple[str, str]]] = {
    "an": (("I10", "Tăng huyết áp"), ("E11", "Đái tháo đường típ 2"), ("I69.3", "Di chứng nhồi máu não")),
    "thuan": (("I10", "Tăng huyết áp"),),
    "mien": (("F03", "Sa sút trí tuệ"),),
    "ngan": (("T91.3", "Di chứng chấn thương cột sống cổ"),),
    "dien": (("J44", "Bệnh phổi tắc nghẽn mạn tính"), ("I50", "Suy tim")),
    "thach": (("F20", "Tâm thần phân liệt"),),
}
_ORDERS: Mapping[str, Sequence[tuple[str, int]]] = {
    "an": (("clopidogrel", 151), ("amlodipine", 151), ("metformin", 151), ("atorvastatin", 151)),
    "thuan": (("losartan", 200),),
    "mien": (("donepezil", 200),),
    "thach": (("olanzapine", 214), ("trihexyphenidyl", 214)),
}
_WEIGHTS: Mapping[str, Sequence[tuple[int, float]]] = {
    "an": ((180, 51.0), (150, 48.6), (120, 49.0), (90, 49.6), (60, 50.1), (30, 50.4)),
    "ngan": (
        *((150, 46.4), (120, 46.2), (92, 46.0), (62, 43.3), (55, 43.1), (48, 43.4), (34, 44.0), (20, 44.6), (6, 45.0)),
    ),
    "infant": ((31, 2.6), (24, 2.7), (17, 2.95), (10, 3.2), (3, 3.45)),
    "ben": ((10, 53.5),),
}
_HEIGHTS = {"an": 150.0, "ngan": 156.0}
_WOUND = (
    *((66, "2", 30, 20, None, "đỏ, rộp"), (60, "3", 35, 25, 5, "mất da, dịch vừa"), (46, "3", 30, 20, 3, "dịch ít")),
    *(
        (32, "3", 24, 16, 2, "mô hạt đỏ"),
        (18, "3", 18, 11, None, "mô hạt đỏ"),
        (4, "3", 12, 8, None, "mô hạt đỏ, không mùi"),
    ),
)


def stays_of(stage: Stage) -> frozenset[str]:
    """The stays of the named people who came so far."""
    return frozenset(stage.folk[key].episode_id for key in NAMED if key in stage.folk)


def weighed_of(stage: Stage) -> frozenset[str]:
    """The stays of those whose weights the stories tell."""
    return frozenset(stage.folk[key].episode_id for key in (*_WEIGHTS, "stranger") if key in stage.folk)


class _Teller:
    """Tells deeds of somebody by name; what happened before the book was opened stayed on paper."""

    def __init__(self, tell: Telling, days: Days, opened_on: date) -> None:
        self.tell, self.days, self.opened_on = tell, days, opened_on

    def at(
        self, key: str, who: str, back: int, clock: str, do: Callable[[Stage, str, Actor, datetime], object]
    ) -> None:
        """A deed on D-``back``; ``do`` is given the stay."""
        day = self.days.back(back)
        if day <= self.opened_on:
            return

        def run(stage: Stage, by: Actor, now: datetime) -> None:
            do(stage, stage.folk[key].episode_id, by, now)

        self.tell.write(f"daily {key}", who, moment(day, clock) + timedelta(minutes=25), run, key)

    def measured(self, key: str, who: str, back: int, clock: str, **values: Any) -> None:
        """Measures taken at one time: a number, a pair, or a word."""
        day = self.days.back(back)

        def do(stage: Stage, stay: str, by: Actor, now: datetime) -> None:
            taken = []
            for measure, value in values.items():
                given = Observation(
                    episode_id=stay,
                    measure=measure,
                    duty_on=day,
                    taken_at=moment(day, clock),
                    done_by_id=by.staff_member_id,
                )
                if isinstance(value, str):
                    given = replace(given, word=value)
                elif isinstance(value, tuple):
                    given = replace(given, value=value[0], value_second=value[1])
                else:
                    given = replace(given, value=value)
                taken.append(replace(given, unusual_because=_unusual(measure)))
            record_observations(stage.book, taken, by=by, now=now)

        self.at(key, who, back, clock, do)


def _unusual(measure: str) -> str:
    return "weighed_again" if measure == "weight" else "told_doctor"


def tell_named(tell: Telling, cases: Cases, days: Days) -> None:
    """Everything the stories say of measures, medicines, wounds and incidents."""
    teller = _Teller(tell, days, cases.opened_on)
    opened = (days.today - cases.opened_on).days - 1
    for key, illnesses in _ILLNESSES.items():
        for icd, words in illnesses:
            teller.at(key, "YT", opened, "19:00", _illness(key, icd, words))
    for key, drugs in _ORDERS.items():
        for drug, back in drugs:
            teller.at(
                key,
                "YT",
                min(back, opened),
                "11:30" if back < opened else "19:30",
                _order(drug, days.back(min(back, opened))),
            )
    for key, weights in _WEIGHTS.items():
        for back, value in weights:
            teller.measured(key, "D3", back, "07:30", weight=value)
    for key, height in _HEIGHTS.items():
        teller.measured(key, "D3", 149 if key == "an" else 150, "08:00", height=height)
    _stroke_and_fall(teller, cases, days)
    _wound(teller)
    _last_months(teller, days)
    teller.measured("infant", "D3", 9, "02:10", temperature=38.1, pulse=162.0, breathing=48.0)
    teller.at("mien", "YT", 44, "09:00", _vaccinated(days.back(44)))
    teller.at("thuan", "YT", 44, "09:10", _vaccinated(days.back(44)))


def _illness(key: str, icd: str, words: str) -> Callable[[Stage, str, Actor, datetime], object]:
    def do(stage: Stage, _stay: str, by: Actor, now: datetime) -> None:
        given = ChronicCondition(person_id=stage.folk[key].person_id, icd=icd, words=words)
        save_condition(stage.book, given, by=by, now=now)

    return do


def _order(drug: str, first: date, **facts: Any) -> Callable[[Stage, str, Actor, datetime], object]:
    return lambda stage, stay, by, now: prescribe(stage.book, order(stay, drug, first, **facts), by=by, now=now)


def _vaccinated(day: date) -> Callable[[Stage, str, Actor, datetime], object]:
    def do(stage: Stage, stay: str, by: Actor, now: datetime) -> None:
        person = next(folk.person_id for folk in stage.folk.values() if folk.episode_id == stay)
        save_immunisation(stage.book, Immunisation(person_id=person, given_on=day, place="Tại cơ sở"), by=by, now=now)

    return do


def _stroke_and_fall(teller: _Teller, cases: Cases, days: Days) -> None:
    teller.measured(
        *("an", "D3", 172, "05:40"),
        blood_pressure=(190.0, 105.0),
        pulse=96.0,
        temperature=36.8,
        breathing=20.0,
        oxygen=95.0,
        blood_sugar=11.8,
        consciousness="voice",
    )

    def watched(stage: Stage, stay: str, by: Actor, now: datetime) -> None:
        plan = MonitoringPlan(
            episode_id=stay,
            measure="blood_sugar",
            frequency="twice_daily",
            from_on=days.back(147),
            to_on=days.back(60),
            because="Đái tháo đường, sau đột quỵ",
        )
        save_monitoring(stage.book, plan, by=by, now=now)

    teller.at("an", "D3", 147, "16:00", watched)
    fell = Incident(
        happened_at=moment(days.back(121), "02:20"),
        kind="fall",
        severity=Severity.MODERATE,
        place="Cửa nhà vệ sinh phòng A203",
        text="Tự dậy đi vệ sinh, trượt ở cửa, chống tay T. Bầm khuỷu T 3 cm, tỉnh, không đau đầu.",
        at_once="Chườm lạnh, theo dõi 24 giờ.",
    )
    told = (("doctor", "02:30", ""), ("family", "07:10", "Trần Văn Sơn"), ("management", "07:30", ""))
    _incident(
        teller,
        "an",
        121,
        fell,
        told,
        ("Đèn cảm ứng ở nhà vệ sinh, dép chống trượt", 114, 115),
        "Đèn hỏng, dép trơn.",
        days,
    )
    cases.assess(
        "an", "X1", days.back(120), "15:00", AssessmentKind.UNSCHEDULED, (3, 0, 0, 1, 2, 2, 2, 0), reason="Ngã đêm"
    )


def _incident(
    teller: _Teller,
    key: str,
    back: int,
    incident: Incident,
    told: Sequence[tuple[str, str, str]],
    remedy: tuple[str, int, int] | None,
    cause: str,
    days: Days,
) -> None:
    """An incident from its report to its end: who was told, the remedy with its day and the day it was done, the cause."""
    kept: dict[str, str] = {}

    def report(stage: Stage, stay: str, by: Actor, now: datetime) -> None:
        given = replace(incident, episode_id=stay, reported_by_id=by.staff_member_id)
        kept["id"] = report_incident(stage.book, given, by=by, now=now).result.id

    def tell_others(stage: Stage, stay: str, by: Actor, now: datetime) -> None:
        rows = [
            Notified(
                incident_id=kept["id"],
                episode_id=stay,
                whom=whom,
                name=name,
                told_at=moment(days.back(back), clock),
                told_by_id=by.staff_member_id,
            )
            for whom, clock, name in told
        ]
        record_notified(stage.book, kept["id"], rows, by=by, now=now)

    teller.at(key, "D3", back, "02:40", report)
    teller.at(key, "D3", back, "08:00", tell_others)
    if remedy is not None:
        text, due, done = remedy

        def mend(stage: Stage, stay: str, by: Actor, now: datetime) -> None:
            given = Remedy(
                incident_id=kept["id"], episode_id=stay, text=text, owner_id=by.staff_member_id, due_on=days.back(due)
            )
            kept["remedy"] = save_remedy(stage.book, given, by=by, now=now).result.id

        def mended(stage: Stage, _stay: str, by: Actor, now: datetime) -> None:
            finish_remedy(stage.book, kept["remedy"], days.back(done), "Đã xong.", by=by, now=now)

        teller.at(key, "CS", back, "10:00", mend)
        teller.at(key, "CS", done, "15:00", mended)

    def close(stage: Stage, _stay: str, by: Actor, now: datetime) -> None:
        close_incident(
            stage.book, kept["id"], cause=cause, conclusion="Đã khắc phục, không để lại hậu quả.", by=by, now=now
        )

    teller.at(key, "CS", (remedy[2] if remedy else back - 3), "16:00", close)


def _wound(teller: _Teller) -> None:
    days = teller.days
    ulcer = Incident(
        happened_at=moment(days.back(66), "06:20"),
        kind="pressure_ulcer",
        severity=Severity.MODERATE,
        place="Phòng B103",
        text="Vùng cùng cụt đỏ, rộp.",
        at_once="Rửa, băng; nằm nghiêng; báo bác sĩ.",
    )
    _incident(
        *(teller, "ngan", 66, ulcer, (("doctor", "07:00", ""),)),
        ("Đệm hơi; xoay trở mỗi 2 giờ", 63, 63),
        "Nằm ngửa lâu, đệm xẹp.",
        days,
    )
    kept: dict[str, str] = {}
    first, *others = _WOUND

    def look(stay: str, by: Actor, seen: tuple[Any, ...]) -> WoundCheck:
        back, grade, length, width, depth, said = seen
        return WoundCheck(
            episode_id=stay,
            wound_id=kept.get("id", ""),
            checked_at=moment(days.back(back), "09:00"),
            grade=grade,
            length_mm=length,
            width_mm=width,
            depth_mm=depth,
            look=said,
            done="Thay băng, nằm nghiêng.",
            done_by_id=by.staff_member_id,
        )

    def found(stage: Stage, stay: str, by: Actor, now: datetime) -> None:
        wound = Wound(episode_id=stay, kind="pressure_ulcer", place="sacrum", found_on=days.back(66))
        kept["id"] = save_wound(stage.book, wound, look(stay, by, first), by=by, now=now).result.id

    teller.at("ngan", "D2", 66, "09:10", found)
    for seen in others:

        def again(stage: Stage, stay: str, by: Actor, now: datetime, seen: tuple[Any, ...] = seen) -> None:
            check_wound(stage.book, look(stay, by, seen), by=by, now=now)

        teller.at("ngan", "D2", seen[0], "09:10", again)

    def examined(stage: Stage, stay: str, by: Actor, now: datetime) -> None:
        held = Consultation(
            episode_id=stay,
            held_at=moment(days.back(62), "10:00"),
            doctor="Quách Văn Long Não",
            complaint="Sụt cân, tiểu buốt",
            icd="N39.0",
            diagnosis="Nhiễm trùng đường tiết niệu",
            treatment="Kháng sinh 7 ngày, uống nhiều nước, ăn bổ sung",
        )
        save_consultation(stage.book, held, by=by, now=now)

    teller.at("ngan", "YT", 62, "10:10", examined)
    cure = _order(
        "ciprofloxacin", days.back(62), to_on=days.back(56), icd="N39.0", diagnosis="Nhiễm trùng đường tiết niệu"
    )
    teller.at("ngan", "YT", 62, "10:30", cure)


def _last_months(teller: _Teller, days: Days) -> None:
    """Điền: pain watched every shift, a medicine when it hurts, the night of his death and what followed."""
    for back, value in ((60, 5), (52, 2), (45, 2), (37, 3), (30, 2), (25, 3)):
        teller.measured("dien", "D3", back, "20:10", pain=float(value))
    eased = _order(
        *("paracetamol", days.back(60)),
        rounds=(),
        as_needed=True,
        needed_for="đau",
        most_a_day=4,
        hours_between=6,
    )
    teller.at("dien", "YT", 60, "10:00", eased)
    teller.measured("dien", "D3", 24, "21:00", oxygen=86.0, breathing=28.0)
    kept: dict[str, str] = {}

    def died(stage: Stage, stay: str, by: Actor, now: datetime) -> None:
        given = Death(
            episode_id=stay,
            died_at=moment(days.back(23), "03:35"),
            place="Phòng A107",
            expected=True,
            icd="I50.9",
            cause="Suy tim",
            beside="Lò Thị Hoa Trẩu, Kiều Thị Dạ Hương",
            certified_by="Trạm y tế phường Việt Hưng",
            certified_at=moment(days.back(23), "05:10"),
            notice_on=days.back(23),
            family_told_at=moment(days.back(23), "05:30"),
            family_told="Tạ Văn Bờ (cháu)",
            extract_on=days.office(21),
            funeral="burial",
            buried_on=days.back(21),
            grave="Nghĩa trang phường",
            heir="Tạ Văn Bờ",
            heir_relation="cháu",
            minutes_on=days.office(20),
            card_cancelled_on=days.office(19),
        )
        kept["id"] = record_death(stage.book, given, by=by, now=now).result.id

    def support(deed: Callable[..., object], back: int) -> Callable[[Stage, str, Actor, datetime], object]:
        return lambda stage, _stay, by, now: deed(stage.book, kept["id"], days.office(back), by=by, now=now)

    last = (days.today - max(days.office(19), days.office(20), days.office(21))).days
    teller.at("dien", "XH", min(last, 18), "16:30", died)
    teller.at("dien", "XH", (days.today - days.office(18)).days - 0, "17:00", support(ask_funeral_support, 18))
    teller.at("dien", "GD", (days.today - days.office(9)).days, "10:00", support(approve_funeral_support, 9))
