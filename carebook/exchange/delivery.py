"""How a file is delivered so that nobody ever finds half of it under its real name, how files are taken from where others
delivered them, and every reason why either was not done."""

from __future__ import annotations

import hashlib
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Self

from carebook.records.periods import OutboxState
from carebook.rules.problem import Problem
from carebook.words import N_, Message

CHUNK = 64 * 1024
"""So much is written between two looks whether to stop."""
LARGEST = 64 * 1024 * 1024
"""Bytes of the largest file that is taken from a place."""

_PLAIN_NAME = re.compile(r"[^./\\\x00-\x1f][^/\\\x00-\x1f]*")


class Stopped(Exception):
    """Somebody asked to stop; nothing bears the real name."""


class NotFetched(Exception):
    """A place could not be read; ``message`` says why. Nothing there was changed.

    Without ``again`` trying once more is no use, somebody has to do something. The sentence never holds a password.
    """

    def __init__(self, pattern: str, again: bool, **values: object) -> None:
        self.message = Message(pattern, values)
        self.again = again
        super().__init__(self.message.id)

    def __str__(self) -> str:
        return str(self.message)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The failure as a refusal, so that a page tells it as one."""
        return (Problem("", self.message),)


class NotDelivered(Exception):
    """The file did not arrive; ``message`` says why and that the package is still in the outbox.

    ``reading`` says the same of a place that was to be read. ``state`` is what the package waits for now; without ``again``
    trying by itself is no use, somebody has to do something. The sentence never holds a password.
    """

    pattern = N_("Not sent: the folder “{folder}” is not there. The package is still in the outbox.")
    reading = N_("Nothing was taken: the folder “{folder}” is not there.")
    state = OutboxState.FAILED
    again = True

    def __init__(self, **values: object) -> None:
        self.message = Message(self.pattern, values)
        super().__init__(self.message.id)

    def __str__(self) -> str:
        return str(self.message)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The failure as a refusal, so that a page tells it as one."""
        return (Problem("", self.message),)

    def while_reading(self) -> NotFetched:
        """The same reason, when something was to be taken from there."""
        return NotFetched(self.reading, self.again, **self.message.values)


class FolderMissing(NotDelivered):
    """The folder is not there."""


class ShareMissing(FolderMissing):
    """The folder of another PC cannot be seen: the network, or that PC, is off."""

    state = OutboxState.NO_NETWORK


class DriveMissing(FolderMissing):
    """The folder of a drive that can be pulled out is not there."""

    pattern = N_(
        "Not sent: the folder “{folder}” is not there; plug the USB drive in. The package is still in the outbox."
    )
    reading = N_("Nothing was taken: the folder “{folder}” is not there; plug the USB drive in.")
    state = OutboxState.NO_DRIVE


class FolderFull(NotDelivered):
    """No room."""

    pattern = N_("Not sent: “{folder}” has no room left. The package is still in the outbox.")


class FolderReadOnly(NotDelivered):
    """The folder cannot be written to."""

    pattern = N_("Not sent: “{folder}” cannot be written to. The package is still in the outbox.")
    reading = N_("Nothing was taken: “{folder}” does not let its files be read.")


class PulledOut(NotDelivered):
    """The stick went away while copying."""

    pattern = N_("“{folder}” went away while copying; no file bears its real name there. Plug it in again, then retry.")
    reading = N_("“{folder}” went away while reading. Plug it in again, then retry.")
    state = OutboxState.NO_DRIVE


class Different(NotDelivered):
    """What arrived is not what was sent."""

    pattern = N_("The file that arrived is not like the one sent; it was removed and will be sent again.")


class NoNetwork(NotDelivered):
    """The server was not reached, or the connection broke."""

    pattern = N_("Not sent: “{folder}” cannot be reached. The package is still in the outbox.")
    reading = N_("Nothing was taken: “{folder}” cannot be reached.")
    state = OutboxState.NO_NETWORK


class WrongPassword(NotDelivered):
    """The server does not know the user name or the password; trying on could lock the account there."""

    pattern = N_("The destination refused: the user name or the password of the connection is wrong.")
    reading = N_("“{folder}” refused: the user name or the password of the connection is wrong.")
    again = False


class OtherServer(NotDelivered):
    """The server shows another key than the one noted before."""

    pattern = N_(
        "“{folder}” shows another key than before, so nothing was sent. Ask who looks after it, then edit the destination."
    )
    reading = N_(
        "“{folder}” shows another key than before, so nothing was taken. Ask who looks after it, then edit the destination."
    )
    again = False


class UntrustedServer(NotDelivered):
    """The certificate of the server cannot be trusted."""

    pattern = N_("Not sent: the certificate of “{folder}” cannot be trusted. Ask who looks after it.")
    reading = N_("Nothing was taken: the certificate of “{folder}” cannot be trusted. Ask who looks after it.")
    again = False


class ServerRefused(NotDelivered):
    """The server answered with an error that has no sentence of its own; ``kind`` is its number or name."""

    pattern = N_("Not sent: “{folder}” answered with an error ({kind}). The package is still in the outbox.")
    reading = N_("Nothing was taken: “{folder}” answered with an error ({kind}).")


class WayMissing(NotDelivered):
    """The parts that reach such a server are not installed."""

    pattern = N_(
        "This CareBook was installed without the parts for sending to “{folder}”. Send to a folder or USB drive instead."
    )
    reading = N_("This CareBook was installed without the parts for reaching “{folder}”. Take the files from a folder.")
    again = False


@dataclass(frozen=True)
class Delivery:
    """Where a file now lies; ``was_there``: the very same file was there before, nothing was written.

    ``host_key`` is the key an SFTP server showed, to be noted at the first delivery.
    """

    path: PurePath
    was_there: bool
    host_key: str = ""


Progress = Callable[[int, int], object]
Watch = Callable[[int], None]


class Place(ABC):
    """A folder somewhere that files can be delivered to and taken from. ``said`` names it in sentences.

    Each of `deliver`, `names` and `fetch` reaches the place by itself; inside ``with place.reached():`` they share one
    connection.
    """

    said: str
    host_key = ""
    _is_open = False

    def deliver(
        self,
        content: bytes,
        name: str,
        *,
        progress: Progress | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> Delivery:
        """Write under a temporary name, read back, rename. The same file again changes nothing; another file of that name
        is never overwritten: the new one gets a number.

        Raises a `NotDelivered` with its reason, or `Stopped`.
        """

        def watch(done: int) -> None:
            if stopped is not None and stopped():
                raise Stopped
            if progress is not None:
                progress(done, len(content))

        with self._named(), self._connected():
            return self._deliver(content, name, watch)

    def names(self, pattern: str = "*") -> list[str]:
        """The names of the files in the folder itself that match ``pattern`` ("*.pdf", capitals or not), sorted.

        Files that are still being written, hidden ones and folders are left out. Raises `NotFetched`.
        """
        with self._reading(), self._connected():
            if not self.is_there():
                raise self.missing()
            folded = pattern.casefold()
            return sorted(
                name for name in self.listed() if _PLAIN_NAME.fullmatch(name) and fnmatchcase(name.casefold(), folded)
            )

    def fetch(self, name: str, largest: int = LARGEST) -> bytes:
        """What the file of that name holds. Raises `NotFetched`: not there, larger than ``largest`` bytes, not reached."""
        with self._reading(), self._connected():
            held = self.content_of(name, largest) if _PLAIN_NAME.fullmatch(name) else None
            if held is None:
                raise NotFetched(N_("“{name}” is not in “{folder}” any more."), False, name=name, folder=self.said)
            if len(held) > largest:
                raise NotFetched(
                    N_("“{name}” was not taken: it is larger than {megabytes} MB."),
                    False,
                    name=name,
                    megabytes=largest // (1024 * 1024),
                )
            return held

    @contextmanager
    def reached(self) -> Iterator[Self]:
        """Several looks and fetches over one connection. Raises `NotFetched` when the place cannot be reached; each look and
        fetch raises its own, and errors of what else is done inside are left as they are.
        """
        with ExitStack() as open_until_here:
            with self._reading():
                open_until_here.enter_context(self._connected())
            yield self

    @contextmanager
    def _connected(self) -> Iterator[None]:
        """Open for what is done inside, unless it is open already."""
        if self._is_open:
            yield
            return
        try:
            self.open()
            self._is_open = True
            yield
        finally:
            self._is_open = False
            self.close()

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Errors of the world as their reason; ours go through."""
        try:
            yield
        except (NotDelivered, NotFetched, Stopped):
            raise
        except Exception as error:
            named = self.named(error)
            if named is None:
                raise
            raise named from None  # the text of a library's error may quote the connection

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """The same, said of reading."""
        try:
            with self._named():
                yield
        except NotDelivered as error:
            raise error.while_reading() from None

    def _deliver(self, content: bytes, name: str, watch: Watch) -> Delivery:
        watch(0)
        if not self.is_there():
            raise self.missing()
        wanted = hashlib.sha256(content).digest()
        target, number = name, 1
        while (there := self.content_of(target, len(content))) is not None:
            if hashlib.sha256(there).digest() == wanted:
                return Delivery(self.path_of(target), True, self.host_key)
            number += 1
            target = f"{Path(name).stem}_{number}{Path(name).suffix}"
        temporary = f".{target}.tam"
        try:
            self.write(temporary, content, watch)
            arrived = self.content_of(temporary, len(content))
            if arrived is None:
                raise self.lost()
            if hashlib.sha256(arrived).digest() != wanted:
                raise Different(folder=self.said)
            self.rename(temporary, target)
        except BaseException:
            with suppress(Exception):
                self.remove(temporary)
            raise
        return Delivery(self.path_of(target), False, self.host_key)

    def open(self) -> None:
        """Reach the place."""
        return

    def close(self) -> None:
        """Let go of it."""
        return

    def missing(self) -> NotDelivered:
        """What to say when the folder is not there."""
        return FolderMissing(folder=self.said)

    def lost(self) -> NotDelivered:
        """What to say when what was just written is not there."""
        return Different(folder=self.said)

    @abstractmethod
    def named(self, error: Exception) -> NotDelivered | None:
        """The reason for an error of the world; None for an error of ours."""

    @abstractmethod
    def is_there(self) -> bool:
        """Whether the folder is there."""

    @abstractmethod
    def listed(self) -> list[str]:
        """The names of the files in the folder, no folders."""

    @abstractmethod
    def content_of(self, name: str, most: int) -> bytes | None:
        """What the file of that name holds, of a longer one the first ``most`` bytes and one more; None when there is none."""

    @abstractmethod
    def write(self, name: str, content: bytes, watch: Watch) -> None:
        """Write a file in place of one of that name; ``watch(done)`` is called now and then and may end it."""

    @abstractmethod
    def rename(self, name: str, new: str) -> None:
        """Give a file its real name, which no other file bears."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Remove a file that was not delivered to its end."""

    @abstractmethod
    def path_of(self, name: str) -> PurePath:
        """Where a file lies."""
