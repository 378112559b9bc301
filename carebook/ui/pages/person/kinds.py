"""What identifies and protects a person: how each kind of detail is listed and written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from carebook import dates
from carebook.actions.people import add_detail, amend_detail, tidy_detail
from carebook.records.declaration import field_of
from carebook.records.people import (
    Address,
    Alias,
    Allergy,
    DisabilityCertificate,
    HealthCard,
    IdentityPaper,
    Person,
    Relative,
)
from carebook.records.record import Record, table_of
from carebook.records.schooling import Employment, Schooling, VocationalCourse
from carebook.rules import identity
from carebook.rules.people import problems_in_detail
from carebook.rules.problem import Problem
from carebook.store.book import Reader
from carebook.ui.pages.person.card import CardScan, fill_paper
from carebook.ui.pages.person.editor import Writing, as_it_is, undressed
from carebook.ui.pages.person.said import choices_of, span
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.table import Cell
from carebook.words import N_, _


@dataclass(frozen=True)
class DetailKind:
    """One kind of detail: its class, where a person's file holds it, its words, the fields of its form."""

    cls: type[Record]
    part: str
    title: str
    add: str
    new: str
    fields: tuple[str, ...]
    cell: Callable[[Desk, Any], Cell]

    @property
    def table(self) -> str:
        return table_of(self.cls)


def _of(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _until(desk: Desk, day: date | None) -> str:
    if day is None:
        return ""
    words = _("expired {day}") if day < desk.today() else _("valid to {day}")
    return words.format(day=dates.written(day))


def _tone(desk: Desk, day: date | None) -> str:
    return "danger" if day is not None and day < desk.today() else "text2"


def paper_cell(desk: Desk, paper: IdentityPaper) -> Cell:
    """ "022145999012", under it the kind, issue and validity."""
    issued = _("issued {day}").format(day=dates.written(paper.issued_on)) if paper.issued_on else ""
    under = _of(desk.words("identity_paper", paper.kind), issued, paper.issuer, _until(desk, paper.valid_to))
    return Cell(paper.number, sub=under, weight=500, sub_tone=_tone(desk, paper.valid_to))


def card_cell(desk: Desk, card: HealthCard) -> Cell:
    """The number in its groups, under it validity, hospital, benefit."""
    benefit = f"{card.benefit_percent} %" if card.benefit_percent is not None else ""
    under = _of(_until(desk, card.valid_to), card.first_hospital, benefit)
    return Cell(identity.health_card_words(card.number), sub=under, weight=500, sub_tone=_tone(desk, card.valid_to))


def certificate_cell(desk: Desk, paper: DisabilityCertificate) -> Cell:
    """Degree and kinds, under them number, issue, when to assess again."""
    kinds = ", ".join(desk.words("disability_kind", kind) for kind in paper.kinds)
    degree = desk.words("disability_degree", paper.degree) if paper.degree else ""
    again = _("assess again {day}").format(day=dates.written(paper.reassess_on)) if paper.reassess_on else ""
    issued = dates.written(paper.issued_on) if paper.issued_on else ""
    under = _of(paper.number, issued, paper.issuer, again)
    return Cell(_of(degree, kinds) or paper.number, sub=under, weight=500, sub_tone=_tone(desk, paper.reassess_on))


def address_words(desk: Desk, address: Address) -> str:
    """The address from its parts, or as it was written."""
    parts = (
        address.village,
        desk.words("commune", address.commune) if address.commune else "",
        desk.words("province", address.province) if address.province else "",
    )
    composed = ", ".join(filter(None, parts))
    return composed if address.commune else address.as_written or composed


def address_cell(desk: Desk, address: Address) -> Cell:
    """The address, under it its kind and since when."""
    since = span(address.from_on, address.to_on) if address.from_on or address.to_on else ""
    return Cell(address_words(desk, address), sub=_of(desk.words("address_kind", address.kind), since), weight=500)


def school_cell(desk: Desk, year: Schooling) -> Cell:
    """ "2026-2027 · Tiểu học", under it school, class and result."""
    under = _of(year.school, year.class_name, desk.words("school_result", year.result) if year.result else "")
    level = desk.words("education", year.level) if year.level else ""
    return Cell(_of(year.school_year, level), sub=under, weight=500)


def course_cell(desk: Desk, course: VocationalCourse) -> Cell:
    """The trade, under it where, when and with what result."""
    since = span(course.from_on, course.to_on) if course.from_on or course.to_on else ""
    result = desk.words("course_result", course.result) if course.result else ""
    return Cell(course.trade, sub=_of(course.provider, since, result, course.certificate), weight=500)


def job_cell(_desk: Desk, job: Employment) -> Cell:
    """The job, under it the employer, since when, and whether it was kept."""
    kept = {True: _("still there after {n} months"), False: _("not there any more after {n} months")}
    asked = [(6, job.kept_6_months), (3, job.kept_3_months)]
    last = next((kept[held].format(n=months) for months, held in asked if held is not None), "")
    return Cell(_of(job.job, job.employer), sub=_of(job.place, span(job.from_on, job.to_on), last), weight=500)


def relative_cell(desk: Desk, relative: Relative) -> Cell:
    """Name and relation, under them telephone and what they may and may not."""
    flags = (
        _("No contact") if relative.no_contact else "",
        _("not to be given information") if relative.no_information else "",
        _("emergency") if relative.emergency else "",
        _("guardian") if relative.guardian else "",
        _("payer") if relative.payer else "",
    )
    phone = identity.phone_words(relative.phone) if relative.phone else _("no telephone")
    name = f"{relative.full_name} ({desk.words('relationship', relative.relation)})"
    forbidden = relative.no_contact or relative.no_information
    return Cell(name, sub=_of(phone, *flags), weight=500, sub_tone="danger" if forbidden else "text2")


def allergy_cell(_desk: Desk, allergy: Allergy) -> Cell:
    """What it is to, under it the reaction."""
    noted = dates.written(allergy.noted_on) if allergy.noted_on else ""
    under = _of(allergy.reaction, noted)
    return Cell(allergy.substance, sub=under, tone="danger", weight=500, icon="triangle-alert")


def alias_cell(_desk: Desk, alias: Alias) -> Cell:
    """Another name, under it why."""
    return Cell(alias.full_name, sub=alias.why, weight=500)


_RELATIVE = ("full_name", "relation", "phone", "address", "emergency", "guardian", "guardian_paper", "guardian_to")
_RELATIVE_MORE = ("payer", "no_contact", "no_information", "national_id", "born", "note")
_PAPER = ("kind", "number", "issued_on", "issuer", "valid_to")
_CARD = ("number", "valid_from", "valid_to", "first_hospital", "benefit_percent")
_CERTIFICATE = ("kinds", "degree", "number", "issued_on", "issuer", "reassess_on")
_ADDRESS = ("kind", "province", "commune", "village", "as_written", "old_district", "from_on", "to_on")

_SCHOOL = ("school_year", "level", "school", "class_name", "special", "from_on", "to_on", "result", "note")
_JOB = ("job", "employer", "place", "from_on", "to_on", "income", "kept_3_months", "kept_6_months", "note")

KINDS: tuple[DetailKind, ...] = (
    DetailKind(
        Allergy,
        "allergies",
        N_("Allergies"),
        N_("Add allergy"),
        N_("Allergy"),
        ("substance", "reaction", "noted_on"),
        allergy_cell,
    ),
    DetailKind(
        Relative,
        "relatives",
        N_("Relatives"),
        N_("Add relative"),
        N_("Relative"),
        _RELATIVE + _RELATIVE_MORE,
        relative_cell,
    ),
    DetailKind(
        IdentityPaper, "papers", N_("Identity papers"), N_("Add paper"), N_("Identity paper"), _PAPER, paper_cell
    ),
    DetailKind(
        HealthCard, "health_cards", N_("Health cards"), N_("Add health card"), N_("Health card"), _CARD, card_cell
    ),
    DetailKind(
        DisabilityCertificate,
        "certificates",
        N_("Disability certificates"),
        N_("Add certificate"),
        N_("Disability certificate"),
        _CERTIFICATE,
        certificate_cell,
    ),
    DetailKind(Address, "addresses", N_("Addresses"), N_("Add address"), N_("Address"), _ADDRESS, address_cell),
    DetailKind(
        Schooling, "school_years", N_("School years"), N_("Add school year"), N_("School year"), _SCHOOL, school_cell
    ),
    DetailKind(
        VocationalCourse,
        "courses",
        N_("Vocational courses"),
        N_("Add course"),
        N_("Vocational course"),
        ("trade", "provider", "from_on", "to_on", "result", "certificate", "note"),
        course_cell,
    ),
    DetailKind(Employment, "jobs", N_("Jobs"), N_("Add job"), N_("Job"), _JOB, job_cell),
    DetailKind(
        Alias, "aliases", N_("Other names"), N_("Add other name"), N_("Other name"), ("full_name", "why"), alias_cell
    ),
)


class Communes(QObject):
    """Offers the communes of the chosen province."""

    def __init__(self, form: Form, desk: Desk) -> None:
        super().__init__(form)
        self._form = form
        self._of: dict[str, list[tuple[str, str]]] = {}
        for found in desk.codes.choices("commune", desk.today()):
            words = f"{found.text} ({found.extra.get('kind', '')})"
            self._of.setdefault(found.group, []).append((found.code, words))
        self._province = ""
        form.changed.connect(self._follow)

    def _follow(self) -> None:
        province = self._form.value("province") or ""
        if province != self._province:
            self._province = province
            self._form.editor("commune").offer(self._of.get(province, []))


def writing_of(kind: DetailKind, desk: Desk, person: Person, record: Record) -> Writing:
    """How a detail of that kind is added or edited."""
    choices: dict[str, Choices] = choices_of(desk, kind.cls, *kind.fields)
    dress: Callable[[Form], object] = undressed
    finish: Callable[[Any, str], Any] = as_it_is
    note = ""
    if kind.cls is Address and isinstance(record, Address):
        communes = desk.codes.choices("commune", desk.today())
        choices["commune"] = [(c.code, c.text) for c in communes if c.group == (record.province or "")]
        dress = partial(Communes, desk=desk)
    if kind.cls is IdentityPaper:
        dress = partial(CardScan, name="number", fill=fill_paper)
        finish = _accepted
        note = _("A scanner may type the square code of the card into the number.")
    names = kind.fields
    return Writing(
        form=kind.table,
        title=_(kind.new) if record.version else _(kind.add),
        sections=(section("", kind.cls, *names),),
        deed=amend_detail if record.version else add_detail,
        choices=choices,
        check=partial(_wrong, person, desk.today()),
        finish=finish,
        dress=dress,
        versioned=True,
        strikes=True,
        note=note,
    )


def new_of(kind: DetailKind, person_id: str) -> Record:
    """An empty record of the kind; fields that must be given are empty."""
    given: dict[str, Any] = {"person_id": person_id}
    for name in kind.fields:
        if field_of(kind.cls, name).fact.required and name in ("full_name", "substance"):
            given[name] = ""
    return kind.cls(**given)


def _wrong(person: Person, today: date, _reader: Reader, record: Record) -> Sequence[Problem]:
    return problems_in_detail(tidy_detail(record), person, today=today)


def _accepted(paper: IdentityPaper, reason: str) -> IdentityPaper:
    """A paper that does not fit the record is kept with the reason given for it."""
    return replace(paper, accepted_because=reason or paper.accepted_because)
