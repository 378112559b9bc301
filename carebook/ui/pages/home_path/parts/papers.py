"""The decision in words: where to, which papers that asks for, the minutes of the handover."""

from __future__ import annotations

from carebook import dates
from carebook.rules.reintegration import Paper
from carebook.ui.pages.home_path.asking import PAPER, PATH
from carebook.ui.pages.home_path.lines import Line, Part
from carebook.ui.pages.home_path.parts.said import Maker, day, joined, owner_words
from carebook.ui.parts.home_path import where_to
from carebook.words import _


class PaperParts(Maker):
    """The parts about the decision."""

    def papers(self) -> list[Part]:
        """Where the path leads and what it asks for, paper by paper, and the minutes of the handover."""
        return [self._destination(), self._path_papers(), self._handover()]

    def _destination(self) -> Part:
        path = self.file.path
        place = joined(self.desk.words("commune", path.commune) if path.commune else "", path.place)
        aimed = _("aimed at {day}").format(day=day(path.target_on)) if path.target_on else ""
        line = Line(
            "house", where_to(self.desk, path.path, path.destination), place, aimed, "primary", opens=(PATH, path)
        )
        return Part("destination", _("Where to"), (line,))

    def _path_papers(self) -> Part:
        settled = sum(one.is_settled for one in self.file.facts.papers)
        lines = tuple(self._paper(one) for one in self.file.facts.papers)
        add = self.adds("record_path_paper", _("Note a paper"))
        counted = f"{settled}/{len(lines)}" if lines else ""
        nothing = _("The papers follow from the destination, which is not chosen yet.")
        return Part("papers", _("Papers"), lines, counted, add, PAPER, nothing)

    def _paper(self, paper: Paper) -> Line:
        kept = next((one for one in self.file.papers if one.paper == paper.code), None)
        clock = next((one for one in self.file.deadlines if one.paper == paper.code), None)
        owner = owner_words(paper.owner)
        if kept is not None and kept.not_needed_because.strip():
            small = joined(owner, kept.not_needed_because)
            return Line("minus", paper.text, "", small, chip=_("not needed"), opens=(PAPER, kept))
        if paper.dated_on is not None:
            number = _("no. {number}").format(number=kept.number) if kept and kept.number else ""
            small = joined(owner, number, dates.written(paper.dated_on), kept.issuer if kept else "")
            return Line("check", paper.text, "", small, "ok", _("there"), "ok", (PAPER, kept or paper.code))
        due = clock.due_on if clock is not None else None
        chip, tone = self.clock(due, None, own=paper.owner == "center")
        until = _("due {day}").format(day=dates.written(due)) if due else ""
        return Line("circle", paper.text, "", joined(owner, until), "text2", chip, tone, (PAPER, paper.code))

    def _handover(self) -> Part:
        held = self.file.handover
        lines = []
        if held is not None:
            minutes = held.handover
            number = _("Minutes {number}").format(number=minutes.number) if minutes.number else _("Handover minutes")
            signed = sum(one.signed_on is not None for one in held.signatures)
            chip = _("{n} of 4 signatures").format(n=signed)
            small = joined(day(minutes.handed_on), minutes.receiver)
            lines.append(
                Line(
                    "handshake",
                    number,
                    "",
                    small,
                    "primary",
                    chip,
                    "ok" if signed == 4 else "none",
                    ("handovers", minutes),
                )
            )
        add = "" if held else self.adds("save_handover", _("Begin the minutes"))
        nothing = _("The minutes were not begun yet.")
        return Part("handovers", _("Handover"), tuple(lines), add=add, adds="handovers", nothing=nothing)
