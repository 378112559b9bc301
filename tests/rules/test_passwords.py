"""Passwords: what is refused, what is said about it, and that nothing is said that has no translation."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from gettext import gettext

import pytest
import zxcvbn.feedback
from hypothesis import given, settings
from hypothesis import strategies as st

from carebook.rules import passwords
from carebook.words import Message

NAMES = ("Đào Thị Hướng Dương", "huongduong", "Trung tâm Bảo trợ xã hội Hoa Ban")


@pytest.mark.parametrize(
    "password",
    [
        *("matkhau1", "Mật khẩu mới", "matkhau2026", "carebook2026", "12345678", "qwertyuiop", "anhyeuem1"),
        *("huongduong1", "Hướng Dương 7", "DaoThiHuongDuong", "hoaban2026", "trungtam123", "aaaaaaaa", "22112026"),
        *("Nguyễn Lan 1", "abcdefgh", "P@ssw0rd", "quảng ninh 1"),
    ],
)
def test_what_is_guessed_first_is_refused(password: str) -> None:
    found = passwords.problems_in_password(password, NAMES)
    assert [problem.field for problem in found] == ["password"]


@pytest.mark.parametrize(
    "password", ["hoa mat troi 7", "mèo mun nhảy rào 9", "hoa sữa tháng 10", "xe đạp đỏ bốn phương"]
)
def test_what_is_hard_to_guess_is_taken(password: str) -> None:
    assert passwords.problems_in_password(password, NAMES) == []


def test_marks_and_names_run_together_help_nobody() -> None:
    for typed in ("Đào Thị Hướng Dương", "dao thi huong duong", "daothihuongduong"):
        assert passwords.problems_in_password(typed, NAMES)[0].message.id == "A name cannot be the password."


def strings_of_the_library() -> set[str]:
    tree = ast.parse(inspect.getsource(zxcvbn.feedback))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    texts = [node.args[0] for node in calls if node.func.id == "_"]  # type: ignore[attr-defined]
    return {text.value for text in texts if isinstance(text, ast.Constant)}


def test_everything_the_library_says_is_known_and_so_translated() -> None:
    assert strings_of_the_library() == set(passwords.ADVICE)
    assert gettext("x") == "x"


@given(st.text(max_size=200))
@settings(max_examples=40, deadline=None)
def test_anything_typed_is_weighed(typed: str) -> None:
    weighed = passwords.strength(typed, NAMES)
    assert 0 <= weighed.score <= 4
    assert all(isinstance(one, Message) for one in (weighed.said, *weighed.advice))


def test_the_library_is_loaded_only_when_a_password_is_weighed() -> None:
    code = (
        "import sys, carebook.rules.passwords, carebook.actions.opening, carebook.actions.accounts;"
        "assert 'zxcvbn' not in sys.modules and 'Crypto' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
