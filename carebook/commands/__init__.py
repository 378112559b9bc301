"""What IT and timers type: the same actions as the window."""
