"""What can be gone to or done from anywhere: every page of the navigation, and deeds that need nobody to be chosen first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from carebook.records.periods import ReportKind
from carebook.rules.page_codes import digits_of, in_groups, problem_with
from carebook.rules.periods import key_before, key_on
from carebook.rules.search_words import fit
from carebook.ui.main_window.navigation import ENTRIES, Entry, entry_of, is_open_to
from carebook.ui.pages.settings.entries import shown_to, words_of
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk, Place
from carebook.words import N_, _, message

Doing = Literal["", "call", "backup", "lock", "switch", "light", "dark"]
"""What the window does itself instead of showing a page."""


@dataclass(frozen=True)
class Deed:
    """Something to be done from anywhere: where it leads, or what the window does, and the right that shows it.

    ``needs`` and ``asks`` as in ``Entry``, beside those of its page. ``last_month``: the report of the month before is shown.
    """

    name: str
    icon: str
    words: str
    page: str = ""
    about: Mapping[str, Any] = field(default_factory=dict)
    does: Doing = ""
    needs: str = ""
    asks: str = ""
    key: str = ""
    last_month: bool = False


DEEDS: tuple[Deed, ...] = (
    Deed("admit", "user-plus", N_("Admit"), "admission"),
    Deed("import", "file-spreadsheet", N_("Import from Excel"), "lists"),
    Deed("enter", "heart-pulse", N_("Enter by room"), "daily_care", needs="record_observations"),
    Deed("incident", "triangle-alert", N_("Report an incident"), "incidents", {"new": "1"}, needs="report_incident"),
    Deed("call", "phone", N_("Take a call to the hotline"), "hotline", does="call", needs="save_call", key="F9"),
    Deed("close", "lock", N_("Close period"), "reports", {"close": True}, needs="close_period", last_month=True),
    Deed("report", "file-text", N_("Report of last month"), "reports", {"look": "figures"}, last_month=True),
    Deed("paper", "printer", N_("Last month's report on paper"), "reports", {"look": "paper"}, last_month=True),
    Deed(
        "batch",
        "printer",
        N_("Print papers by room, ward…"),
        "case_papers",
        {"batch": True},
        needs="print_batch",
    ),
    Deed("letter", "pencil", N_("Write a letter"), "outgoing", {"new": "1"}, needs="save_outgoing"),
    Deed("backup", "hard-drive", N_("Back up now"), "settings", does="backup", needs="back_up_book"),
    Deed("lock", "lock", N_("Lock screen"), does="lock", key="Ctrl+L"),
    Deed("switch", "users", N_("Switch person"), does="switch"),
    Deed("own_password", "lock-open", N_("Change own password"), "settings", {"tab": "own_account"}),
    Deed("light", "sun", N_("Light colours"), does="light"),
    Deed("dark", "moon", N_("Dark colours"), does="dark"),
)


@dataclass(frozen=True)
class Way:
    """A page or a deed as it is offered: ``where`` it stands, the ``key`` that does the same, the ``place`` it leads to."""

    id: str
    icon: str
    words: str
    where: str = ""
    key: str = ""
    place: Place | None = None
    does: Doing = ""
    is_deed: bool = False


def ways_of(desk: Desk) -> list[Way]:
    """Every page and deed open to who is signed in, pages first, each in the order of the navigation."""
    entries = [entry for entry in ENTRIES if entry is not None and not entry.of_one and is_open_to(desk, entry)]
    wholes = {deed.page for deed in DEEDS if not deed.about and not deed.needs and not deed.last_month}
    pages = [_page(entry) for entry in entries if entry.page not in wholes]
    deeds = [_deed(desk, deed) for deed in DEEDS if _is_offered(desk, deed)]
    return [*pages, *_settings(desk), *deeds]


def _page(entry: Entry) -> Way:
    where = _(entry_of(entry.under).words) if entry.under else ""
    return Way(f"page {entry.page}", entry.icon, _(entry.words), where, entry.key, Place(entry.page))


def _is_offered(desk: Desk, deed: Deed) -> bool:
    if deed.page and not is_open_to(desk, entry_of(deed.page)):
        return False
    if deed.does in ("light", "dark") and theme.worn().name == deed.does:
        return False
    return (not deed.needs or desk.may(deed.needs)) and (not deed.asks or desk.may_ask(deed.asks))


def _deed(desk: Desk, deed: Deed) -> Way:
    about = dict(deed.about)
    if deed.last_month:
        about["month"] = key_before(key_on(ReportKind.MONTHLY, desk.today()))
    place = Place(deed.page, about) if deed.page and not deed.does else None
    where = _(entry_of(deed.page).words) if deed.page and _(entry_of(deed.page).words) != _(deed.words) else ""
    return Way(f"deed {deed.name}", deed.icon, _(deed.words), where, deed.key, place, deed.does, is_deed=True)


def _settings(desk: Desk) -> list[Way]:
    """A way to every tab of the settings."""
    where = _("Settings")
    return [
        Way(f"settings {tab.name}", "settings", words_of(desk, tab), where, "", Place("settings", {"tab": tab.name}))
        for tab in shown_to(desk)
    ]


def way_of_code(desk: Desk, typed: str) -> Way | None:
    """The way to the version a printed page belongs to, when what was typed is the code at its foot."""
    if problem_with(typed) is not None or not is_open_to(desk, entry_of("reports")):
        return None
    words = str(message("Version of the page {code}", code=in_groups(digits_of(typed))))
    return Way("code", "search", words, _("Reports"), "", Place("reports", {"code": typed}))


def answering(typed: str, ways: Sequence[Way], recent: Sequence[str]) -> list[Way]:
    """The ways whose words answer to what was typed, best first; of two equal ones that which was chosen lately."""
    lately = {way_id: place for place, way_id in enumerate(recent)}
    found = []
    for place, way in enumerate(ways):
        fits = fit(typed, way.words)
        if fits is None and (beside := fit(typed, f"{way.where} {way.words}")) is not None:
            fits = (4, beside[1])
        if fits is not None:
            found.append((fits[0], lately.get(way.id, len(lately)), fits[1], place, way))
    return [way for *_order, way in sorted(found, key=lambda one: one[:4])]
