"""The family in words: the wish, who would take the person in, what was heard, how the family was found, who was traced."""

from __future__ import annotations

from carebook import dates
from carebook.records.reintegration import Carer, Opinion
from carebook.store.families import FamilyFile
from carebook.ui.pages.home_path.asking import CARER, OPINION, PATH
from carebook.ui.pages.home_path.lines import Line, Part
from carebook.ui.pages.home_path.parts.said import Maker, count, day, joined, quoted
from carebook.words import _, ngettext, pgettext


class FamilyParts(Maker):
    """The parts about the family."""

    def family(self) -> list[Part]:
        """The wish, who would take the person in, what was heard, how the family was found, who was traced."""
        return [self._wish(), self._carers(), self._opinions(), self._assessments(), self._leads()]

    def _wish(self) -> Part:
        path = self.file.path
        lines = []
        if path.wish.strip() or path.eligibility.strip():
            lines.append(
                Line(
                    "message-square",
                    _("Wish in their own words"),
                    quoted(path.wish),
                    path.eligibility,
                    opens=(PATH, path),
                )
            )
        add = "" if lines else self.adds("amend_path", _("Write the wish"))
        nothing = _("The wish is not written down yet.")
        return Part("wish", _("Wish"), tuple(lines), add=add, adds=PATH, nothing=nothing)

    def _carers(self) -> Part:
        lines = tuple(self._carer(one) for one in sorted(self.file.carers, key=lambda one: not one.chosen))
        return Part(
            *("carers", _("Who would take them in"), lines),
            count=count(lines),
            add=self.adds("save_carer", _("Add")),
            adds=CARER,
            nothing=_("Nobody yet.") if self.file.facts.asks_family else _("Not needed for this destination."),
        )

    def _carer(self, one: Carer) -> Line:
        able = [
            _("willing") if one.willing else _("not willing") if one.willing is False else "",
            _("able to care") if one.able else _("not able to care") if one.able is False else "",
        ]
        age = dates.age_on(one.born, self.desk.today()) if one.born else None
        commune = self.desk.words("commune", one.commune) if one.commune else ""
        refused = one.willing is False or one.able is False
        chip, tone = (pgettext("carer", "chosen"), "ok") if one.chosen else ("", "none")
        return Line(
            "users",
            joined(one.full_name, self.desk.words("relationship", one.relation).lower(), str(age.words) if age else ""),
            quoted(one.wishes),
            joined(*able, one.phone, commune, one.address),
            "warn" if refused else "primary" if one.chosen else "text2",
            chip,
            tone,
            (CARER, one),
        )

    def _opinions(self) -> Part:
        lines = tuple(self._opinion(one) for one in reversed(self.file.opinions))
        return Part(
            *("opinions", _("What was heard"), lines),
            count=count(lines),
            add=self.adds("record_opinion", _("Add")),
            adds=OPINION,
            nothing=_("Nobody was heard yet."),
        )

    def _opinion(self, one: Opinion) -> Line:
        who = self.desk.words("opinion_of", one.of_whom)
        chip = _("heard alone") if one.alone else ""
        small = joined(day(one.heard_on), self.name(one.heard_by_id))
        return Line(
            "message-square", joined(who, one.name), quoted(one.words), small, "info", chip, "info", (OPINION, one)
        )

    def _assessments(self) -> Part:
        lines = [line for one in self.file.assessments for line in self.assessment_lines(one)]
        asked = self.file.facts.asks_family
        add = self.adds("save_family_assessment", _("Assess the family")) if asked else ""
        nothing = _("The family was not assessed yet.") if asked else _("Not needed for this destination.")
        return Part("families", _("Family assessment"), tuple(lines), add=add, adds="families", nothing=nothing)

    def assessment_lines(self, one: FamilyFile) -> list[Line]:
        sheet = one.assessment
        band = self.desk.codes.code("family_band", one.band) if one.band else None
        points = f"{one.total}/{one.rated.most}"
        chip = f"{points} · {band.text}" if band is not None else _("{points}, not complete").format(points=points)
        tone = str(band.extra.get("colour", "none")) if band is not None else "none"
        on = day(sheet.visited_on)
        title = _("Home visit {day}").format(day=on) if on else _("Home visit")
        pictures = len(one.pictures)
        seen = ngettext("{n} picture", "{n} pictures", pictures).format(n=pictures) if pictures else ""
        opens = ("families", sheet)
        lines = [
            Line(
                "house",
                title,
                sheet.conclusion,
                joined(self.name(sheet.visitor_id), seen),
                "primary",
                chip,
                tone,
                opens,
            )
        ]
        for rating in one.ratings:
            if rating.red_flag:
                words = self.desk.words("family_criterion", rating.criterion)
                cleared = rating.cleared_on is not None
                by = self.name(rating.cleared_by_id)
                small = joined(day(rating.cleared_on), by, rating.cleared_because) if cleared else ""
                state = pgettext("red flag", "cleared") if cleared else pgettext("red flag", "open")
                colour = "ok" if cleared else "danger"
                said = _("Red flag: {criterion}").format(criterion=words)
                lines.append(Line("triangle-alert", said, rating.remark, small, colour, state, colour, opens))
        return lines

    def _leads(self) -> Part:
        lines = []
        for one in self.file.leads:
            who = joined(one.person or _("unknown person"), self.desk.words("relationship", one.relation).lower())
            state = self.desk.words("lead_result", one.result)
            small = joined(day(one.found_on), self.desk.words("lead_source", one.source), one.verified_by)
            tone = "ok" if one.result == "verified" else "none"
            lines.append(Line("search", who, one.what, small, "text2", state, tone, ("tracing", one)))
        for letter in self.file.letters:
            kind = self.desk.words("tracing_letter", letter.kind)
            due = letter.reply_due_on
            answered = _("answered {day}").format(day=day(letter.replied_on)) if letter.replied_on else ""
            waiting = _("answer expected by {day}").format(day=day(due)) if due and not letter.replied_on else ""
            small = joined(day(letter.sent_on), letter.addressee, answered or waiting)
            lines.append(Line("send", kind, letter.reply, small, opens=("tracing", None)))
        add = self.adds("save_lead", _("Open the tracing"))
        return Part(
            "tracing", _("Tracing the family"), tuple(lines), add=add, adds="tracing", nothing=_("No lead yet.")
        )
