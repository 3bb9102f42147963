"""What a list of an office means: pure."""
