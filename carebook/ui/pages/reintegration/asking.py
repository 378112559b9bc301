"""What the board of the way home asks of the book."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from carebook.records.reintegration import Stage
from carebook.store.book import Reader
from carebook.store.reintegration import PathCard, paths
from carebook.ui.parts.fields import Choices

ALL, MINE, LATE, ENDED = "all", "mine", "late", "ended"
OVER = (Stage.CLOSED, Stage.FAILED, Stage.RE_ENTERED)


@dataclass(frozen=True)
class Paths:
    """Everybody on the way home, and the paths that have ended; ``mine`` is the staff member who asks."""

    cards: tuple[PathCard, ...]
    ended: tuple[PathCard, ...]
    mine: str

    def of(self, which: str) -> list[PathCard]:
        """Those of a filter, the most pressing first."""
        match which:
            case "mine":
                return [card for card in self.cards if card.worker_id and card.worker_id == self.mine]
            case "late":
                return [card for card in self.cards if card.late_days > 0]
            case "ended":
                return list(self.ended)
        return list(self.cards)

    def card(self, reintegration_id: str) -> PathCard | None:
        """One of them."""
        return next((card for card in (*self.cards, *self.ended) if card.reintegration_id == reintegration_id), None)


def everybody(reader: Reader, today: date, mine: str) -> Paths:
    """The open paths of everybody, late ones first, then those longest in their stage; and the ended ones, newest first."""
    found = paths(reader, today, ended=True)
    going = sorted((one for one in found if one.stage not in OVER), key=_pressing)
    over = sorted((one for one in found if one.stage in OVER), key=lambda one: (one.since_on, one.name), reverse=True)
    return Paths(tuple(going), tuple(over), mine)


def _pressing(card: PathCard) -> tuple[int, bool, date, int, str]:
    return -card.late_days, not card.red_flag, card.next_due_on or date.max, -card.days, card.name


def stays_to_begin(reader: Reader) -> Choices:
    """The open stays that are not on the way home yet, as they are offered: (stay, name and code)."""
    rows = reader.rows(
        """SELECT e.id, p.full_name, p.code FROM found_episode e JOIN found_person p ON p.id = e.person_id
        WHERE e.end_on IS NULL AND e.withdrawn_at IS NULL AND p.withdrawn_at IS NULL AND p.merged_into IS NULL
        AND NOT EXISTS (SELECT 1 FROM found_reintegration r WHERE r.episode_id = e.id AND r.withdrawn_at IS NULL
            AND r.ended_on IS NULL)
        ORDER BY p.full_name, p.code"""
    )
    return [(row["id"], f"{row['full_name']} · {row['code']}") for row in rows]
