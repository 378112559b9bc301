"""A person and what identifies and protects them, apart from any stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from carebook.dates import PartialDate
from carebook.records.declaration import Kind, Secret, fact
from carebook.records.record import Record
from carebook.words import N_


class Sex(Enum):
    """As on the papers."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"


SEX_WORDS: dict[Sex, str] = {Sex.MALE: N_("Male"), Sex.FEMALE: N_("Female"), Sex.OTHER: N_("Other or unknown")}


@dataclass(frozen=True)
class Person(Record):
    """One human being, cared for now or formerly; every care record hangs on an episode of theirs.

    ``code`` is the center's own (CB-000412). ``sort_name`` overrides the derived order of the name. ``unidentified`` people
    carry a generated name until the true one is known. ``alias`` (tên thay thế) is what others see of a restricted record.
    """

    code: str = fact(N_("Code"), default="")
    full_name: str = fact(N_("Name"), Kind.NAME, required=True, secret=Secret.IDENTITY)
    sort_name: str = fact(N_("Name for sorting"), secret=Secret.IDENTITY, default="")
    alias: str = fact(N_("Alias"), default="")
    unidentified: bool = fact(N_("Identity unknown"), default=False)
    sex: Sex | None = fact(N_("Sex"), required=True, default=None)
    born: PartialDate | None = fact(
        N_("Born"), hint=N_("for example 1945 or 05/1945"), secret=Secret.IDENTITY, default=None
    )
    ethnicity: str | None = fact(N_("Ethnic group"), codes="ethnicity", default=None)
    religion: str | None = fact(N_("Religion"), codes="religion", default=None)
    nationality: str = fact(N_("Nationality"), default="")
    home_town: str = fact(N_("Home town"), secret=Secret.IDENTITY, default="")
    birth_place: str = fact(N_("Place of birth"), secret=Secret.IDENTITY, default="")
    education: str | None = fact(N_("Education"), codes="education", default=None)
    schooling: str = fact(N_("School and class now"), secret=Secret.IDENTITY, default="")
    marital: str | None = fact(N_("Marital status"), codes="marital", default=None)
    occupation: str = fact(N_("Occupation"), secret=Secret.IDENTITY, default="")
    phone: str = fact(N_("Telephone"), Kind.PHONE, secret=Secret.IDENTITY, default="")
    child_group: str | None = fact(
        N_("Group of children (Children's Law, Article 10)"), codes="child_group", default=None
    )
    birth_registered: bool | None = fact(N_("Birth registered"), Kind.YES, default=None)
    birth_registration: str = fact(N_("Birth registration: number, date, place"), secret=Secret.IDENTITY, default="")
    awaiting: str | None = fact(N_("Waiting for"), codes="awaiting", default=None)
    disability_kinds: tuple[str, ...] = fact(N_("Disability"), codes="disability_kind", default=())
    disability_degree: str | None = fact(N_("Degree of disability"), codes="disability_degree", default=None)
    tags: tuple[str, ...] = fact(N_("Characteristics"), codes="tag", default=())
    hiv: bool | None = fact(N_("HIV status"), Kind.YES, secret=Secret.HIV, default=None)
    photo_id: str | None = fact(N_("Photo"), Kind.LINK, shown=False, secret=Secret.IDENTITY, default=None)
    note: str = fact(N_("Note"), Kind.NOTE, context="column", secret=Secret.IDENTITY, default="")
    merged_into: str | None = fact(N_("Merged into"), Kind.LINK, default=None)


@dataclass(frozen=True)
class Alias(Record):
    """Another name the person is or was known by; a generated name stays here when the true one is found."""

    person_id: str = fact(N_("Person"), Kind.LINK, required=True)
    full_name: str = fact(N_("Other name"), Kind.NAME, required=True)
    why: str = fact(N_("Why"), default="")


@dataclass(frozen=True)
class IdentityPaper(Record):
    """CCCD, old CMND, passport, birth certificate … with its number as printed."""

    person_id: str = fact(N_("Person"), Kind.LINK, required=True)
    kind: str = fact(N_("Paper"), codes="identity_paper", required=True, default="national_id")
    number: str = fact(N_("Number"), required=True, default="")
    issued_on: date | None = fact(N_("Issued on"), default=None)
    issuer: str = fact(N_("Issued by"), default="")
    valid_to: date | None = fact(N_("Valid to"), default=None)
    accepted_because: str = fact(N_("Kept in spite of a warning because"), default="")


@dataclass(frozen=True)
class HealthCard(Record):
    """A health-insurance card (thẻ BHYT) with its validity and first place of treatment."""

    person_id: str = fact(N_("Person"), Kind.LINK, required=True)
    number: str = fact(N_("Health card"), required=True, default="")
    valid_from: date | None = fact(N_("Valid from"), default=None)
    valid_to: date | None = fact(N_("Valid to"), default=None)
    first_hospital: str = fact(N_("First place of treatment"), default="")
    benefit_percent: int | None = fact(N_("Benefit"), unit="%", default=None)


@dataclass(frozen=True)
class DisabilityCertificate(Record):
    """Giấy xác nhận khuyết tật (Thông tư 01/2019): kinds, degree, number, issuer."""

    person_id: str = fact(N_("Person"), Kind.LINK, required=True)
    number: str = fact(N_("Number"), default="")
    issued_on: date | None = fact(N_("Issued on"), default=None)
    issuer: str = fact(N_("Issued by"), default="")
    kinds: tuple[str, ...] = fact(N_("Disability"), codes="disability_kind", default=())
    degree: str | None = fact(N_("Degree of disability"), codes="disability_degree", default=None)
    reassess_on: date | None = fact(N_("Re-assessment due on"), default=None)


@dataclass(frozen=True)
class Address(Record):
    """Where the person is or was registered or lives; old districts stay as text."""

    person_id: str = fact(N_("Person"), Kind.LINK, required=True)
    kind: str = fact(N_("Kind of address"), codes="address_kind", default="permanent")
    province: str | None = fact(N_("Province"), codes="province", default=None)
    commune: str | None = fact(N_("Commune"), codes="commune", default=None)
    village: str = fact(N_("Village, street"), default="")
    as_written: str = fact(N_("Address as written"), default="")
    old_district: str = fact(N_("Old district"), default="")
    from_on: date | None = fact(N_("From"), default=None)
    to_on: date | None = fact(N_("To"), default=None)


@dataclass(frozen=True)
class Relative(Record):
    """A relative, guardian or other person who matters, with what they may and may not."""

    person_id: str = fact(N_("Person"), Kind.LINK, required=True)
    full_name: str = fact(N_("Name"), Kind.NAME, required=True)
    relation: str = fact(N_("Relation"), codes="relationship", default="other")
    phone: str = fact(N_("Telephone"), Kind.PHONE, default="")
    address: str = fact(N_("Address"), default="")
    national_id: str = fact(N_("National ID"), default="")
    born: PartialDate | None = fact(N_("Born"), default=None)
    emergency: bool = fact(N_("Emergency contact"), default=False)
    guardian: bool = fact(N_("Guardian"), default=False)
    guardian_paper: str = fact(N_("Guardianship paper"), default="")
    guardian_to: date | None = fact(N_("Guardianship valid to"), default=None)
    payer: bool = fact(N_("Payer"), default=False)
    no_contact: bool = fact(N_("No contact"), default=False)
    no_information: bool = fact(N_("Not to be given information"), default=False)
    note: str = fact(N_("Note"), Kind.NOTE, context="column", default="")


@dataclass(frozen=True)
class Allergy(Record):
    """What the person must not be given or touch; shown before everything else, also on masked records."""

    person_id: str = fact(N_("Person"), Kind.LINK, required=True)
    substance: str = fact(N_("Allergy"), required=True)
    reaction: str = fact(N_("Reaction"), default="")
    noted_on: date | None = fact(N_("Noted on"), default=None)


@dataclass(frozen=True)
class Attachment(Record):
    """A file kept encrypted in the book, by the hash of its content."""

    person_id: str = fact(N_("Person"), Kind.LINK, required=True)
    title: str = fact(N_("Title"), required=True)
    kind: str = fact(N_("Kind"), codes="attachment_kind", default="other")
    file_name: str = fact(N_("File name"), default="")
    media_type: str = fact(N_("Type"), Kind.DATA, shown=False, default="")
    size: int = fact(N_("Size"), default=0)
    content_hash: str = fact(N_("Content"), Kind.DATA, shown=False, default="")
    about_id: str | None = fact(N_("Belongs to the record"), Kind.LINK, shown=False, default=None)
    edited_outside: bool = fact(N_("Edited outside the program"), default=False)
