"""``python -m malaqbiq.config.keeper PID``: a worker beside the web server PID, begun again whenever it dies.

A process of its own that loads nothing: the system that kills a worker for its memory has no reason to take this one.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

LOOKED_EVERY = 1.0
LONGEST_PAUSE = 60.0
"""Seconds. A worker that dies again and again is begun again after 1, 2, 4 … of them, at most after so many."""


def keep(server: int) -> None:
    """Let a worker run until the web server, the parent of this process, is gone, or until it ends in order."""
    # Ctrl+C reaches the worker too, which ends in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pause = 1.0
    while os.getppid() == server:
        command = [sys.executable, "-m", "malaqbiq", "worker", f"--beside={os.getpid()}"]
        begun = time.monotonic()
        worker = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own arguments
        code = _waited_for(worker, server)
        if code == 0 or os.getppid() != server:
            return
        if time.monotonic() - begun > LONGEST_PAUSE:
            pause = 1.0
        sys.stderr.write(f"the worker died ({code}); another one begins in {pause:.0f} s\n")
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _waited_for(worker: subprocess.Popen[bytes], server: int) -> int:
    """The worker's exit code; it is told to stop once the server is gone."""
    while True:
        try:
            return worker.wait(LOOKED_EVERY)
        except subprocess.TimeoutExpired:
            if os.getppid() != server:
                worker.terminate()


if __name__ == "__main__":
    keep(int(sys.argv[1]))
