"""A folder on an SFTP server (sftp://…), reached through fsspec's SSH file system; the server's key is always checked."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

import asyncssh
from fsspec.asyn import FSTimeoutError, get_loop, sync
from sshfs import SSHFileSystem

from carebook.exchange import delivery
from carebook.exchange.delivery import CHUNK, NotDelivered, Place, Watch

_SECONDS = 20.0
_PORT = 22


class SftpPlace(Place):
    """The folder at ``url``. Without ``host_key`` the key the server shows is taken as its own and given back to be noted;
    with one, a server that shows another is refused before the password is sent.
    """

    def __init__(self, url: str, user: str, secret: str, host_key: str) -> None:
        parts = urlsplit(url)
        self.said = url
        self.host_key = host_key
        self._host, self._port = parts.hostname or "", parts.port or _PORT
        self._user, self._secret = user, secret
        self._folder = PurePosixPath(unquote(parts.path) or ".")
        self._files: SSHFileSystem | None = None

    def open(self) -> None:
        if not self.host_key:
            self.host_key = sync(get_loop(), self._key_shown, timeout=_SECONDS)
        known = asyncssh.import_public_key(self.host_key)
        ways: dict[str, Any] = (
            {"password": self._secret, "client_keys": None, "agent_path": None} if self._secret else {}
        )
        try:
            self._files = SSHFileSystem(
                self._host,
                port=self._port,
                username=self._user,
                known_hosts=([known], [], []),
                config=None,
                connect_timeout=_SECONDS,
                login_timeout=_SECONDS,
                keepalive_interval=_SECONDS,
                timeout=2 * _SECONDS,
                skip_instance_cache=True,
                **ways,
            )
        except PermissionError:
            raise delivery.WrongPassword(folder=self.said) from None

    async def _key_shown(self) -> str:
        key = await asyncssh.get_server_host_key(self._host, self._port, config=None)
        if key is None:
            raise asyncssh.HostKeyNotVerifiable("no key")
        return key.export_public_key("openssh").decode("ascii").strip()

    def close(self) -> None:
        if self._files is not None:
            with suppress(Exception):
                sync(self._files.loop, self._end, timeout=2)
            self._files = None

    async def _end(self) -> None:
        self._reached.client.close()
        await self._reached.client.wait_closed()

    @property
    def _reached(self) -> SSHFileSystem:
        assert self._files is not None
        return self._files

    def is_there(self) -> bool:
        return bool(self._reached.isdir(str(self._folder)))

    def listed(self) -> list[str]:
        found = self._reached.ls(str(self._folder), detail=True)
        return [PurePosixPath(entry["name"]).name for entry in found if entry["type"] == "file"]

    def content_of(self, name: str, most: int) -> bytes | None:
        held = bytearray()
        try:
            with self._reached.open(str(self._folder / name), "rb") as file:
                while len(held) <= most and (piece := file.read(CHUNK)):
                    held += piece
        except FileNotFoundError:
            return None
        return bytes(held[: most + 1])

    def write(self, name: str, content: bytes, watch: Watch) -> None:
        with self._reached.open(str(self._folder / name), "wb") as file:
            for begin in range(0, len(content), CHUNK):
                watch(begin)
                file.write(content[begin : begin + CHUNK])
        watch(len(content))

    def rename(self, name: str, new: str) -> None:
        sync(self._reached.loop, self._rename, str(self._folder / name), str(self._folder / new), timeout=_SECONDS)

    async def _rename(self, name: str, new: str) -> None:
        async with self._reached.client.start_sftp_client() as files:
            await files.rename(name, new)  # the plain one: it never overwrites, unlike the file system's own

    def remove(self, name: str) -> None:
        self._reached.rm_file(str(self._folder / name))

    def path_of(self, name: str) -> PurePosixPath:
        return self._folder / name

    def named(self, error: Exception) -> NotDelivered | None:
        match error:
            case asyncssh.HostKeyNotVerifiable() | asyncssh.KeyImportError():
                return delivery.OtherServer(folder=self.said)
            case asyncssh.PermissionDenied():
                return delivery.WrongPassword(folder=self.said)
            case asyncssh.SFTPPermissionDenied() | asyncssh.SFTPWriteProtect() | PermissionError():
                return delivery.FolderReadOnly(folder=self.said)
            case asyncssh.SFTPNoSpaceOnFilesystem() | asyncssh.SFTPQuotaExceeded():
                return delivery.FolderFull(folder=self.said)
            case asyncssh.SFTPConnectionLost() | asyncssh.SFTPNoConnection() | asyncssh.DisconnectError():
                return delivery.NoNetwork(folder=self.said)
            case FSTimeoutError() | asyncio.TimeoutError() | OSError():
                return delivery.NoNetwork(folder=self.said)
            case asyncssh.Error():
                return delivery.ServerRefused(folder=self.said, kind=type(error).__name__)
        return None
