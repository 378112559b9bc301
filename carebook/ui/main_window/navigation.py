"""The index tabs on the left: every page with the right that shows it, the way to the palette, who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton

from carebook.rules import permissions
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button, Pressed
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Chip, ElidedLabel, Face, Sign, label
from carebook.ui.parts.layouts import box, column, row
from carebook.words import N_, _

CENTER = frozenset({"center"})
DEPARTMENT = frozenset({"department"})


@dataclass(frozen=True)
class Entry:
    """One item of the navigation: its page's name, icon, words, the module and class, and the right that shows it.

    ``needs`` is a deed, ``asks`` a kind of question; who has no right to it sees neither the item nor the page. ``under`` is
    the item that is marked while a page without one of its own is on show; a ``lone`` page has one for who may not see that.
    ``books`` are the kinds of book that have the page: a department's holds nobody who is cared for. A page ``of_one`` is
    about one person, group or record and cannot be gone to without saying which.
    """

    page: str
    icon: str
    words: str
    module: str
    cls: str
    needs: str = ""
    asks: str = ""
    shown: bool = True
    key: str = ""
    under: str = ""
    lone: bool = False
    books: frozenset[str] = CENTER
    of_one: bool = False

    @property
    def path(self) -> str:
        """The whole name of its module."""
        return f"carebook.ui.pages.{self.module}"


def _behind(
    page: str,
    words: str,
    cls: str,
    *,
    under: str = "residents",
    needs: str = "",
    asks: str = "",
    icon: str = "file-text",
    of_one: bool = True,
) -> Entry:
    """A page without an item of its own, reached from other pages."""
    return Entry(page, icon, words, page, cls, needs, asks, shown=False, under=under, of_one=of_one)


def _of_paths(page: str, words: str, cls: str, *, of_one: bool = False) -> Entry:
    """A page of the way home besides the board."""
    return _behind(page, words, cls, under="reintegration", asks="reintegration", icon="house", of_one=of_one)


def _of_services(page: str, words: str, cls: str, *, of_one: bool = False) -> Entry:
    """A page of social work besides the managed cases."""
    return _behind(page, words, cls, under="social_work", asks="services", icon="handshake", of_one=of_one)


def _of_days(page: str, words: str, cls: str, asks: str = "daily_care") -> Entry:
    """A page of daily care besides the entering by room."""
    return _behind(page, words, cls, under="daily_care", asks=asks, icon="heart-pulse", of_one=False)


def _of_therapy(page: str, words: str, cls: str, *, of_one: bool = False) -> Entry:
    """A page of rehabilitation besides the day."""
    return _behind(page, words, cls, under="rehabilitation", asks="rehabilitation", icon="dumbbell", of_one=of_one)


def _of_medicines(page: str, words: str, cls: str) -> Entry:
    """A page of medicines besides the rounds."""
    return _behind(page, words, cls, under="medication", asks="medication", icon="pill", of_one=False)


def _of_cases(page: str, words: str, cls: str, asks: str) -> Entry:
    """A page about all managed cases."""
    return _behind(page, words, cls, under="social_work", asks=asks, icon="handshake", of_one=False)


def _of_office(page: str, words: str, cls: str, asks: str) -> Entry:
    """A page of the office besides the statistics."""
    return _behind(page, words, cls, under="statistics", asks=asks, of_one=False)


ENTRIES: tuple[Entry | None, ...] = (
    Entry(
        *("receiving", "landmark", N_("Reports of the centers"), "receiving", "ReceivingPage"),
        asks="receiving",
        key="Ctrl+1",
        books=DEPARTMENT,
    ),
    Entry("today", "sun", N_("Today"), "today", "TodayPage", key="Ctrl+1"),
    Entry(
        *("overview", "chart-column", N_("At a glance"), "today.overview", "OverviewPage"),
        asks="overview",
        shown=False,
        under="today",
    ),
    None,
    Entry("residents", "users", N_("Residents"), "residents", "ResidentsPage", asks="people", key="Ctrl+2"),
    _behind("person", N_("Person"), "PersonPage", asks="people"),
    _behind("admission", N_("Admit"), "AdmissionPage", needs="admit_person", of_one=False),
    _behind("discharge", N_("End the stay"), "DischargePage", needs="discharge_person"),
    _behind("papers", N_("Papers"), "PapersPage", needs="print_papers"),
    _behind("lists", N_("Import from Excel"), "ListsPage", needs="import_list", of_one=False),
    _behind("merging", N_("Merge records"), "MergingPage", needs="merge_people", icon="users", of_one=False),
    _behind("intake", N_("Gathering information (form 01)"), "IntakePage", asks="casework"),
    _behind("assessments", N_("Assessment of needs (form 02)"), "AssessmentPage", asks="casework"),
    _behind("instruments", N_("Scale"), "InstrumentPage", asks="casework"),
    _behind("care_plans", N_("Care plan"), "PlanPage", asks="casework"),
    _behind("goal_thread", N_("Goal thread"), "GoalThreadPage", asks="casework"),
    _behind("conferences", N_("Meetings"), "ConferencesPage", asks="casework"),
    _behind("closures", N_("Form 06"), "ClosurePage", asks="casework"),
    _behind("case_papers", N_("Case papers"), "CasePapersPage", needs="print_papers", asks="casework"),
    Entry(
        "daily_care", "heart-pulse", N_("Daily care"), "daily_care", "DailyCarePage", asks="daily_care", key="Ctrl+3"
    ),
    _of_days("health", N_("Health"), "HealthPage", "health"),
    _of_days("incidents", N_("Incidents"), "IncidentsPage", "incidents"),
    _of_days("shifts", N_("Hand over shift"), "ShiftsPage", "shifts"),
    _of_days("briefings", N_("Morning briefing"), "BriefingPage", "shifts"),
    _of_days("duty_rosters", N_("Duty roster"), "DutyRosterPage", "shifts"),
    _of_days("beds", N_("Map of beds"), "BedsPage", "people"),
    _of_days("hospital", N_("Absences and hospital"), "HospitalPage", "people"),
    _of_days("deaths", N_("Death"), "DeathPage", "people"),
    Entry(
        *("meals", "utensils", N_("Meals"), "meals", "MealsPage"),
        asks="meals",
        shown=False,
        under="daily_care",
        lone=True,
    ),
    _of_days("kitchen", N_("Kitchen"), "KitchenPage", "kitchen"),
    _of_days("supplies", N_("Goods issued"), "SuppliesPage", "people"),
    _of_days("staffing", N_("Staffing"), "StaffingPage", "figures"),
    Entry("medication", "pill", N_("Medication"), "medication", "MedicationPage", asks="medication", key="Ctrl+4"),
    _of_medicines("prescriptions", N_("Prescriptions"), "PrescriptionsPage"),
    _of_medicines("stock", N_("Stock of medicines"), "StockPage"),
    Entry(
        *("rehabilitation", "dumbbell", N_("Rehabilitation"), "rehabilitation", "RehabilitationPage"),
        asks="rehabilitation",
        key="Ctrl+5",
    ),
    _of_therapy("schedules", N_("Week"), "WeekPage"),
    _of_therapy("packages", N_("Packages of sessions"), "PackagesPage"),
    _of_therapy("devices", N_("Devices lent"), "DevicesPage"),
    _of_therapy("programmes", N_("Programmes"), "ProgrammesPage"),
    _of_therapy("therapy_work", N_("Work done"), "TherapistWorkPage"),
    _of_therapy("therapy_plans", N_("Rehabilitation plan"), "TherapyPlanPage", of_one=True),
    _of_therapy("therapy_progress", N_("Progress of rehabilitation"), "TherapyProgressPage", of_one=True),
    Entry("groups", "shapes", N_("Groups and classes"), "groups", "GroupsPage", asks="groups", key="Ctrl+6"),
    _behind("classes", N_("Class"), "ClassPage", under="groups", asks="groups", icon="shapes", of_one=False),
    Entry(
        "social_work", "handshake", N_("Social work"), "social_work", "SocialWorkPage", asks="casework", key="Ctrl+7"
    ),
    _of_cases("approvals", N_("Awaiting approval"), "ApprovalsPage", "approvals"),
    _of_cases("progress", N_("Progress report"), "ProgressPage", "casework"),
    _of_services("services", N_("Services"), "ServicesPage"),
    _of_services("hotline", N_("Hotline"), "HotlinePage"),
    _of_services("referrals", N_("Referrals"), "ReferralsPage"),
    _of_services("partners", N_("Partners"), "PartnersPage"),
    _of_services("community", N_("In communities"), "CommunityPage"),
    _of_services("relief", N_("Relief"), "ReliefPage"),
    _of_services("protection", N_("Protection"), "ProtectionPage", of_one=True),
    Entry(
        *("reintegration", "house", N_("Reintegration"), "reintegration", "ReintegrationPage"),
        asks="reintegration",
        key="Ctrl+8",
    ),
    _of_paths("home_path", N_("Way home"), "PathPage", of_one=True),
    _of_paths("tracing", N_("Tracing the family"), "TracingPage", of_one=True),
    _of_paths("families", N_("Family assessment"), "FamilyPage", of_one=True),
    _of_paths("handovers", N_("Handover minutes"), "HandoverPage", of_one=True),
    _of_paths("follow_ups", N_("Follow-up visits"), "FollowUpsPage"),
    _of_paths("contacts", N_("Contacts and visitors"), "ContactsPage"),
    _of_paths("collaborators", N_("Collaborators"), "CollaboratorsPage"),
    None,
    Entry("reports", "file-text", N_("Reports"), "reports", "ReportsPage", asks="periods", key="Ctrl+9"),
    Entry("statistics", "chart-column", N_("Quick statistics"), "statistics", "StatisticsPage", asks="figures"),
    _of_office("office_lists", N_("Lists of a period"), "OfficeListsPage", "figures"),
    _of_office("outgoing", N_("Letters and invitations"), "OutgoingPage", "periods"),
    Entry(
        *("exchange", "send", N_("Send and receive"), "exchange", "ExchangePage"),
        asks="outbox",
        key="Ctrl+0",
        books=CENTER | DEPARTMENT,
    ),
    None,
    Entry(
        *("settings", "settings", N_("Settings"), "settings", "SettingsPage"), key="Ctrl+,", books=CENTER | DEPARTMENT
    ),
)


def entry_of(page: str) -> Entry:
    """The entry of a page; StopIteration when there is no such page."""
    return next(entry for entry in ENTRIES if entry is not None and entry.page == page)


def is_open_to(desk: Desk, entry: Entry) -> bool:
    """Whether the book has the page and who is signed in may see it."""
    if desk.facility.book_kind not in entry.books:
        return False
    may_do = not entry.needs or desk.may(entry.needs)
    return may_do and (not entry.asks or permissions.may_ask(desk.actor, entry.asks, desk.today()))


def _has_item(desk: Desk, entry: Entry) -> bool:
    """Whether who is signed in finds the page among the items."""
    shown = entry.shown or (entry.lone and not is_open_to(desk, entry_of(entry.under)))
    return shown and is_open_to(desk, entry)


class NavigationItem(QToolButton):
    """One index tab; a count stands at its right."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry
        self._count = 0
        self.setIconSize(QSize(18, 18))
        self.setCheckable(True)
        self.setToolTip(_(entry.words) + (f"  {entry.key}" if entry.key else ""))
        self.setAccessibleName(_(entry.words))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.dress()
        self.fold(False)

    def dress(self) -> None:
        """The icon in the colours of the theme in use."""
        self.setIcon(theme.icon(self.entry.icon, "text2", "primary"))

    def fold(self, narrow: bool) -> None:
        """Only the icon when narrow."""
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)
        self.setText("" if narrow else " " + _(self.entry.words))

    def show_count(self, count: int) -> None:
        """The number of things that wait there; none for 0."""
        self._count = count
        words = _(self.entry.words)
        self.setAccessibleName(f"{words}, {count}" if count else words)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.dress()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._count and self.text():
            painter = QPainter(self)
            painter.setFont(theme.font("small", 600))
            painter.setPen(theme.colour("text2"))
            place = self.rect().adjusted(0, 0, -12, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(self._count))
            painter.end()


class Finder(Pressed):
    """Looks like a field and opens the palette, in which is typed."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self._hint = label("Ctrl+K", "small")
        self.setProperty("kind", "finder")
        self.setAccessibleName(words)
        self.setToolTip(f"{words}  Ctrl+K")
        self.setIconSize(QSize(18, 18))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setLayout(row(None, self._hint, margins=(0, 0, 8, 0)))
        self.fold(False)

    def fold(self, narrow: bool) -> None:
        """Only a sign when narrow."""
        self._hint.setVisible(not narrow)
        self.setProperty("narrow", "true" if narrow else "")
        self._dress()
        self.setText("" if narrow else self._words)
        theme.restyle(self)

    def _dress(self) -> None:
        self.setIcon(theme.icon("search") if self.property("narrow") == "true" else QIcon())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._dress()


class Navigation(QFrame):
    """The index tabs with the way to the palette above and who is signed in below. ``finding``: the palette is wanted."""

    chosen = Signal(str)
    finding = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self._items: dict[str, NavigationItem] = {}
        sees_people = is_open_to(desk, entry_of("residents"))
        self.finder = Finder(_("Find a person or page") if sees_people else _("Find a page"))
        self.finder.clicked.connect(self.finding)
        self._find_row = row(self.finder, margins=(12, 2, 12, 6))
        self._mark = Chip(_("SAMPLE BOOK"), "warn") if desk.facility.is_sample else None
        self._brand = box(row(Sign("hand-heart", "primary", 22), label("CareBook", "h2"), None, margins=(18, 8, 8, 4)))
        items: list[Any] = [self._brand]
        if self._mark is not None:
            items.append(box(row(self._mark, None, margins=(18, 0, 8, 4))))
        items.append(box(self._find_row))
        for entry in ENTRIES:
            if entry is None:
                items.append(8)
            elif _has_item(desk, entry):
                item = NavigationItem(entry)
                item.clicked.connect(self._clicked)
                self._items[entry.page] = item
                items.append(item)
        self._face = Face(desk.actor.name, 32, staff=True)
        self._away = Button("", "ghost", "lock")
        self._away.setToolTip(_("Lock screen") + "  Ctrl+L")
        self._away.setAccessibleName(_("Lock screen"))
        self._away.clicked.connect(desk.locking)
        post = row((ElidedLabel(desk.actor.post, "small"), 1), self._away, gap=0)
        self._who = box(column(ElidedLabel(desk.actor.name, "small_name"), post, gap=0))  # the name has the whole width
        items += [None, box(row(self._face, (self._who, 1), margins=(14, 4, 4, 4)))]
        self.setLayout(column(*items, gap=1))
        self.setFixedWidth(theme.worn().scaled(204))

    def _clicked(self) -> None:
        item = self.sender()
        if isinstance(item, NavigationItem):
            self.chosen.emit(item.entry.page)

    def mark(self, page: str) -> None:
        """Join the item of the page on show, or the one it stands under, to the sheet."""
        marked = page if page in self._items or not page else entry_of(page).under
        for name, item in self._items.items():
            item.setChecked(name == marked)

    def first(self) -> str:
        """The page of the first item."""
        return next(iter(self._items))

    def show_count(self, page: str, count: int) -> None:
        """The number beside one item."""
        if page in self._items:
            self._items[page].show_count(count)

    def fold(self, narrow: bool) -> None:
        """Icons only when narrow."""
        self._brand.setVisible(not narrow)
        self.finder.fold(narrow)
        self._find_row.setContentsMargins(8 if narrow else 12, 2, 8 if narrow else 12, 1 if narrow else 6)
        self._who.setVisible(not narrow)
        self._away.setVisible(not narrow)
        if self._mark is not None:
            self._mark.setVisible(not narrow)
        for item in self._items.values():
            item.fold(narrow)
        self.setFixedWidth(56 if narrow else theme.worn().scaled(204))
