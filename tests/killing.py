"""A work that is killed at each of its statements in turn. Runs within `Malaqbiq.python` processes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from django.db import connection, connections


def killed_at_each_statement(
    work: Callable[[], object], left_behind: Callable[[], Any], *, most: int = 400, step: int = 1
) -> list[tuple[int, Any]]:
    """How each child ended (-9: killed; 0: done) and what was left behind then.

    A child does the work and is killed before its first statement, the next before its second, and so on until one
    gets through, or fails by itself; `most` children at the most, each `step` statements later.
    """
    seen: list[tuple[int, Any]] = []
    for statements in range(0, most * step, step):
        # No connection may be shared by two processes.
        connections.close_all()
        pid = os.fork()
        if pid == 0:
            _child(work, statements)
        ended = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        seen.append((ended, left_behind()))
        if ended != -signal.SIGKILL:
            break
    connections.close_all()
    return seen


def _child(work: Callable[[], object], statements: int) -> None:
    left = statements

    def die(execute: Callable[..., Any], *statement: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(*statement)

    try:
        with connection.execute_wrapper(die):
            work()
    except BaseException:  # noqa: BLE001 - a child of a fork must end here, whatever it met
        os._exit(1)
    os._exit(0)
