"""The form of the schedule: one session or a series of them, new or changed, with what saving would do beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame

from carebook.actions.change import Outdated
from carebook.records.declaration import fields
from carebook.records.enum_words import choices
from carebook.records.groups import GroupSession
from carebook.records.schedules import Frequency, GroupSeries, HolidayWay, SessionSeries
from carebook.records.sessions import Session
from carebook.store.schedules import LookAhead
from carebook.ui.pages.schedules.plans import (
    Aim,
    Known,
    Offered,
    Plan,
    Series,
    Single,
    carried_over,
    known,
    look,
)
from carebook.ui.pages.schedules.preview import WIDTH, Preview
from carebook.ui.pages.schedules.reading import Says
from carebook.ui.pages.schedules.rule_words import distance_words, nth_choices, nth_of_month
from carebook.ui.parts.bars import Footer, MessageBar, lead_tab
from carebook.ui.parts.buttons import Button, Segments, on_key
from carebook.ui.parts.clerk import Change
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.labels import ElidedLabel, key_caps
from carebook.ui.parts.layouts import box, column, hairline, row, scrolling
from carebook.words import _, message

PREVIEW_AFTER_MS = 250
_WEEKLY = (Frequency.WEEKLY, Frequency.MONTHLY_WEEKDAY)
_WHO = ("episode_id", "therapy", "therapist_id", "room_id", "package_id")
_WHO_GROUP = ("leader_id", "room_id", "subject")
_WHEN = ("planned_on", "planned_at", "minutes")
_RULE = (
    *("starts_at", "minutes", "from_on", "frequency", "interval", "weekdays", "month_day", "nth"),
    *("until_on", "count", "holidays"),
)


class Planner(QFrame):
    """``begin(plans, …)`` shows "one" or "many" of them; ``done(Change)`` when one was kept, ``left`` when it is put away."""

    done = Signal(object)
    left = Signal()
    touched = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._plans: dict[str, Plan] = {}
        self._current = "one"
        self._known: Known | None = None
        self._forms: dict[type, Form] = {}
        self._offered: Offered | None = None
        self._frequency: Frequency | None = None
        self._busy = False
        self._timer = QTimer(self, singleShot=True, interval=PREVIEW_AFTER_MS)
        self._timer.timeout.connect(self._look)
        self.title = ElidedLabel("", "h2")
        self.ways = Segments([("one", _("One session")), ("many", _("Repeated"))], "one")
        self.ways.chosen.connect(self._change_way)
        self.messages = MessageBar()
        self._place = column(gap=0)
        self.preview = Preview(self._short_day)
        self.preview.free_chosen.connect(self._take_free)
        self.back_button = Button(_("Go back"), icon="chevron-left", key="Esc", listens=False)
        self.back_button.clicked.connect(self.left)
        self.save_button = Button(_("Save"), "primary", "save", "Ctrl+S", listens=False)
        self.save_button.clicked.connect(self.save)
        head = row((self.title, 1), self.ways, gap=12, margins=(24, 6, 16, 8))
        bar = column(self.messages, margins=(24, 0, 16, 4))
        inside = box(column(self._place, None, gap=0, margins=(24, 10, 16, 12)))
        left = box(column(head, bar, hairline(), (scrolling(inside), 1), gap=0))
        keys = key_caps(("Alt+↓", _("calendar of a date")))
        self._foot = Footer(keys, None, self.back_button, self.save_button)
        self._split = row((left, 1), self.preview, gap=0)
        self.setLayout(column((self._split, 1), self._foot, gap=0))
        on_key(self, "Esc", self.left)

    def _short_day(self, day: Any) -> str:
        return Says(self._desk.codes, self._desk.now()).day(day)

    # what is typed on

    @property
    def plan(self) -> Plan | None:
        """What is being planned, as it was before typing."""
        return self._plans.get(self._current)

    @property
    def form(self) -> Form | None:
        """The form on show."""
        plan = self.plan
        return self._forms.get(type(plan.record)) if plan else None

    def begin(self, plans: Mapping[str, Plan], offer: Offered, *, way: str = "one", about: str = "") -> None:
        """Show what is planned; ``about`` names the person or group where the form has no field for it."""
        self._plans, self._offered, self._known, self._busy = dict(plans), offer, None, False
        self._current = way if way in plans else next(iter(plans))
        self._about = about
        for name, words in self._ways_words().items():
            self.ways.rename(name, words)
        self.ways.choose(self._current)
        self.ways.setVisible(len(plans) > 1)
        for old in self._forms.values():
            self._place.removeWidget(old)
            old.deleteLater()
        self._forms = {type(plan.record): self._make_form(plan) for plan in plans.values()}
        for made in self._forms.values():
            self._place.addWidget(made)
        self._show()
        form, plan = self.form, self.plan
        if form is not None and plan is not None:
            starts = "starts_at" if plan.repeats else "planned_at"
            first = form.editor(starts).input if plan.aim is not Aim.NEW else form.first()
            if first is not None:
                first.setFocus()

    def _ways_words(self) -> dict[str, str]:
        new = all(plan.aim is Aim.NEW for plan in self._plans.values())
        if new:
            return {"one": _("One session"), "many": _("Repeated")}
        return {"one": _("Only this one"), "many": _("From this one on")}

    def _show(self) -> None:
        plan, form = self.plan, self.form
        if plan is None or form is None:
            return
        for other in self._forms.values():
            other.setVisible(other is form)
        self.title.setWhole(" · ".join(part for part in (plan.title, self._about) if part))
        self.messages.clear()
        form.load(plan.record)
        if plan.repeats:
            self._frequency = None
            self._suit_rule(form)
        if plan.aim is Aim.FROM_HERE:
            self.messages.say(_("What lies before this session stays as it is."), "info")
        self._ask_known()
        self._timer.start()
        lead_tab(form, self._foot)

    def _change_way(self, way: str) -> None:
        """The other way keeps everything both have in common."""
        plan = self.plan
        if plan is None or way == self._current:
            return
        typed = self._typed()
        self._current = way
        other = self._plans[way]
        if typed is not None and other.aim is Aim.NEW:
            record = carried_over(typed, other.record)
            if isinstance(record, SessionSeries | GroupSeries) and isinstance(typed, Session | GroupSession):
                days = tuple(code for code, _words in self._weekdays())
                record = replace(record, weekdays=(days[typed.planned_on.weekday()],))
            self._plans[way] = replace(other, record=record)
        self._show()

    # the forms

    def _weekdays(self) -> list[tuple[str, str]]:
        return [
            (c.code, str(c.extra.get("short", c.text))) for c in self._desk.codes.choices("weekday", self._desk.today())
        ]

    def _make_form(self, plan: Plan) -> Form:
        offer, desk, cls = self._offered, self._desk, type(plan.record)
        assert offer is not None
        who = _WHO_GROUP if plan.is_group else _WHO
        declared = {field.name for field in fields(cls)}
        people = [(one.episode_id, f"{one.name} · {one.code}") for one in offer.people]
        leaders = [(one.id, one.full_name) for one in (offer.everybody if plan.is_group else offer.staff)]
        rooms = [(one.id, one.name) for one in offer.rooms]
        form = Form(
            [
                section(_("Who and where"), cls, *(name for name in who if name in declared)),
                section(_("Days and times"), cls, *(_RULE if plan.repeats else _WHEN)),
            ],
            desk.today,
            choices={
                "episode_id": people,
                "therapy": desk.choices("therapy"),
                "therapist_id": leaders,
                "leader_id": leaders,
                "room_id": rooms,
                "package_id": [],
                "subject": desk.choices("lesson_subject"),
                "frequency": choices(Frequency),
                "weekdays": self._weekdays(),
                "holidays": choices(HolidayWay),
                "nth": nth_choices(),
            },
            labels={
                "episode_id": _("Person"),
                "until_on": _("Until, if it ends"),
                "count": _("Or so many sessions"),
            },
            columns=1,
        )
        self._tie(form, plan)
        form.changed.connect(self._typed_on)
        return form

    def _tie(self, form: Form, plan: Plan) -> None:
        """Which fields are shown when."""
        if plan.repeats:
            form.show_when("weekdays", lambda f: f.value("frequency") in _WEEKLY)
            form.show_when("month_day", lambda f: f.value("frequency") is Frequency.MONTHLY_DAY)
            form.show_when("nth", lambda f: f.value("frequency") is Frequency.MONTHLY_WEEKDAY)
            form.show_when("until_on", lambda f: f.value("count") is None)
            form.show_when("count", lambda f: f.value("until_on") is None)
        if plan.aim is not Aim.NEW:
            for name in ("episode_id", "therapy", "package_id", "subject"):
                if name in form.names():
                    form.show_when(name, lambda _f: False)
        elif "package_id" in form.names():
            form.show_when("package_id", lambda _f: bool(self._known and self._known.packages))

    def _suit_rule(self, form: Form) -> None:
        """What a frequency asks for, once it is chosen: the unit of its distance; the day of the month is that of the first day."""
        frequency, first = form.value("frequency"), form.value("from_on")
        if frequency is None or frequency is self._frequency:
            return
        self._frequency = frequency
        form.editor("interval").rename(distance_words(frequency))
        if first is None:
            return
        if frequency is Frequency.MONTHLY_DAY and form.editor("month_day").is_empty():
            form.editor("month_day").set_value(first.day)
        if frequency is Frequency.MONTHLY_WEEKDAY and form.editor("nth").is_empty():
            form.editor("nth").set_value(nth_of_month(first))

    def _typed_on(self) -> None:
        form = self.form
        if form is not None and self.plan is not None and self.plan.repeats:
            self._suit_rule(form)
        if form is not None and "episode_id" in form.names() and self._known_of() != form.value("episode_id"):
            self._ask_known()
        self._timer.start()
        self.touched.emit()

    # what the book knows of the person

    def _known_of(self) -> str | None:
        return self._known.episode_id if self._known else None

    def _ask_known(self) -> None:
        form = self.form
        episode_id = form.value("episode_id") if form and "episode_id" in form.names() else None
        if episode_id and episode_id != self._known_of():
            self._known = Known(episode_id, "", (), ())
            self._desk.ask(self, partial(known, episode_id=episode_id), self._show_known, key="known")

    def _show_known(self, found: Known) -> None:
        """Packages that run are offered; of the plan in force the first therapy fills what stands empty."""
        form, plan = self.form, self.plan
        if form is None or plan is None or form.value("episode_id") != found.episode_id:
            return
        self._known = found
        form.editor("package_id").offer([(one.id, one.name) for one in found.packages])
        form.show_when("package_id", lambda _f: bool(found.packages) and plan.aim is Aim.NEW)
        if plan.aim is Aim.NEW and found.therapies and not form.value("therapist_id"):
            first = found.therapies[0]
            form.editor("therapy").set_value(first.therapy)
            form.editor("therapist_id").set_value(first.therapist_id)
            form.editor("minutes").set_value(first.minutes)
            if first.room_id:
                form.editor("room_id").set_value(first.room_id)
        self._timer.start()

    # what would be planned

    def _typed(self) -> Single | Series | None:
        """The record as it is typed so far; None while something a question needs is missing."""
        form, plan = self.form, self.plan
        if form is None or plan is None:
            return None
        values = {name: form.value(name) for name in form.names()}
        needed = (
            ("starts_at", "from_on", "minutes", "interval") if plan.repeats else ("planned_on", "planned_at", "minutes")
        )
        if any(values.get(name) is None for name in needed):
            return None
        for name, value in values.items():
            if value is None and name in ("frequency", "holidays", "therapy"):
                return None
            if value is None and name in ("episode_id",):
                values[name] = ""
        return self._linked(replace(plan.record, **values))

    def _linked(self, record: Single | Series) -> Single | Series:
        """A new session of a person belongs to the plan in force."""
        if isinstance(record, Session | SessionSeries) and self.plan is not None and self.plan.aim is Aim.NEW:
            return replace(record, therapy_plan_id=(self._known.plan_id or None) if self._known else None)
        return record

    def _look(self) -> None:
        plan, record = self.plan, self._typed()
        if plan is None:
            return
        if record is None or not (getattr(record, "episode_id", "") or getattr(record, "group_id", "")):
            self.preview.show_waiting("")
            return
        now = self._desk.now()
        asked = partial(look, plan=plan, record=record, now=now)
        self._desk.ask(self, asked, self._show_ahead, self._not_looked, key="ahead")

    def _show_ahead(self, ahead: LookAhead) -> None:
        self.preview.show_ahead(ahead)

    def _not_looked(self, _error: BaseException) -> None:
        self.preview.show_waiting(_("This part could not be read yet."))

    def _take_free(self, at: time) -> None:
        form, plan = self.form, self.plan
        if form is not None and plan is not None:
            form.editor("starts_at" if plan.repeats else "planned_at").set_value(at)
            self._typed_on()

    # keeping it

    def has_unsaved(self) -> bool:
        """Whether something was typed that is not kept."""
        return self.form is not None and self.form.is_dirty()

    def draft(self) -> dict[str, Any]:
        """What was typed, as JSON can hold it."""
        plan, form = self.plan, self.form
        return {"way": self._current, "typed": form.draft()} if plan and form else {}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Show a draft over what was begun."""
        if draft.get("way") in self._plans:
            self._current = str(draft["way"])
            self.ways.choose(self._current)
            self._show()
        if self.form is not None:
            self.form.restore(draft.get("typed", {}))

    def save(self) -> None:
        """Keep it; what stands against it is said beside its field or above."""
        form, plan = self.form, self.plan
        if form is None or plan is None or self._busy:
            return
        record = form.record(plan.record)
        if record is None:
            return
        action, values, given = plan.deed(self._linked(record))
        self._busy = True
        self._desk.do(action, *values, then=self._kept, failed=self._refused, **given)

    def _kept(self, change: Change) -> None:
        self._busy = False
        if self.form is not None:
            self.form.mark_saved()
        self.done.emit(change)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        problems = getattr(error, "problems", ())
        if problems and self.form is not None:
            self.form.show_problems(problems)
        elif problems:
            self.messages.say(" ".join(str(one.message) for one in problems), "danger")
        elif isinstance(error, Outdated):
            self.messages.say(error, "warn")
        else:
            said = message("This was not done, nothing was written. What was typed is still here.")
            self.messages.say(said, "danger")

    def fold(self, narrow: bool) -> None:
        """The preview stands below while the window is narrow."""
        self.preview.setFixedWidth(250 if narrow else WIDTH)
