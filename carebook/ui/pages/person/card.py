"""The square code of a national ID: a scanner types it into a field, and the facts on it go where they belong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from carebook import dates
from carebook.dates import PartialDate
from carebook.rules import identity
from carebook.rules.identity import CardFacts
from carebook.ui.parts.fields import Form
from carebook.words import _

Fill = Callable[[Form, CardFacts], None]


class CardScan(QObject):
    """Looks at a field when it is left or Enter is pressed, as scanners do after the last letter."""

    def __init__(self, form: Form, name: str, fill: Fill) -> None:
        super().__init__(form)
        self._form, self._name, self._fill = form, name, fill
        editor = form.editor(name)
        editor.left.connect(self._look)
        if isinstance(editor.input.target, QLineEdit):
            editor.input.target.returnPressed.connect(self._look)

    def _look(self) -> None:
        facts = identity.read_card_code(str(self._form.editor(self._name).raw()))
        if facts is not None:
            self._fill(self._form, facts)
            said = (
                facts.full_name,
                dates.written(facts.born) if facts.born else "",
                facts.national_id,
                facts.address,
            )
            self._form.summary.say(_("On the card: {facts}").format(facts=" · ".join(filter(None, said))), "info")


def fill_paper(form: Form, facts: CardFacts) -> None:
    """Number, kind and day of issue of an identity paper."""
    form.editor("kind").set_value("national_id")
    form.editor("number").set_value(facts.national_id)
    if facts.issued_on is not None:
        form.editor("issued_on").set_value(facts.issued_on)


def fill_person(form: Form, facts: CardFacts) -> None:
    """Name, sex and birth of a person."""
    form.editor("full_name").set_value(facts.full_name)
    if facts.sex is not None:
        form.editor("sex").set_value(facts.sex)
    if facts.born is not None:
        form.editor("born").set_value(PartialDate.of(facts.born))
