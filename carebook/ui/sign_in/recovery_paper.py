"""Prints the recovery code of a new book, once; the paper goes into the safe."""

from __future__ import annotations

from datetime import date
from html import escape

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.words import N_, _, speaking

LOST = N_("If both the passwords and this key are lost, nobody opens the book, not even who wrote the program.")


def paper_of(code: str, center: str, day: date) -> str:
    """The paper as rich text: whose book it opens, the code in numbered groups, how it is kept. Vietnamese always."""
    with speaking("vi"):
        groups = "".join(
            f"<td style='padding:6px 14px'><span style='font-size:9pt;color:#555'>{n}</span><br>"
            f"<span style='font-size:18pt'>{group}</span></td>" + ("</tr><tr>" if n % 3 == 0 else "")
            for n, group in enumerate(code.split("-"), 1)
        )
        return (
            f"<h1 style='font-size:20pt'>{escape(_('Recovery key of the book'))}</h1>"
            f"<p style='font-size:13pt'>{escape(center)}<br>{escape(dates.written(day))}</p>"
            f"<table border='1' cellspacing='0' style='font-family:monospace'><tr>{groups}</tr></table>"
            f"<p style='font-size:12pt'>{escape(_('Keep this paper in the safe. Whoever has it can open the book.'))}</p>"
            f"<p style='font-size:12pt'>{escape(_(LOST))}</p>"
        )


def print_paper(parent: QWidget, code: str, center: str, day: date) -> bool | None:
    """Ask for a printer and print; False when the person went back, None when the PC has no printer."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    if not QPrinterInfo.availablePrinters():
        return None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("CareBook")
    dialog = QPrintDialog(printer, parent)
    if not dialog.exec():
        return False
    document = QTextDocument()
    document.setHtml(paper_of(code, center, day))
    document.setPageSize(QSizeF(printer.pageRect(QPrinter.Unit.Point).size()))
    document.print_(printer)
    return True
