"""The command line as a whole: usage, refusals in one sentence, never a traceback, UTF-8 whatever the console."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import carebook.commands
from carebook.__main__ import main as program
from tests.commands.conftest import Typed

DOCUMENTED = (
    *("self-test", "demo", "new", "import", "find", "report", "close", "sign", "verify", "send"),
    *("backup", "restore", "check", "month-job"),
)


def test_a_file_that_a_command_writes_is_whole_or_not_there() -> None:
    for path in Path(carebook.commands.__path__[0]).glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert ".write_bytes(" not in text, path.name
        assert ".write_text(" not in text, path.name


@pytest.mark.parametrize("command", DOCUMENTED)
def test_every_command_explains_itself(command: str, typed: Typed) -> None:
    answer = typed(command, "--help", plain=True)
    assert (answer.code, answer.err) == (0, "")
    assert command in answer.out


@pytest.mark.parametrize(
    "given",
    [
        ("no-such-command",),
        ("find", "book"),
        ("new", "book", "--facility", "Trung tâm"),
        ("report", "book", "monthly", "2026-13"),
        ("report", "book", "monthly", "2026-1"),
        ("report", "book", "monthly", "2026-10", "--out", "report.odt"),
        ("close", "book", "October"),
        ("sign", "book", "id", "--role", "nurse"),
        ("month-job", "--list", "a.xlsx", "--month", "10/2026", "--out", "out"),
    ],
)
def test_wrong_usage_is_2(given: tuple[str, ...], typed: Typed) -> None:
    answer = typed(*given, plain=True)
    assert (answer.code, answer.out) == (2, "")
    assert "usage:" in answer.err


def test_a_refusal_is_1_with_its_sentence(tmp_path: Path, typed: Typed) -> None:
    answer = typed("check", tmp_path / "nowhere")
    assert (answer.code, answer.out) == (1, "")
    assert "nowhere" in answer.err


def test_our_own_failure_is_1_with_a_sentence_and_a_line_in_the_log(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, typed: Typed, book_folder: Path
) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise ZeroDivisionError("Trần Thị An")

    monkeypatch.setattr("carebook.commands.people.opened", broken)
    monkeypatch.setattr("carebook.places.log_folder", lambda: tmp_path)
    answer = typed("find", book_folder, "An")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.count("\n") == 1
    noted = (tmp_path / "carebook.log").read_text("utf-8")
    assert "ZeroDivisionError" in noted
    assert "Trần" not in noted


def test_stopping_by_the_keyboard_is_told(monkeypatch: pytest.MonkeyPatch, typed: Typed, book_folder: Path) -> None:
    def stopped(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("carebook.commands.people.opened", stopped)
    assert typed("find", book_folder, "An").code == 1


def test_a_console_of_another_code_page_is_given_utf8(monkeypatch: pytest.MonkeyPatch, book_with_people: Path) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252"))
    assert program(["find", str(book_with_people), "dang kim dao", "--json"]) == 0
    sys.stdout.flush()
    assert json.loads(raw.getvalue().decode("utf-8"))["matches"][0]["name"] == "Đặng Kim Dao"


def test_the_program_itself_answers_a_command() -> None:
    """Once in a process of its own: no window library is loaded for a command."""
    script = (
        "import sys; from carebook.__main__ import main; code = main(['check', 'nowhere-at-all']);"
        "print(code, 'PySide6' in sys.modules)"
    )
    env = {**os.environ, "CAREBOOK_PASSWORD": "x", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=env, timeout=60)
    assert done.stdout.strip() == "1 False"
    assert "Traceback" not in done.stderr
