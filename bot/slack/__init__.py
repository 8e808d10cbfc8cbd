"""The toolkit and the door: what Slack's screens are made of, and how Slack's voice reaches us. Knows no feature."""
