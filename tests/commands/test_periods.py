"""A month from the command line: draft, closing, both signatures, sending, checking; and the whole job in one go."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from carebook.actions.signing import make_signing_key
from carebook.store.book import Book
from tests.commands.conftest import LOGIN, PASSWORD, SAMPLE, Typed
from tests.reports.reading import has_letters_of

MONTH = "2026-10"


@pytest.fixture
def ready(book_with_people: Path, now: datetime) -> Path:
    """The book with people, in which the director has a signing key."""
    from carebook.actions.opening import open_book

    with open_book(book_with_people, LOGIN, PASSWORD, now=now).book as book:
        _make_key(book, now)
    return book_with_people


def _make_key(book: Book, now: datetime) -> None:
    from carebook.store import staff

    with book.looking(now) as reader:
        account = staff.account_with_login(reader, LOGIN)
        assert account is not None
        director = staff.actor_of(reader, account.id)
    assert director is not None
    make_signing_key(book, director.staff_member_id, PASSWORD, "trong ket sat 2", by=director, now=now)


def test_a_month_from_draft_to_a_checked_file(ready: Path, tmp_path: Path, typed: Typed) -> None:
    files = [tmp_path / f"thang-10.{shape}" for shape in ("pdf", "xlsx", "json", "docx")]
    outs = [part for file in files for part in ("--out", str(file))]
    draft = typed("report", ready, "monthly", MONTH, *outs)
    assert draft.code == 0, draft.err
    assert has_letters_of(files[0].read_bytes(), 96)  # BẢN NHÁP across the page
    table = draft["tables"]["B01"]
    assert json.loads(files[2].read_text("utf-8"))["tables"]["B01"] == table
    assert {len(row["values"]) for row in table["rows"]} == {len(table["columns"])}
    assert files[1].read_bytes().startswith(b"PK")
    assert files[3].read_bytes().startswith(b"PK")

    closed = typed("close", ready, MONTH)
    assert closed.code == 0, closed.err
    assert (closed["period"], closed["version"]) == (MONTH, 1)
    assert typed("close", ready, MONTH).code == 1

    nobody = typed("send", ready, "--to", tmp_path / "department")
    assert (nobody.code, nobody["sent"]) == (0, [])
    for role in ("preparer", "head"):
        signed = typed("sign", ready, closed["report"], "--role", role)
        assert signed.code == 0, signed.err
    assert signed["level"] == "facility_trusted"

    sent = typed("send", ready, "--to", tmp_path / "department")
    (name,) = sent["sent"]
    again = typed("send", ready, "--to", tmp_path / "department")
    assert (again["sent"], again["already"]) == ([], [name])

    package = tmp_path / "department" / name
    unknown = typed("verify", package)
    assert (unknown.code, unknown["level"]) == (0, "facility_unknown")
    assert len(unknown["data_sha256"]) == len(closed["content_sha256"]) == 64
    code = typed("verify", package, plain=True).out.splitlines()[-1].split(": ")[-1]
    trusted = typed("verify", package, "--trust", code)
    assert (trusted.code, trusted["level"]) == (0, "facility_trusted")
    assert len(trusted["signers"]) == 2
    assert typed("verify", package, "--trust", "0000-0000-0000-0000")["level"] == "facility_unknown"

    raw = package.read_bytes()
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(raw[:2000] + bytes([raw[2000] ^ 1]) + raw[2001:])
    assert typed("verify", changed).code == 1


def test_signing_is_refused_with_its_sentence(
    ready: Path, tmp_path: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = typed("close", ready, MONTH)["report"]
    assert typed("sign", ready, "no-such-report", "--role", "head").code == 1
    assert typed("sign", ready, report, "--role", "head", "--p12", tmp_path / "gone.p12").code == 1
    monkeypatch.setenv("CAREBOOK_KEY_PASSWORD", "not the key's")
    wrong = typed("sign", ready, report, "--role", "preparer")
    assert (wrong.code, wrong.out) == (1, "")
    assert wrong.err


def test_the_whole_month_in_one_go(tmp_path: Path, typed: Typed) -> None:
    out = tmp_path / "out"
    done = typed("month-job", "--list", SAMPLE, "--month", MONTH, "--out", out, "--facility", "Mái ấm Hoa Ban")
    assert done.code == 0, done.err
    assert (done["people"], done["rows"], done["warnings"]) == (146, 150, [])
    assert sorted(path.suffix for path in out.iterdir()) == [".json", ".pdf", ".xlsx"]
    pdf = next(out.glob("*.pdf"))
    assert not has_letters_of(pdf.read_bytes(), 96)
    assert typed("verify", pdf)["data_sha256"] == done["data_sha256"]
    kept = json.loads(next(out.glob("*.json")).read_text("utf-8"))
    assert kept["tables"]["B01"] == done["tables"]["B01"]


def test_a_clock_before_the_month_only_warns(tmp_path: Path, typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("carebook.commands.periods.now_utc", lambda: datetime(2026, 9, 5, tzinfo=UTC))
    small = tmp_path / "danh-sach.csv"
    small.write_text("Họ và tên;Năm sinh;Giới tính;Diện\nTrần Thị An;1945;Nữ;NCT cô đơn\n", encoding="utf-8")
    done = typed("month-job", "--list", small, "--month", MONTH, "--out", tmp_path / "out")
    assert done.code == 0, done.err
    assert len(done["warnings"]) == 1
    assert done["warnings"][0] in done.err


def test_a_report_of_every_kind_and_a_half_year_closed_early(ready: Path, typed: Typed) -> None:
    for kind, key in (
        ("quarterly", "2026-Q4"),
        ("half-yearly", "2026-H2"),
        ("yearly", "2026"),
        ("on-demand", "2026-10-01_2026-10-20"),
    ):
        made = typed("report", ready, kind, key)
        assert made.code == 0, made.err
        assert {"B01", "B04", "B12", "B13", "B14", "B15"} <= made["tables"].keys()
    assert typed("report", ready, "quarterly", "2026-10").code == 1
    assert typed("report", ready, "monthly", "2026-13").code == 2
    assert typed("close", ready, "2026-H2").code == 1  # the data have not ended
    closed = typed("close", ready, "2026-H2", "--cutoff", "2026-11-20")
    assert (closed.code, closed["period"], closed["version"]) == (0, "2026-H2", 1)


def test_a_list_bound_in_by_the_command_is_noted_when_its_paper_is_written(
    ready: Path, tmp_path: Path, typed: Typed, now: datetime
) -> None:
    from carebook.actions.opening import open_book
    from carebook.records.staff import Reading

    def noted() -> list[str]:
        with open_book(ready, LOGIN, PASSWORD, now=now).book as book, book.looking(now) as reader:
            return [one.deed for one in reader.records(Reading)]

    closed = typed("close", ready, MONTH, "--annex", "admissions")
    assert closed.code == 0, closed.err
    assert noted() == ["export_list"]
    assert typed("report", ready, "monthly", MONTH, "--out", str(tmp_path / "a.json")).code == 0
    assert noted() == ["export_list"]
    assert typed("report", ready, "monthly", MONTH, "--out", str(tmp_path / "a.pdf")).code == 0
    assert noted() == ["export_list"] * 2
