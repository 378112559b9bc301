"""Backups: one file with a key of its own that was opened and checked before it counts, and a book made from it again."""

from carebook.store.backup.checking import holds_what_it_says, written_since
from carebook.store.backup.known import (
    LAST,
    Failure,
    Place,
    backups_in,
    first_backup_on,
    known_backups,
    last_backup,
    last_failure,
    note_failure,
    note_made,
    place,
    thin,
)
from carebook.store.backup.making import Outcome, back_up, back_up_to
from carebook.store.backup.moved import Moved, mark_moved, moved, take_back
from carebook.store.backup.package import (
    Backup,
    damaged,
    key_by,
    key_of,
    keys_in,
    manifest_of,
    unpack,
    unpack_with,
)
from carebook.store.backup.restoring import Restored, Settled, aside_of, settle_restore, swapping, workshop_of
from carebook.store.backup.watching import Cancelled, Progress, writing_to

__all__ = [
    "LAST",
    "Backup",
    "Cancelled",
    "Failure",
    "Moved",
    "Outcome",
    "Place",
    "Progress",
    "Restored",
    "Settled",
    "aside_of",
    "back_up",
    "back_up_to",
    "backups_in",
    "damaged",
    "first_backup_on",
    "holds_what_it_says",
    "key_by",
    "key_of",
    "keys_in",
    "known_backups",
    "last_backup",
    "last_failure",
    "manifest_of",
    "mark_moved",
    "moved",
    "note_failure",
    "note_made",
    "place",
    "settle_restore",
    "swapping",
    "take_back",
    "thin",
    "unpack",
    "unpack_with",
    "workshop_of",
    "writing_to",
    "written_since",
]
