"""How CareBook's installers are made: locks, the Linux package, the Windows set-ups, signed updates, trying them out."""
