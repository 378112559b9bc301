"""What the page of form 01 asks of the book, and what it says under the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from carebook import dates
from carebook.records.declaration import field_of
from carebook.records.intake import FormState, IntakeForm
from carebook.rules.intake import SECTIONS, Known, Said, prefilled, problems_before_completing
from carebook.rules.problem import errors
from carebook.store import staff
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_draft
from carebook.store.intake import intake_forms, known
from carebook.words import _, ngettext

FORM = "intake"
_ORDER = [name for names in SECTIONS.values() for name in names]


@dataclass(frozen=True)
class Opened:
    """The stay, its forms (the newest first), who may have gathered, the names of everybody who ever worked, the draft."""

    known: Known
    forms: tuple[IntakeForm, ...]
    here: tuple[tuple[str, str], ...]
    names: Mapping[str, str]
    draft: Draft | None

    def begun(self, said: Said, collector_id: str, today: date) -> IntakeForm:
        """A new form with what the book knows."""
        collector = collector_id if any(code == collector_id for code, _name in self.here) else None
        return prefilled(self.known, said, today=today, collector_id=collector)


def opened(reader: Reader, episode_id: str, today: date) -> Opened | None:
    """Everything the page shows; None when there is no such stay or it may not be seen."""
    found = known(reader, episode_id)
    if found is None:
        return None
    here = tuple((member.id, member.full_name) for member in staff.staff_members(reader, today))
    names = {member.id: member.full_name for member in staff.staff_members(reader)}
    return Opened(found, intake_forms(reader, episode_id), here, names, own_draft(reader, FORM, episode_id))


def standing(form: IntakeForm, found: Opened, today: date) -> str:
    """What a form still lacks to be completed, or when and by whom the completed one was gathered."""
    if form.state is FormState.COMPLETED:
        day = dates.written(form.collected_on) if form.collected_on else "–"
        who = found.names.get(form.collector_id or "") or "–"
        return _("Completed. Gathered on {day} by {name}.").format(day=day, name=who)
    lacking = sorted(
        (problem.field for problem in errors(problems_before_completing(form, found.known.episode, today=today))),
        key=_ORDER.index,
    )
    if not lacking:
        return _("Can be completed.")
    words = ngettext(
        "{n} field left before it can be completed", "{n} fields left before it can be completed", len(lacking)
    )
    named = ", ".join(field_of(IntakeForm, name).label for name in lacking[:3])
    return f"{words.format(n=len(lacking))}: {named}"


def reasons_for_new() -> list[tuple[str, str]]:
    """Why a completed form is replaced by a new one."""
    return [
        ("wrong", _("Something was written down wrongly")),
        ("more", _("More became known")),
        ("other", _("Other reason")),
    ]
