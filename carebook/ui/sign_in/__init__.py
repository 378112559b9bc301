"""The first windows: signing in, the locked screen, a forgotten password, a new book, a book from a backup."""
