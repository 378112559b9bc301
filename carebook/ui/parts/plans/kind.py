"""What sets one kind of plan apart from another on the page they share: its deeds, its questions, its forms, its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Protocol

from carebook.actions.change import Change
from carebook.records.episodes import Episode
from carebook.records.record import Record
from carebook.rules.care_plans import Difference, Tier
from carebook.rules.problem import Problem
from carebook.store.book import Reader
from carebook.store.drafts import Draft
from carebook.store.people import PersonRow
from carebook.ui.parts.care_plans import DecisionBar
from carebook.ui.parts.desk import Desk
from carebook.ui.parts.fields import Form
from carebook.words import N_


class PlansView(Protocol):
    """All versions of one stay, newest first, with what is needed to write and judge them.

    ``names`` are of all staff (and whatever else a plan links to) by id, ``here`` of those who work here today; ``drafts`` are
    the asker's own, by (form, subject); ``tiers`` are those of the version that awaits approval.
    """

    @property
    def person(self) -> PersonRow: ...
    @property
    def episode(self) -> Episode: ...
    @property
    def plans(self) -> Sequence[Any]: ...
    @property
    def names(self) -> Mapping[str, str]: ...
    @property
    def here(self) -> Sequence[tuple[str, str]]: ...
    @property
    def tiers(self) -> tuple[Tier, ...]: ...
    @property
    def drafts(self) -> Mapping[tuple[str, str], Draft]: ...


class Versioned:
    """What a view of versions answers about them; ``plans`` are files of versions, the newest first."""

    plans: Sequence[Any]

    def plan(self, plan_id: str) -> Any:
        """One version of the stay, or None."""
        return next((file for file in self.plans if file.plan.id == plan_id), None)

    @property
    def in_force(self) -> Any:
        """The version that is in force, None when there is none."""
        return next((file for file in self.plans if file.in_force), None)

    @property
    def being_written(self) -> Any:
        """The version that is not approved yet, if there is one."""
        return next((f for f in self.plans if f.standing in ("draft", "returned", "withdrawn", "awaiting")), None)

    def compared_with(self, file: Any) -> Any:
        """What a version is compared with: the plan in force before it is approved, afterwards the one it was made from."""
        if file.plan.approved_at is None and self.in_force is not None:
            return self.in_force
        earlier = [one for one in self.plans if one.plan.number < file.plan.number]
        made_from = next((one for one in earlier if one.plan.id == file.plan.replaces_id), None)
        return made_from or next((one for one in earlier if one.plan.approved_at is not None), None)


class PlanKind:
    """One kind of plan. Views, files and records are its own; the page only hands them on.

    ``deeds`` are the deeds by what they do (save, submit, withdraw, approve, return, end, review, rate); ``tab`` is the tab of
    the person to go back to; ``draft`` and ``review_draft`` name what is kept while typing; ``heads`` are the words before the
    number of a row ("Goal {n}"), by the kind of row.
    """

    deeds: ClassVar[Mapping[str, Callable[..., Change]]]
    tab: ClassVar[str]
    draft: ClassVar[str]
    review_draft: ClassVar[str]
    title: ClassVar[str] = N_("Care plan")
    heads: ClassVar[Mapping[str, str]]
    reviewed: ClassVar[type[Record]]

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def may(self, deed: str) -> bool:
        """Whether who is signed in may do one of the deeds."""
        return self.desk.may(self.deeds[deed].deed.name)  # type: ignore[attr-defined]

    def said_code(self, view: Any, list_name: str, code: str) -> str:
        """The words of a code of the plan, or the name of what an id stands for."""
        return str(view.names.get(code, code)) if list_name == "link" else self.desk.words(list_name, code)

    # asking

    def view(self, reader: Reader, episode_id: str, plan_id: str, today: date) -> Any:
        """Everything the page shows; None when there is no such stay, or whose it is may not be seen."""
        raise NotImplementedError

    def lacks(self, view: Any, file: Any) -> list[Problem]:
        """What stands between a version and its approver."""
        raise NotImplementedError

    def differences(self, view: Any, before: Any, after: Any) -> Sequence[Difference]:
        """What changes from one version to another."""
        raise NotImplementedError

    # reading

    def reading(self) -> Any:
        """A widget that shows a version: ``show_plan(file, names, rates=…)``, ``thread_wanted``, ``rating_wanted``."""
        raise NotImplementedError

    def decision_bar(self) -> DecisionBar:
        """The bar of who approves."""
        return DecisionBar(self.desk)

    # writing

    def writer(self) -> Any:
        """A `PlanWriter` with the parts of such a plan."""
        raise NotImplementedError

    def beginning(self, view: Any) -> Any:
        """The next version as it begins, as a `Working`."""
        raise NotImplementedError

    def working(self, file: Any) -> Any:
        """A version that stands in the book, as a `Working`."""
        raise NotImplementedError

    def restored(self, told: Mapping[str, Any]) -> Any:
        """The `Working` of a draft."""
        raise NotImplementedError

    # reviewing

    def review_form(self) -> Form:
        """The form of a review, before the goals."""
        raise NotImplementedError

    def new_review(self, view: Any, file: Any) -> Any:
        """A review of the version in force as it begins, with the day it was due."""
        raise NotImplementedError

    def goal_rating(self, view: Any, goal: Any) -> Any:
        """A `GoalRating`: where one goal stands."""
        raise NotImplementedError

    def problems_in_review(self, review: Any, ratings: Mapping[str, Any], file: Any, since: date) -> list[Problem]:
        """What stands against a review."""
        raise NotImplementedError

    def version_of(self, review: Any) -> str:
        """The id of the version a review is of."""
        raise NotImplementedError

    # elsewhere

    def thread_place(self, episode_id: str, thread: str) -> tuple[str, Mapping[str, str]]:
        """The page, and what about, on which a goal is followed."""
        raise NotImplementedError

    def paper(self, plan_id: str) -> Mapping[str, str]:
        """What the page of papers is asked for."""
        raise NotImplementedError
