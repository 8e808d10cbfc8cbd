from datetime import timedelta

RETENTION = timedelta(days=365)
"""How long after its end the words of an escalation are kept, until the workspace says it itself."""
SWEEP_EVERY, AT_ONCE, GO_ON_AFTER = timedelta(days=1), 2, timedelta(minutes=1)
"""Two escalations a minute: about as many messages as Slack lets be deleted in one."""
