"""Malaqbiq: the personnel system of an election commission's secretariat."""

__version__ = "0.1.0"
