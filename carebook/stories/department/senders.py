"""Four centers that report to a department: each has a small book of its own, in which its months are closed, signed and sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

from carebook.actions import episodes, facility, outbox, parcels, periods, signing
from carebook.actions.episodes import Admission
from carebook.actions.opening import make_book
from carebook.actions.parcels import Wanted
from carebook.records.episodes import Episode
from carebook.records.facility import Facility, Room, Ward
from carebook.records.periods import OutboxItem, Snapshot
from carebook.records.staff import Actor, StaffMember
from carebook.rules.search_words import fold
from carebook.store.book import Book
from carebook.store.periods import Identity, identity
from carebook.stories.clock import Days, moment, office_day
from carebook.stories.opening import CHEAP, PASSWORD
from carebook.stories.people import Invented, People

_DAY = timedelta(days=1)
_ADULTS = ("elderly_alone_poor", "voluntary_elderly", "mental_severe", "elderly_alone_poor", "adult_disabled")
_CHILDREN = ("child_orphan_both", "child_abandoned", "child_disabled")
GUEST = "child_orphan_both"
"""The category of who lives in two centers at once."""

LEAVES = 2
"""In M-n somebody goes from each center to another one."""

_OLDEST_STAY = 900  # days before the book
_LATE = 12  # the day of the month after on which a late report is sent
_CORRECTED = 16


@dataclass(frozen=True)
class Center:
    """A center: its profile, how many people live there at the end, and what becomes of its months (told as M-n)."""

    name: str
    symbol: str
    head: str
    place: str
    people: int
    beds: int
    kind: str = "general"
    ownership: str = "public"
    categories: tuple[str, ...] = _ADULTS
    late: frozenset[int] = frozenset()
    missing: frozenset[int] = frozenset()
    corrected: frozenset[int] = frozenset()
    with_people: bool = False


CENTERS = (
    Center(
        *("Trung tâm Bảo trợ xã hội Hoa Sen (sổ mẫu)", "TTHS", "Hồ Thị Thanh Trà", "Hà Tu"),
        people=96,
        beds=110,
        with_people=True,
    ),
    Center(
        *("Trung tâm Chăm sóc người tâm thần Thông Xanh (sổ mẫu)", "TTTX", "Bồ Văn Thông", "Mông Dương"),
        people=46,
        beds=60,
        kind="mental",
        categories=("mental_severe",),
        corrected=frozenset({2}),
    ),
    Center(
        *("Mái ấm Hoa Ban (sổ mẫu)", "MAHB", "Lò Thị Ban", "Tiên Yên"),
        people=29,
        beds=35,
        kind="children",
        ownership="non_public",
        categories=_CHILDREN,
        late=frozenset({1}),
        with_people=True,
    ),
    Center(
        *("Nhà dưỡng lão Nắng Mai (sổ mẫu)", "NDLNM", "Mai Thị Nắng", "Bãi Cháy"),
        people=15,
        beds=20,
        kind="elderly",
        ownership="non_public",
        categories=("voluntary_elderly",),
        missing=frozenset({1}),
    ),
)


@dataclass(frozen=True)
class Sent:
    """A package on its way: when it arrives, its name, what it holds, which month (M-n) it is about."""

    at: datetime
    name: str
    content: bytes = field(repr=False)
    back: int


@dataclass(frozen=True)
class Receiving:
    """What a center must know of the department to send it people: its certificate and the code on its paper."""

    name: str
    certificate: bytes = field(repr=False)
    code: str


@dataclass(frozen=True)
class Told:
    """What a center sent, and the identity code the department compares with its paper."""

    center: Center
    code: Identity
    sent: tuple[Sent, ...]


def tell(
    center: Center,
    folder: Path,
    days: Days,
    months: int,
    crowd: People,
    receiving: Receiving,
    guest: Invented,
    tick: Callable[[], None],
) -> Told:
    """Make the center's book in ``folder``, live through its months and send them; ``guest`` lives in more than one center."""
    teller = _Teller(center, days, months, crowd)
    made = make_book(
        folder,
        facility=Facility(
            name=center.name,
            symbol=center.symbol,
            parent_agency=receiving.name,
            kind=center.kind,
            ownership=center.ownership,
            place=center.place,
            head_name=center.head,
            records_complete_from=days.first_of(months),
            report_day=5,
        ),
        manager=StaffMember(full_name=center.head, post="Giám đốc", since_on=days.first_of(months)),
        login=fold(center.symbol),
        password=PASSWORD,
        now=teller.opened,
        sample=True,
        cost=CHEAP,
    )
    with made.book as book:
        by = made.actor
        signing.make_signing_key(book, by.staff_member_id, PASSWORD, made.recovery_code, by=by, now=teller.opened)
        teller.fill(book, by, guest)
        sent = tuple(teller.months_of(book, by, receiving, folder.with_name(f"{folder.name}-gui"), tick))
        with book.looking(teller.opened) as reader:
            code = identity(reader)
    if code is None:
        raise LookupError(center.name)
    return Told(center, code, sent)


@dataclass
class _Teller:
    center: Center
    days: Days
    months: int
    crowd: People
    _newest: Episode = field(default_factory=lambda: Episode(person_id="", start_on=date.min))

    @property
    def first(self) -> date:
        return self.days.first_of(self.months)

    @property
    def opened(self) -> datetime:
        return moment(self.first, "07:00")

    def fill(self, book: Book, by: Actor, guest: Invented) -> None:
        """Everybody who has lived there since before the book; one more comes in every month of it."""
        self._build(book, by)
        count = self.center.people - self.months + (self.months >= LEAVES)
        there = [(self._invented(category), category) for category in self._categories(count)]
        if self.center.with_people:
            there[0] = (guest, GUEST)
        for n, (invented, category) in enumerate(there, start=1):
            came = self.first - timedelta(days=self.crowd.rng.randint(5, _OLDEST_STAY))
            now = self.opened + timedelta(seconds=20 * n)
            self._newest = episodes.admit_person(book, self._admission(invented, category, came), by=by, now=now).result

    def _build(self, book: Book, by: Actor) -> None:
        """One house with all its beds."""
        ward = facility.add_ward(book, Ward(name="Nhà A"), by=by, now=self.opened).result
        facility.add_room(book, Room(ward_id=ward.id, name="A1", beds=self.center.beds), by=by, now=self.opened)

    def _leaves(self, book: Book, by: Actor) -> None:
        """One of them goes to another center."""
        last = self.days.day_of(LEAVES, 21)
        ended = replace(
            self._newest,
            end_on=last,
            end_reason="transfer_out",
            destination="other_facility",
            end_decision_no="" if self._newest.route == "voluntary" else "31/QĐ-SYT",
            end_decision_on=None if self._newest.route == "voluntary" else last,
        )
        episodes.discharge_person(book, ended, by=by, now=moment(last, "16:00"))

    def _categories(self, count: int) -> Iterator[str]:
        return islice(cycle(self.center.categories), count)

    def _invented(self, category: str) -> Invented:
        sex = self.crowd.sex(category)
        return self.crowd.invent(category, sex, self.crowd.birthday(category, self.first))

    def _admission(self, invented: Invented, category: str, came: date) -> Admission:
        route = "voluntary" if category.startswith("voluntary") else "special_hardship"
        return Admission(
            person=invented.person,
            episode=Episode(person_id="", start_on=came, route=route, source="commune", start_kind="new"),
            category=category,
            details=(*invented.details, self.crowd.health_card(self.days.back(-200))),
        )

    def months_of(
        self, book: Book, by: Actor, receiving: Receiving, out: Path, tick: Callable[[], None]
    ) -> Iterator[Sent]:
        """Every month that is sent, and the versions that follow; with its people where the center sends them."""
        for back, category in zip(range(self.months, 0, -1), self._categories(self.months), strict=True):
            tick()
            came = self.days.day_of(back, self.crowd.rng.randint(3, 20))
            newcomer = self._admission(self._invented(category), category, came)
            episodes.admit_person(book, newcomer, by=by, now=moment(came, "15:00"))
            if back == LEAVES:
                self._leaves(book, by)
            if back in self.center.missing:
                continue
            day = office_day(self.days.first_of(back - 1) + 2 * _DAY)
            if back in self.center.late:
                day = office_day(self.days.first_of(back - 1) + (_LATE - 1) * _DAY)
            report = self._closed(book, by, back, day)
            yield self._carried(book, by, report, back, day, out)
            if back in self.center.corrected:
                later = office_day(self.days.first_of(back - 1) + (_CORRECTED - 1) * _DAY)
                extra = self._admission(self._invented(category), category, self.days.day_of(back, 24))
                episodes.admit_person(book, extra, by=by, now=self._at(later, "08:00"))
                again = self._closed(book, by, back, later, "Sót một người vào cuối tháng")
                yield self._carried(book, by, again, back, later, out)
            if back == 1 and self.center.with_people:
                yield self._people(book, by, report, receiving, day, out)

    def _closed(self, book: Book, by: Actor, back: int, day: date, reason: str = "") -> Snapshot:
        now = self._at(day, "08:40")
        signers = periods.Signers(by.name, "Giám đốc", by.name, "Giám đốc")
        snapshot: Snapshot = periods.close_period(
            book, self.days.month(back), by=by, now=now, signers=signers, reason=reason
        ).result
        number = f"{10 + 3 * (self.months - back)}{'a' if reason else ''}"
        periods.number_report(book, snapshot.id, number, now.date(), by=by, now=now)
        signing.sign_as_preparer(book, snapshot.id, PASSWORD, by=by, now=now)
        signing.sign_as_head(book, snapshot.id, PASSWORD, by=by, now=now)
        return snapshot

    def _carried(self, book: Book, by: Actor, report: Snapshot, back: int, day: date, out: Path) -> Sent:
        now = self._at(day, "14:00")
        item: OutboxItem = outbox.put_in_outbox(book, report.id, by=by, now=now).result
        return self._delivered(book, by, item, back, now, out)

    def _people(self, book: Book, by: Actor, report: Snapshot, receiving: Receiving, day: date, out: Path) -> Sent:
        now = self._at(day, "14:30")
        added = parcels.add_receiver(book, receiving.name, receiving.certificate, by=by, now=now).result
        parcels.trust_receiver(book, added.id, receiving.code, paper="Công văn của Sở (mẫu)", by=by, now=now)
        wanted = Wanted(report.id, added.id)
        item: OutboxItem = parcels.make_data_parcel(
            book, wanted, PASSWORD, reason="Sở rà soát đối tượng", by=by, now=now
        ).result
        return self._delivered(book, by, item, 1, now, out)

    def _delivered(self, book: Book, by: Actor, item: OutboxItem, back: int, now: datetime, out: Path) -> Sent:
        out.mkdir(exist_ok=True)
        delivery = outbox.send_package(book, item.id, by=by, now=now, folder=out).result
        return Sent(now, delivery.path.name, Path(delivery.path).read_bytes(), back)

    def _at(self, day: date, clock: str) -> datetime:
        """That moment, and never one that has not come yet."""
        return min(moment(day, clock), moment(self.days.today, "00:00") - timedelta(minutes=1))
