"""Who can hand over what to whom, and handovers that were made."""
