"""The head of the page of groups: its lines, its buttons, and which of them each of its views shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from carebook.money import number
from carebook.records.groups import GroupSession, GroupSessionState
from carebook.rules.groups import CLASS
from carebook.store.groups import GroupFile, GroupLine
from carebook.ui.parts.bars import Footer, PageHeader
from carebook.ui.parts.buttons import Button, Segments
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.labels import ElidedLabel, key_caps
from carebook.words import _, ngettext

LIST, GROUP, FORM, ROSTER = "list", "group", "form", "roster"
OPEN, CLOSED = "open", "closed"


class Buttons:
    """Every button of the page, made once."""

    def __init__(self) -> None:
        make: Callable[..., Button] = partial(Button, listens=False)
        self.running = Segments([(OPEN, _("Groups that meet")), (CLOSED, _("Groups that have ended"))], OPEN)
        self.new = make(_("Found a group"), "primary", "plus", "Ctrl+N")
        self.register = make(_("Class register"), icon="graduation-cap")
        self.edit = make(_("Edit"), icon="pencil", key="F2")
        self.stage = make(_("Stage…"), icon="arrow-right", key="F3")
        self.roster = make(_("Call the roster"), "primary", "check", "Ctrl+D")
        self.print = make(_("Print minutes"), icon="printer", key="Ctrl+P")
        self.not_held = make(_("Did not take place…"), icon="x", key="F8")
        self.back = make(_("Go back"), icon="chevron-left", key="Esc")
        self.save = make(_("Save"), "primary", "save", "Ctrl+S")
        self.standing = ElidedLabel("", "muted")
        self.caps = {
            LIST: key_caps(("Enter", _("open")), ("Ctrl+N", _("found a group"))),
            GROUP: key_caps(("Enter", _("open")), ("Ctrl+D", _("roster")), ("Ctrl+N", _("add people"))),
            ROSTER: key_caps(
                ("A", _("all present")),
                ("C M L K", _("came, late, away")),
                ("0–3", _("took part")),
                ("Enter", _("remark")),
            ),
        }

    def fill(self, header: PageHeader) -> Footer:
        """Put them into the head; gives the foot with the rest."""
        header.add_left(self.running)
        header.add_actions(self.register, self.edit, self.stage, self.roster, self.print, self.not_held, self.new)
        return Footer(self.standing, None, *self.caps.values(), self.back, self.save)

    def show_list(self, desk: Desk, *, narrow: bool) -> None:
        """Only what a list needs."""
        self._show(LIST, narrow)
        self.running.show()
        self.new.setVisible(desk.may("save_group"))

    def show_group(self, desk: Desk, file: GroupFile | None, *, to_mark: bool, narrow: bool) -> None:
        """What may be done with a group; ``to_mark``: a session waits for its roster."""
        self._show(GROUP, narrow)
        self.register.setVisible(file is not None and file.group.kind == CLASS)
        self.edit.setVisible(file is not None and desk.may("save_group"))
        self.stage.setVisible(file is not None and file.group.closed_on is None and desk.may("move_stage"))
        self.roster.setVisible(to_mark)

    def show_form(self, *, narrow: bool) -> None:
        """What a form needs."""
        self._show(FORM, narrow)
        self.save.show()

    def show_roster(self, desk: Desk, session: GroupSession | None, *, marks: bool, narrow: bool) -> None:
        """What may be done with a session; ``marks``: names may be marked now."""
        self._show(ROSTER, narrow)
        state = session.state if session else None
        self.print.setVisible(state is GroupSessionState.HELD and desk.may("print_papers"))
        open_or_held = state in (GroupSessionState.PLANNED, GroupSessionState.HELD)
        self.not_held.setVisible(open_or_held and desk.may("record_group_session"))
        self.save.setVisible(marks)

    def _show(self, mode: str, narrow: bool) -> None:
        for one in (self.running, self.new, self.register, self.edit, self.stage, self.roster, self.print):
            one.hide()
        self.not_held.hide()
        self.save.hide()
        self.back.setVisible(mode != LIST)
        for key, caps in self.caps.items():
            caps.setVisible(key == mode and not narrow)


def list_line(lines: Sequence[GroupLine]) -> str:
    """How many groups there are, and how many sessions wait to be recorded."""
    many = ngettext("{n} group", "{n} groups", len(lines)).format(n=len(lines))
    waiting = sum(line.to_record for line in lines)
    said = [many, *([_("{n} sessions to record").format(n=waiting)] if waiting else [])]
    return " · ".join(said) if lines else ""


def group_line(desk: Desk, file: GroupFile) -> str:
    """What a group is, who leads it, where, in which programme, for how much."""
    group = file.group
    fee = _("{fee} đ a month").format(fee=number(group.fee)) if group.fee else ""
    kind = desk.words("group_kind", group.kind)
    parts = (kind, group.school_year, file.leader, file.room, file.programme, fee)
    return " · ".join(filter(None, parts))
