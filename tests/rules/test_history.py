"""The history as sentences: when, who, did what, old → new, why; values in words, never as codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from carebook import words as speech
from carebook.rules.history import CLASSES, Change, tell

TODAY = date(2026, 11, 22)
WHO = "Mạc Thị Hải Đường"
AT = datetime(2026, 10, 12, 2, 2, tzinfo=UTC)  # 12/10 09:02 in Vietnam
CODES = {
    ("relationship", "nephew"): "cháu họ",
    ("category", "disabled"): "Người khuyết tật",
    ("disability_kind", "motor"): "vận động",
    ("disability_kind", "seeing"): "nhìn",
    ("link", "room-2"): "A203",
}


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with speech.speaking("en"):
        yield


def change(table: str = "person", kind: str = "U", deed: str = "amend_person", op: str = "1", **given: Any) -> Change:
    return Change(op, given.pop("at", AT), WHO, deed, given.pop("reason", ""), table, kind, given.pop("changes"))


def said(*lines: Change) -> list[str]:
    """What is told without when and who; lines are given oldest first."""
    told = tell(reversed(lines), lambda name, code: CODES.get((name, code), code), TODAY)
    start = "12/10 09:02 " + WHO + " "
    assert all(t.text.startswith(start) for t in told)
    return [t.text.removeprefix(start) for t in told]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (change(changes={"home_town": ("Đông Triều", "Hạ Long")}), "edits home town Đông Triều → Hạ Long"),
        (change(changes={"home_town": ("", "Hạ Long")}), "writes home town Hạ Long"),
        (change(changes={"home_town": ("Hạ Long", "")}), "edits home town Hạ Long → –"),
        (change(changes={"sex": ("male", "female")}), "edits sex Male → Female"),
        (change(changes={"born": ("1945", "1945-05")}), "edits born 1945 → 05/1945"),
        (
            change(changes={"disability_kinds": ("[]", '["motor", "seeing"]')}),
            "writes disability vận động, nhìn",
        ),
        (change(changes={"hiv": (None, "positive")}), "changes a protected item"),
        (change(changes={"protected": (None, None)}), "changes a protected item"),
        (
            change(changes={"home_town": ("", "Hạ Long"), "protected": (None, None)}),
            "writes home town Hạ Long, changes a protected item",
        ),
        (change(changes={"home_town": ("", "Hạ Long")}, reason="bản gốc"), "writes home town Hạ Long, reason: bản gốc"),
        (
            change("relative", "I", "add_detail", changes={"full_name": (None, "Trần Văn Sơn")}),
            "adds relative: Trần Văn Sơn",
        ),
        (change("absence", "I", "record_absence", changes={"kind": (None, "hospital")}), "adds absence: Hospital"),
        (
            change("episode_category", "I", "change_category", changes={"category": (None, "disabled")}),
            "adds category: Người khuyết tật",
        ),
        (change("episode", "I", "x", changes={"start_on": (None, "2026-10-12")}), "adds stay: 12/10/2026"),
        (change("dossier_item", "I", "x", changes={}), "adds paper of the dossier"),
        (
            change("allergy", "U", "strike_detail", changes={"withdrawn_at": (None, "x")}, reason="ghi nhầm người"),
            "strikes through: allergy, reason: ghi nhầm người",
        ),
        (change("allergy", "U", "x", changes={"withdrawn_at": ("x", None)}), "restores: allergy"),
        (change("tag", "D", "x", changes={"name": ("x", None)}), "removes row"),
        (change(deed="close_period", table="snapshot", kind="I", changes={}), "closes the figures"),
        (change(deed="restrict_record", changes={"alias": ("", "Hoa Mười")}), "restricts the record"),
        (
            change("bed_assignment", "I", "move_bed", changes={"room_id": (None, "room-2"), "bed": (None, "2")}),
            "moves to A203, bed 2",
        ),
        (
            change("bed_assignment", "I", "move_bed", changes={"room_id": (None, "room-2"), "bed": (None, "")}),
            "moves to A203",
        ),
    ],
)
def test_one_line(line: Change, sentence: str) -> None:
    assert said(line) == [sentence]


def test_lines_of_one_operation_are_one_sentence() -> None:
    assert said(
        change(changes={"home_town": ("", "Hạ Long")}),
        change("relative", "I", changes={"full_name": (None, "Trần Văn Sơn")}),
    ) == ["writes home town Hạ Long; adds relative: Trần Văn Sơn"]


def test_lines_that_say_the_same_are_said_once() -> None:
    same = {"full_name": (None, "Trần Văn Sơn")}
    other = change("relative", "I", changes={"full_name": (None, "Trần Thị Hà")})
    alike = [change("relative", "I", changes=same) for _turn in range(3)]
    assert said(*alike, other) == ["adds relative: Trần Văn Sơn (3 times); adds relative: Trần Thị Hà"]


def test_a_text_of_several_lines_stays_one_sentence() -> None:
    assert said(change(changes={"home_town": ("", "Khu 4\nHạ Long")})) == ["writes home town Khu 4 Hạ Long"]


def test_ten_and_more_are_counted() -> None:
    lines = [change("relative", "I", changes={"full_name": (None, str(n))}) for n in range(10)]
    assert said(*lines) == ["writes 10 rows: relative"]
    assert said(*lines[:9])[0].count(";") == 8


def test_an_admission_is_told_whole() -> None:
    assert said(
        change("person", "I", "admit_person", changes={"full_name": (None, "Trần Thị An")}),
        change("episode", "I", "admit_person", changes={"start_on": (None, "2026-10-12")}),
    ) == ["admits"]


@pytest.mark.parametrize(("people", "sentence"), [(1, "imports from a list"), (3, "imports 3 people from a list")])
def test_an_import_counts_its_people(people: int, sentence: str) -> None:
    lines = [change("room", "I", "import_list", changes={})]
    lines += [change("person", "I", "import_list", changes={}) for _ in range(people)]
    assert said(*lines) == [sentence]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"withdrawn_at": (None, "x")}, "undoes: adds relative"),
        ({"withdrawn_at": ("x", None)}, "undoes: strikes through: relative"),
        ({"phone": ("0912", "0913")}, "undoes: edits telephone 0912 → 0913"),
        ({"version": (1, 2)}, "undoes"),
    ],
)
def test_an_undo_says_what_it_undoes(changes: dict[str, Any], sentence: str) -> None:
    assert said(change("relative", deed="undo_deed", changes=changes)) == [sentence]


def test_the_joining_of_two_files_names_the_one_that_went() -> None:
    kept = change(deed="merge_people", changes={"home_town": ("", "Hạ Long")})
    gone = replace(change(deed="merge_people", changes={"merged_into": (None, "p1")}), row_id="p2")
    assert said(kept, gone) == ["joins two records"]
    codes = {**CODES, ("link", "p2"): "CB-000512"}
    (told,) = tell([gone, kept], lambda name, code: codes.get((name, code), ""), TODAY)
    assert told.text.endswith("joins the file CB-000512 to this one")


def test_operations_stay_apart_and_in_order() -> None:
    told = tell(
        [change(op="2", changes={"home_town": ("a", "b")}), change(op="1", changes={"home_town": ("", "a")})],
        lambda _name, code: code,
        TODAY,
    )
    assert [t.op for t in told] == ["2", "1"]


def test_another_year_is_said() -> None:
    (told,) = tell([change(changes={"home_town": ("", "a")})], lambda _n, c: c, date(2027, 1, 2))
    assert told.text.startswith("12/10/2026 09:02 ")


def test_every_table_of_the_book_has_its_record() -> None:
    assert {"person", "episode", "staff_member", "facility", "snapshot", "code", "rate", "limit"} <= set(CLASSES)


def test_a_package_that_came_is_told_by_its_file() -> None:
    tables = [change("received_table", "I", "receive_parcel", changes={}) for _ in range(17)]
    came = change("received_parcel", "I", "receive_parcel", changes={"file_name": (None, "bao-cao.pdf")})
    waited = change("received_parcel", "U", "receive_parcel", changes={"refused": ("…", "")})
    assert said(came, *tables) == ["receives the package “bao-cao.pdf”"]
    assert said(waited, *tables) == ["takes a package that waited"]
    assert said(change("received_parcel", "U", "send_receipt", changes={"receipt_hash": ("", "ada8")})) == [
        "signs receipts for packages"
    ]
