"""History: who did what, and when; and taking names and words out of it."""
