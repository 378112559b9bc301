"""The command that carries the outbox: to a folder, or everything that waits to its own destination (also from a timer)."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from carebook.commands.opening import folder_for, opened
from carebook.exchange.delivery import NotDelivered
from carebook.records.periods import OutboxItem
from carebook.records.staff import Actor
from carebook.rules.outbox import is_server
from carebook.rules.signing import is_complete
from carebook.store import outbox, periods
from carebook.store.book import Book, new_id, now_utc
from carebook.words import Message, _, message


def add_to(commands: Any, shared: argparse.ArgumentParser, opening: argparse.ArgumentParser) -> None:
    """Add this command to the command line."""
    one = commands.add_parser("send", parents=[shared, opening], help=_("send what waits in the outbox"))
    one.add_argument("folder", metavar="DIR")
    where = one.add_mutually_exclusive_group()
    where.add_argument("--to", default="", metavar="FOLDER", help=_("every complete report, to this folder"))
    where.add_argument("--timer", action="store_true", help=_("for a timer: only what is due; silent when nothing is"))
    one.add_argument(
        "--receipts", action="store_true", help=_("then look for the receivers' answers where packages went")
    )
    one.set_defaults(run=send)


@dataclass
class Carried:
    """Names of what was sent and of what the place already had; failures with their names; sentences of the receipts taken,
    and what stood against reading others.
    """

    sent: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    failed: list[tuple[str, Exception]] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)
    unread: list[tuple[str, Message]] = field(default_factory=list)

    def note(self, name: str, carry: Callable[[], Any]) -> None:
        """Carry one package; one that stands against it does not stop the others."""
        try:
            delivery = carry().result
        except NotDelivered as error:
            delivery = error
        if isinstance(delivery, Exception):
            self.failed.append((name, delivery))
        else:
            (self.there if delivery.was_there else self.sent).append(delivery.path.name)

    def answer(self) -> dict[str, Any]:
        """What the command says and ends with."""
        said = [str(message("Sent {name}.", name=name)) for name in self.sent]
        said += [str(message("Already there: {name}.", name=name)) for name in self.there]
        failed = [(name, str(reason)) for name, reason in (*self.failed, *self.unread)]
        said += [f"{name}: {reason}" for name, reason in failed]
        said += self.receipts
        return {
            "sent": self.sent,
            "already": self.there,
            "receipts": self.receipts,
            "failed": [{"file": name, "reason": reason} for name, reason in failed],
            "_said": said,
            "_exit": 1 if failed else 0,
        }


def send(given: argparse.Namespace) -> Mapping[str, Any]:
    """Send every complete report to a folder; or what waits in the outbox, each package to its own destination."""
    now = now_utc()
    if is_server(given.to):
        from carebook.actions.change import refuse

        said = message("A server is added as a destination in the window, with its password; then send without --to.")
        raise refuse(said)
    with opened(given) as found:
        if given.to:
            carried = send_all(found.book, found.actor, folder_for(Path(given.to)), now)
        elif given.timer:
            carried = send_what_is_due(found.book, now)
        else:
            carried = send_what_waits(found.book, found.actor, now)
        if given.receipts:
            take_receipts(found.book, found.actor, carried)
    answer = carried.answer()
    if not answer["_said"] and not given.timer:
        answer["_said"] = [_("There is nothing to send.")]
    return answer


def send_all(book: Book, actor: Actor, folder: Path, now: datetime) -> Carried:
    """Put every complete report that was not sent yet into the outbox, and send all of it to ``folder``."""
    from carebook.actions.outbox import put_in_outbox, send_package

    with book.reading_for(actor, now) as reader:
        reports = [(one, periods.signed_files(reader, one.id)) for one in periods.snapshots(reader)]
    complete = [snapshot for snapshot, files in reports if is_complete(snapshot, files)]
    carried = Carried()
    for snapshot in complete:
        item: OutboxItem = put_in_outbox(book, snapshot.id, by=actor, now=now, op=new_id()).result

        def carry(item: OutboxItem = item) -> Any:
            return send_package(book, item.id, by=actor, now=now, op=new_id(), folder=folder)

        carried.note(item.file_name, carry)
    return carried


def send_what_waits(book: Book, actor: Actor, now: datetime) -> Carried:
    """Try every package that has a destination and has not arrived, also those whose next try is later."""
    from carebook.actions.outbox import send_package

    with book.reading_for(actor, now) as reader:
        waiting = set(outbox.due(reader, now, waiting=False))
        items = [item for item, _report in periods.outbox(reader) if item.id in waiting]
    carried = Carried()
    for item in reversed(items):

        def carry(item: OutboxItem = item) -> Any:
            return send_package(book, item.id, by=actor, now=now, op=new_id())

        carried.note(item.file_name, carry)
    return carried


def send_what_is_due(book: Book, now: datetime) -> Carried:
    """What the window does while it runs: the packages that are due, one after the other."""
    from carebook.actions.outbox import send_due

    carried = Carried()
    while (change := send_due(book, clock=lambda: now)) is not None:
        with book.looking(now) as reader:
            item = reader.record(OutboxItem, change.ids[0])
        carried.note(item.file_name if item else "", lambda change=change: change)  # type: ignore[misc]
    return carried


def take_receipts(book: Book, actor: Actor, carried: Carried) -> None:
    """Fetch the receivers' answers from the destinations; a place or a file that stands against it is among the failures."""
    from carebook.actions.parcels import look_for_receipts

    looked = look_for_receipts(book, by=actor, clock=now_utc)
    carried.receipts += [str(change.said) for change in looked.taken]
    carried.unread += [*looked.refused, *looked.unreached]
