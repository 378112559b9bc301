"""Real servers for the tests of sending and taking: WebDAV by wsgidav, SFTP by asyncssh and by this machine's own sshd, SMB
by this machine's own Samba, S3 by moto."""

from __future__ import annotations

import asyncio
import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh
import pytest
from cheroot import wsgi
from wsgidav.wsgidav_app import WsgiDAVApp

USER, PASSWORD = "trungtam", "bi-mat-0417"
BUCKET = "so-y-te"
_SYSTEM = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin"
App = Callable[[dict[str, Any], Callable[..., Any]], Any]
Fault = Callable[[App, dict[str, Any], Callable[..., Any]], Any]


@dataclass(frozen=True)
class Server:
    """A running server: the address of its folder, the folder itself, who may use it, and an SFTP server's key."""

    url: str
    folder: Path
    host_key: str = ""
    user: str = USER
    secret: str = PASSWORD

    def put(self, name: str, content: bytes) -> None:
        """Leave a file there, as somebody else would."""
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_bytes(content)

    def names(self) -> list[str]:
        """What lies there, half files too."""
        return sorted(path.name for path in self.folder.iterdir())

    def content(self, name: str) -> bytes:
        """What the file of that name holds."""
        return (self.folder / name).read_bytes()

    def vanish(self) -> None:
        """Take the empty folder away."""
        self.folder.rmdir()

    def clear(self) -> None:
        """An empty folder again."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()


@dataclass(frozen=True)
class Bucket(Server):
    """A folder of a bucket: seen through a client of its own, for there is no folder behind it."""

    client: Any = None

    def put(self, name: str, content: bytes) -> None:
        self.client.put_object(Bucket=BUCKET, Key=f"nhan/{name}", Body=content)

    def names(self) -> list[str]:
        found = self.client.list_objects_v2(Bucket=BUCKET, Prefix="nhan/").get("Contents", [])
        return sorted(entry["Key"].removeprefix("nhan/") for entry in found)

    def content(self, name: str) -> bytes:
        return bytes(self.client.get_object(Bucket=BUCKET, Key=f"nhan/{name}")["Body"].read())

    def vanish(self) -> None:
        self.client.delete_bucket(Bucket=BUCKET)

    def clear(self) -> None:
        self.client.create_bucket(Bucket=BUCKET)
        for name in self.names():
            self.client.delete_object(Bucket=BUCKET, Key=f"nhan/{name}")


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

    with _answering(asked) as port:
        yield Server(f"dav://127.0.0.1:{port}/nhan", folder / "nhan")


@contextmanager
def _answering(app: App) -> Iterator[int]:
    """Answers over HTTP at the port it gives."""
    server = wsgi.Server(("127.0.0.1", 0), app, numthreads=2, timeout=30, shutdown_timeout=0)
    server.error_log = lambda *_args, **_given: None
    server.prepare()
    thread = threading.Thread(target=server.serve, daemon=True)
    thread.start()
    try:
        yield int(server.bind_addr[1])
    finally:
        server.stop()
        thread.join()


@contextmanager
def s3(_folder: Path, fault: Fault | None = None) -> Iterator[Bucket]:
    """moto's S3 server with a bucket, behind a door that checks who signed; ``fault`` stands between door and server."""
    import boto3
    from botocore.config import Config
    from moto.moto_api._internal.models import moto_api_backend
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app

    app: App = DomainDispatcherApplication(create_backend_app)

    def asked(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        if reason := _why_not_signed(environ):
            return answer_s3(environ, start, "403 Forbidden", reason)
        return app(environ, start) if fault is None else fault(app, environ, start)

    with _answering(asked) as port, _answering(app) as behind:
        client = boto3.client(
            "s3",
            endpoint_url=f"http://127.0.0.1:{behind}",
            region_name="us-east-1",
            aws_access_key_id=USER,
            aws_secret_access_key=PASSWORD,
            config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0}),
        )
        moto_api_backend.reset()  # all servers of one process keep the same buckets
        client.create_bucket(Bucket=BUCKET)
        try:
            yield Bucket(f"s3+http://127.0.0.1:{port}/{BUCKET}/nhan", Path(), client=client)
        finally:
            client.close()
            moto_api_backend.reset()


def answer_s3(environ: dict[str, Any], start: Callable[..., Any], status: str, code: str) -> Any:
    """An error as S3 answers it, after taking what was sent."""
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    said = f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode()
    said = b"" if environ["REQUEST_METHOD"] == "HEAD" else said
    start(status, [("Content-Type", "application/xml"), ("Content-Length", str(len(said)))])
    return [said]


def _why_not_signed(environ: dict[str, Any]) -> str:
    from botocore.auth import S3SigV4Auth
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    said = environ.get("HTTP_AUTHORIZATION", "")
    parts = dict(part.split("=", 1) for part in said.partition(" ")[2].split(", "))
    key, _day, region, *_rest = parts.get("Credential", "///").split("/")
    if key != USER:
        return "InvalidAccessKeyId"
    headers = {name: environ[f"HTTP_{name.upper().replace('-', '_')}"] for name in ("host", "x-amz-date")}
    for name in parts["SignedHeaders"].split(";"):
        found = environ.get(f"HTTP_{name.upper().replace('-', '_')}") or environ.get(name.upper().replace("-", "_"))
        headers[name] = str(found or "")
    request = AWSRequest(environ["REQUEST_METHOD"], f"http://{headers['host']}{environ['REQUEST_URI']}", headers)
    request.context["timestamp"] = headers["x-amz-date"]
    signer = S3SigV4Auth(Credentials(USER, PASSWORD), "s3", region)
    wanted = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    return "" if wanted == parts["Signature"] else "SignatureDoesNotMatch"


@contextmanager
def of_kind(kind: str, folder: Path, **given: Any) -> Iterator[Server]:
    """A server of that kind over ``folder``; the test is skipped where it cannot be started."""
    if kind == "smb" and (reason := why_no_smbd()):
        pytest.skip(reason)
    if kind == "folder":
        (folder / "nhan").mkdir(parents=True)
        yield Server(str(folder / "nhan"), folder / "nhan")
        return
    kinds: dict[str, Any] = {"webdav": webdav, "sftp": sftp, "smb": smb, "s3": s3}
    with kinds[kind](folder, **given) as server:
        yield server


def why_no_smbd() -> str:
    """Why Samba's own server cannot be started here; "" when it can."""
    if shutil.which("smbd", path=_SYSTEM) is None or shutil.which("pdbedit", path=_SYSTEM) is None:
        return "Samba's server (samba) is not installed"
    return "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "Samba's server is started by root only"


@contextmanager
def smb(folder: Path) -> Iterator[Server]:
    """Samba's own server over ``folder``, with a share that can be written to ("nhan") and one that cannot ("chi-doc")."""
    (folder / "nhan").mkdir(parents=True)
    own = Path(tempfile.mkdtemp(prefix="smb"))  # short: its sockets bear long names
    port = free_port()
    kept = "".join(f"{kind} = {own}\n" for kind in ("private dir", "lock dir", "state directory", "cache directory"))
    (own / "config").write_text(
        f"[global]\nserver role = standalone server\nsmb ports = {port}\ninterfaces = 127.0.0.1\n"
        f"bind interfaces only = yes\n{kept}pid directory = {own}\nncalrpc dir = {own / 'rpc'}\nlog file = {own / 'log'}\n"
        f"passdb backend = tdbsam:{own / 'users'}\nusername map = {own / 'names'}\ndisable netbios = yes\n"
        "disable spoolss = yes\nload printers = no\nprintcap name = /dev/null\n"
        f"[nhan]\npath = {folder / 'nhan'}\nread only = no\n[chi-doc]\npath = {folder / 'nhan'}\n"
    )
    (own / "names").write_text(f"{getpass.getuser()} = {USER}\n")
    command = ["pdbedit", "-s", str(own / "config"), "-a", "-t", "-u", getpass.getuser()]
    subprocess.run(command, input=f"{PASSWORD}\n{PASSWORD}\n".encode(), check=True, capture_output=True)
    command = [shutil.which("smbd", path=_SYSTEM) or "", "-F", "--no-process-group", "-s", str(own / "config")]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True)  # it ends its whole group
    try:
        _wait_for(port, process)
        yield Server(f"smb://127.0.0.1:{port}/nhan", folder / "nhan")
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(own, ignore_errors=True)


class Between:
    """Stands between a server and who asks it, and lets so many bytes through to the server, or ``back`` from it; then it
    drops the connection or is silent.
    """

    def __init__(self, port: int, after: int, *, silent: bool = False, back: bool = False) -> None:
        self._port, self._left, self._silent, self._back = port, after, silent, back
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                asking, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._port))
                self._open += [asking, server]
                threading.Thread(target=self._carry, args=(asking, server, not self._back), daemon=True).start()
                threading.Thread(target=self._carry, args=(server, asking, self._back), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket, counted: bool) -> None:
        with suppress(OSError):
            while piece := one.recv(16 * 1024):
                if counted:
                    self._left -= len(piece)
                if self._left < 0 and self._silent:
                    continue
                if self._left < 0:
                    break
                other.sendall(piece)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Nobody is let through any more."""
        for end in (self._listener, *self._open):
            end.close()


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
    return shutil.which("sshd", path=_SYSTEM)


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
            raise RuntimeError("the server ended")
        time.sleep(0.05)
    raise RuntimeError("the server does not answer")
