"""A path in a real book: begun, and brought as far as a test wants it, with everything in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from carebook.actions.reintegration import (
    check_readiness,
    decide_trial,
    move_path,
    record_carer_training,
    record_opinion,
    record_path_paper,
    report_trial,
    save_carer,
    save_support,
    start_path,
)
from carebook.dates import PartialDate
from carebook.records.conferences import Conference
from carebook.records.contacts import Contact
from carebook.records.episodes import Absence, AbsenceKind, Episode
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.intake import FormState
from carebook.records.record import Record
from carebook.records.reintegration import (
    Carer,
    CarerTraining,
    Opinion,
    PathPaper,
    ReadinessAnswer,
    Reintegration,
    Stage,
    Support,
    TrialDecision,
    TrialReport,
)
from carebook.records.staff import Actor
from carebook.rules.reintegration import PathFacts
from carebook.store.book import Book, new_id
from carebook.store.code_lists import codes
from carebook.store.reintegration import PathFile, path_facts, path_file
from tests import samples
from tests.actions.admissions import admit

TODAY = date(2026, 11, 22)
STARTED = date(2026, 6, 1)
SUOI = samples.person(code="", full_name="Từ Thị Suối", born=PartialDate("2018-07-16"))


@dataclass
class Way:
    """One path in a book, and who walks it."""

    book: Book
    by: Actor
    now: datetime
    stay: Episode
    path: Reintegration
    done: list[str] = field(default_factory=list)

    def do(self, deed: Callable[..., Any], *values: Any, **given: Any) -> Any:
        """Do a deed as the walker; its Change. ``done`` are the operations of those that were not refused."""
        change = deed(self.book, *values, **{"by": self.by, "now": self.now, "op": new_id()} | given)
        self.done.append(change.op)
        return change

    def own(self, cls: type[Any], **given: Any) -> Any:
        """A new row of this path."""
        return cls(episode_id=self.stay.id, reintegration_id=self.path.id, **given)

    def write(self, *rows: Record) -> list[Any]:
        """Rows of other subjects, written straight into the book."""
        with self.book.changing(self.by.account_id, self.now, new_id(), "test") as writer:
            return [writer.add(row) for row in rows]

    def facts(self) -> PathFacts:
        """What the rules look at now."""
        with self.book.looking(self.now) as reader:
            return path_facts(reader, self.path.id, TODAY)

    def file(self) -> PathFile:
        """Everything of the path as its walker may see it."""
        with self.book.reading_for(self.by, self.now) as reader:
            found = path_file(reader, self.path.id, TODAY)
        assert found is not None
        return found

    def to(self, stage: Stage, reason: str = "") -> Any:
        """Move the path."""
        return self.do(move_path, self.path.id, stage, reason=reason)

    def answer(self, answer: ReadinessAnswer = ReadinessAnswer.MET, *items: str) -> None:
        """Answer points of the check-list, all unless some are named."""
        with self.book.looking(self.now) as reader:
            points = items or [code.code for code in codes(reader, "readiness_item", TODAY)]
        self.do(check_readiness, self.path.id, dict.fromkeys(points, (answer, "")))

    def assess(self, score: int = 3, *, red_flag: bool = False, state: FormState = FormState.COMPLETED) -> list[Any]:
        """A family assessment with the same points everywhere; ``red_flag`` at safety. The assessment and its ratings."""
        (visit,) = self.write(
            self.own(
                FamilyAssessment, state=state, visited_on=date(2026, 10, 1), who_cares="Dì", commune_opinion="Đồng ý"
            )
        )
        with self.book.looking(self.now) as reader:
            criteria = [code.code for code in codes(reader, "family_criterion", TODAY)]
        ratings = self.write(
            *(
                FamilyRating(
                    episode_id=self.stay.id,
                    family_assessment_id=visit.id,
                    criterion=name,
                    score=score,
                    red_flag=red_flag and name == "safety",
                )
                for name in criteria
            )
        )
        return [visit, *ratings]

    def meet(self, held_on: date = TODAY) -> None:
        """A visit of the family."""
        self.write(Contact(episode_id=self.stay.id, held_on=held_on, name="Nịnh Thị Hợi"))

    def prepare(self) -> None:
        """Everything that is asked before the decision."""
        self.do(save_carer, self.own(Carer, full_name="Nịnh Thị Hợi", relation="aunt_uncle", chosen=True))
        self.do(record_opinion, self.own(Opinion, heard_on=TODAY, alone=True, words="Con muốn ở với dì."))
        self.answer()
        self.assess()
        self.write(Conference(episode_id=self.stay.id, held_on=TODAY, subject="Thống nhất"))
        self.do(save_support, self.own(Support, kind="livelihood", what="2 lợn giống"))
        self.do(record_carer_training, self.own(CarerTraining, given_on=TODAY))
        self.meet()
        self.meet(date(2026, 10, 5))

    def try_out(self, decision: TrialDecision = TrialDecision.GO_ON) -> None:
        """A trial stay that is over, told about and decided."""
        (absence,) = self.write(
            Absence(
                episode_id=self.stay.id,
                kind=AbsenceKind.TRIAL_STAY,
                from_on=date(2026, 11, 2),
                back_on=date(2026, 11, 9),
            )
        )
        told = self.own(TrialReport, absence_id=absence.id, client_report="Ngủ ngon", family_report="Ăn khỏe")
        report = self.do(report_trial, told).result
        self.do(decide_trial, report.id, decision, reason="Cả hai bên muốn")

    def settle_papers(self) -> None:
        """Every paper the destination asks for is there."""
        for paper in self.facts().papers:
            self.do(record_path_paper, self.own(PathPaper, paper=paper.code, dated_on=TODAY))

    def walk(self, last: Stage) -> None:
        """Go from the first stage to ``last`` with everything in place."""
        self.prepare()
        self.try_out()
        self.settle_papers()
        stages = self.facts().stages
        for stage in stages[1 : stages.index(last) + 1]:
            self.to(stage)


def begin(book: Book, by: Actor, now: datetime, **given: Any) -> Way:
    """A child of eight admitted on 05/01/2026 whose way home to her own family began on 01/06/2026."""
    stay = admit(book, by, now, person=replace(SUOI), category="child_orphan_both")[1]
    return begin_in(book, by, now, stay, **given)


def begin_in(book: Book, by: Actor, now: datetime, stay: Episode, **given: Any) -> Way:
    """A path of a stay."""
    path = Reintegration(
        episode_id=stay.id, **{"started_on": STARTED, "destination": "family", "wish": "Con muốn ở với dì."} | given
    )
    kept = start_path(book, path, by=by, now=now, op=new_id()).result
    return Way(book, by, now, stay, kept)
