"""The sheets of a way home: what each form asks, what its deed is called, and how the check-list is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QBoxLayout

from carebook.actions import reintegration as deeds
from carebook.records.declaration import field_of
from carebook.records.enum_words import choices
from carebook.records.episodes import Absence
from carebook.records.people import Address, Relative
from carebook.records.reintegration import (
    Carer,
    CarerTraining,
    Opinion,
    PathPaper,
    Reintegration,
    Support,
    TrialDecision,
    TrialReport,
)
from carebook.ui.pages.home_path.asking import (
    CARER,
    DECISION,
    OPINION,
    PAPER,
    PATH,
    READINESS,
    SUPPORT,
    TRAINING,
    TRIAL,
    PathView,
)
from carebook.ui.pages.home_path.readiness import ReadinessSheet
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.communes import communes_near
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, Section, section
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import Flow, box, column
from carebook.ui.parts.writing_panel import FormSheet, Sheet
from carebook.words import _

_DESTINATION = ("destination", "target_on", "province", "commune", "place", "high_risk")
_PROVINCE = field_of(Address, "province")


@dataclass(frozen=True)
class Deeds:
    """What saves a form and what strikes its record through, with the right each needs ("" for none)."""

    save: Callable[..., Any]
    right: str
    strike: Callable[..., Any] | None = None
    striking: str = ""


DEEDS: Mapping[str, Deeds] = {
    CARER: Deeds(deeds.save_carer, "save_carer", deeds.strike_carer, "strike_carer"),
    OPINION: Deeds(deeds.record_opinion, "record_opinion", deeds.strike_opinion, "strike_opinion"),
    SUPPORT: Deeds(deeds.save_support, "save_support", deeds.strike_support, "strike_support"),
    TRAINING: Deeds(
        *(deeds.record_carer_training, "record_carer_training", deeds.strike_carer_training, "strike_carer_training")
    ),
    PAPER: Deeds(deeds.record_path_paper, "record_path_paper", deeds.strike_path_paper, "strike_path_paper"),
    TRIAL: Deeds(deeds.report_trial, "report_trial"),
    DECISION: Deeds(deeds.decide_trial, "decide_trial"),
    READINESS: Deeds(deeds.check_readiness, "check_readiness"),
    PATH: Deeds(deeds.amend_path, "amend_path"),
}


@dataclass(frozen=True)
class Opening:
    """A sheet to be opened: what it is about, its title and muted line, the subject of its draft, and what may be struck."""

    form: str
    sheet: Sheet
    subject: str
    title: str
    line: str = ""
    strikes: str = ""


class PlaceSheet(FormSheet):
    """A form with a commune; the province before it only narrows the communes, which are too many to be searched through.

    ``province`` is the one most people of the book come from, until the record has a commune of another.
    """

    def __init__(self, desk: Desk, form: Form, record: Any, province: str) -> None:
        self._desk = desk
        place = desk.codes.code("commune", record.commune) if record.commune else None
        self._province = place.group if place is not None else province
        form.editor("province").offer(desk.choices("province"))
        form.editor("province").set_value(self._province)
        form.editor("commune").offer(self._communes(record.commune))
        super().__init__(form, record)
        form.changed.connect(self._follow)

    def _communes(self, kept: str | None = None) -> Choices:
        """Those of the province; without one only what is kept."""
        if self._province:
            return communes_near(self._desk, self._province, kept)
        return [(kept, self._desk.words("commune", kept))] if kept else []

    def _follow(self) -> None:
        province = self.form.value("province") or ""
        if province != self._province:
            self._province = province
            self.form.editor("commune").set_value(None)
            self.form.editor("commune").offer(self._communes())

    def restore(self, draft: dict[str, Any]) -> None:
        """Show a draft; its commune is among those of its province."""
        super().restore({name: value for name, value in draft.items() if name != "commune"})
        super().restore({name: value for name, value in draft.items() if name == "commune"})


class CarerSheet(PlaceSheet):
    """Somebody who would take the person in. For a new one the known relatives stand above the form, each a button that fills
    it in; who must not be in contact is named and not offered.
    """

    def __init__(self, desk: Desk, form: Form, carer: Carer, province: str, relatives: Sequence[Relative]) -> None:
        super().__init__(desk, form, carer, province)
        self.offers = [] if carer.id else [self._offer(one) for one in relatives if not one.no_contact]
        barred = [one.full_name for one in relatives if one.no_contact]
        whole = column(gap=6)
        if self.offers:
            whole.addWidget(label(_("Relatives in the book"), "muted"))
            whole.addWidget(box(Flow(*self.offers, gap=6)))
        if barred:
            names = ", ".join(barred)
            whole.addWidget(label(_("No contact: {name}").format(name=names), "small_name", "danger", wrap=True))
        above = box(whole)
        above.setVisible(bool(self.offers or barred))
        own = self.layout()
        assert isinstance(own, QBoxLayout)
        own.insertWidget(0, above)

    def _offer(self, one: Relative) -> Button:
        relation = self._desk.words("relationship", one.relation) if one.relation not in ("", "other") else ""
        offer = Button(" · ".join(filter(None, (one.full_name, relation))), icon="plus")
        offer.clicked.connect(partial(self.take, one))
        return offer

    def take(self, one: Relative) -> None:
        """Write a known relative into the form."""
        for name in ("full_name", "relation", "born", "national_id", "phone", "address"):
            self.form.editor(name).set_value(getattr(one, name))
        self.form.editor("wishes").setFocus()


class Sheets:
    """Makes the sheets of one view."""

    def __init__(self, view: PathView, desk: Desk) -> None:
        self.view, self.desk = view, desk

    def opening(self, form: str, record: Any = None) -> Opening:
        """The sheet of a form: about ``record``, or an empty one."""
        makers: dict[str, Callable[[Any], Opening]] = {
            PATH: self._path,
            CARER: self._carer,
            OPINION: self._opinion,
            SUPPORT: self._support,
            TRAINING: self._training,
            PAPER: self._paper,
            TRIAL: self._trial,
            DECISION: self._decision,
            READINESS: self._readiness,
        }
        return makers[form](record)

    @property
    def _own(self) -> dict[str, Any]:
        file = self.view.file
        assert file is not None
        return {"episode_id": file.path.episode_id, "reintegration_id": file.path.id}

    @property
    def _me(self) -> str | None:
        me = self.desk.actor.staff_member_id
        return me if me in dict(self.view.here) else None

    def _form(self, *parts: Section, **more: Any) -> Form:
        return Form(list(parts), self.desk.today, columns=1, **more)

    def _sheet(self, form: str, fields: Form, record: Any, title: str, line: str = "") -> Opening:
        placed = "province" in fields.names()
        sheet = PlaceSheet(self.desk, fields, record, self.view.province) if placed else FormSheet(fields, record)
        return self._opening(form, sheet, record, title, line)

    def _opening(self, form: str, sheet: Sheet, record: Any, title: str, line: str = "") -> Opening:
        """The opening of a sheet about a record; a new one is told apart by its path, or by its stay."""
        owner = self.view.file.path.id if self.view.file is not None else self.view.episode.id
        strikes = record.id if DEEDS[form].strike is not None else ""
        return Opening(form, sheet, record.id or f"new:{owner}", title, line, strikes)

    def _path(self, record: Reintegration | None) -> Opening:
        desk, view = self.desk, self.view
        path = record or Reintegration(
            episode_id=view.episode.id, started_on=desk.today(), worker_id=view.episode.case_manager_id or self._me
        )
        form = self._form(
            section("", Reintegration, *(() if path.id else ("path",)), "started_on", "worker_id"),
            section(_("Wish"), Reintegration, "wish", "eligibility"),
            _with_province(section(_("Where to"), Reintegration, *(n for n in _DESTINATION if n != "province"))),
            section("", Reintegration, "collaborator_id", "note"),
            choices={
                "path": desk.choices("home_path"),
                "destination": desk.choices("home_destination"),
                "worker_id": view.may_be(path.worker_id),
                "collaborator_id": view.helpers,
            },
        )
        if not path.id:
            for name in (*_DESTINATION, "collaborator_id"):
                form.show_when(name, lambda shown: shown.value("path") == "home")
        title = _("The way home") if path.id else _("Begin a way home")
        return self._sheet(PATH, form, path, title, view.person.full_name)

    def _carer(self, record: Carer | None) -> Opening:
        carer = record or Carer(**self._own)
        form = self._form(
            _with_province(
                section("", Carer, *("full_name", "relation", "born", "national_id", "phone", "commune", "address"))
            ),
            section(_("Wishes and abilities"), Carer, "wishes", "willing", "able", "chosen", "note"),
            choices={"relation": self.desk.choices("relationship")},
            labels={"full_name": _("Name")},
        )
        sheet = CarerSheet(self.desk, form, carer, self.view.province, self.view.relatives)
        return self._opening(CARER, sheet, carer, _("Who would take them in"))

    def _opinion(self, record: Opinion | None) -> Opening:
        opinion = record or Opinion(**self._own, heard_on=self.desk.today(), heard_by_id=self._me)
        form = self._form(
            section("", Opinion, "of_whom", "name", "heard_on", "heard_by_id", "alone", "words"),
            choices={
                "of_whom": self.desk.choices("opinion_of"),
                "heard_by_id": self.view.may_be(opinion.heard_by_id),
            },
        )
        form.show_when("name", lambda shown: shown.value("of_whom") != "client")
        return self._sheet(OPINION, form, opinion, _("What was heard"))

    def _support(self, record: Support | None) -> Opening:
        support = record or Support(**self._own)
        names = ("kind", "what", "amount", "provider", "responsible", "due_on", "done_on", "note")
        form = self._form(section("", Support, *names), choices={"kind": self.desk.choices("support_kind")})
        return self._sheet(SUPPORT, form, support, _("Support of the plan home"))

    def _training(self, record: CarerTraining | None) -> Opening:
        file = self.view.file
        carers = [(one.id, one.full_name) for one in file.carers] if file is not None else []
        chosen = file.chosen.id if file is not None and file.chosen is not None else None
        training = record or CarerTraining(
            **self._own, given_on=self.desk.today(), carer_id=chosen, trainer_id=self._me
        )
        form = self._form(
            section("", CarerTraining, "carer_id", "topic", "given_on", "minutes", "trainer_id", "result"),
            choices={
                "carer_id": carers,
                "topic": self.desk.choices("carer_topic"),
                "trainer_id": self.view.may_be(training.trainer_id),
            },
        )
        return self._sheet(TRAINING, form, training, _("Training of the carer"))

    def _paper(self, record: PathPaper | str | None) -> Opening:
        file = self.view.file
        asked = [(one.code, one.text) for one in file.facts.papers] if file is not None else []
        if isinstance(record, PathPaper):
            paper = record
        else:
            open_ones = [one.code for one in file.facts.papers if not one.is_settled] if file is not None else []
            code = record or next(iter(open_ones), asked[0][0] if asked else "")
            paper = PathPaper(**self._own, paper=code)
        names = ("paper", "number", "dated_on", "issuer", "not_needed_because", "note")
        form = self._form(section("", PathPaper, *names), choices={"paper": asked or self.desk.choices("path_paper")})
        form.editor("paper").setEnabled(not paper.id)
        line = _("A paper is there with its day, or it is not needed for a reason.")
        opening = self._sheet(PAPER, form, paper, _("Paper of the way home"), line)
        return opening if paper.id else replace(opening, subject=f"{opening.subject}:{paper.paper}")

    def _trial(self, stay: Absence) -> Opening:
        report = self._report(stay)
        names = ("client_report", "family_report", "staff_report")
        form = self._form(section("", TrialReport, *names))
        return replace(self._sheet(TRIAL, form, report, _("How the trial stay went"), stay.place), subject=stay.id)

    def _decision(self, stay: Absence) -> Opening:
        report = self._report(stay)
        form = self._form(
            section("", TrialReport, "decision", "reason"),
            choices={"decision": choices(TrialDecision)},
            required=("decision",),
        )
        return replace(self._sheet(DECISION, form, report, _("What follows from the trial stay")), subject=stay.id)

    def _report(self, stay: Absence) -> TrialReport:
        found = next((report for known, report in self.view.trials if known.id == stay.id), None)
        return found or TrialReport(**self._own, absence_id=stay.id)

    def _readiness(self, first: str | None) -> Opening:
        file = self.view.file
        assert file is not None
        sheet = ReadinessSheet(file.facts.points, file.readiness, first or "")
        line = _("Each point: met, not yet, or it does not apply; a remark where it helps.")
        return Opening(READINESS, sheet, file.path.id, _("Check-list before going home"), line)


def _with_province(part: Section) -> Section:
    """The section with the province before its commune."""
    place = next(at for at, field in enumerate(part.fields) if field.name == "commune")
    return replace(part, fields=(*part.fields[:place], _PROVINCE, *part.fields[place:]))
