"""A PostgreSQL server of the tests' own: in a folder of its own, asking nobody's, gone afterwards."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.exchange.servers import free_port

KEEPER, GUARDED, PASSWORD = "carebook", "canbo", "bi-mat-0417"


def _programs() -> Path | None:
    """The folder of PostgreSQL's own programs, of the newest version there is."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).parent] if on_path else []
    found += [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda path: path.parts[-2].zfill(4), default=None)


def why_not() -> str:
    """Why no server can be started here; "" when one can."""
    if _programs() is None:
        return "PostgreSQL's server (postgresql) is not installed"
    if _is_root() and shutil.which("runuser") is None:
        return "PostgreSQL's server does not start as root"
    return ""


@dataclass(frozen=True)
class Cluster:
    """A running server: its socket's folder, its port, its process."""

    folder: Path
    port: int

    def dsn(self, database: str = "postgres") -> str:
        """The address of a database through the socket, as the keeper, who needs no password."""
        return f"postgresql://{KEEPER}@/{database}?host={self.folder}&port={self.port}"

    def guarded(self, database: str, user: str = GUARDED) -> str:
        """The same over the network, where a password is asked for."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def make(self, database: str) -> str:
        """A new, empty database; gives its address."""
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{database}"')
        return self.dsn(database)

    def drop(self, database: str) -> None:
        """Remove a database, whoever is in it."""
        with psycopg.connect(self.dsn(), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{database}" WITH (FORCE)')


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A server that answers at a socket and, with a password, at a port of this PC."""
    programs = _programs()
    assert programs is not None
    folder, port = Path(tempfile.mkdtemp(prefix="pg")), free_port()  # short: a socket's name is
    owner = "postgres" if _is_root() else getpass.getuser()
    shutil.chown(folder, owner)
    data = folder / "data"
    try:
        _as(owner, [programs / "initdb", "-D", data, "-U", KEEPER, "-A", "trust", "-N", "--locale=C", "-E", "UTF8"])
        rules = (data / "pg_hba.conf").read_text()
        (data / "pg_hba.conf").write_text(f"host all {GUARDED} 127.0.0.1/32 scram-sha-256\n{rules}")
        settings = f"-k {folder} -p {port} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=40"
        _as(owner, [programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", settings, "start"])
        try:
            found = Cluster(folder, port)
            with psycopg.connect(found.dsn(), autocommit=True) as connection:
                connection.execute(f"CREATE ROLE {GUARDED} LOGIN PASSWORD '{PASSWORD}'")
            yield found
        finally:
            _as(owner, [programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as(owner: str, command: list[str | Path]) -> None:
    prefix = ["runuser", "-u", owner, "--"] if _is_root() else []
    words = [*prefix, *map(str, command)]
    with tempfile.TemporaryFile() as told:  # no pipe: the server would keep its end open
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=told, stderr=told, cwd="/", check=False)
        if done.returncode:
            told.seek(0)
            raise RuntimeError(told.read().decode(errors="replace"))


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
