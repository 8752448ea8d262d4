"""One module a revision. The next one is written by hand, with the last as its down_revision."""
