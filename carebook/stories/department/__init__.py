"""The sample book of a department: four centers report to it; one comes late, one is missing, one file is broken, one comes twice."""

from __future__ import annotations

import base64
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from carebook.actions import parcels, signing
from carebook.actions.opening import make_book
from carebook.actions.receiving import (
    Received,
    opened_keys,
    receive_parcel,
    save_reporting_facility,
    send_receipt,
)
from carebook.exchange.places import Where, place_at
from carebook.records.facility import Facility
from carebook.records.people import Sex
from carebook.records.receiving import ReportingFacility
from carebook.records.staff import ROLE_WORDS, Actor, Role, StaffMember
from carebook.rules.receiving import Standing
from carebook.store.book import Book
from carebook.store.keys import Cost
from carebook.stories.clock import Days, moment, office_day
from carebook.stories.demo import Cancelled, DemoBook, DemoStopped, Progress
from carebook.stories.department.senders import CENTERS, GUEST, Receiving, Sent, Told, tell
from carebook.stories.names import Names
from carebook.stories.opening import CHEAP, PASSWORD, DemoAccount
from carebook.stories.people import People
from carebook.words import _

OFFICE = Facility(
    name="Sở Y tế tỉnh Quảng Ninh (sổ mẫu)",
    symbol="SYT",
    parent_agency="UBND tỉnh Quảng Ninh",
    place="Hạ Long",
    head_name="Vương Thị Mộc Lan",
    head_post="Trưởng phòng Bảo trợ xã hội",
    report_day=5,
    book_kind="department",
)
PLACE = "noi-nhan"
MONTHS = 3
BROKEN, TWICE = ("MAHB", 2), ("TTHS", 2)  # whose file of M-n comes broken first, whose comes a second time
_LOGIN = "moclan"
_PAPER = "Báo cáo giấy đã đóng dấu (mẫu)"


def make_department(
    folder: Path,
    *,
    months: int = MONTHS,
    seed: int = 1,
    today: date,
    cost: Cost | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> DemoBook:
    """Make a department's sample book in ``folder`` for the day ``today``, with the newest ``months`` complete months of four
    centers, 187 people in all. Their packages lie in its folder "noi-nhan", signed with keys of their own.

    ``progress`` counts percent. Raises `DemoStopped` when ``cancelled``, else what `make_book` raises.
    """
    report, stop = progress or (lambda _done, _total: None), cancelled or (lambda: False)
    steps, done = len(CENTERS) * months + 3, 0

    def tick() -> None:
        nonlocal done
        if stop():
            raise DemoStopped
        done += 1
        report(min(100 * done // steps, 99), 100)

    there = folder.exists()
    try:
        _make(folder, Days(today), months, seed, cost, tick)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if there:
            folder.mkdir(parents=True, exist_ok=True)
        raise
    report(100, 100)
    account = DemoAccount(OFFICE.head_name, _(ROLE_WORDS[Role.DIRECTOR]), (Role.DIRECTOR,))
    return DemoBook(folder, (account,), PASSWORD)


def _make(folder: Path, days: Days, months: int, seed: int, cost: Cost | None, tick: Callable[[], None]) -> None:
    tick()
    opened = moment(office_day(days.first_of(months)), "07:00")
    made = make_book(
        folder,
        facility=OFFICE,
        manager=StaffMember(full_name=OFFICE.head_name, post=OFFICE.head_post, since_on=days.first_of(months)),
        login=_LOGIN,
        password=PASSWORD,
        now=opened,
        sample=True,
        cost=cost or CHEAP,
    )
    with made.book as book, tempfile.TemporaryDirectory(prefix="carebook-") as elsewhere:
        by = made.actor
        signing.make_signing_key(book, by.staff_member_id, PASSWORD, made.recovery_code, by=by, now=opened)
        key = parcels.make_receiving_key(book, PASSWORD, by=by, now=opened).result
        tick()
        office = Receiving(OFFICE.name, base64.b64decode(key.certificate), parcels.code_of(key.fingerprint))
        crowd = People(Random(seed), days.today, Names(Random(seed)))
        guest = crowd.invent(GUEST, Sex.FEMALE, crowd.birthday(GUEST, days.first_of(months)))
        told = [
            tell(center, Path(elsewhere) / center.symbol, days, months, crowd, office, guest, tick)
            for center in CENTERS
        ]
        _Desk(book, by, folder / PLACE, days, opened).take(told)
        tick()


@dataclass
class _Desk:
    """The department's own deeds: the list of centers, their codes, what came, the receipts."""

    book: Book
    by: Actor
    place: Path
    days: Days
    opened: datetime

    def take(self, told: Sequence[Told]) -> None:
        """Everything in the order in which it came."""
        self.place.mkdir()
        for n, one in enumerate(told, start=1):
            now = self.opened + timedelta(minutes=n)
            center = one.center
            listed = ReportingFacility(
                name=center.name,
                symbol=center.symbol,
                kind=center.kind,
                ownership=center.ownership,
                beds=center.beds,
                from_on=self.opened.date().replace(day=1),
            )
            save_reporting_facility(self.book, listed, by=self.by, now=now)
            code = one.code
            signing.trust_facility(
                self.book, code.short, center.name, code.fingerprint, paper=_PAPER, by=self.by, now=now
            )
        with self.book.looking(self.opened) as reader:
            keys = opened_keys(reader, PASSWORD)
        arriving = sorted((sent for one in told for sent in _with_mishaps(one)), key=lambda sent: (sent.at, sent.name))
        for sent in arriving:
            now = min(sent.at + timedelta(minutes=40), moment(self.days.today, "00:00"))
            laid = place_at(Where(str(self.place))).deliver(sent.content, sent.name)
            received: Received = receive_parcel(
                self.book, sent.content, laid.path.name, str(self.place), by=self.by, now=now, keys=keys
            ).result
            if received.parcel is not None and received.standing is not Standing.SAME:
                send_receipt(
                    self.book,
                    [received.parcel.id],
                    PASSWORD,
                    by=self.by,
                    now=now,
                    where=Where(str(self.place)),
                )


def _with_mishaps(told: Told) -> list[Sent]:
    """What a center sent, as it came: a broken copy before the whole one, or one file twice."""
    found = []
    for sent in told.sent:
        about = (told.center.symbol, sent.back)
        if about == BROKEN and sent.name.endswith(".pdf"):
            at = len(sent.content) // 3
            broken = sent.content[:at] + bytes([sent.content[at] ^ 1]) + sent.content[at + 1 :]
            found.append(replace(sent, content=broken))
            sent = replace(sent, at=sent.at + timedelta(days=1))
        found.append(sent)
        if about == TWICE:
            found.append(replace(sent, at=sent.at + timedelta(hours=2), name=f"gui-lai-{sent.name}"))
    return found
