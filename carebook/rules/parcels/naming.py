"""How the files that travel between books are named, so that the name says what is inside."""

from __future__ import annotations

from carebook.rules.search_words import fold

REPORT_SUFFIX = "_so-lieu.pdf"
DATA_SUFFIX = "_dong-bo.p7m"
RECEIPT_SUFFIX = "_giay-nhan.pdf"
RECEIPT_FOLDER = "giay-nhan"
"""Where receipts are laid beside the packages they answer."""


def report_name(symbol: str, period: str, version: int) -> str:
    """The ASCII name of a report's file, saying that it holds figures only: bao-cao-2026-10-b1_ttbtxh_so-lieu.pdf."""
    return _stem(symbol, period, version) + REPORT_SUFFIX


def data_name(symbol: str, period: str, version: int) -> str:
    """The ASCII name of a data package, saying that it holds rows and is encrypted: bao-cao-2026-10-b1_ttbtxh_dong-bo.p7m."""
    return _stem(symbol, period, version) + DATA_SUFFIX


def receipt_name(file_name: str) -> str:
    """The name of the receipt for a file: bao-cao-2026-10-b1_ttbtxh_so-lieu_giay-nhan.pdf."""
    stem, _point, end = file_name.rpartition(".")
    return (stem or end) + RECEIPT_SUFFIX


def is_receipt_name(file_name: str) -> bool:
    """Whether a file is named as a receipt."""
    return file_name.lower().endswith(RECEIPT_SUFFIX)


def is_data_name(file_name: str) -> bool:
    """Whether a file is named as an encrypted data package."""
    return file_name.lower().endswith(".p7m")


def _stem(symbol: str, period: str, version: int) -> str:
    folded = "".join(c for c in fold(symbol) if c.isascii() and (c.isalnum() or c == "-")) or "coso"
    return f"bao-cao-{period}-b{version}_{folded}"
