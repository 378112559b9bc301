"""What a signed file holds, in words, from the data inside it: a report, a data package, or a receipt."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from carebook import dates
from carebook.money import number
from carebook.rules.parcels import Answer, DataPackage, NotAParcel, answer_of, data_package_of
from carebook.rules.periods import said
from carebook.words import _, pgettext


@dataclass(frozen=True)
class Contents:
    """What a signed file holds, in words: which report, of whom, and its main numbers; of a receipt, what it answers.

    ``answers`` says that it is a receipt, which the book may take.
    """

    title: str
    facility: str
    figures: tuple[tuple[str, str], ...]
    answers: bool = False


def contents_of(report: dict[str, Any]) -> Contents:
    """The facts of the data inside a signed file; what is missing or of another kind reads "–"."""
    with suppress(NotAParcel):
        return _receipt(answer_of(report))
    with suppress(NotAParcel):
        return _rows(data_package_of(report))
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


def _receipt(answer: Answer) -> Contents:
    at = answer.received_at
    when = f"{dates.clock(at)} {dates.written(dates.today_in_vietnam(at))}"
    reason = ((_("Reason"), answer.reason),) if answer.reason else ()
    result = pgettext("receipt", "Received") if answer.taken else _("Not taken")
    facts = ((_("File"), answer.file_name), (_("Received at"), when), (_("Result"), result), *reason)
    return Contents(_("Receipt for a package"), answer.receiver, facts, answers=True)


def _rows(package: DataPackage) -> Contents:
    title = _("Data package of {month}, version {n}").format(month=said(package.period), n=package.version)
    named = sum(not person.alias for person in package.people)
    facts = (
        (_("Encrypted for"), package.receiver),
        (pgettext("of a data package", "Rows"), number(len(package.people))),
        (_("Rows with a name"), number(named)),
    )
    return Contents(title, package.facility, facts)
