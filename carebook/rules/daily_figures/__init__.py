"""The figures of daily care: B05 (keeping), B06 (health), B16 (incidents), and the shares that rest on them."""

from carebook.rules.daily_figures import health, incidents, keeping
from carebook.rules.daily_figures.shares import SHARES, share_lines

__all__ = ["SHARES", "health", "incidents", "keeping", "share_lines"]
