"""Bringing a list in and finding somebody, from the command line."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.commands.conftest import SAMPLE, Typed

FACTS = json.loads(SAMPLE.with_name("danh-sach-doi-tuong.facts.json").read_text("utf-8"))


def test_a_check_says_everything_and_writes_nothing(book_folder: Path, typed: Typed) -> None:
    answer = typed("import", book_folder, SAMPLE, "--check")
    assert answer.code == 0
    assert (answer["rows"], answer["people"], answer["imported"]) == (FACTS["rows"], FACTS["people"], 0)
    assert typed("import", book_folder, SAMPLE, "--check")["duplicates"] == answer["duplicates"]
    assert typed("find", book_folder, "dang kim dao")["matches"] == []


def test_a_list_comes_in_once(book_folder: Path, typed: Typed) -> None:
    first = typed("import", book_folder, SAMPLE)
    assert set(first.told or {}) == {"rows", "people", "imported", "duplicates", "problems"}
    assert (first["rows"], first["people"], first["imported"]) == (150, 146, 146)
    assert [d["found_in"] for d in first["duplicates"]] == ["list"] * FACTS["duplicates"]
    assert {"row": 20, "name": "Đặng Kim Dao", "same_as": 16, "found_in": "list"} in first["duplicates"]
    assert all(set(p) == {"row", "column", "message", "kept_as"} for p in first["problems"])
    second = typed("import", book_folder, SAMPLE)
    assert (second.code, second["imported"]) == (0, 0)
    assert Counter(d["found_in"] for d in second["duplicates"]) == {"list": 4, "book": 146}


def test_rows_in_an_old_font_are_told_with_what_to_do(tmp_path: Path, book_folder: Path, typed: Typed) -> None:
    file = tmp_path / "old.csv"
    file.write_text("Họ và tên;Ngày sinh;Giới tính\nTrÇn ThÞ An;1945;Nữ\nNguyÔn V¨n B×nh;1950;Nam\n", "utf-8")
    plain = typed("import", book_folder, file, "--check", plain=True)
    assert (plain.code, "TCVN3" in plain.out) == (0, True)
    assert plain.out.splitlines()[-1].startswith(("Rows in an old font: ", "Dòng viết bằng phông cũ: "))


def test_a_file_that_is_no_list_is_refused(tmp_path: Path, book_folder: Path, typed: Typed) -> None:
    (tmp_path / "letter.docx").write_bytes(b"PK")
    for file in (tmp_path / "letter.docx", tmp_path / "gone.xlsx"):
        answer = typed("import", book_folder, file)
        assert (answer.code, answer.out) == (1, "")
        assert file.name in answer.err


@pytest.mark.parametrize("asked", ["Đặng Kim Dao", "dang kim dao", "dao dang kim", "đkd"])
def test_somebody_is_found_however_typed(asked: str, book_with_people: Path, typed: Typed) -> None:
    answer = typed("find", book_with_people, asked)
    assert answer.code == 0
    assert "Đặng Kim Dao" in [m["name"] for m in answer["matches"]]
    assert set(answer["matches"][0]) == {"code", "name", "birth", "present"}
    assert answer["matches"][0]["present"] is True
    assert answer["more"] is False


def test_a_slip_is_told_with_what_is_near(book_with_people: Path, typed: Typed) -> None:
    answer = typed("find", book_with_people, "dnag kim dao")
    assert answer["nearest"]
    assert typed("find", book_with_people, "zzzzqqqq")["matches"] == []
    plain = typed("find", book_with_people, "zzzzqqqq", plain=True)
    assert (plain.code, plain.out.count("\n")) == (0, 1)


def test_more_than_fifty_are_cut_off_and_said(book_with_people: Path, typed: Typed) -> None:
    answer = typed("find", book_with_people, "CB")
    assert (len(answer["matches"]), answer["more"]) == (50, True)
