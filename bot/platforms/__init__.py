"""Where people talk with the bot: each platform turns events into requests and shows replies."""
