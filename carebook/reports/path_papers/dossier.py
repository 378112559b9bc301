"""The dossier for the family: what they need to care, as one readable paper and the same as a file for machines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from carebook.dates import PartialDate
from carebook.money import dong
from carebook.reports.case_papers.about import About, day_words
from carebook.reports.forms import Blank, Form, Listing, Part, Prose, lines, listing, wide
from carebook.reports.grid import Grid, GridColumn, GridRow
from carebook.reports.people import section

SCHEMA = "carebook-family-dossier-1"
Value = str | int | date | PartialDate | None
"""A fact of the dossier; whole numbers are sums of money in đồng."""


@dataclass(frozen=True)
class Known:
    """One fact: its name for machines, its Vietnamese label, its value."""

    name: str
    label: str
    value: Value


@dataclass(frozen=True)
class Table:
    """Rows under named columns: (name for machines, Vietnamese heading)."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True)
class Chapter:
    """A chapter with facts, tables and lines of advice; what is empty is left out of the paper and of the file."""

    name: str
    title: str
    facts: tuple[Known, ...] = ()
    tables: tuple[Table, ...] = ()
    advice: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.advice or any(one.rows for one in self.tables) or any(one.value for one in self.facts))


@dataclass(frozen=True, kw_only=True)
class FamilyDossier:
    """A whole dossier of one day. ``withheld`` is what it does not tell, each with the reason."""

    about: About
    made_on: date | None = None
    receiver: str = ""
    relation: str = ""
    reached: str = ""
    chapters: tuple[Chapter, ...] = ()
    withheld: tuple[tuple[str, str], ...] = ()


def machine_file(dossier: FamilyDossier) -> bytes:
    """The same facts as JSON (UTF-8, the same bytes for the same facts); days are written 2026-11-22, sums are whole đồng."""
    from carebook.reports.data import canonical

    return canonical(
        {
            "schema": SCHEMA,
            "made_on": _plain(dossier.made_on),
            "center": {"name": dossier.about.letterhead.issuer, "contact": dossier.reached},
            "receiver": {"name": dossier.receiver, "relation": dossier.relation},
            "chapters": {one.name: _for_machines(one) for one in dossier.chapters if not one.is_empty},
            "withheld": [{"what": what, "why": why} for what, why in dossier.withheld],
        }
    )


def _for_machines(chapter: Chapter) -> dict[str, Any]:
    told: dict[str, Any] = {one.name: _plain(one.value) for one in chapter.facts if one.value not in (None, "")}
    for table in chapter.tables:
        if table.rows:
            names = [name for name, _heading in table.columns]
            told[table.name] = [dict(zip(names, map(_plain, row), strict=True)) for row in table.rows]
    return told | ({"advice": list(chapter.advice)} if chapter.advice else {})


def _plain(value: Value) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.text if isinstance(value, PartialDate) else value


def family_dossier(dossier: FamilyDossier) -> Form:
    """Hồ sơ cho gia đình; the code at the foot ties it to its machine file."""
    from carebook.reports.data import sha256, short_code

    about = dossier.about
    relation = f" ({dossier.relation.lower()})" if dossier.relation else ""
    parts: list[Part] = [
        *lines(
            [
                ("Trao cho", f"{dossier.receiver}{relation}" if dossier.receiver else ""),
                ("Ngày", day_words(dossier.made_on)),
            ],
            [("Cần hỏi thì liên hệ", dossier.reached)],
        )
    ]
    told = [one for one in dossier.chapters if not one.is_empty]
    for n, chapter in enumerate(told, 1):
        parts += [section(f"{n}. {chapter.title}"), *_chapter(chapter)]
    if not told:
        for n, title in enumerate(_FOR_THE_PEN, 1):
            parts += [section(f"{n}. {title}"), Blank(3)]
    parts += [
        section(f"{(len(told) or len(_FOR_THE_PEN)) + 1}. Không có trong hồ sơ này, và vì sao"),
        listing((wide("Không cung cấp", 3), wide("Vì sao", 4)), dossier.withheld, 2),
        Prose(
            "Hồ sơ này trao cho gia đình để chăm sóc; đề nghị giữ kín, chỉ đưa cho bác sĩ, thầy cô hoặc cán bộ xã khi cần. "
            "Tệp đi kèm có cùng nội dung, dùng để nơi khác nhập vào máy./."
        ),
    ]
    return Form(
        letterhead=about.letterhead,
        kind="Hồ sơ cho gia đình",
        about=about.resident.full_name,
        parts=tuple(parts),
        place_date=about.dated(dossier.made_on),
        slots=(about.signs_by_hand("receiver", ("NGƯỜI NHẬN HỒ SƠ",), dossier.receiver), about.head_signs()),
        foot=f"Mã tệp đi kèm: {short_code(sha256(machine_file(dossier)))}" if told else "",
    )


def _chapter(chapter: Chapter) -> list[Part]:
    facts = [(one.label, _words(one.value)) for one in chapter.facts if one.value not in (None, "")]
    told: list[Part] = [*lines(*(facts[n : n + 2] for n in range(0, len(facts), 2)))]
    told += [_table(table) for table in chapter.tables if table.rows]
    return [*told, *(Prose(line) for line in chapter.advice)]


def _table(table: Table) -> Listing:
    """A numbered table; a column in which nothing stands is left out."""
    kept = [n for n in range(len(table.columns)) if any(row[n] not in (None, "") for row in table.rows)]
    columns = [GridColumn("TT", align="center")]
    for n in kept:
        unit = "đ" if any(isinstance(row[n], int) for row in table.rows) else ""
        columns.append(GridColumn(table.columns[n][1], unit=unit, grows=2 if n == 0 else 1))
    rows = tuple(GridRow((str(n), *(row[at] for at in kept))) for n, row in enumerate(table.rows, 1))
    return Listing(Grid(tuple(columns), rows))


def _words(value: Value) -> str:
    match value:
        case None:
            return ""
        case int():
            return dong(value)
        case str():
            return value
    return day_words(value)


_FOR_THE_PEN = (
    "Sức khỏe, dị ứng",
    "Thuốc đang dùng",
    "Giấy tờ, đồ dùng, tiền mang về",
    "Chăm sóc ở nhà",
    "Theo dõi sau khi về",
)
USUALLY_WITHHELD: tuple[tuple[str, str], ...] = (
    (
        "Ghi chép nghiệp vụ, biên bản họp, đánh giá gia đình của nhân viên",
        "Hồ sơ nghiệp vụ của cơ sở, chia sẻ khi đối tượng và người đứng đầu đồng ý (khoản 2 Điều 9 Thông tư 02/2020/TT-BLĐTBXH).",
    ),
    (
        "Nội dung tham vấn, kết quả trắc nghiệm tâm lý",
        "Lời nói riêng của người được trợ giúp.",
    ),
    (
        "Kết quả xét nghiệm mà pháp luật chỉ cho báo cho chính người đó hoặc người giám hộ",
        "Bác sĩ báo trực tiếp cho người được biết.",
    ),
    (
        "Họ tên, lời kể của người khác",
        "Dữ liệu cá nhân của họ (Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15).",
    ),
)
"""What no dossier tells; the same lines for everybody, so that none of them says anything about one person."""
OF_RESTRICTED: tuple[tuple[str, str], ...] = (
    ("Nơi tạm lánh, kế hoạch an toàn, việc đã xảy ra", "Luật Phòng, chống bạo lực gia đình 13/2022/QH15."),
)


def withheld_of(typed: str, *, restricted: bool) -> tuple[tuple[str, str], ...]:
    """What a dossier does not tell: the lines of the minutes ("what: why", one a line), then what none tells."""
    lines_typed = []
    for line in typed.splitlines():
        what, _colon, why = line.strip(" -").partition(":")
        if what.strip():
            lines_typed.append((what.strip(), why.strip() or "Theo biên bản bàn giao."))
    return (*lines_typed, *(OF_RESTRICTED if restricted else ()), *USUALLY_WITHHELD)
