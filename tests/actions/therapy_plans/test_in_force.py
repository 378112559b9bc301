"""Whatever people do to a rehabilitation plan, in whatever order: who had one approved has exactly one in force, until it ends."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from carebook.actions import therapy_plans as deeds
from carebook.actions.change import Change, Refused
from carebook.actions.opening import open_book
from carebook.actions.undo import undo_deed
from carebook.records.care_plans import PlanState
from carebook.records.rehabilitation import RehabilitationInForce
from carebook.records.staff import Account, Role, RoleGrant
from carebook.rules.care_plans import OPEN
from carebook.store import staff, therapy_plans
from carebook.store.book import new_id
from carebook.store.therapy_plans import TherapyPlanFile
from tests import samples
from tests.actions import therapy_plan_samples as written
from tests.actions.admissions import admit
from tests.actions.care_plans.standings import leave
from tests.conftest import LOGIN, NOW, PASSWORD

WHO = st.sampled_from(["therapist", "doctor", "head"])
TEXT = st.sampled_from(["Đi được 10 m", "Đi được 15 m", ""])


def _prepared(made_once: Path, folder: Path) -> tuple[Path, str]:
    """A closed book with one stay and its people, to be copied for every run; and the stay's id."""
    shutil.copytree(made_once, folder)
    opened = open_book(folder, LOGIN, PASSWORD, now=NOW)
    with opened.book as book:
        for name, role in (("therapist", Role.THERAPIST), ("doctor", Role.DOCTOR), ("head", Role.HEAD)):
            with book.changing(opened.actor.account_id, NOW, new_id(), "test") as writer:
                member = writer.add(samples.staff_member(full_name=name))
                account = writer.add(Account(staff_member_id=member.id, login=name))
                writer.add(RoleGrant(account_id=account.id, role=role))
        return folder, admit(book, opened.actor, NOW)[1].id


class Treating(RuleBasedStateMachine):
    """Random deeds on one stay by random people, some undone; refusals are part of it."""

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
        self.people = {one.name: one for one in actors if one is not None} | {"director": director}
        self.now = NOW
        self.must_have = False  # since a plan was approved, until it is ended
        self.turns: dict[str, bool] = {}  # by operation that changed it: whether there had to be one before
        self.frozen: dict[str, Any] = {}  # what was submitted or approved, as it was then
        self.ops: list[str] = []

    def teardown(self) -> None:
        self.reader.close()
        self.book.close()
        shutil.rmtree(self.folder.parent)

    @rule(who=WHO, text=TEXT)
    def write(self, who: str, text: str) -> None:
        file = self.newest()
        if file is None:
            content = written.content(self.stay_id, self.people["doctor"].staff_member_id)
        elif file.plan.state in OPEN:
            goals = tuple(replace(goal, text=text) for goal in file.goals)
            content = replace(file.content, goals=goals)
        else:
            content = written.next_version(file)
        self.did(lambda: deeds.save_rehabilitation_plan(self.book, content, by=self.people[who], now=self.now))

    @rule(who=WHO)
    def submit(self, who: str) -> None:
        self.on_newest(deeds.submit_rehabilitation_plan, who)

    @rule(who=WHO)
    def withdraw(self, who: str) -> None:
        self.on_newest(deeds.withdraw_rehabilitation_plan, who, reason="viết thêm")

    @rule(who=WHO)
    def approve(self, who: str) -> None:
        change = self.on_newest(deeds.approve_rehabilitation_plan, who)
        if change is not None and change.result.state is PlanState.APPROVED:
            self.turn(change, True)

    @rule(who=WHO)
    def give_back(self, who: str) -> None:
        self.on_newest(deeds.return_rehabilitation_plan, who, comment="Bổ sung")

    @rule()
    def go_on(self) -> None:
        """The ordinary way, so that plans do come into force and are replaced."""
        self.write("therapist", "Đi được 10 m")
        self.submit("therapist")
        self.approve("doctor")

    @precondition(lambda self: self.must_have)
    @rule(who=WHO)
    def end(self, who: str) -> None:
        file = therapy_plans.plan_in_force(self.reader, self.stay_id)
        if file is not None:
            plan_id, by = file.plan.id, self.people[who]
            act = deeds.end_rehabilitation_plan
            self.turn(self.did(lambda: act(self.book, plan_id, by=by, now=self.now, reason="đạt mục tiêu")), False)

    @precondition(lambda self: len(self.ops) > 8)
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

    @invariant()
    def one_in_force_and_never_none(self) -> None:
        pointers = self.reader.records(RehabilitationInForce, "episode_id = ?", (self.stay_id,))
        versions = therapy_plans.plans_of(self.reader, self.stay_id)
        assert len(pointers) == (1 if self.must_have else 0)
        in_force = [file for file in versions if file.in_force]
        assert [file.plan.state for file in in_force] == [PlanState.APPROVED] * len(pointers)
        assert sum(file.plan.state in OPEN for file in versions) <= 1
        now_frozen = {}
        for file in versions:
            if file.plan.approved_at is not None:
                own = [one for one in file.decisions if one.round == file.plan.round]
                assert not [one for one in own if one.decided_by in file.authors]
            if file.plan.state in (PlanState.SUBMITTED, PlanState.APPROVED, PlanState.ENDED):
                key = f"{file.plan.id} {file.plan.round}"
                said = [(one.text, one.levels, one.due_on) for one in file.goals], len(file.therapies)
                assert self.frozen.get(key, said) == said
                now_frozen[key] = said
        self.frozen = now_frozen

    def turn(self, change: Change | None, must_have: bool) -> None:
        """From this change on a plan must be in force, or none."""
        if change is not None and must_have is not self.must_have:
            self.turns[change.op] = self.must_have
            self.must_have = must_have

    def newest(self) -> TherapyPlanFile | None:
        return next(iter(therapy_plans.plans_of(self.reader, self.stay_id)), None)

    def on_newest(self, deed: Callable[..., Change], who: str, **given: str) -> Change | None:
        file = self.newest()
        if file is None:
            return None
        by = self.people[who]
        return self.did(lambda: deed(self.book, file.plan.id, by=by, now=self.now, **given))

    def did(self, act: Callable[[], Change]) -> Change | None:
        """The deed's change, None when it was refused."""
        self.now += timedelta(minutes=1)
        try:
            change: Change = act()
        except Refused:
            return None
        self.ops.append(change.op)
        return change


def test_no_order_of_deeds_leaves_somebody_without_a_plan_or_with_two(made_once: Path, tmp_path: Path) -> None:
    template, stay_id = _prepared(made_once, tmp_path / "prepared")
    machine = type("Treated", (Treating,), {"template": template, "stay_id": stay_id})
    few = settings(max_examples=8, stateful_step_count=16, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=few)
