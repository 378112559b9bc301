"""Packages are taken from the places others left them at: the right names, whole files of a bounded size, reasons in words."""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from carebook.exchange import delivery
from carebook.exchange.delivery import NotFetched, Place
from carebook.exchange.places import Where, place_at
from tests.exchange import servers
from tests.exchange.servers import PASSWORD, USER, Server

NAME = "bao-cao-2026-10-b1_ttbtxh_so-lieu.pdf"
CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 1200  # several pieces


@pytest.fixture(scope="module", params=["folder", "webdav", "sftp", "smb", "s3"])
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with servers.of_kind(request.param, tmp_path_factory.mktemp(request.param) / "may-chu") as found:
        yield found


@pytest.fixture
def server(running: Server) -> Server:
    running.clear()
    return running


def at(server: Server) -> Where:
    return Where(server.url, server.user, server.secret)


@pytest.fixture
def place(server: Server) -> Place:
    return place_at(at(server))


def test_the_names_that_match(server: Server, place: Place) -> None:
    for name in (NAME, "Báo cáo tháng 10 (100 %).PDF", "thu.txt", ".an.pdf", f".{NAME}.tam"):
        server.put(name, CONTENT)
    server.put("cu/cu.pdf", b"trong thu muc khac")
    assert place.names("*.pdf") == ["Báo cáo tháng 10 (100 %).PDF", NAME]
    assert place.names() == ["Báo cáo tháng 10 (100 %).PDF", NAME, "thu.txt"]
    assert place.names("*_dong-bo.p7m") == []


def test_a_file_is_taken_whole_and_stays_there(server: Server, place: Place) -> None:
    server.put(NAME, CONTENT)
    server.put("Báo cáo 50 %.pdf", b"mot")
    server.put("trong.pdf", b"")
    with place.reached():
        assert place.fetch(NAME) == CONTENT
        assert place.fetch("Báo cáo 50 %.pdf") == b"mot"
        assert place.fetch("trong.pdf") == b""
        assert len(place.names()) == 3
    assert place.fetch(NAME, largest=len(CONTENT)) == CONTENT, "once more, over a new connection"


def test_a_file_larger_than_agreed_is_not_taken(server: Server, place: Place) -> None:
    server.put(NAME, CONTENT)
    with pytest.raises(NotFetched) as error:
        place.fetch(NAME, largest=len(CONTENT) - 1)
    assert error.value.message.values == {"name": NAME, "megabytes": 0}
    assert error.value.again is False


@pytest.mark.parametrize("name", [NAME, "../thu.txt", "..", "cu/cu.pdf", "cu\\cu.pdf", "", ".an.pdf"])
def test_what_is_not_a_file_of_the_folder_is_not_there(server: Server, place: Place, name: str) -> None:
    server.put("cu/cu.pdf", CONTENT)
    server.put(".an.pdf", CONTENT)
    with pytest.raises(NotFetched) as error:
        place.fetch(name)
    assert error.value.message.values == {"name": name, "folder": server.url}


def test_a_missing_folder_is_said_as_one_of_reading(server: Server) -> None:
    server.vanish()
    with pytest.raises(NotFetched) as error:
        place_at(at(server)).names()
    assert error.value.message.id == delivery.FolderMissing.reading
    assert error.value.problems[0].message == error.value.message


def test_a_folder_inside(server: Server) -> None:
    server.put("giay-nhan/da-nhan.pdf", b"mot")
    inside = place_at(at(server).inside("giay-nhan"))
    assert inside.names() == ["da-nhan.pdf"]
    assert inside.fetch("da-nhan.pdf") == b"mot"


def test_what_was_delivered_is_read_back(place: Place) -> None:
    name = place.deliver(CONTENT, NAME).path.name
    assert place.names("*.pdf") == [name]
    assert place.fetch(name) == CONTENT


def test_one_file_that_fails_does_not_end_the_others(server: Server, place: Place) -> None:
    server.put(NAME, CONTENT)
    with place.reached():
        for name in ("khong-co.pdf", "../la.pdf"):
            with pytest.raises(NotFetched):
                place.fetch(name)
        with pytest.raises(NotFetched):
            place.fetch(NAME, largest=10)
        assert place.fetch(NAME) == CONTENT


def test_what_fails_beside_the_place_is_not_blamed_on_it(place: Place) -> None:
    """The drive of the book is full while a package is kept, not the place it is taken from."""
    error = OSError(errno.ENOSPC, "full")
    with pytest.raises(OSError, match="full") as raised, place.reached():
        raise error
    assert raised.value is error
    assert place.names() == []


@pytest.mark.parametrize(
    ("url", "inside"),
    [
        ("/gui", "/gui/giay-nhan"),
        ("/gui/", "/gui/giay-nhan"),
        ("E:\\gui", "E:\\gui\\giay-nhan"),
        ("\\\\soyte\\nhan\\", "\\\\soyte\\nhan\\giay-nhan"),
        ("davs://nhan.example.vn", "davs://nhan.example.vn/giay-nhan"),
        ("s3://kho.example.vn/so-y-te", "s3://kho.example.vn/so-y-te/giay-nhan"),
        ("sftp://nhan.example.vn/gui/", "sftp://nhan.example.vn/gui/giay-nhan"),
    ],
)
def test_the_address_of_a_folder_inside(url: str, inside: str) -> None:
    assert Where(url, "trungtam", "bi-mat").inside("giay-nhan") == Where(inside, "trungtam", "bi-mat")


@pytest.mark.parametrize("scheme", ["dav", "sftp", "smb", "s3+http"])
def test_nobody_answers(scheme: str) -> None:
    with pytest.raises(NotFetched) as error:
        place_at(Where(f"{scheme}://127.0.0.1:{servers.free_port()}/nhan", USER, PASSWORD)).names()
    assert error.value.message.id == delivery.NoNetwork.reading
    assert error.value.again


def test_a_wrong_password_is_not_told(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    if server.url.startswith("/"):
        return
    caplog.set_level("DEBUG")
    with pytest.raises(NotFetched) as error:
        place_at(Where(server.url, server.user, "sai-mat-khau-0417")).fetch(NAME)
    assert error.value.message.id == delivery.WrongPassword.reading
    assert error.value.again is False
    assert "sai-mat-khau-0417" not in f"{error.value} {error.value!r} {caplog.text}"


# Places that fail while they are read


def _port(server: Server) -> int:
    return int(server.url.split(":")[2].split("/")[0])


def _fetched(server: Server) -> bytes:
    return place_at(Where(server.url, server.user, server.secret)).fetch(NAME)


def _drops_reading(app: servers.App, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
    """Promises the whole file and closes the connection after its first half."""
    if environ["REQUEST_METHOD"] == "GET":
        start("200 OK", [("Content-Length", str(len(CONTENT)))])
        return iter((CONTENT[: len(CONTENT) // 2],))
    return app(environ, start)


def _never_ends(app: servers.App, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
    if environ["REQUEST_METHOD"] == "GET":
        start("200 OK", [("Content-Type", "application/pdf")])
        return (bytes(65536) for _ in range(1_000_000))
    return app(environ, start)


def _forbids_reading(app: servers.App, environ: dict[str, Any], start: Callable[..., Any]) -> Any:
    if environ["REQUEST_METHOD"] == "GET":
        return servers.answer_s3(environ, start, "403 Forbidden", "AccessDenied")
    return app(environ, start)


@pytest.mark.parametrize(
    ("kind", "fault", "reason"),
    [
        ("webdav", _drops_reading, delivery.NoNetwork),
        ("webdav", _forbids_reading, delivery.FolderReadOnly),
        ("s3", _drops_reading, delivery.NoNetwork),
        ("s3", _forbids_reading, delivery.FolderReadOnly),
    ],
)
def test_half_a_file_is_never_taken_for_a_whole_one(
    kind: str,
    fault: servers.Fault,
    reason: type[delivery.NotDelivered],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(f"carebook.exchange.places.{kind}._SECONDS", 2)
    with servers.of_kind(kind, tmp_path / "may-chu") as server:
        server.put(NAME, CONTENT)
        assert _fetched(server) == CONTENT
    with servers.of_kind(kind, tmp_path / "hong", fault=fault) as server:
        server.put(NAME, CONTENT)
        with pytest.raises(NotFetched) as error:
            _fetched(server)
    assert error.value.message.id == reason.reading


@pytest.mark.parametrize("kind", ["webdav", "s3"])
def test_a_file_without_an_end_is_not_read_to_it(kind: str, tmp_path: Path) -> None:
    with servers.of_kind(kind, tmp_path / "may-chu", fault=_never_ends) as server:
        server.put(NAME, CONTENT)
        place = place_at(Where(server.url, server.user, server.secret))
        begun = time.monotonic()
        with pytest.raises(NotFetched) as error:
            place.fetch(NAME, largest=1024 * 1024)
        assert time.monotonic() - begun < 60
    assert error.value.message.values["megabytes"] == 1


@pytest.mark.parametrize("kind", ["sftp", "smb"])
@pytest.mark.filterwarnings("ignore:unclosed SMB handle")
def test_a_connection_that_breaks_while_reading(
    kind: str, between: Callable[..., servers.Between], tmp_path: Path
) -> None:
    with servers.of_kind(kind, tmp_path / "may-chu") as server:
        server.put(NAME, CONTENT)
        door = between(_port(server), 100_000, back=True)
        broken = replace(server, url=server.url.replace(str(_port(server)), str(door.port)))
        with (
            place_at(Where(broken.url, server.user, server.secret)).reached() as reached,
            pytest.raises(NotFetched) as error,
        ):
            reached.fetch(NAME)
        assert _fetched(server) == CONTENT
    assert error.value.message.id == delivery.NoNetwork.reading
