"""What follows: pure functions over records; today's date is always an argument."""
