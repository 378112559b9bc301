"""What all parts of the middle share: the view they are made of, owners, clocks, and how facts stand beside each other."""

from __future__ import annotations

from collections.abc import Sized
from datetime import date

from carebook import dates
from carebook.ui.pages.home_path.asking import PathView
from carebook.ui.parts.desk import Desk
from carebook.words import _, pgettext


def owner_words(owner: str) -> str:
    """Whose a paper or a visit is."""
    match owner:
        case "commune":
            return _("Owner: the commune")
        case "department":
            return _("Owner: the department")
        case "family":
            return pgettext("owner of a paper", "Family")
    return _("Owner: the center")


def joined(*words: str) -> str:
    """Facts beside each other: "a · b"."""
    return " · ".join(filter(None, words))


def quoted(words: str) -> str:
    """What somebody said, as they said it."""
    return f"“{words.strip()}”" if words.strip() else ""


def count(lines: Sized) -> str:
    """How many there are, "" for none."""
    return str(len(lines)) if lines else ""


def day(on: date | None) -> str:
    """A day in full, "" for none."""
    return dates.written(on) if on is not None else ""


class Maker:
    """Makes the parts of one view. Only what may be done by who is signed in is offered."""

    def __init__(self, view: PathView, desk: Desk) -> None:
        assert view.file is not None
        self.view, self.desk, self.file = view, desk, view.file

    def adds(self, deed: str, words: str) -> str:
        """The words of the button that adds something, "" for who may not, and once the path has ended."""
        return words if self.desk.may(deed) and not self.file.facts.is_ended else ""

    def name(self, staff_member_id: str | None) -> str:
        """A colleague's name."""
        return self.view.names.get(staff_member_id or "", "")

    def clock(self, due: date | None, done: date | None, *, own: bool) -> tuple[str, str]:
        """Done, or how late, with its tone; another's lateness is no danger."""
        if done is not None:
            return _("done {day}").format(day=self.desk.said_day(done)), "ok"
        if due is None:
            return "", "none"
        today = self.desk.today()
        late = due < today
        tone = ("danger" if own else "warn") if late else "warn" if (due - today).days <= 7 else "none"
        return str(dates.lateness(due, today)), tone
