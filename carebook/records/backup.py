"""Trying to restore: that a backup was opened aside, what was found, and by whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from carebook.records.declaration import Kind, fact
from carebook.records.record import Record
from carebook.words import N_


class DrillKey(Enum):
    """What opened the backup."""

    PASSWORD = "password"
    RECOVERY = "recovery"


DRILL_KEY_WORDS: Mapping[DrillKey, str] = {
    DrillKey.PASSWORD: N_("password"),
    DrillKey.RECOVERY: N_("recovery code"),
}


@dataclass(frozen=True)
class RestoreDrill(Record):
    """One trial of restoring a backup. ``people`` … ``head`` are what the opened backup held; ``fault`` is "" when it passed.

    ``later_entries`` are the lines the book's journal had after the backup's head: what a restore of that backup would lose.
    """

    drilled_at: datetime | None = fact(N_("Tried at"), required=True, default=None)
    file: str = fact(N_("Backup"), default="")
    backup_made_at: datetime | None = fact(N_("Backup made at"), required=True, default=None)
    opened_with: DrillKey = fact(N_("Opened with"), default=DrillKey.PASSWORD)
    passed: bool = fact(N_("Can be restored"), default=False)
    fault: str = fact(N_("What was found"), default="")
    people: int = fact(N_("People"), Kind.NUMBER, default=0)
    present: int = fact(N_("Present"), Kind.NUMBER, default=0)
    entries: int = fact(N_("Lines of the journal"), Kind.NUMBER, default=0)
    later_entries: int = fact(N_("Later lines of the journal"), Kind.NUMBER, default=0)
    head: str = fact(N_("Head of the journal"), Kind.DATA, default="")
    seconds: int = fact(N_("Duration"), Kind.NUMBER, unit="s", default=0)
    drilled_by_id: str | None = fact(N_("Trial made by"), Kind.LINK, default=None)
