"""Papers of meals: the count for the kitchen, who eats what (allergies first), the week's menu, the meals eaten in a month."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from carebook.dates import clock, local, weekday, written
from carebook.money import dong
from carebook.records import enum_words
from carebook.records.episodes import AbsenceKind
from carebook.records.meals import Menu
from carebook.reports.daily_papers.tables import SignedTables, TablePaper, slots_of
from carebook.reports.grid import Grid, GridColumn, GridRow, Value, Weight
from carebook.rules.meals import Meal, day_mark
from carebook.store import facility
from carebook.store.book import Reader
from carebook.store.code_lists import Codes, words
from carebook.store.daily_care import CaredFor
from carebook.store.meals import Eater, EatingDays, MealSheet, meal_days, meal_sheet, meals, menu_of
from carebook.words import speaking

_DAY = timedelta(days=1)
_TT = GridColumn("TT", align="center")
_MASKED = "Tên người có hồ sơ bảo mật được thay bằng tên thay thế."
_BOOKED, _LATE, _COOKED = "Báo", "Đổi", "Nấu"


def count_paper(reader: Reader, day: date, *, printed_by: str = "") -> TablePaper:
    """Báo suất ăn of a day: first whose allergies and wishes the kitchen must know, then portions by diet and meal.

    Of a meal whose count was closed it says what was told, what changed afterwards and what is cooked; of the others the count
    as the book stands, with a note.
    """
    sheets = [meal_sheet(reader, day, meal) for meal in meals(reader, day)]
    codes = words(reader)
    open_meals = [one.meal.text.lower() for one in sheets if not one.is_told]
    notes = [_told_at(one) for one in sheets if one.is_told]
    notes += [
        f"Bữa {one.meal.text.lower()}: có người đi hoặc về chưa báo bếp, sổ hiện có {sum(one.counts.values())} suất."
        for one in sheets
        if one.untold
    ]
    if open_meals:
        notes.append(f"Chưa chốt suất: {', '.join(open_meals)}; số ghi ở cột {_COOKED} là số hiện có.")
    careful = _careful(sheets)
    tables = (
        ("Dị ứng, kiêng", _careful_grid(careful, sheets, codes)),
        ("Số suất theo chế độ ăn", _counts_grid(sheets, codes)),
    )
    return TablePaper(
        facility.facility(reader),
        "BÁO SUẤT ĂN",
        (SignedTables("Báo suất ăn", f"Ngày {written(day)}", tables, (*notes, _MASKED), upright=True),),
        slots_of("Người báo suất", "Bếp nhận", "Phụ trách dinh dưỡng"),
        tuple(who.person_id for who in careful),
        printed_by,
    )


def kitchen_list(reader: Reader, day: date, meal: Meal, *, printed_by: str = "") -> TablePaper:
    """Who eats what at one meal: first those with allergies or wishes, then everybody in the order of the beds."""
    sheet = meal_sheet(reader, day, meal)
    codes = words(reader)
    careful = [one for one in sheet.eaters if one.does.eats and (one.who.allergies or one.wishes)]
    counted = sum(sheet.counts.values())
    tables = (("", _people_grid(careful, sheet.eaters, codes)),)
    return TablePaper(
        facility.facility(reader),
        "DANH SÁCH CHIA SUẤT ĂN",
        (SignedTables(meal.text, f"Bữa {meal.text.lower()} ngày {written(day)}: {counted} suất", tables, (_MASKED,)),),
        slots_of("Người chia suất", "Bếp"),
        tuple(one.who.person_id for one in sheet.eaters),
        printed_by,
    )


def menu_paper(reader: Reader, monday: date, diet: str = "", *, printed_by: str = "") -> TablePaper:
    """Thực đơn tuần with the price of each portion, to be posted; of one diet, or ("") everybody's. It names nobody."""
    served = meals(reader, monday)
    found = {(one.served_on, one.meal): one for one in menu_of(reader, monday) if (one.diet or "") == diet}
    rows = []
    for step in range(7):
        day = monday + _DAY * step
        menus = [found.get((day, meal.code)) for meal in served]
        total = sum(one.price or 0 for one in menus if one is not None)
        with speaking("vi"):
            said = f"{weekday(day)}\n{day:%d/%m}"
        rows.append(GridRow((said, *(_dishes(one) for one in menus), dong(total) if total else ""), lines=3))
    columns = (
        GridColumn("Ngày", align="center", least=22),
        *(GridColumn(f"{meal.text} ({meal.at:%H:%M})", align="left", grows=4) for meal in served),
        GridColumn("Tiền ăn một ngày", align="right", least=24),
    )
    whose = f" · {words(reader).text('diet', diet, monday)}" if diet else ""
    about = f"Từ ngày {written(monday)} đến ngày {written(monday + 6 * _DAY)}{whose}"
    return TablePaper(
        facility.facility(reader),
        "THỰC ĐƠN TUẦN",
        (SignedTables("Thực đơn", about, (("", Grid(columns, tuple(rows))),)),),
        slots_of("Người lập", "Phụ trách dinh dưỡng", "Thủ trưởng đơn vị"),
        (),
        printed_by,
    )


def month_paper(reader: Reader, month: date, today: date, *, printed_by: str = "") -> TablePaper:
    """Bảng chấm ăn tháng: people in the order of the beds, a column for each day of the month, portions by meal and days.

    ``x`` is every meal of the day, a number so many of them, ``0`` none, ``–`` a day before or after the stay; days after ``today``
    are empty. Under it the portions of each meal day by day.
    """
    days = month_days(month)
    last = min(days[-1], today)
    served = meals(reader, last)
    found = meal_days(reader, days[0], last) if last >= days[0] else []
    rows: list[GridRow] = [
        GridRow(
            (
                *(n, one.who.name),
                *(day_mark(one.meals.get(day), day, today, len(served)) for day in days),
                *_sums(one, served),
            )
        )
        for n, one in enumerate(found, 1)
    ]
    rows += [_portions(found, days, last, meal, served) for meal in served]
    columns = (
        _TT,
        GridColumn("Họ và tên"),
        *(GridColumn(str(day.day), align="center") for day in days),
        *(GridColumn(meal.text, group="Số suất", align="right") for meal in served),
        GridColumn("Ngày ăn", align="right"),
    )
    notes = (
        "x: ăn đủ các bữa; số: số bữa đã ăn; 0: không ăn bữa nào; –: không thuộc đợt ở.",
        f"Tính đến hết ngày {written(last)}. {_MASKED}",
    )
    name = f"Tháng {month.month:02d}/{month.year}"
    return TablePaper(
        facility.facility(reader),
        "BẢNG CHẤM ĂN",
        (SignedTables(name.replace("/", "-"), name, (("", Grid(columns, tuple(rows))),), notes),),
        slots_of("Người chấm ăn", "Phụ trách dinh dưỡng", "Kế toán", "Thủ trưởng đơn vị"),
        tuple(one.who.person_id for one in found),
        printed_by,
    )


def month_days(month: date) -> list[date]:
    """The days of the month that ``month`` lies in."""
    first = month.replace(day=1)
    following = (first + 32 * _DAY).replace(day=1)
    return [first + _DAY * step for step in range((following - first).days)]


def _sums(one: EatingDays, served: Sequence[Meal]) -> list[Value]:
    return [*(sum(meal.code in eaten for eaten in one.meals.values()) for meal in served), one.days]


def _portions(
    found: Sequence[EatingDays], days: Sequence[date], last: date, meal: Meal, served: Sequence[Meal]
) -> GridRow:
    """How many portions of one meal were eaten day by day."""
    by_day = [sum(meal.code in one.meals.get(day, ()) for one in found) if day <= last else None for day in days]
    total = sum(count or 0 for count in by_day)
    totals = [total if other is meal else None for other in served]
    return GridRow((None, f"Cộng suất {meal.text.lower()}", *by_day, *totals, None), Weight.TOTAL)


def _told_at(sheet: MealSheet) -> str:
    said, at = f"Bữa {sheet.meal.text.lower()}: đã chốt", sheet.told_at
    return f"{said} lúc {clock(at)} ngày {written(local(at).date())}." if at is not None else f"{said}."


def _careful(sheets: Sequence[MealSheet]) -> list[CaredFor]:
    """Whose allergies or wishes matter at one meal at least, in the order of the beds."""
    found = {
        one.who.episode_id: one.who
        for sheet in sheets
        for one in sheet.eaters
        if one.does.eats and (one.who.allergies or one.wishes)
    }
    return list(found.values())


def _careful_grid(people: Sequence[CaredFor], sheets: Sequence[MealSheet], codes: Codes) -> Grid:
    by_meal: list[Mapping[str, Eater]] = [{one.who.episode_id: one for one in sheet.eaters} for sheet in sheets]
    rows = []
    for n, who in enumerate(people, 1):
        mine = [eaters[who.episode_id] for eaters in by_meal]
        wishes = next((one.wishes for one in mine if one.wishes), "")
        rows.append(GridRow((n, who.name, _where(who), who.allergies, wishes, *(_eats(one, codes) for one in mine))))
    columns = (
        _TT,
        GridColumn("Họ và tên", grows=3),
        GridColumn("Phòng/giường", least=16),
        GridColumn("Dị ứng", align="left", grows=3),
        GridColumn("Không ăn, thích ăn", align="left", grows=3),
        *(GridColumn(sheet.meal.text, align="left", grows=2) for sheet in sheets),
    )
    return Grid(columns, tuple(rows))


def _counts_grid(sheets: Sequence[MealSheet], codes: Codes) -> Grid:
    diets = [code.code for code in codes.choices("diet", sheets[0].served_on)] if sheets else []
    used = {diet for sheet in sheets for diet in sheet.diets(diets)}
    shown = sorted(used, key=lambda diet: (diets.index(diet) if diet in diets else len(diets), diet))
    figures = {diet: [number for sheet in sheets for number in sheet.portions(diet)] for diet in shown}
    rows = [GridRow((codes.text("diet", diet), *(number or None for number in figures[diet]))) for diet in shown]
    if shown:
        sums = [sum(column) for column in zip(*figures.values(), strict=True)]
        rows.append(GridRow(("Cộng", *sums), Weight.TOTAL))
    columns = (
        GridColumn("Chế độ ăn", grows=3),
        *(
            GridColumn(heading, group=f"{sheet.meal.text} ({sheet.meal.at:%H:%M})", align="right", least=13)
            for sheet in sheets
            for heading in (_BOOKED, _LATE, _COOKED)
        ),
    )
    return Grid(columns, tuple(rows))


def _people_grid(careful: Sequence[Eater], eaters: Sequence[Eater], codes: Codes) -> Grid:
    """Those with allergies or wishes above all, then everybody under their ward, with the portions of each."""
    rows = [_heading("Dị ứng, kiêng", len(careful)), *_people_rows(careful, codes)] if careful else []
    for ward, group in groupby(eaters, key=lambda one: one.who.ward):
        of_ward = [*group]
        rows.append(_heading(ward or "Chưa xếp giường", sum(one.does.eats for one in of_ward)))
        rows += _people_rows(of_ward, codes)
    columns = (
        _TT,
        GridColumn("Họ và tên", align="left"),
        GridColumn("Phòng/giường", align="left", least=16),
        GridColumn("Chế độ ăn", align="left", least=26),
        GridColumn("Dị ứng; không ăn, thích ăn", align="left", least=36),
        GridColumn("Ghi chú", align="left", least=20),
    )
    return Grid(columns, tuple(rows))


def _heading(words: str, portions: int) -> GridRow:
    return GridRow(("", f"{words}: {portions} suất", *[None] * 4), Weight.GROUP)


def _people_rows(eaters: Sequence[Eater], codes: Codes) -> list[GridRow]:
    return [
        GridRow((n, one.who.name, _where(one.who), _eats(one, codes), _care(one), _note(one)))
        for n, one in enumerate(eaters, 1)
    ]


def _care(one: Eater) -> str:
    allergies = f"dị ứng {one.who.allergies}" if one.who.allergies else ""
    return "; ".join(filter(None, (allergies, one.wishes)))


def _eats(one: Eater, codes: Codes) -> str:
    return codes.text("diet", one.does.diet) if one.does.eats else "không ăn"


def _note(one: Eater) -> str:
    """Why somebody does not eat or eats otherwise."""
    if one.change is not None and one.change.because:
        return one.change.because
    with speaking("vi"):
        return enum_words.said(AbsenceKind(one.who.absence)) if one.does.away and one.who.absence else ""


def _where(who: CaredFor) -> str:
    return "/".join(filter(None, (who.room, who.bed)))


def _dishes(menu: Menu | None) -> str:
    if menu is None:
        return ""
    return "\n".join(filter(None, (menu.dishes, dong(menu.price) if menu.price is not None else "")))
