"""A process that does jobs: one JSON line in, one out, until its input ends. Started by `farm`, never forked.

It ends with its parent, however that ends: then its input is closed.
"""

from __future__ import annotations

import json
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from malaqbiq.decrees.documents.certificates import KeyRefused, password_read
from malaqbiq.decrees.documents.jobs import Desk, Job
from malaqbiq.decrees.documents.logos import logos_in
from malaqbiq.kernel import clock
from malaqbiq.kernel.words import packed

if TYPE_CHECKING:
    from malaqbiq.decrees.documents.signing import Key


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker is told at its start: folders of contents and emblems, and files of a key and its password."""

    folder: str
    logos: str = ""
    p12: str = ""
    password_file: str = ""

    def packed(self) -> str:
        """The orders as one argument."""
        return json.dumps(asdict(self))

    def key(self) -> Key | None:
        """The key, if there is to be one; KeyRefused if it can't be had, or may not sign now."""
        if not self.p12:
            return None
        from malaqbiq.decrees.documents.signing import Key

        key = Key.load(Path(self.p12), password_read(self.password_file))
        key.require(clock.real_now())
        return key


def serve(orders: Orders, lines: IO[str], answers: IO[str]) -> None:
    """Do each job of `lines` in turn."""
    try:
        desk = Desk(Path(orders.folder), logos=logos_in(Path(orders.logos)) if orders.logos else None, key=orders.key())
    except KeyRefused as error:
        answers.write(json.dumps({"refused": packed(error.words), "remedy": error.remedy}) + "\n")
        return
    for line in lines:
        answers.write(json.dumps(desk.do(Job.unpacked(json.loads(line))).packed()) + "\n")
        answers.flush()


def main() -> None:
    """Serve standard input and output."""
    # Ctrl-C is the parent's to hear: it closes the input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(Orders(**json.loads(sys.argv[1])), sys.stdin, sys.stdout)


if __name__ == "__main__":
    main()
