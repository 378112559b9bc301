"""The monthly report: what it is told, the sentences that follow from its figures, and its pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from carebook.dates import written
from carebook.money import percent
from carebook.records.figures import TOTAL, RowKind, Table
from carebook.records.signing import HEAD, PREPARER
from carebook.reports.figures import grid_of, notes, unit
from carebook.reports.grid import numbered
from carebook.reports.paper import page, signatures, text
from carebook.reports.paper.facts import (
    IdentityCode,
    Letterhead,
    Numbering,
    Signer,
    Slot,
    Way,
    date_words,
    number_line,
    place_and_date,
    slot_of,
)
from carebook.reports.paper.page import LANDSCAPE, Drawn, Marks
from carebook.reports.paper.table import SignedTable
from carebook.reports.paper.table import table as drawn_table


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
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")


@dataclass(frozen=True)
class LateFact:
    """Something that happened in a closed period and was written down after its closing."""

    name: str
    what: str
    happened_on: date
    recorded_on: date


@dataclass(frozen=True, kw_only=True)
class MonthlyReport:
    """Everything the monthly report prints.

    ``period`` reads inside a sentence ("tháng 10 năm 2026"). ``narrative`` holds typed text by the codes of ``NARRATIVE``,
    paragraphs parted by line ends. ``opening_note`` says where the opening figures come from when no report backs them.
    ``supersedes`` names the version this one replaces and why. ``data_code`` is the short code of the figures.
    """

    letterhead: Letterhead
    numbering: Numbering
    period: str
    first_on: date
    last_on: date
    cutoff_on: date
    version: int = 1
    supersedes: str = ""
    addressed_to: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()
    narrative: Mapping[str, str] = field(default_factory=dict)
    tables: tuple[Table, ...] = ()
    opening_note: str = ""
    late_facts: tuple[LateFact, ...] = ()
    preparer: Signer
    head: Signer
    identity: IdentityCode | None = None
    data_code: str = ""


# Sentences from figures


def _listed(parts: Sequence[str]) -> str:
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
    sentences = [f"{sentence}{'; trong đó có ' + _listed(of_which) if of_which else ''}."]
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


def health(report: MonthlyReport) -> tuple[str, ...]:
    """How much rehabilitation was done in the period and what came of it; nothing where the book does not know."""
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
    return (f"Trong kỳ có {_listed(went)}.",) if went else ()


_SENTENCES = {
    "situation": situation,
    "admission": admission,
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


# Pages


def _title(report: MonthlyReport) -> str:
    return f"Kết quả công tác {report.period}"


def _narrative(report: MonthlyReport) -> list[Flowable]:
    story: list[Flowable] = []
    part = item = 0
    for heading, words in narrative(report):
        if heading.part:
            item += 1
            story.append(text.paragraph(f"{item}. {heading.words}", text.SECTION))
        else:
            part, item = part + 1, 0
            story.append(text.paragraph(f"{_ROMAN[part - 1]}. {heading.words.upper()}", text.SECTION))
        story += [text.paragraph(line) for line in words]
    return story


def _late_facts(facts: Sequence[LateFact]) -> list[Flowable]:
    if not facts:
        return []
    grid = numbered(
        ("Họ và tên", "Nội dung", "Ngày xảy ra", "Ngày ghi sổ"),
        [(fact.name, fact.what, fact.happened_on, fact.recorded_on) for fact in facts],
    )
    return [
        CondPageBreak(60 * mm),
        text.paragraph("SỐ LIỆU BỔ SUNG KỲ TRƯỚC", text.SECTION),
        text.paragraph("Các việc sau xảy ra trong kỳ đã chốt, ghi sổ sau khi chốt; báo cáo đã ký không đổi."),
        drawn_table(grid),
        Spacer(1, 8),
    ]


def _annex(report: MonthlyReport, table: Table, *, first: bool) -> list[Flowable]:
    """One Biểu on its own sheet lying across, signed by its preparer and the head."""
    number = number_line(report.numbering, report.letterhead.symbol).removeprefix("Số: ").removeprefix("Số:")
    follows = f"Kèm theo Báo cáo số {number} {date_words(report.numbering.dated_on)} của {report.letterhead.issuer}"
    said = list(notes(table))
    if report.opening_note and any(column.code == "opening" for column in table.columns):
        said.insert(0, report.opening_note)
    preparer = Slot(
        PREPARER,
        ("NGƯỜI LẬP BIỂU",),
        report.preparer.name,
        f"({report.preparer.post})" if report.preparer.post else "",
        Way.DIGITAL if first else Way.INK,
    )
    return [
        *page.annex("landscape"),
        *text.annex_heading(f"Biểu {table.code}", f"{table.title} {report.period}", follows),
        text.paragraph(
            f"Số liệu tính đến ngày {written(report.cutoff_on)}. Đơn vị tính: {unit(table)}.",
            text.style(11, align="right", spaceAfter=3),
        ),
        SignedTable(
            drawn_table(grid_of(table), LANDSCAPE.width),
            [
                *(text.paragraph(note, text.NOTE) for note in said),
                *signatures.row(
                    (preparer, slot_of(report.head, HEAD)),
                    LANDSCAPE.width,
                    dated=place_and_date(report.letterhead.place, report.numbering.dated_on),
                ),
            ],
        ),
    ]


def draw(report: MonthlyReport, *, draft: bool = False, invariant: bool = False) -> Drawn:
    """The report and its Biểu as one PDF.

    Digital places: one "head" on the report, one "preparer" on the first Biểu; every other place is for ink.
    ``draft`` prints "BẢN NHÁP" across; ``invariant`` leaves the clock out, so that the same report is the same bytes.
    """
    letterhead = report.letterhead
    story: list[Flowable] = [
        *text.heading(letterhead, report.numbering),
        *text.title("Báo cáo", _title(report)),
        *text.addressed_to(report.addressed_to),
        *text.legal_bases(report.legal_bases),
    ]
    if report.supersedes:
        story.append(text.paragraph(report.supersedes, text.ITALIC_BODY))
    body = [*_narrative(report), *_late_facts(report.late_facts)]
    annexes = _listed([table.code for table in report.tables]) if report.tables else ""
    last = f"Số liệu chi tiết theo các biểu {annexes} kèm theo./." if annexes else "Trên đây là báo cáo của cơ sở./."
    story += [
        *body,
        signatures.kept_together(
            [text.paragraph(last)],
            signatures.recipients_and(slot_of(report.head, HEAD, Way.DIGITAL), report.recipients),
        ),
    ]
    if report.identity is not None:
        story += [Spacer(1, 8), signatures.identity_mark(report.identity)]
    for n, table in enumerate(report.tables):
        story += _annex(report, table, first=n == 0)
    foot = f"Báo cáo {report.period}, bản {report.version}"
    return page.build(
        story,
        title=f"Báo cáo {_title(report)[0].lower()}{_title(report)[1:]}",
        author=letterhead.issuer,
        subject=number_line(report.numbering, letterhead.symbol),
        marks=Marks(
            draft, letterhead.is_sample, f"{foot} · Mã số liệu {report.data_code}" if report.data_code else foot
        ),
        invariant=invariant,
    )
