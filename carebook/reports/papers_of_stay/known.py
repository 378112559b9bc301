"""What the papers of a stay are made from: the person, the stay and the center in the words of papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from carebook.dates import PartialDate, age_on, written
from carebook.records.codes import LegalBasis, Limit
from carebook.records.episodes import Belonging, PaperState, ServiceContract
from carebook.records.facility import Facility
from carebook.records.people import Address, IdentityPaper, Person, Relative, Sex
from carebook.records.staff import Actor
from carebook.reports.addressing import basis_words
from carebook.reports.admission import GivenPaper, LackingPaper
from carebook.reports.month import superior_on
from carebook.reports.paper.facts import Letterhead, Signer
from carebook.reports.people import Party, Resident
from carebook.rules.dated import legal_bases_on
from carebook.rules.names import normalise
from carebook.store import code_lists, facility, people, staff
from carebook.store.book import Reader
from carebook.store.code_lists import Codes
from carebook.store.people import PersonFile, StayFile
from carebook.words import N_

FAMILY = frozenset({"family", "self", "found"})
"""Sources that are no organisation: the giver speaks for nobody but themselves."""


@dataclass(frozen=True)
class Lacking:
    """A fact a paper has no value for: its English label, and where it is written: person, stay, discharge, facility."""

    label: str
    place: str


Wanted = tuple[object, Lacking]
"""A value a paper wants, and what is lacking when it is empty."""


@dataclass(frozen=True)
class Known:
    """Everything the papers of one stay are made from."""

    file: PersonFile
    stay: StayFile
    facility: Facility
    letterhead: Letterhead
    codes: Codes
    bases: Sequence[LegalBasis]
    limits: Sequence[Limit]
    receiver: Party
    today: date

    @property
    def person(self) -> Person:
        """Whose stay it is."""
        return self.file.person

    @property
    def head(self) -> Signer:
        """Who signs for the center."""
        return Signer(self.facility.head_post or "Giám đốc", self.facility.head_name)

    @property
    def addressed_to(self) -> tuple[str, ...]:
        """To whom requests go."""
        return (f"{self.head.post} {self.facility.name}",)

    def text(self, list_name: str, code: str | None) -> str | None:
        """The words of a code, None for no code."""
        return self.codes.text(list_name, code) if code else None

    def form_label(self, number: str) -> str:
        """ "Nội dung theo Mẫu số 07 …", with the number the list of papers gives today's form of that content."""
        return f"Nội dung theo Mẫu số {number} ban hành kèm theo Nghị định số 20/2021/NĐ-CP"

    def identity(self) -> tuple[Wanted, ...]:
        """What nearly every paper names: who it is, and who signs for the center."""
        person = self.person
        known_birth = person.born is not None and not person.born.is_unknown
        return (
            (self.resident.id_no, Lacking(N_("National ID"), "person")),
            (known_birth or person.unidentified, Lacking(N_("Born"), "person")),
            (self.resident.permanent_home, Lacking(N_("Permanent home"), "person")),
            (self.facility.head_name, Lacking(N_("Head of the center"), "facility")),
        )

    @property
    def resident(self) -> Resident:
        """The person as papers name them."""
        person = self.person
        paper = self._identity
        issued = (
            ", ".join(filter(None, (written(paper.issued_on) if paper.issued_on else "", paper.issuer)))
            if paper
            else ""
        )
        return Resident(
            full_name=person.full_name,
            title=title_of(person.sex, person.born, self.today),
            born=written(person.born) if person.born and not person.born.is_unknown else None,
            sex={Sex.MALE: "Nam", Sex.FEMALE: "Nữ"}.get(person.sex) if person.sex else None,
            ethnicity=self.text("ethnicity", person.ethnicity),
            id_no=paper.number if paper else None,
            id_issued=issued or None,
            permanent_home=self.home("permanent"),
            present_home=self.home("present") or self.home("before"),
            code=person.code,
            category=self.text("category", self.stay.category),
        )

    @property
    def _identity(self) -> IdentityPaper | None:
        papers = {paper.kind: paper for paper in self.file.papers if paper.number}
        return next((papers[kind] for kind in ("national_id", "passport", "old_id") if kind in papers), None)

    def home(self, kind: str) -> str | None:
        """The newest address of a kind in one line, None when there is none."""
        found = [address for address in self.file.addresses if address.kind == kind and address.to_on is None]
        return self._address(found[-1]) if found else None

    def _address(self, address: Address) -> str | None:
        if address.as_written:
            return address.as_written
        parts = (address.village, self.text("commune", address.commune), self.text("province", address.province))
        return ", ".join(filter(None, parts)) or None

    def relative_named(self, name: str) -> Party | None:
        """The relative of that name as a party; None when no relative bears it."""
        wanted = normalise(name).casefold()
        return next((self.party(r) for r in self.file.relatives if wanted and r.full_name.casefold() == wanted), None)

    def party(self, relative: Relative) -> Party:
        """A relative as somebody who signs."""
        return Party(
            name=relative.full_name,
            relation=self.text("relationship", relative.relation),
            born=written(relative.born) if relative.born and not relative.born.is_unknown else None,
            id_no=relative.national_id or None,
            address=relative.address or None,
            phone=relative.phone or None,
        )

    @property
    def carer(self) -> Party:
        """The guardian, else whoever is called first, else nobody. Whoever must not be contacted is never named."""
        allowed = [r for r in self.file.relatives if not r.no_contact]
        ranked = sorted(allowed, key=lambda r: (not r.guardian, not r.emergency))
        return self.party(ranked[0]) if ranked else Party()

    @property
    def giver(self) -> Party:
        """Who brought the person: a relative, somebody of an office, or a name alone."""
        episode = self.stay.episode
        organisation = None if episode.source in FAMILY else self.text("admission_source", episode.source)
        known = self.relative_named(episode.brought_by)
        if known is not None:
            return known
        return Party(name=episode.brought_by or None, organisation=organisation)

    @property
    def taker(self) -> Party:
        """Who receives the person at the end."""
        name = self.stay.episode.received_by
        return self.relative_named(name) or Party(name=name or None)

    @property
    def contract(self) -> ServiceContract | None:
        """The newest contract of the stay."""
        return self.stay.contracts[-1] if self.stay.contracts else None

    @property
    def customer(self) -> Party:
        """The payer of the contract."""
        contract = self.contract
        payers = [r for r in self.file.relatives if r.payer]
        if contract is not None and contract.payer:
            return self.relative_named(contract.payer) or Party(name=contract.payer, phone=contract.payer_phone or None)
        return self.party(payers[0]) if payers else Party()

    @property
    def received_papers(self) -> tuple[GivenPaper, ...]:
        """What is there of the dossier."""
        words = {PaperState.ORIGINAL: "Bản chính", PaperState.COPY: "Bản sao"}
        return tuple(
            GivenPaper(str(self.text("dossier_paper", item.paper)), words[item.state], note=item.number or item.note)
            for item in self.stay.dossier
            if item.state in words
        )

    @property
    def lacking_papers(self) -> tuple[LackingPaper, ...]:
        """What the dossier still lacks and until when it may come; what is only handed in if there is one is left out."""
        open_states = (PaperState.MISSING, PaperState.DUE_LATER)
        return tuple(
            LackingPaper(str(self.text("dossier_paper", item.paper)), item.due_on)
            for item in self.stay.dossier
            if item.state in open_states and not self._is_optional(item.paper)
        )

    def _is_optional(self, paper: str) -> bool:
        code = self.codes.code("dossier_paper", paper)
        return bool(code and code.extra.get("optional"))

    @property
    def own_papers(self) -> tuple[GivenPaper, ...]:
        """The person's own papers that go with them."""
        found = [
            GivenPaper(str(self.text("identity_paper", paper.kind)), "Bản chính", note=paper.number)
            for paper in self.file.papers
            if paper.number
        ]
        found += [GivenPaper("Thẻ BHYT", "Bản chính", note=card.number) for card in self.file.health_cards[-1:]]
        found += [
            GivenPaper("Giấy xác nhận khuyết tật", "Bản chính", note=one.number) for one in self.file.certificates[-1:]
        ]
        return tuple(found)

    def basis(self, *numbers: str) -> tuple[str, ...]:
        """The căn cứ lines of those documents, as far as they are in force."""
        in_force = {row.doc_no: row for row in legal_bases_on(self.bases, self.today)}
        return tuple(basis_words(in_force[number]) for number in numbers if number in in_force)


def title_of(sex: Sex | None, born: PartialDate | None, day: date) -> str:
    """How papers address somebody: cháu under 16, else ông, bà; "" where it cannot be told."""
    age = age_on(born, day)
    if age is not None and age.years < 16:
        return "cháu"
    return {Sex.MALE: "ông", Sex.FEMALE: "bà"}.get(sex, "") if sex else ""


def number_of(typed: str) -> str | None:
    """The bare number of "12/QĐ-TTBTXH"; None for none."""
    return typed.split("/")[0].strip() or None


def known_of(reader: Reader, episode_id: str, by: Actor, today: date) -> Known:
    """Everything about one stay; LookupError when there is none or ``reader`` may not see whose it is."""
    reader.asks("people")
    owner = reader.value("SELECT person_id FROM episode WHERE id = ?", (episode_id,))
    file = people.person_file(reader, owner, today) if owner else None
    stay = next((s for s in file.stays if s.episode.id == episode_id), None) if file else None
    if file is None or stay is None:
        raise LookupError(episode_id)
    center = facility.facility(reader)
    head = Letterhead(
        superior_on(reader, center, today), center.name, center.symbol, center.place, is_sample=center.is_sample
    )
    manager_id = stay.episode.case_manager_id
    manager = staff.staff_member(reader, manager_id) if manager_id else None
    name, post = (manager.full_name, manager.post) if manager else (by.name, by.post)
    return Known(
        file=file,
        stay=stay,
        facility=center,
        letterhead=head,
        codes=code_lists.words(reader),
        bases=code_lists.legal_bases(reader),
        limits=code_lists.limits(reader),
        receiver=Party(name=name, post=post, organisation=center.name),
        today=today,
    )


def things(belongings: Sequence[Belonging], *, kept: bool = False) -> tuple[tuple[str, str, str], ...]:
    """Things as (what, quantity, state); with ``kept`` only those not yet given back."""
    return tuple((b.what, str(b.quantity), b.note) for b in belongings if not (kept and b.returned_on) and not b.amount)


def money(belongings: Sequence[Belonging], *, kept: bool = False) -> int | None:
    """The sum of money among the belongings in đồng; None when there is none."""
    sums = [b.amount for b in belongings if b.amount and not (kept and b.returned_on)]
    return sum(sums) if sums else None


def small(words: str | None) -> str | None:
    """Words of a list as they stand inside a sentence."""
    return words[:1].lower() + words[1:] if words else None
