"""How the book is kept: the only SQL of a book and the only encryption of it."""
