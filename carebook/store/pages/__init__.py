"""A book's files read without SQLite: page by page, as far as each is whole."""
