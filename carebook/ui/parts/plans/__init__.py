"""What the pages of both kinds of plans share: reading and writing versions, deciding, reviewing, the levels of goals."""
