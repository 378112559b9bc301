"""Facilities, packages and people as a department receives them, for the tests of its stores."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

from carebook.dates import PartialDate
from carebook.records.people import Sex
from carebook.records.periods import ReportKind
from carebook.records.receiving import ReceivedParcel, ReceivedPerson, ReportingFacility
from carebook.rules.parcels import ParcelTable
from carebook.store.book import new_id

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def facility(name: str = "Mái ấm Ánh Dương", **facts: object) -> ReportingFacility:
    given = {"facility_id": new_id(), "symbol": "TTBTXH", "beds": 120, "from_on": date(2026, 1, 1)} | facts
    return ReportingFacility(id=new_id(), name=name, **given)  # type: ignore[arg-type]


def content(number: int) -> bytes:
    return b"%PDF-1.7 " + number.to_bytes(4, "big") * 200


def parcel(of: ReportingFacility | None, number: int = 0, **facts: object) -> ReceivedParcel:
    given = {
        "reporting_facility_id": of.id if of else None,
        "kind": ReportKind.MONTHLY,
        "period": "2026-10",
        "number": "128/BC-TTBTXH",
        "dated_on": date(2026, 11, 4),
        "cutoff_on": date(2026, 10, 31),
        "received_at": NOW + timedelta(minutes=number),
        "file_name": f"bao-cao-{number}.pdf",
        "file_hash": hashlib.sha256(content(number)).hexdigest(),
        "data_hash": f"so-lieu-{number}",
        "came_from": "sftp://nhan.example.vn/bao-cao",
        "level": "facility_trusted",
        "signers": ("Tô Văn Bách Tùng", "Doãn Thị Cẩm Tú"),
    } | facts
    return ReceivedParcel(id=new_id(), **given)  # type: ignore[arg-type]


TABLES = (
    ParcelTable("B01", ("opening", "closing"), (("elderly", (12, 13)), ("total", (150, None)))),
    ParcelTable("B10", ("cases",), (("total", (None,)),)),
)


def person(name: str = "Trần Thị An", **facts: object) -> ReceivedPerson:
    given = {
        "received_parcel_id": "",
        "code": "CB-000412",
        "born": PartialDate.from_text("1945"),
        "sex": Sex.FEMALE,
        "national_id": "022145999012",
        "category": "elderly",
        "since_on": date(2020, 5, 1),
    } | facts
    return ReceivedPerson(id=new_id(), full_name=name, **given)  # type: ignore[arg-type]
