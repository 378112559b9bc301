"""A paper on screen, drawn as it will be printed: turned over, searched, printed."""

from carebook.ui.parts.preview.view import PdfPreview

__all__ = ["PdfPreview"]
