"""Opening a book for a command: the password from the environment or asked without echo."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from carebook.actions.change import refuse
from carebook.actions.opening import Opened, open_book
from carebook.store import backup
from carebook.store.book import now_utc
from carebook.words import _, message


def password(variable: str = "CAREBOOK_PASSWORD") -> str:
    """The password of ``variable``; asked for on the terminal when it is not set."""
    found = os.environ.get(variable)
    if found is not None:
        return found
    try:
        return getpass.getpass(_("Password") + ": ", stream=sys.stderr)
    except EOFError:
        raise refuse(message("The password is needed: set {variable}, or type it.", variable=variable)) from None


def key_password() -> str:
    """The password of a signing key: its own variable, else the account's password."""
    return os.environ.get("CAREBOOK_KEY_PASSWORD") or password()


def folder_for(path: Path) -> Path:
    """A folder to put files into, made when only its last part is missing: a drive that is not there stays missing."""
    if path.parent.is_dir() and not path.exists():
        with suppress(OSError):  # what stands against it is said by whoever writes into it
            path.mkdir()
    return path


@contextmanager
def opened(given: argparse.Namespace) -> Iterator[Opened]:
    """The book of ``given.folder`` opened by ``given.name`` ("" = the first manager), closed at the end."""
    backup.settle_restore(Path(given.folder))
    found = open_book(Path(given.folder), given.name, password(), now=now_utc())
    try:
        yield found
    finally:
        found.book.close()
