"""The minutes of visiting and assessing a family, with the scorecard, its sum and its red flags."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carebook.records.codes import Code
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.reintegration import Carer
from carebook.reports.case_papers.about import UNTICKED, About, day_words, told, typed
from carebook.reports.forms import Form, Listing, Look, Part, Points, Prose, lines, wide
from carebook.reports.grid import Grid, GridColumn, GridRow, Weight
from carebook.reports.people import section
from carebook.rules.families import Rated, levels_of, may_be_flagged

_RED = "CỜ ĐỎ"


def family_visit(
    about: About,
    visit: FamilyAssessment,
    criteria: Sequence[Code],
    ratings: Mapping[str, FamilyRating],
    counted: Rated | None = None,
    carer: Carer | None = None,
) -> Form:
    """Biên bản thăm, đánh giá gia đình. ``ratings`` are by criterion, ``counted`` what they come to.

    Without ``counted`` every level stands in words to be ticked.
    """
    present = tuple(one.strip(" -") for one in visit.present.splitlines() if one.strip(" -"))
    who = carer or Carer(episode_id="", reintegration_id="")
    relation = about.text("relationship", who.relation) if carer is not None else ""
    where = ", ".join(filter(None, (who.address, about.text("commune", who.commune))))
    return Form(
        letterhead=about.letterhead,
        kind="Biên bản",
        about="Thăm, đánh giá gia đình, cộng đồng",
        parts=(
            *lines(
                [("Họ và tên đối tượng", about.resident.full_name), ("Năm sinh", about.resident.born)],
                [("Mã hồ sơ", about.resident.code)],
            ),
            *lines(
                [("Ngày thăm", day_words(visit.visited_on)), ("Người thăm", about.name(visit.visitor_id))],
                [("Người nhận chăm sóc", who.full_name), ("Quan hệ", relation)],
                [("Năm sinh", day_words(who.born)), ("Điện thoại", who.phone)],
                [("Nơi ở", where)],
            ),
            *typed("Nguyện vọng của người nhận chăm sóc", who.wishes, 2),
            section("1. Thành phần"),
            *((Points(present),) if present else told("", 3)),
            section("2. Kết quả thăm"),
            *typed("a) Người trong nhà", visit.household, 2),
            *typed("b) Nhà ở, chỗ ngủ, nước, nhà vệ sinh", visit.housing, 2),
            *typed("c) Việc làm, thu nhập", visit.livelihood, 2),
            *typed("d) Người chăm sóc ban ngày, ban đêm", visit.who_cares, 2),
            *typed("đ) Nguy cơ bị tổn hại", visit.risk_of_harm, 2),
            section("3. Chấm điểm gia đình"),
            _scored(criteria, ratings, counted) if counted is not None else _to_tick(criteria),
            *(_verdict(counted) if counted is not None else ()),
            *_flags(about, criteria, ratings),
            section("4. Ý kiến của UBND cấp xã"),
            *told(visit.commune_opinion, 2),
            *lines([("Người nêu ý kiến", visit.commune_by), ("Ngày", day_words(visit.commune_on))]),
            section("5. Kết luận"),
            *told(visit.conclusion, 3),
        ),
        place_date=about.dated(visit.visited_on),
        slots=(
            about.signs_by_hand("carer", ("ĐẠI DIỆN GIA ĐÌNH",), who.full_name),
            about.signs_by_hand("commune", ("ĐẠI DIỆN", "UBND CẤP XÃ"), visit.commune_by.split(",")[0]),
            about.signs("visitor", ("NGƯỜI THĂM",), about.name(visit.visitor_id)),
        ),
    )


def _name(one: Code) -> str:
    return f"{one.text} (cờ đỏ)" if may_be_flagged(one) else one.text


def _scored(criteria: Sequence[Code], ratings: Mapping[str, FamilyRating], counted: Rated) -> Listing:
    columns = (
        GridColumn("TT", align="center"),
        wide("Tiêu chí", 3),
        GridColumn("Điểm", align="center"),
        wide("Mức", 4),
        wide("Nhận xét", 4),
    )
    rows = []
    for n, one in enumerate(criteria, 1):
        found = ratings.get(one.code)
        score = found.score if found is not None else None
        levels = levels_of(one)
        level = levels[score] if score is not None and score < len(levels) else ""
        flag = _RED if found is not None and found.red_flag else ""
        remark = "\n".join(filter(None, (flag, found.remark if found is not None else "")))
        rows.append(GridRow((str(n), one.text, "" if score is None else str(score), level, remark)))
    rows.append(GridRow(("", "Tổng số", f"{counted.total}/{counted.most}", "", ""), Weight.TOTAL))
    return Listing(Grid(columns, tuple(rows)))


def _to_tick(criteria: Sequence[Code]) -> Listing:
    count = max((len(levels_of(one)) for one in criteria), default=0)
    columns = (
        wide("Tiêu chí", 2),
        *(wide(f"{points} điểm", 2) for points in range(count)),
        GridColumn("Nhận xét", align="left", least=24),
    )
    rows = []
    for n, one in enumerate(criteria, 1):
        levels = [f"{UNTICKED} {words}" for words in levels_of(one)]
        rows.append(GridRow((f"{n}. {_name(one)}", *levels, *[""] * (count - len(levels)), "")))
    most = sum(max(0, len(levels_of(one)) - 1) for one in criteria)
    rows.append(GridRow((f"Tổng số (trên {most})", *[""] * count, ""), Weight.TOTAL))
    return Listing(Grid(columns, tuple(rows)))


def _verdict(counted: Rated) -> tuple[Part, ...]:
    """What the sum means; how many criteria wait where not all are rated."""
    if not counted.is_whole:
        return (Prose(f"Còn {counted.of - counted.rated} tiêu chí chưa chấm; chưa xếp mức.", Look.PLAIN),)
    return lines([("Xếp mức", counted.band.text if counted.band is not None else "")])


def _flags(about: About, criteria: Sequence[Code], ratings: Mapping[str, FamilyRating]) -> tuple[Part, ...]:
    """Every red flag: open, or cleared by whom, when and why."""
    told_flags: list[Part] = []
    for one in criteria:
        found = ratings.get(one.code)
        if found is None or not found.red_flag:
            continue
        if found.cleared_on is None:
            words = "chưa được gỡ; chưa chuyển bước tiếp theo."
        else:
            why = found.cleared_because.strip().rstrip(".")
            words = f"{about.name(found.cleared_by_id)} gỡ ngày {day_words(found.cleared_on)}, vì: {why}."
        told_flags.append(Prose(words, Look.PLAIN, lead=f"Cờ đỏ “{one.text}”:"))
    return tuple(told_flags)
