"""The page of a stay's care plan: its versions, the plan to read or to write, what differs, and every deed about it."""

from __future__ import annotations

from carebook.ui.pages.care_plans.kind import CareKind
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.plans.page import VersionsPage
from carebook.words import N_


class PlanPage(VersionsPage):
    """The care plan of ``turn_to(episode_id=…, plan_id=…, mode=…)``."""

    mine = frozenset({"casework", "people", "episodes"})
    keys = (
        KeyHint("F2", N_("write on")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+N", N_("new goal or risk")),
        KeyHint("Ctrl+Shift+N", N_("new activity")),
        KeyHint("Ctrl+Tab", N_("next part")),
        KeyHint("Ctrl+D", N_("what differs")),
        KeyHint("Ctrl+P", N_("print")),
        KeyHint("Ctrl+Z", N_("undo")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(CareKind(desk))
