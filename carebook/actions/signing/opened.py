"""The key a signature is made with: of the book, of a file or on a token; open for one signature, and fit for the place."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from carebook.actions.change import refuse
from carebook.records.signing import SEAL
from carebook.records.staff import Actor
from carebook.store import periods
from carebook.store.book import Book
from carebook.store.rows import moment_from
from carebook.store.signing import seal_key
from carebook.words import message

if TYPE_CHECKING:
    from carebook.sealing.keys import Key
    from carebook.sealing.tokens import TokenKey


@dataclass(frozen=True)
class KeySource:
    """Where the key comes from: a token, a key file, else the book; ``secret`` is its password or PIN."""

    secret: str = field(repr=False)
    p12: bytes | None = field(default=None, repr=False)
    token: TokenKey | None = None


@contextmanager
def opened(book: Book, source: KeySource, role: str, by: Actor, now: datetime) -> Iterator[Key]:
    """The key, open as long as the block lasts. From the book it is the actor's own, and for the seal the facility's."""
    from carebook.sealing import keys, tokens

    if source.token is not None:
        with tokens.opened(source.token, source.secret) as key:
            yield key
        return
    yield keys.open_p12(source.p12 or _kept(book, role, by, now), source.secret)


def refuse_unfit(book: Book, key: Key, role: str, name: str, now: datetime) -> None:
    """Refuse a key that may not sign now, or is somebody else's than the place is for."""
    from carebook.sealing import keys

    with book.looking(now) as reader:
        last = reader.value("SELECT max(at) FROM journal")
    for error in keys.problems_with(key, now=now, last_recorded_at=moment_from(last) if last else None).errors:
        raise error
    if not name or keys.is_same_name(key.name, name, shortened=role == SEAL):
        return
    raise refuse(
        message(
            "This key belongs to {whose}; the place is for {name}. Change the signer or the key.",
            whose=key.name,
            name=name,
        ),
        "p12",
    )


def _kept(book: Book, role: str, by: Actor, now: datetime) -> bytes:
    with book.looking(now) as reader:
        stored = seal_key(reader) if role == SEAL else periods.signing_key(reader, by.staff_member_id)
    if stored is not None:
        return base64.b64decode(stored.p12)
    if role == SEAL:
        raise refuse(message("The facility has no key for its seal yet. Make one in Settings, or choose a key file."))
    raise refuse(message("{name} has no signing key yet. Make one in Settings, or choose a key file.", name=by.name))
