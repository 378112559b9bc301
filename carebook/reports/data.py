"""The figures of a report as bytes for machines: canonical JSON, its hash, and the short code printed on every page."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from carebook.records.figures import figures_of
from carebook.records.signing import HEAD, PLACES_KEY, PREPARER, SEAL, SIGNERS_KEY, SignaturePlace
from carebook.reports.monthly import MonthlyReport

SCHEMA = "carebook-report-1"
_FIGURES = ("schema", "report", "tables", "estimates")
"""The parts of the signed data that are the figures; the rest is about their paper."""


def canonical(data: Mapping[str, Any]) -> bytes:
    """JSON that is the same bytes for the same data: sorted keys, no spaces, UTF-8 in NFC."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text).encode()


def sha256(content: bytes) -> str:
    """The SHA-256 of ``content`` in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def short_code(digest: str) -> str:
    """The first 64 bits of a hexadecimal hash for the eye: "3F2A 91BC 77D0 04EE"."""
    letters = digest[:16].upper()
    return " ".join(letters[n : n + 4] for n in range(0, 16, 4))


def figures(report: MonthlyReport) -> dict[str, Any]:
    """What is fixed when a period is closed: facility, period, version and every figure; no person, number or date of issue."""
    return {
        "schema": SCHEMA,
        "report": {
            "kind": report.kind.value,
            "version": report.version,
            "facility": {
                "name": report.letterhead.issuer,
                "parent_agency": report.letterhead.superior,
                "symbol": report.letterhead.symbol,
                "sample": report.letterhead.is_sample,
            }
            | ({"id": report.facility_id} if report.facility_id else {})
            | ({"root": report.root} if report.root else {}),
            "period": {
                "words": report.period,
                "first_on": report.first_on.isoformat(),
                "last_on": report.last_on.isoformat(),
            },
            "cutoff_on": report.cutoff_on.isoformat(),
        },
        "tables": figures_of(report.tables),
    } | _estimates(report)


def _estimates(report: MonthlyReport) -> dict[str, Any]:
    """What was estimated to the end of the period, when something was: ``{"estimates": {"B01.total.closing": 12}}``."""
    numbers = {".".join(place): value for place, value in report.estimated.numbers.items()}
    return {"estimates": numbers} if numbers else {}


def figures_hash(report: MonthlyReport) -> str:
    """The hash of ``figures``: what ties paper, PDF and closed period together."""
    return sha256(canonical(figures(report)))


def is_hash_right(signed: Mapping[str, Any]) -> bool:
    """Whether the hash a report's signed data give for their figures is that of these figures."""
    return bool(signed.get("figures_sha256") == sha256(canonical({k: signed[k] for k in _FIGURES if k in signed})))


def attachment(report: MonthlyReport, places: Sequence[SignaturePlace]) -> bytes:
    """The canonical JSON that travels inside the PDF: the figures and their hash, number and date, who must sign in which order."""
    dated_on = report.numbering.dated_on
    roles = sorted((place.role for place in places), key=(PREPARER, HEAD, SEAL).index)
    names = {PREPARER: report.preparer.name, HEAD: report.head.name, SEAL: report.letterhead.issuer}
    return canonical(
        figures(report)
        | {
            "figures_sha256": figures_hash(report),
            "page_code": report.page_code,
            "number": report.numbering.number,
            "dated_on": dated_on.isoformat() if dated_on else None,
            PLACES_KEY: roles,
            SIGNERS_KEY: {role: names[role] for role in roles if names.get(role)},
        }
    )
