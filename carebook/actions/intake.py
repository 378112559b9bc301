"""Deeds about form 01: kept while it is written, completed and frozen, replaced by a new one with its reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.actions.people import visible_stay
from carebook.records.assessments import Assessment, EligibilityCheck
from carebook.records.episodes import Episode
from carebook.records.intake import FormState, IntakeForm
from carebook.records.people import Person
from carebook.records.staff import Actor
from carebook.rules.intake import problems_before_completing, problems_in, problems_in_replacing, tidy
from carebook.store.book import Book, Writer, in_vietnam
from carebook.words import N_, Message, message

F = TypeVar("F", IntakeForm, Assessment, EligibilityCheck)


@deed(N_("Save the intake form"), "casework")
def save_intake(
    book: Book, form: IntakeForm, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Keep form 01 as it stands, in progress; a new one when it has no id. A completed one is refused.

    ``Change.result`` is the kept `IntakeForm`.
    """
    with book.changing(by.account_id, now, op, "save_intake", reason=reason) as writer:
        tidied = replace(tidy(form), state=FormState.IN_PROGRESS)
        if form.id:
            there, stay, person = form_in_progress(writer, IntakeForm, form.id, by, now)
            stop_at(problems_in(tidied, stay, today=in_vietnam(now)))
            kept = writer.amend(replace(tidied, episode_id=there.episode_id, replaces_id=there.replaces_id), seen=seen)
        else:
            stay, person = visible_stay(writer, form.episode_id, by, now)
            stop_at(problems_in(tidied, stay, today=in_vietnam(now)))
            stop_at(problems_in_replacing(tidied, writer.records(IntakeForm, "episode_id = ?", (stay.id,))))
            kept = writer.add(tidied)
    return Change(
        frozenset({"casework"}), (kept.id,), op, message("Saved form 01 of {name}.", name=person.full_name), result=kept
    )


@deed(N_("Complete the intake form"), "casework")
def complete_intake(
    book: Book, form_id: str, *, by: Actor, now: datetime, op: str = "", seen: int | None = None, reason: str = ""
) -> Change:
    """Complete form 01; from now on it is frozen, and the form it replaces is no longer counted.

    ``Change.result`` is the completed `IntakeForm`.
    """
    with book.changing(by.account_id, now, op, "complete_intake", reason=reason) as writer:
        form, stay, person = form_in_progress(writer, IntakeForm, form_id, by, now)
        stop_at(problems_before_completing(form, stay, today=in_vietnam(now)))
        kept = writer.amend(replace(form, state=FormState.COMPLETED), seen=seen)
        if form.replaces_id:
            writer.withdraw(IntakeForm, form.replaces_id, form.replaced_because)
    said = message("Completed form 01 of {name}.", name=person.full_name)
    return Change(frozenset({"casework"}), (kept.id,), op, said, result=kept)


def frozen() -> Message:
    """The one sentence about every completed form."""
    return message("This form is completed and no longer changes; a correction is a new form with its reason.")


def form_in_progress(writer: Writer, cls: type[F], id: str, by: Actor, now: datetime) -> tuple[F, Episode, Person]:
    """A form that can still be written, with its stay and person; refused when it is completed or struck through."""
    form = writer.record(cls, id)
    if form is None:
        raise LookupError(id)
    stay, person = visible_stay(writer, form.episode_id, by, now)
    if form.state is FormState.COMPLETED or form.is_withdrawn:
        raise refuse(frozen())
    return form, stay, person
