from __future__ import annotations

import unicodedata

import pytest

from carebook.rules.legacy_fonts import in_unicode, legacy_font_of


@pytest.mark.parametrize(
    ("text", "font", "means"),
    [
        ("NguyÔn V¨n An", "TCVN3", "Nguyễn Văn An"),
        ("TrÇn ThÞ Hoa", "TCVN3", "Trần Thị Hoa"),
        ("§ç ThÞ Lan", "TCVN3", "Đỗ Thị Lan"),
        ("Ph¹m", "TCVN3", "Phạm"),
        ("Lª", "TCVN3", "Lê"),
        ("V\u00ad¬ng", "TCVN3", "Vương"),
        ("Nguyeãn Vaên An", "VNI", "Nguyễn Văn An"),
        ("Traàn Thò Hoa", "VNI", "Trần Thị Hoa"),
        ("Ñoã Vaên Döông", "VNI", "Đỗ Văn Dương"),
        ("Tröông Quoác Vöôïng", "VNI", "Trương Quốc Vượng"),
        ("Phaïm", "VNI", "Phạm"),
        ("Leâ", "VNI", "Lê"),
    ],
)
def test_old_fonts_are_named_and_read(text, font, means):
    assert legacy_font_of(text) == font
    assert in_unicode(text, font) == means


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nguyễn Văn An",
        "NGUYỄN THỊ HOÀ",
        "Huỳnh Thuý, Bùi Quý, Đỗ Khuya",
        "H'Hen Niê",
        "K'Brể",
        "Bru-Vân Kiều",
        "André Müller",
        "vitamin D 20µg · 2 viên",
        "Con: Sơn – 0912345678",
    ],
)
def test_unicode_stays_unsuspected(text):
    assert legacy_font_of(text) is None


# every letter of both fonts

_LOWER = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ"
_TCVN3_BYTES = (
    "61 b5 b6 b7 b8 b9 a8 bb bc bd be c6 a9 c7 c8 c9 ca cb 65 cc ce cf d0 d1 aa d2 d3 d4 d5 d6 69 d7 d8 dc dd de"
    " 6f df e1 e2 e3 e4 ab e5 e6 e7 e8 e9 ac ea eb ec ed ee 75 ef f1 f2 f3 f4 ad f5 f6 f7 f8 f9 79 fa fb fc fd fe ae"
)
"""The bytes of TCVN 5712:1993, third set, in the order of the letters above."""
_VNI_OWN = {"ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "ì": "ì", "í": "í", "đ": "ñ", "ơ": "ô", "ư": "ö"}
_VNI_TONES = {"̀": "ø", "̉": "û", "̃": "õ", "́": "ù", "̣": "ï"}
_VNI_HATS = {"̂": dict(zip(_VNI_TONES, "àåãáä", strict=True)), "̆": dict(zip(_VNI_TONES, "èúüéë", strict=True))}


def in_tcvn3(letter: str) -> str:
    return bytes([int(_TCVN3_BYTES.split()[_LOWER.index(letter)], 16)]).decode("latin-1")


def in_vni(letter: str) -> str:
    """A letter as VNI-Windows writes it: a plain vowel, then one sign for hat and tone together."""
    if letter in _VNI_OWN:
        return _VNI_OWN[letter]
    base, *marks = unicodedata.normalize("NFD", letter)
    if base in "ou" and "̛" in marks:
        base, marks = _VNI_OWN[unicodedata.normalize("NFC", base + "̛")], [m for m in marks if m != "̛"]
    hats = [m for m in marks if m in _VNI_HATS]
    tones = [m for m in marks if m in _VNI_TONES]
    if hats:
        return base + (_VNI_HATS[hats[0]][tones[0]] if tones else {"̂": "â", "̆": "ê"}[hats[0]])
    return base + (_VNI_TONES[tones[0]] if tones else "")


def test_every_small_letter_is_read() -> None:
    assert len(_LOWER) == 73
    assert [in_unicode(in_tcvn3(letter), "TCVN3") for letter in _LOWER] == list(_LOWER)
    assert [in_unicode(in_vni(letter), "VNI") for letter in _LOWER] == list(_LOWER)


def test_every_capital_is_read() -> None:
    assert [in_unicode(in_vni(letter).upper(), "VNI") for letter in _LOWER] == list(_LOWER.upper())
    own = dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))  # the only capitals with marks in TCVN3
    assert [in_unicode(sign, "TCVN3") for sign in own.values()] == list(own)
    for letter in filter(lambda one: not one.isascii(), _LOWER):  # in a font of capitals the small letters are capitals
        assert in_unicode(f"TR{in_tcvn3(letter)}NG", "TCVN3") == f"TR{letter.upper()}NG"


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("TRÇN THÞ V¢N", "TRẦN THỊ VÂN"),
        ("NGUYÔN V¡N TÝ", "NGUYỄN VĂN TÍ"),
        ("§ç ThÞ Lan", "Đỗ Thị Lan"),
        ("Lª B¸ Hå", "Lê Bá Hồ"),
        ("Hµ", "Hà"),
    ],
)
def test_capitals_of_a_capital_font_are_told_from_the_first_letters_of_a_name(text: str, means: str) -> None:
    assert in_unicode(text, "TCVN3") == means
