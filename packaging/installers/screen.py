"""A picture of what a program shows, on a screen nobody sees."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from installers import ground

SIZE = "1366x768"


def picture(
    command: Sequence[str], out: Path, environ: Mapping[str, str], seconds: float, *, inside: bool = False
) -> None:
    """Start a program under Xvfb, wait, photograph the screen into ``out``, end the program.

    A program ``inside`` another system is told of the screen by its own command.
    """
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{SIZE}x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    display = ":" + os.read(read, 16).decode().strip()
    os.close(read)
    shown = {**os.environ, **environ, "DISPLAY": display}
    shown.pop("QT_QPA_PLATFORM", None)
    told = [*command[:3], f"DISPLAY={display}", *command[3:]] if inside else list(command)
    program = subprocess.Popen(
        told, env=shown, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        time.sleep(seconds)
        ground.run("import", "-window", "root", out, env={"DISPLAY": display})
    finally:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
        server.terminate()
        server.wait()
