"""PHCN: the rehabilitation plan in short, its place in the week, what comes next, how far the goals are, what is lent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from carebook import dates, money
from carebook.records.devices import DeviceLoan
from carebook.records.rehabilitation import PlannedTherapy, RehabilitationGoal
from carebook.records.schedules import SessionSeries
from carebook.rules.schedules import said
from carebook.rules.therapy_plans import due_review_on
from carebook.store.groups import Membership
from carebook.store.schedules import PlannedSlot
from carebook.store.therapy_plans import TherapyPlanFile
from carebook.ui.pages.person.layout import CELL, Pair
from carebook.ui.pages.person.rehab_facts import RehabFacts, rehab_facts
from carebook.ui.pages.person.tab import Tab
from carebook.ui.pages.person.view import PersonView
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.care_plans import standing_of, term_of, version_words
from carebook.ui.parts.care_plans.reading import goal_line, marked, settle
from carebook.ui.parts.care_plans.standing import life_of
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Meter, label, section_head, state
from carebook.ui.parts.layouts import Flow, box, column, emptied, hairline, row, scrolling
from carebook.ui.parts.plans.levels import STEPS
from carebook.ui.parts.states import States
from carebook.ui.parts.therapy_plans import fee_words, load_words, therapy_words
from carebook.words import _, ngettext

LOWEST = -2


class RehabTab(Tab):
    """The rehabilitation of the open stay, or of the last one."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._facts: RehabFacts | None = None
        self.open_button = Button(_("Open the plan"), icon="target")
        self.open_button.clicked.connect(partial(self._go_to_plan, ""))
        self.write_button = Button("", icon="pencil")
        self.write_button.clicked.connect(self._write)
        self.review_button = Button(_("Review…"), icon="check")
        self.review_button.clicked.connect(partial(self._go_to_plan, "review"))
        self.week_button = Button(_("Week"), icon="calendar")
        self.week_button.clicked.connect(partial(self._go, "schedules"))
        self.progress_button = Button(_("Progress"), icon="activity")
        self.progress_button.clicked.connect(partial(self._go, "therapy_progress"))
        self.papers_button = Button(_("Papers"), icon="printer")
        self.papers_button.clicked.connect(self._print)
        self.papers_button.setVisible(desk.may("print_papers"))
        self._head = column(gap=3)
        self._therapies = column(gap=0)
        self._goals = column(gap=0)
        self._month = column(gap=4)
        self._next = column(gap=0)
        self._packages = column(gap=0)
        self._loans = column(gap=0)
        self._groups = column(gap=0)
        doors = Flow(
            *(self.open_button, self.write_button, self.review_button),
            *(self.week_button, self.progress_button, self.papers_button),
            gap=8,
        )
        left = column(
            self._head,
            4,
            box(doors),
            6,
            section_head(_("Therapies")),
            hairline(),
            self._therapies,
            8,
            section_head(_("Goals")),
            hairline(),
            self._goals,
            None,
            gap=4,
            margins=(CELL, 0, 0, 0),
        )
        self.packages_link = self._door(_("Packages of sessions"), "packages")
        self.devices_link = self._door(_("Devices lent"), "devices")
        right = column(
            section_head(_("This month")),
            hairline(),
            self._month,
            8,
            section_head(_("Next sessions")),
            hairline(),
            self._next,
            8,
            section_head(_("Groups and classes")),
            hairline(),
            self._groups,
            8,
            section_head(_("Packages of sessions"), "", self.packages_link),
            hairline(),
            self._packages,
            8,
            section_head(_("Devices lent"), "", self.devices_link),
            hairline(),
            self._loans,
            None,
            gap=4,
        )
        self._left = box(left)
        content = column(Pair(self._left, box(right), (7, 4)), None, margins=(16, 12, 20, 12))
        self.states = States(scrolling(content))
        self.setLayout(column((self.states, 1), gap=0))

    def _door(self, words: str, page: str) -> Button:
        door = Button(_("Open"), "link")
        door.setAccessibleName(_("Open {version}").format(version=words))
        door.clicked.connect(partial(self._go, page))
        return door

    def show_view(self, view: PersonView) -> None:
        super().show_view(view)
        stay = view.file.open_stay or next(iter(view.file.stays), None)
        if stay is None:
            self.states.show_empty(_("No stays yet."), icon="activity")
            return
        self.states.show_loading()
        asked = partial(
            rehab_facts, episode_id=stay.episode.id, is_open=stay.episode.end_on is None, now=self.desk.now()
        )
        self.desk.ask(self, asked, self._show, self._not_read, key="rehab")

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self._ask_again)

    def _ask_again(self) -> None:
        if self.view is not None:
            self.show_view(self.view)

    def _show(self, facts: RehabFacts) -> None:
        self._facts = facts
        may_write = facts.is_open and self.desk.may("save_rehabilitation_plan")
        if facts.is_empty:
            ways = ((_("Write the plan"), partial(self._go_to_plan, "new")),) if may_write else ()
            self.states.show_empty(_("There is no rehabilitation plan yet."), *ways, icon="activity")
            return
        self.states.show_content()
        written = facts.being_written
        editable = written is not None and written.standing != "awaiting"
        self.open_button.setVisible(bool(facts.plans))
        words = _("Write on") if editable else _("New version") if facts.plans else _("Write the plan")
        self.write_button.setText(words)
        self.write_button.change_icon("pencil" if editable else "plus")
        self.write_button.setVisible(may_write and (written is None or editable))
        may_review = facts.in_force is not None and self.desk.may("review_rehabilitation_plan")
        self.review_button.setVisible(may_review)
        file = facts.in_force or next(iter(facts.plans), None)
        self._show_head(file, facts)
        self._show_therapies(file, facts)
        self._show_goals(file, facts)
        self._show_beside(facts)
        settle(self._left)

    # the plan

    def _show_head(self, file: TherapyPlanFile | None, facts: RehabFacts) -> None:
        emptied(self._head)
        if file is None:
            self._head.addWidget(label(_("There is no rehabilitation plan yet."), "muted"))
            return
        stands = standing_of(file.standing)
        title = label(_("Rehabilitation plan, {version}").format(version=version_words(file.plan).lower()), "h2")
        self._head.addLayout(row(title, state(stands.words, stands.shape, stands.tone), None, gap=12))
        names = self.view.staff if self.view is not None else {}
        by = names.get(file.plan.ordered_by_id or "", "")
        ordered = _("ordered by {name}").format(name=by) if by else ""
        warned = _("Contraindications: {words}").format(words=file.plan.contraindications)
        lines = (
            file.plan.indication,
            warned if file.plan.contraindications else "",
            " · ".join(filter(None, (term_of(file.plan), ordered))),
        )
        for words in filter(None, lines):
            self._head.addWidget(label(words, wrap=True))
        if file.in_force:
            self._head.addLayout(self._next_review(file, facts))
        written = facts.being_written
        if written is not None and written is not file:
            self._head.addWidget(self._waiting(written))

    def _next_review(self, file: TherapyPlanFile, facts: RehabFacts) -> QHBoxLayout:
        due = due_review_on(file.plan, file.reviews, facts.limits)
        late = due is not None and due < facts.today
        tone = "danger" if late else "warn" if due == facts.today else "text2"
        words = label(_("Next review {day}").format(day=dates.written(due) if due is not None else ""))
        return row(words, label(str(dates.lateness(due, facts.today)), "small_name", tone), None, gap=10)

    def _waiting(self, written: TherapyPlanFile) -> QFrame:
        stands = standing_of(written.standing)
        words = _("{version}: {state}").format(version=version_words(written.plan), state=stands.words.lower())
        see = Button(_("Open"), "link")
        see.setAccessibleName(_("Open {version}").format(version=version_words(written.plan)))
        see.clicked.connect(partial(self._open_version, written))
        return box(row(marked(stands.shape, stands.tone, words), see, None, gap=10))

    def _show_therapies(self, file: TherapyPlanFile | None, facts: RehabFacts) -> None:
        emptied(self._therapies)
        planned = file.therapies if file is not None else ()
        for one in planned:
            mine = [each for each in facts.series if each.therapy == one.therapy]
            self._therapies.addWidget(self._therapy(one, mine))
            self._therapies.addWidget(hairline())
        for each in facts.series:
            if each.therapy not in {one.therapy for one in planned}:
                words = self.desk.words("therapy", each.therapy)
                self._therapies.addWidget(self._lines(words, [self._place(each)]))
                self._therapies.addWidget(hairline())
        if not planned and not facts.series:
            self._therapies.addWidget(label(_("No therapies yet."), "muted"))

    def _therapy(self, one: PlannedTherapy, series: Sequence[SessionSeries]) -> QFrame:
        places = [self._place(each) for each in series] or [_("Not in the week yet")]
        load = " · ".join(filter(None, (load_words(one), fee_words(one.fee))))
        return self._lines(therapy_words(self.desk, one), [load, *places])

    def _place(self, series: SessionSeries) -> str:
        names = self.view.staff if self.view is not None else {}
        return " · ".join(filter(None, (str(said(series)), names.get(series.therapist_id or "", ""))))

    def _lines(self, head: str, lines: Sequence[str], *beside: QWidget) -> QFrame:
        told = [label(words, "small", wrap=True) for words in lines if words]
        title = row((label(head, "name", wrap=True), 1), *beside, gap=12)
        return box(column(title, *told, gap=1, margins=(0, 5, 0, 5)))

    def _show_goals(self, file: TherapyPlanFile | None, facts: RehabFacts) -> None:
        emptied(self._goals)
        goals = file.goals if file is not None else ()
        for goal in goals:
            self._goals.addWidget(self._goal(goal, facts))
            self._goals.addWidget(hairline())
        if not goals:
            self._goals.addWidget(label(_("No goals yet."), "muted"))

    def _goal(self, goal: RehabilitationGoal, facts: RehabFacts) -> QFrame:
        life = life_of(goal)
        lines = [goal_line(goal)]
        rating = facts.levels.get(goal.thread)
        if rating is not None:
            place = rating.level - LOWEST
            words = goal.levels[place] if place < len(goal.levels) else ""
            day = self.desk.said_day(rating.rated_on)
            lines.append(" · ".join(filter(None, (_("Level {step}").format(step=STEPS[place]), words, day))))
        return self._lines(goal.text, lines, marked(life.shape, life.tone, life.words))

    # beside it

    def _show_beside(self, facts: RehabFacts) -> None:
        for place in (self._month, self._next, self._groups, self._packages, self._loans):
            emptied(place)
        done, of = facts.this_month
        if of:
            words = _("{done} of {all} sessions given").format(done=done, all=of)
            self._month.addWidget(box(row(label(words), Meter(done, of), None, gap=12)))
        else:
            self._month.addWidget(label(_("No sessions this month."), "muted"))
        if facts.t is not None and facts.t.t is not None:
            words = _("T score {t} (50 is what was hoped for)").format(t=money.number(facts.t.t, 1))
            self._month.addWidget(label(words, wrap=True))
        for slot in facts.to_come:
            self._next.addWidget(self._slot(slot))
        if not facts.to_come:
            self._next.addWidget(label(_("No sessions are planned."), "muted"))
        for there in facts.groups:
            self._groups.addWidget(self._group(there))
        if not facts.groups:
            self._groups.addWidget(label(_("In no group or class."), "muted"))
        for one in facts.packages:
            left = ngettext("{n} session left", "{n} sessions left", one.left).format(n=one.left)
            self._packages.addWidget(self._lines(one.package.name, [f"{left} / {one.package.sessions}"]))
        if not facts.packages:
            self._packages.addWidget(label(_("No package is open."), "muted"))
        for loan in facts.loans:
            self._loans.addWidget(self._lines(self._device(loan), [self._loan_line(loan)]))
        if not facts.loans:
            self._loans.addWidget(label(_("No device is lent."), "muted"))

    def _slot(self, slot: PlannedSlot) -> QFrame:
        day = f"{dates.weekday(slot.on)} {self.desk.said_day(slot.on)} {dates.hour(slot.at)}"
        what = slot.title if slot.kind == "group" else self.desk.words("therapy", slot.therapy)
        who = " · ".join(filter(None, (slot.staff_name, slot.room_name)))
        return self._lines(f"{day} · {what}", [who])

    def _group(self, there: Membership) -> QFrame:
        member = there.member
        left = _("until {day}").format(day=dates.written(member.left_on)) if member.left_on else ""
        came = _("came to {came} of {marked} sessions").format(
            came=money.number(there.came), marked=money.number(there.marked)
        )
        door = Button(_("Open"), "link")
        door.setAccessibleName(_("Open the group {name}").format(name=there.group.name))
        door.clicked.connect(partial(self.desk.go, "groups", group_id=there.group.id))
        lines = [member.own_goal, " · ".join(filter(None, (came if there.marked else "", left)))]
        return self._lines(there.group.name, lines, door)

    def _device(self, loan: DeviceLoan) -> str:
        return " · ".join(filter(None, (self.desk.words("assistive_device", loan.device), loan.number)))

    def _loan_line(self, loan: DeviceLoan) -> str:
        if loan.given:
            return _("given for good")
        due = _("due back {day}").format(day=dates.written(loan.due_back_on)) if loan.due_back_on else ""
        check = _("check {day}").format(day=dates.written(loan.check_on)) if loan.check_on else ""
        return " · ".join(filter(None, (due, check)))

    # elsewhere

    def _open_version(self, file: TherapyPlanFile) -> None:
        self.desk.go("therapy_plans", episode_id=file.plan.episode_id, plan_id=file.plan.id)

    def _write(self) -> None:
        written = self._facts.being_written if self._facts is not None else None
        self._go_to_plan("new" if written is None else "edit")

    def _go_to_plan(self, mode: str, _checked: bool = False) -> None:
        if self._facts is None:
            return
        file = self._facts.in_force or next(iter(self._facts.plans), None)
        given: Mapping[str, str] = {"plan_id": file.plan.id} if file is not None and not mode else {}
        more = {"mode": mode} if mode else {}
        self.desk.go("therapy_plans", episode_id=self._facts.episode_id, **given, **more)

    def _go(self, page: str, _checked: bool = False) -> None:
        if self._facts is not None:
            self.desk.go(page, episode_id=self._facts.episode_id)

    def _print(self) -> None:
        if self._facts is not None:
            self.desk.go("case_papers", episode_id=self._facts.episode_id, paper="therapy_order")
