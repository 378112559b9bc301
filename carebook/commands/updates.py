"""The command that updates the program from a file, with a backup of a book first."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carebook import __version__, places
from carebook.commands.opening import folder_for, opened
from carebook.store.book import new_id, now_utc
from carebook.words import _, message


def add_to(commands: Any, shared: argparse.ArgumentParser, opening: argparse.ArgumentParser) -> None:
    """Add this command to the command line."""
    one = commands.add_parser("update", parents=[shared, opening], help=_("update CareBook from a signed file"))
    one.add_argument("file", metavar="FILE")
    way = one.add_mutually_exclusive_group(required=True)
    way.add_argument("--check", action="store_true", help=_("only say what the file brings"))
    way.add_argument("--book", dest="folder", metavar="DIR", help=_("the book that is backed up first"))
    one.add_argument("--to", metavar="FOLDER", help=_("where the backup goes"))
    one.set_defaults(run=update)


def update(given: argparse.Namespace) -> Mapping[str, Any]:
    """What is in an update; without ``--check`` the book is backed up and the installer started, or its line told."""
    from carebook.actions.change import refuse
    from carebook.actions.updates import look_into, prepare_update
    from carebook.exchange.updates import line_to_type, start_set_up

    file, pc = Path(given.file), places.installed_as()
    found = look_into(file, pc=pc)
    head = str(message("CareBook {ours} → {theirs}", ours=__version__, theirs=found.version))
    told = {"version": found.version, "ours": __version__, "pc": found.pc, "sha256": found.sha256}
    said = [head, *(f"  - {line}" for line in found.notes)]
    if given.check:
        return {**told, "notes": list(found.notes), "_said": said}
    if not given.to:
        raise refuse(message("Say with --to where the backup goes."))
    with opened(given) as book:
        into = places.updates_folder()
        change = prepare_update(
            book.book, file, folder_for(Path(given.to)), pc=pc, into=into, by=book.actor, now=now_utc(), op=new_id()
        )
    ready = change.result
    if pc == "windows":
        start_set_up(ready.installer)
        said.append(_("The set-up was started; it ends by itself."))
    else:
        said += [_("Close CareBook, then type:"), line_to_type(ready.installer)]
    return {**told, "backup": str(ready.backup.path), "installer": str(ready.installer), "_said": said}
