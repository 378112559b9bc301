"""A folder on an SMB share (smb://server/share/folder), reached with a user name and password of its own.

Each place keeps its connection to itself: fsspec's file system shares one for the whole program, which would go on with the
password that was typed first.
"""

from __future__ import annotations

import errno
import uuid
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import smbclient
from smbclient import path as paths
from smbprotocol import exceptions as smb
from smbprotocol.connection import Connection

from carebook.exchange import delivery
from carebook.exchange.delivery import CHUNK, NotDelivered, Place, Watch

_SECONDS = 20
_PORT = 445
_NOT_THERE = (errno.ENOENT, errno.ENOTDIR)
_ACCOUNT = {0xC000006D, 0xC0000071, 0xC0000072, 0xC000006E, 0xC0000193, 0xC0000224, 0xC0000234}
"""Refused at signing in: wrong, password expired, disabled, restricted, account expired, password to be changed, locked."""
_READ_ONLY = {0xC0000022, 0xC00000A2, 0xC0000061}
_FULL = {0xC000007F, 0xC0000044}


class SmbPlace(Place):
    """The folder at ``url``; ``user`` may be written with its domain (SOYTE\\trungtam). The password itself is never sent, and
    what is sent is encrypted where the server can.
    """

    def __init__(self, url: str, user: str, secret: str) -> None:
        parts = urlsplit(url)
        self.said = url
        self._host, self._port = parts.hostname or "", parts.port or _PORT
        self._user, self._secret = user, secret
        self._path = PurePosixPath(unquote(parts.path))
        self._connections: dict[str, Connection] = {}

    def open(self) -> None:
        connection = Connection(uuid.uuid4(), self._host, self._port)
        # ten minutes otherwise, twice, before a network that went away is noticed
        connection._receive_timeout = _SECONDS
        try:
            connection.connect(timeout=_SECONDS)
        except ValueError:  # so it says that nobody answers
            raise delivery.NoNetwork(folder=self.said) from None
        self._connections[f"{self._host.lower()}:{self._port}"] = connection
        encrypt = True if connection.supports_encryption else None  # the oldest servers only sign
        smbclient.register_session(self._host, self._user, self._secret, encrypt=encrypt, **self._way)

    def close(self) -> None:
        with suppress(Exception):
            smbclient.reset_connection_cache(fail_on_error=False, connection_cache=self._connections)
        self._connections.clear()

    @property
    def _way(self) -> dict[str, Any]:
        return {"port": self._port, "connection_cache": self._connections, "connection_timeout": _SECONDS}

    def _unc(self, name: str = "") -> str:
        return "\\\\" + self._host + str(self._path / name).replace("/", "\\")

    def is_there(self) -> bool:
        try:
            return bool(paths.isdir(self._unc(), **self._way))
        except smb.BadNetworkName:
            return False

    def listed(self) -> list[str]:
        with smbclient.scandir(self._unc(), **self._way) as entries:
            return [entry.name for entry in entries if entry.is_file()]

    def content_of(self, name: str, most: int) -> bytes | None:
        try:
            with smbclient.open_file(self._unc(name), "rb", share_access="r", **self._way) as file:
                return bytes(file.read(most + 1))
        except smb.SMBOSError as error:
            if error.errno in _NOT_THERE:
                return None
            raise

    def write(self, name: str, content: bytes, watch: Watch) -> None:
        with smbclient.open_file(self._unc(name), "wb", **self._way) as file:
            for begin in range(0, len(content), CHUNK):
                watch(begin)
                file.write(content[begin : begin + CHUNK])
            file.flush()
        watch(len(content))

    def rename(self, name: str, new: str) -> None:
        smbclient.rename(self._unc(name), self._unc(new), **self._way)

    def remove(self, name: str) -> None:
        if all(connection.transport.connected for connection in self._connections.values()):  # it would reach anew
            smbclient.remove(self._unc(name), **self._way)

    def path_of(self, name: str) -> PurePosixPath:
        return self._path / name

    def named(self, error: Exception) -> NotDelivered | None:
        status = getattr(error, "ntstatus", None) or getattr(error, "status", None)
        match error:
            case smb.SMBAuthenticationError() | smb.WrongPassword():
                return delivery.WrongPassword(folder=self.said)
            case smb.SMBException() if status in _ACCOUNT:
                return delivery.WrongPassword(folder=self.said)
            case smb.SMBException() if status in _READ_ONLY:
                return delivery.FolderReadOnly(folder=self.said)
            case smb.SMBException() if status in _FULL:
                return delivery.FolderFull(folder=self.said)
            case smb.SMBOSError() | smb.SMBResponseException():
                return delivery.ServerRefused(folder=self.said, kind=f"0x{status or 0:08X}")
            case smb.SMBException() | OSError():
                return delivery.NoNetwork(folder=self.said)
        return None
