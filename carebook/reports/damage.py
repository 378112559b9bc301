"""The paper about a damaged book: what was saved into the new one, what is lost and whose it was, what was kept apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from carebook.dates import clock, local, written
from carebook.money import number
from carebook.records.damage import Salvaged
from carebook.records.facility import Facility
from carebook.reports.forms import Fact, Facts, Form, Listing, Part, Points, Prose, listing, pdf, wide
from carebook.reports.grid import Grid, GridColumn, GridRow
from carebook.reports.paper.facts import Letterhead, Slot, place_and_date
from carebook.reports.paper.page import Drawn
from carebook.reports.people import section
from carebook.rules import damage as rules
from carebook.rules.history import told_row
from carebook.store import code_lists, facility
from carebook.store.book import Reader
from carebook.store.salvage import SavedBefore, saved_before, whose
from carebook.words import speaking

_MOST_APART = 400


@dataclass(frozen=True)
class Saving:
    """One saving of data as who prints it may see it: ``whose`` by the ids of people, ``apart`` as words and what they say."""

    facility: Facility
    before: SavedBefore
    whose: Mapping[str, str]
    apart: tuple[tuple[str, str], ...]


def gather(reader: Reader, today: date) -> Saving:
    """The newest saving of data this book comes of; `LookupError` when it comes of no damaged one."""
    before = next(iter(saved_before(reader, today)), None)
    if before is None:
        raise LookupError("salvage")
    codes = code_lists.words(reader)

    def words(list_name: str, code: str) -> str:
        return codes.text(list_name, code, today)

    with speaking("vi"):
        apart = tuple(
            (
                str(rules.table_words(one.table)),
                "; ".join(": ".join(pair) for pair in told_row(one.table, one.row, words)),
            )
            for one in before.apart
        )
    return Saving(facility.facility(reader), before, whose(reader, before.saved.lost, today), apart)


def without_names(saved: Salvaged) -> Saving:
    """The same where nobody can open the new book any more, so that nobody may see names."""
    return Saving(Facility(name=""), SavedBefore(saved), {}, ())


def draw(saving: Saving, *, invariant: bool = False) -> Drawn:
    """Biên bản cứu dữ liệu, with the names that who prints it may see."""
    with speaking("vi"):
        return pdf.draw(_paper(saving), invariant=invariant)


def _paper(saving: Saving) -> Form:
    about, saved = saving.facility, saving.before.saved
    return Form(
        letterhead=Letterhead(about.parent_agency, about.name, about.symbol, about.place, is_sample=about.is_sample),
        kind="Biên bản",
        about="Cứu dữ liệu từ sổ bị hỏng",
        parts=(
            _line("Lúc cứu", _moment(saved.at)),
            _line("Trang bị hỏng", number(saved.pages_damaged)),
            _line("Bản sao lưu đã dùng", ", ".join(map(_moment, saved.backups)) or "không có"),
            section("Kết quả"),
            Points(tuple(_results(saving))),
            *_tables(saving),
            *_lost(saving),
            *_apart(saving),
        ),
        place_date=place_and_date(about.place, local(saved.at).date()),
        dated=False,
        slots=(
            Slot("preparer", ("NGƯỜI CỨU DỮ LIỆU",), ""),
            Slot("head", (about.head_post.upper() or "NGƯỜI ĐỨNG ĐẦU",), about.head_name),
        ),
    )


def _results(saving: Saving) -> list[str]:
    saved = saving.before.saved
    said = [str(rules.salvaged_said(saved)), str(rules.chain_said(saved))]
    if saved.files or saved.files_lost:
        said.append(f"Tệp đính kèm: cứu được {number(saved.files)}, mất {number(saved.files_lost)}.")
    if saved.left is not None:
        said += [str(rules.said(one)) for one in saved.left.findings] or [
            "Sổ mới đã được kiểm tra toàn bộ: nguyên vẹn."
        ]
    said.append("Sổ hỏng giữ nguyên, không bị sửa.")
    return said


def _tables(saving: Saving) -> tuple[Part, ...]:
    """Where the rows came from, of every table of which not all were simply read."""
    told = [one for one in saving.before.saved.tables if one.from_backup or one.from_journal or not one.is_whole]
    if not told:
        return ()
    columns = (
        wide("Phần của sổ", 3),
        *(
            GridColumn(heading, align="right")
            for heading in ("Đọc được", "Từ bản sao lưu", "Từ nhật ký", "Có thể thiếu", "Để riêng", "Mất")
        ),
    )
    rows = tuple(
        GridRow(
            (
                str(rules.table_words(one.table)),
                *(one.read, one.from_backup, one.from_journal, one.unsure, one.aside),
                f"{number(one.lost)} trở lên" if one.unknown else one.lost,
            )
        )
        for one in told
    )
    return section("Từng phần của sổ"), Listing(Grid(columns, rows))


def _lost(saving: Saving) -> tuple[Part, ...]:
    """Which rows are missing or to be looked at again, and whose they were; rows of one kind and person are counted."""
    counted = Counter(
        (saving.whose.get(one.person_id, ""), str(rules.table_words(one.table)), rules.how_said(one))
        for one in saving.before.saved.lost
    )
    if not counted:
        return ()
    rows = [
        (who or "không rõ của ai", table, how, number(count))
        for (who, table, how), count in sorted(counted.items(), key=lambda one: (not one[0][0], one[0]))
    ]
    headings = (wide("Của ai", 3), wide("Phần của sổ", 2), wide("Tình trạng", 2), "Số dòng")
    return section("Dòng phải xem lại, ghi lại"), listing(headings, rows)


def _apart(saving: Saving) -> tuple[Part, ...]:
    """What the rows kept apart say, so that they can be written again where they belong."""
    parts: list[Part] = []
    if saving.apart:
        shown = [(table, text or "–") for table, text in saving.apart[:_MOST_APART]]
        parts = [section("Dòng để riêng"), listing((wide("Phần của sổ", 1), wide("Nội dung", 4)), shown)]
        if len(saving.apart) > _MOST_APART:
            parts.append(Prose(f"Còn {number(len(saving.apart) - _MOST_APART)} dòng nữa không in ở đây."))
    if saving.before.hidden:
        parts.append(Prose(f"{number(saving.before.hidden)} dòng để riêng không in: người in không được xem."))
    return tuple(parts)


def _line(label: str, value: str) -> Facts:
    return Facts((Fact(label, value),))


def _moment(at: datetime) -> str:
    return f"{clock(at)} ngày {written(local(at).date())}"
