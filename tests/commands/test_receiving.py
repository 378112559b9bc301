"""Four facilities report to a department: a package is broken, one comes twice, one version comes late; the sum is right."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from carebook.actions import outbox, parcels, signing
from carebook.actions.opening import make_book, open_book
from carebook.actions.receiving import save_reporting_facility
from carebook.records.facility import Facility
from carebook.records.periods import Destination, OutboxItem, OutboxState
from carebook.records.receiving import ReportingFacility
from carebook.records.staff import StaffMember
from carebook.sealing.verdict import Verdict
from carebook.store.book import Book
from tests.commands.conftest import LOGIN, PASSWORD, SAMPLE, Typed
from tests.conftest import CHEAP
from tests.exchange import postgres
from tests.parcel_samples import movement, sender

MONTH = "2026-10"
LARGE, MIDDLE, SMALL, FOURTH = "Trung tâm Hoa Sen", "Mái ấm Hoa Ban", "Cơ sở Tre Xanh", "Nhà dưỡng lão Nắng Mai"
_FAMILY = ("Trần", "Lê", "Phạm", "Nguyễn", "Hoàng")
_GIVEN = ("An", "Bình", "Cúc", "Dung", "Em", "Giang", "Hoa")


def people_list(path: Path, count: int, first: int) -> Path:
    """A list of residents as a facility keeps it."""
    rows = ["Họ và tên;Năm sinh;Giới tính;Diện;Ngày vào"]
    for n in range(first, first + count):
        name = f"{_FAMILY[n % 5]} Thị {_GIVEN[n % 7]} {_GIVEN[n // 7 % 7]}"
        rows.append(f"{name};{1930 + n % 20};Nữ;NCT cô đơn;05/01/2026")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def with_key(folder: Path, name: str, now: datetime) -> Path:
    """A new book whose director can sign."""
    made = make_book(
        folder,
        facility=Facility(
            name=name, head_name="Đào Thị Hướng Dương", records_complete_from=now.date().replace(day=1, month=10)
        ),
        manager=StaffMember(full_name="Đào Thị Hướng Dương", post="Giám đốc"),
        login=LOGIN,
        password=PASSWORD,
        now=now,
        cost=CHEAP,
    )
    with made.book as book:
        signing.make_signing_key(book, made.actor.staff_member_id, PASSWORD, "trong ket sat 2", by=made.actor, now=now)
    return folder


def signed_version(typed: Typed, book: Path, out: Path, *reason: str) -> Path:
    """October of a book closed, signed by both and sent; the file that was new."""
    closed = typed("close", book, MONTH, *reason)
    assert closed.code == 0, closed.err
    for role in ("preparer", "head"):
        assert typed("sign", book, closed["report"], "--role", role).code == 0
    before = set(out.iterdir()) if out.is_dir() else set()
    assert typed("send", book, "--to", out).code == 0
    return next(path for path in sorted(out.iterdir()) if path not in before)


@pytest.fixture(autouse=True)
def cheap_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Guessing the password of a key file costs little here."""
    monkeypatch.setattr("carebook.sealing.keys._ROUNDS", 1000)


@pytest.fixture
def department(tmp_path: Path, now: datetime) -> Path:
    """A department's book with its four facilities in the list."""
    folder = with_key(tmp_path / "so-y-te", "Sở Y tế tỉnh Quảng Ninh", now)
    opened = open_book(folder, LOGIN, PASSWORD, now=now)
    with opened.book as book:
        for name in (LARGE, MIDDLE, SMALL, FOURTH):
            save_reporting_facility(book, ReportingFacility(name=name), by=opened.actor, now=now)
    return folder


def compare_codes(folder: Path, files: list[dict[str, str]], now: datetime) -> None:
    """Each code that was told is compared with the facility's paper."""
    opened = open_book(folder, LOGIN, PASSWORD, now=now)
    with opened.book as book:
        for one in files:
            verdict = _verdict(book, Path(one["path"]).read_bytes(), now)
            code = verdict.code_to_compare
            if code is not None:
                assert code.short == one["code"]
                signing.trust_facility(book, one["code"], code.facility, code.fingerprint, by=opened.actor, now=now)


def _verdict(book: Book, content: bytes, now: datetime) -> Verdict:
    with book.looking(now) as reader:
        return signing.check_file(content, reader, now)


def closing_of(tables: dict[str, Any]) -> int:
    table = tables["B01"]
    total = next(row for row in table["rows"] if row["code"] == "total")
    return int(total["values"][table["columns"].index("closing")])


def test_the_month_of_four_facilities(tmp_path: Path, typed: Typed, department: Path, now: datetime) -> None:
    inbox = tmp_path / "nhan"
    inbox.mkdir()
    sent: dict[str, Path] = {}
    people, closing = 0, 0
    for name, listed in (
        (LARGE, SAMPLE),
        (MIDDLE, people_list(tmp_path / "a.csv", 20, 0)),
        (SMALL, people_list(tmp_path / "b.csv", 13, 20)),
    ):
        out = tmp_path / name
        done = typed("month-job", "--list", listed, "--month", MONTH, "--out", out, "--facility", name)
        assert done.code == 0, done.err
        people += done["people"]
        closing += closing_of(done["tables"])
        sent[name] = next(out.glob("*.pdf"))
    own = with_key(tmp_path / "nang-mai", FOURTH, now)
    out = tmp_path / "nang-mai-gui"
    typed("import", own, people_list(tmp_path / "c.csv", 7, 40))
    first = signed_version(typed, own, out)
    typed("import", own, people_list(tmp_path / "d.csv", 1, 60))
    second = signed_version(typed, own, out, "--reason", "Sót một người")
    people += 8
    assert people == 187

    shutil.copy(sent[LARGE], inbox / "hoa-sen_so-lieu.pdf")
    shutil.copy(sent[LARGE], inbox / "hoa-sen-gui-lai_so-lieu.pdf")
    shutil.copy(sent[MIDDLE], inbox / "hoa-ban_so-lieu.pdf")
    whole = sent[SMALL].read_bytes()
    at = len(whole) // 3
    (inbox / "tre-xanh_so-lieu.pdf").write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    shutil.copy(second, inbox / "nang-mai-b2_so-lieu.pdf")

    waiting = typed("receive", department, inbox)
    assert waiting.code == 1, waiting.err
    standings = {one["file"]: one["standing"] for one in waiting["files"]}
    assert standings == {
        "hoa-sen_so-lieu.pdf": "parked",
        "hoa-sen-gui-lai_so-lieu.pdf": "parked",
        "hoa-ban_so-lieu.pdf": "parked",
        "tre-xanh_so-lieu.pdf": "refused",
        "nang-mai-b2_so-lieu.pdf": "parked",
    }
    told = [one | {"path": str(inbox / one["file"])} for one in waiting["files"] if one["code"]]
    compare_codes(department, told, now)

    taken = typed("receive", department, inbox, "--receipts")
    standings = {one["file"]: one["standing"] for one in taken["files"]}
    assert standings["hoa-sen-gui-lai_so-lieu.pdf"] == "taken"
    assert standings["hoa-sen_so-lieu.pdf"] == "same"
    assert (standings["tre-xanh_so-lieu.pdf"], taken["taken"]) == ("refused", 3)
    assert len(taken["receipts"]) == 4

    partly = typed("roll-up", department, MONTH)
    assert [one["name"] for one in partly["facilities"] if one["missing"]] == [SMALL]
    assert partly["lacking"][partly["columns"].index("closing")] == 1

    (inbox / "tre-xanh_so-lieu.pdf").unlink()
    (inbox / "tre-xanh-2_so-lieu.pdf").write_bytes(whole)
    shutil.copy(first, inbox / "nang-mai-b1_so-lieu.pdf")
    again = typed("receive", department, inbox)
    assert {one["file"]: one["standing"] for one in again["files"]} == {
        "hoa-sen_so-lieu.pdf": "same",
        "hoa-sen-gui-lai_so-lieu.pdf": "same",
        "hoa-ban_so-lieu.pdf": "same",
        "tre-xanh-2_so-lieu.pdf": "parked",
        "nang-mai-b2_so-lieu.pdf": "same",
        "nang-mai-b1_so-lieu.pdf": "older",
    }
    told = [one | {"path": str(inbox / one["file"])} for one in again["files"] if one["code"]]
    compare_codes(department, told, now)
    assert typed("receive", department, inbox)["taken"] == 1

    files = [tmp_path / f"tong-hop.{shape}" for shape in ("pdf", "xlsx", "json")]
    whole_sum = typed("roll-up", department, MONTH, *(part for file in files for part in ("--out", file)))
    assert whole_sum.code == 0, whole_sum.err
    column = whole_sum["columns"].index("closing")
    parts = [one["values"][column] for one in whole_sum["facilities"]]
    assert whole_sum["total"]["values"][column] == sum(parts) == closing + 8
    assert not any(one["missing"] for one in whole_sum["facilities"])
    assert files[0].read_bytes().startswith(b"%PDF")
    assert files[1].read_bytes().startswith(b"PK")
    assert json.loads(files[2].read_text("utf-8"))["total"] == whole_sum["total"]

    took_back(own, [Path(one) for one in taken["receipts"]], now)


def took_back(own: Path, receipts: list[Path], now: datetime) -> None:
    """The fourth facility compares the department's code and takes its receipt: its package is received."""
    opened = open_book(own, LOGIN, PASSWORD, now=now)
    with opened.book as book:
        receipt = next(path for path in receipts if "nang-mai-b2" in path.name).read_bytes()
        code = _verdict(book, receipt, now).code_to_compare
        assert code is not None
        assert code.facility == "Sở Y tế tỉnh Quảng Ninh"
        signing.trust_facility(book, code.short, code.facility, code.fingerprint, by=opened.actor, now=now)
        answer = parcels.take_receipt(book, receipt, by=opened.actor, now=now).result
        assert answer.taken
        with book.looking(now) as reader:
            states = {one.state for one in reader.records(OutboxItem)}
    assert OutboxState.RECEIVED in states


def test_a_destination_of_the_book_is_a_place_to_take_from(
    tmp_path: Path, typed: Typed, book_folder: Path, now: datetime
) -> None:
    (tmp_path / "hs_so-lieu.pdf").write_bytes(sender("Cơ sở Hoa Sen", "HS", "1").report(movement(150)))
    opened = open_book(book_folder, LOGIN, PASSWORD, now=now)
    with opened.book as book:
        given = Destination(name="Sở Y tế, thư mục chung", url=str(tmp_path))
        outbox.add_destination(book, given, by=opened.actor, now=now)
    found = typed("receive", book_folder, "--from", "sở y tế, thư mục chung")
    assert [(one["file"], one["standing"], bool(one["code"])) for one in found["files"]] == [
        ("hs_so-lieu.pdf", "parked", True)
    ]


def test_what_cannot_be_reached_or_named_is_said(tmp_path: Path, typed: Typed, book_folder: Path) -> None:
    nowhere = typed("receive", book_folder)
    assert (nowhere.code, nowhere.told) == (1, None)
    unknown = typed("receive", book_folder, "--from", "Sở")
    assert (unknown.code, unknown.told) == (1, None)
    gone = typed("receive", book_folder, tmp_path / "khong-co")
    assert (gone.code, gone["files"]) == (1, [])
    empty = tmp_path / "trong"
    empty.mkdir()
    assert typed("receive", book_folder, empty).code == 0
    assert typed("roll-up", book_folder, "2026-13").code == 2
    assert typed("roll-up", book_folder, MONTH, "--out", "a.txt").code == 2
    nobody = typed("roll-up", book_folder, MONTH)
    assert (nobody.code, nobody["facilities"]) == (0, [])
    said = typed("roll-up", book_folder, MONTH, plain=True)
    assert said.code == 0


@pytest.fixture
def hub() -> Iterator[str]:
    """The address of an empty store of a PostgreSQL server of the test's own."""
    if reason := postgres.why_not():
        pytest.skip(reason)
    with postgres.cluster() as server:
        yield server.make("so")


def test_a_hub_takes_in_and_adds_up_as_the_book_does(
    tmp_path: Path, typed: Typed, book_folder: Path, now: datetime, hub: str
) -> None:
    lotus, bamboo = sender("Cơ sở Hoa Sen", "HS", "1"), sender("Cơ sở Tre Xanh", "TX", "2")
    opened = open_book(book_folder, LOGIN, PASSWORD, now=now)
    with opened.book as book:
        for one in (lotus, bamboo):
            code = one.code
            signing.trust_facility(book, code.short, one.name, code.fingerprint, by=opened.actor, now=now)
    inbox = tmp_path / "nhan"
    inbox.mkdir()
    (inbox / "hs_so-lieu.pdf").write_bytes(lotus.report(movement(150)))
    (inbox / "hs-b2_so-lieu.pdf").write_bytes(lotus.report(movement(151), version=2))
    (inbox / "tx_so-lieu.pdf").write_bytes(bamboo.report(movement(37)))
    (inbox / "hong_so-lieu.pdf").write_bytes(bamboo.report(movement(37))[:9000])
    nothing = typed("roll-up", book_folder, MONTH, "--hub", hub)
    assert (nothing.code, nothing.told) == (1, None)
    answers = [
        [(one["file"], one["standing"]) for one in typed("receive", book_folder, inbox, *extra)["files"]]
        for extra in ((), ("--hub", hub))
    ]
    assert answers[0] == answers[1]
    assert dict(answers[1])["hs-b2_so-lieu.pdf"] == "taken"
    sums = [typed("roll-up", book_folder, MONTH, *extra).told for extra in ((), ("--hub", hub))]
    assert sums[0] == sums[1]
    assert sums[1] is not None
    assert sums[1]["total"]["values"][sums[1]["columns"].index("closing")] == 188
    again = typed("receive", book_folder, inbox, "--hub", hub)
    assert {one["standing"] for one in again["files"]} == {"same", "refused"}
    wrong = typed("receive", book_folder, inbox, "--hub", "mysql://x")
    assert (wrong.code, wrong.told) == (1, None)
