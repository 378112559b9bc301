"""Putting a signed report in the outbox: where it is to go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from carebook.actions import outbox
from carebook.records.periods import Destination, Snapshot
from carebook.rules.periods import said
from carebook.ui.parts.asking_dialog import AskingDialog
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields.choosing import Choice
from carebook.words import _


class PutOutDialog(AskingDialog):
    """Asks for the destination of a report; without one it waits in the outbox until somebody chooses."""

    def __init__(self, desk: Desk, parent: QWidget | None, snapshot: Snapshot, places: Sequence[Destination]) -> None:
        title = _("Put the report of {month} in the outbox?").format(month=said(snapshot.period))
        text = _("With a destination it is sent by itself, and tried again until it arrives.")
        super().__init__(parent, title, text)
        self._desk, self._snapshot = desk, snapshot
        self.to = Choice([*((place.id, place.name) for place in places), ("", _("Decide later"))])
        self.to.choose(places[0].id if places else "")
        self.add_field(_("Send to"), self.to)
        self.finish(_("Put in outbox"), self.send, self.to)

    def send(self) -> None:
        """Put it in the outbox."""
        self.working(_("Saving…"))
        destination = self.to.code() or None
        self._desk.do(
            outbox.put_in_outbox,
            self._snapshot.id,
            destination_id=destination,
            then=self.finished_well,
            failed=self.refused,
        )
