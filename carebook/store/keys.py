"""The keys file: each account and the printed recovery code own a key pair, and the book's key is sealed to the public halves.

So a new account, a new password or a backup needs nobody else's password. The private half lies encrypted under the owner's
secret (argon2id → AES-256-GCM, with the slot's own fields as associated data). The file names nobody: a slot carries the
account's id, the initials and post for the sign-in page, and hashes by which a typed name finds it.

Two things may stand half done in the file, and it says so: a deed that gives or takes a slot (``op``, and the slots before it:
the book's journal decides which hold), and the change to a new book key (each slot then has both keys sealed to it).
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
from contextlib import suppress
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
CUSTODIANS = "custodians"
PAPERS = frozenset({RECOVERY, CUSTODIANS})
"""The slots nobody signs in by: what opens them is printed on paper."""
FORMAT = 1


@dataclass(frozen=True)
class Cost:
    """The cost of guessing one password: argon2id rounds, KiB of memory, lanes."""

    rounds: int = 3
    memory_kib: int = 65_536
    lanes: int = 2


@dataclass(frozen=True)
class Slot:
    """One key pair: whose it is, how its private half is locked, and the book's key sealed to it.

    ``sealed_next`` is the book's next key while it is being changed; ``mark`` tells which printed papers open a slot.
    """

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
    sealed_next: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Unlocked:
    """What a secret opens: the book's key and, while it is being changed, the next one."""

    key: bytes
    next_key: bytes | None = None

    @property
    def every(self) -> tuple[bytes, ...]:
        """The keys that may open a file of the book."""
        return (self.key,) if self.next_key is None else (self.key, self.next_key)


@dataclass(frozen=True)
class KeysFile:
    """All slots of one book. ``op``: the deed they wait for; ``before``: the slots that hold when it was not done."""

    book_id: str
    slots: tuple[Slot, ...] = ()
    cost: Cost = field(default_factory=Cost)
    op: str = ""
    before: tuple[Slot, ...] = ()

    def slot_of(self, account_id: str) -> Slot:
        """The slot of an account; `UnknownAccount` when it has none."""
        for slot in self.slots:
            if slot.account_id == account_id:
                return slot
        raise errors.UnknownAccount(name=account_id)

    def has(self, account_id: str) -> bool:
        """Whether an account has a slot."""
        return any(slot.account_id == account_id for slot in self.slots)

    def slot_named(self, typed: str) -> Slot:
        """The slot found by a sign-in name or a full name as typed, the first account's for "";

        `UnknownAccount` when there is none.
        """
        if not typed.strip():
            return next(slot for slot in self.slots if slot.account_id not in PAPERS)
        wanted = finder(self.book_id, typed)
        for slot in (*self.slots, *self.before):
            if wanted in slot.finders:
                return slot
        raise errors.UnknownAccount(name=typed)

    def with_slot(self, slot: Slot) -> KeysFile:
        """The same file with this slot in place of the account's old one, or at the end."""
        if self.has(slot.account_id):
            return replace(self, slots=tuple(slot if s.account_id == slot.account_id else s for s in self.slots))
        return replace(self, slots=(*self.slots, slot))

    def without(self, account_id: str) -> KeysFile:
        """The same file without the account's slot."""
        return replace(self, slots=tuple(s for s in self.slots if s.account_id != account_id))

    def waiting_for(self, op: str, before: KeysFile) -> KeysFile:
        """The same file while the deed ``op`` is not committed yet; if it never is, the slots of ``before`` hold."""
        return replace(self, op=op, before=before.slots)

    def settled(self, *, done: bool) -> KeysFile:
        """The file after the deed it waited for was done, or was not."""
        return replace(self, slots=self.slots if done or not self.op else self.before, op="", before=())

    # changing the book's key

    @property
    def is_renewing(self) -> bool:
        """Whether the book's key is being changed: every slot holds both."""
        return any(slot.sealed_next for slot in self.slots)

    def with_next_key(self, book_key: bytes) -> KeysFile:
        """The same file with the next key sealed to every slot beside the present one."""
        return replace(self, slots=tuple(seal_next_to(self.book_id, slot, book_key) for slot in self.slots))

    def renewed(self) -> KeysFile:
        """The same file with only the next key, which is the book's from now on."""
        return replace(self, slots=tuple(replace(s, sealed=s.sealed_next, sealed_next="") for s in self.slots))


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
    mark: str = "",
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
        mark=mark,
    )
    nonce = secrets.token_bytes(12)
    locked = AESGCM(_derived(slot, secret)).encrypt(nonce, private.private_bytes_raw(), _associated(book_id, slot))
    return seal_to(book_id, replace(slot, private=_text(nonce + locked)), book_key)


def seal_to(book_id: str, slot: Slot, book_key: bytes) -> Slot:
    """The slot with ``book_key`` sealed to its public half; needs nobody's password."""
    return replace(slot, sealed=_sealed(book_id, slot, book_key))


def seal_next_to(book_id: str, slot: Slot, book_key: bytes) -> Slot:
    """The slot with the book's next key sealed to it beside the present one."""
    return replace(slot, sealed_next=_sealed(book_id, slot, book_key))


def open_slot(book_id: str, slot: Slot, secret: str) -> bytes:
    """The book's key; `WrongPassword` (for a printed key `OldRecoveryCode`, `OldCustodianPapers`) when the secret or the slot

    does not fit.
    """
    return _unlocked(book_id, slot, secret).key


def unlock(file: KeysFile, account_id: str, secret: str) -> Unlocked:
    """What the secret opens in the account's slot: the one it has, or the one it had before the deed the file waits for.

    `UnknownAccount` without a slot; otherwise as `open_slot`.
    """
    ways = [slot for slot in (*file.slots, *file.before) if slot.account_id == account_id]
    if not ways:
        raise errors.UnknownAccount(name=account_id)
    for slot in ways[:-1]:
        try:
            return _unlocked(file.book_id, slot, secret)
        except (errors.WrongPassword, errors.WrongRecoveryCode):
            continue
    return _unlocked(file.book_id, ways[-1], secret)


def _unlocked(book_id: str, slot: Slot, secret: str) -> Unlocked:
    wrong = {RECOVERY: errors.OldRecoveryCode, CUSTODIANS: errors.OldCustodianPapers}.get(
        slot.account_id, errors.WrongPassword
    )
    try:
        locked = _bytes(slot.private)
        raw = AESGCM(_derived(slot, secret)).decrypt(locked[:12], locked[12:], _associated(book_id, slot))
        private = X25519PrivateKey.from_private_bytes(raw)
        key = _unsealed(book_id, slot, private, slot.sealed)
        return Unlocked(key, _unsealed(book_id, slot, private, slot.sealed_next) if slot.sealed_next else None)
    except InvalidTag:
        raise wrong from None
    except ValueError as error:  # no key has such a length, no text such letters
        raise errors.DamagedKeys from error


def _sealed(book_id: str, slot: Slot, book_key: bytes) -> str:
    ephemeral = X25519PrivateKey.generate()
    public = X25519PublicKey.from_public_bytes(_bytes(slot.public))
    nonce = secrets.token_bytes(12)
    shared = _agreed(ephemeral.exchange(public), book_id)
    sealed = AESGCM(shared).encrypt(nonce, book_key, _associated(book_id, slot))
    return _text(ephemeral.public_key().public_bytes_raw() + nonce + sealed)


def _unsealed(book_id: str, slot: Slot, private: X25519PrivateKey, text: str) -> bytes:
    sealed = _bytes(text)
    shared = _agreed(private.exchange(X25519PublicKey.from_public_bytes(sealed[:32])), book_id)
    return AESGCM(shared).decrypt(sealed[32:44], sealed[44:], _associated(book_id, slot))


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
    """The keys file; `NoBook` when it is missing, `DamagedKeys` when it cannot be read, `NewerBook` from a newer program."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise errors.NoBook(folder=str(path.parent)) from None
    except (OSError, ValueError) as error:
        raise errors.DamagedKeys from error
    try:
        if found.get("format", 0) > FORMAT:
            raise errors.NewerBook(theirs=f"(keys {found['format']})", ours=f"(keys {FORMAT})")
        check = found.pop("check", None)
        if check is not None and check != _check_of(found):
            raise errors.DamagedKeys
        return KeysFile(
            found["book_id"],
            tuple(map(_slot_from, found["slots"])),
            Cost(**found["cost"]),
            found.get("op", ""),
            tuple(map(_slot_from, found.get("before", ()))),
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise errors.DamagedKeys from error


def _slot_from(found: dict[str, Any]) -> Slot:
    return Slot(**{**found, "finders": tuple(found["finders"]), "cost": Cost(**found["cost"])})


def _check_of(content: dict[str, Any]) -> str:
    """What the rest of the file must add up to: a flipped byte is damage, not a wrong password."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def write_keys(path: Path, keys: KeysFile) -> None:
    """Replace the keys file: temporary name, fsync, rename, so that a power cut leaves the old or the new one whole."""
    content: dict[str, Any] = json.loads(json.dumps({"format": FORMAT, **asdict(keys)}))
    replace_file(path, json.dumps({**content, "check": _check_of(content)}, indent=1).encode())


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
    settle(path.parent)


def settle(folder: Path) -> None:
    """Make a rename in ``folder`` outlast a power cut, where the system can."""
    if os.name == "posix":
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


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
