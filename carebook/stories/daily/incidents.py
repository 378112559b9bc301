"""Incidents of a year among those without a story: five to seven a month, most of them slight, all but two handled to the end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from carebook.actions.incidents import close_incident, record_notified, report_incident, save_remedy
from carebook.records.incidents import Incident, Notified, Remedy, Severity
from carebook.records.staff import Actor
from carebook.rules.incidents import whom_to_tell
from carebook.store import code_lists
from carebook.store.daily_care import CaredFor, cared_for
from carebook.stories.clock import Days, moment
from carebook.stories.daily.named import stays_of
from carebook.stories.stage import Stage, Telling

# Of a hundred: the kind, where, what was seen, what was done at once.
_KINDS = (
    (
        45,
        "fall",
        "Cửa nhà vệ sinh",
        "Tự dậy, trượt chân, ngồi bệt xuống sàn. Tỉnh, không đau đầu.",
        "Đỡ dậy, theo dõi 24 giờ.",
    ),
    (11, "aggression_resident", "Nhà ăn", "To tiếng vì chỗ ngồi, xô nhau.", "Can ra, cho ngồi hai bàn."),
    (10, "injury", "Hành lang", "Va tay vào cạnh cửa, xước 2 cm.", "Rửa, băng."),
    (6, "seizure", "Phòng ngủ", "Co giật toàn thân 1 phút, sau đó ngủ.", "Nằm nghiêng, báo bác sĩ."),
    (5, "medication_error", "Phòng thuốc", "Chia nhầm cữ, phát hiện trước khi uống.", "Thu lại, chia lại."),
    (4, "choking", "Nhà ăn", "Sặc canh, ho nhiều, tự hết.", "Vỗ lưng, cho ăn chậm."),
    (4, "absconding", "Cổng", "Ra cổng không báo, bảo vệ gặp đưa về sau 10 phút.", "Đưa về phòng, ngồi cùng."),
    (4, "theft_loss", "Phòng ngủ", "Mất 1 khăn, 1 đôi dép; tìm thấy ở phòng bên.", "Tìm, trả lại."),
    (4, "complaint", "Nhà ăn", "Kêu cơm khô, muốn đổi cháo.", "Báo nhà bếp đổi."),
    (2, "burn", "Bếp khu", "Nước nóng bắn vào mu bàn tay, đỏ 2 cm.", "Ngâm nước mát 15 phút."),
)
_MINUTE = timedelta(minutes=1)
_ANSWERED_BEFORE = 165
"""A fall so many days ago is answered by the newest form and plan of the case; a later one only a story tells."""


def tell_incidents(tell: Telling, days: Days, seed: str, first: date) -> None:
    """The incidents of every month."""
    rng = Random(f"{seed} incidents")
    day = first + timedelta(days=rng.randint(2, 6))
    number = 0
    while (days.today - day).days > 4:
        back = (days.today - day).days
        kinds = [one for one in _KINDS if one[1] != "fall" or back > _ANSWERED_BEFORE]
        kind = rng.choices(kinds, [one[0] for one in kinds])[0]
        night = kind[1] == "fall" and rng.random() < 0.6
        clock = f"{rng.choice((22, 23, 0, 1, 2, 3, 4, 5) if night else (8, 9, 10, 14, 15, 16, 17)):02d}:{rng.randint(0, 59):02d}"
        severity = rng.choices(list(Severity)[:3], (15, 55, 30))[0]
        number += 1
        _tell_one(tell, number, day, clock, kind, severity, Random(f"{seed} {number}"))
        day += timedelta(days=rng.randint(3, 7))
    _tell_open(tell, days, seed)


def _tell_one(
    tell: Telling,
    number: int,
    day: date,
    clock: str,
    kind: tuple[int, str, str, str, str],
    severity: Severity,
    rng: Random,
) -> None:
    kept: dict[str, str] = {}
    key = f"incident {number}"
    happened = moment(day, clock)

    def report(stage: Stage, by: Actor, now: datetime) -> None:
        who = _somebody(stage, day, kind[1], rng)
        given = Incident(
            happened_at=happened,
            kind=kind[1],
            severity=severity,
            episode_id=who.episode_id if who is not None else None,
            ward_id=who.ward_id if who is not None else None,
            place=f"{kind[2]}, {who.ward}" if who is not None else kind[2],
            text=kind[3],
            at_once=kind[4],
            reported_by_id=by.staff_member_id,
        )
        kept["id"] = report_incident(stage.book, given, by=by, now=now).result.id

    def tell_others(stage: Stage, by: Actor, now: datetime) -> None:
        known = code_lists.codes(stage.reader, "incident_kind", day)
        asked = next(one for one in known if one.code == kind[1])
        rows = [
            Notified(
                incident_id=kept["id"],
                whom=one,
                told_at=happened + 15 * _MINUTE if one != "police" else None,
                not_needed_because="Tìm thấy sau 10 phút" if one == "police" else "",
                told_by_id=by.staff_member_id,
            )
            for one in whom_to_tell(asked)
        ]
        record_notified(stage.book, kept["id"], rows, by=by, now=now)

    def close(stage: Stage, by: Actor, now: datetime) -> None:
        close_incident(
            stage.book,
            kept["id"],
            cause="Thiếu người trông lúc đổi ca." if rng.random() < 0.5 else "Không lường trước.",
            conclusion="Đã nhắc ca trực, theo dõi thêm, không để lại hậu quả.",
            by=by,
            now=now,
        )

    tell.write(key, "D3", happened + 20 * _MINUTE, report)
    tell.write(key, "D3", happened + 40 * _MINUTE, tell_others)
    tell.write(key, "CS", moment(day + timedelta(days=rng.randint(2, 4)), "16:00"), close)


def _tell_open(tell: Telling, days: Days, seed: str) -> None:
    """Yesterday's quarrel is being handled; one broken lamp waits for its remedy."""
    kept: dict[str, str] = {}

    def quarrel(stage: Stage, by: Actor, now: datetime) -> None:
        who = _somebody(stage, days.back(1), "aggression_resident", Random(seed))
        given = Incident(
            happened_at=moment(days.back(1), "17:10"),
            kind="aggression_resident",
            severity=Severity.SLIGHT,
            episode_id=who.episode_id if who is not None else None,
            ward_id=who.ward_id if who is not None else None,
            place="Phòng B203",
            text="Giành chăn, đẩy nhau, một người xước cẳng tay.",
            at_once="Can ra, rửa vết xước, đổi giường tạm.",
            reported_by_id=by.staff_member_id,
        )
        made = report_incident(stage.book, given, by=by, now=now).result.id
        told = Notified(
            incident_id=made, whom="management", told_at=moment(days.back(1), "17:20"), told_by_id=by.staff_member_id
        )
        record_notified(stage.book, made, [told], by=by, now=now)

    def lamp(stage: Stage, by: Actor, now: datetime) -> None:
        given = Incident(
            happened_at=moment(days.back(3), "19:30"),
            kind="power_water",
            severity=Severity.NEAR_MISS,
            place="Hành lang khu D",
            text="Mất điện 20 phút, đèn dự phòng không sáng.",
            at_once="Dùng đèn pin, đi từng phòng.",
            reported_by_id=by.staff_member_id,
        )
        kept["lamp"] = report_incident(stage.book, given, by=by, now=now).result.id
        told = Notified(
            incident_id=kept["lamp"],
            whom="management",
            told_at=moment(days.back(3), "19:40"),
            told_by_id=by.staff_member_id,
        )
        record_notified(stage.book, kept["lamp"], [told], by=by, now=now)
        mend = Remedy(
            incident_id=kept["lamp"],
            text="Thay đèn dự phòng hành lang khu D",
            owner_id=by.staff_member_id,
            due_on=days.back(-5),
        )
        save_remedy(stage.book, mend, by=by, now=now)

    tell.write("incident lamp", "CS", moment(days.back(3), "20:30"), lamp)
    tell.write("incident quarrel", "D3", moment(days.back(1), "17:45"), quarrel)


def _somebody(stage: Stage, day: date, kind: str, rng: Random) -> CaredFor | None:
    """Somebody without a story, there on that day, of a ward where such a thing happens."""
    told = stays_of(stage)
    fitting = {
        "fall": ("elderly", "voluntary"),
        "aggression_resident": ("mental",),
        "seizure": ("mental", "adult"),
        "choking": ("elderly", "voluntary"),
        "absconding": ("mental", "voluntary"),
    }.get(kind, ("elderly", "voluntary", "adult", "mental"))
    found = [
        who
        for who in cared_for(stage.reader, day)
        if who.is_there and who.episode_id not in told and who.category.startswith(fitting) and who.start_on < day
    ]
    return rng.choice(found) if found else None
