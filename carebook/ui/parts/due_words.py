"""How something due is shown in lists: its lateness, its title, why and on what basis, and the tab that ends it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from carebook import dates
from carebook.records.codes import HolidayRow
from carebook.rules import due
from carebook.rules.due import DueItem
from carebook.ui.parts.table import Cell
from carebook.words import N_, _

# What a clock asks for, by its kind; birthdays share one.
_TITLES = {
    "emergency_dossier": N_("Complete the dossier"),
    "missing_paper": N_("Complete the dossier"),
    "emergency_stay": N_("End or extend the emergency care"),
    "public_notice": N_("Settle the public notice"),
    "stop_decision": N_("Decide about ending the stay"),
    "no_contact": N_("Consider ending the stay"),
    "contract_end": N_("Renew the contract"),
    "health_card": N_("Renew the health card"),
    "identity_paper": N_("Renew the identity paper"),
    "disability_certificate": N_("Assess the disability again"),
    "guardianship": N_("Renew the guardianship"),
}
_AGE_TITLE = N_("Settle what the birthday brings")
_IN_DETAILS = frozenset({"health_card", "identity_paper", "disability_certificate", "guardianship"})
_SOON_DAYS = 3


def title_of(item: DueItem) -> str:
    """What is to be done."""
    return _(_TITLES.get(item.kind, _AGE_TITLE))


def tab_of(item: DueItem) -> str:
    """The tab of the person's page in which it is ended."""
    return "details" if item.kind in _IN_DETAILS else "stays"


def lateness_cell(item: DueItem, now: datetime, own: Sequence[HolidayRow]) -> Cell:
    """ "Quá hạn 12 ngày", "Còn 3 ngày": red only for the center's own lateness."""
    near = due.days_late(item, dates.today_in_vietnam(now)) >= -_SOON_DAYS
    tone = "danger" if due.is_late(item, now) else "warn" if near else "text2"
    return Cell(str(due.lateness_words(item, now, own)), tone=tone, small=True, weight=500)


def why_words(item: DueItem) -> str:
    """Why it is due, and on what basis."""
    return f"{item.why} · {item.basis}" if item.basis else str(item.why)
