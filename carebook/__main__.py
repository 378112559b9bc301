"""The way in: a command goes to the commands, everything else opens the window."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run CareBook with the arguments after the program's name; the answer to the system is 0 when all went well."""
    given = list(sys.argv[1:] if argv is None else argv)
    if is_for_window(given):
        gc.disable()  # a start only gathers; when the window stands it sweeps by itself
        from carebook.ui.application.running import run as show_window

        return show_window(given)
    from carebook.commands.main import run as run_command

    return run_command(given, _self_test)


def _self_test(say: Callable[[str], object] | None) -> tuple[str, ...]:
    from carebook import selftest

    return selftest.run(say)


def is_for_window(given: Sequence[str]) -> bool:
    """Whether the arguments ask for the window: none, or one of its own options first."""
    return not given or given[0] in ("--demo", "--book")


if __name__ == "__main__":
    sys.exit(main())
