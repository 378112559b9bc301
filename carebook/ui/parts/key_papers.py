"""Prints the keys that are kept on paper, once: the recovery key for the safe, and a paper for each custodian."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from carebook import dates
from carebook.words import N_, _, message, speaking

LOST = N_("If both the passwords and this key are lost, nobody opens the book, not even who wrote the program.")


def paper_of(code: str, center: str, day: date) -> str:
    """The recovery key's paper as rich text: whose book it opens, the code in numbered groups, how it is kept. Vietnamese always."""
    with speaking("vi"):
        keep = (_("Keep this paper in the safe. Whoever has it can open the book."), _(LOST))
        return _paper(_("Recovery key of the book"), (center,), code, day, keep)


def custodian_paper_of(paper: str, number: int, name: str, center: str, day: date) -> str:
    """A custodian's paper as rich text: who keeps it, which of which set it is, its groups, what it is for. Vietnamese always."""
    with speaking("vi"):
        which = str(message("Paper {number} of 3, set {mark}", number=number, mark=paper[:3]))
        keep = (
            _("This paper alone opens nothing; with the paper of one other custodian it does."),
            _("Keep it away from the book and from the other papers. Give it to nobody."),
            _("When newer papers are printed, destroy this one."),
        )
        return _paper(_("Custodian's paper"), (name, center, which), paper, day, keep)


def _paper(title: str, lines: Sequence[str], code: str, day: date, keep: Sequence[str]) -> str:
    groups = "".join(
        f"<td style='padding:6px 14px'><span style='font-size:9pt;color:#555'>{n}</span><br>"
        f"<span style='font-size:18pt'>{group}</span></td>" + ("</tr><tr>" if n % 3 == 0 else "")
        for n, group in enumerate(code.split("-"), 1)
    )
    heads = "<br>".join(escape(line) for line in (*lines, dates.written(day)))
    return (
        f"<h1 style='font-size:20pt'>{escape(title)}</h1><p style='font-size:13pt'>{heads}</p>"
        f"<table border='1' cellspacing='0' style='font-family:monospace'><tr>{groups}</tr></table>"
        + "".join(f"<p style='font-size:12pt'>{escape(line)}</p>" for line in keep)
    )


def print_papers(parent: QWidget, papers: Sequence[str]) -> bool | None:
    """Ask for a printer and print each paper on a page of its own.

    False when the person went back, None when the PC has no printer.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

    if not QPrinterInfo.availablePrinters():
        return None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName("CareBook")
    dialog = QPrintDialog(printer, parent)
    if not dialog.exec():
        return False
    document = QTextDocument()
    document.setHtml("<div style='page-break-after:always'></div>".join(papers))
    document.setPageSize(QSizeF(printer.pageRect(QPrinter.Unit.Point).size()))
    document.print_(printer)
    return True


def print_paper(parent: QWidget, code: str, center: str, day: date) -> bool | None:
    """Print the recovery key; as `print_papers`."""
    return print_papers(parent, [paper_of(code, center, day)])
