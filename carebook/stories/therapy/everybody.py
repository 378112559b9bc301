"""The rehabilitation of those without a story: some thirty people, two or three sessions a week, each at the same hour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random

from carebook.records.care_plans import Agreement
from carebook.records.devices import DeviceLoan
from carebook.records.rehabilitation import Qualifier
from carebook.stories.clock import Days, office_day
from carebook.stories.residents import Resident
from carebook.stories.therapy.courses import Aim, Courses, Given, Plan
from carebook.stories.therapy.pupils import AUTISTIC

_DAY = timedelta(days=1)
_LONGEST, _SETTLED, _ENDS_AFTER = 120, 20, 45
_MWF, _TT = ("MO", "WE", "FR"), ("TU", "TH")


@dataclass(frozen=True)
class _Kind:
    """What people of one kind are treated for, by whom and where."""

    therapy: str
    technique: str
    who: str
    room: str
    diagnosis: str
    functions: tuple[tuple[str, Qualifier], ...]
    aims: tuple[tuple[str, tuple[str, str, str, str, str]], ...]
    minutes: int = 30


_OLD = _Kind(
    therapy="pt",
    technique="Vận động có trợ giúp, đứng, đi",
    who="K1",
    room="pt",
    diagnosis="Yếu cơ, đi lại chậm do tuổi cao.",
    functions=(("b730", Qualifier.MODERATE), ("d450", Qualifier.MODERATE)),
    aims=(
        (
            "Đứng dậy khỏi ghế không cần kéo",
            (
                "Hai người đỡ",
                "Một người đỡ",
                "Tự đứng, tay chống ghế",
                "Tự đứng, không chống tay",
                "Đứng lên ngồi xuống 5 lần liền",
            ),
        ),
        (
            "Đi dọc hành lang một vòng",
            (
                "Đi 3 m có dìu",
                "Đi nửa hành lang có dìu",
                "Đi một vòng có gậy",
                "Đi hai vòng có gậy",
                "Đi một vòng tay không",
            ),
        ),
    ),
)
_DISABLED = _Kind(
    therapy="ot",
    technique="Dùng bàn tay, tự phục vụ",
    who="K1",
    room="pt",
    diagnosis="Khuyết tật vận động, co cứng chi trên.",
    functions=(("b735", Qualifier.SEVERE), ("d440", Qualifier.MODERATE), ("d550", Qualifier.MODERATE)),
    aims=(
        (
            "Tự xúc ăn nửa suất",
            (
                "Người khác đút",
                "Cầm thìa, đưa hụt",
                "Tự xúc nửa suất",
                "Tự xúc hết suất, rơi ít",
                "Tự xúc và tự lau miệng",
            ),
        ),
    ),
)
_SPEECH = _Kind(
    therapy="speech",
    technique="Môi, lưỡi, hơi; tập nuốt",
    who="K2",
    room="speech",
    diagnosis="Nói ngọng, nuốt chậm.",
    functions=(("b320", Qualifier.MODERATE), ("b510", Qualifier.MILD), ("d330", Qualifier.MODERATE)),
    aims=(
        (
            "Nói rõ 10 từ cần dùng mỗi ngày",
            ("Không nói được từ nào rõ", "Rõ 3–5 từ", "Rõ 10 từ", "Rõ 15 từ", "Nói được câu hai từ"),
        ),
    ),
)
_MIND = _Kind(
    therapy="psych_ind",
    technique="Trò chuyện, xếp việc trong ngày",
    who="TL",
    room="talk",
    diagnosis="Rối loạn tâm thần đã ổn định.",
    functions=(("b130", Qualifier.MODERATE), ("d230", Qualifier.MILD)),
    aims=(
        (
            "Tự làm đủ 4 việc buổi sáng",
            (
                "Phải làm thay",
                "Nhắc từng việc",
                "Tự làm 4 việc, nhắc một lần",
                "Tự làm 4 việc",
                "Tự làm và rủ bạn cùng làm",
            ),
        ),
    ),
    minutes=45,
)
_CHILD = _Kind(
    therapy="early_intervention",
    technique="Một cô một trẻ",
    who="G2",
    room="early",
    diagnosis="Rối loạn phổ tự kỷ.",
    functions=(("b122", Qualifier.SEVERE), ("d335", Qualifier.MODERATE)),
    aims=(
        (
            "Làm theo 3 lời nói đơn giản",
            (
                "Không làm theo",
                "Làm theo 1 lời có gợi ý",
                "Làm theo 3 lời",
                "Làm theo 5 lời",
                "Làm theo lời có hai bước",
            ),
        ),
    ),
    minutes=45,
)
# The hours of each therapist that nobody of the stories has; nobody else's session overlaps them.
_HOURS = {
    "K1": ("07:30", "08:00", "09:00", "09:30", "10:00", "10:30", "11:00", "13:30", "16:00", "16:30"),
    "K2": ("08:00", "08:30", "09:30", "10:00"),
    "G2": ("08:00", "10:00", "14:00"),
    "TL": ("08:00", "09:00", "10:00"),
}


def tell_everybody(courses: Courses, days: Days, rng: Random, present: Sequence[Resident]) -> None:
    """Plans, series, levels every month, some devices; nobody restricted, nobody who came in the last weeks."""
    here = [one for one in present if (days.today - one.stay.start_on).days > _SETTLED]
    slots = {who: _slots(hours) for who, hours in _HOURS.items()}
    chosen = [
        *((_OLD, one) for one in _of(here, "elderly_alone_poor", "voluntary_elderly")[:15]),
        *((_DISABLED, one) for one in _of(here, "adult_disabled")[:5]),
        *((_SPEECH, one) for one in [*_of(here, "child_disabled"), *_of(here, "voluntary_elderly")[15:]][:8]),
        *((_MIND, one) for one in _of(here, "mental_severe")[:3]),
    ]
    for number, (kind, one) in enumerate(chosen):
        consent = Agreement.AGREED if kind is _OLD else Agreement.BY_GUARDIAN
        since = max(one.stay.start_on + _SETTLED * _DAY, days.back(_LONGEST - 2 * number % 20))
        _course(courses, days, rng, one.key, kind, next(slots[kind.who]), since, consent)
        if kind is _OLD and number % 4 == 1:
            lent = DeviceLoan(
                episode_id="",
                device=("walking_stick", "wheelchair")[number % 2],
                number=f"PHCN-{20 + number}",
                lent_on=office_day(since + 7 * _DAY),
                check_on=days.back(-30 - number),
            )
            courses.lend(one.key, "K1", lent)
    for key in AUTISTIC:
        _course(courses, days, rng, key, _CHILD, next(slots["G2"]), days.back(90), Agreement.BY_GUARDIAN)


def _of(here: Sequence[Resident], *categories: str) -> list[Resident]:
    return [one for category in categories for one in here if one.stay.category == category]


def _slots(hours: Sequence[str]) -> Iterator[tuple[tuple[str, ...], time]]:
    for days in (_MWF, _TT):
        for hour in hours:
            yield days, time.fromisoformat(hour)


def _course(
    courses: Courses,
    days: Days,
    rng: Random,
    key: str,
    kind: _Kind,
    slot: tuple[tuple[str, ...], time],
    since: date,
    consent: Agreement,
) -> None:
    weekdays, at = slot
    on = office_day(courses.since(since))
    weeks = (days.back(-_ENDS_AFTER) - on).days // 7
    given = Given(
        therapy=kind.therapy,
        technique=kind.technique,
        who=kind.who,
        room=kind.room,
        days=weekdays,
        at=at,
        minutes=kind.minutes,
        count=max(1, weeks * len(weekdays)),
        from_on=on,
    )
    aims = tuple(
        Aim(text=text, levels=levels, importance=rng.randint(2, 3), difficulty=rng.randint(1, 2), due_on=days.back(-40))
        for text, levels in kind.aims
    )
    courses.plan(
        key,
        Plan(
            who=kind.who,
            on=on,
            diagnosis=kind.diagnosis,
            indication=f"{kind.technique}.",
            functions=kind.functions,
            aims=aims,
            therapies=(given,),
            review_on=days.back(-rng.randint(16, 40)),
            consent=consent,
            consent_by="" if consent is Agreement.AGREED else "người giám hộ",
        ),
    )
    level = -2
    for ago in range((days.today - on).days // 30 * 30 - 5, 0, -30):
        courses.levels(key, kind.who, days.back(ago), {aim.text: level for aim in aims})
        level = min(1, level + rng.choice((0, 1, 1)))
