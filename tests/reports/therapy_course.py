"""A believable course of therapy as plain records, for papers that are drawn without a book."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time, timedelta

from carebook import places
from carebook.records.care_plans import Achievement, Agreement, Answer, PlanState
from carebook.records.devices import DeviceLoan
from carebook.records.episodes import Episode
from carebook.records.instrument_files import Better
from carebook.records.packages import Package
from carebook.records.rehabilitation import (
    FunctionRating,
    GoalRating,
    GoalTerm,
    PlannedTherapy,
    Qualifier,
    RehabilitationDecision,
    RehabilitationGoal,
    RehabilitationPlan,
    RehabilitationReview,
)
from carebook.records.sessions import Assistance, Cooperation, Course, Session, SessionExercise, SessionState
from carebook.reports.case_papers.about import About
from carebook.reports.paper.facts import Letterhead, Signer
from carebook.reports.people import Resident
from carebook.reports.therapy_papers.sessions import SessionLine
from carebook.rules import code_files
from carebook.rules.attainment import TScore
from carebook.rules.therapy_progress import Attendance as Came
from carebook.rules.therapy_progress import (
    Comparison,
    Curve,
    GoalProgress,
    GroupShare,
    PackageProgress,
    Point,
    Tally,
    TherapyProgress,
)
from carebook.store.code_lists import Codes
from carebook.store.rows import to_row
from tests import samples

STAY = "stay"
KTV, DOCTOR, TEACHER = "ktv", "doctor", "teacher"
STAFF = {KTV: "Lưu Văn Kim Giao", DOCTOR: "Trịnh Thị Hằng", TEACHER: "Đinh Thị Nguyệt Hằng"}
MOMENT = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
LONG = (
    "Bà tự bám thanh đứng dậy, giữ được ba phút rồi xin nghỉ; gối phải còn khóa, mũi chân phải kéo lê ở mỗi bước, "
    "nhắc thì nhấc được năm bước liền. Nghỉ giữa buổi hai lần, mạch 104 xuống 88, không chóng mặt."
)


def codes() -> Codes:
    """The words of the lists these papers need, from the program's own files."""
    rows = []
    for name in ("rehabilitation", "services"):
        text = places.resource(f"codes/{name}.toml").read_text(encoding="utf-8")
        rows += [to_row(one) for one in code_files.codes_from_toml(tomllib.loads(text))]
    return Codes(rows)


def about(**changes: object) -> About:
    """Whose paper it is."""
    values: dict[str, object] = {
        "letterhead": Letterhead(
            "Sở Y tế tỉnh Quảng Ninh", "Trung tâm Bảo trợ xã hội tỉnh", "TTBTXH", "Hạ Long", is_sample=False
        ),
        "resident": Resident(full_name="Trần Thị An", title="bà", born="02/09/1945", code="CB-000412"),
        "codes": codes(),
        "head": Signer("Giám đốc", "Phạm Đăng Khoa"),
        "place": "Hạ Long",
        "staff": STAFF,
        "bed": "A105, giường 1",
        "allergies": ("Penicillin",),
    }
    return About(**(values | changes))  # type: ignore[arg-type]


def nobody() -> About:
    """The center alone, for an empty sheet or a group."""
    return about(resident=Resident(full_name=""), bed="", allergies=())


PLAN = RehabilitationPlan(
    id="plan",
    episode_id=STAY,
    number=2,
    state=PlanState.APPROVED,
    ordered_by_id=DOCTOR,
    ordered_on=date(2026, 6, 1),
    diagnosis="Liệt nửa người phải sau nhồi máu não (I69.3); tăng huyết áp, đái tháo đường",
    indication="Tập đi, tập thăng bằng, tập sinh hoạt hằng ngày với tay phải",
    contraindications="Không tập khi huyết áp trên 180/110 hoặc đường huyết dưới 4,0",
    precautions="Đau vai phải: không kéo tay phải khi đỡ; có người đứng cạnh khi đi",
    devices="Khung tập đi PHCN-07, nẹp cổ chân phải",
    home_programme="Mỗi sáng ngồi dậy, đứng bám thành giường 5 phút, 3 lần\nTự cài cúc áo trước bữa ăn",
    from_on=date(2026, 6, 2),
    to_on=date(2026, 12, 1),
    review_on=date(2026, 7, 1),
    review_every_weeks=4,
    consent=Agreement.AGREED,
    consent_by="Trần Thị An",
    consent_on=date(2026, 6, 1),
    approved_at=MOMENT,
    round=1,
)
THERAPIES = (
    PlannedTherapy(
        id="t1",
        episode_id=STAY,
        therapy_plan_id="plan",
        therapy="pt",
        technique="Tập đi với khung, thăng bằng đứng",
        per_week=5,
        sessions=120,
        minutes=30,
        therapist_id=KTV,
        room_id="room",
    ),
    PlannedTherapy(
        id="t2",
        episode_id=STAY,
        therapy_plan_id="plan",
        therapy="ot",
        per_week=2,
        sessions=40,
        minutes=30,
        in_group=True,
    ),
)
GOALS = (
    RehabilitationGoal(
        id="g1",
        episode_id=STAY,
        therapy_plan_id="plan",
        thread="walk",
        text="Đi 10 m bằng khung, có người đứng cạnh",
        term=GoalTerm.SHORT,
        measure="TUG",
        from_value="0 m",
        to_value="10 m",
        due_on=date(2026, 7, 1),
        importance=3,
        difficulty=2,
        levels=("Không đứng được", "Đứng bám 3 phút", "Đi 10 m bằng khung", "Đi 20 m bằng khung", "Đi 20 m bằng gậy"),
        achievement=Achievement.PARTLY,
    ),
    RehabilitationGoal(
        id="g2",
        episode_id=STAY,
        therapy_plan_id="plan",
        thread="dress",
        text="Tự mặc áo cài cúc trong 10 phút",
        term=GoalTerm.LONG,
        from_value="có người giúp",
        to_value="10 phút",
        due_on=date(2026, 12, 1),
        importance=2,
        difficulty=2,
    ),
)
FUNCTIONS = tuple(
    FunctionRating(id=code, episode_id=STAY, therapy_plan_id="plan", code=code, qualifier=degree, note=note)
    for code, degree, note in (
        ("b730", Qualifier.SEVERE, "Tay chân phải"),
        ("b770", Qualifier.MODERATE, ""),
        ("d450", Qualifier.SEVERE, "Cần người đỡ"),
        ("d540", Qualifier.MODERATE, "Cài cúc chậm"),
        ("e310", Qualifier.MILD, "Cháu họ thăm mỗi tháng"),
    )
)
DECISION = RehabilitationDecision(
    episode_id=STAY,
    therapy_plan_id="plan",
    round=1,
    tier="physician",
    answer=Answer.APPROVED,
    decided_at=MOMENT,
    decided_by=DOCTOR,
)
RATINGS = tuple(
    GoalRating(id=f"r{n}", episode_id=STAY, thread=thread, rated_on=on, level=level, rated_by_id=KTV)
    for n, (thread, on, level) in enumerate(
        (
            ("walk", date(2026, 6, 5), -2),
            ("dress", date(2026, 6, 5), -2),
            ("walk", date(2026, 7, 3), -1),
            ("walk", date(2026, 8, 28), 0),
            ("dress", date(2026, 8, 28), -1),
        )
    )
)
REVIEW = RehabilitationReview(
    id="review",
    episode_id=STAY,
    therapy_plan_id="plan",
    done_on=date(2026, 8, 28),
    results="Đi 14 m bằng khung, nghỉ một lần; vai phải bớt đau (4 → 2). " + LONG,
    proposal="continue",
    next_on=date(2026, 9, 25),
)
LOAN = DeviceLoan(
    episode_id=STAY, device="walking_frame", number="PHCN-07", lent_on=date(2026, 6, 12), check_on=date(2026, 12, 1)
)


def session(n: int, on: date, state: SessionState = SessionState.DONE, **changes: object) -> Session:
    """One session of the month."""
    given = state in (SessionState.DONE, SessionState.PARTIAL)
    values: dict[str, object] = {
        "id": f"s{n}",
        "episode_id": STAY,
        "therapy": "pt",
        "therapist_id": KTV,
        "planned_on": on,
        "planned_at": time(8, 30),
        "state": state,
        "minutes_done": 30 if given else None,
        "done_by_id": KTV if given else None,
    }
    return Session(**(values | changes))  # type: ignore[arg-type]


def exercises(session_id: str) -> tuple[SessionExercise, ...]:
    """What was done in a session."""
    return (
        SessionExercise(
            episode_id=STAY,
            session_id=session_id,
            exercise="walk_frame",
            sets=3,
            repeats=5,
            assistance=Assistance.LITTLE,
        ),
        SessionExercise(episode_id=STAY, session_id=session_id, exercise="stand_bar", minutes=10),
        SessionExercise(episode_id=STAY, session_id=session_id, text="Bước qua vạch", repeats=8, remark="chậm"),
    )


def month() -> tuple[SessionLine, ...]:
    """The sessions of a month in every state there is."""
    first = date(2026, 6, 1)
    found = []
    for n in range(20):
        on = first + timedelta(days=n + 2 * (n // 5))
        one = session(n, on, pain_before=4, pain_after=2, borg=3, cooperation=Cooperation.FULL, course=Course.BETTER)
        found.append(SessionLine(one, exercises(one.id) if n % 4 == 0 else ()))
    found[1] = SessionLine(session(1, date(2026, 6, 2), objective=LONG, subjective="“Hôm nay nhẹ chân hơn.”"))
    found[3] = SessionLine(session(3, date(2026, 6, 4), SessionState.CANCELLED_RESIDENT, reason="fever"))
    found[6] = SessionLine(
        session(6, date(2026, 6, 9), SessionState.PARTIAL, reason="tired", minutes_done=20, reason_note="dừng phút 20")
    )
    found[17] = SessionLine(session(17, date(2026, 6, 24), SessionState.PLANNED), late=True)
    found[19] = SessionLine(session(19, date(2026, 6, 26), SessionState.PLANNED))
    return tuple(found)


def progress() -> TherapyProgress:
    """Three months that helped."""
    whole = Tally(
        planned=62, done=52, partial=2, by_resident=4, by_staff=2, otherwise=1, no_show=1, away=2, minutes=1580
    )
    barthel = Curve(
        "barthel",
        "Chỉ số Barthel",
        (
            Point(date(2026, 6, 2), 30),
            Point(date(2026, 7, 2), None),
            Point(date(2026, 8, 3), 55),
            Point(date(2026, 8, 31), 60),
        ),
        lowest=0,
        highest=100,
        goal=70,
        better=Better.HIGH,
    )
    tug = Curve(
        "tug",
        "Thời gian đứng lên và đi (TUG)",
        tuple(Point(date(2026, 6, 1) + timedelta(days=7 * n), 38 - n * 0.7) for n in range(13)),
        unit="giây",
        lowest=0,
        goal=20,
        better=Better.LOW,
    )
    pain = tuple(
        Curve(
            "session_pain",
            "Đau trong buổi tập",
            tuple(Point(date(2026, 6, 1) + timedelta(days=9 * n), value - n * 0.2) for n in range(10)),
            what,
            lowest=0,
            highest=10,
            better=Better.LOW,
        )
        for what, value in (("trước", 4.0), ("sau", 2.5))
    )
    newest = {one.thread: one for one in RATINGS}
    first = {one.thread: one for one in reversed(RATINGS)}
    threads = frozenset(newest)
    scores = (
        TScore(date(2026, 6, 5), 25.5, threads, 2),
        TScore(date(2026, 7, 3), 32.8, threads, 2),
        TScore(date(2026, 8, 28), 45.1, threads, 2),
    )
    package = PackageProgress(
        Package(episode_id=STAY, name="Gói 24 buổi", sessions=24, from_on=date(2026, 6, 1)),
        Tally(planned=24, done=20),
        4,
        (Comparison("Chỉ số Barthel", Point(date(2026, 6, 2), 30), Point(date(2026, 8, 31), 60), better=Better.HIGH),),
    )
    return TherapyProgress(
        episode=Episode(id=STAY, person_id="person", start_on=date(2026, 5, 1)),
        person=samples.person(),
        first=date(2026, 6, 1),
        last=date(2026, 8, 31),
        attendance=Came(
            whole,
            (
                ("pt", Tally(planned=50, done=44, partial=2, by_resident=2, by_staff=2)),
                ("ot", Tally(planned=12, done=8)),
            ),
            (),
            (GroupShare("group", "Thể dục dưỡng sinh sáng", 60, 72),),
        ),
        t_scores=scores,
        curves=(barthel, tug, *pain),
        goals=tuple(GoalProgress(goal, 1.0, first.get(goal.thread), newest.get(goal.thread)) for goal in GOALS),
        packages=(package,),
    )
