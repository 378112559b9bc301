"""Servers that drop, truncate, refuse, are full, lie or fall silent: nothing half ever bears the real name, and it is said why."""

from __future__ import annotations

import errno
import ssl
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from carebook.exchange import delivery
from carebook.exchange.delivery import Delivery, NotDelivered
from carebook.exchange.places import Where, place_at
from tests.exchange import servers
from tests.exchange.servers import PASSWORD, USER, Server

pytestmark = pytest.mark.filterwarnings("ignore:unclosed SMB handle")  # of connections that broke
NAME = "bao-cao-2026-10-b1_ttbtxh_so-lieu.pdf"
CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 1200  # several pieces


def send(server: Server, content: bytes = CONTENT, *, secret: str = "", host_key: str = "", **more: Any) -> Delivery:
    where = Where(server.url, server.user, secret or server.secret, host_key)
    return place_at(where).deliver(content, NAME, **more)


# WebDAV servers that fail


def _drops(app: servers.App, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
    """Closes the connection in the middle of the upload."""
    if environ["REQUEST_METHOD"] == "PUT":
        environ["wsgi.input"].read(1000)
        raise OSError(errno.ECONNRESET, "dropped")
    return app(environ, start)


def _truncates(app: servers.App, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
    """Says that all is well, and keeps the first half only."""
    if environ["REQUEST_METHOD"] == "PUT":
        import io

        whole = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        half = whole[: len(whole) // 2]
        environ = environ | {"wsgi.input": io.BytesIO(half), "CONTENT_LENGTH": str(len(half))}
    return app(environ, start)


def _answers(status: str) -> servers.Fault:
    def answer(app: servers.App, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if environ["REQUEST_METHOD"] == "PUT":
            environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            start(status, [("Content-Length", "0")])
            return [b""]
        return app(environ, start)

    return answer


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (_drops, delivery.NotDelivered),
        (_truncates, delivery.Different),
        (_answers("403 Forbidden"), delivery.FolderReadOnly),
        (_answers("507 Insufficient Storage"), delivery.FolderFull),
        (_answers("500 Internal Server Error"), delivery.ServerRefused),
        (_answers("502 Bad Gateway"), delivery.NoNetwork),
        (_answers("201 Created"), delivery.Different),
    ],
    ids=["drops", "truncates", "forbids", "is full", "breaks", "is behind a broken one", "lies"],
)
def test_a_webdav_server_that_fails_keeps_nothing_under_the_real_name(
    fault: servers.Fault, reason: type[NotDelivered], tmp_path: Path
) -> None:
    with servers.webdav(tmp_path / "may-chu", fault) as server:
        with pytest.raises(reason):
            send(server)
        assert server.names() == []


def test_a_certificate_nobody_knows_is_refused(tmp_path: Path) -> None:
    import socket
    import threading

    from tests.exchange.certificates import self_signed

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            try:
                context.wrap_socket(connection, server_side=True).close()
            except OSError:
                connection.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        server = Server(f"davs://127.0.0.1:{listener.getsockname()[1]}/nhan", tmp_path)
        with pytest.raises(delivery.UntrustedServer):
            send(server)
        thread.join(5)


# SFTP servers


def test_the_key_of_a_server_is_noted_and_another_one_refused(tmp_path: Path) -> None:
    folder = tmp_path / "may-chu"
    with servers.sftp(folder) as server:
        first = send(server)
        assert first.host_key.split()[:2] == server.host_key.split()[:2]
        assert send(server, host_key=first.host_key).was_there
        port = int(server.url.split(":")[2].split("/")[0])
    with servers.sftp(folder, port=port) as stranger:
        with pytest.raises(delivery.OtherServer) as error:
            send(stranger, b"khac", host_key=first.host_key)
        assert error.value.again is False
        assert stranger.names() == [NAME]


class _Truncates(asyncssh.SFTPServer):
    def write(self, file_obj: object, offset: int, data: bytes) -> int:
        super().write(file_obj, offset, data[: len(data) // 2])
        return len(data)


class _Refuses(asyncssh.SFTPServer):
    def open(self, path: bytes, pflags: int, attrs: asyncssh.SFTPAttrs) -> object:
        if pflags & asyncssh.FXF_WRITE:
            raise asyncssh.SFTPPermissionDenied("no")
        return super().open(path, pflags, attrs)


class _IsFull(asyncssh.SFTPServer):
    def write(self, *_given: object) -> int:
        raise asyncssh.SFTPNoSpaceOnFilesystem("full")


class _Drops(asyncssh.SFTPServer):
    def write(self, *_given: object) -> int:
        self.connection.abort()
        return 0


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (_Truncates, delivery.Different),
        (_Refuses, delivery.FolderReadOnly),
        (_IsFull, delivery.NotDelivered),
        (_Drops, delivery.NotDelivered),
    ],
    ids=["truncates", "refuses", "is full", "drops"],
)
def test_an_sftp_server_that_fails_keeps_nothing_under_the_real_name(
    files: Any, reason: type[NotDelivered], tmp_path: Path
) -> None:
    with servers.sftp(tmp_path / "may-chu", files=files) as server:
        with pytest.raises(reason):
            send(server)
        assert not (server.folder / NAME).exists()


# SMB shares that fail


@pytest.fixture
def share(tmp_path: Path) -> Iterator[Server]:
    with servers.of_kind("smb", tmp_path / "may-chu") as found:
        yield found


def _through(server: Server, door: servers.Between) -> Server:
    return replace(server, url=f"smb://127.0.0.1:{door.port}/nhan")


def _port(server: Server) -> int:
    return int(server.url.split(":")[2].split("/")[0])


@pytest.mark.parametrize("after", [200, 20_000, 150_000])
def test_a_share_that_drops_the_connection_keeps_nothing_under_the_real_name(
    share: Server, between: Callable[..., servers.Between], after: int
) -> None:
    door = between(_port(share), after)
    with pytest.raises(delivery.NoNetwork) as error:
        send(_through(share, door))
    assert error.value.again
    assert NAME not in share.names()
    send(share)
    assert share.names() == [NAME], "the half file of before was replaced"


@pytest.mark.parametrize("kind", ["webdav", "sftp", "smb", "s3"])
def test_a_server_that_falls_silent_is_not_waited_for_long(
    kind: str, between: Callable[..., servers.Between], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The network goes away without a word, as a wireless one does."""
    monkeypatch.setattr(f"carebook.exchange.places.{kind}._SECONDS", 1)
    with servers.of_kind(kind, tmp_path / "may-chu") as server:
        door = between(_port(server), 150_000, silent=True)
        begun = time.monotonic()
        with pytest.raises(delivery.NoNetwork):
            send(replace(server, url=server.url.replace(str(_port(server)), str(door.port))))
        assert time.monotonic() - begun < 60
        assert NAME not in server.names()


def test_a_share_that_can_only_be_read(share: Server) -> None:
    reading = replace(share, url=share.url.replace("/nhan", "/chi-doc"))
    with pytest.raises(delivery.FolderReadOnly):
        send(reading)
    share.put(NAME, CONTENT)
    assert place_at(Where(reading.url, USER, PASSWORD)).fetch(NAME) == CONTENT


def test_a_full_share_keeps_nothing_half(drive: Callable[[str], Path]) -> None:
    with servers.of_kind("smb", drive("size=128k") / "may-chu") as share:
        with pytest.raises(delivery.FolderFull):
            send(share)
        assert share.names() == []


def test_a_share_that_is_not_there(share: Server) -> None:
    with pytest.raises(delivery.FolderMissing):
        send(replace(share, url=share.url.replace("/nhan", "/khong-co")))
    with pytest.raises(delivery.FolderMissing):
        send(replace(share, url=share.url + "/khong-co"))


def test_a_password_that_was_right_once_does_not_open_the_share_again(share: Server) -> None:
    send(share)
    with pytest.raises(delivery.WrongPassword):
        send(share, secret="sai-mat-khau-0417")
    assert send(share).was_there


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (0xC000006D, delivery.WrongPassword),  # wrong name or password
        (0xC0000234, delivery.WrongPassword),  # locked
        (0xC0000071, delivery.WrongPassword),  # password expired
        (0xC0000022, delivery.FolderReadOnly),
        (0xC000007F, delivery.FolderFull),
        (0xC0000044, delivery.FolderFull),  # quota
        (0xC0000043, delivery.ServerRefused),  # open elsewhere
    ],
)
def test_what_a_share_answers_has_its_sentence(status: int, reason: type[NotDelivered]) -> None:
    from smbprotocol.exceptions import SMBOSError

    named = place_at(Where("smb://so/nhan", USER, PASSWORD)).named(SMBOSError(status, "nhan"))
    assert type(named) is reason


# S3 storage that fails


def _s3(status: str, code: str) -> servers.Fault:
    def answer(app: servers.App, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if environ["REQUEST_METHOD"] == "PUT":
            return servers.answer_s3(environ, start, status, code)
        return app(environ, start)

    return answer


def _lies(app: servers.App, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
    """Says that all is well, and keeps nothing."""
    if environ["REQUEST_METHOD"] == "PUT":
        environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start("200 OK", [("Content-Length", "0"), ("ETag", '"0"')])
        return [b""]
    return app(environ, start)


def _copies_nothing(app: servers.App, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
    if "HTTP_X_AMZ_COPY_SOURCE" in environ:
        return servers.answer_s3(environ, start, "500 Internal Server Error", "InternalError")
    return app(environ, start)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (_drops, delivery.NoNetwork),
        (_truncates, delivery.NotDelivered),
        (_s3("403 Forbidden", "AccessDenied"), delivery.FolderReadOnly),
        (_s3("400 Bad Request", "QuotaExceeded"), delivery.FolderFull),
        (_s3("500 Internal Server Error", "InternalError"), delivery.ServerRefused),
        (_s3("503 Service Unavailable", "ServiceUnavailable"), delivery.NoNetwork),
        (_lies, delivery.Different),
        (_copies_nothing, delivery.ServerRefused),
    ],
    ids=["drops", "truncates", "forbids", "is full", "breaks", "is away", "lies", "copies nothing"],
)
def test_a_store_that_fails_keeps_nothing_under_the_real_name(
    fault: servers.Fault, reason: type[NotDelivered], tmp_path: Path
) -> None:
    with servers.of_kind("s3", tmp_path, fault=fault) as server:
        with pytest.raises(reason):
            send(server)
        assert server.names() == []


def test_a_store_that_knows_no_conditions_is_sent_to(tmp_path: Path) -> None:
    def answer(app: servers.App, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if "HTTP_IF_NONE_MATCH" in environ:
            return servers.answer_s3(environ, start, "501 Not Implemented", "NotImplemented")
        return app(environ, start)

    with servers.of_kind("s3", tmp_path, fault=answer) as server:
        send(server)
        assert server.names() == [NAME]


@pytest.mark.parametrize("user", ["nguoi-la", USER])
def test_a_store_does_not_take_another_key(tmp_path: Path, user: str) -> None:
    with servers.of_kind("s3", tmp_path) as server:
        with pytest.raises(delivery.WrongPassword):
            send(replace(server, user=user), secret="sai-mat-khau-0417")
        assert server.names() == []
