"""A sentence that is kept is the same sentence later, whoever reads it, and what was said before stays as it was said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.words import Message, message, speaking

values = st.recursive(
    st.text(max_size=8) | st.integers(),
    lambda inner: st.builds(Message, st.text(max_size=8), st.dictionaries(st.text(max_size=4), inner, max_size=2)),
    max_leaves=4,
)


@given(st.text(max_size=20), st.dictionaries(st.text(max_size=4), values, max_size=3), st.sampled_from(["", "outbox"]))
def test_a_kept_sentence_comes_back(pattern: str, given_values: dict[str, object], context: str) -> None:
    said = Message(pattern, given_values, context)
    assert Message.from_json(said.to_json()) == said


def test_it_is_said_in_the_language_of_its_reader() -> None:
    kept = Message.from_json(message("Sent {name}.", name="a.pdf").to_json())
    with speaking("en"):
        assert str(kept) == "Sent a.pdf."
    with speaking("vi"):
        assert str(kept) == "Đã gửi a.pdf."


def test_other_values_are_kept_as_they_are_said() -> None:
    kept = Message.from_json(message("on {day}", day=date(2026, 11, 6)).to_json())
    assert kept.values == {"day": "2026-11-06"}


@pytest.mark.parametrize("text", ["Không thấy thư mục {x}", "12", "[]", '{"id": 3}', '{"id": "a", "values": []}', "{"])
def test_a_sentence_that_was_said_already_stays(text: str) -> None:
    with speaking("en"):
        assert str(Message.from_json(text)) == text
