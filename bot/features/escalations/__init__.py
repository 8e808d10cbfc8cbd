"""Escalations: one angry client from the flag to the lesson, and the card that shows it."""
