"""What the process tells over HTTP: whether it is alive, whether it is ready, what it counted."""
