"""The big book for measuring: twenty thousand people over ten years, written in bulk with journal and search kept right.

It holds people, papers, addresses, health cards, stays, categories and beds, and the case files of everybody who lives there
and of some who left, with the therapy and groups of who lives there. Care entries and doses are not there yet; they join when
the book can hold them.
"""

from carebook.stories.big_book.making import LOGIN, PEOPLE, PRESENT, BigBook, make_big_book

__all__ = ["LOGIN", "PEOPLE", "PRESENT", "BigBook", "make_big_book"]
