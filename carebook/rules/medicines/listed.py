"""One medicine of the list: how it is called, what must be written of it, which rows are the same medicine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from carebook.money import number
from carebook.records.medication import Medicine
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem
from carebook.rules.search_words import words_in
from carebook.words import message

MOST_KEPT = 1_000_000


def called(medicine: Medicine) -> str:
    """A medicine with its strength: "Amlodipin 5 mg"."""
    return " ".join(filter(None, (medicine.name, medicine.strength)))


def same_as(medicine: Medicine) -> tuple[str, ...]:
    """By what two rows are one medicine: name, strength and form; marks, capitals and spaces do not matter."""
    return "".join(words_in(medicine.name)), "".join(words_in(medicine.strength)), medicine.form


def problems_in_medicine(medicine: Medicine, others: Iterable[Medicine], *, today: date) -> list[Problem]:
    """What stands against a medicine of the list; ``others`` are those of the list."""
    found = []
    if not medicine.name.strip():
        found.append(Problem("name", message("Write the name of the medicine.")))
    if not medicine.substance.strip():
        found.append(Problem("substance", message("Write the active substance; allergies are checked by it.")))
    if not medicine.form:
        found.append(Problem("form", message("Choose the form of the medicine.")))
    if not medicine.unit:
        found.append(Problem("unit", message("Choose what the medicine is counted in.")))
    if medicine.keep_at_least is not None and not 0 <= medicine.keep_at_least <= MOST_KEPT:
        said = message("What is kept is between 0 and {most}.", most=number(MOST_KEPT))
        found.append(Problem("keep_at_least", said))
    if medicine.ended_on is not None and not 1990 <= medicine.ended_on.year <= today.year + 1:
        said = message("The year {year} cannot be meant. Check it.", year=medicine.ended_on.year)
        found.append(Problem("ended_on", said))
    if any(one.id != medicine.id and same_as(one) == same_as(medicine) for one in others):
        said = message("{medicine} of this form is on the list already.", medicine=called(medicine))
        found.append(Problem("name", said))
    return [*found, *too_long(medicine, ("name", "substance", "strength", "note"))]
