"""The center's own daily books: the medicines and their stock, who is on duty, the last handovers, meals, menu, kitchen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from carebook.actions.kitchen import record_food_check, take_food_sample, throw_food_sample
from carebook.actions.meals import order_meals, save_menu
from carebook.actions.medicines import save_medicine
from carebook.actions.shifts import give_shift, save_shift, take_shift
from carebook.actions.stock import receive_stock
from carebook.dates import VIETNAM, today_in_vietnam
from carebook.records.meals import FoodCheck, FoodSample, Menu
from carebook.records.medication import Medicine, StockLot, StockMove
from carebook.records.shifts import DutyRoster, HandoverCount, ShiftHandover
from carebook.records.staff import Actor, StaffMember
from carebook.rules.shifts import Duty, shifts_of
from carebook.store import code_lists
from carebook.store.book import new_id
from carebook.store.shifts import drafted
from carebook.stories.clock import Days, moment
from carebook.stories.daily.starting import DRUGS
from carebook.stories.opening import PASSWORD
from carebook.stories.stage import Stage, Telling

Deed = Callable[[Stage, Actor, datetime], None]
_DAY = timedelta(days=1)
_MEALS_TOLD, _KITCHEN, _ROSTER_BACK, _ROSTER_AHEAD, _SHEETS = 14, 7, 31, 21, 3
_DISHES = {
    "breakfast": (
        "Cháo thịt băm",
        "Phở gà",
        "Xôi đậu xanh",
        "Bún riêu",
        "Bánh mì trứng",
        "Cháo đỗ xanh",
        "Mì nấu thịt",
    ),
    "lunch": (
        *("Cơm, thịt kho trứng, canh rau ngót", "Cơm, cá kho tộ, canh bí", "Cơm, đậu sốt cà chua, canh cải"),
        *("Cơm, gà rang gừng, canh mồng tơi", "Cơm, chả lá lốt, canh chua", "Cơm, tôm rang, canh rau dền"),
        "Cơm, thịt luộc, dưa góp, canh khoai",
    ),
    "dinner": (
        *(
            "Cơm, trứng rán, canh rau muống",
            "Cơm, cá sốt cà, rau luộc",
            "Cháo cá, rau luộc",
            "Cơm, thịt băm, canh su hào",
        ),
        *("Cơm, đậu phụ nhồi, canh bầu", "Cơm, giò rim, canh cải cúc", "Cơm, thịt rang, canh mướp"),
    ),
}
_PRICES = {"breakfast": 15_000, "lunch": 24_000, "dinner": 21_000}


def tell_center(tell: Telling, days: Days) -> None:
    """Everything above; of the handovers all but the last one are taken over."""
    tell.write("daily stock", "YT", tell.opened + timedelta(hours=6), _stock(days))
    tell.write("daily roster", "CS", moment(days.back(_ROSTER_BACK), "08:00"), _roster(days))
    monday = days.today - timedelta(days=days.today.weekday())
    for week in (monday - 7 * _DAY, monday):
        tell.write("daily menu", "DD", moment(week - 2 * _DAY, "15:00"), _menu(week))
    for back in range(_MEALS_TOLD, 0, -1):
        day = days.back(back)
        for meal, clock in (("breakfast", "05:30"), ("lunch", "08:20"), ("dinner", "13:50")):
            tell.write("daily meals", "DD", moment(day, clock), _told(day, meal))
    for back in range(_KITCHEN, 0, -1):
        tell.write("daily kitchen", "DD", moment(days.back(back), "18:30"), _kitchen(days.back(back), last=back == 1))
    for back in range(_SHEETS, 0, -1):
        day = days.back(back)
        tell.write("daily sheets", "D1", moment(day, "14:05"), _handed(day, "morning", taken=True))
        tell.write("daily sheets", "D3", moment(day, "22:05"), _handed(day, "afternoon", taken=back > 1))


def _stock(days: Days) -> Deed:
    def do(stage: Stage, by: Actor, now: datetime) -> None:
        for number, drug in enumerate(DRUGS.values()):
            given = Medicine(
                name=drug.name,
                substance=drug.substance,
                strength=drug.strength,
                form=drug.form,
                unit=drug.unit,
                keep_at_least=100.0,
            )
            kept = save_medicine(stage.book, given, by=by, now=now).result
            lot = StockLot(
                medicine_id=kept.id,
                lot=f"{number + 11:02d}{chr(65 + number)}",
                expires_on=days.back(-180 - 20 * number),
                supplier="Bệnh viện Bãi Cháy",
            )
            move = StockMove(
                medicine_id=kept.id,
                lot_id="",
                moved_on=today_in_vietnam(now),
                amount=600.0,
                done_by_id=by.staff_member_id,
                paper_no="PN-01",
            )
            receive_stock(stage.book, lot, move, by=by, now=now)

    return do


def _roster(days: Days) -> Deed:
    """Who is on duty, shift by shift: the nurses of the stories and the carers of the center take turns.

    The night nurse rests every third night; then whoever leads no other shift of that day stands in.
    """

    def do(stage: Stage, by: Actor, now: datetime) -> None:
        members = stage.reader.records(
            StaffMember, "post = 'Nhân viên chăm sóc' AND left_on IS NULL", order="full_name, id"
        )
        nurses = [stage.staff(key) or "" for key in ("D1", "D2", "D4", "D3")]
        rows = []
        for back in range(_ROSTER_BACK, -_ROSTER_AHEAD, -1):
            day = days.back(back)
            for turn, shift in enumerate(("morning", "afternoon", "night")):
                by_night = shift == "night" and day.toordinal() % 3 > 0
                leader = nurses[3] if by_night else nurses[(day.toordinal() + turn) % 3]
                rows.append(DutyRoster(staff_member_id=leader, duty_on=day, shift=shift, leads=True))
                for place in range(6):
                    carer = members[(day.toordinal() * 18 + turn * 6 + place) % len(members)]
                    rows.append(DutyRoster(staff_member_id=carer.id, duty_on=day, shift=shift))
        with stage.book.changing(by.account_id, now, new_id(), "save_duties") as writer:
            writer.add_many(rows)

    return do


def _menu(monday: date) -> Deed:
    def do(stage: Stage, by: Actor, now: datetime) -> None:
        menus = [
            Menu(served_on=monday + n * _DAY, meal=meal, dishes=dishes[n], price=_PRICES[meal])
            for meal, dishes in _DISHES.items()
            for n in range(7)
        ]
        save_menu(stage.book, menus, by=by, now=now)

    return do


def _told(day: date, meal: str) -> Deed:
    def do(stage: Stage, by: Actor, now: datetime) -> None:
        order_meals(stage.book, day, meal, by=by, now=now)

    return do


def _kitchen(day: date, *, last: bool) -> Deed:
    """The three steps of the day's lunch, its sample, and yesterday's sample thrown away; yesterday's own is kept still."""

    def do(stage: Stage, by: Actor, now: datetime) -> None:
        dish = _DISHES["lunch"][day.weekday()].split(", ")[1].capitalize()
        for step, clock, food in ((1, "06:40", "Thịt, cá, rau tươi"), (2, "09:30", dish), (3, "10:50", dish)):
            check = FoodCheck(
                served_on=day,
                meal="lunch",
                step=step,
                food=food,
                supplier="Chợ Sổ Mẫu" if step == 1 else "",
                checked_at=moment(day, clock),
                checker_id=by.staff_member_id,
            )
            record_food_check(stage.book, check, by=by, now=now)
        for sample in stage.reader.records(FoodSample, "thrown_at IS NULL"):
            throw_food_sample(stage.book, sample.id, by=by, now=now)
        taken = FoodSample(
            served_on=day,
            meal="lunch",
            dish=dish,
            amount="150 g",
            taken_at=datetime.combine(day, time(17, 40) if last else time(10, 55), VIETNAM),
            taken_by_id=by.staff_member_id,
            kept_at="Tủ mát bếp, 4 °C",
        )
        take_food_sample(stage.book, taken, by=by, now=now)

    return do


def _handed(day: date, shift: str, *, taken: bool) -> Deed:
    """The sheet of one shift of ward A, drafted from the book, counted, signed by who gives and perhaps by who takes."""

    def do(stage: Stage, by: Actor, now: datetime) -> None:
        ward = stage.wards["Khu A"]
        kind = next(one for one in shifts_of(code_lists.codes(stage.reader, "shift", day)) if one.code == shift)
        with stage.book.reading_for(by, now) as reader:
            draft = drafted(reader, Duty(day, kind), ward, now)
        taker = stage.actors["D3" if shift == "morning" else "CS"]
        sheet = ShiftHandover(
            duty_on=day,
            shift=shift,
            ward_id=ward,
            counted=draft.heads.present,
            situation="Cả khu ổn định.",
            request="Theo dõi người có huyết áp cao, người từ chối thuốc.",
        )
        counts = [
            HandoverCount(
                shift_handover_id="",
                thing=thing.code,
                expected=int(thing.extra.get("expected", 0)),
                counted=int(thing.extra.get("expected", 0)),
            )
            for thing in code_lists.codes(stage.reader, "handover_thing", day)
        ]
        lines = [line.written(place) for place, line in enumerate(draft.lines)]
        kept = save_shift(stage.book, sheet, lines, counts, by=by, now=now).result
        give_shift(stage.book, kept.id, by.account_id, PASSWORD, by=by, now=now)
        if taken:
            take_shift(stage.book, kept.id, taker.account_id, PASSWORD, by=by, now=now + timedelta(minutes=5))

    return do
