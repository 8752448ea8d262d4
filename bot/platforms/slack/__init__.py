"""Slack: slash commands, mentions, direct messages, shortcuts and the app's home, over Bolt."""
