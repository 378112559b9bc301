"""Closing a month: what is frozen, when it is refused, how a new version and a number come, what comes late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from carebook.actions import periods
from carebook.actions.change import Refused
from carebook.records.figures import TOTAL
from carebook.records.periods import ReportKind, ReportState, Snapshot, TypedOpening
from carebook.records.staff import Actor, Role
from carebook.reports import month as month_report
from carebook.rules import identities, permissions
from carebook.rules.periods import said
from carebook.store import periods as store
from carebook.store.book import Book, new_id
from tests import period_samples as sample
from tests.period_samples import MONTH


def refused(error: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(p.field, p.message.id) for p in error.value.problems]


def test_closing_freezes_figures_with_their_people(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    snapshot = sample.closed(book, director, now)
    b01 = month_report.tables_of(snapshot)[0]
    assert [b01.cell(TOTAL, c) for c in ("opening", "in_new", "out_home", "closing")] == [4, 2, 1, 5]
    assert {line.name for line in b01.people(TOTAL, "in_new")} == {"Nguyễn Văn Xuyến", "Hoa Mười"}
    assert snapshot.content_hash == month_report.hash_of(snapshot.content)
    assert "Lò Thị Kín" not in snapshot.content
    assert (snapshot.report_version, snapshot.state, snapshot.head_name) == (1, ReportState.CLOSED, director.name)


def test_pressing_twice_closes_once(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    op = new_id()
    periods.close_period(book, MONTH, by=director, now=now, op=op)
    again = periods.close_period(book, MONTH, by=director, now=now, op=op, reason="hai lần")
    assert again.result is None
    with book.looking(now) as reader:
        assert len(store.snapshots(reader, MONTH)) == 1


def test_a_month_is_closed_once_its_data_have_ended(book: Book, director: Actor, now: datetime) -> None:
    with pytest.raises(Refused) as error:
        periods.close_period(book, "2026-11", by=director, now=now)
    assert [field for field, _words in refused(error)] == ["cutoff"]
    closed = periods.close_period(book, "2026-11", by=director, now=now, cutoff=date(2026, 11, 22)).result
    assert (closed.cutoff_on, closed.last_on) == (date(2026, 11, 22), date(2026, 11, 30))


def test_a_broken_identity_stands_against_closing(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    periods.type_opening(book, MONTH, {"elderly_alone_poor": 9}, "báo cáo số 12", by=director, now=now)
    with book.changing("", now, new_id(), "test") as writer:
        facility = writer.records(sample.samples.facility().__class__)[0]
        writer.amend(sample.samples.facility(id=facility.id, records_complete_from=date(2026, 10, 1)))
    with pytest.raises(Refused) as error:
        periods.close_period(book, MONTH, by=director, now=now)
    assert {field for field, _words in refused(error)} == {"checks"}
    with book.looking(now) as reader:
        assert store.newest_snapshot(reader, MONTH) is None


def test_a_new_version_needs_a_reason_and_replaces_the_old_one(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    first = sample.closed(book, director, now)
    with pytest.raises(Refused) as error:
        sample.closed(book, director, now)
    assert [field for field, _words in refused(error)] == ["reason"]
    second = sample.closed(book, director, now, reason="bổ sung người vào 30/10")
    assert (second.report_version, second.replaces_id, second.replaced_because) == (
        2,
        first.id,
        "bổ sung người vào 30/10",
    )
    assert sample.kept(book, first.id, now).state is ReportState.SUPERSEDED
    with book.looking(now) as reader:
        newest = store.newest_snapshot(reader, MONTH)
    assert newest is not None
    assert newest.id == second.id
    with pytest.raises(Refused):
        periods.number_report(book, first.id, "128", date(2026, 11, 4), by=director, now=now)


def test_what_comes_late_is_named_and_changes_no_closed_figure(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    snapshot = sample.closed(book, director, now)
    later = now + timedelta(hours=1)
    sample.live(book, "Lục Văn Chài", now=later, start_on=date(2026, 10, 30))
    with book.reading_for(director, later) as reader:
        today = month_report.gather(reader, MONTH)
        november = month_report.gather(reader, "2026-11")
    cells = identities.changed_cells(month_report.tables_of(snapshot)[0], today.table("B01"))
    changed = {(c.column, tuple(line.name for line in c.added)) for c in cells}
    assert ("in_new", ("Lục Văn Chài",)) in changed
    assert [(f.name, f.happened_on, f.recorded_on) for f in november.late] == [
        ("Lục Văn Chài", date(2026, 10, 30), date(2026, 11, 22))
    ]
    assert month_report.tables_of(sample.kept(book, snapshot.id, later))[0].cell(TOTAL, "closing") == 5
    assert today.table("B01").cell(TOTAL, "closing") == 6
    assert november.previous is not None
    assert november.previous.cell(TOTAL, "closing") == 5


def test_number_and_date(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    snapshot = sample.closed(book, director, now)
    with pytest.raises(Refused) as error:
        periods.number_report(book, snapshot.id, "128", date(2026, 9, 30), by=director, now=now)
    assert [field for field, _words in refused(error)] == ["dated_on"]
    periods.number_report(book, snapshot.id, " 128 ", date(2026, 11, 4), by=director, now=now)
    who = periods.Signers("Mạc Thị Hải Đường", "Kế toán", "Tô Văn Bách Tùng", "Phó Giám đốc", "KT")
    kept = periods.number_report(book, snapshot.id, "128", None, by=director, now=now, signers=who).result
    assert (kept.number, kept.dated_on, kept.state) == ("128", None, ReportState.NUMBERED)
    assert (kept.preparer_name, kept.head_post, kept.head_prefix) == ("Mạc Thị Hải Đường", "Phó Giám đốc", "KT")


def test_a_number_borne_twice_in_a_year_is_said(book: Book, director: Actor, now: datetime) -> None:
    october = sample.closed(book, director, now)
    november = periods.close_period(book, "2026-11", by=director, now=now, cutoff=date(2026, 11, 20)).result
    day = date(2026, 11, 20)
    first = periods.number_report(book, october.id, "128", day, by=director, now=now)
    second = periods.number_report(book, november.id, "0128/BC-TTBTXH", day, by=director, now=now)
    assert first.said is not None
    assert second.said is not None
    assert "warning" not in first.said.values
    twice = second.said.values["warning"]
    assert (twice.values["number"], twice.values["subject"].values) == ("0128/BC-TTBTXH", {"month": said(MONTH)})


def test_the_versions_of_one_report_may_bear_one_number(book: Book, director: Actor, now: datetime) -> None:
    day = date(2026, 11, 20)
    first = sample.closed(book, director, now)
    periods.number_report(book, first.id, "128", day, by=director, now=now)
    second = sample.closed(book, director, now, reason="bổ sung")
    told = periods.number_report(book, second.id, "128", day, by=director, now=now).said
    assert told is not None
    assert "warning" not in told.values


def test_typed_opening_replaces_and_ends_with_closing(book: Book, director: Actor, now: datetime) -> None:
    for people in (3, 4):
        periods.type_opening(book, MONTH, {"elderly_alone_poor": people}, "báo cáo số 12", by=director, now=now)
    with book.looking(now) as reader:
        assert [(t.category, t.people) for t in store.typed_openings(reader, MONTH)] == [("elderly_alone_poor", 4)]
        assert len(reader.records(TypedOpening, withdrawn=True)) == 2
    with pytest.raises(Refused):
        periods.type_opening(book, MONTH, {"elderly_alone_poor": -1}, "", by=director, now=now)
    with pytest.raises(Refused):
        periods.type_opening(book, "2026-13", {}, "", by=director, now=now)
    with book.changing("", now, new_id(), "test") as writer:
        for row in store.typed_openings(writer, MONTH):
            writer.withdraw(TypedOpening, row.id, "thử")
    sample.closed(book, director, now)
    with pytest.raises(Refused):
        periods.type_opening(book, MONTH, {"elderly_alone_poor": 4}, "", by=director, now=now)


def test_a_closed_month_is_reopened_for_a_reason_and_closed_anew(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    first = sample.closed(book, director, now)
    with pytest.raises(Refused) as error:
        periods.reopen_period(book, first.id, by=director, now=now)
    assert [field for field, _words in refused(error)] == ["reason"]
    reopened = periods.reopen_period(book, first.id, by=director, now=now, reason="thiếu một người").result
    assert reopened.state is ReportState.REOPENED
    assert month_report.tables_of(reopened)[0].cell(TOTAL, "closing") == 5
    for deed in (
        lambda: periods.reopen_period(book, first.id, by=director, now=now, reason="lần nữa"),
        lambda: periods.number_report(book, first.id, "128", None, by=director, now=now),
    ):
        with pytest.raises(Refused):
            deed()
    periods.type_opening(book, MONTH, {}, "", by=director, now=now)
    with book.looking(now) as reader:
        assert store.last_before(reader, ReportKind.MONTHLY, date(2026, 11, 1)) is None
    second = sample.closed(book, director, now, reason="thiếu một người")
    assert (second.report_version, second.replaces_id) == (2, first.id)
    assert sample.kept(book, first.id, now).state is ReportState.SUPERSEDED


def test_kinds_are_closed_apart(book: Book, director: Actor, now: datetime) -> None:
    sample.filled(book)
    october = sample.closed(book, director, now)
    half = periods.close_period(book, "2026-H2", by=director, now=now, cutoff=date(2026, 11, 20)).result
    assert (half.kind, half.period, half.report_version) == (ReportKind.HALF_YEARLY, "2026-H2", 1)
    assert (half.first_on, half.last_on, half.cutoff_on) == (
        *(date(2026, 7, 1), date(2026, 12, 31)),
        date(2026, 11, 20),
    )
    with book.looking(now) as reader:
        assert [s.period for s in store.snapshots(reader)] == ["2026-H2", MONTH]
        assert store.last_before(reader, ReportKind.MONTHLY, date(2026, 11, 1)) == october
        assert store.last_before(reader, ReportKind.HALF_YEARLY, date(2026, 11, 1)) is None


@pytest.mark.parametrize("role", list(Role))
def test_who_may_close(role: Role, book: Book, actor_with: Callable[..., Actor], now: datetime) -> None:
    actor = actor_with(role)
    if role in permissions.DEEDS["close_period"]:
        assert sample.closed(book, actor, now).closed_by == actor.account_id
        return
    with pytest.raises(Refused):
        sample.closed(book, actor, now)
    with book.looking(now) as reader:
        assert reader.records(Snapshot) == []
