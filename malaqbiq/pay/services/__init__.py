"""What may be done with pay."""
