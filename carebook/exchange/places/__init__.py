"""Every place a package can be delivered to, by its address: folders and USB sticks, WebDAV and SFTP servers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from carebook.exchange.delivery import Place, WayMissing
from carebook.exchange.folders import FolderPlace
from carebook.rules.outbox import Way, way_of


@dataclass(frozen=True)
class Where:
    """An address with what its server asks for. ``host_key`` is the key an SFTP server showed before ("" = not yet known)."""

    url: str
    user: str = ""
    secret: str = field(default="", repr=False)
    host_key: str = ""


def place_at(where: Where) -> Place:
    """The place of an address; nothing is reached yet. Raises `WayMissing` when the parts for it are not installed."""
    try:
        match way_of(where.url):
            case Way.WEBDAV:
                from carebook.exchange.places.webdav import WebdavPlace

                return WebdavPlace(where.url, where.user, where.secret)
            case Way.SFTP:
                from carebook.exchange.places.sftp import SftpPlace

                return SftpPlace(where.url, where.user, where.secret, where.host_key)
            case _:
                return FolderPlace(Path(where.url))
    except ImportError:
        raise WayMissing(folder=where.url) from None
