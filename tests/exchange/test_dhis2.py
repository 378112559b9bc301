"""A mapping is refused line by line with the reason; what is sent are the very figures of the report, never a hidden one."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.exchange import dhis2
from carebook.exchange.dhis2 import BadMapping, MappedCell, Mapping, NoPeriod
from carebook.records.figures import Column, Line, Row, RowKind, Table, figures_of

SET, UNIT = "BfMAe6Itzgt", "O6uvpzGd5pu"
ELEMENTS = ("fbfJHSPpUQD", "cYeuwXTCPkU", "Jtf34kNZhzP", "hfdmMSPBgLG")
HEAD = f"dataSet;{SET}\norgUnit;{UNIT}\n"


def table(code: str = "B01", *, hidden_below: int = 0, counts: tuple[int, int] = (3, 0)) -> Table:
    """Two rows and their total; the second is not known in one column."""
    rows = (Row("poor", "Nghèo"), Row("old", "Người cao tuổi"), Row("total", "Tổng cộng", RowKind.TOTAL))
    columns = (Column("opening", "Đầu kỳ"), Column("in_new", "Tiếp nhận mới", "Tăng"))
    lines = tuple(
        Line(row.code, ("in_new",), f"p{n}{row.code}", "e")
        for row, count in zip(rows, counts, strict=False)
        for n in range(count)
    )
    return Table(code, "", columns, rows, lines, unknown=frozenset({("old", "opening")}), hidden_below=hidden_below)


def mapped(*lines: str, head: str = HEAD) -> Mapping:
    return dhis2.read_mapping((head + "\n".join(lines)).encode())


def told(error: BadMapping) -> list[tuple[object, str]]:
    """(line, reason) of every problem."""
    return [
        (p.message.values.get("line"), p.message.values["reason"].id if "reason" in p.message.values else p.message.id)
        for p in error.problems
    ]


# the mapping file


def test_a_mapping_is_read_as_a_spreadsheet_saves_it() -> None:
    wanted = MappedCell(4, "B01", "total", "in_new", ELEMENTS[0], "HllvX50cXC0")
    for text in (
        f"{HEAD}# chú thích\nB01;total;in_new;{ELEMENTS[0]};HllvX50cXC0;Tổng · Tăng\n\nB01;poor;in_new;;;để sau\n",
        f"\ufeff{HEAD}\r\nB01;total;in_new;{ELEMENTS[0]};HllvX50cXC0\r\n".replace(";", "\t"),
        f"{HEAD}zeros;skip\nB01, total ,in_new, {ELEMENTS[0]},HllvX50cXC0\n".replace(";", ","),
    ):
        found = dhis2.read_mapping(text.encode())
        assert found == Mapping(SET, UNIT, "", False, (wanted,))


def test_what_a_mapping_may_say_besides() -> None:
    found = mapped(
        f"B01;total;in_new;{ELEMENTS[0]}", head=f"{HEAD}attributeOptionCombo;HllvX50cXC0\nzeros;send\nidentifiers;uid\n"
    )
    assert (found.attribute_option, found.send_zeros) == ("HllvX50cXC0", True)
    coded = mapped("B01;total;in_new;BTXH 01", head="dataSet;BC THANG\norgUnit;TT-QN\nidentifiers;code\n")
    assert (coded.data_set, coded.cells[0].element) == ("BC THANG", "BTXH 01")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (f"{HEAD}B01;total;in_new", 3, "table, row, column and data element are needed."),
        (
            f"{HEAD}B01;total;in_new;not an identifier",
            3,
            "“{identifier}” is no identifier of DHIS2 (a letter, then ten letters or digits).",
        ),
        (
            f"dataSet;{SET}\norgUnit;1abcdefghij\nB01;total;in_new;{ELEMENTS[0]}",
            2,
            "“{identifier}” is no identifier of DHIS2 (a letter, then ten letters or digits).",
        ),
        (f"{HEAD}dataSet;{SET}\nB01;total;in_new;{ELEMENTS[0]}", 3, "“{name}” is already said in line {line}."),
        (f"{HEAD}zeros;perhaps\nB01;total;in_new;{ELEMENTS[0]}", 3, "“{name}” is one of: {choices}."),
        (
            f"{HEAD}B01;total;in_new;{ELEMENTS[0]}\nB01;poor;in_new;{ELEMENTS[0]}",
            4,
            "“{element}” already stands in line {line}.",
        ),
        (f"orgUnit;{UNIT}\nB01;total;in_new;{ELEMENTS[0]}", None, "“{name}” is missing."),
        (f"dataSet;\norgUnit;{UNIT}\nB01;total;in_new;{ELEMENTS[0]}", None, "“{name}” is missing."),
        (HEAD, None, "No line says which cell goes to which data element."),
        (f"{HEAD}identifiers;code\nB01;total;in_new;{'x' * 51}", 4, "“{identifier}” is no code of DHIS2."),
    ],
)
def test_a_wrong_line_is_named_with_the_reason(text: str, line: int | None, reason: str) -> None:
    with pytest.raises(BadMapping) as refused:
        dhis2.read_mapping(text.encode())
    assert told(refused.value) == [(line, reason)]


def test_every_wrong_line_is_told_at_once() -> None:
    with pytest.raises(BadMapping) as refused:
        mapped("B01;total", "B01;total;in_new;x", f"B01;poor;in_new;{ELEMENTS[0]}", head=f"orgUnit;{UNIT}\n")
    assert [line for line, _reason in told(refused.value)] == [None, 2, 3]


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe\x00", "dataSet;số".encode("utf-16"), b"PK\x03\x04" + bytes(200), b'dataSet;"never closed'],
)
def test_what_is_no_mapping_is_refused(content: bytes) -> None:
    with pytest.raises(BadMapping):
        dhis2.read_mapping(content)
    with pytest.raises(BadMapping):
        dhis2.read_mapping(HEAD.encode() + b"x" * dhis2.MOST_BYTES)


@given(st.binary(max_size=400))
def test_no_bytes_do_harm(content: bytes) -> None:
    for one in (content, HEAD.encode() + content):
        with suppress(BadMapping):
            assert dhis2.read_mapping(one).cells


# the figures


def test_periods_are_written_as_dhis2_does() -> None:
    keys = {"2026-10": "202610", "2026-Q4": "2026Q4", "2026-H2": "2026S2", "2026": "2026"}
    assert {key: dhis2.period_of(key) for key in keys} == keys
    with pytest.raises(NoPeriod):
        dhis2.period_of("2026-10-01_2026-10-20")


def test_the_file_holds_what_dhis2_wants() -> None:
    mapping = mapped(f"B01;total;in_new;{ELEMENTS[0]};HllvX50cXC0", f"B01;poor;in_new;{ELEMENTS[1]}")
    made = dhis2.data_values([table()], "2026-10", mapping, completed_on=date(2026, 11, 4))
    assert json.loads(made.written()) == {
        "dataSet": SET,
        "completeDate": "2026-11-04",
        "period": "202610",
        "orgUnit": UNIT,
        "dataValues": [
            {"dataElement": ELEMENTS[0], "categoryOptionCombo": "HllvX50cXC0", "value": "3"},
            {"dataElement": ELEMENTS[1], "value": "3"},
        ],
    }


def test_unknown_hidden_and_nought_are_not_sent() -> None:
    lines = (
        f"B01;old;opening;{ELEMENTS[0]}",  # not known
        f"B01;total;opening;{ELEMENTS[1]}",  # not known because a part is not
        f"B01;old;in_new;{ELEMENTS[2]}",  # 0
        f"B01;poor;in_new;{ELEMENTS[3]}",  # 3, hidden below 5
    )
    made = dhis2.data_values([table(hidden_below=5)], "2026-10", mapped(*lines))
    assert (made.sent, made.unknown, made.zeros) == (0, 3, 1)
    zeros = dhis2.data_values([table(hidden_below=5)], "2026-10", mapped(*lines, head=f"{HEAD}zeros;send\n"))
    assert [one["value"] for one in zeros.content["dataValues"]] == ["0"]


def test_lines_for_what_this_report_does_not_have_are_named() -> None:
    lines = (f"B99;a;b;{ELEMENTS[0]}", f"B01;total;lost;{ELEMENTS[1]}", f"B01;lost;in_new;{ELEMENTS[2]}")
    made = dhis2.data_values([table()], "2026-10", mapped(*lines))
    assert [(one.values["line"], one.values["reason"].id) for one in made.missing] == [
        (3, "this report has no table “{table}”."),
        (4, "table {table} has no column “{column}”."),
        (5, "table {table} has no row “{row}”."),
    ]


@given(
    counts=st.tuples(st.integers(0, 12), st.integers(0, 12)), hidden_below=st.integers(0, 10), send_zeros=st.booleans()
)
def test_what_is_sent_are_the_figures_of_the_data_file(
    counts: tuple[int, int], hidden_below: int, send_zeros: bool
) -> None:
    """Every cell is sent as the data file has it, or not at all; nothing is lost without being counted."""
    tables = [table(counts=counts, hidden_below=hidden_below), table("B04", counts=counts)]
    cells = [
        MappedCell(n, one.code, row.code, column.code, f"e{n}")
        for n, (one, row, column) in enumerate(
            (one, row, column) for one in tables for row in one.rows for column in one.columns
        )
    ]
    made = dhis2.data_values(tables, "2026-Q4", Mapping(SET, UNIT, "", send_zeros, tuple(cells)))
    assert made.sent + made.unknown + made.zeros + len(made.missing) == len(cells)
    figures = json.loads(json.dumps(figures_of(tables)))
    sent = {one["dataElement"]: one["value"] for one in made.content["dataValues"]}
    for cell in cells:
        rows = {row["code"]: row["values"] for row in figures[cell.table]["rows"]}
        value = rows[cell.row][figures[cell.table]["columns"].index(cell.column)]
        expected = None if value is None or (value == 0 and not send_zeros) else str(value)
        assert sent.get(cell.element) == expected


# the file to be filled in


def test_the_template_names_every_cell_and_is_read_back() -> None:
    made = dhis2.template([table(), table("B04")]).decode("utf-8-sig")
    assert "B01;poor;in_new;;;Nghèo · Tăng › Tiếp nhận mới\r\n" in made
    with pytest.raises(BadMapping) as refused:
        dhis2.read_mapping(made.encode())
    assert [reason for _line, reason in told(refused.value)] == ["“{name}” is missing."] * 2
    filled = (
        made.replace("dataSet;\r\n", f"dataSet;{SET}\r\n")
        .replace("orgUnit;\r\n", f"orgUnit;{UNIT}\r\n")
        .replace("B04;total;in_new;;", f"B04;total;in_new;{ELEMENTS[0]};")
    )
    found = dhis2.read_mapping(filled.encode("utf-8-sig"))
    assert [(one.table, one.row, one.column) for one in found.cells] == [("B04", "total", "in_new")]
