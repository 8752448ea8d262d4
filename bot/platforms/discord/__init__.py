"""The bot on Discord: events become requests, replies become messages."""
