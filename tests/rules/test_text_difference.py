"""Both texts can be read back from their difference, and a changed phrase reads in one piece."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.rules.text_difference import Fate, Stretch, difference

KEPT, ADDED, GONE = Fate.KEPT, Fate.ADDED, Fate.GONE


@pytest.mark.parametrize(
    ("old", "new", "stretches"),
    [
        ("", "", ()),
        ("Thiếu điều dưỡng.", "Thiếu điều dưỡng.", ((KEPT, "Thiếu điều dưỡng."),)),
        ("", "Thiếu điều dưỡng.", ((ADDED, "Thiếu điều dưỡng."),)),
        ("Thiếu điều dưỡng.", "", ((GONE, "Thiếu điều dưỡng."),)),
        (
            "Thiếu hai điều dưỡng.",
            "Thiếu ba điều dưỡng.",
            ((KEPT, "Thiếu "), (GONE, "hai"), (ADDED, "ba"), (KEPT, " điều dưỡng.")),
        ),
        (
            "Đề nghị bổ sung kinh phí.",
            "Đề nghị xem xét kinh phí.",
            ((KEPT, "Đề nghị "), (GONE, "bổ sung"), (ADDED, "xem xét"), (KEPT, " kinh phí.")),
        ),
        (
            "Nghị định 20/2021/NĐ-CP, 1.200 người.",
            "Nghị định 335/2026/NĐ-CP, 1.300 người.",
            (
                *((KEPT, "Nghị định "), (GONE, "20/2021/NĐ-CP"), (ADDED, "335/2026/NĐ-CP"), (KEPT, ", ")),
                *((GONE, "1.200"), (ADDED, "1.300"), (KEPT, " người.")),
            ),
        ),
        ("Dòng một.\nDòng hai.", "Dòng một.", ((KEPT, "Dòng một."), (GONE, "\nDòng hai."))),
    ],
)
def test_words_that_stayed_came_and_went(old: str, new: str, stretches: tuple[tuple[Fate, str], ...]) -> None:
    assert difference(old, new) == tuple(Stretch(fate, text) for fate, text in stretches)


WORDS = st.lists(st.sampled_from(["Thiếu", "điều", "dưỡng", "5", ",", ".", " ", "  ", "\n", "đ"]), max_size=25).map(
    "".join
)


@given(WORDS | st.text(max_size=30), WORDS | st.text(max_size=30))
def test_both_texts_can_be_read_back(old: str, new: str) -> None:
    found = difference(old, new)
    assert "".join(one.text for one in found if one.fate is not ADDED) == old
    assert "".join(one.text for one in found if one.fate is not GONE) == new
    assert all(one.text for one in found)
    assert all(one.fate is not other.fate for one, other in pairwise(found))
