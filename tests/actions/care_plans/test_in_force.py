"""Whatever people do to a plan, in whatever order: who had an approved plan has exactly one in force, until it is ended."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from carebook.actions import care_plans as deeds
from carebook.actions.change import Change, Refused
from carebook.actions.opening import open_book
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import Achievement, CarePlan, GoalLife, PlanInForce, PlanReview, PlanState, Proposal
from carebook.records.staff import Account, Actor, Role, RoleGrant
from carebook.rules.care_plans import OPEN, PlanContent, new_version_of
from carebook.store import care_plans, staff
from carebook.store.book import Book, new_id
from tests import samples
from tests.actions import plans
from tests.actions.admissions import admit
from tests.actions.care_plans.standings import leave
from tests.conftest import LOGIN, NOW, PASSWORD

WHO = st.sampled_from(["worker", "social worker", "head", "deputy", "director", "own approval"])
DECIDES = st.sampled_from(["head", "deputy", "director", "own approval"])
TEXT = st.sampled_from(["Đi được 20 m", "Đi được 40 m", "Đi được 60 m", ""])
STALE = st.booleans()


def _people(book: Book, director: Actor) -> dict[str, Actor]:
    """Two who write, three tiers of answering, and one who may approve their own."""
    wanted = {
        "worker": RoleGrant(account_id="", role=Role.SOCIAL_WORKER),
        "social worker": RoleGrant(account_id="", role=Role.SOCIAL_WORKER),
        "head": RoleGrant(account_id="", role=Role.HEAD),
        "deputy": RoleGrant(account_id="", role=Role.DEPUTY),
        "own approval": RoleGrant(account_id="", role=Role.DEPUTY, self_approval=True),
    }
    found = {"director": director}
    for name, grant in wanted.items():
        with book.changing(director.account_id, NOW, new_id(), "test") as writer:
            member = writer.add(samples.staff_member(full_name=name))
            account = writer.add(Account(staff_member_id=member.id, login=name))
            writer.add(replace(grant, account_id=account.id))
            actor = staff.actor_of(writer, account.id)
        assert actor is not None
        found[name] = actor
    return found


def _prepared(made_once: Path, folder: Path) -> tuple[Path, str]:
    """A closed book with one stay and its people, to be copied for every run; and the stay's id."""
    shutil.copytree(made_once, folder)
    opened = open_book(folder, LOGIN, PASSWORD, now=NOW)
    with opened.book as book:
        _people(book, opened.actor)
        return folder, admit(book, opened.actor, NOW)[1].id


class Planning(RuleBasedStateMachine):
    """Random deeds on one stay by random people, some with an old page on screen, some undone; refusals are part of it."""

    template: Path
    stay_id: str

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp()) / "book"
        shutil.copytree(self.template, self.folder)
        opened = open_book(self.folder, LOGIN, PASSWORD, now=NOW)
        self.book, director = opened.book, opened.actor
        self.reader = self.book.reader_for(director, NOW)
        actors = [staff.actor_of(self.reader, row["id"]) for row in self.reader.rows("SELECT id FROM account")]
        self.people = {a.name: a for a in actors if a is not None and a.name != director.name} | {"director": director}
        self.now = NOW
        self.must_have = False  # since a plan was approved, until one is ended
        self.frozen: dict[str, Any] = {}  # what was submitted or approved, as it was then
        self.ops: list[str] = []
        self.turns: dict[str, bool] = {}  # by operation that changed it: whether a plan had to be in force before
        self.old: dict[str, int] = {}  # versions of pages opened earlier

    def teardown(self) -> None:
        self.reader.close()
        self.book.close()
        shutil.rmtree(self.folder.parent)

    @initialize()
    def first_draft(self) -> None:
        self.did(
            lambda: deeds.save_plan(self.book, plans.content(self.stay_id), by=self.people["worker"], now=self.now)
        )

    # what may be done

    @rule(who=WHO, stale=STALE, text=TEXT)
    def write(self, who: str, stale: bool, text: str) -> None:
        file = self.newest()
        if file is None:
            content = plans.content(self.stay_id)
        elif file.plan.state in OPEN:
            goals = tuple(replace(goal, text=text) for goal in file.goals[:1])
            content = replace(file.content, goals=goals)
        else:
            made = new_version_of(file)
            content = replace(made, plan=replace(made.plan, **_header(self.stay_id)))
            content = content if content.goals else PlanContent(content.plan, plans.content(self.stay_id).goals)
        seen = self.seen(content.plan, stale)
        self.did(lambda: deeds.save_plan(self.book, content, by=self.people[who], now=self.now, seen=seen))

    @rule(who=WHO, stale=STALE)
    def submit(self, who: str, stale: bool) -> None:
        self.on_newest(deeds.submit_plan, who, stale)

    @rule(who=WHO)
    def withdraw(self, who: str) -> None:
        self.on_newest(deeds.withdraw_plan, who, False, reason="viết thêm")

    @rule(who=DECIDES, stale=STALE)
    def approve(self, who: str, stale: bool) -> None:
        change = self.on_newest(deeds.approve_plan, who, stale)
        if change is not None and change.result.state is PlanState.APPROVED:
            self.turn(change, True)

    @rule(who=DECIDES, stale=STALE)
    def give_back(self, who: str, stale: bool) -> None:
        self.on_newest(deeds.return_plan, who, stale, comment="Bổ sung")

    @rule(steps=st.integers(1, 4), text=TEXT, approver=DECIDES)
    def go_on(self, steps: int, text: str, approver: str) -> None:
        """The ordinary way: written by one, approved by another; so that plans do come into force and are replaced."""
        for _ in range(steps):
            file = self.newest()
            if file is None or file.plan.state not in OPEN:
                self.write("worker", False, text)
            elif file.plan.state is PlanState.SUBMITTED:
                self.approve(approver, False)
            else:
                self.write("worker", False, text)
                self.submit("worker", False)

    @rule(who=WHO, proposal=st.sampled_from(Proposal))
    def review(self, who: str, proposal: Proposal) -> None:
        file = care_plans.plan_in_force(self.reader, self.stay_id)
        if file is not None:
            review = PlanReview(
                episode_id="",
                plan_id=file.plan.id,
                done_on=self.now.date(),
                results="Tốt",
                proposal=proposal,
            )
            ratings = {goal.id: (GoalLife.ACTIVE, Achievement.PARTLY, "") for goal in file.goals}
            self.did(lambda: deeds.review_plan(self.book, review, ratings, by=self.people[who], now=self.now))

    @precondition(lambda self: len(self.ops) > 4)
    @rule(who=DECIDES)
    def end(self, who: str) -> None:
        file = care_plans.plan_in_force(self.reader, self.stay_id)
        if file is not None:
            plan_id, by = file.plan.id, self.people[who]
            ended = self.did(lambda: deeds.end_plan(self.book, plan_id, by=by, now=self.now, reason="đạt mục tiêu"))
            self.turn(ended, False)

    @precondition(lambda self: len(self.ops) > 10)
    @rule()
    def discharge(self) -> None:
        self.turn(self.did(lambda: leave(self.book, self.stay_id, self.people["director"], self.now)), False)

    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        if self.ops:
            op = data.draw(st.sampled_from(self.ops[-4:]))
            change = self.did(lambda: undo_deed(self.book, op, by=self.people["director"], now=self.now))
            if change is not None and op in self.turns:
                self.turn(change, self.turns[op])

    # what always holds

    @invariant()
    def one_plan_in_force_and_never_none(self) -> None:
        pointers = self.reader.records(PlanInForce, "episode_id = ?", (self.stay_id,))
        versions = care_plans.plans_of(self.reader, self.stay_id)
        assert len(pointers) == (1 if self.must_have else 0)
        in_force = [file for file in versions if file.in_force]
        assert [file.plan.state for file in in_force] == [PlanState.APPROVED] * len(pointers)
        if in_force:
            newest = max((f for f in versions if f.plan.state is PlanState.APPROVED), key=lambda f: f.plan.number)
            assert in_force == [newest]
        assert sum(file.plan.state in OPEN for file in versions) <= 1
        numbers = [file.plan.number for file in versions]
        assert numbers == sorted(set(numbers), reverse=True)
        for file in versions:
            if file.plan.approved_at is not None:
                own = [d for d in file.decisions if d.round == file.plan.round and d.decided_by in file.authors]
                assert all(d.decided_by == self.people["own approval"].staff_member_id for d in own)
        self.nothing_frozen_changed(versions)

    def nothing_frozen_changed(self, versions: tuple[care_plans.PlanFile, ...]) -> None:
        now_frozen = {}
        for file in versions:
            if file.plan.state in (PlanState.SUBMITTED, PlanState.APPROVED, PlanState.ENDED):
                key = f"{file.plan.id} {file.plan.round}"
                said = [(g.text, g.due_on, g.measure) for g in file.goals], [a.text for a in file.activities]
                assert self.frozen.get(key, said) == said
                now_frozen[key] = said
        self.frozen = now_frozen

    # how it is done

    def turn(self, change: Change | None, must_have: bool) -> None:
        """From this change on a plan must be in force, or none."""
        if change is not None and must_have is not self.must_have:
            self.turns[change.op] = self.must_have
            self.must_have = must_have

    def newest(self) -> care_plans.PlanFile | None:
        return next(iter(care_plans.plans_of(self.reader, self.stay_id)), None)

    def seen(self, plan: CarePlan, stale: bool) -> int | None:
        old = self.old.get(plan.id, plan.version)
        self.old[plan.id] = plan.version
        return (old if stale else plan.version) if plan.id else None

    def on_newest(self, deed: Callable[..., Change], who: str, stale: bool, **given: str) -> Change | None:
        file = self.newest()
        if file is None:
            return None
        seen = self.seen(file.plan, stale)
        by = self.people[who]
        return self.did(lambda: deed(self.book, file.plan.id, by=by, now=self.now, seen=seen, **given))

    def did(self, act: Callable[[], Change]) -> Change | None:
        """The deed's change, None when it was refused."""
        self.now += timedelta(minutes=1)
        try:
            change: Change = act()
        except Refused:
            return None
        self.ops.append(change.op)
        return change


def _header(stay_id: str) -> dict[str, Any]:
    plan = plans.content(stay_id).plan
    return {"from_on": plan.from_on, "agreement": plan.agreement, "changed_because": "sau khi ngã"}


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
def test_no_order_of_deeds_leaves_somebody_without_a_plan_or_with_two(made_once: Path, tmp_path: Path) -> None:
    template, stay_id = _prepared(made_once, tmp_path / "prepared")
    machine = type("Planned", (Planning,), {"template": template, "stay_id": stay_id})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=12,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
