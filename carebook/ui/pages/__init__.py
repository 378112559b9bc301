"""One file a subject: its table, its form, its page."""
