"""The counts of a campaign: what was done to the book, how often, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Kills:
    """One kind of writing: how often its writer was killed, the deeds that had returned, and those durable without having returned."""

    kills: int = 0
    acknowledged: int = 0
    unacknowledged: int = 0
    lost: int = 0
    unreadable: int = 0


@dataclass
class Faults:
    """One kind of fault of the world: how often it was made, and how it ended, in words with their counts."""

    made: int = 0
    ended: dict[str, int] = field(default_factory=dict)

    def note(self, ending: str) -> None:
        """One more of them, that ended so."""
        self.made += 1
        self.ended[ending] = self.ended.get(ending, 0) + 1


class Counts:
    """All counts of a run, under its seed."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self.kills: dict[str, Kills] = {}
        self.faults: dict[str, Faults] = {}

    def killed(self, kind: str) -> Kills:
        """The counts of one kind of writing."""
        return self.kills.setdefault(kind, Kills())

    def fault(self, kind: str) -> Faults:
        """The counts of one kind of fault."""
        return self.faults.setdefault(kind, Faults())

    def write(self, path: Path) -> None:
        """Leave the tables as Markdown; what another run of the same seed counted is not added."""
        path.parent.mkdir(exist_ok=True)
        path.write_text(self.table(), encoding="utf-8")

    def table(self) -> str:
        """The counts as two tables."""
        names = ("kills", "acknowledged", "unacknowledged", "lost", "unreadable")
        rows = [(kind, *(getattr(of, name) for name in names)) for kind, of in self.kills.items()]
        rows.append(("**all**", *(sum(row[n] for row in rows) for n in range(1, 6))))
        lines = [
            f"# Faults, seed {self.seed}",
            "",
            "| killed while writing | kills | acknowledged | durable though unacknowledged | acknowledged lost | unreadable |",
            "|---|---:|---:|---:|---:|---:|",
            *(f"| {' | '.join(map(str, row))} |" for row in rows),
            "",
            "| fault | times | ended |",
            "|---|---:|---|",
            *(
                f"| {kind} | {of.made} | {'; '.join(f'{how}: {n}' for how, n in sorted(of.ended.items()))} |"
                for kind, of in self.faults.items()
            ),
            "",
        ]
        return "\n".join(lines)
