"""Where settings, feedback and events already seen are kept."""
