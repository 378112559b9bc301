"""Communes to choose from: those of the province the center's people come from; everywhere a name may stand twice."""

from __future__ import annotations

from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices


def communes_near(desk: Desk, province: str, kept: str | None = None) -> Choices:
    """The communes of a province, with "" of that in which the center lies; of all of them, each with its province, where
    neither is known. ``kept`` is always among them.
    """
    found = desk.codes.choices("commune", desk.today())
    home = province or _province_of_center(desk)
    near = [(one.code, one.text) for one in found if one.group == home]
    if not near:
        provinces = dict(desk.choices("province"))
        return [(one.code, f"{one.text} · {provinces.get(one.group, one.group)}") for one in found]
    if kept and kept not in dict(near):
        near.append((kept, desk.words("commune", kept)))
    return near


def _province_of_center(desk: Desk) -> str:
    """The code of the province whose name stands in that of the managing agency, or in the address; "" for none."""
    told = f"{desk.facility.parent_agency} {desk.facility.address}"
    return next((one.code for one in desk.codes.choices("province", desk.today()) if one.text in told), "")
