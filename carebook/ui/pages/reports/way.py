"""The way of a report from its figures to the outbox, as the strip under the head shows it."""

from __future__ import annotations

from carebook import dates
from carebook.records.periods import ReportState
from carebook.ui.pages.reports.gathering import ReportView
from carebook.ui.parts.desk import Desk
from carebook.words import _


def way(view: ReportView, desk: Desk) -> tuple[list[tuple[str, str]], int]:
    """The way of a report, each step with its date or name; and which step comes next."""
    snapshot = view.snapshot
    now = {
        None: 0,
        ReportState.REOPENED: 0,
        ReportState.CLOSED: 2,
        ReportState.NUMBERED: 3,
        ReportState.PREPARER_SIGNED: 4,
        ReportState.SIGNED: 5,
        ReportState.SIGNED_IN_INK: 5,
    }.get(view.state, 6)
    sealing = snapshot is not None and snapshot.sealed and view.ink is None
    closed = number = preparer = head = sealed = sent = ""
    if snapshot is not None:
        closed = desk.said_day(dates.today_in_vietnam(snapshot.closed_at))
        if snapshot.number or snapshot.dated_on:
            number = " · ".join(part for part in (snapshot.number, desk.said_day(snapshot.dated_on)) if part)
        elif now > 2:
            number = _("left blank for the pen")
        preparer, head = snapshot.preparer_name, snapshot.head_name
        at = {
            file.roles[-1]: desk.said_day(dates.today_in_vietnam(file.signed_at)) for file in view.signed if file.roles
        }
        preparer += f" · {at['preparer']}" if "preparer" in at else ""
        head += f" · {at['head']}" if "head" in at else ""
        sealed = at.get("seal", "")
        if view.signed and view.signed[0].timestamped_at is not None:
            if sealed:
                sealed += f" · {_('timestamped')}"
            else:
                head += f" · {_('timestamped')}"
        if view.ink is not None:
            preparer, head = _("in ink"), f"{view.ink.signer_name} · {desk.said_day(view.ink.dated_on)}"
        moments = [item.sent_at for item in view.outbox if item.sent_at is not None]
        sent = desk.said_day(dates.today_in_vietnam(max(moments))) if moments else _("waiting") if view.outbox else ""
    steps = [
        (_("being made"), _("up to {day}").format(day=desk.said_day(view.figures.period.cutoff))),
        (_("figures closed"), closed),
        (_("office: number, date"), number),
        (_("preparer signs"), preparer),
        (_("head signs"), head),
        (_("outbox"), sent),
    ]
    if sealing:
        steps.insert(5, (_("seal is set"), sealed))
        now += 1 if now > 5 or sealed else 0
    return steps, now
