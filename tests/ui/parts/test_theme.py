"""The look holds its promises: contrast, complete tokens, fonts with even digits, icons that are there."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetricsF, QPalette, QRawFont
from PySide6.QtWidgets import QApplication

from carebook import places
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.labels import Face, Meter
from carebook.ui.parts.strips import PathStrip

PARTS = Path(theme.__file__).parent


@pytest.fixture
def light_again(dressed: QApplication):
    yield dressed
    theme.apply(dressed, "light")


@pytest.mark.parametrize(("ink", "ground", "needed"), theme.PAIRS)
@pytest.mark.parametrize("tokens", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_every_pair_has_its_contrast(tokens: dict[str, str], ink: str, ground: str, needed: float) -> None:
    assert theme.contrast(tokens[ink], tokens[ground]) >= needed


def test_both_themes_have_the_same_tokens() -> None:
    assert theme.LIGHT.keys() == theme.DARK.keys()


@pytest.mark.parametrize(("one", "other", "expected"), [("#000000", "#FFFFFF", 21.0), ("#777777", "#FFFFFF", 4.48)])
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert theme.contrast(one, other) == pytest.approx(expected, abs=0.01)
    assert theme.contrast(other, one) == theme.contrast(one, other)


def test_every_token_of_the_style_sheet_is_known() -> None:
    pattern = places.resource("style.qss").read_text(encoding="utf-8")
    asked = set(re.findall(r"(?<!\{)\{(\w+)\}(?!\})", pattern))
    assert asked <= theme.LIGHT.keys() | theme.POINTS.keys() | {f"px{n}" for n in (16, 22, 24, 26, 28, 30, 32, 34)}
    assert "{" not in re.sub(r"\{[^{}]*\}", "", theme.style_sheet(theme.Theme("dark", 10)))


def test_the_theme_can_be_changed_while_the_program_runs(light_again: QApplication) -> None:
    theme.apply(light_again, "dark", 12)
    assert theme.worn() == theme.Theme("dark", 12)
    assert light_again.palette().color(QPalette.ColorRole.Window).name().upper() == theme.DARK["sheet"]
    assert light_again.font().pointSizeF() == 12
    assert theme.colour("text").name().upper() == theme.DARK["text"]
    assert theme.DARK["primary"] in light_again.styleSheet()
    theme.apply(light_again, "light")
    assert light_again.palette().color(QPalette.ColorRole.Window).name().upper() == theme.LIGHT["sheet"]


@pytest.mark.parametrize(("asked", "given"), [(4, 9), (9, 9), (10.5, 10.5), (40, 13)])
def test_the_size_of_letters_has_bounds(light_again: QApplication, asked: float, given: float) -> None:
    assert theme.apply(light_again, "light", asked).points == given


@pytest.mark.parametrize("weight", [400, 500, 600])
def test_digits_are_of_one_width(dressed: QApplication, weight: int) -> None:
    assert dressed.font().family() == "Inter"
    metrics = QFontMetricsF(theme.font("base", weight))
    assert len({round(metrics.horizontalAdvance(digit), 3) for digit in "0123456789"}) == 1


def test_inter_has_every_letter_that_is_written(dressed: QApplication) -> None:
    face = QRawFont.fromFont(dressed.font())
    letters = "ăâđêôơưẰằẲẳẴẵẶặỀềỄễỒồỘộỜờỠỡỰựỸỹ₂đ₫→←↑↓≥≤×·…“”‹›–−"
    assert face.familyName() == "Inter"
    assert [letter for letter in letters if not face.supportsCharacter(ord(letter))] == []


def test_icons_follow_the_theme(light_again: QApplication) -> None:
    light = theme.pixmap("check", "primary", 16, 1.0).toImage()
    theme.apply(light_again, "dark")
    assert theme.pixmap("check", "primary", 16, 1.0).toImage() != light
    assert theme.pixmap("check", "primary", 16, 2.0).width() == 32


def test_icons_named_in_the_parts_are_there() -> None:
    names = {path.stem for path in places.resource("icons").glob("*.svg")}
    text = "".join(path.read_text(encoding="utf-8") for path in PARTS.rglob("*.py"))
    asked = {
        name
        for way in (
            r'(?<![A-Za-z])Sign\("([a-z0-9-]+)"',
            r'paint_icon\(\w+, "([a-z0-9-]+)"',
            r'Button\("", "ghost", "([a-z-]+)"\)',
        )
        for name in re.findall(way, text)
    }
    assert asked
    assert asked <= names
    assert 45 <= len(names) <= 80
    for name in names:
        assert "currentColor" in places.resource(f"icons/{name}.svg").read_text(encoding="utf-8")


def test_fonts_and_icons_carry_their_licences() -> None:
    for name in ("fonts/Inter-OFL.txt", "fonts/Tinos-OFL.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in places.resource(name).read_text(encoding="utf-8")
    assert "ISC License" in places.resource("icons/LICENSE.txt").read_text(encoding="utf-8")
    assert {p.name for p in places.resource("fonts").glob("Tinos*.ttf")} == {
        f"Tinos-{cut}.ttf" for cut in ("Regular", "Bold", "Italic", "BoldItalic")
    }


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_painting_loses_no_reference_to_none(qtbot) -> None:
    widgets = [
        Button("Lưu", "primary", "save", "Ctrl+S"),
        Face("Trần Thị An"),
        Meter(3, 4),
        PathStrip([("a", "b")] * 4, 2),
    ]
    for widget in widgets:
        qtbot.addWidget(widget)
        widget.grab()
    before = sys.getrefcount(None)
    for _round in range(500):
        for widget in widgets:
            widget.grab()
    assert sys.getrefcount(None) > before - 200
