"""What the page of packages asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from carebook.records.packages import Package
from carebook.rules.dated import limit_on
from carebook.rules.packages import Step, is_low
from carebook.store import code_lists
from carebook.store.book import Reader
from carebook.store.drafts import Draft, own_drafts
from carebook.store.packages import PackageRow, open_packages, package_file, pathway, stays_for_packages
from carebook.store.programmes import programmes
from carebook.ui.parts.fields import Choices

FORM = "package"
END_FORM = "package_end"
LOOKS_BACK = timedelta(days=366)
"""For so long after its end a package stands among the ended ones."""


@dataclass(frozen=True)
class Packages:
    """Every package with what is left of it; from ``low`` sessions left on somebody must talk with the family.

    ``drafts`` are the asker's own.
    """

    rows: tuple[PackageRow, ...]
    low: int
    stays: Choices
    programmes: Choices
    drafts: tuple[Draft, ...]

    def is_low(self, row: PackageRow) -> bool:
        """Whether so few sessions are left that it must be told."""
        return row.ended_on is None and is_low(row.left, self.low)

    def row(self, package_id: str) -> PackageRow | None:
        """One of them."""
        return next((row for row in self.rows if row.id == package_id), None)


@dataclass(frozen=True)
class Opened:
    """One package with its way; the package is None where the asker may not see it."""

    package: Package | None
    steps: tuple[Step, ...] = ()


def packages(reader: Reader, today: date, *, episode_id: str = "") -> Packages:
    """The packages of everybody with those that ended lately, or all of one stay."""
    since = date.min if episode_id else today - LOOKS_BACK
    rows = open_packages(reader, today, ended_since=since)
    return Packages(
        tuple(row for row in rows if episode_id in ("", row.episode_id)),
        limit_on(code_lists.limits(reader), "package_low", today).value,
        stays_for_packages(reader, today),
        [(one.id, one.name) for one in programmes(reader)],
        tuple(one for one in own_drafts(reader) if one.form in (FORM, END_FORM)),
    )


def opened(reader: Reader, row: PackageRow, today: date) -> Opened:
    """One package to be shown whole."""
    file = package_file(reader, row.id)
    if file is None:
        return Opened(None)
    return Opened(file.package, pathway(reader, row.episode_id, row.id, today=today))
