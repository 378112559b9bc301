"""What people do: one function a deed; permission, rules, one transaction; returns a Change."""
