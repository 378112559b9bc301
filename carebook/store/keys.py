"""The keys file: each account and the printed recovery code own a key pair, and the book's key is sealed to the public halves.

So a new account, a new password or a backup needs nobody else's password. The private half lies encrypted under the owner's
secret (argon2id → AES-256-GCM, with the slot's own fields as associated data). The file names nobody: a slot carries the
account's id, the initials and post for the sign-in page, and hashes by which a typed name finds it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import tempfile
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from carebook.store import errors

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U
RECOVERY = "recovery"
FORMAT = 1


@dataclass(frozen=True)
class Cost:
    """The cost of guessing one password: argon2id rounds, KiB of memory, lanes."""

    rounds: int = 3
    memory_kib: int = 65_536
    lanes: int = 2


@dataclass(frozen=True)
class Slot:
    """One key pair: whose it is, how its private half is locked, and the book's key sealed to it."""

    account_id: str
    initials: str
    post: str
    finders: tuple[str, ...]
    one_time: bool
    cost: Cost
    salt: str
    public: str
    private: str
    sealed: str


@dataclass(frozen=True)
class KeysFile:
    """All slots of one book."""

    book_id: str
    slots: tuple[Slot, ...] = ()
    cost: Cost = field(default_factory=Cost)

    def slot_of(self, account_id: str) -> Slot:
        """The slot of an account; `UnknownAccount` when it has none."""
        for slot in self.slots:
            if slot.account_id == account_id:
                return slot
        raise errors.UnknownAccount(name=account_id)

    def slot_named(self, typed: str) -> Slot:
        """The slot found by a sign-in name or a full name as typed, the first account's for "";

        `UnknownAccount` when there is none.
        """
        if not typed.strip():
            return next(slot for slot in self.slots if slot.account_id != RECOVERY)
        wanted = finder(self.book_id, typed)
        for slot in self.slots:
            if wanted in slot.finders:
                return slot
        raise errors.UnknownAccount(name=typed)

    def with_slot(self, slot: Slot) -> KeysFile:
        """The same file with this slot in place of the account's old one, or at the end."""
        if any(s.account_id == slot.account_id for s in self.slots):
            return replace(self, slots=tuple(slot if s.account_id == slot.account_id else s for s in self.slots))
        return replace(self, slots=(*self.slots, slot))

    def without(self, account_id: str) -> KeysFile:
        """The same file without the account's slot."""
        return replace(self, slots=tuple(s for s in self.slots if s.account_id != account_id))


def new_book_key() -> bytes:
    """32 random bytes: the key of a new book, never derived from a password."""
    return secrets.token_bytes(32)


def finder(book_id: str, typed: str) -> str:
    """A hash by which a typed name finds its slot without the file holding the name."""
    folded = " ".join(unicodedata.normalize("NFC", typed).casefold().split())
    return hashlib.sha256(f"{book_id}:{folded}".encode()).hexdigest()[:32]


def make_slot(
    book_id: str,
    book_key: bytes,
    account_id: str,
    secret: str,
    *,
    names: Iterable[str] = (),
    initials: str = "",
    post: str = "",
    one_time: bool = False,
    cost: Cost | None = None,
) -> Slot:
    """A slot that opens the book with ``secret`` (a password, or a recovery code already in its normal form)."""
    private = X25519PrivateKey.generate()
    slot = Slot(
        account_id,
        initials,
        post,
        tuple(finder(book_id, name) for name in names),
        one_time,
        cost or Cost(),
        _text(secrets.token_bytes(16)),
        _text(private.public_key().public_bytes_raw()),
        "",
        "",
    )
    nonce = secrets.token_bytes(12)
    locked = AESGCM(_derived(slot, secret)).encrypt(nonce, private.private_bytes_raw(), _associated(book_id, slot))
    return seal_to(book_id, replace(slot, private=_text(nonce + locked)), book_key)


def seal_to(book_id: str, slot: Slot, book_key: bytes) -> Slot:
    """The slot with ``book_key`` sealed to its public half; needs nobody's password."""
    ephemeral = X25519PrivateKey.generate()
    public = X25519PublicKey.from_public_bytes(_bytes(slot.public))
    nonce = secrets.token_bytes(12)
    shared = _agreed(ephemeral.exchange(public), book_id)
    sealed = AESGCM(shared).encrypt(nonce, book_key, _associated(book_id, slot))
    return replace(slot, sealed=_text(ephemeral.public_key().public_bytes_raw() + nonce + sealed))


def open_slot(book_id: str, slot: Slot, secret: str) -> bytes:
    """The book's key; `WrongPassword` (or `WrongRecoveryCode`) when the secret or the slot does not fit."""
    wrong = errors.WrongRecoveryCode if slot.account_id == RECOVERY else errors.WrongPassword
    try:
        locked = _bytes(slot.private)
        raw = AESGCM(_derived(slot, secret)).decrypt(locked[:12], locked[12:], _associated(book_id, slot))
        sealed = _bytes(slot.sealed)
        shared = _agreed(
            X25519PrivateKey.from_private_bytes(raw).exchange(X25519PublicKey.from_public_bytes(sealed[:32])), book_id
        )
        return AESGCM(shared).decrypt(sealed[32:44], sealed[44:], _associated(book_id, slot))
    except InvalidTag:
        raise wrong from None


def new_recovery_code() -> str:
    """160 random bits as 32 Crockford letters and a check letter, in groups of four, to be printed and typed back once."""
    number = int.from_bytes(secrets.token_bytes(20), "big")
    letters = "".join(CROCKFORD[(number >> (5 * i)) & 31] for i in range(31, -1, -1))
    letters += _check_letter(letters)
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def normal_recovery_code(typed: str) -> str:
    """The code as it opens its slot; `WrongRecoveryCode` when a letter is missing or mistyped."""
    letters = "".join(typed.upper().replace("-", " ").split()).translate(str.maketrans("OIL", "011"))
    if len(letters) != 33 or set(letters) - set(CROCKFORD) or _check_letter(letters[:-1]) != letters[-1]:
        raise errors.WrongRecoveryCode
    return letters


def new_one_time_password() -> str:
    """A short password read out or written down once; it must be replaced at the next sign-in (60 bits)."""
    letters = "".join(secrets.choice(CROCKFORD) for _ in range(12))
    return "-".join(letters[i : i + 4] for i in range(0, 12, 4))


def read_keys(path: Path) -> KeysFile:
    """The keys file; `NoBook` when it is missing, `DamagedBook` when it cannot be read, `NewerBook` from a newer program."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise errors.NoBook(folder=str(path.parent)) from None
    except (OSError, ValueError) as error:
        raise errors.DamagedBook from error
    if found.get("format", 0) > FORMAT:
        raise errors.NewerBook(theirs=f"(keys {found['format']})", ours=f"(keys {FORMAT})")
    try:
        slots = tuple(Slot(**{**s, "finders": tuple(s["finders"]), "cost": Cost(**s["cost"])}) for s in found["slots"])
        return KeysFile(found["book_id"], slots, Cost(**found["cost"]))
    except (KeyError, TypeError) as error:
        raise errors.DamagedBook from error


def write_keys(path: Path, keys: KeysFile) -> None:
    """Replace the keys file: temporary name, fsync, rename, so that a power cut leaves the old or the new one whole."""
    content: dict[str, Any] = {"format": FORMAT, **asdict(keys)}
    replace_file(path, json.dumps(content, indent=1).encode())


def replace_file(path: Path, content: bytes) -> None:
    """Write ``content`` under a temporary name, fsync it, then rename it to ``path``; `DiskFull`/`ReadOnlyFolder` otherwise."""
    temporary = ""
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".carebook-")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise world_error(error, path.parent) from error


def world_error(error: OSError, folder: Path) -> errors.BookError:
    """The named failure behind an error of the operating system."""
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return errors.DiskFull()
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return errors.ReadOnlyFolder()
    return errors.FolderGone(folder=str(folder))


def _derived(slot: Slot, secret: str) -> bytes:
    normal = unicodedata.normalize("NFC", secret).encode()
    cost = slot.cost
    return hash_secret_raw(normal, _bytes(slot.salt), cost.rounds, cost.memory_kib, cost.lanes, 32, Type.ID)


def _agreed(shared: bytes, book_id: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=f"carebook {book_id}".encode()).derive(shared)


def _associated(book_id: str, slot: Slot) -> bytes:
    return json.dumps([book_id, slot.account_id, asdict(slot.cost), slot.salt, slot.public]).encode()


def _check_letter(letters: str) -> str:
    return CROCKFORD[hashlib.sha256(letters.encode()).digest()[0] & 31]


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)
