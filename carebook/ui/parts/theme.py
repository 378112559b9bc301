"""The look: colour tokens in light and dark, fonts, icons, and the one call that dresses the whole program in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QWidget

from carebook import places

Choice = Literal["system", "light", "dark"]

# desk: what the book lies on; sheet: the page; tint: side panels and group rows; line: hairlines; rule: head and total
# lines; field: edges of inputs; sel: selected rows; tones each with the ground they stand on (``…_s``).
LIGHT = {
    "desk": "#E4EBEC",
    "sheet": "#FFFFFF",
    "tint": "#F3F7F7",
    "hover": "#EAF1F1",
    "line": "#DFE6E8",
    "rule": "#9FB0B6",
    "field": "#73848C",
    "text": "#15212A",
    "text2": "#4A5963",
    "primary": "#0B6B72",
    "primary_h": "#08565C",
    "on_primary": "#FFFFFF",
    "soft": "#DDEFF0",
    "sel": "#DAEDEF",
    "focus": "#1657C8",
    "danger": "#B42318",
    "danger_s": "#FDE7E4",
    "warn": "#7A4F00",
    "warn_s": "#FFF0CC",
    "ok": "#17663A",
    "ok_s": "#DDF2E5",
    "info": "#1C4FB8",
    "info_s": "#E5ECFB",
    "none": "#4A5963",
    "none_s": "#E9EFF0",
}
DARK = {
    "desk": "#0C1216",
    "sheet": "#161E24",
    "tint": "#1C262D",
    "hover": "#222D35",
    "line": "#2A363F",
    "rule": "#566771",
    "field": "#75869A",
    "text": "#E6ECF0",
    "text2": "#A6B3BE",
    "primary": "#4FBFC6",
    "primary_h": "#78D3D8",
    "on_primary": "#06262A",
    "soft": "#163539",
    "sel": "#1B3F44",
    "focus": "#8FB8FF",
    "danger": "#FF9187",
    "danger_s": "#41201F",
    "warn": "#FFC454",
    "warn_s": "#3B3014",
    "ok": "#72D69A",
    "ok_s": "#173626",
    "info": "#93B6FF",
    "info_s": "#1F2F50",
    "none": "#A6B3BE",
    "none_s": "#27333B",
}
POINTS = {"small": 9.0, "base": 10.0, "h3": 10.5, "h2": 13.0, "h1": 16.5, "figure": 17.0}  # where the base is 10
SMALLEST, LARGEST = 9.0, 13.0  # the person's choice for the base, in points

_TEXT = 4.5  # WCAG 2.2 AA, text
_SIGN = 3.0  # WCAG 2.2 AA, edges, signs and focus
_GROUNDS = ("desk", "sheet", "tint", "hover", "soft", "sel")
_TONES = ("danger", "warn", "ok", "info", "primary")
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((text, ground, _TEXT) for text in ("text", "text2") for ground in _GROUNDS),
    *((tone, ground, _TEXT) for tone in _TONES for ground in ("sheet", "tint", "sel", "hover")),
    *((tone, f"{tone}_s", _TEXT) for tone in ("danger", "warn", "ok", "info", "none")),
    *(("text", f"{tone}_s", _TEXT) for tone in ("danger", "warn", "ok", "info", "none")),
    *(("primary", f"{tone}_s", _TEXT) for tone in ("danger", "warn", "ok", "info", "none")),
    ("primary", "soft", _TEXT),
    ("primary", "desk", _TEXT),
    ("on_primary", "primary", _TEXT),
    ("on_primary", "primary_h", _TEXT),
    ("sheet", "text", _TEXT),
    *(("field", ground, _SIGN) for ground in ("sheet", "tint", "danger_s", "warn_s")),
    *(("focus", ground, _SIGN) for ground in ("sheet", "tint", "desk", "sel", "warn_s", "danger_s")),
)
"""Every pair that stands on another: what is drawn, on what, and the contrast it needs."""


@dataclass(frozen=True)
class Theme:
    """What is worn now: its tokens, and the size of base text in points."""

    name: Literal["light", "dark"]
    points: float

    @property
    def tokens(self) -> dict[str, str]:
        return DARK if self.name == "dark" else LIGHT

    def size(self, role: str) -> float:
        """The size of ``role`` (a key of ``POINTS``) in points."""
        return POINTS[role] * self.points / POINTS["base"]

    def scaled(self, pixels: float) -> int:
        """A height meant for base text of 10 points, grown with the person's choice."""
        return round(pixels * self.points / POINTS["base"])


_worn = [Theme("light", 10.0)]  # one program, one look


def worn() -> Theme:
    """The theme in use."""
    return _worn[0]


def apply(app: QApplication, theme: Choice = "system", points: float = 10.0) -> Theme:
    """Dress the whole program; may be called again at any time. ``points`` is kept within 9 and 13."""
    _load_fonts()
    hints = app.styleHints()
    if theme == "system":
        hints.unsetColorScheme()
        dark = hints.colorScheme() == Qt.ColorScheme.Dark
    else:
        dark = theme == "dark"
        hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
    chosen = _worn[0] = Theme("dark" if dark else "light", min(max(points, SMALLEST), LARGEST))
    app.setStyle("Fusion")
    app.setPalette(_palette(chosen.tokens))
    app.setFont(font())
    app.setStyleSheet(style_sheet(chosen))
    for widget in app.allWidgets():
        widget.update()
    return chosen


def style_sheet(theme: Theme) -> str:
    """``style.qss`` with the tokens of ``theme`` and its sizes put in."""
    pattern = places.resource("style.qss").read_text(encoding="utf-8")
    sizes = {role: f"{theme.size(role):g}pt" for role in POINTS}
    heights = {f"px{n}": f"{theme.scaled(n)}px" for n in (16, 22, 24, 26, 28, 30, 32, 34)}
    return pattern.format(**theme.tokens, **sizes, **heights)


def _palette(tokens: dict[str, str]) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for place, token in (
        (role.Window, "sheet"),
        (role.WindowText, "text"),
        (role.Base, "sheet"),
        (role.AlternateBase, "tint"),
        (role.Text, "text"),
        (role.Button, "sheet"),
        (role.ButtonText, "text"),
        (role.Highlight, "primary"),
        (role.HighlightedText, "on_primary"),
        (role.PlaceholderText, "text2"),
        (role.Link, "primary"),
        (role.ToolTipBase, "text"),
        (role.ToolTipText, "sheet"),
        (role.Light, "sheet"),
        (role.Midlight, "tint"),
        (role.Mid, "line"),
        (role.Dark, "rule"),
        (role.Shadow, "rule"),
    ):
        palette.setColor(place, QColor(tokens[token]))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Text, QColor(tokens["text2"]))
    palette.setColor(QPalette.ColorGroup.Disabled, role.ButtonText, QColor(tokens["text2"]))
    return palette


def _load_fonts() -> None:
    if "Inter" not in QFontDatabase.families():
        for weight in ("Regular", "Medium", "SemiBold"):
            QFontDatabase.addApplicationFont(str(places.resource(f"fonts/Inter-{weight}.ttf")))


def font(size: str | float = "base", weight: int = 400) -> QFont:
    """Inter with digits of one width; ``size`` is a key of ``POINTS`` or points already scaled; weight 400, 500 or 600.

    Do not change the answer.
    """
    return _font(worn().size(size) if isinstance(size, str) else size, weight)


@lru_cache(maxsize=4096)
def elided(text: str, width: int, size: str, weight: int, points: float) -> str:
    """``text``, cut with "…" to ``width`` pixels in ``font(size, weight)``; ``points`` is that of the theme in use."""
    made = _font(POINTS[size] * points / POINTS["base"], weight)
    return QFontMetrics(made).elidedText(text, Qt.TextElideMode.ElideRight, width)


@lru_cache(maxsize=64)
def _font(points: float, weight: int) -> QFont:
    made = QFont("Inter")
    made.setPointSizeF(points)
    made.setWeight(QFont.Weight(weight))
    made.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def colour(token: str) -> QColor:
    """The colour of a token in the theme in use; do not change the answer."""
    return _colour(worn().tokens[token])


@cache
def _colour(code: str) -> QColor:
    return QColor(code)


def ground(tone: str) -> str:
    """The token of the ground that belongs to ``tone``."""
    return {"primary": "soft", "text": "none_s", "text2": "none_s"}.get(tone, f"{tone}_s")


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two "#RRGGBB" colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(code: str) -> float:
    parts = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def drawing(name: str) -> str:
    """The SVG of an icon, with ``currentColor`` for its ink; FileNotFoundError when there is none of that name."""
    return places.resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _drawn(name: str, code: str, pixels: int, ratio: float) -> QPixmap:
    picture = QPixmap(QSize(pixels, pixels) * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing(name).replace("currentColor", code).encode())).render(
        painter, QRectF(0, 0, pixels, pixels)
    )
    painter.end()
    return picture


def pixmap(name: str, tone: str = "text2", pixels: int = 16, ratio: float = 2.0) -> QPixmap:
    """The icon ``name`` drawn in a token's colour, ``pixels`` wide, for a screen of ``ratio``."""
    return _drawn(name, worn().tokens[tone], pixels, ratio)


def paint_icon(painter: QPainter, name: str, tone: str, x: float, y: float, pixels: int = 16) -> None:
    """Draw an icon with its corner at ``x``, ``y``, sharp on the screen painted on."""
    device = painter.device()
    picture = pixmap(name, tone, pixels, device.devicePixelRatio() if device else 2.0)
    painter.drawPixmap(QRectF(x, y, pixels, pixels), picture, QRectF(picture.rect()))


def icon(name: str, tone: str = "text2", checked: str | None = None, pixels: int = 18) -> QIcon:
    """An icon for menus and tool buttons, in another tone when ``checked``; make it again after ``apply``."""
    made = QIcon(pixmap(name, tone, pixels))
    if checked:
        made.addPixmap(pixmap(name, checked, pixels), QIcon.Mode.Normal, QIcon.State.On)
    return made


def restyle(widget: QWidget) -> None:
    """Let the style sheet look at the properties of ``widget`` again."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()
