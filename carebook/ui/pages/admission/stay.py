"""The fourth step: category, day, who sent them, decision and minutes, who manages the case; the contract of a voluntary stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from carebook.records import enum_words
from carebook.records.codes import Code
from carebook.records.episodes import Episode, EpisodeCategory, Placement, ServiceContract
from carebook.records.staff import StaffMember
from carebook.ui.pages.admission.steps import Fact, Step, taken, together
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import box, column, row, scrolling
from carebook.words import _

CATEGORY_OF_NOTICE = "child_abandoned"
"""Whose parents and relatives are looked for by public notice (NĐ 20/2021 Điều 28)."""


class StayStep(Step):
    """The facts of the stay; a category that is a secret says so."""

    key = "stay"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._route = ""
        self._managers: dict[str, str] = {}
        self.form = Form(
            [
                together(
                    _("Category and day"),
                    section("", EpisodeCategory, "category"),
                    section("", Episode, "start_on", "start_kind", "placement", "source", "brought_by", "intake_place"),
                ),
                section(
                    _("Decision and minutes"),
                    Episode,
                    "decision_no",
                    "decision_on",
                    "intake_minutes_no",
                    "case_manager_id",
                    "notice_published_on",
                    "confidential",
                ),
                section(_("Circumstances"), Episode, "reason", "intake_state", "note"),
            ],
            desk.today,
            choices={
                "category": desk.choices("category"),
                "start_kind": desk.choices("start_kind"),
                "placement": enum_words.choices(Placement),
                "source": desk.choices("admission_source"),
            },
        )
        self.form.load(Episode(person_id="", start_on=desk.today()))
        self.form.show_when("notice_published_on", lambda form: form.value("category") == CATEGORY_OF_NOTICE)
        self.contract = Form(
            [
                section(
                    _("Contract"),
                    ServiceContract,
                    *("number", "signed_on", "from_on", "to_on", "payer", "payer_phone", "package"),
                    *("monthly_fee", "deposit"),
                )
            ],
            desk.today,
            labels={"number": _("Contract number")},
        )
        self.contract.editor("number").required = False  # a contract can be added later
        self.contract.hide()
        self._secret = box(
            row(
                Sign("lock", "warn"),
                (label(_("This category makes the record restricted as soon as it is saved."), wrap=True), 1),
                gap=6,
            )
        )
        self._secret.hide()
        content = column(self._secret, self.form, self.contract, None, gap=4, margins=(24, 8, 20, 16))
        self.setLayout(column(scrolling(box(content)), gap=0))
        for form in self.forms():
            form.changed.connect(self._form_changed)

    def forms(self) -> Sequence[Form]:
        return (self.form, self.contract)

    def _form_changed(self) -> None:
        category = self.category_code()
        self._secret.setVisible(bool(category and category.extra.get("confidential")))
        self.changed.emit()

    def show_route(self, route: str) -> None:
        """Offer the categories of a form of admission, and the contract for a voluntary stay."""
        if route == self._route:
            return
        self._route = route
        self.form.editor("category").offer([(code.code, code.text) for code in self._fitting()])
        self.contract.setVisible(route == "voluntary")

    def _fitting(self) -> Sequence[Code]:
        """The categories of the form of admission; all of them where none belongs to it."""
        found = self.desk.codes.choices("category", self.desk.today())
        return [code for code in found if code.extra.get("route") == self._route] or found

    def offer_managers(self, members: Sequence[StaffMember]) -> None:
        """Who may manage the case."""
        self._managers = {member.id: f"{member.full_name} · {member.post}" for member in members}
        self.form.editor("case_manager_id").offer(list(self._managers.items()))

    def begin_in_community(self) -> None:
        """The stay of somebody helped outside the center; the category is chosen when the form of admission has one only."""
        self.form.editor("placement").set_value(Placement.COMMUNITY)
        fitting = self._fitting()
        if len(fitting) == 1:
            self.form.editor("category").set_value(fitting[0].code)

    def begin_readmission(self, previous: Episode) -> None:
        """The stay of somebody who was here before."""
        base = Episode(
            person_id=previous.person_id,
            start_on=self.desk.today(),
            start_kind="readmission",
            previous_episode_id=previous.id,
        )
        self.form.load(base)

    # reading

    def episode(self, base: Episode) -> Episode:
        """``base`` with what stands here."""
        return taken(self.form, base)

    def category(self) -> str:
        """The code of the category, "" while none is chosen."""
        return str(self.form.value("category") or "")

    def category_code(self) -> Code | None:
        """The category with what its list says about it."""
        category = self.category()
        return self.desk.codes.code("category", category, self.desk.today()) if category else None

    def service_contract(self) -> ServiceContract | None:
        """The contract of a voluntary stay; None while nothing of it is typed."""
        if self._route != "voluntary":
            return None
        empty = ServiceContract(episode_id="")
        found = taken(self.contract, empty)
        return None if found == empty else found

    def facts(self) -> list[Fact]:
        found = super().facts()
        manager = self._managers.get(str(self.form.value("case_manager_id") or ""))
        return [*found, (self.form.editor("case_manager_id").words, manager)] if manager else found

    def draft(self) -> dict[str, Any]:
        kept = {"form": self.form.draft(), "contract": self.contract.draft()}
        return {name: draft for name, draft in kept.items() if draft}

    def restore(self, draft: Mapping[str, Any]) -> None:
        self.form.restore(draft.get("form", {}))
        self.contract.restore(draft.get("contract", {}))
