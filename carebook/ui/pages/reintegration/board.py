"""What the board shows as plain data: columns, in them the stages, in these the cards; and where the arrow keys lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from carebook.records.reintegration import Stage

COLUMNS: tuple[tuple[Stage, ...], ...] = (
    (Stage.IDENTIFIED, Stage.TRACING, Stage.FAMILY_ASSESSMENT),
    (Stage.PLANNING, Stage.PREPARATION, Stage.TRIAL_STAY),
    (Stage.DECISION, Stage.HANDOVER),
    (Stage.FOLLOW_UP, Stage.SUSPENDED),
)
"""Which stages stand under each other."""
MOST = 8
"""So many cards of one stage are shown; the others are in the list."""


@dataclass(frozen=True)
class Note:
    """One line of a card with its sign: what is missing, a red flag, or that nothing is."""

    icon: str
    text: str
    tone: str = "text2"


@dataclass(frozen=True)
class Card:
    """One path: who, how late ("" for not), where to, since how many days; ``said`` is all of it in words."""

    id: str
    name: str
    line: str
    days: str
    late: str = ""
    late_tone: str = "text2"
    notes: tuple[Note, ...] = ()
    masked: bool = False
    said: str = ""


@dataclass(frozen=True)
class Shelf:
    """One stage: its place on the path ("" beside it), its words, the most pressing cards, and how many more there are."""

    stage: Stage
    number: str
    words: str
    cards: tuple[Card, ...] = ()
    more: int = 0

    @property
    def count(self) -> int:
        return len(self.cards) + self.more


@dataclass(frozen=True)
class BoardColumn:
    """Some stages under one head."""

    title: str
    shelves: tuple[Shelf, ...] = ()

    @property
    def count(self) -> int:
        return sum(shelf.count for shelf in self.shelves)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The cards from top to bottom."""
        return tuple(card for shelf in self.shelves for card in shelf.cards)


@dataclass(frozen=True)
class Board:
    """All columns."""

    columns: tuple[BoardColumn, ...] = ()

    @cached_property
    def by_id(self) -> dict[str, Card]:
        return {card.id: card for column in self.columns for card in column.cards}

    def place_of(self, card_id: str) -> tuple[int, int] | None:
        """The column and the place in it of a card; None when it is not here."""
        for at, column in enumerate(self.columns):
            for place, card in enumerate(column.cards):
                if card.id == card_id:
                    return at, place
        return None

    def first(self) -> str:
        """The first card, "" on an empty board."""
        return next((card.id for column in self.columns for card in column.cards), "")

    def walk(self, card_id: str, across: int, down: int) -> str:
        """One step of the arrows: up and down in the column, left and right to the next column that holds anybody."""
        there = self.place_of(card_id)
        if there is None:
            return self.first()
        at, place = there
        if across:
            at += across
            while 0 <= at < len(self.columns) and not self.columns[at].cards:
                at += across
            if not 0 <= at < len(self.columns):
                return card_id
        cards = self.columns[at].cards
        return cards[min(max(place + down, 0), len(cards) - 1)].id

    def end(self, card_id: str, *, last: bool) -> str:
        """The first or last card of the column."""
        there = self.place_of(card_id)
        return self.columns[there[0]].cards[-1 if last else 0].id if there is not None else self.first()


def shelf_of(stage: Stage, number: str, words: str, cards: Sequence[Card]) -> Shelf:
    """A stage with the first of its cards; one more than fits would only say that there is one more."""
    shown = cards if len(cards) <= MOST + 1 else cards[:MOST]
    return Shelf(stage, number, words, tuple(shown), len(cards) - len(shown))
