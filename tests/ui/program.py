"""A whole program over a test's own book, as tests of the window's frame need it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from carebook.ui.application.at_work import AtWork
from carebook.ui.application.program import Program
from carebook.ui.parts.choices import Choices
from carebook.ui.sign_in.page import SignInPage
from tests.conftest import CHEAP, LOGIN, NOW, PASSWORD


class Clock:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at

    def turn(self, **by: float) -> None:
        self.at += timedelta(**by)


@contextmanager
def running(qapp: QApplication, folder: Path | None, place: Path) -> Iterator[Program]:
    """The program with its first window on show; everything is closed at the end."""
    data = place / "data"
    data.mkdir(exist_ok=True)
    program = Program(qapp, Choices(place / "carebook.ini"), data, clock=Clock(), cost=CHEAP)
    ends: list[bool] = []
    program.ended.connect(lambda: ends.append(True))
    program.start(folder)
    try:
        yield program
    finally:
        qapp.removeEventFilter(program.idle)
        if not ends:
            program._end()
        program.entrance.deleteLater()
        program.deleteLater()


def sign_in_page(program: Program) -> SignInPage:
    """The sign-in page or the locked screen on show."""
    page = program.entrance.page()
    assert isinstance(page, SignInPage)
    return page


def sign_in(qtbot, program: Program, login: str = LOGIN, password: str = PASSWORD, pin: str = "") -> AtWork:
    """Sign in as a person does, and wait for the window."""
    page = sign_in_page(program)
    page.choose(None)
    page.name.line.setText(login)
    page.secret.line.setText(password)
    if pin:
        page._offer_pin()
        page.pin.line.setText(pin)
    page.go.click()
    qtbot.waitUntil(lambda: program.work is not None and program.work.window.isVisible())
    assert program.work is not None
    return program.work
