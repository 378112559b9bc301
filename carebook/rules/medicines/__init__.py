"""The center's list of medicines: one of them, and lists of medicines and of orders brought in from spreadsheets."""

from carebook.rules.medicines.listed import called, problems_in_medicine, same_as
from carebook.rules.medicines.reading import (
    Reading,
    ReadMedicine,
    ReadOrder,
    RowProblem,
    read_medicines,
    read_orders,
)

__all__ = [
    "ReadMedicine",
    "ReadOrder",
    "Reading",
    "RowProblem",
    "called",
    "problems_in_medicine",
    "read_medicines",
    "read_orders",
    "same_as",
]
