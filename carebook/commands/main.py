"""The command line: one parser, one function a command, the same deeds as the window; sentences on stderr, JSON on stdout.

Exit codes: 0 done, 1 refused with a sentence, 2 wrong usage. Never a traceback.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from carebook import __version__
from carebook.commands import (
    books,
    checks,
    damage,
    exports,
    hub,
    manual,
    outbox,
    people,
    periods,
    receiving,
    signing,
    updates,
)
from carebook.words import _

Command = Callable[[argparse.Namespace], Mapping[str, Any]]
SelfTest = Callable[[Callable[[str], object] | None], tuple[str, ...]]


def parser(self_test: SelfTest) -> argparse.ArgumentParser:
    """The whole command line; ``self_test`` stands above this room and is handed in."""
    top = argparse.ArgumentParser(prog="carebook", description=_("The book of a social protection center."))
    top.add_argument("--version", action="version", version=f"CareBook {__version__}")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help=_("one JSON object on standard output"))
    opening = argparse.ArgumentParser(add_help=False)
    opening.add_argument("--as", dest="name", default="", metavar="NAME", help=_("who opens the book"))
    top.set_defaults(test=self_test)
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for group in (books, people, periods, signing, exports, outbox, checks, damage, receiving, hub, updates, manual):
        group.add_to(commands, shared, opening)
    return top


def run(arguments: Sequence[str], self_test: SelfTest) -> int:
    """Run one command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console of another code page would break on Vietnamese
            stream.reconfigure(encoding="utf-8", errors="replace")
    if not logging.getLogger().handlers:  # what libraries complain of may hold names: it goes nowhere
        logging.getLogger().addHandler(logging.NullHandler())
    try:
        given = parser(self_test).parse_args(list(arguments))
    except SystemExit as ended:
        return int(ended.code or 0)
    try:
        answer = dict(given.run(given))
    except KeyboardInterrupt:
        print(_("Stopped."), file=sys.stderr)
        return 1
    except Exception as error:  # the edge: every failure of the world has a sentence, ours goes to the log
        return _refused(error)
    code = int(answer.pop("_exit", 0))
    said = answer.pop("_said", None)
    if given.json:
        print(json.dumps(answer, ensure_ascii=False))
    elif said is not None:
        for line in said if isinstance(said, list) else [said]:
            print(line)
    return code


def _note_fault(error: Exception) -> None:
    """Write into the log where it happened: the kind and the places, none of the words, which may hold names."""
    from carebook import places
    from carebook.rules.crashes import crash_of

    lines = logging.FileHandler(places.log_folder() / "carebook.log", encoding="utf-8", delay=True)
    lines.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log = logging.Logger("carebook.commands")
    log.addHandler(lines)
    log.error("%s", crash_of(error, error.__traceback__).report(f"CareBook {__version__}").rstrip())
    lines.close()


def _refused(error: Exception) -> int:
    problems = getattr(error, "problems", None)
    said = getattr(error, "message", None)
    if problems:
        for problem in problems:
            print(str(problem.message), file=sys.stderr)
    elif said is not None:
        print(str(said), file=sys.stderr)
    else:
        _note_fault(error)
        print(_("The command failed; nothing more was written. The log says where."), file=sys.stderr)
    return 1
