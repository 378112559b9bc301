"""The assessment of a family: what its scorecard comes to, what is wrong with it, what it lacks, and its red flags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from carebook.dates import written
from carebook.records.codes import Code
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.rules.intake import too_long
from carebook.rules.problem import Problem, warning
from carebook.words import message

_TEXTS = (
    *("present", "household", "housing", "livelihood", "who_cares", "risk_of_harm"),
    *("commune_opinion", "commune_by", "conclusion"),
)


# the scorecard


@dataclass(frozen=True)
class Rated:
    """What a scorecard comes to: its sum out of ``most`` points, how many of its criteria are rated, the band of a whole
    one, and the red flags nobody cleared yet.
    """

    total: int
    most: int
    rated: int
    of: int
    band: Code | None
    flags: tuple[FamilyRating, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every criterion has its points; a part of a card has no band."""
        return self.rated == self.of


def levels_of(criterion: Code) -> tuple[str, ...]:
    """The words of 0, 1, 2 … points."""
    return tuple(criterion.extra.get("levels", ()))


def may_be_flagged(criterion: Code) -> bool:
    """Whether a red flag can stand at the criterion."""
    return bool(criterion.extra.get("red_flag", False))


def total(ratings: Iterable[FamilyRating]) -> int:
    """The sum of the points given; what is not rated adds nothing."""
    return sum(one.score or 0 for one in ratings)


def band_of(total: int, bands: Sequence[Code]) -> Code | None:
    """The band with the highest beginning (``from``) that the sum reaches; None below all of them."""
    reached = [band for band in bands if int(band.extra.get("from", 0)) <= total]
    return max(reached, key=lambda band: int(band.extra.get("from", 0)), default=None)


def open_red_flags(ratings: Iterable[FamilyRating]) -> tuple[FamilyRating, ...]:
    """The red flags nobody cleared; each stops the path home."""
    return tuple(one for one in ratings if one.red_flag and one.cleared_on is None and not one.is_withdrawn)


def rated(ratings: Sequence[FamilyRating], criteria: Sequence[Code], bands: Sequence[Code]) -> Rated:
    """What the ratings come to by the criteria of a day."""
    asked = {criterion.code for criterion in criteria}
    counted = [one for one in ratings if one.criterion in asked and one.score is not None]
    whole = len(counted) == len(asked)
    summed = total(counted)
    return Rated(
        total=summed,
        most=sum(max(0, len(levels_of(criterion)) - 1) for criterion in criteria),
        rated=len(counted),
        of=len(asked),
        band=band_of(summed, bands) if whole and asked else None,
        flags=open_red_flags(ratings),
    )


# what no saved sheet may hold


def problems_in_assessment(
    assessment: FamilyAssessment,
    ratings: Sequence[FamilyRating],
    criteria: Sequence[Code],
    *,
    since: date,
    today: date,
) -> list[Problem]:
    """What is impossible or unusual about an assessment of a path begun on ``since``, finished or not.

    Fields of the sheet bear their own names, those of a criterion "ratings.safety.remark".
    """
    found = list(_in_days(assessment, since, today))
    found += too_long(assessment, _TEXTS)
    by_code = {criterion.code: criterion for criterion in criteria}
    for one in ratings:
        found += [replace(p, field=f"ratings.{one.criterion}.{p.field}") for p in _in_rating(one, by_code)]
    return found


def _in_days(assessment: FamilyAssessment, since: date, today: date) -> Iterator[Problem]:
    for name in ("visited_on", "commune_on"):
        day = getattr(assessment, name)
        if day is not None and day > today:
            yield Problem(name, message("{day} lies in the future.", day=written(day)))
        elif day is not None and day < since:
            said = message("{day} lies before the way home began ({start}).", day=written(day), start=written(since))
            yield warning(name, said)


def _in_rating(one: FamilyRating, criteria: dict[str, Code]) -> Iterator[Problem]:
    criterion = criteria.get(one.criterion)
    if criterion is None:
        yield Problem("score", message("The scorecard has no criterion “{code}”.", code=one.criterion))
        return
    highest = len(levels_of(criterion)) - 1
    if one.score is not None and not 0 <= one.score <= highest:
        yield Problem("score", message("Points go from 0 to {highest}.", highest=highest))
    if one.red_flag and not may_be_flagged(criterion):
        yield Problem("red_flag", message("No red flag stands at this criterion."))
    yield from too_long(one, ("remark",))


# what must be there before the sheet is completed and frozen


def problems_before_completing(
    assessment: FamilyAssessment,
    ratings: Sequence[FamilyRating],
    criteria: Sequence[Code],
    *,
    since: date,
    today: date,
) -> list[Problem]:
    """`problems_in_assessment`, and what a completed assessment says: every criterion, the visit, who will care, each red flag."""
    found = problems_in_assessment(assessment, ratings, criteria, since=since, today=today)
    if assessment.visited_on is None:
        found.append(Problem("visited_on", message("Write the day of the visit.")))
    if not assessment.visitor_id:
        found.append(Problem("visitor_id", message("Choose who visited the family.")))
    there = {one.criterion: one for one in ratings}
    for criterion in criteria:
        found += _missing(criterion, there.get(criterion.code))
    if not assessment.who_cares.strip():
        found.append(Problem("who_cares", message("Write who will care for the person, by day and by night.")))
    if not assessment.commune_opinion.strip():
        found.append(warning("commune_opinion", message("The opinion of the commune is not written down yet.")))
    elif not assessment.commune_by.strip() or assessment.commune_on is None:
        found.append(warning("commune_by", message("Write who spoke for the commune, and on which day.")))
    return found


def _missing(criterion: Code, one: FamilyRating | None) -> Iterator[Problem]:
    field = f"ratings.{criterion.code}"
    if one is None or one.score is None:
        yield Problem(f"{field}.score", message("Not rated yet."))
        return
    if may_be_flagged(criterion) and one.score == 0 and not one.red_flag:
        yield Problem(f"{field}.red_flag", message("“{level}” is a red flag. Mark it.", level=levels_of(criterion)[0]))
    if one.red_flag and not one.remark.strip():
        yield Problem(f"{field}.remark", message("Write what the red flag is."))
