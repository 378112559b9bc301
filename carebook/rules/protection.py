"""Protection in restricted cases (Luật Phòng, chống bạo lực gia đình 13/2022/QH15): the case, bans, safety plan, who needs to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

from carebook.dates import written
from carebook.records.codes import Limit
from carebook.records.episodes import Episode
from carebook.records.protection import CaseAccess, ContactBan, ProtectionCase, SafetyPlan
from carebook.rules.admission import emergency_until
from carebook.rules.intake import too_long
from carebook.rules.names import tone_normalised
from carebook.rules.problem import Problem, warning
from carebook.words import Message, message

EARLIEST = 1990
EMERGENCY = "emergency"
SHORTEST_PLACE = 4  # letters; a shorter name stands in too many sentences
_UNITS = {"days": "days", "months": "months", "years": "years"}


@dataclass(frozen=True)
class StayClock:
    """How long a stay under emergency protection may still last (NĐ 20/2021 khoản 4 Điều 24)."""

    since_on: date
    until_on: date
    extended: bool

    def days_left(self, today: date) -> int:
        """Days from today to the last one; negative when it has passed."""
        return (self.until_on - today).days


def stay_clock(stay: Episode, limits: Sequence[Limit]) -> StayClock | None:
    """The clock of a stay; None when it is not under emergency protection, or has ended."""
    if stay.route != EMERGENCY or stay.end_on is not None:
        return None
    by_law = emergency_until(stay.start_on, limits)
    return StayClock(stay.start_on, stay.stay_extended_to or by_law, stay.stay_extended_to is not None)


def last_day_of_ban(from_on: date, limit: Limit) -> date:
    """The last day a ban that begins on ``from_on`` can have; ``limit`` is what its kind allows."""
    return from_on + relativedelta(**{_UNITS[limit.unit]: limit.value})  # type: ignore[arg-type]


def needs_to_know(access: CaseAccess, day: date) -> bool:
    """Whether a row of the list of who needs to know is in force on a day."""
    return (
        not access.is_withdrawn
        and access.from_on is not None
        and access.from_on <= day
        and (access.to_on is None or day <= access.to_on)
    )


def problems_in_case(case: ProtectionCase, *, stay: Episode, today: date) -> list[Problem]:
    """Errors and warnings of what is known of the violence."""
    found = [*_day(case.opened_on, "opened_on", stay, today, message("Write on which day the case was opened."))]
    if not case.kinds:
        found.append(Problem("kinds", message("Choose at least one kind of violence.")))
    if case.reported_on is not None and case.reported_on > today:
        found.append(Problem("reported_on", message("{day} lies in the future.", day=written(case.reported_on))))
    if case.reported_on is not None and not case.reported_to.strip():
        found.append(Problem("reported_to", message("Write to whom it was reported.")))
    return [*found, *too_long(case, ("told", "reported_to"))]


def problems_in_ban(ban: ContactBan, *, today: date, limit: Limit | None = None) -> list[Problem]:
    """Errors and warnings of an order that bans contact; longer than its kind allows is warned about with the law."""
    found = too_long(ban, ("against", "issuer", "number"))
    if not ban.against.strip():
        found.append(Problem("against", message("Write against whom the ban is.")))
    for name, words in (
        ("from_on", message("Write from which day the ban holds.")),
        ("to_on", message("Write to which day the ban holds.")),
    ):
        day = getattr(ban, name)
        if day is None:
            found.append(Problem(name, words))
        elif not EARLIEST <= day.year <= today.year + 5:
            found.append(Problem(name, message("The year {year} cannot be meant. Check it.", year=day.year)))
    if ban.from_on is None or ban.to_on is None:
        return found
    if ban.to_on < ban.from_on:
        said = message(
            "{day} lies before the ban begins ({start}).", day=written(ban.to_on), start=written(ban.from_on)
        )
        found.append(Problem("to_on", said))
    elif limit is not None and ban.to_on > (last := last_day_of_ban(ban.from_on, limit)):
        said = message("Such a ban holds to {day} at the latest ({basis}).", day=written(last), basis=limit.basis)
        found.append(warning("to_on", said))
    return found


def problems_in_safety_plan(plan: SafetyPlan, *, stay: Episode, today: date) -> list[Problem]:
    """Errors and warnings of a safety plan."""
    texts = ("signs", "ways_out", "whom_to_call", "code_word", "children", "things")
    found = [*_day(plan.made_on, "made_on", stay, today, message("Write on which day the plan was made."))]
    if not plan.ways_out.strip() and not plan.whom_to_call.strip():
        found.append(Problem("ways_out", message("Write a way out, or whom to call.")))
    if plan.made_on is not None and plan.review_on is not None and plan.review_on < plan.made_on:
        said = message(
            "{day} lies before the plan was made ({made}).", day=written(plan.review_on), made=written(plan.made_on)
        )
        found.append(Problem("review_on", said))
    return [*found, *too_long(plan, texts)]


def problems_in_access(access: CaseAccess, *, today: date, known: Iterable[CaseAccess] = ()) -> list[Problem]:
    """What stands against letting somebody know of a restricted stay; ``known`` are the rows of its list."""
    found = too_long(access, ("why",))
    if not access.staff_member_id:
        found.append(Problem("staff_member_id", message("Choose who needs to know.")))
    if not access.why.strip():
        found.append(Problem("why", message("Write why they need to know.")))
    if access.from_on is None:
        found.append(Problem("from_on", message("Write from which day on they need to know.")))
    elif access.to_on is not None and access.to_on < access.from_on:
        said = message("{day} lies before {start}.", day=written(access.to_on), start=written(access.from_on))
        found.append(Problem("to_on", said))
    open_rows = [one for one in known if one.id != access.id and needs_to_know(one, today)]
    if any(one.staff_member_id == access.staff_member_id for one in open_rows):
        found.append(Problem("staff_member_id", message("They are on the list already.")))
    return found


def tells_place(record: object, names: Iterable[str], places: Iterable[str]) -> list[Problem]:
    """Texts of a restricted case that tell where the shelter is: its address, or the name of a hidden ward."""
    wanted = [folded for place in places if len(folded := tone_normalised(place)) >= SHORTEST_PLACE]
    return [
        Problem(name, message("The place of the shelter is not written here; leave it out."))
        for name in names
        if any(place in tone_normalised(getattr(record, name)) for place in wanted)
    ]


def _day(day: date | None, name: str, stay: Episode, today: date, missing: Message) -> Iterator[Problem]:
    if day is None:
        yield Problem(name, missing)
    elif day.year < EARLIEST:
        yield Problem(name, message("The year {year} cannot be meant. Check it.", year=day.year))
    elif day > today:
        yield Problem(name, message("{day} lies in the future.", day=written(day)))
    elif day < stay.start_on:
        said = message("{day} lies before the stay began ({start}).", day=written(day), start=written(stay.start_on))
        yield warning(name, said)
