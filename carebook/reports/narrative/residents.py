"""What the report says about the residents: how many there are, who came and left, who went home."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carebook.dates import written
from carebook.records.figures import TOTAL, RowKind, Table
from carebook.reports.narrative.comparing import Counted, compared, listed, small, table_of

if TYPE_CHECKING:
    from carebook.reports.monthly import MonthlyReport

_HOME = (
    ("out_home", "về gia đình"),
    ("out_substitute_family", "chuyển sang gia đình nhận chăm sóc thay thế"),
    ("out_adoption", "được nhận làm con nuôi"),
    ("out_independent", "ra sống tự lập"),
)


def situation(report: MonthlyReport) -> tuple[str, ...]:
    """How many people are cared for on the day of the figures, against the opening, by sex, age and group."""
    table = table_of(report, "B01")
    if table is None or (closing := table.cell(TOTAL, "closing")) is None:
        return ()
    there = Counted(
        "số người đang chăm sóc", "người", (("B01", TOTAL, "closing"),), "không có người đang được chăm sóc"
    )
    year_ago = compared(report, there, but_the_one_before=True)
    day = f"Số liệu tính đến ngày {written(report.cutoff_on)}"
    if closing == 0:
        return (f"{day}: không có người nào đang được chăm sóc tại cơ sở.", *year_ago)
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
    sentences = [f"{sentence}{'; trong đó có ' + listed(of_which) if of_which else ''}.", *year_ago]
    groups = [
        f"{_group_name(row.label)} {count} người"
        for row in table.rows
        if row.kind is RowKind.GROUP and row.parent is None and (count := table.cell(row.code, "closing"))
    ]
    if len(groups) > 1:
        sentences.append(f"Theo nhóm: {'; '.join(groups)}.")
    disabled = table_of(report, "B03")
    if disabled is not None and (count := disabled.cell(TOTAL, TOTAL)):
        sentences.append(f"Có {count} người khuyết tật.")
    return tuple(sentences)


def _group_name(label: str) -> str:
    """ "I. Bảo trợ xã hội" → "bảo trợ xã hội"."""
    first, _, rest = label.partition(". ")
    return small(rest if rest and first.isupper() else label)


def admission(report: MonthlyReport) -> tuple[str, ...]:
    """Who came and who left in the period; a change of group is said apart because nobody came or left by it."""
    table = table_of(report, "B01")
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
    counted = (
        Counted(words, "lượt người", tuple(("B01", TOTAL, c.code) for c in table.columns if c.code.startswith(prefix)))
        for words, prefix in (("tiếp nhận", "in_"), ("rời cơ sở", "out_"))
    )
    return (" ".join(sentences), *compared(report, *counted))


def _moves(table: Table, prefix: str) -> list[tuple[str, int]]:
    """The movements of one direction that happened, in the order of the columns: (words, number); changes of group not."""
    return [
        (small(column.label), count)
        for column in table.columns
        if column.code.startswith(prefix) and (count := table.cell(TOTAL, column.code))
    ]


def reintegration(report: MonthlyReport) -> tuple[str, ...]:
    """Who went home or into another family in the period, and how they fare; nothing when there is nothing to say."""
    table = table_of(report, "B01")
    if table is None:
        return ()
    codes = {column.code for column in table.columns}
    ways = [(code, words) for code, words in _HOME if code in codes]
    went = [f"{count} người {words}" for code, words in ways if (count := table.cell(TOTAL, code))]
    said = [f"Trong kỳ có {listed(went)}."] if went else []
    if (followed := table_of(report, "B09")) is not None:
        said += _follow_up(followed)
    home = Counted("hồi gia, ra sống tự lập", "người", tuple(("B01", TOTAL, code) for code, _words in ways))
    return (*said, *compared(report, home))


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
