"""One encrypted file, page by page: each page is opened with the book's key and proved by its own seal, with the log beside it.

SQLite gives nothing of a file whose first page is damaged, and stops at the first damaged page of any other. Here each page stands
for itself: SQLCipher 4 encrypts a page with AES-256-CBC and seals it with an HMAC-SHA512 that also covers the page's number, so a
page that opens is the page that was written. Nothing is ever written here.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED = 4096, 80
USABLE = PAGE - RESERVED
SALT, _IV, _SEAL = 16, 16, 64
_MAGIC = b"SQLite format 3\0"
_LOG_HEAD, _FRAME_HEAD = 32, 24
_SAMPLES = 24


class SealedFile:
    """The pages of the encrypted file at ``path`` and of the log beside it, as they stand at this moment; never written to.

    ``salts``: what the file's first 16 bytes may have been, tried when those that are there prove no page (the salt is no
    secret). ``in_haste`` believes the log which pages it holds. Raises `OSError` when the file cannot be read.
    """

    def __init__(self, path: Path, key: bytes, *, salts: Iterable[bytes] = (), in_haste: bool = False) -> None:
        self._file = path.open("rb")
        self._key = key
        self.size = path.stat().st_size
        head = self._file.read(SALT)
        log = path.with_name(path.name + "-wal")
        self._log = log.read_bytes() if log.exists() else b""
        self.unsure: set[int] = set()
        """Pages whose newest copy in the log is damaged: what the file itself holds of them is older."""
        self.salt = head
        self._seal_key = _seal_key(key, head)
        self._in_log: dict[int, int] = {}
        self.proves_any = self._choose_salt([head, *self._salts_in_log(), *salts])
        self.told_pages = self._read_log(in_haste=in_haste)

    def __enter__(self) -> SealedFile:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    @property
    def pages(self) -> int:
        """How many pages there should be: as many as the log or the first page tells, else as many as the file is long."""
        if self.told_pages:
            return self.told_pages
        first = self.page(1)
        told = int.from_bytes(first[28:32], "big") if first is not None else 0
        return told or -(-self.size // PAGE)

    @property
    def has_whole_head(self) -> bool:
        """Whether the salt at the file's beginning is the one its pages were sealed with."""
        self._file.seek(0)
        return self._file.read(SALT) == self.salt

    def page(self, number: int) -> bytes | None:
        """The plain content of a page (`USABLE` bytes), from the log if it is newer there; None when it is damaged or missing."""
        at = self._in_log.get(number)
        if at is not None:
            return self._opened(self._log[at : at + PAGE], number)
        if number in self.unsure:
            return None
        for _try in range(3):  # a checkpoint of a running program may be writing this very page
            self._file.seek((number - 1) * PAGE)
            found = self._opened(self._file.read(PAGE), number)
            if found is not None:
                return found
        return None

    def is_sound(self, number: int) -> bool:
        """Whether the seal of a page holds; quicker than opening it."""
        at = self._in_log.get(number)
        if at is not None:
            return self._proved(self._log[at : at + PAGE], number)
        if number in self.unsure:
            return False
        for _try in range(3):
            self._file.seek((number - 1) * PAGE)
            if self._proved(self._file.read(PAGE), number):
                return True
        return False

    def damaged(self, watch: Callable[[int, int], bool] | None = None) -> list[int]:
        """The numbers of all damaged or missing pages. ``watch(done, total)`` is called now and then; True ends it there."""
        found, total = [], self.pages
        for number in range(1, total + 1):
            if not self.is_sound(number):
                found.append(number)
            if watch is not None and number % 512 == 0 and watch(number, total):
                break
        return found

    def _choose_salt(self, candidates: Iterable[bytes]) -> bool:
        """Take the salt under which pages open; whether there is one."""
        count = self.size // PAGE
        samples = [number for number in {1, 2, 3, *range(4, count + 1, max(1, count // _SAMPLES))} if number <= count]
        for salt in candidates:
            if len(salt) != SALT:
                continue
            self._seal_key = _seal_key(self._key, salt)
            for number in samples:
                self._file.seek((number - 1) * PAGE)
                if self._proved(self._file.read(PAGE), number):
                    self.salt = salt
                    return True
            if any(
                self._proved(self._log[at + _FRAME_HEAD : at + _FRAME_HEAD + PAGE], self._number_at(at))
                for at in self._frames()
            ):
                self.salt = salt
                return True
        self._seal_key = _seal_key(self._key, self.salt)
        return False

    def _salts_in_log(self) -> list[bytes]:
        """The first page may stand in the log, too."""
        return [
            self._log[at + _FRAME_HEAD : at + _FRAME_HEAD + SALT] for at in self._frames() if self._number_at(at) == 1
        ]

    def _frames(self) -> range:
        whole = (len(self._log) - _LOG_HEAD) // (_FRAME_HEAD + PAGE) if len(self._log) > _LOG_HEAD else 0
        return range(_LOG_HEAD, _LOG_HEAD + whole * (_FRAME_HEAD + PAGE), _FRAME_HEAD + PAGE)

    def _number_at(self, at: int) -> int:
        return int.from_bytes(self._log[at : at + 4], "big")

    def _read_log(self, *, in_haste: bool) -> int:
        """Find the newest copy of each page in the log, up to the last commit; how many pages that commit says there are.

        SQLite stops at a frame that does not fit and loses the commits after it. Here a frame counts when its page opens; a frame
        whose page does not open makes that page unsure until a later one brings it whole.
        """
        frames = self._frames()
        if not frames:
            return 0
        turn = self._log[16:24]
        of_this_turn = [self._log[at + 8 : at + 16] == turn for at in frames]
        if not any(of_this_turn):  # the log's own head is damaged: the first frame tells the turn
            turn = self._log[frames[0] + 8 : frames[0] + 16]
            of_this_turn = [self._log[at + 8 : at + 16] == turn for at in frames]
        commits = [
            n for n, at in enumerate(frames) if of_this_turn[n] and int.from_bytes(self._log[at + 4 : at + 8], "big")
        ]
        if not commits:
            return 0
        last = commits[-1]
        told = int.from_bytes(self._log[frames[last] + 4 : frames[last] + 8], "big")
        for at in frames[: last + 1]:
            content, number = self._log[at + _FRAME_HEAD : at + _FRAME_HEAD + PAGE], self._number_at(at)
            if not in_haste and not self._proved(content, number):
                found = next((n for n in range(1, told + 1) if self._proved(content, n)), 0)
                if not found:
                    self.unsure.add(number)
                    self._in_log.pop(number, None)
                    continue
                number = found
            self._in_log[number] = at + _FRAME_HEAD
            self.unsure.discard(number)
        return told

    def _proved(self, sealed: bytes, number: int) -> bool:
        if len(sealed) != PAGE or number < 1:
            return False
        begin = SALT if number == 1 else 0
        told = hmac.digest(self._seal_key, sealed[begin : PAGE - _SEAL] + number.to_bytes(4, "little"), "sha512")
        return hmac.compare_digest(told, sealed[PAGE - _SEAL :])

    def _opened(self, sealed: bytes, number: int) -> bytes | None:
        if not self._proved(sealed, number):
            return None
        begin = SALT if number == 1 else 0
        cipher = Cipher(algorithms.AES(self._key), modes.CBC(sealed[USABLE : USABLE + _IV])).decryptor()
        plain = cipher.update(sealed[begin:USABLE]) + cipher.finalize()
        return _MAGIC + plain if number == 1 else plain


def sealed_file(path: Path, found: Sequence[bytes], *, salts: Iterable[bytes] = ()) -> SealedFile:
    """The file under the first of the keys ``found`` that proves any of its pages, else under the first of them.

    There are two while the book's key is being changed. Raises `OSError`.
    """
    salts = tuple(salts)
    for key in found:
        file = SealedFile(path, key, salts=salts)
        if file.proves_any:
            return file
        file.close()
    return SealedFile(path, found[0], salts=salts)


def salt_of(path: Path) -> bytes:
    """The first 16 bytes of an encrypted file, without which its seals cannot be proved; b"" when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(SALT)
    except OSError:
        return b""


def _seal_key(key: bytes, salt: bytes) -> bytes:
    return hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ 0x3A for byte in salt), 2, 32)
