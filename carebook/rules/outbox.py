"""Where packages can go, what an address must be, and when a package that did not arrive is tried again."""

from __future__ import annotations

import base64
import hashlib
import re
from datetime import datetime, timedelta
from enum import Enum
from urllib.parse import urlsplit

from carebook.records.periods import Destination, OutboxState
from carebook.rules.problem import Problem, warning
from carebook.words import message

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
OPEN_STATES = frozenset(
    {OutboxState.WAITING, OutboxState.FAILED, OutboxState.NO_NETWORK, OutboxState.NO_DRIVE},
)
"""A package in one of these has not arrived and is carried by the program itself, once it has a destination."""
GONE_STATES = frozenset({OutboxState.SENT, OutboxState.RECEIVED})

_DRIVE = re.compile(r"/media/|/run/media/|/Volumes/|[ABD-Zabd-z]:[\\/]")
_WHOLE = re.compile(r"/|[A-Za-z]:[\\/]|\\\\")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")


class Way(Enum):
    """How a destination is reached."""

    FOLDER = "folder"
    DRIVE = "drive"
    SHARE = "share"
    WEBDAV = "webdav"
    SFTP = "sftp"
    SMB = "smb"
    S3 = "s3"


_SCHEMES = {
    "dav": Way.WEBDAV,
    "davs": Way.WEBDAV,
    "http": Way.WEBDAV,
    "https": Way.WEBDAV,
    "sftp": Way.SFTP,
    "smb": Way.SMB,
    "s3": Way.S3,
    "s3+http": Way.S3,
}
SERVERS = frozenset({Way.WEBDAV, Way.SFTP, Way.SMB, Way.S3})
_READABLE = frozenset({"dav", "http"})


def scheme_of(url: str) -> str:
    """What stands before "://" of an address, in small letters; "" for a path."""
    found = _SCHEME.match(url)
    return found.group(1).lower() if found else ""


def way_of(url: str) -> Way:
    """How the address or path is reached; a drive is one that can be pulled out, a share a folder of another PC."""
    if (scheme := scheme_of(url)) in _SCHEMES:
        return _SCHEMES[scheme]
    if url.startswith(("\\\\", "//")):
        return Way.SHARE
    return Way.DRIVE if _DRIVE.match(url) else Way.FOLDER


def is_server(url: str) -> bool:
    """Whether the address is a server's, which asks for a user name and a password."""
    return way_of(url) in SERVERS


def problems_in(destination: Destination) -> list[Problem]:
    """What is wrong with a destination; an address that others on the way could read is a warning."""
    found: list[Problem] = []
    if not destination.name.strip():
        found.append(Problem("name", message("A name is needed.")))
    url = destination.url.strip()
    if not url:
        found.append(Problem("url", message("Choose the folder.")))
    elif scheme := scheme_of(url):
        found += _problems_in_address(url, scheme, destination.user)
    elif not _WHOLE.match(url):
        found.append(Problem("url", message("Write the whole path of the folder, with its drive.")))
    return found


def _problems_in_address(url: str, scheme: str, user: str) -> list[Problem]:
    if scheme not in _SCHEMES:
        said = message("An address begins with davs://, sftp://, smb:// or s3://; a folder is written as its path.")
        return [Problem("url", said)]
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host:
        return [Problem("url", message("The name of the server is missing from the address."))]
    if "@" in parts.netloc or parts.query or parts.fragment:
        said = message("Leave the user name and the password out of the address; they have fields of their own.")
        return [Problem("url", said)]
    way, user, within = _SCHEMES[scheme], user.strip(), parts.path.strip("/")
    if way is Way.SFTP and not user:
        return [Problem("user", message("An SFTP server asks for a user name."))]
    if way is Way.SMB and not within:
        return [Problem("url", message("The name of the share is missing: smb://server/share/folder."))]
    if way is Way.SMB and not user:
        return [Problem("user", message("A share asks for a user name."))]
    if way is Way.S3 and not within:
        return [Problem("url", message("The name of the bucket is missing: s3://server/bucket/folder."))]
    if way is Way.S3 and not user:
        return [Problem("user", message("S3 storage asks for an access key; write it as the user name."))]
    if scheme == "s3+http":
        said = message("{scheme}:// sends the package readable on the way; s3:// does not.", scheme=scheme)
        return [warning("url", said)]
    if scheme in _READABLE:
        said = message(
            "{scheme}:// sends the package and the password readable on the way; davs:// does not.", scheme=scheme
        )
        return [warning("url", said)]
    return []


def next_try(tries: int, now: datetime) -> datetime:
    """When a package is tried again after ``tries`` vain tries: after 1, 2, 4 … minutes, at most an hour."""
    doubled: timedelta = FIRST_WAIT * 2 ** min(max(tries, 1) - 1, 10)
    return now + min(doubled, LONGEST_WAIT)


def fingerprint(host_key: str) -> str:
    """A server's key as its keeper can read it out: "SHA256:…" as the programs of SSH print it; "" without one."""
    parts = host_key.split()
    if len(parts) < 2:
        return ""
    digest = hashlib.sha256(base64.b64decode(parts[1])).digest()
    return "SHA256:" + base64.b64encode(digest).decode("ascii").rstrip("=")
