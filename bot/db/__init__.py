"""Rows: how they are stored, and nothing about what they mean."""
