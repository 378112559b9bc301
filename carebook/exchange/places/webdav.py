"""A folder on a WebDAV server (davs://…), reached through fsspec's WebDAV file system."""

from __future__ import annotations

import io
import ssl
from http import HTTPStatus
from pathlib import PurePosixPath
from urllib.parse import urlsplit, urlunsplit

import httpx
from webdav4 import client as webdav
from webdav4.fsspec import WebdavFileSystem

from carebook.exchange import delivery
from carebook.exchange.delivery import NotDelivered, Place, Watch
from carebook.rules.outbox import scheme_of

_SECONDS = 20.0
_WEB = {"dav": "http", "http": "http", "davs": "https", "https": "https"}


class WebdavPlace(Place):
    """The folder at ``url``; the user name and the password go with each request and nowhere else."""

    def __init__(self, url: str, user: str, secret: str) -> None:
        parts = urlsplit(url)
        self.said = url
        self._path = PurePosixPath(parts.path or "/")
        self._base = urlunsplit((_WEB[scheme_of(url)], parts.netloc, parts.path, "", ""))
        self._user, self._secret = user, secret
        self._opened: webdav.Client | None = None

    def open(self) -> None:
        self._opened = WebdavFileSystem(
            self._base,
            auth=httpx.BasicAuth(self._user, self._secret) if self._user else None,
            timeout=_SECONDS,
            retry=False,
            skip_instance_cache=True,
        ).client

    def close(self) -> None:
        if self._opened is not None:
            self._opened.http.close()
            self._opened = None

    @property
    def _client(self) -> webdav.Client:
        assert self._opened is not None
        return self._opened

    def is_there(self) -> bool:
        try:
            return bool(self._client.isdir(""))
        except webdav.ResourceNotFound:
            return False

    def listed(self) -> list[str]:
        return [PurePosixPath(found["name"]).name for found in self._client.ls("") if found["type"] == "file"]

    def content_of(self, name: str, most: int) -> bytes | None:
        held = bytearray()
        try:
            with self._client.open(name, "rb") as file:
                while len(held) <= most and (piece := file.read(delivery.CHUNK)):
                    held += piece
        except (webdav.ResourceNotFound, webdav.IsACollectionError):
            return None
        return bytes(held[: most + 1])

    def write(self, name: str, content: bytes, watch: Watch) -> None:
        self._client.upload_fileobj(_Watched(content, watch), name, overwrite=True, size=len(content))
        watch(len(content))

    def rename(self, name: str, new: str) -> None:
        self._client.move(name, new, overwrite=False)

    def remove(self, name: str) -> None:
        self._client.remove(name)

    def path_of(self, name: str) -> PurePosixPath:
        return self._path / name

    def named(self, error: Exception) -> NotDelivered | None:
        match error:
            case webdav.ForbiddenOperation():
                return delivery.FolderReadOnly(folder=self.said)
            case webdav.InsufficientStorage():
                return delivery.FolderFull(folder=self.said)
            case webdav.HTTPError(status_code=status):
                return self._refused(status)
            case httpx.HTTPStatusError():
                return self._refused(error.response.status_code)
            case httpx.TransportError() if _is_about_certificates(error):
                return delivery.UntrustedServer(folder=self.said)
            case httpx.TransportError() | OSError() | webdav.BadGatewayError():
                return delivery.NoNetwork(folder=self.said)
            case webdav.ClientError() | httpx.HTTPError():
                return delivery.ServerRefused(folder=self.said, kind=type(error).__name__)
        return None

    def _refused(self, status: int) -> NotDelivered:
        match status:
            case HTTPStatus.UNAUTHORIZED:
                return delivery.WrongPassword(folder=self.said)
            case HTTPStatus.FORBIDDEN:
                return delivery.FolderReadOnly(folder=self.said)
        return delivery.ServerRefused(folder=self.said, kind=status)


class _Watched(io.BytesIO):
    """A file in memory that tells how much of it was read."""

    def __init__(self, content: bytes, watch: Watch) -> None:
        super().__init__(content)
        self._watch = watch

    def read(self, size: int | None = -1, /) -> bytes:
        self._watch(self.tell())
        return super().read(delivery.CHUNK if size is None or size < 0 else min(size, delivery.CHUNK))


def _is_about_certificates(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
