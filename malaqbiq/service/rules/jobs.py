"""What a job family is called."""

from __future__ import annotations


def job_name(family: str) -> str:
    """A job family as people read it: ``Petugas kebersihan`` for petugas-kebersihan, ``Pengemudi`` for pengemudi."""
    return family.replace("-", " ").replace("_", " ").capitalize()
