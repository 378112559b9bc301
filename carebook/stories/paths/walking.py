"""How one way home is walked: its stages, what is recorded on each, the handover, the visits afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from carebook.actions.families import complete_family_assessment, save_family_assessment
from carebook.actions.follow_ups import receive_visit_report, record_visit
from carebook.actions.handovers import complete_handover, save_handover
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
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.follow_ups import FollowUp, RiskColour, VisitOwner, VisitState
from carebook.records.handovers import HandedKind, Handover, HandoverItem, HandoverParty, HandoverSignature
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
from carebook.stories.paths.telling import Paths, staff
from carebook.stories.stage import Stage as Scene

CRITERIA = (
    *("bond", "motive", "carer_health", "carer_skill", "income", "housing", "safety", "kin", "neighbours", "services"),
    *("understanding", "client"),
)
READINESS = (
    *(
        "wish",
        "cause",
        "no_abuser",
        "carer",
        "bed",
        "income",
        "services",
        "medicines",
        "station",
        "papers",
        "allowance",
    ),
    *("emergency", "trained", "best_interest"),
)


@dataclass(frozen=True)
class Walk:
    """The path of one person (``key``) led by ``who``."""

    paths: Paths
    key: str
    who: str

    @property
    def mark(self) -> str:
        """Under which the path is kept."""
        return f"path {self.key}"

    def begin(self, day: date, **facts: Any) -> None:
        """Somebody can go home."""
        path = Reintegration(episode_id="", started_on=day, **facts)
        self.paths.of_person(self.key, self.who, day, "08:30", start_path, path, self.mark, worker_id=staff(self.who))

    def move(self, day: date, stage: Stage, reason: str = "", clock: str = "15:00") -> None:
        """On to a stage from a day on."""

        def do(scene: Scene, by: Actor, now: datetime) -> None:
            move_path(scene.book, self.paths.kept[self.mark].id, stage, on=day, by=by, now=now, reason=reason)

        self.paths.then(self.key, self.who, day, clock, do)

    def add(
        self, deed: Any, day: date, record: Record, clock: str = "10:00", who: str = "", mark: str = "", **facts: Any
    ) -> None:
        """Any record of the path."""
        self.paths.of_person(
            *(self.key, who or self.who, day, clock, deed, record, mark),
            reintegration_id=lambda _scene: self.paths.kept[self.mark].id,
            **facts,
        )

    def carer(self, day: date, **facts: Any) -> None:
        """Who would take the person in, chosen."""
        carer = Carer(episode_id="", reintegration_id="", willing=True, able=True, chosen=True, **facts)
        self.add(save_carer, day, carer, "09:30", mark=f"carer {self.key}")

    def heard(self, day: date, words: str, of_whom: str = "client", name: str = "") -> None:
        """What somebody said, alone."""
        said = Opinion(
            episode_id="", reintegration_id="", of_whom=of_whom, name=name, heard_on=day, alone=True, words=words
        )
        self.add(record_opinion, day, said, "16:00", heard_by_id=staff(self.who))

    def answered(self, day: date, answers: Mapping[str, tuple[ReadinessAnswer, str]]) -> None:
        """Points of the check-list."""

        def do(scene: Scene, by: Actor, now: datetime) -> None:
            check_readiness(scene.book, self.paths.kept[self.mark].id, answers, by=by, now=now)

        self.paths.then(self.key, self.who, day, "11:00", do)

    def visited(
        self,
        day: date,
        scores: Sequence[int],
        flag: str = "",
        *,
        commune_by: str,
        commune: str,
        conclusion: str,
        **facts: Any,
    ) -> None:
        """A family assessment with its twelve points; ``flag`` is the remark of a red flag on safety."""

        def do(scene: Scene, by: Actor, now: datetime) -> None:
            path = self.paths.kept[self.mark]
            carer = self.paths.kept.get(f"carer {self.key}")
            assessment = FamilyAssessment(
                episode_id=path.episode_id,
                reintegration_id=path.id,
                carer_id=carer.id if carer else None,
                visited_on=day,
                visitor_id=scene.staff(self.who),
                commune_by=commune_by,
                commune_opinion=commune,
                commune_on=day,
                conclusion=conclusion,
                **facts,
            )
            ratings = [
                FamilyRating(
                    episode_id=path.episode_id,
                    family_assessment_id="",
                    criterion=criterion,
                    score=score,
                    red_flag=bool(flag) and criterion == "safety",
                    remark=flag if criterion == "safety" else "",
                )
                for criterion, score in zip(CRITERIA, scores, strict=True)
            ]
            kept = save_family_assessment(scene.book, assessment, ratings, by=by, now=now).result
            done = complete_family_assessment(scene.book, kept.assessment.id, by=by, now=now).result
            self.paths.kept[f"family {self.key}"] = done

        self.paths.then(self.key, self.who, day, "14:00", do)

    def support(
        self,
        day: date,
        kind: str,
        what: str,
        provider: str,
        due_on: date,
        amount: int | None = None,
        done: bool = False,
    ) -> None:
        """A support of the plan; `came` tells later that it is there."""
        given = Support(
            episode_id="",
            reintegration_id="",
            kind=kind,
            what=what,
            provider=provider,
            responsible=provider,
            due_on=due_on,
            done_on=day if done else None,
            amount=amount,
        )
        self.add(save_support, day, given, "10:30", mark=f"support {self.key} {kind}")

    def came(self, day: date, kind: str) -> None:
        """A support is there."""

        def do(scene: Scene, by: Actor, now: datetime) -> None:
            there = self.paths.now(f"support {self.key} {kind}", scene)
            save_support(scene.book, replace(there, done_on=day), by=by, now=now)

        self.paths.then(self.key, self.who, day, "17:30", do)

    def taught(self, day: date, topic: str, result: str, minutes: int = 60) -> None:
        """The carer was taught something."""
        training = CarerTraining(
            episode_id="", reintegration_id="", topic=topic, given_on=day, minutes=minutes, result=result
        )
        self.add(record_carer_training, day, training, "16:30", trainer_id=staff(self.who))

    def tried(self, day: date, client: str, family: str, decided_on: date, decided_by: str, reason: str) -> None:
        """A trial stay (told elsewhere as an absence) reported on, and decided about."""
        mark = f"trial {self.key}"

        def report(scene: Scene, by: Actor, now: datetime) -> None:
            path = self.paths.kept[self.mark]
            told = TrialReport(
                episode_id=path.episode_id,
                reintegration_id=path.id,
                absence_id=scene.absences[self.key],
                client_report=client,
                family_report=family,
            )
            self.paths.kept[mark] = report_trial(scene.book, told, by=by, now=now).result

        def decide(scene: Scene, by: Actor, now: datetime) -> None:
            kept = self.paths.kept[mark]
            decide_trial(scene.book, kept.id, TrialDecision.GO_ON, by=by, now=now, reason=reason)

        self.paths.then(self.key, self.who, day, "17:00", report)
        self.paths.then(self.key, decided_by, decided_on, "09:00", decide)

    def paper(
        self, day: date, paper: str, number: str = "", issuer: str = "", not_needed: str = "", note: str = ""
    ) -> None:
        """A paper of the decision."""
        kept = PathPaper(
            episode_id="",
            reintegration_id="",
            paper=paper,
            number=number,
            dated_on=None if not_needed else day,
            issuer=issuer,
            not_needed_because=not_needed,
            note=note,
        )
        self.add(record_path_paper, day, kept, "08:00")

    def hand_over(
        self,
        day: date,
        *,
        items: Sequence[tuple[HandedKind, Mapping[str, Any]]],
        signed: Mapping[HandoverParty, str],
        waived: Mapping[HandoverParty, str] | None = None,
        clock: str = "10:30",
        who: str = "",
        **facts: Any,
    ) -> None:
        """The minutes, signed, and the handover with everything that follows from it."""

        def do(scene: Scene, by: Actor, now: datetime) -> None:
            path = self.paths.kept[self.mark]
            minutes = Handover(episode_id=path.episode_id, reintegration_id=path.id, handed_on=day, **facts)
            given = [
                HandoverItem(episode_id=path.episode_id, handover_id="", position=n, kind=kind, **about)
                for n, (kind, about) in enumerate(items)
            ]
            places = [
                HandoverSignature(episode_id=path.episode_id, handover_id="", party=party, name=name, signed_on=day)
                for party, name in signed.items()
            ] + [
                HandoverSignature(episode_id=path.episode_id, handover_id="", party=party, waived_because=why)
                for party, why in (waived or {}).items()
            ]
            kept = save_handover(scene.book, minutes, given, places, by=by, now=now).result
            complete_handover(scene.book, kept.handover.id, by=by, now=now)

        self.paths.then(self.key, who or self.who, day, clock, do)

    def visit(
        self, day: date, risk: RiskColour, *, owner: VisitOwner = VisitOwner.CENTER, who: str = "", **answers: Any
    ) -> None:
        """The visit of the owner that falls due nearest to a day, made (or reported) on that day."""

        def do(scene: Scene, by: Actor, now: datetime) -> None:
            visit = self.nearest(scene, day, owner)
            ours = owner is VisitOwner.CENTER
            given = {"mode": "phone" if ours else "report", "seen": "Đối tượng, người chăm sóc", "safe": True} | answers
            told = replace(visit, done_on=day, risk=risk, **given)
            (record_visit if ours else receive_visit_report)(scene.book, told, by=by, now=now)

        self.paths.then(self.key, who or self.who, day, "16:00", do)

    def nearest(self, scene: Scene, day: date, owner: VisitOwner) -> FollowUp:
        """The awaited visit of an owner whose day is nearest; LookupError when none is awaited."""
        awaited = scene.reader.records(
            FollowUp,
            "reintegration_id = ? AND owner = ? AND state = ?",
            (self.paths.kept[self.mark].id, owner.value, VisitState.DUE.value),
        )
        if not awaited:
            raise LookupError(self.key)
        return min(awaited, key=lambda one: abs(one.due_on - day))


def every_point(note: str = "") -> dict[str, tuple[ReadinessAnswer, str]]:
    """The whole check-list met."""
    return dict.fromkeys(READINESS, (ReadinessAnswer.MET, note))
