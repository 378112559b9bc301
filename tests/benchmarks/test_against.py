"""CareBook beside what people use or praise: the monthly report by spreadsheet (LibreOffice), save and search by Anki's engine.

Both are asked for on the machine that measures: Debian's `libreoffice-calc`, and `anki` from the extra ``peers``.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import python_calamine
import xlsxwriter

from carebook.actions.lists import import_list, read_file
from carebook.actions.opening import Opened
from carebook.actions.people import add_detail
from carebook.records.episodes import Episode, EpisodeCategory
from carebook.records.figures import RowKind, Table
from carebook.records.people import Allergy, Person
from carebook.reports import copies
from carebook.store import search
from carebook.stories.opening import PASSWORD
from tests.benchmarks.conftest import NOW, Note
from tests.benchmarks.test_doing import new_book
from tests.benchmarks.test_looking import keystrokes
from tests.benchmarks.timing import in_turn, ms, seconds, slowest_hundredth

ROOT = Path(__file__).parents[2]
LIST = ROOT / "tests/exchange/samples/danh-sach-doi-tuong.xlsx"
MONTH, FIRST, LAST = "2026-10", date(2026, 10, 1), date(2026, 10, 31)


def _workbook(book: Opened, table: Table, path: Path) -> list[str]:
    """The list of the stays of ``book`` with a report beside it as a clerk makes one: a COUNTIFS in every cell."""
    with book.book.looking(NOW) as reader:
        categories = {row.episode_id: row.category for row in reader.records(EpisodeCategory)}
        stays = reader.records(Episode)
    rows = [row.code for row in table.rows if row.kind is RowKind.ROW]
    sheets = xlsxwriter.Workbook(str(path))
    day = sheets.add_format({"num_format": "dd/mm/yyyy"})
    report, people = sheets.add_worksheet("B01"), sheets.add_worksheet("DS")
    for at, stay in enumerate(stays):
        people.write(at, 0, categories[stay.id])
        people.write_datetime(at, 1, stay.start_on, day)
        if stay.end_on is not None:
            people.write_datetime(at, 2, stay.end_on, day)
    first, last = (f"DATE({day.year},{day.month},{day.day})" for day in (FIRST, LAST))
    of = f"DS!$A$1:$A${len(stays)}"
    begun, ended = (f"DS!${letter}$1:${letter}${len(stays)}" for letter in "BC")
    for at, code in enumerate(rows, 1):
        report.write(at, 0, code)
        here = (
            f'COUNTIFS({of},$A{at + 1},{begun},"<"&{first})-COUNTIFS({of},$A{at + 1},{ended},"<"&{first},{ended},">0")'
        )
        report.write_formula(at, 1, f"={here}")
        report.write_formula(at, 2, f'=COUNTIFS({of},$A{at + 1},{begun},">="&{first},{begun},"<="&{last})')
        report.write_formula(at, 3, f'=COUNTIFS({of},$A{at + 1},{ended},">="&{first},{ended},"<="&{last})')
        report.write_formula(at, 4, f"=B{at + 1}+C{at + 1}-D{at + 1}")
    sheets.close()
    return rows


_ALWAYS_RECALCULATE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">'
    "<value>0</value></prop></item></oor:items>"
)


def _office(path: Path, shape: str, out: Path) -> None:
    """LibreOffice opens the workbook, works its formulas out and saves it in another shape; its settings lie in ``out``."""
    settings = out / "profile/user/registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True)
        settings.write_text(_ALWAYS_RECALCULATE, encoding="utf-8")
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(out / 'profile').as_uri()}", "--headless"),
            *("--convert-to", shape, "--outdir", str(out), str(path)),
        ],
        check=True,
        capture_output=True,
    )


def test_the_monthly_report_beside_a_spreadsheet(tmp_path: Path, benchmark: Any, note: Note) -> None:
    """The same list, the same table: ours from an encrypted book, with all other tables; theirs that one table."""
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not on this machine (apt install libreoffice-calc)")
    made = new_book(tmp_path / "book")
    with made.book as book:
        reading = read_file(book, LIST, now=NOW)
        import_list(book, reading, by=made.actor, now=NOW, op=secrets.token_hex(8), source=LIST.name)
        with book.reading_masked(NOW) as reader:
            report_tables = copies.report_of(copies.gather(reader, MONTH, NOW)).tables
        table = next(one for one in report_tables if one.code == "B01")
        rows = _workbook(made, table, tmp_path / "bao-cao.xlsx")
    out = tmp_path / "out"
    _office(tmp_path / "bao-cao.xlsx", "xlsx", out)
    theirs = python_calamine.CalamineWorkbook.from_path(out / "bao-cao.xlsx").get_sheet_by_name("B01").to_python()
    counted = {str(row[0]): tuple(int(cell) for cell in row[1:5]) for row in theirs if row[0]}
    into = [column.code for column in table.columns if column.code.startswith("in_")]
    gone = [column.code for column in table.columns if column.code.startswith("out_")]
    for code in rows:
        cells = {column.code: table.cell(code, column.code) or 0 for column in table.columns}
        ours = (cells["opening"], sum(cells[c] for c in into), sum(cells[c] for c in gone), cells["closing"])
        assert counted[code] == ours, code
    environ = {**os.environ, "CAREBOOK_PASSWORD": PASSWORD, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "carebook", "report", str(tmp_path / "book"), "monthly", MONTH]

    def report() -> None:
        subprocess.run(
            [*command, "--out", str(tmp_path / "bao-cao.pdf")], check=True, capture_output=True, env=environ, cwd=ROOT
        )

    mine, office = in_turn(report, lambda: _office(tmp_path / "bao-cao.xlsx", "pdf", out), 5)
    benchmark.pedantic(report, rounds=1)
    note("monthly report as PDF, whole program", "–", ms(mine), f"{mine / office:.2f} × LibreOffice, 1 table")


@pytest.fixture(scope="module")
def decks(tmp_path_factory: pytest.TempPathFactory, big: Opened) -> Any:
    """Anki's collection with one note for each person of the big book."""
    collection = pytest.importorskip("anki.collection", reason="the extra `peers` is not installed")
    with big.book.reading_for(big.actor, NOW) as reader:
        names = [row["full_name"] for row in reader.rows("SELECT full_name FROM found_person ORDER BY id")]
    made = collection.Collection(str(tmp_path_factory.mktemp("anki") / "collection.anki2"))
    kind = made.models.by_name("Basic")
    for name in names:
        one = made.new_note(kind)
        one["Front"], one["Back"] = name, ""
        made.add_note(one, 1)
    yield made
    made.close()


def test_search_beside_anki(big: Opened, decks: Any, benchmark: Any, note: Note) -> None:
    with big.book.reading_for(big.actor, NOW) as reader:
        typed = [text for text in keystrokes(reader) if not text.isdigit()][::7]
        find = search.find_people
        find(reader, "nguyen", restricted=False)
        ours = [seconds(lambda text=text: find(reader, text, restricted=False)) for text in typed]
        theirs = [seconds(lambda text=text: decks.find_notes(f'nc:"front:*{text}*"')) for text in typed]
        benchmark.pedantic(lambda: find(reader, "tran thi", restricted=False), rounds=5)
    mine, anki = slowest_hundredth(ours), slowest_hundredth(theirs)
    note("search beside Anki, 20,000 names, p99", "–", ms(mine), f"{mine / anki:.2f} × Anki ({ms(anki)})")


def test_save_beside_anki(big: Opened, decks: Any, benchmark: Any, note: Note) -> None:
    with big.book.reading_for(big.actor, NOW) as reader:
        person = reader.records(Person, "code = 'CB-000001'")[0]
    kind = decks.models.by_name("Basic")

    def ours() -> None:
        add_detail(big.book, Allergy(person_id=person.id, substance="tôm"), by=big.actor, now=NOW)

    def theirs() -> None:
        one = decks.new_note(kind)
        one["Front"], one["Back"] = secrets.token_hex(8), "tôm"
        decks.add_note(one, 1)

    mine, anki = in_turn(ours, theirs, 60)
    benchmark.pedantic(ours, rounds=5)
    note("save beside Anki (plain, may lose the last)", "–", ms(mine), f"{mine / anki:.1f} × Anki ({ms(anki)})")
