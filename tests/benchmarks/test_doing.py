"""What people wait for when they save, sign, import and back up."""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import python_calamine
import xlsxwriter

from carebook.actions.backup import back_up_book
from carebook.actions.lists import import_list, read_file
from carebook.actions.opening import Opened, make_book
from carebook.actions.people import add_detail, amend_person
from carebook.actions.periods import Signers, close_period
from carebook.actions.signing import make_signing_key, sign_as_head, sign_as_preparer
from carebook.records.people import Allergy, Person
from carebook.records.staff import StaffMember
from carebook.reports import copies
from carebook.store import driver
from carebook.store.backup import checking
from carebook.store.book import Book, new_id
from carebook.store.rows import to_row
from carebook.stories.center import FACILITY
from carebook.stories.names import Names
from carebook.stories.opening import CHEAP, PASSWORD
from carebook.stories.people import People
from tests.benchmarks.conftest import NOW, TODAY, Note
from tests.benchmarks.timing import in_turn, ms, seconds


def new_book(folder: Path) -> Opened:
    """An empty book that is complete from October."""
    return make_book(
        folder,
        facility=FACILITY,
        manager=StaffMember(full_name=FACILITY.head_name, post=FACILITY.head_post),
        login="huongduong",
        password=PASSWORD,
        now=NOW - timedelta(days=60),
        sample=True,
        cost=CHEAP,
    )


def test_save_one_record(big: Opened, tmp_path: Path, benchmark: Any, note: Note) -> None:
    with big.book.reading_for(big.actor, NOW) as reader:
        person = reader.records(Person, "code = 'CB-000001'")[0]
    with closing(driver.connect(tmp_path / "bare.db", secrets.token_bytes(32), create=True)) as bare:
        bare.execute("CREATE TABLE allergy (id TEXT PRIMARY KEY, person_id TEXT, substance TEXT) STRICT")

        def ours() -> None:
            add_detail(big.book, Allergy(person_id=person.id, substance="tôm"), by=big.actor, now=NOW)

        def floor() -> None:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO allergy VALUES (?, ?, ?)", (secrets.token_hex(16), person.id, "tôm"))
            bare.execute("COMMIT")

        mine, least = in_turn(ours, floor, 60)
    benchmark.pedantic(ours, rounds=20)
    kept = mine < 0.01 and mine <= 3 * least
    note("save one record", "< 10 ms, ≤ 3 × bare", ms(mine), f"{mine / least:.1f} × bare insert", kept)
    with _bare_in_the_book(big.book, person.id) as insert:
        mine, least = in_turn(ours, insert, 60)
    note("… the same row bare in the book's own table", "–", ms(least), f"{mine / least:.1f} × that")


@contextmanager
def _bare_in_the_book(book: Book, person_id: str) -> Iterator[Callable[[], None]]:
    """Inserts the same row into the same table of the same file by the same connection: its indexes are kept and its triggers
    asked, but they find no deed and write nothing. The journal does not know these rows: they are taken out at the end."""
    connection = book._connection
    row = to_row(Allergy(person_id=person_id, substance="tôm", version=1))
    sql = f"INSERT INTO main.allergy ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
    made = []

    def written(run: Callable[[], object]) -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO followed VALUES ('allergy')")
        run()
        connection.execute("DELETE FROM followed")
        connection.execute("COMMIT")

    def insert() -> None:
        made.append(new_id())
        written(lambda: connection.execute(sql, [*(row | {"id": made[-1]}).values()]))

    try:
        yield insert
    finally:
        written(lambda: connection.executemany("DELETE FROM main.allergy WHERE id = ?", [(one,) for one in made]))


def test_save_a_persons_details(big: Opened, tmp_path: Path, benchmark: Any, note: Note) -> None:
    with big.book.reading_for(big.actor, NOW) as reader:
        person = reader.records(Person, "code = 'CB-000002'")[0]
    phones = (f"09{number:08d}" for number in range(100_000))
    with closing(driver.connect(tmp_path / "bare.db", secrets.token_bytes(32), create=True)) as bare:
        bare.execute("CREATE TABLE person (id TEXT PRIMARY KEY, phone TEXT) STRICT")
        bare.execute("INSERT INTO person VALUES (?, '')", (person.id,))

        def ours() -> None:
            amend_person(big.book, replace(person, phone=next(phones)), by=big.actor, now=NOW)

        def floor() -> None:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("UPDATE person SET phone = ?", (next(phones),))
            bare.execute("COMMIT")

        mine, least = in_turn(ours, floor, 60)
    benchmark.pedantic(ours, rounds=20)
    note(
        "a person's number changed and found by it",
        "< 10 ms",
        ms(mine),
        f"{mine / least:.1f} × bare update",
        mine < 0.01,
    )


def test_pdf_and_signing(tmp_path: Path, sample: Opened, benchmark: Any, note: Note) -> None:
    with sample.book.reading_masked(NOW) as reader:
        source = copies.gather(reader, "2026-10", NOW)
    copies.draw(source)
    drawn = benchmark.pedantic(lambda: copies.draw(source), rounds=3)
    pdf = min(seconds(lambda: copies.draw(source)) for _ in range(3))
    assert drawn.pdf.startswith(b"%PDF")
    note("monthly report: PDF, sheet and data", "< 3 s", ms(pdf), "–", pdf < 3)
    made = new_book(tmp_path / "signing")
    with made.book as book:
        by = made.actor
        make_signing_key(book, by.staff_member_id, PASSWORD, made.recovery_code, by=by, now=NOW - timedelta(days=1))
        signers = Signers(by.name, "Người lập biểu", by.name, "Giám đốc")
        snapshot = close_period(book, "2026-10", by=by, now=NOW, signers=signers).result
        sign_as_preparer(book, snapshot.id, PASSWORD, by=by, now=NOW)
        signing = seconds(lambda: sign_as_head(book, snapshot.id, PASSWORD, by=by, now=NOW))
    note("signing (key opened, signed, checked, kept)", "< 1 s", ms(signing), "–", signing < 1)


def test_import_a_thousand(tmp_path: Path, benchmark: Any, note: Note) -> None:
    sheet = tmp_path / "list.xlsx"
    rng = Random(5)
    people = People(rng, TODAY, Names(rng))
    with xlsxwriter.Workbook(str(sheet)) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Ngày vào", "Diện"])
        for n in range(1, 1001):
            category = "elderly_alone_poor"
            born = people.birthday(category, TODAY)
            one = people.invent(category, people.sex(category), born).person
            sex = "Nữ" if one.sex and one.sex.value == "female" else "Nam"
            number = people.numbers.national_id(one.sex, born.year) if one.sex else ""
            page.write_row(n, 0, [n, one.full_name, f"{born:%d/%m/%Y}", sex, number, "05/01/2026", "Người cao tuổi"])
    made = new_book(tmp_path / "import")
    with made.book as book:

        def ours() -> None:
            reading = read_file(book, sheet, now=NOW)
            imported = import_list(book, reading, by=made.actor, now=NOW, source=sheet.name).result
            assert imported.imported > 900, imported.imported

        took = benchmark.pedantic(lambda: seconds(ours), rounds=1)
    bare = seconds(lambda: python_calamine.CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python())
    note("import of 1,000 rows with checks", "< 5 s", ms(took), f"{took / bare:.0f} × bare reading", took < 5)


def test_backup(big: Opened, tmp_path: Path, benchmark: Any, note: Note) -> None:
    folder = big.book.folder

    def ours() -> None:
        target = tmp_path / secrets.token_hex(4)
        target.mkdir()
        back_up_book(big.book, target, by=big.actor, now=NOW)
        shutil.rmtree(target)

    def floor() -> None:
        target = tmp_path / "plain"
        shutil.copyfile(folder / "carebook.db", target)
        with target.open("rb+") as file:
            os.fsync(file.fileno())
        for path in (folder / "carebook.db", target):
            with path.open("rb") as file:
                hashlib.file_digest(file, "sha256")
        target.unlink()

    def proved_floor() -> None:
        """A plain copy that is opened and read as a backup is, by one hand."""
        target = tmp_path / "proved.db"
        shutil.copyfile(folder / "carebook.db", target)
        with target.open("rb+") as file:
            os.fsync(file.fileno())
        with closing(driver.connect(target, big.book.key_of("carebook.db"), use="gathering", immutable=True)) as copy:
            for pragma in ("quick_check", "cipher_integrity_check", "foreign_key_check"):
                copy.execute(f"PRAGMA {pragma}").fetchall()
            checking.counted(copy)
        target.unlink()

    mine, plain = in_turn(ours, floor, 3)
    proved = seconds(proved_floor)
    note(
        "backup, against a copy that is opened too",
        "≥ 0.5 ×",
        ms(mine),
        f"{proved / mine:.2f} × the speed",
        proved / mine >= 0.5,
    )
    benchmark.pedantic(ours, rounds=1)
    speed, size = plain / mine, (folder / "carebook.db").stat().st_size // 1_000_000
    note(f"backup of {size} MB", "≥ 0.5 × a verified copy", ms(mine), f"{speed:.2f} × the speed", speed >= 0.5)
