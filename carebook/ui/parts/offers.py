"""What is said on the page one lands on after a deed: what happened, the way to take it back, and what may come next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QBoxLayout, QStackedWidget

from carebook.ui.parts.buttons import Button
from carebook.ui.parts.page import Page


def shown_beside(page: Page) -> Page:
    """The page that is shown now where ``page`` was; ``page`` itself where it stands alone."""
    stack = page.parentWidget()
    shown = stack.currentWidget() if isinstance(stack, QStackedWidget) else page
    return shown if isinstance(shown, Page) else page


def offer(
    page: Page,
    sentence: object,
    undo: Callable[[], object],
    text: str,
    then: Callable[[], object],
    icon: str = "printer",
) -> None:
    """Say ``sentence`` on the page shown now, with "Hoàn tác" for eight seconds and one button ``text`` before it."""
    bar = shown_beside(page).messages
    bar.offer_undo(sentence, undo)
    button = Button(text, "ghost", icon)
    layout = bar.layout()
    assert isinstance(layout, QBoxLayout)
    layout.insertWidget(layout.count() - 2, button)
    button.show()
    button.clicked.connect(bar.clear)
    button.clicked.connect(then)
    bar.gone.connect(button.hide)
    bar.gone.connect(button.deleteLater)
