"""Form 01 (Thông tư 02/2020 Điều 4): what the book already knows for it, what is wrong with it, what it lacks to be complete."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from carebook.dates import PartialDate, written
from carebook.money import dong
from carebook.records.episodes import Belonging, Episode
from carebook.records.intake import FormState, IntakeForm
from carebook.records.people import Address, Allergy, DisabilityCertificate, HealthCard, IdentityPaper, Person, Relative
from carebook.rules import identity
from carebook.rules.names import normalise
from carebook.rules.people import OLDEST
from carebook.rules.problem import Problem, warning
from carebook.words import message

Said = Callable[[str, str], str]
"""The Vietnamese words of (code list, code)."""

SECTIONS: dict[str, tuple[str, ...]] = {
    "client": (
        *("needs", "admission_reason", "referred_by", "profession", "income", "languages", "benefits"),
        *("state_on_arrival", "belongings"),
    ),
    "health": (
        *("illness", "features", "self_care", "work_ability", "treatment_before", "physical_state", "mental_state"),
        *("psychological_state", "medicines", "blood_group", "aids", "vaccinations"),
    ),
    "family": (
        *("household_head", "household_head_relation", "household_head_born", "household_head_id_no"),
        *("household_head_phone", "household_address", "family_work", "family_size", "place_in_family", "economy"),
        *("family_income", "family_expenses", "housing", "family_care", "family_benefits", "family_needs"),
        "family_other",
    ),
    "carer": (
        *("carer_name", "carer_relation", "carer_born", "carer_sex", "carer_marital", "carer_phone"),
        *("carer_id_no", "carer_address"),
    ),
    "source": ("collected_on", "collector_id", "informant", "informant_relation", "source", "reliability"),
}
"""The blocks A to E of the form and their fields, in the order in which they are asked."""

LONGEST_NAME = 200
LONGEST_TEXT = 20_000
LARGEST_FAMILY = 60
EARLY_DAYS = 366
"""A form or assessment written more than a year before the admission is not of this stay."""


@dataclass(frozen=True)
class Known:
    """What the book knows of somebody when the form is begun; in each list the oldest first."""

    person: Person
    episode: Episode
    papers: Sequence[IdentityPaper] = ()
    relatives: Sequence[Relative] = ()
    addresses: Sequence[Address] = ()
    allergies: Sequence[Allergy] = ()
    health_cards: Sequence[HealthCard] = ()
    certificates: Sequence[DisabilityCertificate] = ()
    belongings: Sequence[Belonging] = ()


def prefilled(known: Known, said: Said, *, today: date, collector_id: str | None = None) -> IntakeForm:
    """A new form with what the book knows; nothing is guessed, and what is not known stays empty.

    Its texts are kept in the book and printed, so they are Vietnamese whatever the window speaks.
    """
    episode = known.episode
    carer = carer_of(known.relatives)
    return IntakeForm(
        episode_id=episode.id,
        admission_reason=episode.reason,
        referred_by=episode.brought_by or (said("admission_source", episode.source) if episode.source else ""),
        benefits=_lines(_card(card) for card in known.health_cards if _is_valid(card, today)),
        state_on_arrival=episode.intake_state,
        belongings=_lines(_thing(one) for one in known.belongings if one.returned_on is None),
        illness=_lines([*(_disability(one, said) for one in known.certificates), *map(_allergy, known.allergies)]),
        household_address=home_of(known.addresses, said),
        carer_name=carer.full_name if carer else "",
        carer_born=carer.born if carer else None,
        carer_relation=carer.relation if carer else None,
        carer_address=carer.address if carer else "",
        carer_phone=carer.phone if carer else "",
        carer_id_no=carer.national_id if carer else "",
        collected_on=today,
        collector_id=collector_id,
    )


def carer_of(relatives: Sequence[Relative]) -> Relative | None:
    """The guardian; without one, who is called in an emergency. Never somebody who must not be in contact."""
    open_to = [one for one in relatives if not (one.no_contact or one.no_information)]
    guardians = [one for one in open_to if one.guardian]
    return next(iter(guardians or [one for one in open_to if one.emergency]), None)


def home_of(addresses: Sequence[Address], said: Said) -> str:
    """The permanent home, else the one before the admission, else any that still holds."""
    rank = {"permanent": 0, "before": 1}
    standing = sorted((one for one in addresses if one.to_on is None), key=lambda one: rank.get(one.kind, 2))
    return _address(standing[0], said) if standing else ""


def _address(address: Address, said: Said) -> str:
    if address.as_written:
        return address.as_written
    listed = (("commune", address.commune), ("province", address.province))
    return ", ".join(filter(None, (address.village, *(said(name, code) for name, code in listed if code))))


def _is_valid(card: HealthCard, day: date) -> bool:
    return card.valid_to is None or card.valid_to >= day


def _card(card: HealthCard) -> str:
    until = f", dùng đến {written(card.valid_to)}" if card.valid_to else ""
    return f"Thẻ BHYT {identity.health_card_words(card.number)}{until}"


def _disability(paper: DisabilityCertificate, said: Said) -> str:
    kinds = ", ".join(said("disability_kind", kind) for kind in paper.kinds)
    degree = said("disability_degree", paper.degree) if paper.degree else ""
    number = f"giấy xác nhận khuyết tật {paper.number}" if paper.number else "có giấy xác nhận khuyết tật"
    return " · ".join(filter(None, (kinds, degree, number)))


def _allergy(allergy: Allergy) -> str:
    return f"Dị ứng {allergy.substance}" + (f" ({allergy.reaction})" if allergy.reaction else "")


def _thing(one: Belonging) -> str:
    if one.amount is not None:
        return f"{one.what}: {dong(one.amount)}"
    return f"{one.what} × {one.quantity}"


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(filter(None, parts))


def tidy(form: IntakeForm) -> IntakeForm:
    """The form as it is kept: names normalised, numbers in their plain form where they can be read."""
    return replace(
        form,
        household_head=normalise(form.household_head),
        carer_name=normalise(form.carer_name),
        household_head_phone=_plain_phone(form.household_head_phone),
        carer_phone=_plain_phone(form.carer_phone),
        household_head_id_no=_plain_number(form.household_head_id_no),
        carer_id_no=_plain_number(form.carer_id_no),
    )


def _plain_phone(typed: str) -> str:
    reading = identity.read_phone(typed) if typed else None
    return reading.value if reading and reading.problem is None else typed


def _plain_number(typed: str) -> str:
    reading = identity.read_identity_number(typed) if typed else None
    return reading.value if reading and reading.problem is None else typed


def day_problems(field: str, day: date | None, stay: Episode, *, today: date) -> list[Problem]:
    """What is wrong with the day of a form of a stay: in the future, or long before the admission; late is only unusual."""
    if day is None:
        return []
    if day > today:
        return [Problem(field, message("{day} lies in the future.", day=written(day)))]
    if day < stay.start_on - timedelta(days=EARLY_DAYS):
        return [
            Problem(
                field,
                message(
                    "{day} is more than a year before the admission ({start}). Check the year.",
                    day=written(day),
                    start=written(stay.start_on),
                ),
            )
        ]
    if stay.end_on is not None and day > stay.end_on:
        return [
            warning(
                field,
                message("{day} is after the end of the stay ({end}).", day=written(day), end=written(stay.end_on)),
            )
        ]
    return []


def problems_in(form: IntakeForm, stay: Episode, *, today: date) -> list[Problem]:
    """Errors and warnings beside the fields of the form as it stands, finished or not."""
    found = day_problems("collected_on", form.collected_on, stay, today=today)
    for name in ("household_head", "carer_name", "informant"):
        if len(getattr(form, name)) > LONGEST_NAME:
            found.append(Problem(name, message("The name is longer than 200 letters; was something else pasted?")))
    for name in ("household_head_born", "carer_born"):
        found += _birth(name, getattr(form, name), today)
    for name in ("household_head_phone", "carer_phone"):
        reading = identity.read_phone(getattr(form, name)) if getattr(form, name) else None
        if reading is not None and reading.problem is not None:
            found.append(warning(name, reading.problem))
    for name in ("household_head_id_no", "carer_id_no"):
        number = identity.read_identity_number(getattr(form, name)) if getattr(form, name) else None
        if number is not None and number.problem is not None:
            found.append(warning(name, number.problem))
    if form.income is not None and form.income < 0:
        found.append(Problem("income", message("A sum of money is not negative.")))
    if form.family_size is not None and not 0 <= form.family_size <= LARGEST_FAMILY:
        found.append(Problem("family_size", message("A family of {n} people: check the number.", n=form.family_size)))
    return found + too_long(form, (name for names in SECTIONS.values() for name in names))


def _birth(field: str, born: PartialDate | None, today: date) -> list[Problem]:
    if born is None or born.is_unknown:
        return []
    if born.earliest > today:
        return [Problem(field, message("The birth lies in the future."))]
    if born.earliest.year < today.year - OLDEST:
        years = today.year - born.earliest.year
        return [Problem(field, message("That would be {years} years old. Check the year.", years=years))]
    return []


def too_long(record: object, names: Iterable[str]) -> list[Problem]:
    """Texts no form has room for: something else was pasted."""
    return [
        Problem(name, message("The text is longer than 20,000 letters; was something else pasted?"))
        for name in names
        if isinstance(text := getattr(record, name), str) and len(text) > LONGEST_TEXT
    ]


def problems_before_completing(form: IntakeForm, stay: Episode, *, today: date) -> list[Problem]:
    """`problems_in`, and what must be there before the form is completed and frozen."""
    found = problems_in(form, stay, today=today)
    if form.collected_on is None:
        found.append(Problem("collected_on", message("Write the day the information was gathered.")))
    if not form.collector_id:
        found.append(Problem("collector_id", message("Choose who gathered the information.")))
    if not (form.informant.strip() or form.source.strip()):
        found.append(Problem("informant", message("Write who gave the information, or which source it comes from.")))
    if not form.needs.strip():
        found.append(Problem("needs", message("Write the needs, the most urgent first; without any, write so.")))
    return found


def problems_in_replacing(form: IntakeForm, others: Sequence[IntakeForm]) -> list[Problem]:
    """What stands against a new form: one is still in progress, or a completed one is not named with a reason.

    ``others`` are the forms of the stay that were not struck through or replaced.
    """
    if any(one.state is FormState.IN_PROGRESS for one in others):
        return [Problem("", message("A form 01 of this stay is already in progress. Continue that one."))]
    completed = {one.id for one in others if one.state is FormState.COMPLETED}
    if completed and form.replaces_id not in completed:
        return [Problem("", message("Form 01 of this stay is completed; a correction is a new form that replaces it."))]
    if form.replaces_id and not form.replaced_because.strip():
        return [Problem("replaced_because", message("Say why a new form is needed."))]
    return []


def current(forms: Sequence[IntakeForm]) -> IntakeForm | None:
    """The form to be shown: the one in progress, else the newest completed one."""
    standing = [one for one in forms if not one.is_withdrawn]
    in_progress = [one for one in standing if one.state is FormState.IN_PROGRESS]
    return next(iter(in_progress or standing), None)
