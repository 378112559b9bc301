"""Commands about signing: a place of a closed report is signed, and timestamps are appended at the next connection."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carebook.commands.opening import key_password, opened
from carebook.store.book import new_id, now_utc
from carebook.words import _, message


def add_to(commands: Any, shared: argparse.ArgumentParser, opening: argparse.ArgumentParser) -> None:
    """Add these commands to the command line."""
    one = commands.add_parser("sign", parents=[shared, opening], help=_("sign a closed report"))
    one.add_argument("folder", metavar="DIR")
    one.add_argument("report", metavar="REPORT")
    one.add_argument("--role", choices=["preparer", "head", "seal"], required=True)
    one.add_argument("--p12", default="", metavar="F", help=_("a key file instead of the own key of the book"))
    one.set_defaults(run=sign)

    one = commands.add_parser("stamp", parents=[shared, opening], help=_("append timestamps to signed reports"))
    one.add_argument("folder", metavar="DIR")
    one.add_argument("--tsa", required=True, metavar="URL", help=_("the address of the timestamping service"))
    one.add_argument("--timer", action="store_true", help=_("for a timer: silent when nothing waits"))
    one.set_defaults(run=stamp)


def sign(given: argparse.Namespace) -> Mapping[str, Any]:
    """Sign in the place of the preparer or the head, or set the facility's seal."""
    from carebook.actions import signing

    deeds = {"preparer": signing.sign_as_preparer, "head": signing.sign_as_head, "seal": signing.sign_with_seal}
    p12 = _read(Path(given.p12)) if given.p12 else None
    with opened(given) as found:
        change = deeds[given.role](
            found.book, given.report, key_password(), by=found.actor, now=now_utc(), op=new_id(), p12=p12
        )
    verdict = change.result
    return {
        "report": given.report,
        "level": verdict.level.value,
        "words": str(verdict.words),
        "signers": [s.name for s in verdict.signers],
        "_said": [str(change.said), str(verdict.words)],
    }


def stamp(given: argparse.Namespace) -> Mapping[str, Any]:
    """Append a timestamp to every signed report that waits for one; the first that fails ends it."""
    from carebook.actions.change import Refused
    from carebook.actions.signing import append_stamps
    from carebook.store.signing import awaiting_stamps

    stamped: list[str] = []
    said: list[str] = []
    failed = ""
    with opened(given) as found:
        with found.book.reading_for(found.actor, now_utc()) as reader:
            waiting = awaiting_stamps(reader, now_utc())
        for snapshot in waiting:
            try:
                change = append_stamps(found.book, snapshot.id, given.tsa, by=found.actor, now=now_utc(), op=new_id())
            except Refused as refused:
                failed = str(refused)
                break
            stamped.append(snapshot.id)
            said.append(str(change.said))
    if not waiting and not given.timer:
        said = [_("No signed report waits for a timestamp.")]
    return {
        "stamped": stamped,
        "waiting": len(waiting) - len(stamped),
        "reason": failed,
        "_said": [*said, *([failed] if failed else [])],
        "_exit": 1 if failed else 0,
    }


def _read(path: Path) -> bytes:
    from carebook.actions.change import refuse

    try:
        return path.read_bytes()
    except OSError as error:
        raise refuse(message("“{file}” cannot be read.", file=path.name)) from error
