"""What an open book knows of its keys: who has a way in, the printed keys, and the change to a new key."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING
from weakref import WeakSet

from carebook.store import driver, errors, keys
from carebook.store.connections import LastingReader
from carebook.store.folders import DATABASE, KEYS
from carebook.store.gate import Gate
from carebook.store.resting import Resting

if TYPE_CHECKING:
    from carebook.store.rekeying import Held, Progress

_PATIENCE = 10.0  # seconds to wait until what is being read has been read


class KeptKeys:
    """The part of a `Book` that gives and takes ways in. It has the book for itself while the key is changed."""

    folder: Path
    book_id: str
    _key: bytes
    _next_key: bytes | None
    _key_of: dict[str, bytes]
    _writing: sqlite3.Connection | None
    _resting: Resting
    _gate: Gate
    _lasting: WeakSet[LastingReader]
    _holding: dict[str, Held] | None
    _turn: RLock
    _op: str
    _keys_before: keys.KeysFile | None

    @property
    def _connection(self) -> sqlite3.Connection:
        if self._writing is None:
            raise RuntimeError("the book is closed")
        return self._writing

    def add_slot(
        self, account_id: str, secret: str, *, names: Sequence[str], initials: str, post: str, one_time: bool = False
    ) -> None:
        """Give an account its own way in; needs nobody's password because the book's key is at hand."""
        file = self._keys_now()
        slot = keys.make_slot(
            file.book_id,
            self._key,
            account_id,
            secret,
            names=names,
            initials=initials,
            post=post,
            one_time=one_time,
            cost=file.cost,
        )
        self._put_keys(file, file.with_slot(self._with_next(file, slot)))

    def remove_slot(self, account_id: str) -> None:
        """Take an account's way in away, for a time: whoever kept the keys file of before could still open the book."""
        file = self._keys_now()
        self._put_keys(file, file.without(account_id))

    def take_slot_away(self, account_id: str) -> None:
        """Take an account's way in away for ever: the other slots get the book's next key, which `renew_key` puts in force."""
        file = self._keys_now()
        if self._next_key is None or not file.is_renewing:
            self._next_key = keys.new_book_key()
        self._put_keys(file, file.without(account_id).with_next_key(self._next_key))

    def put_paper(self, paper: str, secret: str, mark: str = "") -> None:
        """Give the book a printed key (`keys.RECOVERY`, `keys.CUSTODIANS`); the one printed before opens nothing any more."""
        file = self._keys_now()
        slot = keys.make_slot(file.book_id, self._key, paper, secret, cost=file.cost, mark=mark)
        self._put_keys(file, file.with_slot(self._with_next(file, slot)))

    def papers(self) -> dict[str, keys.Slot]:
        """The slots of printed keys this book has."""
        return {slot.account_id: slot for slot in self._keys_now().slots if slot.account_id in keys.PAPERS}

    def slot_of(self, account_id: str) -> keys.Slot:
        """The account's slot; `UnknownAccount` when it has none."""
        return self._keys_now().slot_of(account_id)

    def proves(self, account_id: str, password: str) -> bool:
        """Whether the password opens the account's slot."""
        file = self._keys_now()
        try:
            keys.open_slot(file.book_id, file.slot_of(account_id), password)
        except errors.WrongPassword:
            return False
        return True

    def _keys_now(self) -> keys.KeysFile:
        """The keys file as it holds: what it says of a deed that was not done, and could not be taken back, does not count."""
        file = keys.read_keys(self.folder / KEYS)
        if not file.op or file.op == self._op:
            return file
        with (
            self._gate.passing(),
            closing(driver.connect(self.folder / DATABASE, self._key_of[DATABASE], use="gathering")) as connection,
            driver.translated(self.folder),
        ):
            done = connection.execute("SELECT 1 FROM journal WHERE op = ? LIMIT 1", (file.op,)).fetchone()
        return file.settled(done=done is not None)

    def _with_next(self, file: keys.KeysFile, slot: keys.Slot) -> keys.Slot:
        """The slot as it has to be in ``file``: with both keys while the book's key is being changed."""
        if self._next_key is None or not file.is_renewing:
            return slot
        return keys.seal_next_to(self.book_id, slot, self._next_key)

    def _put_keys(self, before: keys.KeysFile, after: keys.KeysFile) -> None:
        if self._connection.in_transaction:
            if self._keys_before is None:
                self._keys_before = before
            after = after.waiting_for(self._op, self._keys_before)
        keys.write_keys(self.folder / KEYS, after)

    def _settle_own_keys(self) -> None:
        """The deed is done: its slots hold. Where that cannot be written now, the next opening finds it out from the journal."""
        if self._keys_before is not None:
            with suppress(errors.BookError):
                keys.write_keys(self.folder / KEYS, keys.read_keys(self.folder / KEYS).settled(done=True))

    def _settle_keys(self, connection: sqlite3.Connection) -> None:
        """A deed that gave or took a slot was broken off: the journal knows whether it was done, and the keys file follows."""
        if not keys.read_keys(self.folder / KEYS).op:
            return
        with driver.translated(self.folder):
            connection.execute("BEGIN IMMEDIATE")  # a deed that runs right now is waited for
            try:
                file = keys.read_keys(self.folder / KEYS)
                if file.op:
                    done = connection.execute("SELECT 1 FROM journal WHERE op = ? LIMIT 1", (file.op,)).fetchone()
                    keys.write_keys(self.folder / KEYS, file.settled(done=done is not None))
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def alone(self, patience: float = _PATIENCE) -> Iterator[None]:
        """Have the book for oneself for the time of the block: nobody reads or writes it, here or in another program.

        Who wants to read waits; readers made before are renewed by themselves. Raises `NotAlone` after ``patience`` seconds.
        """
        from carebook.store import rekeying

        if not self._turn.acquire(timeout=patience):
            raise errors.NotAlone
        try:
            with self._gate.alone(patience):
                self._resting.wake()
                for reader in list(self._lasting):
                    reader.rest()
                self._connection.close()
                try:
                    with rekeying.held(self.folder, self._every_key()) as self._holding:
                        self._writing = self._holding[DATABASE].connection
                        yield
                finally:
                    self._holding = None
                    self._writing = driver.connect(self.folder / DATABASE, self._key_of[DATABASE])
        finally:
            self._turn.release()

    def renew_key(self, progress: Progress | None = None) -> None:
        """Write both databases under the next key, which `take_slot_away` gave the keys file; only inside `alone`.

        When it is broken off, by a failure or a kill, the next opening goes on with it.
        """
        from carebook.store import rekeying

        if self._holding is None or self._next_key is None:
            raise RuntimeError("the key is changed alone, after a slot was taken away")
        file = self._keys_now()
        if file.op:  # while a deed is waited for no database is turned: an opening must be able to ask the journal
            keys.write_keys(self.folder / KEYS, file.settled(done=True))
        try:
            rekeying.turn(self.folder, self._holding, self._next_key, progress)
            self._key, self._next_key = self._next_key, None
        finally:
            self._key_of = {name: one.key for name, one in self._holding.items()}
            self._writing = self._holding[DATABASE].connection

    def refuse_without_room(self) -> None:
        """Raise `NoRoomForNewKey` when the drive cannot hold what `renew_key` needs."""
        from carebook.store import rekeying

        rekeying.refuse_without_room(self.folder)

    def refuse_damaged(self) -> None:
        """Raise `KeyNotChanged` when a page of the book is damaged, which `renew_key` could not rewrite; only inside `alone`."""
        from carebook.store import rekeying

        if self._holding is None:
            raise RuntimeError("the book is proved alone, before its key is changed")
        rekeying.refuse_damaged(self._holding.values())

    def _every_key(self) -> tuple[bytes, ...]:
        return (self._key,) if self._next_key is None else (self._key, self._next_key)

    def _finish_renewing(self, next_key: bytes) -> None:
        from carebook.store import rekeying

        self._next_key = next_key
        self._key_of = rekeying.finish(self.folder, self._key, next_key)
        if not keys.read_keys(self.folder / KEYS).is_renewing:
            self._key, self._next_key = next_key, None

    def _look_half_way(self, next_key: bytes) -> None:
        """The key of each file, when a change of the key stands half-way and nothing may be written."""
        from carebook.store import rekeying

        self._key_of = rekeying.keys_to_look(self.folder, self._key, next_key)
