"""The command that copies what a department's book has received to a hub that several people share."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from typing import Any

from carebook.commands.opening import opened
from carebook.store.book import new_id, now_utc
from carebook.words import _, message

PASSWORD = "CAREBOOK_HUB_PASSWORD"
"""Where the password of a hub comes from."""


def add_to(commands: Any, shared: argparse.ArgumentParser, opening: argparse.ArgumentParser) -> None:
    """Add this command to the command line."""
    text = _("copy what was received to a hub (postgresql://server/database)")
    one = commands.add_parser("to-hub", parents=[shared, opening], help=text)
    one.add_argument("folder", metavar="DIR")
    one.add_argument("hub", metavar="DSN", help=_("its password comes from CAREBOOK_HUB_PASSWORD"))
    one.set_defaults(run=to_hub)


def to_hub(given: argparse.Namespace) -> Mapping[str, Any]:
    """Copy every package of the book to the hub; doing it again copies what is new."""
    from carebook.actions.change import refuse
    from carebook.actions.hub import copy_to_hub

    try:
        from carebook.exchange.hub import Hub
    except ImportError:
        raise refuse(message("This CareBook was installed without the parts for a hub.")) from None
    now = now_utc()
    with (
        opened(given) as found,
        found.book.reading_for(found.actor, now) as reader,
        Hub(given.hub, password=os.environ.get(PASSWORD, ""), asks=reader.asks) as hub,
    ):
        change = copy_to_hub(found.book, hub, by=found.actor, now=now, op=new_id())
    return {"packages": change.result.packages, "new": change.result.new, "_said": [str(change.said)]}
