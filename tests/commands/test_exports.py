"""Data for other programs from the command line: figures by a mapping, the care of one person, each noted before it leaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from carebook.actions.opening import open_book
from carebook.records.people import Person
from carebook.records.staff import Reading
from carebook.store.book import now_utc
from tests.commands.conftest import LOGIN, PASSWORD, Typed

MONTH = "2026-10"


@pytest.fixture
def closed(book_with_people: Path, typed: Typed) -> Path:
    """A book with people in which a month is closed."""
    assert typed("close", book_with_people, MONTH).code == 0
    return book_with_people


def noted(folder: Path) -> list[tuple[str, int, str]]:
    with open_book(folder, LOGIN, PASSWORD, now=now_utc()).book as book, book.looking(now_utc()) as writer:
        return [(one.deed, one.people, one.reason) for one in writer.records(Reading)]


def test_figures_go_to_dhis2_by_the_template_filled_in(closed: Path, tmp_path: Path, typed: Typed) -> None:
    mapping, out = tmp_path / "ghep.csv", tmp_path / "dhis2" / "thang-10.json"
    made = typed("interchange", closed, MONTH, "--dhis2-template", "--out", mapping)
    assert made.code == 0, made.err
    filled = mapping.read_text("utf-8-sig").replace("dataSet;\n", "dataSet;BfMAe6Itzgt\n")
    filled = filled.replace("orgUnit;\n", "orgUnit;O6uvpzGd5pu\n")
    filled = filled.replace("B01;total;closing;;", "B01;total;closing;fbfJHSPpUQD;HllvX50cXC0")
    filled = filled.replace("B01;total;out_died;;", "B01;total;out_died;cYeuwXTCPkU;")
    mapping.write_text(filled, "utf-8")
    sent = typed("interchange", closed, MONTH, "--dhis2", mapping, "--out", out, "--reason", "kho dữ liệu của Sở")
    assert sent.code == 0, sent.err
    told = json.loads(out.read_text("utf-8"))
    table = typed("report", closed, "monthly", MONTH)["tables"]["B01"]
    total = next(row["values"] for row in table["rows"] if row["code"] == "total")
    closing = total[table["columns"].index("closing")]
    assert (told["period"], told["dataSet"], told["orgUnit"]) == ("202610", "BfMAe6Itzgt", "O6uvpzGd5pu")
    assert told["dataValues"][0] == {
        "dataElement": "fbfJHSPpUQD",
        "categoryOptionCombo": "HllvX50cXC0",
        "value": str(closing),
    }
    assert sent["sent"] + sent["unknown"] + sent["zeros"] == 2
    assert noted(closed) == [("export_interchange", 0, "DHIS2 2026-10: kho dữ liệu của Sở")]


def test_what_stands_against_it_is_said_and_nothing_is_written(closed: Path, tmp_path: Path, typed: Typed) -> None:
    mapping, out = tmp_path / "ghep.csv", tmp_path / "out.json"
    mapping.write_text("dataSet;BfMAe6Itzgt\norgUnit;O6uvpzGd5pu\nB01;total;closing;12", "utf-8")
    good = tmp_path / "good.csv"
    good.write_text("dataSet;BfMAe6Itzgt\norgUnit;O6uvpzGd5pu\nB01;total;closing;fbfJHSPpUQD", "utf-8")
    asked = (
        (MONTH, "--dhis2", mapping),
        (MONTH, "--dhis2", tmp_path / "none.csv"),
        (MONTH, "--dhis2", good),  # no reason
        ("2026-09", "--dhis2", good),  # not closed
        ("CB-000001", "--dhis2", good),
        ("CB-999999", "--fhir"),
    )
    for one in asked:
        refused = typed("interchange", closed, *one, "--out", out)
        assert refused.code == 1
        assert refused.err.strip()
        assert "Traceback" not in refused.err
    assert typed("interchange", closed, MONTH, "--out", out).code == 2
    assert not out.exists()
    assert noted(closed) == []


def test_the_care_of_one_person_goes_out_as_fhir(closed: Path, tmp_path: Path, typed: Typed) -> None:
    with open_book(closed, LOGIN, PASSWORD, now=now_utc()).book as book, book.looking(now_utc()) as writer:
        person = writer.records(Person)[0]
    out = tmp_path / "fhir.json"
    made = typed("interchange", closed, person.code, "--fhir", "--out", out, "--reason", "Bệnh viện")
    assert made.code == 0, made.err
    bundle = json.loads(out.read_text("utf-8"))
    assert made["resources"] == len(bundle["entry"]) >= 3
    assert person.full_name in out.read_text("utf-8")
    assert noted(closed) == [("export_interchange", 1, "FHIR: Bệnh viện")]
