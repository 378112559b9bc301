"""The second step: who it is. The book is searched while the name is typed; a known person's facts are there already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QWidget

from carebook import dates
from carebook.dates import PartialDate
from carebook.records import enum_words
from carebook.records.declaration import fact
from carebook.records.people import (
    Address,
    Allergy,
    DisabilityCertificate,
    HealthCard,
    IdentityPaper,
    Person,
    Relative,
    Sex,
)
from carebook.records.record import Record
from carebook.rules import identity, names
from carebook.rules.duplicates import PersonFacts
from carebook.rules.people import problems_in_detail
from carebook.store.people import PersonFile
from carebook.ui.pages.admission.matches import MatchPanel
from carebook.ui.pages.admission.rows import RowsOf, Wording
from carebook.ui.pages.admission.steps import Fact, Flaw, Step, flaw_of, taken, together
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.labels import label, section_head
from carebook.ui.parts.layouts import box, column, hairline, row, scrolling
from carebook.words import N_, _

MATCH_AFTER_MS = 300


@dataclass(frozen=True)
class Arrival:
    """What is typed about somebody at the door: the text of their card, about how old they look, numbers that may be missing."""

    card: str = fact(N_("Code on the national ID"), hint=N_("scan or paste: it fills the fields below"), default="")
    about_age: int | None = fact(N_("About how old"), unit=N_("years"), default=None)
    national_id: str = fact(N_("National ID"), default="")
    health_card: str = fact(N_("Health card"), default="")


class PersonStep(Step):
    """Name, papers, relatives and allergies of who comes; at the right who in the book it may be."""

    key = "person"
    match_wanted = Signal(object)  # PersonFacts

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._base = Person(full_name="")
        self._make_forms()
        today = desk.today
        relationships = desk.choices("relationship")
        self.relatives = RowsOf(
            Relative,
            ("full_name", "relation", "phone", "emergency"),
            lambda given: Relative(person_id="", **given),
            Wording(_("Relatives"), _("Add a relative")),
            today,
            {"relation": relationships},
        )
        self.allergies = RowsOf(
            Allergy,
            ("substance", "reaction"),
            lambda given: Allergy(person_id="", **({"substance": ""} | dict(given))),
            Wording(_("Allergies"), _("Add an allergy")),
            today,
        )
        self.matches = MatchPanel()
        self.known = label("", "muted", wrap=True)
        self.known.hide()
        content = column(self.known, *self.forms(), gap=4, margins=(24, 8, 20, 16))
        for title, rows in ((_("Relatives"), self.relatives), (_("Allergies"), self.allergies)):
            content.addLayout(column(section_head(title), hairline(), rows, gap=4))
            rows.changed.connect(self.changed)
        content.addStretch(1)
        self._split: QBoxLayout = row((scrolling(box(content)), 1), self.matches, gap=0)
        self.setLayout(self._split)
        self._timer = QTimer(self, singleShot=True, interval=MATCH_AFTER_MS)
        self._timer.timeout.connect(self._ask_matches)
        for form in self.forms():
            form.changed.connect(self._form_changed)
        self.matches.answered.connect(self.changed)

    def _make_forms(self) -> None:
        desk = self.desk
        self.form = Form(
            [
                together(
                    _("Who it is"),
                    section("", Arrival, "card"),
                    section("", Person, "full_name", "unidentified"),
                    section("", Arrival, "about_age"),
                    section("", Person, "sex", "born", "ethnicity", "home_town", "phone"),
                )
            ],
            desk.today,
            choices={"sex": enum_words.choices(Sex), "ethnicity": desk.choices("ethnicity")},
            labels={"full_name": _("Full name")},
        )
        self.form.show_when("about_age", lambda form: bool(form.value("unidentified")))
        self.paper = Form(
            [
                together(
                    _("Identity paper and home"),
                    section("", Arrival, "national_id"),
                    section("", IdentityPaper, "issued_on", "issuer", "accepted_because"),
                    section("", Address, "as_written"),
                )
            ],
            desk.today,
            labels={"accepted_because": _("Kept all the same because"), "as_written": _("Permanent home")},
        )
        self.paper.show_when("accepted_because", lambda _form: bool(self._paper_warnings()))
        self.card = Form(
            [
                together(
                    _("Health insurance"),
                    section("", Arrival, "health_card"),
                    section("", HealthCard, "valid_from", "valid_to", "first_hospital"),
                )
            ],
            desk.today,
        )
        self.disability = Form(
            [
                together(
                    _("Disability"),
                    section("", Person, "disability_kinds", "disability_degree"),
                    section("", DisabilityCertificate, "number", "issued_on"),
                )
            ],
            desk.today,
            choices={
                "disability_kinds": desk.choices("disability_kind"),
                "disability_degree": desk.choices("disability_degree"),
            },
            labels={"number": _("Certificate number")},
        )

    def forms(self) -> Sequence[Form]:
        return (self.form, self.paper, self.card, self.disability)

    # somebody known

    def show_known(self, file: PersonFile) -> None:
        """Somebody who was here before: what is known stands there and is not typed again."""
        self._base = file.person
        self.form.load(file.person)
        self.disability.load(file.person)
        self.form.mark_saved()
        self.known.setText(" ".join(known_words(file)))
        self.known.show()
        self.matches.hide()

    @property
    def person_id(self) -> str:
        """The id of somebody known, "" for a new person."""
        return self._base.id

    # reading

    def person(self) -> Person:
        """The person as far as it can be read."""
        return taken(self.disability, taken(self.form, self._base))

    def _typed_number(self) -> str:
        return str(self.paper.value("national_id") or "")

    def about_age(self) -> int | None:
        """About how old somebody unidentified is."""
        return taken(self.form, Arrival()).about_age

    def details(self) -> tuple[Record, ...]:
        """The papers, cards, relatives and allergies that were given."""
        return tuple(detail for detail, _about, _target in self._details())

    def _details(self) -> list[tuple[Record, str, QWidget | None]]:
        person = self.person()
        found: list[tuple[Record, str, QWidget | None]] = []
        number = self._typed_number()
        if number:
            kind = identity.read_identity_number(number).kind or "national_id"
            paper = taken(self.paper, IdentityPaper(person_id="", kind=kind, number=number))
            found.append((paper, _("National ID"), self.paper.editor("national_id").input))
        address = taken(self.paper, Address(person_id=""))
        if address.as_written:
            found.append((address, _("Permanent home"), self.paper.editor("as_written").input))
        card_number = str(self.card.value("health_card") or "")
        if card_number:
            card = taken(self.card, HealthCard(person_id="", number=card_number))
            found.append((card, _("Health card"), self.card.editor("health_card").input))
        certificate = taken(self.disability, DisabilityCertificate(person_id=""))
        if certificate.number:
            certificate = replace(certificate, kinds=person.disability_kinds, degree=person.disability_degree)
            found.append((certificate, _("Disability certificate"), self.disability.editor("number").input))
        found += [(one, _("Relatives"), target) for one, target in self.relatives.records()]
        found += [(one, _("Allergies"), target) for one, target in self.allergies.records()]
        return found

    def match_facts(self) -> PersonFacts | None:
        """What the guard against duplicates compares; None while nothing tells one person from another."""
        person = self.person()
        number = identity.read_identity_number(self._typed_number())
        card = identity.read_health_card(str(self.card.value("health_card") or ""))
        phone = identity.read_phone(person.phone) if person.phone else None
        if not (person.full_name or number.kind or card.kind):
            return None
        return PersonFacts(
            person_id=self.person_id,
            names=(person.full_name,) if person.full_name else (),
            sex=person.sex,
            born=person.born,
            numbers=(number.value,) if number.kind else (),
            health_cards=(card.value,) if card.kind else (),
            phones=(phone.value,) if phone else (),
            home_town=person.home_town,
        )

    # while typing

    def _form_changed(self) -> None:
        self._read_card_code()
        unidentified = bool(self.form.value("unidentified"))
        self.form.editor("full_name").required = not unidentified
        self._show_paper_warnings()
        if not self.person_id:
            self._timer.start()
        self.changed.emit()

    def _read_card_code(self) -> None:
        """Fill the fields from a scanned or pasted card, once the whole text is there."""
        facts = identity.read_card_code(str(self.form.editor("card").raw()))
        if facts is None:
            return
        name = names.in_name_case(facts.full_name) if names.is_all_capitals(facts.full_name) else facts.full_name
        for form, field, value in (
            (self.form, "card", ""),
            (self.form, "full_name", name),
            (self.form, "sex", facts.sex),
            (self.form, "born", PartialDate.of(facts.born) if facts.born else None),
            (self.paper, "national_id", facts.national_id),
            (self.paper, "issued_on", facts.issued_on),
            (self.paper, "as_written", facts.address),
        ):
            if value or field == "card":
                form.editor(field).set_value(value)

    def _paper_warnings(self) -> list[str]:
        reading = identity.read_identity_number(self._typed_number())
        if reading.kind != "national_id" or reading.problem is not None:
            return []
        person = self.person()
        found = identity.national_id_warnings(reading.value, person.sex, person.born)
        return [str(warning.message) for warning in found]

    def _show_paper_warnings(self) -> None:
        warnings, editor = self._paper_warnings(), self.paper.editor("national_id")
        if warnings:
            editor.show_warning(" ".join(warnings))
        elif not editor.has_error():
            editor.clear_complaint()
        reason = self.paper.editor("accepted_because")
        if reason.isHidden() == bool(warnings):
            self.paper.restore({})  # looks again at which fields are shown

    def _ask_matches(self) -> None:
        facts = self.match_facts()
        if facts is None:
            self.matches.show_suspected([])
        else:
            self.match_wanted.emit(facts)

    def enter(self) -> None:
        if not self.person_id and self.match_facts() is not None:
            self._timer.start()

    # what is wrong, what is said, drafts

    def flaws(self) -> list[Flaw]:
        found = super().flaws()
        person, today = self.person(), self.desk.today()
        for rows, about in ((self.relatives, _("Relatives")), (self.allergies, _("Allergies"))):
            found += [Flaw(self.key, about, str(sentence), "error", target) for sentence, target in rows.unreadable()]
        for detail, about, target in self._details():
            found += [flaw_of(self.key, about, p, target) for p in problems_in_detail(detail, person, today=today)]
        if not self.person_id and self.matches.unanswered():
            sentence = _("Somebody in the book may be the same person; look before saving.")
            found.append(Flaw(self.key, _("Were they here before?"), sentence, "warning", self.matches))
        return found

    def facts(self) -> list[Fact]:
        found = super().facts()
        relatives = [
            ", ".join(filter(None, (one.full_name, self.desk.words("relationship", one.relation), one.phone)))
            for one, _target in self.relatives.records()
        ]
        allergies = [one.substance for one, _target in self.allergies.records()]
        return [
            *found,
            *(((_("Relatives"), "; ".join(relatives)),) if relatives else ()),
            *(((_("Allergies"), ", ".join(allergies)),) if allergies else ()),
        ]

    def _named(self) -> dict[str, Form]:
        return {
            "form": self.form,
            "paper": self.paper,
            "card": self.card,
            "disability": self.disability,
        }

    def draft(self) -> dict[str, Any]:
        found: dict[str, Any] = {name: kept for name, form in self._named().items() if (kept := form.draft())}
        for name, kept_rows in (("relatives", self.relatives.raw()), ("allergies", self.allergies.raw())):
            if kept_rows:
                found[name] = kept_rows
        if self.matches.others():
            found["others"] = self.matches.others()
        return found

    def restore(self, draft: Mapping[str, Any]) -> None:
        for name, form in self._named().items():
            form.restore(draft.get(name, {}))
        self.relatives.set_raw(draft.get("relatives", ()))
        self.allergies.set_raw(draft.get("allergies", ()))
        self.matches.set_others(draft.get("others", ()))

    def first(self) -> QWidget | None:
        return self.form.editor("full_name").input

    def fold(self, narrow: bool) -> None:
        direction = QBoxLayout.Direction
        self._split.setDirection(direction.BottomToTop if narrow else direction.LeftToRight)
        self.matches.move_under(narrow)
        self.matches.setMaximumHeight(176 if narrow else 16777215)


def known_words(file: PersonFile) -> list[str]:
    """What the book holds of somebody who comes back, for the line above the fields."""
    last = file.stays[0].episode if file.stays else None
    told = [_("{code}: what the book holds stands below; add only what is new.").format(code=file.person.code)]
    if last is not None and last.end_on is not None:
        told.append(
            _("Last stay {first} – {last}.").format(first=dates.written(last.start_on), last=dates.written(last.end_on))
        )
    held = [
        *(f"{_('National ID')} {paper.number}" for paper in file.papers if paper.kind == "national_id"),
        *(f"{_('Health card')} {card.number}" for card in file.health_cards),
        *(f"{_('Relative')} {relative.full_name}" for relative in file.relatives),
        *(f"{_('Allergy')} {allergy.substance}" for allergy in file.allergies),
    ]
    if held:
        told.append(_("In the book: {facts}.").format(facts=" · ".join(held)))
    return told
