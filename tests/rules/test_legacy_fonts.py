from __future__ import annotations

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
