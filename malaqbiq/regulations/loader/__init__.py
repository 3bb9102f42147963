"""Files of law: found, read, and checked as a whole before anything of them is loaded."""

from __future__ import annotations

from malaqbiq.regulations.loader.faults import BrokenLaw, Fault
from malaqbiq.regulations.loader.law import Law, law_read

__all__ = ["BrokenLaw", "Fault", "Law", "law_read"]
