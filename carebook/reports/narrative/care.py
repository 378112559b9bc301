"""What the report says about care: keeping and feeding, health and rehabilitation, social work, school and work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carebook.money import number, percent
from carebook.records.figures import TOTAL, Table
from carebook.reports.narrative.comparing import Counted, compared, listed, small, table_of, value_of

if TYPE_CHECKING:
    from carebook.reports.monthly import MonthlyReport

_SCHOOL = "school"


def nurture(report: MonthlyReport) -> tuple[str, ...]:
    """How many days people were kept, what they ate, how much help they need; nothing where the book does not know."""
    table = table_of(report, "B05")
    if table is None or not (days := table.cell("resident_days", TOTAL)):
        return ()
    people = table.cell("resident_days", "people")
    sentences = [f"Trong kỳ nuôi dưỡng {people} người, {number(days)} ngày người."]
    meals = tuple(("B05", row.code, TOTAL) for row in table.rows if row.code.startswith("meal."))
    if portions := sum(table.cell(row, column) or 0 for _table, row, column in meals):
        sentences.append(f"Phục vụ {number(portions)} suất ăn.")
    levels = [
        f"{count} người {small(row.label.partition(': ')[2])}"
        for row in table.rows
        if row.code.startswith("care_level.") and row.code != "care_level." and (count := table.cell(row.code, TOTAL))
    ]
    if levels:
        sentences.append(f"Cuối kỳ có {listed(levels)}.")
    kept = Counted("nuôi dưỡng", "ngày người", (("B05", "resident_days", TOTAL),))
    return (" ".join(sentences), *compared(report, kept, Counted("suất ăn", "suất", meals, "không có suất ăn")))


def health(report: MonthlyReport) -> tuple[str, ...]:
    """Checks, examinations, hospital and what happened; then rehabilitation; nothing where the book does not know."""
    counted = (
        Counted("khám bệnh tại cơ sở", "lượt", (("B06", "consultation_here", TOTAL),)),
        Counted("nằm viện", "lượt", (("B06", "hospital_times", TOTAL),)),
        Counted("tiêm chủng", "mũi", (("B06", "vaccination", TOTAL),)),
        Counted("ngã", "lần", (("B06", "fall", TOTAL),)),
        Counted("trị liệu", "buổi", (("B07", TOTAL, "done"),)),
    )
    return (*_illness(report), *_therapy(report), *compared(report, *counted))


def _illness(report: MonthlyReport) -> tuple[str, ...]:
    table = table_of(report, "B06")
    if table is None:
        return ()
    done = [
        f"{words} {count} {unit}"
        for code, column, words, unit in (
            ("health_check", "people", "khám sức khỏe định kỳ", "người"),
            ("consultation_here", TOTAL, "khám bệnh tại cơ sở", "lượt"),
            ("hospital_times", TOTAL, "nằm viện", "lượt"),
            ("vaccination", TOTAL, "tiêm chủng", "mũi"),
        )
        if (count := table.cell(code, column))
    ]
    happened = [
        f"{count} {words}"
        for code, words in (
            ("fall", "lần ngã"),
            ("ulcer", "vết loét mới"),
            ("communicable_disease", "ca nghi bệnh truyền nhiễm"),
        )
        if (count := table.cell(code, TOTAL))
    ]
    sentences = [f"Trong kỳ {', '.join(done)}."] if done else []
    if happened:
        sentences.append(f"Ghi nhận {listed(happened)}.")
    return (" ".join(sentences),) if sentences else ()


def _therapy(report: MonthlyReport) -> tuple[str, ...]:
    """How much rehabilitation was done in the period and what came of it."""
    table = table_of(report, "B07")
    if table is None or not (people := table.cell(TOTAL, "people")):
        return ()
    done, expected = table.cell(TOTAL, "done") or 0, table.cell(TOTAL, "expected") or 0
    sentence = f"Phục hồi chức năng, trị liệu cho {people} người: {number(done)}/{number(expected)} buổi ({percent(done, expected)})"
    results = [
        f"{count} {words}"
        for code, words in (
            ("goals", "mục tiêu đạt"),
            ("better", "lượt người tiến bộ"),
            ("worse", "lượt người giảm"),
            ("devices", "dụng cụ trợ giúp được cấp"),
        )
        if (count := table.cell(TOTAL, code))
    ]
    return (f"{sentence}{'; ' + ', '.join(results) if results else ''}.",)


def social_work(report: MonthlyReport) -> tuple[str, ...]:
    """What case management did in the period, in one sentence; nothing where the book does not know or nothing happened."""
    table = table_of(report, "B08")
    if table is None:
        return ()
    parts = [
        f"{deed} {count} {what}"
        for row, deed, what in (
            ("case_opened", "mở", "hồ sơ quản lý"),
            ("case_assessed", "hoàn thành", "lượt đánh giá nhu cầu"),
            ("plan_approved", "phê duyệt", "kế hoạch"),
        )
        if (count := table.cell(row, TOTAL))
    ]
    if due := table.cell("review_due", TOTAL):
        parts.append(f"rà soát kế hoạch đúng hạn {table.cell('review_on_time', TOTAL)}/{due}")
    if count := table.cell("conference", TOTAL):
        parts.append(f"họp thống nhất {count} lần")
    if count := table.cell("case_closed", TOTAL):
        parts.append(f"kết thúc quản lý {count} hồ sơ")
    sentences = [f"Trong kỳ {', '.join(parts)}."] if parts else []
    if "group_session" in {row.code for row in table.rows} and (count := table.cell("group_session", TOTAL)):
        met, came = table.cell("group_work", TOTAL), table.cell("group_attendance", TOTAL)
        sentences.append(f"{met} nhóm công tác xã hội sinh hoạt {count} buổi, {came} lượt dự.")
    counted = (
        Counted("hồ sơ quản lý mở", "hồ sơ", (("B08", "case_opened", TOTAL),), "không mở hồ sơ quản lý"),
        Counted(
            "kế hoạch được phê duyệt", "kế hoạch", (("B08", "plan_approved", TOTAL),), "không có kế hoạch phê duyệt"
        ),
        Counted("sinh hoạt nhóm", "buổi", (("B08", "group_session", TOTAL),)),
    )
    return (*sentences, *compared(report, *counted))


def education(report: MonthlyReport) -> tuple[str, ...]:
    """Who goes to school, learns a trade or found work, and the center's own classes; nothing when nobody does."""
    table = table_of(report, "B11")
    if table is None:
        return ()
    said = [*_at_school(table)]
    trades = [
        f"{count} người {words}"
        for row, words in (
            ("course_now", "đang học nghề"),
            ("course_completed", "học xong nghề trong kỳ"),
            ("work_found", "có việc làm trong kỳ"),
            ("work_kept_3_months", "làm việc đủ 3 tháng"),
            ("work_kept_6_months", "làm việc đủ 6 tháng"),
        )
        if (count := value_of(report, ("B11", row, TOTAL)))
    ]
    if trades:
        said.append(f"Có {listed(trades)}.")
    if lessons := value_of(report, ("B11", "class_lesson", TOTAL)):
        came = value_of(report, ("B11", "class_attendance", TOTAL)) or 0
        said.append(f"Lớp chuyên biệt tại cơ sở học {number(lessons)} buổi, {number(came)} lượt dự.")
    counted = (
        Counted("học văn hóa", "người", (("B11", _SCHOOL, TOTAL),)),
        Counted("học nghề", "người", (("B11", "course_now", TOTAL),)),
        Counted("có việc làm", "người", (("B11", "work_found", TOTAL),)),
    )
    return (*((" ".join(said),) if said else ()), *compared(report, *counted))


def _at_school(table: Table) -> list[str]:
    """ "Cuối kỳ có 6 người học văn hóa: tiểu học 4; trung học cơ sở 2; trong đó 1 người học lớp chuyên biệt."."""
    if _SCHOOL not in {row.code for row in table.rows} or not (pupils := table.cell(_SCHOOL, TOTAL)):
        return []
    levels = [
        f"{small(row.label)} {count}"
        for row in table.rows
        if row.parent == _SCHOOL and (count := table.cell(row.code, TOTAL))
    ]
    special = table.cell("special", TOTAL) if "special" in {row.code for row in table.rows} else 0
    of_which = f"; trong đó {special} người học lớp chuyên biệt" if special else ""
    return [f"Cuối kỳ có {pupils} người học văn hóa: {'; '.join(levels)}{of_which}."]
