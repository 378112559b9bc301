"""The tabs that the pages of rehabilitation share, those of the way home and of social work; each tab is a page of its own."""

from __future__ import annotations

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


class LeadingTabs(Tabs):
    """Leads from one of several pages to the others; ``current`` is the page that shows them."""

    def __init__(self, desk: Desk, pages: tuple[tuple[str, str], ...], current: str, name: str) -> None:
        super().__init__([(page, _(words)) for page, words in pages], name)
        self._desk, self._page = desk, current
        self.choose(current)
        self.chosen.connect(self._lead)

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
