"""The tabs that the pages of one field share: daily care, medicines, rehabilitation, the way home, social work, the office."""

from __future__ import annotations

from functools import partial

from carebook.ui.parts.buttons import on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.tabs import Tabs
from carebook.words import N_, _

_THERAPY = (
    ("rehabilitation", N_("My day")),
    ("schedules", N_("Week")),
    ("packages", N_("Packages of sessions")),
    ("devices", N_("Devices lent")),
    ("programmes", N_("Programmes")),
    ("therapy_work", N_("Work done")),
)
_PATHS = (
    ("reintegration", N_("Stages of the way home")),
    ("follow_ups", N_("Follow-up visits")),
    ("contacts", N_("Contacts and visitors")),
    ("collaborators", N_("Collaborators")),
)
_SERVICES = (
    ("social_work", N_("Managed cases")),
    ("services", N_("Services")),
    ("hotline", N_("Hotline")),
    ("referrals", N_("Referrals")),
    ("partners", N_("Partners")),
    ("community", N_("In communities")),
    ("relief", N_("Relief")),
)
_DAILY = (
    ("daily_care", N_("Enter by room")),
    ("health", N_("Health")),
    ("incidents", N_("Incidents")),
    ("shifts", N_("Hand over shift")),
    ("duty_rosters", N_("Duty roster")),
    ("beds", N_("Map of beds")),
    ("hospital", N_("Away")),
    ("meals", N_("Meals")),
    ("supplies", N_("Goods issued")),
    ("staffing", N_("Staffing")),
)
_MEDICINES = (
    ("medication", N_("Dose rounds")),
    ("prescriptions", N_("Prescriptions")),
    ("stock", N_("Stock of medicines")),
)
_OFFICE = (
    ("statistics", N_("Quick statistics")),
    ("office_lists", N_("Lists of a period")),
    ("outgoing", N_("Letters and invitations")),
)


class LeadingTabs(Tabs):
    """Leads from one of several pages to the others, by Ctrl+Tab too; ``current`` is the page that shows them."""

    def __init__(self, desk: Desk, pages: tuple[tuple[str, str], ...], current: str, name: str) -> None:
        super().__init__([(page, _(words)) for page, words in pages], name)
        self._desk, self._page = desk, current
        self.choose(current)
        self.chosen.connect(self._lead)
        for key, by in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            on_key(self, key, partial(self.step, by), whole_window=True)

    def _lead(self, page: str) -> None:
        if page != self._page:
            self._desk.go(page)
            self.choose(self._page)


class TherapyTabs(LeadingTabs):
    """The pages of rehabilitation."""

    def __init__(self, desk: Desk, current: str) -> None:
        super().__init__(desk, _THERAPY, current, _("Rehabilitation"))


class PathTabs(LeadingTabs):
    """The pages of the way home."""

    def __init__(self, desk: Desk, current: str) -> None:
        super().__init__(desk, _PATHS, current, _("Reintegration"))


class ServiceTabs(LeadingTabs):
    """The pages of social work."""

    def __init__(self, desk: Desk, current: str) -> None:
        super().__init__(desk, _SERVICES, current, _("Social work"))


class DailyTabs(LeadingTabs):
    """The pages of daily care."""

    def __init__(self, desk: Desk, current: str) -> None:
        super().__init__(desk, _DAILY, current, _("Daily care"))


class MedicineTabs(LeadingTabs):
    """The pages of medicines."""

    def __init__(self, desk: Desk, current: str) -> None:
        super().__init__(desk, _MEDICINES, current, _("Medication"))


class OfficeTabs(LeadingTabs):
    """Statistics, lists and letters of the office."""

    def __init__(self, desk: Desk, current: str) -> None:
        super().__init__(desk, _OFFICE, current, _("Office work"))
