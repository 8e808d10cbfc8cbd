"""The checklist: the ten phases as they stand in one escalation."""
