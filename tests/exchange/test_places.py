"""Packages reach real servers whole or not at all, whatever the servers do; no sentence holds a password."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from carebook.exchange import delivery
from carebook.exchange.delivery import Delivery, NotDelivered, NotFetched, Stopped
from carebook.exchange.places import Where, place_at
from tests.exchange import servers
from tests.exchange.servers import PASSWORD, USER, Server

NAME = "bao-cao-2026-10-b1_ttbtxh_so-lieu.pdf"
CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 1200  # several pieces


def send(server: Server, content: bytes = CONTENT, *, secret: str = "", host_key: str = "", **more: Any) -> Delivery:
    where = Where(server.url, server.user, secret or server.secret, host_key)
    return place_at(where).deliver(content, NAME, **more)


@pytest.fixture(scope="module", params=["webdav", "sftp", "smb", "s3"])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with servers.of_kind(request.param, tmp_path_factory.mktemp(request.param) / "may-chu") as found:
        yield found


@pytest.fixture
def server(running: Server) -> Server:
    running.clear()
    return running


def test_the_file_arrives_and_is_not_sent_twice(server: Server) -> None:
    told: list[tuple[int, int]] = []
    first = send(server, progress=lambda done, total: told.append((done, total)))
    assert (first.path.name, first.was_there) == (NAME, False)
    assert server.content(NAME) == CONTENT
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert len(told) > 3
    assert send(server).was_there
    assert server.names() == [NAME]


def test_a_file_of_many_pieces_and_an_empty_one_arrive(server: Server) -> None:
    large = bytes(range(256)) * 24 * 1024  # S3 takes it in two pieces
    assert send(server, large).path.name == NAME
    assert server.content(NAME) == large
    assert send(server, b"").path.name == NAME.replace(".pdf", "_2.pdf")
    assert send(server, b"").was_there


def test_another_file_of_that_name_is_never_overwritten(server: Server) -> None:
    server.put(NAME, b"cua nguoi khac")
    assert send(server).path.name == NAME.replace(".pdf", "_2.pdf")
    assert server.content(NAME) == b"cua nguoi khac"


def test_a_name_that_is_taken_meanwhile_is_not_overwritten(server: Server) -> None:
    """Somebody else puts a file there between the look and the renaming."""

    def taken(done: int, total: int) -> None:
        if done == total:
            server.put(NAME, b"cua nguoi khac")

    with pytest.raises(NotDelivered):
        send(server, progress=taken)
    assert server.content(NAME) == b"cua nguoi khac"
    assert server.names() == [NAME]


def test_what_arrives_otherwise_is_removed(server: Server) -> None:
    """The server keeps something else than what it was given."""

    def spoil(done: int, total: int) -> None:
        if done == total:
            server.put(f".{NAME}.tam", CONTENT[: total // 2])

    with pytest.raises(delivery.Different) as error:
        send(server, progress=spoil)
    assert error.value.again
    assert server.names() == []


def test_what_a_killed_program_left_is_replaced(server: Server) -> None:
    server.put(f".{NAME}.tam", b"mot nua")
    send(server)
    assert server.names() == [NAME]
    assert server.content(NAME) == CONTENT


def test_stopping_leaves_nothing(server: Server) -> None:
    told: list[int] = []
    with pytest.raises(Stopped):
        send(server, progress=lambda done, _total: told.append(done), stopped=lambda: len(told) > 2)
    assert server.names() == []


def test_a_missing_folder_is_not_made(server: Server) -> None:
    server.vanish()
    with pytest.raises(delivery.FolderMissing):
        send(server)
    with pytest.raises(NotFetched):
        place_at(Where(server.url, server.user, server.secret)).names()


def test_a_wrong_password_is_not_tried_again_and_not_told(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    with pytest.raises(delivery.WrongPassword) as error:
        send(server, secret="sai-mat-khau-0417")
    assert error.value.again is False
    told = f"{error.value} {error.value!r} {caplog.text}"
    assert "sai-mat-khau-0417" not in told
    assert "sai-mat-khau" not in repr(Where(server.url, USER, "sai-mat-khau-0417"))
    assert server.names() == []


def test_the_right_password_is_not_told_either(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    send(server)
    assert server.secret not in caplog.text


@pytest.mark.parametrize("scheme", ["dav", "sftp", "smb", "s3+http"])
def test_nobody_answers(scheme: str, tmp_path: Path) -> None:
    gone = Server(f"{scheme}://127.0.0.1:{servers.free_port()}/nhan", tmp_path)
    with pytest.raises(delivery.NoNetwork) as error:
        send(gone)
    assert error.value.again
    assert error.value.message.values == {"folder": gone.url}


@pytest.mark.parametrize(("module", "scheme"), [("webdav", "davs"), ("sftp", "sftp"), ("smb", "smb"), ("s3", "s3")])
def test_without_the_parts_for_servers_it_is_said(module: str, scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, f"carebook.exchange.places.{module}", None)
    url = f"{scheme}://nhan.example.vn/bao-cao"
    with pytest.raises(delivery.WayMissing) as error:
        place_at(Where(url, USER, PASSWORD))
    assert error.value.again is False
    assert place_at(Where("/gui")).said == "/gui"


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
