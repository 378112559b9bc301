"""The sample book: who is there, that its figures balance and its clocks hold, that a secret stays one, and that a seed decides all."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from carebook import selftest
from carebook.actions.opening import Opened, open_book
from carebook.commands.main import run
from carebook.records.episodes import BedAssignment, Episode
from carebook.records.people import HealthCard, IdentityPaper, Person, Relative
from carebook.records.periods import OutboxState, ReportKind, ReportState, TypedOpening
from carebook.records.staff import Account, AccountState, Role
from carebook.reports import month as month_report
from carebook.rules import clocks, movement
from carebook.store import facility, keys, periods, search
from carebook.store.backup import known_backups
from carebook.store.backup.drills import drills
from carebook.store.book import Book, Reader
from carebook.store.people import PeopleFilter, people
from carebook.store.stays import stay_facts
from carebook.stories.demo import BACKUPS, DemoBook, DemoStopped, make_demo
from tests.conftest import CHEAP
from tests.stories.conftest import NOW, TODAY

MONTHS = ["2025-11", "2026-02", "2026-08", "2026-09", "2026-10"]
THERE_WAS_A_SECRET = ("2026-04", "2026-06")
"""The months in which the two whose names are a secret came and left."""
WITHOUT_THE_RIGHT = ["camtu", "hoaban", "haiduong", "truongtruc", "longnao", "tramanh", "camlai", "vienmau", "kimgiao"]


def test_twenty_people_live_there(sample: Opened) -> None:
    with sample.book.reading_for(sample.actor, NOW) as reader:
        here = movement.present(stay_facts(reader), TODAY, _codes(reader))
        assert facility.facility(reader).is_sample
    assert len(here) == 20
    assert {s.name for s in here} >= {"Trần Thị An", "Lương Đình Thuận", "Đoàn Thị Miên", "Mai Thị Ngần", "Cao Văn Bến"}


def _codes(reader: object) -> movement.CodeBook:
    return movement.CodeBook(periods.figure_codes(reader), periods.limits(reader), TODAY)  # type: ignore[arg-type]


def test_no_bed_holds_two(sample: Opened) -> None:
    with sample.book.looking(NOW) as reader:
        beds = reader.records(BedAssignment)
        stays = {stay.id: stay for stay in reader.records(Episode)}
    spans: dict[tuple[str, str], list[tuple[date, date]]] = {}
    for bed in beds:
        last = bed.to_on or stays[bed.episode_id].end_on or date.max
        for first, until in spans.setdefault((bed.room_id, bed.bed), []):
            assert last <= first or until <= bed.from_on, (bed, stays[bed.episode_id])
        spans[bed.room_id, bed.bed].append((bed.from_on, last))
    assert len(beds) > 30


@pytest.mark.parametrize("month", MONTHS)
def test_every_month_balances_and_moves(sample: Opened, month: str) -> None:
    with sample.book.reading_masked(NOW) as reader:
        figures = month_report.gather(reader, month)
    assert figures.blocking == ()
    assert next(check for check in figures.checks if check.code == "balance").holds is True
    table = figures.table("B01")
    came = sum(table.cell(movement.TOTAL, column) or 0 for column in movement.IN_COLUMNS)
    left = sum(table.cell(movement.TOTAL, column) or 0 for column in movement.OUT_COLUMNS)
    assert came > 0
    assert left > 0


def test_reports_are_as_far_as_told(sample: Opened) -> None:
    with sample.book.reading_for(sample.actor, NOW) as reader:
        every = periods.snapshots(reader)
        told = [(s.period, s.report_version, s.state) for s in every if s.kind is ReportKind.MONTHLY]
        longer = [(s.period, s.cutoff_on, s.state) for s in every if s.kind is not ReportKind.MONTHLY]
        packages = [(item.state, snapshot.period) for item, snapshot in periods.outbox(reader)]
        opening = reader.records(TypedOpening)
        late = month_report.gather(reader, "2026-10").late
        files = periods.signed_files(reader, periods.snapshots(reader, "2026-09")[0].id)
    assert told == [
        ("2026-09", 1, ReportState.ACKNOWLEDGED),
        ("2026-08", 2, ReportState.SENT),
        ("2026-08", 1, ReportState.SUPERSEDED),
        *((f"2026-{month:02}", 1, ReportState.SENT) for month in range(7, 0, -1)),
        *((f"2025-{month:02}", 1, ReportState.SENT) for month in (12, 11)),
    ]
    assert longer == [("2026-H1", date(2026, 6, 10), ReportState.SENT)]
    assert packages[0] == (OutboxState.FAILED, "2026-09")
    assert packages[1] == (OutboxState.RECEIVED, "2026-09")
    assert {row.report_no for row in opening} == {"00/BC-TTBTXH"}
    assert [fact.name for fact in late] == ["Lục Văn Chài"]
    assert files[0].roles == ("preparer", "head", "seal")


def test_only_what_is_told_is_late(sample: Opened) -> None:
    with sample.book.reading_for(sample.actor, NOW) as reader:
        first = facility.facility(reader).records_complete_from
        due = clocks.due(stay_facts(reader), today=TODAY, limits=periods.limits(reader), complete_from=first)
    late = [item for item in due if item.due_on and item.due_on < TODAY]
    named = sorted((item.kind, item.for_whom) for item in late if item.kind not in ("health_card", "missing_paper"))
    assert named == [("contract_end", "Lương Đình Thuận"), ("contract_end", "Đoàn Thị Miên")]
    assert all(1 <= (TODAY - item.due_on).days <= 8 for item in late if item.due_on)
    told = {item.kind for item in due if item.for_whom.startswith("Chưa đặt tên")}
    assert told == {"public_notice", "emergency_dossier"}


def test_the_stranger_got_his_name_back(sample: Opened) -> None:
    with sample.book.reading_for(sample.actor, NOW) as reader:
        (found,) = search.find_people(reader, "cao van ben", restricted=True).people
        by_old_name = search.find_people(reader, "không rõ nam 55", restricted=True).people
        stays = reader.records(Episode, "person_id = ?", (found.person_id,), order="start_on")
    assert found.code == "CB-000187"
    assert [one.person_id for one in by_old_name] == [found.person_id]
    assert [(stay.start_kind, stay.end_on is None) for stay in stays] == [("new", False), ("readmission", True)]


def test_numbers_and_names_follow_the_patterns(sample: Opened) -> None:
    with sample.book.looking(NOW) as reader:
        national = reader.records(IdentityPaper, "kind = 'national_id'", withdrawn=True)
        cards = reader.records(HealthCard, withdrawn=True)
        phones = [r.phone for r in reader.records(Relative, withdrawn=True) if r.phone]
        phones += [p.phone for p in reader.records(Person) if p.phone]
    assert all(re.fullmatch(r"022[0-3]\d\d999\d{3}", paper.number) for paper in national)
    assert all(re.fullmatch(r"BT222999\d{7}", card.number) for card in cards)
    assert all(re.fullmatch(r"0500000\d{3}", phone) for phone in phones)


def lines_of(reader: Reader) -> list[str]:
    """The names on the lists behind the reports of the months in which there was a secret."""
    figures = [month_report.gather(reader, month) for month in THERE_WAS_A_SECRET]
    return [line.name for month in figures for line in month.table("B01").lines]


@pytest.mark.parametrize("login", WITHOUT_THE_RIGHT)
def test_a_secret_name_is_found_by_nobody_without_the_right(demo: DemoBook, login: str) -> None:
    found = open_book(demo.folder, login, demo.password, now=NOW)
    with found.book as book, book.reading_for(found.actor, NOW) as reader:
        for typed in ("Hoa Sữa", "hoa sua", "Hạt Mít"):
            assert search.find_people(reader, typed, restricted=False).people == ()
        rows = [row.name for who in ("present", "former", "all") for row in people(reader, PeopleFilter(who), TODAY)]
        facts = [stay.name for stay in stay_facts(reader)]
        lines = lines_of(reader)
        frozen = " ".join(snapshot.content for snapshot in periods.snapshots(reader))
    for told in (*rows, *facts, *lines, frozen):
        assert "Hoa Sữa" not in told
        assert "Hạt Mít" not in told


def test_who_has_the_right_finds_her(demo: DemoBook) -> None:
    found = open_book(demo.folder, "tuongvi", demo.password, now=NOW)
    with found.book as book, book.reading_for(found.actor, NOW) as reader:
        (one,) = search.find_people(reader, "hoa sua", restricted=True).people
        lines = lines_of(reader)
    assert one.full_name == "Chị Hoa Sữa"
    assert {"Chị Hoa Sữa", "Bé Hạt Mít"} <= set(lines)


def test_accounts_are_as_told(demo: DemoBook, sample: Opened) -> None:
    names = {account.name: account.roles for account in demo.accounts}
    assert len(names) == 27
    assert names["Đào Thị Hướng Dương"] == (Role.DIRECTOR,)
    assert "Ma Văn Bạch Dương" not in names  # IT has no key
    with sample.book.looking(NOW) as reader:
        waiting = reader.records(Account, "state = ?", (AccountState.REQUESTED.value,))
    assert [account.login for account in waiting] == ["duongxi"]
    deputy = open_book(demo.folder, "bachtung", demo.password, now=NOW)
    deputy.book.close()
    assert deputy.actor.roles_on(TODAY) == {Role.DEPUTY, Role.DIRECTOR}


def test_the_backup_was_made_and_restoring_tried(demo: DemoBook, sample: Opened) -> None:
    """So that the page of backups is no empty one; a trial of a backup that can be read and opened with the one password."""
    made = known_backups(demo.folder)
    assert len(made) == 1
    assert made[0].path.parent == demo.folder / BACKUPS
    with sample.book.reading_for(sample.actor, NOW) as reader:
        (drill,) = drills(reader)
    assert (drill.passed, drill.file, drill.people) == (True, made[0].path.name, made[0].people)
    assert drill.drilled_at is not None
    assert drill.drilled_at > made[0].made_at


def test_the_book_is_sound(sample: Opened) -> None:
    assert sample.book.check() == []
    assert sample.book.check_chain().broken_at is None


def rows_of(folder: Path, password: str) -> dict[str, list[tuple[object, ...]]]:
    """What a book says, without ids, versions, moments and what is made of them."""
    opened = open_book(folder, "huongduong", password, now=NOW)
    with opened.book as book:
        return {table: _said(book, table) for table in ("person", "episode", "episode_category", "absence", "relative")}


def _said(book: Book, table: str) -> list[tuple[object, ...]]:
    with book.looking(NOW) as reader:
        found = reader.rows(f"SELECT * FROM {table}")
    return sorted(
        tuple(
            str(row[name]) for name in dict(row) if not (name.endswith(("id", "_by", "_at")) or name == "merged_into")
        )
        for row in found
    )


def test_the_command_makes_the_same_book_of_the_same_seed(
    demo: DemoBook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = keys.Cost
    monkeypatch.setattr(keys, "Cost", lambda *given, **named: real(*given, **named) if given or named else CHEAP)
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)
    for module in ("books", "checks", "opening"):
        monkeypatch.setattr(f"carebook.commands.{module}.now_utc", lambda: NOW)

    def answer(*given: str) -> dict[str, Any]:
        assert run([*given, "--json"], selftest.run) == 0
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        return told

    again = tmp_path / "again"
    made = answer("demo", str(again), "--residents", "20", "--months", "12")
    assert set(made) == {"book", "accounts", "password"}
    assert {"name", "role"} == set(made["accounts"][0])
    monkeypatch.setenv("CAREBOOK_PASSWORD", made["password"])
    assert answer("check", str(again), "--as", made["accounts"][0]["name"])["sound"] is True
    assert rows_of(again, made["password"]) == rows_of(demo.folder, demo.password)


def test_stopping_leaves_nothing(tmp_path: Path) -> None:
    told: list[int] = []
    with pytest.raises(DemoStopped):
        make_demo(
            tmp_path / "stopped",
            residents=20,
            months=2,
            today=TODAY,
            cost=CHEAP,
            progress=lambda done, _total: told.append(done),
            cancelled=lambda: bool(told and told[-1] >= 12),
        )
    assert not (tmp_path / "stopped").exists()
    assert told == sorted(told)


@pytest.mark.parametrize(("residents", "months"), [(19, 12), (151, 12), (30, 1)])
def test_numbers_out_of_range_are_refused(tmp_path: Path, residents: int, months: int) -> None:
    with pytest.raises(ValueError):
        make_demo(tmp_path / "no", residents=residents, months=months, today=TODAY)
