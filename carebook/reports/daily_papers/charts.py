"""Phiếu theo dõi chức năng sống: pulse, temperature and what else was measured, half a day a column, one person or many."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from reportlab.platypus import Flowable, PageBreak

from carebook.dates import age_on, local, written
from carebook.money import number
from carebook.records.codes import Code
from carebook.records.facility import Facility
from carebook.records.monitoring import Observation
from carebook.reports.daily_papers.chart_grid import GridRow, Mark, Point, drawn, half_of
from carebook.reports.paper import page, text
from carebook.reports.paper.page import LANDSCAPE, Drawn, Marks
from carebook.rules.observations import Grounds, alert_of, said_reading
from carebook.store import facility
from carebook.store.book import Reader
from carebook.store.daily_care import CaredFor, cared_in
from carebook.store.observations import grounds_of, observations_of
from carebook.words import speaking

TITLE = "PHIẾU THEO DÕI CHỨC NĂNG SỐNG"
ON_A_PAGE = 14  # days
LINES = ("pulse", "temperature")
ALWAYS = ("blood_pressure", "breathing", "oxygen")
_NOTE = (
    "Mạch: chấm rỗng, nét đứt; nhiệt độ: chấm đặc, nét liền. S: đến 12 giờ, C: sau 12 giờ. "
    "Giá trị in đậm nằm ngoài ngưỡng của người này. “–”: không đo được."
)


@dataclass(frozen=True)
class VitalChart:
    """What was measured of one person in a period. ``observations`` are in the order in which they happened."""

    who: CaredFor
    observations: tuple[Observation, ...]
    grounds: Grounds


@dataclass(frozen=True)
class ChartSet:
    """The charts of some people, in the order they were asked for; ``first`` to ``last`` are days of duty."""

    facility: Facility
    first: date
    last: date
    charts: tuple[VitalChart, ...]
    printed_by: str = ""
    people: tuple[str, ...] = field(default=())


def gather(reader: Reader, episode_ids: Sequence[str], first: date, last: date, *, printed_by: str = "") -> ChartSet:
    """What was measured of these stays; who was not in the center in these days is left out.

    ``reader`` should be one that masks restricted people for everybody: they stand there under their alias.
    """
    there = {one.episode_id: one for one in cared_in(reader, first, last, placement="")}
    grounds = grounds_of(reader, episode_ids, last)
    charts = tuple(
        VitalChart(there[stay], tuple(observations_of(reader, stay, first, last)), grounds[stay])
        for stay in episode_ids
        if stay in there
    )
    people = tuple(sorted({one.who.person_id for one in charts}))
    return ChartSet(facility.facility(reader), first, last, charts, printed_by, people)


def gather_ward(
    reader: Reader, first: date, last: date, *, ward_id: str = "", room_id: str = "", printed_by: str = ""
) -> ChartSet:
    """The charts of a room, a ward or everybody, in the order of the beds; those of whom nothing was measured are left out."""
    stays = [one.episode_id for one in cared_in(reader, first, last, ward_id=ward_id, room_id=room_id)]
    found = gather(reader, stays, first, last, printed_by=printed_by)
    kept = tuple(one for one in found.charts if one.observations)
    return ChartSet(found.facility, first, last, kept, printed_by, tuple(sorted({one.who.person_id for one in kept})))


def draw(found: ChartSet, *, invariant: bool = False) -> Drawn:
    """The charts as a PDF lying across: a new page for each person, and for each fortnight."""
    story: list[Flowable] = []
    for chart in found.charts:
        for days in _pages(found.first, found.last):
            if story:
                story.append(PageBreak())
            story += _sheet(found, chart, days)
    if not story:
        story = [text.paragraph("Không có ai để in.", text.CENTRED)]
    return page.build(
        story,
        title=TITLE.capitalize(),
        author=found.facility.name,
        way="landscape",
        marks=Marks(sample=found.facility.is_sample, foot=found.printed_by),
        invariant=invariant,
    )


def _pages(first: date, last: date) -> Iterable[list[date]]:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return (days[at : at + ON_A_PAGE] for at in range(0, len(days), ON_A_PAGE))


def _sheet(found: ChartSet, chart: VitalChart, days: Sequence[date]) -> list[Flowable]:
    period = f"từ ngày {written(days[0])} đến ngày {written(days[-1])}"
    of_days = [one for one in chart.observations if one.duty_on is not None and days[0] <= one.duty_on <= days[-1]]
    lines = {measure: _points(of_days, measure) for measure in LINES}
    rows = _rows(of_days, chart.grounds)
    return [
        text.paragraph(found.facility.name.upper(), text.CAPITALS_BOLD),
        *text.title(TITLE, period, LANDSCAPE.width, rule=False),
        text.paragraph(_about(chart.who, found.last), text.PLAIN),
        drawn(days, lines["pulse"], lines["temperature"], rows, LANDSCAPE.width),
        text.paragraph(_NOTE, text.NOTE),
    ]


def _about(who: CaredFor, day: date) -> str:
    age = age_on(who.born, day)
    with speaking("vi"):
        years = str(age.words) if age is not None else ""
    place = ", ".join(filter(None, (f"phòng {who.room}" if who.room else "", f"giường {who.bed}" if who.bed else "")))
    parts = (
        f"Họ và tên: {who.name}",
        years,
        f"Mã hồ sơ: {who.code}" if who.code and not who.masked else "",
        place[:1].upper() + place[1:],
        f"Dị ứng: {who.allergies}" if who.allergies else "",
    )
    return " · ".join(filter(None, parts))


def _points(observations: Sequence[Observation], measure: str) -> list[Point]:
    return [
        Point(one.taken_at, one.value)
        for one in observations
        if one.measure == measure and one.value is not None and one.taken_at is not None
    ]


def _rows(observations: Sequence[Observation], grounds: Grounds) -> list[GridRow]:
    """The rows of everything that is no line: those always there, and what was measured besides, in the order of the list."""
    measures = [one for one in grounds.codes if one.list_name == "measure" and one.code not in LINES]
    noted = {one.measure for one in observations}
    rows = [
        GridRow(str(one.extra.get("column", one.text)), tuple(_marks(observations, one, grounds)))
        for one in measures
        if (one.code in ALWAYS or one.code in noted) and one.code != "turning"
    ]
    return [*rows, GridRow("Ký tên", ())]


def _marks(observations: Sequence[Observation], measure: Code, grounds: Grounds) -> Iterable[Mark]:
    halves: dict[tuple[date, int], list[Observation]] = {}
    for one in observations:
        if one.measure == measure.code and one.duty_on is not None and one.taken_at is not None:
            half = 1 if local(one.taken_at).date() > one.duty_on else half_of(one.taken_at)
            halves.setdefault((one.duty_on, half), []).append(one)
    return (_mark(day, half, found, measure, grounds) for (day, half), found in halves.items())


def _mark(day: date, half: int, found: Sequence[Observation], measure: Code, grounds: Grounds) -> Mark:
    if measure.extra.get("sum") and any(one.value is not None for one in found):
        return Mark(day, half, number(int(sum(one.value or 0 for one in found))))
    limits = grounds.limits(measure.code)
    told = [one for one in found if limits is not None and one.not_done is None and alert_of(one, limits) is not None]
    said = [_said(one, measure, grounds.codes) for one in found]
    if len(said) > 2:
        said = [*dict.fromkeys((_said((told or found)[0], measure, grounds.codes), said[-1]))]
    return Mark(day, half, "\n".join(said), strong=bool(told))


def _said(one: Observation, measure: Code, codes: Sequence[Code]) -> str:
    if one.not_done is not None:
        return "–"
    if one.word is not None:
        keys: Mapping[str, str] = {
            each.code: str(each.extra.get("key", each.text)) for each in codes if each.list_name == "measure_word"
        }
        return keys.get(one.word, one.word)
    return said_reading(one, measure, unit=False)
