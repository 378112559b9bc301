"""A square code that a camera reads."""

from __future__ import annotations

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing


def square(content: str, side: float, *, border: int = 4) -> Drawing:
    """``content`` as a QR code that reads with 15 % of it lost; ``border`` is the white around it, in its own small squares."""
    widget = QrCodeWidget(content, barLevel="M", barBorder=border)
    left, bottom, right, top = widget.getBounds()
    drawing = Drawing(side, side, transform=[side / (right - left), 0, 0, side / (top - bottom), 0, 0])
    drawing.add(widget)
    return drawing
