"""The sheet on which a contact is written, with the red notice of who must not be in contact above it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from carebook import dates
from carebook.records.contacts import Contact
from carebook.records.people import Relative
from carebook.rules.contacts import reasons_against
from carebook.rules.problem import Problem
from carebook.store.contacts import Bounds
from carebook.ui.parts import theme
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Choices, Form, section
from carebook.ui.parts.labels import Sign, label
from carebook.ui.parts.layouts import row
from carebook.ui.parts.writing_panel import FormSheet
from carebook.words import _

_FIELDS = (
    *("episode_id", "kind", "held_on", "held_at", "relative_id", "name", "relation", "allowed_because"),
    *("people", "paper_no", "left_at", "minutes", "brought", "course", "reaction", "staff_member_id"),
)
_AFTER_REASON = ("people", "paper_no", "left_at", "minutes", "brought", "course", "reaction", "staff_member_id")
"""What can be written of somebody barred only once it is said why they were let in."""
_OF_VISITORS = ("people", "paper_no", "left_at")


class BanNotice(QFrame):
    """Who must not be in contact, in red; hidden when nobody is barred."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("message")
        self.setProperty("tone", "danger")
        self._words = label("", tone="text", wrap=True)
        self.setLayout(row(Sign("triangle-alert", "danger"), (self._words, 1), margins=(12, 8, 10, 8)))
        self.hide()

    def tell(self, sentences: Sequence[str]) -> None:
        """Say these, one a line."""
        self._words.setText("\n".join(sentences))
        self.setAccessibleName(" ".join(sentences))
        self.setVisible(bool(sentences))
        theme.restyle(self)

    def text(self) -> str:
        """What is said now."""
        return "" if self.isHidden() else self._words.text()


def barred(known: Bounds, day: date) -> list[str]:
    """Everybody who must not be in contact on a day, and who is not to be told anything."""
    orders = [
        _("Banned from contact: {name}, until {day}").format(
            name=ban.against, day=dates.written(ban.to_on) if ban.to_on else "–"
        )
        for ban in known.in_force(day)
    ]
    marked = [_("No contact: {name}").format(name=one.full_name) for one in known.relatives if one.no_contact]
    silent = [
        _("Not to be given information: {name}").format(name=one.full_name)
        for one in known.relatives
        if one.no_information and not one.no_contact
    ]
    return orders + marked + silent


class ContactSheet(FormSheet):
    """A contact of somebody. ``whose`` tells the stay that was chosen, so that `know` is given who is barred from it."""

    whose = Signal(str)

    def __init__(
        self, desk: Desk, contact: Contact, *, stays: Choices, staff: Choices, visits: Collection[str], one: bool
    ) -> None:
        """``one``: the stay is given and not asked for."""
        self._desk, self._visits = desk, visits
        self._stay, self._relative = contact.episode_id, contact.relative_id
        form = Form(
            [section("", Contact, *(name for name in _FIELDS if not (one and name == "episode_id")))],
            desk.today,
            choices={
                "episode_id": stays,
                "kind": desk.choices("contact_kind"),
                "relation": desk.choices("relationship"),
                "staff_member_id": staff,
            },
            labels={"episode_id": _("With whom"), "relative_id": _("Known relative"), "name": _("Visitor, caller")},
            columns=1,
        )
        super().__init__(form, contact)
        self._known: Bounds | None = None
        self.notice = BanNotice()
        whole = self.layout()
        assert whole is not None
        whole.insertWidget(0, self.notice)  # type: ignore[attr-defined]
        for name in _OF_VISITORS:
            form.show_when(name, self._is_visit)
        form.show_when("minutes", lambda shown: not self._is_visit(shown))
        self._ask_again()
        if not one and contact.id:
            form.editor("episode_id").setEnabled(False)
        form.changed.connect(self._follow)

    def know(self, known: Bounds | None) -> None:
        """Who is known of the chosen person and who is barred; None when nobody is chosen."""
        self._known = known
        relatives = known.relatives if known is not None else ()
        offered = [(one.id, self._named(one)) for one in relatives]
        chosen = self.form.value("relative_id")
        if chosen and chosen not in dict(offered):
            offered.append((chosen, self.form.value("name")))
        self.form.editor("relative_id").offer(offered)
        self._ask_again()
        self._follow()

    def _ask_again(self) -> None:
        """Which fields are asked depends on who is known."""
        self.form.show_when("relative_id", lambda _form: self._known is not None and bool(self._known.relatives))
        self.form.show_when("allowed_because", lambda _form: bool(self._against()) or self._was_allowed())

    def _named(self, one: Relative) -> str:
        relation = self._desk.words("relationship", one.relation) if one.relation not in ("", "other") else ""
        marked = _("no contact") if one.no_contact else ""
        return " · ".join(filter(None, (one.full_name, relation, marked)))

    def _is_visit(self, form: Form) -> bool:
        return form.value("kind") in self._visits

    # what is typed changes what is asked

    def _follow(self) -> None:
        self._tell_whose()
        self._take_relative()
        self._look_who_is_barred()

    def _tell_whose(self) -> None:
        if "episode_id" in self.form.names() and self.form.value("episode_id") != self._stay:
            self._stay = self.form.value("episode_id") or ""
            self.whose.emit(self._stay)

    def _take_relative(self) -> None:
        """The name, relation and paper of the relative who was just chosen."""
        chosen = self.form.value("relative_id")
        if chosen == self._relative or self._known is None:
            return
        self._relative = chosen
        if (one := self._known.relative(chosen)) is not None:
            self.form.editor("name").set_value(one.full_name)
            self.form.editor("relation").set_value(one.relation)
            if one.national_id:
                self.form.editor("paper_no").set_value(one.national_id)

    def _against(self) -> list[str]:
        """Why whoever is written down should not be in contact."""
        value, known = self.form.value, self._known
        if known is None:
            return []
        day = value("held_on") or self._desk.today()
        met = Contact(episode_id=self._stay, held_on=day, relative_id=value("relative_id"), name=value("name"))
        return [str(one) for one in reasons_against(met, known.relatives, known.bans)]

    def _was_allowed(self) -> bool:
        """Whether the contact is kept as one with this same person, who was let in for a reason."""
        kept: Contact = self._record
        met = (self.form.value("relative_id"), self.form.value("name"))
        return bool(kept.allowed_because) and met == (kept.relative_id, kept.name)

    def _look_who_is_barred(self) -> None:
        against, value = self._against(), self.form.value
        everybody = barred(self._known, value("held_on") or self._desk.today()) if self._known is not None else []
        self.notice.tell(against or everybody)
        writable = not against or bool(value("allowed_because").strip())
        for name in _AFTER_REASON:
            self.form.editor(name).setEnabled(writable)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Without what the red notice says already."""
        told = self.notice.text().split("\n")
        super().show_problems([one for one in problems if one.field or str(one.message) not in told])

    def written(self) -> Contact | None:
        contact: Contact | None = super().written()
        if contact is not None and not self._against() and not self._was_allowed():
            contact = replace(contact, allowed_because="")
        if contact is not None and contact.kind not in self._visits:
            return replace(contact, paper_no="", left_at=None)
        return contact

    def restore(self, draft: dict[str, Any]) -> None:
        """Show a draft; its relative is offered again once it is known whose they are."""
        if draft.get("relative_id"):
            self.form.editor("relative_id").offer([(draft["relative_id"], str(draft.get("name", "")))])
            self._relative = draft["relative_id"]
        super().restore(draft)

    def take_focus(self) -> None:
        """Whom it is with, or who came."""
        first = "episode_id" if "episode_id" in self.form.names() and not self._stay else "name"
        self.form.editor(first).setFocus()


def new_contact(desk: Desk, day: date, episode_id: str) -> Contact:
    """A visit that has just begun, or one of an earlier day without a time."""
    now = dates.local(desk.now()).time().replace(second=0, microsecond=0)
    return Contact(
        episode_id=episode_id,
        held_on=day,
        held_at=now if day == desk.today() else None,
        staff_member_id=desk.actor.staff_member_id,
    )
