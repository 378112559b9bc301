"""Lớp: the register of a month or week, the timetable, and the education plans of one class at a time."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from carebook import dates, money
from carebook.actions.change import Change, Outdated
from carebook.actions.classes import review_education_plan, save_education_plan
from carebook.records.groups import EducationPlan
from carebook.rules.classes import Pupil, said_norm
from carebook.store.classes import ClassFile, EducationPlanFile
from carebook.ui.pages.classes.asking import PLAN_FORM, REVIEW_FORM, Shown, month_of, shown, week_of
from carebook.ui.pages.classes.plans import PlansView, PupilPlan
from carebook.ui.pages.classes.register import RegisterView
from carebook.ui.pages.classes.sheets import PlanSheet
from carebook.ui.pages.classes.timetable import TimetableView
from carebook.ui.parts import theme
from carebook.ui.parts.bars import Footer
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import filter_choice
from carebook.ui.parts.labels import key_caps, label
from carebook.ui.parts.layouts import Stack, box, column, row
from carebook.ui.parts.page import DeskPage, KeyHint
from carebook.ui.parts.states import States
from carebook.ui.parts.tabs import Tabs
from carebook.ui.parts.writing_panel import WritingPanel
from carebook.words import N_, _, message, ngettext


class ClassPage(DeskPage):
    """The class of ``turn_to(group_id=…, tab="register|timetable|plans", episode_id=…)``; the first one when none is named."""

    mine = frozenset({"groups", "people"})
    keys = (
        KeyHint("Alt+←", N_("earlier days")),
        KeyHint("Alt+→", N_("later days")),
        KeyHint("Enter", N_("open the roll of the day")),
        KeyHint("F2", N_("write the education plan")),
        KeyHint("Ctrl+S", N_("save")),
        KeyHint("Ctrl+P", N_("print the register")),
        KeyHint("Esc", N_("back")),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Classes"))
        self._group_id = self._episode_id = ""
        self._day = desk.today()
        self._shown: Shown | None = None
        self._busy = False
        self.which = filter_choice(_("Class chosen"), [], width=theme.worn().scaled(220))
        self.which.activated.connect(self._choose_class)
        self.group_button = Button(_("Open the group"), icon="users")
        self.group_button.clicked.connect(self._open_group)
        self.print_button = Button(_("Print"), icon="printer", key="Ctrl+P", listens=False)
        self.print_button.clicked.connect(self._print)
        self.print_button.setVisible(desk.may("print_papers"))
        self.header.add_left(self.which)
        self.header.add_actions(self.group_button, self.print_button)
        self.tabs = Tabs(
            [("register", _("Register")), ("timetable", _("Timetable")), ("plans", _("Education plans"))], _("Classes")
        )
        self.tabs.chosen.connect(self._show_tab)
        self._make_views()
        self.states = States(self._content())
        self.writing = self.writes_in(WritingPanel(desk, width=440))
        self.writing.shut.connect(self._written_or_left)
        hints = key_caps(("Enter", _("open the roll of the day")), ("Alt+← Alt+→", _("earlier, later days")))
        self.foot = Footer(hints, None, height=40)
        self.put((row((self.states, 1), self.writing, gap=0), 1), self.foot)
        self.setFocusProxy(self.register.table)
        for key, slot in (
            *(("Alt+Left", self.go_earlier), ("Alt+Right", self.go_later)),
            *(("F2", self.plans.write), ("Ctrl+P", self._print), ("Esc", self._go_back)),
        ):
            on_key(self, key, slot)

    def _make_views(self) -> None:
        self.register = RegisterView(self._desk)
        self.register.roster_wanted.connect(self._open_roster)
        self.register.pupil_wanted.connect(self._open_pupil)
        self.timetable = TimetableView(self._desk)
        self.plans = PlansView(self._desk)
        self.plans.write_wanted.connect(self.write_plan)
        self.plans.review_wanted.connect(self.write_review)
        self.plans.pupil_wanted.connect(self._open_pupil)

    def _content(self) -> QFrame:
        """The tabs with the span of days beside them, what the class is in one line, and the view below."""
        self.span = Segments([("month", _("Month")), ("week", _("Week"))], "month")
        self.span.chosen.connect(self._ask_again)
        self.earlier_button = Button("", "ghost", "chevron-left")
        self.earlier_button.setAccessibleName(_("Earlier days"))
        self.earlier_button.clicked.connect(self.go_earlier)
        self.later_button = Button("", "ghost", "chevron-right")
        self.later_button.setAccessibleName(_("Later days"))
        self.later_button.clicked.connect(self.go_later)
        self.days = label("", "strong")
        self._days_bar = box(row(self.earlier_button, self.days, self.later_button, 8, self.span, gap=4))
        self.line = label("", "small", wrap=True)
        self._views = Stack()
        for view in (self.register, self.timetable, self.plans):
            self._views.addWidget(view)
        whole = column(
            row(self.tabs, self._days_bar, gap=8, margins=(24, 0, 20, 0)),
            row((self.line, 1), margins=(24, 2, 16, 2)),
            (self._views, 1),
            gap=2,
        )
        return box(whole)

    # which class, which days

    def turn_to(self, group_id: str = "", tab: str = "", episode_id: str = "", **_more: object) -> None:
        """Show a class, a tab of it, and the pupil of a stay."""
        if group_id and group_id != self._group_id:
            self._put_away()
            self._group_id = group_id
        self._episode_id = episode_id
        if tab in ("register", "timetable", "plans"):
            self.tabs.choose(tab)
        self.make_stale()

    def _put_away(self) -> None:
        if self.writing.is_open():
            if self.writing.has_unsaved():
                self.writing.keep_draft()
            self.writing.put_away()

    def _choose_class(self) -> None:
        self._put_away()
        self._group_id = self.which.code()
        self.make_stale()

    def _span(self) -> tuple[date, date]:
        return month_of(self._day) if self.span.current() == "month" else week_of(self._day)

    def go_earlier(self) -> None:
        """The month or week before."""
        self._go_to(self._span()[0] - timedelta(days=1))

    def go_later(self) -> None:
        """The month or week after."""
        self._go_to(self._span()[1] + timedelta(days=1))

    def _go_to(self, day: date) -> None:
        self._day = day
        self._ask_again()

    def _ask_again(self, _span: str = "") -> None:
        self.make_stale()

    def refresh(self) -> None:
        """Ask for the class and its register."""
        if self._shown is None:
            self.states.show_loading()
        group_id, (first, last), today = self._group_id, self._span(), self._desk.today()
        self._desk.ask(self, lambda reader: shown(reader, group_id, first, last, today), self._show, self._not_read)

    def _not_read(self, _error: BaseException) -> None:
        self.states.show_failed(self.make_stale)

    def _show(self, found: Shown) -> None:
        self._shown = found
        self.writing.know(found.drafts)
        self.which.offer([(one.id, one.name) for one in found.groups])
        for button in (self.group_button, self.print_button, self.which):
            button.setVisible(found.file is not None)
        self.print_button.setVisible(found.file is not None and self._desk.may("print_papers"))
        file, register = found.file, found.register
        if file is None or register is None:
            self.header.show_line("")
            doors = ((_("Groups and classes"), self._open_group),)
            self.states.show_empty(
                _("No class yet. A group of the kind “special class” has a register here."),
                *doors,
                icon="graduation-cap",
            )
            return
        self._group_id = file.group.id
        self.which.choose(self._group_id)
        first, last = self._span()
        month = str(dates.month_name(first.year, first.month))
        monthly = self.span.current() == "month"
        self.days.setText(
            month[:1].upper() + month[1:] if monthly else f"{self._desk.said_day(first)}–{self._desk.said_day(last)}"
        )
        self.line.setText(self._said(file, found.norm))
        self.register.show_register(register)
        self.timetable.show_class(file)
        self.plans.show_class(file)
        if self._episode_id:
            self.plans.pick_stay(self._episode_id)
            self._episode_id = ""
        self.states.show_content()
        self._show_tab()

    def _said(self, file: ClassFile, norm: int) -> str:
        """The class in one line: pupils, year, fee, teachers against the norm."""
        group, pupils = file.group, file.pupils
        by_day = sum(pupil.by_day for pupil in pupils)
        said = [ngettext("{n} pupil", "{n} pupils", len(pupils)).format(n=len(pupils))]
        if by_day:
            said.append(ngettext("{n} day pupil", "{n} day pupils", by_day).format(n=by_day))
        if group.places is not None:
            said.append(_("{n} places").format(n=group.places))
        if group.school_year:
            said.append(_("school year {year}").format(year=group.school_year))
        if group.from_on is not None:
            since = dates.written(group.from_on)
            said.append(f"{since}–{dates.written(group.to_on)}" if group.to_on else _("from {day}").format(day=since))
        if group.fee is not None:
            fee = str(message("{amount} a month", amount=money.dong(group.fee)))
            said.append(fee if group.fee else _("free of charge"))
        said.append(str(said_norm(len(pupils), len(file.teachers), norm)))
        return " · ".join(said)

    def _show_tab(self, _tab: str = "") -> None:
        view = {"register": self.register, "timetable": self.timetable, "plans": self.plans}[self.tabs.current()]
        self._views.setCurrentWidget(view)
        self._days_bar.setVisible(view is self.register)
        self.foot.setVisible(view is self.register and not self.is_narrow())
        writes = self.writing.is_open()
        self.plans.panel.setVisible(not writes and self.plans.table.current() is not None)

    # education plans

    def write_plan(self, one: PupilPlan) -> None:
        """A sheet for the plan of a pupil, begun when there is none."""
        file = one.file or EducationPlanFile(self._begun(one.pupil))
        self._write(one, file, PLAN_FORM, _("Education plan"))

    def write_review(self, one: PupilPlan) -> None:
        """A sheet that rates the goals of a pupil's plan."""
        if one.file is not None:
            self._write(one, one.file, REVIEW_FORM, _("Review the education plan"))

    def _begun(self, pupil: Pupil) -> EducationPlan:
        group = self._shown.file.group if self._shown and self._shown.file else None
        return EducationPlan(
            episode_id=pupil.episode_id,
            group_id=self._group_id,
            school_year=group.school_year if group else "",
            teacher_id=(group.leader_id if group else None) or self._desk.actor.staff_member_id or None,
            made_on=self._desk.today(),
        )

    def _write(self, one: PupilPlan, file: EducationPlanFile, form: str, title: str) -> None:
        found = self._shown
        if found is None or self.writing.has_unsaved():
            return
        self.tabs.choose("plans")
        teacher = file.plan.teacher_id or ""
        teachers = list(found.teachers)
        if teacher and teacher not in dict(teachers) and found.file is not None:
            teachers.append((teacher, found.file.staff.get(teacher, "–")))
        sheet = PlanSheet(self._desk, file, teachers, review=form == REVIEW_FORM)
        subject = file.plan.id or f"{self._group_id}:{one.pupil.episode_id}"
        self.writing.open(sheet, form, subject, title, one.pupil.name)
        self.plans.panel.hide()
        self._make_room()

    def save(self) -> None:
        """Keep the plan or the review that is written."""
        file: EducationPlanFile | None = None if self._busy else self.writing.written()
        if file is None:
            return
        self._busy = True
        deed = review_education_plan if self.writing.form == REVIEW_FORM else save_education_plan
        seen = file.plan.version if file.plan.id else None
        self._desk.do(deed, file.plan, file.goals, seen=seen, then=self._saved, failed=self._refused)

    def _saved(self, change: Change) -> None:
        self._busy = False
        self.writing.close_up()
        self.make_stale()
        self.tell_done(change)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        if isinstance(error, Outdated) or not problems:
            self.complain(error)
        else:
            self.writing.show_problems(problems)

    def _written_or_left(self) -> None:
        self._show_tab()
        self._make_room()

    # elsewhere

    def _open_roster(self, lesson_id: str) -> None:
        self._desk.go("groups", group_id=self._group_id, session_id=lesson_id)

    def _open_pupil(self, pupil: Pupil) -> None:
        if pupil.masked:
            self.say(_("This item is protected. If it is needed for care, ask the director."), "info", icon="lock")
        else:
            self._desk.go("person", person_id=pupil.person_id)

    def _open_group(self) -> None:
        self._desk.go("groups", group_id=self._group_id)

    def _print(self) -> None:
        if not self.print_button.isHidden():
            first, _last = month_of(self._day)
            self._desk.go("case_papers", group_id=self._group_id, paper="class_register", first=first)

    def _go_back(self) -> None:
        if self.writing.is_open():
            self.writing.leave()
        else:
            self._desk.go("groups", group_id=self._group_id)

    # narrow and wide

    def fold(self, narrow: bool) -> None:
        super().fold(narrow)
        self.tabs.fold(narrow)
        self._show_tab()
        self.plans.fold(narrow)
        if narrow and self.span.current() == "month":
            self.span.choose("week")
            self.make_stale()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        self.writing.make_room(self.states, self.width())
