"""The tabs of the settings: their names, words and rights; what they show is loaded when one is opened."""

from __future__ import annotations

from dataclasses import dataclass

from carebook.ui.parts.desk import Desk
from carebook.words import N_, _


@dataclass(frozen=True)
class Entry:
    """One tab: its name, which is its module's too, its words, its class, and the deed or question that shows it ("" =
    everybody).

    A tab that is not ``for_departments`` is about the people cared for: a department's book has none.
    """

    name: str
    words: str
    cls: str
    deed: str = ""
    question: str = ""
    for_departments: bool = True


TABS = (
    Entry("center", N_("Center"), "CenterTab", deed="add_room"),
    Entry("accounts", N_("People and rights"), "AccountsTab", question="accounts"),
    Entry("spare_keys", N_("Spare keys"), "SpareKeysTab", deed="renew_recovery_key"),
    Entry("codes", N_("Lists and rates"), "CodesTab", deed="amend_dated_row"),
    Entry("instruments", N_("Scales"), "InstrumentsTab", deed="add_instrument", for_departments=False),
    Entry("therapy", N_("Rehab"), "TherapyTab", deed="add_therapy_room", for_departments=False),
    Entry("layouts", N_("Layouts of reports"), "LayoutsTab", deed="save_template", for_departments=False),
    Entry("backups", N_("Backup"), "BackupsTab", deed="back_up_book"),
    Entry("signing", N_("Signing"), "SigningTab", deed="make_signing_key"),
    Entry("trust", N_("Trusted signers"), "TrustTab", deed="trust_facility"),
    Entry("readings", N_("Reading log"), "ReadingsTab", question="readings"),
    Entry("own_account", N_("My account"), "OwnAccountTab"),
    Entry("look", N_("Look"), "LookTab"),
    Entry("updates", N_("Update"), "UpdatesTab", deed="prepare_update"),
    Entry("about", N_("About CareBook"), "AboutTab"),
)


def shown_to(desk: Desk) -> list[Entry]:
    """The tabs that who is signed in may see."""
    return [entry for entry in TABS if _may_see(desk, entry)]


def _may_see(desk: Desk, entry: Entry) -> bool:
    if desk.facility.book_kind == "department" and not entry.for_departments:
        return False
    if entry.deed:
        return desk.may(entry.deed)
    return not entry.question or desk.may_ask(entry.question)


def words_of(desk: Desk, entry: Entry) -> str:
    """What stands on a tab."""
    if entry.name == "center" and desk.facility.book_kind == "department":
        return _("The department")
    return _(entry.words)
