"""What the last checks found, remembered beside the book: facts about files and counts, and the salts of its files.

Nothing in this file is about people. The salts, which stand openly in the first bytes of the files, make their pages readable
again when those bytes are destroyed.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from carebook.records.damage import CheckUp, Fault, Finding, Touched
from carebook.store import errors, keys
from carebook.store.folders import DATABASE, FILES
from carebook.store.pages.sealed import SALT, salt_of
from carebook.store.rows import moment_from, moment_text

FILE = "carebook.checked"
_FULL, _START, _SALTS = "full", "start", "salts"


def last_checks(folder: Path) -> tuple[CheckUp | None, CheckUp | None]:
    """The last check at an opening and the last full one; None where there was none yet or it cannot be read."""
    kept = _read(folder)
    return check_from(kept.get(_START)), check_from(kept.get(_FULL))


def known_salts(folder: Path) -> dict[str, tuple[bytes, ...]]:
    """What the first bytes of each file were when it was sound."""
    found: dict[str, tuple[bytes, ...]] = {}
    for name, texts in _as_dict(_read(folder).get(_SALTS)).items():
        try:
            found[name] = tuple(bytes.fromhex(text) for text in texts)
        except (TypeError, ValueError):
            continue
    return found


def remember(folder: Path, check: CheckUp) -> None:
    """Keep what a check found; a folder that can only be read keeps nothing."""
    kept = _read(folder)
    kept[_FULL if check.is_full else _START] = check_told(check)
    if not check.stops:
        salts = {name: salt_of(folder / name) for name in (DATABASE, FILES)}
        kept[_SALTS] = {name: [salt.hex()] for name, salt in salts.items() if len(salt) == SALT}
    try:
        keys.replace_file(folder / FILE, json.dumps(kept).encode())
    except errors.BookError:
        return


def _read(folder: Path) -> dict[str, Any]:
    try:
        return _as_dict(json.loads((folder / FILE).read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _as_dict(found: object) -> dict[str, Any]:
    return found if isinstance(found, dict) else {}


def check_told(check: CheckUp) -> dict[str, Any]:
    """What a check found as plain data."""
    return {
        "at": moment_text(check.at),
        "findings": [told(finding) for finding in check.findings],
        "full": check.is_full,
        "pages": check.pages,
        "lines": check.lines,
        "head": check.head,
        "ms": check.milliseconds,
    }


def told(finding: Finding) -> dict[str, Any]:
    """A finding as plain data, for files and for other programs."""
    return {
        "fault": finding.fault.value,
        "file": finding.file,
        "count": finding.count,
        "pages": list(finding.pages[:100]),
        "touched": [[one.table, one.rows] for one in finding.touched],
        "on": finding.on.isoformat() if finding.on else None,
        "opens": finding.opens,
    }


def check_from(found: object) -> CheckUp | None:
    """The check that plain data tells of; None when it tells of none."""
    try:
        kept: Any = found
        findings = tuple(
            Finding(
                Fault(one["fault"]),
                one["file"],
                one["count"],
                tuple(one["pages"]),
                tuple(Touched(table, rows) for table, rows in one["touched"]),
                date.fromisoformat(one["on"]) if one["on"] else None,
                one["opens"],
            )
            for one in kept["findings"]
        )
        return CheckUp(
            moment_from(kept["at"]), findings, kept["full"], kept["pages"], kept["lines"], kept["head"], kept["ms"]
        )
    except (KeyError, TypeError, ValueError):
        return None
