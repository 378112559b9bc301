"""Every place a package can be delivered to or taken from, by its address: folders and USB sticks, WebDAV and SFTP servers, SMB
shares, S3 storage."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from carebook.exchange.delivery import Place, WayMissing
from carebook.exchange.folders import FolderPlace
from carebook.rules.outbox import Way, scheme_of, way_of


@dataclass(frozen=True)
class Where:
    """An address with what its server asks for. ``host_key`` is the key an SFTP server showed before ("" = not yet known)."""

    url: str
    user: str = ""
    secret: str = field(default="", repr=False)
    host_key: str = ""

    def inside(self, folder: str) -> Where:
        """The folder of that name inside this one, on the same server."""
        end = "/" if scheme_of(self.url) or "/" in self.url else "\\"
        return replace(self, url=f"{self.url.rstrip(end)}{end}{folder}")


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
            case Way.SMB:
                from carebook.exchange.places.smb import SmbPlace

                return SmbPlace(where.url, where.user, where.secret)
            case Way.S3:
                from carebook.exchange.places.s3 import S3Place

                return S3Place(where.url, where.user, where.secret)
            case _:
                return FolderPlace(Path(where.url))
    except ImportError:
        raise WayMissing(folder=where.url) from None
