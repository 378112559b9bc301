"""A book with its director and without the code lists, which are most of a new book's pages: for what goes through all of them."""

from __future__ import annotations

from pathlib import Path

from carebook.records.staff import Role
from carebook.store.book import Book, new_id
from tests import samples
from tests.conftest import CHEAP, LOGIN, NOW, PASSWORD


def begin_small(folder: Path) -> Path:
    """Make the book in ``folder``, closed."""
    made = Book.make(
        folder, account_id=new_id(), password=PASSWORD, names=(LOGIN,), initials="", post="Giám đốc", cost=CHEAP
    )
    with made.book as book, book.changing(made.account_id, NOW, new_id(), "make_book") as writer:
        writer.add(samples.facility())
        member = writer.add(samples.staff_member(full_name="Đào Thị Hướng Dương", post="Giám đốc"))
        writer.add(samples.account(member.id, id=made.account_id, login=LOGIN))
        writer.add(samples.grant(made.account_id, Role.DIRECTOR))
    return folder
