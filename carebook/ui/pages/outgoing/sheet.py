"""The sheet of one letter: its form, to whom it goes and who gets a copy, a line each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from carebook.records.office import OutgoingPaper
from carebook.rules.outgoing import INVITATION
from carebook.rules.problem import Problem
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form, section
from carebook.ui.parts.fields.typing import NoteInput
from carebook.ui.parts.labels import label
from carebook.ui.parts.layouts import column
from carebook.ui.parts.writing_panel import Sheet
from carebook.words import _

_WHAT = ("kind", "subject", "dated_on", "number")
_MEETING = ("meeting_at", "place")
_LINES = 9
_SIGNER = ("signer_prefix", "signer_post", "signer_name")


class LetterSheet(Sheet):
    """Written as one `OutgoingPaper`; a meeting is asked for only by an invitation."""

    def __init__(self, desk: Desk, paper: OutgoingPaper) -> None:
        super().__init__()
        self._paper = paper
        self.form = Form(
            [
                section("", OutgoingPaper, *_WHAT),
                section("", OutgoingPaper, *_MEETING),
                section("", OutgoingPaper, "body", line=_("A paragraph is a line of its own.")),
                section(_("Signed by"), OutgoingPaper, *_SIGNER),
            ],
            desk.today,
            choices={"kind": desk.choices("outgoing_kind"), "signer_prefix": desk.choices("sign_capacity")},
            columns=1,
        )
        for name in _MEETING:
            self.form.show_when(name, _invites)
        body = self.form.editor("body").input.target
        body.setFixedHeight(body.fontMetrics().lineSpacing() * _LINES + 20)
        self.addressed_to = self._lines(_("Addressed to"), paper.addressed_to)
        self.recipients = self._lines(_("Recipients"), paper.recipients)
        self.form.load(paper)
        self.form.changed.connect(self.changed)
        hint = label(_("One a line."), "small")
        self.setLayout(
            column(
                self.form,
                8,
                label(_("Addressed to"), "strong"),
                hint,
                self.addressed_to,
                6,
                label(_("Recipients"), "strong"),
                self.recipients,
                gap=4,
            )
        )

    def _lines(self, name: str, kept: Sequence[str]) -> NoteInput:
        made = NoteInput(lines=3)
        made.name_as(name)
        made.write("\n".join(kept))
        made.touched.connect(self.changed)
        return made

    def is_dirty(self) -> bool:
        return self.form.is_dirty() or (_read(self.addressed_to), _read(self.recipients)) != (
            self._paper.addressed_to,
            self._paper.recipients,
        )

    def written(self) -> OutgoingPaper | None:
        found = self.form.record(self._paper)
        if found is None:
            return None
        return replace(found, addressed_to=_read(self.addressed_to), recipients=_read(self.recipients))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self.form.show_problems(problems)

    def draft(self) -> dict[str, Any]:
        return {
            "form": self.form.draft(),
            "addressed_to": self.addressed_to.raw(),
            "recipients": self.recipients.raw(),
        }

    def restore(self, draft: dict[str, Any]) -> None:
        self.form.restore(draft.get("form", {}))
        self.addressed_to.set_raw(draft.get("addressed_to", ""))
        self.recipients.set_raw(draft.get("recipients", ""))

    def take_focus(self) -> None:
        if (first := self.form.first()) is not None:
            first.setFocus()


def _invites(form: Form) -> bool:
    return bool(form.value("kind") == INVITATION)


def _read(lines: NoteInput) -> tuple[str, ...]:
    return tuple(line.strip() for line in str(lines.read() or "").split("\n") if line.strip())
