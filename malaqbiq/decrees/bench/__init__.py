"""Measurements of what is promised, for `malaqbiq bench`."""
