"""Drawing a whole file: each paper by itself, then cover, index and check-list with the pages they came to, bound as one PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from carebook.dates import written
from carebook.money import percent
from carebook.reports.forms import Form, Listing, Look, Part, Points, Prose, lines, pdf, wide
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.reports.people import resident_lines, section
from carebook.reports.whole_file.attached import NotPrintable, sheets_of
from carebook.reports.whole_file.binding import Bookmark, bind, page_count
from carebook.reports.whole_file.kinds import (
    Cancelled,
    FilePaper,
    LeftOut,
    Progress,
    Stopped,
    WholeFile,
    state_words,
)
from carebook.rules.whole_file import PART_WORDS, FilePart, lacking
from carebook.words import _, speaking

Content = Callable[[str], bytes | None]
"""What is kept in the book under the hash of a content; None when it is not there."""
_FRONT = 3  # papers before the file's own: cover, index, check-list
_NUMERALS = ("I", "II", "III", "IV")


@dataclass(frozen=True)
class _Bound:
    """A paper as it was drawn."""

    paper: FilePaper
    pdf: bytes
    pages: int


def draw(
    file: WholeFile,
    content: Content,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> bytes:
    """The whole file as one PDF. ``content`` reads what is kept with the person; the book's questions are over by now.

    A kept file that is neither picture nor PDF, or cannot be read, is named as left out. `Stopped` when ``cancelled``.
    """
    bound: list[_Bound] = []
    left_out = list(file.left_out)
    with speaking("vi"):
        for n, paper in enumerate(file.papers):
            if cancelled is not None and cancelled():
                raise Stopped
            if progress is not None:
                progress(n, len(file.papers))
            try:
                drawn = _drawn(paper, content)
            except NotPrintable as error:
                left_out.append(LeftOut(paper.title, f"{error}; giữ trong sổ"))
            else:
                bound.append(_Bound(paper, drawn, page_count(drawn)))
        return _bound(replace(file, left_out=tuple(left_out)), bound)


def _drawn(paper: FilePaper, content: Content) -> bytes:
    if paper.kept is not None:
        return sheets_of(paper.kept, content(paper.kept.content_hash))
    assert paper.describe is not None
    return pdf.draw(paper.describe(), draft=paper.draft).pdf


def _bound(file: WholeFile, bound: Sequence[_Bound]) -> bytes:
    """Everything in one: the index is drawn until the pages it names are those it makes itself."""
    own = sum(one.pages for one in bound)
    before = _FRONT
    while True:
        fronts = [pdf.draw(form).pdf for form in _fronts(file, bound, before, before + own)]
        counts = [page_count(one) for one in fronts]
        if sum(counts) == before:
            break
        before = sum(counts)
    total = before + own
    code = file.about.resident.code
    feet = [f"Hồ sơ {code} · trang {n}/{total}" for n in range(1, total + 1)]
    marks = [Bookmark("Mục lục hồ sơ", counts[0]), *_bookmarks(bound, before)]
    title = f"Hồ sơ {code}"
    return bind([*fronts, *(one.pdf for one in bound)], feet, marks, title=title)


def _bookmarks(bound: Sequence[_Bound], before: int) -> list[Bookmark]:
    found: dict[FilePart, list[Bookmark]] = {}
    page = before
    for one in bound:
        words = " · ".join(filter(None, (one.paper.title, one.paper.about)))
        found.setdefault(one.paper.part, []).append(Bookmark(words, page))
        page += one.pages
    return [Bookmark(_part_words(part), under[0].page, tuple(under)) for part, under in found.items()]


def _part_words(part: FilePart) -> str:
    return f"{_numeral(part)}. {_(PART_WORDS[part])}"


def _numeral(part: FilePart) -> str:
    return _NUMERALS[list(FilePart).index(part)]


# what stands before the papers


def _fronts(file: WholeFile, bound: Sequence[_Bound], before: int, total: int) -> tuple[Form, Form, Form]:
    return _cover(file, len(bound), total), _index(file, bound, before), _checked(file)


def _cover(file: WholeFile, papers: int, total: int) -> Form:
    about, episode = file.about, file.stay.episode
    resident = about.resident
    ended = written(episode.end_on) if episode.end_on else "Đang ở"
    parts: list[Part] = [
        *resident_lines(resident, present_home=True),
        *lines(
            [("Mã hồ sơ", resident.code), ("Diện", resident.category)],
            [("Ngày tiếp nhận", written(episode.start_on)), ("Ngày dừng trợ giúp", ended)],
            [("Người quản lý đối tượng", about.manager or None)],
        ),
        section("Trong tập này"),
        *lines(
            [("Số giấy tờ", str(papers)), ("Số trang", str(total))],
            [("Lập ngày", written(file.made_on)), ("Người lập", file.made_by)],
            [("Lý do lập", file.reason)],
        ),
    ]
    missing = [part for part in FilePart if part not in file.parts]
    if missing:
        parts.append(Prose(f"Không gồm: {'; '.join(_(PART_WORDS[part]) for part in missing)}."))
    parts.append(
        Prose(
            "Tập hồ sơ chứa dữ liệu cá nhân; chỉ dùng vào việc đã nêu, không sao chụp, không cung cấp cho người khác ngoài "
            "quy định của pháp luật về bảo vệ dữ liệu cá nhân.",
            Look.ITALIC,
        )
    )
    return Form(letterhead=about.letterhead, kind="Hồ sơ đối tượng", about=resident.full_name, parts=tuple(parts))


def _index(file: WholeFile, bound: Sequence[_Bound], before: int) -> Form:
    columns = (
        GridColumn("TT", align="center"),
        wide("Tên giấy tờ", 4),
        wide("Bản, số, ngày", 3),
        GridColumn("Số trang", align="center"),
        GridColumn("Trang", align="center"),
    )
    rows: list[GridRow] = []
    page, part = before + 1, None
    for n, one in enumerate(bound, 1):
        if one.paper.part is not part:
            part = one.paper.part
            rows.append(GridRow((_numeral(part), _(PART_WORDS[part]), None, None, None), Weight.GROUP))
        told = " · ".join(filter(None, (one.paper.about, "bản nháp" if one.paper.draft else "")))
        rows.append(GridRow((str(n), one.paper.title, told, one.pages, page)))
        page += one.pages
    listed: list[Part] = [Listing(Grid(columns, tuple(rows)))] if rows else [Prose("Chưa có giấy tờ nào.")]
    parts = [*listed, Prose("Trang là số ở chân trang, bên trái.", Look.ITALIC)]
    if file.left_out:
        parts.append(section("Không có trong tập này"))
        parts.append(Points(tuple(f"{one.title}: {one.why}." for one in file.left_out)))
    return Form(
        letterhead=file.about.letterhead,
        kind="Mục lục hồ sơ",
        about=_whose(file),
        headed=False,
        parts=tuple(parts),
        place_date=file.about.dated(file.made_on),
        slots=(file.about.signs("keeper", ("NGƯỜI LẬP MỤC LỤC",), file.made_by),),
    )


def _checked(file: WholeFile) -> Form:
    """The check-list of the admission dossier, then what the papers of the file still lack."""
    columns = (
        GridColumn("TT", align="center"),
        wide("Giấy tờ", 4),
        wide("Tình trạng", 2),
        GridColumn("Ngày nhận", align="center"),
        GridColumn("Số, ghi chú", align="left", grows=2, least=28),
    )
    rows = [
        GridRow(
            (
                str(n),
                one.title,
                state_words(one),
                one.item.received_on,
                " · ".join(filter(None, (one.item.number, one.item.note))),
            )
        )
        for n, one in enumerate(file.dossier, 1)
    ]
    there, of = file.completeness.there, file.completeness.of
    told = f"Đã có {there}/{of} giấy tờ phải có ({percent(there, of)})." if of else "Không có giấy tờ nào phải có."
    parts: list[Part] = [section("Hồ sơ tiếp nhận"), Listing(Grid(columns, tuple(rows))) if rows else Prose(told)]
    if rows:
        parts.append(Prose(told))
    parts.append(section("Còn thiếu"))
    awaited = lacking((one.item for one in file.dossier), [one.item.paper for one in file.dossier if one.optional])
    missing = [f"{one.title}: {_small(state_words(one))}." for one in file.dossier if one.item in awaited]
    told_missing = (*missing, *file.lacking)
    parts.append(Points(told_missing) if told_missing else Prose("Không thiếu giấy tờ, thông tin nào."))
    return Form(
        letterhead=file.about.letterhead,
        kind="Kiểm tra thành phần hồ sơ",
        about=_whose(file),
        headed=False,
        parts=tuple(parts),
    )


def _whose(file: WholeFile) -> str:
    return f"{file.about.resident.full_name}, mã hồ sơ {file.about.resident.code}"


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
