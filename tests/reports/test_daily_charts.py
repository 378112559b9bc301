"""The chart of vital signs: read back with its numbers, a page a fortnight, restricted people under their alias."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pypdfium2

from carebook.records.monitoring import Observation
from carebook.records.staff import Actor
from carebook.reports.daily_papers import charts
from carebook.reports.daily_papers.chart_grid import half_of
from carebook.store.book import Book, Writer, new_id
from tests import samples
from tests.daily_samples import TODAY, daily_codes, moment, monitoring, observation
from tests.reports.reading import flat, font_names


def noted(writer: Writer, stay: str, measure: str, back: int, hour: int, **given: object) -> Observation:
    day = TODAY - timedelta(days=back)
    return writer.add(observation(stay, measure, duty_on=day, taken_at=moment(hour, 0, day), round=None, **given))


def test_a_chart_tells_every_value_on_a_page_for_each_fortnight(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        room = writer.add(samples.room(writer.add(samples.ward()).id))
        person = writer.add(samples.person())
        stay = writer.add(samples.episode(person.id)).id
        writer.add(samples.bed_assignment(stay, room.id, bed="2"))
        other = writer.add(samples.episode(writer.add(samples.person(code="CB-000002")).id)).id
        writer.add(samples.bed_assignment(other, room.id, bed="1"))
        secret = writer.add(samples.person(code="CB-000003", full_name="Phạm Thị Giấu Tên", alias="Hoa Sữa"))
        hidden = writer.add(samples.episode(secret.id, confidential=True)).id
        writer.add(samples.bed_assignment(hidden, room.id, bed="3"))
        for back in range(20):
            noted(writer, stay, "pulse", back, 7, value=70.0 + back)
            noted(writer, stay, "temperature", back, 7, value=36.5)
            noted(writer, stay, "blood_pressure", back, 7, value=118.0 + back, value_second=76.0)
        noted(writer, stay, "pulse", 1, 20, value=175.0)
        noted(writer, stay, "blood_pressure", 0, 8, value=185.0, value_second=95.0)
        noted(writer, stay, "fluid_in", 0, 7, value=300.0)
        noted(writer, stay, "fluid_in", 0, 8, value=250.0)
        noted(writer, stay, "oxygen", 2, 7, not_done="refused")
        noted(writer, stay, "consciousness", 3, 7, word="voice")
        night = TODAY - timedelta(days=4)
        writer.add(
            observation(
                stay, "breathing", value=22.0, duty_on=night, round="night", taken_at=moment(2, 0, night + timedelta(1))
            )
        )
        writer.add(monitoring(stay, high=160.0))
        noted(writer, hidden, "temperature", 0, 7, value=38.4)
    with book.reading_masked(now) as reader:
        found = charts.gather(reader, [stay], TODAY - timedelta(days=19), TODAY, printed_by="Doãn Thị Cẩm Tú in")
        ward = charts.gather_ward(reader, TODAY, TODAY)
        gone = charts.gather(reader, [stay], date(2025, 1, 1), date(2025, 1, 2))
    pdf = charts.draw(found, invariant=True).pdf
    assert pdf == charts.draw(found, invariant=True).pdf
    first, second = flat(pdf, 0), flat(pdf, 1)
    for words in (
        *("PHIẾU THEO DÕI CHỨC NĂNG SỐNG", "từ ngày 03/11/2026 đến ngày 16/11/2026", "Trần Thị An", "CB-000001"),
        *("Phòng A101, giường 2", "81 tuổi", "137/76", "Doãn Thị Cẩm Tú in"),
    ):
        assert words in first, words
    for words in ("từ ngày 17/11/2026 đến ngày 22/11/2026", "185/95", "118/76", "175", "550", "–", "22", "V"):
        assert words in second, words
    assert all(name.startswith("Tinos") for name in font_names(pdf))
    assert [one.who.name for one in ward.charts] == ["Trần Thị An", "Hoa Sữa"]
    assert set(ward.people) == {person.id, secret.id}
    assert "Giấu Tên" not in flat(charts.draw(ward).pdf)
    assert gone.charts == ()
    assert "Không có ai để in." in flat(charts.draw(gone).pdf)


def test_everything_that_can_be_measured_stands_on_one_page(book: Book, director: Actor, now: datetime) -> None:
    with book.changing(director.account_id, now, new_id(), "test") as writer:
        stay = writer.add(samples.episode(writer.add(samples.person()).id)).id
        for measure in daily_codes("measure"):
            if "words" not in measure.extra:
                value = float(measure.extra["least"]) + 1
                second = 21.0 if measure.extra.get("pair") else None
                for hour in (7, 8, 9, 14):
                    noted(writer, stay, measure.code, 0, hour, value=value, value_second=second)
    with book.reading_masked(now) as reader:
        pdf = charts.draw(charts.gather(reader, [stay], TODAY, TODAY)).pdf
    assert "Vòng tay" in flat(pdf, 0)
    assert "Ký tên" in flat(pdf, 0)
    assert len(pypdfium2.PdfDocument(pdf)) == 1


def test_the_half_of_a_day_is_told_by_the_clocks_of_vietnam() -> None:
    assert [half_of(moment(hour)) for hour in (0, 7, 11, 12, 23)] == [0, 0, 0, 1, 1]
