"""Deeds about the places packages are sent to, and the passwords of their servers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from carebook.actions.change import Change, deed, refuse, stop_at
from carebook.records.periods import Destination, OutboxItem
from carebook.records.staff import Actor
from carebook.rules.outbox import OPEN_STATES, is_server, problems_in
from carebook.store import outbox
from carebook.store.book import Book, Writer
from carebook.words import N_, message

_OUTBOX = frozenset({"outbox"})


@deed(N_("Add a destination"), "outbox")
def add_destination(
    book: Book,
    destination: Destination,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    secret: str = "",
    reason: str = "",
) -> Change:
    """Remember a folder, stick or server packages are sent to; ``secret`` is the password of the server."""
    destination = _tidied(destination)
    stop_at(problems_in(destination))
    with book.changing(by.account_id, now, op, "add_destination", reason=reason) as writer:
        kept = writer.add(replace(destination, host_key=""))
        outbox.put_password(writer, kept.id, secret if is_server(kept.url) else "")
    return Change(_OUTBOX, (kept.id,), op, message("Saved."), result=kept)


@deed(N_("Edit a destination"), "outbox")
def amend_destination(
    book: Book,
    destination: Destination,
    *,
    by: Actor,
    now: datetime,
    op: str = "",
    secret: str | None = None,
    forget_key: bool = False,
    seen: int | None = None,
    reason: str = "",
) -> Change:
    """Another name, address, user or password; packages that wait for it are tried again at once.

    ``secret`` None keeps the password, unless the address is another server's: a password is only for the server it was
    typed for. The noted key of the server is forgotten with its address, or by ``forget_key``.
    """
    destination = _tidied(destination)
    stop_at(problems_in(destination))
    with book.changing(by.account_id, now, op, "amend_destination", reason=reason) as writer:
        before = writer.record(Destination, destination.id)
        if before is None or before.withdrawn_at is not None:
            raise refuse(message("This destination is not there any more."))
        moved = before.url != destination.url
        key = "" if moved or forget_key else before.host_key
        kept = writer.amend(replace(destination, host_key=key), seen=seen)
        if secret is not None or moved:
            outbox.put_password(writer, kept.id, (secret or "") if is_server(kept.url) else "")
        _try_again(writer, kept.id)
    return Change(_OUTBOX, (kept.id,), op, message("Saved."), undoable=False, result=kept)


@deed(N_("Strike through a destination"), "outbox")
def strike_destination(
    book: Book, destination_id: str, *, by: Actor, now: datetime, op: str = "", reason: str = ""
) -> Change:
    """Nothing is sent there any more; its password is forgotten. Packages that wait for it stay in the outbox."""
    with book.changing(by.account_id, now, op, "strike_destination", reason=reason) as writer:
        there = writer.record(Destination, destination_id)
        if there is None or there.withdrawn_at is not None:
            raise refuse(message("This destination is not there any more."))
        kept = writer.withdraw(Destination, destination_id, reason)
        outbox.put_password(writer, destination_id, "")
    said = message("Struck through: {name}.", name=kept.name)
    return Change(_OUTBOX, (destination_id,), op, said, undoable=False)


def _tidied(destination: Destination) -> Destination:
    return replace(
        destination, name=destination.name.strip(), url=destination.url.strip(), user=destination.user.strip()
    )


def _try_again(writer: Writer, destination_id: str) -> None:
    """What waits for this destination begins anew: what stood against it may be mended."""
    for item in writer.records(OutboxItem, "destination_id = ?", [destination_id]):
        if item.state in OPEN_STATES:
            outbox.drop_attempt(writer, item.id)
