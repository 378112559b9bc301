"""What is prepared, in words: check-list, supports, contacts, trainings, meetings, trial stays."""

from __future__ import annotations

from carebook import dates, money
from carebook.records.contacts import Contact
from carebook.records.enum_words import said
from carebook.records.episodes import Absence
from carebook.records.reintegration import CarerTraining, ReadinessAnswer, Support, TrialDecision, TrialReport
from carebook.ui.pages.home_path.asking import DECISION, READINESS, SUPPORT, TRAINING, TRIAL
from carebook.ui.pages.home_path.lines import Line, Part
from carebook.ui.pages.home_path.parts.said import Maker, count, day, joined, quoted
from carebook.words import _, message, ngettext

NEWEST = 5
"""So many contacts are shown; the others are on their own page."""
_ANSWERS = {
    ReadinessAnswer.NOT_YET: ("circle-dot", "warn"),
    ReadinessAnswer.NOT_APPLICABLE: ("minus", "text2"),
}
_TRIALS = {TrialDecision.GO_ON: "ok", TrialDecision.AGAIN: "warn", TrialDecision.NO_GO: "danger"}


class PreparingParts(Maker):
    """The parts about what is prepared."""

    def preparing(self) -> list[Part]:
        """Check-list, supports, contacts, trainings, meetings, trial stays."""
        return [
            *(self._readiness(), self._supports(), self._contacts()),
            *(self._trainings(), self._meetings(), self._trials()),
        ]

    def _readiness(self) -> Part:
        facts = self.file.facts
        notes = {one.item: one for one in self.file.readiness}
        lines, met, open_points = [], 0, []
        for point in facts.points:
            answer = facts.answers.get(point.code)
            if answer is None:
                open_points.append(point.text)
            elif answer is ReadinessAnswer.MET:
                met += 1
            else:
                icon, tone = _ANSWERS[answer]
                check = notes.get(point.code)
                small = joined(check.note, day(check.checked_on), self.name(check.checker_id)) if check else ""
                lines.append(
                    Line(icon, point.text, "", joined(said(answer), small), tone, opens=(READINESS, point.code))
                )
        if open_points:
            many = ngettext("{n} point not answered", "{n} points not answered", len(open_points))
            first = "; ".join(open_points[:3]) + ("…" if len(open_points) > 3 else "")
            lines.append(Line("circle", many.format(n=len(open_points)), first, opens=(READINESS, "")))
        if met:
            many = ngettext("{n} point met", "{n} points met", met).format(n=met)
            lines.append(Line("check", many, tone="ok", opens=(READINESS, "")))
        add = self.adds("check_readiness", _("Go through the check-list"))
        counted = f"{met}/{len(facts.points)}"
        return Part("readiness", _("Check-list before going home"), tuple(lines), counted, add, READINESS)

    def _supports(self) -> Part:
        lines = tuple(self._support(one) for one in self.file.supports)
        return Part(
            *("supports", _("Supports"), lines),
            count=count(lines),
            add=self.adds("save_support", _("Add")),
            adds=SUPPORT,
            nothing=_("The plan names no support yet."),
        )

    def _support(self, one: Support) -> Line:
        chip, tone = self.clock(one.due_on, one.done_on, own=True)
        amount = money.dong(one.amount) if one.amount else ""
        by = one.responsible if one.responsible != one.provider else ""
        small = joined(self.desk.words("support_kind", one.kind), amount, one.provider, by, one.note)
        icon, colour = ("check", "ok") if one.done_on else ("hand-heart", "text2")
        return Line(icon, one.what, "", small, colour, chip, tone, (SUPPORT, one))

    def _contacts(self) -> Part:
        facts = self.file.facts
        newest = list(reversed(self.file.contacts))[:NEWEST]
        lines = [self.contact_line(one) for one in newest]
        more = len(self.file.contacts) - len(newest)
        if more > 0:
            many = ngettext("{n} earlier contact", "{n} earlier contacts", more).format(n=more)
            lines.append(Line("history", many, opens=("contacts", None)))
        counted = ngettext("met {n} time", "met {n} times", facts.meetings).format(n=facts.meetings)
        if facts.meetings_needed:
            counted = _("met {n} of {needed} times").format(n=facts.meetings, needed=facts.meetings_needed)
        add = self.adds("save_contact", _("Note a contact"))
        nothing = _("No contact with the family is written down yet.")
        return Part("contacts", _("Contacts with the family"), tuple(lines), counted, add, "contacts", nothing)

    def contact_line(self, one: Contact) -> Line:
        icon = "phone" if one.kind in ("call", "video") else "send" if one.kind in ("letter", "parcel") else "users"
        who = joined(one.name, self.desk.words("relationship", one.relation).lower())
        title = f"{self.desk.words('contact_kind', one.kind)}: {who}"
        small = joined(day(one.held_on), self.name(one.staff_member_id))
        return Line(icon, title, joined(one.course, one.reaction), small, opens=("contacts", one))

    def _trainings(self) -> Part:
        lines = tuple(self._training(one) for one in reversed(self.file.trainings))
        return Part(
            *("trainings", _("Training of the carer"), lines),
            count=count(lines),
            add=self.adds("record_carer_training", _("Add")),
            adds=TRAINING,
            nothing=_("The carer has had no training yet."),
        )

    def _training(self, one: CarerTraining) -> Line:
        carer = next((c.full_name for c in self.file.carers if c.id == one.carer_id), "")
        minutes = ngettext("{n} minute", "{n} minutes", one.minutes).format(n=one.minutes) if one.minutes else ""
        small = joined(day(one.given_on), carer, minutes, self.name(one.trainer_id))
        topic = self.desk.words("carer_topic", one.topic)
        return Line("graduation-cap", topic, one.result, small, opens=(TRAINING, one))

    def _meetings(self) -> Part:
        lines = tuple(
            Line("users", one.subject, one.conclusion, day(one.held_on), opens=("conferences", one))
            for one in reversed(self.file.conferences)
        )
        add = self.adds("record_conference", _("Record a meeting"))
        nothing = _("No meeting yet.")
        return Part("conferences", _("Meetings"), lines, count(lines), add, "conferences", nothing)

    def _trials(self) -> Part:
        lines = tuple(line for one in self.view.trials for line in self.trial_lines(*one))
        nothing = _("No trial stay yet. It is an absence of the kind Trial stay, written on the tab Stays.")
        add = self.adds("record_absence", _("Begin a trial stay"))
        return Part("trials", _("Trial stay"), lines, count(self.view.trials), add, "stays", nothing)

    def trial_lines(self, stay: Absence, report: TrialReport | None) -> list[Line]:
        end = stay.back_on or stay.expected_on
        days = " – ".join(filter(None, (dates.written(stay.from_on), day(end))))
        where = joined(stay.place, stay.taken_by)
        chip, tone = _("not reported yet"), "warn"
        told: list[str] = []
        if stay.back_on is None:
            chip, tone = _("under way"), "info"
        if report is not None:
            if report.decision is not None:
                chip, tone = said(report.decision), _TRIALS[report.decision]
            elif stay.back_on is not None:
                chip, tone = _("not decided yet"), "warn"
            reports = (
                (message("The person: {words}", words=quoted(report.client_report)), report.client_report),
                (message("The family: {words}", words=quoted(report.family_report)), report.family_report),
                (message("The worker: {words}", words=report.staff_report.strip()), report.staff_report),
            )
            told = [str(sentence) for sentence, words in reports if words.strip()]
        decided = ""
        if report is not None and report.decision is not None:
            decided = joined(day(report.decided_on), self.name(report.decided_by_id), report.reason)
        text = "\n".join(told)
        lines = [Line("house", days, text, joined(where, decided), "primary", chip, tone, (TRIAL, stay))]
        decides = report is not None and report.decision is None and stay.back_on is not None
        if decides and self.desk.may("decide_trial"):
            lines.append(Line("arrow-right", _("Decide what follows from it"), tone="primary", opens=(DECISION, stay)))
        return lines
