"""The figures of a report are the same bytes for the same figures, name nobody, and tell who must sign."""

from __future__ import annotations

import json
import unicodedata
from datetime import date

from carebook.records.figures import TOTAL
from carebook.records.signing import PLACES_KEY, SIGNERS_KEY
from carebook.reports.data import attachment, canonical, figures, figures_hash, sha256, short_code
from carebook.reports.monthly import draw
from carebook.reports.paper.facts import Numbering
from tests.reports.samples import B01, report


def test_canonical_json_has_sorted_keys_no_spaces_and_composed_utf8() -> None:
    decomposed = unicodedata.normalize("NFD", "Đễ")
    assert canonical({"b": 1, "a": [decomposed, None]}) == '{"a":["Đễ",null],"b":1}'.encode()


def test_every_figure_travels_also_of_rows_that_are_not_printed() -> None:
    tables = figures(report())["tables"]
    assert set(tables) == {"B01", "B03"}
    assert tables["B01"]["columns"] == [column.code for column in B01.columns]
    values = {row["code"]: row["values"] for row in tables["B01"]["rows"]}
    assert values[TOTAL] == list(B01.values(TOTAL))
    assert values["orphan"] == [0] * len(B01.columns)


def test_number_date_signer_and_narrative_do_not_change_the_hash_but_every_figure_does() -> None:
    fixed = figures_hash(report())
    assert (
        figures_hash(report(numbering=Numbering("BC", "99", date(2026, 12, 1)), narrative={}, late_facts=())) == fixed
    )
    assert figures_hash(report(tables=(B01,))) != fixed
    assert figures_hash(report(version=2)) != fixed
    assert figures_hash(report(cutoff_on=date(2026, 10, 30))) != fixed


def test_the_short_code_is_the_first_64_bits_in_fours() -> None:
    digest = sha256(b"")
    assert short_code(digest) == "E3B0 C442 98FC 1C14"


def test_what_travels_in_the_pdf() -> None:
    paper = report()
    content = attachment(paper, draw(paper).places)
    data = json.loads(content)
    assert data[PLACES_KEY] == ["preparer", "head"]
    assert data[SIGNERS_KEY] == {"preparer": "Trần Thị Mỹ Phượng", "head": "Nguyễn Hữu Dũng"}
    assert data["number"] == "5"
    assert data["dated_on"] == "2026-11-05"
    assert data["report"]["period"] == {
        "words": "tháng 10 năm 2026",
        "first_on": "2026-10-01",
        "last_on": "2026-10-31",
    }
    assert data["figures_sha256"] == figures_hash(paper)
    assert canonical(data) == content


def test_no_person_of_the_tables_is_in_the_data() -> None:
    content = attachment(report(), ()).decode()
    assert "Tên Người Kín" not in content
    assert "person-0" not in content
    assert "Lục Văn Chài" not in content


def test_a_report_says_whose_it_is_only_when_that_was_frozen_with_it() -> None:
    old, new = report(), report(facility_id="0190", root="ab" * 32)
    assert set(figures(old)["report"]["facility"]) == {"name", "parent_agency", "symbol", "sample"}
    assert figures(new)["report"]["facility"] == figures(old)["report"]["facility"] | {"id": "0190", "root": "ab" * 32}
    assert figures_hash(old) != figures_hash(new)
