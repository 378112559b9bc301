"""What is broken in a book, told as facts: what can be checked without its key, when it is opened, and page by page."""

from carebook.store.checking.known import known_salts, last_checks, remember, told
from carebook.store.checking.outside import check_outside
from carebook.store.checking.rows import lay_out_indexes
from carebook.store.checking.start import check_at_start
from carebook.store.checking.whole import Watch, check_closed, check_whole

__all__ = [
    "Watch",
    "check_at_start",
    "check_closed",
    "check_outside",
    "check_whole",
    "known_salts",
    "last_checks",
    "lay_out_indexes",
    "remember",
    "told",
]
