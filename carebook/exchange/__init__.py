"""How things come in and go out: spreadsheets in, destinations and receipts."""
