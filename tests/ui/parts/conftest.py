"""The form that the tests of fields and forms share."""

from __future__ import annotations

import pytest

from carebook.ui.parts.fields import Form, section
from tests.ui.parts.visit_form import CHOICES, NAMES, Visit, today


@pytest.fixture
def form(qtbot) -> Form:
    form = Form([section("First", Visit, *NAMES[:8]), section("Second", Visit, *NAMES[8:])], today, choices=CHOICES)
    qtbot.addWidget(form)
    form.resize(1000, 900)
    with qtbot.waitExposed(form):
        form.show()

    return form
