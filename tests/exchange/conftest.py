"""What stands between a server and who asks it, in the tests of places that fail."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.exchange.servers import Between


@pytest.fixture
def between() -> Iterator[Callable[..., Between]]:
    """Makes somebody between a server and who asks it. What broken connections leave is swept while its warnings are expected."""
    made: list[Between] = []

    def make(*given: Any, **named: Any) -> Between:
        made.append(Between(*given, **named))
        return made[-1]

    yield make
    for one in made:
        one.close()
    gc.collect()
