"""The command that sets the manual on paper."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carebook import __version__, places
from carebook.records.staff import Role
from carebook.store.book import in_vietnam, now_utc
from carebook.words import _, message


def add_to(commands: Any, shared: argparse.ArgumentParser, _opening: argparse.ArgumentParser) -> None:
    """Add this command to the command line."""
    one = commands.add_parser("manual", parents=[shared], help=_("the manual as a PDF, whole or of one role"))
    one.add_argument("out", metavar="OUT.pdf")
    one.add_argument("--role", default="", choices=["", *(role.value for role in Role)], metavar="ROLE")
    one.set_defaults(run=write_manual)


def write_manual(given: argparse.Namespace) -> Mapping[str, Any]:
    """Set the manual and write it; no book is needed."""
    from carebook.actions.change import refuse
    from carebook.reports.manual.booklet import booklet

    out = Path(given.out)
    made = booklet(given.role, version=__version__, made_on=in_vietnam(now_utc()))
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        places.write_whole(out, made)
    except OSError as error:
        raise refuse(message("“{file}” could not be written. Choose another place.", file=out.name)) from error
    return {"file": str(out), "bytes": len(made), "_said": str(message("Saved “{file}”.", file=out.name))}
