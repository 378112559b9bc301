"""Pictures of a signature and of a seal for tests: PNG with see-through ground."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw


def png(picture: Image.Image, kind: str = "PNG") -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def blue_signature() -> bytes:
    """A blue stroke on see-through ground, 420 × 200 dots."""
    picture = Image.new("RGBA", (420, 200), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(10, 150), (120, 30), (190, 170), (410, 60)], fill=(20, 40, 160, 255), width=16)
    return png(picture)


def red_seal() -> bytes:
    """A red ring and star on see-through ground, 420 × 420 dots."""
    picture = Image.new("RGBA", (420, 420), (0, 0, 0, 0))
    drawing = ImageDraw.Draw(picture)
    drawing.ellipse((4, 4, 416, 416), outline=(200, 20, 20, 255), width=10)
    star = [(210, 110), (235, 185), (315, 185), (250, 230), (275, 305), (210, 258), (145, 305), (170, 230), (105, 185)]
    drawing.polygon([*star, (185, 185)], fill=(200, 20, 20, 220))
    return png(picture)
