"""Packages reach real servers whole or not at all, whatever the servers do; no sentence holds a password."""

from __future__ import annotations

import errno
import ssl
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from carebook.exchange import delivery
from carebook.exchange.delivery import Delivery, NotDelivered, Stopped
from carebook.exchange.places import Where, place_at
from tests.exchange import servers
from tests.exchange.servers import PASSWORD, USER, Server

NAME = "bao-cao-2026-10-b1_ttbtxh_so-lieu.pdf"
CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 1200  # several pieces


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def send(
    server: Server, content: bytes = CONTENT, *, secret: str = PASSWORD, host_key: str = "", **more: Any
) -> Delivery:
    return place_at(Where(server.url, USER, secret, host_key)).deliver(content, NAME, **more)


@pytest.fixture(params=["webdav", "sftp"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    kinds: dict[str, Callable[[Path], AbstractContextManager[Server]]] = {
        "webdav": servers.webdav,
        "sftp": servers.sftp,
    }
    with kinds[request.param](tmp_path / "may-chu") as found:
        yield found


def test_the_file_arrives_and_is_not_sent_twice(server: Server) -> None:
    told: list[tuple[int, int]] = []
    first = send(server, progress=lambda done, total: told.append((done, total)))
    assert (first.path.name, first.was_there) == (NAME, False)
    assert (server.folder / NAME).read_bytes() == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert len(told) > 3
    assert send(server).was_there
    assert names(server.folder) == [NAME]


def test_another_file_of_that_name_is_never_overwritten(server: Server) -> None:
    (server.folder / NAME).write_bytes(b"cua nguoi khac")
    assert send(server).path.name == NAME.replace(".pdf", "_2.pdf")
    assert (server.folder / NAME).read_bytes() == b"cua nguoi khac"


def test_a_name_that_is_taken_meanwhile_is_not_overwritten(server: Server) -> None:
    """Somebody else puts a file there between the look and the renaming."""

    def taken(done: int, total: int) -> None:
        if done == total:
            (server.folder / NAME).write_bytes(b"cua nguoi khac")

    with pytest.raises(NotDelivered):
        send(server, progress=taken)
    assert (server.folder / NAME).read_bytes() == b"cua nguoi khac"
    assert names(server.folder) == [NAME]


def test_what_a_killed_program_left_is_replaced(server: Server) -> None:
    (server.folder / f".{NAME}.tam").write_bytes(b"mot nua")
    send(server)
    assert names(server.folder) == [NAME]
    assert (server.folder / NAME).read_bytes() == CONTENT


def test_stopping_leaves_nothing(server: Server) -> None:
    told: list[int] = []
    with pytest.raises(Stopped):
        send(server, progress=lambda done, _total: told.append(done), stopped=lambda: len(told) > 2)
    assert names(server.folder) == []


def test_a_missing_folder_is_not_made(server: Server) -> None:
    server.folder.rmdir()
    with pytest.raises(delivery.FolderMissing):
        send(server)
    assert not server.folder.exists()


def test_a_wrong_password_is_not_tried_again_and_not_told(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with pytest.raises(delivery.WrongPassword) as error:
        send(server, secret="sai-mat-khau-0417")
    assert error.value.again is False
    told = f"{error.value} {error.value!r} {caplog.text}"
    assert "sai-mat-khau-0417" not in told
    assert "sai-mat-khau" not in repr(Where(server.url, USER, "sai-mat-khau-0417"))
    assert names(server.folder) == []


@pytest.mark.parametrize("scheme", ["dav", "sftp"])
def test_nobody_answers(scheme: str, tmp_path: Path) -> None:
    gone = Server(f"{scheme}://127.0.0.1:{servers.free_port()}/nhan", tmp_path)
    with pytest.raises(delivery.NoNetwork) as error:
        send(gone)
    assert error.value.again
    assert error.value.message.values == {"folder": gone.url}


@pytest.mark.parametrize("module", ["webdav", "sftp"])
def test_without_the_parts_for_servers_it_is_said(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, f"carebook.exchange.places.{module}", None)
    url = f"{'davs' if module == 'webdav' else 'sftp'}://nhan.example.vn/bao-cao"
    with pytest.raises(delivery.WayMissing) as error:
        place_at(Where(url, USER, PASSWORD))
    assert error.value.again is False
    assert place_at(Where("/gui")).said == "/gui"


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
        assert names(server.folder) == []


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
        assert names(stranger.folder) == [NAME]


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


def test_openssh_takes_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if servers.sshd_program() is None:
        pytest.skip("OpenSSH's server (openssh-server) is not installed")
    with servers.sshd(tmp_path / "may-chu", tmp_path / "khoa") as (server, user):
        home = tmp_path / "nha"
        (home / ".ssh").mkdir(parents=True)
        (home / ".ssh" / "id_ed25519").write_bytes((tmp_path / "khoa" / "own").read_bytes())
        (home / ".ssh" / "id_ed25519").chmod(0o600)
        monkeypatch.setenv("HOME", str(home))
        first = place_at(Where(server.url, user)).deliver(CONTENT, NAME)
        again = place_at(Where(server.url, user, "", first.host_key)).deliver(CONTENT, NAME)
        assert (first.was_there, again.was_there) == (False, True)
        assert (server.folder / NAME).read_bytes() == CONTENT
