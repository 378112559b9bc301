"""What is seen: the only Qt of CareBook."""

import builtins

import PySide6.QtCore  # noqa: F401  puts its own `__import__` in place of Python's

# With it PySide reads the source of every module that is imported afterwards, to see whether a feature (`__feature__`) is to be
# switched for it. CareBook uses none, and a start imports hundreds.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
