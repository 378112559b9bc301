"""The two views of who leads the center: the work of the day, and the overview."""

from __future__ import annotations

from functools import partial

from carebook.ui.parts.buttons import Segments
from carebook.ui.parts.desk import Desk
from carebook.words import _


def view_switch(desk: Desk, current: str) -> Segments:
    """From the day to the overview and back; hidden from who does not lead."""
    views = Segments([("today", _("My work")), ("overview", _("At a glance"))], current)
    views.setVisible(desk.may_ask("overview"))
    views.chosen.connect(partial(_turn, desk, views, current))
    return views


def _turn(desk: Desk, views: Segments, current: str, chosen: str) -> None:
    if chosen != current:
        views.choose(current)
        desk.go(chosen)
