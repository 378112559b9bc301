"""How packages, their times and what became of them are said on the page."""

from __future__ import annotations

from carebook.records.receiving import ReceivedParcel
from carebook.rules.periods import said
from carebook.rules.receiving import DATA, UNKNOWN_SIGNER, Standing
from carebook.words import N_, Message, _

MARKS = {
    Standing.TAKEN: ("full", "ok"),
    Standing.SAME: ("dash", "text2"),
    Standing.OLDER: ("dash", "text2"),
    Standing.CONFLICT: ("square", "warn"),
    Standing.PARKED: ("ring", "warn"),
    Standing.REFUSED: ("cross", "danger"),
}
"""The mark of each standing."""

_MEANS = {
    Standing.TAKEN: N_("Its figures count."),
    Standing.SAME: N_("The same figures came in another file; they count once."),
    Standing.OLDER: N_("A later version counts in its place."),
    Standing.PARKED: N_("Compare the identity code with the paper report; until then none of its figures count."),
}


def title_of(parcel: ReceivedParcel) -> str:
    """What a package is: "Report of tháng 10/2026, version 1"; its file name where it could not be read."""
    if not parcel.period:
        return parcel.file_name
    pattern = (
        _("Data package of {month}, version {n}") if parcel.parcel_kind == DATA else _("Report of {month}, version {n}")
    )
    return pattern.format(month=said(parcel.period), n=parcel.report_version)


def meaning_of(parcel: ReceivedParcel, standing: Standing) -> str:
    """What it means for the figures, in one sentence: why a package was not taken, or that it counts."""
    if parcel.parcel_kind == DATA and standing is Standing.TAKEN:
        return _("Its people are compared with those of other centers.")
    if parcel.refused and not waits_for_paper(parcel, standing):
        return str(Message.from_json(parcel.refused))
    return _(_MEANS[standing]) if standing in _MEANS else ""


def waits_for_paper(parcel: ReceivedParcel, standing: Standing) -> bool:
    """Whether comparing the identity code with paper is what the package waits for."""
    return standing is Standing.PARKED and parcel.level == UNKNOWN_SIGNER
