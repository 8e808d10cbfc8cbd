"""Clients: the companies we work for, and whom to phone there."""
