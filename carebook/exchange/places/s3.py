"""A folder of a bucket in S3 storage (s3://server/bucket/folder), reached through fsspec's S3 file system.

S3 knows neither folders nor renaming: a folder is the beginning of a name, and a file gets its real name by a copy made on
the server, which is there whole or not at all.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import cache
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from aiobotocore.session import AioSession
from botocore import exceptions as aws
from fsspec.asyn import FSTimeoutError, sync
from s3fs import S3FileSystem

from carebook.exchange import delivery
from carebook.exchange.delivery import CHUNK, NotDelivered, Place, Watch
from carebook.rules.outbox import scheme_of

_SECONDS = 20.0
_PIECE = 5 * 1024 * 1024
"""Bytes of the smallest piece S3 takes; a shorter file goes in one."""
_WEB = {"s3": "https", "s3+http": "http"}
_REGION = "us-east-1"
_WRONG_KEY = {"InvalidAccessKeyId", "SignatureDoesNotMatch", "AuthFailure", "InvalidSecurity", "Unauthorized", "401"}
_REFUSED = {"AccessDenied", "AllAccessDisabled", "AccountProblem", "MethodNotAllowed", "Forbidden", "403"}
_FULL = {"QuotaExceeded", "EntityTooLarge", "InsufficientStorage", "507", "XMinioStorageFull"}
_AWAY = {"ServiceUnavailable", "SlowDown", "RequestTimeout", "BadGateway", "GatewayTimeout", "502", "503", "504"}
_UNKNOWN = {"NotImplemented", "501"}
_NOT_THERE = {"NoSuchKey", "NoSuchBucket", "404"}


class S3Place(Place):
    """The folder at ``url``; ``user`` is the access key, ``secret`` signs each request and is never sent."""

    def __init__(self, url: str, user: str, secret: str) -> None:
        parts = urlsplit(url)
        self.said = url
        self._server = f"{_WEB[scheme_of(url)]}://{parts.netloc}"
        self._region = _region_of(parts.hostname or "")
        self._key, self._secret = user, secret
        self._path = PurePosixPath(unquote(parts.path))
        self._bucket, *folders = self._path.parts[1:]
        self._folder = "".join(f"{folder}/" for folder in folders)
        self._opened: S3FileSystem | None = None

    def open(self) -> None:
        self._opened = S3FileSystem(
            key=self._key,
            secret=self._secret,
            endpoint_url=self._server,
            client_kwargs={"region_name": self._region},
            config_kwargs={
                "connect_timeout": _SECONDS,
                "read_timeout": _SECONDS,
                "retries": {"max_attempts": 0},
                "s3": {"addressing_style": "path"},
                "request_checksum_calculation": "when_required",  # stores other than Amazon's know the older sums only
                "response_checksum_validation": "when_required",
            },
            session=_models(),
            use_listings_cache=False,
            skip_instance_cache=True,
        )
        self._opened.retries = 1  # the outbox tries again by itself, and says when

    def close(self) -> None:
        if self._opened is not None:
            with suppress(Exception):
                self._opened.close_session(self._opened.loop, self._opened._s3)
            self._opened = None

    @property
    def _files(self) -> S3FileSystem:
        assert self._opened is not None
        return self._opened

    def _object(self, name: str) -> str:
        return f"{self._bucket}/{self._folder}{name}"

    def is_there(self) -> bool:
        try:
            self._page("", most=1)
        except FileNotFoundError:
            return False
        return True

    def listed(self) -> list[str]:
        found: list[str] = []
        token = ""
        while True:
            page = self._page(token)
            found += [entry["Key"].removeprefix(self._folder) for entry in page.get("Contents", ())]
            token = page.get("NextContinuationToken", "")
            if not token:
                return found

    def _page(self, token: str, most: int = 1000) -> dict[str, Any]:
        further = {"ContinuationToken": token} if token else {}
        page: dict[str, Any] = self._files.call_s3(
            "list_objects_v2", Bucket=self._bucket, Prefix=self._folder, Delimiter="/", MaxKeys=most, **further
        )
        return page

    def content_of(self, name: str, most: int) -> bytes | None:
        try:
            found = self._files.call_s3("get_object", Bucket=self._bucket, Key=f"{self._folder}{name}")
        except FileNotFoundError:
            return None
        held: bytes = sync(self._files.loop, _beginning, found["Body"], most + 1)
        return held

    def write(self, name: str, content: bytes, watch: Watch) -> None:
        with self._files.open(self._object(name), "wb", block_size=_PIECE) as file:
            for begin in range(0, len(content), CHUNK):
                watch(begin)
                file.write(content[begin : begin + CHUNK])
        watch(len(content))

    def rename(self, name: str, new: str) -> None:
        if self.content_of(new, 0) is not None:
            raise FileExistsError(new)
        source = {"Bucket": self._bucket, "Key": f"{self._folder}{name}"}
        copied = {"Bucket": self._bucket, "Key": f"{self._folder}{new}", "CopySource": source}
        try:
            self._files.call_s3("copy_object", **copied, IfNoneMatch="*")
        except OSError as error:
            if _code_of(error) not in _UNKNOWN:
                raise
            self._files.call_s3("copy_object", **copied)  # a store without conditions; the look above has to do
        self.remove(name)

    def remove(self, name: str) -> None:
        self._files.call_s3("delete_object", Bucket=self._bucket, Key=f"{self._folder}{name}")

    def path_of(self, name: str) -> PurePosixPath:
        return self._path / name

    def named(self, error: Exception) -> NotDelivered | None:
        code = _code_of(error)
        match error:
            case _ if code in _WRONG_KEY:
                return delivery.WrongPassword(folder=self.said)
            case _ if code in _REFUSED:
                return delivery.FolderReadOnly(folder=self.said)
            case _ if code in _FULL:
                return delivery.FolderFull(folder=self.said)
            case _ if code in _AWAY:
                return delivery.NoNetwork(folder=self.said)
            case _ if code in _NOT_THERE:
                return delivery.FolderMissing(folder=self.said)
            case _ if code:
                return delivery.ServerRefused(folder=self.said, kind=code)
            case aws.SSLError():
                return delivery.UntrustedServer(folder=self.said)
            case PermissionError():
                return delivery.FolderReadOnly(folder=self.said)
            case FileExistsError():
                return delivery.ServerRefused(folder=self.said, kind=type(error).__name__)
            case aws.ConnectionError() | aws.HTTPClientError() | FSTimeoutError() | asyncio.TimeoutError() | OSError():
                return delivery.NoNetwork(folder=self.said)
            case aws.BotoCoreError():
                return delivery.ServerRefused(folder=self.said, kind=type(error).__name__)
        return None


async def _beginning(body: Any, count: int) -> bytes:
    """The first bytes of an answer; the rest is never asked for, however much a server would send."""
    held = bytearray()
    async with body as stream:
        while len(held) < count and (piece := await stream.read(CHUNK)):
            held += piece
    return bytes(held[:count])


@cache
def _models() -> AioSession:
    """What botocore knows of S3: read once a run, since that takes longer than sending. It holds no key."""
    return AioSession()


def _code_of(error: BaseException | None) -> str:
    """What the server called its error; "" when it did not answer."""
    while error is not None:
        if isinstance(error, aws.ClientError):
            return str(error.response.get("Error", {}).get("Code", ""))
        error = error.__cause__ or error.__context__
    return ""


def _region_of(server: str) -> str:
    """The region a request is signed for: many stores write it in their name (s3.ap-southeast-1.…), others take any."""
    first, *rest = server.split(".")
    return rest[0] if first == "s3" and len(rest) > 2 else _REGION
