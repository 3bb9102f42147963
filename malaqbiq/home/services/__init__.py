"""What takes several rooms at once."""
