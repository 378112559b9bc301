"""Commands that hand data to other programs: the figures of a closed report to DHIS2, the care of one person as FHIR."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carebook.actions.change import refuse
from carebook.commands.opening import opened
from carebook.rules.periods import is_key
from carebook.rules.periods import said as said_period
from carebook.store.book import Reader, in_vietnam, new_id, now_utc
from carebook.words import N_, _, message, ngettext

_WHAT = N_("the period of a closed report (2026-10, 2026-Q4, 2026-H2, 2026), or the code of a person")


def add_to(commands: Any, shared: argparse.ArgumentParser, opening: argparse.ArgumentParser) -> None:
    """Add these commands to the command line."""
    one = commands.add_parser("interchange", parents=[shared, opening], help=_("data for other programs, to a file"))
    one.add_argument("folder", metavar="DIR")
    one.add_argument("what", metavar="PERIOD|CODE", help=_(_WHAT))
    way = one.add_mutually_exclusive_group(required=True)
    way.add_argument("--dhis2", metavar="MAP", help=_("figures for DHIS2, by this mapping file"))
    way.add_argument("--dhis2-template", action="store_true", help=_("a mapping file to be filled in"))
    way.add_argument("--fhir", action="store_true", help=_("plans, goals, measures and sessions as FHIR R4B"))
    one.add_argument("--out", required=True, type=Path, metavar="FILE")
    one.add_argument("--reason", default="", help=_("what the data are for; kept in the reading log"))
    one.set_defaults(run=interchange)


def interchange(given: argparse.Namespace) -> Mapping[str, Any]:
    """Write the wanted file; the line in the reading log comes first."""
    from carebook.store.keys import replace_file

    content, answer = _of_person(given) if given.fhir else _of_report(given)
    given.out.parent.mkdir(parents=True, exist_ok=True)
    replace_file(given.out, content)
    return {"file": str(given.out), **answer}


def _of_report(given: argparse.Namespace) -> tuple[bytes, dict[str, Any]]:
    from carebook.actions.exports import export_interchange
    from carebook.exchange import dhis2
    from carebook.records.periods import ReportState
    from carebook.reports.month import tables_of
    from carebook.store.periods import newest_snapshot

    key = given.what
    if not is_key(key):
        raise refuse(message("“{typed}” is no period; write 2026-10, 2026-Q4, 2026-H2 or 2026.", typed=key))
    mapping = dhis2.read_mapping(_read(Path(given.dhis2))) if given.dhis2 else None
    with opened(given) as found:
        now = now_utc()
        with found.book.reading_masked(now) as reader:
            snapshot = newest_snapshot(reader, key)
            if snapshot is None or snapshot.state is ReportState.REOPENED:
                raise refuse(message("The figures of {period} are not closed yet.", period=said_period(key)))
            tables = tables_of(snapshot)
        if mapping is None:
            return dhis2.template(tables), {"_said": str(given.out)}
        made = dhis2.data_values(tables, key, mapping, completed_on=snapshot.dated_on)
        export_interchange(found.book, f"DHIS2 {key}", reason=given.reason, by=found.actor, now=now, op=new_id())
    told = ngettext("{n} value written to “{file}”.", "{n} values written to “{file}”.", made.sent)
    said = [told.format(n=made.sent, file=given.out.name), *map(str, made.told)]
    return made.written(), {
        "sent": made.sent,
        "unknown": made.unknown,
        "zeros": made.zeros,
        "missing": [str(one) for one in made.missing],
        "_said": said,
    }


def _of_person(given: argparse.Namespace) -> tuple[bytes, dict[str, Any]]:
    from carebook.actions.exports import export_interchange
    from carebook.exchange import fhir

    with opened(given) as found:
        now = now_utc()
        today = in_vietnam(now)
        with found.book.reading_for(found.actor, now) as reader:
            episode_id = _newest_stay(reader, given.what)
            record = fhir.gather(reader, episode_id, today=today, now=now)
        export_interchange(
            found.book,
            "FHIR",
            reason=given.reason,
            episode_id=episode_id,
            by=found.actor,
            now=now,
            op=new_id(),
        )
    made = fhir.bundle(record)
    return fhir.written(record), {"resources": len(made["entry"]), "_said": str(given.out)}


def _newest_stay(reader: Reader, code: str) -> str:
    """The newest stay of the person with that code; refused when there is none, or none who may be seen."""
    found = reader.value(
        """SELECT e.id FROM episode e JOIN found_person p ON p.id = e.person_id
        WHERE p.code = ? AND p.withdrawn_at IS NULL AND e.withdrawn_at IS NULL ORDER BY e.start_on DESC, e.id DESC LIMIT 1""",
        (code,),
    )
    if found is None:
        raise refuse(message("There is no record with the code “{code}”.", code=code))
    return str(found)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refuse(message("“{file}” cannot be read.", file=path.name)) from error
