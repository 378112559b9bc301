"""The floor plan: who may import whom, which libraries a room may use, and what pure rooms never touch."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import tree

LIBRARIES = {
    "ui": {"PySide6", "shiboken6", "pypdfium2"},  # shiboken6 is the part of PySide6 that knows which objects live
    "store": {"sqlcipher3", "sqlite_utils", "argon2", "cryptography", "filelock", "uuid6", "Crypto"},
    "actions": {"uuid6"},
    "reports": {
        "reportlab",
        "xlsxwriter",
        "docx",
        "markdown_it",
        "pyhanko",
        "PIL",
    },  # the last two bind kept files into a whole one
    "sealing": {"pyhanko", "pyhanko_certvalidator", "pkcs11", "cryptography", "asn1crypto"},
    "exchange": {
        *(
            "fsspec",
            "webdav4",
            "httpx",
            "sshfs",
            "asyncssh",
            "smbclient",
            "smbprotocol",
            "s3fs",
            "aiobotocore",
            "botocore",
        ),
        *("python_calamine", "psycopg", "icalendar"),
    },
    "rules": {"holidays", "dateutil", "rapidfuzz", "zxcvbn"},
    "places": {"platformdirs"},
}
PURE = ("records", "rules")
WORLDLY = {
    *("os", "io", "pathlib", "shutil", "tempfile", "glob", "fileinput", "mmap", "sqlite3", "socket", "subprocess"),
    *("time", "sched", "threading", "concurrent", "multiprocessing", "asyncio", "queue", "logging", "warnings"),
    *("random", "secrets", "platform", "getpass", "importlib"),
}
CLOCK_AND_FILE = {"today", "now", "utcnow", "fromtimestamp", "read_text", "read_bytes", "write_text", "write_bytes"}


def test_imports_follow_the_contracts() -> None:
    linter = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert linter, "import-linter is not installed beside this Python"
    command = [linter, "--no-logo", "--cache-dir", str(tree.BUILD / "import-linter")]
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_library_is_used_in_its_room_only() -> None:
    strangers = [
        f"{tree.name(path)}:{line} imports {imported}"
        for path in tree.modules()
        for imported, line in tree.imports(path)
        if (top := imported.split(".")[0]) not in {"carebook", *sys.stdlib_module_names}
        and top not in LIBRARIES.get(tree.room(path), set())
    ]
    assert not strangers, "\n".join(strangers)


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_imports_nothing_of_the_world(room: str) -> None:
    found = [
        f"{tree.name(path)}:{line} imports {imported}"
        for path in tree.modules()
        if tree.room(path) == room
        for imported, line in tree.imports(path)
        if imported.split(".")[0] in WORLDLY or imported.startswith("carebook.places") or imported == "carebook.places"
    ]
    assert not found, "\n".join(found)


def _asks_the_world(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id="open" | "input" | "print")):
            return True
        case ast.Call(func=ast.Attribute(attr=attribute)):
            return attribute in CLOCK_AND_FILE
    return False


@pytest.mark.parametrize("room", PURE)
def test_a_pure_room_never_asks_for_the_time_or_a_file(room: str) -> None:
    found = [
        f"{tree.name(path)}:{node.lineno}"
        for path in tree.modules()
        if tree.room(path) == room
        for node in tree.nodes(path)
        if isinstance(node, ast.expr) and _asks_the_world(node)
    ]
    assert not found, "\n".join(found)


def test_only_the_store_imports_sqlite() -> None:
    found = [
        f"{tree.name(path)}:{line} imports {imported}"
        for path in tree.modules()
        if tree.room(path) != "store"
        for imported, line in tree.imports(path)
        if imported.split(".")[0] == "sqlite3"
    ]
    assert not found, "\n".join(found)
