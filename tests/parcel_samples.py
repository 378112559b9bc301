"""Facilities that send: each with a root and two signers of its own, whose signed reports and data packages are made without a book."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from carebook.records.signing import DATA_FILE, HEAD, PLACES_KEY, PREPARER
from carebook.reports.data import canonical, sha256
from carebook.reports.forms import Form, Prose, pdf
from carebook.reports.paper.facts import Letterhead, Slot, Way
from carebook.rules.parcels import PersonRow, data_of
from carebook.rules.periods import kind_of, span_of
from carebook.sealing import keys, sign
from carebook.sealing.certificates import Certificate, distinguished_name, issue_person
from carebook.sealing.codes import IdentityCode, facility_code
from carebook.sealing.envelopes import seal_for

BEGUN = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
SIGNED = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)
_SECRET = "mật khẩu"
Rows = Mapping[str, Mapping[str, Mapping[str, int | None]]]
"""Table → row → column → number."""


@dataclass(frozen=True)
class Sender:
    """A facility: its name, the number of its book, its root and the keys of who signs."""

    name: str
    symbol: str
    facility_id: str
    root: Certificate
    preparer: keys.Key
    head: keys.Key

    @property
    def code(self) -> IdentityCode:
        """What is compared with its paper."""
        return facility_code(self.root)

    def data(self, tables: Rows, *, period: str = "2026-10", version: int = 1, number: str = "05") -> dict[str, Any]:
        """The signed data of a report of its own."""
        days = span_of(period)
        figures = {
            "schema": "carebook-report-1",
            "report": {
                "kind": kind_of(period).value,
                "version": version,
                "facility": {
                    "name": self.name,
                    "parent_agency": "Sở Y tế",
                    "symbol": self.symbol,
                    "sample": False,
                    "id": self.facility_id,
                    "root": self.root.fingerprint,
                },
                "period": {"words": period, "first_on": days.first.isoformat(), "last_on": days.last.isoformat()},
                "cutoff_on": days.last.isoformat(),
            },
            "tables": {code: _table(rows) for code, rows in tables.items()},
        }
        return figures | {
            "figures_sha256": sha256(canonical(figures)),
            "number": number,
            "dated_on": date(2026, 11, 3).isoformat(),
            PLACES_KEY: [PREPARER, HEAD],
        }

    def report(self, tables: Rows, *, by_both: bool = True, **given: Any) -> bytes:
        """The signed PDF of a report; signed by the preparer alone when ``by_both`` is False."""
        return self.signed(self.data(tables, **given), by_both=by_both)

    def signed(self, data: Mapping[str, Any], *, by_both: bool = True) -> bytes:
        """Any data on a paper, signed where the data say who must."""
        roles = [role for role in data[PLACES_KEY] if by_both or role == PREPARER]
        slots = tuple(Slot(role, (role.upper(),), way=Way.DIGITAL) for role in data[PLACES_KEY])
        head = Letterhead("Sở Y tế", self.name, self.symbol, "Hạ Long")
        drawn = pdf.draw(
            Form(letterhead=head, kind="BÁO CÁO", about="Số liệu", parts=(Prose("Kèm theo."),), slots=slots)
        )
        content = sign.prepare(drawn.pdf, drawn.places, [sign.Attachment(DATA_FILE, canonical(data))])
        for role in roles:
            key = self.preparer if role == PREPARER else self.head
            content = sign.sign(content, role, key, when=SIGNED, reason="Thử")
        return content

    def package(
        self, people: Sequence[PersonRow], receiver: Certificate, tables: Rows, now: datetime, **given: Any
    ) -> bytes:
        """The rows behind a report, signed and encrypted for a receiver."""
        data = self.data(tables, **given)
        rows = data_of(list(people), data["report"], data["figures_sha256"], "Sở Y tế")
        return seal_for(self.signed(rows), receiver, now=now)


def rehashed(data: Mapping[str, Any]) -> dict[str, Any]:
    """Changed data of a report with the hash of what they are now."""
    figures = {name: data[name] for name in ("schema", "report", "tables")}
    return {**data, "figures_sha256": sha256(canonical(figures))}


def sender(name: str, symbol: str, facility_id: str) -> Sender:
    """A facility with a new root; its keys are as quick as the test's rounds."""
    root = keys.make_facility_root(name, _SECRET, BEGUN)
    made = [
        keys.issue_staff(root, _SECRET, person=person, post=post, organisation=name, password=_SECRET, now=BEGUN)
        for person, post in (("Mạc Thị Hải Đường", "Văn thư"), ("Đào Thị Hướng Dương", "Giám đốc"))
    ]
    preparer, head = (keys.open_p12(p12, _SECRET) for p12 in made)
    return Sender(name, symbol, facility_id, keys.open_root(root, _SECRET).certificate, preparer, head)


def under_an_authority(one: Sender, organisation: str) -> tuple[Sender, bytes]:
    """The same facility, whose people sign with certificates of a public authority that name ``organisation``; and the
    authority's root (PEM)."""
    root_key = ec.generate_private_key(ec.SECP256R1())
    name = distinguished_name("CA thử", "CA thử")
    builder = x509.CertificateBuilder(name, name, root_key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(BEGUN).not_valid_after(BEGUN + timedelta(days=3000))
    builder = builder.add_extension(x509.BasicConstraints(True, None), True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(root_key.public_key()), False)
    root = builder.sign(root_key, hashes.SHA256())
    made = []
    for person in ("MẠC THỊ HẢI ĐƯỜNG", "ĐÀO THỊ HƯỚNG DƯƠNG"):
        key = ec.generate_private_key(ec.SECP256R1())
        own = issue_person(
            distinguished_name(person, organisation), key.public_key(), root, root_key, now=BEGUN, years=2
        )
        made.append(keys.open_p12(keys.write_key_file(key, own, (root,), _SECRET), _SECRET))
    return replace(one, preparer=made[0], head=made[1]), root.public_bytes(Encoding.PEM)


def movement(closing: int, opening: int | None = None) -> Rows:
    """B01's total row alone: nobody came or left but to make the difference."""
    before = closing if opening is None else opening
    came, left = max(closing - before, 0), max(before - closing, 0)
    zeros = dict.fromkeys(
        (
            *("in_readmission", "in_transfer", "in_other", "out_substitute_family", "out_adoption", "out_transfer"),
            *("out_independent", "out_contract_end", "out_absconded", "out_died", "out_other"),
        ),
        0,
    )
    return {"B01": {"total": {"opening": before, "in_new": came, "out_home": left, "closing": closing, **zeros}}}


def _table(rows: Mapping[str, Mapping[str, int | None]]) -> dict[str, Any]:
    columns = list(next(iter(rows.values())))
    return {
        "columns": columns,
        "rows": [{"code": code, "values": [cells[column] for column in columns]} for code, cells in rows.items()],
    }
