"""Questions about shifts: the head-count of a ward, what a handover is drafted from, and the sheets that were written."""

from carebook.store.shifts.counting import ToCount, controlled_to_count, head_count_between, head_count_of, people_of
from carebook.store.shifts.drafting import Draft, drafted
from carebook.store.shifts.missing import sheets_missing
from carebook.store.shifts.naming import restricted_names
from carebook.store.shifts.sheets import (
    HandoverFile,
    HandoverRow,
    ShownLine,
    Signer,
    end_of_shift_before,
    handover_file,
    handover_on,
    handovers,
    last_handover,
    sheet_of,
    shifts_on,
    signers,
)

__all__ = [
    "Draft",
    "HandoverFile",
    "HandoverRow",
    "ShownLine",
    "Signer",
    "ToCount",
    "controlled_to_count",
    "drafted",
    "end_of_shift_before",
    "handover_file",
    "handover_on",
    "handovers",
    "head_count_between",
    "head_count_of",
    "last_handover",
    "people_of",
    "restricted_names",
    "sheet_of",
    "sheets_missing",
    "shifts_on",
    "signers",
]
