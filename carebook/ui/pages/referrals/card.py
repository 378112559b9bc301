"""The chosen referral under the list: how far it has come, what was written, and the consent it is sent on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy

from carebook import dates
from carebook.records.referrals import REFERRAL_WORDS, Consent, Referral, ReferralState
from carebook.rules.consents import why_not_valid
from carebook.rules.identity import phone_words
from carebook.rules.problem import Problem
from carebook.rules.referrals import DAY_OF, moves, problems_in_sharing
from carebook.store.referrals import ReferralFile
from carebook.ui.parts import theme
from carebook.ui.parts.buttons import Button
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import Chip, ElidedLabel, label
from carebook.ui.parts.layouts import Flow, box, column, emptied, row, scrolling
from carebook.ui.parts.strips import PathStrip
from carebook.words import N_, _, pgettext

S = ReferralState
_EDGE = 14
_WAY = (S.PROPOSED, S.SENT, S.ACCEPTED, S.SERVED, S.CLOSED)
STEP_WORDS = {
    S.SENT: N_("Send the referral…"),
    S.ACCEPTED: N_("They accept…"),
    S.SERVED: N_("The service was given…"),
    S.CLOSED: N_("End the referral…"),
    S.FAILED: N_("It comes to nothing…"),
}


class ReferralCard(QFrame):
    """Hidden without a referral. Signals tell what is wanted of the one on show; ``step_wanted`` bears the state."""

    step_wanted = Signal(object)
    edit_wanted = Signal()
    strike_wanted = Signal()
    consent_wanted = Signal()
    approval_wanted = Signal()
    revoking_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("card")
        self._desk = desk
        self.file: ReferralFile | None = None
        self.title = ElidedLabel("", "h3")
        self.strip = PathStrip()
        self.facts = label("", "small", wrap=True)
        self.words = label("", wrap=True)
        self.steps = {
            state: Button(_(words), key="" if state is S.FAILED else "F8", listens=False)
            for state, words in STEP_WORDS.items()
        }
        for state, button in self.steps.items():
            button.clicked.connect(lambda _checked=False, to=state: self.step_wanted.emit(to))
        self.edit_button = Button(_("Edit"), "ghost", "pencil", key="F2", listens=False)
        self.edit_button.clicked.connect(self.edit_wanted)
        self.strike_button = Button(_("Strike through…"), "ghost")
        self.strike_button.clicked.connect(self.strike_wanted)
        self.paper_button = Button(_("Papers"), "link", "printer")
        self.paper_button.clicked.connect(self._papers)
        self.case_button = Button(_("Protection"), "link", "shield-check")
        self.case_button.clicked.connect(self._case)
        self._foot = box(Flow(*self.steps.values(), self.edit_button, self.strike_button, gap=8))
        doors = row(self.paper_button, self.case_button, None, gap=12)
        left = box(column(self.facts, self.words, doors, None, gap=6))
        self._make_consent()
        self._inside = box(row((left, 3), (self.consent, 2), gap=16, margins=(0, 0, 6, 0)))
        self._told = scrolling(self._inside)
        self._told.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustToContents)
        self._told.setMinimumHeight(theme.worn().scaled(36))
        self.setLayout(
            column(self.title, self.strip, (self._told, 1), self._foot, gap=8, margins=(_EDGE, 10, _EDGE, 12))
        )
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.hide()

    def _make_consent(self) -> None:
        self._standing = row()
        self.consent_title = label(_("Consent to share information"), "strong")
        self.consent_words = label("", "small", wrap=True)
        self.write_button = Button(_("Write the consent…"), icon="signature")
        self.write_button.clicked.connect(self.consent_wanted)
        self.approve_button = Button(_("Approve"), icon="check")
        self.approve_button.clicked.connect(self.approval_wanted)
        self.revoke_button = Button(_("Withdraw the consent…"), "ghost", "undo-2")
        self.revoke_button.clicked.connect(self.revoking_wanted)
        buttons = Flow(self.approve_button, self.write_button, self.revoke_button, gap=8)
        self.consent = QFrame()
        self.consent.setObjectName("well")
        self.consent.setLayout(
            column(
                row(self.consent_title, self._standing, None, gap=8),
                self.consent_words,
                box(buttons),
                None,
                gap=6,
                margins=(12, 8, 12, 10),
            )
        )

    def show_file(self, file: ReferralFile | None) -> None:
        """Show one referral; nothing with None."""
        self.file = file
        self.setVisible(file is not None)
        if file is None:
            return
        referral, desk = file.referral, self._desk
        way = pgettext("referral", "from {partner}") if referral.incoming else pgettext("referral", "to {partner}")
        self.title.setWhole(f"{file.person.full_name} · {way.format(partner=file.partner.name)}")
        self.strip.show_steps(*_way_of(referral, desk))
        self.facts.setText(self._facts(file))
        self.words.setText("\n".join(filter(None, (referral.reason, referral.result, referral.failed_because))))
        open_ways = moves(referral) if desk.may("move_referral") else ()
        for state, button in self.steps.items():
            button.setVisible(state in open_ways)
        self.edit_button.setVisible(desk.may("save_referral"))
        self.strike_button.setVisible(desk.may("strike_referral"))
        self.case_button.setVisible(file.restricted)
        self._show_consent(file)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as its words need; the list has what is left."""
        needed = self._inside.heightForWidth(self.width() - 2 * _EDGE)
        self._told.setMaximumHeight(max(needed, self._told.minimumHeight()))

    def _facts(self, file: ReferralFile) -> str:
        referral, desk = file.referral, self._desk
        said = [desk.words("service", referral.service)]
        if referral.letter_no:
            said.append(_("letter {number}").format(number=referral.letter_no))
        if referral.state is S.SENT and referral.reply_due_on is not None:
            late = str(dates.lateness(referral.reply_due_on, desk.today()))
            said.append(
                _("reply expected by {day} ({late})").format(day=desk.said_day(referral.reply_due_on), late=late)
            )
        if file.worker:
            said.append(file.worker)
        if file.partner.phone:
            said.append(_("partner's telephone {phone}").format(phone=phone_words(file.partner.phone)))
        return " · ".join(said)

    def _show_consent(self, file: ReferralFile) -> None:
        consent, desk = file.consent, self._desk
        on = file.referral.sent_on or desk.today()
        why = why_not_valid(consent, on, file.asked) if consent is not None else None
        sent = file.referral.sent_on is not None
        if consent is None:
            words, tone = (
                (pgettext("consent", "needed"), "danger")
                if file.restricted and not sent
                else (pgettext("consent", "none"), "none")
            )
        elif consent.revoked_on is not None:
            words, tone = pgettext("consent", "withdrawn"), "danger"
        else:
            words, tone = (
                (pgettext("consent", "holds"), "ok") if why is None else (pgettext("consent", "does not hold"), "warn")
            )
        emptied(self._standing)
        self._standing.addWidget(Chip(words, tone))
        self.consent_words.setText(self._said(consent, file))
        proposed = file.referral.state is S.PROPOSED
        waits = consent is not None and consent.approved_on is None and consent.revoked_on is None
        self.write_button.setVisible(proposed and desk.may("save_consent"))
        self.write_button.setText(_("Edit the consent…") if waits else _("Write the consent…"))
        self.approve_button.setVisible(waits and desk.may("approve_consent"))
        self.revoke_button.setVisible(consent is not None and consent.revoked_on is None and desk.may("revoke_consent"))

    def _said(self, consent: Consent | None, file: ReferralFile) -> str:
        told: list[Problem] = problems_in_sharing(file.sharing, file.referral.sent_on or self._desk.today())
        against = [str(one.message) for one in told] if file.referral.state is S.PROPOSED else []
        if consent is None:
            return "\n".join(against)
        lines = [
            f"{consent.given_by} · {self._desk.said_day(consent.given_on)} · {consent.shared_with}",
            _("Shared: {what}").format(what=consent.shared),
            _("Withheld: {what}").format(what=consent.withheld) if consent.withheld else "",
            _("Approved on {day}").format(day=self._desk.said_day(consent.approved_on)) if consent.approved_on else "",
            _("Withdrawn on {day}").format(day=self._desk.said_day(consent.revoked_on)) if consent.revoked_on else "",
            *against,
        ]
        return "\n".join(filter(None, lines))

    def set_compact(self, compact: bool) -> None:
        """Without the strip while the window is narrow: the list tells the state."""
        self.strip.setVisible(not compact)

    def _papers(self) -> None:
        if self.file is not None:
            self._desk.go(
                "case_papers", episode_id=self.file.episode.id, kind="referral_sheet", id=self.file.referral.id
            )

    def _case(self) -> None:
        if self.file is not None:
            self._desk.go("protection", episode_id=self.file.episode.id)


def _way_of(referral: Referral, desk: Desk) -> tuple[list[tuple[str, str]], int]:
    """The steps of the strip with their days, and where the referral stands on it."""
    way = [state for state in _WAY if not (referral.incoming and state is S.SENT)]
    failed = referral.state is S.FAILED
    if failed:
        way = [state for state in way if state is not S.CLOSED and getattr(referral, DAY_OF[state]) is not None]
        way.append(S.FAILED)
    steps = [(_(REFERRAL_WORDS[state]), desk.said_day(getattr(referral, DAY_OF[state]))) for state in way]
    place = way.index(referral.state)
    return steps, place + 1 if referral.state is S.CLOSED else place
