"""Real servers for the tests of sending: WebDAV by wsgidav, SFTP by asyncssh and by this machine's own sshd."""

from __future__ import annotations

import asyncio
import getpass
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh
from cheroot import wsgi
from wsgidav.wsgidav_app import WsgiDAVApp

USER, PASSWORD = "trungtam", "bi-mat-0417"
App = Callable[[dict[str, Any], Callable[..., Any]], Any]
Fault = Callable[[App, dict[str, Any], Callable[..., Any]], Any]


@dataclass(frozen=True)
class Server:
    """A running server: the address of its folder, the folder itself, and what an SFTP server shows as its key."""

    url: str
    folder: Path
    host_key: str = ""


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextmanager
def webdav(folder: Path, fault: Fault | None = None) -> Iterator[Server]:
    """A WebDAV server over ``folder`` that asks for a password; ``fault`` stands between it and who asks."""
    (folder / "nhan").mkdir(parents=True)
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/": str(folder)},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "verbose": 0,
            "logging": {"enable": False},
            "lock_storage": False,
        }
    )

    def asked(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        return app(environ, start) if fault is None else fault(app, environ, start)

    server = wsgi.Server(("127.0.0.1", 0), asked, numthreads=2)
    server.error_log = lambda *_args, **_given: None
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield Server(f"dav://127.0.0.1:{server.bind_addr[1]}/nhan", folder / "nhan")
    finally:
        server.stop()
        thread.join()


class _Passwords(asyncssh.SSHServer):
    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


class _Loop:
    """An event loop on a thread of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(20)

    def close(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


@contextmanager
def sftp(folder: Path, *, files: Any = asyncssh.SFTPServer, port: int = 0, key: Any = None) -> Iterator[Server]:
    """An SFTP server over ``folder`` that asks for a password; ``files`` is how it answers."""
    (folder / "nhan").mkdir(parents=True, exist_ok=True)
    key = key or asyncssh.generate_private_key("ssh-ed25519")
    loop = _Loop()
    acceptor = loop.run(_listening(port, key, lambda channel: files(channel, chroot=str(folder).encode())))
    try:
        yield Server(
            f"sftp://127.0.0.1:{acceptor.get_port()}/nhan",
            folder / "nhan",
            key.export_public_key("openssh").decode().strip(),
        )
    finally:
        loop.run(_closed(acceptor))
        loop.close()


async def _listening(port: int, key: Any, files: Callable[[Any], Any]) -> Any:
    return await asyncssh.listen(
        "127.0.0.1", port, server_factory=_Passwords, server_host_keys=[key], sftp_factory=files
    )


async def _closed(acceptor: Any) -> None:
    acceptor.close()
    await acceptor.wait_closed()


def sshd_program() -> str | None:
    """OpenSSH's server, when this machine has it."""
    return shutil.which("sshd", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")


@contextmanager
def sshd(folder: Path, keys: Path) -> Iterator[tuple[Server, str]]:
    """OpenSSH's own server, with the user of this process and a key in place of a password; gives the key's file, too."""
    program = sshd_program()
    assert program is not None
    (folder / "nhan").mkdir(parents=True)
    keys.mkdir()
    for name in ("host", "own"):
        asyncssh.generate_private_key("ssh-ed25519").write_private_key(str(keys / name))
        (keys / name).chmod(0o600)
    own = asyncssh.read_private_key(str(keys / "own"))
    (keys / "allowed").write_bytes(own.export_public_key("openssh"))
    port = free_port()
    (keys / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {keys / 'host'}\nAuthorizedKeysFile {keys / 'allowed'}\n"
        f"PidFile none\nUsePAM no\nStrictModes no\nPasswordAuthentication no\nPermitRootLogin yes\n"
        f"Subsystem sftp internal-sftp\n"
    )
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    process = subprocess.Popen([program, "-D", "-e", "-f", str(keys / "config")], stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield Server(f"sftp://127.0.0.1:{port}{folder / 'nhan'}", folder / "nhan"), getpass.getuser()
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(100):
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            raise RuntimeError("sshd ended")
        time.sleep(0.05)
    raise RuntimeError("sshd does not answer")
