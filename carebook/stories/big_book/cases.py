"""The case files of the big book: forms 01 to 06 of one stay with its scale sheets and school years, written class by class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from carebook.records.assessments import Assessment, AssessmentKind, DomainRating, EligibilityCheck, NeedLevel
from carebook.records.care_plans import (
    Activity,
    CarePlan,
    DailyHelp,
    Goal,
    PlanDecision,
    PlanInForce,
    PlanReview,
    Risk,
)
from carebook.records.closures import Closure, ClosureParty, ClosureSignature
from carebook.records.conferences import Conference, ConferenceDecision, ConferenceFinding
from carebook.records.instruments import InstrumentScore, ItemAnswer
from carebook.records.intake import FormState, IntakeForm
from carebook.records.progress import ProgressLine, ProgressNote
from carebook.records.record import Record
from carebook.records.schooling import Schooling
from carebook.records.staff import Actor
from carebook.store import instruments
from carebook.store.book import Writer, new_id
from carebook.stories.big_book import following, plans
from carebook.stories.big_book.staying import DAY, Staying
from carebook.stories.clock import Days

DOMAINS = (
    *("health", "education_work", "livelihood", "relations", "life_skills", "participation", "psychology", "other"),
)
_SCALE = "barthel"
_SHEET_DAYS, _SHEETS_FOR_DAYS = 91, 5 * 365
_SITUATIONS = (
    "Đi lại phải vịn, ăn uống tự làm được, đêm ngủ ngắt quãng.",
    "Ít nói, thích ngồi ở hiên, nhớ tên người cùng phòng.",
    "Tay yếu sau tai biến, mặc áo cần người giúp.",
    "Sức khỏe ổn định, uống thuốc đều theo đơn.",
)
# What is named by others is written before them.
_ORDER: tuple[type[Record], ...] = (
    *(IntakeForm, Assessment, DomainRating, EligibilityCheck, InstrumentScore, ItemAnswer),
    *(CarePlan, PlanInForce, PlanDecision, Goal, Activity, Risk, DailyHelp, PlanReview),
    *(ProgressNote, ProgressLine, Conference, ConferenceFinding, ConferenceDecision),
    *(Closure, ClosureSignature, Schooling),
)


def write_cases(writer: Writer, files: Sequence[Sequence[Record]]) -> None:
    """Write case files in one transaction, with the instrument their sheets were filled with."""
    instruments.keep_file(writer, instruments.shipped()[_SCALE])
    rows: dict[type[Record], list[Record]] = defaultdict(list)
    for file in files:
        for record in file:
            rows[type(record)].append(record)
    for cls in _ORDER:
        writer.add_many(rows.pop(cls, ()))
    if rows:
        raise LookupError(", ".join(sorted(cls.__name__ for cls in rows)))


@dataclass(frozen=True)
class CaseFiles:
    """Invents case files; the same ``rng`` gives the same ones. ``head`` is who approves plans and types notes."""

    rng: Random
    days: Days
    head: Actor

    def of(self, stay: Staying) -> list[Record]:
        """Everything the case of one stay left behind."""
        assessed = list(self._assessments(stay))
        given = [one for one in assessed if isinstance(one, Assessment)]
        written = plans.plans_of(self.rng, stay, given, self.head, self.days.today)
        goals = [one for one in written if isinstance(one, Goal)]
        found = [*assessed, *written]
        found += following.notes_of(self.rng, stay, goals, self.head.account_id)
        if stay.is_old and stay.here:
            found += self._sheets(stay)
        if stay.category.startswith("child"):
            found += _school_years(stay)
        if stay.here:
            found += [*self._beginning(stay), *following.lines_of(self.rng, stay, self.days)]
            found += following.conference(stay, self.days.back(self.rng.randint(30, 700)))
        else:
            found += self._closing(stay)
        return found

    def _beginning(self, stay: Staying) -> Iterator[Record]:
        yield IntakeForm(
            episode_id=stay.id,
            state=FormState.COMPLETED,
            admission_reason="Không còn ai chăm sóc ở nhà.",
            needs="Chỗ ở ổn định, được chăm sóc hằng ngày.",
            illness=self.rng.choice(_SITUATIONS),
            collected_on=stay.first + 3 * DAY,
            collector_id=stay.worker_id,
        )
        yield EligibilityCheck(
            episode_id=stay.id,
            state=FormState.COMPLETED,
            checked_on=stay.first + 10 * DAY,
            checker_id=stay.worker_id,
            criteria=("long_term", "qualified"),
            service_mode="long_term",
            eligible=True,
        )

    def _assessments(self, stay: Staying) -> Iterator[Record]:
        """A finished assessment every year, each with its eight ratings."""
        day = min(stay.first + self.rng.randint(5, 40) * DAY, stay.last)
        kind = AssessmentKind.INITIAL
        while day <= stay.last:
            made = Assessment(
                id=new_id(),
                episode_id=stay.id,
                kind=kind,
                state=FormState.COMPLETED,
                assessed_on=day,
                assessor_id=stay.worker_id,
                summary="Cần chăm sóc lâu dài; giữ sức khỏe và liên lạc với người thân.",
                next_on=day + timedelta(days=365),
            )
            yield made
            levels = self.rng.choices(tuple(NeedLevel), (3, 4, 3, 1), k=len(DOMAINS))
            for place, (domain, level) in enumerate(zip(DOMAINS, levels, strict=True), 1):
                yield DomainRating(
                    episode_id=stay.id,
                    assessment_id=made.id,
                    domain=domain,
                    level=level,
                    situation=self.rng.choice(_SITUATIONS),
                    strengths="Hợp tác, quen nếp sinh hoạt của trung tâm.",
                    priority=place,
                    services=("nurture", "primary_health"),
                )
            kind = AssessmentKind.PERIODIC
            day += self.rng.randint(350, 372) * DAY

    def _sheets(self, stay: Staying) -> Iterator[Record]:
        """A scale sheet every quarter of the last five years, item by item; strength comes and goes."""
        instrument = instruments.shipped()[_SCALE].instrument
        strength = self.rng.uniform(0.4, 1.0)
        day = max(stay.first, stay.last - _SHEETS_FOR_DAYS * DAY) + self.rng.randint(5, 60) * DAY
        while day <= stay.last:
            score = InstrumentScore(
                id=new_id(),
                episode_id=stay.id,
                instrument=instrument.code,
                file_version=instrument.version,
                state=FormState.COMPLETED,
                scored_on=day,
                done_by_id=stay.worker_id,
            )
            yield score
            for item in instrument.items:
                part = min(1.0, max(0.0, strength + self.rng.uniform(-0.2, 0.2)))
                place = round(part * (len(item.choices) - 1))
                value = float(item.choices[place].value)
                yield ItemAnswer(episode_id=stay.id, score_id=score.id, item=item.code, value=value)
            strength = min(1.0, max(0.1, strength + self.rng.uniform(-0.08, 0.07)))
            day += _SHEET_DAYS * DAY

    def _closing(self, stay: Staying) -> Iterator[Record]:
        """Form 06 on the last day, for every third after a meeting."""
        conference_id = None
        if self.rng.random() < 1 / 3:
            meeting, *rest = following.conference(stay, max(stay.first, stay.last - 14 * DAY))
            conference_id = meeting.id
            yield from (meeting, *rest)
        form = Closure(
            id=new_id(),
            episode_id=stay.id,
            state=FormState.COMPLETED,
            reason=stay.episode.end_reason,
            closed_on=stay.last,
            closer_id=stay.worker_id,
            course="Được chăm sóc theo kế hoạch từ ngày vào đến ngày kết thúc.",
            results="Các mục tiêu chính đạt hoặc đạt một phần.",
            conference_id=conference_id,
            no_conference_because="" if conference_id else "Kết thúc theo quyết định, không cần họp.",
        )
        yield form
        for party in ClosureParty:
            yield ClosureSignature(episode_id=stay.id, closure_id=form.id, party=party, signed_on=stay.last)


def _school_years(stay: Staying) -> Iterator[Record]:
    """Every school year of the stay from the age of six to eighteen."""
    for year in range(stay.first.year, stay.last.year + 1):
        age = year - stay.birthday.year
        begins, ends = date(year, 9, 5), date(year + 1, 5, 31)
        if not 6 <= age < 18 or begins > stay.last or ends < stay.first:
            continue
        level = "primary" if age < 11 else "lower_secondary" if age < 15 else "upper_secondary"
        yield Schooling(
            person_id=stay.episode.person_id,
            school_year=f"{year}-{year + 1}",
            level=level,
            school="Trường ở phường",
            class_name=f"{age - 5}A",
            from_on=begins,
            to_on=ends if ends <= stay.last else None,
            result="fair" if ends <= stay.last else None,
        )
