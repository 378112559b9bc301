"""Who approves a rehabilitation plan: the tiers of the center's own code list, and never who wrote it."""

from __future__ import annotations

from carebook.words import message

TIERS = "rehabilitation_tier"
"""The code list of the tiers, each with its roles."""

OWN_PLAN = message(
    "Who wrote the rehabilitation plan does not approve it (by the rules of the center)."
    " The plan stays among those awaiting approval."
)
