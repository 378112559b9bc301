"""The page of a stay's rehabilitation plan: its versions, the plan to read or to write, what differs, and every deed about it."""

from __future__ import annotations

from carebook.ui.pages.therapy_plans.kind import TherapyKind
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.page import KeyHint
from carebook.ui.parts.plans.page import VersionsPage
from carebook.words import N_


class TherapyPlanPage(VersionsPage):
    """The rehabilitation plan of ``turn_to(episode_id=…, plan_id=…, mode=…)``."""

    mine = frozenset({"rehabilitation", "casework", "people", "episodes"})
    keys = (
        KeyHint("F2", N_("write on")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+N", N_("new row of the part shown")),
        KeyHint("0–4 8 9", N_("degree of the ICF code")),
        KeyHint("Ctrl+Tab", N_("next part")),
        KeyHint("Ctrl+D", N_("what differs")),
        KeyHint("Ctrl+P", N_("print")),
        KeyHint("Ctrl+Z", N_("undo")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(TherapyKind(desk))
