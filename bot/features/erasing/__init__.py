"""Erasing: how words and names are taken out of what is stored, and out of what we said in Slack."""
