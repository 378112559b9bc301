"""The narrative of a monthly report: its headings, and the sentences that follow from the figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from carebook.dates import written
from carebook.money import percent
from carebook.records.figures import TOTAL, RowKind, Table

if TYPE_CHECKING:
    from carebook.reports.monthly import MonthlyReport


@dataclass(frozen=True)
class Heading:
    """One heading of the narrative; those with a ``part`` stand under it and are numbered in the order they appear."""

    code: str
    words: str
    part: str = ""


NARRATIVE = (
    Heading("situation", "Tình hình chung"),
    Heading("results", "Kết quả thực hiện"),
    Heading("admission", "Tiếp nhận, quản lý đối tượng", "results"),
    Heading("nurture", "Chăm sóc, nuôi dưỡng", "results"),
    Heading("health", "Y tế, phục hồi chức năng", "results"),
    Heading("social_work", "Công tác xã hội", "results"),
    Heading("education", "Giáo dục, dạy nghề", "results"),
    Heading("reintegration", "Hồi gia", "results"),
    Heading("staff", "Tổ chức, nhân sự, đào tạo", "results"),
    Heading("finance", "Tài chính, vận động nguồn lực", "results"),
    Heading("premises", "Cơ sở vật chất, an toàn, phòng cháy, chữa cháy", "results"),
    Heading("problems", "Tồn tại, nguyên nhân"),
    Heading("tasks", "Nhiệm vụ kỳ sau"),
    Heading("proposals", "Kiến nghị"),
)


# Sentences from figures


def listed(parts: Sequence[str]) -> str:
    """ "a", "a và b", "a, b và c"."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} và {parts[-1]}"


def _table(report: MonthlyReport, code: str) -> Table | None:
    return next((table for table in report.tables if table.code == code), None)


def _small(label: str) -> str:
    """A heading inside a sentence: its first letter small."""
    return label[:1].lower() + label[1:]


def _moves(table: Table, prefix: str) -> list[tuple[str, int]]:
    """The movements of one direction that happened, in the order of the columns: (words, number); changes of group not."""
    return [
        (_small(column.label), count)
        for column in table.columns
        if column.code.startswith(prefix) and (count := table.cell(TOTAL, column.code))
    ]


def _group_name(label: str) -> str:
    """ "I. Bảo trợ xã hội" → "bảo trợ xã hội"."""
    first, _, rest = label.partition(". ")
    return _small(rest if rest and first.isupper() else label)


def situation(report: MonthlyReport) -> tuple[str, ...]:
    """How many people are cared for on the day of the figures, against the opening, by sex, age and group."""
    table = _table(report, "B01")
    if table is None or (closing := table.cell(TOTAL, "closing")) is None:
        return ()
    day = f"Số liệu tính đến ngày {written(report.cutoff_on)}"
    if closing == 0:
        return (f"{day}: không có người nào đang được chăm sóc tại cơ sở.",)
    sentence = f"{day}: cơ sở đang chăm sóc, nuôi dưỡng {closing} người"
    opening = table.cell(TOTAL, "opening")
    if opening is not None:
        if closing > opening:
            sentence += f", tăng {closing - opening} người so với đầu kỳ ({opening} người)"
        elif closing < opening:
            sentence += f", giảm {opening - closing} người so với đầu kỳ ({opening} người)"
        else:
            sentence += ", bằng đầu kỳ"
    of_which = [
        f"{count} {words}"
        for code, words in (
            ("female", "nữ"),
            ("children", "trẻ em"),
            ("aged_60", "người từ 60 tuổi"),
            ("ethnic_minority", "người dân tộc thiểu số"),
        )
        if (count := table.cell(TOTAL, code))
    ]
    sentences = [f"{sentence}{'; trong đó có ' + listed(of_which) if of_which else ''}."]
    groups = [
        f"{_group_name(row.label)} {count} người"
        for row in table.rows
        if row.kind is RowKind.GROUP and row.parent is None and (count := table.cell(row.code, "closing"))
    ]
    if len(groups) > 1:
        sentences.append(f"Theo nhóm: {'; '.join(groups)}.")
    disabled = _table(report, "B03")
    if disabled is not None and (count := disabled.cell(TOTAL, TOTAL)):
        sentences.append(f"Có {count} người khuyết tật.")
    return tuple(sentences)


def admission(report: MonthlyReport) -> tuple[str, ...]:
    """Who came and who left in the period; a change of group is said apart because nobody came or left by it."""
    table = _table(report, "B01")
    if table is None:
        return ()
    came, left = _moves(table, "in_"), _moves(table, "out_")
    sentences = []
    for moves, some, none in (
        (came, "Trong kỳ tiếp nhận", "Trong kỳ không tiếp nhận thêm người nào."),
        (left, "Rời cơ sở", "Trong kỳ không có người nào rời cơ sở."),
    ):
        total = sum(count for _words, count in moves)
        if not moves:
            sentences.append(none)
        elif len(moves) == 1:
            sentences.append(f"{some} {total} lượt người ({moves[0][0]}).")
        else:
            sentences.append(f"{some} {total} lượt người: {'; '.join(f'{words} {count}' for words, count in moves)}.")
    if regrouped := sum(count for _words, count in _moves(table, "regroup_in")):
        sentences.append(f"Có {regrouped} lượt chuyển nhóm đối tượng trong cơ sở.")
    return (" ".join(sentences),)


def social_work(report: MonthlyReport) -> tuple[str, ...]:
    """What case management did in the period, in one sentence; nothing where the book does not know or nothing happened."""
    table = _table(report, "B08")
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
    return tuple(sentences)


def nurture(report: MonthlyReport) -> tuple[str, ...]:
    """How many days people were kept, what they ate, how much help they need; nothing where the book does not know."""
    table = _table(report, "B05")
    if table is None or not (days := table.cell("resident_days", TOTAL)):
        return ()
    people = table.cell("resident_days", "people")
    sentences = [f"Trong kỳ nuôi dưỡng {people} người, {days} ngày người."]
    if portions := sum(table.cell(row.code, TOTAL) or 0 for row in table.rows if row.code.startswith("meal.")):
        sentences.append(f"Phục vụ {portions} suất ăn.")
    levels = [
        f"{count} người {_small(row.label.partition(': ')[2])}"
        for row in table.rows
        if row.code.startswith("care_level.") and row.code != "care_level." and (count := table.cell(row.code, TOTAL))
    ]
    if levels:
        sentences.append(f"Cuối kỳ có {listed(levels)}.")
    return (" ".join(sentences),)


def health(report: MonthlyReport) -> tuple[str, ...]:
    """Checks, examinations, hospital and what happened; then rehabilitation; nothing where the book does not know."""
    return (*_illness(report), *_therapy(report))


def _illness(report: MonthlyReport) -> tuple[str, ...]:
    table = _table(report, "B06")
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
    table = _table(report, "B07")
    if table is None or not (people := table.cell(TOTAL, "people")):
        return ()
    done, expected = table.cell(TOTAL, "done") or 0, table.cell(TOTAL, "expected") or 0
    sentence = f"Phục hồi chức năng, trị liệu cho {people} người: {done}/{expected} buổi ({percent(done, expected)})"
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


def reintegration(report: MonthlyReport) -> tuple[str, ...]:
    """Who went home or into another family in the period; nothing when nobody did."""
    table = _table(report, "B01")
    if table is None:
        return ()
    codes = {column.code for column in table.columns}
    went = [
        f"{count} người {words}"
        for code, words in (
            ("out_home", "về gia đình"),
            ("out_substitute_family", "chuyển sang gia đình nhận chăm sóc thay thế"),
            ("out_adoption", "được nhận làm con nuôi"),
            ("out_independent", "ra sống tự lập"),
        )
        if code in codes and (count := table.cell(TOTAL, code))
    ]
    said = [f"Trong kỳ có {listed(went)}."] if went else []
    if (followed := _table(report, "B09")) is not None:
        said += _follow_up(followed)
    return tuple(said)


def _follow_up(table: Table) -> list[str]:
    """How the follow-up of those who went home goes, and who came back."""
    said = []
    if count := table.cell("stage.follow_up", TOTAL):
        said.append(f"Cuối kỳ đang theo dõi {count} người sau hồi gia.")
    if due := table.cell("visit_due", TOTAL):
        said.append(f"Theo dõi đúng hạn {table.cell('visit_on_time', TOTAL)}/{due} lần của cơ sở.")
    if count := table.cell("re_entered", TOTAL):
        said.append(f"{count} người vào lại cơ sở.")
    return said


_SENTENCES = {
    "situation": situation,
    "admission": admission,
    "nurture": nurture,
    "health": health,
    "social_work": social_work,
    "reintegration": reintegration,
}


def narrative(report: MonthlyReport) -> list[tuple[Heading, tuple[str, ...]]]:
    """The headings that have something to say, each with its sentences from the figures and then the typed paragraphs.

    A part whose headings are all silent is silent too.
    """
    said: list[tuple[Heading, tuple[str, ...]]] = []
    for heading in NARRATIVE:
        automatic = _SENTENCES[heading.code](report) if heading.code in _SENTENCES else ()
        typed = tuple(line.strip() for line in report.narrative.get(heading.code, "").split("\n") if line.strip())
        said.append((heading, automatic + typed))
    parts_with_words = {heading.part for heading, words in said if words}
    return [(heading, words) for heading, words in said if words or heading.code in parts_with_words]
