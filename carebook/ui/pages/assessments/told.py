"""What the page of assessments says: the state of each part, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from carebook import dates
from carebook.records import enum_words
from carebook.records.assessments import EligibilityCheck
from carebook.records.intake import FormState
from carebook.rules.assessments import AssessmentFile
from carebook.ui.pages.assessments.rail import RailEntry
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.needs import MARKS, domain_words, level_words
from carebook.words import _, pgettext

GENERAL, CRITERIA = "general", "criteria"
"""The first and the last part; between them stand the domains."""


def entries(desk: Desk, domains: Sequence[str], file: AssessmentFile, check: EligibilityCheck) -> list[RailEntry]:
    """The parts with their state in words and signs."""
    kind = enum_words.said(file.assessment.kind) if file.assessment.kind else ""
    levels = [(code, file.level(code)) for code in domains]
    return [
        RailEntry(GENERAL, _("General"), kind),
        *(
            RailEntry(code, desk.words("need_domain", code), level_words(level), MARKS.get(level))
            for code, level in levels
        ),
        _of_criteria(check),
    ]


def _of_criteria(check: EligibilityCheck) -> RailEntry:
    words = _("Criteria of service (form 03)")
    if check.state is FormState.COMPLETED:
        return RailEntry(CRITERIA, words, pgettext("form", "Completed"), ("full", "ok"))
    if check.id:
        return RailEntry(CRITERIA, words, pgettext("form", "In progress"), ("half", "text2"))
    return RailEntry(CRITERIA, words, _("Not begun"))


def standing(file: AssessmentFile, domains: Sequence[str], names: Mapping[str, str]) -> str:
    """How far it is, who completed it, or why it was struck through."""
    assessment = file.assessment
    if assessment.is_withdrawn:
        return _("Struck through: {reason}").format(reason=assessment.withdrawn_because)
    if file.is_completed:
        who = names.get(assessment.assessor_id or "", "–")
        again = dates.written(assessment.next_on) if assessment.next_on else "–"
        return _("Completed by {name}. Assess again on {day}.").format(name=who, day=again)
    done = sum(file.level(code) is not None for code in domains)
    return _("{done}/{all} domains assessed").format(done=done, all=len(domains))


def missing_words(desk: Desk, domains: Sequence[str]) -> str:
    """The domains without a level; "" when there are none."""
    return _("Not assessed: {domains}.").format(domains=domain_words(desk, domains)) if domains else ""
