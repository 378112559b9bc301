"""The sheets on which leads and letters are written: whole, or only what came of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Any

from carebook.records.codes import Limit
from carebook.records.declaration import field_of
from carebook.records.people import Address
from carebook.records.tracing import TracingLead, TracingLetter
from carebook.rules.tracing import reply_expected_by
from carebook.store.tracing import TracingFile
from carebook.ui.pages.tracing.rows import who
from carebook.ui.parts.communes import communes_near
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, Section, section
from carebook.ui.parts.writing_panel import FormSheet
from carebook.words import _

_ABOUT = ("found_on", "source", "source_detail", "person", "relation")
_WHERE = ("commune", "place", "contact", "what")
_RESULT = ("result", "result_on", "proof", "verified_by", "note")


class LeadSheet(FormSheet):
    """A lead: all that is known of it, or (``whole`` False) only what came of it. One that is open again has no result.

    The province only narrows the communes; it is ``province`` until the lead has a commune of another.
    """

    def __init__(
        self, desk: Desk, lead: TracingLead, open_results: Collection[str], province: str = "", *, whole: bool = True
    ) -> None:
        self._desk, self._open, self._whole = desk, open_results, whole
        place = desk.codes.code("commune", lead.commune) if lead.commune else None
        self._province = place.group if place is not None else province
        form = Form(
            self._sections(whole),
            desk.today,
            choices={
                "source": desk.choices("lead_source"),
                "relation": desk.choices("relationship"),
                "province": desk.choices("province"),
                "commune": communes_near(desk, self._province, lead.commune),
                "result": desk.choices("lead_result"),
                "proof": desk.choices("lead_proof"),
            },
            columns=1,
        )
        if whole:
            form.editor("province").set_value(self._province)
        super().__init__(form, lead)
        self._was_open = lead.result in open_results
        for name in ("result_on", "proof", "verified_by"):
            form.show_when(name, self._has_result)
        form.changed.connect(self._follow)

    @staticmethod
    def _sections(whole: bool) -> list[Section]:
        result = section(_("What came of it") if whole else "", TracingLead, *_RESULT)
        if not whole:
            return [result]
        known, where = section("", TracingLead, *_ABOUT), section("", TracingLead, *_WHERE)
        province = field_of(Address, "province")
        return [Section("", (*known.fields, province, *where.fields)), result]

    def _has_result(self, form: Form) -> bool:
        return form.value("result") not in self._open

    def _follow(self) -> None:
        """A result that was just chosen became known today, unless another day is written; communes follow the province."""
        is_open = not self._has_result(self.form)
        if self._was_open and not is_open and self.form.value("result_on") is None:
            self.form.editor("result_on").set_value(self._desk.today())
        self._was_open = is_open
        if self._whole and (province := self.form.value("province") or "") != self._province:
            self._province = province
            self.form.editor("commune").set_value(None)
            self.form.editor("commune").offer(communes_near(self._desk, province))

    def restore(self, draft: dict[str, Any]) -> None:
        """Show a draft; its commune is among those of its province."""
        super().restore({name: value for name, value in draft.items() if name != "commune"})
        super().restore({name: value for name, value in draft.items() if name == "commune"})

    def written(self) -> TracingLead | None:
        lead: TracingLead | None = super().written()
        if lead is not None and lead.result in self._open:
            return replace(lead, result_on=None, proof=None, verified_by="")
        return lead


class LetterSheet(FormSheet):
    """A letter or notice. The day by which a reply is expected follows the day of sending until another is written; a
    public notice expects none.
    """

    def __init__(self, desk: Desk, letter: TracingLetter, file: TracingFile, reply: Limit) -> None:
        self._notices, self._limit = file.notices, reply
        form = Form(
            [
                section("", TracingLetter, "kind", "addressee", "number", "sent_on", "reply_due_on", "lead_id"),
                section(_("Reply"), TracingLetter, "replied_on", "reply"),
            ],
            desk.today,
            choices={
                "kind": desk.choices("tracing_letter"),
                "lead_id": [(one.id, who(one)) for one in file.leads],
            },
            columns=1,
        )
        super().__init__(form, letter)
        self._proposed = letter.reply_due_on if not letter.id else None
        self._sent = letter.sent_on
        form.show_when("reply_due_on", self._expects_reply)
        form.changed.connect(self._follow)

    def _expects_reply(self, form: Form) -> bool:
        return form.value("kind") not in self._notices

    def _follow(self) -> None:
        sent: date | None = self.form.value("sent_on")
        if sent is None or sent == self._sent or self.form.value("reply_due_on") != self._proposed:
            return
        if self._proposed is not None:
            self._sent, self._proposed = sent, reply_expected_by(sent, self._limit)
            self.form.editor("reply_due_on").set_value(self._proposed)

    def written(self) -> TracingLetter | None:
        letter: TracingLetter | None = super().written()
        if letter is not None and letter.kind in self._notices:
            return replace(letter, reply_due_on=None)
        return letter


def reply_sheet(desk: Desk, letter: TracingLetter) -> FormSheet:
    """Only the reply to a letter."""
    form = Form(
        [section("", TracingLetter, "replied_on", "reply")],
        desk.today,
        required=("replied_on", "reply"),
        columns=1,
    )
    return FormSheet(form, letter)
