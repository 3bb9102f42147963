"""Questions to the ledger."""

from malaqbiq.decrees.selectors.ledger import opening_people, place_at, posted_of

__all__ = ["opening_people", "place_at", "posted_of"]
