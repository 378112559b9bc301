"""Identity codes are read back from paper as they were printed, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carebook.sealing.codes import IdentityCode, read_code
from carebook.sealing.errors import NotACode

CODE = IdentityCode("b240d11b88ee3f8b9ba1" + "00" * 22, "TTHS: Hoa Sen")


def test_code_as_printed() -> None:
    assert CODE.short == "WJAN CG4I 5Y7Y XG5B"
    assert CODE.qr_text.startswith("CAREBOOK-ROOT:1:TTHS: Hoa Sen:WJANCG4I5Y7YXG5B")


@given(st.binary(min_size=32, max_size=32), st.text(st.characters(exclude_categories=["Cs"])))
def test_square_code_is_read_back(digest: bytes, facility: str) -> None:
    code = IdentityCode(digest.hex(), facility.strip())
    assert read_code(f" {code.qr_text}\n") == code
    assert code.matches(code.qr_text)
    assert code.matches(code.short)


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("WJAN CG4I 5Y7Y XG5B", True),
        ("wjan-cg41-5y7y-xg58", True),
        (" WJANCG4I5Y7YXG5B ", True),
        ("WJAN CG4I 5Y7Y XG5C", False),
        ("WJAN CG4I 5Y7Y", False),
        ("", False),
    ],
)
def test_typed_code_is_compared(typed: str, right: bool) -> None:
    assert CODE.matches(typed) is right


@pytest.mark.parametrize(
    "scanned",
    ["", "CAREBOOK-ROOT:1:", "CAREBOOK-ROOT:1:X:AAAA", "CAREBOOK-ROOT:2:X:" + "A" * 52, "https://a.vn", "Ồ" * 60],
)
def test_other_square_codes_are_refused(scanned: str) -> None:
    with pytest.raises(NotACode):
        read_code(scanned)
