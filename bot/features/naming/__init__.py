"""Naming: whom a typed name means, and what the thread is asked where that is doubtful."""
