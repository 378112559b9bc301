"""The pictures of the sample book may stand on a paper, and are the same every time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from carebook.reports.paper.signature_pictures import problem_with
from carebook.stories import pictures


@pytest.mark.parametrize("draw", [pictures.signature, pictures.seal])
def test_it_may_stand_on_a_paper(draw: Callable[[], bytes]) -> None:
    assert problem_with(draw()) is None
    assert draw() == draw()
