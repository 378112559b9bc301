"""Form 05: what was noted in a period and the review of the plan (Điều 7 khoản 3, Điều 8 khoản 1); minutes of a meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from carebook.records.care_plans import Achievement, Goal, PlanReview
from carebook.records.conferences import Conference, ConferenceDecision, ConferenceFinding
from carebook.reports.case_papers.about import About, day_words, moment_words, said, told, typed
from carebook.reports.case_papers.assessing import whose
from carebook.reports.forms import Form, Part, Points, lines, listing, wide
from carebook.reports.people import section
from carebook.store.progress import NoteRow

NOTE_HEADS = (
    *("Ngày, giờ", wide("Hoạt động, nội dung đã làm", 4), wide("Kết quả", 3), wide("Phản ứng, khó khăn", 2)),
    *(wide("Việc tiếp theo", 2), "Người thực hiện, chữ ký"),
)


def form05(
    about: About,
    notes: Sequence[NoteRow],
    review: PlanReview | None,
    *,
    goals: Sequence[Goal] = (),
    period: str = "",
    accepted: Sequence[str] = (),
    signed_on: date | None = None,
) -> Form:
    """Phiếu ghi chép tiến độ và theo dõi, đánh giá. ``notes`` are printed in the given order, those struck through are not.

    ``review`` is the newest of its time; when it was made before the period, nothing is dated by it (``signed_on``).
    ``goals`` are those of the plan in force with what was reached; ``accepted`` are the lines of progress reports.
    """
    review = review or PlanReview(episode_id="", plan_id="")
    progress: tuple[Part, ...] = (*(typed("Tiến độ trong kỳ", "\n".join(accepted)) if accepted else ()),)
    return Form(
        letterhead=about.letterhead,
        kind="Phiếu ghi chép tiến độ",
        about="Theo dõi, đánh giá thực hiện kế hoạch",
        label=about.label("05"),
        parts=(
            *whose(about),
            *lines([("Thời gian", period), ("Người quản lý đối tượng", about.manager)]),
            section("1. Ghi chép tiến độ"),
            listing(NOTE_HEADS, [row for one in notes for row in _rows(one)], 8),
            *progress,
            section("2. Theo dõi, đánh giá"),
            *lines(
                [
                    ("Loại đánh giá", said(review.period) if review.done_on else ""),
                    ("Ngày đánh giá", day_words(review.done_on)),
                ],
                *([[("Lý do", review.reason)]] if review.reason else []),
            ),
            *typed("Thành phần tham gia", review.participants),
            *typed("a) Kết quả thực hiện", review.results, 3),
            *_reached(goals),
            *lines([("b) Mức đáp ứng nhu cầu", said(review.needs_met))]),
            *typed("c) Khả năng sống độc lập, hòa nhập cộng đồng", review.independence, 2),
            *typed("d) Mức độ phù hợp của dịch vụ", review.fit, 2),
            *typed("đ) Khả năng kết nối dịch vụ", review.connections, 2),
            *typed("e) Nội dung khác", review.other),
            *lines([("Đề xuất", said(review.proposal)), ("Rà soát lần sau", day_words(review.next_on))]),
        ),
        place_date=about.dated(signed_on),
        slots=(
            about.signs_by_hand("client", ("ĐỐI TƯỢNG", "hoặc người giám hộ")),
            about.signs("manager", ("NGƯỜI QUẢN LÝ", "ĐỐI TƯỢNG"), about.name(review.reviewer_id) or about.manager),
        ),
    )


def _reached(goals: Sequence[Goal]) -> tuple[Part, ...]:
    """How far each goal was reached; left out where there is no plan."""
    if not goals:
        return ()
    rows = [
        (
            goal.text,
            " → ".join(filter(None, (goal.from_value, goal.to_value))),
            said(goal.achievement) if goal.achievement is not Achievement.NOT_RATED else "",
            goal.remark,
        )
        for goal in goals
    ]
    return (listing(("Mục tiêu", "Hiện tại → cần đạt", "Mức đạt", "Nhận xét"), rows),)


def _rows(row: NoteRow) -> Iterator[tuple[str, ...]]:
    """A note and its corrections; what was struck through is left out with what corrects it."""
    if row.note.withdrawn_at is not None:
        return
    note = row.note
    what = "\n".join(filter(None, (row.activity or row.goal, note.text)))
    yield (
        moment_words(note.happened_at).replace(" ", "\n"),
        f"{'Đính chính: ' if note.corrects_id else ''}{what}{f' ({note.minutes} phút)' if note.minutes else ''}",
        note.result,
        "; ".join(filter(None, (note.reaction, note.difficulty))),
        note.next_step,
        row.done_by or row.entered_by,
    )
    for correction in row.corrections:
        yield from _rows(correction)


def minutes(
    about: About,
    meeting: Conference,
    findings: Sequence[ConferenceFinding] = (),
    decisions: Sequence[ConferenceDecision] = (),
) -> Form:
    """Biên bản họp thống nhất."""
    present = tuple(one.strip(" -") for one in meeting.present.splitlines() if one.strip(" -"))
    if meeting.client_present:
        present = (*present, f"Đối tượng: {about.resident.full_name}")
    found = [(about.text("need_domain", one.domain), one.finding) for one in findings]
    decided = [
        (one.text, about.text("need_domain", one.domain), one.responsible, day_words(one.due_on)) for one in decisions
    ]
    return Form(
        letterhead=about.letterhead,
        kind="Biên bản",
        about="Họp thống nhất về chăm sóc, trợ giúp đối tượng",
        parts=(
            *whose(about),
            *lines(
                [("Ngày họp", day_words(meeting.held_on)), ("Địa điểm", meeting.place)],
                [("Chủ trì", about.name(meeting.chair_id)), ("Người ghi biên bản", about.name(meeting.minutes_by_id))],
            ),
            *typed("Nội dung", meeting.subject, 2),
            section("1. Thành phần"),
            *((Points(present),) if present else told("", 4)),
            section("2. Nhận định theo lĩnh vực"),
            listing(("Lĩnh vực", wide("Nhận định", 4)), found, 4),
            *typed("Ý kiến của đối tượng", meeting.client_opinion, 2),
            *typed("Ý kiến của gia đình", meeting.family_opinion, 2),
            section("3. Kết luận"),
            *told(meeting.conclusion, 3),
            listing((wide("Việc thống nhất", 6), wide("Lĩnh vực", 2), wide("Chịu trách nhiệm", 2), "Hạn"), decided, 4),
        ),
        place_date=about.dated(meeting.held_on),
        slots=(
            about.signs("minutes", ("NGƯỜI GHI BIÊN BẢN",), about.name(meeting.minutes_by_id)),
            about.signs_by_hand("family", ("ĐỐI TƯỢNG, GIA ĐÌNH",)),
            about.signs("chair", ("CHỦ TRÌ",), about.name(meeting.chair_id)),
        ),
    )
