"""Questions about pay."""
