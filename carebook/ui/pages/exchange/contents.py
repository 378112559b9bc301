"""What a signed report holds, in words, from the data inside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from carebook.money import number
from carebook.words import _, pgettext


@dataclass(frozen=True)
class Contents:
    """What a signed report holds, in words: which report, of whom, and its main numbers."""

    title: str
    facility: str
    figures: tuple[tuple[str, str], ...]


def contents_of(report: dict[str, Any]) -> Contents:
    """The facts of the data inside a signed report; what is missing or of another kind reads "–"."""
    about = report.get("report") or {}
    period = (about.get("period") or {}).get("words", "–")
    title = _("Report of {month}, version {n}").format(month=period, n=about.get("version", "–"))
    if report.get("number"):
        title += " · " + _("number {number}").format(number=report["number"])
    facility = " · ".join(
        words for key in ("name", "parent_agency") if (words := (about.get("facility") or {}).get(key))
    )
    b01 = (report.get("tables") or {}).get("B01") or {}
    columns = list(b01.get("columns") or ())
    total: list[Any] = next((r["values"] for r in b01.get("rows") or () if r.get("code") == "total"), [])
    values = dict(zip(columns, total, strict=False))

    def some(prefix: str) -> str:
        found = [value for code, value in values.items() if code.startswith(prefix)]
        return number(sum(found)) if found and None not in found else "–"

    def one(code: str) -> str:
        value = values.get(code)
        return number(value) if isinstance(value, int) else "–"

    return Contents(
        title,
        facility or "–",
        (
            (_("Tables"), ", ".join(sorted(report.get("tables") or ())) or "–"),
            (pgettext("figures", "Opening"), one("opening")),
            (pgettext("figures", "In"), some("in_")),
            (pgettext("figures", "Out"), some("out_")),
            (pgettext("figures", "Closing"), one("closing")),
        ),
    )
