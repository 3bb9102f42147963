"""Questions to the ledger."""

from malaqbiq.decrees.selectors.ledger import place_at, posted_of

__all__ = ["place_at", "posted_of"]
