"""Killing: a child made by fork does deeds and tells of each through a pipe, until its parent kills it at a moment of chance."""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from carebook.store import driver

LONGEST_WAIT = 120.0
_FILE_EVENTS = ("open", "os.", "shutil.", "tempfile.")

Tell = Callable[..., None]
"""``tell("begin" | "done", **facts)``: what the parent shall know whatever becomes of the child."""


@dataclass(frozen=True)
class Moment:
    """When the child dies after its first deed began: after some seconds, or at a step (a file touched, a statement of SQL)."""

    seconds: float = 0.0
    step: int = 0


@dataclass(frozen=True)
class Span:
    """How long all deeds of a child take when nobody kills it, and in how many steps."""

    seconds: float
    steps: int

    def moment(self, chance: Random) -> Moment:
        """A moment within it: as often by the clock as by the step."""
        if chance.random() < 0.5:
            return Moment(seconds=chance.uniform(0, self.seconds * 1.05))
        return Moment(step=chance.randint(1, self.steps))


@dataclass(frozen=True)
class Told:
    """What a child told: the deeds it began, those that returned, and whether it came to its end alive."""

    begun: tuple[dict[str, Any], ...]
    done: tuple[dict[str, Any], ...]
    ended: bool
    span: Span


class _Steps:
    """Counts the steps of a child from its first deed on; kills it at the last one."""

    def __init__(self, last: int) -> None:
        self.counting, self.taken, self._last = False, 0, last

    def take(self, *_what: object) -> None:
        if not self.counting:
            return
        self.taken += 1
        if self.taken == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """From now on every file touched and every statement of any connection is a step."""

        def heard(event: str, _given: object) -> None:
            if event.startswith(_FILE_EVENTS):
                self.take()

        real = driver.connect

        def connect(*given: Any, **named: Any) -> Any:
            connection = real(*given, **named)
            connection.set_trace_callback(self.take)
            return connection

        driver.connect = connect
        sys.addaudithook(heard)


def watched(run: Callable[[Tell], None], moment: Moment | None = None) -> Told:
    """Let a child ``run``; kill it at ``moment``, or let it come to its end. What fails in the child fails here."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _live(run, writing, moment)
    os.close(writing)
    try:
        lines = _listen(reading, child, moment)
    finally:
        os.close(reading)
        os.waitpid(child, 0)
    if failed := [facts["failed"] for word, facts in lines if word == "failed"]:
        raise AssertionError(failed[0])
    end = next((facts for word, facts in lines if word == "end"), None)
    return Told(
        tuple(facts for word, facts in lines if word == "begin"),
        tuple(facts for word, facts in lines if word == "done"),
        end is not None,
        Span(**end) if end else Span(0, 0),
    )


def _live(run: Callable[[Tell], None], pipe: int, moment: Moment | None) -> None:
    steps = _Steps(moment.step if moment else 0)
    began = 0.0

    def tell(word: str, **facts: Any) -> None:
        nonlocal began
        if word == "begin" and not steps.counting:
            began = time.perf_counter()
            steps.counting = True
        counting, steps.counting = steps.counting, False
        os.write(pipe, json.dumps([word, facts]).encode() + b"\n")
        steps.counting = counting

    try:
        if moment is None or moment.step:
            steps.watch()
        run(tell)
        tell("end", seconds=time.perf_counter() - began, steps=steps.taken)
    except BaseException:
        tell("failed", failed=traceback.format_exc())
    os._exit(0)


def _listen(pipe: int, child: int, moment: Moment | None) -> list[tuple[str, dict[str, Any]]]:
    """All that the child says; it is killed when its time has come, and when it hangs."""
    heard, dies_at = b"", time.monotonic() + LONGEST_WAIT
    timed = moment is not None and not moment.step
    while True:
        left = dies_at - time.monotonic()
        if left <= 0 or not select.select([pipe], [], [], left)[0]:
            os.kill(child, signal.SIGKILL)
            dies_at = time.monotonic() + LONGEST_WAIT
            continue
        piece = os.read(pipe, 65_536)
        if not piece:
            break
        if timed and not heard.count(b'["begin"') and b'["begin"' in heard + piece:
            assert moment is not None
            dies_at = time.monotonic() + moment.seconds
        heard += piece
    whole = heard[: heard.rfind(b"\n") + 1]
    return [(word, facts) for word, facts in map(json.loads, whole.splitlines())]
