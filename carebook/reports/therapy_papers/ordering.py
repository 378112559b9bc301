"""What the plan says on paper: the examination with its order of therapy, and the assessment of function and participation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from carebook.records.care_plans import Achievement, Answer
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
from carebook.reports.case_papers.about import About, day_words, said, told, typed
from carebook.reports.case_papers.assessing import whose
from carebook.reports.forms import Form, Listing, Look, Part, Prose, lines, listing, wide
from carebook.reports.grid import Grid, GridColumn, GridRow
from carebook.reports.people import section
from carebook.reports.therapy_papers.saying import joined, level_sign

LEVELS = (-2, -1, 0, 1, 2)
COMPONENTS = (
    ("1. Chức năng và cấu trúc cơ thể", "bs"),
    ("2. Hoạt động và tham gia", "d"),
    ("3. Yếu tố môi trường", "e"),
)
_DEGREES = (*(one.value for one in Qualifier),)
_SCALE = (
    "Mức độ khó khăn: 0 không, 1 nhẹ, 2 vừa, 3 nặng, 4 hoàn toàn, 8 chưa xác định rõ, 9 không áp dụng. "
    "Yếu tố môi trường: mức độ gây khó khăn."
)
NO_ROOMS: Mapping[str, str] = {}


def order(
    about: About,
    plan: RehabilitationPlan,
    therapies: Sequence[PlannedTherapy] = (),
    goals: Sequence[RehabilitationGoal] = (),
    functions: Sequence[FunctionRating] = (),
    decisions: Sequence[RehabilitationDecision] = (),
    *,
    rooms: Mapping[str, str] = NO_ROOMS,
    version: str = "",
) -> Form:
    """Phiếu khám và chỉ định phục hồi chức năng. ``rooms`` are the names of therapy rooms by id."""
    approved = next((one for one in reversed(decisions) if one.answer is Answer.APPROVED), None)
    examined = [
        (f"{one.code} {about.text('icf', one.code)}".strip(), said(one.qualifier), one.note) for one in functions
    ]
    return Form(
        letterhead=about.letterhead,
        kind="Phiếu khám và chỉ định",
        about="Phục hồi chức năng",
        parts=(
            *whose(about),
            *(lines([("Dị ứng", ", ".join(about.allergies))]) if about.allergies else ()),
            *lines(
                [("Ngày khám", day_words(plan.ordered_on)), ("Người khám, chỉ định", about.name(plan.ordered_by_id))],
                *([[("Phiên bản kế hoạch", version)]] if version else []),
            ),
            section("1. Khám"),
            *typed("Chẩn đoán", plan.diagnosis, 2),
            listing((wide("Chức năng, hoạt động (ICF)", 4), wide("Mức độ", 2), wide("Ghi chú", 3)), examined, 4),
            section("2. Chỉ định"),
            *typed("Chỉ định", plan.indication, 2),
            *typed("Chống chỉ định", plan.contraindications),
            *typed("Lưu ý", plan.precautions),
            *typed("Dụng cụ", plan.devices),
            _therapies(about, therapies, rooms),
            section("3. Mục tiêu"),
            _goals(goals),
            *_levels(goals),
            section("4. Thời gian, đánh giá lại, đồng ý"),
            *lines(
                [("Từ ngày", day_words(plan.from_on)), ("Đến ngày", day_words(plan.to_on))],
                [
                    ("Đánh giá lại lần đầu", day_words(plan.review_on)),
                    ("Chu kỳ", f"{plan.review_every_weeks} tuần" if plan.review_every_weeks else ""),
                ],
            ),
            *typed("Bài tập ngoài buổi tập", plan.home_programme, 2),
            *lines(
                [("Ý kiến của người tập", said(plan.consent)), ("Ngày", day_words(plan.consent_on))],
                [("Người đồng ý", plan.consent_by)],
            ),
        ),
        place_date=about.dated(plan.ordered_on),
        slots=(
            about.signs_by_hand("client", ("NGƯỜI TẬP", "hoặc người giám hộ"), plan.consent_by),
            about.signs("orderer", ("NGƯỜI KHÁM,", "CHỈ ĐỊNH"), about.name(plan.ordered_by_id)),
            about.signs("approver", ("NGƯỜI DUYỆT",), about.name(approved.decided_by) if approved else ""),
        ),
    )


def _therapies(about: About, therapies: Sequence[PlannedTherapy], rooms: Mapping[str, str]) -> Listing:
    rows = [
        (
            joined(": ", about.text("therapy", one.therapy), one.technique),
            str(one.per_week or ""),
            str(one.sessions or ""),
            str(one.minutes or ""),
            joined("; ", "nhóm" if one.in_group else "1-1", rooms.get(one.room_id or "", ""), one.note),
            about.name(one.therapist_id),
        )
        for one in therapies
    ]
    heads = (
        wide("Loại trị liệu, kỹ thuật", 4),
        *(GridColumn(head, align="center") for head in ("Buổi/ tuần", "Số buổi", "Phút/ buổi")),
        wide("Hình thức, phòng, ghi chú", 3),
        wide("Người thực hiện", 2),
    )
    return listing(heads, rows, 4)


def _goals(goals: Sequence[RehabilitationGoal]) -> Listing:
    rows = [
        (
            one.text,
            "ngắn hạn" if one.term is GoalTerm.SHORT else "dài hạn",
            joined(" → ", one.from_value, one.to_value),
            one.measure,
            day_words(one.due_on),
            weight_words(one),
        )
        for one in goals
    ]
    heads = (
        *(wide("Mục tiêu", 5), GridColumn("Kỳ hạn", least=18), wide("Hiện tại → cần đạt", 2), wide("Đo bằng", 2)),
        *(GridColumn(head, align="center", least=width) for head, width in (("Hạn", 20), ("Trọng số", 13))),
    )
    return listing(heads, rows, 4)


def weight_words(goal: RehabilitationGoal) -> str:
    """ "6 (3×2)": importance times difficulty; "" where neither is given."""
    if goal.importance is None and goal.difficulty is None:
        return ""
    if goal.difficulty is None or goal.importance is None:
        return str(goal.importance or goal.difficulty)
    return f"{goal.importance * goal.difficulty}\n({goal.importance}×{goal.difficulty})"


def _levels(goals: Sequence[RehabilitationGoal]) -> Iterator[Part]:
    """The five levels of attainment of every goal, in words; empty ones for the pen while there is no goal."""
    described = [one for one in goals if any(level.strip() for level in one.levels)]
    if goals and not described:
        return
    yield Prose("Thang đạt mục tiêu (GAS)", Look.HEADING)
    columns = (
        wide("Mục tiêu", 2),
        *(
            GridColumn(f"{level_sign(level)}\n{words}", align="left", grows=2)
            for level, words in zip(LEVELS, _LEVEL_WORDS, strict=True)
        ),
    )
    rows = [GridRow((one.text, *(*one.levels, *[""] * 5)[:5])) for one in described]
    yield Listing(Grid(columns, tuple(rows) or tuple(GridRow(("",) * 6, lines=3) for _ in range(3))))


_LEVEL_WORDS = ("kém hơn nhiều", "kém hơn", "như mong đợi", "tốt hơn", "tốt hơn nhiều")


def function_sheet(
    about: About,
    plan: RehabilitationPlan,
    functions: Sequence[FunctionRating] = (),
    goals: Sequence[RehabilitationGoal] = (),
    ratings: Sequence[GoalRating] = (),
    review: RehabilitationReview | None = None,
    *,
    results: Sequence[tuple[str, str, str]] = (),
    assessor: str = "",
    assessed_on: date | None = None,
) -> Form:
    """Phiếu lượng giá chức năng và sự tham gia. ``results`` are scales as (title, day, result), ``ratings`` the oldest first."""
    review = review or RehabilitationReview(episode_id="", therapy_plan_id="")
    return Form(
        letterhead=about.letterhead,
        kind="Phiếu lượng giá",
        about="Chức năng và sự tham gia",
        parts=(
            *whose(about),
            *lines(
                [("Ngày lượng giá", day_words(assessed_on)), ("Người lượng giá", assessor)],
            ),
            *typed("Chẩn đoán", plan.diagnosis),
            *(part for title, letters in COMPONENTS for part in _component(about, title, letters, functions)),
            Prose(_SCALE, Look.ITALIC),
            section("4. Kết quả thang đo"),
            listing(
                (wide("Thang đo", 4), GridColumn("Ngày", align="center", least=22), wide("Kết quả", 4)), results, 4
            ),
            section("5. Mức đạt mục tiêu (từ −2 đến +2, 0 là như mong đợi)"),
            _attained(goals, ratings),
            section("6. Nhận xét, đề xuất"),
            *told(review.results, 4),
            *lines(
                [
                    ("Đề xuất", about.text("rehabilitation_proposal", review.proposal)),
                    ("Lượng giá lần sau", day_words(review.next_on or plan.review_on)),
                ]
            ),
        ),
        place_date=about.dated(assessed_on),
        slots=(
            about.signs_by_hand("client", ("NGƯỜI TẬP", "hoặc người giám hộ")),
            about.signs("assessor", ("NGƯỜI LƯỢNG GIÁ",), assessor),
        ),
    )


def _component(about: About, title: str, letters: str, functions: Sequence[FunctionRating]) -> tuple[Part, ...]:
    """One component of the ICF: a cross in the column of the degree, empty rows for the pen."""
    rated = [one for one in functions if one.code[:1] in letters]
    columns = (
        GridColumn("Mã", align="center", least=12),
        GridColumn("Nội dung", align="left", least=60),
        *(GridColumn(degree, "Mức độ", align="center", least=7) for degree in _DEGREES),
        GridColumn("Ghi chú", align="left", least=43),
    )
    rows = tuple(
        GridRow(
            (
                one.code,
                about.text("icf", one.code),
                *("x" if one.qualifier and one.qualifier.value == degree else "" for degree in _DEGREES),
                one.note,
            )
        )
        for one in rated
    )
    blank = tuple(GridRow(("",) * len(columns), lines=2) for _ in range(2 if functions else 4))
    return section(title), Listing(Grid(columns, rows or blank))


def _attained(goals: Sequence[RehabilitationGoal], ratings: Sequence[GoalRating]) -> Listing:
    rows = []
    for goal in goals:
        own = [one for one in ratings if one.thread == goal.thread]
        first, now = (own[0], own[-1]) if own else (None, None)
        rows.append(
            (
                goal.text,
                f"{level_sign(first.level)}\n{day_words(first.rated_on)}" if first else "",
                f"{level_sign(now.level)}\n{day_words(now.rated_on)}" if now else "",
                said(goal.achievement) if goal.achievement is not Achievement.NOT_RATED else "",
                joined("; ", now.remark if now else "", goal.remark),
            )
        )
    heads = (
        wide("Mục tiêu", 5),
        *(GridColumn(head, align="center", least=20) for head in ("Lần đầu", "Hiện nay", "Mức đạt")),
        GridColumn("Nhận xét", least=35),
    )
    return listing(heads, rows, 4)
