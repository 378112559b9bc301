"""To whom a report goes and on which law it rests: what the dated lists hold on a day, and what is usually chosen from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from carebook.dates import long_form
from carebook.records.codes import Agency, LegalBasis
from carebook.records.facility import Facility
from carebook.records.periods import ReportKind, Snapshot
from carebook.records.report_layouts import ReportTemplate
from carebook.rules.dated import agency_on, holds_on, legal_bases_on
from carebook.store import periods
from carebook.store.book import Reader

KEPT_HERE = "Lưu: VT, CTXH"
"""The last line of the recipients: the copies that stay in the office."""

USUAL_BASES = ("103/2017/NĐ-CP", "02/2020/TT-BLĐTBXH")
"""What a center's reports rest on: khoản 3 Điều 51 Nghị định 103/2017, Thông tư 02/2020."""


@dataclass(frozen=True)
class Addressing:
    """What is frozen when a report is closed: "Kính gửi", "Nơi nhận" (the last line is Lưu) and whole căn cứ lines."""

    addressed_to: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    legal_bases: tuple[str, ...] = ()

    def or_else(self, other: Addressing) -> Addressing:
        """This one, with the lines of another where it has none."""
        return Addressing(
            self.addressed_to or other.addressed_to,
            self.recipients or other.recipients,
            self.legal_bases or other.legal_bases,
        )


@dataclass(frozen=True)
class Offered:
    """What can be chosen on a day: the authorities by the names they bear then, the documents in force as căn cứ lines.

    ``usual`` is what the last report of the kind bore, brought up to the day.
    """

    agencies: tuple[str, ...]
    legal_bases: tuple[str, ...]
    usual: Addressing


def offered(reader: Reader, kind: ReportKind, day: date) -> Offered:
    """What a report of ``kind`` that is closed on ``day`` can be addressed to and rest on."""
    facility = reader.records(Facility)[0]
    agencies, bases = periods.agencies(reader), periods.legal_bases(reader)
    names = [agency.name for agency in agencies if holds_on(agency, day)]
    if facility.parent_agency and facility.parent_agency not in names:
        names.insert(0, facility.parent_agency)
    last = periods.last_addressed(reader, kind)
    usual = (
        brought_up(addressing_of(last), agencies, bases, day) if last else first_choice(facility, agencies, bases, day)
    )
    return Offered(tuple(names), tuple(basis_words(row) for row in legal_bases_on(bases, day)), usual)


def addressing_of(snapshot: Snapshot) -> Addressing:
    """What was frozen with a version; empty in one that was closed before it was chosen."""
    return Addressing(snapshot.addressed_to, snapshot.recipients, snapshot.legal_bases)


def standing(template: ReportTemplate, bases: Sequence[LegalBasis], day: date) -> Addressing:
    """The standing lines of a layout on a day: documents that are not in force then are left out."""
    in_force = {row.doc_no: row for row in legal_bases_on(bases, day)}
    lines = (basis_words(in_force[number]) for number in template.legal_bases if number in in_force)
    return Addressing(template.addressed_to, template.recipients, _once(lines))


def first_choice(facility: Facility, agencies: Iterable[Agency], bases: Sequence[LegalBasis], day: date) -> Addressing:
    """Where nothing was chosen before: to the department of the day, resting on what every center's reports rest on."""
    department, parent = agency_on(agencies, "department", day), facility.parent_agency
    if not department or parent.casefold().startswith(department.casefold()):
        department = parent  # with the name of its province
    to = (department,) if department else ()
    in_force = {row.doc_no: row for row in legal_bases_on(bases, day)}
    return Addressing(
        to, (*to, KEPT_HERE), tuple(basis_words(in_force[number]) for number in USUAL_BASES if number in in_force)
    )


def brought_up(before: Addressing, agencies: Iterable[Agency], bases: Sequence[LegalBasis], day: date) -> Addressing:
    """An earlier choice on a later day: an authority by the name it bears now, no document that is out of force.

    A document that another one replaced gives way to it when that is in force. Lines of one's own stay as they are.
    """
    rows = list(agencies)
    roles = {agency.name: agency.role for agency in rows if not holds_on(agency, day)}
    names = {name: now for name, role in roles.items() if (now := agency_on(rows, role, day))}
    lines = {basis_words(row): row for row in bases}
    in_force = {row.doc_no: row for row in legal_bases_on(bases, day)}
    kept = []
    for line in before.legal_bases:
        row: LegalBasis | None = lines.get(line)
        if row is None:
            kept.append(line)
            continue
        for _step in bases:  # at most one step a document, should they replace each other
            if row is not None and row.doc_no not in in_force:
                row = next((one for one in bases if row.replaced_by and one.doc_no == row.replaced_by), None)
        if row is not None and row.doc_no in in_force:
            kept.append(basis_words(row))
    return Addressing(
        _once(names.get(name, name) for name in before.addressed_to),
        _once(names.get(name, name) for name in before.recipients),
        _once(kept),
    )


def basis_words(row: LegalBasis) -> str:
    """ "Căn cứ Nghị định số 20/2021/NĐ-CP ngày 15 tháng 3 năm 2021 của Chính phủ quy định …"."""
    kind = next((k for k in ("Nghị định", "Thông tư", "Quyết định", "Luật") if row.title.startswith(k)), "")
    about = row.title.removeprefix(kind).strip()
    day = f" {long_form(row.issued_on)}" if row.issued_on else ""
    issuer = f" của {row.issuer}" if row.issuer else ""
    return f"Căn cứ {kind} số {row.doc_no}{day}{issuer} {about}".strip()


def _once(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))
