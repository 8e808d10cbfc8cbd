from datetime import timedelta

SWEEP_EVERY, AT_ONCE, GO_ON_AFTER = timedelta(days=1), 2, timedelta(minutes=1)
"""Two escalations a minute: about as many messages as Slack lets be deleted in one."""
