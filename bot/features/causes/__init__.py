"""Causes: why a client got angry, as one picks it from a list."""
