"""The cases of those without a story: assessed, planned, approved, reviewed on time, measured every three months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from carebook.actions import progress
from carebook.records.assessments import AssessmentKind
from carebook.records.care_plans import Agreement
from carebook.records.schooling import Schooling
from carebook.records.staff import Actor
from carebook.rules.progress import report_period
from carebook.store.progress import lines_of_period
from carebook.stories.beds import ward_of
from carebook.stories.cases.telling import Cases
from carebook.stories.cases.versions import Aim, Course, Doing, Version
from carebook.stories.clock import Days, office_day
from carebook.stories.residents import Resident
from carebook.stories.stage import Stage

ASKED, SETTLED = 6, 13  # days after which form 01, and forms 02 and 04, of a newcomer are there
EVERY = 85  # days between measurements and reviews: inside three months
_BARTHEL = (
    (10, 5, 5, 10, 10, 10, 10, 15, 15, 10),
    (10, 5, 5, 10, 10, 10, 10, 15, 10, 5),
    (10, 0, 5, 5, 10, 5, 5, 10, 10, 0),
    (5, 0, 0, 5, 10, 5, 5, 10, 10, 0),
    (5, 0, 0, 0, 5, 5, 0, 5, 0, 0),
)
# How much help is normal with each kind of daily care, by the result of the scale above.
_HELPS: Sequence[dict[str, str]] = tuple(
    dict(zip(("eating", "bathing", "hygiene", "dressing", "toilet", "walking"), levels, strict=True))
    for levels in ("000000", "010000", "121112", "122223", "233333")
)
_AIMS: dict[str, Sequence[tuple[str, str, str, str, str, str | None]]] = {
    "old": (
        ("Đi lại trong khu mỗi ngày", "health", "Số phút", "Đi cùng quanh sân", "mỗi sáng", "rehab"),
        ("Không ngã trong 3 tháng", "health", "Số lần ngã", "Dép chống trượt, đèn đêm", "mỗi đêm", "nurture"),
        ("Gọi điện cho người thân mỗi tháng", "relations", "Số cuộc gọi", "Mượn máy, gọi cùng", "mỗi tháng", "linking"),
        ("Tham gia nhóm Chuyện xưa", "participation", "Số buổi", "Đưa đến nhóm", "mỗi tuần", "group_work"),
    ),
    "ill": (
        ("Uống đủ thuốc mỗi ngày", "health", "Số ngày đủ thuốc", "Nhìn uống thuốc", "mỗi cữ", "primary_health"),
        ("Tự tắm, thay áo", "life_skills", "Số lần mỗi tuần", "Nhắc, đứng cạnh", "mỗi ngày", "life_skills"),
        ("Làm vườn hai buổi mỗi tuần", "participation", "Số buổi", "Nhóm Vườn rau", "T3, T5", "rehab"),
    ),
    "child": (
        ("Đi học đều, làm đủ bài", "education_work", "Số buổi vắng", "Kèm bài buổi tối", "T2–T6", "education"),
        (
            "Giữ liên lạc với người thân",
            "relations",
            "Số lần mỗi tháng",
            "Gọi hình, viết thư",
            "hai lần mỗi tháng",
            None,
        ),
        ("Tự dọn góc học tập", "life_skills", "Số ngày mỗi tuần", "Nhắc, khen", "mỗi ngày", "life_skills"),
    ),
}
_LEVELS = (("kindergarten", 3), ("primary", 6), ("lower_secondary", 11), ("upper_secondary", 15))


def tell_everybody(cases: Cases, days: Days, rng: Random, present: Sequence[Resident]) -> None:
    """Everybody present for long enough has an assessment, a plan in force and a measurement that is not yet due again."""
    waiting = next((one.key for one in present if one.stay.start_on < days.back(100)), "")
    for one in present:
        here = (days.today - one.stay.start_on).days
        if one.stay.start_on >= cases.opened_on and here > ASKED:
            _intake(cases, one)
        if _kind(one) == "child" and here > SETTLED:
            _school(cases, days, one)
        if here > SETTLED:
            _case(cases, days, rng, one, waits=one.key == waiting)


def tell_monthly_lines(cases: Cases, days: Days, workers: Sequence[str]) -> None:
    """The lines of last month's progress report, each accepted by the worker as it was drafted."""
    month = days.month(1)
    day = max(office_day(days.first_of(0), by=days.back(1)), days.first_of(0))
    if day >= days.today:
        return

    def of(worker: str) -> None:
        def do(stage: Stage, by: Actor, now: datetime) -> None:
            period = report_period(month)
            staff_id = stage.staff(worker) or ""
            with stage.book.reading_for(by, now) as reader:
                found = [one for one in lines_of_period(reader, period, staff_id) if one.drafted and not one.accepted]
            for one in found:
                progress.accept_progress_line(
                    stage.book, one.episode_id, month, one.drafted, drafted=one.drafted, by=by, now=now
                )

        cases.tell.tell(f"lines {worker}", worker, day, "15:00", do)

    for worker in workers:
        of(worker)


def _kind(one: Resident) -> str:
    if one.stay.category.startswith("child"):
        return "child"
    return "ill" if one.stay.category == "mental_severe" else "old"


def _intake(cases: Cases, one: Resident) -> None:
    child = _kind(one) == "child"
    asked = one.stay.start_on + timedelta(days=ASKED + 4 if one.stay.late else ASKED - 2)
    cases.intake(
        *(one.key, one.worker, office_day(asked), "10:00"),
        informant="cán bộ xã" if child else "gia đình",
        informant_relation="commune" if child else "family",
        needs="Chỗ ở, ăn uống; khám bệnh; người chăm sóc hằng ngày.",
        self_care="partial",
        source="Hồ sơ tiếp nhận; hỏi trực tiếp.",
    )


def _school(cases: Cases, days: Days, one: Resident) -> None:
    """The running school year of a child old enough for one, at the level of their age when it began."""
    first = days.today.year if days.today.month >= 9 else days.today.year - 1
    born = one.invented.person.born
    age = first - born.year if born is not None and born.year else 0
    level = next((code for code, youngest in reversed(_LEVELS) if age >= youngest), None)
    if level is not None and age < 18:
        year = Schooling(
            person_id="", school_year=f"{first}-{first + 1}", level=level, school="Trường phường Việt Hưng"
        )
        cases.add(one.key, one.worker, days.back(2), "09:00", year)


def _case(cases: Cases, days: Days, rng: Random, one: Resident, *, waits: bool) -> None:
    """One case: planned in the last quarter, or earlier and reviewed since."""
    kind, key, worker = _kind(one), one.key, one.worker
    since = max(
        one.stay.start_on + timedelta(days=12 if one.stay.late else SETTLED - 6), days.back(rng.randint(30, EVERY - 10))
    )
    reviewed: date | None = None
    longest = (days.today - one.stay.start_on).days
    if longest > 2 * EVERY and rng.random() < 0.4:
        reviewed = days.back(rng.randint(20, EVERY - 15))
        since = reviewed - timedelta(days=EVERY - 5)
    since = office_day(days.back(4), by=days.back(2)) if waits else office_day(since)
    nurse = {"Khu A": "D1", "Khu C": "D4", "Khu D": "D4"}.get(ward_of(one.stay.category), "D2")
    level = rng.randrange(len(_BARTHEL)) if kind == "old" else rng.randrange(2)
    if kind != "child":
        measured = max(days.back(rng.randint(5, EVERY)), one.stay.start_on + timedelta(days=12))
        measuring = "TL" if one.stay.category == "victim_dv" else "D3"
        cases.score(key, measuring, measured, "08:30", "barthel", _BARTHEL[level])
    new = one.stay.start_on >= cases.opened_on
    kind_of = AssessmentKind.INITIAL if new else AssessmentKind.PERIODIC
    base = (1 if level < 2 else 2, 1 if kind == "child" else 0, 0, 1, 1 if level < 2 else 2, 1, 1, 0)
    cases.assess(key, worker, since - timedelta(days=2), "09:00", kind_of, base)
    chosen = rng.sample(_AIMS[kind], 2)
    version = Version(
        aims=tuple(
            Aim(
                text=text,
                domain=domain,
                measure=measure,
                due_on=days.back(-60),
                doings=(Doing(text=doing, often=often, who=nurse, service=service),),
            )
            for text, domain, measure, doing, often, service in chosen
        ),
        general="Khỏe, an toàn, vui." if kind != "child" else "Lớn lên an toàn, học đều.",
        permanency="stay" if kind != "child" else "kin",
        risks=(("Ngã", "vừa", "vừa", "Đèn đêm, dép chống trượt."),)
        if kind == "old"
        else (("Buồn, bỏ sinh hoạt", "vừa", "vừa", "Trò chuyện mỗi tuần."),),
        helps=_HELPS[level] if kind != "child" else {"hygiene": "1", "dressing": "1", "bathing": "1"},
        agreement=Agreement.AGREED if kind == "old" else Agreement.BY_GUARDIAN,
        agreed_by=one.invented.person.full_name if kind == "old" else "người giám hộ tại cơ sở",
    )
    cases.plan(
        key,
        Course(
            who=worker,
            drafted_on=since,
            version=version,
            submitted_on=office_day(days.back(2), by=days.back(1)) if waits else since,
            approved_on=None if waits else office_day(since + timedelta(days=1)),
        ),
    )
    if reviewed is not None and not waits:
        cases.review(
            key, worker, office_day(reviewed), "14:00", results="Giữ được việc đang làm, chưa có thay đổi lớn."
        )


__all__ = ["tell_everybody", "tell_monthly_lines"]
