"""A book with four people on the way home: one just begun, one with a red flag, one at home, one restricted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from carebook.dates import PartialDate
from carebook.records.conferences import Conference
from carebook.records.contacts import Contact
from carebook.records.episodes import Absence, AbsenceKind, Episode
from carebook.records.families import FamilyAssessment, FamilyRating
from carebook.records.follow_ups import FollowUp, RiskColour, VisitOwner, VisitState
from carebook.records.intake import FormState
from carebook.records.people import Person
from carebook.records.reintegration import (
    Carer,
    CarerTraining,
    Opinion,
    PathPaper,
    ReadinessAnswer,
    ReadinessCheck,
    Reintegration,
    Stage,
    StageEntry,
    Support,
    TrialReport,
)
from carebook.records.staff import Actor, Role
from carebook.records.tracing import TracingLead
from carebook.store.book import Book, Writer, in_vietnam, new_id
from carebook.ui.parts.desk import Desk
from tests import samples
from tests.actions.admissions import admit
from tests.ui.pages.stay_desk import desk_of

CRITERIA = (
    *("bond", "motive", "carer_health", "carer_skill", "income", "housing", "safety"),
    *("kin", "neighbours", "services", "understanding", "client"),
)
ITEMS = (
    "wish",
    "cause",
    "no_abuser",
    "carer",
    "bed",
    "income",
    "services",
    "station",
    "papers",
    "emergency",
    "trained",
)


class PathWorld:
    """Suối has just begun, Thạch waits for a red flag, Lê Thị Thảo is at home with her aunt, one record is restricted."""

    def __init__(self, book: Book, director: Actor, actor_with: Callable[..., Actor], now: datetime) -> None:
        self.book, self.director, self.now = book, director, now
        self.today = in_vietnam(now)
        self.worker = actor_with(Role.SOCIAL_WORKER, name="Phạm Thu Hà")
        self.nurse = actor_with(Role.NURSE, name="Mạc Thị Bưởi")
        self.people: dict[str, tuple[Person, Episode]] = {}
        self.paths: dict[str, Reintegration] = {}
        self.desks = ExitStack()

    def ago(self, days: int) -> date:
        """The day so many days before today."""
        return self.today - timedelta(days=days)

    def someone(self, name: str, born: str = "1960", **stay: Any) -> Episode:
        """Somebody with an open stay."""
        alias = "Hoa Sữa" if stay.get("confidential") else ""
        person = samples.person(code="", full_name=name, born=PartialDate(born), alias=alias)
        episode = replace(samples.episode(""), **stay)
        self.people[name] = admit(self.book, self.director, self.now, person=person, episode=episode)
        return self.people[name][1]

    def write(self, work: Callable[[Writer], Any]) -> Any:
        """Write rows straight into the book."""
        with self.book.changing(self.director.account_id, self.now, new_id(), "test") as writer:
            return work(writer)

    def path(self, name: str, *stages: tuple[Stage, int], **given: Any) -> Reintegration:
        """A path of somebody through stages, each with how many days ago it began."""
        stay = self.people[name][1] if name in self.people else self.someone(name)
        begun = self.ago(stages[0][1])
        own: dict[str, Any] = {"started_on": begun, "worker_id": self.worker.staff_member_id}
        path = Reintegration(**{"episode_id": stay.id} | own | given)

        def work(writer: Writer) -> Reintegration:
            kept = writer.add(path)
            for (stage, days), following in zip(stages, (*stages[1:], None), strict=True):
                until = self.ago(following[1]) if following else None
                entry = StageEntry(
                    episode_id=stay.id, reintegration_id=kept.id, stage=stage, from_on=self.ago(days), to_on=until
                )
                writer.add(entry)
            return kept

        self.paths[name] = self.write(work)
        return self.paths[name]

    def records(self, cls: type[Any]) -> list[Any]:
        with self.book.looking(self.now) as reader:
            return list(reader.records(cls))

    def desk(self, actor: Actor | None = None) -> Desk:
        return self.desks.enter_context(desk_of(self.book, actor or self.worker, self.now))

    # the people

    def suoi(self) -> Reintegration:
        """A child of eight with a wish and nothing else."""
        self.someone("Từ Thị Suối", "2018-07-17")
        return self.path("Từ Thị Suối", (Stage.IDENTIFIED, 6), wish="Con muốn ở với dì.")

    def thach(self) -> Reintegration:
        """A man in preparation, with everything written down but a red flag open, a point not met, a late paper."""
        stay = self.someone("Hoàng Văn Thạch", "1964")
        path = self.path(
            "Hoàng Văn Thạch",
            (Stage.IDENTIFIED, 75),
            (Stage.FAMILY_ASSESSMENT, 68),
            (Stage.PLANNING, 46),
            (Stage.PREPARATION, 40),
            destination="kin",
            wish="Tôi muốn về với chị, tôi biết làm vườn.",
            eligibility="Uống thuốc đều 4 tháng, ngủ 6 giờ mỗi đêm.",
            target_on=self.today + timedelta(days=17),
            high_risk=True,
        )
        own: dict[str, Any] = {"episode_id": stay.id, "reintegration_id": path.id}
        self.write(lambda writer: self._of_thach(writer, stay.id, own))
        return path

    def _of_thach(self, writer: Writer, stay: str, own: dict[str, Any]) -> None:
        ago, add = self.ago, writer.add
        sister = add(
            Carer(
                **own,
                full_name="Hoàng Thị Chấn",
                relation="elder_sister",
                born=PartialDate("1960"),
                phone="0500000661",
                wishes="Tôi nhận em về, chỉ lo nó bỏ thuốc.",
                willing=True,
                able=True,
                chosen=True,
            )
        )
        add(Carer(**own, full_name="Hoàng Văn Tày", relation="other", willing=False))
        add(
            Opinion(
                **own,
                heard_on=ago(70),
                heard_by_id=self.worker.staff_member_id,
                alone=True,
                words="Ở đây đông vui nhưng tôi nhớ nhà. Tôi uống thuốc được, có người nhắc thì tôi uống.",
            )
        )
        sheet = add(
            FamilyAssessment(
                **own,
                carer_id=sister.id,
                state=FormState.COMPLETED,
                visited_on=ago(62),
                visitor_id=self.worker.staff_member_id,
                commune_opinion="Đồng ý để ông Thạch về ở với chị gái.",
                conclusion="Nhà ba gian, có giường riêng; chị gái muốn nhận, cần được chỉ cách chia thuốc.",
            )
        )
        for criterion, score in zip(CRITERIA, (2, 3, 2, 1, 2, 2, 2, 2, 1, 2, 1, 3), strict=True):
            flagged = criterion == "safety"
            remark = "Cháu rể hay uống rượu, to tiếng." if flagged else ""
            rating = FamilyRating(
                episode_id=stay,
                family_assessment_id=sheet.id,
                criterion=criterion,
                score=score,
                red_flag=flagged,
                remark=remark,
            )
            add(rating)
        for item in ITEMS:
            add(ReadinessCheck(**own, item=item, answer=ReadinessAnswer.MET, checked_on=ago(20)))
        add(
            ReadinessCheck(
                **own, item="medicines", answer=ReadinessAnswer.NOT_YET, note="Mới có 14 ngày", checked_on=ago(20)
            )
        )
        add(Support(**own, kind="health", what="Thuốc đủ 30 ngày", provider="Trạm y tế xã Lục Hồn", due_on=ago(3)))
        add(Support(**own, kind="money", what="Trợ cấp xã hội hằng tháng", amount=1_000_000, due_on=ago(-10)))
        add(Support(**own, kind="housing", what="Sửa nhà vệ sinh", responsible="UBND xã", done_on=ago(12)))
        add(
            CarerTraining(
                **own,
                carer_id=sister.id,
                topic="medicines",
                given_on=ago(17),
                minutes=45,
                result="Tự chia đúng 7 ngày.",
            )
        )
        add(Conference(episode_id=stay, held_on=ago(40), subject="Họp thống nhất về nhà", conclusion="Về với chị gái."))
        for days, kind, course in ((28, "call", "Hỏi thăm sức khỏe"), (17, "visit", "Hai chị em ngồi nói chuyện lâu.")):
            contact = Contact(
                episode_id=stay,
                held_on=ago(days),
                kind=kind,
                name="Hoàng Thị Chấn",
                relation="elder_sister",
                course=course,
            )
            add(contact)
        trial = add(
            Absence(
                episode_id=stay,
                kind=AbsenceKind.TRIAL_STAY,
                from_on=ago(12),
                expected_on=ago(5),
                back_on=ago(5),
                place="Nhà chị",
            )
        )
        add(
            TrialReport(
                **own, absence_id=trial.id, client_report="Ngủ được, làm vườn với chị.", family_report="Uống thuốc đủ."
            )
        )
        add(PathPaper(**own, paper="request_09", dated_on=ago(15), number="09/ĐN"))
        add(
            TracingLead(
                episode_id=stay,
                found_on=ago(74),
                person="Hoàng Thị Chấn",
                relation="elder_sister",
                result="verified",
                what="Chị gái",
            )
        )

    def thao(self) -> Reintegration:
        """A girl at home with her aunt: visits of the center and of the commune, the newest yellow."""
        stay = self.someone("Lê Thị Thảo", "2012-03-05")
        path = self.path(
            "Lê Thị Thảo",
            (Stage.IDENTIFIED, 292),
            (Stage.FAMILY_ASSESSMENT, 232),
            (Stage.PREPARATION, 146),
            (Stage.DECISION, 120),
            (Stage.HANDOVER, 110),
            (Stage.FOLLOW_UP, 102),
            destination="substitute_kin",
            wish="Con muốn về với bà Mười.",
            handed_over_on=self.ago(102),
        )
        own: dict[str, Any] = {"episode_id": stay.id, "reintegration_id": path.id}
        handed = self.ago(102)
        center, commune = VisitOwner.CENTER, VisitOwner.COMMUNE

        def visit(due: date, owner: VisitOwner, **given: Any) -> FollowUp:
            return FollowUp(
                **own, due_on=due, owner=owner, **{"template": "substitute", "sheet_code": new_id()[-6:]} | given
            )

        def done(on: date, risk: RiskColour, **given: Any) -> dict[str, Any]:
            return {"state": VisitState.DONE, "done_on": on, "risk": risk, "mode": "visit", "seen": "Em và bà"} | given

        month = timedelta(days=30)
        visits = (
            visit(
                handed + timedelta(days=7), center, **done(handed + timedelta(days=7), RiskColour.GREEN, mode="phone")
            ),
            visit(
                handed + month,
                commune,
                state=VisitState.RECEIVED,
                done_on=handed + timedelta(days=33),
                risk=RiskColour.YELLOW,
            ),
            visit(
                self.ago(40),
                center,
                template=None,
                why="mức Vàng ngày 14/09/2026",
                **done(self.ago(40), RiskColour.YELLOW, own_words="Con muốn học gần nhà hơn, đi xe một tiếng mệt lắm."),
            ),
            visit(self.ago(9), commune),
            visit(self.today + timedelta(days=5), center, template=None, why="mức Vàng ngày 13/10/2026"),
            visit(handed + timedelta(days=184), commune),
            visit(handed + timedelta(days=365), VisitOwner.DEPARTMENT),
        )

        def work(writer: Writer) -> None:
            writer.add(Carer(**own, full_name="Trần Thị Mười", relation="grandmother_maternal", chosen=True))
            for one in visits:
                writer.add(one)

        self.write(work)
        return path

    def restricted(self) -> Reintegration:
        """Somebody whose record only few may open, in the decision."""
        self.someone("Nguyễn Thị Kín", "1997", confidential=True)
        return self.path("Nguyễn Thị Kín", (Stage.IDENTIFIED, 60), (Stage.DECISION, 8), destination="independent")

    def everybody(self) -> None:
        """All of them."""
        self.suoi()
        self.thach()
        self.thao()
        self.restricted()
