"""What is called how on the front door's pages."""

from __future__ import annotations


def job_name(family: str) -> str:
    """A job family as people read it: ``Jagat saksana`` for jagat-saksana."""
    return family.replace("-", " ").capitalize()
