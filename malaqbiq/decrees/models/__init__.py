"""The ledger's tables."""

from malaqbiq.decrees.models.decree import Decree, Entry, Ledger, Snapshot
from malaqbiq.decrees.models.projection import Projection
from malaqbiq.decrees.models.register import Register, RegisterNumber

__all__ = ["Decree", "Entry", "Ledger", "Projection", "Register", "RegisterNumber", "Snapshot"]
