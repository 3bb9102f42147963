"""Processes of the house's own modules: started fresh, never forked from one that has threads."""

from __future__ import annotations

import os
from pathlib import Path

import malaqbiq


def environment() -> dict[str, str]:
    """The environment in which ``python -m malaqbiq...`` finds this very package, installed or not."""
    root = str(Path(malaqbiq.__file__).parent.parent)
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
