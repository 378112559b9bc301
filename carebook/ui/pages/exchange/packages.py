"""The packages of the outbox as its page shows them: what, where to, how far, and what is tried when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from carebook import dates
from carebook.records.enum_words import said
from carebook.records.parcels import Receipt, Receiver
from carebook.records.periods import Destination, OutboxItem, OutboxState, Snapshot
from carebook.rules.outbox import OPEN_STATES, is_server
from carebook.rules.periods import said as said_period
from carebook.store import outbox, parcels, periods
from carebook.store.book import Reader
from carebook.ui.parts.table import Cell
from carebook.words import Message, _, ngettext

MARKS: dict[OutboxState, tuple[str, str]] = {
    OutboxState.WAITING: ("ring", "warn"),
    OutboxState.NO_NETWORK: ("ring", "warn"),
    OutboxState.NO_DRIVE: ("ring", "warn"),
    OutboxState.SENDING: ("half", "primary"),
    OutboxState.SENT: ("full", "ok"),
    OutboxState.RECEIVED: ("full", "ok"),
    OutboxState.FAILED: ("cross", "danger"),
    OutboxState.PAUSED: ("dash", "text2"),
    OutboxState.WITHDRAWN: ("dash", "text2"),
}


@dataclass(frozen=True)
class Package:
    """One row of the outbox with its report, where it goes ("" when it was not said yet), and how trying goes.

    ``receiver`` is the office a data package was encrypted for, ``receipt`` the newest answer to the package.
    """

    item: OutboxItem
    report: Snapshot
    destination: str
    folder: str
    attempt: outbox.Attempt
    receiver: str = ""
    receipt: Receipt | None = None

    @property
    def error(self) -> str:
        """What stood against sending it, or why it came back, in the reader's language; "" when nothing did."""
        return str(Message.from_json(self.item.error)) if self.item.error else ""

    @property
    def id(self) -> str:
        """The id of the package."""
        return self.item.id

    @property
    def state(self) -> OutboxState:
        """How far it is; one that is being carried has no other state of its own."""
        carried = self.attempt.claimed_at is not None and self.item.state in OPEN_STATES
        return OutboxState.SENDING if carried else self.item.state

    @property
    def waits(self) -> bool:
        """Whether something stood against sending it."""
        return self.item.state in OPEN_STATES and bool(self.item.error)

    @property
    def on_a_server(self) -> bool:
        """Whether it goes where no folder can be opened."""
        return is_server(self.item.sent_to or self.folder)


@dataclass(frozen=True)
class Outbox:
    """Every package, newest first, and the places they can go."""

    packages: tuple[Package, ...]
    destinations: tuple[Destination, ...]

    @property
    def awaits_receipts(self) -> bool:
        """Whether something was sent to a destination where an answer may lie."""
        return any(one.item.state is OutboxState.SENT and one.item.destination_id for one in self.packages)


def outbox_of(reader: Reader) -> Outbox:
    """The outbox as its page shows it."""
    places = periods.destinations(reader)
    tries = outbox.attempts(reader)
    of_id = {place.id: place for place in places}
    offices = {one.id: one.name for one in reader.records(Receiver, withdrawn=True)}
    answers = parcels.receipts(reader)
    packages = []
    of_folder = {place.url: place for place in places}
    for item, report in periods.outbox(reader):
        place = of_folder.get(item.sent_to) or of_id.get(item.destination_id or "")
        tried = tries.get(item.id, outbox.Attempt(item.id))
        name, folder = (place.name, place.url) if place else ("", "")
        office = offices.get(item.receiver_id or "", "")
        packages.append(Package(item, report, name, folder, tried, office, answers.get(item.id)))
    return Outbox(tuple(packages), tuple(places))


def what_cell(package: Package) -> Cell:
    """Which report, or whose rows, with the number and the name of the file."""
    words = (
        _("Data package of {month}, version {n}")
        if package.item.kind == "data"
        else _("Report of {month}, version {n}")
    )
    title = words.format(month=said_period(package.report.period), n=package.report.report_version)
    parts = (package.report.number, package.item.file_name)
    return Cell(title, sub=" · ".join(filter(None, parts)), weight=500)


def where_cell(package: Package) -> Cell:
    """The receiver of a data package, else the destination; under it the address."""
    sent = package.item.sent_to
    if package.receiver:
        return Cell(package.receiver, sub=package.destination or sent)
    return Cell(package.destination or (sent and _("folder")) or "–", sub=sent or package.folder)


def state_cell(package: Package, percent: int | None, today: date) -> Cell:
    """The state in words; under it since when, what stood against it, or when it is tried again."""
    item, state = package.item, package.state
    words, sub = said(state), package.error
    if state is OutboxState.SENDING:
        words, sub = said(state) if percent is None else f"{said(state)} {percent} %", ""
    elif state is OutboxState.RECEIVED and item.received_at is not None:
        sub = dates.moment(item.received_at, today)
    elif state is OutboxState.SENT and item.sent_at is not None:
        sub = dates.moment(item.sent_at, today)
    elif package.waits and package.attempt.next_at is not None:
        sub = _("tries again at {time}").format(time=_said_time(package.attempt.next_at, today))
    elif state is OutboxState.PAUSED:
        sub = ""
    elif state is OutboxState.WAITING and not item.destination_id:
        sub = _("choose where to")
    tone = MARKS[state][1]
    return Cell(words, sub=sub, weight=500, tone="text" if tone == "text2" else tone, mark=MARKS[state])


def deed_cell(package: Package) -> Cell:
    """What can be done with a package at once."""
    match package.state:
        case OutboxState.WITHDRAWN | OutboxState.SENDING:
            return Cell()
        case OutboxState.SENT | OutboxState.RECEIVED:
            return Cell(_("Send again"), acts=True)
        case OutboxState.PAUSED:
            return Cell(_("Resume"), acts=True)
        case _:
            return Cell(_("Try now") if package.waits else _("Send now"), acts=True)


def reason_of(package: Package, today: date) -> str:
    """What stands against a package, with what happens next; "" when nothing does."""
    if not package.waits or package.state is OutboxState.SENDING:
        return ""
    if package.attempt.next_at is None:
        return package.error
    at = _said_time(package.attempt.next_at, today)
    return _("{reason} It is tried again by itself at {time}.").format(reason=package.error, time=at)


def _said_time(at: datetime, today: date) -> str:
    return dates.clock(at) if dates.local(at).date() == today else dates.moment(at, today)


def counted(packages: Sequence[Package]) -> str:
    """ "6 gói · 1 đã gửi · 1 lỗi"."""
    whole = ngettext("{n} package", "{n} packages", len(packages)).format(n=len(packages))
    parts = [
        f"{count} {said(state)[:1].lower()}{said(state)[1:]}"
        for state in OutboxState
        if (count := sum(package.state is state for package in packages))
    ]
    return " · ".join([whole, *parts])
