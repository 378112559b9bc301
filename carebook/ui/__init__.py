"""What is seen: the only Qt of CareBook."""
