"""What is written about a collaborator; the communes offered are those of the chosen province."""

from __future__ import annotations

from carebook.records.collaborators import Collaborator
from carebook.ui.parts.communes import communes_near
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.writing_panel import FormSheet
from carebook.words import _


class HelperSheet(FormSheet):
    """The form of one collaborator."""

    def __init__(self, desk: Desk, helper: Collaborator) -> None:
        self._desk = desk
        self._province = helper.province or ""
        form = Form(
            [
                section("", Collaborator, "full_name", "phone", "born"),
                section("", Collaborator, "province", "commune", "old_commune", "village"),
                section(_("Contract"), Collaborator, "contract_no", "from_on", "to_on", "allowance"),
                section("", Collaborator, "training", "trained_on", "note"),
            ],
            desk.today,
            choices={"province": desk.choices("province"), "commune": self._communes()},
            labels={"full_name": _("Name")},
            columns=1,
        )
        super().__init__(form, helper)
        form.changed.connect(self._follow)

    def _communes(self) -> Choices:
        return communes_near(self._desk, self._province)

    def _follow(self) -> None:
        province = self.form.value("province") or ""
        if province != self._province:
            self._province = province
            self.form.editor("commune").offer(self._communes())


def province_of(commune: str | None, desk: Desk) -> str | None:
    """The province of a commune; None when it is not known."""
    found = desk.codes.code("commune", commune, desk.today()) if commune else None
    return (found.group or None) if found is not None else None
