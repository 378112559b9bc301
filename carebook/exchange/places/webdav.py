"""A folder on a WebDAV server (davs://…), reached through fsspec's WebDAV file system."""

from __future__ import annotations

import io
import ssl
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
_WRONG_PASSWORD = 401
_FORBIDDEN = 403


class WebdavPlace(Place):
    """The folder at ``url``; the user name and the password go with each request and nowhere else."""

    def __init__(self, url: str, user: str, secret: str) -> None:
        parts = urlsplit(url)
        self.said = url
        self._path = PurePosixPath(parts.path or "/")
        base = urlunsplit((_WEB[scheme_of(url)], parts.netloc, parts.path, "", ""))
        files = WebdavFileSystem(
            base,
            auth=httpx.BasicAuth(user, secret) if user else None,
            timeout=_SECONDS,
            retry=False,
            skip_instance_cache=True,
        )
        self._client: webdav.Client = files.client

    def close(self) -> None:
        self._client.http.close()

    def is_there(self) -> bool:
        try:
            return bool(self._client.isdir(""))
        except webdav.ResourceNotFound:
            return False

    def content_of(self, name: str) -> bytes | None:
        held = io.BytesIO()
        try:
            self._client.download_fileobj(name, held)
        except webdav.ResourceNotFound:
            return None
        return held.getvalue()

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
            case webdav.HTTPError(status_code=status) if status == _WRONG_PASSWORD:
                return delivery.WrongPassword(folder=self.said)
            case webdav.ForbiddenOperation():
                return delivery.FolderReadOnly(folder=self.said)
            case webdav.HTTPError(status_code=status) if status == _FORBIDDEN:
                return delivery.FolderReadOnly(folder=self.said)
            case webdav.InsufficientStorage():
                return delivery.FolderFull(folder=self.said)
            case webdav.HTTPError(status_code=status):
                return delivery.ServerRefused(folder=self.said, kind=status)
            case httpx.TransportError() if _is_about_certificates(error):
                return delivery.UntrustedServer(folder=self.said)
            case httpx.TransportError() | OSError() | webdav.BadGatewayError():
                return delivery.NoNetwork(folder=self.said)
            case webdav.ClientError() | httpx.HTTPError():
                return delivery.ServerRefused(folder=self.said, kind=type(error).__name__)
        return None


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
