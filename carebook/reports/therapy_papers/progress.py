"""The progress report of one person's rehabilitation: one in plain words for the family, one with every figure for the doctor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from carebook.money import number, percent
from carebook.records.devices import DeviceLoan
from carebook.records.instrument_files import Better
from carebook.records.rehabilitation import GoalRating, RehabilitationGoal, RehabilitationPlan, RehabilitationReview
from carebook.reports.case_papers.about import About, day_words, told, typed
from carebook.reports.case_papers.assessing import whose
from carebook.reports.forms import (
    Blank,
    Curve,
    CurveLine,
    Form,
    Listing,
    Look,
    Part,
    Points,
    Prose,
    lines,
    listing,
    measured,
    wide,
)
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.reports.people import section
from carebook.reports.therapy_papers.ordering import weight_words
from carebook.reports.therapy_papers.saying import joined, level_sign
from carebook.rules.therapy_progress import (
    Comparison,
    PackageProgress,
    Tally,
    TherapyProgress,
    t_curve,
)
from carebook.rules.therapy_progress import (
    Curve as Measured,
)
from carebook.words import Message, speaking

MOST_LINES = 4  # of one drawing; more cannot be told apart in black and white
_BETTER = {Better.HIGH: "Cao hơn là tốt hơn.", Better.LOW: "Thấp hơn là tốt hơn."}
_LEVEL_WORDS = {
    -2: "còn xa mức mong đợi",
    -1: "chưa tới mức mong đợi",
    0: "đạt mức mong đợi",
    1: "tốt hơn mong đợi",
    2: "tốt hơn mong đợi nhiều",
}
_DIRECTIONS = {1: "tốt hơn", 0: "không đổi", -1: "kém hơn", None: ""}
NO_PLAN = RehabilitationPlan(episode_id="")


def plain(words: str | Message) -> str:
    """What a measure is called, in Vietnamese."""
    with speaking("vi"):
        return str(words)


def drawn_curves(curves: Sequence[Measured]) -> Iterator[Curve]:
    """The measured curves as they are drawn: those of one instrument on one axis, the instruments each on its own."""
    for _instrument, run in groupby(curves, lambda one: one.instrument):
        same = [one for one in run if one.measured]
        for at in range(0, len(same), MOST_LINES):
            yield _together(same[at : at + MOST_LINES])


def _together(same: Sequence[Measured]) -> Curve:
    first = same[0]
    what = plain(first.what) if len(same) == 1 else ""
    goals = {one.goal for one in same}
    return Curve(
        joined(": ", plain(first.title), what),
        tuple(CurveLine(tuple((point.on, point.value) for point in one.points), plain(one.what)) for one in same),
        first.unit,
        first.lowest,
        first.highest,
        goals.pop() if len(goals) == 1 else None,
        _BETTER.get(first.better, "") if first.better else "",
    )


# for the family


def for_family(
    about: About,
    progress: TherapyProgress | None = None,
    plan: RehabilitationPlan = NO_PLAN,
    *,
    next_on: date | None = None,
    therapist: str = "",
) -> Form:
    """Báo cáo tiến triển gửi gia đình, in words everybody understands; without ``progress`` a sheet for the pen.

    ``next_on`` is when the plan is reviewed next.
    """
    name = about.resident.addressed
    period = _period(progress)
    return Form(
        letterhead=about.letterhead,
        kind="Báo cáo tiến triển",
        about=joined(" ", "Phục hồi chức năng", period),
        addressed_to=(f"Gia đình {name or 'ông (bà) ' + '.' * 40}",),
        parts=(
            Prose(_opening(about, progress)),
            section("1. Các buổi tập"),
            *_sessions_told(about, progress),
            section("2. Mục tiêu và kết quả"),
            *_goals_told(progress),
            *_curves_told(progress),
            section("3. Gia đình có thể cùng làm"),
            *told(plan.home_programme, 3),
            *(typed("Cần lưu ý", plan.precautions) if plan.precautions else ()),
            section("4. Thời gian tới"),
            *lines([("Đánh giá lại vào ngày", day_words(next_on))]),
            *typed("Ý kiến của gia đình", "", 2),
        ),
        place_date=about.dated(None),
        slots=(
            about.signs_by_hand("family", ("GIA ĐÌNH",)),
            about.signs("therapist", ("NGƯỜI THỰC HIỆN",), therapist),
            about.head_signs(),
        ),
    )


def _period(progress: TherapyProgress | None) -> str:
    return f"từ {day_words(progress.first)} đến {day_words(progress.last)}" if progress is not None else ""


def _opening(about: About, progress: TherapyProgress | None) -> str:
    whom = about.resident.addressed or "." * 40
    when = _period(progress) or f"từ {'.' * 18} đến {'.' * 18}"
    return f"{about.letterhead.issuer} xin báo gia đình kết quả phục hồi chức năng của {whom} {when} như sau."


def _sessions_told(about: About, progress: TherapyProgress | None) -> tuple[Part, ...]:
    if progress is None:
        return (Blank(3),)
    attendance = progress.attendance
    said_lines = [
        f"{about.text('therapy', therapy)}: đã tập {tally.given} trên {tally.planned} buổi{_why_not(tally)}."
        for therapy, tally in attendance.by_therapy
    ]
    said_lines += [f"{group.name}: dự {group.came} trên {group.of} buổi." for group in attendance.groups]
    return (
        (Points(tuple(said_lines)),)
        if said_lines
        else (Prose("Không có buổi tập nào trong thời gian này.", Look.PLAIN),)
    )


def _why_not(tally: Tally) -> str:
    named = (
        ("người tập nghỉ", tally.by_resident),
        ("không đến", tally.no_show),
        ("nhân viên nghỉ", tally.by_staff),
        ("lý do khác", tally.otherwise),
        ("chưa tới ngày hoặc chưa ghi", tally.open),
    )
    reasons = ", ".join(f"{words} {count}" for words, count in named if count)
    return f" ({reasons})" if reasons else ""


def _goals_told(progress: TherapyProgress | None) -> tuple[Part, ...]:
    if progress is None:
        return (Blank(5),)
    parts: list[Part] = []
    for n, one in enumerate(progress.goals, 1):
        parts.append(Prose(f"Mục tiêu {n}: {one.goal.text}", Look.HEADING))
        if one.first is None or one.last is None:
            parts.append(Prose("Chưa đánh giá.", Look.PLAIN))
            continue
        if one.first.id != one.last.id:
            parts.append(
                Prose(f"Lúc đầu ({day_words(one.first.rated_on)}): {_level(one.goal, one.first)}.", Look.PLAIN)
            )
        course = "" if one.first.id == one.last.id else f" So với lúc đầu: {_course(one.first, one.last)}."
        parts.append(
            Prose(f"Hiện nay ({day_words(one.last.rated_on)}): {_level(one.goal, one.last)}.{course}", Look.PLAIN)
        )
    return tuple(parts) or (Prose("Chưa có mục tiêu được phê duyệt.", Look.PLAIN),)


def _course(first: GoalRating, last: GoalRating) -> str:
    change = last.level - first.level
    return _DIRECTIONS[(change > 0) - (change < 0)]


def _level(goal: RehabilitationGoal, rating: GoalRating) -> str:
    """What the level of a rating means: the plan's own description with what is expected, or only that."""
    levels = (*goal.levels, *[""] * 5)[:5]
    described = levels[rating.level + 2].strip(" .")
    return f"{described} ({_LEVEL_WORDS[rating.level]})" if described else _LEVEL_WORDS[rating.level]


def _curves_told(progress: TherapyProgress | None) -> tuple[Part, ...]:
    if progress is None:
        return ()
    curves = tuple(drawn_curves(progress.curves))
    if not curves:
        return ()
    return (Prose("Các lần đo, mỗi chấm là một lần:", Look.PLAIN), *curves)


# for the doctor


def for_doctor(
    about: About,
    progress: TherapyProgress | None = None,
    plan: RehabilitationPlan = NO_PLAN,
    *,
    reviews: Sequence[RehabilitationReview] = (),
    loans: Sequence[DeviceLoan] = (),
    therapist: str = "",
    ordered_by: str = "",
) -> Form:
    """Báo cáo tiến triển gửi bác sĩ; ``reviews`` are those of the period. Without ``progress`` a sheet for the pen."""
    return Form(
        letterhead=about.letterhead,
        kind="Báo cáo tiến triển",
        about=joined(" ", "Phục hồi chức năng", _period(progress)),
        addressed_to=((f"Bác sĩ {ordered_by}" if ordered_by else f"Bác sĩ {'.' * 40}"),),
        parts=(
            *whose(about),
            *typed("Chẩn đoán", plan.diagnosis),
            *typed("Chỉ định", plan.indication),
            *typed("Chống chỉ định", plan.contraindications),
            *typed("Lưu ý", plan.precautions),
            section("1. Các buổi tập"),
            _tallied(about, progress),
            *_groups(progress),
            section("2. Mức đạt mục tiêu"),
            *_attained(progress),
            section("3. Thang đo"),
            *_measured(progress),
            *_packages(progress),
            *_loans(about, loans),
            section("Nhận xét, đề xuất"),
            *_reviewed(about, reviews),
        ),
        place_date=about.dated(None),
        slots=(
            about.signs("therapist", ("NGƯỜI THỰC HIỆN",), therapist),
            about.signs("orderer", ("Ý KIẾN CỦA BÁC SĨ",), ordered_by),
        ),
    )


_TALLY_HEADS = ("Xếp", "Đã tập", "Một phần", "Người tập nghỉ", "NV nghỉ", "Khác", "Không đến", "Chưa ghi", "Tỷ lệ")


def _tallied(about: About, progress: TherapyProgress | None) -> Listing:
    columns = (GridColumn("Loại trị liệu"), *(GridColumn(head, align="center") for head in _TALLY_HEADS))
    if progress is None:
        return Listing(Grid(columns, tuple(GridRow(("",) * len(columns), lines=2) for _ in range(3))))
    rows = [
        GridRow((about.text("therapy", therapy), *_tally(tally))) for therapy, tally in progress.attendance.by_therapy
    ]
    rows.append(GridRow(("Tổng số", *_tally(progress.attendance.whole)), Weight.TOTAL))
    return Listing(Grid(columns, tuple(rows)))


def _tally(tally: Tally) -> tuple[str, ...]:
    counts = (
        *(tally.planned, tally.done, tally.partial, tally.by_resident),
        *(tally.by_staff, tally.otherwise, tally.no_show, tally.open),
    )
    return (*(str(count) for count in counts), percent(tally.given, tally.expected))


def _groups(progress: TherapyProgress | None) -> tuple[Part, ...]:
    found = progress.attendance.groups if progress is not None else ()
    return (Points(tuple(f"{one.name}: dự {one.came}/{one.of} buổi" for one in found)),) if found else ()


def _attained(progress: TherapyProgress | None) -> Iterator[Part]:
    rows = []
    for one in progress.goals if progress is not None else ():
        now = one.last
        rows.append(
            (
                one.goal.text,
                weight_words(one.goal),
                _rated(one.first),
                _rated(now),
                joined("; ", _level(one.goal, now), now.remark) if now is not None else "",
            )
        )
    heads = (
        wide("Mục tiêu", 4),
        *(GridColumn(head, align="center", least=20) for head in ("Trọng số", "Lần đầu", "Hiện nay")),
        wide("Hiện nay, bằng lời", 4),
    )
    yield listing(heads, rows, 4)
    scores = [one for one in (progress.t_scores if progress is not None else ()) if one.t is not None]
    if scores and progress is not None:
        told_scores = "; ".join(
            f"{day_words(one.on)}: {number(one.t or 0.0, 1)}" for one in (scores[0], scores[-1])[: len(scores)]
        )
        yield Prose(f"Điểm T (50 là như mong đợi): {told_scores}.", Look.PLAIN)
        yield from drawn_curves((t_curve(progress.t_scores),))


def _rated(rating: GoalRating | None) -> str:
    return f"{level_sign(rating.level)}\n{day_words(rating.rated_on)}" if rating is not None else ""


def _measured(progress: TherapyProgress | None) -> tuple[Part, ...]:
    if progress is None:
        heads = (wide("Thang đo", 4), *(GridColumn("Ngày", align="center", least=20), wide("Kết quả", 2)) * 2)
        return (listing(heads, (), 4),)
    return tuple(drawn_curves(progress.curves)) or (Prose("Không có kết quả đo trong thời gian này.", Look.PLAIN),)


def _packages(progress: TherapyProgress | None) -> Iterator[Part]:
    for one in progress.packages if progress is not None else ():
        package = one.package
        yield Prose(
            f"{package.name}: đã tập {one.tally.given} buổi, còn {max(one.left, 0)}/{package.sessions} buổi. Trước và sau gói:",
            Look.PLAIN,
        )
        yield _changes(one)


def _changes(one: PackageProgress) -> Listing:
    rows = [
        (joined(": ", plain(change.title), plain(change.what)), *_before_after(change), _DIRECTIONS[change.direction])
        for change in one.changes
    ]
    heads = (
        wide("Thang đo", 4),
        *(GridColumn(head, align="center") for head in ("Trước", "Sau", "Thay đổi", "So sánh")),
    )
    return listing(heads, rows, 1)


def _before_after(change: Comparison) -> tuple[str, str, str]:
    def shown(value: float | None) -> str:
        if value is None:
            return "–"
        return f"{measured(value)} {change.unit}".strip()

    moved = change.change
    sign = "+" if moved is not None and moved > 0 else ""
    points = (change.before, change.after)
    before, after = (f"{shown(one.value)}\n{day_words(one.on)}" if one is not None else "–" for one in points)
    return before, after, f"{sign}{measured(moved)}".replace("-", "−") if moved is not None else "–"


def _loans(about: About, loans: Sequence[DeviceLoan]) -> tuple[Part, ...]:
    out = [one for one in loans if one.returned_on is None]
    if not out:
        return ()
    words = tuple(
        joined(
            ", ",
            joined(" ", about.text("assistive_device", one.device), one.number),
            f"từ {day_words(one.lent_on)}" if one.lent_on else "",
            f"kiểm tra {day_words(one.check_on)}" if one.check_on else "",
        )
        for one in out
    )
    return (Prose("Dụng cụ đang dùng", Look.HEADING), Points(words))


def _reviewed(about: About, reviews: Sequence[RehabilitationReview]) -> tuple[Part, ...]:
    if not reviews:
        return (Blank(4),)
    return tuple(
        Prose(
            joined(
                " ",
                one.results,
                f"Đề xuất: {about.text('rehabilitation_proposal', one.proposal)}." if one.proposal else "",
                f"Đánh giá lần sau: {day_words(one.next_on)}." if one.next_on else "",
            ),
            lead=f"{day_words(one.done_on)}.",
        )
        for one in reviews
    )
