"""The ledger's tables, and the papers that come of it."""

from malaqbiq.decrees.models.decree import Decree, Entry, Ledger, Snapshot
from malaqbiq.decrees.models.documents import Document, SignatureEvidence
from malaqbiq.decrees.models.hand import Hand
from malaqbiq.decrees.models.projection import Projection
from malaqbiq.decrees.models.register import Register, RegisterNumber

__all__ = [
    "Decree",
    "Document",
    "Entry",
    "Hand",
    "Ledger",
    "Projection",
    "Register",
    "RegisterNumber",
    "SignatureEvidence",
    "Snapshot",
]
