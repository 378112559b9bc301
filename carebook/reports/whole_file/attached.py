"""Files that are kept with a person, as pages of paper: pictures drawn on a sheet, PDFs as they are."""

from __future__ import annotations

import io

from PIL import Image, ImageOps
from reportlab.platypus import Image as Picture

from carebook.records.people import Attachment
from carebook.reports.paper import page, text
from carebook.reports.paper.page import LANDSCAPE, PORTRAIT
from carebook.reports.whole_file.binding import Locked, Unreadable, bind, page_count

_PDF_WITHIN = 1024  # bytes in which a PDF says that it is one
_FINE = 300  # dots an inch: more is not seen on paper
_POINTS = 72
_TITLE_ROOM = 40.0  # points over the picture
_QUALITY = 88


class NotPrintable(Exception):
    """A file that cannot stand on paper; its text says why, in Vietnamese."""


def sheets_of(attachment: Attachment, content: bytes | None) -> bytes:
    """The file as a PDF; raises `NotPrintable` for what is neither a picture nor a PDF, or cannot be read."""
    if content is None:
        raise NotPrintable("nội dung tệp không có trong sổ")
    if b"%PDF-" in content[:_PDF_WITHIN]:
        try:
            bind(
                [content], [""] * page_count(content)
            )  # what cannot be taken over is found out here, not when all is bound
        except Locked:
            raise NotPrintable("tệp PDF có mật khẩu") from None
        except Unreadable:
            raise NotPrintable("không đọc được tệp PDF") from None
        return content
    try:
        return _drawn(attachment, content)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):  # what broken pictures raise
        raise NotPrintable("tệp không phải ảnh hoặc PDF, hoặc không đọc được") from None


def _drawn(attachment: Attachment, content: bytes) -> bytes:
    """A picture on a sheet that lies as the picture does, under its title."""
    with Image.open(io.BytesIO(content)) as found:
        upright = ImageOps.exif_transpose(found)
        seen = Image.new("RGB", upright.size, "white")
        seen.paste(upright, mask=upright.getchannel("A") if "A" in upright.getbands() else None)
    sheet, way = (LANDSCAPE, "landscape") if seen.width > seen.height else (PORTRAIT, "portrait")
    across, down = sheet.width, sheet.height - _TITLE_ROOM
    most = int(max(across, down) / _POINTS * _FINE)
    seen.thumbnail((most, most))
    kept = io.BytesIO()
    seen.save(kept, "JPEG", quality=_QUALITY)
    scale = min(across / seen.width, down / seen.height, 1.0)
    picture = Picture(io.BytesIO(kept.getvalue()), seen.width * scale, seen.height * scale)
    return page.build([text.paragraph(attachment.title, text.NOTE), picture], title=attachment.title, way=way).pdf
