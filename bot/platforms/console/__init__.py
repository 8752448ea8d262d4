"""The terminal: a platform like the others, and the one that needs nothing."""
