"""Every place a due thing leads to is a page that takes what it is told."""

from __future__ import annotations

import inspect
from datetime import date
from importlib import import_module

import pytest

from carebook.rules.due import DueItem
from tests.rules import test_therapy_due
from tests.rules.casework.cases import TODAY, called, result, settled
from tests.rules.casework.test_kinds import KINDS

PAGES = {
    "approvals": ("approvals", "ApprovalsPage"),
    "assessments": ("assessments", "AssessmentPage"),
    "care_plans": ("care_plans", "PlanPage"),
    "classes": ("classes", "ClassPage"),
    "closures": ("closures", "ClosurePage"),
    "devices": ("devices", "DevicesPage"),
    "groups": ("groups", "GroupsPage"),
    "instruments": ("instruments", "InstrumentPage"),
    "intake": ("intake", "IntakePage"),
    "packages": ("packages", "PackagesPage"),
    "person": ("person", "PersonPage"),
    "rehabilitation": ("rehabilitation", "RehabilitationPage"),
    "therapy_plans": ("therapy_plans", "TherapyPlanPage"),
}


def asked() -> list[DueItem]:
    items = [item for _kind, facts, due_on, _page, _done in KINDS for item in called(facts, due_on)]
    items += test_therapy_due.everything()
    return items + called(settled(), TODAY, result(date(2026, 11, 18), alerts=("báo động",), next_on=TODAY))


@pytest.mark.parametrize("item", {item.kind: item for item in asked()}.values(), ids=lambda item: item.kind)
def test_the_page_takes_what_the_due_thing_tells(item: DueItem) -> None:
    module, cls = PAGES[item.page]
    page = getattr(import_module(f"carebook.ui.pages.{module}"), cls)
    inspect.signature(page.turn_to).bind(page, **dict(item.about))
