"""The ways home of the big book: thousands who went home and were followed, some under way, and ten years of services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from random import Random
from typing import Any

from carebook.records.collaborators import Collaborator
from carebook.records.contacts import Contact
from carebook.records.episodes import Episode
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.follow_ups import FollowUp, RiskColour, VisitOwner, VisitState
from carebook.records.intake import FormState
from carebook.records.people import Sex
from carebook.records.record import Record
from carebook.records.referrals import Partner, Referral, ReferralState
from carebook.records.reintegration import (
    Carer,
    Opinion,
    Outcome,
    ReadinessAnswer,
    ReadinessCheck,
    Reintegration,
    Stage,
    StageEntry,
    Support,
)
from carebook.records.services import HotlineCall, ServiceRecord
from carebook.records.staff import Actor
from carebook.rules.follow_ups import new_sheet_code
from carebook.store.book import Writer, new_id
from carebook.stories.big_book.staying import DAY, Staying
from carebook.stories.clock import Days, moment, months_after
from carebook.stories.homes import homes_of
from carebook.stories.names import Names
from carebook.stories.paths.walking import CRITERIA, READINESS

HOME = ("family", "relatives")
_MONTHS = (1, 3, 6, 12)
_EVERY_PATH, _CALLS_EVERY, _SERVICE_DAYS, _CONTACT_DAYS = 6, 3, 21, 14
_UNDER_WAY = (
    *(Stage.IDENTIFIED, Stage.TRACING, Stage.FAMILY_ASSESSMENT, Stage.PLANNING, Stage.PREPARATION, Stage.DECISION),
)
_SERVICES = ("counselling", "advice", "linking", "life_skills", "case_management")
_ORDER: tuple[type[Record], ...] = (
    *(Collaborator, Partner, Reintegration, StageEntry, Carer, Opinion, ReadinessCheck, Support),
    *(FamilyAssessment, FamilyRating, Contact, FollowUp, ServiceRecord, Referral, HotlineCall),
)


@dataclass
class PathFiles:
    """Makes the rows; ``workers`` are staff members, ``actor`` is who typed everything."""

    rng: Random
    days: Days
    actor: Actor
    workers: Sequence[str]
    helpers: Sequence[str]
    partners: Sequence[str]
    codes: set[str]

    def gone_home(self, stay: Episode) -> Iterator[Record]:
        """Somebody handed over, followed for a year, then closed; who left lately is still followed."""
        left = stay.end_on
        if left is None:
            return
        worker = self.rng.choice(self.workers)
        over = months_after(left, 12) < self.days.today
        ended = (
            months_after(left, 12) + 7 * DAY if over and months_after(left, 12) + 7 * DAY < self.days.today else None
        )
        path = Reintegration(
            id=new_id(),
            episode_id=stay.id,
            destination="family" if stay.destination == "family" else "kin",
            started_on=max(stay.start_on, left - 150 * DAY),
            worker_id=worker,
            collaborator_id=self.rng.choice(self.helpers),
            handed_over_on=left,
            ended_on=ended,
            outcome=Outcome.STABLE if ended else None,
        )
        yield path
        about: dict[str, Any] = {"episode_id": stay.id, "reintegration_id": path.id}
        assert path.started_on is not None
        yield StageEntry(**about, stage=Stage.IDENTIFIED, from_on=path.started_on, to_on=left)
        yield StageEntry(**about, stage=Stage.FOLLOW_UP, from_on=left, to_on=ended)
        if ended:
            yield StageEntry(**about, stage=Stage.CLOSED, from_on=ended)
        for due_on in (left + 7 * DAY, *(months_after(left, n) for n in _MONTHS)):
            yield self._visit(about, due_on, worker)

    def _visit(self, about: dict[str, Any], due_on: date, worker: str) -> FollowUp:
        done = due_on < self.days.today
        visit_id = new_id()
        code = new_sheet_code(visit_id, self.codes)
        self.codes.add(code)
        return FollowUp(
            **about,
            id=visit_id,
            due_on=due_on,
            owner=VisitOwner.CENTER,
            template="general",
            sheet_code=code,
            worker_id=worker,
            state=VisitState.DONE if done else VisitState.DUE,
            done_on=due_on if done else None,
            mode="phone" if done else None,
            seen="Đối tượng, người chăm sóc" if done else "",
            risk=RiskColour.GREEN if done else None,
            living="Ở với gia đình, chỗ ngủ riêng." if done else "",
        )

    def of(self, number: int, stay: Staying) -> Iterator[Record]:
        """Somebody who lives here: visits of the family, services, and for every sixth a way home under way."""
        rng = self.rng
        for place in range((stay.last - stay.first).days // _CONTACT_DAYS):
            day = stay.first + place * _CONTACT_DAYS * DAY
            yield Contact(
                episode_id=stay.id,
                held_on=day,
                held_at=time(9 + place % 7, 0),
                name="Người nhà",
                relation="daughter",
                kind="visit" if place % 3 else "call",
                course="Ngồi nói chuyện ở hiên, cùng ăn bánh; hỏi thăm thuốc và bữa ăn.",
                staff_member_id=stay.worker_id,
            )
        for place in range((stay.last - stay.first).days // _SERVICE_DAYS):
            yield ServiceRecord(
                episode_id=stay.id,
                given_on=stay.first + place * _SERVICE_DAYS * DAY,
                service=rng.choice(_SERVICES),
                need="Cần hỏi thủ tục, cần người nói chuyện",
                content="Lắng nghe, giải thích từng bước, viết giúp tờ khai.",
                result="Hiểu việc phải làm",
                minutes=rng.choice((20, 30, 45)),
                staff_member_id=stay.worker_id,
            )
        if number % _EVERY_PATH == 0:
            yield from self._under_way(number // _EVERY_PATH, stay)

    def _under_way(self, number: int, stay: Staying) -> Iterator[Record]:
        begun = self.days.back(120 + number)
        path = Reintegration(
            id=new_id(),
            episode_id=stay.id,
            destination="family",
            started_on=begun,
            worker_id=stay.worker_id,
            wish="Muốn về với con",
            eligibility="Sức khỏe ổn, con nhận chăm",
            target_on=self.days.back(-60),
        )
        yield path
        about: dict[str, Any] = {"episode_id": stay.id, "reintegration_id": path.id}
        reached = _UNDER_WAY[number % len(_UNDER_WAY)]
        stages = _UNDER_WAY[: _UNDER_WAY.index(reached) + 1]
        for place, stage in enumerate(stages):
            last = stage is reached
            yield StageEntry(
                **about,
                stage=stage,
                from_on=begun + 12 * place * DAY,
                to_on=None if last else begun + 12 * (place + 1) * DAY,
            )
        carer = Carer(
            **about, id=new_id(), full_name="Phạm Thị Hòa", relation="daughter", willing=True, able=True, chosen=True
        )
        yield carer
        yield Opinion(**about, heard_on=begun, words="Tôi muốn về nhà.", alone=True)
        yield Support(**about, kind="housing", what="Sửa nhà vệ sinh", due_on=self.days.back(-20))
        for item in READINESS:
            yield ReadinessCheck(**about, item=item, answer=ReadinessAnswer.MET, checked_on=begun)
        family = FamilyAssessment(
            **about,
            id=new_id(),
            carer_id=carer.id,
            state=FormState.COMPLETED,
            visited_on=begun + 30 * DAY,
            visitor_id=stay.worker_id,
            commune_opinion="Nhất trí",
            commune_on=begun + 30 * DAY,
            conclusion="Thuận lợi",
        )
        yield family
        for criterion in CRITERIA:
            yield FamilyRating(
                episode_id=stay.id, family_assessment_id=family.id, criterion=criterion, score=2 + number % 2
            )
        yield Referral(
            episode_id=stay.id,
            partner_id=self.rng.choice(self.partners),
            service="linking",
            reason="Cấp thuốc tại xã",
            state=ReferralState.ACCEPTED,
            proposed_on=begun,
            sent_on=begun,
            accepted_on=begun + 5 * DAY,
            worker_id=stay.worker_id,
        )

    def calls(self) -> Iterator[Record]:
        """A call every third day for ten years."""
        for ago in range(3650, 1, -_CALLS_EVERY):
            yield HotlineCall(
                called_at=moment(self.days.back(ago), "09:30"),
                minutes=6,
                caller="family",
                anonymous=ago % 3 == 0,
                need="autism" if ago % 2 else "allowance",
                content="Hỏi lớp can thiệp, học phí, giấy tờ.",
                advice="Hẹn đến gặp.",
                outcome="advised",
                taken_by_id=self.workers[ago % len(self.workers)],
            )


def helpers_and_partners(writer: Writer, names: Names) -> tuple[list[str], list[str]]:
    """A collaborator for every commune, and some partners; their ids."""
    communes = homes_of()
    helpers = [
        writer.add(
            Collaborator(
                full_name=names.person(Sex.FEMALE, 1980),
                commune=commune.code,
                province=commune.province,
                from_on=date(2020, 1, 1),
            )
        ).id
        for commune in communes
    ]
    partners = [
        writer.add(Partner(name=f"Trạm y tế {commune.name}", kind="health_station")).id for commune in communes[:20]
    ]
    return helpers, partners


def write_paths(writer: Writer, rows: Iterator[Record]) -> None:
    """Write rows by class, those that others name first."""
    by_class: dict[type[Record], list[Record]] = defaultdict(list)
    for row in rows:
        by_class[type(row)].append(row)
    for cls in _ORDER:
        writer.add_many(by_class[cls])
