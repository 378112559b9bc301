"""What the page of follow-ups says where there is nothing to list, each sentence with the way on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from carebook.actions.people import protected
from carebook.dates import written
from carebook.store.returns import Return
from carebook.ui.pages.follow_ups.asking import ALL, Due, Unfollowed
from carebook.ui.pages.follow_ups.rows import said_returns
from carebook.ui.parts.desk import Desk
from carebook.words import _

if TYPE_CHECKING:
    from carebook.ui.pages.follow_ups.page import FollowUpsPage


class Telling:
    """Speaks for the page of follow-ups."""

    def __init__(self, desk: Desk, page: FollowUpsPage) -> None:
        self._desk, self._page = desk, page

    def of_returns(self, found: tuple[Return, ...]) -> None:
        """That people came back and nobody wrote down why."""
        if not found or not self._desk.may("link_return"):
            return
        one = found[0]
        self._page.say(
            said_returns(len(found)),
            "warn",
            action=_("Write the cause…") if not one.masked else "",
            then=partial(self._page.turn_to, reintegration_id=one.reintegration_id) if not one.masked else None,
        )

    def of_unfollowed(self, stay: Unfollowed | None) -> None:
        """Why there is nothing to show of a stay, and how to begin."""
        if stay is None:
            self._page.say(protected(), "info", icon="lock")
        elif stay.episode.end_on is None:
            way = partial(self._desk.go, "home_path", episode_id=stay.episode.id)
            self._page.say(_("There is no follow-up before the handover."), "info", action=_("Way home"), then=way)
        else:
            said = _("{name} left on {day} and is not followed.")
            may = self._desk.may("begin_follow_up")
            self._page.say(
                said.format(name=stay.person.full_name, day=written(stay.episode.end_on)),
                "info",
                action=_("Begin the follow-up") if may else "",
                then=partial(self._page.begin, stay) if may else None,
            )

    def of_nothing(self, found: Due) -> None:
        """That nothing is listed: nobody is followed yet, no visit stands so, or none is awaited any more."""
        filters, states = self._page.filters, self._page.states
        if not found.visits:
            sentence = _("Nobody is followed yet. Visits are laid out when somebody is handed over.")
            way = (_("Stages of the way home"), partial(self._desk.go, "reintegration"))
            states.show_empty(sentence, way, icon="house")
        elif filters.is_narrowed():
            said = _("No visit stands so for this choice.")
            states.show_empty(said, (_("Clear filter"), filters.clear), icon="circle-check")
        else:
            all_due = (_("All visits due"), partial(self._page.choose, ALL))
            states.show_empty(filters.said_empty(), all_due, icon="circle-check")
